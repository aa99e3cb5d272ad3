"""The import contracts of pyproject.toml name every module: what stands outside them could import anything."""

from __future__ import annotations

import re
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS: list[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
(LAYERS,) = [contract for contract in CONTRACTS if contract["type"] == "layers"]
(WALL,) = [contract for contract in CONTRACTS if contract["name"] == "The numeric side never sees a symbol"]
RANK = {f"symcoh.{name}": rank for rank, layer in enumerate(LAYERS["layers"]) for name in re.split(r"\s*[:|]\s*", layer)}
"""Each module of a layer, and how far below the command line it stands."""


def modules() -> list[str]:
    """The names of all files of both packages, but for the packages' own."""
    paths = [path.relative_to(ROOT) for package in ("symcoh", "derivations") for path in sorted((ROOT / package).rglob("*.py"))]
    names = [".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in paths]
    return [name for name in names if "." in name]


def unnamed(names: list[str]) -> list[str]:
    """The modules of which no contract that says who stands above whom names them or a package around them."""
    named = [*RANK, *(name for contract in CONTRACTS if contract["type"] == "independence" for name in contract["modules"])]
    return [name for name in names if not any(fnmatchcase(name, pattern) or name.startswith(f"{pattern}.") for pattern in named)]


def test_a_contract_names_every_module() -> None:
    names = modules()
    assert len(names) > 350 and unnamed(names) == []
    assert unnamed(["symcoh.elsewhere", "symcoh.exact.thermal", "symcoh.exactly", "elsewhere"]) == [
        "symcoh.elsewhere",
        "symcoh.exactly",
        "elsewhere",
    ]


def test_every_name_in_a_contract_is_a_module() -> None:
    names = {*modules(), "symcoh", "derivations"}
    written = [name for contract in CONTRACTS for key in ("source_modules", "forbidden_modules") for name in contract.get(key, ())]
    assert sorted({*RANK, *written} - names) == []


def test_the_wall_names_all_that_stands_above_the_formulas() -> None:
    """The symbolic side cannot import what stands above it; nor may those import it, up to the rooms where the two sides meet."""
    meeting, symbolic = RANK["symcoh.attack"], RANK["symcoh.exact"]
    assert RANK["symcoh.ledger"] == symbolic > meeting
    assert sorted(WALL["source_modules"]) == sorted(name for name, rank in RANK.items() if meeting < rank < symbolic)
    assert sorted(WALL["forbidden_modules"]) == ["symcoh.exact", "symcoh.ledger"]


def test_the_program_refuses_what_is_unnamed_too() -> None:
    assert LAYERS["exhaustive"] is True and LAYERS["containers"] == ["symcoh"]
