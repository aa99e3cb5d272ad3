"""The oracles against each other: routes that share no code must agree before they may judge."""

from __future__ import annotations

import ast
import math
from fractions import Fraction
from pathlib import Path

import pytest
from flint import fmpq

from oracles import dense, ground, omega_zero, quadrature, states, transfer
from oracles.numbers import MP, QUANTITIES, Undecided, layout, number, numbers, precision, rounded
from reliability.balls import parts
from reliability.sampling import generator, point, vanishes
from symcoh.exactnumbers import exact
from symcoh.model import Model


def test_the_oracles_never_import_what_they_judge() -> None:
    allowed = {"symcoh.model", "symcoh.exactnumbers"}
    for path in Path(__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = (
                [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else [a.name for a in node.names]
                if isinstance(node, ast.Import)
                else []
            )
            assert all(not name.startswith("symcoh") or name in allowed for name in names), (path.name, names)


@pytest.mark.parametrize("size", range(1, 14))
def test_enumeration_walks_and_compositions_count_the_same(size: int) -> None:
    assert states.levels(size) == transfer.walk_levels(size) == transfer.domain_levels(size)
    assert sum(number for _, _, number in states.levels(size)) == 2**size


@pytest.mark.parametrize("size", [20, 41, 60])
def test_walks_and_compositions_count_the_same_on_larger_rings(size: int) -> None:
    assert transfer.walk_levels(size) == transfer.domain_levels(size)


@pytest.mark.parametrize("size", [1, 2, 3, 4, 7, 12, 25, 64, 101])
@pytest.mark.parametrize("x", [fmpq(0), fmpq(1), fmpq(1, 3), fmpq(7, 2), fmpq(1, 10**6)])
def test_power_sums_agree_with_compositions(size: int, x: fmpq) -> None:
    found = [fmpq(0)] * (size + 1)
    for m, bond, degeneracy in transfer.domain_levels(size):
        found[(m + size) // 2] += degeneracy * x ** ((size - bond) // 4)
    assert transfer.rational_weights(size, x) == found


@pytest.mark.parametrize(("size", "coupling"), [(1, "1/3"), (2, "-2"), (30, "0.01"), (61, "-7"), (40, "5"), (12, "3e7"), (11, "-3e8")])
def test_positive_walk_agrees_with_compositions(size: int, coupling: str) -> None:
    with precision(300):
        value = number(exact(coupling))
        found = transfer.weights(size, value, 300)
        for k, weight in enumerate(found):
            rows = [(bond, g) for m, bond, g in transfer.domain_levels(size) if m == 2 * k - size]
            direct = sum(g * MP.exp(value * bond - abs(value) * size) for bond, g in rows)
            assert abs(weight - direct) <= direct * MP.mpf(2) ** -240


def test_two_hundred_states_agree_with_dense_matrices() -> None:
    rng, seen = generator("dense"), 0
    while seen < 60:
        at = point(rng, 6, zeros=True, decades=2, low=-1, high=1)
        if any(value.rational is None for value in (at.model.omega, at.model.omega_a, at.model.gamma, at.model.J)):
            continue
        with precision(100):
            size = float(numbers(at.model, at.beta).scale * numbers(at.model, at.beta).beta)
        if size > 300:
            continue
        seen += 1
        blind = dense.quantities(at.model, float(Fraction(at.beta)))
        known = states.quantities(at.model, at.beta, 20, [name for name in QUANTITIES if not vanishes(at.model, name)])
        for name in QUANTITIES:
            value = float(known.get(name, 0))
            if name == "partition-function":
                value, found = math.log(value), math.log(blind[name])
            else:
                found = blind[name]
            beta = float(Fraction(at.beta))
            scale = 1 + size**2 + abs(value) * (1 + size) + (1 / beta + beta**2 * size) * (name in ("free-energy", "coherence-derivative"))
            assert abs(found - value) < 1e-11 * scale, f"{name} of {at}: {found} {value}"


def test_walk_sums_agree_with_states() -> None:
    rng = generator("walk sums")
    for _ in range(60):
        at = point(rng, 9, decades=8, low=-8, high=6)
        left = states.quantities(at.model, at.beta, 60, ("partition-function", "coherence"))
        right = transfer.partition_and_coherence(at.model, at.beta, 60)
        for name, value in left.items():
            assert rounded(value, 40) == rounded(right[name], 40), f"{name} of {at}"


def test_quadrature_and_complex_steps_agree_with_states() -> None:
    """In the warm, where the ends of the square root in l_+ lie far from the path."""
    rng, seen = generator("quadrature"), 0
    for size in range(1, 10):
        omega, omega_a, gamma, coupling = (rng.choice(("", "-" * (k > 0))) + f"{rng.uniform(0.1, 2):.3f}" for k in range(4))
        model = Model(N=size, omega=omega, omega_a=omega_a, gamma=gamma, J=coupling)
        beta = f"{rng.uniform(0.05, 0.8) / max(1, abs(float(coupling))):.3f}"
        for name, value in states.quantities(model, beta, 60).items():
            found = quadrature.value(model, name, beta, 120, 60.0)
            with precision(300):
                middle, radius = parts(found)
                assert abs(middle - value) <= radius + abs(value) * MP.mpf(2) ** -150, f"{name} of {model!r} at {beta}"
            assert found.rel_accuracy_bits() > 118
            seen += 1
    assert seen == 9 * len(QUANTITIES)


def test_closed_form_at_omega_zero_agrees_with_states() -> None:
    rng = generator("omega zero")
    for _ in range(80):
        base = point(rng, 9, decades=6, low=-6, high=2)
        at = Model(N=base.model.N, omega=0, omega_a=base.model.omega_a, gamma=base.model.gamma, J=base.model.J)
        found = omega_zero.quantities(at, base.beta, 60)
        for name, value in states.quantities(at, base.beta, 60, tuple(found)).items():
            assert rounded(value, 40) == rounded(found[name], 40), f"{name} of {at!r} at {base.beta}"


def test_sandwich_encloses_the_sum_over_states() -> None:
    rng = generator("sandwich")
    for _ in range(60):
        at = point(rng, 9, zeros=True, decades=6, low=-6, high=4)
        low, high = omega_zero.sandwich(at.model, at.beta, 200)
        value = states.quantities(at.model, at.beta, 60, ("log-partition-function",))["log-partition-function"]
        with precision(260):
            slack = (abs(value) + 1) * MP.mpf(2) ** -150
            assert low - slack <= value <= high + slack, str(at)


def test_the_ground_state_is_the_limit_of_the_thermal_state() -> None:
    for size in (1, 2, 3, 4, 5, 6):
        for j in ("0.4", "-0.2", "-3", "0"):
            model = Model(N=size, omega="0.9", omega_a="-0.6", gamma="0.35", J=j)
            limit = ground.quantities(model, 60)
            for name in ("bloch-x", "bloch-z", "purity", "energy", "magnetization", "population-excited", "population-ground", "ergotropy"):
                if abs(limit[name]) > 1e-40:
                    cold = states.quantities(model, "3000", 60, (name,))[name]
                    assert rounded(cold, 30) == rounded(limit[name], 30), f"{name} of {model!r}"


@pytest.mark.parametrize("size", [1, 2, 3, 6])
def test_derivatives_are_derivatives(size: int) -> None:
    model = Model(N=size, omega_a="0.7", gamma="-0.3", J="-0.21")
    step, beta = Fraction(1, 10**20), Fraction(7, 4)
    up, down = (states.quantities(model, 1 / (1 / beta + s), 60) for s in (step, -step))
    here = states.quantities(model, beta, 60)
    with precision(300):
        width = 2 * MP.mpf(step.numerator) / step.denominator
        pairs = (("energy", "heat-capacity", 1), ("coherence", "coherence-derivative", 1), ("free-energy", "entropy", -1))
        for name, derivative, sign in pairs:
            quotient = sign * (up[name] - down[name]) / width
            assert abs(quotient - here[derivative]) < MP.mpf(10) ** -36, name
        field = [states.quantities(Model(N=size, omega_a=Fraction(7, 10) + s, gamma="-0.3", J="-0.21"), beta, 60) for s in (step, -step)]
        slope = (field[0]["free-energy"] - field[1]["free-energy"]) / width
        assert abs(2 * slope - here["magnetization"]) < MP.mpf(10) ** -36


def test_rounding_agrees_with_integers() -> None:
    rng = generator("rounding")
    with precision(400):
        for _ in range(2000):
            numerator, denominator, digits = rng.randint(1, 10**12), rng.randint(1, 10 ** rng.randint(1, 24)), rng.randint(1, 30)
            value, exponent = Fraction(numerator, denominator), 0
            while value >= Fraction(10) ** (exponent + 1):
                exponent += 1
            while value < Fraction(10) ** exponent:
                exponent -= 1
            mantissa = round(value * Fraction(10) ** (digits - 1 - exponent))
            if mantissa == 10**digits:
                mantissa, exponent = mantissa // 10, exponent + 1
            try:
                assert rounded(MP.mpf(numerator) / denominator, digits) == layout(mantissa, digits, exponent)
            except Undecided:
                assert (2 * value * Fraction(10) ** (digits - 1 - exponent)).denominator == 1


@pytest.mark.parametrize(
    ("mantissa", "digits", "exponent", "text"),
    [
        (5, 1, -1, "0.5"),
        (50000, 5, -1, "0.50000"),
        (12, 2, -5, "0.000012"),
        (12, 2, -6, "1.2e-6"),
        (9, 1, -45, "9e-45"),
        (12, 2, 1, "12"),
        (12, 2, 2, "1.2e2"),
        (123, 3, 1, "12.3"),
    ],
)
def test_layout(mantissa: int, digits: int, exponent: int, text: str) -> None:
    assert layout(mantissa, digits, exponent) == text


def test_a_tie_is_refused() -> None:
    with pytest.raises(Undecided, match="tie"):
        rounded(MP.mpf(1) / 8, 2)


def test_surds_are_ordered_exactly() -> None:
    rng = generator("surds")
    for _ in range(2000):
        a, b = (Fraction(rng.randint(-99, 99), rng.randint(1, 20)) for _ in "ab")
        c, d = (Fraction(rng.randint(0, 99), rng.randint(1, 20)) for _ in "cd")
        with precision(200):
            low, high = (MP.mpf(p.numerator) / p.denominator - MP.sqrt(MP.mpf(q.numerator) / q.denominator) for p, q in ((a, c), (b, d)))
            gap = low - high
        wanted = 0 if abs(gap) < 1e-50 else 1 if gap > 0 else -1
        assert ground.exact_order((a, c), (b, d)) == wanted
    assert ground.exact_order((Fraction(1), Fraction(9)), (Fraction(0), Fraction(4))) == 0


def test_numbers_are_read_as_written() -> None:
    with precision(200):
        for text in ("0.7", "-7/3", "sqrt(2)/3", "pi/4", "exp(1)**2/3", "log(2)*sqrt(5)", "sqrt(2+sqrt(3))", "2**(1/3)"):
            value = exact(text)
            names = {"sqrt": MP.sqrt, "pi": MP.pi, "exp": MP.exp, "log": MP.log}
            known = eval(
                text.replace("7", "MP.mpf(7)").replace("1/3", "MP.mpf(1)/3").replace("0.MP.mpf(7)", "MP.mpf(7)/10"), {"MP": MP, **names}
            )
            assert abs(number(value) - known) < MP.mpf(10) ** -55, text
