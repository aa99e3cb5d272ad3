"""Random models over all systems and targets, both backends, against the whole Hamiltonian; SYMCOH_SOAK multiplies the number."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from symcoh import Model, evaluate
from symcoh.errors import InputError, NotCertified

from .random_models import case, ctx

SOAK = int(os.environ.get("SYMCOH_SOAK", "0"))
GATE, MANY, PARTS = 30, 2000, 40
DIGITS = 18


def judged(model: Model, beta: str, quantity: str, backend: str, expected: Any, scale: Any) -> str:
    """ "right", "refused", "not certified", or a sentence about what is wrong."""
    try:
        found = evaluate(model, quantity, beta=beta, digits=DIGITS, backend=backend, budget=20, max_precision=8000)
    except NotCertified as error:
        return f"not certified: {error}"
    except InputError as error:
        return f"refused: {error}"
    except Exception as error:  # anything else is a fault
        return f"wrong: {type(error).__name__} {error}"
    size = scale if quantity in ("energy", "log-partition-function") else 1
    near = abs(ctx.mpf(found.value) - expected) <= abs(expected) * ctx.mpf(10) ** (1 - DIGITS) + size * ctx.mpf(10) ** -60
    return "right" if near else f"wrong: {found.value} but {ctx.nstr(expected, 20)}"


def verdicts(seed: str, number: int, most: int = 6) -> Iterator[tuple[str, str]]:
    """(which value, what is said of it)."""
    source = random.Random(seed)
    for index in range(number):
        model, beta, truth = case(source, most)
        backends = ("arb", "mpmath") if index % 3 == 0 else ("arb",)
        if index % 3 == 1:
            backends = ("mpmath",) if index % 2 else backends
        known = truth()
        scale = known.pop("scale")
        for quantity, expected in known.items():
            for backend in backends:
                yield f"{model!r}, {quantity}, beta={beta}, {backend}", judged(model, beta, quantity, backend, expected, scale)


def told(seed: str, number: int, most: int = 6) -> Counter[str]:
    counts: Counter[str] = Counter()
    for what, verdict in verdicts(seed, number, most):
        kind = verdict.partition(":")[0]
        counts[kind] += 1
        assert kind != "wrong", (what, verdict)
    return counts


def test_models_at_random() -> None:
    counts = told("models of the gate", GATE, 3)
    assert counts["right"] > 4 * GATE and counts["refused"] + counts["not certified"] < GATE / 2, counts


@pytest.mark.slow
@pytest.mark.skipif(not SOAK, reason="set SYMCOH_SOAK for 2,000 models")
@pytest.mark.parametrize("part", range(PARTS))
def test_many_models_at_random(part: int) -> None:
    counts = told(f"models of the soak, part {part}", MANY // PARTS)
    assert counts["right"] > 4 * (MANY // PARTS), counts
