"""Certified values against what one would write first: a Markdown page of ratios, and a picture.

    python benchmarks/run.py --out out/benchmarks.md

Results are compared before a time counts; a mismatch ends the program. Ctrl-C keeps what is written.
"""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import curves
import guarded
import large
import picture
import reference_set
import small
import systems

LIMIT = 100.0
"""Seconds after which a program is given up at a point."""

HEAD = """# Benchmarks

Ratios of processor times on one core, best of several turns in one run; every turn has new parameters, so that nothing remembered
counts. {versions}"""


def sections(quick: bool, found: list[reference_set.Timed]) -> Iterator[str]:
    """The page, line by line."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("python-flint", "mpmath", "gmpy2", "numpy"))
    yield HEAD.format(versions=f"Python {platform.python_version()}, {packages}.")
    yield from reference_set.lines(quick, LIMIT, found)
    yield from large.lines(quick)
    yield from small.lines(quick)
    yield from curves.lines(quick)
    yield from systems.lines(quick)


def main() -> int:
    """Print the page and save it, line by line, then the picture beside it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("out/benchmarks.md"), help="the page; the picture has its name with .pdf")
    parser.add_argument("--quick", action="store_true", help="a few rows of each table, timed no longer than it takes")
    options = parser.parse_args()
    if options.quick:
        guarded.LEAST_SECONDS = 0.0
    options.out.parent.mkdir(parents=True, exist_ok=True)
    found: list[reference_set.Timed] = []
    status = 0
    with options.out.open("w", encoding="utf-8") as page:
        try:
            for line in sections(options.quick, found):
                print(line, file=page, flush=True)
                print(line, flush=True)
        except KeyboardInterrupt:
            print(f"Interrupted; {options.out} has what was measured.", file=sys.stderr)
            status = 130
    if found:
        picture.draw(found, options.out.with_suffix(".pdf"))
    return status


if __name__ == "__main__":
    sys.exit(main())
