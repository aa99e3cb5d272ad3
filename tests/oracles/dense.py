"""The dense 2^(N+1) Hamiltonian (1)-(2) in float64, diagonalised blindly; about ten digits.

Sites are Kronecker factors, the target first. The thermal state is built in the log domain, so that large
beta neither overflows nor underflows. Nothing is assumed about conserved quantities.
"""

from __future__ import annotations

import math

import numpy as np

from symcoh.model import Model

SIGMA_X = np.array([[0.0, 1.0], [1.0, 0.0]])
SIGMA_Z = np.array([[1.0, 0.0], [0.0, -1.0]])


def hamiltonian(sources: int, omega: float, omega_a: float, gamma: float, coupling: float) -> np.ndarray:
    """H of (1)-(2) as a dense matrix."""
    sites = [_site(SIGMA_Z, k, sources) for k in range(1, sources + 1)]
    result = omega / 2 * _site(SIGMA_Z, 0, sources) + sum(omega_a / 2 * site for site in sites)
    result = result + gamma * _site(SIGMA_X, 0, sources) @ sum(sites)
    for k in range(sources):
        result = result - coupling * sites[k] @ sites[(k + 1) % sources]
    return result


def _site(operator: np.ndarray, place: int, sources: int) -> np.ndarray:
    left, right = np.eye(2**place), np.eye(2 ** (sources - place))
    return np.kron(np.kron(left, operator), right)


def quantities(model: Model, beta: float) -> dict[str, float]:
    """Every quantity at 0 < beta < oo; dC/dT from the commutator-free covariance of H and sigma^x.

    Absolute errors are about 1e-12 times (1 + beta |H|); differences of nearly equal numbers keep no more.
    """
    omega, omega_a, gamma, coupling = (float(_fraction(v)) for v in (model.omega, model.omega_a, model.gamma, model.J))
    matrix = hamiltonian(model.N, omega, omega_a, gamma, coupling)
    energies, vectors = np.linalg.eigh(matrix)
    weights = np.exp(-beta * (energies - energies[0]))
    log_z = float(np.log(weights.sum()) - beta * energies[0])
    weights = weights / weights.sum()
    energy = float(weights @ energies)
    state = (vectors * weights) @ vectors.T
    half = 2**model.N
    reduced = np.array([[np.trace(state[i * half : (i + 1) * half, j * half : (j + 1) * half]) for j in (0, 1)] for i in (0, 1)])
    magnetization = sum(float(np.sum(np.diag(state) * np.diag(_site(SIGMA_Z, k, model.N)))) for k in range(1, model.N + 1))
    found = {
        "partition-function": math.exp(log_z) if log_z < 700 else math.inf,
        "log-partition-function": log_z,
        "free-energy": -log_z / beta,
        "energy": energy,
        "entropy": float(-np.sum(weights[weights > 0] * np.log(weights[weights > 0]))),
        "heat-capacity": float(beta**2 * (weights @ (energies - energy) ** 2)),
        "magnetization": magnetization,
        "coherence-derivative": _derivative(model, beta, energies, vectors, weights, energy),
    }
    found.update(_target(reduced, omega))
    return found


def _derivative(model: Model, beta: float, energies: np.ndarray, vectors: np.ndarray, weights: np.ndarray, energy: float) -> float:
    """dC/dT = beta^2 Cov(H, sigma^x), Tr[sigma^x H e^{-beta H}] taken in the eigenbasis of H."""
    diagonal = np.einsum("ik,ij,jk->k", vectors, _site(SIGMA_X, 0, model.N), vectors, optimize=True)
    mean = float(weights @ diagonal)
    return float(np.sign(mean) * beta**2 * (weights @ ((energies - energy) * (diagonal - mean))))


def _target(reduced: np.ndarray, omega: float) -> dict[str, float]:
    """The target's quantities from its density matrix in the basis |e>, |g>."""
    eigenvalues = np.clip(np.linalg.eigvalsh(reduced), 0, 1)
    diagonal = np.clip(np.diag(reduced), 0, 1)
    levels = np.array([omega / 2, -omega / 2])
    mixing = _entropy(eigenvalues)
    difference = eigenvalues[:, None] - eigenvalues[None, :]
    total = eigenvalues[:, None] + eigenvalues[None, :]
    _, basis = np.linalg.eigh(reduced)
    generator = basis.T @ (SIGMA_Z / 2) @ basis
    fisher = 2 * np.sum(np.where(total > 0, difference**2 / np.where(total > 0, total, 1), 0) * generator**2)
    return {
        "coherence": float(2 * abs(reduced[0, 1])),
        "bloch-x": float(2 * reduced[0, 1]),
        "bloch-z": float(reduced[0, 0] - reduced[1, 1]),
        "population-excited": float(reduced[0, 0]),
        "population-ground": float(reduced[1, 1]),
        "purity": float(np.trace(reduced @ reduced)),
        "target-entropy": mixing,
        "relative-entropy-of-coherence": _entropy(diagonal) - mixing,
        "quantum-fisher-information": float(fisher),
        "ergotropy": float(levels @ np.diag(reduced) - np.sort(levels) @ np.sort(eigenvalues)[::-1]),
    }


def _entropy(probabilities: np.ndarray) -> float:
    positive = probabilities[probabilities > 0]
    return float(-np.sum(positive * np.log(positive)))


def _fraction(value: object) -> float:
    rational = value.rational  # type: ignore[attr-defined]  # an Exact
    assert rational is not None, "the dense oracle takes rational parameters"
    return int(rational.p) / int(rational.q)
