"""Coherences of Ising sources on small graphs, each site with a gap and a coupling of its own, compared at random corners.

Two claims are attacked: C does not fall when a coupling, a gap or a spin is added, and C is concave along a ray of gaps. Each
comparison has three outcomes; where both sides are equal, as they may be, it stays undecided.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from random import Random

from flint import arb

from ..balls import ball_from_integers, certain_sign, certainly_less, working_precision
from ..evaluation import evaluate
from ..exactnumbers import exact
from ..model import Model
from ..sources import Graph
from .inequalities import Pair, Tally, ThermalState, tallied

DIGITS = (30, 120)
"""Tried in turn; a pair that agrees to the last is left undecided."""

LARGEST_N = 4

Edges = dict[tuple[int, int], Fraction]
Triple = tuple[ThermalState, ThermalState, ThermalState]


def graph_state(omega: Fraction, beta: Fraction, edges: Edges, gaps: list[Fraction], couplings: list[Fraction]) -> ThermalState:
    """Ising sources with bonds `edges`, gaps and couplings to the target site by site, at an inverse temperature.

    >>> graph_state(Fraction(1), Fraction(2), {(1, 2): Fraction(1, 3)}, [Fraction(1), Fraction(0)], [Fraction(1)] * 2).model.sources.N
    2
    """
    graph = Graph(N=len(gaps), edges=[[a, b, J] for (a, b), J in edges.items()], omega_k=gaps, gamma_k=couplings)
    return ThermalState(model=Model(omega=omega, sources=graph), beta=exact(beta))


def coherence_ball(state: ThermalState, digits: int) -> arb:
    """The certified ball of C, so many digits of it.

    >>> third = Fraction(1, 3)
    >>> coherence_ball(graph_state(third, third, {}, [third], [third]), 20).rel_accuracy_bits() > 60
    True
    """
    found = evaluate(state.model, "coherence", beta=state.beta, digits=digits).ball
    assert found is not None, "the arb backend returns balls"
    return ball_from_integers(found)


def not_larger(low: ThermalState, high: ThermalState) -> bool | None:
    """Whether C(low) <= C(high): True where certified strictly, False where certified larger, None where they agree to all digits.

    >>> third = Fraction(1, 3)
    >>> one, two = (graph_state(third, third, {}, [third] * n, [third] * n) for n in (1, 2))
    >>> not_larger(one, two), not_larger(two, one), not_larger(one, one)
    (True, False, None)
    """
    for digits in DIGITS:
        with working_precision(4 * digits + 64):
            outcome = certainly_less(coherence_ball(low, digits), coherence_ball(high, digits))
        if outcome is not None:
            return outcome
    return None


def bends_down(low: ThermalState, middle: ThermalState, high: ThermalState) -> bool | None:
    """Whether C(low) + C(high) <= 2C(middle), with the three outcomes of `not_larger`.

    >>> third = Fraction(1, 3)
    >>> bends_down(*(graph_state(third, third, {}, [k * third], [third]) for k in (1, 2, 3)))
    True
    """
    for digits in DIGITS:
        with working_precision(4 * digits + 64):
            left, centre, right = (coherence_ball(state, digits) for state in (low, middle, high))
            sign = certain_sign(2 * centre - left - right)
        if sign:
            return sign > 0
    return None


def attack_growth(*, samples: int, seed: int = 1) -> Tally:
    """C against more of J_e, omega_k, gamma_k or one more spin, each in turn, all of them >= 0.

    >>> attack_growth(samples=8).false
    0
    """
    return tallied((pair, not_larger(*pair)) for pair in _grown_pairs(Random(seed), samples))


def attack_concavity(*, samples: int, seed: int = 1, bonds: int = 1, couplings: tuple[int, ...] = (1,)) -> Tally:
    """C at equal steps along omega_k = omega_a v_k, v_k >= 0.

    Args:
        samples: number of triples.
        seed: of the random numbers.
        bonds: the sign of every J_e.
        couplings: the signs that a gamma_k may have.

    >>> attack_concavity(samples=8).false
    0
    """
    return tallied((triple, bends_down(*triple)) for triple in _rays(Random(seed), samples, bonds, couplings))


def _grown_pairs(random: Random, samples: int) -> Iterator[Pair]:
    for place in range(samples):
        N, omega, beta, edges, gaps, couplings = _drawn(random)
        larger, wider, stronger = dict(edges), list(gaps), list(couplings)
        site, step = random.randrange(N), _size(random)
        if place % 4 == 0 and N > 1:
            pair = tuple(sorted(random.sample(range(1, N + 1), 2)))
            larger[pair[0], pair[1]] = larger.get((pair[0], pair[1]), Fraction(0)) + step
        elif place % 4 == 1:
            wider[site] += step
        elif place % 4 == 2:
            stronger[site] += step
        else:
            wider, stronger = [*gaps, _maybe(random)], [*couplings, _maybe(random)]
            larger |= {(a, N + 1): _size(random) for a in range(1, N + 1) if random.random() < 0.5}
        yield graph_state(omega, beta, edges, gaps, couplings), graph_state(omega, beta, larger, wider, stronger)


def _rays(random: Random, samples: int, bonds: int, signs: tuple[int, ...]) -> Iterator[Triple]:
    for _ in range(samples):
        _, omega, beta, edges, ray, couplings = _drawn(random)
        edges = {pair: bonds * J for pair, J in edges.items()}
        couplings = [random.choice(signs) * gamma for gamma in couplings]
        start, step = _maybe(random), _size(random) / random.choice([1, 1, 10])
        low, middle, high = (graph_state(omega, beta, edges, [(start + k * step) * v for v in ray], couplings) for k in range(3))
        yield low, middle, high


def _drawn(random: Random) -> tuple[int, Fraction, Fraction, Edges, list[Fraction], list[Fraction]]:
    """N, omega, beta, J_e, omega_k and gamma_k, none negative, zeros among them; omega_1 and gamma_1 are positive, so that C is not 0."""
    N = random.randint(1, LARGEST_N)
    edges = {(a, b): _size(random) for b in range(2, N + 1) for a in range(1, b) if random.random() < 0.7}
    gaps, couplings = ([_size(random), *(_maybe(random) for _ in range(N - 1))] for _ in range(2))
    return N, _maybe(random), _size(random) + Fraction(1, 10), edges, gaps, couplings


def _size(random: Random) -> Fraction:
    """A number between 1/1000 and 99/10."""
    return Fraction(random.randint(1, 99), random.choice([10, 100, 100, 1000]))


def _maybe(random: Random) -> Fraction:
    return random.choice([Fraction(0), *[_size(random)] * 5])
