"""`CertifiedNumber`: a value with its digits, its ball, its parameters and its equations."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import arb, fmpz

from .balls import ball_from_integers, certainly_less, working_precision
from .errors import InputError, InputTypeError, NotCertified
from .exactnumbers import enclose, exact
from .formatting import formatted, parts

MAX_EXPONENT = 1_000_000
"""Decimal exponents beyond this are not written out as a fraction."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class CertifiedNumber:
    """A number as printed, and what is known about it.

    Args:
        quantity: its name in the registry.
        value: exactly `digits` significant digits, rounded half-even; "0" for the exact zero.
        digits: significant digits of `value`.
        certified: whether every digit is proved (the arb backend).
        ball: midpoint mantissa, exponent, radius mantissa, exponent of a ball around the true value; None
            for the mpmath backend.
        radius: decimal upper bound of |value - true value|; None for the mpmath backend.
        backend: "arb" or "mpmath".
        parameters: the parameters as typed.
        equations: numbers of the equations it rests on.
        version: version of symcoh that computed it.
        route: how the value was found: "exact", "closed-form", "sum", "window" or "integral"; None for the mpmath backend.

    Two numbers are equal, and hash alike, where the decimal, its digits and the ball are the same: equality is of records. `<`, `<=`,
    `>`, `>=` are of values, against another number or an exact one, and decided by the balls or refused. `repr` is short, and
    `to_json` the record that `from_json` reads.

    The type has no `_mpf_`, so that no library drops the radius silently; `to_mpf` and `to_arb` say so. In a SymPy expression it is
    the Float of all its digits (`_sympy_`), `mpmath.mpf(value)` is the printed decimal at the precision in force.
    """

    quantity: str
    value: str
    digits: int
    certified: bool
    ball: tuple[int, int, int, int] | None
    radius: str | None
    backend: str
    parameters: dict[str, str]
    equations: tuple[str, ...]
    version: str
    route: str | None = None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CertifiedNumber):
            return NotImplemented
        return (self.value, self.digits, self.ball) == (other.value, other.digits, other.ball)

    def __hash__(self) -> int:
        return hash((self.value, self.digits, self.ball))

    def __lt__(self, other: object) -> bool:
        return _decided(self, other, "<", lambda left, right: certainly_less(left, right))

    def __gt__(self, other: object) -> bool:
        return _decided(self, other, ">", lambda left, right: certainly_less(right, left))

    def __le__(self, other: object) -> bool:
        return _decided(self, other, "<=", lambda left, right: _negated(certainly_less(right, left)))

    def __ge__(self, other: object) -> bool:
        return _decided(self, other, ">=", lambda left, right: _negated(certainly_less(left, right)))

    def __str__(self) -> str:
        return self.value

    def __repr__(self) -> str:
        """The quantity and its value in short; `to_json` keeps everything."""
        proved = "certified" if self.certified else "not certified"
        return f"<{self.quantity} {_short(self.value)}: {self.digits} digit{'s' if self.digits > 1 else ''}, {proved}>"

    def __format__(self, spec: str) -> str:
        """Width and alignment pad the decimal; with e, f, g or % the ball is rounded anew, correctly (`symcoh.formatting`)."""
        return formatted(self.value, self.ball, spec)

    def __float__(self) -> float:
        """The double nearest to the printed value; 0.0 where it underflows, inf where it overflows."""
        return float(self.value)

    def latex(self) -> str:
        """The printed value in mathematics mode, all digits."""
        mantissa, _, exponent = self.value.partition("e")
        return f"${mantissa}" + (rf"\times10^{{{exponent}}}" if exponent else "") + "$"

    def _repr_latex_(self) -> str:
        return self.latex()

    def to_arb(self) -> arb:
        """The ball around the true value, exactly as proved.

        Raises:
            ValueError: the number comes from the mpmath backend, which proves no ball.
        """
        if self.ball is None:
            raise ValueError("A number of the mpmath backend has no ball: evaluate it with backend='arb'.")
        return ball_from_integers(self.ball)

    def to_mpf(self) -> Any:
        """The printed value as an mpmath number with enough bits for all its digits; its error is dropped."""
        return self._mpmath_(int(3.33 * self.digits) + 16, "n")

    def to_fraction(self) -> Fraction:
        """The printed decimal as an exact fraction; its error is dropped.

        Raises:
            InputError: a decimal exponent beyond 1,000,000.
        """
        sign, coefficient, exponent = parts(self.value)
        if abs(exponent) > MAX_EXPONENT:
            raise InputError("The value", f"has a decimal exponent beyond {MAX_EXPONENT}, too far out for a fraction: keep the decimal.")
        up, down = 10 ** max(exponent, 0), 10 ** max(-exponent, 0)
        return Fraction(sign * int(coefficient) * up, down)

    def _mpmath_(self, prec: int, rounding: str) -> Any:
        """What `mpmath.mpf(value)` takes: the printed value at `prec` bits; its error is dropped."""
        from mpmath import libmp, mp

        # mpmath's own reading of text stops at 4,300 digits.
        sign, coefficient, exponent = parts(self.value)
        size = libmp.from_int(sign * int(coefficient), prec + 32)
        power = libmp.mpf_pow_int(libmp.from_int(10), exponent, prec + 32 + 2 * exponent.bit_length())
        return mp.make_mpf(libmp.mpf_mul(size, power, prec, rounding))

    def _sympy_(self) -> Any:
        """The Float of all digits that SymPy takes the number for; its error is dropped."""
        from sympy import Float

        sign, man, exp, bc = self.to_mpf()._mpf_
        return Float((sign, man, exp, bc), precision=int(3.33 * self.digits) + 16)

    def _latex(self, printer: object) -> str:
        """What `sympy.latex(value)` writes."""
        return self.latex().strip("$")

    def _sympystr(self, printer: object) -> str:
        """What SymPy's `sstr` and `pretty` write."""
        return self.value

    def to_dict(self) -> dict[str, Any]:
        """The fields as JSON-ready values; the ball as four decimal integers in text."""
        return {
            "quantity": self.quantity,
            "value": self.value,
            "digits": self.digits,
            "certified": self.certified,
            "radius": self.radius,
            "backend": self.backend,
            "parameters": self.parameters,
            "equations": list(self.equations),
            "version": self.version,
            "route": self.route,
            "ball": None if self.ball is None else [fmpz(part).str() for part in self.ball],
        }

    def to_json(self) -> str:
        """One line of JSON; `from_json` restores the same object."""
        return json.dumps(self.to_dict())

    @classmethod
    def from_json(cls, text: str) -> CertifiedNumber:
        """The number `to_json` wrote, ball included, bit for bit; value, radius and digits are computed again from the ball.

        Raises:
            InputTypeError, InputError: what `to_json` did not write, by the name of the field.
        """
        from .records import checked

        return cls(**checked(text))


def from_json(text: str) -> CertifiedNumber:
    """`CertifiedNumber.from_json`."""
    return CertifiedNumber.from_json(text)


def _decided(left: CertifiedNumber, other: object, relation: str, compare: Callable[[arb, arb], bool | None]) -> bool:
    """The relation between two values as their balls decide it."""
    if left.ball is None or (isinstance(other, CertifiedNumber) and other.ball is None):
        raise InputTypeError(
            f"`{relation}`", "needs balls, but a number of the mpmath backend proves none: evaluate it with backend='arb'."
        )
    known = left.to_arb()
    if isinstance(other, CertifiedNumber):
        answer = compare(known, other.to_arb())
    else:
        number = exact(other, "What is compared")
        bits = 2 * left.ball[0].bit_length() + 128
        with working_precision(bits):
            answer = compare(known, enclose(number, bits))
    if answer is None:
        raise NotCertified(f"{_short(left)} {relation} {_short(other)} is not decided, the balls overlap: evaluate with more digits.")
    return answer


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:18]}...{text[-18:]}"


def _negated(answer: bool | None) -> bool | None:
    return None if answer is None else not answer
