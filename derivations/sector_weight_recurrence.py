"""The recurrence of the sector weights in `k`, from a rational identity term by term.

Claim: with F_k(x) = 2F1(1-k, 1-N+k; 2; x), for 1 < k < N-1,
    A_k F_{k-1} + C_k F_{k+1} = (N-2k) [2k(N-k) + x((2k-N)^2 - 1)] F_k,
    A_k = (k-N-1)(k-1)(2k-N+1),  C_k = (k-N+1)(k+1)(2k-N-1),
and the reversed polynomials G_k(y) = y^{k-1} F_k(1/y) obey
    C_k G_{k+1} = (N-2k) [2k(N-k) y + (2k-N)^2 - 1] G_k - A_k y^2 G_{k-1}.
Assumes: N, k integers; the ratio form r_k = F_{k+1}/F_k = (B_k - A_k/r_{k-1})/C_k needs 2 <= k < N/2, where
    A_k, B_k >= 0 and C_k > 0 for x >= 0.
Source: contiguous relations of 2F1; the identity below was found by comparing coefficients.
Method: divide the coefficient of x^n by c_k(n); what is left is a rational function that is identically zero.
Cost: milliseconds for the identity, O(N^3) for the comparison with polynomials, 0.3 s for the default.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Expr, Symbol

from symcoh.arguments import whole
from symcoh.exact import sector_weight_polynomial

from .foundation.steps import Derivation, Step, argument, enumeration, identity

EQUATIONS = ("30",)
LATEX = r"A_kF_{k-1}+C_kF_{k+1}=(N-2k)\left[2k(N-k)+x\left((2k-N)^2-1\right)\right]F_k,\qquad F_k={}_2F_1(1-k,\,1-N+k;\,2;\,x)"


def outer_coefficients(N: Expr, k: Expr) -> tuple[Expr, Expr]:
    """A_k and C_k of the recurrence.

    >>> outer_coefficients(10, 3)
    (48, 120)
    """
    return (k - N - 1) * (k - 1) * (2 * k - N + 1), (k - N + 1) * (k + 1) * (2 * k - N - 1)


def middle_coefficients(N: Expr, k: Expr) -> tuple[Expr, Expr]:
    """b_0 and b_1 of B_k = b_0 + b_1 x.

    >>> middle_coefficients(10, 3)
    (168, 60)
    """
    return (N - 2 * k) * 2 * k * (N - k), (N - 2 * k) * ((2 * k - N) ** 2 - 1)


def derive(*, largest_N: int = 40) -> Derivation:
    """The recurrence, proved for all N and k.

    Args:
        largest_N: the largest ring whose polynomials are compared, 4 <= largest_N <= 200.

    Raises:
        InputError: `largest_N` is out of range. CheckFailed: a check came out wrong.

    >>> derive(largest_N=6).steps[3].check.outcome
    'the difference is identically 0'
    """
    largest_N = whole(largest_N, "`largest_N`", 4, 200)
    return Derivation(
        name="sector-weight-recurrence",
        claim="`A_k F_{k-1} + C_k F_{k+1} = B_k F_k` for all `N` and `k`, where `F_k = 2F1(1-k, 1-N+k; 2; x)`, "
        "`A_k = (k-N-1)(k-1)(2k-N+1)`, `B_k = (N-2k)[2k(N-k) + x((2k-N)^2 - 1)]`, `C_k = (k-N+1)(k+1)(2k-N-1)`; so "
        "`F_{k+1}/F_k = (B_k - A_k F_{k-1}/F_k)/C_k`, with `A_k >= 0`, `B_k > 0` and `C_k > 0` where `2 <= k < N/2` and `x >= 0`.",
        assumptions=("`N >= 4` and `2 <= k <= N-2` integers", "`x` real"),
        equations=("30",),
        steps=(*_ratios(), _termwise(), _all_cases(), _forward(largest_N), _reversed(largest_N), _start(), *_signs()),
        latex=LATEX,
    )


def _symbols() -> tuple[Symbol, Symbol, Symbol]:
    return Symbol("N"), Symbol("k"), Symbol("n")


def _ratio_above(N: Expr, k: Expr, n: Expr) -> Expr:
    """c_{k+1}(n)/c_k(n)."""
    return k * (N - k - 1 - n) / ((k - n) * (N - k - 1))


def _ratio_below(N: Expr, k: Expr, n: Expr) -> Expr:
    """c_{k-1}(n)/c_k(n)."""
    return (k - 1 - n) * (N - k) / ((k - 1) * (N - k - n))


def _ratio_before(N: Expr, k: Expr, n: Expr) -> Expr:
    """c_k(n-1)/c_k(n)."""
    return n * (n + 1) / ((n - k) * (n - N + k))


def _growth(N: Expr, k: Expr, n: Expr) -> Expr:
    """c_k(n+1)/c_k(n), by the definition of 2F1."""
    return (1 - k + n) * (1 - N + k + n) / ((2 + n) * (1 + n))


def _ratios() -> tuple[Step, Step, Step]:
    """Each ratio is right at n = 0 and goes from n to n+1 as the quotient it stands for."""
    N, k, n = _symbols()
    before = identity(
        f"`c_k(n-1)/c_k(n) = {_ratio_before(N, k, n)}`",
        "The ratio of consecutive terms of the hypergeometric series; at `n = 0` it is 0, as `c_k(-1)` must be.",
        1 / _growth(N, k, n - 1) - _ratio_before(N, k, n),
    )
    return _ratio_step("k+1", _ratio_above(N, k, n), 1), _ratio_step("k-1", _ratio_below(N, k, n), -1), before


def _ratio_step(name: str, ratio: Expr, shift: int) -> Step:
    N, k, n = _symbols()
    marker = Symbol("u")
    step = ratio.subs(n, n + 1) / ratio - _growth(N, k + shift, n) / _growth(N, k, n)
    start = ratio.subs(n, 0) - 1
    return identity(
        f"`c_{{{name}}}(n)/c_k(n) = {ratio}` for the coefficients `c_k(n)` of `x^n` in `F_k`",
        "Both sides are 1 at `n = 0` and are multiplied by the same factor from `n` to `n+1`.",
        marker * start + step,
    )


def _termwise() -> Step:
    N, k, n = _symbols()
    a, c = outer_coefficients(N, k)
    b0, b1 = middle_coefficients(N, k)
    left = a * _ratio_below(N, k, n) + c * _ratio_above(N, k, n)
    return identity(
        "`A_k c_{k-1}(n) + C_k c_{k+1}(n) = (N-2k) [2k(N-k) c_k(n) + ((2k-N)^2 - 1) c_k(n-1)]`",
        "Divided by `c_k(n)`, with `c_k(n) = (1-k)_n (1-N+k)_n/((2)_n n!)`, both sides are one rational function of `N`, `k` and `n`.",
        left - b0 - b1 * _ratio_before(N, k, n),
    )


def _all_cases() -> Step:
    return argument(
        "The identity holds for all `N` and `k`, also where `c_k(n) = 0`.",
        "For each `n = 0, 1, 2, ...` both sides are polynomials in `N` and `k`. They agree wherever no denominator and no `c_k(n)` "
        "vanishes, which is outside a finite union of lines in the `(N, k)` plane, and two polynomials that agree there are equal.",
    )


def _forward(largest: int) -> Step:
    def cases() -> Iterator[tuple[str, object, object]]:
        for N in range(4, largest + 1):
            F = _multiples(N)
            for k in range(2, N - 1):
                (a, c), (b0, b1) = outer_coefficients(N, k), middle_coefficients(N, k)
                left = _combined((a, 0, F[k - 1]), (c, 0, F[k + 1]))
                yield f"N={N}, k={k}", left, _combined((b0, 0, F[k]), (b1, 1, F[k]))

    return enumeration(
        f"The recurrence of `F_k` for `N = 4, ..., {largest}` and all `k`",
        "The step before, summed over `n`; here as polynomials with integer coefficients `N F_k`.",
        cases(),
        at_least=(largest - 3) * (largest - 2) // 2,
    )


def _reversed(largest: int) -> Step:
    def cases() -> Iterator[tuple[str, object, object]]:
        for N in range(4, largest + 1):
            # The coefficient of y^(k-1-j) in G_k is that of x^j in F_k.
            G = {k: [0] * (k - len(f)) + f[::-1] for k, f in _multiples(N).items()}
            for k in range(2, N - 1):
                (a, c), (b0, b1) = outer_coefficients(N, k), middle_coefficients(N, k)
                right = _combined((b0, 1, G[k]), (b1, 0, G[k]), (-a, 2, G[k - 1]))
                yield f"N={N}, k={k}", _combined((c, 0, G[k + 1])), right

    return enumeration(
        f"`C_k G_{{k+1}} = (N-2k) [2k(N-k) y + (2k-N)^2 - 1] G_k - A_k y^2 G_{{k-1}}`; compared for `N = 4, ..., {largest}`",
        "`G_k(y) = y^{k-1} F_k(1/y)`. The recurrence of `F_k` at `x = 1/y`, times `y^k`: `y^k F_{k+1} = G_{k+1}`, `y^k F_k = y G_k`, `y^k "
        "F_{k-1} = y^2 G_{k-1}`.",
        cases(),
        at_least=(largest - 3) * (largest - 2) // 2,
    )


def _multiples(N: int) -> dict[int, list[int]]:
    """The coefficients of N F_k for 0 < k < N, by (30)."""
    return {k: list(sector_weight_polynomial(N, 2 * k - N)[1:]) for k in range(1, N)}


def _combined(*parts: tuple[int, int, list[int]]) -> tuple[int, ...]:
    """The coefficients of a sum of factor * x^shift * polynomial, without trailing zeros."""
    total = [0] * max(shift + len(polynomial) for _, shift, polynomial in parts)
    for factor, shift, polynomial in parts:
        for power, coefficient in enumerate(polynomial):
            total[power + shift] += factor * coefficient
    while total and total[-1] == 0:
        total.pop()
    return tuple(total)


def _start() -> Step:
    N, _, _ = _symbols()
    return identity(
        "`F_1 = 1` and `F_2 = 1 + (N-3) x/2`",
        "`c_1(n) = 0` for `n >= 1` and `c_2(n) = 0` for `n >= 2`, since `(0)_1 = 0` and `(-1)_2 = 0`; `c_2(1)/c_2(0) = (N-3)/2`.",
        _growth(N, 2, 0) - (N - 3) / 2,
    )


def _signs() -> tuple[Step, Step, Step]:
    N, k, _ = _symbols()
    a, c = outer_coefficients(N, k)
    b0, b1 = middle_coefficients(N, k)
    x = Symbol("x")
    return (
        identity(
            "`A_k >= 0` for `2 <= k < N/2`",
            "`A_k = (N+1-k)(k-1)(N-1-2k)`, and every factor is `>= 0` because `2k <= N-1`.",
            a - (N + 1 - k) * (k - 1) * (N - 1 - 2 * k),
        ),
        identity(
            "`C_k > 0` for `2 <= k < N/2`",
            "`C_k = (N-1-k)(k+1)(N+1-2k)`, and every factor is `> 0`.",
            c - (N - 1 - k) * (k + 1) * (N + 1 - 2 * k),
        ),
        identity(
            "`B_k > 0` for `2 <= k < N/2` and `x >= 0`",
            "`B_k = 2k(N-k)(N-2k) + x (N-2k)(N-2k-1)(N-2k+1)`, the first term `> 0` and the second `>= 0`.",
            b0 + x * b1 - 2 * k * (N - k) * (N - 2 * k) - x * (N - 2 * k) * (N - 2 * k - 1) * (N - 2 * k + 1),
        ),
    )
