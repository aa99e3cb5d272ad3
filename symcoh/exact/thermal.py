"""The thermal state: partition function (31), the state of the target (26)-(29), thermodynamics.

Every sum runs over the sectors m and pairs m with -m, so each term has one sign and nothing cancels.
The functions take the same arguments: N (an int, a symbolic N or a `Model`) and the keywords omega,
omega_a, gamma, J, beta, exact values of any sign; and `sources` or `weights` (see `parameters.thermal_parameters`) where the
sources are no ring; what is not given is a symbol of the table, where
omega, omega_a, gamma and beta are positive. Pass values of another sign as arguments, or to
`exact.substitute`: by `subs` they meet a formula for positive symbols, from which |gamma| is gone.

For an integer N the result is a rational function of exponentials (see `rewrite(exp)`) and radicals.
For a symbolic N it holds sums over k = (N+m)/2 with the weights 2F1 of (30), and the uniform states
m = ±N apart, where (30) has another form; `subs(N, 5).doit()` is the result for N = 5.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from sympy import Abs, Add, Dummy, Expr, ImmutableMatrix, Integer, Mul, S, Sum, cosh, diff, exp, log, sinh

from ..errors import InputError
from . import symbols
from .origins import remembered
from .parameters import Parameters, thermal_parameters
from .spectrum import bare_splitting
from .systems import listed_weights
from .weights import mixed_weight, ring_weights


@remembered
def partition_function(N: object = None, **values: object) -> Expr:
    """(31): Z = Σ_{m>=0} (2 - δ_{m,0}) W_m cosh(beta omega_a m/2) 2 cosh(beta S_m/2), dimensionless.

    Args:
        N: number of sources, an int, symbolic, or a `Model`.
        **values: omega, omega_a, gamma, J, beta, as `parameters`; sources or weights, as `parameters.thermal_parameters`.

    Returns:
        Z, a finite sum over m for a number N, `Sum` for a symbol.

    Raises:
        InputTypeError, InputError: as `parameters`.

    >>> partition_function(1)
    4*exp(J*beta)*cosh(beta*omega_a/2)*cosh(beta*sqrt(4*gamma**2 + omega**2)/2)
    """
    return _partition_function(thermal_parameters(N, **values))


@remembered
def log_partition_function(N: object = None, **values: object) -> Expr:
    """log Z of (31), dimensionless.

    >>> log_partition_function(1, omega=0, omega_a=0, gamma=0, J=0)
    log(4)
    """
    return log(partition_function(N, **values))


@remembered
def coherence(N: object = None, **values: object) -> Expr:
    """(28), (29): the coherence C = 2|ρ_eg| = |<σ^x>|.

        C = (8 |gamma|/Z) Σ_{m>0} (m/S_m) W_m sinh(beta |omega_a| m/2) sinh(beta S_m/2).

    Args:
        N: number of sources, an int, symbolic, or a `Model`.
        **values: omega, omega_a, gamma, J, beta, as `parameters`; sources or weights, as `parameters.thermal_parameters`.

    Returns:
        A number in [0, 1], dimensionless. Z and S_m are even in gamma and omega_a, so that the bars
        here are those of (28) exactly; for the positive symbols they drop out, which is (29).

    Raises:
        InputTypeError, InputError: as `parameters`.

    >>> coherence(1, omega=0, omega_a=2, gamma="-1/2")
    sinh(beta/2)*sinh(beta)/(cosh(beta/2)*cosh(beta))
    >>> from symcoh.sources import Chain
    >>> coherence(sources=Chain(N=1), omega=0, omega_a=2, gamma="-1/2") == coherence(1, omega=0, omega_a=2, gamma="-1/2")
    True
    """
    p = thermal_parameters(N, **values)
    return _transverse_mean(p, Abs(p.gamma), Abs(p.omega_a))


@remembered
def bloch_x(N: object = None, **values: object) -> Expr:
    """(27b): <σ^x> = 2 Re ρ_eg, with the sign of gamma omega_a; <σ^y> = 0. Dimensionless.

    >>> bloch_x(1, omega=3, gamma=-2, omega_a=1, J=0) + coherence(1, omega=3, gamma=-2, omega_a=1, J=0)
    0
    """
    p = thermal_parameters(N, **values)
    return _transverse_mean(p, p.gamma, p.omega_a)


@remembered
def bloch_z(N: object = None, **values: object) -> Expr:
    """(27a): <σ^z> = p_e - p_g = -(omega/Z) Σ_{m>=0} (2 - δ_{m,0}) W_m cosh(beta omega_a m/2) 2 sinh(beta S_m/2)/S_m.

    >>> bloch_z(3, omega=0)
    0
    """
    p = thermal_parameters(N, **values)
    if p.omega.is_zero:
        return S.Zero

    def term(m: Expr) -> Expr:
        return 2 * cosh(p.beta * p.omega_a * m / 2) * sinh(p.beta * _gap(p, m) / 2) / _gap(p, m)

    return Mul(-p.omega, over_sectors(p, term), 1 / _partition_function(p))


@remembered
def excited_population(N: object = None, **values: object) -> Expr:
    """(27a): p_e = (1 + <σ^z>)/2.

    >>> excited_population(2, omega=0)
    1/2
    """
    return (1 + bloch_z(N, **values)) / 2


@remembered
def ground_population(N: object = None, **values: object) -> Expr:
    """(27a): p_g = (1 - <σ^z>)/2.

    >>> ground_population(2, omega=0)
    1/2
    """
    return (1 - bloch_z(N, **values)) / 2


@remembered
def reduced_density_matrix(N: object = None, **values: object) -> ImmutableMatrix:
    """(5), (26): ρ_t = [[p_e, ρ_eg], [ρ_ge, p_g]] in the basis |e>, |g>; real, trace 1.

    >>> reduced_density_matrix(1, omega=0, gamma=0)
    Matrix([
    [1/2,   0],
    [  0, 1/2]])
    """
    x, z = bloch_x(N, **values), bloch_z(N, **values)
    return ImmutableMatrix([[(1 + z) / 2, x / 2], [x / 2, (1 - z) / 2]])


@remembered
def magnetization(N: object = None, **values: object) -> Expr:
    """(8): <M> = -(1/Z) Σ_{m>0} 2m W_m sinh(beta omega_a m/2) 2 cosh(beta S_m/2), dimensionless.

    >>> magnetization(1, omega=0, gamma=0, J=0).rewrite("tanh").simplify()
    -tanh(beta*omega_a/2)
    """
    p = thermal_parameters(N, **values)

    def term(m: Expr) -> Expr:
        return m * sinh(p.beta * p.omega_a * m / 2) * cosh(p.beta * _gap(p, m) / 2)

    return Mul(-4, over_pairs(p, term), 1 / _partition_function(p))


@remembered
def energy(N: object = None, **values: object) -> Expr:
    """<H> = -∂_beta log Z, an energy; the derivative is at fixed omega, omega_a, gamma, J, whatever was given for them.

    >>> energy(1, omega=0, gamma=0, omega_a=0)
    -J
    """
    return -_beta_derivative(_log_partition_function, thermal_parameters(N, **values))


@remembered
def heat_capacity(N: object = None, **values: object) -> Expr:
    """d<H>/dT = beta^2 ∂_beta^2 log Z, dimensionless (k_B = 1).

    >>> heat_capacity(1, omega=0, gamma=0, omega_a=0)
    0
    """
    p = thermal_parameters(N, **values)
    return p.beta**2 * _beta_derivative(_log_partition_function, p, 2)


@remembered
def entropy(N: object = None, **values: object) -> Expr:
    """log Z + beta <H>, in nats.

    >>> entropy(1, omega=0, gamma=0, omega_a=0, J=0)
    log(4)
    """
    p = thermal_parameters(N, **values)
    return _log_partition_function(p) - p.beta * _beta_derivative(_log_partition_function, p)


@remembered
def free_energy(N: object = None, **values: object) -> Expr:
    """-log(Z)/beta, an energy.

    Raises:
        InputError: beta = 0, where it is not finite.

    >>> free_energy(1, omega=0, gamma=0, omega_a=0, J=0)
    -log(4)/beta
    """
    p = thermal_parameters(N, **values)
    if p.beta.is_zero:
        raise InputError("`beta`", "must not be 0 for the free energy, which is not finite there: take log Z.")
    return -_log_partition_function(p) / p.beta


@remembered
def coherence_derivative(N: object = None, **values: object) -> Expr:
    """dC/dT = -beta^2 ∂_beta C at fixed omega, omega_a, gamma, J, in 1/energy.

    >>> coherence_derivative(3, gamma=0)
    0
    """
    p = thermal_parameters(N, **values)
    return -(p.beta**2) * _beta_derivative(lambda q: _transverse_mean(q, Abs(q.gamma), Abs(q.omega_a)), p)


def _partition_function(p: Parameters) -> Expr:
    def term(m: Expr) -> Expr:
        return 2 * cosh(p.beta * p.omega_a * m / 2) * cosh(p.beta * _gap(p, m) / 2)

    return over_sectors(p, term)


def _log_partition_function(p: Parameters) -> Expr:
    return log(_partition_function(p))


def _transverse_mean(p: Parameters, gamma: Expr, omega_a: Expr) -> Expr:
    """(8 gamma/Z) Σ_{m>0} (m/S_m) W_m sinh(beta omega_a m/2) sinh(beta S_m/2)."""
    if p.gamma.is_zero or p.omega_a.is_zero or p.beta.is_zero:
        return S.Zero

    def term(m: Expr) -> Expr:
        field = sinh(p.beta * omega_a * m / 2)
        if p.omega.is_zero:
            return field * sinh(p.beta * gamma * m)
        return field * m * sinh(p.beta * _gap(p, m) / 2) / _gap(p, m)

    # At omega = 0, gamma m/S_m = sign(gamma m)/2: the m = 0 term of a symbolic N must not be 0/0.
    factor = Integer(4) if p.omega.is_zero else 8 * gamma
    return Mul(factor, over_pairs(p, term), 1 / _partition_function(p))


def _gap(p: Parameters, m: Expr) -> Expr:
    return bare_splitting(m, p.omega, p.gamma)


def over_sectors(p: Parameters, term: Callable[[Expr], Expr]) -> Expr:
    """Σ_m W_m term(m) over all sectors, for a term that is even in m.

    >>> over_sectors(thermal_parameters(3, J=0), lambda m: Integer(1))
    8
    """
    if p.count is None:
        return 2 * _end_weight(p) * term(p.N) + _over_mixed_states(p, term)
    weights = _listed(p)
    central = weights[Integer(0)] * term(Integer(0)) if Integer(0) in weights else S.Zero
    return central + over_pairs(p, lambda m: 2 * term(m))


def over_pairs(p: Parameters, term: Callable[[Expr], Expr]) -> Expr:
    """Σ_{m>0} W_m term(m), for a term that is even in m and, where N is symbolic, 0 at m = 0.

    >>> over_pairs(thermal_parameters(3, J=0), lambda m: m**2)
    12
    """
    if p.count is None:
        return _end_weight(p) * term(p.N) + _over_mixed_states(p, term) / 2
    return Add(*(weight * term(m) for m, weight in _listed(p).items() if m))


def _listed(p: Parameters) -> Mapping[Expr, Expr]:
    """m -> W_m, m >= 0, for N an integer."""
    assert p.count is not None
    if p.weights is not None:
        return listed_weights(p.weights, p.count, p.J, p.beta)
    return ring_weights(p.count, p.beta * p.J)


def _end_weight(p: Parameters) -> Expr:
    """W_N."""
    return exp(p.beta * p.J * p.N) if p.weights is None else p.weights.ends(p.N, p.beta * p.J)


def _over_mixed_states(p: Parameters, term: Callable[[Expr], Expr]) -> Expr:
    """Σ_{|m|<N} W_m term(m), with k = (N+m)/2 for a symbolic N; empty for N = 1."""
    used = any(value.has(symbols.k) for value in (p.N, p.omega, p.omega_a, p.gamma, p.J, p.beta))
    k = Dummy("k", integer=True) if used else symbols.k
    weight = mixed_weight if p.weights is None else p.weights.mixed
    return Sum(weight(p.N, k, p.beta * p.J) * term(2 * k - p.N), (k, 1, p.N - 1))


def _beta_derivative(function: Callable[[Parameters], Expr], p: Parameters, order: int = 1) -> Expr:
    """The derivative in beta, taken in a symbol of its own, then at the given beta.

    Raises:
        InputError: weights that are left open.
    """
    if p.weights is not None and p.weights.given is not None:
        raise InputError("`weights`", "must not be open here, where their derivative in beta is wanted: give `sources`.")
    free = Dummy("beta", positive=True)
    return diff(function(replace(p, beta=free)), free, order).subs(free, p.beta)
