"""max(2 cosh(beta omega/2) L(h_0), L_+ + L_-) <= Z <= e^{beta omega/2} (L_+ + L_-) for N <= 150.

The 200 cases at any N need the large-N engine.
"""

from __future__ import annotations

import pytest

from oracles.numbers import MP, precision
from oracles.omega_zero import sandwich
from symcoh.exactnumbers import exact
from symcoh.numeric.precision import planned_bits
from symcoh.numeric.ring.quantities import enclosure

from .balls import parts
from .sampling import point, share, small_or_soaked


@pytest.mark.parametrize("chunk", range(2))
def test_log_partition_function_lies_between_its_bounds(chunk: int) -> None:
    rng, strict = small_or_soaked("sandwich", chunk), 0
    for _ in range(share(150, 2)):
        at = point(rng, rng.choice((6, 30, 150)), zeros=True)
        beta = exact(at.beta)
        ball = enclosure(at.model, "log-partition-function", beta, planned_bits(at.model, "log-partition-function", beta, 60))
        low, high = sandwich(at.model, at.beta, 256)
        middle, radius = parts(ball)
        with precision(600):
            slack = (abs(low) + abs(high) + 1) * MP.mpf(2) ** -180
            assert low - slack <= middle + radius, f"below: {at}"
            assert middle - radius <= high + slack, f"above: {at}"
            strict += bool(low + slack < middle < high - slack)
    assert 4 * strict > share(150, 2)
