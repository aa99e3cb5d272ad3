"""A two-level target as a vector: K = scalar + x sigma^x + y sigma^y + z sigma^z, every component an energy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Literal

from flint import arb

from ...errors import NoExactNumber, UndecidedInput
from ...exactnumbers import ONE, ZERO, Exact, exact, is_zero, rational, sign, square_root
from ...exactnumbers.number import integer_power, total
from ...exactnumbers.sign import ball_here
from ...sources.energy import Energy, energy_ball
from ...sources.matrices import Complex, Matrix
from ...target import Target
from ..formulas import length

_TWELFTHS = ("0", "(sqrt(6)-sqrt(2))/4", "1/2", "sqrt(2)/2", "sqrt(3)/2", "(sqrt(6)+sqrt(2))/4", "1")
"""sin(k pi/12) for k = 0..6."""


@dataclass(frozen=True, slots=True)
class Circular:
    """The sine or the cosine of an exact angle."""

    kind: Literal["sin", "cos"]
    angle: Exact

    def ball(self) -> arb:
        return ball_here(self.angle).sin() if self.kind == "sin" else ball_here(self.angle).cos()


@dataclass(frozen=True, slots=True)
class Field:
    """The four components."""

    scalar: Energy
    x: Energy
    y: Energy
    z: Energy

    @property
    def vector(self) -> tuple[Energy, Energy, Energy]:
        return self.x, self.y, self.z

    def __add__(self, other: Field) -> Field:
        return Field(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    def times(self, factor: Exact) -> Field:
        return Field(*(getattr(self, f.name).times(factor) for f in fields(self)))


@dataclass(frozen=True, slots=True)
class Length:
    """|v| of a vector some component of which only balls know."""

    vector: tuple[Energy, Energy, Energy]

    def ball(self) -> arb:
        return length(tuple(map(energy_ball, self.vector)))


def exact_length(vector: tuple[Energy, Energy, Energy]) -> Energy:
    """|v| as an energy: exact where every component is, and else known by balls.

    >>> exact_length((Energy(rational(3)), Energy(), Energy(rational(-4)))).exact.canonical()
    '5'
    """
    if not any(part.parts for part in vector):
        try:
            present = [part.exact for part in vector if not is_zero(part.exact)]
            if len(present) == 1:
                return Energy(present[0] if sign(present[0]) == 1 else -present[0])
            return Energy(square_root(total(integer_power(part, 2) for part in present)) if present else ZERO)
        except (NoExactNumber, UndecidedInput):
            pass
    turned = _turned_length(vector)
    if turned is not None:
        return turned
    return Energy(ZERO, ((Length(tuple(map(_unsigned, vector))), ONE),))  # type: ignore[arg-type]  # three of them


def _turned_length(vector: tuple[Energy, Energy, Energy]) -> Energy | None:
    """|c| of (c cos t, 0, c sin t) without anything beside it."""
    present = [part for part in vector if part.parts or not is_zero(part.exact)]
    if len(present) != 2 or not all(len(part.parts) == 1 and is_zero(part.exact) for part in present):
        return None
    (one, first), (other, second) = (part.parts[0] for part in present)
    if not (isinstance(one, Circular) and isinstance(other, Circular) and one.angle == other.angle and one.kind != other.kind):
        return None
    if not (is_zero(first - second) or is_zero(first + second)):
        return None
    side = sign(first)
    return None if side is None else Energy(first if side > 0 else -first)


def _unsigned(part: Energy) -> Energy:
    """The component without its sign, where exact data tell it: vectors of one length are then one key."""
    return -part if not part.parts and sign(part.exact) == -1 else part


def pauli(matrix: Matrix) -> Field:
    """The components of a Hermitian matrix of two rows.

    >>> from symcoh.sources.matrices import hermitian
    >>> pauli(hermitian([["1", "i"], ["-i", "0"]], "value")).y.exact.canonical()
    '-1'
    """
    assert len(matrix) == 2, "a target of two levels"
    half = rational(1, 2)
    upper: Complex = matrix[0][1]
    mean, gap = (matrix[0][0].real + matrix[1][1].real) * half, (matrix[0][0].real - matrix[1][1].real) * half
    return Field(Energy(_reduced(mean)), Energy(upper.real), Energy(-upper.imag), Energy(_reduced(gap)))


def _reduced(value: Exact) -> Exact:
    return exact(value)


def target_fields(target: Target, couplings: Sequence[Matrix | None]) -> tuple[Field, tuple[Field, ...]]:
    """(H_A, the A of each bath) of a target of two levels; a bath without a matrix takes the target's own."""
    if target.hamiltonian is not None:
        own = pauli(target.hamiltonian)
    else:
        assert target.omega is not None
        own = Field(Energy(), Energy(), Energy(), Energy(target.omega * rational(1, 2)))
    default = pauli(target.coupling) if target.coupling is not None else tilted(target.tilt)
    return own, tuple(default if matrix is None else pauli(matrix) for matrix in couplings)


def tilted(tilt: Exact | None) -> Field:
    """cos(tilt) sigma^x + sin(tilt) sigma^z; exact at multiples of pi/12."""
    angle = ZERO if tilt is None else tilt
    twelfths = (angle / (exact("pi") * rational(1, 12))).integer if not is_zero(angle) else 0
    if twelfths is not None:
        return Field(Energy(), Energy(_sine(twelfths + 6)), Energy(), Energy(_sine(twelfths)))
    sine, cosine = (Energy(ZERO, ((Circular(kind, angle), ONE),)) for kind in ("sin", "cos"))
    return Field(Energy(), cosine, Energy(), sine)


def _sine(twelfths: int) -> Exact:
    """sin(k pi/12)."""
    k = twelfths % 24
    if k >= 12:
        return -_sine(k - 12)
    return exact(_TWELFTHS[k if k <= 6 else 12 - k])
