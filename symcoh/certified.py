"""`CertifiedNumber`: a value with its digits, its ball, its parameters and its equations."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from flint import arb, fmpz

from .balls import ball_from_integers


@dataclass(frozen=True, kw_only=True, slots=True)
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
        regime: the route to the value: "exact", "closed-form", "sum", "window" or "integral"; None for the mpmath backend.

    The type has no `_mpf_`, so that no library drops the radius silently; `to_mpf` and `to_arb` say so.
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
    regime: str | None = None

    def __str__(self) -> str:
        return self.value

    def __repr__(self) -> str:
        """All fields; the ball in hexadecimal, which has no limit on the number of digits."""
        ball = None if self.ball is None else f"({', '.join(hex(part) for part in self.ball)})"
        return (
            f"CertifiedNumber(quantity={self.quantity!r}, value={self.value!r}, digits={self.digits}, certified={self.certified}, "
            f"ball={ball}, radius={self.radius!r}, backend={self.backend!r}, parameters={self.parameters!r}, "
            f"equations={self.equations!r}, version={self.version!r}, regime={self.regime!r})"
        )

    def __float__(self) -> float:
        """The double nearest to the printed value; 0.0 where it underflows."""
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
        from mpmath import libmp, mp

        bits = int(3.33 * self.digits) + 16
        return mp.make_mpf(libmp.from_str(self.value, bits, "n"))

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
            "regime": self.regime,
            "ball": None if self.ball is None else [fmpz(part).str() for part in self.ball],
        }

    def to_json(self) -> str:
        """One line of JSON; `from_json` restores the same object."""
        return json.dumps(self.to_dict())


def from_json(text: str) -> CertifiedNumber:
    """The number `to_json` wrote, ball included, bit for bit."""
    fields = json.loads(text)
    ball = fields.pop("ball")
    fields["equations"] = tuple(fields["equations"])
    return CertifiedNumber(ball=None if ball is None else _four(ball), **fields)


def _four(parts: list[str]) -> tuple[int, int, int, int]:
    middle, exponent, radius, radius_exponent = (int(fmpz(part)) for part in parts)
    return middle, exponent, radius, radius_exponent
