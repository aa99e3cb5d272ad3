"""Z and Tr σ^x e^{-βH} of spins 1/2 from powers of the whole Hamiltonian, by Kronecker products: a second route to `exact_traces`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import factorial
from typing import Any

from flint import fmpq, fmpq_mat
from sympy import Rational

from .exact_traces import Spins, sums
from .spin_problems import Problem
from .steps import Step, enumeration

LARGEST_DENSE = 4
"""Sources whose whole Hamiltonian, 2^{N+1} rows, is raised to powers."""


def dense_step(problem: Problem) -> Step:
    """Every coefficient of both series from traces of powers of H."""
    length = 7
    numbers = _substituted(problem)

    def cases() -> Iterator[tuple[str, object, object]]:
        from_blocks = sums(numbers, length)
        for name, left, right in zip(("Z", "Tr σ^x e^{-βH}"), from_blocks, dense_sums(numbers, length), strict=True):
            for power, (one, two) in enumerate(zip(left, right, strict=True)):
                yield f"{name}, beta^{power}", Rational(int(one.p), int(one.q)), Rational(int(two.p), int(two.q))

    return enumeration(
        f"The traces of the powers of the whole `H`, of `2^{problem.spins.size + 1}` rows, and of `σ^x` times them, through "
        f"`β^{length - 1}`",
        "With rational numbers in the place of all energies: `H` from Kronecker products of Pauli matrices, multiplied out; no block is "
        "used.",
        cases(),
        at_least=2 * length,
        confirms=True,
    )


def _substituted(problem: Problem) -> Spins:
    """The same sources with rational numbers for all symbols."""
    count = len(problem.ring.symbols)
    point = [fmpq(2 * place + 3, place + 5) for place in range(count)]

    def at(value: Any) -> fmpq:
        total = fmpq(0)
        for exponents, coefficient in value.to_dict().items():
            part = fmpq(coefficient)
            for base, exponent in zip(point, exponents, strict=True):
                part *= base ** int(exponent)
            total += part
        return total

    spins = problem.spins
    return replace(
        spins,
        omega=at(spins.omega),
        gaps=tuple((at(value), sites) for value, sites in spins.gaps),
        pushes=tuple((at(value), sites) for value, sites in spins.pushes),
        couplings=tuple(replace(coupling, strength=at(coupling.strength)) for coupling in spins.couplings),
    )


def dense_sums(spins: Spins, length: int) -> tuple[list[fmpq], list[fmpq]]:
    """Z and Tr σ^x e^{-βH} over 2^{N+1}, from powers of H itself: σ^y = -i τ with a real τ, so that σ^y σ^y = -τ τ and no bond of kind dm.

    >>> one = Spins(size=1, omega=fmpq(1), gaps=((fmpq(2), (0,)),), pushes=((fmpq(3), (0,)),), couplings=())
    >>> dense_sums(one, 3)
    ([1, 0, 41/8], [0, 0, 3])
    """
    x, z, turn = fmpq_mat(2, 2, [0, 1, 1, 0]), fmpq_mat(2, 2, [1, 0, 0, -1]), fmpq_mat(2, 2, [0, -1, 1, 0])
    H = _placed({0: z}, spins) * (spins.omega / 2)
    for value, sites in spins.gaps:
        for site in sites:
            H = H + _placed({site + 1: z}, spins) * (value / 2)
    for value, sites in spins.pushes:
        for site in sites:
            H = H + _placed({0: x, site + 1: z}, spins) * value
    for coupling in spins.couplings:
        for a, b in coupling.pairs:
            for left, right in {"zz": ((z, z),), "xy": ((x, x), (turn, turn * -1))}[coupling.kind]:
                part = _placed({a + 1: left * right}, spins) if a == b else _placed({a + 1: left, b + 1: right}, spins)
                H = H - part * coupling.strength
    flip, product = _placed({0: x}, spins), _placed({}, spins)
    whole: tuple[list[fmpq], list[fmpq]] = ([], [])
    for n in range(length):
        unit = fmpq((-1) ** n, factorial(n) * H.nrows())
        for found, matrix in zip(whole, (product, flip * product), strict=True):
            found.append(sum((matrix[k, k] for k in range(H.nrows())), fmpq(0)) * unit)
        product = product * H
    return whole


def _placed(factors: dict[int, fmpq_mat], spins: Spins) -> fmpq_mat:
    """A Kronecker product over the target, place 0, and the sources, units where no factor is named."""
    total = fmpq_mat(1, 1, [1])
    for place in range(spins.size + 1):
        part = factors.get(place, fmpq_mat(2, 2, [1, 0, 0, 1]))
        rows = total.nrows()
        total = fmpq_mat(2 * rows, 2 * rows, [total[i // 2, j // 2] * part[i % 2, j % 2] for i in range(2 * rows) for j in range(2 * rows)])
    return total
