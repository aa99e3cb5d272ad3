"""Ising sources on a graph in balls: listed levels, and Xi by elimination of one site after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flint import acb, arb, arb_poly

from ...errors import InputError
from ...exactnumbers.sign import ball_here
from ...sources.graph import IsingGraph
from . import table
from .taylor import COEFFICIENTS, Direction, exponential, product
from .weight import Weight

WIDEST = 16
"""Most sites that the elimination holds at once."""

Tables = dict[tuple[int, ...], list[acb]]


def weights(system: IsingGraph, beta: arb, order: int) -> Iterator[Weight]:
    """The weights of the listed levels; of more sites by elimination, measured from the energy 0 where no least one is known."""
    if system.lists_levels():
        yield from table.weights(system, beta, order)
        return
    polynomials = eliminated(system, beta, 3 if order else 1)
    for k in range(system.N + 1):
        parts = [polynomial[k] for polynomial in polynomials]
        moments = (-parts[1] / beta, 2 * parts[2] / (beta * beta)) if order else (None, None)
        yield Weight(value=parts[0], first=moments[0], second=moments[1], reference=arb(0))


def eliminated(system: IsingGraph, beta: arb, count: int) -> list[arb_poly]:
    """sum_k W_k z^k for k spins up, at beta (1 + eps): `count` Taylor coefficients in eps, each a polynomial with balls."""
    plan = _plan(system, beta)
    states: dict[tuple[int, ...], list[arb_poly]] = {(): [arb_poly([1])] + [arb_poly([])] * (count - 1)}
    for ahead, keep in plan:
        found: dict[tuple[int, ...], list[arb_poly]] = {}
        for spins, value in states.items():
            pull = sum((bond * spins[i] for i, bond in ahead), arb(0))
            for spin in (1, -1):
                term = _scaled(value, pull * spin, spin)
                longer = (*spins, spin)
                kept = tuple(longer[i] for i in keep)
                found[kept] = [a + b for a, b in zip(found[kept], term, strict=True)] if kept in found else term
        states = found
    return states[()]


def _scaled(value: list[arb_poly], exponent: arb, spin: int) -> list[arb_poly]:
    """Times e^{x (1 + eps)}, and times z for a spin up."""
    grown = exponent.exp()
    series = [grown, grown * exponent, grown * exponent * exponent / 2]
    factors = [arb_poly([0, f] if spin > 0 else [f]) for f in series[: len(value)]]
    return [sum((value[i] * factors[n - i] for i in range(n + 1)), arb_poly([])) for n in range(len(value))]


def _plan(system: IsingGraph, beta: arb) -> list[tuple[list[tuple[int, arb]], list[int]]]:
    """Site by site in the order of the elimination: (place among those held, beta J) of its bonds, and which are held afterwards."""
    order, bonds, last = _order(system, beta)
    held: list[int] = []
    found = []
    for position, site in enumerate(order):
        pairs = [(i, (min(site, other), max(site, other))) for i, other in enumerate(held)]
        keep = [i for i, other in enumerate([*held, site]) if last[other] > position]
        found.append(([(i, bonds[pair]) for i, pair in pairs if pair in bonds], keep))
        held = [[*held, site][i] for i in keep]
    return found


def _order(system: IsingGraph, beta: arb) -> tuple[list[int], dict[tuple[int, int], arb], dict[int, int]]:
    """(the sites in order, beta J of every pair, the position after which a site has no bond ahead)."""
    order = elimination_order(system.N, [(a - 1, b - 1) for a, b, _ in system.edges])
    bonds: dict[tuple[int, int], arb] = {}
    for a, b, J in system.edges:
        key = (min(a, b) - 1, max(a, b) - 1)
        bonds[key] = bonds.get(key, arb(0)) + beta * ball_here(J)
    place = {site: position for position, site in enumerate(order)}
    last = dict(place)
    for a, b in bonds:
        last[a], last[b] = max(last[a], place[b]), max(last[b], place[a])
    return order, bonds, last


def field_sum(system: IsingGraph, beta: arb, field: acb, direction: Direction) -> list[acb]:
    """The sum over all configurations, site by site in a greedy order; `field` is h, or s where each site has its own numbers."""
    states: Tables = {(): [acb(1)] + [acb(0)] * (COEFFICIENTS[direction] - 1)}
    for site, (ahead, keep) in zip(_order(system, beta)[0], _plan(system, beta), strict=True):
        states = _with_site(system, beta, field, direction, states, site, ahead, keep)
    return states[()]


def _with_site(
    system: IsingGraph,
    beta: arb,
    field: acb,
    direction: Direction,
    states: Tables,
    site: int,
    ahead: Sequence[tuple[int, arb]],
    keep: Sequence[int],
) -> Tables:
    found: Tables = {}
    for spins, value in states.items():
        pull = sum((bond * spins[i] for i, bond in ahead), arb(0))
        for spin in (1, -1):
            term = product(value, _site_factor(system, beta, field, direction, site, spin, pull * spin))
            longer = (*spins, spin)
            kept = tuple(longer[i] for i in keep)
            found[kept] = [a + b for a, b in zip(found[kept], term, strict=True)] if kept in found else term
    return found


def _site_factor(system: IsingGraph, beta: arb, field: acb, direction: Direction, site: int, spin: int, energy: arb) -> list[acb]:
    if system.omega_k is None or system.gamma_k is None:
        return exponential(acb(energy), acb(spin), field, direction)
    own = energy - beta * ball_here(system.omega_k[site]) * spin / 2
    pull = beta * ball_here(system.gamma_k[site]) * spin
    value = exponential(acb(own), acb(pull), field, "beta" if direction == "beta" else "value")
    return [value[0], value[0] * spin] if direction == "field" else value


def elimination_order(size: int, edges: Sequence[tuple[int, int]]) -> list[int]:
    """Sites so that few are held at once: next the one that opens fewest, then the one that closes most.

    Raises:
        InputError: more than `WIDEST` would be held.

    >>> elimination_order(3, [(0, 1), (1, 2)])
    [0, 1, 2]
    """
    neighbours: list[set[int]] = [set() for _ in range(size)]
    for a, b in edges:
        neighbours[a].add(b)
        neighbours[b].add(a)
    done: list[int] = []
    seen: set[int] = set()
    held: set[int] = set()
    for _ in range(size):
        near = {site for other in held for site in neighbours[other]} - seen or set(range(size)) - seen
        best = min(near, key=lambda site: (len(neighbours[site] - seen), -len(neighbours[site] & seen), site))
        done.append(best)
        seen.add(best)
        held = {site for site in held | {best} if neighbours[site] - seen}
        if len(held) > WIDEST:
            raise InputError("`edges`", f"must leave at most {WIDEST} sites open at once in a sum site by site: this graph is too wide.")
    return done


def extent(system: IsingGraph) -> tuple[arb, arb]:
    """Bounds of |H_I| and |M|, or of |H_B| and |B|."""
    energy = sum((abs(ball_here(J)) for _, _, J in system.edges), arb(0))
    if system.omega_k is None or system.gamma_k is None:
        return energy, arb(system.N)
    fields = sum((abs(ball_here(omega)) / 2 for omega in system.omega_k), arb(0))
    return energy + fields, sum((abs(ball_here(gamma)) for gamma in system.gamma_k), arb(0))
