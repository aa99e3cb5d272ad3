"""What the proofs of monotonicity share: likelihood ratios, the mean over sectors, and the mean over s.

A law whose log-weights rise faster at larger u moves to larger u, and with it the mean of every rising
function. Everything here is a `Step`; a file of derivations/ strings them together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import comb, factorial

from flint import fmpz_poly
from sympy import Expr, Symbol, binomial, combsimp, cosh, diff, exp, log, sinh, sqrt, tanh
from sympy import gamma as gamma_function

from symcoh.certificates.inequalities import Pair, Tally, coherence_less
from symcoh.errors import CheckFailed
from symcoh.exact import sector_weight_polynomial
from symcoh.exact.symbols import beta, gamma, omega, omega_a
from symcoh.marks import plain

from .steps import Check, Step, argument, enumeration, identity


def hyperbolic(claim: str, because: str, difference: Expr) -> Step:
    """`identity` for a rational function of hyperbolic functions, which become exponentials first.

    >>> from sympy.abc import x
    >>> hyperbolic("cosh^2 - sinh^2 = 1", "by definition", cosh(x)**2 - sinh(x)**2 - 1).check.kind
    'identity'
    """
    return identity(claim, because, difference.rewrite(exp))


def attacked(claim: str, because: str, tally: Tally, share: int = 10) -> Step:
    """A step whose inequality was certified at random pairs of states, never the other way round; one in `share` may stay undecided.

    Raises:
        CheckFailed: a pair was certified to violate the claim, or too few pairs were decided.
    """
    if tally.false:
        raise CheckFailed(f"{plain(claim)}: certified false at {tally.counterexample}.")
    pairs = tally.true + tally.undecided
    at_least = pairs - pairs // share
    if tally.true < at_least:
        raise CheckFailed(f"{plain(claim)}: only {tally.true} pairs were decided, but the check needs {at_least}.")
    return Step(claim=claim, because=because, check=Check(kind="enclosure", outcome=tally.outcome))


def separated(claim: str, because: str, pair: Pair) -> Step:
    """A step that one pair of states proves: C of the first is certified to be smaller than C of the second.

    Raises:
        CheckFailed: it is not.
    """
    if coherence_less(*pair) is not True:
        raise CheckFailed(f"{plain(claim)}: C of the first state is not certified to be smaller than C of the second, {pair}.")
    return Step(claim=claim, because=because, check=Check(kind="enclosure", outcome="the two enclosures are apart"))


def covariance() -> tuple[Step, Step]:
    """A mean moves with the covariance of the function and the log-weight's slope."""
    w, a, b = ([Symbol(f"{name}_{i}") for i in range(4)] for name in "wab")
    indices = range(4)
    left = sum(w) * sum(w[i] * a[i] * b[i] for i in indices) - sum(w[i] * a[i] for i in indices) * sum(w[i] * b[i] for i in indices)
    right = sum(w[i] * w[j] * (a[i] - a[j]) * (b[i] - b[j]) for i in indices for j in range(i))
    return (
        identity(
            "For weights `w` and functions `a` and `b` with the values `w_i`, `a_i`, `b_i`: "
            "`(Σ w)(Σ w a b) - (Σ w a)(Σ w b) = Σ_{i<j} w_i w_j (a_i - a_j)(b_i - b_j)`",
            "The double sum over `(i, j)` of `w_i w_j (a_i b_i - a_i b_j)`, taken in pairs `(i, j)` and `(j, i)`; shown for four points, "
            "and "
            "every further point adds pairs of the same form. For two functions and a positive measure on a line the sums are integrals.",
            left - right,
        ),
        argument(
            "Likelihood ratio. (i) `dE[g]/dθ = Cov(∂_θ log w, g) + E[∂_θ g]` for `E[g] = Σ w g/Σ w`. (ii) `E_q[g] - E_p[g] = "
            "Cov_p(r, g)/E_p[r]` for weights `p` and `q = r p`, `r` their ratio. (iii) `Cov(a, b) >= 0` if `a` and `b` both rise, `> 0` "
            "if both rise strictly "
            "between two points of positive weight.",
            "(i) is the quotient rule. (ii) `E_q[g] = E_p[r g]/E_p[r]`. (iii) is the step before: each pair has `(a_i - a_j)(b_i - b_j) "
            ">= 0`.",
        ),
    )


def sector_response() -> tuple[Step, Step, Step]:
    """C as a mean over u = |m| of a function that rises with u."""
    u, S, W, s, c, s_a, c_a = (Symbol(name, positive=True) for name in ("u", "S", "W", "s", "c", "s_a", "c_a"))
    response = 2 * gamma * u / S * (s / c) * (s_a / c_a)
    split = sqrt(omega**2 + 4 * gamma**2 * u**2)
    return (
        identity(
            "`C = E[g(u)]`, `g(u) = (2γu/S_u) tanh(βS_u/2) tanh(βω_a u/2)`, under weights `(2-δ_{u,0}) W_u cosh(βω_a u/2) cosh(βS_u/2)`, "
            "`u = |m|`",
            "(29) over (31), sector by sector: the term of (29) is that of (31) times `g(u)` for `u > 0`, and `g(0) = 0`. `W_u = W_{-u}`.",
            8 * gamma * u / S * W * s_a * s - 4 * W * c_a * c * response,
        ),
        identity("`d(u/S_u)/du = ω²/S_u³`", "`S_u² = ω² + 4γ²u²`.", diff(u / split, u) - omega**2 / split**3),
        argument(
            "`g` rises strictly with `u >= 0`, for `β`, `γ`, `ω_a > 0` and `ω >= 0`.",
            "`u/S_u` does not fall, by the step before (at `ω = 0`, `2γu/S_u = 1` for `u > 0`). `S_u` does not fall with `u`, so "
            "`tanh(βS_u/2)` does not. `tanh(βω_a u/2)` rises strictly from 0. All three are positive for `u > 0`, and `g(0) = 0`.",
        ),
    )


def response_slopes() -> Step:
    """g rises with omega_a and gamma."""
    u, marker = Symbol("u", positive=True), Symbol("marker")
    root = sqrt(omega**2 + 4 * gamma**2 * u**2)
    # Two identities in one: the marker keeps them apart.
    return identity(
        "`g(u)` rises strictly with `ω_a` and with `γ` for `u > 0`",
        "`tanh(βω_a u/2)` rises with `ω_a` and the rest of `g` does not contain it. `∂(γu/S_u)/∂γ = ω²u/S_u³ >= 0` and "
        "`∂S_u/∂γ = 4γu²/S_u > 0`, so that `tanh(βS_u/2)` rises.",
        marker * (diff(gamma * u / root, gamma) - omega**2 * u / root**3) + diff(root, gamma) - 4 * gamma * u**2 / root,
    )


def response_slope_in_beta() -> Step:
    """g rises with beta."""
    x = Symbol("x", positive=True)
    return hyperbolic(
        "`g(u)` rises strictly with `β` for `u > 0`; `g(0) = 0`",
        "`β` stands in `tanh(βS_u/2) tanh(βω_a u/2)` alone, and `d tanh(βx)/dβ = x/cosh²(βx) > 0` for `x > 0`.",
        diff(tanh(beta * x), beta) - x / cosh(beta * x) ** 2,
    )


def weight_slopes() -> tuple[Step, Step, Step]:
    """The log-weights' slopes in omega_a, gamma and beta (the part without W_u) rise with u."""
    u = Symbol("u", positive=True)
    split = sqrt(omega**2 + 4 * gamma**2 * u**2)
    a, b = beta * omega_a * u / 2, beta * split / 2
    tanh_a, tanh_b = sinh(a) / cosh(a), sinh(b) / cosh(b)
    weight = log(cosh(a)) + log(cosh(b))
    return (
        identity(
            "`∂ log[cosh(βω_a u/2) cosh(βS_u/2)]/∂ω_a = (βu/2) tanh(βω_a u/2)`, which rises strictly with `u >= 0`",
            "A product of two functions that rise from 0.",
            diff(weight, omega_a) - beta * u / 2 * tanh_a,
        ),
        identity(
            "`∂ log[cosh(βω_a u/2) cosh(βS_u/2)]/∂γ = 2βγ u (u/S_u) tanh(βS_u/2)`, which rises strictly with `u >= 0`",
            "`u` rises, `u/S_u` and `tanh(βS_u/2)` do not fall, and all are positive for `u > 0`.",
            diff(weight, gamma) - 2 * beta * gamma * u**2 / split * tanh_b,
        ),
        identity(
            "`∂ log[cosh(βω_a u/2) cosh(βS_u/2)]/∂β = (ω_a u/2) tanh(βω_a u/2) + (S_u/2) tanh(βS_u/2)`, which rises strictly with `u >= 0`",
            "The first term rises strictly; the second is `x tanh(βx)` at `x = S_u/2` and does not fall.",
            diff(weight, beta) - omega_a * u / 2 * tanh_a - split / 2 * tanh_b,
        ),
    )


def scaled_weight(N: int, m: int) -> fmpz_poly:
    """(69): w_m = Σ_n g(m, n) y^{⌊N/2⌋-n} as a polynomial in y = e^{4βJ}.

    >>> scaled_weight(4, 0)
    4*x + 2
    """
    degeneracies = sector_weight_polynomial(N, m)
    return fmpz_poly([0] * (N // 2 + 1 - len(degeneracies)) + list(degeneracies[::-1]))


def minor(N: int, m: int, other: int) -> fmpz_poly:
    """w'_m w_{m'} - w_m w'_{m'} with w' = y dw/dy, the minor of (73).

    >>> minor(4, 2, 0)
    8*x
    """
    left, right = scaled_weight(N, m), scaled_weight(N, other)
    return fmpz_poly([0, 1]) * (left.derivative() * right - left * right.derivative())


def sector_pairs(N: int) -> list[tuple[int, int]]:
    """All m > m' >= 0 of N sources.

    >>> sector_pairs(4)
    [(4, 2), (4, 0), (2, 0)]
    """
    sectors = range(N, -1, -2)
    return [(m, other) for m in sectors for other in sectors if m > other]


def positive_minors(largest: int) -> Step:
    """The minors of (73) as polynomials, one by one."""

    def compared(N: int, m: int, other: int) -> tuple[object, object]:
        coefficients = minor(N, m, other).coeffs()
        return bool(coefficients) and min(coefficients) >= 0, True

    return enumeration(
        f"`w'_m w_{{m'}} - w_m w'_{{m'}}` is a polynomial in `y = e^{{4βJ}}` with coefficients `>= 0`, not all 0: `m > m' >= 0`, "
        f"`N = 2, ..., {largest}`",
        "Computed from (25) in integers, with `w_m = Σ_n g(m, n) y^{⌊N/2⌋-n}` and `w' = y dw/dy`.",
        _sector_cases(largest, compared),
        at_least=_pairs_up_to(largest),
        confirms=True,
    )


def _sector_cases(largest: int, compared: Callable[[int, int, int], tuple[object, object]]) -> Iterator[tuple[str, object, object]]:
    for N in range(2, largest + 1):
        for m, other in sector_pairs(N):
            yield f"N={N}, m={m}, m'={other}", *compared(N, m, other)


def _pairs_up_to(largest: int) -> int:
    return sum(len(sector_pairs(N)) for N in range(2, largest + 1))


def _degeneracies_of(N: int, m: int) -> list[int]:
    """g(m, n) for n = 0, ..., ⌊N/2⌋, zeros included."""
    known = sector_weight_polynomial(N, m)
    return [*known, *[0] * (N // 2 + 1 - len(known))]


def _exchanges(N: int, m: int, other: int) -> Iterator[tuple[int, int, int]]:
    """(n, n', g(m,n) g(m',n') - g(m,n') g(m',n)) for all n < n'."""
    one, two = _degeneracies_of(N, m), _degeneracies_of(N, other)
    for last in range(1, N // 2 + 1):
        for n in range(last):
            yield n, last, one[n] * two[last] - one[last] * two[n]


def ordered_minors(largest: int) -> Step:
    """(75): the minors as sums over pairs n < n'."""

    def compared(N: int, m: int, other: int) -> tuple[object, object]:
        coefficients = [0] * (2 * (N // 2) + 1)
        for n, last, exchange in _exchanges(N, m, other):
            coefficients[2 * (N // 2) - n - last] += (last - n) * exchange
        return fmpz_poly(coefficients), minor(N, m, other)

    return enumeration(
        "(75) `w'_m w_{m'} - w_m w'_{m'} = Σ_{n<n'} (n'-n)[g(m,n) g(m',n') - g(m,n') g(m',n)] y^{2⌊N/2⌋-n-n'}`, as polynomials in `y`, "
        f"`N = 2, ..., {largest}`",
        "The pairs `(n, n')` and `(n', n)` of the double sum joined: `n'-n = (⌊N/2⌋-n) - (⌊N/2⌋-n')`.",
        _sector_cases(largest, compared),
        at_least=_pairs_up_to(largest),
    )


def exchanged_degeneracies(largest: int) -> Step:
    """(76), case by case."""
    return enumeration(
        f"(76) `g(m,n) g(m',n') - g(m,n') g(m',n) >= 0` for all `m > m' >= 0` and `0 <= n < n' <= ⌊N/2⌋`, `N = 2, ..., {largest}`",
        "Every case in integers. For all `N` it follows from (78), as said above.",
        _sector_cases(largest, lambda N, m, other: (min(e for _, _, e in _exchanges(N, m, other)) >= 0, True)),
        at_least=_pairs_up_to(largest),
    )


def vanishing_degeneracies(largest: int) -> Step:
    """The cases (A)-(D) of (76), where degeneracies vanish."""

    def cases() -> Iterator[tuple[str, object, object]]:
        for N in range(2, largest + 1):
            for m in range(N, -1, -2):
                domains = {n for n, g in enumerate(_degeneracies_of(N, m)) if g}
                yield f"N={N}, m={m}", domains, {0} if m == N else set(range(1, (N - m) // 2 + 1))

    return enumeration(
        "(A)-(D) for `m >= 0`, `g(m,n) > 0` only for `n = 0 = N-m` or `1 <= n <= (N-m)/2`: where the positive term of (76) is 0, so is the "
        f"other; `N <= {largest}`",
        "If `g(m',n') = 0`, then `n' > (N-m')/2 > (N-m)/2`, and `g(m,n') = 0`. If `g(m,n) = 0`, then `n = 0` and `m < N`, so `g(m',n) = "
        "0`, or `n > (N-m)/2`, so `g(m,n') = 0`.",
        cases(),
        at_least=largest**2 // 4 + largest - 1,
    )


def domains_fall() -> tuple[Step, Step, Step]:
    """For all N: fewer domains in a sector of larger |m|, from (25)."""
    N, m, n = Symbol("N"), Symbol("m"), Symbol("n")
    k = (N + m) / 2
    up = combsimp(ring_states(N, k, n) / ring_states(N, k, n + 1))
    ratio = n * (n + 1) / ((N / 2 - n) ** 2 - m**2 / 4)
    return (
        identity(
            "(78) `g(m,n)/g(m,n+1) = n(n+1)/[(N/2-n)² - m²/4]` for `1 <= n < min(k, N-k)`, `k = (N+m)/2`",
            "(25); the denominator is `(k-n)(N-k-n) > 0`, and it falls as `|m|` rises: the ratio rises strictly with `|m|`.",
            up - ratio,
        ),
        argument(
            "(76), (77) `g(m,n) g(m',n') >= g(m,n') g(m',n)` for `m > m' >= 0` and `n < n'`",
            "If `n = 0`, then `g(m',0) = 0` because `|m'| < N`, and the right side is 0. If `n' > (N-m)/2`, then `g(m,n') = 0` and the "
            "right side is 0 again. Otherwise `1 <= n < n' <= (N-m)/2 < (N-m')/2`, all four numbers are positive, and `g(m,n)/g(m,n')` is "
            "the product of the ratios (78) for `n, ..., n'-1`, each of which is larger at `m` than at `m'`.",
        ),
        argument(
            "`∂ log W_u/∂(βJ) = N - 4⟨n⟩_u` rises strictly with `u`, for every real `βJ` and `N >= 2`",
            "`⟨n⟩_u` is the mean of `n` under `g(u,n) e^{-4βJn}`. For `u > u'`, `⟨n⟩_{u'} - ⟨n⟩_u` times both normalising sums is "
            "`Σ_{n<n'} (n'-n)[g(u,n) g(u',n') - g(u,n') g(u',n)] e^{-4βJ(n+n')}`, with no negative term by (76). The term of the smallest "
            "`n` with `g(u,n) > 0` and of `n' = (N-u')/2 >= 1` is positive: `n <= (N-u)/2 < n'`, so that `g(u,n') = 0`.",
        ),
    )


def ring_states(N: Expr, k: Expr, n: Expr) -> Expr:
    """g of (25) for k spins up in n >= 1 domains, 0 < k < N.

    >>> from sympy import Integer
    >>> ring_states(Integer(6), Integer(3), Integer(2))
    12
    """
    return N / n * binomial(k - 1, n - 1) * binomial(N - k - 1, n - 1)


def mean_over_s() -> tuple[Step, ...]:
    """C as a mean over s in [0, 1] of a function that rises with s, for every N and J."""
    return (_moments(), _kernel_enumerated(), _kernel(), _folded(), _response_form(), _response())


def _moments() -> Step:
    """The coefficient of a^{2r+2} b^{2j} on both sides, for symbolic r and j."""
    r, j = Symbol("r", integer=True, nonnegative=True), Symbol("j", integer=True, nonnegative=True)
    beta_integral = gamma_function(r + 1) * gamma_function(j + Fraction(1, 2)) / gamma_function(r + j + Fraction(3, 2))
    left = beta_integral / (2 ** (2 * r + 2) * gamma_function(r + 1) * gamma_function(r + 2) * gamma_function(2 * j + 1))
    right = binomial(r + 1 + j, j) / gamma_function(2 * r + 2 * j + 3)
    return identity(
        "With Euler's integral `B`, `½ B(r+1, j+½)/(2^{2r+1} r! (r+1)! (2j)!) = binom(r+1+j, j)/(2r+2j+2)!`",
        "`Γ(j+½) = (2j)! √π/(4^j j!)`; the quotient of both sides is 1.",
        combsimp((left / right).rewrite(gamma_function)) - 1,
    )


def _kernel_enumerated() -> Step:
    def cases() -> Iterator[tuple[str, object, object]]:
        for r in range(8):
            for j in range(8):
                integral = sum(Fraction((-1) ** i * comb(r, i) * 2, 2 * i + 2 * j + 1) for i in range(r + 1))
                left = integral / (2 ** (2 * r + 2) * factorial(r) * factorial(r + 1) * factorial(2 * j))
                yield f"r={r}, j={j}", left, Fraction(comb(r + 1 + j, j), factorial(2 * r + 2 * j + 2))

    return enumeration(
        "The same for `r, j < 8` with `B(r+1, j+½) = ∫_{-1}^{1} (1-s²)^r s^{2j} ds` integrated power by power",
        "`(1-s²)^r` multiplied out, in exact fractions.",
        cases(),
        at_least=64,
        confirms=True,
    )


def _kernel() -> Step:
    return argument(
        "`2cosh√(a²+b²) = e^b + e^{-b} + ∫_{-1}^{1} k(s) e^{bs} ds`, "
        "`k(s) = Σ_{r>=0} a^{2r+2}(1-s²)^r/(2^{2r+1} r!(r+1)!) = a I_1(a√(1-s²))/√(1-s²)`",
        "The coefficient of `a^{2r+2} b^{2j}` on the left is `2 binom(r+1+j, j)/(2r+2j+2)!`, that of `a^0 b^{2j}` is `2/(2j)!`. On the "
        "right they are those of the steps before and of `2cosh b`. All terms of `k` and of `cosh(bs)` are positive, so that sums and "
        "integral may be exchanged.",
    )


def _folded() -> Step:
    return argument(
        "`C = ∫ s D(s) p(s) μ(ds) / ∫ p(s) μ(ds)` over `s` in `[0, 1]`, with `μ(ds) = δ_1(ds) + k(s) ds`, `a = βω/2`, `h_0 = β|ω_a|/2`, "
        "`c = β|γ|`, `p(s) = L(h_0+cs) + L(h_0-cs)`, `D(s) = [L(h_0+cs) - L(h_0-cs)]/p(s)`, `L(h) = Σ_m W_m e^{hm}`",
        "By (24), (28) and `W_m = W_{-m}`, `Z = Σ_m W_m e^{h_0 m} 2cosh(βS_m/2)` and `ZC = Σ_m W_m e^{h_0 m} (2|γ|m/S_m) 2sinh(βS_m/2)`. "
        "With `b = cm`, `βS_m/2 = √(a²+b²)`: insert the step before in `Z`, and its derivative in `b`, `e^b - e^{-b} + ∫ s k(s) e^{bs} "
        "ds`, in `ZC`, because `(d/db) 2cosh√(a²+b²) = (2b/√(a²+b²)) sinh√(a²+b²)`. Join `s` and `-s`; `k` is even.",
    )


def _response_form() -> Step:
    x, y = Symbol("x"), Symbol("y")
    tanh = sinh((x - y) / 2) / cosh((x - y) / 2)
    return hyperbolic(
        "`D(s) = tanh(½[log L(h_0+cs) - log L(h_0-cs)])`",
        "`(e^x - e^y)/(e^x + e^y) = tanh((x-y)/2)` for all `x` and `y`.",
        (exp(x) - exp(y)) / (exp(x) + exp(y)) - tanh,
    )


def _response() -> Step:
    return argument(
        "`D(0) = 0` and `D` rises strictly with `s`, for every `N >= 1` and real `J`, where `h_0, c > 0`; so does `sD(s)`",
        "`(log L)''` is the variance of `m` under the weights `W_m e^{hm}` and positive, because `m = N` and `m = -N` both have positive "
        "weight. `L` is even, so `(log L)'` is odd, rises, and has the sign of `h`. The slope of `log L(h_0+cs) - log L(h_0-cs)` in `s` is "
        "`c[(log L)'(h_0+cs) + (log L)'(h_0-cs)]`, and it is positive for `s >= 0` because `h_0+cs > |h_0-cs|` for `s > 0`, and at `s = 0` "
        "it is `2c(log L)'(h_0)`.",
    )
