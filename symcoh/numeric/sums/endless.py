"""Sources without end beside a target: whether a further sector costs more energy than the target can gain from it.

In a joint sector the target sees K_b = H_A + sum_i b_i A_i, whose least eigenvalue is concave in every b_i, with the slope of the least
eigenvalue of +-A_i far out. So where one step costs more than that, the least energy rises from the first sector of a bath without end on,
whatever the other baths do: at T = 0 its first sector is the only one.
"""

from __future__ import annotations

from functools import reduce

from flint import acb_mat, arb

from ...errors import InputError
from ...exactnumbers.sign import ball_here
from ...model import Bath
from ...sources.energy import energy_ball
from ..formulas import length
from .hermitian import levels_of
from .pauli import Field

Spectrum = tuple[arb, arb]
"""The least and the greatest eigenvalue of a Hermitian matrix."""


def largest(*values: arb) -> arb:
    """The greatest of some balls."""
    return reduce(lambda one, other: one.max(other), values)


def ends_of_field(field: Field) -> Spectrum:
    """Those of scalar + v . sigma."""
    middle, half = energy_ball(field.scalar), length([energy_ball(part) for part in field.vector])
    return middle - half, middle + half


def ends_of_matrix(matrix: acb_mat) -> Spectrum:
    """Those of a matrix of balls."""
    levels = levels_of(matrix)
    return levels[0], levels[-1]


def gain(bath: Bath, spectrum: Spectrum) -> arb:
    """The energy that one further sector takes away at most: that of its b at the lower end of the spectrum."""
    step = ball_here(bath.sources.eigenvalue(1))
    if bath.sources.uniform:
        step *= ball_here(bath.gamma)
    return largest(*(-step * end for end in spectrum))


def rise_of_a_step(bath: Bath, spectrum: Spectrum) -> arb:
    """The energy that one further sector of sources without end costs at least, with what the target gains from it.

    Raises:
        InputError: it is not above 0, or not told by balls: there is no thermal state, and no ground state.
    """
    found = abs(energy_ball(bath.sources.lowest(1))) - gain(bath, spectrum)
    if not found > 0:
        raise InputError("`gamma`", "with this coupling outweighs the sources, which have no thermal state then: make it smaller.")
    return found
