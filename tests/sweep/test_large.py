"""A million rows that exact data decide: they finish, the driver stays small, and the store answers."""

from __future__ import annotations

import contextlib
import json
import random
import re
import subprocess
from pathlib import Path

import pytest

from symcoh import Model, evaluate

from .conftest import finished, started

CHEAP = """
quantities = ["coherence", "energy"]
digits = 20
[fixed]
omega = %s
omega_a = "7/10"
temperature = %s
[over]
sources = [6, 7]
coupling = "-1/2..1/2:%d"
gamma = "1/1000..3:%d:log"
"""
MOST_MEMORY = 300 * 1024
"""KiB."""


def most_memory(process: subprocess.Popen[bytes]) -> int:
    """The peak of a process in KiB, read while it runs: what `wait4` reports begins with the memory of the process that started it."""
    peak = 0
    while process.poll() is None:
        status = Path(f"/proc/{process.pid}/status").read_text()
        found = re.search(r"VmHWM:\s+([0-9]+)", status)
        peak = max(peak, int(found.group(1)) if found else 0)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.05)
    return peak


def examined(directory: Path, omega: str, temperature: str, couplings: int, gammas: int) -> None:
    (directory / "spec.toml").write_text(CHEAP % (omega, temperature, couplings, gammas))
    rows = 4 * couplings * gammas
    process = started(directory, "run", "spec.toml", "--store", "s.db", "--workers", "2")
    assert process.stdout is not None and process.stderr is not None
    used = most_memory(process)
    err = process.stderr.read().decode()
    process.stdout.close()
    process.stderr.close()
    assert process.returncode == 0 and err.splitlines()[-1].startswith(f"{rows}/{rows} rows"), err
    assert 0 < used < MOST_MEMORY
    code, out, _ = finished(directory, "status", "s.db", "--format", "json")
    assert code == 0 and json.loads(out)["done"] == rows
    code, _, err = finished(directory, "export", "s.db", "--out", "s.csv")
    assert (code, err) == (0, "")
    with (directory / "s.csv").open() as stream:
        lines = stream.read().splitlines()
    assert len(lines) == rows + 1
    for line in random.Random(1).sample(lines[1:], 30):
        sources, _, omega_a, gamma, coupling, place, quantity, value, *_ = line.split(",")
        model = Model(N=int(sources), omega=omega.strip('"'), omega_a=omega_a, gamma=gamma, J=coupling)
        assert evaluate(model, quantity, T=place, digits=20).value == value


@pytest.mark.parametrize(("omega", "temperature"), [('"1"', '"0"'), ('"0"', '"1/2"')])
def test_a_few_thousand_cheap_rows(omega: str, temperature: str, tmp_path: Path) -> None:
    examined(tmp_path, omega, temperature, 5, 100)


@pytest.mark.slow
@pytest.mark.parametrize(("omega", "temperature"), [('"1"', '"0"'), ('"0"', '"1/2"')])
def test_a_million_cheap_rows(omega: str, temperature: str, tmp_path: Path) -> None:
    """Half a million at T = 0, as many at omega = 0."""
    examined(tmp_path, omega, temperature, 50, 2500)
