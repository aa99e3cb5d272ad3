"""What the gate's tests reach in their own processes: lines and branches, and the files they reach least.

    python tests/coverage_report.py out/coverage.json

Commands that tests run as programs are not counted; `make coverage` counts them too.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

LEAST = 12
"""Files named."""


def share(reached: int, whole: int) -> float:
    """Per cent; of nothing, all."""
    return 100 * reached / whole if whole else 100.0


def lines(found: dict[str, Any]) -> list[str]:
    """The report, line by line.

    >>> one = {"covered_lines": 3, "missing_lines": 1, "covered_branches": 1, "missing_branches": 1, "percent_covered": 66.7}
    >>> file = {"summary": one, "missing_lines": [7], "missing_branches": [[3, 5]]}
    >>> print("\\n".join(lines({"files": {"symcoh/a.py": file}})))
    Reached in the tests' own processes: 75.0 % of 4 lines, 50.0 % of 2 branches; least:
      66.7 %  symcoh/a.py: lines 7; branches 3->5
    """
    sums = [file["summary"] for file in found["files"].values()]
    reached, missed = (sum(one[f"{kind}_lines"] for one in sums) for kind in ("covered", "missing"))
    taken, left = (sum(one[f"{kind}_branches"] for one in sums) for kind in ("covered", "missing"))
    head = (
        f"Reached in the tests' own processes: {share(reached, reached + missed):.1f} % of {reached + missed} lines, "
        f"{share(taken, taken + left):.1f} % of {taken + left} branches; least:"
    )
    worst = sorted(found["files"].items(), key=lambda item: float(item[1]["summary"]["percent_covered"]))[:LEAST]
    return [head, *(f"{file['summary']['percent_covered']:6.1f} %  {name}: {_missing(file)}" for name, file in worst)]


def _missing(file: dict[str, Any]) -> str:
    lost = [str(line) for line in file["missing_lines"]]
    edges = [f"{one}->{other}" for one, other in file["missing_branches"]]
    parts = [f"{name} {', '.join(some[:8])}{', …' if some[8:] else ''}" for name, some in (("lines", lost), ("branches", edges)) if some]
    return "; ".join(parts) or "all"


def main() -> None:
    """Print the report of a file."""
    sys.stdout.write("\n".join(lines(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))) + "\n")


if __name__ == "__main__":
    main()
