"""Sources without end beside a second bath, or with a target of more levels; their mutual information; the bound of what is left out."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from flint import arb
from mpmath import binomial, cosh, exp, fsum, log, mp, mpf, sinh, sqrt, workdps

from symcoh import Bath, Model, Target, evaluate
from symcoh.balls import working_precision
from symcoh.errors import NotCertified
from symcoh.numeric.sums import tails
from symcoh.numeric.sums.problem import problem
from symcoh.numeric.sums.tails import left_out, sectors_summed, two_level_reach
from symcoh.sources import Chain, Levels, Oscillators

FLIP, LEAN = [["0", "1"], ["1", "0"]], [["1", "0"], ["0", "-1"]]
SPIN_ONE = Target(hamiltonian=[["1", "1/10", "0"], ["1/10", "0", "1/5+1/3*i"], ["0", "1/5-1/3*i", "-1/2"]])
SPIN_FLIP = [["0", "1/2", "0"], ["1/2", "0", "1/2"], ["0", "1/2", "1/5"]]


def pair(second: Any, **own: Any) -> Model:
    """A two-level target flipped by an oscillator and leaned on by a second bath."""
    first = Bath(sources=Oscillators(N=1, Omega="6/5"), coupling=FLIP, gamma="3/10")
    return Model(target=Target(omega=1), baths=[first, Bath(sources=second, coupling=LEAN, gamma="1/5", **own)])


def summed(beta: mpf, second: list[tuple[mpf, mpf, mpf]], last: int) -> dict[str, mpf]:
    """Plain sums over quanta of the oscillator and (b, energy, states) of the other bath."""
    Z = x = z = first = inner = mpf(0)
    for n in range(last):
        for b, energy, states in second:
            across, along = mpf(3) / 10 * n, mpf(1) / 2 + b / 5
            root = sqrt(across**2 + along**2)
            low = mpf(6) / 5 * n + energy
            weight = states * exp(-beta * low)
            Z += weight * 2 * cosh(beta * root)
            x -= weight * 2 * sinh(beta * root) * across / root
            z -= weight * 2 * sinh(beta * root) * along / root
            first += weight * (low * 2 * cosh(beta * root) - 2 * root * sinh(beta * root))
            share, other = 1 / (1 + exp(-2 * beta * root)), 1 / (1 + exp(2 * beta * root))
            inner -= weight * 2 * cosh(beta * root) * (share * log(share) + other * log(other))
    x, z = x / Z, z / Z
    size = sqrt(x * x + z * z)
    entropy = -sum((1 + s * size) / 2 * log((1 + s * size) / 2) for s in (1, -1))
    return {
        "coherence": abs(x),
        "bloch-z": z,
        "energy": first / Z,
        "log-partition-function": log(Z),
        "mutual-information": entropy - inner / Z,
    }


@pytest.mark.parametrize("beta", ["17/10", "9"])
def test_an_oscillator_beside_a_chain_and_beside_oscillators(beta: str) -> None:
    with workdps(40):
        t = mpf(17) / 10 if beta == "17/10" else mpf(9)
        spins = list(product((1, -1), repeat=3))
        chain = [(mpf(sum(s)), mpf(sum(s)) / 4 + (s[0] * s[1] + s[1] * s[2]) / mpf(4), mpf(1)) for s in spins]
        quanta = [(mpf(n), mpf(3) / 2 * n, binomial(n + 1, n)) for n in range(45 if beta == "17/10" else 14)]
        models = (pair(Chain(N=3, J="-1/4"), omega_a="1/2"), chain), (pair(Oscillators(N=2, Omega="3/2")), quanta)
        for model, rows in models:
            for quantity, value in summed(t, rows, 45 if beta == "17/10" else 14).items():
                found = evaluate(model, quantity, beta=beta, digits=15)
                assert found.certified and abs(mpf(str(found)) - value) < mpf(10) ** -14 * (1 + abs(value)), quantity


def test_mutual_information_of_a_target_and_oscillators() -> None:
    model = Model(omega=1, gamma="3/10", sources=Oscillators(N=1, Omega="6/5"))
    with workdps(40):
        expected = summed(mpf(17) / 10, [(mpf(0), mpf(0), mpf(1))], 80)
        for quantity in ("mutual-information", "coherence", "energy"):
            assert abs(mpf(str(evaluate(model, quantity, beta="17/10", digits=18))) - expected[quantity]) < mpf(10) ** -17
    assert str(evaluate(model, "source-entropy", beta="17/10", digits=12)) == str(
        evaluate(model, "source-entropy", beta="17/10", digits=12, backend="mpmath")
    )


@pytest.mark.parametrize("second", [None, Levels(levels=[["1", "0", 1], ["-2", "1/3", 2]])])
def test_a_target_of_three_levels_and_oscillators(second: Any) -> None:
    baths = [Bath(sources=Oscillators(N=2, Omega="6/5"), coupling=SPIN_FLIP, gamma="3/10")]
    baths += [Bath(sources=second, coupling=LEAN_THREE)] if second is not None else []
    model = Model(target=SPIN_ONE, baths=baths)
    for quantity in ("coherence", "energy", "mutual-information"):
        assert str(evaluate(model, quantity, beta=9, digits=12)) == str(evaluate(model, quantity, beta=9, digits=12, backend="mpmath"))


LEAN_THREE = [["1", "0", "0"], ["0", "1/2", "0"], ["0", "0", "-1"]]


@pytest.mark.parametrize("firsts", [(3, 4), (8, 5), (15, 30)])
@pytest.mark.parametrize("beta", [2, 5])
def test_the_bound_of_what_is_left_out_is_not_exceeded(firsts: tuple[int, int], beta: int) -> None:
    """Against the sums over all sectors beyond, of the weight and of energy squared."""
    model = pair(Oscillators(N=2, Omega="3/2"))
    with workdps(40), working_precision(200):
        bound = left_out(two_level_reach(problem(model)), arb(beta), arb(0), firsts)
        held = square = mpf(0)
        for n, k in product(range(90), repeat=2):
            if n < firsts[0] and k < firsts[1]:
                continue
            root = sqrt((mpf(3) / 10 * n) ** 2 + (mpf(1) / 2 + mpf(k) / 5) ** 2)
            low = mpf(6) / 5 * n + mpf(3) / 2 * k
            for side in (root, -root):
                weight = (k + 1) * exp(-beta * (low + side))
                held, square = held + weight, square + weight * (low + side) ** 2
        for value in (held, square):
            assert arb(mp.nstr(value, 20)) < bound
        assert bound.is_finite() and fsum([held]) > 0


def test_too_many_sectors_together_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tails, "MOST_TERMS", 1000)
    with pytest.raises(NotCertified, match="sectors of these baths are more than 1000 together"):
        evaluate(pair(Oscillators(N=2, Omega="3/2")), "coherence", beta="1/2", digits=10)
    with working_precision(64):
        assert len(sectors_summed(two_level_reach(problem(pair(Chain(N=3, J=0), omega_a=1))), arb(20))) == 2
