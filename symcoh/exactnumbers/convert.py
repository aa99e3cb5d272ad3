"""Python values to exact numbers; a float is refused at this boundary."""

from __future__ import annotations

from decimal import Decimal
from math import inf, isfinite
from numbers import Rational
from typing import Any

from flint import fmpq

from ..arguments import as_whole
from ..errors import InputError, InputTypeError, NoExactNumber, shown
from .grammar import MAX_EXPONENT, parse
from .number import Exact, atom, exponential, logarithm, power, rational, total
from .reduced import reduced


def exact(value: object, argument: str = "value") -> Exact:
    """The exact number of an int, Fraction, Decimal, str, SymPy number or Exact, in reduced form.

    A value that is zero is `ZERO`, however it is written, and equal sums of radicals are equal.

    Args:
        value: the number; a str is read by the grammar of `parse`.
        argument: its name in an error sentence.

    Returns:
        The number, with the text it was typed as.

    Raises:
        InputTypeError: a float, bool or any other type.
        InputError: text outside the grammar, a non-finite Decimal, a SymPy value that is no number.

    >>> from fractions import Fraction
    >>> exact(Fraction(7, 10)) == exact("0.7")
    True
    >>> exact(0.7, "`omega_a`")
    Traceback (most recent call last):
    symcoh.errors.InputTypeError: `omega_a` must be exact, but is the float 0.7: pass an int, a Fraction or the text '0.7'.
    """
    if isinstance(value, Exact):
        return reduced(value)
    if isinstance(value, str):
        return parse(value, argument)
    if isinstance(value, float):
        raise _float_refused(float(value), argument)
    try:
        number = _converted(value, argument)
    except NoExactNumber as error:
        raise error.renamed(argument) from None
    if number is not None:
        return number
    raise InputTypeError(argument, f"must be an int, Fraction, Decimal, str or SymPy number, but is {shown(value)}.")


def _converted(value: object, argument: str) -> Exact | None:
    """A number that is no text; None for another type."""
    whole = as_whole(value)
    if whole is not None:
        return rational(whole)
    if type(value) is not bool and isinstance(value, (Rational, fmpq)):
        numerator, denominator = as_whole(value.numerator), as_whole(value.denominator)
        if numerator is not None and denominator:
            return rational(numerator, denominator)
    if isinstance(value, Decimal):
        return _from_decimal(value, argument)
    if type(value).__module__.partition(".")[0] == "sympy":
        return reduced(_from_sympy(value, argument))
    return None


def as_it_stands(value: Any) -> Exact:
    """The number of a SymPy expression, not reduced: enough for a ball around it, and quick where the roots are many.

    >>> from sympy import sqrt
    >>> str(as_it_stands(sqrt(2)))
    'sqrt(2)'
    """
    return _from_sympy(value, "value")


def exact_or_infinity(value: object, argument: str = "value") -> Exact | None:
    """Like `exact`, with None for infinity: the text `oo` or SymPy's oo."""
    if isinstance(value, str) and value.strip() == "oo":
        return None
    if isinstance(value, str) and value.strip().lstrip("+").lower() in ("inf", "infinity"):
        raise InputError(argument, f"does not read {shown(value)}: infinity is written oo, and means the ground state.")
    if isinstance(value, float) and value == inf:
        raise InputTypeError(argument, "must be exact, but is the float inf: pass the text 'oo' for the ground state.")
    if getattr(value, "is_infinite", None) and getattr(value, "is_extended_positive", None):
        return None
    return exact(value, argument)


def _float_refused(value: float, argument: str) -> InputTypeError:
    if not isfinite(value):
        return InputTypeError(
            argument, f"must be exact and finite, but is the float {value}: pass an int, a Fraction or a text such as '7/10'."
        )
    return InputTypeError(argument, f"must be exact, but is the float {value}: pass an int, a Fraction or the text {str(value)!r}.")


def _from_decimal(value: Decimal, argument: str) -> Exact:
    if not value.is_finite():
        raise InputError(argument, f"must be finite, but is {value}.")
    if abs(value.adjusted()) > MAX_EXPONENT:
        raise InputError(argument, f"has a decimal exponent beyond {MAX_EXPONENT}, try a smaller one.")
    return rational(*value.as_integer_ratio())


def _from_sympy(value: Any, argument: str) -> Exact:
    """Walk a SymPy number by its attributes; SymPy itself is not imported here."""
    if getattr(value, "is_Rational", False):
        return rational(int(value.p), int(value.q))
    name = getattr(getattr(value, "func", None), "__name__", "")
    parts = [_from_sympy(part, argument) for part in getattr(value, "args", ())]
    if name == "Add":
        return total(parts)
    if name == "Mul":
        product = parts[0]
        for part in parts[1:]:
            product = product * part
        return product
    if name == "Pow":
        return power(parts[0], parts[1])
    if name in ("exp", "log") and len(parts) == 1:
        return exponential(parts[0]) if name == "exp" else logarithm(parts[0])
    if name == "LongInteger":
        return rational(value.value)
    if name == "Pi":
        return atom("pi")
    if name == "Exp1":
        return exponential(rational(1))
    raise InputTypeError(argument, f"must be a SymPy number of rationals, roots, pi, exp and log, but has {shown(name or str(value))}.")
