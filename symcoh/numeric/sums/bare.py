"""The sources without the target: log Z_B and their mean energy, for the Hamiltonian of mean force."""

from __future__ import annotations

from dataclasses import dataclass

from flint import acb, arb

from ..sources.weight import module, weights
from .problem import Problem
from .state import measured_from


@dataclass(slots=True)
class Bare:
    """log Z_B = `log_sum` - beta `reference`, and <H_B> in the bare thermal state."""

    reference: arb
    log_sum: arb
    energy: arb


def bare_sources(prepared: Problem, beta: arb) -> Bare:
    """The sum over the baths; each is a sum over its sectors."""
    reference = log_sum = energy = arb(0)
    for bath in prepared.baths:
        system = bath.sources
        if not system.bounded:  # its partition function in closed form, energies from that of no quanta
            xi, slope, *_ = (value.real for value in module(system).field_sum(system, beta, acb(0), "beta"))
            log_sum, energy = log_sum + xi.log(), energy - slope / (xi * beta)
            continue
        rows = [
            (measured_from(bath, label, weight), weight) for label, weight in zip(system.sectors(), weights(system, beta, 2), strict=True)
        ]
        least = arb(min(low.mid() for low, _ in rows))
        total = first = arb(0)
        for low, weight in rows:
            assert weight.first is not None
            factor = (-beta * (low - least)).exp()
            total += factor * weight.value
            first += factor * (weight.value * (low - least) + weight.first)
        reference, log_sum, energy = reference + least, log_sum + total.log(), energy + least + first / total
    return Bare(reference, log_sum, energy)
