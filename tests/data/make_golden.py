"""Write golden.json: 300 points to 50 and 1000 digits, from the oracles alone.

    python tests/data/make_golden.py

Source: states counted one by one (N <= 11) or by closed walks on the ring (N <= 60), Boltzmann sums in
mpmath at two precisions that agree to 25 digits beyond those printed. Nothing of symcoh.numeric is used.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
FILE = TESTS / "data" / "golden.json"
POINTS = 300
METHOD = "Boltzmann sums over counted states in mpmath, precision doubled until 25 further digits agree; tests/data/make_golden.py"


def points() -> list[dict[str, str]]:
    """The 300 points as text, from a fixed seed."""
    from oracles.numbers import QUANTITIES
    from reliability.sampling import generator, point, vanishes

    rng = generator("golden")
    found: list[dict[str, str]] = []
    while len(found) < POINTS:
        at = point(rng, rng.choice((2, 6, 11, 60)), decades=20, low=-20, high=9)
        name = QUANTITIES[len(found) % len(QUANTITIES)]
        if vanishes(at.model, name):
            continue
        cold = len(found) % 10 == 9 and name not in ("partition-function", "log-partition-function")
        model = at.model
        found.append(
            {
                "sources": str(model.N),
                "omega": str(model.omega),
                "omega_a": str(model.omega_a),
                "gamma": str(model.gamma),
                "coupling": str(model.J),
                "beta": "oo" if cold else at.beta,
                "quantity": name,
            }
        )
    return found


def values(row: dict[str, str], digits: int) -> str:
    """The decimal of one point."""
    from reliability.compare import expected, expected_ground
    from reliability.sampling import Point
    from symcoh.model import Model

    model = Model(N=int(row["sources"]), omega=row["omega"], omega_a=row["omega_a"], gamma=row["gamma"], J=row["coupling"])
    name = row["quantity"]
    if row["beta"] == "oo":
        return expected_ground(Point(model, "oo"), digits)[name]
    return expected(Point(model, row["beta"]), (name,), digits)[name]


def main() -> None:
    """Compute everything and write the file."""
    rows = [row | {"digits_50": values(row, 50), "digits_1000": values(row, 1000)} for row in points()]
    FILE.write_text(json.dumps({"method": METHOD, "points": rows}, indent=1) + "\n")


if __name__ == "__main__":
    sys.path.insert(0, str(TESTS))
    main()
