"""(24)-(31) and the thermodynamics from Z, against sums over all configurations."""

from __future__ import annotations

from fractions import Fraction as Q

import pytest
import sympy as sp

from exact import definition
from exact.definition import evaluated, near
from symcoh import exact
from symcoh.errors import InputError, InputTypeError
from symcoh.exact import symbols as sym
from symcoh.model import Model

SUMS = {
    "Z": exact.partition_function,
    "coherence": exact.coherence,
    "bloch_x": exact.bloch_x,
    "bloch_z": exact.bloch_z,
    "magnetization": exact.magnetization,
}
DERIVATIVES = {
    "energy": exact.energy,
    "heat_capacity": exact.heat_capacity,
    "entropy": exact.entropy,
    "coherence_derivative": exact.coherence_derivative,
}
QUANTITIES = SUMS | DERIVATIVES | {"log_Z": exact.log_partition_function}


@pytest.mark.parametrize(
    ("name", "count"), [(name, N) for name in SUMS for N in range(1, 5 if name in ("bloch_x", "magnetization") else 9)]
)
def test_value_of_the_definition(name: str, count: int, point: dict[str, Q]) -> None:
    assert near(evaluated(SUMS[name](count, **point)), getattr(definition.thermal(count, **point), name))


@pytest.mark.parametrize("name", DERIVATIVES)
@pytest.mark.parametrize("N", [1, 2, 4])
def test_derivatives_of_the_definition(name: str, N: int, point: dict[str, Q]) -> None:
    assert near(evaluated(DERIVATIVES[name](N, **point)), getattr(definition.thermal(N, **point), name))


@pytest.mark.parametrize("name", QUANTITIES)
@pytest.mark.parametrize("N", [1, 2, 3])
def test_symbols_and_then_values(name: str, N: int) -> None:
    values = {"omega": Q(1), "omega_a": Q(7, 10), "gamma": Q(3, 10), "J": Q(-2, 5), "beta": Q(2)}
    assert near(evaluated(QUANTITIES[name](N), **values), getattr(definition.thermal(N, **values), name))


@pytest.mark.parametrize("count", [1, 4])
def test_free_energy_and_populations(count: int, point: dict[str, Q]) -> None:
    expected = definition.thermal(count, **point)
    for name in ("excited_population", "ground_population"):
        assert near(evaluated(getattr(exact, name)(count, **point)), getattr(expected, name))
    if point["beta"]:
        assert near(evaluated(exact.free_energy(count, **point)), expected.free_energy)
    else:
        with pytest.raises(InputError, match="`beta` must not be 0"):
            exact.free_energy(count, **point)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_reduced_density_matrix(count: int, point: dict[str, Q]) -> None:
    rho = exact.reduced_density_matrix(count, **point)
    expected = definition.thermal(count, **point)
    assert rho.shape == (2, 2)
    assert rho[0, 1] == rho[1, 0]
    assert sp.expand(rho.trace()) == 1
    assert near(evaluated(2 * rho[0, 1]), expected.bloch_x)
    assert near(evaluated(rho[0, 0] - rho[1, 1]), expected.bloch_z)


def test_sign_of_bloch_x_is_that_of_gamma_omega_a() -> None:
    for gamma, omega_a in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
        mean = exact.bloch_x(2, omega=1, omega_a=omega_a, gamma=gamma, J=0, beta=1)
        assert sp.sign(mean.evalf()) == gamma * omega_a


def test_coherence_is_printed_as_29_for_positive_symbols() -> None:
    C = exact.coherence(3)
    assert not C.has(sp.Abs)
    S1, S3 = (sp.sqrt(sym.omega**2 + 4 * sym.gamma**2 * m**2) for m in (1, 3))
    b, J = sym.beta, sym.J
    W1, W3 = 3 * sp.exp(-b * J), sp.exp(3 * b * J)
    total = sum(m / S * W * sp.sinh(b * sym.omega_a * m / 2) * sp.sinh(b * S / 2) for m, S, W in ((1, S1, W1), (sp.Integer(3), S3, W3)))
    assert sp.expand(C - 8 * sym.gamma * total / exact.partition_function(3)) == 0


def test_real_symbols_of_unknown_sign() -> None:
    gamma, omega_a = sp.symbols("g w", real=True)
    C = exact.coherence(3, omega=1, omega_a=omega_a, gamma=gamma, J=Q(1, 5), beta=1)
    for signs in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
        g, w = signs[0] * Q(1, 2), signs[1] * Q(1, 3)
        assert near(evaluated(C, g=g, w=w), definition.thermal(3, Q(1), w, g, Q(1, 5), Q(1)).coherence)


@pytest.mark.parametrize("N", [1, 2, 3, 4, 6, 12, 24, 48])
def test_size_grows_no_faster_than_the_number_of_exponentials(N: int) -> None:
    # N/2 sectors, each with at most N/2 powers of e^{-4 beta J}.
    assert exact.partition_function(N).count_ops() <= 40 + 20 * N + N**2
    assert exact.coherence(N).count_ops() <= 60 + 40 * N + 2 * N**2


@pytest.mark.parametrize("N", [1, 2, 3, 4, 5])
def test_rational_in_exponentials_and_radicals(N: int) -> None:
    form = exact.coherence(N).rewrite(sp.exp)
    assert not form.has(sp.sinh, sp.cosh, sp.tanh, sp.hyper, sp.Sum)
    letters = {e: sp.Dummy() for e in form.atoms(sp.exp)}
    plain = form.xreplace(letters)
    letters |= {root: sp.Dummy() for root in plain.atoms(sp.Pow) if root.exp in (sp.Rational(1, 2), -sp.Rational(1, 2))}
    plain = plain.xreplace(letters)
    assert plain.is_rational_function(*letters.values())
    assert plain.free_symbols <= {sym.gamma, *letters.values()}


def test_special_rings() -> None:
    assert exact.partition_function(1, omega=0, omega_a=0, gamma=0) == 4 * sp.exp(sym.beta * sym.J)
    two = exact.partition_function(2, omega=0, omega_a=0, gamma=0)
    assert sp.expand(two - 4 * sp.exp(2 * sym.beta * sym.J) - 4 * sp.exp(-2 * sym.beta * sym.J)) == 0


def test_omega_zero_closed_form(count: int) -> None:
    values = {"omega_a": Q(7, 10), "gamma": Q(3, 10), "J": Q(-2, 5), "beta": Q(2)}
    up = exact.ring_partition_function(count, Q(7, 10) + Q(6, 10), beta=2, J=Q(-2, 5))
    down = exact.ring_partition_function(count, Q(7, 10) - Q(6, 10), beta=2, J=Q(-2, 5))
    assert near(evaluated(exact.partition_function(count, omega=0, **values)), evaluated(up + down))
    assert near(evaluated(exact.coherence(count, omega=0, **values)), evaluated((up - down) / (up + down)))


def test_temperature_as_a_parameter() -> None:
    at_T = exact.coherence(3, omega=1, omega_a=Q(7, 10), gamma=Q(3, 10), J=Q(-2, 5), beta=1 / sym.T)
    by_beta = exact.coherence_derivative(3, omega=1, omega_a=Q(7, 10), gamma=Q(3, 10), J=Q(-2, 5), beta=2)
    assert near(evaluated(sp.diff(at_T, sym.T), T=Q(1, 2)), evaluated(by_beta))


def test_derivative_holds_parameters_that_name_beta() -> None:
    held = exact.energy(1, omega=0, omega_a=0, gamma=0, J=sym.K / sym.beta)
    assert held == -sym.K / sym.beta


def test_model_in_place_of_parameters() -> None:
    ring = Model(N=3, omega_a="7/10", gamma="sqrt(2)/3", J="-2/5")
    assert exact.coherence(ring) == exact.coherence(3, omega=1, omega_a="0.7", gamma=sp.sqrt(2) / 3, J=sp.Rational(-2, 5))
    with pytest.raises(InputError, match="`J` is already in the model"):
        exact.coherence(ring, J=0)


def test_refusals() -> None:
    with pytest.raises(InputTypeError, match=r"`omega_a` must be exact, but is the float 0\.7"):
        exact.coherence(3, omega_a=0.7)
    with pytest.raises(InputError, match="`beta` must be finite"):
        exact.coherence(3, beta=sp.oo)
    with pytest.raises(InputError, match="`omega` must not be negative"):
        exact.coherence(3, omega=-1)
    with pytest.raises(InputError, match="`N` must be at least 1"):
        exact.coherence(0)


@pytest.mark.parametrize(("gamma", "omega_a"), [("-3/10", "7/10"), ("3/10", "-7/10"), ("-3/10", "-7/10")])
def test_the_slope_of_the_coherence_for_negative_parameters(gamma: str, omega_a: str) -> None:
    """C has bars around gamma and omega_a, and so has its slope."""
    values = {"omega": Q(1), "omega_a": Q(omega_a), "gamma": Q(gamma), "J": Q(-2, 5), "beta": Q(7, 5)}
    for N in (1, 2, 3):
        found = evaluated(exact.coherence_derivative(N, **values))
        assert near(found, definition.thermal(N, **values).coherence_derivative)
        assert near(found, evaluated(exact.coherence_derivative(N, **(values | {"omega_a": Q(7, 10), "gamma": Q(3, 10)}))))
