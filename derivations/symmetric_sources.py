"""What (32)-(39), (44), (45) and (47) become for any sources that commute with `B`.

Claim: for sources with W_m = W_{-m} (γ, ω_a > 0): C rises strictly with ω_a and with γ, to the limits tanh(Nβω_a/2), γ → oo, and
    (2Nγ/S_N) tanh(βS_N/2), ω_a → oo, with N the largest |m| and, for the latter, finitely many sectors. For chain and complete graph of
    Ising bonds and for the XXX complete graph, C rises strictly with J of either sign, and falls strictly with T where J >= 0.
    For any sources, C = (2γ/ω) tanh(βω/2) |⟨B/γ⟩_0| + O(γ³).
Assumes: [H_B, B] = 0, t = 0, 0 < β < oo, ω >= 0, some m ≠ 0; W_m contains the Boltzmann factors without the field ω_a.
Source: ours, after Appendix A; the short proof of `monotonicity`.
Method: C = E[g(u)], u = |m|, with g rising; the law of u is proportional to W_u cosh(βω_a u/2) cosh(βS_u/2), whose slopes in ω_a and γ
    do not contain W. The slope of log W_u in J is the mean bond sum of a sector.
Cost: 1 s for the default; 2^largest_N configurations.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations, pairwise, product
from math import comb

from flint import fmpz_mat, fmpz_poly
from sympy import Expr, Integer, Symbol, binomial, combsimp, cosh, diff, sinh, sqrt, symbols

from symcoh.arguments import whole
from symcoh.exact.symbols import beta, gamma, omega

from .foundation.likelihood_ratio import covariance, response_slope_in_beta, response_slopes, sector_response, weight_slopes
from .foundation.steps import Derivation, Step, argument, enumeration, identity

LATEX = (
    r"W_m=W_{-m}:\quad \frac{\partial C}{\partial\omega_{\mathrm a}}>0,\quad \frac{\partial C}{\partial\gamma}>0,\quad "
    r"C<\tanh\frac{N\beta\omega_{\mathrm a}}{2},\quad C<\frac{2N\gamma}{S_N}\tanh\frac{\beta S_N}{2}"
)
EQUATIONS = ("32", "33", "34", "36", "38", "39", "44", "45", "47", "64", "65")

Bonds = Callable[[int], list[tuple[int, int]]]

GRAPHS: dict[str, Bonds] = {
    "chain": lambda N: [(k, k + 1) for k in range(N - 1)],
    "complete graph": lambda N: list(combinations(range(N), 2)),
    "star": lambda N: [(0, k) for k in range(1, N)],
    "ladder": lambda N: [(k, k + 1) for k in range(0, N - 1, 2)] + [(k, k + 2) for k in range(N - 2)],
}


def derive(*, largest_N: int = 8) -> Derivation:
    """Statements for symmetric sources, with every step checked or written out.

    Args:
        largest_N: systems of 2 to `largest_N` sources are counted out, 4 <= largest_N <= 12.

    Raises:
        InputError: `largest_N` is out of range. CheckFailed: a check came out wrong.

    >>> derive(largest_N=4).steps[0].check.kind
    'identity'
    """
    largest_N = whole(largest_N, "`largest_N`", 4, 12)
    slopes = weight_slopes()
    return Derivation(
        name="symmetric-sources",
        claim="For sources with `W_m = W_{-m}`, `C` rises strictly with `ω_a` and with `γ`, and stays below `tanh(Nβω_a/2)` and, with "
        "finitely many sectors, `(2Nγ/S_N) tanh(βS_N/2)`, `N` the largest `|m|`. On chain and complete graph of Ising bonds and on the XXX "
        "complete graph it rises strictly with `J` (`N >= 2`) and falls strictly with `T` where `J >= 0`. For any sources "
        "`C = (2γ/ω) tanh(βω/2) |⟨B/γ⟩_0| + O(γ^3)`.",
        assumptions=(
            "`[H_B, B] = 0`, `B = γM` and the gap `ω_a` for every source; the last sentence for any `B`",
            "`γ`, `ω_a > 0`, `ω >= 0`, `0 < β < oo`, and a sector `m ≠ 0`",
            "the coupling to the target is along `σ^x` (`t = 0`)",
        ),
        equations=EQUATIONS,
        steps=(
            *covariance(),
            *sector_response(),
            slopes[0],
            slopes[1],
            response_slopes(),
            _field_and_strength(),
            _strong_coupling(),
            _large_gap(),
            *_weak_coupling(),
            *_complete(largest_N),
            *_chain(largest_N),
            *_multiplets(largest_N),
            _coupling(),
            slopes[2],
            response_slope_in_beta(),
            _temperature(),
            *_ends(largest_N),
        ),
        latex=LATEX,
    )


def _field_and_strength() -> Step:
    return argument(
        "(33), (34) `∂C/∂ω_a > 0` and `∂C/∂γ > 0`",
        "`W_u` contains neither `ω_a` nor `γ`: the slope of the log-weights rises with `u` whatever `W_u` is, as `g` does, so the "
        "covariance is `>= 0`; and `E[∂g] > 0`, because there is a sector `u > 0`.",
    )


def _strong_coupling() -> Step:
    return argument(
        "(44) `C < tanh(Nβω_a/2)`, `N` the largest `|m|`, and `C → tanh(Nβω_a/2)` as `γ → oo`",
        "`g(u) < tanh(βω_a u/2) <= tanh(Nβω_a/2)` for `u > 0`. As `γ → oo` the weight of the sector `u = N` outgrows all others by "
        "`e^{βγ(N-u)}`, and there `2γN/S_N → 1` and `tanh(βS_N/2) → 1`.",
    )


def _large_gap() -> Step:
    return argument(
        "(47) With finitely many sectors `C < (2Nγ/S_N) tanh(βS_N/2)`, and `C` tends to it as `ω_a → oo`",
        "`(2uγ/S_u) tanh(βS_u/2)` does not fall with `u`, and `tanh(βω_a u/2) < 1`. As `ω_a → oo` the sector `u = N` outgrows all others "
        "by `e^{βω_a(N-u)/2}`. Infinitely many sectors, as those of oscillators, have no largest `|m|`.",
    )


def _weak_coupling() -> tuple[Step, Step]:
    b, marker = Symbol("b", real=True), Symbol("u")
    root = sqrt(omega**2 + 4 * gamma**2 * b**2)
    push, stay = 2 * gamma * b / root * sinh(beta * root / 2), cosh(beta * root / 2)
    return (
        identity(
            "At `γ = 0`: `∂[(2γb/S) sinh(βS/2)]/∂γ = (2b/ω) sinh(βω/2)` and `∂cosh(βS/2)/∂γ = 0`, `S = √(ω² + 4γ²b²)`",
            "`S` is even in `γ`, so that the first function is odd and the second even.",
            (diff(push, gamma) - 2 * b / omega * sinh(beta * omega / 2) + marker * diff(stay, gamma)).subs(gamma, 0),
        ),
        argument(
            "(45) `C = (2γ/ω) tanh(βω/2) |⟨B/γ⟩_0| + O(γ³)` for any sources",
            "`C` is the modulus of the sum of `w_b (2γb/S) sinh(βS/2)` over that of `w_b cosh(βS/2)`, over all eigenvalues `γb` of `B`, "
            "with the trace `w_b` of `e^{-β H_B}` over the states of `γb`; "
            "the numerator is odd and the denominator even in `γ`. No symmetry is used.",
        ),
    )


def _spins(N: int) -> Iterator[tuple[int, ...]]:
    return product((1, -1), repeat=N)


def _complete(largest: int) -> tuple[Step, Step]:
    def cases() -> Iterator[tuple[str, object, object]]:
        for N in range(2, largest + 1):
            for spins in _spins(N):
                yield f"N={N}, {spins}", 2 * sum(a * b for a, b in combinations(spins, 2)), sum(spins) ** 2 - N

    return (
        enumeration(
            f"Complete graph: `Σ_{{k<l}} σ_k σ_l = (m² - N)/2`; all configurations of `N = 2, ..., {largest}`",
            "The square of `m` multiplied out, with `σ_k² = 1`.",
            cases(),
            at_least=2 ** (largest + 1) - 4,
        ),
        argument(
            "Complete graph: `∂ log W_u/∂(βJ) = (u² - N)/2` rises strictly with `u`", "All configurations of a sector have one energy."
        ),
    )


def walls(N: int, k: int, d: int) -> int:
    """Configurations of a chain with k spins up and d walls.

    >>> [walls(4, 2, d) for d in range(4)]
    [0, 2, 2, 2]
    """
    down, p = N - k, (d + 1) // 2
    if d == 0:
        return int(k in (0, N))
    if k in (0, N):
        return 0
    if d % 2:
        return 2 * comb(k - 1, p - 1) * comb(down - 1, p - 1)
    return comb(k - 1, p) * comb(down - 1, p - 1) + comb(k - 1, p - 1) * comb(down - 1, p)


def _chain(largest: int) -> tuple[Step, ...]:
    k, down, p = symbols("k l p", positive=True)
    odd = 2 * binomial(k - 1, p - 1) * binomial(down - 1, p - 1)
    even = binomial(k - 1, p) * binomial(down - 1, p - 1) + binomial(k - 1, p - 1) * binomial(down - 1, p)
    after = 2 * binomial(k - 1, p) * binomial(down - 1, p)
    total = k + down

    def cases() -> Iterator[tuple[str, object, object]]:
        for N in range(2, largest + 1):
            found = Counter((spins.count(1), sum(a != b for a, b in pairwise(spins))) for spins in _spins(N))
            for ups in range(N + 1):
                for d in range(N):
                    yield f"N={N}, k={ups}, d={d}", walls(N, ups, d), found[ups, d]

    return (
        enumeration(
            "Chain with `k` spins up and `l` down: `c(d)` configurations with `d` walls, `c(2p-1) = 2 binom(k-1, p-1) binom(l-1, p-1)`, "
            f"`c(2p) = binom(k-1, p) binom(l-1, p-1) + binom(k-1, p-1) binom(l-1, p)`; all configurations of `N = 2, ..., {largest}`",
            "Compositions of `k` and `l` into the blocks between the walls, either kind first.",
            cases(),
            at_least=largest * (largest + 1) * (largest + 2) // 3 - 2,
        ),
        identity(
            "`c(2p-1)/c(2p) = 2p/(N-2p)`: it does not know `m`", "The binomials divided.", _ratio(odd, even) - 2 * p / (total - 2 * p)
        ),
        identity(
            "`c(2p)/c(2p+1) = p(N-2p)/[2(k-p)(l-p)]`, which rises with `|m|` strictly, since `(k-p)(l-p) = (N/2-p)² - m²/4`",
            "The binomials divided.",
            _ratio(even, after) - p * (total - 2 * p) / (2 * (k - p) * (down - p)),
        ),
        argument(
            "Chain: `∂ log W_u/∂(βJ) = N - 1 - 2⟨d⟩_u` rises strictly with `u`, for every real `βJ` and `N >= 2`",
            "For `u > u'` and `d < d'`, `c_u(d) c_{u'}(d') >= c_u(d') c_{u'}(d)`: the sector `u = N` has `d = 0` alone, and no other has "
            "it; else the ratios of the two steps before multiply up from `d` to `d'`, and where `c_u(d') = 0` the right side is 0. "
            "`⟨d⟩_{u'} - ⟨d⟩_u` times both normalising sums is the sum over `d < d'` of `(d'-d) e^{-2βJ(d+d')}` times the differences of "
            "the two sides. The largest number of walls is `N - u` for `u > 0` and `N - 1` for `u = 0`, larger at `u'` than at `u`: the "
            "term with it for `d'`, and for `d` the smallest number at `u`, is positive.",
        ),
    )


def _ratio(above: Expr, below: Expr) -> Expr:
    """above/below of sums of binomials, each divided by one product first."""
    k, down, p = symbols("k l p", positive=True)
    unit = binomial(k - 1, p - 1) * binomial(down - 1, p - 1)
    one, two = (sum((combsimp(term / unit) for term in part.as_ordered_terms()), Integer(0)) for part in (above, below))
    return one / two


def heisenberg(N: int, up: int) -> fmpz_poly:
    """Characteristic polynomial of Σ_{k<l} σ_k·σ_l on the states with `up` spins up.

    >>> heisenberg(2, 1)
    x^2 + 2*x + (-3)
    """
    states = [frozenset(chosen) for chosen in combinations(range(N), up)]
    place = {state: row for row, state in enumerate(states)}
    matrix = fmpz_mat(len(states), len(states))
    for state, row in place.items():
        for a, b in combinations(range(N), 2):
            alike = (a in state) == (b in state)
            matrix[row, row] += 1 if alike else -1
            if not alike:
                matrix[place[state ^ {a, b}], row] += 2
    return matrix.charpoly()


def _multiplets(largest: int) -> tuple[Step, Step]:
    most = min(largest, 7)

    def cases() -> Iterator[tuple[str, object, object]]:
        for N in range(2, most + 1):
            for up in range(N + 1):
                expected = fmpz_poly([1])
                for lower in range(min(up, N - up) + 1):
                    twice = N - 2 * lower  # 2S
                    level = (twice * (twice + 2) - 3 * N) // 2
                    expected *= fmpz_poly([-level, 1]) ** (comb(N, lower) - (comb(N, lower - 1) if lower else 0))
                yield f"N={N}, k={up}", heisenberg(N, up), expected

    return (
        enumeration(
            "XXX complete graph: the sector `m` holds, for every `S` from `|m|/2` to `N/2`, `d_S = binom(N, N/2-S) - binom(N, N/2-S-1)` "
            f"levels `-J[2S(S+1) - 3N/2]`; characteristic polynomials for `N = 2, ..., {most}`",
            "`Σ_{k<l} σ_k·σ_l = 2S(S+1) - 3N/2`, and every multiplet has one state in each sector `|m| <= 2S`.",
            cases(),
            at_least=most * (most + 3) // 2 - 2,
        ),
        argument(
            "XXX complete graph: `∂ log W_u/∂(βJ) = ⟨2S(S+1) - 3N/2⟩`, the mean over `S >= u/2`, rises strictly with `u`",
            "The levels and the numbers `d_S > 0` do not know `m`: a larger `u` only takes away the smallest `S`, and the mean of a rising "
            "function over what is left rises.",
        ),
    )


def _coupling() -> Step:
    return argument(
        "(32) `∂C/∂J = Cov(∂_J log W_u, g) > 0` on chain, complete graph and XXX complete graph, `N >= 2`, `J` of either sign",
        "`J` stands in `W_u` alone; both functions rise strictly with `u`, and there are two sectors `u`.",
    )


def _temperature() -> Step:
    return argument(
        "`∂C/∂T < 0` on chain, complete graph and XXX complete graph, `N >= 1`, `J >= 0`",
        "`∂_β log W_u` is `J` times the mean of the step for each system, which does not fall with `u` for `J >= 0`; the other parts of "
        "the log-weights' slope rise strictly. So the covariance with `g` is `>= 0`, and `E[∂_β g] > 0`. `T = 1/β`.",
    )


def cuts(bonds: list[tuple[int, int]], N: int, sign: int) -> set[int]:
    """|m| of the configurations with the largest (sign 1) or smallest (sign -1) bond sum.

    >>> cuts([(0, 1), (1, 2)], 3, -1)
    {1}
    """
    best: dict[int, set[int]] = {}
    for spins in _spins(N):
        best.setdefault(sign * sum(spins[a] * spins[b] for a, b in bonds), set()).add(abs(sum(spins)))
    return best[max(best)]


def _ends(largest: int) -> tuple[Step, Step]:
    def cases() -> Iterator[tuple[str, object, object]]:
        for name, bonds in GRAPHS.items():
            for N in range(2, largest + 1):
                low = N - 2 if name == "star" else N % 2
                yield f"{name}, N={N}", (cuts(bonds(N), N, 1), cuts(bonds(N), N, -1)), ({N}, {low})

    return (
        enumeration(
            "Of all configurations the two uniform ones have the largest bond sum; the smallest has `|m| = 0` (`N` even) or `1` (`N` odd) "
            f"on chain, complete graph and ladder, `|m| = N-2` on the star; `N = 2, ..., {largest}`",
            "Chain, ladder and star are bipartite with parts of equal size, of sizes that differ by one, and of sizes `1` and `N-1`: one "
            "cut takes every bond. On the complete graph the bond sum is `(m² - N)/2`.",
            cases(),
            at_least=4 * (largest - 1),
        ),
        argument(
            "(36)-(39) With `u` the `|m|` of those configurations, `C` tends to `(2uγ/S_u) tanh(βS_u/2) tanh(βω_a u/2)` as `J → ±oo`",
            "Their weight outgrows all others by `e^{2β|J|}` at least, and all of them have the same `u`. For connected bonds `J > 0` it "
            "is `u = N`.",
        ),
    )
