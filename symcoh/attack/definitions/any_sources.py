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
from ..evaluation_point import EvaluationPoint, Meaning
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


def terms(here: EvaluationPoint) -> list[Term]:
    """The states of the system at the point, grouped."""

    def make() -> list[Term]:
        return list(_TERMS[here.system](here)) if here.system in _TERMS else list(_uniform(here))

    return here.remember(("terms", here.system), make)


def _bond(here: EvaluationPoint) -> arb:
    return here.parameter("beta") * here.parameter("J")


def _uniform(here: EvaluationPoint) -> Iterator[Term]:
    weights: dict[int, arb] = {}
    bond = _bond(here)
    for m, level, number in uniform_levels(here.system, here.model.N):
        weights[m] = weights.get(m, arb(0)) + (bond * level).exp() * number
    for m, weight in weights.items():
        yield Term(field=arb(m), push=arb(m), weight=weight)


def _of_network(drawn: Network) -> Callable[[EvaluationPoint], Iterator[Term]]:
    def make(here: EvaluationPoint) -> Iterator[Term]:
        bond = _bond(here)
        for field, push, bonds in drawn.configurations():
            yield Term(field=ball_of(field), push=ball_of(push), weight=(bond * ball_of(bonds)).exp())

    return make


def seed_of(here: EvaluationPoint) -> int:
    """The seed a graph is drawn from.

    Raises:
        InputError: the point has none.
    """
    seed = here.exacts["seed"].rational if "seed" in here.exacts else None
    if seed is None:
        raise InputError("seed", "is needed to draw a graph.")
    return int(seed.p)


def _graph(here: EvaluationPoint) -> Iterator[Term]:
    return _of_network(network(here.model.N, seed_of(here)))(here)


def _levels(here: EvaluationPoint) -> Iterator[Term]:
    """Two levels: b = 1 at the energy 0, and b = -N at the energy J; the field acts on b."""
    yield Term(field=arb(1), push=arb(1), weight=arb(1))
    yield Term(field=arb(-here.model.N), push=arb(-here.model.N), weight=(-_bond(here)).exp())


def _oscillators(here: EvaluationPoint) -> Iterator[Term]:
    """N oscillators of frequency omega_a + gamma: n quanta have binom(N+n-1, n) states and b = n, to where nothing is left."""
    size, decay = here.model.N, _decay(here)
    for n in range(_last(size, decay) + 1):
        yield Term(
            field=arb(2 * n), push=arb(n), weight=(-here.parameter("beta") * here.parameter("gamma") * n).exp() * comb(size + n - 1, n)
        )


def _decay(here: EvaluationPoint) -> arb:
    """beta (Omega - gamma) = beta omega_a."""
    return here.parameter("beta") * here.parameter("omega_a")


def _last(size: int, decay: arb) -> int:
    """So many quanta that q^n binom(N+n-1, n), q = e^{-decay}, is far below the precision, at most `MAX_TERMS`."""
    guess = (current_precision() + 40 * size) * arb.const_log2() / decay
    wanted = guess.ceil().unique_fmpz() if guess.is_finite() else None
    return MAX_TERMS if wanted is None or wanted > MAX_TERMS else int(wanted) + 1


def _tail(here: EvaluationPoint) -> arb:
    """Theorem: sum_{n > M} binom(N+n-1, n) q^n <= t/(1 - r), t its first term and r = q (N+M+1)/(M+2) the ratio there, where r < 1.

    Proof: the ratio of a term and the one before it is q (N+n)/(n+1), which falls with n for N >= 1. Infinite where r >= 1.
    """
    size, q = here.model.N, (-_decay(here)).exp()
    first = _last(size, _decay(here)) + 1
    ratio = q * (size + first) / (first + 1)
    if certain_sign(1 - ratio) != 1:
        return arb("inf")
    return q**first * comb(size + first - 1, first) / (1 - ratio)


_TERMS: dict[str, Callable[[EvaluationPoint], Iterator[Term]]] = {
    "graph": _graph,
    "opposed": _of_network(OPPOSED),
    "levels": _levels,
    "oscillators": _oscillators,
    "tilted": lambda here: _uniform(replace(here, system="chain")),
}

SYSTEMS = (*PAIRS, *_TERMS)
"""Every system by name. `graph`: Ising sources drawn from a seed. `opposed`: two of them, gamma_1 < 0 < gamma_2. `tilted`: a chain, the
target coupled by (sigma^x + sigma^z)/sqrt 2. `levels`: two levels that are not symmetric in b. `oscillators`: Omega = omega_a + gamma."""


def _target(here: EvaluationPoint, push: arb) -> arb_mat:
    """e^{-beta ((omega/2) sigma^z + gamma b A)}, A = sigma^x, tilted by 45 degrees for `tilted`."""
    lean, mixing = here.parameter("omega") / 2, here.parameter("gamma") * push
    if here.system == "tilted":
        mixing = mixing / arb(2).sqrt()
        lean = lean + mixing
    return (arb_mat(2, 2, [lean, mixing, mixing, -lean]) * -here.parameter("beta")).exp()


def _blocks(here: EvaluationPoint) -> list[tuple[arb, arb_mat, arb]]:
    """(field, e^{-beta H} on the target without the field, weight) of each term."""
    return here.remember(("blocks", here.system), lambda: [(t.field, _target(here, t.push), t.weight) for t in terms(here)])


def unnormalised_target(here: EvaluationPoint) -> arb_mat:
    """Z rho_t: the 2x2 matrices summed over all states; of an endless system with what is left out as a radius."""

    def make() -> arb_mat:
        half, total = here.parameter("beta") * here.parameter("omega_a") / 2, arb_mat(2, 2, [0, 0, 0, 0])
        for field, matrix, weight in _blocks(here):
            total = total + matrix * ((-half * field).exp() * weight)
        if here.system == "oscillators":
            left = 2 * (here.parameter("beta") * here.parameter("omega") / 2).exp() * _tail(here)
            total = total + arb_mat(2, 2, [arb(0, left.upper())] * 4)
        return total

    return here.remember(("target", here.system), make)


def partition_function(here: EvaluationPoint) -> arb:
    """Z."""
    matrix = unnormalised_target(here)
    return matrix[0, 0] + matrix[1, 1]


def coherence(here: EvaluationPoint) -> arb:
    """C: the l1-norm of the off-diagonal elements of rho_t."""
    matrix = unnormalised_target(here)
    return (abs(matrix[0, 1]) + abs(matrix[1, 0])) / partition_function(here)


def _coherence_of_the_grown(here: EvaluationPoint) -> Value:
    """C of the graph after one bond, gap or coupling has grown, or a source was added."""
    drawn = grown(here.model.N, seed_of(here))
    half, total = here.parameter("beta") * here.parameter("omega_a") / 2, arb_mat(2, 2, [0, 0, 0, 0])
    for term in _of_network(drawn)(here):
        total = total + _target(here, term.push) * ((-half * term.field).exp() * term.weight)
    return (abs(total[0, 1]) + abs(total[1, 0])) / (total[0, 0] + total[1, 1])


def modulus(here: EvaluationPoint, real: arb, imaginary: arb) -> arb:
    """|Z| at the complex gap omega_a = real + i imaginary."""
    half, total = here.parameter("beta") / 2 * acb(real, imaginary), acb(0)
    for field, matrix, weight in _blocks(here):
        total += (-half * field).exp() * (matrix.trace() * weight)
    return abs(total)


def sector_weight(here: EvaluationPoint, m: arb) -> Value:
    """W_m: e^{-beta H_I} over the states with b = m."""
    if here.system not in PAIRS and here.system != "tilted":
        raise InputError("W", f"has no meaning for the system {here.system}.")
    wanted = whole(m, "m")
    return sum((term.weight for term in terms(here) if term.push == wanted), arb(0))


def moment(here: EvaluationPoint, power: arb) -> arb:
    """<b^p> of the sources without the target."""
    half, order = here.parameter("beta") * here.parameter("omega_a") / 2, whole(power, "p")
    shares = [(term.push, (-half * term.field).exp() * term.weight) for term in terms(here)]
    return sum((push**order * share for push, share in shares), arb(0)) / sum((share for _, share in shares), arb(0))


def _end(extreme: Callable[[list[int]], int]) -> Meaning:
    """C when only the configurations with an extreme bond sum are left, their common weight divided out."""

    def make(here: EvaluationPoint) -> Value:
        if here.system not in PAIRS or here.system in PARTS:
            raise InputError("C_up", f"has no meaning for the system {here.system}.")
        levels = counted(here.system, here.model.N)
        wanted = extreme([bonds for _, bonds, _ in levels])
        half, total = here.parameter("beta") * here.parameter("omega_a") / 2, arb_mat(2, 2, [0, 0, 0, 0])
        for m, bonds, number in levels:
            if bonds == wanted:
                total = total + _target(here, arb(m)) * ((-half * m).exp() * number)
        return (abs(total[0, 1]) + abs(total[1, 0])) / (total[0, 0] + total[1, 1])

    return make


def _pairs_of_bonds(here: EvaluationPoint) -> Value:
    """Pairs of different bonds with a site in common."""
    pairs = PAIRS[here.system](here.model.N)
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
    "bonds": lambda here: arb(len(PAIRS[here.system](here.model.N))),
    "bond_pairs": _pairs_of_bonds,
}

STRUCTURES_OF_SYSTEMS = ("Over", "At", "Lim")
"""Structural forms that hold for every system; the others differentiate or integrate sums over the ring."""
