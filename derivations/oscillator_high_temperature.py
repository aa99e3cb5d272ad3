"""Oscillators: the coherence does not die at high temperature.

Claim: N oscillators of frequency Ω coupled by γ Σ a^† a, |γ| < Ω: as β → 0, with ρ = (Ω - |γ|)/(Ω + |γ|),
    C = C_oo - ½ N β |γ| (1 - C_oo^2) + O(β^2),  C_oo = (1 - ρ^N)/(1 + ρ^N);  C_oo = |γ|/Ω for N = 1.
Assumes: N >= 1, Ω > 0, |γ| < Ω, ω >= 0, fixed while β → 0; the coupling to the target is along σ^x (t = 0).
Source: ours; the integral representation of C.
Method: the law of s tends to the two points ±1, and the partition function of the sources at s = 1 and s = -1 is a power of
    1 - e^{-β(Ω ∓ γ)}.
Cost: 1 s for the default.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq
from sympy import Symbol, cosh, diff, exp, sinh, symbols

from symcoh import evaluate
from symcoh.arguments import whole
from symcoh.balls import ball_from_integers, certain_sign, working_precision
from symcoh.errors import CheckFailed
from symcoh.model import Model
from symcoh.sources import Oscillators

from .foundation.likelihood_ratio import hyperbolic
from .foundation.steps import Check, Derivation, Step, argument, identity

LATEX = (
    r"\lim_{\beta\to0}C=\frac{1-\rho^N}{1+\rho^N},\quad \rho=\frac{\Omega-|\gamma|}{\Omega+|\gamma|},\qquad "
    r"C=C_\infty-\tfrac12N\beta|\gamma|\,(1-C_\infty^2)+O(\beta^2)"
)
EQUATIONS = ("24", "64", "65")
DIGITS = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Oscillators at which the two terms are compared with C."""

    N: int
    Omega: Fraction
    gamma: Fraction
    omega: Fraction


PLACES = (
    Place(N=1, Omega=Fraction(6, 5), gamma=Fraction(3, 10), omega=Fraction(1)),
    Place(N=3, Omega=Fraction(1), gamma=Fraction(-1, 2), omega=Fraction(7, 10)),
    Place(N=8, Omega=Fraction(2), gamma=Fraction(1, 5), omega=Fraction(0)),
)


def derive(*, deepest: int = 9) -> Derivation:
    """C of oscillators as beta -> 0, with every step checked or written out.

    Args:
        deepest: C is compared at beta = 10^-3, ..., 10^-deepest, 4 <= deepest <= 15.

    Raises:
        InputError: `deepest` is out of range. CheckFailed: a check came out wrong.

    >>> derive(deepest=4).steps[-1].check.kind
    'enclosure'
    """
    deepest = whole(deepest, "`deepest`", 4, 15)
    return Derivation(
        name="oscillator-high-temperature",
        claim="For `N` oscillators of frequency `Ω`, coupled by `γ Σ a^† a`, `a` the annihilation operator of each, with `|γ| < Ω`, `C → "
        "C_∞ = (1 - ρ^N)/(1 + ρ^N)` as `β → 0`, "
        "with `ρ = (Ω - |γ|)/(Ω + |γ|)`; `C_∞ = |γ|/Ω` for `N = 1`, and `C = C_∞ - ½Nβ|γ|(1 - C_∞^2) + O(β^2)`.",
        assumptions=("`N >= 1`, `Ω > 0`, `|γ| < Ω`, `ω >= 0`, fixed", "no gap `ω_a` beside `Ω`"),
        equations=EQUATIONS,
        steps=(
            _representation(),
            _kernel(),
            _sources(),
            _two_points(),
            _first_order(),
            _single(),
            _conclusion(),
            *_bound(),
            _compared(deepest),
        ),
        latex=LATEX,
    )


def _representation() -> Step:
    return argument(
        "`C` is the modulus of `∫ s Ξ(s) μ(ds)` over `∫ Ξ(s) μ(ds)`, with `μ(ds) = [δ(s-1) + δ(s+1) + k(s)] ds` on `[-1, 1]`, `k(s) = a "
        "I_1(a√(1-s^2))/√(1-s^2)`, `a = βω/2`, and `Ξ(s) = (1 - e^{-β(Ω - γs)})^{-N}`",
        "`2 cosh √(a^2+b^2) = ∫ e^{bs} μ(ds)` and its derivative in `b`, steps of integral-representation, at `b = βγn`, summed over "
        "`n` quanta with their "
        "`binom(n+N-1, N-1)` states and the weight `e^{-βΩn}`. The terms are positive, and the sum converges since `|γs| < Ω`.",
    )


def _kernel() -> Step:
    return argument(
        "`0 <= k(s) <= ½a^2 cosh a` on `[-1, 1]`",
        "`k(s) = ½a^2 Σ_p (a^2/4)^p (1-s^2)^p/(p! (p+1)!)`, where `0 <= 1-s^2 <= 1` and `(2p)! <= 4^p p! p!`, so that the sum is at most "
        "`Σ_p a^{2p}/(2p)! = cosh a`.",
    )


def _sources() -> Step:
    return argument(
        "`C = (R - 1)/(R + 1) + O(β^2)`, `R = Ξ(1)/Ξ(-1)`, for `γ > 0`",
        "`C` does not know the sign of `γ`: `s → -s`. `Ξ(s)` rises with `s`, so the integral over `k` of either sum is at most `a^2 cosh "
        "a Ξ(1)` in size, while the two points give `Ξ(1) + Ξ(-1)` and `Ξ(1) - Ξ(-1)`. `a^2 = β^2 ω^2/4`.",
    )


def _two_points() -> Step:
    x, y = symbols("x y", positive=True)
    return hyperbolic(
        "`(1 - e^{-x})/(1 - e^{-y}) = e^{(y-x)/2} sinh(x/2)/sinh(y/2)`, so that `log R = N[log sinh ½β(Ω+γ) - log sinh ½β(Ω-γ) - βγ]`",
        "At `x = β(Ω+γ)` and `y = β(Ω-γ)`, where `(y-x)/2 = -βγ`.",
        (1 - exp(-x)) / (1 - exp(-y)) - exp((y - x) / 2) * (exp(x / 2) - exp(-x / 2)) / (exp(y / 2) - exp(-y / 2)),
    )


def _first_order() -> Step:
    N, gamma, t, q = symbols("N gamma t q", positive=True)
    rising = (q * exp(-N * gamma * t) - 1) / (q * exp(-N * gamma * t) + 1)
    at_zero = (1 - 1 / q) / (1 + 1 / q)
    marker = Symbol("u")
    return identity(
        "With `log R = -N log ρ - Nβγ + O(β^2)`, `(R - 1)/(R + 1) = C_∞ - ½Nβγ(1 - C_∞^2) + O(β^2)`",
        "`log sinh z = log z + O(z^2)`, and `R = ρ^{-N} (1 - Nβγ) + O(β^2)`.",
        rising.subs(t, 0) - at_zero + marker * (diff(rising, t).subs(t, 0) + N * gamma * (1 - at_zero**2) / 2),
    )


def _single() -> Step:
    Omega, gamma = symbols("Omega gamma", positive=True)
    rho = (Omega - gamma) / (Omega + gamma)
    return identity("`(1 - ρ)/(1 + ρ) = γ/Ω`: the limit for `N = 1`", "Multiplied out.", (1 - rho) / (1 + rho) - gamma / Omega)


def _conclusion() -> Step:
    return argument(
        "`C → C_∞ > 0` for `γ ≠ 0`: high temperature does not destroy the coherence of a target coupled to oscillators",
        "The steps before. The number of quanta grows as `1/β`, so that the coupling `βγ n` does not fall.",
    )


def _bound() -> tuple[Step, Step]:
    x = Symbol("x", positive=True)
    gap = x * sinh(x) * (cosh(x) / sinh(x) - 1 - 1 / x)
    return (
        hyperbolic(
            "`coth x < 1 + 1/x` for `x > 0`: with `f(x) = x cosh x - x sinh x - sinh x`, `f(0) = 0` and `f'(x) = -x e^{-x} - sinh x < 0`",
            "`f` is the difference of both sides times `x sinh x`.",
            diff(gap, x) + x * exp(-x) + sinh(x),
        ),
        argument(
            "`C < C_∞` for `0 < β < oo` and `γ ≠ 0`",
            "For `γ > 0`. `C` is the mean of `s` under a law that gives the pair `±s` the mean `s (Ξ(s) - Ξ(-s))/(Ξ(s) + Ξ(-s))`, at most "
            "its value `(R-1)/(R+1)` at `s = 1`, since `Ξ(s)/Ξ(-s)` rises with `s`. `R < ρ^{-N}`, since both are 1 at `γ = 0` and "
            "`∂ log R/∂γ = ½Nβ[coth ½β(Ω+γ) + coth ½β(Ω-γ)] - Nβ < N/(Ω+γ) + N/(Ω-γ) = -N ∂ log ρ/∂γ` by the step before.",
        ),
    )


def _compared(deepest: int) -> Step:
    for place in PLACES:
        for depth in range(3, deepest + 1):
            _check(place, depth)
    return Step(
        claim="`C` is within `β^2` of the two terms `C_∞ - ½Nβ|γ|(1 - C_∞^2)`, at `N = 1`, `3`, `8`, either sign of `γ`, "
        f"`β = 10^{{-3}}, ..., 10^{{-{deepest}}}`",
        because="Certified values of `C` against the two terms in rational numbers.",
        check=Check(kind="enclosure", outcome=f"certified at {len(PLACES) * (deepest - 2)} points"),
    )


def two_terms(place: Place, beta: Fraction) -> Fraction:
    """C_oo - N beta |gamma| (1 - C_oo^2)/2.

    >>> two_terms(PLACES[0], Fraction(0))
    Fraction(1, 4)
    """
    size = abs(place.gamma)
    power = ((place.Omega - size) / (place.Omega + size)) ** place.N
    limit = (1 - power) / (1 + power)
    return limit - place.N * beta * size * (1 - limit**2) / 2


def _check(place: Place, depth: int) -> None:
    beta = Fraction(1, 10**depth)
    model = Model(omega=place.omega, gamma=place.gamma, sources=Oscillators(N=place.N, Omega=place.Omega))
    found = evaluate(model, "coherence", beta=beta, digits=DIGITS).ball
    assert found is not None, "the arb backend returns balls"
    claimed, room = two_terms(place, beta), beta**2
    with working_precision(4 * DIGITS + 64):
        apart = abs(ball_from_integers(found) - fmpq(claimed.numerator, claimed.denominator))
        inside = certain_sign(fmpq(room.numerator, room.denominator) - apart)
    if inside != 1:
        raise CheckFailed(f"C of oscillators at beta = 1e-{depth} is not certified to be within beta^2 of two terms, {place}.")
