"""Random points for the attack on an entry: exact parameters that lean on the corners, and every free index.

N = 1, 2 and both parities, J = 0 and both signs, on and beside the crossing line, omega = 0, vanishing couplings where
they are allowed, temperatures from beta = 1/1000 to 100. Of the indices, the combinations of first, inner and last values are
taken in turn, so that every branch and every corner of a pair or triple is reached. The seed is the number of the entry: same
entry, same points.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import cycle
from random import Random

from flint import arb

from ..certificates.inequalities import magnitude
from ..errors import InputError
from ..exactnumbers import Exact, exact
from ..ground import critical_coupling
from ..ledger.entry import Entry, Sampler
from ..model import Model
from .evaluation_point import PARAMETERS, EvaluationPoint, registry

Corner = tuple[str, ...]
"""Where the value of each free index stands in its domain: first, inner, last, or the only one."""

CANDIDATES = 12
"""Models drawn for a point of an entry with free indices: some corners are those of larger rings alone."""

ATTEMPTS = 400
"""Draws that may fail to satisfy a sampler before a point is given up."""

COLD = 30
"""Times the usual beta: statements about the lowest levels say nothing at beta = 1."""


def evaluation_points(entry: Entry, seed: int = 0) -> Iterator[EvaluationPoint]:
    """Points without end that satisfy the entry's sampler.

    Raises:
        InputError: no point satisfies the sampler.
    """
    random = Random(f"{entry.number} {seed}")
    misses, seen, system = 0, Counter[Corner](), cycle(entry.sampler.systems)
    while misses < ATTEMPTS:
        sampler = replace(entry.sampler, systems=(next(system),))
        candidates = [found for _ in range(CANDIDATES if sampler.indices else 1) for found in _drawn(sampler, random)]
        if not candidates:
            misses += 1
            continue
        misses = 0
        corner, here = min(candidates, key=lambda found: seen[found[0]])
        seen[corner] += 1
        yield here
    raise InputError(entry.number, f"has a sampler that no point satisfied in {ATTEMPTS} draws.")


def _drawn(sampler: Sampler, random: Random) -> list[tuple[Corner, EvaluationPoint]]:
    """One random model with all values of its free indices, in random order; nothing where the draw fails."""
    model = _model(sampler, random)
    if model is None:
        return []
    beta = None if sampler.temperature == "none" else exact(_temperature(sampler, random))
    here = EvaluationPoint(model=model, beta=beta, system=sampler.systems[0])
    for name, kind in sampler.extra.items():
        here = replace(here, exacts={**here.exacts, name: EXTRAS[kind](here, random)}, facts={})
    corners = list(_indexed(here, list(sampler.indices.items()), ()))
    random.shuffle(corners)
    return corners


def _indexed(here: EvaluationPoint, indices: list[tuple[str, str]], corner: Corner) -> Iterator[tuple[Corner, EvaluationPoint]]:
    """The point with every combination of values of its free indices, and where each value stands in its domain."""
    if not indices:
        yield corner, here
        return
    (name, domain), *rest = indices
    values = registry()[2][domain](here)
    for place, value in enumerate(values):
        stands = "only" if len(values) == 1 else "first" if place == 0 else "last" if place == len(values) - 1 else "inner"
        yield from _indexed(here.bind(name, arb(value)), rest, (*corner, stands))


def _model(sampler: Sampler, random: Random) -> Model | None:
    low, high = sampler.sources
    sizes = [n for n in range(low, high + 1) if sampler.parity == "any" or n % 2 == (sampler.parity == "odd")]
    size = random.choice([*sizes[:2], *sizes])
    omega, omega_a, gamma = (exact(_parameter(name, sampler, random)) for name in PARAMETERS[:3])
    model = Model(N=size, omega=omega, omega_a=omega_a, gamma=gamma)
    coupling = COUPLINGS[sampler.coupling](model, random)
    return None if coupling is None else replace(model, J=coupling)


def _parameter(name: str, sampler: Sampler, random: Random) -> Fraction:
    value = Fraction(1) if name == "omega" and random.random() < 0.4 else magnitude(random)
    if name in sampler.zero:
        return Fraction(0)
    if name in sampler.positive:
        return value
    side = random.random()
    if side < 0.15:
        return Fraction(0)
    return -value if name != "omega" and side < 0.5 else value


def _temperature(sampler: Sampler, random: Random) -> Fraction:
    if sampler.temperature == "any" and random.random() < 0.1:
        return Fraction(0)
    beta = random.choice([magnitude(random), magnitude(random), Fraction(random.randint(1, 30), 10)])
    return COLD * beta if sampler.temperature == "cold" else beta


def _near_line(model: Model, random: Random, side: int) -> Exact | None:
    """A coupling beside (side = +-1) or exactly on (0) the crossing line; None for N = 1."""
    if model.N == 1:
        return None
    line = critical_coupling(model)
    if line is None or side == 0:
        return line
    return line + exact(side * magnitude(random) / random.choice([1, 10, 1000]))


def _beside(model: Model, random: Random) -> Exact | None:
    """A coupling at the crossing line: either side, at distances of four orders so that beta (J - J_c) is often of order one, or on it."""
    line = None if model.N == 1 else critical_coupling(model)
    if line is None or random.random() < 0.15:
        return line
    return line + exact(random.choice([-1, 1]) * magnitude(random) / 10 ** random.randint(0, 3))


def _signed(sign: int, with_zero: bool) -> Callable[[Model, Random], Exact | None]:
    def draw(model: Model, random: Random) -> Exact | None:
        if with_zero and random.random() < 0.25:
            return exact(0)
        return exact(sign * magnitude(random))

    return draw


def _any(model: Model, random: Random) -> Exact | None:
    if model.N > 1 and random.random() < 0.25:
        return _near_line(model, random, random.choice([-1, 0, 1]))
    return _signed(random.choice([-1, 1]), True)(model, random)


def _aligned(model: Model, random: Random) -> Exact | None:
    return _signed(1, True)(model, random) if model.N == 1 or random.random() < 0.3 else _near_line(model, random, 1)


COUPLINGS: dict[str, Callable[[Model, Random], Exact | None]] = {
    "any": _any,
    "ferromagnetic": _signed(1, True),
    "positive": _signed(1, False),
    "antiferromagnetic": _signed(-1, False),
    "aligned": _aligned,
    "antialigned": lambda model, random: _near_line(model, random, -1),
    "critical": lambda model, random: _near_line(model, random, 0),
    "beside": _beside,
}


def _greater(name: str) -> Callable[[EvaluationPoint, Random], Exact]:
    def draw(here: EvaluationPoint, random: Random) -> Exact:
        own = here.exact_symbol(name)
        if own is None:
            raise InputError(name, "has no value here.")
        return own + exact(magnitude(random) / random.choice([1, 10, 1000]))

    return draw


EXTRAS: dict[str, Callable[[EvaluationPoint, Random], Exact]] = {
    "positive": lambda here, random: exact(magnitude(random)),
    "real": lambda here, random: exact(random.choice([-1, 1]) * magnitude(random)),
    "seed": lambda here, random: exact(random.randint(0, 10**6)),
    **{f"greater {name}": _greater(name) for name in ("J", "omega", "omega_a", "gamma", "beta", "T")},
}
"""Kinds of extra scalars: an exact value, given the point so far."""
