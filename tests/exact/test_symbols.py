"""The symbol table, and what importing the symbolic side brings along."""

from __future__ import annotations

import subprocess
import sys

import pytest
import sympy as sp

from symcoh import exact
from symcoh.exact import symbols

ROWS = {row.name: row for row in symbols.NOMENCLATURE}


def test_names_are_unique_and_exist() -> None:
    assert len(ROWS) == len(symbols.NOMENCLATURE)
    for row in symbols.NOMENCLATURE:
        assert hasattr(symbols if row.assumptions else exact, row.name)


@pytest.mark.parametrize("row", [row for row in symbols.NOMENCLATURE if row.assumptions], ids=lambda row: row.name)
def test_symbols_have_the_assumptions_of_the_table(row: symbols.Entry) -> None:
    symbol = getattr(symbols, row.name)
    assert symbol == sp.Symbol(row.name, **dict.fromkeys(row.assumptions, True))
    assert sp.latex(symbol).replace("{", "").replace("}", "") == row.latex


def test_every_row_is_complete_and_frozen() -> None:
    for row in symbols.NOMENCLATURE:
        assert all((row.symbol, row.name, row.latex, row.unit, row.domain, row.equation, row.meaning))
        assert eval(repr(row), {"Entry": symbols.Entry}) == row
    with pytest.raises(AttributeError):
        symbols.NOMENCLATURE[0].name = "M"  # type: ignore[misc]  # refused, which is the point


def test_package_does_not_load_sympy_and_exact_does_not_load_numbers() -> None:
    code = (
        "import sys, symcoh; assert 'sympy' not in sys.modules; before = set(sys.modules); "
        "import symcoh.exact; assert 'sympy' in sys.modules; print(*set(sys.modules) - before)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert "symcoh.exact.thermal" in loaded
    assert not {name for name in loaded if name.startswith(("symcoh.numeric", "symcoh.observables", "symcoh.ground", "derivations"))}
