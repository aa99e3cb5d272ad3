"""The XX ring and chain in balls: elementary symmetric polynomials of the modes' Boltzmann factors.

W_m = e_k(e^{-beta e_1}, ..., e^{-beta e_N}) with k spins up, by a product of polynomials over a tree of modes in the order of their
energies. A node keeps apart, for every k, the term of its k lowest modes (`low`) and the sum of all others (`rest`), so that the
rest is a sum of positive terms even where it is far below the rounding error of the whole: for a lower half A of a modes and a
higher half B,

    low_k = low_k(A) for k <= a,  low_a(A) low_{k-a}(B) beyond;      rest = rest(A) + [A - low_a(A) z^a] [B - 1] + low_a(A) z^a rest(B).

Modes of exactly the same energy are one leaf, (1 + y z)^g, whose terms are all low.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from math import comb

from flint import arb, arb_poly, fmpq

from ...balls import accuracy, current_precision, midpoint, working_precision
from ...exactnumbers.sign import ball_here
from ...sources.xx import XX
from .weight import Weight

GUARD_BITS = 24
MOST_NARROWINGS = 12


def weights(system: XX, beta: arb, order: int) -> Iterator[Weight]:
    """e_k over its lowest filling, which stands apart from the rest."""
    if system.flat():
        nothing = arb(0) if order else None
        for m in system.sectors():
            yield Weight(value=arb(system.degeneracy(m)), excess=arb(0), first=nothing, second=nothing)
        return
    bits = current_precision()
    found = _accurate(system, midpoint(beta), order, bits)
    # sum q eps^n e^{-beta eps} at the middle of beta, 0 <= eps <= 2 |H|: the rest of the ball of beta is one factor.
    spread = (arb(0, 1) * beta.rad() * 2 * extent(system)[0]).exp()
    for count, rest in zip((system.degeneracy(m) for m in system.sectors()), found, strict=True):
        excess, *moments = (value * spread for value in rest)
        first, second = moments if order else (None, None)
        yield Weight(value=excess + count, excess=excess, first=first, second=second)


def extent(system: XX) -> tuple[arb, arb]:
    """Bounds of |H_I| and |M|: every bond has the eigenvalues 0 and +-2 R."""
    bonds = system.N if system.shape == "ring" else system.N - 1
    strength = abs(ball_here(system.J_xy)) if system.N == 1 else ball_here(system.strength())
    return 2 * bonds * strength, arb(system.N)


def _accurate(system: XX, beta: arb, order: int, bits: int) -> list[list[arb]]:
    """What lies above the lowest level, for every sector: its sum, and its first two moments; at a precision that leaves `bits` bits."""
    extra = GUARD_BITS + 2 * system.N.bit_length()
    for _ in range(MOST_NARROWINGS):
        with working_precision(bits + extra):
            found = _sums(system, beta, order)
            if all(accuracy(value) >= bits for rest in found for value in rest if not value.is_zero()):
                break
        extra *= 2
    return found


def _sums(system: XX, beta: arb, order: int) -> list[list[arb]]:
    nodes = [_tree(_leaves(system, parity, beta, order)) for parity in ((0, 1) if system.shape == "ring" else (0,))]
    return [_over_lowest(nodes[up % len(nodes)], up) for up in range(system.N + 1)]


def _over_lowest(node: _Node, up: int) -> list[arb]:
    """sum (E - E_0)^n e^{-beta (E - E_0)} of the rest, n = 0, 1, 2."""
    low, energy = node.low[up], node.energy[up]
    sums = [arb(0) if poly[up].is_zero() else poly[up] / low for poly in node.rest]
    if len(sums) == 1 or sums[0].is_zero():
        return sums
    value, first, second = sums
    return [value, first - energy * value, second - 2 * energy * first + energy * energy * value]


@dataclass(slots=True)
class _Node:
    """Elementary symmetric polynomials of some modes.

    Args:
        low: for k = 0..n the term of the k lowest modes (with g modes tied there, all of it once for each choice).
        energy: its energy.
        ways: how many choices of k modes have that energy.
        rest: polynomials of all other terms: their sum, and with order 2 the sums with the energy and its square.
    """

    low: list[arb]
    energy: list[arb]
    ways: list[int]
    rest: list[arb_poly]

    def low_moment(self, index: int, n: int) -> arb:
        value = self.ways[index] * self.low[index]
        for _ in range(n):  # no power: 0 is in some of these balls
            value *= self.energy[index]
        return value

    def whole(self, first: int, last: int) -> list[arb_poly]:
        """The polynomials of all terms, for powers from `first` to `last` alone, with as many moments as `rest`."""
        found = []
        for n, poly in enumerate(self.rest):
            known = poly.coeffs()
            known += [arb(0)] * (len(self.low) - len(known))
            inside = range(first, last + 1)
            found.append(arb_poly([known[i] + self.low_moment(i, n) if i in inside else arb(0) for i in range(last + 1)]))
        return found


def _leaves(system: XX, parity: int, beta: arb, order: int) -> list[_Node]:
    found = []
    modes = system.modes(parity)
    same = [[p] for p in modes] if system.shape == "chain" else [list(tied) for _, tied in groupby(modes, system.distance)]
    strength = ball_here(system.strength())
    along, across = ball_here(system.J_xy), ball_here(system.twist())
    for tied in same:
        p, size = tied[0], len(tied)
        if system.shape == "chain":
            energy = -4 * strength * arb.cos_pi_fmpq(fmpq(p, system.N + 1))
        else:
            angle = fmpq(p, system.N)
            energy = -4 * (along * arb.cos_pi_fmpq(angle) - across * arb.sin_pi_fmpq(angle))
        factor = (-beta * energy).exp()
        powers = [arb(1)]
        for _ in range(size):
            powers.append(powers[-1] * factor)
        found.append(
            _Node(
                low=powers,
                energy=[k * energy for k in range(size + 1)],
                ways=[comb(size, k) for k in range(size + 1)],
                rest=[arb_poly([0])] * (order + 1),
            )
        )
    return found


def _tree(nodes: list[_Node]) -> _Node:
    while len(nodes) > 1:
        pairs = [_joined(nodes[i], nodes[i + 1]) for i in range(0, len(nodes) - 1, 2)]
        nodes = pairs + nodes[len(pairs) * 2 :]
    return nodes[0]


def _joined(below: _Node, above: _Node) -> _Node:
    top = len(below.low) - 1
    high = len(above.low) - 1
    last, energy = below.low[top], below.energy[top]
    shifted = [poly.left_shift(top) * last for poly in above.rest]
    rest = _moments_shifted(shifted, energy)
    inner = _product(below.whole(0, top - 1), above.whole(1, high))
    return _Node(
        low=below.low + [last * value for value in above.low[1:]],
        energy=below.energy + [energy + value for value in above.energy[1:]],
        ways=below.ways + above.ways[1:],
        rest=[one + two + three for one, two, three in zip(below.rest, inner, rest, strict=True)],
    )


def _moments_shifted(sums: list[arb_poly], energy: arb) -> list[arb_poly]:
    """Sums with E^n when every energy is raised by the same amount."""
    if len(sums) == 1:
        return sums
    value, first, second = sums
    return [value, first + value * energy, second + first * (2 * energy) + value * (energy * energy)]


def _product(one: list[arb_poly], two: list[arb_poly]) -> list[arb_poly]:
    """Sums with E^n over pairs, E the sum of both energies."""
    found = [one[0] * two[0]]
    if len(one) > 1:
        found.append(one[1] * two[0] + one[0] * two[1])
        found.append(one[2] * two[0] + 2 * (one[1] * two[1]) + one[0] * two[2])
    return found
