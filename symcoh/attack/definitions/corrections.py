"""Names of the corrections: the thermal mean of the magnetization over all 2^N configurations."""

from __future__ import annotations

from flint import arb

from ...certificates.interpret import Value
from ..evaluation_point import EvaluationPoint, Meaning, boltzmann_blocks


def mean_magnetization(here: EvaluationPoint) -> Value:
    """<M>: the trace of M e^{-beta H} over that of e^{-beta H}."""
    total = weighted = arb(0)
    for m, _, number, matrix in boltzmann_blocks(here):
        share = matrix.trace() * number
        total += share
        weighted += share * m
    return weighted / total


MEANINGS: dict[str, Meaning] = {"M_mean": mean_magnetization}
