"""(58)-(67): against the blind diagonalisation, with sources that do not commute, and with formulas broken on purpose."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
import pytest
from flint import fmpq, fmpq_mat

from derivations import factorized_eigenvectors as subject
from derivations.foundation import partial_traces
from derivations.foundation.steps import Derivation
from oracles import dense
from symcoh.errors import CheckFailed, InputError


@pytest.fixture(scope="module")
def result() -> Derivation:
    return subject.derive(largest_N=6)


def test_runs_and_opens_with_its_five_lines(result: Derivation) -> None:
    assert result.name == "factorized-eigenvectors" and result.expansion is None
    for word in ("Claim:", "Assumes:", "Source:", "Method:", "Cost:"):
        assert f"\n{word}" in subject.__doc__
    kinds = [step.check.kind for step in result.steps]
    assert kinds.count("identity") == 2 and kinds.count("enumeration") == 7


@pytest.mark.parametrize("number", range(58, 68))
def test_every_equation_has_a_step(result: Derivation, number: int) -> None:
    assert str(number) in result.equations
    spans = [step.claim for step in result.steps]
    assert any(f"({number})" in claim for claim in spans) or (number == 64 and any("(63)-(65)" in claim for claim in spans))


def target_state(H: Any) -> Any:
    """Tr_S e^{-H} normalised, from the eigenvectors of a dense matrix."""
    energies, vectors = np.linalg.eigh(H)
    state = (vectors * np.exp(energies[0] - energies)) @ vectors.T
    half = len(H) // 2
    reduced = np.array([[np.trace(state[a * half : (a + 1) * half, b * half : (b + 1) * half]) for b in (0, 1)] for a in (0, 1)])
    return reduced / np.trace(reduced)


@pytest.mark.parametrize("name", ["ring", "chain", "pairs", "exchange"])
def test_target_state_needs_the_sector_weights_alone(name: str) -> None:
    """ρ_t of the whole matrix against Σ_m W_m e^{-h_m}, W_m from the sources by themselves."""
    N = 4
    sources = np.array([[float(fmpq(x).p) / float(fmpq(x).q) for x in row] for row in partial_traces.source_systems(N)[name].tolist()])
    H = dense.hamiltonian(N, 1.0, 0.7, 0.3, 0.0) + np.kron(np.eye(2), sources)
    energies, vectors = np.linalg.eigh(sources)
    boltzmann = (vectors * np.exp(-energies)) @ vectors.T
    total = np.zeros((2, 2))
    for m in range(-N, N + 1, 2):
        weight = sum(boltzmann[state, state] for state in range(2**N) if N - 2 * state.bit_count() == m)
        levels, basis = np.linalg.eigh(np.array([[0.5, 0.3 * m], [0.3 * m, -0.5]]) + 0.35 * m * np.eye(2))
        total += weight * (basis * np.exp(-levels)) @ basis.T
    assert np.allclose(target_state(H), total / np.trace(total), atol=1e-11)


def test_sources_that_do_not_commute_are_not_covered() -> None:
    """A transverse field on one source: the moments no longer give the partial traces."""
    sources = partial_traces.source_systems(2)["ring"]
    for state in range(4):
        sources[state ^ 1, state] += fmpq(1, 3)
    assert partial_traces.traced_powers(2, sources) != partial_traces.sector_moments(2, sources)


def test_equal_weights_give_equal_traces() -> None:
    """A rotation inside the sector m = 0 changes H_S, its eigenvectors, and nothing the target sees."""
    sources = partial_traces.source_systems(2)["chain"]
    sources[1, 1] = fmpq(5)
    rotation = fmpq_mat([[1, 0, 0, 0], [0, fmpq(3, 5), fmpq(4, 5), 0], [0, fmpq(-4, 5), fmpq(3, 5), 0], [0, 0, 0, 1]])
    rotated = rotation * sources * rotation.transpose()
    assert rotated != sources
    assert partial_traces.traced_powers(2, rotated) == partial_traces.traced_powers(2, sources)


@pytest.mark.parametrize(
    ("old", "new", "claim"),
    [
        ("(H_A + b[i] * A", "(H_A + 2 * b[i] * A", r"\(66\)"),
        ("[2 * gamma * m, branch * S - omega]", "[2 * gamma * m, branch * S + omega]", r"\(60\), \(20\)"),
        ("+ omega_a * m / 2 - J * bond_sum", "+ omega_a * m / 2 + J * bond_sum", r"\(60\), \(20\)"),
        ("return N - 2 * state.bit_count()", "return 2 * state.bit_count() - N", r"\(58\)"),
        ("(S - table.omega) * (-S - table.omega)", "(S - table.omega) * (S - table.omega)", r"\(67\)"),
        ("4 * gamma * gamma * m * m) / 4", "2 * gamma * gamma * m * m) / 4", "det"),
        ("[0, 0, 0, 1, 0, 1, 0, 2]", "[0, 0, 0, 1, 0, 1, 0, -2]", "N = 2"),
        ("[0, 0, 0, 1, 0, 1, 0, 2]", "[0, 0, 0, 1, 0, 0, 0, 2]", "N = 2.*rank"),
        ("- (S / 2 - J) * w[row]", "- (S / 2 + J) * w[row]", r"N = 1, \\u03c9_a = 0"),
        ("(comb(p, q) * moment)", "(comb(p, q) * moment * 2)", "Tr_S"),
    ],
)
def test_broken_step_is_caught(monkeypatch: pytest.MonkeyPatch, old: str, new: str, claim: str) -> None:
    """A fault in the file of the derivation, or in the partial traces that it imports."""
    sources = {module: inspect.getsource(module) for module in (subject, partial_traces)}
    assert sum(source.count(old) for source in sources.values()) == 1, old
    (broken,) = (module for module, source in sources.items() if old in source)
    namespace: dict[str, Any] = {"__name__": broken.__name__, "__package__": broken.__package__}
    exec(compile(sources[broken].replace(old, new), broken.__name__, "exec"), namespace)
    if broken is partial_traces:
        for name in ("bond_sum", "magnetization", "sector_moments"):
            monkeypatch.setattr(subject, name, namespace[name])
    derive = subject.derive if broken is partial_traces else namespace["derive"]
    with pytest.raises(CheckFailed, match=claim):
        derive(largest_N=2)


@pytest.mark.parametrize("largest", [1, 7])
def test_refusals(largest: int) -> None:
    with pytest.raises(InputError, match=f"`largest_N` must be from 2 to 6, but is {largest}"):
        subject.derive(largest_N=largest)
