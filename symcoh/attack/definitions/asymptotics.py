"""(42)-(47): what the limits of Section 6 refer to beside the coherence itself."""

from __future__ import annotations

from flint import arb

from ..evaluation_point import EvaluationPoint, Meaning, groups


def free_magnetization(here: EvaluationPoint) -> arb:
    """m_0: minus the thermal mean of M for the ring alone, over all 2^N configurations."""
    beta, source_gap, coupling = (here.parameter(name) for name in ("beta", "omega_a", "J"))
    moment, total = arb(0), arb(0)
    for m, bonds, number in groups(here.model.N):
        weight = number * (beta * (coupling * bonds - source_gap * m / 2)).exp()
        total += weight
        moment -= m * weight
    return moment / total


MEANINGS: dict[str, Meaning] = {"m_0": free_magnetization}
