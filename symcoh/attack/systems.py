"""Systems of sources other than the ring, from their definitions, for statements about more than one system.

Uniform systems are lists of bonded pairs, with -J sigma^z sigma^z on every pair (chain, complete, star, ladder), with
-J (sigma^x sigma^x + sigma^y sigma^y) (xx-ring, xx-chain, xx-complete) or with both (xxx-complete); configurations are
enumerated, in-plane couplings are integer matrices on the states of a sector, and their eigenvalues certified roots of a polynomial.
Nothing is taken from `symcoh.sources` or `symcoh.numeric`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, lru_cache
from random import Random
from typing import Any

from flint import arb, fmpq, fmpz_mat, fmpz_poly

from ..balls import current_precision

Pairs = list[tuple[int, int]]


def ring_pairs(size: int) -> Pairs:
    """Neighbours on a ring: one source is bonded to itself, two are bonded twice."""
    return [(k, (k + 1) % size) for k in range(size)]


def chain_pairs(size: int) -> Pairs:
    """Neighbours in a row."""
    return [(k, k + 1) for k in range(size - 1)]


def complete_pairs(size: int) -> Pairs:
    """All pairs, each once."""
    return [(k, j) for j in range(size) for k in range(j)]


def star_pairs(size: int) -> Pairs:
    """The first source with each other one."""
    return [(0, k) for k in range(1, size)]


def ladder_pairs(size: int) -> Pairs:
    """Rungs (0, 1), (2, 3), ... and both rails; an odd size ends with half a rung."""
    return [(k, k + 1) for k in range(0, size - 1, 2)] + [(k, k + 2) for k in range(size - 2)]


PAIRS: Mapping[str, Callable[[int], Pairs]] = {
    "ring": ring_pairs,
    "chain": chain_pairs,
    "complete": complete_pairs,
    "star": star_pairs,
    "ladder": ladder_pairs,
    "xx-ring": ring_pairs,
    "xx-chain": chain_pairs,
    "xx-complete": complete_pairs,
    "xxx-complete": complete_pairs,
}
"""Uniform systems: B = gamma M, the field is omega_a/2 for every source."""

PARTS = {"xx-ring": (1, 0), "xx-chain": (1, 0), "xx-complete": (1, 0), "xxx-complete": (1, 1)}
"""How often the in-plane and the axial coupling are there; (0, 1) elsewhere."""


@cache
def counted(system: str, size: int) -> tuple[tuple[int, int, int], ...]:
    """(m, bond sum, number) over all 2^N configurations of an Ising system.

    >>> counted("star", 3)
    ((-3, 2, 1), (-1, -2, 1), (-1, 0, 2), (1, -2, 1), (1, 0, 2), (3, 2, 1))
    """
    found: Counter[tuple[int, int]] = Counter()
    pairs = PAIRS[system](size)
    for word in range(1 << size):
        spins = [1 if word >> k & 1 else -1 for k in range(size)]
        found[sum(spins), sum(spins[a] * spins[b] for a, b in pairs)] += 1
    return tuple((m, bonds, number) for (m, bonds), number in sorted(found.items()))


@cache
def characteristic(system: str, size: int) -> tuple[tuple[int, fmpz_poly], ...]:
    """(m, characteristic polynomial of -H_I/J in the sector m): sigma^x sigma^x + sigma^y sigma^y turns a pair over, times 2.

    >>> characteristic("xx-chain", 2)
    ((-2, x), (0, x^2 + (-4)), (2, x))
    """
    in_plane, axial = PARTS[system]
    found = []
    for m in range(-size, size + 1, 2):
        states = [word for word in range(1 << size) if 2 * word.bit_count() - size == m]
        place = {word: row for row, word in enumerate(states)}
        matrix = fmpz_mat(len(states), len(states))
        for word in states:
            here = place[word]
            for a, b in PAIRS[system](size):
                alike = (word >> a & 1) == (word >> b & 1)
                matrix[here, here] += axial * (1 if alike else -1) + 2 * in_plane * (a == b)
                if not alike:
                    matrix[place[word ^ 1 << a ^ 1 << b], here] += 2 * in_plane
        found.append((m, matrix.charpoly()))
    return tuple(found)


@lru_cache(256)
def _roots(system: str, size: int, bits: int) -> tuple[tuple[int, arb, int], ...]:
    """(m, eigenvalue of -H_I/J, multiplicity); a matrix of real numbers that is symmetric has real eigenvalues."""
    assert bits == current_precision(), "roots belong to the precision in force"
    found: list[tuple[int, arb, int]] = []
    for m, poly in characteristic(system, size):
        pairs: Any = poly.complex_roots()  # the stubs of python-flint have no pairs here
        found += [(m, root.real, times) for root, times in pairs]
    return tuple(found)


def uniform_levels(system: str, size: int) -> Iterator[tuple[int, arb, int]]:
    """(m, eigenvalue of -H_I/J, number of states) of a uniform system, at the precision in force."""
    if system in PARTS:
        yield from _roots(system, size, current_precision())
        return
    for m, bonds, number in counted(system, size):
        yield m, arb(bonds), number


Weight = Fraction


@dataclass(frozen=True, kw_only=True, slots=True)
class Network:
    """Ising sources with bonds J j_e, gaps omega_a v_k and couplings gamma g_k; numbers without a unit."""

    edges: Mapping[tuple[int, int], Weight]
    gaps: tuple[Weight, ...]
    couplings: tuple[Weight, ...]

    def configurations(self) -> Iterator[tuple[Weight, Weight, Weight]]:
        """(sum of v_k s_k, sum of g_k s_k, sum of j_e s_a s_b) of each configuration."""
        size = len(self.gaps)
        for word in range(1 << size):
            spins = [1 if word >> k & 1 else -1 for k in range(size)]
            field = sum((v * s for v, s in zip(self.gaps, spins, strict=True)), Weight(0))
            push = sum((g * s for g, s in zip(self.couplings, spins, strict=True)), Weight(0))
            yield field, push, sum((j * spins[a] * spins[b] for (a, b), j in self.edges.items()), Weight(0))


def network(size: int, seed: int) -> Network:
    """A graph of `size` sources drawn from a seed; no number is negative, zeros are among them, the first gap and coupling are 1."""
    random = Random(f"{size} {seed}")
    edges = {pair: _part(random) for pair in complete_pairs(size) if random.random() < 0.8}
    gaps, couplings = ((Weight(1), *(_part(random) for _ in range(size - 1))) for _ in range(2))
    return Network(edges=edges, gaps=gaps, couplings=couplings)


def grown(size: int, seed: int) -> Network:
    """The graph of the same seed with one bond, one gap or one coupling greater, or one more source."""
    drawn, random = network(size, seed), Random(f"growth {size} {seed}")
    kind, site, step = random.choice(["bond", "gap", "coupling", "source"]), random.randrange(size), Weight(random.randint(1, 20), 10)
    if kind == "bond" and size > 1:
        pair = random.choice(complete_pairs(size))
        return replace(drawn, edges={**drawn.edges, pair: drawn.edges.get(pair, Weight(0)) + step})
    if kind == "gap":
        return replace(drawn, gaps=tuple(v + step * (k == site) for k, v in enumerate(drawn.gaps)))
    if kind == "coupling":
        return replace(drawn, couplings=tuple(g + step * (k == site) for k, g in enumerate(drawn.couplings)))
    new = {(k, size): _part(random) for k in range(size) if random.random() < 0.8}
    return Network(edges={**drawn.edges, **new}, gaps=(*drawn.gaps, step), couplings=(*drawn.couplings, _part(random)))


def _part(random: Random) -> Weight:
    return Weight(random.choice([0, *[random.randint(1, 20)] * 6]), 10)


OPPOSED = Network(edges={(0, 1): Weight(1)}, gaps=(Weight(1), Weight(1)), couplings=(Weight(-1, 2), Weight(1)))
"""Two sources whose couplings to the target have opposite signs."""


def ball_of(value: Weight) -> arb:
    """The ball of a fraction at the precision in force."""
    return arb(fmpq(value.numerator, value.denominator))
