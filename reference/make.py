"""Write coherence.csv: every row of the tables specified in the TOML files beside this one.

    python reference/make.py

The columns are those of `symcoh table` and a first one, the name of the specification a row comes from.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from symcoh.certified import CertifiedNumber
from symcoh.tables import Specification, csv_head, csv_line, read_specification, rows

HERE = Path(__file__).resolve().parent
FILE = HERE / "coherence.csv"


def specifications() -> dict[str, Specification]:
    """Name -> specification, in alphabetical order."""
    return {path.stem: read_specification(path) for path in sorted(HERE.glob("*.toml"))}


def lines(specification: str, spec: Specification, numbers: Iterator[CertifiedNumber]) -> Iterator[str]:
    """The rows of one specification as lines of the file."""
    return (f"{specification},{csv_line(spec, number)}" for number in numbers)


def main() -> None:
    """Compute every row and write the file."""
    found = specifications()
    [head] = {csv_head(spec) for spec in found.values()}
    text = "".join(line for name, spec in found.items() for line in lines(name, spec, rows(spec)))
    FILE.write_text(f"table,{head}{text}", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
