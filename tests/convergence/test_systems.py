"""Radii of convergence of other sources: Z by dense matrices or all configurations at the zero and on a circle; the ring both ways."""

from __future__ import annotations

import contextlib
import io
import json
import random
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from sources.random_models import ctx, eigenstates, parts_of_case
from symcoh import Bath, Model, Target
from symcoh.cli.main import run
from symcoh.convergence import Problem, convergence_radius
from symcoh.convergence.radius import nearest_zero
from symcoh.convergence.response import response
from symcoh.convergence.systems import system_response
from symcoh.errors import InputError, NotCertified
from symcoh.exactnumbers import exact
from symcoh.sources import XXZ, Chain, Complete, Independent, Levels, Oscillators
from symcoh.units import Units

POINTS = 256


def inside(Z: Callable[[Any], Any], radius: Any) -> int:
    """The zeros of Z in the disc, by the turns of Z along its circle: no proof."""
    values = [Z(radius * ctx.expjpi(2 * ctx.mpf(k) / POINTS)) for k in range(POINTS)]
    turned = ctx.fsum(ctx.arg(values[(k + 1) % POINTS] / values[k]) for k in range(POINTS))
    return int(ctx.nint(turned / (2 * ctx.pi)))


def check(found: Any, Z: Callable[[Any], Any]) -> None:
    zero = ctx.mpc(str(found.real), str(found.imaginary))
    assert abs(abs(zero) - ctx.mpf(str(found.radius))) < ctx.mpf(10) ** -14 * abs(zero)
    assert abs(Z(zero)) < ctx.mpf(10) ** -10 * abs(Z(zero.real))
    assert inside(Z, abs(zero) * ctx.mpf("0.98")) == 0 < inside(Z, abs(zero) * ctx.mpf("1.02"))


@pytest.mark.parametrize("chunk", range(3))
def test_zeros_in_beta_against_dense_matrices(chunk: int) -> None:
    seen = 0
    for number in range(300 + chunk, 420, 3):
        model, _, parts = parts_of_case(random.Random(number), 3)
        if seen == 4 or model.target.dimension > 2 or any(text in repr(model) for text in ("10**", "100000")):
            continue
        try:
            found = convergence_radius("high-temperature", Problem(model=model), 15)
        except (InputError, NotCertified):
            continue
        rows = eigenstates(*parts)
        mean = ctx.fsum(count * energy for energy, count, _, _ in rows) / sum(count for _, count, _, _ in rows)

        def Z(beta: Any, rows: Any = rows, mean: Any = mean) -> Any:
            return ctx.fsum(count * ctx.exp(-beta * (energy - mean)) for energy, count, _, _ in rows)

        check(found, Z)
        seen += 1
    assert seen == 4


@pytest.mark.parametrize("derivation", ["weak-coupling", "small-gap"])
@pytest.mark.parametrize("sources", [Chain(N=4, J="-1/3"), Complete(N=3, J="1/4"), XXZ(shape="chain", N=3, J_xy="1/3", J="-1/5")], ids=repr)
def test_zeros_in_gamma_and_omega_a(derivation: str, sources: Any) -> None:
    """Z as a sum over all configurations, or over the levels of each M by dense matrices, at complex gamma or omega_a."""
    beta, omega, omega_a, gamma = (ctx.mpf(x) for x in (2, 1, "0.7", "0.4"))
    model = Model(sources=sources, omega_a="7/10", gamma="2/5")
    found = convergence_radius(derivation, Problem(model=model, beta=exact(2)), 15)
    weights = weights_of(sources, beta)

    def Z(v: Any) -> Any:
        g, w = (v, omega_a) if derivation == "weak-coupling" else (gamma, v)
        return ctx.fsum(
            W * ctx.exp(-beta * w * m / 2) * ctx.cosh(beta * ctx.sqrt(omega**2 + 4 * (g * m) ** 2) / 2) for m, W in weights.items()
        )

    check(found, Z)


def weights_of(sources: Any, beta: Any) -> dict[int, Any]:
    size = sources.N
    states = list(product((-1, 1), repeat=size))
    found: dict[int, Any] = {}
    if isinstance(sources, XXZ):
        for m in range(-size, size + 1, 2):
            own = [s for s in states if sum(s) == m]
            matrix = ctx.matrix(len(own))
            for i, s in enumerate(own):
                for k in range(size - 1):
                    matrix[i, i] += s[k] * s[k + 1] / ctx.mpf(5)
                    if s[k] != s[k + 1]:
                        swapped = list(s)
                        swapped[k], swapped[k + 1] = s[k + 1], s[k]
                        matrix[own.index(tuple(swapped)), i] -= 2 / ctx.mpf(3)
            found[m] = ctx.fsum(ctx.exp(-beta * e) for e in ctx.eigsy(matrix, eigvals_only=True))
        return found
    near = isinstance(sources, Chain)
    J = -1 / ctx.mpf(3) if near else 1 / ctx.mpf(4)
    for s in states:
        bonds = sum(s[k] * s[j] for j in range(size) for k in range(j) if not near or j == k + 1)
        found[sum(s)] = found.get(sum(s), 0) + ctx.exp(beta * J * bonds)
    return found


@pytest.mark.parametrize("derivation", ["high-temperature", "weak-coupling", "small-gap"])
@pytest.mark.parametrize("J", ["2/5", "-2/5", "0"])
def test_the_ring_both_ways(derivation: str, J: str) -> None:
    problem = Problem(model=Model(N=4, omega_a="7/10", gamma="-3/10", J=J), beta=None if derivation == "high-temperature" else exact("3/2"))
    one, other = nearest_zero(response(derivation, problem)), nearest_zero(system_response(derivation, problem))
    assert one.overlaps(other) or one.overlaps(-other.conjugate())
    assert response(derivation, problem).even == system_response(derivation, problem).even


def refused(model: Model, derivation: str, match: str) -> None:
    with pytest.raises((InputError, NotCertified), match=match):
        convergence_radius(derivation, Problem(model=model, beta=None if derivation == "high-temperature" else exact(1)))


def test_refused() -> None:
    chain = Chain(N=3, J="1/5")
    flat = Target(hamiltonian=[["1/2", 0], [0, "-1/2"]])
    baths = [Bath(sources=chain, omega_a=1, coupling=[[0, 1], [1, 0]]), Bath(sources=chain, omega_a=1, coupling=[[0, "i"], ["-i", 0]])]
    refused(Model(target=flat, baths=baths), "high-temperature", "both x and y")
    refused(Model(sources=chain, omega_a=0, gamma=1), "high-temperature", "C = 0")
    refused(Model(sources=chain, omega_a=0, gamma=1), "weak-coupling", "`omega_a` must not be 0")
    refused(Model(sources=chain, omega_a=1, gamma=1, target=Target(tilt="1/5")), "small-gap", "target of the paper")
    refused(Model(sources=Levels(levels=[[1, 0, 1], [0, 1, 1]])), "weak-coupling", "one gamma and one omega_a")
    refused(Model(sources=Oscillators(N=1, Omega=2), gamma=1), "high-temperature", "finitely many levels")
    refused(Model(sources=Chain(N=200, J="-1/5"), omega_a=1, gamma=1), "high-temperature", "have more than")
    refused(Model(sources=Independent(N=2), omega_a=1, gamma=1, units=Units(energy="GHz", temperature="mK")), "high-temperature", "natural")


def call(*words: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as stop:
        run(["radius", *words])
    return int(str(stop.value.code)), out.getvalue(), err.getvalue()


def test_command(tmp_path: Path) -> None:
    named = ["--sources-model", "chain", "-N", "3", "-J=-1/3", "--format", "json"]
    (tmp_path / "m.toml").write_text('[sources]\nsystem = "chain"\nN = 3\nJ = "-1/3"\nomega_a = "7/10"\ngamma = "3/10"\n')
    for derivation, options in (
        ("high-temperature", ["--omega-a", "0.7", "--gamma", "0.3"]),
        ("weak-coupling", ["--omega-a", "0.7", "--beta", "2"]),
        ("small-gap", ["--gamma", "0.3", "--beta", "2"]),
    ):
        heat = options[2:] if "--beta" in options else []
        code, out, err = call(derivation, *named, *options)
        assert (code, err) == (0, "") and json.loads(out)["certified"] is True
        assert call(derivation, "--model", str(tmp_path / "m.toml"), "--format", "json", *heat)[1] == out
