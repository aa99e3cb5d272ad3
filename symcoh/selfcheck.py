"""The checks of `symcoh selftest`: what an installation must get right, each by two routes.

Nothing here is compared with a stored result of symcoh itself: the other side is an enumeration of all
2^N source configurations, the transfer matrix in exact rationals, algebra, or the other backend.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

from flint import arb, fmpq

from .balls import working_precision
from .decimals import round_rational
from .errors import CheckFailed, InputError
from .evaluation import evaluate
from .exact_ends import exact_value
from .exactnumbers import enclose, exact
from .ground import critical_coupling
from .model import Model
from .numeric.ring.weights import sector_weights
from .observables import OBSERVABLES
from .sources.ring.counting import transfer_matrix_weights, weight_polynomial

BITS = 400
MODELS = (
    Model(N=5, omega_a="0.61", gamma="0.33", J="-0.37"),
    Model(N=6, omega="1/3", omega_a="-7/10", gamma="3/10", J="2/5"),
    Model(N=2, omega="sqrt(2)", omega_a="pi/4", gamma="-2", J="-1"),
    Model(N=1, omega_a="1e-3", gamma="10"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """A named check; `run` returns how many comparisons it made, or raises CheckFailed."""

    name: str
    run: Callable[[], int]


def checks() -> Iterator[Check]:
    """All checks, in the order of the computation."""
    yield Check(name="exact numbers: grammar, refusals, ties of radicals", run=_numbers)
    yield Check(name="rounding half-even", run=_rounding)
    yield Check(name="sector weights (30) against the transfer matrix, exact", run=_weights)
    yield Check(name="Z and C (29), (31) against all 2^N configurations, in balls", run=_configurations)
    yield Check(name="every quantity: arb and mpmath print the same digits", run=_backends)
    yield Check(name="ties of the ground state (48), (50), (54), exact", run=_ties)


def _require(holds: bool, sentence: str) -> int:
    if not holds:
        raise CheckFailed(sentence)
    return 1


def _numbers() -> int:
    done = _require(exact("0.7") == exact("7/10"), "0.7 is not 7/10.")
    done += _require(exact("sqrt(49/100)").canonical() == "7/10", "sqrt(49/100) is not 7/10.")
    for text in ("9**9**9", "1e5.5", "__import__('os')", "1/0", "nan"):
        try:
            exact(text)
        except InputError:
            done += 1
        else:
            raise CheckFailed(f"{text} was accepted.")
    return done


def _rounding() -> int:
    cases = (
        (fmpq(5, 2), 1, "2"),
        (fmpq(7, 2), 1, "4"),
        (fmpq(1, 8), 2, "0.12"),
        (fmpq(999, 1000), 2, "1.0"),
        (fmpq(1, 10**9), 3, "1.00e-9"),
    )
    return sum(_require(str(round_rational(value, digits)) == text, f"{value} does not round to {text}.") for value, digits, text in cases)


def _weights() -> int:
    done = 0
    with working_precision(BITS):
        for size in (1, 2, 3, 7, 12, 40):
            for antiferromagnetic in (False, True):
                y = fmpq(2, 7)
                balls = list(sector_weights(size, arb(y), antiferromagnetic))
                polynomial = transfer_matrix_weights(size, 1 / y if antiferromagnetic else y)
                for k, ball in enumerate(balls):
                    m = 2 * k - size
                    shift = (k if antiferromagnetic else 1) if k else 0
                    scaled = polynomial[k] / (1 / y if antiferromagnetic else y) ** shift
                    done += _require(weight_polynomial(size, m, antiferromagnetic, y) == scaled, f"W at N = {size}, m = {m} differs.")
                    done += _require(
                        ball.overlaps(arb(scaled)) and ball.rel_accuracy_bits() > BITS - 40, f"The ball of W at N = {size} is wrong."
                    )
    return done


def _configurations() -> int:
    done = 0
    for model in MODELS:
        for beta in ("1/1000", "29/11", "40"):
            with working_precision(BITS):
                direct = _by_enumeration(model, enclose(exact(beta), BITS))
            for quantity, value in zip(("partition-function", "bloch-x"), direct, strict=True):
                ball = evaluate(model, quantity, beta=beta, digits=60).to_arb()
                done += _require(
                    ball.overlaps(value), f"{quantity} of {model!r} at beta = {beta} differs from the sum over configurations."
                )
    return done


def _by_enumeration(model: Model, beta: arb) -> tuple[arb, arb]:
    """(Z, <sigma^x>) from (1)-(4): one 2x2 target problem for each of the 2^N configurations."""
    omega, omega_a, gamma, coupling = (enclose(value, BITS) for value in (model.omega, model.omega_a, model.gamma, model.J))
    partition, transverse = arb(0), arb(0)
    for spins in product((1, -1), repeat=model.N):
        m = sum(spins)
        bonds = sum(spins[k] * spins[(k + 1) % model.N] for k in range(model.N))
        split = (omega**2 + (2 * gamma * m) ** 2).sqrt()
        weight = (-beta * (omega_a * m / 2 - coupling * bonds)).exp()
        partition += weight * 2 * (beta * split / 2).cosh()
        transverse -= weight * 2 * (beta * split / 2).sinh() * 2 * gamma * m / split
    return partition, transverse / partition


def _backends() -> int:
    done = 0
    for model in MODELS:
        for beta in ("0", "1/1000", "3", "1000", "oo"):
            for quantity in OBSERVABLES:
                try:
                    values = [evaluate(model, quantity, beta=beta, digits=40, backend=name).value for name in ("arb", "mpmath")]
                except InputError:
                    continue  # the quantity does not exist at this end
                done += _require(values[0] == values[1], f"{quantity} of {model!r} at beta = {beta}: {values[0]} and {values[1]}.")
    return done


def _ties() -> int:
    done = 0
    for size, gamma, omega_a in ((2, "3/20", "1"), (4, "1/10", "2/3"), (6, "sqrt(3)/7", "sqrt(2)"), (8, "1/3", "1/5")):
        free = Model(N=size, omega="4/5", omega_a=omega_a, gamma=gamma)
        tied = Model(N=size, omega="4/5", omega_a=omega_a, gamma=gamma, J=critical_coupling(free))
        on_line, above = (exact_value(model, "coherence", None, 4096) for model in (tied, free))
        assert on_line is not None and above is not None
        difference = enclose(on_line * exact(3) - above, BITS)
        done += _require(difference.contains(0) and difference.rad() < arb((1, -300)), f"(50) fails at N = {size}.")
    return done
