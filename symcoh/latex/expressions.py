"""An expression of the ledger as manuscript LaTeX.

Sums and products are written here, by rules of our own: what goes into a fraction, in which order, with which sign.
What has no rule is refused.
"""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Add, Expr, Integer, KroneckerDelta, Mul, Piecewise, Pow, Rational, Symbol

from ..errors import InputError
from ..marks import MARK
from .calls import RULES
from .forms import FORMS
from .formula import inline
from .names import ELEMENTARY, fill, functions, scalars
from .order import factor_key, is_index, is_letter, is_parameter, is_sum, term_key
from .pieces import DISPLAY, INLINE, Writer, beside, bracket, joined, one_fraction

SIGN = scalars()["pm"][0]
_DOUBLE = {"": r"\pm", "-": r"\mp"}


def show(e: Expr, style: str = DISPLAY, variable: Expr | None = None, within: bool = False) -> str:
    r"""LaTeX of an expression, its sign included; `variable` orders the terms of an expansion, `within` brackets no minus leads.

    >>> from symcoh.exact.symbols import N, gamma, m, beta, omega_a
    >>> from sympy import sinh
    >>> print(show(-N * gamma * sinh(beta * omega_a * m / 2) / 3))
    -\frac{N\gamma}{3}\sinh\frac{\beta\omega_am}{2}
    """
    if e.is_Add:
        return _added(e, style, variable, within)
    sign, body = signed(e, style)
    return beside([sign, body])


def signed(e: Expr, style: str = DISPLAY) -> tuple[str, str]:
    r"""The sign of a term ("", "-", "\pm" or "\mp") and the LaTeX of its modulus."""
    coefficient, rest = e.as_coeff_Mul()
    if not coefficient.is_Rational:
        coefficient, rest = Integer(1), e
    factors = [part for part in Mul.make_args(rest) if part != 1]
    if len(factors) > 1:
        coefficient, factors = _extracted(coefficient, factors)
    sign = "-" if coefficient < 0 else ""
    if SIGN in factors:
        factors.remove(SIGN)
        sign = _DOUBLE[sign]
    return sign, _product(abs(coefficient), factors, style)


def _extracted(coefficient: Rational, factors: list[Expr]) -> tuple[Rational, list[Expr]]:
    """Numbers taken out of sums among the factors: 2J(N-1) for J(2N-2), and -(N-1) for 1-N."""
    kept = []
    for part in factors:
        base, exponent = part.as_base_exp() if part.is_Pow else (part, Integer(1))
        if base.is_Add and abs(exponent) == 1 and is_letter(base):
            content, primitive = base.primitive()
            content, base = (content, primitive) if content.q == 1 else (Integer(1), base)
            if all(term.is_Rational or -term == scalars()["N"][0] for term in base.args):
                content, base = -content, -base
            coefficient, part = coefficient * content**exponent, base**exponent
        kept.append(part)
    return coefficient, kept


def _added(e: Expr, style: str, variable: Expr | None, within: bool) -> str:
    divisor = _common_denominator(e)
    if divisor > 1 and variable is None:
        inner = Add(*(term * divisor for term in e.args))
        if all(is_index(_base(part)) or part.is_number for term in inner.args for part in Mul.make_args(term)):
            return rf"\frac{{{show(inner)}}}{{{divisor}}}" if style != INLINE else rf"({show(inner, INLINE)})/{divisor}"
        if style != INLINE and any(term.is_Rational for term in e.args):
            return rf"\frac{{1}}{{{divisor}}}{bracket(show(inner, style))}"
    return joined(terms_of(e, style, variable, within))


def _common_denominator(e: Expr) -> int:
    """q > 1 where every term is a multiple of 1/q with the same q, else 1."""
    found = {int(term.as_coeff_Mul()[0].q) if term.as_coeff_Mul()[0].is_Rational else 1 for term in e.args}
    return found.pop() if len(found) == 1 else 1


def terms_of(e: Expr, style: str = DISPLAY, variable: Expr | None = None, within: bool = False) -> list[tuple[str, str]]:
    """(sign, LaTeX) of the terms of a sum in written order: numbers last beside indices, a positive term first."""
    groups, rest = _gathered(e)
    operators = not e.is_commutative
    found = [(term_key(group[0], variable, SIGN, operators), *_fraction(group, style)) for group in groups]
    found += [(term_key(term, variable, SIGN, operators), *signed(term, style)) for term in rest if not term.is_Rational]
    terms = [(sign, text) for _, sign, text in sorted(found, key=lambda term: term[0])]
    number = [signed(term, style) for term in rest if term.is_Rational]
    terms = terms + number if _counts(e) else number + terms
    if variable is not None or (len(terms) > 2 and not within and not _counts(e)):
        return terms
    first = next((place for place, (sign, _) in enumerate(terms) if sign != "-"), 0)
    return [terms[first], *terms[:first], *terms[first + 1 :]]


def _counts(e: Expr) -> bool:
    """Whether the sum is one of integers such as k - 1, where the number stands last."""
    parts = [_base(part) for term in e.args for part in Mul.make_args(term) if not part.is_Rational]
    return all(is_index(part) or (part.is_Add and _counts(part)) for part in parts)


def _gathered(e: Expr) -> tuple[list[list[Expr]], list[Expr]]:
    """Terms in indices with one common denominator, (N+m)/2 for N/2 + m/2, and all others."""
    by_denominator: dict[int, list[Expr]] = {}
    rest: list[Expr] = []
    for term in e.args:
        coefficient, body = term.as_coeff_Mul()
        halves = coefficient.is_Rational and coefficient.q > 1 and isinstance(body, Symbol) and is_index(body)
        (by_denominator.setdefault(int(coefficient.q), []) if halves else rest).append(term)
    rest += [term for terms in by_denominator.values() if len(terms) == 1 for term in terms]
    return [terms for terms in by_denominator.values() if len(terms) > 1], rest


def _fraction(terms: list[Expr], style: str) -> tuple[str, str]:
    divisor = int(terms[0].as_coeff_Mul()[0].q)
    leading = next((term for term in terms if term.has(scalars()["N"][0])), terms[0])
    falling = bool(leading.as_coeff_Mul()[0] < 0)
    inner = show(Add(*(term * (-divisor if falling else divisor) for term in terms)), style)
    return "-" * falling, f"({inner})/{divisor}" if style == INLINE else rf"\frac{{{inner}}}{{{divisor}}}"


def _product(number: Rational, factors: list[Expr], style: str) -> str:
    """A product of a positive number and factors: a fraction of what is like letters, then the rest."""
    ordered = [part for part in factors if not part.is_commutative]
    plain = sorted((part for part in factors if part.is_commutative), key=factor_key)
    above = [part for part in plain if not _divides(part)]
    below = sorted((1 / part for part in plain if _divides(part)), key=factor_key)
    if number == 1 and len(factors) == 1 and not below:
        return _atom(factors[0], style) if not factors[0].is_Add else bracket(show(factors[0], style, within=True))
    if not below and number.q == 1:
        return _row([] if number == 1 and factors else [str(number.p)], [*above, *ordered], style)
    if style == INLINE:
        return _slashed(number, above, below, ordered)
    top, front, tail = _divided(number, above, below, style, bool(ordered))
    numerator = _row([] if number.p == 1 and top else [str(number.p)], top, style, alone=number.p == 1)
    denominator = _row([] if number.q == 1 else [str(number.q)], below, style, alone=number.q == 1)
    before = [factor(part, style) for part in front]
    return _row([*before, rf"\frac{{{numerator}}}{{{denominator}}}"], [*tail, *ordered], style)


def _divides(part: Expr) -> bool:
    return isinstance(part, Pow) and bool(part.is_commutative) and bool(part.exp.is_number and part.exp.is_negative)


def _divided(
    number: Rational, above: list[Expr], below: list[Expr], style: str, followed: bool
) -> tuple[list[Expr], list[Expr], list[Expr]]:
    """(numerator, factors before the fraction, factors behind it)."""
    if below and not all(is_letter(part) for part in below) and not any(is_sum(part) for part in below):
        sums = [part for part in above if is_sum(part)]
        return [part for part in above if not is_sum(part)], [], sums
    if any(is_sum(part) for part in below):
        return above, [], []
    front = [part for part in above if part.is_Add and part.has(KroneckerDelta)]
    rest = [part for part in above if part not in front]
    letters = [part for part in rest if is_letter(part)]
    tail = [part for part in rest if not is_letter(part)]
    if not below and style == DISPLAY:
        leading = [part for part in letters if is_parameter(_base(part)) or str(_base(part)) in ("N", "beta")]
        leading = leading if any(is_parameter(_base(part)) for part in leading) else letters
        tail = [part for part in letters if part not in leading] + tail
        letters = leading
    if not letters and not followed and not front and len(tail) == 1 and (_short(tail[0]) or (below and _of_a_letter(tail[0]))):
        return tail, front, []
    return letters, front, tail


def _base(e: Expr) -> Expr:
    return e.base if isinstance(e, Pow) else e


def _short(part: Expr) -> bool:
    return isinstance(part, Symbol) or part.func.__name__ in functions()


def _of_a_letter(part: Expr) -> bool:
    """sinh h, which stands in a fraction as it is."""
    return part.func in ELEMENTARY and isinstance(part.args[0], Symbol)


def _slashed(number: Rational, above: list[Expr], below: list[Expr], ordered: list[Expr]) -> str:
    denominators = [str(number.q)] * (number.q > 1) + [factor(part, INLINE) for part in below]
    numerator = _row([] if number.p == 1 and above else [str(number.p)], above, INLINE)
    if ordered or any(is_sum(part) for part in above):
        raise InputError("An exponent", "must hold no operator and no sum over an index divided by something: write it with exp.")
    bottom = denominators[0] if len(denominators) == 1 else f"({beside(denominators)})"
    return f"{numerator}/{bottom}"


def _row(pieces: list[str], factors: Sequence[Expr], style: str, alone: bool = False) -> str:
    """Factors side by side; one that reaches to the end of the product stands last or in brackets."""
    if alone and len(factors) == 1 and not pieces:
        return show(factors[0], style)
    shown = [factor(part, style, last=place == len(factors) - 1) for place, part in enumerate(factors)]
    return beside([*pieces, *shown])


def factor(e: Expr, style: str = DISPLAY, last: bool = False) -> str:
    """A factor of a product."""
    if e.is_Add or e.is_Mul or e.func in (Piecewise,) or (e.is_Rational and e != abs(e)):
        inner = show(e, style, within=True)
        return inner if one_fraction(inner) else bracket(inner)
    if is_sum(e) and not last:
        return bracket(_atom(e, style))
    if e.func.__name__ == "Tensor":
        return bracket(_atom(e, style))
    return _atom(e, style)


def _atom(e: Expr, style: str) -> str:
    """Anything but a sum or a product."""
    if isinstance(e, Symbol):
        return _symbol(e)
    if isinstance(e, Pow) and _divides(e):
        return _product(Integer(1), [e], style)
    if e.func.__name__ in functions():
        return fill(functions()[e.func.__name__][1], [_argument(part) for part in e.args])
    rule = FORMS.get(e.func.__name__) or next((rule for kind, rule in RULES.items() if isinstance(e, kind)), None)
    if rule is None:
        raise InputError(str(e.func), "has no form in the LaTeX of the ledger: add a name to ledger.notation or a rule to latex.calls.")
    return rule(e, _writer(style))


def _writer(style: str) -> Writer:
    return Writer(
        style=style,
        show=lambda part, kind=style: show(part, kind),
        factor=lambda part, last=False: factor(part, style, last),
        summand=lambda part: summand(part, style),
    )


def _symbol(e: Symbol) -> str:
    if e.name.startswith(MARK):  # a letter of a derivation's own
        return inline(e.name.strip(MARK)).strip("$")
    known = scalars().get(e.name)
    if known is None:
        raise InputError(e.name, "is not a symbol of the ledger: add it to ledger.notation.")
    return known[1]


def _argument(e: Expr) -> str:
    """An argument of a named function; a bare sign is written as a sign."""
    if e in (SIGN, -SIGN):
        return r"\pm" if e == SIGN else r"\mp"
    return show(e, INLINE)


def summand(e: Expr, style: str = DISPLAY) -> str:
    """What stands behind a sum sign: a product without a sign."""
    if e.is_Add or signed(e)[0]:
        return bracket(show(e, style, within=True))
    return signed(e, style)[1]
