"""Relations no formula of the engine assumes: scaling, signs, limits, J = 0, gamma = 0, omega_a = 0, N = 1."""

from __future__ import annotations

import random
from collections.abc import Callable
from math import comb
from typing import Any

import pytest

from oracles.numbers import MP, Numbers, numbers, rounded, settle, start_bits
from oracles.omega_zero import Ring
from oracles.thermal import log1p
from symcoh import Model, evaluate
from symcoh.exactnumbers import exact, rational

from .compare import printed
from .sampling import Point, generator, inverse_temperature, magnitude, point, share, signed, small_or_soaked, sources

DIMENSIONLESS = (
    "coherence",
    "log-partition-function",
    "entropy",
    "heat-capacity",
    "magnetization",
    "bloch-z",
    "purity",
    "relative-entropy-of-coherence",
)
EVEN = (*DIMENSIONLESS[:4], "bloch-z", "purity", "target-entropy", "energy", "ergotropy", "coherence-derivative")


def value(model: Model, name: str, beta: Any, digits: int) -> str:
    return evaluate(model, name, beta=beta, digits=digits).value


def negative(text: str) -> str:
    return text[1:] if text.startswith("-") else f"-{text}"


@pytest.mark.parametrize("chunk", range(2))
def test_scaling_all_energies_with_the_temperature(chunk: int) -> None:
    rng = small_or_soaked("scaling", chunk)
    for _ in range(share(70, 2)):
        at, scale, name, digits = (
            point(rng, 20),
            rational(rng.randint(1, 10**6), rng.randint(1, 10**6)),
            rng.choice(DIMENSIONLESS),
            rng.choice((15, 50)),
        )
        m = at.model
        scaled = Model(N=m.N, omega=m.omega * scale, omega_a=m.omega_a * scale, gamma=m.gamma * scale, J=m.J * scale)
        assert value(scaled, name, exact(at.beta) / scale, digits) == value(m, name, at.beta, digits), f"{name}, {at}, scale {scale}"


@pytest.mark.parametrize("chunk", range(2))
def test_signs_of_gamma_and_omega_a(chunk: int) -> None:
    rng = small_or_soaked("signs", chunk)
    for _ in range(share(80, 2)):
        at, digits = point(rng, 20), rng.choice((15, 50))
        m, even = at.model, rng.choice(EVEN)
        flipped = [
            Model(N=m.N, omega=m.omega, omega_a=f, gamma=g, J=m.J)
            for f, g in ((m.omega_a, -m.gamma), (-m.omega_a, m.gamma), (-m.omega_a, -m.gamma))
        ]
        for other in flipped:
            assert value(other, even, at.beta, digits) == value(m, even, at.beta, digits), f"{even}, {at}"
        x, spin = (value(m, name, at.beta, digits) for name in ("bloch-x", "magnetization"))
        assert [value(other, "bloch-x", at.beta, digits) for other in flipped] == [negative(x), negative(x), x], str(at)
        assert [value(other, "magnetization", at.beta, digits) for other in flipped] == [spin, negative(spin), negative(spin)], str(at)
        upward = str(m.gamma).startswith("-") == str(m.omega_a).startswith("-")
        assert x.startswith("-") != upward, str(at)


def test_the_ring_of_one_has_a_constant_bond() -> None:
    rng = generator("one source")
    for _ in range(share(60, 1)):
        at, name = point(rng, 1), rng.choice(("coherence", "entropy", "heat-capacity", "magnetization", "purity"))
        assert at.model.N == 1
        free = Model(N=1, omega=at.model.omega, omega_a=at.model.omega_a, gamma=at.model.gamma)
        assert value(at.model, name, at.beta, 40) == value(free, name, at.beta, 40), str(at)


def test_uncoupled_target() -> None:
    """gamma = 0: C = 0, Z = 2 cosh(beta omega/2) L(h_0), z = -tanh(beta omega/2)."""
    rng = generator("uncoupled")
    for _ in range(share(60, 1)):
        base = point(rng, 30, decades=9, low=-9, high=4).model
        at = Point(Model(N=base.N, omega=base.omega, omega_a=base.omega_a, gamma=0, J=base.J), inverse_temperature(rng, -9, 4))

        def route(digits: int, names: tuple[str, ...], at: Point = at) -> dict[str, Any]:
            def compute() -> dict[str, Any]:
                p = numbers(at.model, at.beta)
                half = p.beta * p.omega / 2
                log_z = half + log1p(MP.exp(-2 * half)) + Ring(p, p.beta * p.omega_a / 2).log
                found = {"log-partition-function": log_z, "bloch-z": -MP.tanh(half)}
                return {name: found[name] for name in names}

            return settle(compute, digits, start_bits(at.model, at.beta, digits))

        for name, text in printed(route, ("log-partition-function", "bloch-z"), 40).items():
            assert value(at.model, name, at.beta, 40) == text, f"{name}, {at}"
        assert value(at.model, "coherence", at.beta, 40) == "0"


def test_no_source_field() -> None:
    rng = generator("no field")
    for _ in range(share(40, 1)):
        base = point(rng, 12)
        model = Model(N=base.model.N, omega=base.model.omega, omega_a=0, gamma=base.model.gamma, J=base.model.J)
        assert {value(model, name, base.beta, 20) for name in ("coherence", "bloch-x", "magnetization", "ergotropy")} == {"0"}


def test_independent_sources_are_binomial() -> None:
    """J = 0: W_m is a binomial coefficient."""
    rng = generator("binomial")
    for _ in range(share(80, 1)):
        number = sources(rng, 40)
        parts = {name: signed(rng, magnitude(rng, 12)) for name in ("omega_a", "gamma")}
        at = Point(Model(N=number, omega=magnitude(rng, 12), J=0, **parts), inverse_temperature(rng, -9, 6))

        def compute(at: Point = at) -> dict[str, Any]:
            p = numbers(at.model, at.beta)
            z_sum, x_sum = MP.mpf(0), MP.mpf(0)
            for k in range(p.N + 1):
                m = 2 * k - p.N
                split = MP.sqrt(p.omega**2 + (2 * p.gamma * m) ** 2)
                weight = comb(p.N, k) * MP.exp(-p.beta * p.omega_a * m / 2)
                z_sum += weight * 2 * MP.cosh(p.beta * split / 2)
                x_sum += weight * 2 * MP.sinh(p.beta * split / 2) * 2 * p.gamma * m / split
            return {"partition-function": z_sum, "coherence": abs(x_sum / z_sum)}

        def settled(digits: int, _: Any, at: Point = at, f: Callable[[], dict[str, Any]] = compute) -> dict[str, Any]:
            return settle(f, digits, start_bits(at.model, at.beta, digits))

        texts = printed(settled, ("partition-function", "coherence"), 40)
        for name, text in texts.items():
            assert value(at.model, name, at.beta, 40) == text, f"{name}, {at}"


def limit_case(rng: random.Random, kind: str) -> tuple[Model, str, Any]:
    """A model so deep in the limit that the correction is below 1e-60, beta, and the limit as a function."""
    number = sources(rng, 12)
    size = {"omega": f"{rng.randint(100, 999)}e-3", "omega_a": f"{rng.randint(100, 999)}e-3", "gamma": f"{rng.randint(100, 999)}e-3"}
    beta, j = f"{rng.randint(10, 999)}e-2", f"{rng.randint(-500, 500)}e-3"
    if kind == "strong-ferromagnet":
        j = "1e5"
    elif kind == "strong-antiferromagnet":
        number, j = 2 * (number // 2) + 3, "-1e5"
    elif kind == "strong-coupling":
        size["gamma"], j = "1e40", j.lstrip("-")
    elif kind == "weak-coupling":
        size["gamma"] = "1e-40"
    elif kind == "large-gap":
        size["omega_a"] = "1e40"
    else:
        number, beta = max(2, number), "1e-30"
    return Model(N=number, J=j, **size), beta, LIMITS[kind]


def aligned(p: Numbers) -> Any:
    """(36)."""
    split = p.splitting(p.N)
    return 2 * p.N * p.gamma / split * MP.tanh(p.beta * split / 2) * MP.tanh(p.N * p.beta * p.omega_a / 2)


def antialigned(p: Numbers) -> Any:
    """(38) for odd N."""
    split = p.splitting(1)
    return 2 * p.gamma / split * MP.tanh(p.beta * split / 2) * MP.tanh(p.beta * p.omega_a / 2)


def weak(p: Numbers) -> Any:
    """(45), (46): m_0 from the closed form of the free ring."""
    h = p.beta * p.omega_a / 2
    ring = Ring(p, h)
    turn = 1 if ring.turn == MP.inf else MP.coth(ring.turn) if p.J < 0 and p.N % 2 else MP.tanh(ring.turn)
    return 2 * p.gamma / p.omega * MP.tanh(p.beta * p.omega / 2) * p.N * MP.sinh(h) / ring.r * turn


LIMITS = {
    "strong-ferromagnet": aligned,
    "strong-antiferromagnet": antialigned,
    "strong-coupling": lambda p: MP.tanh(p.N * p.beta * p.omega_a / 2),
    "weak-coupling": weak,
    "large-gap": lambda p: 2 * p.N * p.gamma / p.splitting(p.N) * MP.tanh(p.beta * p.splitting(p.N) / 2),
    "high-temperature": lambda p: p.N * p.gamma * p.omega_a / 2 * p.beta**2 * (1 + 2 * p.J * p.beta),
}


@pytest.mark.parametrize("kind", LIMITS)
def test_limits(kind: str) -> None:
    rng = generator(kind)
    for _ in range(share(90, 1)):
        model, beta, limit = limit_case(rng, kind)

        def expected(m: Model = model, b: str = beta, f: Callable[[Any], Any] = limit) -> dict[str, Any]:
            return {"C": f(numbers(m, b))}

        found = settle(expected, 80, start_bits(model, beta, 80))["C"]
        assert value(model, "coherence", beta, 45) == rounded(found, 45, 60), f"{kind}, {model!r} at beta={beta}"
