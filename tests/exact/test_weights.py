"""(25), (30): the weights by four routes that share nothing, and by counting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction as Q
from math import comb
from typing import Any

import pytest
import sympy as sp

from exact import definition
from exact.definition import evaluated, near
from symcoh import exact
from symcoh.errors import InputError, InputTypeError
from symcoh.exact import symbols as sym

SIZES = range(1, 41)


def hypergeometric(N: int, k: int) -> tuple[Q | int, ...]:
    """Coefficients of the printed 2F1, read off the symbolic expression and multiplied out in fractions."""
    symbolic = exact.sector_weight(2 * sym.k - sym.N).args[-1].args[0]
    (function,) = symbolic.atoms(sp.hyper)
    upper = [int(a.subs({sym.N: N, sym.k: k})) for a in function.ap]
    (lower,) = (int(b) for b in function.bq)
    term, terms = Q(1), []
    for j in range(min(k, N - k)):
        terms.append(N * term)
        term *= Q((upper[0] + j) * (upper[1] + j), (lower + j) * (j + 1))
    assert term == 0
    assert symbolic / function == sym.N * sp.exp(sym.beta * sym.J * (sym.N - 4))
    assert function.argument == sp.exp(-4 * sym.beta * sym.J)
    return (0, *terms)


def value(coefficients: Iterable[Q | int], x: Any) -> Any:
    return sum(c * x**n for n, c in enumerate(coefficients))


def ratio_recurrence(N: int, x: Q) -> list[Q]:
    """F_1, F_2, ... up to N/2 by r_k = (B_k - A_k/r_{k-1})/C_k."""
    F, r = [Q(1)], 1 + Q(N - 3) * x / 2
    for k in range(2, N // 2 + 1):
        F.append(F[-1] * r)
        a, c = (k - N - 1) * (k - 1) * (2 * k - N + 1), (k - N + 1) * (k + 1) * (2 * k - N - 1)
        r = ((N - 2 * k) * (2 * k * (N - k) + x * ((2 * k - N) ** 2 - 1)) - a / r) / c
    return F


@pytest.mark.parametrize("N", SIZES)
def test_domains_hypergeometric_and_transfer_polynomials(N: int) -> None:
    transfer = exact.transfer_polynomials(N)
    assert len(transfer) == N + 1
    for k in range(N + 1):
        domains = exact.sector_weight_polynomial(N, 2 * k - N)
        assert domains == transfer[k]
        assert sum(domains) == comb(N, k)
        assert domains == (hypergeometric(N, k) if 0 < k < N else (1,))


@pytest.mark.parametrize("N", [N for N in SIZES if N > 1])
def test_ratio_recurrence(N: int) -> None:
    for x in (Q(1, 7), Q(1), Q(23, 3)):
        for k, F in enumerate(ratio_recurrence(N, x), 1):
            assert value(exact.sector_weight_polynomial(N, 2 * k - N), x) == N * F * x


def test_all_states() -> None:
    for N in range(1, 11):
        for (m, bonds), number in definition.configurations(N).items():
            n, rest = divmod(N - bonds, 4)
            assert rest == 0
            assert exact.degeneracy(m, n, N) == number
            assert exact.sector_weight_polynomial(N, m)[n] == number


def test_symbolic_degeneracy_is_the_integer_one() -> None:
    symbolic = exact.degeneracy()
    for N in range(1, 9):
        for m in range(-N, N + 1, 2):
            for n in range(N // 2 + 2):
                assert symbolic.subs({sym.N: N, sym.m: m, sym.n: n}) == exact.degeneracy(m, n, N)


@pytest.mark.parametrize("N", range(1, 9))
@pytest.mark.parametrize("J", [Q(2, 5), Q(-2, 5), Q(0)])
def test_weight_of_all_states(N: int, J: Q) -> None:
    symbolic = exact.sector_weight(J=J, beta=2)
    for m in range(-N, N + 1, 2):
        bonds = {bonds: number for (M, bonds), number in definition.configurations(N).items() if m == M}
        expected = sum(number * sp.exp(2 * J * b) for b, number in bonds.items())
        assert near(evaluated(exact.sector_weight(m, N, J=J, beta=2)), evaluated(expected))
        assert near(evaluated(symbolic.subs({sym.N: N, sym.m: m})), evaluated(expected))


@pytest.mark.parametrize("N", range(1, 7))
def test_generating_function(N: int) -> None:
    h, b, J = sym.h, sym.beta, sym.J
    total = sum(exact.sector_weight(m, N) * sp.exp(h * m) for m in range(-N, N + 1, 2))
    difference = (exact.ring_partition_function(N) - total).rewrite(sp.exp)
    assert sp.simplify(sp.expand(difference)) == 0
    upper, lower = exact.transfer_eigenvalues()
    assert sp.expand(upper + lower - 2 * sp.exp(b * J) * sp.cosh(h)) == 0
    assert sp.expand((upper * lower).expand().rewrite(sp.exp) - (sp.exp(2 * b * J) - sp.exp(-2 * b * J))) == 0


def test_weights_stay_factored() -> None:
    weight = exact.sector_weight(0, 12)
    prefactor, polynomial = sorted(weight.args, key=lambda factor: factor.is_Add)
    assert prefactor == sp.exp(8 * sym.beta * sym.J)
    x = exact.bond_factor()
    assert polynomial == sum(c * x**n for n, c in enumerate(exact.sector_weight_polynomial(12, 0)[1:]))


def test_no_coupling_is_binomial() -> None:
    assert [exact.sector_weight(m, 6, J=0) for m in range(-6, 7, 2)] == [comb(6, k) for k in range(7)]
    assert exact.sector_weight(0, 6, beta=0) == 20


@pytest.mark.parametrize(("m", "N"), [(1, 4), (6, 4), (-5, 4), (0, 1)])
def test_no_such_sector(m: int, N: int) -> None:
    for function in (exact.sector_weight, lambda m, N: exact.degeneracy(m, 1, N), lambda m, N: exact.sector_weight_polynomial(N, m)):
        with pytest.raises(InputError, match=rf"`m` must be one of -N, -N\+2, ..., N with N = {N}, but is {m}"):
            function(m, N)


def test_polynomials_need_integers() -> None:
    with pytest.raises(InputTypeError, match="must be integers here"):
        exact.sector_weight_polynomial(4, sym.m)
    with pytest.raises(InputTypeError, match="`m` must be an integer"):
        exact.sector_weight_polynomial(4, "0")  # type: ignore[arg-type]  # refused, which is the point


@pytest.mark.parametrize("N", range(1, 8))
def test_the_printed_degeneracy_counts_rings(N: int) -> None:
    """(25) with symbols, then numbers in it, against all 2^N rings: every sector of either sign, and one domain more than there can be."""
    symbolic = exact.degeneracy()
    rings = [tuple(1 - 2 * (word >> site & 1) for site in range(N)) for word in range(2**N)]
    found = Counter((sum(ring), sum(ring[site] == 1 != ring[site - 1] for site in range(N))) for ring in rings)
    for m in range(-N, N + 1, 2):
        for n in range(N // 2 + 2):
            wanted = found[m, n]
            assert exact.degeneracy(m, n, N=N) == wanted, (N, m, n)
            if n or abs(m) == N:
                assert symbolic.subs({sym.N: N, sym.n: n}).subs(sym.m, m) == wanted, (N, m, n)
        most = min((N + m) // 2, (N - m) // 2)
        assert exact.sector_weight_polynomial(N, m) == tuple(found[m, n] for n in range(most + 1))
