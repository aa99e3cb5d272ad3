"""For `J >= 0` the coherence falls strictly with temperature.

Claim: for J >= 0, γ ω_a != 0 and every N >= 1, C falls strictly as T rises from 0 to infinity; so C(T) has neither a dip
    nor a maximum, and lies between 0 and the ground-state value (41). For N = 1 this holds for every real J.
Assumes: 0 < β < oo, ω >= 0; ω_a, γ > 0 is no restriction, since C depends on |ω_a| and |γ| alone.
Source: the section on J >= 0 of the paper says so of its figures; the proof is ours.
Method: C = E[g(u)] with g rising in u = |m|. For J >= 0 the log-weights' slope in β rises with u, and g rises with β.
    The inequality is then attacked with certified values, and the sign of J is shown to matter.
Cost: 0.4 s for the default; the polynomials of the weights cost O(largest_N^4).
"""

from __future__ import annotations

from symcoh.arguments import whole
from symcoh.certificates.inequalities import Pair, ThermalState, attack
from symcoh.exactnumbers import exact
from symcoh.model import Model

from .foundation.likelihood_ratio import (
    attacked,
    covariance,
    domains_fall,
    positive_minors,
    response_slope_in_beta,
    sector_response,
    separated,
    weight_slopes,
)
from .foundation.steps import Derivation, Step, argument

LATEX = r"\frac{\partial C}{\partial T}<0,\qquad J\ge 0,\quad \gamma\omega_{\mathrm a}\neq 0,\quad 0<T<\infty"
EQUATIONS = ("25", "29", "30", "31", "41")


def derive(*, largest_N: int = 24, samples: int = 60) -> Derivation:
    """C falls strictly with T where J >= 0, with every step checked or written out.

    Args:
        largest_N: the largest ring whose weights are compared as polynomials, 2 <= largest_N <= 100.
        samples: pairs of temperatures at which the claim is attacked, 10 <= samples <= 100000.

    Raises:
        InputError: an argument is out of range. CheckFailed: a check came out wrong.

    >>> derive(largest_N=6, samples=10).steps[-1].check.kind
    'enclosure'
    """
    largest_N = whole(largest_N, "`largest_N`", 2, 100)
    samples = whole(samples, "`samples`", 10, 100_000)
    return Derivation(
        name="monotone-in-temperature",
        claim="For `J >= 0` (`N = 1`: any real `J`) and `γ ω_a != 0`, `C` falls strictly with `T`, `0 < T < oo`.",
        assumptions=("`J >= 0`, or `N = 1`", "`γ ω_a != 0`, written for `γ`, `ω_a > 0`", "`ω >= 0`", "`0 < β < oo`"),
        equations=EQUATIONS,
        steps=(
            *covariance(),
            *sector_response(),
            response_slope_in_beta(),
            *domains_fall(),
            positive_minors(largest_N),
            weight_slopes()[2],
            _conclusion(),
            _single_source(),
            _ends(),
            _attacked(samples),
            _sign_matters(),
        ),
        latex=LATEX,
    )


def _conclusion() -> Step:
    return argument(
        "`∂C/∂β = Cov(∂_β log w, g) + E[∂_β g] > 0` for `J >= 0`",
        "`∂_β log w_u = J(N - 4⟨n⟩_u) + (ω_a u/2) tanh(βω_a u/2) + (S_u/2) tanh(βS_u/2)` for the weights `w_u = (2-δ_{u,0}) W_u cosh(βω_a "
        "u/2) cosh(βS_u/2)`. The first part does not fall with `u` because `J >= 0`; the others rise strictly. `g` rises strictly with "
        "`u`, so the covariance is `>= 0`. `E[∂_β g] > 0` because every ring has a sector `u > 0`. `T = 1/β`.",
    )


def _single_source() -> Step:
    return argument(
        "`N = 1`, any real `J`: `C = g(1)` falls strictly with `T`",
        "The only sector is `u = 1`; the bond is the constant `-J` and cancels. The covariance is 0, and `∂_β g(1) > 0`.",
    )


def _ends() -> Step:
    return argument(
        "`0 < C(T) < C_0 = 2Nγ/S_N` for `0 < T < oo`, and no temperature is an extremum",
        "`C` is strictly monotone, with the limits 0 at `β = 0`, where every tanh is 0, and (41) at `T -> 0`.",
    )


def _attacked(samples: int) -> Step:
    return attacked(
        "`C(β) < C(β')` for `J >= 0` and `β < β'`",
        "Certified enclosures at random pairs: small and large rings of both parities, `ω = 0`, `J = 0`, any temperature, near and far "
        "pairs.",
        attack("beta", samples=samples, couplings="ferromagnetic"),
    )


def _sign_matters() -> Step:
    return separated(
        "`J >= 0` is needed: `N = 4`, `ω = 1`, `ω_a = 7/10`, `γ = 3/10`, `J = -137/500` has `C(T=1/30) < C(T=1/4)`",
        "The ground state is the aligned one (`J > J_c`), and yet `C(T)` has a dip.",
        dip(),
    )


def dip() -> Pair:
    """Two temperatures, the colder one first, between which C rises although the ground state is aligned.

    >>> [str(state.beta) for state in dip()]
    ['30', '4']
    """
    model = Model(N=4, omega_a="7/10", gamma="3/10", J="-137/500")
    cold, warm = (ThermalState(model=model, beta=exact(value)) for value in (30, 4))
    return cold, warm
