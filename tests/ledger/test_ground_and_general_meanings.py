"""The meanings behind (40)-(67) against other routes: the exact ground manifold, thermal states near T = 0, spectral sums."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest
from flint import arb, arb_mat, fmpq_mat

from reliability.sampling import SOAK
from symcoh import Model
from symcoh.attack.definitions import asymptotics, general, ground
from symcoh.attack.definitions.model import MEANINGS, coherence
from symcoh.attack.evaluation_point import EvaluationPoint
from symcoh.balls import certainly_less, working_precision
from symcoh.certificates.interpret import identity_matrix
from symcoh.errors import InputError
from symcoh.exactnumbers import exact, rational
from symcoh.exactnumbers.sign import ball_here
from symcoh.ground import bloch_vector, critical_coupling, ground_manifold

BITS = 400
SMALL = arb(10) ** -90
TARGETS = (("1", "3/10"), ("4/5", "3/10"), ("0", "3/7"), ("1", "0"), ("0", "0"), ("1", "-1/3"))


def free_models(smallest: int = 1) -> Iterator[Model]:
    """J = 0, every parity and corner: omega = 0, gamma = 0 and negative, omega_a = 0 and negative."""
    for size in range(smallest, 7):
        for omega, gamma in TARGETS:
            for source_gap in ("7/10", "0", "-3/5"):
                yield Model(N=size, omega=omega, omega_a=source_gap, gamma=gamma)


def models() -> Iterator[Model]:
    """The same with J of either sign, and on the crossing line."""
    for model in free_models():
        line = critical_coupling(model)
        yield from (replace(model, J=exact(coupling)) for coupling in ("2/5", "0", "-1/10", "-2"))
        if line is not None:
            yield replace(model, J=line)


def here(model: Model, **exacts: int) -> EvaluationPoint:
    """The model without a temperature."""
    return EvaluationPoint(model=model, beta=None, exacts={name: exact(value) for name, value in exacts.items()})


def close(left: arb, right: arb) -> bool:
    """Whether two balls overlap and are sharp."""
    return bool(left.overlaps(right)) and certainly_less(abs(left - right), SMALL) is True


@pytest.mark.parametrize(("name", "pauli"), [("sigma_x", [[0, 1], [1, 0]]), ("sigma_z", [[1, 0], [0, -1]])])
def test_a_pauli_matrix_of_the_target_leaves_the_sources_alone(name: str, pauli: list[list[int]]) -> None:
    """Its Kronecker product with the identity of the 2^N source states."""
    for size in (1, 3):
        found = MEANINGS[name](here(Model(N=size, omega_a=1, gamma=1)))
        wide = 2**size
        rows = [[pauli[i // wide][j // wide] * (i % wide == j % wide) for j in range(2 * wide)] for i in range(2 * wide)]
        assert found == arb_mat(rows)


def test_ground_energy_and_coherence_are_those_of_the_exact_manifold() -> None:
    with working_precision(BITS):
        for model in models():
            manifold = ground_manifold(model)
            assert close(ground.ground_energy(here(model)), ball_here(manifold.energy)), model
            assert close(ground.ground_coherence(here(model)), abs(ball_here(bloch_vector(model, manifold)[0]))), model


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("side", [-1, 0, 1])
def test_ground_coherence_is_the_limit_of_the_thermal_one(size: int, side: int) -> None:
    model = Model(N=size, omega=1, omega_a="7/10", gamma="3/10")
    line = critical_coupling(model) or exact(0)
    cold = EvaluationPoint(model=replace(model, J=line + rational(side, 10)), beta=exact(2000))
    with working_precision(40 * BITS):
        assert certainly_less(abs(coherence(cold) - ground.ground_coherence(cold)), arb(10) ** -20)


def test_crossing_is_where_the_ground_manifold_changes() -> None:
    with working_precision(BITS):
        for model in free_models(smallest=2):
            line = critical_coupling(model)
            assert line is not None
            assert close(ground.crossing(here(model)), ball_here(line)), model
            for side in (-1, 1):
                beside = replace(model, J=line + rational(side, 10**6))
                manifold = ground_manifold(beside)
                assert {abs(level.m) for level in manifold.levels} == {model.N if side == 1 else model.N % 2}, beside
                assert close(ground.ground_energy(here(beside)), ball_here(manifold.energy)), beside


def test_one_source_has_no_crossing() -> None:
    with pytest.raises(InputError, match="at least 2"):
        ground.crossing(here(Model(N=1, omega_a=1, gamma=1)))


def test_free_magnetization_is_that_of_the_transfer_matrix() -> None:
    random = Random("free magnetization")
    for size in range(1, 8):
        model = Model(N=size, omega_a=f"{random.randint(1, 30)}/10", gamma=1, J=f"{random.randint(-20, 20)}/10")
        at = EvaluationPoint(model=model, beta=exact(f"{random.randint(1, 30)}/10"))
        with working_precision(BITS):
            field, bond = at.parameter("beta") * at.parameter("omega_a") / 2, at.parameter("K")
            transfer = arb_mat([[(bond - field).exp(), (-bond).exp()], [(-bond).exp(), (bond + field).exp()]])
            down_minus_up = arb_mat([[-1, 0], [0, 1]])
            power = transfer**size
            mean = size * (down_minus_up * power).trace() / power.trace()
            assert close(asymptotics.free_magnetization(at), mean)


@pytest.mark.parametrize("seed", range(12 * SOAK))
def test_systems_satisfy_the_assumptions_of_appendix_a(seed: int) -> None:
    system = general.drawn(seed)
    assert system.h_b * system.b == system.b * system.h_b
    for matrix in (system.h_a, system.a, system.h_b, system.b):
        assert matrix == matrix.transpose()
    size = system.b.nrows()
    assert system.vectors * system.vectors.transpose() == fmpq_mat(size, size, [int(i == j) for i in range(size) for j in range(size)])
    assert len(set(system.energies)) < len(system.energies)
    assert len(set(system.values)) < len(system.values)


@pytest.mark.parametrize("seed", range(6 * SOAK))
def test_factorised_eigenvectors_resolve_unity_and_the_hamiltonian(seed: int) -> None:
    at = here(Model(N=1, omega_a=1, gamma=1), seed=seed)
    with working_precision(BITS):
        hamiltonian = general.total_hamiltonian(at)
        size = hamiltonian.nrows()
        unity, spectral = (arb_mat(size, size) for _ in range(2))
        for i in general.DOMAINS["joint_eigenvectors"](at):
            for j in general.DOMAINS["target_eigenvectors"](at):
                vector = general.product_vector(at, arb(j), arb(i))
                dyad = vector * vector.transpose()
                unity = unity + dyad
                spectral = spectral + dyad * (vector.transpose() * hamiltonian * vector)[0, 0]
        assert all(close(a, b) for a, b in zip(unity.entries(), identity_matrix(size).entries(), strict=True))
        assert all(close(a, b) for a, b in zip(spectral.entries(), hamiltonian.entries(), strict=True))


def test_seeds_reach_every_size() -> None:
    sizes = {(system.a.nrows(), system.b.nrows()) for system in map(general.drawn, range(40))}
    assert sizes == {(2, 3), (2, 4), (3, 3), (3, 4)}
