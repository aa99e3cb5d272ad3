"""A user's formula in numbers: read once, enclosed at each point of a plot, and written for its legend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass

from flint import arb
from sympy import Expr

from ..balls import working_precision
from ..certificates.enclose import enclose_expression
from ..decimals import round_ball
from ..errors import InputError, NotCertified, shown
from ..exact import parse
from ..exactnumbers import ONE, Exact, rational, sign
from ..model import Model

OPTION = "--overlay"
POSITIVE = ("N", "J", "K", "beta", "T")
"""Names that mean what they mean in `exact.parse`; a place where beta or T is 0 is left to limits of the formula itself."""

SIGNED = ("omega", "omega_a", "gamma")
"""Names that may have any sign in a plot: sqrt(gamma**2) is |gamma|."""

INDICES = ("k", "m", "n")
"""Names that a sum may run over."""

DIGITS = 17
FIRST_BITS, HOPELESS = 128, 2048
"""Working precision where an enclosure begins, and where one that is not finite is taken for no value,
one around zero for a zero."""

LONGEST = 2000
"""Characters of a formula that is set as mathematics in a legend."""

NEGLIGIBLE = -1000
"""Binary exponent of a radius that is narrow enough around zero."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Formula:
    """A formula as typed and as read."""

    text: str
    expression: Expr

    @property
    def names(self) -> frozenset[str]:
        """The names that stand in it, T and beta both where one does, since they are one parameter."""
        found = {symbol.name for symbol in self.expression.free_symbols}
        found |= {"T", "beta"} if found & {"T", "beta", "K"} else set()
        return frozenset(found | ({"J"} if "K" in found else set()))


def read_formula(text: str) -> Formula:
    """A formula in N, omega, omega_a, gamma, J, beta, T and K = beta*J.

    Raises:
        InputError: text outside the grammar of `exact.parse`, another name, or no number.

    >>> sorted(read_formula("N*gamma*omega_a/(2*T**2)").names)
    ['N', 'T', 'beta', 'gamma', 'omega_a']
    >>> read_formula("N*gama")
    Traceback (most recent call last):
    symcoh.errors.InputError: --overlay does not read 'N*gama': 'gama' is no name of the model, did you mean gamma?
    """
    found = parse(text, argument=OPTION, only=(*POSITIVE, *INDICES), extra=SIGNED)
    if not isinstance(found, Expr):
        raise InputError(OPTION, f"must be a formula with a value, but is {shown(text)}: leave out comparisons and lists.")
    free = sorted({symbol.name for symbol in found.free_symbols} & set(INDICES))
    if free:
        raise InputError(OPTION, f"holds {free[0]} outside of a sum, where it has no value: sum over it, as in Sum(f, (k, 1, N)).")
    return Formula(text=text.strip(), expression=found)


def value_at(formula: Formula, model: Model, temperature: Mapping[str, Exact | None], max_precision: int) -> arb | None:
    """A ball around the formula, narrow enough for 17 digits or for a zero; None where it has no value.

    Args:
        formula: what `read_formula` returned.
        model: exact parameters.
        temperature: {"T": …} or {"beta": …}; None is infinity.
        max_precision: ceiling in bits.

    Raises:
        InputError: a function that has no enclosure. NotCertified: the ceiling.

    >>> from symcoh.exactnumbers import exact
    >>> ring = Model(N=4, omega_a="1/2", gamma="-1/4")
    >>> value_at(read_formula("N*sqrt(gamma**2)/T"), ring, {"beta": exact(3)}, 4000).overlaps(arb(3))
    True
    >>> value_at(read_formula("1/T"), ring, {"T": exact(0)}, 4000) is None
    True
    """
    values = _values(model, temperature)
    _check_names(formula, values)
    if any(symbol.name not in values for symbol in formula.expression.free_symbols):
        return None
    bits = FIRST_BITS
    while True:
        ball = _enclosed(formula, values, bits)
        if ball.is_finite() and (round_ball(ball, DIGITS) is not None or (bits >= HOPELESS and _is_negligible(ball))):
            return ball
        if not ball.is_finite() and bits >= min(HOPELESS, max_precision):
            return None
        if bits >= max_precision:
            raise NotCertified(f"--overlay {shown(formula.text)} is not certain to {DIGITS} digits at {bits} bits: raise --max-precision.")
        bits = min(2 * bits, max_precision)


def _check_names(formula: Formula, values: Mapping[str, Exact]) -> None:
    """Refuse a formula with a parameter that the model does not have: another target, or other sources."""
    needed = {symbol.name for symbol in formula.expression.free_symbols}
    for name in ("N", "omega", "omega_a", "gamma", "J"):
        if name not in values and (name in needed or (name == "J" and "K" in needed)):
            raise InputError(OPTION, f"holds {name}, which this model does not have: write numbers instead.")


def _parameters(model: Model) -> dict[str, Exact]:
    """The parameters that the model has under these names; 0 and 1 that stand in for others are none of them."""
    found = {} if model.target.omega is None else {"omega": model.target.omega}
    if len(model.baths) > 1:
        return found
    [bath] = model.baths
    held: list[str] = [field.name for field in fields(bath.sources)] if is_dataclass(bath.sources) else []
    if "N" in held:
        found["N"] = rational(bath.sources.N)
    if "J" in held:
        found["J"] = model.J
    return found | ({"omega_a": bath.omega_a, "gamma": bath.gamma} if bath.sources.uniform else {})


def _values(model: Model, temperature: Mapping[str, Exact | None]) -> dict[str, Exact]:
    """Every name that has a value; T = 1/beta, and K = beta J, where they exist."""
    found = _parameters(model)
    for name, value in temperature.items():
        other = "beta" if name == "T" else "T"
        if value is None:
            found[other] = rational(0)
            continue
        found[name] = value
        if sign(value) != 0:
            found[other] = ONE / value
    if "beta" in found and "J" in found:
        found["K"] = found["beta"] * found["J"]
    return found


def _enclosed(formula: Formula, values: Mapping[str, Exact], bits: int) -> arb:
    try:
        return enclose_expression(formula.expression, values, bits)
    except InputError as error:
        raise InputError(OPTION, f"{shown(formula.text, 60)} cannot be evaluated: {error}") from None
    except ZeroDivisionError:
        return arb("nan")


def _is_negligible(ball: arb) -> bool:
    with working_precision(64):
        return bool(ball.contains(0)) and bool(abs(ball).upper() < arb(2) ** NEGLIGIBLE)


def label(formula: Formula) -> str:
    r"""The formula between dollar signs as matplotlib reads it; as typed where that is long or cannot be set.

    >>> label(read_formula("N*gamma*omega_a*beta**2/2"))
    '$N\\gamma\\omega_a\\beta^2/2$'
    """
    from ..latex.pieces import INLINE
    from ..latex.printer import expression_latex

    text = expression_latex(formula.expression, None, INLINE)
    if len(text) <= LONGEST and _can_be_set(text):
        return f"${text}$"
    plain = formula.text if len(formula.text) <= LONGEST else formula.text[: LONGEST - 3] + "..."
    return plain.replace("$", r"\$")


def _can_be_set(text: str) -> bool:
    from matplotlib.mathtext import MathTextParser

    try:
        MathTextParser("path").parse(f"${text}$")
    except ValueError:
        return False
    return True
