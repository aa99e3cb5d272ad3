"""`exact.substitute`: every function of `exact` at every sign and zero, against the definition; unknown names and lost signs refused."""

from __future__ import annotations

from fractions import Fraction as Q
from typing import Any

import pytest
import sympy as sp
from mpmath import mp

from exact import definition
from exact.definition import evaluated, near
from symcoh import Model, exact
from symcoh.errors import InputError, InputTypeError
from symcoh.exact import symbols as sym
from symcoh.exact.origins import MOST, origin

NAMES = ("omega", "omega_a", "gamma", "J", "beta")
CORNERS: list[dict[str, Any]] = [
    dict(zip(NAMES, corner, strict=True))
    for corner in [
        (Q(1), Q(-7, 10), Q(-1, 3), Q(-2, 5), Q(2)),
        (Q(1), Q(7, 10), Q(-1, 3), Q(2, 5), Q(3, 2)),
        (Q(0), Q(1, 2), Q(-3, 10), Q(-1, 3), Q(1)),
        (Q(0), Q(-1, 2), Q(1, 3), Q(0), Q(2)),
        (Q(0), Q(1, 3), Q(0), Q(1, 5), Q(1)),
        (Q(0), Q(0), Q(-1, 4), Q(-1, 5), Q(2)),
        (Q(3, 2), Q(-1, 3), Q(0), Q(1, 5), Q(1)),
        (Q(3, 2), Q(-1, 3), Q(-1, 2), Q(1, 5), Q(0)),
    ]
]
THERMAL = {
    name: name
    for name in ("coherence", "bloch_x", "bloch_z", "magnetization", "energy", "entropy", "heat_capacity", "coherence_derivative")
} | {"partition_function": "Z", "log_partition_function": "log_Z", "excited_population": "excited_population"}


DERIVATIVES = ("energy", "entropy", "heat_capacity", "coherence_derivative")


@pytest.mark.parametrize("name", THERMAL)
def test_thermal_functions_at_every_corner(name: str) -> None:
    for N in (2,) if name in DERIVATIVES else (1, 2, 3):
        formula = getattr(exact, name)(N)
        for corner in CORNERS[:: 1 if N == 2 else 5]:
            found = exact.substitute(formula, {key: sp.Rational(value.numerator, value.denominator) for key, value in corner.items()})
            assert near(evaluated(found), getattr(definition.thermal(N, **corner), THERMAL[name])), (N, corner)


@pytest.mark.parametrize("name", ["coherence", "bloch_x", "magnetization", "partition_function", "bloch_z"])
def test_a_symbol_for_the_sources_and_values_in_two_steps(name: str) -> None:
    for corner in CORNERS[:4]:
        later = {key: corner[key] for key in ("gamma", "omega")}
        first = exact.substitute(getattr(exact, name)(), N=3, **{key: value for key, value in corner.items() if key not in later})
        expected = definition.thermal(3, **corner)
        assert near(evaluated(exact.substitute(first, **later)), getattr(expected, THERMAL[name]))


def test_the_density_matrix_where_omega_vanishes() -> None:
    for corner in CORNERS:
        for N in (1, 2):
            rho = exact.substitute(exact.reduced_density_matrix(N), **corner)
            expected = definition.thermal(N, **corner)
            assert near(evaluated(2 * rho[0, 1]), expected.bloch_x) and near(evaluated(rho[0, 0]), expected.excited_population)
    assert not exact.substitute(exact.reduced_density_matrix(2), omega=0).has(sp.nan)


def test_the_bare_substitution_is_wrong() -> None:
    """What this module is for."""
    values = {sym.omega: 1, sym.omega_a: 1, sym.J: 0, sym.beta: 1}
    assert exact.coherence(2).subs(values).subs(sym.gamma, -1).evalf() < 0
    assert exact.substitute(exact.coherence(2), omega=1, omega_a=1, J=0, beta=1, gamma=-1).evalf() > 0
    assert exact.reduced_density_matrix(2).subs(sym.omega, 0).has(sp.nan)


def test_functions_of_the_sectors() -> None:
    with mp.workdps(80):
        for corner in CORNERS:
            target = {key: corner[key] for key in ("omega", "gamma")}
            for m in (-3, 1, 2):
                with mp.workdps(80):
                    block = mp.matrix(
                        [[_f(corner["omega"]) / 2, _f(corner["gamma"]) * m], [_f(corner["gamma"]) * m, -_f(corner["omega"]) / 2]]
                    )
                    gap = max(mp.eigsy(block, eigvals_only=True)) * 2
                assert near(evaluated(exact.substitute(exact.splitting(m), **target)), gap)
                assert near(evaluated(exact.substitute(exact.target_block(m), **target)[0, 1]), block[0, 1])
                level = exact.substitute(exact.level_energy(m, branch=-1), N=4 if m == 2 else 5, n=1, **{k: corner[k] for k in NAMES[:4]})
                with mp.workdps(80):
                    assert near(evaluated(level), _f(corner["omega_a"]) * m / 2 - (m != 2) * _f(corner["J"]) - gap / 2)
                if target["omega"] or target["gamma"]:
                    with mp.workdps(80):
                        product = _f(target["gamma"]) * m / gap
                    assert near(evaluated(exact.substitute(exact.amplitude_product(m), **target)), product)
                    squares = [exact.substitute(f(m), **target) for f in (exact.excited_amplitude_squared, exact.ground_amplitude_squared)]
                    assert near(evaluated(squares[0] + squares[1]), 1) and near(evaluated(squares[0] * squares[1]), product**2)


def _f(value: Any) -> Any:
    return mp.mpf(value.numerator) / value.denominator


@pytest.mark.parametrize("N", [1, 2, 3, 4, 5, 6])
def test_ground_functions_are_right_or_refused(N: int) -> None:
    """Energies for every J; each coherence where its state is the ground state, and a sentence everywhere else."""
    for omega, omega_a, gamma in (
        (1, Q(7, 10), Q(3, 10)),
        (1, Q(-1, 2), Q(-2, 3)),
        (0, Q(1, 3), Q(-1, 2)),
        (1, 0, Q(1, 2)),
        (2, Q(1, 3), 0),
    ):
        target: dict[str, Any] = {"omega": Q(omega), "omega_a": Q(omega_a), "gamma": Q(gamma)}
        for J in (Q(-3), Q(-1, 20), Q(2)):
            expected = definition.ground(N, J=J, **target)
            assert near(evaluated(exact.ground_energy(N, J=J, **target)), expected.energy)
            assert near(evaluated(exact.substitute(exact.ground_energy(N), J=J, **target)), expected.energy)
            assert near(evaluated(exact.substitute(exact.ground_energy(), N=N, J=J, **target)), expected.energy)
            answers, refused = 0, list[str]()
            for function in (exact.aligned_ground_coherence, exact.antialigned_ground_coherence, exact.critical_ground_coherence):
                try:
                    found = function(N, J=J, **target)
                except InputError as error:
                    refused.append(str(error))
                    continue
                answers += 1
                assert near(evaluated(found), expected.coherence), (function, J, target)
            assert answers == 1 and all(text.startswith(("`J` must", "`N` must")) for text in refused)


def test_ground_functions_on_the_line() -> None:
    for N in (2, 3, 4, 5):
        # S_N = 5 and S_1 are rational or not: J_c is exact either way.
        target: dict[str, Any] = {"omega": Q(3), "omega_a": Q(-1), "gamma": Q(2, N)}
        line = exact.critical_coupling(N, **target)
        for function in (exact.aligned_ground_coherence, exact.antialigned_ground_coherence):
            with pytest.raises(InputError, match="`J` must lie (above|below) J_c here, but is .*: the coherence elsewhere is that of"):
                function(N, J=line, **target)
        with pytest.raises(InputError, match="`J` must be J_c here"):
            exact.critical_ground_coherence(N, J=line + sp.Rational(1, 10**30), **target)
        found = exact.critical_ground_coherence(N, J=line, **target)
        assert near(evaluated(found), definition.ground(N, J=evaluated(line), **target).coherence)
        energy = exact.ground_energy(N, J=line, **target)
        assert near(evaluated(energy), definition.ground(N, J=evaluated(line), **target).energy)
        beside: dict[str, Any] = {"omega": Q(3), "omega_a": Q(0), "gamma": Q(2, N)}
        at = exact.critical_coupling(N, **beside)
        assert exact.critical_ground_coherence(N, J=at, **beside) == 0 and near(
            mp.zero, definition.ground(N, J=evaluated(at), **beside).coherence
        )


@pytest.mark.parametrize("N", [1, 2, 3, 4, 5, 6])
def test_the_lowest_level_of_a_sector_for_both_signs_of_J(N: int) -> None:
    target: dict[str, Any] = {"omega": Q(1), "omega_a": Q(-1, 3), "gamma": Q(-1, 5)}
    for J in (Q(-2, 5), Q(0), Q(1, 3)):
        for m in range(-N, N + 1, 2):
            domains = [n for n, g in enumerate(exact.sector_weight_polynomial(N, m)) if g]
            lowest = min(evaluated(exact.level_energy(m, n, -1, N=N, J=J, **target)) for n in domains)
            assert near(evaluated(exact.minimum_energy(m, N, J=J, **target)), lowest)
            assert near(evaluated(exact.substitute(exact.minimum_energy(), m=m, N=N, J=J, **target)), lowest)
        if N > 1:
            positive = target | {"omega_a": Q(1, 3)}
            ends = [evaluated(exact.minimum_energy(m, N, J=J, **positive)) for m in (-N, -(N % 2))]
            with mp.workdps(80):
                expected = ends[0] - ends[1]
            for formula in (exact.level_difference(N, J=J, **target), exact.substitute(exact.level_difference(), N=N, J=J, **target)):
                assert near(evaluated(formula), expected)


def test_levels_that_no_ring_has_are_refused() -> None:
    for m, n in ((4, 1), (0, 0), (0, 3), (2, 2)):
        with pytest.raises(InputError, match="`n` must be a number of up-domains of a state with m = "):
            exact.level_energy(m, n, N=4)
    with pytest.raises(InputError, match="`m` must be one of -N"):
        exact.minimum_energy(1, 4)


@pytest.mark.parametrize(
    "function", ["strong_ferromagnet", "strong_antiferromagnet", "strong_coupling", "weak_coupling", "large_gap", "high_temperature"]
)
def test_limits_at_every_corner_are_those_of_the_moduli(function: str) -> None:
    for corner in CORNERS:
        for N in (1, 2, 3):
            found = exact.substitute(getattr(exact, function)(N), **corner)
            moduli = corner | {key: abs(corner[key]) for key in ("gamma", "omega_a")}
            again = getattr(exact, function)(N, **moduli)
            assert near(evaluated(found), evaluated(again)) and evaluated(found) >= (0 if function != "high_temperature" else -100)


@pytest.mark.parametrize("N", [1, 2, 4])
def test_the_magnetization_of_the_free_ring(N: int) -> None:
    for corner in CORNERS:
        free = corner | {"gamma": Q(0)}
        expected = definition.thermal(N, **free).magnetization_modulus
        for function in (exact.free_magnetization, exact.free_magnetization_sum):
            assert near(evaluated(exact.substitute(function(N), **corner)), expected)


def test_names_are_never_ignored() -> None:
    C = exact.coherence(2)
    with pytest.raises(InputError, match="`omega_b` is no name of the model: did you mean omega_a?"):
        exact.substitute(C, omega_b=1)
    with pytest.raises(InputError, match="`x` is no name of the model"):
        exact.substitute(C, {sp.Symbol("x"): 1})
    for key in (sp.Symbol("beta"), "beta", sym.beta, sp.Symbol("beta", real=True)):
        assert sym.beta not in exact.substitute(C, {key: 2}).free_symbols
        assert exact.substitute(sp.Symbol("beta") + sym.beta, {key: 2}) == 4
    with pytest.raises(InputError, match="`beta` is given twice"):
        exact.substitute(C, {sp.Symbol("beta"): 1, "beta": 1})
    with pytest.raises(InputError, match="`gamma` has a value in the formula already"):
        exact.substitute(exact.coherence(2, gamma=1), gamma=2)
    with pytest.raises(InputError, match="`N` has a value in the formula already"):
        exact.substitute(C, N=3)
    with pytest.raises(InputError, match="`gamma` has a value in the formula already"):
        exact.substitute(exact.coherence(Model(N=2, omega_a=1, gamma=1)), gamma=2)
    with pytest.raises(InputError, match="`K` does not stand in the formula"):
        exact.substitute(C, K=1)
    with pytest.raises(InputTypeError, match=r"`gamma` must be exact, but is the float 0\.5"):
        exact.substitute(C, gamma=0.5)
    with pytest.raises(InputError, match="`omega` must not be negative"):
        exact.substitute(C, omega=-1)
    with pytest.raises(InputTypeError, match="`formula` must be an expression"):
        exact.substitute("C", omega=1)
    with pytest.raises(InputTypeError, match="`values` must be a mapping"):
        exact.substitute(C, [1])  # type: ignore[arg-type]  # refused, which is the point
    with pytest.raises(InputTypeError, match="`values` must have names or symbols as keys, but has 3"):
        exact.substitute(C, {3: 1})
    with pytest.raises(InputTypeError, match="`signed` must be True or False"):
        exact.substitute(C, signed="yes")  # type: ignore[arg-type]  # refused, which is the point


def test_a_sign_that_is_lost_must_be_explained() -> None:
    for formula in (exact.parse("N*gamma*omega_a/2"), sp.expand(exact.coherence(2)), 2 * exact.bloch_x(2)):
        with pytest.raises(InputError, match="`gamma` is not positive, and the formula changes with its sign: say signed=False where"):
            exact.substitute(formula, gamma="-1/3")
    term = exact.parse("N*gamma*omega_a/2")
    assert exact.substitute(term, N=2, gamma="-1/3", omega_a=-1, signed=False) == sp.Rational(1, 3)
    assert exact.substitute(term, N=2, gamma="-1/3", omega_a=1, signed=True) == -sp.Rational(1, 3)
    assert exact.substitute(term, gamma=sp.Symbol("g", real=True), signed=False).has(sp.Abs)
    assert exact.substitute(exact.parse("gamma**2*omega_a"), gamma=-3) == 9 * sym.omega_a
    squared = exact.coherence(2) ** 2
    assert exact.substitute(squared, omega=1, omega_a=-1, gamma=-1, J=0, beta=1).evalf() > 0


def test_limits_of_formulas_without_an_origin() -> None:
    damped = sp.sinh(sym.beta * sym.omega / 2) / sym.omega + sp.Integer(0)
    assert exact.substitute(damped, omega=0) == sym.beta / 2
    assert exact.substitute(exact.weak_coupling(1, J=0) * 3, omega=0, gamma=2) == 6 * sym.beta * sp.tanh(sym.beta * sym.omega_a / 2)
    for formula, values in ((1 / sym.omega, {"omega": 0}), (sym.gamma / sp.sqrt(sym.gamma**2 + sym.omega**2), {"omega": 0, "gamma": 0})):
        with pytest.raises(InputError, match="= 0 makes the formula 0/0, and its limit is not found"):
            exact.substitute(formula, values)
    assert exact.substitute(sp.Sum(sym.k * sym.gamma**2, (sym.k, 1, sym.N)), N=3, gamma=-1) == 6


def test_temperature_and_composite_arguments() -> None:
    C = exact.coherence(1, J=0)
    assert exact.substitute(C, T=2) == exact.coherence(1, J=0, beta="1/2")
    assert exact.substitute(exact.coherence(1, beta=1 / sym.T, J=0), T=2) == exact.coherence(1, J=0, beta="1/2")
    assert exact.substitute(exact.coherence(2, J=sym.K / sym.beta), K=3, beta=2) == exact.coherence(2, J="3/2", beta=2)
    with pytest.raises(InputError, match="`T` and `beta` are one parameter"):
        exact.substitute(C, T=1, beta=1)
    with pytest.raises(InputError, match="`T` must not be 0 here"):
        exact.substitute(C, T=0)
    ring = Model(N=2, omega_a=-1, gamma="-1/2")
    assert exact.substitute(exact.coherence(ring), beta=2) == exact.coherence(ring, beta=2)
    assert exact.substitute(exact.large_gap(2), J=5, omega_a=1, beta=1) == exact.large_gap(2, beta=1)


def test_an_expression_remembers_where_it_came_from_and_nothing_else_does() -> None:
    C, x = exact.coherence(2), exact.bloch_x(2)
    assert x == C and hash(C) == hash(x) and C is not x and str(C) == str(x) and C - x == 0
    made = [origin(C), origin(x)]
    assert [one and one.function for one in made] == [exact.coherence, exact.bloch_x]
    assert origin(C + 0 * sym.J) in (None, origin(C)) and origin(sp.expand(C)) is None and origin(exact.parse(str(C))) is None
    for _ in range(MOST):
        exact.splitting(2)
    assert origin(C) is None, "it was so long ago"
    with pytest.raises(InputError, match="the formula changes with its sign"):
        exact.substitute(C, gamma=-1)
