"""The XX ring and chain, free fermions: H_I = -sum_bonds [J (sx sx' + sy sy') + D (sx sy' - sy sx')], Pauli matrices.

With k spins up the energies are sums of k different mode energies (Jordan and Wigner; Lieb, Schultz and Mattis):

    ring    e_q = -4 (J cos q - D sin q) = -4 R cos(q + phi),    q = 2 pi (j + 1/2)/N for k even, 2 pi j/N for k odd,
    chain   e_j = -4 R cos(pi j/(N + 1)), j = 1..N,              R = sqrt(J^2 + D^2), R e^{i phi} = J + i D.

In the open chain a rotation of every spin about z by a multiple of its place takes D away. A ring of one is the constant -2 J
(its D is not Hermitian), a ring of two is bonded twice and its D cancels.

The k lowest modes of a ring are neighbours, their middle c an even multiple of pi/N whatever the parity of k:

    lowest = -4 R sin(pi k/N)/sin(pi/N) cos(c + phi),    c the multiple of 2 pi/N nearest to -phi.

It is strictly convex in k, so every sector is a vertex of the hull.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import combinations
from math import comb, gcd
from typing import ClassVar

from flint import arb, fmpq

from ..arguments import one_of
from ..balls import certain_sign, working_precision
from ..errors import InputError, UndecidedInput, shown
from ..exactnumbers import ONE, SIGN_BITS, ZERO, Exact, exact, is_zero, rational, reduced, simpler, square_root
from ..exactnumbers.sign import argument_sign, ball_here
from .cosines import arc, coordinates, energy
from .energy import Energy
from .reading import by_keyword, number_of_sources
from .spins import Spins

MOST_SOURCES = 20_000
"""Largest N: the elementary symmetric polynomials of all sectors are products of polynomials of degree N."""

MOST_LISTED_MODES = 13
"""Modes of which all choices are looked at, 2^N of them."""

ANGLE_BITS = 128
"""Precision at which the angle of (J, D) is placed between multiples of pi/N, before exact algebra and finer balls are asked."""

LONGEST_POWER = 64
"""Largest power of 1 + i D/J that is multiplied out to prove its angle."""


@dataclass(frozen=True, slots=True, init=False)
class XX(Spins):
    """N sources with in-plane couplings.

    Args:
        shape: "ring" or "chain".
        N: number of sources, from 1 to 20000.
        J_xy: in-plane coupling J.
        D: Dzyaloshinskii-Moriya coupling along z.

    Raises:
        InputError: D with a ring of one, which is not Hermitian.

    >>> XX(shape="ring", N=4, J_xy="-1/4")
    XX(shape='ring', N=4, J_xy='-1/4', D='0')
    >>> [XX(shape="ring", N=4, J_xy=1).lowest(m).exact.canonical() for m in (-4, -2, 0)]
    ['0', '-4', '-4*sqrt(2)']
    """

    shape: str
    N: int
    J_xy: Exact
    D: Exact

    couplings: ClassVar[tuple[str, ...]] = ("J_xy", "D")
    numeric: ClassVar[str] = "symcoh.numeric.sources.xx"

    @by_keyword
    def __init__(self, *, shape: str, N: object, J_xy: object = ZERO, D: object = ZERO) -> None:
        object.__setattr__(self, "shape", one_of(shape, "`shape`", ("ring", "chain")))
        object.__setattr__(self, "N", number_of_sources(N, 1, MOST_SOURCES))
        object.__setattr__(self, "J_xy", exact(J_xy, "`J_xy`"))
        object.__setattr__(self, "D", exact(D, "`D`"))
        if self.shape == "ring" and self.N == 1 and argument_sign(self.D, "`D`"):
            raise InputError("`D`", f"must be 0 for a ring of one, where it is not Hermitian, but is {shown(str(self.D))}.")
        self.flat()
        if self.shape == "ring" and not self.flat():
            self.place()

    def __repr__(self) -> str:
        return f"XX(shape={self.shape!r}, N={self.N}, J_xy={str(self.J_xy)!r}, D={str(self.D)!r})"

    @property
    def name(self) -> str:
        """The name in `--sources-model`."""
        return f"xx-{self.shape}"

    def twist(self) -> Exact:
        """D where it is felt: not in a ring of one or two."""
        return ZERO if self.shape == "ring" and self.N <= 2 else self.D

    def flat(self) -> bool:
        """Whether all states of a sector have the same energy."""
        return self.N == 1 or not (argument_sign(self.J_xy, "`J_xy`") or argument_sign(self.twist(), "`D`"))

    def strength(self) -> Exact:
        """R = sqrt(J^2 + D^2)."""
        if not argument_sign(self.twist(), "`D`"):
            return self.J_xy if argument_sign(self.J_xy, "`J_xy`") >= 0 else -self.J_xy
        return square_root(reduced(self.J_xy * self.J_xy + self.D * self.D))

    def place(self) -> tuple[int, bool]:
        """Where -phi stands on the ring's grid of pi/N: (i, True) at i pi/N, (i, False) between i and i + 1."""
        return _place(self.N, self.J_xy, self.twist())

    def modes(self, up: int) -> list[int]:
        """The modes of so many spins up, by rising energy: ring, q = pi p/N as p; chain, j.

        >>> XX(shape="ring", N=4, J_xy=1).modes(1), XX(shape="ring", N=4, J_xy=-1).modes(2)
        ([0, 2, 6, 4], [3, 5, 1, 7])
        """
        if self.shape == "chain":
            return list(range(1, self.N + 1))
        return sorted(range((up + 1) % 2, 2 * self.N, 2), key=lambda p: (self.distance(p), p))

    def distance(self, p: int) -> int:
        """Twice the steps of pi/N from p to -phi, or to the middle of its gap: the order of the mode energies, ties included."""
        i, on = self.place()
        away = abs(2 * p - (2 * i + (not on))) % (4 * self.N)
        return min(away, 4 * self.N - away)

    def mirrored(self) -> bool:
        """A flip of all sources leaves J as it is and turns D around, which an exchange of k and N + 1 - k turns back."""
        return True

    def lowest(self, sector: Hashable) -> Energy:
        up = self._up(sector)
        if self.flat():
            return self._constant()
        if self.shape == "chain":
            return _chain_modes(self.N, up).times(rational(-4) * self.strength())
        i, _ = self.place()
        middle = Fraction(i + i % 2, self.N)
        found = arc(self.N, up, middle).times(rational(-4) * self.J_xy)
        if argument_sign(self.twist(), "`D`"):
            found += arc(self.N, up, middle - Fraction(1, 2)).times(rational(4) * self.D)
        return found

    def degeneracy(self, sector: Hashable) -> int:
        up = self._up(sector)
        if self.flat():
            return comb(self.N, up)
        if self.shape == "chain" or up in (0, self.N):
            return 1
        i, on = self.place()
        return 2 if on and i % 2 else 1

    def hull(self) -> Sequence[int]:
        """Every sector, unless all energies are the same."""
        return (-self.N, self.N) if self.flat() else self.sectors()

    def lists_levels(self) -> bool:
        """Whether `levels` ends soon: it looks at 2^N choices of modes."""
        return self.flat() or self.N <= MOST_LISTED_MODES

    def levels(self, sector: Hashable) -> Iterator[tuple[Energy, int]]:
        """All choices of k modes: C(N, k) of them, equal ones together."""
        up = self._up(sector)
        if self.flat():
            yield self._constant(), comb(self.N, up)
            return
        n = 2 * (self.N + 1) if self.shape == "chain" else 4 * self.N
        double = 1 if self.shape == "chain" else 2
        cosines = [coordinates(n, [double * p]) for p in self.modes(up)]
        sines = [coordinates(n, [2 * p - self.N]) for p in self.modes(up)] if double == 2 else [()] * self.N
        both = [one + two for one, two in zip(cosines, sines, strict=True)]
        size, along = len(cosines[0]), rational(-4) * (self.strength() if self.shape == "chain" else self.J_xy)
        zero = (fmpq(0),) * len(both[0])
        felt = bool(argument_sign(self.twist(), "`D`")) and self.shape == "ring"
        found: Counter[tuple[fmpq, ...]] = Counter()
        for chosen in combinations(both, up):
            joined = tuple(sum(column, fmpq(0)) for column in zip(zero, *chosen, strict=True))
            found[joined if felt else joined[:size]] += 1
        for known, count in found.items():
            value = energy(n, known[:size]).times(along)
            yield (value + energy(n, known[size:]).times(rational(4) * self.D) if felt else value), count

    def traces(self) -> tuple[Energy, Exact]:
        """Tr H_I and Tr M over the dimension."""
        return self._constant(), ZERO

    def _constant(self) -> Energy:
        return Energy(rational(-2) * self.J_xy if self.shape == "ring" and self.N == 1 else ZERO)


def _chain_modes(size: int, up: int) -> Energy:
    """sum_{j=1}^{k} cos(pi j/(N+1)) = [sin((2k+1) pi/(2N+2))/sin(pi/(2N+2)) - 1]/2."""
    doubled = arc(2 * size + 2, 2 * up + 1, Fraction(0)) - Energy(ONE)
    return doubled.times(rational(1, 2))


@lru_cache(maxsize=256)
def _place(size: int, coupling: Exact, twist: Exact) -> tuple[int, bool]:
    one, two = argument_sign(coupling, "`J_xy`"), argument_sign(twist, "`D`")
    if not two:
        return (0 if one > 0 else size), True
    with working_precision(ANGLE_BITS):
        angle = arb.atan2(ball_here(twist), ball_here(coupling)) if one else two * arb.pi() / 2
        found = -angle * size / arb.pi()
        nearest = found.unique_fmpz() if found.contains_integer() else None
        floor = found.floor().unique_fmpz() if nearest is None else None
    if floor is not None:
        return int(floor) % (2 * size), False
    assert nearest is not None, "the angle is known far better than to a step of the grid"
    i = int(nearest)
    if _at_angle(size // gcd(i, size), coupling, twist):
        return i % (2 * size), True
    beyond = _side_of(fmpq(i, size), coupling, twist)
    return (i - (beyond > 0)) % (2 * size), False


def _side_of(turn: fmpq, coupling: Exact, twist: Exact) -> int:
    """The sign of alpha + phi, alpha = pi `turn` near to -phi: that of J sin alpha + D cos alpha, whose zeros at whole angles are exact."""
    bits = ANGLE_BITS
    while bits <= SIGN_BITS:
        with working_precision(bits):
            found = certain_sign(ball_here(coupling) * arb.sin_pi_fmpq(turn) + ball_here(twist) * arb.cos_pi_fmpq(turn))
        if found:
            return found
        bits *= 2
    raise UndecidedInput("`D`", f"leaves undecided which modes of the ring are lowest, beside `J_xy`: write it {simpler(coupling, twist)}.")


def _at_angle(power: int, coupling: Exact, twist: Exact) -> bool | None:
    """Whether (J + i D)^power is real, D not 0; a rational D/J stands at a rational angle for J = 0 or |D| = |J| alone (Niven)."""
    if is_zero(coupling):
        return power % 2 == 0
    ratio = reduced(twist / coupling)
    known = ratio.rational
    if known is not None:
        return bool(abs(known) == 1) and power % 4 == 0
    if power > LONGEST_POWER:
        return None
    real, imaginary = ONE, ZERO
    for _ in range(power):
        real, imaginary = reduced(real - imaginary * ratio), reduced(imaginary + real * ratio)
    return is_zero(imaginary)
