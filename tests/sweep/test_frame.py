"""Frames and Parquet: the decimals as text, a double and a logarithm beside them; missing libraries are named."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import pytest

import symcoh.sweep
from oracles.numbers import MP, precision
from symcoh.errors import EnvironmentFailed, StoreDamaged
from symcoh.sweep.frame import log10_of

from .conftest import ROWS, Call, exported
from .test_store import changed


def test_a_frame_holds_the_export(whole: Path) -> None:
    frame = symcoh.sweep.open(whole)
    rows = list(csv.DictReader(io.StringIO(exported(whole))))
    assert list(frame.columns) == [*rows[0], "state", "reason", "number", "log10"] and len(frame) == ROWS
    for name in rows[0]:
        assert [str(value) for value in frame[name]] == [row[name] for row in rows], name
    assert [float(row["value"]) for row in rows] == list(frame["number"])
    with precision(200):
        for text, found in zip(frame["value"], frame["log10"], strict=True):
            assert found == float(MP.log10(abs(MP.mpf(text)))) if text != "0" else found != found
    assert symcoh.sweep.open(str(whole)).equals(frame) and symcoh.sweep.status(whole)["done"] == ROWS


def test_log10_knows_no_underflow() -> None:
    assert log10_of("1.0e-5000000") == -5_000_000.0 and log10_of("-2.5e400") == pytest.approx(400.39794, abs=1e-5)


def test_parquet(whole: Path, sweep: Call, tmp_path: Path) -> None:
    import pandas

    for name in ("a.parquet", "b.parquet"):
        assert sweep("export", str(whole), "--format", "parquet", "--out", name) == (0, "", "")
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()
    found, frame = pandas.read_parquet(tmp_path / "a.parquet"), symcoh.sweep.open(whole)
    for name in frame.columns:
        assert [None if v != v else v for v in found[name]] == [None if v != v else v for v in frame[name]], name
    assert sweep("export", str(whole), "--format", "parquet")[0] == 2


def test_damage_gives_no_frame(copy: Path) -> None:
    changed(copy, "UPDATE rows SET value = '0.5' WHERE id = 1")
    with pytest.raises(StoreDamaged, match="1 of 72 rows are damaged"):
        symcoh.sweep.open(copy)


def test_missing_libraries_are_named(whole: Path, sweep: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pandas", "pyarrow", "distributed"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(EnvironmentFailed, match=r"pandas is not installed: pip install symcoh\[frame\]"):
        symcoh.sweep.open(whole)
    code, out, err = sweep("export", str(whole), "--format", "parquet", "--out", "x.parquet")
    assert (code, out, err) == (4, "", "symcoh: pyarrow is not installed: pip install symcoh[frame].\n")
    assert not (tmp_path / "x.parquet").exists()
    code, _, err = sweep("run", "spec.toml", "--store", "x.db", "--scheduler", "tcp://127.0.0.1:1")
    assert (code, err) == (4, "symcoh: Dask is not installed: pip install symcoh[dask].\n")
    assert json.loads(sweep("status", str(whole), "--format", "json")[1])["done"] == ROWS
