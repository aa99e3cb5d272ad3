"""Every source system and target through a model file, 30 digits, against the whole Hamiltonian; the gate takes every tenth case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .cases import Case, cases, truth
from .random_models import ctx
from .test_commands import call

DIGITS = 30
ALL = cases()
SKIPPED = ("scale",)


def printed(case: Case, quantity: str, folder: Path) -> Any:
    """What `symcoh evaluate QUANTITY --model FILE.toml` prints."""
    place = folder / "model.toml"
    place.write_text(case.model, encoding="utf-8")
    code, out, err = call("evaluate", quantity, "--model", str(place), "--beta", case.beta, "--digits", str(DIGITS))
    assert code == 0, (case.name, quantity, err)
    return ctx.mpf(out.strip())


def agree(case: Case, folder: Path) -> None:
    known = truth(case)
    known["partition-function"] = ctx.exp(known["log-partition-function"])
    for quantity, expected in known.items():
        if quantity not in SKIPPED:
            value = printed(case, quantity, folder)
            assert abs(value - expected) <= abs(expected) * ctx.mpf(10) ** (1 - DIGITS) / 2 + ctx.mpf(10) ** -70, (
                case.name,
                quantity,
                value,
            )


def test_there_are_sixty_or_more_of_every_system_and_target() -> None:
    from symcoh.sources.registry import SYSTEMS

    assert len(ALL) == len({case.name for case in ALL}) >= 60
    for name in SYSTEMS:
        assert any(f'system = "{name}' in case.model for case in ALL), name


@pytest.mark.parametrize("case", ALL[3::10], ids=lambda case: case.name)
def test_a_tenth_of_the_cases(case: Case, tmp_path: Path) -> None:
    agree(case, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_all_cases(case: Case, tmp_path: Path) -> None:
    agree(case, tmp_path)
