"""(32)-(34): the coherence rises strictly with `J`, with `ω_a` and with `γ`.

Claim: for γ, ω_a > 0, ω >= 0 and 0 < β < oo, C rises strictly with ω_a and γ for every N >= 1, and with J for every N >= 2
    (N = 1: C does not depend on J).
Assumes: all other parameters fixed; J real.
Source: (32)-(34) and (68)-(89); the displayed formulas of Appendix B are rebuilt from its prose.
Method: two routes. Ours: C = E[g(u)], u = |m|, with g rising, under a law whose likelihood ratio rises in each of J, ω_a, γ.
    The paper's: pairs of sectors in the numerator of the derivative, (68)-(89), line by line. Both rest on (76); the minors of
    (73) are also computed for N <= `largest_N` as polynomials in y = e^{4βJ} with coefficients >= 0.
Cost: 1.5 s for the default; O(largest_N^5) integer operations, 3 s for largest_N = 60.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sympy import Add, Expr, Rational, S, Symbol, cosh, diff, sinh, sqrt

from symcoh.arguments import whole
from symcoh.certificates.inequalities import attack
from symcoh.exact import coherence, sector_weight
from symcoh.exact.symbols import beta, gamma, omega, omega_a

from .foundation.likelihood_ratio import (
    attacked,
    covariance,
    domains_fall,
    exchanged_degeneracies,
    ordered_minors,
    positive_minors,
    response_slopes,
    sector_response,
    vanishing_degeneracies,
    weight_slopes,
)
from .foundation.steps import Derivation, Step, argument, identity

LATEX = (
    r"\frac{\partial C}{\partial J}>0\ (N\ge 2),\qquad \frac{\partial C}{\partial\omega_{\mathrm a}}>0,\qquad "
    r"\frac{\partial C}{\partial\gamma}>0,\qquad 0<\beta<\infty"
)
EQUATIONS = ("25", "29", "30", "31", "32", "33", "34", "68", "69", "70", *(str(number) for number in range(71, 90)))


def derive(*, largest_N: int = 24, samples: int = 30) -> Derivation:
    """(32)-(34) by likelihood ratio, and the paper's route (68)-(89) beside it.

    Args:
        largest_N: the largest ring whose weights are compared in integers, 4 <= largest_N <= 100.
        samples: pairs of states at which each inequality is attacked, 10 <= samples <= 100000.

    Raises:
        InputError: an argument is out of range. CheckFailed: a check came out wrong.

    >>> derive(largest_N=6, samples=10).equations[4:7]
    ('32', '33', '34')
    """
    largest_N = whole(largest_N, "`largest_N`", 4, 100)
    samples = whole(samples, "`samples`", 10, 100_000)
    return Derivation(
        name="monotonicity",
        claim="For `γ`, `ω_a > 0` and `0 < β < oo`, `C` rises strictly with `J` for `N >= 2`, with `ω_a` and with `γ`.",
        assumptions=(
            "`γ`, `ω_a > 0`",
            "`ω >= 0`, `J` real",
            "`0 < β < oo`",
            "`N >= 2` for `J`, `N >= 1` for `ω_a` and `γ`",
            "the other parameters fixed",
        ),
        equations=EQUATIONS,
        steps=(*_short_proof(largest_N), *_coupling(largest_N), *_field(), *_strength(), *_attacked(samples)),
        latex=LATEX,
    )


def _short_proof(largest: int) -> tuple[Step, ...]:
    slopes = weight_slopes()
    return (
        *covariance(),
        *sector_response(),
        *domains_fall(),
        positive_minors(largest),
        slopes[0],
        slopes[1],
        response_slopes(),
        argument(
            "(32) `∂C/∂J = Cov(∂_J log W_u, g) > 0` for `N >= 2`",
            "`J` stands in `W_u` alone, and `β(N - 4⟨n⟩_u)` rises strictly with `u`, as `g` does; `N >= 2` has at least two sectors `u`. "
            "For `N = 1` there is one, and `C` does not contain `J`: the printed (32) needs `N >= 2`.",
        ),
        argument(
            "(33), (34) `∂C/∂ω_a > 0` and `∂C/∂γ > 0` for `N >= 1`",
            "The covariance of slope and `g` is `>= 0`, both rising with `u`, and `E[∂g] > 0`, because every ring has a sector `u > 0`.",
        ),
        argument(
            "`J >= 0`, `γ != 0`, `N >= 2`: `-⟨M⟩ > N tanh(βω_a/2)`, more than without interactions",
            "`-⟨M⟩` is the mean of `u tanh(βω_a u/2)`, which rises with `u`, under the law proportional to `W_u cosh(βω_a u/2) "
            "cosh(βS_u/2)`. Against that of `N` free sources, `W_u` at `J = 0` alone, it has the factors `W_u(J)/W_u(0)`, which rises "
            "with `u` for `J >= 0` by the slope in `J` above, and `cosh(βS_u/2)`, which rises strictly: a likelihood ratio that rises. "
            "The free mean is `N tanh(βω_a/2)`.",
        ),
    )


# The paper's route. An index i stands for the i-th of three sectors m >= 0; more sectors add terms of the same form.


def _symbols(names: str) -> list[list[Symbol]]:
    return [[Symbol(f"{name}_{i}", positive=True) for i in range(3)] for name in names.split()]


def _dot(left: Sequence[Expr], right: Sequence[Expr]) -> Expr:
    return Add(*(a * b for a, b in zip(left, right, strict=True)))


def _double(term: Callable[[int, int], Expr]) -> Expr:
    """The sum over all (m, m')."""
    return Add(*(term(i, j) for i in range(3) for j in range(3)))


def _quotient(top: Expr, bottom: Expr, rates: dict[Symbol, Expr]) -> Expr:
    """bottom^2 d(top/bottom), where each symbol grows at its rate."""
    return sum(rate * (diff(top, symbol) * bottom - top * diff(bottom, symbol)) for symbol, rate in rates.items())


def sector_functions(m: Any) -> tuple[Expr, Expr]:
    """(70): F_m and G_m for m >= 0, G_0 halved.

    >>> sector_functions(0)
    (0, cosh(beta*omega/2)/2)
    """
    split = sqrt(omega**2 + 4 * gamma**2 * m**2)
    field = beta * omega_a * m / 2
    half = Rational(1, 2) if m == 0 else S.One
    return 2 * gamma * m / split * sinh(field) * sinh(beta * split / 2), half * cosh(field) * cosh(beta * split / 2)


def _coupling(largest: int) -> tuple[Step, ...]:
    """(68)-(78), dC/dJ."""
    return (
        *_ratio_of_sums(),
        *_derivative_in_J(),
        _ratio_rises(),
        ordered_minors(min(largest, 24)),
        exchanged_degeneracies(largest),
        vanishing_degeneracies(largest),
        argument(
            "(72) is positive for `N >= 2`: every term of (73) is",
            "(74) for the second bracket, (75) and (76) for the first, which is `> 0` because its term with `n' = (N-m')/2` and the "
            "smallest `n` is.",
        ),
    )


def _ratio_of_sums() -> tuple[Step, ...]:
    """(68)-(71)."""

    def difference(N: int) -> Expr:
        sectors = range(N, -1, -2)
        weights, functions = [sector_weight(m, N) for m in sectors], [sector_functions(m) for m in sectors]
        return _dot(weights, [F for F, _ in functions]) / _dot(weights, [G for _, G in functions]) - coherence(N)

    because = "(29) is `C = 4 Σ W_m F_m/Z` and (31) is `Z = 4 Σ W_m G_m`, sector by sector; here against (29) and (31) in full."
    return (
        *(identity(f"(68), (70) `C = Σ w_m F_m/Σ w_m G_m` over `m >= 0`, `N = {N}`", because, difference(N)) for N in (2, 3)),
        argument(
            "(69) `w_m = W_m e^{-βJ(N-4⌊N/2⌋)} = Σ_n g(m,n) y^{⌊N/2⌋-n}`, `y = e^{4βJ}`; (71) `w'_m = Σ_n (⌊N/2⌋-n) g(m,n) y^{⌊N/2⌋-n}`",
            "(30), with `e^{βJ(N-4n)} = e^{βJ(N-4⌊N/2⌋)} y^{⌊N/2⌋-n}`; the common factor drops out of (68). So `∂w_m/∂J = 4β w'_m`, "
            "`w' = y dw/dy`.",
        ),
    )


def _derivative_in_J() -> tuple[Step, Step]:
    w, v, F, G = _symbols("w v F G")
    double = _double(lambda i, j: (v[i] * w[j] - w[i] * v[j]) * F[i] * G[j])
    rates = {w[i]: 4 * beta * v[i] for i in range(3)}
    pairs = sum((v[i] * w[j] - w[i] * v[j]) * (F[i] * G[j] - F[j] * G[i]) for i in range(3) for j in range(i))
    return (
        identity(
            "(72) `∂C/∂J = 4β Σ_{m,m'} (w'_m w_{m'} - w_m w'_{m'}) F_m G_{m'}/(Σ w_m G_m)²`",
            "The quotient rule with `∂w_m/∂J = 4β w'_m`.",
            _quotient(_dot(w, F), _dot(w, G), rates) - 4 * beta * double,
        ),
        identity(
            "(73) `Σ_{m,m'} (w'_m w_{m'} - w_m w'_{m'}) F_m G_{m'} = Σ_{m>m'} (w'_m w_{m'} - w_m w'_{m'})(F_m G_{m'} - F_{m'} G_m)`",
            "The first bracket is odd under the exchange of `m` and `m'`.",
            double - pairs,
        ),
    )


def _ratio_rises() -> Step:
    m = Symbol("m", positive=True)
    F, G = sector_functions(m)
    field, half_split = beta * omega_a * m / 2, beta * sqrt(omega**2 + 4 * gamma**2 * m**2) / 2
    response = beta * gamma * m / half_split * (sinh(half_split) / cosh(half_split)) * (sinh(field) / cosh(field))
    return identity(
        "(74) `F_m/G_m = (2γm/S_m) tanh(βS_m/2) tanh(βω_a m/2)`, 0 at `m = 0`, rises strictly; so `F_m G_{m'} > F_{m'} G_m` for `m > m' "
        ">= 0`",
        "It is `g` of the short proof.",
        F / G - response,
    )


def _field() -> tuple[Step, ...]:
    """(79)-(83), dC/domega_a; the sector m = 0 has the index 0 in (80)."""
    f, g, m, c, s = _symbols("f g m c s")

    def term(i: int, j: int) -> Expr:
        return f[i] * g[j] * (m[i] * c[i] * c[j] - m[j] * s[i] * s[j])

    rates = {s[i]: beta * m[i] * c[i] / 2 for i in range(3)} | {c[i]: beta * m[i] * s[i] / 2 for i in range(3)}
    reordered = term(2, 1) + term(1, 2) + sum(f[i] * g[i] * m[i] + f[i] * g[0] * m[i] * c[i] for i in (1, 2))
    return (
        identity(
            "(79) `∂C/∂ω_a = (β/2) Σ_{m,m'} f_m g_{m'} (m c_m c_{m'} - m' s_m s_{m'})/(Σ g_m c_m)²`, `s_m = sinh(βω_a m/2)`, `c_m = "
            "cosh(βω_a m/2)`",
            "(68) with `f_m = w_m (2γm/S_m) sinh(βS_m/2)` and `g_m = w_m cosh(βS_m/2)`, halved at `m = 0`; `∂s_m/∂ω_a = (βm/2) c_m`, "
            "`∂c_m/∂ω_a = (βm/2) s_m`.",
            _quotient(_dot(f, s), _dot(g, c), rates) - beta / 2 * _double(term),
        ),
        identity(
            "(80) The double sum is `Σ_{m>m'>0} [(m α + m' α') c_m c_{m'} - (m' α + m α') s_m s_{m'}] + Σ_{m>0} m f_m g_m + Σ_{m>0} m f_m "
            "g_0 c_m`, with `α = f_m g_{m'}`, `α' = f_{m'} g_m`",
            "`(m, m')` and `(m', m)` joined; `c_m² - s_m² = 1` where `m = m'`; `f_0 = 0`. The second sum is positive, the third for even "
            "`N` "
            "and absent for odd `N`.",
            (_double(term) - reordered).subs({f[0]: 0, m[0]: 0, s[0]: 0, c[0]: 1}).subs(_unit_hyperbola(c, s)),
        ),
        *_field_ratio(),
    )


def _unit_hyperbola(c: Sequence[Symbol], s: Sequence[Symbol]) -> dict[Symbol, Expr]:
    """c^2 - s^2 = 1, solved by c = (t + 1/t)/2, s = (t - 1/t)/2."""
    rules: dict[Symbol, Expr] = {}
    for i, (cosine, sine) in enumerate(zip(c, s, strict=True)):
        t = Symbol(f"t_{i}", positive=True)
        rules |= {cosine: (t + 1 / t) / 2, sine: (t - 1 / t) / 2}
    return rules


def _rearranged() -> Expr:
    """X x + X' x' - X x' - X' x - (X - X')(x - x')."""
    X, x = _symbols("X x")
    return X[0] * x[0] + X[1] * x[1] - X[0] * x[1] - X[1] * x[0] - (X[0] - X[1]) * (x[0] - x[1])


def _field_ratio() -> tuple[Step, Step]:
    return (
        identity(
            "(82) `α > α'` and (83) `m α + m' α' > m' α + m α'` for `m > m' > 0`",
            "Rearrangement: the difference in (83) is `(m - m')(α - α')`, as shown. `α/α' = (m/S_m) tanh(βS_m/2)/[(m'/S_{m'}) "
            "tanh(βS_{m'}/2)] > 1`, because `m/S_m` does not fall, `tanh(βS_m/2)` does not, and one of them rises.",
            _rearranged(),
        ),
        argument(
            "(81) `(m α + m' α') c_m c_{m'}/[(m' α + m α') s_m s_{m'}] > 1` for `m > m' > 0`: every term of (80) is `>= 0`, and "
            "`∂C/∂ω_a > 0`",
            "`c_m > s_m > 0`, and (83). The second sum of (80) alone is `> 0` for every `N >= 1`.",
        ),
    )


def _strength() -> tuple[Step, ...]:
    """(84)-(89), dC/dgamma; the sector m = 0 has the index 0 in (85)."""
    a, b, m, q, c, s = _symbols("a b m q c s")
    r, p = _symbols("r p")

    def term(i: int, j: int) -> Expr:
        bracket = m[i] * q[i] ** 2 * c[i] * c[j] - m[j] * q[i] * q[j] * s[i] * s[j]
        return a[i] * b[j] * (4 * beta * gamma**2 * bracket + r[i] * s[i] * c[j])

    # P = 2 gamma q s and Q = c, with the rates of the step before.
    rates = {p[i]: r[i] * s[i] + 4 * beta * gamma**2 * m[i] * q[i] ** 2 * c[i] for i in range(3)}
    rates |= {c[i]: 2 * beta * gamma * m[i] * q[i] * s[i] for i in range(3)}
    quotient = _quotient(_dot(a, p), _dot(b, c), rates).subs({p[i]: 2 * gamma * q[i] * s[i] for i in range(3)})
    return (
        *_strength_rates(),
        identity(
            "(84) `∂C/∂γ = Σ_{m,m'} a_m b_{m'} [4βγ²(m q_m² c_m c_{m'} - m' q_m q_{m'} s_m s_{m'}) + (2ω²m/S_m³) s_m c_{m'}]/(Σ b_m c_m)²`",
            "(68) with `a_m = w_m sinh(βω_a m/2)`, `b_m = w_m cosh(βω_a m/2)`, halved at `m = 0`, and the rates of the steps before.",
            quotient - _double(term),
        ),
        _strength_reordered(),
        identity(
            "(87) `α q_m > α' q_{m'}`, (88) `m q_m > m' q_{m'}` and (89) `α m q_m² + α' m' q_{m'}² > q_m q_{m'} (α m' + α' m)` for "
            "`m > m' > 0`, with `α = a_m b_{m'}`, `α' = a_{m'} b_m`",
            "Rearrangement of `(α q_m, α' q_{m'})` and `(m q_m, m' q_{m'})`: the difference is `(α q_m - α' q_{m'})(m q_m - m' q_{m'})`. "
            "Both ratios are `> 1`: (87) `α q_m/(α' q_{m'}) = q_m tanh(βω_a m/2)/[q_{m'} tanh(βω_a m'/2)]` and (88) `m q_m/(m' q_{m'})`, "
            "because `q_m = m/S_m` does not fall.",
            _rearranged(),
        ),
        argument(
            "(86) `(α m q_m² + α' m' q_{m'}²) c_m c_{m'}/[q_m q_{m'} (α m' + α' m) s_m s_{m'}] > 1` for `m > m' > 0`: every term of (85) "
            "is `>= 0`, and `∂C/∂γ > 0`",
            "`c_m > s_m > 0`, and (89). The sum with `a_m b_m` in (85) alone is `> 0` for every `N >= 1`. The last is 0 at `ω = 0`.",
        ),
    )


def _strength_rates() -> tuple[Step, Step]:
    m = Symbol("m", positive=True)
    split = sqrt(omega**2 + 4 * gamma**2 * m**2)
    s, c = sinh(beta * split / 2), cosh(beta * split / 2)
    return (
        identity(
            "`∂[(2γm/S_m) s_m]/∂γ = (2ω²m/S_m³) s_m + 4βγ² m q_m² c_m`, with `q_m = m/S_m`; from here on `s_m = sinh(βS_m/2)`, "
            "`c_m = cosh(βS_m/2)`",
            "`∂S_m/∂γ = 4γm²/S_m`.",
            diff(2 * gamma * m / split * s, gamma) - 2 * omega**2 * m / split**3 * s - 4 * beta * gamma**2 * m**3 / split**2 * c,
        ),
        identity("`∂c_m/∂γ = 2βγ m q_m s_m`", "The same.", diff(c, gamma) - 2 * beta * gamma * m**2 / split * s),
    )


def _strength_reordered() -> Step:
    a, b, m, q, c, s = _symbols("a b m q c s")

    def term(i: int, j: int) -> Expr:
        return a[i] * b[j] * (m[i] * q[i] ** 2 * c[i] * c[j] - m[j] * q[i] * q[j] * s[i] * s[j])

    equal = sum(a[i] * b[i] * m[i] * q[i] ** 2 for i in (1, 2))
    bottom = sum(a[i] * b[0] * m[i] * q[i] ** 2 * c[i] * c[0] for i in (1, 2))
    return identity(
        "(85) The double sum is `4βγ² Σ_{m>m'>0} (α m q_m² + α' m' q_{m'}²) c_m c_{m'} - 4βγ² Σ_{m>m'>0} q_m q_{m'} (α m' + α' m) s_m "
        "s_{m'} + 4βγ² Σ_{m>0} a_m b_m m q_m² + 4βγ² Σ_{m>0} a_m b_0 m q_m² c_m c_0 + Σ_{m,m'} a_m b_{m'} (2ω²m/S_m³) s_m c_{m'}`",
        "`(m, m')` and `(m', m)` joined; `c_m² - s_m² = 1` where `m = m'`; `a_0 = 0`. The first two sums belong together, the last is that "
        "of (84). The third and the last are `>= 0`, the fourth is positive for even `N` and absent for odd `N`.",
        (_double(term) - term(2, 1) - term(1, 2) - equal - bottom).subs({a[0]: 0, m[0]: 0, q[0]: 0}).subs(_unit_hyperbola(c, s)),
    )


def _attacked(samples: int) -> tuple[Step, ...]:
    because = (
        "Certified enclosures at random pairs: both parities, `ω = 0`, both signs of `J`, beside `J_c`, all temperatures, near and far."
    )
    return tuple(
        attacked(
            f"({number}) `C` rises with `{name}`",
            because,
            attack(claim, samples=samples, smallest_N=2 if claim == "J" else 1),
        )
        for number, name, claim in (("32", "J", "J"), ("33", "ω_a", "omega_a"), ("34", "γ", "gamma"))
    )
