"""For which range of the small variable is a user's formula proved right to within a relative error ε?

|C - F| <= ε C, in two parts. Near the limit C = v^p (Σ_{k>=p} c_k v^{k-p} + r), |r| bounded by the proved remainder, against the Taylor
polynomial of F with the interval remainder: both sides of

    Σ_{p<=k<=R} |c_k - f_k| h^{k-p} + rest(h) <= ε (c_p - Σ_{p<k<=R} |c_k| h^{k-p} - rest(h))

move the wrong way as h grows, so it holds for every v <= h when it holds at h. p is the power with which C begins, and coefficients of F
below it must vanish exactly. From h on C = A/Z, and ε A ± (A - F Z) > 0 is shown box by box in mean value form, until it fails.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flint import acb, arb
from sympy import Expr, Symbol, cosh, coth, exp, log, sinh, tanh, together

from ..balls import working_precision
from ..certificates.enclose import enclose_expression
from ..certificates.taylor import Formula, formula, taylor_coefficients
from ..convergence import VARIABLES, Problem, remainder_bound
from ..convergence.leading import strong_coupling_remainder
from ..convergence.many import many_sources_remainder
from ..convergence.radius import nearest_zeros
from ..convergence.response import Response, positive, response
from ..errors import InputError, NotCertified, shown
from ..exact import to_sympy
from ..exactnumbers import ONE, ZERO, Exact, enclose, exact, sign
from ..model import Model
from .question import Answer, Limit, Question, RelativeBound, limit_of
from .range_words import words_of
from .reading import read_formula
from .truth import known_truth

BITS = 384
TERMS = 20
"""Coefficients beyond the first that the part near the limit compares."""
MANY_TERMS = 6
FINEST = 2.0**-12
"""The range ends where a step of this relative length fails."""
BOXES = 2500
FAR = 20
"""Without a power series of the formula the range begins at 2^-FAR of the radius of convergence."""
LARGEST = 2**40
NAMES = ("N", "omega", "omega_a", "gamma", "J", "beta")
SUPPORTED = (*VARIABLES, "strong-coupling", "many-sources")
V = Symbol("v", positive=True)
X = Symbol("X", positive=True)


def proved_range(question: Question, relative: Exact, answer: Answer) -> RelativeBound:
    """The largest range found in which the formula is proved right to within `relative` C.

    Args:
        question: one limit, every parameter but its variable given.
        relative: the relative error, > 0.
        answer: the verdict on the formula.

    Returns:
        The range as text, with the relative error that holds on it.

    Raises:
        InputError: a parameter is missing, or nothing can be proved for questions of this kind. NotCertified: no range was found.
    """
    limit = _allowed(question, relative)
    words = words_of(question)
    told = str(relative)
    if answer.agrees_through == "oo" and answer.proved:
        return RelativeBound(relative_error=told, range=words.whole)
    try:
        near, far = _ends(question, limit, enclose(relative, BITS))
    except NotCertified as error:
        because = "" if answer.verdict != "wrong" else " The formula is wrong."
        raise NotCertified(
            f"No range of {question.limits[0][0]} could be proved for a relative error {shown(told)}: {error}{because}"
        ) from None
    return RelativeBound(relative_error=told, range=words.between(near, far))


def _allowed(question: Question, relative: Exact) -> Limit:
    """The limit, once everything else is known to be there."""
    if sign(relative) != 1:
        raise InputError("`bound`", f"must be a relative error > 0, but is {shown(str(relative))}.")
    if question.quantity != "coherence":
        raise InputError("`bound`", f"goes with the coherence alone, not with {question.quantity}.")
    if question.hold is not None:
        raise InputError("`bound`", "goes without a held combination: give J.")
    limit = limit_of(*question.limits[0], "`limit`")
    if len(question.limits) > 1 or limit.derivation not in SUPPORTED:
        raise InputError(
            "`bound`", "goes with one limit, of beta -> 0, T -> oo, gamma, omega_a, J or N -> oo, J -> -oo, gamma or omega_a -> 0."
        )
    for name in NAMES:
        if name not in question.given and name != limit.name:
            raise InputError(f"`{name}`", "is required for a proved range: give a number.")
    if limit.name != "beta" and sign(question.given["beta"]) != 1:
        raise InputError("`beta`", "must be > 0 for a proved range, since C = 0 there.")
    return limit


# Both parts of the proof.


def _ends(question: Question, limit: Limit, relative: arb) -> tuple[arb | None, arb | int]:
    """The ends of the range in the parameter (its modulus), near the limit and far from it."""
    if limit.derivation == "many-sources":
        return None, _many(question, limit, relative)
    if limit.derivation == "strong-coupling":
        return _strong(question, relative)
    assert limit.derivation is not None
    problem = _problem(question.given, limit)
    f = response(limit.derivation, problem)
    written = formula(_in_small_variable(question, limit), V)
    reach = _reach(f, limit)
    start = _near_limit(limit.derivation, problem, written, reach, relative)
    lowest = None if start is not None else reach * arb((1, -FAR))
    begin = reach * arb((1, -FAR)) if start is None else start
    end = _onward(f, written, begin, relative, limit, problem.model.N)
    if end is None and start is None:
        raise NotCertified("the formula could not be told right anywhere near the limit.")
    far = begin if end is None else end
    back = _parameter(question, limit)
    return (None if lowest is None else back(lowest)), back(far)


def _problem(given: Mapping[str, Exact], limit: Limit) -> Problem:
    values = {**given, limit.name: ZERO if limit.name == "J" else ONE}
    size = values["N"].integer
    assert size is not None
    model = Model(N=size, omega=values["omega"], omega_a=values["omega_a"], gamma=values["gamma"], J=values["J"])
    return Problem(model=model, beta=None if limit.name == "beta" else given["beta"])


def _reach(f: Response, limit: Limit) -> arb:
    """The part of the variable's range that the series is asked for: a third of the radius, below 1 where v is an exponential."""
    zeros, bits = nearest_zeros(f)
    with working_precision(bits):
        third = arb(1) if not zeros else abs(zeros[0]).lower() / 3
        return arb((third.min(arb("0.9")) if limit.unit is not None else third).mid())


def _in_small_variable(question: Question, limit: Limit) -> Expr:
    """The formula with numbers for all names and v, or the parameter as a function of v, for its variable."""
    running = -X if limit.point == "-oo" else X
    names = {name: to_sympy(question.given[name]) for name in NAMES if name in question.given} | {limit.name: running}
    read = read_formula(question.formula, question.argument, names, strict=False)
    if limit.unit is None:
        return read.subs(X, V)
    beta = to_sympy(question.given["beta"])
    factor = beta if limit.name == "omega_a" else 4 * beta
    return _exponentials(read).subs(X, -log(V) / factor)


def _exponentials(e: Expr) -> Expr:
    """Hyperbolic functions of what grows with X by exponentials that fall."""

    def falling(x: Expr, even: bool, body: Callable[[Expr], Expr]) -> Expr | None:
        slope = x.diff(X)
        if not x.has(X) or not slope.is_number or slope == 0:
            return None
        return body(x) if slope > 0 else body(-x) if even else -body(-x)

    def replaced(function: type, even: bool, body: Callable[[Expr], Expr]) -> Callable[[Expr], Expr]:
        def rule(x: Expr) -> Expr:
            found = falling(x, even, body)
            return function(x) if found is None else found

        return rule

    for function, even, body in (
        (tanh, False, lambda x: (1 - exp(-2 * x)) / (1 + exp(-2 * x))),
        (coth, False, lambda x: (1 + exp(-2 * x)) / (1 - exp(-2 * x))),
        (sinh, False, lambda x: (exp(x) - exp(-x)) / 2),
        (cosh, True, lambda x: (exp(x) + exp(-x)) / 2),
    ):
        e = e.replace(function, replaced(function, even, body))
    return e


def _parameter(question: Question, limit: Limit) -> Callable[[arb], arb]:
    """From the small variable to the (modulus of the) parameter as the user named it."""
    if limit.unit is None:
        return lambda v: 1 / v if question.limits[0][0] == "T" else v

    def back(v: arb) -> arb:
        with working_precision(BITS):
            beta = enclose(question.given["beta"], BITS)
            return -v.log() / (beta if limit.name == "omega_a" else 4 * beta)

    return back


def _first_power(derivation: str, N: int) -> int:
    """The power with which C begins: (42), (45); C -> C_0 > 0 but for N even in (38), where the sectors ±2 come first."""
    if derivation == "strong-antiferromagnet":
        return 1 if N % 2 == 0 else 0
    return {"high-temperature": 2, "weak-coupling": 1, "small-gap": 1}.get(derivation, 0)


def _near_limit(derivation: str, problem: Problem, written: Formula, reach: arb, relative: arb) -> arb | None:
    """h > 0 such that the formula is right for 0 < v <= h, or None."""
    first = _first_power(derivation, problem.model.N)
    last = first + TERMS
    try:
        bound = remainder_bound(derivation, problem, last, reach)
    except NotCertified:
        return None
    with working_precision(BITS):
        return _largest(bound.coefficients, lambda _: bound.factor, first, written, reach, relative)


def _largest(
    coefficients: tuple[arb, ...] | list[arb], factor: Callable[[arb], arb], first: int, written: Formula, reach: arb, relative: arb
) -> arb | None:
    """h, the reach or a half, a quarter, ... of it; `factor(h)` v^{R+1} bounds |C - S_R| for v <= h."""
    last = len(coefficients) - 1
    h = reach
    for _ in range(64):
        try:
            exact_part = taylor_coefficients(written, arb(0), last + 1, BITS)
            rest = taylor_coefficients(written, arb(0).union(h), last + 2, BITS)[-1]
        except NotCertified:
            return None
        if any(not c.contains(0) for c in exact_part[:first]):
            raise NotCertified(f"it holds a power below {first}, with which C begins.")
        if any(not c.is_zero() for c in exact_part[:first]):
            return None
        beyond = factor(h) * h ** (last + 1 - first)
        gaps = sum((abs(c - d) * h**k for k, (c, d) in enumerate(zip(coefficients[first:], exact_part[first:], strict=True))), arb(0))
        left = gaps + beyond + abs(rest) * h ** (last + 1 - first)
        lower = coefficients[first] - sum((abs(c) * h**k for k, c in enumerate(coefficients[first:]) if k), arb(0)) - beyond
        if left < relative * lower:
            return h
        h = arb((h / 2).mid())
    return None


def _onward(f: Response, written: Formula, begin: arb, relative: arb, limit: Limit, N: int) -> arb | None:
    """How far the formula is right, box by box, from `begin` on; None where no box is."""
    most = min(BOXES, 25_000 // N)
    with working_precision(BITS):
        cap = arb(1) if limit.unit is not None else arb("inf")
        return _walk(lambda box: _right(f, written, box, relative, limit.name != "beta"), begin, most, cap, 1)


def _walk(right: Callable[[arb], bool], begin: arb, most: int, cap: arb, direction: int) -> arb | None:
    here, step, found = arb(begin.mid()), 0.25, None
    for _ in range(most):
        factor = arb(1 + step)
        ahead = arb((here * factor if direction > 0 else here / factor).mid()).min(cap)
        if right(here.union(ahead)):
            here = found = ahead
            if not ahead < cap or ahead > begin * LARGEST or ahead * LARGEST < begin:
                return found
            step = min(2 * step, 0.5)
        else:
            step /= 2
            if step < FINEST:
                return found
    return found


def _right(f: Response, written: Formula, box: arb, relative: arb, monotone: bool) -> bool:
    """Whether ε A ± (A - F Z) > 0 on a box, by the mean value form; where C is `monotone`, (32)-(34), also by C at both ends."""
    middle = arb(box.mid())
    move = box - middle
    try:
        at, wide = taylor_coefficients(written, middle, 1, BITS)[0], taylor_coefficients(written, box, 2, BITS)
    except NotCertified:
        return False
    above, below = (value.real for value in f.at(acb(middle), BITS))
    rise, fall = (value.real for value in f.slope(acb(box), BITS))
    whole = below + fall * move
    gap, slope = above - at * below, rise - wide[1] * whole - wide[0] * fall
    if all(bool((relative * above - side * gap) + (relative * rise - side * slope) * move > 0) for side in (1, -1)):
        return True
    if not monotone:
        return False
    low, high = (above.real / below.real for above, below in (f.at(acb(end), BITS) for end in (box.lower(), box.upper())))
    value = at + wide[1] * move
    return all(bool(abs(c - value) < relative * d) for c in (low, high) for d in (low, high))


# gamma -> oo and N -> oo: the remainder is given for each end of the range.


def _strong(question: Question, relative: arb) -> tuple[arb | None, arb]:
    """The ends in gamma: the series from large gamma on, and C itself downwards."""
    limit = limit_of("gamma", "0", "`limit`")
    problem = _problem(question.given, limit)
    f = response("weak-coupling", problem)
    plain = formula(_in_small_variable(question, limit), V)
    model, beta = problem.model, question.given["beta"]
    with working_precision(BITS):
        turned = formula(_inverted(plain.expression), V)
        scale = 1 + enclose(positive(model).omega, BITS) + 1 / enclose(beta, BITS)
        start = None
        for k in range(0, 64, 2):
            size = exact(str(int((scale * 2**k).upper().ceil().unique_fmpz() or 0)))
            if _strong_holds(model, beta, turned, size, relative):
                start = enclose(size, BITS)
                break
        begin = scale * 2**FAR if start is None else start
        end = _walk(lambda box: _right(f, plain, box, relative, True), begin, min(BOXES, 25_000 // model.N), arb("inf"), -1)
        if end is None and start is None:
            raise NotCertified("the formula could not be told right anywhere near the limit.")
        return (None if start is not None else arb(begin.mid())), begin if end is None else end


def _inverted(e: Expr) -> Expr:
    """1/v for v, which is taken out of roots: √(a + b/v²) = √(a v² + b)/v."""

    def root(base: Expr, exponent: Expr) -> Expr:
        above, below = together(base).as_numer_denom()
        return above**exponent * below**-exponent

    return e.subs(V, 1 / V).replace(
        lambda x: x.is_Pow and x.base.has(V) and not x.exp.is_Integer and x.exp.is_Rational, lambda x: root(*x.args)
    )


def _strong_holds(model: Model, beta: Exact, turned: Formula, size: Exact, relative: arb) -> bool:
    """Whether the formula is right for every gamma >= size."""
    last = 8
    h = 1 / enclose(size, BITS)
    top = (enclose(beta, BITS) * enclose(positive(model).omega_a, BITS) * model.N / 2).tanh()
    y = (enclose(model.omega, BITS) / (2 * model.N)) ** 2
    row, c = [arb(0)] * (last + 1), top
    for j in range(last // 2 + 1):
        row[2 * j] = c
        c = -c * y * (2 * j + 1) / (2 * j + 2)
    rest = strong_coupling_remainder(model, beta, last, size)
    return _largest_at(row, rest, turned, h, relative)


def _largest_at(row: list[arb], rest: arb, written: Formula, h: arb, relative: arb) -> bool:
    """Whether the formula is right for every v <= h, |C - Σ row_k v^k| <= rest there and C -> row_0 > 0."""
    last = len(row) - 1
    try:
        exact_part = taylor_coefficients(written, arb(0), last + 1, BITS)
        beyond = abs(taylor_coefficients(written, arb(0).union(h), last + 2, BITS)[-1]) * h ** (last + 1)
    except NotCertified:
        return False
    gaps = sum((abs(c - d) * h**k for k, (c, d) in enumerate(zip(row, exact_part, strict=True))), arb(0))
    lower = row[0] - sum((abs(c) * h**k for k, c in enumerate(row) if k), arb(0)) - rest
    return bool(gaps + beyond + rest < relative * lower)


def _many(question: Question, limit: Limit, relative: arb) -> int:
    """The least N found from which on the formula is right."""
    given = {**question.given, "N": ONE}
    model = _problem(given, limit_of("gamma", "0", "`limit`")).model
    model = Model(N=1, omega=model.omega, omega_a=given["omega_a"], gamma=given["gamma"], J=given["J"])
    response("weak-coupling", Problem(model=model, beta=given["beta"]))  # refuses C = 0
    truth = known_truth(limit, MANY_TERMS, question.given, False, None)
    if truth is None or truth.terms is None:
        raise NotCertified("its series is not known at these parameters.")
    row = [enclose_expression(truth.terms.get(k, to_sympy(ZERO)), {}, BITS) for k in range(MANY_TERMS + 1)]
    written = formula(_inverted(_in_small_variable(question, limit)), V)

    def holds(N: int) -> bool:
        with working_precision(BITS):
            if not _largest_at(row, arb(0), written, 1 / arb(N), relative):
                return False  # not even without a remainder, which takes longer
        try:
            rest = many_sources_remainder(model, given["beta"], row, N)
        except NotCertified:
            return False
        with working_precision(BITS):
            return _largest_at(row, rest, written, 1 / arb(N), relative)

    high: int | None = next((2**k for k in range(40) if holds(2**k)), None)
    if high is None:
        raise NotCertified("the formula could not be told right for any number of sources up to 2**39.")
    low: int = high // 2
    while high - low > 1 and high - low > high // 100:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
