"""The sources without the target: log Z_B and their mean energy, for the Hamiltonian of mean force."""

from __future__ import annotations

from flint import acb, arb

from ..sources.weight import module, weights
from ..state import Bare
from .problem import Problem, measured_from
from .summed_sectors import has_window, left_out, summed_sectors


def bare_sources(prepared: Problem, beta: arb) -> Bare:
    """The sum over the baths; each is a sum over its sectors."""
    reference = log_sum = mean = arb(0)
    for bath in prepared.baths:
        system = bath.sources
        if not system.bounded:  # its partition function in closed form, energies from that of no quanta
            xi, slope, *_ = (value.real for value in module(system).field_sum(system, beta, acb(0), "beta"))
            log_sum, mean = log_sum + xi.log(), mean - slope / (xi * beta)
            continue
        kept = summed_sectors(prepared, beta, 2, coupled=False) if has_window(prepared) else None
        pairs = (
            zip(system.sectors(), weights(system, beta, 2), strict=True)
            if kept is None
            else zip(kept.labels(system.N), kept.weights(), strict=True)
        )
        rows = [(measured_from(bath, label, weight), weight) for label, weight in pairs]
        least = arb(min(low.mid() for low, _ in rows))
        total = first = arb(0)
        for low, weight in rows:
            assert weight.first is not None
            factor = (-beta * (low - least)).exp()
            total += factor * weight.value
            first += factor * (weight.value * (low - least) + weight.first)
        if kept is not None:
            rest = left_out(prepared, kept, beta, least)
            total, first = total + arb(0, rest), first + arb(0, rest)
        reference, log_sum, mean = reference + least, log_sum + total.log(), mean + first / total
    return Bare(reference, log_sum, mean)
