"""The other quantities at weak coupling: energy, heat capacity, entropy, log Z, magnetization, populations and <σ^z>, even in gamma.

With g = beta gamma, a = beta omega/2, h = beta omega_a/2, μ_p, φ_j and ψ_j of `ring_in_field`, and B = Σ_j ψ_j μ_{2j} g^{2j},

    Z = 2 cosh(a) L(h) B,     <M> = -Σ_j ψ_j μ_{2j+1} g^{2j}/B,     <σ^z> = -a Σ_j φ_j μ_{2j} g^{2j}/B,

and E = -∂_beta log Z, heat capacity = beta² ∂_beta² log Z, S = log Z + beta E, derivatives of each coefficient at fixed energies.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sympy import Dummy, Expr, Rational, S, Symbol, cosh, diff, log, tanh

from symcoh.certificates.series import decades_down
from symcoh.errors import InputError
from symcoh.exact import Parameters, symbols, to_sympy
from symcoh.exact.weights import field_root
from symcoh.exactnumbers import exact

from .certificates import certificate_steps, certified
from .expansions import every_ring, expansion
from .parameters import Setting
from .power_series import Coefficient, divide, logarithm
from .ring_in_field import moment_expressions, moments_step, response_coefficients, response_ring, response_steps, transfer_steps
from .steps import Expansion, Step, argument

Coefficients = Callable[[Parameters, int], list[Expr]]


def _of_log(derived: Callable[[Expr, Symbol], Expr]) -> Coefficients:
    """Coefficients made of those of log Z as functions of beta."""

    def coefficients(p: Parameters, length: int) -> list[Expr]:
        free = Dummy("beta", positive=True)
        found = log_coefficients(replace(p, beta=free), length)
        return [derived(c, free).subs(free, p.beta) for c in found]

    return coefficients


def log_coefficients(p: Parameters, length: int) -> list[Expr]:
    """log Z by powers of gamma², the first `length`.

    >>> from symcoh.exact import parameters
    >>> log_coefficients(parameters(1, omega=0, J=0), 2)[1]
    beta**2/2
    """
    ring = response_ring(length)
    _, psi = response_coefficients(p.omega.is_zero is True, length)
    found = logarithm(tuple(f * _moment(ring.context.gens(), 2 * j, ring.constant(1)) for j, f in enumerate(psi)))
    return [_bare(p), *(_shown(p, c, length) * p.beta ** (2 * j) for j, c in enumerate(found) if j)]


def _moment(generators: tuple[Coefficient, ...], p: int, one: Coefficient) -> Coefficient:
    """μ_p as an element of `response_ring`, whose generators are t, i, μ_1, ..."""
    return generators[1 + p] if p else one


def _shown(p: Parameters, element: Coefficient, length: int) -> Expr:
    ring = response_ring(length)
    inverse = S.Zero if p.omega.is_zero else 2 / (p.beta * p.omega)
    values = dict(zip(ring.symbols, (tanh(p.beta * p.omega / 2), inverse, *moment_expressions(p, 2 * length - 1)[1:]), strict=True))
    return ring.to_sympy(element, values, grouped=2 * length - 1, factored=False)


def _bare(p: Parameters) -> Expr:
    """log(2 cosh a) + log L(h)."""
    h, K = p.beta * p.omega_a / 2, p.beta * p.J
    target = log(2 * cosh(p.beta * p.omega / 2))
    if K.is_zero or p.count == 1:
        return target + p.N * log(2 * cosh(h)) + (K if p.count == 1 else 0)
    r = field_root(h, K)
    return target + p.N * K + log((cosh(h) + r) ** p.N + (cosh(h) - r) ** p.N)


def _magnetization(p: Parameters, length: int) -> list[Expr]:
    ring = response_ring(length)
    one, generators = ring.constant(1), ring.context.gens()
    _, psi = response_coefficients(p.omega.is_zero is True, length)
    upper, lower = (tuple(f * _moment(generators, 2 * j + k, one) for j, f in enumerate(psi)) for k in (1, 0))
    return [-_shown(p, c, length) * p.beta ** (2 * j) for j, c in enumerate(divide(upper, lower))]


def _target(p: Parameters, length: int) -> list[Expr]:
    """<σ^z>."""
    ring = response_ring(length)
    one, generators = ring.constant(1), ring.context.gens()
    phi, psi = response_coefficients(p.omega.is_zero is True, length)
    upper, lower = (tuple(f * _moment(generators, 2 * j, one) for j, f in enumerate(found)) for found in (phi, psi))
    return [-p.beta * p.omega / 2 * _shown(p, c, length) * p.beta ** (2 * j) for j, c in enumerate(divide(upper, lower))]


def _population(side: int) -> Coefficients:
    def coefficients(p: Parameters, length: int) -> list[Expr]:
        first, *rest = _target(p, length)
        return [(1 + side * first) / 2, *(Rational(side, 2) * c for c in rest)]

    return coefficients


COEFFICIENTS: dict[str, Coefficients] = {
    "log-partition-function": log_coefficients,
    "energy": _of_log(lambda c, beta: -diff(c, beta)),
    "heat-capacity": _of_log(lambda c, beta: beta**2 * diff(c, beta, 2)),
    "entropy": _of_log(lambda c, beta: c - beta * diff(c, beta)),
    "magnetization": _magnetization,
    "population-ground": _population(-1),
    "population-excited": _population(1),
    "bloch-z": _target,
}
"""The coefficients of gamma^0, gamma^2, ... by quantity."""


def quantity_series(quantity: str, at: Setting, order: int) -> tuple[Expansion, tuple[Step, ...]]:
    """The series through gamma^order and its steps.

    Args:
        quantity: a name of `COEFFICIENTS`.
        at: the parameters; a given omega_a takes part with its sign, for the magnetization.
        order: the last power kept.

    Returns:
        The series, and what proves it.

    Raises:
        InputError: beta = 0. CheckFailed: a check came out wrong.

    >>> from .parameters import setting
    >>> quantity_series("magnetization", setting(1, J=0), 2)[0].expression
    -tanh(beta*omega_a/2)
    """
    if at.p.beta.is_zero:
        raise InputError("`beta`", f"must be positive here: at beta = 0 the {quantity} does not depend on gamma.")
    if "omega_a" in at.given:
        at = replace(at, p=replace(at.p, omega_a=to_sympy(at.given["omega_a"])))
    length = order // 2 + 2
    ended = _ends(quantity, at.p)
    found = COEFFICIENTS[quantity](at.p, 1 if ended else length)
    powers = [S.Zero if power % 2 else found[power // 2] for power in range(2 * len(found) - 1)]
    series, neglected = expansion(symbols.gamma, powers, order, every_ring(at.p))
    series = replace(series, quantity=quantity)
    if ended is not None:
        return series, (argument(ended, "The weights of `m` and `-m` depend on `gamma` alike, or a factor is 0."),)
    assert neglected is not None
    steps = (
        _definition(),
        *response_steps(length),
        *transfer_steps(),
        moments_step(2 * length),
        _derivatives(),
        *_certificates(quantity, at, order, series, neglected),
    )
    return series, steps


def _ends(quantity: str, p: Parameters) -> str | None:
    """Why the series has no term beyond gamma^0, None where it goes on."""
    if quantity == "magnetization" and (p.omega_a.is_zero or p.count == 1):
        return "`<M>` does not depend on `gamma`: it is `-tanh h` for one source, and 0 at `omega_a = 0`."
    if quantity in ("population-ground", "population-excited", "bloch-z") and p.omega.is_zero:
        return "`<σ^z> = 0` identically."
    return None


def _definition() -> Step:
    return argument(
        "`Z = 2 L(h) <cosh s>`, `<M> = -<M cosh s>/<cosh s>`, `<σ^z> = -(beta omega/2) <sinh(s)/s>/<cosh s>`, `s² = (beta omega/2)² + "
        "(beta gamma M)²`, `⟨·⟩` the average over the free ring in the field `h`",
        "(24), (27) and (8) with `m -> -m` in the sums: `s = beta S_M/2`, `W_m e^{hm}/L(h)`, `L(h) = Σ_m W_m e^{hm}`, is the law of `M`, "
        "and `σ^z` has "
        "`-(omega/S_m) 2 sinh s = -(beta omega/2) 2 sinh(s)/s` by (22). `cosh s` and `sinh(s)/s` are power series in `s²` and entire, and "
        "`M` takes `N+1` values: the averages are power series in `(beta gamma)²` with the moments of `M` as coefficients.",
    )


def _derivatives() -> Step:
    return argument(
        "`E = -∂_beta log Z`, the heat capacity is `beta² ∂_beta² log Z`, `S = log Z + beta E`, coefficient by coefficient",
        "At fixed energies `log Z` is analytic in `beta` and `gamma` around `gamma = 0`, where `Z > 0`: its power series may be "
        "differentiated term by term.",
    )


def _certificates(quantity: str, at: Setting, order: int, series: Expansion, neglected: Expr) -> tuple[Step, ...]:
    one_less = 2 if quantity == "magnetization" else 1
    return certificate_steps(
        f"The {quantity} less `Σ_{{j<={order}}} c_j gamma^j`, over the next term, tends to 1 as `gamma -> 0`",
        "Certified values against the terms above, at the `gamma` named.",
        (one_less, 2 * one_less, 5) if at.p.count is None else (at.p.count,),
        lambda N: certified(
            f"weak-coupling, {quantity}, N = {N}",
            at,
            N,
            "gamma",
            decades_down([exact(N) * at.value("beta")]),
            series.summands,
            neglected,
            quantity=quantity,
        ),
    )


def equations_of(quantity: str) -> tuple[str, ...]:
    """The equations a series rests on."""
    return ("24", "27") if quantity in ("population-ground", "population-excited", "bloch-z") else ("24",)
