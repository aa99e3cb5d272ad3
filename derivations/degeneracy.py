"""The number of ring states with given magnetization and number of up-domains, (25).

Claim: for k = (N+m)/2 sources up and n >= 1 up-domains,
    g(m, n) = (N/n) C(k-1, n-1) C(N-k-1, n-1),  0 < k < N,
and the two uniform states, k = 0 and k = N, have n = 0 and g = 1.
Assumes: a ring of N >= 1 distinguishable sites, N = 1 and N = 2 included.
Source: (16), (17), (25); the count is classical (compositions of an integer).
Method: mark one up-domain, cut the ring there, and count the lengths of the domains. The counts are then
    compared with all 2^N rings for N <= `largest_N`, and Σ_n g = C(N, k) is proved.
Cost: O(N 2^N) for the largest N, 0.2 s for the default.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import comb

from sympy import Symbol, binomial, combsimp

from symcoh.arguments import whole
from symcoh.exact import degeneracy as printed_degeneracy
from symcoh.exact import sector_weight_polynomial

from .foundation.steps import Derivation, Step, argument, enumeration, identity

LATEX = r"g(m,n)=\delta_{n,0}\,\delta_{|m|,N}+(1-\delta_{n,0})\,\frac{N}{n}\binom{k-1}{n-1}\binom{N-k-1}{n-1},\qquad k=\frac{N+m}{2}"


def derive(*, largest_N: int = 14) -> Derivation:
    """(25) with every step checked.

    Args:
        largest_N: the largest ring that is enumerated, 2 <= largest_N <= 20.

    Raises:
        InputError: `largest_N` is out of range. CheckFailed: a check came out wrong.

    >>> derive(largest_N=6).steps[0].check.kind
    'argument'
    """
    largest_N = whole(largest_N, "`largest_N`", 2, 20)
    return Derivation(
        name="degeneracy",
        claim="`g(m, n) = (N/n) binom(k-1, n-1) binom(N-k-1, n-1)` for `0 < k < N` and `n >= 1`; the uniform states have `n = 0` and `g = "
        "1`.",
        assumptions=("`N >= 1` sites on a ring, distinguishable", "`k = (N+m)/2` sites up", "`n` domains of consecutive sites that are up"),
        equations=("16", "17", "25"),
        steps=(_marking(), _compositions(largest_N), _bonds(largest_N), _rings(largest_N), *_sum_rule()),
        latex=LATEX,
    )


def _marking() -> Step:
    return argument(
        "For `0 < k < N`, `n g(m, n) = N c(k, n) c(N-k, n)`, where `c(k, n)` counts the ordered ways to write `k` as `n` positive "
        "integers.",
        "Count pairs (ring state, one of its `n` up-domains). Going round the ring from the first site of the marked domain, "
        "up- and down-domains alternate, `n` of each, because a ring that is not uniform has as many down- as up-domains. Their "
        "lengths are `n` positive integers with sum `k` and `n` with sum `N-k`. The `N` first sites and the two lists of lengths give "
        "every pair exactly once: pair and lists determine each other. A uniform ring has no domain wall, `n = 0` by (17).",
    )


def _compositions(largest: int) -> Step:
    return enumeration(
        "`c(k, n) = binom(k-1, n-1)`",
        "`n` positive integers with sum `k` are `n-1` cuts among the `k-1` gaps between `k` objects in a row; here the sums are counted "
        "one by one.",
        ((f"k={k}, n={n}", _composition_count(k, n), comb(k - 1, n - 1)) for k in range(1, largest + 1) for n in range(1, k + 1)),
        at_least=largest * (largest + 1) // 2,
    )


def _composition_count(k: int, n: int) -> int:
    """Ordered sums of n positive integers equal to k, from the first summand down."""
    if n == 1:
        return 1
    return sum(_composition_count(k - first, n - 1) for first in range(1, k - n + 2))


def _bonds(largest: int) -> Step:
    return enumeration(
        "`Σ_k σ^z_k σ^z_{k+1} = N - 4n`",
        "Each of the `n` up-domains has two walls and a wall turns a bond from `+1` to `-1`; `N = 1` and `N = 2` are no exception, (2).",
        (
            (f"N={N}, state {state:b}", _bond_sum(N, state), N - 4 * _up_domains(N, state))
            for N in range(1, min(largest, 10) + 1)
            for state in range(2**N)
        ),
        at_least=2 ** (min(largest, 10) + 1) - 2,
    )


def _rings(largest: int) -> Step:
    return enumeration(
        f"(25) counts all rings of `N = 1, ..., {largest}` sources",
        "The number of up-domains of each of the `2^N` rings, counted bit by bit.",
        _compare_rings(largest),
        at_least=sum((N + 1) * (N // 2 + 1) for N in range(1, largest + 1)),
        confirms=True,
    )


def _compare_rings(largest: int) -> Iterator[tuple[str, object, object]]:
    for N in range(1, largest + 1):
        counted = Counter((state.bit_count(), _up_domains(N, state)) for state in range(2**N))
        for k in range(N + 1):
            for n in range(N // 2 + 1):
                yield f"N={N}, k={k}, n={n}", counted[k, n], int(printed_degeneracy(2 * k - N, n, N))


def _up_domains(N: int, state: int) -> int:
    """Up-domains of a ring: sites that are up with a predecessor that is down."""
    rotated = (state << 1 | state >> (N - 1)) & ((1 << N) - 1)
    return (state & ~rotated).bit_count()


def _bond_sum(N: int, state: int) -> int:
    spins = [1 if state >> site & 1 else -1 for site in range(N)]
    return sum(spins[site] * spins[(site + 1) % N] for site in range(N))


def _sum_rule() -> tuple[Step, Step, Step]:
    k, n = Symbol("k", integer=True, positive=True), Symbol("n", integer=True, positive=True)
    ratio = combsimp(binomial(k - 1, n - 1) / binomial(k, n)) - n / k
    absorbed = identity("`binom(k-1, n-1)/n = binom(k, n)/k`", "Both are `(k-1)!/(n! (k-n)!)`.", ratio)
    summed = argument(
        "`Σ_n g(m, n) = (N/k) Σ_n binom(k, n) binom(N-k-1, N-k-n) = (N/k) binom(N-1, N-k) = binom(N, k)`",
        "The step before, `binom(N-k-1, n-1) = binom(N-k-1, N-k-n)`, and Vandermonde's sum: choose `N-k` of `k + (N-k-1)` objects.",
    )
    checked = enumeration(
        "`Σ_n g(m, n) = binom(N, k)`, `N = 1, ..., 40`",
        "The two sides as integers.",
        ((f"N={N}, k={k}", sum(sector_weight_polynomial(N, 2 * k - N)), comb(N, k)) for N in range(1, 41) for k in range(N + 1)),
        at_least=860,
        confirms=True,
    )
    return absorbed, summed, checked
