"""Ground states of a target of more than two levels, decided exactly: which joint sectors tie, and how often a level is there.

In a joint sector the levels are the roots of the characteristic polynomial of K_b + low, low the least energy of the baths. Where all
numbers are rational it is a polynomial over Q: the least roots of two sectors are equal exactly where a root of the greatest common
divisor lies at both of them, and else a narrower ball tells them apart; multiplicities are those of the square-free factors. Other
numbers are told apart by balls alone.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cmp_to_key, lru_cache
from itertools import product
from typing import Any

from flint import acb_mat, arb, fmpq, fmpq_mat, fmpz_poly

from ...balls import working_precision
from ...errors import InputError, NotCertified
from ...exactnumbers import Exact
from ...exactnumbers.sign import ball_here
from ...model import Model
from ...sources.energy import Energy, energy_ball
from ...sources.matrices import Matrix
from ...sources.protocol import MAX_SECTORS
from .endless import ends_of_matrix, rise_of_a_step
from .hermitian import levels_of
from .problem import count_of_sectors, eigenvalue, endless_sectors, lowest

SIGHT = 128
MOST_BITS = 2**14


@dataclass(frozen=True, slots=True)
class ColdSector:
    """A joint sector of ground states: its labels and b_i, the states of its sources (None: not decided), those of the target.

    `levels` is the square-free polynomial of all its levels; None where numbers are not rational, and the level is a single one.
    """

    labels: tuple[Hashable, ...]
    eigenvalues: tuple[Exact, ...]
    sources_degeneracy: int | None
    multiplicity: int
    levels: fmpz_poly | None


@dataclass(frozen=True, slots=True)
class _Candidate:
    labels: tuple[Hashable, ...]
    eigenvalues: tuple[Exact, ...]
    low: Energy


@lru_cache(maxsize=64)
def cold_sectors(model: Model) -> tuple[ColdSector, ...]:
    """The joint sectors of ground states.

    Raises:
        NotCertified: too many sectors, or a tie among numbers that are not all rational.
    """
    bits = SIGHT
    listed = [_candidate(model, labels) for labels in cold_labels(model)]
    while bits <= MOST_BITS:
        with working_precision(bits):
            listed, single = _visible(model, listed)
        if single:
            polynomial = _polynomial(model, listed[0])
            return (_sector(model, listed[0], 1, None if polynomial is None else _square_free(polynomial)),)
        if bits == SIGHT and (exact := _exactly(model, listed)) is not None:
            return exact
        bits *= 2
    raise NotCertified("The ground state is not told from the next level by balls: write the parameters as rational numbers.")


def cold_labels(model: Model) -> Iterable[tuple[Hashable, ...]]:
    """The joint sectors that may hold ground states: of a bath without end the first one alone, by the theorem of `endless`.

    Raises:
        NotCertified: they are too many. InputError: no ground state, as `rise_of_a_step`.
    """
    endless = endless_sectors(model)
    if endless is None:
        count = count_of_sectors(model)
        if count is None or count > MAX_SECTORS:
            raise NotCertified("The sectors of these sources are not looked at one by one for a target of so many levels: try a smaller N.")
        return product(*(bath.sources.sectors() for bath in model.baths))
    from .matrix import ball_matrix

    with working_precision(SIGHT):
        for bath, coupling in zip(model.baths, couplings(model), strict=True):
            if not bath.sources.bounded:
                rise_of_a_step(bath, ends_of_matrix(ball_matrix(coupling)))
    return endless


def _candidate(model: Model, labels: Sequence[Hashable]) -> _Candidate:
    values = tuple(eigenvalue(bath, label) for bath, label in zip(model.baths, labels, strict=True))
    low = Energy()
    for bath, label in zip(model.baths, labels, strict=True):
        low = low + lowest(bath, label)
    return _Candidate(tuple(labels), values, low)


def _visible(model: Model, listed: Sequence[_Candidate]) -> tuple[list[_Candidate], bool]:
    """Those that balls do not tell to lie above another, and whether one is left, with a single least level."""
    found = []
    for one in listed:
        low = energy_ball(one.low)
        values = [low + value for value in levels_of(sector_matrix(model, one.eigenvalues)[0])]
        found.append((one, values))
    least = min(value.upper() for _, values in found for value in values)
    left = [(one, [value for value in values if not value.lower() > least]) for one, values in found]
    left = [(one, values) for one, values in left if values]
    return [one for one, _ in left], len(left) == 1 and len(left[0][1]) == 1


def _sector(model: Model, one: _Candidate, multiplicity: int, levels: fmpz_poly | None) -> ColdSector:
    count: int | None = 1
    for bath, label in zip(model.baths, one.labels, strict=True):
        own = bath.sources.degeneracy(label)
        count = None if own is None or count is None else count * own
    return ColdSector(one.labels, one.eigenvalues, count, multiplicity, levels)


def couplings(model: Model) -> list[Matrix]:
    """The A of each bath."""
    found = [bath.coupling if bath.coupling is not None else model.target.coupling for bath in model.baths]
    return [matrix for matrix in found if matrix is not None]


def sector_matrix(model: Model, eigenvalues: Sequence[Exact]) -> tuple[acb_mat, acb_mat]:
    """(K_b, sum b_i A_i) in balls.

    Raises:
        InputError: the target has no matrix.
    """
    from .matrix import ball_matrix

    if model.target.hamiltonian is None:
        raise InputError("`hamiltonian`", f"is required for a target of {model.target.dimension} levels.")
    own = ball_matrix(model.target.hamiltonian)
    pull = own * 0
    for value, coupling in zip(eigenvalues, couplings(model), strict=True):
        pull = pull + ball_matrix(coupling) * ball_here(value)
    return own + pull, pull


# Rational numbers.


def _exactly(model: Model, listed: Sequence[_Candidate]) -> tuple[ColdSector, ...] | None:
    """The sectors of the least root; None where a number is not rational."""
    found: list[tuple[_Candidate, fmpz_poly]] = []
    for one in listed:
        polynomial = _polynomial(model, one)
        if polynomial is None:
            return None
        found.append((one, polynomial))
    bits = SIGHT
    while bits <= MOST_BITS:
        with working_precision(bits):
            left = _lowest(found)
        if left is not None:
            return tuple(_sector(model, one, times, _square_free(polynomial)) for one, polynomial, times in left)
        bits *= 2
    raise NotCertified("The least levels of two sectors are different, but not told apart at T = 0: change a parameter a little.")


def _polynomial(model: Model, one: _Candidate) -> fmpz_poly | None:
    """The characteristic polynomial of K_b + low, squared: of the real matrix ((A, -B), (B, A)) of a complex one A + iB."""
    assert model.target.hamiltonian is not None
    size = model.target.dimension
    low = None if one.low.parts else one.low.exact.rational
    scales = [value.rational for value in one.eigenvalues]
    if low is None or None in scales:
        return None
    real, imaginary = fmpq_mat(size, size), fmpq_mat(size, size)
    terms: list[tuple[Any, Matrix]] = [(fmpq(1), model.target.hamiltonian), *zip(scales, couplings(model), strict=True)]
    for scale, matrix in terms:
        for i in range(size):
            for j in range(size):
                parts = matrix[i][j].real.rational, matrix[i][j].imag.rational
                if parts[0] is None or parts[1] is None:
                    return None
                real[i, j] += scale * parts[0]
                imaginary[i, j] += scale * parts[1]
    for i in range(size):
        real[i, i] += low
    doubled = fmpq_mat(2 * size, 2 * size)
    for i in range(size):
        for j in range(size):
            doubled[i, j] = doubled[size + i, size + j] = real[i, j]
            doubled[size + i, j], doubled[i, size + j] = imaginary[i, j], -imaginary[i, j]
    found: Any = doubled.charpoly()
    return fmpz_poly(found.numer())


def _square_free(polynomial: fmpz_poly) -> fmpz_poly:
    found = fmpz_poly([1])
    for factor, _ in polynomial.factor_squarefree()[1]:
        found *= factor
    return found


def _roots(polynomial: fmpz_poly) -> list[tuple[arb, int]]:
    """The real roots, ascending, with multiplicities, as disjoint balls."""
    pairs: Any = polynomial.complex_roots()
    found: list[tuple[arb, int]] = [(root.real, times) for root, times in pairs]
    return sorted(found, key=cmp_to_key(_ascending))


def _ascending(one: tuple[arb, int], other: tuple[arb, int]) -> int:
    return -1 if one[0].mid() < other[0].mid() else 1


def _lowest(found: Sequence[tuple[_Candidate, fmpz_poly]]) -> list[tuple[_Candidate, fmpz_poly, int]] | None:
    """The sectors whose least root is the least of all, with its multiplicity; None where this precision does not decide."""
    rows = [(one, polynomial, _roots(polynomial)) for one, polynomial in found]
    best = rows[0]
    for row in rows:
        best = row if row[2][0][0] < best[2][0][0] else best
    chosen = []
    for one, polynomial, roots in rows:
        if roots[0][0] > best[2][0][0]:
            continue
        if not _same(polynomial, roots, best[1], best[2]):
            return None
        chosen.append((one, polynomial, roots[0][1] // 2))
    return chosen


def _same(one: fmpz_poly, own: list[tuple[arb, int]], other: fmpz_poly, others: list[tuple[arb, int]]) -> bool:
    """Whether both least roots are one root of the greatest common divisor, as these balls show."""
    if one == other:
        return True
    shared = _square_free(one).gcd(_square_free(other))
    if shared.degree() < 1:
        return False
    for root, _ in _roots(shared):
        near = [[place for place, (value, _) in enumerate(roots) if value.overlaps(root)] for roots in (own, others)]
        if near == [[0], [0]]:
            return True
    return False


def projector(sector: ColdSector, matrix: acb_mat) -> acb_mat:
    """On the least level of K_b + low: the product of (K_b + low - mu)/(lambda - mu) over the other levels mu, each once.

    Raises:
        NotCertified: balls do not tell the levels of a matrix that is not rational apart.
    """
    if sector.levels is None:
        return _by_eigenvector(matrix)
    (least, _), *others = _roots(sector.levels)
    size = matrix.nrows()
    unit = acb_mat([[int(i == j) for j in range(size)] for i in range(size)])
    found = unit
    for level, _ in others:
        found = found * ((matrix - unit * level) * (1 / (least - level)))
    return found


def _by_eigenvector(matrix: acb_mat) -> acb_mat:
    try:
        values, vectors = acb_mat(matrix).eig(right=True)
    except (ValueError, ArithmeticError):
        raise NotCertified("The levels of the target are not told apart at T = 0: write the parameters as rational numbers.") from None
    place = min(range(len(values)), key=lambda i: float(values[i].real.mid()))
    column = acb_mat([[vectors[i, place]] for i in range(matrix.nrows())])
    adjoint = column.conjugate().transpose()
    return column * adjoint * (1 / (adjoint * column)[0, 0].real)


def counts(sectors: Sequence[ColdSector]) -> tuple[int, arb]:
    """(number of ground states, sum over them of the entropy of the target in their sector).

    Raises:
        NotCertified: a degeneracy is not decided.
    """
    total, inner = 0, arb(0)
    for sector in sectors:
        if sector.sources_degeneracy is None:
            raise NotCertified("The degeneracy of the ground state is not decided for these sources.")
        states = sector.sources_degeneracy * sector.multiplicity
        total, inner = total + states, inner + states * arb(sector.multiplicity).log()
    return total, inner
