"""What is known for the ring alone refuses other source systems; tables of the ring serve no other."""

from __future__ import annotations

import pytest

from symcoh import Model
from symcoh.errors import InputError
from symcoh.exactnumbers import exact
from symcoh.numeric.precision import started_clock
from symcoh.phase import phase
from symcoh.sharing import Shared, from_tables

CHAIN = Model(N=4, omega_a="7/10", gamma="3/10", J="2/5", sources="chain")


def test_other_systems_are_refused() -> None:
    with pytest.raises(InputError, match="^`sources` must be the ring with the target of the paper for "):
        phase(CHAIN)


def test_tables_serve_the_ring() -> None:
    ring = Model(N=4, omega_a="7/10", gamma="3/10", J="2/5")
    served = [from_tables(Shared(), model, "energy", {"T": exact(1)}, 10, 4000, started_clock(None, None)) for model in (ring, CHAIN)]
    assert served[0] is not None and served[1] is None
