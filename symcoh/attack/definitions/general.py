"""(58)-(67): the interaction of the ring as a product, and systems A + B drawn from a seed.

A system is exact: H_A and A are random symmetric rational matrices, H_B and B share the columns of a rational orthogonal matrix
and have repeated eigenvalues. H and H_AB are filled element by element; Kronecker products, which the printed formulas use,
play no part in what they mean.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from flint import acb_mat, arb, arb_mat, fmpq, fmpq_mat

from ...certificates.interpret import identity_matrix
from ...errors import InputError
from ..evaluation_point import EvaluationPoint, Meaning, magnetization_of, spins
from .sectors import whole

ELEMENTS = range(-4, 5)
EIGENVALUES = range(-2, 3)


@dataclass(frozen=True, kw_only=True, slots=True)
class System:
    """H_A, A and any vector psi of system A; H_B, B and their common eigenvectors (columns) with eigenvalues of system B."""

    h_a: fmpq_mat
    a: fmpq_mat
    psi: fmpq_mat
    h_b: fmpq_mat
    b: fmpq_mat
    vectors: fmpq_mat
    energies: tuple[int, ...]
    values: tuple[int, ...]


def drawn(seed: int) -> System:
    """The system of a seed; a draw in which some H_A + bA has a repeated eigenvalue is passed over.

    >>> system = drawn(5)
    >>> system.h_b * system.b == system.b * system.h_b
    True
    """
    random = Random(seed)
    while True:
        system = _attempt(random)
        if all((system.h_a + system.a * value).charpoly().discriminant() != 0 for value in system.values):
            return system


def _attempt(random: Random) -> System:
    inner, outer = random.choice([2, 3]), random.choice([3, 4])
    vectors = cayley(random, outer)
    energies, values = (_degenerate(random, outer) for _ in range(2))
    h_b, b = (vectors * _diagonal(eigenvalues) * vectors.transpose() for eigenvalues in (energies, values))
    return System(
        h_a=_symmetric(random, inner),
        a=_symmetric(random, inner),
        psi=fmpq_mat(inner, 1, [random.choice(ELEMENTS) for _ in range(inner - 1)] + [1]),
        h_b=h_b,
        b=b,
        vectors=vectors,
        energies=energies,
        values=values,
    )


def cayley(random: Random, size: int) -> fmpq_mat:
    """(1 - K)(1 + K)^{-1} with K antisymmetric: a rational orthogonal matrix, since 1 - K and 1 + K commute.

    >>> turn = cayley(Random(1), 3)
    >>> turn * turn.transpose() == fmpq_mat(3, 3, [1, 0, 0, 0, 1, 0, 0, 0, 1])
    True
    """
    half = [[fmpq(random.choice(ELEMENTS), 2) if i < j else fmpq(0) for j in range(size)] for i in range(size)]
    skew = fmpq_mat([[half[i][j] - half[j][i] for j in range(size)] for i in range(size)])
    unit = _diagonal((1,) * size)
    return (unit - skew) * (unit + skew).inv()


def _degenerate(random: Random, size: int) -> tuple[int, ...]:
    """Whole eigenvalues, at least two of them equal."""
    found = [random.choice(EIGENVALUES) for _ in range(size - 1)]
    return tuple(random.sample([*found, found[0]], size))


def _diagonal(values: tuple[int, ...]) -> fmpq_mat:
    size = len(values)
    return fmpq_mat(size, size, [values[i] if i == j else 0 for i in range(size) for j in range(size)])


def _symmetric(random: Random, size: int) -> fmpq_mat:
    half = [[random.choice(ELEMENTS) for _ in range(size)] for _ in range(size)]
    return fmpq_mat([[fmpq(half[i][j] + half[j][i], 2) for j in range(size)] for i in range(size)])


def system_of(here: EvaluationPoint) -> System:
    """The system of the point."""

    def make() -> System:
        seed = here.exact_symbol("seed")
        if seed is None or seed.integer is None:
            raise InputError("seed", "must be an integer here.")
        return drawn(seed.integer)

    return here.remember("system", make)


def _stored(name: str) -> Meaning:
    return lambda here: arb_mat(getattr(system_of(here), name))


def total_hamiltonian(here: EvaluationPoint) -> arb_mat:
    """H of A + B: <i k|H|j l> = (H_A)_ij delta_kl + delta_ij (H_B)_kl + A_ij B_kl."""
    system = system_of(here)

    def element(i: int, k: int, j: int, other: int) -> fmpq:
        return system.h_a[i, j] * (k == other) + system.h_b[k, other] * (i == j) + system.a[i, j] * system.b[k, other]

    return _filled(system, element)


def interaction(here: EvaluationPoint) -> arb_mat:
    """H_AB: <i k|H_AB|j l> = A_ij B_kl."""
    system = system_of(here)
    return _filled(system, lambda i, k, j, other: system.a[i, j] * system.b[k, other])


def _filled(system: System, element: Callable[[int, int, int, int], fmpq]) -> arb_mat:
    places = [(i, k) for i in range(system.a.nrows()) for k in range(system.b.nrows())]
    return arb_mat(fmpq_mat([[element(*row, *column) for column in places] for row in places]))


def common_eigenvector(here: EvaluationPoint, i: arb) -> arb_mat:
    """|b, beta>, the i-th column of the orthogonal matrix."""
    vectors = system_of(here).vectors
    at = whole(i, "i")
    return arb_mat(fmpq_mat([[vectors[row, at]] for row in range(vectors.nrows())]))


def eigenvector(here: EvaluationPoint, j: arb, i: arb) -> arb_mat:
    """The j-th normalised eigenvector of H_A + bA: a column of the projector, the product of (matrix - mu)/(lambda - mu)."""
    system = system_of(here)
    matrix = arb_mat(system.h_a + system.a * system.values[whole(i, "i")])
    found = sorted((value.real for value in acb_mat(matrix).eig()), key=lambda value: value.mid())
    unit = identity_matrix(len(found))
    own = found[whole(j, "j")]
    projector = unit
    for other in found:
        if other is not own:
            projector = projector * (matrix - unit * other) * (1 / (own - other))
    heaviest = max(range(len(found)), key=lambda place: projector[place, place].mid())
    norm = projector[heaviest, heaviest].sqrt()
    return arb_mat([[projector[row, heaviest] / norm] for row in range(len(found))])


def product_vector(here: EvaluationPoint, j: arb, i: arb) -> arb_mat:
    """|chi_b^j, b, beta>: component (r, k) is that of the eigenvector of H_A + bA times that of |b, beta>."""
    inner, outer = eigenvector(here, j, i).entries(), common_eigenvector(here, i).entries()
    return arb_mat([[first * second] for first in inner for second in outer])


def ring_interaction(here: EvaluationPoint) -> arb_mat:
    """H_TS: the part of (1) with gamma, by the bits of the basis states."""
    size, mixing = 1 << here.model.N, here.parameter("gamma")
    entries = [[arb(0)] * (2 * size) for _ in range(2 * size)]
    for word in range(size):
        entries[word][size + word] = entries[size + word][word] = mixing * magnetization_of(spins(here.model.N, word))
    return arb_mat(entries)


def source_magnetization(here: EvaluationPoint) -> arb_mat:
    """M on the sources alone."""
    size = 1 << here.model.N
    moments = [magnetization_of(spins(here.model.N, word)) for word in range(size)]
    return arb_mat(size, size, [moments[i] if i == j else 0 for i in range(size) for j in range(size)])


MEANINGS: dict[str, Meaning] = {
    "H_TS": ring_interaction,
    "M_S": source_magnetization,
    "H_total": total_hamiltonian,
    "H_AB": interaction,
    "H_A": _stored("h_a"),
    "H_B": _stored("h_b"),
    "A": _stored("a"),
    "B": _stored("b"),
    "psi": _stored("psi"),
    "one_A": lambda here: identity_matrix(system_of(here).a.nrows()),
    "one_B": lambda here: identity_matrix(system_of(here).b.nrows()),
    "ket_b": common_eigenvector,
    "b": lambda here, i: arb(system_of(here).values[whole(i, "i")]),
    "epsilon": lambda here, i: arb(system_of(here).energies[whole(i, "i")]),
    "chi_b": eigenvector,
    "product_b": product_vector,
}

DOMAINS: dict[str, Callable[[EvaluationPoint], list[Any]]] = {
    "joint_eigenvectors": lambda here: list(range(system_of(here).b.nrows())),
    "target_eigenvectors": lambda here: list(range(system_of(here).a.nrows())),
}
