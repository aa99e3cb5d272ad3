"""The mpmath backend against sums over all source configurations, dense matrices and closed forms."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import isqrt
from typing import Any

import mpmath
import numpy as np
import pytest
from mpmath.ctx_mp import MPContext

from symcoh.errors import InputError, NotCertified
from symcoh.exactnumbers import Exact, exact
from symcoh.ground import ground_manifold
from symcoh.model import Model
from symcoh.numeric.mpmath_backend import QUANTITIES, Binary, agreement, evaluate_mpmath, rounded
from symcoh.numeric.mpmath_levels import context, domain_sums, gaps, parameters, to_float

CEILING = 2**20


def fresh(bits: int) -> Any:
    ctx = MPContext()
    ctx.prec = bits
    return ctx


@pytest.fixture(autouse=True)
def global_context_untouched() -> Any:
    before = mpmath.mp.prec
    yield
    assert mpmath.mp.prec == before


# The oracle: every configuration of the ring, and 2 x 2 matrices for the target.


@lru_cache
def configurations(N: int) -> tuple[tuple[int, int, int], ...]:
    """(m, sum of bonds, number of configurations), by listing all of them."""
    counts: Counter[tuple[int, int]] = Counter()
    for spins in product((1, -1), repeat=N):
        counts[sum(spins), sum(spins[k] * spins[(k + 1) % N] for k in range(N))] += 1
    return tuple((m, bonds, count) for (m, bonds), count in counts.items())


def number(ctx: Any, text: str) -> Any:
    """A rational, sqrt(rational) or a sum of rationals in the tests' texts as a float."""
    if " + " in text:
        return sum(number(ctx, part) for part in text.split(" + "))
    if text.startswith("sqrt("):
        return ctx.sqrt(number(ctx, text[5:-1]))
    value = Fraction(text)
    return ctx.mpf(value.numerator) / value.denominator


def thermal_matrices(ctx: Any, N: int, values: dict[str, str], beta: Any, shift: Any) -> list[Any]:
    """Sums of exp(-beta H), H exp(-beta H), H**2 exp(-beta H) over the sources, times exp(beta shift)."""
    omega, omega_a, gamma, J = (number(ctx, values[name]) for name in ("omega", "omega_a", "gamma", "J"))
    sums = [ctx.matrix(2, 2) for _ in range(3)]
    for m, bonds, count in configurations(N):
        constant = omega_a * m / 2 - J * bonds
        h = ctx.matrix([[omega / 2, gamma * m], [gamma * m, -omega / 2]])
        half = ctx.sqrt(omega**2 / 4 + (gamma * m) ** 2)
        cosh, sinh = ctx.cosh(beta * half), ctx.sinh(beta * half)
        boltzmann = ctx.eye(2) * cosh - (h * (sinh / half) if half else ctx.matrix(2, 2))
        term = boltzmann * (count * ctx.exp(-beta * (constant - shift)))
        for power in range(3):
            sums[power] += term
            term = (h + ctx.eye(2) * constant) * term
    return sums


def oracle(N: int, values: dict[str, str], beta_text: str) -> tuple[Any, dict[str, Any]]:
    """All quantities from the definitions, at a precision that outlasts every cancellation."""
    size = (sum(abs(float(number(fresh(53), v))) for v in values.values()) + 1) * N
    beta_size = float(Fraction(beta_text))
    ctx = fresh(2400 + int(9 * beta_size * size))
    beta = number(ctx, beta_text)
    M, HM, HHM = thermal_matrices(ctx, N, values, beta, ctx.mpf(0))
    Z, X = M[0, 0] + M[1, 1], 2 * M[0, 1]
    HZ, HX = HM[0, 0] + HM[1, 1], 2 * HM[0, 1]
    energy = HZ / Z
    rho = M / Z
    x, z = X / Z, rho[0, 0] - rho[1, 1]
    r = ctx.sqrt(x * x + z * z)
    omega = number(ctx, values["omega"])

    def shannon(p: Any) -> Any:
        return -p * ctx.ln(p) - (1 - p) * ctx.ln(1 - p)

    slope = (-HX * Z + X * HZ) / Z**2 * ctx.sign(x)
    magnetization = (
        sum(
            m
            * count
            * ctx.exp(-beta * (number(ctx, values["omega_a"]) * m / 2 - number(ctx, values["J"]) * bonds))
            * 2
            * ctx.cosh(beta * ctx.sqrt(omega**2 / 4 + (number(ctx, values["gamma"]) * m) ** 2))
            for m, bonds, count in configurations(N)
        )
        / Z
    )
    return ctx, {
        "partition-function": Z,
        "log-partition-function": ctx.ln(Z),
        "free-energy": -ctx.ln(Z) / beta,
        "energy": energy,
        "entropy": ctx.ln(Z) + beta * energy,
        "heat-capacity": beta**2 * ((HHM[0, 0] + HHM[1, 1]) / Z - energy**2),
        "magnetization": magnetization,
        "coherence": abs(x),
        "population-excited": rho[0, 0],
        "population-ground": rho[1, 1],
        "bloch-x": x,
        "bloch-z": z,
        "purity": (rho * rho)[0, 0] + (rho * rho)[1, 1],
        "target-entropy": shannon((1 - r) / 2),
        "relative-entropy-of-coherence": shannon(rho[0, 0]) - shannon((1 - r) / 2),
        "quantum-fisher-information": x * x,
        "ergotropy": omega / 2 * z + omega / 2 * r,
        "coherence-derivative": -(beta**2) * slope,
    }


def assert_rounds(ctx: Any, value: Any, result: tuple[int, int, int], digits: int, label: str) -> None:
    """`result` is the nearest decimal to `value`, which the oracle knows far better."""
    sign, coefficient, exponent = result
    assert 10 ** (digits - 1) <= coefficient < 10**digits, label
    unit = ctx.mpf(10) ** (exponent - digits + 1)
    distance = abs(sign * coefficient * unit - value) / unit
    assert distance <= 0.5 + 1e-6, f"{label}: {result} is {ctx.nstr(distance, 5)} units from {ctx.nstr(value, 20)}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    N: int
    values: dict[str, str]
    beta: str

    @property
    def model(self) -> Model:
        return Model(N=self.N, **self.values)


def case(N: int, omega: str, omega_a: str, gamma: str, J: str, beta: str) -> Case:
    return Case(N=N, values={"omega": omega, "omega_a": omega_a, "gamma": gamma, "J": J}, beta=beta)


def random_case(rng: random.Random, betas: list[str]) -> Case:
    return case(
        rng.randint(1, 8),
        rng.choice(["1", "1", "0", "1/3", "1e-6", "sqrt(2)"]),
        rng.choice(["0.7", "-1.3", "1e-10", "-1/50", "2", "sqrt(3)"]),
        rng.choice(["0.3", "-1.1", "1e-9", "2", "1/7"]),
        rng.choice(["0", "0.37", "-0.274", "2", "-1.5", "-1e-12", "1/9"]),
        rng.choice(betas),
    )


def assert_all_quantities(item: Case, digits: int = 30, with_ground: bool = True) -> None:
    ctx, expected = oracle(item.N, item.values, item.beta)
    ground = ground_manifold(item.model) if with_ground else None
    compared = 0
    for quantity, value in expected.items():
        if abs(value) < ctx.ldexp(1, -ctx.prec // 2):
            assert item.values["omega"] == "0" and quantity in ("bloch-z", "ergotropy"), (item, quantity)
            continue
        result = evaluate_mpmath(item.model, quantity, exact(item.beta), digits, CEILING, ground=ground)
        assert_rounds(ctx, value, result, digits, f"{item} {quantity}")
        compared += 1
    assert compared >= 16


@pytest.mark.parametrize("seed", range(40))
def test_all_quantities_against_every_configuration(seed: int) -> None:
    assert set(oracle(1, {"omega": "1", "omega_a": "1", "gamma": "1", "J": "1"}, "1")[1]) == set(QUANTITIES)
    assert_all_quantities(random_case(random.Random(seed), ["1e-30", "1e-3", "1", "1", "7/3", "50"]), with_ground=seed % 2 == 0)


COLD = [
    case(4, "1", "0.7", "0.3", "-0.274", "400"),
    case(4, "1", "-0.7", "-0.3", "0.2", "300"),
    case(5, "1", "0.7", "0.3", "-1", "300"),
    case(6, "0", "0.7", "0.3", "-1", "200"),
    case(1, "1", "1e-6", "2", "3", "300"),
    case(3, "1e-6", "0.2", "0.3", "0", "400"),
]
TIED = [
    case(4, "1", "7/10", "1/6", "-13/60", "200"),
    case(4, "1", "7/10", "1/6", "-13/60", "1e-3"),
    case(5, "0", "1/2", "1/4", "-1/4", "100"),
    case(6, "0", "-1/2", "1/4", "-1/4", "1/10"),
]
BESIDE = [
    case(4, "1", "7/10", "1/6", f"-13/60 + {distance}", beta)
    for distance, beta in (("1e-50", "400"), ("-1e-50", "2"), ("1e-300", "100"), ("-1e-5000", "100"))
]


@pytest.mark.parametrize("item", COLD + TIED + BESIDE, ids=lambda item: f"N{item.N}-beta{item.beta}")
def test_cold_tied_and_nearly_tied(item: Case) -> None:
    assert_all_quantities(item)


def test_the_tied_cases_are_ties() -> None:
    assert all(len({level.m for level in ground_manifold(item.model).levels}) > 1 for item in TIED)


def test_an_undecided_tie_is_harmless_when_warm_and_refused_when_cold() -> None:
    warm, cold = TIED[1], TIED[0]
    assert_all_quantities(warm, with_ground=False)
    with pytest.raises(NotCertified, match="none of 20 digits .* raise the precision"):
        evaluate_mpmath(cold.model, "heat-capacity", exact("1e6"), 20, 20_000)


def test_a_tie_narrowly_missed_is_not_taken_for_a_tie() -> None:
    """Two precisions that both round J to the critical line agree on a wrong value: the gap says so."""
    beside = Model(N=4, omega_a="7/10", gamma="1/6", J="-13/60 + 1e-12000")
    assert evaluate_mpmath(beside, "coherence", exact("1e20000"), 8, CEILING) == (1, 80000000, -1)
    # omega = 0: the sectors u = 4, 2, 0 with 1, 4, 4 states at 0, 4 d, 8 d, and all else frozen out.
    beside = Model(N=4, omega=0, omega_a="1/2", gamma="1/4", J="-1/4 + 1e-12000")
    result = evaluate_mpmath(beside, "heat-capacity", exact("200000"), 8, CEILING, ground=ground_manifold(beside))
    assert result == (1, 28444444, 1 - 24000 + 10)  # (beta d)**2 Var = 4e10 * 64/9 * 1e-24000


EXTREME = [
    (2, "1", "1e-30", "1e30", "1e30", "1e-15"),
    (3, "1e-30", "1e30", "1e-30", "-1e3", "1e-31"),
    (5, "1e5", "-1e-30", "1e-30", "300", "1e-4"),
    (6, "1", "1", "1e-30", "-300", "2"),
    (8, "1e-20", "1e-20", "1e-20", "-1e-20", "1e-30"),
]


@pytest.mark.parametrize("values", EXTREME)
def test_extreme_scales(values: tuple[int, str, str, str, str, str]) -> None:
    item = case(*values)
    size = sum(abs(Fraction(v)) for v in item.values.values()) * item.N * Fraction(item.beta)
    if size < 10**5:
        assert_all_quantities(item)
        return
    # Out of the oracle's reach: the scaling relation, energies times s and beta over s.
    scaled = case(item.N, *(str(Fraction(v) / 10**30) for v in (*item.values.values(), str(Fraction(item.beta) * 10**60))))
    for quantity in QUANTITIES:
        left = evaluate_mpmath(item.model, quantity, exact(item.beta), 40, CEILING)
        right = evaluate_mpmath(scaled.model, quantity, exact(scaled.beta), 40, CEILING)
        power = {"energy": 30, "free-energy": 30, "ergotropy": 30, "coherence-derivative": -30}.get(quantity, 0)
        assert left == (right[0], right[1], right[2] + power), quantity


FRUGAL = [
    case(4, "1", "7/10", "1/6", "-13/60", "1e5"),
    case(5, "0", "1/2", "1/4", "-1/4", "1e5"),
    case(8, "1", "0.7", "0.3", "0.2", "1e-60"),
    case(6, "1e-40", "0.7", "0.3", "-0.2", "2"),
    case(6, "1", "1e-40", "1e-40", "-0.2", "2"),
    case(7, "1", "0.7", "0.3", "1e-50", "1e-12"),
    case(3, "1", "1e40", "1e40", "1e-40", "1e-35"),
    case(4, "1", "0.7", "0.3", "-0.274", "1e12"),
]


@pytest.mark.parametrize("item", FRUGAL, ids=lambda item: f"N{item.N}-beta{item.beta}")
def test_no_precision_is_wasted(item: Case) -> None:
    """30 digits are 100 bits: the guard, never the cancellation, sets the precision."""
    ground = ground_manifold(item.model)
    for quantity, value in oracle_free_quantities(item):
        if quantity != "energy":
            assert evaluate_mpmath(item.model, quantity, exact(item.beta), 30, 340, ground=ground) == value, quantity


def oracle_free_quantities(item: Case) -> list[tuple[str, tuple[int, int, int]]]:
    """Every quantity at 2,000 bits and more, for those that do not vanish."""
    zero = ("bloch-z", "ergotropy") if item.values["omega"] == "0" else ()
    ground, beta = ground_manifold(item.model), exact(item.beta)
    return [(q, _cut(evaluate_mpmath(item.model, q, beta, 600, CEILING, ground=ground))) for q in QUANTITIES if q not in zero]


def _cut(result: tuple[int, int, int]) -> tuple[int, int, int]:
    """600 digits cut down to 30."""
    sign, coefficient, exponent = result
    short = round(Fraction(coefficient, 10**570))
    return (sign, short, exponent) if short < 10**30 else (sign, short // 10, exponent + 1)


# Far below the oracle's reach: leading terms and closed forms.


@pytest.mark.parametrize("beta", ["1e6", "1e9", "1e12"])
def test_frozen_out_entropy_heat_capacity_and_slope(beta: str) -> None:
    """N = 2, J > 0: the first level above the aligned ground state flips the sources, or lifts the branch."""
    model = Model(N=2, omega="3/5", omega_a="1/10", gamma="1/5", J="3")  # S_2 = 1, slope 4/5.
    ctx = fresh(400)
    T = 1 / number(ctx, beta)
    gap = number(ctx, "2/10")  # both sources over: cost omega_a N, and the slope changes sign.
    small = ctx.exp(-gap / T)
    ground = ground_manifold(model)
    expected = {
        "entropy": small * (1 + gap / T),
        "heat-capacity": (gap / T) ** 2 * small,
        "coherence-derivative": -number(ctx, "8/5") * gap / T**2 * small,
    }
    for quantity, value in expected.items():
        assert_rounds(ctx, value, evaluate_mpmath(model, quantity, exact(beta), 20, CEILING, ground=ground), 20, quantity)


@pytest.mark.parametrize("J", ["-300", "-1/50", "0", "1/50", "300"])
@pytest.mark.parametrize("beta", ["1e-2", "1/3", "9"])
def test_closed_form_without_target_gap(J: str, beta: str) -> None:
    """omega = 0: Z = L(h_0 + beta gamma) + L(h_0 - beta gamma), L the trace of the transfer matrix to the N."""
    N, ctx = 61, fresh(60_000)
    b, h, g, K = (number(ctx, text) for text in (beta, "1/7", "1/11", J))
    plus, minus = (_ring_trace(ctx, N, b * K, b * (h / 2 + s * g)) for s in (1, -1))
    model = Model(N=N, omega=0, omega_a="1/7", gamma="1/11", J=J)
    assert_rounds(ctx, plus + minus, evaluate_mpmath(model, "partition-function", exact(beta), 50, CEILING), 50, "Z")
    value = (plus - minus) / (plus + minus)
    assert_rounds(ctx, value, evaluate_mpmath(model, "coherence", exact(beta), 50, CEILING), 50, "C")


def _ring_trace(ctx: Any, N: int, K: Any, h: Any) -> Any:
    T = ctx.matrix([[ctx.exp(K + h), ctx.exp(-K)], [ctx.exp(-K), ctx.exp(K - h)]])
    power = T**N
    return power[0, 0] + power[1, 1]


def test_free_ring_magnetization_at_large_N() -> None:
    """gamma = 0: the target decouples, and <M> is the derivative of the transfer matrix."""
    N, ctx = 200, fresh(4000)
    K, h = number(ctx, "-3/10"), number(ctx, "1/4")
    r = ctx.sqrt(ctx.sinh(h) ** 2 + ctx.exp(-4 * K))
    up, down = ctx.exp(K) * (ctx.cosh(h) + r), ctx.exp(K) * (ctx.cosh(h) - r)
    value = -N * ctx.sinh(h) / r * (up**N - down**N) / (up**N + down**N)
    model = Model(N=N, omega_a="1/2", gamma=0, J="-3/10")
    assert_rounds(ctx, value, evaluate_mpmath(model, "magnetization", exact("1"), 60, CEILING), 60, "M")


# Dense matrices.


DENSE = [(1, (1.0, 0.5, 0.3, 0.2), 1.3), (3, (1.0, -0.5, 0.3, -0.25), 2.0), (4, (0.5, 0.75, -0.4, 0.125), 0.7)]


@pytest.mark.parametrize(("N", "values", "beta"), DENSE)
def test_dense_diagonalisation(N: int, values: tuple[float, ...], beta: float) -> None:
    omega, omega_a, gamma, J = values
    up, flip = np.diag([1.0, -1.0]), np.array([[0.0, 1.0], [1.0, 0.0]])

    def at(site: int, operator: Any) -> Any:
        factors = [operator if k == site else np.eye(2) for k in range(N + 1)]
        result = factors[0]
        for factor in factors[1:]:
            result = np.kron(result, factor)
        return result

    M = sum(at(k, up) for k in range(1, N + 1))
    bonds = sum(at(k, up) @ at(k % N + 1, up) for k in range(1, N + 1))
    H = omega / 2 * at(0, up) + omega_a / 2 * M + gamma * at(0, flip) @ M - J * bonds
    energies, vectors = np.linalg.eigh(H)
    weights = np.exp(-beta * energies)
    rho = (vectors * (weights / weights.sum())) @ vectors.T
    expected = {
        "partition-function": weights.sum(),
        "energy": (H @ rho).trace(),
        "magnetization": (M @ rho).trace(),
        "bloch-x": (at(0, flip) @ rho).trace(),
        "bloch-z": (at(0, up) @ rho).trace(),
        "heat-capacity": beta**2 * ((H @ H @ rho).trace() - (H @ rho).trace() ** 2),
        "entropy": np.log(weights.sum()) + beta * (H @ rho).trace(),
    }
    texts = [str(Fraction(v).limit_denominator(1000)) for v in values]
    model = Model(N=N, omega=texts[0], omega_a=texts[1], gamma=texts[2], J=texts[3])
    for quantity, value in expected.items():
        sign, coefficient, exponent = evaluate_mpmath(model, quantity, exact(str(Fraction(beta).limit_denominator(1000))), 15, CEILING)
        assert sign * coefficient * 10.0 ** (exponent - 14) == pytest.approx(value, rel=1e-11), quantity


# The ground state.


GROUND = [
    (4, "1", "7/10", "1/6", "-13/60"),
    (4, "1", "-7/10", "1/6", "-1"),
    (5, "1", "7/10", "-1/6", "-1"),
    (5, "1", "7/10", "1/6", "1/4"),
    (6, "0", "1/2", "1/4", "-1/4"),
    (1, "1", "1", "1", "5"),
    (3, "1", "0", "2", "1"),
    (2, "0", "0", "0", "-1"),
]


@pytest.mark.parametrize("values", GROUND)
def test_ground_state_against_every_configuration(values: tuple[int, str, str, str, str]) -> None:
    N, *texts = values
    ctx = fresh(400)
    omega, omega_a, gamma, J = (number(ctx, text) for text in texts)
    energies: list[tuple[Any, int, tuple[Any, Any, int]]] = []
    for m, bonds, count in configurations(N):
        half = ctx.sqrt(omega**2 / 4 + (gamma * m) ** 2)
        for branch in (-1, 1):
            x, z = (branch * gamma * m / half, branch * omega / 2 / half) if half else (ctx.mpf(0), ctx.mpf(0))
            energies.append((omega_a * m / 2 - J * bonds + branch * half, count, (x, z, m)))
    lowest = min(entry[0] for entry in energies)
    tied = [entry for entry in energies if entry[0] - lowest < 1e-60]
    count = sum(entry[1] for entry in tied)
    x, z, m = (sum((ctx.mpf(entry[1]) * entry[2][i] for entry in tied), ctx.mpf(0)) / count for i in range(3))
    r = ctx.sqrt(x * x + z * z)

    def shannon(p: Any) -> Any:
        return sum(-q * ctx.ln(q) for q in (p, 1 - p) if q > 1e-60)

    expected = {
        "energy": lowest,
        "free-energy": lowest,
        "entropy": ctx.ln(count),
        "heat-capacity": ctx.mpf(0),
        "coherence-derivative": ctx.mpf(0),
        "magnetization": m,
        "coherence": abs(x),
        "bloch-x": x,
        "bloch-z": z,
        "population-excited": (1 + z) / 2,
        "population-ground": (1 - z) / 2,
        "purity": (1 + r * r) / 2,
        "target-entropy": shannon((1 - r) / 2),
        "relative-entropy-of-coherence": shannon((1 + z) / 2) - shannon((1 - r) / 2),
        "quantum-fisher-information": x * x,
        "ergotropy": omega / 2 * (r + z),
    }
    model = Model(N=N, omega=texts[0], omega_a=texts[1], gamma=texts[2], J=texts[3])
    ground = ground_manifold(model)
    for quantity, value in expected.items():
        result = evaluate_mpmath(model, quantity, None, 40, CEILING, ground=ground)
        if abs(value) < 1e-60:
            assert result == (0, 0, 0), quantity
        else:
            assert_rounds(ctx, value, result, 40, quantity)


def test_critical_ground_coherence_is_four_fifteenths() -> None:
    model = TIED[0].model
    assert evaluate_mpmath(model, "coherence", None, 6, CEILING, ground=ground_manifold(model)) == (1, 266667, -1)


def test_a_ground_energy_that_nearly_cancels_is_not_zero() -> None:
    """N = 1: E_0 = -(omega_a + S_1)/2 - J, here 1e-500."""
    model = Model(N=1, omega="3/5", omega_a=1, gamma="2/5", J="-1 + 1e-500")
    assert evaluate_mpmath(model, "energy", None, 5, CEILING, ground=ground_manifold(model)) == (-1, 10000, -500)


def test_what_has_no_ground_value() -> None:
    model = COLD[0].model
    with pytest.raises(InputError, match="`beta` must be finite for the partition-function, but is oo"):
        evaluate_mpmath(model, "partition-function", None, 10, CEILING, ground=ground_manifold(model))
    with pytest.raises(NotCertified, match="was not decided"):
        evaluate_mpmath(model, "coherence", None, 10, CEILING)
    with pytest.raises(InputError, match="`quantity` must be one of .* but is 'coherance'"):
        evaluate_mpmath(model, "coherance", None, 10, CEILING)


# The parts.


@pytest.mark.parametrize("ferromagnetic", [True, False])
@pytest.mark.parametrize("N", range(1, 11))
def test_domain_sums_against_every_configuration(N: int, ferromagnetic: bool) -> None:
    ctx = context(200)
    for y in (Fraction(1), Fraction(1, 3), Fraction(1, 10**40)):
        for u in range(N, -1, -2):
            levels = [(bonds, count) for m, bonds, count in configurations(N) if m == u]
            best = max(b for b, _ in levels) if ferromagnetic else min(b for b, _ in levels)
            terms = [(abs(b - best) // 4, count) for b, count in levels]
            sums = domain_sums(ctx, N, u, ctx.mpf(y.numerator) / y.denominator, ferromagnetic=ferromagnetic)
            assert sums.first == sum(count for j, count in terms if j == 0)
            for power, value in ((0, sums.tail), (1, sums.moment), (2, sums.square)):
                true = sum((count * y**j * j**power for j, count in terms if j), Fraction(0))
                assert abs(value - ctx.mpf(true.numerator) / true.denominator) <= value * ctx.ldexp(1, -190)


@pytest.mark.parametrize("y", [Fraction(1), Fraction(1, 7), Fraction(999, 1000)])
def test_sector_weights_against_the_transfer_matrix(y: Fraction) -> None:
    """Tr (transfer matrix)**N as a polynomial in z, by the power sums of its eigenvalues, exactly."""
    ctx, size = context(300), 40
    # exp(2 beta J) = 1/s with s**2 = y: eigenvalue sum 1 + z and product z (1 - y), times exp(beta J).
    powers = [[Fraction(2)], [Fraction(1), Fraction(1)]]
    for _ in range(2, size + 1):
        last, before = powers[-1], powers[-2]
        grown = [Fraction(0)] * (len(last) + 1)
        for k, c in enumerate(last):
            grown[k] += c
            grown[k + 1] += c
        for k, c in enumerate(before):
            grown[k + 1] -= (1 - y) * c
        powers.append(grown)
    for N in (2, 3, 17, 40):
        for k in range(N + 1):
            u, true = abs(2 * k - N), powers[N][k]
            sums = domain_sums(ctx, N, u, ctx.mpf(y.numerator) / y.denominator, ferromagnetic=True)
            lowest = 0 if u == N else 1  # exp(beta J (N - 4n)) = exp(beta J N) y**n
            value = (sums.first + sums.tail) * (ctx.mpf(y.numerator) / y.denominator) ** lowest
            assert abs(value - ctx.mpf(true.numerator) / true.denominator) <= value * ctx.ldexp(1, -285)


def test_gaps_keep_their_accuracy_beside_a_critical_line() -> None:
    distance = Fraction(1, 10**700)
    model = Model(N=4, omega_a="7/10", gamma="1/6", J=str(Fraction(-13, 60) + distance))
    par = parameters(model, 100, CEILING)
    gap = gaps(model, par, 4, frozenset())[0]
    true = 8 * distance  # E(0) - E(4) has the slope 2N in J.
    assert gap.error == 0
    assert abs(gap.value * 10**700 - 8) < par.ctx.ldexp(1, -80), true


@pytest.mark.parametrize("seed", range(4))
def test_rounding_near_ties(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(500):
        digits = rng.choice([1, 2, 3, 16, 50])
        coefficient = rng.randint(10 ** (digits - 1), 10**digits - 1)
        power = rng.choice([0, 3, -3, -40, 40, -digits + 1])
        tie = (Fraction(coefficient) + Fraction(1, 2)) * Fraction(10) ** power
        exponent = -rng.choice([250, 300, 900])
        mantissa = round(tie / Fraction(2) ** exponent) + rng.choice([-1, 0, 0, 1])
        value = mantissa * Fraction(2) ** exponent
        sign = rng.choice([1, -1])
        result = rounded(Binary(mantissa=sign * mantissa, exponent=exponent), digits)
        assert result[0] == sign
        assert (result[1], result[2]) == _by_fractions(value, digits)


def _by_fractions(value: Fraction, digits: int) -> tuple[int, int]:
    place = 0
    while value >= Fraction(10) ** (place + 1):
        place += 1
    while value < Fraction(10) ** place:
        place -= 1
    coefficient = round(value / Fraction(10) ** (place - digits + 1))  # round() is half-even
    return (coefficient // 10, place + 1) if coefficient == 10**digits else (coefficient, place)


def test_rounding_of_huge_exponents_and_of_many_digits() -> None:
    near = rounded(Binary(mantissa=3, exponent=2**22), 30)
    ctx = fresh(300)
    assert_rounds(ctx, 3 * ctx.ldexp(1, 2**22), near, 30, "exact")
    for exponent in (2**40, -(2**40), 10**15, -(2**59)):
        result = rounded(Binary(mantissa=3, exponent=exponent), 30)
        logarithm = (ctx.ln(3) + exponent * ctx.ln(2)) / ctx.ln(10)
        assert result[2] == int(ctx.floor(logarithm))
        assert abs(result[1] / ctx.mpf(10) ** 29 - ctx.mpf(10) ** (logarithm - result[2])) < 1e-28
    digits = 20_000
    whole = 7**25_000
    result = rounded(Binary(mantissa=whole, exponent=0), digits)
    shift = 10 ** (result[2] - digits + 1)
    assert result[1] == (2 * whole + shift) // (2 * shift)


def test_agreement_counts_bits() -> None:
    one = Binary(mantissa=1, exponent=0)
    assert agreement(one, Binary(mantissa=2**50 + 1, exponent=-50)) in (49, 50)
    assert agreement(one, Binary(mantissa=-1, exponent=0)) == 0
    assert agreement(one, Binary(mantissa=1, exponent=10**15)) == 0
    assert agreement(None, one) == 0
    assert agreement(one, one) > 10**6


NEAR_ROOT = isqrt(2 * 10**600)
NEAR_SUM = NEAR_ROOT + isqrt(3 * 10**600)


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("pi/4", lambda c: c.pi / 4),
        ("sqrt(2)/3 - exp(-1)*log(3)**2", lambda c: c.sqrt(2) / 3 - c.exp(-1) * c.ln(3) ** 2),
        ("2**(1/3)/(1+sqrt(5))", lambda c: c.cbrt(2) / (1 + c.sqrt(5))),
        (f"sqrt(2) - {NEAR_ROOT}/10**300", lambda c: c.sqrt(2) - c.mpf(NEAR_ROOT) / c.mpf(10) ** 300),
        (f"sqrt(2) + sqrt(3) - {NEAR_SUM}/10**300", lambda c: c.sqrt(2) + c.sqrt(3) - c.mpf(NEAR_SUM) / c.mpf(10) ** 300),
        ("log(sqrt(4+1e-300)-2)", lambda c: c.ln(c.sqrt(4 + c.mpf(10) ** -300) - 2)),
        ("log(1+1e-500)", lambda c: c.ln(1 + c.mpf(10) ** -500)),
        ("1e400*log(1+1e-400) - 1", lambda c: c.mpf(10) ** 400 * c.ln(1 + c.mpf(10) ** -400) - 1),
        ("(sqrt(4+1e-300)-2)*pi", lambda c: (c.sqrt(4 + c.mpf(10) ** -300) - 2) * c.pi),
        ("-7e-30", lambda c: -7 * c.mpf(10) ** -30),
    ],
)
def test_exact_numbers_keep_their_relative_accuracy(text: str, expression: Any) -> None:
    ctx, fine = context(150), fresh(4000)
    value, true = to_float(ctx, exact(text), CEILING), expression(fine)
    assert abs(fine.mpf(value) - true) <= abs(true) * fine.ldexp(1, -147)


# Refusals.


def test_an_exact_tie_of_roundings_is_refused_and_named() -> None:
    """N = 1, omega = 4/5, omega_a = 1, gamma = 3/10, J = 0, beta = log 3: C = 0.15 exactly."""
    model, beta = Model(N=1, omega="4/5", omega_a=1, gamma="3/10"), exact("log(3)")
    assert evaluate_mpmath(model, "coherence", beta, 2, CEILING) == (1, 15, -1)
    with pytest.raises(NotCertified, match="between two decimals 1e-1 and 2e-1 of 1 digits"):
        evaluate_mpmath(model, "coherence", beta, 1, CEILING)


def test_the_ceiling_and_what_was_reached() -> None:
    model = COLD[0].model
    with pytest.raises(NotCertified, match="The coherence has none of 50 digits and asks for [0-9]+ bits, above the ceiling of 200: raise"):
        evaluate_mpmath(model, "coherence", exact("1"), 50, 200)
    with pytest.raises(NotCertified, match="The energy agreed to about [1-9][0-9]* of 40 digits and asks for [0-9]+ bits, above"):
        evaluate_mpmath(model, "energy", exact("1e-40"), 40, 350)
    assert evaluate_mpmath(model, "energy", exact("1e-90"), 6, CEILING) == (-1, 140030, -90)


def test_a_value_close_to_a_tie_is_settled_by_more_precision() -> None:
    """N = 1, omega = omega_a = J = 0: -E = gamma tanh(beta gamma), just below 0.35 beta."""
    model = Model(N=1, omega=0, omega_a=0, gamma="sqrt(35)/10")
    for power in (10, 30, 900):
        assert evaluate_mpmath(model, "energy", exact(f"1e-{power}"), 1, CEILING) == (-1, 3, -power - 1)


def test_exponents_beyond_every_bound_are_refused() -> None:
    model = COLD[0].model
    with pytest.raises(NotCertified, match="binary exponent beyond 2\\*\\*60"):
        evaluate_mpmath(model, "entropy", exact("1e30"), 10, CEILING)
    with pytest.raises(NotCertified, match="ask for the log-partition-function"):
        evaluate_mpmath(model, "partition-function", exact("1e30"), 10, CEILING)
    assert evaluate_mpmath(model, "coherence", exact("1e300"), 6, CEILING, ground=ground_manifold(model)) == (1, 923077, -1)
    assert evaluate_mpmath(model, "energy", exact("1e300"), 6, CEILING, ground=ground_manifold(model)) == (-1, 160400, 0)
    with pytest.raises(NotCertified, match="stops at N = 20000, but N is 1000000"):
        evaluate_mpmath(Model(N=10**6, omega_a=1, gamma=1), "coherence", exact("1"), 10, CEILING)


def test_an_undecided_sign_is_refused() -> None:
    hidden: Exact = exact("exp(log(2)/2)*exp(log(2)/2) - 2")
    model = Model(N=2, omega_a=hidden, gamma=1)
    with pytest.raises(NotCertified, match="not decided|not resolved"):
        evaluate_mpmath(model, "bloch-x", exact("1"), 10, 2**14)


def test_many_digits_begin_with_the_few() -> None:
    model, beta = COLD[0].model, exact("2")
    many = evaluate_mpmath(model, "coherence", beta, 5000, CEILING)
    few = evaluate_mpmath(model, "coherence", beta, 100, CEILING)
    assert many[2] == few[2]
    assert abs(many[1] - few[1] * 10**4900) <= 10**4900 // 2


def test_a_tiny_coherence_has_all_its_digits() -> None:
    """N even, J -> -oo: C falls like exp(4 beta J), here to about 10**(-10**6)."""
    model, ctx = Model(N=2, omega="3/5", omega_a="1/10", gamma="1/5", J="-575646"), fresh(400)
    sinh, cosh = ctx.sinh(number(ctx, "1/10")), ctx.cosh(number(ctx, "1/10"))
    del cosh
    numerator = 4 * number(ctx, "4/5") * sinh * ctx.sinh(number(ctx, "1/2"))
    value = numerator / (4 * ctx.cosh(number(ctx, "3/10"))) * ctx.exp(-4 * 575646)
    assert_rounds(ctx, value, evaluate_mpmath(model, "coherence", exact("1"), 50, CEILING), 50, "C")
