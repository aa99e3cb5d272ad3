"""At beta = 10^6 and at T = 0 the certified digits of every system agree as its gap says; the gate takes every fourth case.

All energies of a case are divided by one integer, so that beta times the gap is about 40 at beta = 10^6.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from symcoh.sources.registry import SYSTEMS

from .cases import Case, cases, whole
from .random_models import averaged, ctx
from .test_cases import DIGITS, printed

BETA = "1000000"
EXPONENT = 40
NAMES = ("system", "tilt", "spin", "coupling")
CHOSEN = (
    "ring 6 matrix",
    "ring 8",
    "chain 5 three levels",
    "chain 7 antiferro",
    "independent sites rational",
    "complete 4 matrix",
    "complete 8",
    "range-ring 4 wraps",
    "graph star",
    "graph sites",
    "graph in the plane, two parts",
    "xx-ring 4, D",
    "xx-chain 4 four levels",
    "xxz-ring 4 isotropic",
    "xxz-chain 5",
    "xxz-complete 4 tilted",
    "spin-ring 3/2",
    "oscillators 3",
    "levels",
    "two baths, three levels",
)


def chosen() -> list[Case]:
    return [case for case in cases() if case.name in CHOSEN]


def divided(case: Case, number: int) -> Case:
    """The case with every energy divided by a number."""
    lines = [line if line.split(" ")[0] in NAMES else re.sub(r'"([^"]+)"', rf'"(\1)/{number}"', line) for line in case.model.splitlines()]
    return replace(case, model="\n".join(lines), beta=BETA)


def gap(case: Case) -> tuple[float, int]:
    """(the gap between the ground level and the next, the number of eigenstates)."""
    rows, _ = whole(case.model)
    energies = sorted(row[0] for row in rows)
    apart = next(energy - energies[0] for energy in energies if energy - energies[0] > ctx.mpf(10) ** -40)
    return float(apart), len(rows)


def test_every_system_is_chosen() -> None:
    for name in SYSTEMS:
        assert any(f'system = "{name}"' in case.model for case in chosen()), name


@pytest.mark.parametrize("case", chosen()[::4], ids=lambda case: case.name)
def test_digits_at_low_temperature(case: Case, tmp_path: Path) -> None:
    agree(case, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("case", chosen(), ids=lambda case: case.name)
def test_digits_at_low_temperature_of_all(case: Case, tmp_path: Path) -> None:
    agree(case, tmp_path)


def agree(case: Case, folder: Path) -> None:
    apart, states = gap(case)
    cold = divided(case, round(apart * float(BETA) / EXPONENT))
    rows, size = whole(cold.model)
    values = []
    for beta in (BETA, "oo"):
        value = printed(replace(cold, beta=beta), "coherence", folder)
        expected = averaged(rows, size, beta)["coherence"]
        assert abs(value - expected) <= abs(expected) * ctx.mpf(10) ** (1 - DIGITS), (case.name, beta)
        values.append(value)
    assert abs(values[0] - values[1]) < 2 * states * ctx.exp(-EXPONENT * ctx.mpf("0.99")), (case.name, values)
    assert values[0] != values[1], case.name
