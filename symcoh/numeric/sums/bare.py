"""The sources without the target: log Z_B, and their least energy, for the Hamiltonian of mean force."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence

from flint import acb, arb

from ...model import Bath
from ...sources.energy import energy_ball
from ..sources.weight import Weight, module, weights
from ..state import Bare
from .problem import Problem, few_sectors, lowest, measured_from
from .summed_sectors import has_window, left_out, summed_sectors


def bare_sources(prepared: Problem, beta: arb) -> Bare:
    """The sum over the baths; each is a sum over its sectors, or over those that count."""
    if not has_window(prepared):
        return bare_sums(prepared.baths, beta)
    kept = summed_sectors(prepared, beta, 0, coupled=False)
    bath = prepared.baths[0]
    pairs = zip(kept.labels(bath.sources.N), kept.weights(), strict=True)
    return Bare(*_summed(bath, pairs, beta, lambda least: left_out(prepared, kept, beta, least)))


def bare_sums(baths: Sequence[Bath], beta: arb) -> Bare:
    """The same over all sectors of every bath."""
    reference = log_sum = arb(0)
    for bath in baths:
        system = bath.sources
        if not system.bounded:  # its partition function in closed form, energies from that of no quanta
            log_sum += module(system).field_sum(system, beta, acb(0), "value")[0].real.log()
            continue
        pairs = zip(system.sectors(), weights(system, beta, 0), strict=True)
        least, total = _summed(bath, pairs, beta, lambda _: arb(0))
        reference, log_sum = reference + least, log_sum + total
    return Bare(reference, log_sum)


def _summed(bath: Bath, pairs: Iterable[tuple[Hashable, Weight]], beta: arb, rest: Callable[[arb], arb]) -> tuple[arb, arb]:
    """(about the least energy, log Z_B from there on), `rest` bounding what is left out of the sum."""
    rows = [(measured_from(bath, label, weight), weight.value) for label, weight in pairs]
    least = arb(min(low.mid() for low, _ in rows))
    total = sum(((-beta * (low - least)).exp() * value for low, value in rows), arb(0))
    return least, (total + arb(0, rest(least))).log()


def bare_ground_energy(baths: Sequence[Bath]) -> arb:
    """The least energy of the sources without the target."""
    found = arb(0)
    for bath in baths:
        chosen = bath.sources.hull()
        sectors = bath.sources.sectors() if chosen is None or few_sectors(bath.sources) else chosen
        balls = [energy_ball(lowest(bath, sector)) for sector in sectors]
        least = balls[0]
        for ball in balls[1:]:
            least = least.min(ball)
        found += least
    return found
