"""Blocks of spin systems split by their symmetries into smaller real symmetric matrices of balls.

Ring: momentum kappa = 2 pi p/N. With T the translation, n_a the number of different T^j a, and

    |a, p> = n_a^{-1/2} sum_j e^{-i kappa j} T^j |a>,     <b, p| H |a, p> = sum_{s = T^l b} <s|H|a> (n_a/n_b)^{1/2} e^{i kappa l},

reflection R followed by complex conjugation keeps p, R|a> = T^r |a'> and its square is 1: in the basis e^{i kappa r/2}|a> where
a' = a, else (|a> + e^{i kappa r}|a'>)/2^{1/2} and i (|a> - e^{i kappa r}|a'>)/2^{1/2}, the matrix is real. -p has the eigenvalues of p; at
p = 0 and N/2 reflection itself splits the matrix once more.

Other systems: the group of commuting involutions at hand (exchanges of sites that change nothing, all spins turned over where as many
are up as down), with characters chi = +-1: <b|H|a> = sum_{s = g b} <s|H|a> (n_a/n_b)^{1/2} chi(g), for orbits on whose stabilizer chi is 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from flint import arb, arb_mat, fmpq

from ...balls import ask_clocks_about
from ...exactnumbers.sign import ball_here
from ...sources.bonds import Bonds, Label, flipped, row, states
from .automorphisms import Permutation, commuting_involutions

Move = Callable[[int], int]
Rows = dict[int, dict[int, arb]]


def blocks(system: Bonds, label: Label) -> Iterator[tuple[arb_mat, int]]:
    """Real symmetric matrices with the eigenvalues of a block (its constant left out), and how often each counts."""
    if system.shape == "ring" and system.N > 2:
        yield from _ring(system, label)
    else:
        yield from _involutions(system, label)


def _rows(system: Bonds, chosen: Sequence[int]) -> Rows:
    along = [ball_here(bond[2]) for bond in system.bonds]
    in_plane = [ball_here(bond[3]) for bond in system.bonds]
    fields = [ball_here(field) for field in system.fields]
    return {state: row(system, along, in_plane, fields, state) for state in chosen}


def mirrored(size: int) -> Move:
    """Reflection: site k becomes N - 1 - k.

    >>> bin(mirrored(4)(0b0010))
    '0b100'
    """
    return lambda state: int(f"{state:0{size}b}"[::-1], 2)


def permuted(sites: Permutation) -> Move:
    """Site k becomes sites[k].

    >>> bin(permuted((2, 1, 0))(0b011))
    '0b110'
    """
    return lambda state: sum(1 << there for k, there in enumerate(sites) if state >> k & 1)


def turned(size: int) -> Move:
    """Every spin turned over."""
    return lambda state: state ^ ((1 << size) - 1)


@dataclass(slots=True)
class _Part:
    """One entry weight e^{i pi p phase/N} i^{quarters} of a basis vector, halved in the square where `half`."""

    vector: int
    phase: int
    quarters: int
    half: bool


def _ring(system: Bonds, label: Label) -> Iterator[tuple[arb_mat, int]]:
    size = system.N
    orbit: dict[int, tuple[int, int]] = {}
    period: dict[int, int] = {}
    for state in states(system, label):
        image, shift = state, 0
        while image not in orbit:
            orbit[image] = (state, shift)
            image, shift = (image << 1 & (1 << size) - 1) | image >> (size - 1), shift + 1
        if shift:
            period[state] = shift
    rows, reflect = _rows(system, list(period)), mirrored(size)
    partner = {state: orbit[reflect(state)] for state in period}
    for p in range(size // 2 + 1):
        allowed = [state for state in period if p * period[state] % size == 0]
        even, odd = _real_basis(allowed, partner, split=p == 0, alternating=2 * p == size)
        cosines = [arb.cos_pi_fmpq(fmpq(p * q, size)) for q in range(2 * size)]
        sines = [arb.sin_pi_fmpq(fmpq(p * q, size)) for q in range(2 * size)]
        tables = (cosines, [-x for x in sines], [-x for x in cosines], sines)
        for basis in (even, odd):
            if basis:
                yield _ring_matrix(basis, rows, orbit, period, tables), 1 if p in (0, size - p) else 2


def _real_basis(
    allowed: list[int], partner: dict[int, tuple[int, int]], split: bool, alternating: bool
) -> tuple[dict[int, list[_Part]], dict[int, list[_Part]]]:
    """Parts of the basis vectors by representative; the vectors odd under reflection apart, where it splits the block."""
    even: dict[int, list[_Part]] = {}
    odd: dict[int, list[_Part]] = {}
    counts = {id(even): 0, id(odd): 0}

    def add(side: dict[int, list[_Part]], *parts: tuple[int, int, int]) -> None:
        for state, phase, quarters in parts:
            side.setdefault(state, []).append(_Part(counts[id(side)], phase, quarters, len(parts) == 2))
        counts[id(side)] += 1

    other_side = odd if split or alternating else even
    for state in allowed:
        other, shift = partner[state]
        if other == state:
            add(other_side if alternating and shift % 2 else even, (state, shift, 0))
        elif state < other:
            add(even, (state, 0, 0), (other, 2 * shift, 0))
            add(other_side, (state, 0, 1), (other, 2 * shift, 3))
    return even, odd


def _ring_matrix(
    basis: dict[int, list[_Part]],
    rows: Rows,
    orbit: dict[int, tuple[int, int]],
    period: dict[int, int],
    tables: tuple[list[arb], ...],
) -> arb_mat:
    size = 1 + max(part.vector for parts in basis.values() for part in parts)
    found = [[arb(0)] * size for _ in range(size)]
    half = arb(1) / 2
    root = half.sqrt()
    ratios: dict[fmpq, arb] = {}
    for state, parts in basis.items():
        ask_clocks_about(0.0)
        for image, element in rows[state].items():
            target, shift = orbit[image]
            if target not in basis:
                continue
            ratio = fmpq(period[state], period[target])
            if ratio not in ratios:
                ratios[ratio] = arb(ratio).sqrt()
            element = element * ratios[ratio]
            for mine in parts:
                for theirs in basis[target]:
                    table = tables[(mine.quarters - theirs.quarters) % 4]
                    value = element * table[(mine.phase + 2 * shift - theirs.phase) % len(table)]
                    if mine.half or theirs.half:
                        value = value * (half if mine.half and theirs.half else root)
                    found[theirs.vector][mine.vector] += value
    return _symmetric(found)


def _symmetric(rows: list[list[arb]]) -> arb_mat:
    """The matrix whose lower half is that of the upper one."""
    size = len(rows)
    return arb_mat([[rows[min(i, j)][max(i, j)] for j in range(size)] for i in range(size)])


Element = tuple[int, ...]
"""Of a group of involutions: 1 for each one that is used."""


@dataclass(slots=True)
class _Orbits:
    """The states of a block under a group of involutions.

    Args:
        group: all elements; the characters are named in the same way.
        orbit: state -> (representative, element that leads from there).
        stabilizers: representative -> elements that leave it.
    """

    group: list[Element]
    orbit: dict[int, tuple[int, Element]]
    stabilizers: dict[int, list[Element]]

    def basis(self, character: Element) -> list[int]:
        """The representatives whose stabilizer has the character 1."""
        return [state for state, fixed in self.stabilizers.items() if all(_character(character, element) == 1 for element in fixed)]


def _character(character: Element, element: Element) -> int:
    return -1 if sum(a * b for a, b in zip(element, character, strict=True)) % 2 else 1


def _orbits(system: Bonds, label: Label) -> _Orbits:
    whole = states(system, label)
    inside = set(whole)
    moves = [move for move in map(permuted, commuting_involutions(system)) if move(whole[0]) in inside]
    if not system.fields and label == flipped(system, label):
        moves.append(turned(system.N))
    found = _Orbits(list(product((0, 1), repeat=len(moves))), {}, {})
    for state in whole:
        if state in found.orbit:
            continue
        ask_clocks_about(0.0)
        images = [state]
        for move in reversed(moves):
            images += [move(image) for image in images]
        found.stabilizers[state] = [element for element, image in zip(found.group, images, strict=True) if image == state]
        for element, image in zip(found.group, images, strict=True):
            found.orbit.setdefault(image, (state, element))
    return found


def largest_matrix(system: Bonds, label: Label) -> int:
    """The number of rows of the largest matrix of a block that is no ring's."""
    orbits = _orbits(system, label)
    return max(len(orbits.basis(character)) for character in orbits.group)


def _involutions(system: Bonds, label: Label) -> Iterator[tuple[arb_mat, int]]:
    orbits = _orbits(system, label)
    rows = _rows(system, list(orbits.stabilizers))
    for character in orbits.group:
        basis = orbits.basis(character)
        place = {state: i for i, state in enumerate(basis)}
        found = [[arb(0)] * len(basis) for _ in basis]
        for state in basis:
            ask_clocks_about(0.0)
            for image, coefficient in rows[state].items():
                target, by = orbits.orbit[image]
                if target in place:
                    ratio = fmpq(len(orbits.stabilizers[target]), len(orbits.stabilizers[state]))
                    value = coefficient if ratio == 1 else coefficient * arb(ratio).sqrt()
                    found[place[target]][place[state]] += value * _character(character, by)
        if basis:
            yield _symmetric(found), 1
