"""Random parameters that lean on the corners, with fixed seeds: one set for the gate, another for the soak.

N = 1, 2, odd and even; J = 0, either sign, on and beside the critical line; beta from 1e-30 to 1e12;
omega, omega_a and gamma ordinary, tiny, huge, negative, irrational.
"""

from __future__ import annotations

import os
import random
from typing import NamedTuple

from symcoh.model import Model

SOAK = int(os.environ.get("SYMCOH_SOAK", "1"))
"""Multiplies every number of cases; `make soak` sets it to 10, the gate leaves it at 1."""


class Point(NamedTuple):
    """One model and an inverse temperature as text."""

    model: Model
    beta: str

    def __str__(self) -> str:
        return f"{self.model!r} at beta={self.beta}"


def generator(name: str, chunk: int = 0) -> random.Random:
    """A generator that depends on the test's name and chunk alone."""
    return random.Random(f"{name}/{chunk}")


def small_or_soaked(name: str, chunk: int = 0) -> random.Random:
    """The same for counts that only the soak makes in full: the gate, with a tenth or less, has a seed of its own."""
    return generator(name if SOAK > 1 else f"gate/{name}", chunk)


def share(cases: int, chunks: int) -> int:
    """Cases of one chunk, so that all chunks together make at least `cases`, times the soak factor."""
    return -(-cases * SOAK // chunks)


def sources(rng: random.Random, largest: int) -> int:
    """N, with 1, 2, 3 and the largest two favoured."""
    if rng.random() < 0.45:
        return min(largest, rng.choice((1, 2, 3, 4, largest, max(1, largest - 1))))
    return rng.randint(1, largest)


def magnitude(rng: random.Random, decades: int = 30) -> str:
    """A positive parameter as text."""
    kind = rng.random()
    if kind < 0.55:
        return f"{rng.randint(1, 1999)}/1000"
    if kind < 0.65:
        return f"{rng.randint(1, 99)}/{rng.randint(1, 99)}"
    if kind < 0.8:
        return f"{rng.randint(1, 99)}e-{rng.randint(2, decades)}"
    if kind < 0.9:
        return f"{rng.randint(1, 99)}e{rng.randint(1, max(1, decades // 5))}"
    return rng.choice(("sqrt(2)", "sqrt(3)/7", "pi/4", "exp(1)/3", "log(2)", "1/sqrt(5)"))


def signed(rng: random.Random, text: str) -> str:
    """The text with a random sign."""
    return text if rng.random() < 0.6 else f"-({text})"


def inverse_temperature(rng: random.Random, low: int = -30, high: int = 12) -> str:
    """beta as text: half of it between 0.01 and 100, the rest over all decades."""
    if rng.random() < 0.5:
        return f"{rng.randint(1, 9999)}e-{rng.randint(1, 3)}"
    return f"{rng.randint(1, 99)}e{rng.randint(low, high)}"


def critical_text(number: int, omega: str, omega_a: str, gamma: str) -> str:
    """J_c of (48) and (54) as text in the grammar, for N >= 2."""
    size = omega_a[1:] if omega_a.startswith("-") else omega_a
    aligned = f"sqrt(({omega})**2 + 4*({gamma})**2*{number}**2)"
    if number % 2:
        return f"-({size})/4 - ({aligned} - sqrt(({omega})**2 + 4*({gamma})**2))/{4 * (number - 1)}"
    return f"-({size})/4 - ({aligned} - ({omega}))/{4 * number}"


def coupling(rng: random.Random, number: int, omega: str, omega_a: str, gamma: str, decades: int = 30) -> str:
    """J as text: 0, either sign, on the critical line, or beside it."""
    kind = rng.random()
    if kind < 0.08:
        return "0"
    if kind < 0.75 or number == 1 or any(name in omega + omega_a + gamma for name in ("pi", "exp", "log")):
        text = magnitude(rng, decades)
        return text if rng.random() < 0.5 else f"-({text})"
    critical = critical_text(number, omega, omega_a, gamma)
    if kind < 0.85:
        return critical
    return f"{critical} {rng.choice('+-')} {rng.randint(1, 9)}e-{rng.randint(1, decades)}"


def point(rng: random.Random, largest: int, *, zeros: bool = False, decades: int = 30, low: int = -30, high: int = 12) -> Point:
    """One random point; with `zeros`, omega, omega_a and gamma are sometimes 0."""
    number = sources(rng, largest)
    omega = "1" if rng.random() < 0.5 else magnitude(rng, decades)
    omega_a, gamma = signed(rng, magnitude(rng, decades)), signed(rng, magnitude(rng, decades))
    if zeros:
        omega, omega_a, gamma = ("0" if rng.random() < 0.07 else text for text in (omega, omega_a, gamma))
    j = coupling(rng, number, omega, omega_a, gamma, decades)
    return Point(Model(N=number, omega=omega, omega_a=omega_a, gamma=gamma, J=j), inverse_temperature(rng, low, high))


def vanishes(model: Model, quantity: str) -> bool:
    """The exact zeros at 0 < beta <= oo, and where H is a constant."""
    omega, omega_a, gamma, j = (not value.terms for value in (model.omega, model.omega_a, model.gamma, model.J))
    if quantity in ("coherence", "bloch-x", "quantum-fisher-information", "relative-entropy-of-coherence", "coherence-derivative"):
        return gamma or omega_a
    if quantity == "ergotropy":
        return omega or gamma or omega_a
    if quantity == "magnetization":
        return omega_a
    if quantity == "bloch-z":
        return omega
    flat = omega and omega_a and gamma and (j or model.N == 1)
    return (quantity == "heat-capacity" and flat) or (quantity == "energy" and flat and j)
