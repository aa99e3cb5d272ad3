"""Inequalities between coherences, attacked with certified balls at random points that lean on the corners.

A claim "C rises with ..." names two thermal states, the first of which must have the smaller coherence.
Each comparison has three outcomes, true, false and undecided; none of them rests on a rounded number.
The states are drawn with a fixed seed: small rings of both parities, J = 0, J beside the crossing line,
omega = 0, temperatures from the ground state to beta = 0, steps from a hair's breadth to a factor of ten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import sqrt
from random import Random

from ..balls import certainly_less
from ..errors import InputError, shown
from ..exactnumbers import Exact, enclose, exact
from ..model import Model
from ..numeric.ring.quantities import enclosure

FIRST_BITS = 128
MAX_BITS = 2**12
"""Where two coherences agree to a thousand digits, the pair is left undecided."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ThermalState:
    """A model at an inverse temperature 0 < beta < oo."""

    model: Model
    beta: Exact


Pair = tuple[ThermalState, ThermalState]
Step = Callable[[ThermalState, Random], Pair]


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """How many of the claims were certified true, certified false, or left undecided.

    `counterexample` holds the states of the first claim that was certified false, None where there is none.
    """

    true: int
    false: int
    undecided: int
    counterexample: tuple[ThermalState, ...] | None

    @property
    def outcome(self) -> str:
        """One line for a step."""
        decided = self.true + self.false
        return f"certified at {decided} of {decided + self.undecided} pairs: {self.true} true, {self.false} false"


def coherence_less(low: ThermalState, high: ThermalState, max_bits: int = MAX_BITS) -> bool | None:
    """Whether C(low) < C(high), certified.

    Args:
        low: the state that is claimed to have the smaller coherence.
        high: the other one.
        max_bits: ceiling of the working precision, which doubles from 128 bits.

    Returns:
        True or False where the two balls, or a ball and the other's end, are apart; None where they still
        overlap at the ceiling, as they must where the coherences are equal.

    Raises:
        NotCertified: the sign of a parameter is not decided.

    >>> hot, cold = (ThermalState(model=Model(N=4, omega_a="7/10", gamma="3/10"), beta=exact(b)) for b in (1, 2))
    >>> coherence_less(hot, cold), coherence_less(cold, hot), coherence_less(hot, hot)
    (True, False, None)
    """
    bits = FIRST_BITS
    while True:
        balls = [enclosure(state.model, "coherence", state.beta, bits) for state in (low, high)]
        outcome = certainly_less(balls[0], balls[1])
        if outcome is not None or 2 * bits > max_bits:
            return outcome
        bits *= 2


def compare(pairs: Iterable[Pair], max_bits: int = MAX_BITS) -> Tally:
    """The outcomes of `coherence_less` over many pairs.

    >>> hot, cold = (ThermalState(model=Model(N=4, omega_a="7/10", gamma="3/10"), beta=exact(b)) for b in (1, 2))
    >>> compare([(hot, cold), (cold, hot), (hot, hot)]).outcome
    'certified at 2 of 3 pairs: 1 true, 1 false'
    """
    return tallied((pair, coherence_less(*pair, max_bits=max_bits)) for pair in pairs)


def tallied(outcomes: Iterable[tuple[tuple[ThermalState, ...], bool | None]]) -> Tally:
    """States that a claim was compared at, and what came out, counted.

    >>> tallied([((), True), ((), None)]).outcome
    'certified at 1 of 2 pairs: 1 true, 0 false'
    """
    counts: dict[bool | None, int] = {True: 0, False: 0, None: 0}
    counterexample: tuple[ThermalState, ...] | None = None
    for states, outcome in outcomes:
        counts[outcome] += 1
        if outcome is False and counterexample is None:
            counterexample = states
    return Tally(true=counts[True], false=counts[False], undecided=counts[None], counterexample=counterexample)


def attack(claim: str, *, samples: int, couplings: str = "any", smallest_N: int = 1, seed: int = 1) -> Tally:
    """A claim of `CLAIMS`, compared at random corner-biased pairs.

    Args:
        claim: what C is claimed to rise with (a parameter that grows, or T or omega that falls).
        samples: number of pairs.
        couplings: "ferromagnetic" draws J >= 0 alone, "any" both signs and the crossing line.
        smallest_N: the smallest ring that is drawn.
        seed: of the random numbers; the same seed gives the same pairs.

    Raises:
        InputError: an unknown claim or unknown couplings.

    >>> attack("J", samples=5, smallest_N=2).false
    0
    """
    if claim not in CLAIMS:
        raise InputError("`claim`", f"must be one of {', '.join(CLAIMS)}, but is {shown(claim)}.")
    if couplings not in COUPLINGS:
        raise InputError("`couplings`", f"must be one of {', '.join(COUPLINGS)}, but is {shown(couplings)}.")
    random = Random(f"{claim}, {couplings}, {smallest_N}, {seed}")
    states = corner_states(random, COUPLINGS[couplings], smallest_N)
    return compare(CLAIMS[claim](next(states), random) for _ in range(samples))


def corner_states(random: Random, coupling: Callable[[Random, Model], Fraction], smallest_N: int = 1) -> Iterator[ThermalState]:
    """Thermal states without end; every parameter is a rational number of few digits.

    >>> state = next(corner_states(Random(1), COUPLINGS["ferromagnetic"]))
    >>> state.model.J.rational >= 0
    True
    """
    while True:
        N = random.choice([n for n in (1, 2, 3, 4, 5, 6, 7, 8, random.randint(9, 40)) if n >= smallest_N])
        omega = random.choice([Fraction(0), Fraction(1), Fraction(1), magnitude(random)])
        model = Model(N=N, omega=omega, omega_a=magnitude(random), gamma=magnitude(random))
        model = replace(model, J=exact(coupling(random, model)))
        yield ThermalState(model=model, beta=exact(magnitude(random)))


def magnitude(random: Random) -> Fraction:
    """A positive number between 1/1000 and 99: one or two digits and a power of ten."""
    return Fraction(random.randint(1, 99)) * Fraction(10) ** random.choice([-3, -2, -2, -1, -1, -1, 0])


def _ferromagnetic(random: Random, model: Model) -> Fraction:
    return random.choice([Fraction(0), magnitude(random), magnitude(random)])


def _any_coupling(random: Random, model: Model) -> Fraction:
    if random.random() < 0.3:
        return _beside_crossing(model) + random.choice([-1, 1]) * magnitude(random) / random.choice([1, 10, 1000])
    return random.choice([-1, -1, 1]) * _ferromagnetic(random, model)


def _beside_crossing(model: Model) -> Fraction:
    """A rational number near J_c of (48), (54): a place to draw from, which needs no proof."""
    omega, omega_a, gamma = (float(enclose(value, 64).mid()) for value in (model.omega, model.omega_a, model.gamma))
    smallest = model.N % 2
    split = [sqrt(omega**2 + 4 * gamma**2 * m**2) for m in (model.N, smallest)]
    distance = max(model.N - smallest, 1)
    return Fraction(round((-omega_a / 4 - (split[0] - split[1]) / (4 * distance)) * 10**6), 10**6)


COUPLINGS: dict[str, Callable[[Random, Model], Fraction]] = {"ferromagnetic": _ferromagnetic, "any": _any_coupling}


def _grown(name: str) -> Step:
    def step(state: ThermalState, random: Random) -> Pair:
        grown = exact(magnitude(random) / random.choice([1, 10, 1000])) + getattr(state.model, name)
        return state, replace(state, model=replace(state.model, **{name: grown}))

    return step


def _colder(state: ThermalState, random: Random) -> Pair:
    factor = 1 + magnitude(random) / random.choice([10, 1000])
    return state, replace(state, beta=state.beta * exact(factor))


def _smaller_gap(state: ThermalState, random: Random) -> Pair:
    wider, same = _grown("omega")(state, random)[::-1]
    return wider, same


def _more_sources(number: int) -> Step:
    def step(state: ThermalState, random: Random) -> Pair:
        return state, replace(state, model=replace(state.model, N=state.model.N + number))

    return step


CLAIMS: dict[str, Step] = {
    "J": _grown("J"),
    "omega_a": _grown("omega_a"),
    "gamma": _grown("gamma"),
    "beta": _colder,
    "N+1": _more_sources(1),
    "N+2": _more_sources(2),
    "smaller omega": _smaller_gap,
}
"""What grows from the first state of a pair to the second, whose coherence is claimed to be the larger one."""
