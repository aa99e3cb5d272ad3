"""`C` for `beta -> oo` as a transseries `Σ_j a_j e^{-beta Δ_j}`, in every phase and on the critical line.

Claim: with the energies E_i of (20) measured from the lowest, their degeneracies D and x = ±2γm/S_m of (23),
    C = Σ_i X_i e^{-βΔ_i} / Σ_i D_i e^{-βΔ_i},   X = Σ D x over the levels of one energy,
    whose quotient is Σ_j a_j e^{-βΔ_j} over sums of level distances. a_0 is C_0 of (41), (49), (50), (56), (57).
Assumes: N >= 1, omega >= 0; omega_a, gamma, J real, |omega_a| and |gamma| used throughout; beta -> oo, all else fixed.
Source: (20), (23), (25), (28); (41), (48)-(57).
Method: all levels, ordered and merged where they tie by exact algebra; division term by term, smallest exponent first.
    The first gaps and amplitudes of each phase are stated for every N and compared with the lists of all levels.
    Each series is attacked with certified values at three temperatures.
Cost: O(N^2) levels; about 2 s without parameters, well under a second for N <= 10 and order <= 5.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from sympy import Expr, Integer, Rational, S, exp, expand

from symcoh.arguments import whole
from symcoh.certificates.ratio import Certificate
from symcoh.certificates.series import approached, steps_from, two_digits
from symcoh.errors import InputError, NotCertified
from symcoh.exact import Parameters, critical_coupling, critical_ground_coherence, minimum_energy, parameters, splitting
from symcoh.exact.symbols import beta as BETA
from symcoh.exact.text import text
from symcoh.exactnumbers import ONE, Exact, enclose
from symcoh.exactnumbers import exact as exact_number
from symcoh.exactnumbers.sign import argument_sign
from symcoh.marks import marked
from symcoh.model import Model

from .foundation.certificates import TENTH
from .foundation.levels import SYMBOLS, Level, UndecidedTie, decided, levels, order_of, transseries, vanishes
from .foundation.parameters import check_roots, left_out, moduli
from .foundation.steps import Derivation, Expansion, Step, Term, argument, enclosure, enumeration

LATEX = (
    r"C=\frac{\sum_iX_ie^{-\beta\Delta_i}}{\sum_iD_ie^{-\beta\Delta_i}}=C_0+\sum_{j\ge1}a_je^{-\beta\Delta_j},\qquad "
    r"C_0=\frac{X_0}{D_0},\quad X_i=\sum D\,\frac{\pm2\gamma m}{S_m}"
)

LIMIT = "beta -> oo"
VARIABLE = "exp(-beta*Δ)"
EQUATIONS = ("41", "49", "56", "57")

DEFAULT_ORDER = 3
SAMPLES = (
    ("aligned, `J > 0`", {"N": 4, "omega": "1", "omega_a": "7/10", "gamma": "3/10", "J": "2/5"}),
    ("aligned, `J < 0`, beside the line", {"N": 4, "omega": "1", "omega_a": "7/10", "gamma": "3/10", "J": "-137/500"}),
    ("antialigned, `N` even", {"N": 4, "omega": "1", "omega_a": "7/10", "gamma": "3/10", "J": "-2/5"}),
    ("antialigned, `N` odd", {"N": 5, "omega": "1", "omega_a": "7/10", "gamma": "3/10", "J": "-1/2"}),
    ("on the line, `N` even", {"N": 4, "omega": "6", "omega_a": "1", "gamma": "1", "J": "-1/2"}),
    ("on the line, `N` odd", {"N": 3, "omega": "1", "omega_a": "7/10", "gamma": "3/10", "J": "-7/40-sqrt(106)/40+sqrt(34)/40"}),
)


def derive(
    *,
    order: int | None = None,
    N: object = None,
    omega: object = None,
    omega_a: object = None,
    gamma: object = None,
    J: object = None,
    beta: object = None,
) -> Derivation:
    """The transseries of C at low temperature; without any argument, the first gaps of each phase and no series.

    Args:
        order: number of exponents kept beyond the constant, 0 or more; default 3. Terms whose coefficient vanishes do not count.
        N: number of sources, an integer.
        omega: gap of the target, >= 0.
        omega_a: gap of a source.
        gamma: target-source coupling.
        J: intersource coupling. Of these, a symbol may stay where it does not decide which of two exponents is smaller.
        beta: must stay a symbol.

    Raises:
        InputError: the order of the exponents depends on a parameter that was not given, or one has a sign that no precision decides
            (UndecidedInput). CheckFailed: a check came out wrong.
        NotCertified: a tie with pi, exp or log in a parameter that cannot be decided.

    >>> [str(term.exponent) for term in derive(order=2, N=1, omega=0, omega_a=1, gamma=1, J=0).expansion.terms]
    ['0', '-beta', '-3*beta']
    """
    given = {"N": N, "omega": omega, "omega_a": omega_a, "gamma": gamma, "J": J}
    left_out("beta", beta, "must stay a symbol here, because the series is for beta -> oo")
    order = None if order is None else whole(order, "`order`", 0)
    expansion: Expansion | None = None
    if order is None and all(value is None for value in given.values()):
        steps = tuple(_sample_step(name, row, DEFAULT_ORDER) for name, row in SAMPLES)
    else:
        expansion, steps = _series(_positive(parameters(**given)), DEFAULT_ORDER if order is None else order)
    return Derivation(
        name="low-temperature",
        claim="`C = C_0 + Σ_j a_j e^{-beta Δ_j}` for `beta -> oo`, with exact gaps `Δ_j` and amplitudes `a_j` in each phase and on the "
        "line.",
        assumptions=("`beta -> oo`", "`omega >= 0`", "`omega_a`, `gamma`, `J` real and fixed; they enter as `|omega_a|`, `|gamma|`, `J`"),
        equations=("41", "49", "50", "56", "57"),
        steps=(*_steps(), *steps),
        latex=LATEX,
        expansion=expansion,
    )


def _positive(p: Parameters) -> Parameters:
    if p.count is None:
        raise InputError("`N`", "must be given here: which exponent comes next depends on it.")
    for name, value in (("omega", p.omega), ("omega_a", p.omega_a), ("gamma", p.gamma)):
        if not value.free_symbols:
            argument_sign(exact_number(value, f"`{name}`"), f"`{name}`")
    check_roots(p.omega, p.gamma)
    return moduli(p)


def _series(p: Parameters, order: int) -> tuple[Expansion, tuple[Step, ...]]:
    if p.gamma.is_zero or p.omega_a.is_zero:
        zero = argument(
            "`C = 0` for every `beta < oo`",
            "`γ ω_a = 0`: sectors `m` and `-m` cancel in (28). At `T = 0` and `omega_a = 0` too, by the tie `m = ±N`.",
        )
        return _expansion(p, [], S.One), (zero,)
    try:
        found = levels(p)
        terms = transseries(found, order + 2)
    except UndecidedTie as error:
        given = ((name, getattr(p, name)) for name in ("omega", "omega_a", "gamma", "J"))
        names = [f"`{name}`" for name, value in given if not (value.free_symbols or value.is_Rational)]
        raise UndecidedTie(error.number, " and ".join(names)) from None
    kept = len(terms) - 2
    steps = [_product_step(found, terms[: kept + 1]), _plateau(p, found, terms)]
    steps.append(_own_certificate(p, terms) or _sample_step(*SAMPLES[0], order))
    return _expansion(p, terms[:kept], terms[kept][0]), tuple(steps)


def _own_certificate(p: Parameters, terms: list[tuple[Expr, Expr]]) -> Step | None:
    """The certificate at the parameters asked for; None where one is a symbol or the temperatures are out of reach."""
    if any(value.free_symbols for value in (p.omega, p.omega_a, p.gamma, p.J)):
        return None
    try:
        return _certificate_step(p, terms)
    except NotCertified:
        return None


def _expansion(p: Parameters, terms: list[tuple[Expr, Expr]], ahead: Expr) -> Expansion:
    return Expansion(
        quantity="coherence",
        variable=exp(-BETA * ahead),
        terms=tuple(Term(power=Rational(0), coefficient=c, exponent=-BETA * e) for e, c in terms),
        remainder_power=Rational(1),
        valid_for=f"beta -> oo at N = {p.N}, all else fixed; the error is O(exp(-beta*({text(ahead)})))" if terms else "every beta < oo",
    )


def _product_step(found: list[Level], terms: list[tuple[Expr, Expr]]) -> Step:
    """The series times Z, compared with ZC at every exponent reached."""
    last = terms[-1][0]
    reached = [level for level in found if order_of(level.distance, last) <= 0]

    def cases() -> Iterator[tuple[str, object, object]]:
        for exponent in [level.distance for level in reached] + [e for e, _ in terms]:
            left = sum((v.number * c for v in reached for e, c in terms if order_of(e + v.distance, exponent) == 0), S.Zero)
            right = sum((v.moment for v in reached if order_of(v.distance, exponent) == 0), S.Zero)
            yield f"exponent {text(exponent)}", vanishes(expand(left - right)), True

    return enumeration(
        "Series times `Z` equals `Z C` at every exponent up to the first one left out",
        "All products of a term with a level, collected by exact comparison of their exponents.",
        cases(),
        at_least=len(terms),
    )


def _plateau(p: Parameters, found: list[Level], terms: list[tuple[Expr, Expr]]) -> Step:
    constant = terms[0][1] if terms[0][0] == 0 else S.Zero
    gap, amplitude = next((e, c) for e, c in terms if e != 0)
    excess = (2 ** (int(p.N) + 1) - found[0].number) * Integer(2) / found[0].number
    return argument(
        f"`C = C_0 + a exp(-beta*Δ) + ...` with `C_0 = {text(constant)}`, `Δ = {text(gap)}`, `a = {text(amplitude)}`; "
        f"`|C - C_0| <= ε` for `T <= ({text(found[1].distance)})/log({text(excess)}/ε)`",
        "`|C - C_0| = |Σ_{i>0} (X_i - C_0 D_i) e^{-βΔ_i}|/Z`, each `|x - C_0| <= 2`, `Z >= D_0` in units of the ground state, and every "
        "excited distance is at least the smallest one. The plateau as it is seen ends at `T ~ Δ/log(|a|/ε)`.",
    )


# The first gaps of each phase, for every N.


def first_gaps(phase: str, p: Parameters) -> list[tuple[Expr, Expr]]:
    """Candidates (Δ, a) for the first excitation; the gap is the smallest positive Δ, equal ones add up.

        aligned (41), (57):  S_N: -2C_0;  N ω_a: -2C_0;  ω_a + 4J + (S_N - S_{N-2})/2: N(x_{N-2} - C_0);  N >= 2
            and for J < 0 the antialigned state: g(x_u - C_0), g = 2, u = 0 or g = N, u = 1
        antialigned, N even (49):  ω: 0;  4|J|: 0;  E(-2) - E(0): N² x_2/8;  E(-N) - E(0): x_N/2
        antialigned, N odd (56):  S_1: -2C_0;  ω_a: -2C_0;  4|J|: 0;  E(-3) - E(-1): (N²-1)(x_3 - C_0)/24;  E(-N) - E(-1): (x_N - C_0)/N
    with x_u = 2γu/S_u and E(m) of (51).
    """
    N = int(p.N)
    smallest = N % 2
    energies = {"omega": p.omega, "omega_a": p.omega_a, "gamma": p.gamma, "J": p.J}

    def S_(u: int) -> Expr:
        return splitting(u, omega=p.omega, gamma=p.gamma)

    def x(u: int) -> Expr:
        return 2 * p.gamma * u / S_(u) if u else S.Zero

    def E(m: int) -> Expr:
        return minimum_energy(m, N, **energies)

    if phase == "aligned":
        found = [(S_(N), -2 * x(N)), (N * p.omega_a, -2 * x(N))]
        if N > 1 and (smallest < N - 2 or not _negative(p.J)):
            found.append((p.omega_a + 4 * p.J + (S_(N) - S_(N - 2)) / 2, N * (x(N - 2) - x(N))))
        if N > 1 and _negative(p.J):
            found.append((E(-smallest) - E(-N), (N if smallest else 2) * (x(smallest) - x(N))))
        return found
    found = [(S_(smallest), -2 * x(smallest)), (-4 * p.J, S.Zero)] if N > 3 else [(S_(smallest), -2 * x(smallest))]
    if smallest:
        found.append((p.omega_a, -2 * x(1)))
        inner = (E(-3) - E(-1), Rational(N**2 - 1, 24) * (x(3) - x(1)))
        return [*found, inner, (E(-N) - E(-1), (x(N) - x(1)) / N)][: None if N > 3 else -1]
    inner = (E(-2) - E(0), Rational(N**2, 8) * x(2))
    return [*found, inner, (E(-N) - E(0), x(N) / 2)][: None if N > 2 else -1]


def _negative(value: Expr) -> bool:
    return decided(value) < 0


def phase_of(p: Parameters) -> str:
    """aligned, antialigned or line, by the exact sign of J - J_c; N = 1 is aligned."""
    if p.N == 1 or decided(p.J) >= 0:
        return "aligned"
    outcome = decided(p.J - critical_coupling(p.N, omega=p.omega, omega_a=p.omega_a, gamma=p.gamma))
    return ("antialigned", "line", "aligned")[outcome + 1]


def _steps() -> tuple[Step, ...]:
    return (
        argument(
            "`C = Σ X_i e^{-βΔ_i}/Σ D_i e^{-βΔ_i}`, `D_i` the number of states at the distance `Δ_i` from the ground level and `X_i` the "
            "sum of `<σ^x>` over them; the quotient is for large `beta` a convergent series in `e^{-βΔ_j}`",
            "(28) with the lowest energy taken out; the levels `E_±(m, n)` have `<σ^x> = ±2γm/S_m` by (23). For `ω_a`, `γ > 0` the sign "
            "of `<σ^x>` is positive. `Z/D_0` tends to 1, so `1/Z` is a geometric series, and its exponents are sums of level distances.",
        ),
        argument(
            "The first excitations, (gap; amplitude), are among these. Aligned, (41) and (57): (`S_N`; `-2C_0`), (`Nω_a`; `-2C_0`), for "
            "`N >= 2` (`ω_a + 4J + (S_N - S_{N-2})/2`; `N(x_{N-2} - C_0)`), and for `J < 0` the antialigned state. Antialigned and even, "
            "(49): (`ω`; 0), (`4|J|`; 0), (`E(-2) - E(0)`; `N²x_2/8`), (`E(-N) - E(0)`; `x_N/2`). Antialigned and odd, (56): (`S_1`; "
            "`-2C_0`), (`ω_a`; `-2C_0`), (`4|J|`; 0), (`E(-3) - E(-1)`; `(N²-1)(x_3 - C_0)/24`), (`E(-N) - E(-1)`; `(x_N - C_0)/N`). Here "
            "`x_u = 2γu/S_u`, and `E(m)` is (51)",
            "Aligned, `J >= 0`: the best domain number is `n = 1`, and `E` falls with `|m|` at `n = 1`, so the nearest sector is `m = 2 - "
            "N`; besides it only the target or all sources flip. `J < 0`: `E(m)` of (51) is concave in `|m|`, so the lowest of the other "
            "sectors lies at an end of the rest; within the sector the target flips (`S_m`) or two domains join (`4|J|`), and `-m` costs "
            "`ω_a|m|`.",
        ),
        _first_step(),
    )


def _first_step() -> Step:
    def cases() -> Iterator[tuple[str, object, object]]:
        for p, phase in _first_rows():
            found = levels(p)
            constant = found[0].moment / found[0].number
            rows = first_gaps(phase, p) if phase != "line" else []
            gap, amplitude = found[1].distance, (found[1].moment - found[1].number * constant) / found[0].number
            name = f"{phase}, N={p.N}, omega={p.omega}, omega_a={p.omega_a}, gamma={p.gamma}, J={p.J}"
            if phase == "line":
                printed = critical_ground_coherence(p.N, omega=p.omega, omega_a=p.omega_a, gamma=p.gamma)
                yield name, vanishes(constant - printed), True
                continue
            signs = [order_of(gap, e) for e, _ in rows]
            total = sum((a for (_, a), s in zip(rows, signs, strict=True) if s == 0), S.Zero)
            yield name, (max(signs), vanishes(expand(total - amplitude))), (0, True)

    return enumeration(
        "The smallest level distance and its amplitude are those of the step before, and `C_0` on the line is (50)",
        "Against the complete list of levels, at exact parameters, `N = 1, ..., 6`.",
        cases(),
        at_least=48,
        confirms=True,
    )


def _first_rows() -> Iterator[tuple[Parameters, str]]:
    """Parameters in every phase: both sides of the line, on it, and J >= 0."""
    for N in range(1, 7):
        for omega, omega_a, gamma in (("1", "7/10", "3/10"), ("3", "1/10", "2")):
            values = {"omega": omega, "omega_a": omega_a, "gamma": gamma}
            line = critical_coupling(N, **values) if N > 1 else S.Zero
            for J in (Rational(2, 5), line + Rational(1, 50), line, line - Rational(1, 3)):
                p = _positive(parameters(N, **values, J=J))
                yield p, phase_of(p)


# Certificates.


def _sample_step(name: str, row: dict[str, Any], order: int) -> Step:
    p = _positive(parameters(**row))
    return _certificate_step(p, transseries(levels(p), order + 2), name + ": ")


def _certificate_step(p: Parameters, terms: list[tuple[Expr, Expr]], name: str = "") -> Step:
    place = f"N={p.N}, " + ", ".join(f"{name}={text(getattr(p, name))}" for name in ("omega", "omega_a", "gamma", "J"))
    shown_terms = text(sum((c * exp(-BETA * e) for e, c in terms[:2]), S.Zero))
    return enclosure(
        f"{name}`C = {shown_terms} + ...` at {marked(place)}",
        f"Certified values of `C` against {len(terms) - 2} terms and the one after.",
        certificate(p, terms),
    )


def certificate(p: Parameters, terms: list[tuple[Expr, Expr]]) -> Certificate:
    """(C - partial sum)/(next term) certified to tend to one; the last of `terms` only chooses the temperatures.

    Raises:
        CheckFailed: it does not tend to one. NotCertified: exponents so close that the temperatures are out of reach.
    """
    *kept, ahead = (c * exp(-BETA * e) for e, c in terms[:-1])
    model = Model(N=int(p.N), **{name: getattr(p, name) for name in SYMBOLS})
    return approached("low-temperature", lambda beta: (model, beta), _temperatures(p, terms), kept, ahead)


def _temperatures(p: Parameters, terms: list[tuple[Expr, Expr]]) -> Callable[[int], Exact]:
    """The inverse temperatures at which e^{-beta d} falls by ten with each depth, d the smallest distance of two exponents.

    They begin where it outweighs the number 2^N of states (a choice, no proof).
    """
    units = [ONE / exact_number(far - near) for (near, _), (far, _) in pairwise(terms)]
    step = exact_number(two_digits(max(units, key=lambda unit: enclose(unit, 128).mid()))) * TENTH
    return steps_from(exact_number(int(p.N) // 3) * step, step)
