"""Sources without end, alone or beside other baths: how many sectors are summed, and what the others add up to at most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from math import log, prod

from flint import acb_mat, arb

from ...balls import current_precision, working_precision
from ...errors import NotCertified
from ...exactnumbers.sign import ball_here
from ...model import Bath
from ...sources.energy import energy_ball
from ..sources.weight import module, weights
from .endless import Spectrum, ends_of_field, ends_of_matrix, gain, largest, rise_of_a_step
from .problem import Problem, eigenvalue, measured_from

MOST_TERMS = 400_000
"""Most joint sectors that are summed where a source has no end."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What the target adds to an energy: |H_A|, a lower bound of its least level, the ends of the spectrum of each A_i; its dimension."""

    baths: tuple[Bath, ...]
    own: arb
    bottom: arb
    spectra: tuple[Spectrum, ...]
    levels: int

    def pull(self, place: int) -> arb:
        """The energy that one unit of M (of b itself, where a system holds its own couplings) adds or takes away at most."""
        bath = self.baths[place]
        return largest(*map(abs, self.spectra[place])) * (abs(ball_here(bath.gamma)) if bath.sources.uniform else 1)

    def gain(self, place: int) -> arb:
        """The energy that a further sector of sources without end can take away at most, >= 0."""
        return largest(arb(0), gain(self.baths[place], self.spectra[place]))


def two_level_reach(prepared: Problem) -> Reach:
    """The reach of a two-level target."""
    low, high = ends_of_field(prepared.own)
    return Reach(prepared.baths, largest(abs(low), abs(high)), low, tuple(map(ends_of_field, prepared.couplings)), 2)


def matrix_reach(baths: tuple[Bath, ...], own: acb_mat, couplings: Sequence[acb_mat]) -> Reach:
    """The reach of a target given by matrices."""
    low, high = ends_of_matrix(own)
    return Reach(baths, largest(abs(low), abs(high)), low, tuple(map(ends_of_matrix, couplings)), own.nrows())


def last_sector(reach: Reach, place: int, beta: arb) -> int:
    """So many sectors of one bath that the others are below the working precision, about; the bound of the others is `left_out`.

    Raises:
        InputError: as `rise_of_a_step`.
    """
    bath = reach.baths[place]
    bits = current_precision()
    with working_precision(64):
        pull = reach.pull(place)
        gap = beta * rise_of_a_step(bath, reach.spectra[place])
        size = 4 * (1 + reach.own + pull).log() + bath.sources.N * arb(bath.sources.N + 1).log()
        nats = bits * log(2) + 64 + float(size.mid())
        steps = (arb(nats) / gap).mid()
        return int(min(float(steps), MOST_TERMS) * 1.1) + 16


def sectors_summed(reach: Reach, beta: arb) -> tuple[int, ...]:
    """How many sectors of each bath are summed.

    Raises:
        NotCertified: together they are too many.
    """
    found = tuple(len(b.sources.sectors()) if b.sources.bounded else last_sector(reach, i, beta) for i, b in enumerate(reach.baths))
    if len(found) > 1 and prod(found) > MOST_TERMS:
        raise NotCertified(f"The sectors of these baths are more than {MOST_TERMS} together: try a lower temperature, or fewer sources.")
    return found


def too_long(prepared: Problem, beta: arb) -> bool:
    """Whether sources without end take so many sectors that the integral is quicker."""
    reach = two_level_reach(prepared)
    return any(not b.sources.bounded and last_sector(reach, i, beta) > MOST_TERMS // 20 for i, b in enumerate(reach.baths))


def left_out(reach: Reach, beta: arb, energy: arb, firsts: Sequence[int]) -> arb:
    """An upper bound of what the joint sectors beyond add to any sum of `state` or `matrix`, in units of e^{-beta energy}.

    Theorem. In a joint sector the levels of K_b lie above bottom - sum_i pull_i |b_i|, with `gain` for pull where a bath has no end
    (the least eigenvalue of a sum is at least the sum of the least eigenvalues), so all weights together are at most

        d e^{-beta bottom} prod_i w_i,      w_i = W_i e^{-beta (lowest_i - pull_i |b_i|)},

    with d levels. A sector is left out where some bath without end has n_i >= first_i: those sums are at most sum_i T_i prod_{j != i} F_j
    with T_i the tail and F_j the whole sum of a bath, both with a factor (1 + n)^2 where it has no end. An energy above `energy`, a gap of
    K_b, an M or a pull on the target is at most R prod_i (1 + n_i), R = 2 `scale`, and no sum has more than two such factors beside
    4 log 2d.
    """
    whole, tails, scale = [], [], 1 + abs(energy) + 2 * reach.own
    for place, bath in enumerate(reach.baths):
        pull = reach.pull(place)
        if bath.sources.bounded:
            whole.append(_whole(bath, beta, pull))
            size, moment = module(bath.sources).extent(bath.sources)
            scale += size + moment * (1 + pull + abs(ball_here(bath.omega_a)))
            continue
        taken = reach.gain(place)
        tail: arb = module(bath.sources).tail(bath.sources, beta, firsts[place], beta * taken)
        step = abs(energy_ball(bath.sources.lowest(1)))
        terms = enumerate(islice(weights(bath.sources, beta, 0), firsts[place]))
        whole.append(tail + sum((w.value * (1 + n) ** 2 * (-beta * (step - taken) * n).exp() for n, w in terms), arb(0)))
        tails.append((place, tail))
        scale += step + pull + 1
    rest = arb(0)
    for place, tail in tails:
        rest += tail * prod((value for other, value in enumerate(whole) if other != place), start=arb(1))
    bound: arb = 4 * reach.levels * arb(2 * reach.levels).log() * rest * (beta * (energy - reach.bottom)).exp() * (2 * scale) ** 2
    return bound.abs_upper() if bound.is_finite() else arb("inf")


def _whole(bath: Bath, beta: arb, pull: arb) -> arb:
    """sum W e^{-beta (lowest - pull |M|)} of a bath with finitely many sectors."""
    total = arb(0)
    for label, weight in zip(bath.sources.sectors(), weights(bath.sources, beta, 0), strict=True):
        size = abs(ball_here(bath.sources.eigenvalue(label) if bath.sources.uniform else eigenvalue(bath, label)))
        total += weight.value * (beta * (pull * size - measured_from(bath, label, weight))).exp()
    return total
