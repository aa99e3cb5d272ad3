"""Questions for `symcoh check` whose answers are known by construction: right formulas rewritten, and spoiled ones.

    python -m tests.checking --count 200 --seed 7

Nothing here uses `symcoh.checking` or `symcoh.attack`: the truth comes from sums over all states of small rings, from the
closed forms of the equations, and from the polynomial of the high-temperature derivation. `confirm` holds every truth
against the definition, by plain high-precision sums near the limit.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # the oracles, where this is run as a program
