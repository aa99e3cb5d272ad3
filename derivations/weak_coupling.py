"""Weak coupling (45), (46): `C` as a power series in `gamma`, every coefficient in closed form.

Claim: C = c_1 gamma + c_3 gamma^3 + c_5 gamma^5 + ..., c_1 = (2/omega) tanh(beta omega/2) m_0. With g = beta gamma, a = beta omega/2,
    C = Σ_j φ_j μ_{2j+1} g^{2j+1} / Σ_j ψ_j μ_{2j} g^{2j},
    φ_j, ψ_j the coefficients of δ^j in sinh√(a²+δ)/√(a²+δ) and cosh√(a²+δ), both divided by cosh a,
    μ_p = <M^p> = L^{(p)}(h)/L(h) the moments of the free ring, L(h) = λ_+^N + λ_-^N, h = beta omega_a/2.
    With u = cosh h/r, v = sinh h/r, r = √(sinh²h + e^{-4 beta J}), τ = (λ_+^N - λ_-^N)/(λ_+^N + λ_-^N), m_0 = μ_1 = N v τ and
    μ_p = P_p + Q_p τ,  P_{p+1} = P_p' + N v Q_p,  Q_{p+1} = Q_p' + N v P_p,  u' = v(1-u²),  v' = u(1-v²),  P_0 = 1, Q_0 = 0.
Assumes: (29)-(31); 0 < beta < oo, omega >= 0, omega_a != 0, J real, all fixed; N >= 1.
Source: (45), (46).
    Energy, heat capacity, entropy, log Z, magnetization and populations likewise, in even powers: `foundation.weak_quantities`.
Method: both sums over m are averages over the free ring; h-derivatives of λ_±^N close on polynomials in u and v.
Cost: 0.5 s for the default order, 2 s for order 9, 30 s for order 15.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sympy import Expr, S, cosh, expand, sinh, tanh

from symcoh.arguments import one_of, whole
from symcoh.certificates.series import decades_down
from symcoh.exact import Parameters, weak_coupling
from symcoh.exact import symbols as table
from symcoh.exactnumbers import exact
from symcoh.marks import marked

from .foundation.certificates import certificate_steps, certified
from .foundation.expansions import every_ring, expansion, expansion_latex, named
from .foundation.limits import Expanded, limit_derivation
from .foundation.parameters import Setting, check_size, left_out, setting
from .foundation.power_series import divide
from .foundation.ring_in_field import (
    feels_no_bond,
    moment_expressions,
    moment_names,
    moments_step,
    response_coefficients,
    response_ring,
    response_steps,
    transfer_steps,
)
from .foundation.steps import Derivation, Naming, Step, argument, identity
from .foundation.target_response import ratio_step
from .foundation.thermal_series import QUANTITIES
from .foundation.weak_quantities import COEFFICIENTS, equations_of, quantity_series

LIMIT = "gamma -> 0"
VARIABLE = "gamma"
EQUATIONS = ("45", "46")
LATEX = (
    r"C=\frac{2\gamma}{\omega}\tanh\frac{\beta\omega}{2}\,m_0+\sum_{j\ge1}c_{2j+1}\gamma^{2j+1},\qquad "
    r"m_0=N\frac{\sinh h}{r}\,\frac{\lambda_+^N-\lambda_-^N}{\lambda_+^N+\lambda_-^N},\qquad h=\frac{\beta\omega_{\mathrm a}}{2}"
)
STATEMENT = Derivation(
    name="weak-coupling",
    claim="`C = (2 gamma/omega) tanh(beta omega/2) m_0 + c_3 gamma^3 + ...` for `gamma -> 0`, with `m_0` of (46) in closed form.",
    assumptions=("`0 < beta < oo`, `omega >= 0`, `omega_a` and `J` real, all fixed", "`gamma -> 0`", "`N >= 1`"),
    equations=EQUATIONS,
    latex=LATEX,
)


def derive(
    *,
    order: int = 3,
    quantity: str = "coherence",
    N: object = None,
    omega: object = None,
    omega_a: object = None,
    gamma: object = None,
    J: object = None,
    beta: object = None,
) -> Derivation:
    """C, or another quantity, for gamma -> 0 through gamma^order.

    Args:
        order: last power of gamma kept, 1 to 15; 0 to 6 for the other quantities.
        quantity: coherence, or one of energy, heat-capacity, entropy, log-partition-function, magnetization, population-ground,
            population-excited and bloch-z.
        N, omega, omega_a, J, beta: exact, or None for a symbol.
        gamma: must be left out: it runs to 0.

    Raises:
        InputError: a value outside its domain. InputTypeError: an inexact value. CheckFailed: a check came out wrong.

    >>> derive(order=1, J=0).series
    2*N*gamma*tanh(beta*omega/2)*tanh(beta*omega_a/2)/omega
    >>> derive(order=2, N=1).expansion.remainder_power
    3
    """
    quantity = one_of(quantity, "`quantity`", ("coherence", *COEFFICIENTS))
    order = whole(order, "`order`", *((1, 15) if quantity == "coherence" else (0, 6)))
    left_out("gamma", gamma)
    at = setting(N, omega=omega, omega_a=omega_a, J=J, beta=beta)
    check_size(at.p)
    if quantity != "coherence":
        return _other(quantity, at, order)
    return limit_derivation(STATEMENT, at, order, table.gamma, _expanded)


def _other(quantity: str, at: Setting, order: int) -> Derivation:
    """The derivation of another quantity than C."""
    series, steps = quantity_series(quantity, at, order)
    return replace(
        STATEMENT,
        claim=f"The {quantity} is the series below for `gamma -> 0`, with an error of the order `gamma^{series.remainder_power}`.",
        assumptions=("`0 < beta < oo`, `omega >= 0`, `omega_a` and `J` real, all fixed", "`gamma -> 0`", marked(series.valid_for)),
        equations=equations_of(quantity),
        steps=steps,
        latex=expansion_latex(series, QUANTITIES[quantity].symbol),
        expansion=series,
    )


def _expanded(at: Setting, order: int) -> Expanded:
    length = (order + 1) // 2 + 1
    found = coefficients(at.p, length)
    # Odd powers alone, and one more of them than is kept.
    powers = [S.Zero if power % 2 == 0 else found[power // 2] for power in range(2 * length)]
    series, neglected = expansion(table.gamma, powers, order, every_ring(at.p))
    assert neglected is not None
    if not feels_no_bond(at.p):
        series = named(series, _naming(at.p, length))
    steps = (
        ratio_step(),
        _average(),
        *response_steps(length),
        *transfer_steps(),
        moments_step(2 * length),
        _leading(at.p, found[0]),
        *_certificates(at, order, series.summands, neglected),
    )
    return series, steps


def coefficients(p: Parameters, length: int) -> list[Expr]:
    """c_1, c_3, ..., the first `length` of them.

    >>> from symcoh.exact import parameters
    >>> coefficients(parameters(1, omega=0, J=0), 2)[1]
    -beta**3*tanh(beta*omega_a/2)/3
    """
    return _coefficients(p, length, moment_expressions(p, 2 * length - 1)[1:])


def _coefficients(p: Parameters, length: int, moments: Sequence[Expr]) -> list[Expr]:
    """The same with μ_1, μ_2, ... as they are given."""
    ring = response_ring(length)
    mu = (ring.constant(1), *ring.context.gens()[2:])
    phi, psi = response_coefficients(p.omega.is_zero is True, length)
    found = divide(tuple(f * mu[2 * j + 1] for j, f in enumerate(phi)), tuple(f * mu[2 * j] for j, f in enumerate(psi)))
    inverse = S.Zero if p.omega.is_zero else 2 / (p.beta * p.omega)
    values = dict(zip(ring.symbols, (tanh(p.beta * p.omega / 2), inverse, *moments), strict=True))
    shown = (ring.to_sympy(c, values, grouped=2 * length - 1, factored=False) for c in found)
    return [p.beta ** (2 * j + 1) * c for j, c in enumerate(shown)]


def _naming(p: Parameters, length: int) -> Naming:
    """The powers of gamma in m_0, μ_2, μ_3, ..."""
    names = moment_names(p, 2 * length - 1)
    odd = [expand(c) for c in _coefficients(p, length, [name for name, _ in names[: 2 * length - 1]])]
    return Naming(coefficients=tuple(S.Zero if power % 2 == 0 else odd[power // 2] for power in range(2 * length)), names=names)


def _average() -> Step:
    return argument(
        "`C = beta gamma <M φ(M)>/<ψ(M)>`, `φ(M) = sinh(s)/s` and `ψ(M) = cosh s` with `s² = (beta omega/2)² + (beta gamma M)²`, "
        "`⟨·⟩` the average over the free ring in the field `h`",
        "`s = beta S_M/2`, `A_m = beta gamma m φ(m)`, and `W_m e^{hm}/Σ_m W_m e^{hm}` is the law of `M`. `φ` and `ψ` are power series in "
        "`s²` and "
        "entire, `M` takes `N+1` values: both averages are power series in `(beta gamma)²` with the moments of `M` as coefficients.",
    )


def _leading(p: Parameters, coefficient: Expr) -> Step:
    printed = weak_coupling(p.N, omega=p.omega, omega_a=p.omega_a, gamma=table.gamma, J=p.J, beta=p.beta)
    h = p.beta * p.omega_a / 2
    difference = (coefficient - printed / table.gamma).subs(tanh(h), sinh(h) / cosh(h))
    return identity("`c_1 = (2/omega) tanh(beta omega/2) m_0` of (45)", "`φ_0 = tanh(a)/a` and `μ_1 = m_0 = N v τ`.", difference)


def _certificates(at: Setting, order: int, kept: Sequence[Expr], neglected: Expr) -> tuple[Step, ...]:
    sources = (1, 2, 5) if at.p.count is None else (at.p.count,)
    return certificate_steps(
        f"`C` less its terms through `gamma^{order}`, over the next term, tends to 1 as `gamma -> 0`",
        "Certified values of `C` against the terms above, at the `gamma` named.",
        sources,
        lambda N: certified(f"weak-coupling, N = {N}", at, N, "gamma", decades_down([exact(N) * at.value("beta")]), kept, neglected),
    )
