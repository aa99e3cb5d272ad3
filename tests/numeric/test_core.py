"""The certified core against independent routes, small and fast: every quantity, every corner, every weight.

These few cases are what a seeded fault must not survive (tests/mutants runs them against each).
"""

from __future__ import annotations

from itertools import product

import pytest
from flint import arb, fmpq, fmpq_poly

from oracles import numbers, states
from oracles.numbers import QUANTITIES
from symcoh import Model, evaluate
from symcoh.balls import end_points, working_precision
from symcoh.exactnumbers import exact
from symcoh.numeric.entropies import binary_entropy, relative_excess
from symcoh.numeric.precision import planned_bits
from symcoh.numeric.ring.closed_form import closed_form_enclosure
from symcoh.numeric.ring.quantities import enclosure
from symcoh.numeric.ring.setting import Problem, reference_manifold
from symcoh.numeric.ring.up_domains import excess_weight
from symcoh.numeric.ring.weights import sector_moments, sector_weights
from symcoh.sources.ring.counting import transfer_matrix_weights, weight_coefficients

# On the line (48) with a rational tie: S_2 = 1, J_c = -1/4 - (1 - 4/5)/8 = -11/40.
TIE = Model(N=2, omega="4/5", omega_a=1, gamma="3/20", J="-11/40")
CASES = [
    (Model(N=5, omega_a="0.61", gamma="0.33", J="-0.37"), "29/11"),
    (Model(N=6, omega="1/3", omega_a="-7/10", gamma="3/10", J="2/5"), "3"),
    (Model(N=6, omega_a="7/10", gamma="-3/10", J="-0.35"), "250"),
    (Model(N=7, omega_a="7/10", gamma="3/10", J="-300"), "1"),
    (Model(N=4, omega_a="7/10", gamma="3/10", J="300"), "1/10"),
    (Model(N=1, omega_a="1/7", gamma="2", J="5"), "1e-20"),
    (Model(N=2, omega="0", omega_a="-1/7", gamma="-2", J="-1/9"), "7"),
    (Model(N=3, omega="10", omega_a="1e-20", gamma="1e-15", J="0"), "1"),
    (Model(N=8, omega_a="2", gamma="40", J="-1/3"), "1000"),
    (Model(N=9, omega_a="7/10", gamma="3/10", J="-0.3"), "1e6"),
    (TIE, "50"),
    (TIE, "1e5"),
]


@pytest.mark.parametrize(("model", "beta"), CASES, ids=range(len(CASES)))
def test_every_quantity(model: Model, beta: str) -> None:
    zeros = {"bloch-z", "ergotropy"} if model.omega.rational == 0 else set()
    assert all(str(evaluate(model, quantity, beta=beta)) == "0" for quantity in zeros)
    compared = states.quantities(model, beta, 60, [name for name in QUANTITIES if name not in zeros])
    assert len(compared) >= 16
    for quantity, value in compared.items():
        assert str(evaluate(model, quantity, beta=beta, digits=35)) == numbers.rounded(value, 35), quantity


@pytest.mark.parametrize("antiferromagnetic", [False, True])
@pytest.mark.parametrize("y", [fmpq(1), fmpq(1, 3), fmpq(999, 1000), fmpq(1, 10**30)])
def test_weights_and_moments(y: fmpq, antiferromagnetic: bool) -> None:
    """Ratio recurrence, domain sum, transfer matrix and 2F1, and the moments by exact differentiation."""
    theta = fmpq_poly([0, 1])
    for size in (1, 2, 3, 4, 5, 9, 16, 41):
        polynomial = transfer_matrix_weights(size, 1 / y if antiferromagnetic else y)
        with working_precision(500):
            plain = list(sector_weights(size, arb(y), antiferromagnetic))
            moments = list(sector_moments(size, arb(y), antiferromagnetic))
            for k, (ball, triple) in enumerate(zip(plain, moments, strict=True)):
                coefficients = fmpq_poly(weight_coefficients(size, size - 2 * k, antiferromagnetic))
                first = coefficients.derivative() * theta
                exact_values = (coefficients(y), first(y), (first.derivative() * theta)(y))
                for found, value in ((ball, exact_values[0]), *zip(triple, exact_values, strict=True)):
                    low, high = end_points(found)
                    assert low <= value <= high
                    assert found.rel_accuracy_bits() > 470 or found.is_zero()
                shift = k if antiferromagnetic else min(k, 1)
                assert polynomial[k] == coefficients(y) * (1 / y if antiferromagnetic else y) ** shift
                rest = end_points(excess_weight(size, size - 2 * k, antiferromagnetic, arb(y), ball))
                assert rest[0] <= coefficients(y) - coefficients(0) <= rest[1]
                if k and not antiferromagnetic:
                    assert (size * arb(y).hypgeom_2f1(1 - k, 1 - size + k, 2)).overlaps(ball)  # (30)


@pytest.mark.parametrize("size", [1, 2, 5, 6, 40])
def test_closed_form_at_omega_zero(size: int) -> None:
    """The two-ring closed form and the sector sums share no sum: they must overlap, narrowly."""
    for coupling, beta in product(("2/5", "-3/10", "0", "-2"), ("1/100", "5/2", "20")):
        model = Model(N=size, omega=0, omega_a="-7/10", gamma="3/10", J=coupling)
        for quantity in QUANTITIES:
            if quantity in ("bloch-z", "population-ground", "population-excited", "ergotropy"):
                continue  # exact at omega = 0
            one, two = enclosure(model, quantity, exact(beta), 600), closed_form_enclosure(Problem(model, exact(beta)), quantity, 600)
            assert one.overlaps(two) and min(one.rel_accuracy_bits(), two.rel_accuracy_bits()) > 200, (quantity, model, beta)


def test_a_priori_precision_suffices() -> None:
    for model, beta in CASES:
        for quantity in ("coherence", "partition-function"):
            if quantity == "coherence" and str(evaluate(model, quantity, beta=beta)) == "0":
                continue
            ball = enclosure(model, quantity, exact(beta), planned_bits(model, quantity, exact(beta), 40))
            assert ball.rel_accuracy_bits() >= 40 * 3.3219 + 16, (model, beta, quantity)


def test_entropies_near_their_ends() -> None:
    """k(t) and the binary entropy against Arb at much higher precision, from 1/2 down to 2^-1000."""
    for exponent in (1, 2, 7, 8, 9, 30, 200, 1000):
        with working_precision(4000):
            t = arb((1, -exponent))
            reference = {sign: (1 + sign * t) * (sign * t).log1p() - sign * t for sign in (1, -1)}
            entropy = -t * t.log() - (1 - t) * (1 - t).log()
        with working_precision(200):
            small = arb((1, -exponent))
            for sign in (1, -1):
                found = relative_excess(sign * small)
                assert found.overlaps(reference[sign]) and found.rel_accuracy_bits() > 180
            assert binary_entropy(small).overlaps(entropy) and binary_entropy(small).rel_accuracy_bits() > 180


def test_the_excess_of_a_long_number() -> None:
    """k(t) at so many bits that its series would take thousands of terms: both ends of a ball lie in what is found, and nothing is lost."""
    bits = 30_000
    for middle in (arb(1) / 300, -arb(1) / 5000):
        with working_precision(2 * bits):
            exact_middle, radius = arb(middle.mid()), arb((1, -29_000))
            ends = [(1 + x) * x.log1p() - x for x in (exact_middle - radius, exact_middle + radius)]
        with working_precision(bits):
            found = relative_excess(exact_middle + arb(0, radius))
            assert all(found.overlaps(end) for end in ends) and 28_980 < found.rel_accuracy_bits() < 29_010
            assert relative_excess(exact_middle).rel_accuracy_bits() > bits - 6
    with working_precision(200_000):
        assert relative_excess(arb((1, -90)) + arb((1, -150))).rel_accuracy_bits() > 200_000 - 6


@pytest.mark.parametrize("quantity", ["entropy", "log-partition-function", "free-energy"])
def test_an_undecided_ground_state_is_harmless_when_warm(quantity: str) -> None:
    """J on the line (54), hidden behind logarithms: no degeneracy is known, and log Z comes without it."""
    model = Model(N=3, omega_a="7/10", gamma="3/10", J="-7/40 - (sqrt(4.24) - sqrt(1.36))/8 + log(2) + log(3) - log(6)")
    assert reference_manifold(model) is None
    plain = Model(N=3, omega_a="7/10", gamma="3/10", J="-7/40 - (sqrt(4.24) - sqrt(1.36))/8")
    for beta in ("2", "1/5", "40"):
        true = states.quantities(plain, beta, 60, [quantity])[quantity]
        assert evaluate(model, quantity, beta=beta, digits=30).value == numbers.rounded(true, 30, 60)


def test_an_algebraic_number_a_hair_beside_a_tie() -> None:
    """E_0 = -(omega + omega_a)/2 without coupling: -1/8 - 1e-2000/sqrt(2), which exact algebra tells from the tie and no precision does."""
    for size, tilt in (("sqrt(2)*1e-2000", "-0.13"), ("-sqrt(2)*1e-2000", "-0.13"), ("0", "-0.12")):
        assert str(evaluate(Model(N=1, omega="1/4", omega_a=size, gamma=0), "energy", T=0, digits=2)) == tilt
    just_below = Model(N=1, omega="1/4-sqrt(2)*1e-2000", omega_a=0, gamma=0)
    assert str(evaluate(just_below, "energy", T=0, digits=2)) == "-0.12"


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_the_number_of_states_at_infinite_temperature_by_mpmath(size: int) -> None:
    """Z = 2**(N + 1) at beta = 0, every digit of it."""
    right = str(2 ** (size + 1))
    found = str(evaluate(Model(N=size, omega=1, omega_a=1, gamma=1), "partition-function", beta=0, digits=len(right), backend="mpmath"))
    assert found == (f"{right}.0" if "." in found else right)
