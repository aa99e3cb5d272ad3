"""A stream of questions from a seed."""

from __future__ import annotations

import random
from collections.abc import Callable

from . import asking, claims, cold, edges, pairs, spoiling
from .claim import Claim
from .question import Question

CLAIMS: tuple[Callable[[random.Random], Claim], ...] = (*claims.SINGLE, *[pairs.pair] * 4, *[cold.claim] * 3, cold.aligned, edges.no_gap)


def questions(seed: int, count: int) -> list[Question]:
    """`count` questions, right and wrong in turn."""
    return [question(random.Random(f"check/{seed}/{number}"), right=number % 2 == 0) for number in range(count)]


def one_of_each(seed: int) -> list[Question]:
    """Right and wrong questions of every family."""
    found = []
    for number, family in enumerate(dict.fromkeys(CLAIMS)):
        rng = random.Random(f"each/{seed}/{number}")
        claim = family(rng)
        found.append(cold.right(rng, claim) if claim.exponentials else asking.right(rng, claim))
        while (wrong := _spoiled(rng, family(rng))) is None:
            pass
        found.append(wrong)
    rng = random.Random(f"each/{seed}")
    return found + [make(rng) for make in (edges.nothing, edges.parity, edges.endless_ring, cold.wrong_phase) for _ in range(3)]


def question(rng: random.Random, right: bool) -> Question:
    """One question, right or wrong."""
    while True:
        found = _right(rng) if right else _wrong(rng)
        if found is not None and (found.verdict == "correct") == right:
            return found


def _right(rng: random.Random) -> Question:
    chance = rng.random()
    if chance < 0.02:
        return edges.nothing(rng)
    if chance < 0.04:
        return edges.parity(rng)
    claim = rng.choice(CLAIMS)(rng)
    return cold.right(rng, claim) if claim.exponentials else asking.right(rng, claim)


def _wrong(rng: random.Random) -> Question | None:
    chance = rng.random()
    if chance < 0.02:
        return edges.nothing(rng)
    if chance < 0.04:
        return edges.parity(rng)
    if chance < 0.07:
        return cold.wrong_phase(rng)
    claim = rng.choice(CLAIMS)(rng)
    if chance < 0.08:
        return edges.endless_ring(rng)
    if chance < 0.12:
        return edges.negative_coherence(rng, claim)
    return _spoiled(rng, claim)


def _spoiled(rng: random.Random, claim: Claim) -> Question | None:
    return cold.wrong(rng, claim) if claim.exponentials else spoiling.wrong(rng, claim)
