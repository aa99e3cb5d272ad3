"""The ends beta = 0 and T = 0 and the exact zeros, for every quantity and both backends."""

from __future__ import annotations

import pytest

from oracles.numbers import MP, QUANTITIES, precision, rounded
from symcoh import Model, evaluate
from symcoh.errors import InputError
from symcoh.exactnumbers import ZERO

from .compare import expected_ground
from .sampling import generator, point, share, vanishes

BACKENDS = ("arb", "mpmath")
ZEROS_AT_BETA_0 = (
    "coherence", "bloch-x", "bloch-z", "heat-capacity", "magnetization", "coherence-derivative", "ergotropy",
    "quantum-fisher-information", "relative-entropy-of-coherence",
)  # fmt: skip


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("size", [1, 2, 3, 10, 101])
def test_infinite_temperature(size: int, backend: str) -> None:
    model = Model(N=size, omega="0.9", omega_a="-0.7", gamma="0.3", J="0.4")
    with precision(400):
        log_2 = MP.log(2)
        wanted = dict.fromkeys(ZEROS_AT_BETA_0, "0")
        wanted |= dict.fromkeys(("population-ground", "population-excited", "purity"), rounded(MP.mpf(1) / 2, 40))
        wanted |= dict.fromkeys(("entropy", "log-partition-function"), rounded((size + 1) * log_2, 40))
        wanted |= {"target-entropy": rounded(log_2, 40), "partition-function": rounded(MP.mpf(2) ** (size + 1), 40)}
        wanted["energy"] = "-" + rounded(MP.mpf(4) / 10, 40) if size == 1 else "0"
    assert set(wanted) | {"free-energy"} == set(QUANTITIES)
    for name, text in wanted.items():
        assert evaluate(model, name, beta=0, digits=40, backend=backend).value == text, name
    with pytest.raises(InputError, match="free-energy"):
        evaluate(model, "free-energy", beta=0, backend=backend)


@pytest.mark.parametrize("backend", BACKENDS)
def test_zero_temperature(backend: str) -> None:
    rng, tied = generator("zero temperature"), 0
    for _ in range(share(40, 1)):
        at, digits = point(rng, rng.choice((4, 9, 20)), zeros=True), rng.choice((40, 70))
        wanted = expected_ground(at, digits)
        assert set(wanted) | {"partition-function", "log-partition-function"} == set(QUANTITIES)
        for name, text in wanted.items():
            temperature = {"beta": "oo"} if rng.random() < 0.5 else {"T": 0}
            # The ground state is exact: with gamma or omega_a zero these are zero by symmetry or limit, as at T > 0.
            text = "0" if vanishes(at.model, name) and name not in ("energy", "heat-capacity") else text
            assert evaluate(at.model, name, digits=digits, backend=backend, **temperature).value == text, f"{name} at T = 0 of {at.model!r}"
        tied += wanted["entropy"] != "0"
        for name in ("partition-function", "log-partition-function"):
            with pytest.raises(InputError, match=name):
                evaluate(at.model, name, T=0, backend=backend)
    assert 12 * tied > share(40, 1)


@pytest.mark.parametrize("backend", BACKENDS)
def test_exact_zeros(backend: str) -> None:
    rng, zeros = generator("exact zeros"), 0
    for _ in range(share(60, 1)):
        at = point(rng, 9)
        parts = {"omega": at.model.omega, "omega_a": at.model.omega_a, "gamma": at.model.gamma}
        for name in rng.sample(sorted(parts), rng.randint(1, 3)):
            parts[name] = ZERO
        model = Model(N=at.model.N, J=at.model.J, **parts)
        for name in QUANTITIES:
            if vanishes(model, name):
                zeros += 1
                assert evaluate(model, name, beta=at.beta, digits=30, backend=backend).value == "0", f"{name} of {model!r}"
    assert zeros > 200
