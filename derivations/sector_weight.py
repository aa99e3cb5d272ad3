"""The sector weight as a hypergeometric polynomial, (25) and (30).

Claim: W_m = Σ_n g(m, n) e^{beta J (N-4n)} = N e^{beta J (N-4)} 2F1(1-k, 1-N+k; 2; x), x = e^{-4 beta J},
    k = (N+m)/2, for |m| < N, and W_m = e^{beta J N} for |m| = N.
Assumes: (25); N >= 1, beta and J real.
Source: (25), (30).
Method: shift the summation index by one; the first term and the ratio of consecutive terms are those of 2F1,
    for symbolic N, k and index. The polynomials are then compared for N <= `largest_N` with the transfer matrix.
Cost: O(N^3) integer operations for the largest N, 0.3 s for the default.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import factorial

from sympy import Rational, Symbol, binomial, combsimp

from symcoh.arguments import whole
from symcoh.exact import sector_weight_polynomial, transfer_polynomials

from .foundation.steps import Derivation, Step, argument, enumeration, identity

LATEX = (
    r"W_m=\sum_n g(m,n)\,e^{\beta J(N-4n)}=N e^{\beta J(N-4)}\,"
    r"\,{}_2F_1\left(1-\tfrac{N+m}{2},\,1-\tfrac{N-m}{2};\,2;\,e^{-4\beta J}\right),\qquad |m|<N"
)


def derive(*, largest_N: int = 40) -> Derivation:
    """(30) with every step checked.

    Args:
        largest_N: the largest ring whose polynomials are compared, 2 <= largest_N <= 200.

    Raises:
        InputError: `largest_N` is out of range. CheckFailed: a check came out wrong.

    >>> [step.check.kind for step in derive(largest_N=6).steps]
    ['argument', 'identity', 'identity', 'argument', 'enumeration', 'enumeration']
    """
    largest_N = whole(largest_N, "`largest_N`", 2, 200)
    return Derivation(
        name="sector-weight",
        claim="`W_m = N e^{beta J (N-4)} 2F1(1-k, 1-N+k; 2; e^{-4 beta J})`, `k = (N+m)/2`, for `|m| < N`; `W_m = e^{beta J N}` for `|m| "
        "= N`.",
        assumptions=("(25)", "`N >= 1`, `m` one of `-N, -N+2, ..., N`", "`beta` and `J` real"),
        equations=("25", "30"),
        steps=(_shifted(), *_terms(), _uniform(), _polynomials(largest_N), _transfer(largest_N)),
        latex=LATEX,
    )


def _shifted() -> Step:
    return argument(
        "For `0 < k < N`, `W_m = N e^{beta J (N-4)} Σ_{j>=0} t_j x^j` with `x = e^{-4 beta J}`, `t_j = binom(k-1, j) binom(N-k-1, "
        "j)/(j+1)`.",
        "The definition with (25) inserted and `n = j + 1`; `e^{beta J (N-4n)} = e^{beta J (N-4)} x^j`. Terms with `n > min(k, N-k)` "
        "vanish.",
    )


def _terms() -> tuple[Step, Step]:
    N, k, j = (Symbol(name, integer=True, positive=True) for name in ("N", "k", "j"))
    t = binomial(k - 1, j) * binomial(N - k - 1, j) / (j + 1)
    ratio = combsimp(t.subs(j, j + 1) / t)
    gauss = (1 - k + j) * (1 - N + k + j) / ((2 + j) * (1 + j))
    return (
        identity("`t_0 = 1`", "Binomials with lower index 0 are 1; so is the first term of the hypergeometric series.", t.subs(j, 0) - 1),
        identity(
            "`t_{j+1}/t_j = (1-k+j)(1-N+k+j)/((2+j)(1+j))`", "That is the ratio of the terms of `2F1(1-k, 1-N+k; 2; x)`.", ratio - gauss
        ),
    )


def _uniform() -> Step:
    return argument(
        "`W_m = e^{beta J N}` for `|m| = N`",
        "Only `n = 0` has `g != 0` there, and `g = 1`. The hypergeometric form is for `|m| < N` alone: `N x 2F1(1-N, 1; 2; x)` is 1 only "
        "at `x = 1`.",
    )


def _polynomials(largest: int) -> Step:
    def cases() -> Iterator[tuple[str, object, object]]:
        for N in range(2, largest + 1):
            for k in range(1, N):
                weights = sector_weight_polynomial(N, 2 * k - N)[1:]
                yield f"N={N}, k={k}", weights, tuple(N * c for c in _gauss_coefficients(N, k))

    return enumeration(
        f"`g(m, n) = N t_{{n-1}}`, `N = 2, ..., {largest}`",
        "The coefficients of the hypergeometric series from Pochhammer symbols, `(1-k)_j (1-N+k)_j/((2)_j j!)`, in exact fractions.",
        cases(),
        at_least=largest * (largest - 1) // 2,
        confirms=True,
    )


def _gauss_coefficients(N: int, k: int) -> list[Rational]:
    return [Rational(_rising(1 - k, j) * _rising(1 - N + k, j), factorial(j + 1) * factorial(j)) for j in range(min(k, N - k))]


def _rising(a: int, j: int) -> int:
    product = 1
    for i in range(j):
        product *= a + i
    return product


def _transfer(largest: int) -> Step:
    def cases() -> Iterator[tuple[str, object, object]]:
        for N in range(1, largest + 1):
            for k, polynomial in enumerate(transfer_polynomials(N)):
                yield f"N={N}, k={k}", sector_weight_polynomial(N, 2 * k - N), polynomial

    return enumeration(
        f"`Σ_k W_{{2k-N}} z^k = λ_+^N + λ_-^N`, `N = 1, ..., {largest}`",
        "The transfer matrix, with the eigenvalues `λ_±` and `z` for each spin up, knows nothing of domains and gives the same "
        "polynomials.",
        cases(),
        at_least=largest * (largest + 3) // 2,
        confirms=True,
    )
