"""The complete XXZ graph, by total spin: H_I = -sum_{k<l} [J_xy (sx sx' + sy sy') + J_z sz sz'], neither coupling divided by N.

    energy(S, m) = -(J_xy/2) [4 S (S + 1) - m^2 - 2 N] - (J_z/2) (m^2 - N),     |m|/2 <= S <= N/2,
    d_S = C(N, N/2 - S) - C(N, N/2 - S - 1)                                     multiplets of spin S.

J_xy > 0: the lowest level of every sector has S = N/2. J_xy < 0: it has S = |m|/2. `twice` below is 2 S.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..exactnumbers import Exact, rational
from ..exactnumbers.sign import argument_sign
from .energy import Energy
from .spins import states_in_sector


def multiplicity(size: int, twice: int) -> int:
    """d_S with 2 S = `twice`.

    >>> [multiplicity(4, twice) for twice in (0, 2, 4)]
    [2, 3, 1]
    """
    below = (size - twice) // 2
    return _ways(size, below) - (_ways(size, below - 1) if below else 0)


def _ways(size: int, up: int) -> int:
    found = states_in_sector(size, up)
    assert found is not None, "complete XXZ graphs have at most a million sources"
    return found


def energy(size: int, along: Exact, in_plane: Exact, twice: int, m: int) -> Energy:
    """The energy of a multiplet in the sector m."""
    in_plane_part = in_plane * rational(m * m + 2 * size - twice * (twice + 2), 2)
    return Energy(in_plane_part + along * rational(size - m * m, 2))


def lowest(size: int, along: Exact, in_plane: Exact, m: int) -> Energy:
    """The least energy of a sector."""
    return energy(size, along, in_plane, abs(m) if argument_sign(in_plane, "`J_xy`") < 0 else size, m)


def degeneracy(size: int, in_plane: Exact, m: int) -> int:
    """How many levels have it."""
    side = argument_sign(in_plane, "`J_xy`")
    if side == 0:
        return _ways(size, (size + m) // 2)
    return multiplicity(size, abs(m)) if side < 0 else 1


def hull(size: int, along: Exact, in_plane: Exact, sectors: Sequence[int]) -> Sequence[int]:
    """lowest(m) is (J_xy - J_z) m^2/2 + const for J_xy >= 0, and |J_xy m| - J_z m^2/2 + const below."""
    side = argument_sign(in_plane, "`J_xy`")
    bent = argument_sign(in_plane - along, "`J_xy` - `J`") if side >= 0 else -argument_sign(along, "`J`")
    if bent > 0:
        return sectors
    inner = (-1, 0, 1) if side < 0 else ()
    return tuple(m for m in sorted({-size, *inner, size}) if (m - size) % 2 == 0 and abs(m) <= size)


def levels(size: int, along: Exact, in_plane: Exact, m: int) -> Iterator[tuple[Energy, int]]:
    """The energies of a sector with their multiplicities."""
    for twice in range(abs(m), size + 1, 2):
        yield energy(size, along, in_plane, twice, m), multiplicity(size, twice)
