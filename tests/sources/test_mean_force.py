"""The Hamiltonian of mean force, h_0 and h, and the Fisher information of the temperature, from rho_t itself in mpmath: 2 and 3 levels."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from mpmath import eighe, exp, log, matrix, mpc, mpf, re, workdps, zeros

from symcoh import Bath, Model, Target, evaluate
from symcoh.errors import InputError, NotCertified
from symcoh.sources import Chain, Independent, Levels, Oscillators

TWO = ([["9/10", "1/10-1/5*i"], ["1/10+1/5*i", "-1/3"]], [["1/2", "1"], ["1", "-1/4"]])
THREE = ([["0", "1/2", "0"], ["1/2", "1", "i"], ["0", "-i", "2"]], [["1", "1/2", "0"], ["1/2", "1", "1/3"], ["0", "1/3", "2"]])
VALUES = {"i": mpc(0, 1), "-i": mpc(0, -1), "1/10-1/5*i": (1, -2), "1/10+1/5*i": (1, 2)}
NAMES = ("mean-force-energy", "mean-force-x", "mean-force-y", "mean-force-z")


def number(text: str) -> Any:
    known = VALUES.get(text)
    if isinstance(known, tuple):
        return mpc(mpf(known[0]) / 10, mpf(known[1]) / 10)
    top, _, bottom = text.partition("/")
    return known if known is not None else mpf(top) / mpf(bottom or 1)


def model(rows: tuple[Any, Any]) -> Model:
    """An open chain of three beside a target of these matrices."""
    bath = Bath(sources=Chain(N=3, J="1/5"), omega_a="7/10", gamma="3/10", coupling=rows[1])
    return Model(target=Target(hamiltonian=rows[0]), baths=[bath])


def thermal(rows: tuple[Any, Any], beta: Any) -> tuple[Any, Any]:
    """(log Z - log Z_B, rho_t): H_A + b A diagonalised for every configuration of the sources."""
    own, coupling = (matrix([[number(entry) for entry in row] for row in one]) for one in rows)
    total, bare, rho = mpf(0), mpf(0), zeros(own.rows)
    for s in product((1, -1), repeat=3):
        energy = -mpf(1) / 5 * (s[0] * s[1] + s[1] * s[2]) + mpf(7) / 20 * sum(s)
        bare += exp(-beta * energy)
        values, vectors = eighe(own + coupling * (mpf(3) / 10 * sum(s)))
        for place, value in enumerate(values):
            weight = exp(-beta * (energy + value))
            total, rho = total + weight, rho + vectors[:, place] * vectors[:, place].H * weight
    return log(total) - log(bare), rho / total


def force(rows: tuple[Any, Any], beta: Any) -> Any:
    """-log(Z rho_t/Z_B)/beta."""
    quotient, rho = thermal(rows, beta)
    values, vectors = eighe(rho)
    found = zeros(rho.rows)
    for place, value in enumerate(values):
        found -= vectors[:, place] * vectors[:, place].H * ((quotient + log(value)) / beta)
    return found


@pytest.mark.parametrize("backend", ["arb", "mpmath"])
@pytest.mark.parametrize("beta", ["1/1000", "13/10", "40"])
def test_of_two_levels(beta: str, backend: str) -> None:
    with workdps(80):
        h = force(TWO, number(beta))
        truth = (re(h[0, 0] + h[1, 1]) / 2, h[0, 1].real, -h[0, 1].imag, re(h[0, 0] - h[1, 1]) / 2)
        for name, value in zip(NAMES, truth, strict=True):
            found = mpf(evaluate(model(TWO), name, beta=beta, digits=25, backend=backend).value)
            assert abs(found - value) <= abs(value) * mpf(10) ** -24, (name, beta)


@pytest.mark.parametrize("backend", ["arb", "mpmath"])
def test_of_three_levels(backend: str) -> None:
    with workdps(80):
        h, step = force(THREE, mpf("1.3")), mpf(10) ** -20
        assert (
            abs(re(h[0, 0] + h[1, 1] + h[2, 2]) / 3 - mpf(evaluate(model(THREE), "mean-force-energy", beta="1.3", digits=25).value)) < 1e-23
        )
        free = mpf(evaluate(model(THREE), "mean-force-free-energy", beta="1.3", digits=25, backend=backend).value)
        assert abs(free + thermal(THREE, mpf("1.3"))[0] / mpf("1.3")) < 1e-23
        (_, one), (_, rho), (_, other) = (thermal(THREE, mpf("1.3") + step * k) for k in (-1, 0, 1))
        slope = (other - one) / (2 * step) * -(mpf("1.3") ** 2)
        values, vectors = eighe(rho)
        inner = vectors.H * slope * vectors
        truth = sum(2 * abs(inner[i, j]) ** 2 / (values[i] + values[j]) for i in range(3) for j in range(3))
        found = mpf(evaluate(model(THREE), "temperature-fisher-information", beta="1.3", digits=25, backend=backend).value)
        assert abs(found - truth) < 1e-23


@pytest.mark.parametrize("backend", ["arb", "mpmath"])
def test_at_zero_temperature(backend: str) -> None:
    """The limit of low temperature, where the next power of T is found from two values: (E_0 + E_1)/2 - E_B and -(E_1 - E_0)/2 n_0."""
    with workdps(1000):
        high, low = force(TWO, mpf(600)), force(TWO, mpf(300))
        h = 2 * high - low
        truth = (re(h[0, 0] + h[1, 1]) / 2, h[0, 1].real, -h[0, 1].imag, re(h[0, 0] - h[1, 1]) / 2)
        for name, value in zip(NAMES, truth, strict=True):
            found = mpf(evaluate(model(TWO), name, T=0, digits=25, backend=backend).value)
            assert abs(found - value) < 1e-24, name


@pytest.mark.parametrize("backend", ["arb", "mpmath"])
def test_ends(backend: str) -> None:
    """Without a coupling h is H_A; ground states with different states of the target leave no h; at beta = 0 all states count."""
    free = Model(sources=Chain(N=2, J="-1/3"), omega_a=0, gamma=0)
    for at in ({"T": 0}, {"beta": 0}, {"beta": "3/2"}):
        assert [str(evaluate(free, name, digits=5, backend=backend, **at)) for name in NAMES] == ["0", "0", "0", "0.50000"]
    tied = Model(sources=Independent(N=1), omega_a=0, gamma="1/4", omega=0)
    assert [str(evaluate(tied, name, T=0, digits=5, backend=backend)) for name in NAMES] == ["-0.25000", "0", "0", "0"]
    levels = Model(sources=Levels(levels=[["2", "1/3", 1], ["1/2", "0", 2]]), target=Target(omega=1, tilt="1/10"))
    assert [str(evaluate(levels, name, beta=0, digits=12, backend=backend)) for name in NAMES] == [
        "0", "0.995004165278", "0", "0.599833416647",
    ]  # fmt: skip
    with pytest.raises(InputError, match="for a target of two levels, not of 3"):
        evaluate(model(THREE), "mean-force-energy", T=0, backend=backend)


def test_of_sources_without_end_at_zero_temperature() -> None:
    """E_1 is the lower level of n = 1 or the upper one of n = 0, whichever is less; along H_A it is not decided."""
    near = Model(sources=Oscillators(N=1, Omega="6/5"), gamma="1/2", omega=3)
    assert str(evaluate(near, "mean-force-energy", T=0, digits=20)) == str(
        evaluate(near, "mean-force-energy", T=0, digits=20, backend="mpmath")
    )
    assert abs(float(evaluate(near, "mean-force-energy", T=0)) - (-1.5 + 1.2 - (1.5**2 + 0.5**2) ** 0.5) / 2) < 1e-15
    far = Model(sources=Oscillators(N=1, Omega="6/5"), gamma="1/2", omega="1/2")
    assert str(evaluate(far, "mean-force-energy", T=0, digits=5)) == "0"
    with pytest.raises(NotCertified, match="not decided at T = 0"):
        evaluate(Model(target=Target(omega=1, tilt="pi/2"), sources=Oscillators(N=1, Omega=2), gamma=1), "mean-force-energy", T=0)


@pytest.mark.parametrize("backend", ["arb", "mpmath"])
def test_the_upper_level_of_another_sector(backend: str) -> None:
    """All along z: |g> at -3/4 and -1/4, |e> at 3/4 and 1/4, so that h is -3/4 and 1/4 at T = 0."""
    along = Model(sources=Independent(N=1), omega_a=0, gamma="1/4", target=Target(omega=1, tilt="pi/2"))
    assert [str(evaluate(along, name, T=0, digits=5, backend=backend)) for name in NAMES] == ["-0.25000", "0", "0", "0.50000"]
