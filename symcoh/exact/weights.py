"""The sources alone: degeneracies (25), sector weights (30) and the transfer matrix of the ring.

With x = e^{-4 beta J}, W_m e^{-beta J N} = Σ_n g(m, n) x^n is a polynomial with integer coefficients, and
its generating function Σ_k z^k p_{N,k}(x), k = (N+m)/2, obeys p_N = (1+z) p_{N-1} - z (1-x) p_{N-2}.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from math import comb
from types import MappingProxyType
from typing import Any

from sympy import ZZ, Abs, Eq, Expr, Integer, KroneckerDelta, Or, Piecewise, S, binomial, cosh, exp, hyper, sinh, sqrt
from sympy import ring as polynomial_ring

from ..errors import InputError, InputTypeError, shown
from . import symbols
from .convert import expression, integer_expression, nonnegative_expression, sources_number
from .exponential_sums import power_sum
from .origins import remembered
from .parameters import parameters


@remembered
def bond_factor(*, beta: object = None, J: object = None) -> Expr:
    """x = e^{-4 beta J}, the Boltzmann factor of one more pair of domains, (30).

    >>> bond_factor(J=2)
    exp(-8*beta)
    """
    p = parameters(J=J, beta=beta)
    return p.x


@remembered
def degeneracy(m: Any = None, n: Any = None, N: Any = None) -> Expr:
    """(25): number of ring states with magnetization m and n up-domains.

        k = (N+m)/2,  g(m, n) = δ_{n,0} δ_{|m|,N} + (1 - δ_{n,0}) (N/n) C(k-1, n-1) C(N-k-1, n-1).

    Args:
        m: one of -N, -N+2, ..., N, or symbolic.
        n: number of up-domains, an integer or symbolic.
        N: number of sources, an integer >= 1 or symbolic.

    Returns:
        An integer, or a Piecewise; the product of binomials counts as 0 at |m| = N.

    Raises:
        InputError: an integer m that is no eigenvalue of M.

    >>> degeneracy(0, 2, N=4), degeneracy(4, 0, N=4)
    (2, 1)
    """
    N, m = sources_number(N, symbols.N), integer_expression(m, "`m`", symbols.m)
    n = integer_expression(n, "`n`", symbols.n)
    check_sector(N, m)
    if N.is_Integer and m.is_Integer and n.is_Integer:
        return Integer(_count(int(N), int(N + m) // 2, int(n)))
    k = (N + m) / 2
    uniform = Eq(Abs(m), N)
    mixed = N / n * binomial(k - 1, n - 1) * binomial(N - k - 1, n - 1)
    return Piecewise((KroneckerDelta(Abs(m), N), Eq(n, 0)), (S.Zero, uniform), (mixed, True))


def sector_weight_polynomial(N: int, m: int) -> tuple[int, ...]:
    """(25), (30): the coefficients g(m, n), n = 0, 1, ..., of x^n in W_m e^{-beta J N}, x = e^{-4 beta J}.

    Args:
        N: number of sources, an int >= 1.
        m: one of -N, -N+2, ..., N.

    Returns:
        The coefficients, the last one not zero.

    Raises:
        InputError: m is no eigenvalue of M. InputTypeError: an argument is no integer.

    >>> sector_weight_polynomial(6, 0)
    (0, 6, 12, 2)
    """
    count, k = _integers(N, m)
    return (1,) if k in (0, count) else (0, *_counts(count, k))


def transfer_polynomials(N: int) -> tuple[tuple[int, ...], ...]:
    """The polynomials of `sector_weight_polynomial` for k = 0, ..., N, by the transfer matrix.

        p_N(z, x) = e^{-beta J N} (λ_+^N + λ_-^N),  p_0 = 2,  p_1 = 1 + z,  p_N = (1+z) p_{N-1} - z (1-x) p_{N-2}

    shares nothing with (25). Cost: O(N^3) integer operations.

    >>> transfer_polynomials(2)
    ((1,), (0, 2), (1,))
    """
    count, _ = _integers(N, None)
    _, z, x = polynomial_ring("z,x", ZZ)
    before, now = 2 + 0 * z, 1 + z
    for _ in range(count - 1):
        before, now = now, (1 + z) * now - z * (1 - x) * before
    rows = [[0] * (min(k, count - k) + 1) for k in range(count + 1)]
    for (power_of_z, power_of_x), coefficient in now.terms():
        rows[power_of_z][power_of_x] = int(coefficient)
    return tuple(tuple(row) for row in rows)


@remembered
def sector_weight(m: Any = None, N: Any = None, *, beta: Any = None, J: Any = None) -> Expr:
    """(30): the partition function of the ring at magnetization m.

        W_m = e^{beta J N} for |m| = N, and for |m| < N
        W_m = N e^{beta J (N-4)} 2F1(1 - (N+m)/2, 1 - (N-m)/2; 2; e^{-4 beta J}).

    Args:
        m: one of -N, -N+2, ..., N, or symbolic.
        N: number of sources, an integer >= 1 or symbolic.
        beta: inverse temperature, >= 0.
        J: intersource coupling, any sign.

    Returns:
        The polynomial in e^{-4 beta J} with its prefactor where N and m are integers, a Piecewise where
        they are symbolic. Dimensionless.

    Raises:
        InputError: an integer m that is no eigenvalue of M.

    >>> sector_weight(0, N=4)
    4 + 2*exp(-4*J*beta)
    >>> sector_weight(5, N=5)
    exp(5*J*beta)
    """
    N, m = sources_number(N, symbols.N), integer_expression(m, "`m`", symbols.m)
    beta, J = nonnegative_expression(beta, "`beta`", symbols.beta), expression(J, "`J`", symbols.J)
    check_sector(N, m)
    if N.is_Integer and m.is_Integer:
        return _integer_weight(int(N), int(m), beta * J)
    uniform = Eq(m, N) if m.is_nonnegative else Or(Eq(m, N), Eq(m, -N))
    return Piecewise((exp(beta * J * N), uniform), (mixed_weight(N, (N + m) / 2, beta * J), True))


def mixed_weight(N: Expr, k: Expr, K: Expr) -> Expr:
    """The second line of (30), for 0 < k < N spins up and K = beta J; C(N, k) where K = 0.

    >>> mixed_weight(symbols.N, symbols.k, Integer(0))
    binomial(N, k)
    """
    if K.is_zero:
        return binomial(N, k)
    return N * exp(K * (N - 4)) * hyper((1 - k, 1 - N + k), (2,), exp(-4 * K))


def _integer_weight(N: int, m: int, K: Expr) -> Expr:
    if abs(m) == N:
        return exp(K * N)
    # e^{K(N-4)} stays a factor: multiplied out, every weight would carry N/2 exponentials of its own.
    return exp(K * (N - 4)) * power_sum(_counts(N, (N + m) // 2), exp(-4 * K))


@lru_cache(maxsize=8)
def ring_weights(N: int, K: Expr) -> Mapping[Expr, Expr]:
    """(30) for every m >= 0 of a ring of N, K = beta J.

    >>> ring_weights(3, symbols.K)
    mappingproxy({1: 3*exp(-K), 3: exp(3*K)})
    """
    return MappingProxyType({Integer(m): _integer_weight(N, m, K) for m in range(N % 2, N + 1, 2)})


def transfer_eigenvalues(h: object = None, *, beta: object = None, J: object = None) -> tuple[Expr, Expr]:
    """λ_± = e^{beta J} (cosh h ± sqrt(sinh^2 h + e^{-4 beta J})) of the ring in the reduced field h.

    Args:
        h: reduced field, dimensionless, any real value.
        beta: inverse temperature, >= 0.
        J: intersource coupling, any sign.

    Returns:
        (λ_+, λ_-), dimensionless.

    >>> transfer_eigenvalues(0, J=0)
    (2, 0)
    """
    p = parameters(beta=beta, J=J)
    h = expression(h, "`h`", symbols.h)
    root = field_root(h, p.beta * p.J)
    return exp(p.beta * p.J) * (cosh(h) + root), exp(p.beta * p.J) * (cosh(h) - root)


def field_root(h: Expr, K: Expr) -> Expr:
    """r = sqrt(sinh^2 h + e^{-4K}), and cosh h where K = 0.

    >>> field_root(symbols.h, Integer(0))
    cosh(h)
    """
    return cosh(h) if K.is_zero else sqrt(sinh(h) ** 2 + exp(-4 * K))


@remembered
def ring_partition_function(N: object = None, h: object = None, *, beta: object = None, J: object = None) -> Expr:
    """L(h) = Σ_m W_m e^{hm} = λ_+^N + λ_-^N, the partition function of the ring in the reduced field h.

    >>> ring_partition_function(3, 0, J=0)
    8
    """
    N = sources_number(N, symbols.N)
    upper, lower = transfer_eigenvalues(h, beta=beta, J=J)
    return upper**N + lower**N


def _count(N: int, k: int, n: int) -> int:
    """g for k spins up; 0 where no ring has n up-domains."""
    if k in (0, N):
        return int(n == 0)
    if not 1 <= n <= min(k, N - k):
        return 0
    # n divides: N C(k-1, n-1) C(N-k-1, n-1) counts rings with one of the n domains marked.
    return N * comb(k - 1, n - 1) * comb(N - k - 1, n - 1) // n


def _counts(N: int, k: int) -> list[int]:
    """g of `_count` for n = 1, ..., min(k, N - k), 0 < k < N: each from the one before, the ratio being (k-n)(N-k-n)/(n(n+1))."""
    found = [N]
    for n in range(1, min(k, N - k)):
        found.append(found[-1] * (k - n) * (N - k - n) // (n * (n + 1)))
    return found


def _integers(N: object, m: object) -> tuple[int, int]:
    count = sources_number(N)
    sector = integer_expression(count if m is None else m, "`m`")
    if not (count.is_Integer and sector.is_Integer):
        raise InputTypeError("`N`", f"and `m` must be integers here, but are {shown(str(N))} and {shown(str(m))}.")
    check_sector(count, sector)
    return int(count), int(count + sector) // 2


def check_sector(N: Expr, m: Expr) -> None:
    """Refuse an integer m that is no eigenvalue of M for an integer N."""
    if N.is_Integer and m.is_Integer and (abs(m) > N or (N + m) % 2):
        raise InputError("`m`", f"must be one of -N, -N+2, ..., N with N = {shown(int(N))}, but is {shown(int(m))}.")
