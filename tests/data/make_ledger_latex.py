"""Write ledger_latex.json: the LaTeX of every entry of the ledger.

    python tests/data/make_ledger_latex.py

The file shows in a diff what a change of the printer or of an entry does to the printed equations.
"""

from __future__ import annotations

import json
from pathlib import Path

from symcoh.latex.printer import entry_latex
from symcoh.ledger import entries

FILE = Path(__file__).resolve().parent / "ledger_latex.json"


def main() -> None:
    """Write the file."""
    found = {entry.number: entry_latex(entry) for entry in entries()}
    FILE.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
