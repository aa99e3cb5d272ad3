"""Z and Tr σ^x e^{-βH} of any spins 1/2 on bonds as exact series in β: traces of powers of H_B, state by state or block by block.

H_B = Σ_k (ω_k/2) σ^z_k - Σ_t c_t K_t, where each K_t is a sum of bonds of one kind with integer multiplicities: σ^z σ^z, σ^x σ^x + σ^y σ^y,
or σ^x σ^y - σ^y σ^x. On a block of states on which B = Σ_k γ_k σ^z_k has one value b, with s = β²(ω²/4 + b²),

    Z = Σ_b Tr_b e^{-βH_B} 2 cosh √s,      Tr σ^x e^{-βH} = -Σ_b Tr_b e^{-βH_B} 2βb sinh(√s)/√s,

and Tr_b e^{-βH_B} is the series of the traces Tr_b (-H_B)^n/n!, polynomials in ω_k and c_t. What is a number on the whole block, such
as the field of equal gaps, stands in an exponential of its own. Coefficients are elements of a `PolynomialRing`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import factorial

from flint import fmpq, fmpq_mat

from .power_series import Coefficient, Series, add, constant_series, cosh_root, exponential, monomial, multiply, scale, shift, sinh_root

MOST_SOURCES = 8
"""Largest number of spins: 2^8 states, blocks of up to 70."""

Powers = tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Coupling:
    """-strength Σ_pairs K: `kind` is zz, xy or dm, `pairs` sites from 0, a pair as often as it is bonded."""

    strength: Coefficient
    kind: str
    pairs: tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Spins:
    """Sources with a gap and a coupling to the target each, and the gap of the target.

    Sites that share a gap, or a coupling to the target, stand in one group: (ω, sites) and (γ, sites).
    """

    size: int
    omega: Coefficient
    gaps: tuple[tuple[Coefficient, tuple[int, ...]], ...]
    pushes: tuple[tuple[Coefficient, tuple[int, ...]], ...]
    couplings: tuple[Coupling, ...]

    @property
    def diagonal(self) -> bool:
        """Whether every coupling is of the kind zz."""
        return all(coupling.kind == "zz" for coupling in self.couplings)


def sums(spins: Spins, length: int) -> tuple[Series, Series]:
    """(Z, Tr σ^x e^{-βH}) over 2^{N+1}, with `length` coefficients.

    >>> one = Spins(size=1, omega=fmpq(1), gaps=((fmpq(2), (0,)),), pushes=((fmpq(3), (0,)),), couplings=())
    >>> sums(one, 3)
    ((1, 0, 41/8), (0, 0, 3))
    """
    zero = spins.omega * 0
    lower = upper = constant_series(zero, length)
    quarter = spins.omega * spins.omega * fmpq(1, 4)
    for push, weight in _weights(spins, length):
        square = monomial(quarter + push * push, 2, length)
        lower = add(lower, multiply(weight, cosh_root(square)))
        upper = add(upper, shift(scale(multiply(weight, sinh_root(square)), push), 1))
    unit = fmpq(1, 2**spins.size)
    return scale(lower, unit), scale(upper, -unit)


def _weights(spins: Spins, length: int) -> Iterator[tuple[Coefficient, Series]]:
    """(b, the series of Tr_b e^{-βH_B}) of each block."""
    blocks: dict[Powers, list[int]] = {}
    for state in range(1 << spins.size):
        blocks.setdefault(tuple(_sum(state, sites) for _, sites in spins.pushes), []).append(state)
    for key, states in blocks.items():
        push = sum((gamma * m for m, (gamma, _) in zip(key, spins.pushes, strict=True)), spins.omega * 0)
        made = _of_states if spins.diagonal else _of_block
        yield push, made(spins, states, length)


def _spin(state: int, site: int) -> int:
    return 1 if state >> site & 1 else -1


def _sum(state: int, sites: Sequence[int]) -> int:
    return sum(_spin(state, site) for site in sites)


def _of_states(spins: Spins, states: Sequence[int], length: int) -> Series:
    """Ising sources: an exponential for each value of the energy."""
    zero = spins.omega * 0
    counted: Counter[Powers] = Counter()
    for state in states:
        fields = tuple(_sum(state, sites) for _, sites in spins.gaps)
        counted[fields + tuple(_along(state, coupling) for coupling in spins.couplings)] += 1
    units = [omega * fmpq(-1, 2) for omega, _ in spins.gaps] + [coupling.strength for coupling in spins.couplings]
    total = constant_series(zero, length)
    for key, number in counted.items():
        slope = sum((unit * value for unit, value in zip(units, key, strict=True)), zero)
        total = add(total, scale(exponential(monomial(slope, 1, length)), fmpq(number)))
    return total


def _along(state: int, coupling: Coupling) -> int:
    return sum(_spin(state, a) * _spin(state, b) for a, b in coupling.pairs)


def _of_block(spins: Spins, states: Sequence[int], length: int) -> Series:
    """Any couplings: the traces of powers of a matrix, times the exponential of what is a number on the block."""
    zero = spins.omega * 0
    number, terms = zero, []
    for omega, sites in spins.gaps:
        values = [_sum(state, sites) for state in states]
        if len(set(values)) == 1:
            number = number + omega * fmpq(-values[0], 2)
        else:
            terms.append((omega * fmpq(-1, 2), _diagonal(values, _is_complex(spins))))
    terms += [(coupling.strength, _matrix(coupling, states, _is_complex(spins))) for coupling in spins.couplings]
    weight = tuple(trace * fmpq(1, factorial(n)) for n, trace in enumerate(traces(terms, zero, length, len(states), _is_complex(spins))))
    return multiply(exponential(monomial(number, 1, length)), weight)


def _is_complex(spins: Spins) -> bool:
    return any(coupling.kind == "dm" for coupling in spins.couplings)


def _diagonal(values: Sequence[int], doubled: bool) -> fmpq_mat:
    whole = [*values, *values] if doubled else list(values)
    matrix = fmpq_mat(len(whole), len(whole))
    for place, value in enumerate(whole):
        matrix[place, place] = value
    return matrix


def _matrix(coupling: Coupling, states: Sequence[int], doubled: bool) -> fmpq_mat:
    """K on the block; a complex matrix A + iB as the real one ((A, -B), (B, A)).

    σ^x σ^x + σ^y σ^y turns an antiparallel pair over, times 2; σ^x_a σ^y_b - σ^y_a σ^x_b does so times 2i where a was up, -2i where it
    was down.
    A site bonded to itself has σ^z σ^z = 1 and σ^x σ^x + σ^y σ^y = 2.
    """
    size, place = len(states), {state: row for row, state in enumerate(states)}
    matrix = fmpq_mat(2 * size, 2 * size) if doubled else fmpq_mat(size, size)

    def put(row: int, column: int, value: int) -> None:
        matrix[row, column] += value
        if doubled:
            matrix[size + row, size + column] += value

    for state, here in place.items():
        for a, b in coupling.pairs:
            up, alike = _spin(state, a), _spin(state, a) == _spin(state, b)
            there = None if alike else place.get(state ^ 1 << a ^ 1 << b)
            if coupling.kind == "zz":
                put(here, here, 1 if alike else -1)
            elif a == b:
                put(here, here, 2 if coupling.kind == "xy" else 0)
            elif there is not None and coupling.kind == "xy":
                put(there, here, 2)
            elif there is not None:
                matrix[size + there, here] += 2 * up
                matrix[there, size + here] -= 2 * up
            else:
                assert alike, "B is kept by every bond"
    return matrix


def traces(
    terms: Sequence[tuple[Coefficient, fmpq_mat]], zero: Coefficient, length: int, size: int, doubled: bool = False
) -> list[Coefficient]:
    """Tr (Σ_t c_t K_t)^n for n = 0, ..., length - 1, as polynomials in the c_t.

    Args:
        terms: c_t and K_t; the c_t that are numbers are put together first.
        zero: the zero of the ring.
        length: number of powers.
        size: dimension of the block.
        doubled: whether a complex matrix of that dimension stands as a real one of twice the dimension.

    >>> flip = fmpq_mat(2, 2, [0, 1, 1, 0])
    >>> traces([(fmpq(3), flip), (fmpq(2), flip)], fmpq(0), 3, 2)
    [2, 0, 50]
    """
    free = _joined(terms, zero)
    found = [zero + size]
    products: dict[Powers, fmpq_mat] = {}
    for n in range(1, length):
        products = _next(products, [matrix for _, matrix in free], first=n == 1)
        total = zero
        for powers, matrix in products.items():
            trace = sum((matrix[k, k] for k in range(matrix.nrows())), fmpq(0)) / (2 if doubled else 1)
            if trace:
                part = zero + trace
                for (strength, _), power in zip(free, powers, strict=True):
                    part = part * strength**power if power else part
                total = total + part
        found.append(total)
    return found


def _joined(terms: Sequence[tuple[Coefficient, fmpq_mat]], zero: Coefficient) -> list[tuple[Coefficient, fmpq_mat]]:
    """The terms, those with a number in front as one with 1 in front."""
    numbers: fmpq_mat | None = None
    free = []
    for strength, matrix in terms:
        value = _number(strength)
        if value is None:
            free.append((strength, matrix))
        else:
            numbers = matrix * value if numbers is None else numbers + matrix * value
    return free if numbers is None else [*free, (zero + 1, numbers)]


def _number(strength: Coefficient) -> fmpq | None:
    """The value of a coefficient that is a number, None where it holds a symbol."""
    if isinstance(strength, fmpq):
        return strength
    known = strength.to_dict()
    if not known:
        return fmpq(0)
    ((exponents, value),) = list(known.items())[:1]
    return fmpq(value) if len(known) == 1 and not any(exponents) else None


def _next(products: dict[Powers, fmpq_mat], matrices: Sequence[fmpq_mat], first: bool) -> dict[Powers, fmpq_mat]:
    """The sums of all products of n + 1 matrices, by how often each occurs, from those of n."""
    found: dict[Powers, fmpq_mat] = {}
    for place, matrix in enumerate(matrices):
        unit = tuple(int(k == place) for k in range(len(matrices)))
        if first:
            found[unit] = matrix
            continue
        for powers, product in products.items():
            key = tuple(a + b for a, b in zip(powers, unit, strict=True))
            more = product * matrix
            found[key] = found[key] + more if key in found else more
    return found
