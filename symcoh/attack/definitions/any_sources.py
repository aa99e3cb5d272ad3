"""What the names of the ledger mean for other sources than the ring: sums over all their states, B and H_B being what they are.

Every state of the sources is a term: its field f (H_B holds omega_a f/2), the eigenvalue gamma b of B, and the weight e^{-beta H_I};
the target has there the 2x2 matrix of (1), whose exponential is Arb's. `MEANINGS_OF_SYSTEMS` holds the names that mean something for
every system; any other name is refused there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import comb

from flint import acb, arb, arb_mat

from ...balls import certain_sign, current_precision
from ...certificates.interpret import Value
from ...errors import InputError
from ..evaluation_point import Meaning, World
from ..systems import OPPOSED, PAIRS, PARTS, Network, ball_of, counted, grown, network, uniform_levels
from .sectors import splitting, whole

MAX_TERMS = 20_000
"""Levels of an endless system that are summed; where more are needed the value is unknown."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """States of the sources: H_B = omega_a field/2 + H_I and B = gamma push on them, `weight` the sum of e^{-beta H_I}."""

    field: arb
    push: arb
    weight: arb


def terms(world: World) -> list[Term]:
    """The states of the system at the point, grouped."""

    def make() -> list[Term]:
        return list(_TERMS[world.system](world)) if world.system in _TERMS else list(_uniform(world))

    return world.remember(("terms", world.system), make)


def _bond(world: World) -> arb:
    return world.parameter("beta") * world.parameter("J")


def _uniform(world: World) -> Iterator[Term]:
    weights: dict[int, arb] = {}
    bond = _bond(world)
    for m, level, number in uniform_levels(world.system, world.model.N):
        weights[m] = weights.get(m, arb(0)) + (bond * level).exp() * number
    for m, weight in weights.items():
        yield Term(field=arb(m), push=arb(m), weight=weight)


def _of_network(drawn: Network) -> Callable[[World], Iterator[Term]]:
    def make(world: World) -> Iterator[Term]:
        bond = _bond(world)
        for field, push, bonds in drawn.configurations():
            yield Term(field=ball_of(field), push=ball_of(push), weight=(bond * ball_of(bonds)).exp())

    return make


def seed_of(world: World) -> int:
    """The seed a graph is drawn from.

    Raises:
        InputError: the point has none.
    """
    seed = world.exacts["seed"].rational if "seed" in world.exacts else None
    if seed is None:
        raise InputError("seed", "is needed to draw a graph.")
    return int(seed.p)


def _graph(world: World) -> Iterator[Term]:
    return _of_network(network(world.model.N, seed_of(world)))(world)


def _levels(world: World) -> Iterator[Term]:
    """Two levels: b = 1 at the energy 0, and b = -N at the energy J; the field acts on b."""
    yield Term(field=arb(1), push=arb(1), weight=arb(1))
    yield Term(field=arb(-world.model.N), push=arb(-world.model.N), weight=(-_bond(world)).exp())


def _oscillators(world: World) -> Iterator[Term]:
    """N oscillators of frequency omega_a + gamma: n quanta have binom(N+n-1, n) states and b = n, to where nothing is left."""
    size, decay = world.model.N, _decay(world)
    for n in range(_last(size, decay) + 1):
        yield Term(
            field=arb(2 * n), push=arb(n), weight=(-world.parameter("beta") * world.parameter("gamma") * n).exp() * comb(size + n - 1, n)
        )


def _decay(world: World) -> arb:
    """beta (Omega - gamma) = beta omega_a."""
    return world.parameter("beta") * world.parameter("omega_a")


def _last(size: int, decay: arb) -> int:
    """So many quanta that q^n binom(N+n-1, n), q = e^{-decay}, is far below the precision, at most `MAX_TERMS`."""
    guess = (current_precision() + 40 * size) * arb.const_log2() / decay
    wanted = guess.ceil().unique_fmpz() if guess.is_finite() else None
    return MAX_TERMS if wanted is None or wanted > MAX_TERMS else int(wanted) + 1


def _tail(world: World) -> arb:
    """Theorem: sum_{n > M} binom(N+n-1, n) q^n <= t/(1 - r), t its first term and r = q (N+M+1)/(M+2) the ratio there, where r < 1.

    Proof: the ratio of a term and the one before it is q (N+n)/(n+1), which falls with n for N >= 1. Infinite where r >= 1.
    """
    size, q = world.model.N, (-_decay(world)).exp()
    first = _last(size, _decay(world)) + 1
    ratio = q * (size + first) / (first + 1)
    if certain_sign(1 - ratio) != 1:
        return arb("inf")
    return q**first * comb(size + first - 1, first) / (1 - ratio)


_TERMS: dict[str, Callable[[World], Iterator[Term]]] = {
    "graph": _graph,
    "opposed": _of_network(OPPOSED),
    "levels": _levels,
    "oscillators": _oscillators,
    "tilted": lambda world: _uniform(replace(world, system="chain")),
}

SYSTEMS = (*PAIRS, *_TERMS)
"""Every system by name. `graph`: Ising sources drawn from a seed. `opposed`: two of them, gamma_1 < 0 < gamma_2. `tilted`: a chain, the
target coupled by (sigma^x + sigma^z)/sqrt 2. `levels`: two levels that are not symmetric in b. `oscillators`: Omega = omega_a + gamma."""


def _target(world: World, push: arb) -> arb_mat:
    """e^{-beta ((omega/2) sigma^z + gamma b A)}, A = sigma^x, tilted by 45 degrees for `tilted`."""
    lean, mixing = world.parameter("omega") / 2, world.parameter("gamma") * push
    if world.system == "tilted":
        mixing = mixing / arb(2).sqrt()
        lean = lean + mixing
    return (arb_mat(2, 2, [lean, mixing, mixing, -lean]) * -world.parameter("beta")).exp()


def _blocks(world: World) -> list[tuple[arb, arb_mat, arb]]:
    """(field, e^{-beta H} on the target without the field, weight) of each term."""
    return world.remember(("blocks", world.system), lambda: [(t.field, _target(world, t.push), t.weight) for t in terms(world)])


def unnormalised_target(world: World) -> arb_mat:
    """Z rho_t: the 2x2 matrices summed over all states; of an endless system with what is left out as a radius."""

    def make() -> arb_mat:
        half, total = world.parameter("beta") * world.parameter("omega_a") / 2, arb_mat(2, 2, [0, 0, 0, 0])
        for field, matrix, weight in _blocks(world):
            total = total + matrix * ((-half * field).exp() * weight)
        if world.system == "oscillators":
            left = 2 * (world.parameter("beta") * world.parameter("omega") / 2).exp() * _tail(world)
            total = total + arb_mat(2, 2, [arb(0, left.upper())] * 4)
        return total

    return world.remember(("target", world.system), make)


def partition_function(world: World) -> arb:
    """Z."""
    matrix = unnormalised_target(world)
    return matrix[0, 0] + matrix[1, 1]


def coherence(world: World) -> arb:
    """C: the l1-norm of the off-diagonal elements of rho_t."""
    matrix = unnormalised_target(world)
    return (abs(matrix[0, 1]) + abs(matrix[1, 0])) / partition_function(world)


def _coherence_of_the_grown(world: World) -> Value:
    """C of the graph after one bond, gap or coupling has grown, or a source was added."""
    drawn = grown(world.model.N, seed_of(world))
    half, total = world.parameter("beta") * world.parameter("omega_a") / 2, arb_mat(2, 2, [0, 0, 0, 0])
    for term in _of_network(drawn)(world):
        total = total + _target(world, term.push) * ((-half * term.field).exp() * term.weight)
    return (abs(total[0, 1]) + abs(total[1, 0])) / (total[0, 0] + total[1, 1])


def modulus(world: World, real: arb, imaginary: arb) -> arb:
    """|Z| at the complex gap omega_a = real + i imaginary."""
    half, total = world.parameter("beta") / 2 * acb(real, imaginary), acb(0)
    for field, matrix, weight in _blocks(world):
        total += (-half * field).exp() * (matrix.trace() * weight)
    return abs(total)


def sector_weight(world: World, m: arb) -> Value:
    """W_m: e^{-beta H_I} over the states with b = m."""
    if world.system not in PAIRS and world.system != "tilted":
        raise InputError("W", f"has no meaning for the system {world.system}.")
    wanted = whole(m, "m")
    return sum((term.weight for term in terms(world) if term.push == wanted), arb(0))


def moment(world: World, power: arb) -> arb:
    """<b^p> of the sources without the target."""
    half, order = world.parameter("beta") * world.parameter("omega_a") / 2, whole(power, "p")
    shares = [(term.push, (-half * term.field).exp() * term.weight) for term in terms(world)]
    return sum((push**order * share for push, share in shares), arb(0)) / sum((share for _, share in shares), arb(0))


def _end(extreme: Callable[[list[int]], int]) -> Meaning:
    """C when only the configurations with an extreme bond sum are left, their common weight divided out."""

    def make(world: World) -> Value:
        if world.system not in PAIRS or world.system in PARTS:
            raise InputError("C_up", f"has no meaning for the system {world.system}.")
        levels = counted(world.system, world.model.N)
        wanted = extreme([bonds for _, bonds, _ in levels])
        half, total = world.parameter("beta") * world.parameter("omega_a") / 2, arb_mat(2, 2, [0, 0, 0, 0])
        for m, bonds, number in levels:
            if bonds == wanted:
                total = total + _target(world, arb(m)) * ((-half * m).exp() * number)
        return (abs(total[0, 1]) + abs(total[1, 0])) / (total[0, 0] + total[1, 1])

    return make


def _pairs_of_bonds(world: World) -> Value:
    """Pairs of different bonds with a site in common."""
    pairs = PAIRS[world.system](world.model.N)
    return arb(sum(1 for place, one in enumerate(pairs) for other in pairs[:place] if set(one) & set(other)))


MEANINGS_OF_SYSTEMS: dict[str, Meaning] = {
    "C": coherence,
    "Z": partition_function,
    "W": sector_weight,
    "S": splitting,
    "C_grown": _coherence_of_the_grown,
    "Z_modulus": modulus,
    "b_moment": moment,
    "C_up": _end(max),
    "C_down": _end(min),
    "bonds": lambda world: arb(len(PAIRS[world.system](world.model.N))),
    "bond_pairs": _pairs_of_bonds,
}

STRUCTURES_OF_SYSTEMS = ("Over", "At", "Lim")
"""Structural forms that hold for every system; the others differentiate or integrate sums over the ring."""
