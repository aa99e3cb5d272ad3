"""N x beta x J at omega_a = 0.61, gamma = 0.33, 60 digits, both backends, against routes that share no code.

2^N states for N <= 7; counted walks and the positive transfer-matrix walk above; dense matrices
where C is large enough for floats.
"""

from __future__ import annotations

from typing import Any

import pytest

from oracles import dense, transfer
from oracles.numbers import QUANTITIES, rounded
from symcoh import Model, evaluate

from .compare import expected, expected_ground
from .sampling import SOAK, Point

DIGITS = 60
COUPLINGS = ("0.4", "-0.2", "-0.35", "-300", "300")
BETAS = ("1e-30", "1e-3", "1", "250", "1e6", "1e9")
FEW = ("coherence", "partition-function", "log-partition-function", "bloch-x", "bloch-z", "magnetization", "coherence-derivative")
MPMATH_NAMES = 6 if SOAK > 1 else 4
"""Quantities the slower backend is asked for at each point; the choice rotates through all."""


def ring(size: int, j: str) -> Model:
    return Model(N=size, omega_a="0.61", gamma="0.33", J=j)


def rotating(place: int, count: int) -> list[str]:
    names = [QUANTITIES[(count * place + i) % len(QUANTITIES)] for i in range(count)]
    return list(dict.fromkeys(["coherence", "partition-function", *names]))[:count]


def check(at: Point, wanted: dict[str, str], few: list[str], **temperature: Any) -> None:
    for name, text in wanted.items():
        for backend in ("arb", "mpmath") if name in few else ("arb",):
            found = evaluate(at.model, name, digits=DIGITS, backend=backend, **temperature).value
            assert found == text, f"{name}, {backend}, {at}"


@pytest.mark.parametrize("j", COUPLINGS)
@pytest.mark.parametrize("size", [1, 2, 3, 6, 7, 40, 100])
def test_thermal_state(size: int, j: str) -> None:
    for place, beta in enumerate(BETAS):
        if SOAK == 1 and size >= 7 and (place + COUPLINGS.index(j)) % 2:
            continue  # the other half of the board belongs to the soak
        at = Point(ring(size, j), beta)
        wanted = expected(at, QUANTITIES, DIGITS)
        check(at, wanted, rotating(place + COUPLINGS.index(j) + size, MPMATH_NAMES), beta=beta)
        if size in (3, 40, 100):
            walked = transfer.partition_and_coherence(at.model, beta, DIGITS + 25)
            for name, value in walked.items():
                assert rounded(value, DIGITS, DIGITS + 25) == wanted[name], f"{name}, {at}"
        if size <= 7 and beta in ("1e-3", "1", "250"):
            blind = dense.quantities(at.model, float(beta))
            assert abs(blind["coherence"] - float(wanted["coherence"])) < 1e-10 * (1 + 300 * size * float(beta) * (abs(float(j)) > 1)), str(
                at
            )


def large() -> list[object]:
    """(N, J, beta): at 300 sources two couplings for each beta, at 1000 one but for the hottest, and everywhere in the slow tests."""
    in_the_gate = {(300, COUPLINGS[(place + turn) % 5], beta) for place, beta in enumerate(BETAS) for turn in (0, 2)}
    in_the_gate |= {(1000, *at) for at in zip(("0.4", "-300", "-0.35", "-0.2", "300"), BETAS[1:], strict=True)}
    points = [(size, j, beta) for size in (300, 1000) for j in COUPLINGS for beta in BETAS]
    return [pytest.param(*at, marks=[] if at in in_the_gate else [pytest.mark.slow]) for at in points]


@pytest.mark.parametrize(("size", "j", "beta"), large())
def test_hundreds_of_sources(size: int, j: str, beta: str) -> None:
    at = Point(ring(size, j), beta)
    # At 1e-30 many values lie beside a tie and cost the oracle hundreds of digits: all of them at two couplings.
    every = (float(beta) > 1e-9 or j in ("0.4", "-0.35")) and (size == 300 or SOAK > 1)
    wanted = expected(at, QUANTITIES if every else FEW, DIGITS)
    check(at, wanted, ["coherence"] if COUPLINGS.index(j) % 2 else ["log-partition-function"], beta=beta)
    if float(beta) * abs(float(j)) < 1e5 and j in ("0.4", "-0.35"):
        for name, value in transfer.partition_and_coherence(at.model, beta, DIGITS + 25).items():
            assert rounded(value, DIGITS, DIGITS + 25) == wanted[name], f"{name}, {at}"


@pytest.mark.parametrize("j", COUPLINGS)
@pytest.mark.parametrize("size", [1, 2, 3, 6, 7, 40, 100, 1000])
def test_ground_state(size: int, j: str) -> None:
    at = Point(ring(size, j), "oo")
    check(at, expected_ground(at, DIGITS), list(QUANTITIES), beta="oo")
