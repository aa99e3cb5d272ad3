"""Every quantity from a list of levels (m, bond sum, degeneracy): plain Boltzmann averages.

Each level carries the two energies (20) and the two unit Bloch vectors +-(2 gamma m, omega)/S_m of (22)-(23).
All averages are taken about the lowest energy and the heaviest Bloch vector, so that exponentially small
results (entropy, heat capacity, 1 - purity at low temperature) keep their relative accuracy; what still
cancels is left to the doubling of the precision in `numbers.settle`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from symcoh.model import Model

from .numbers import MP, QUANTITIES, Numbers, numbers, precision, settle, start_bits

Level = tuple[int, int, int]


class Node(NamedTuple):
    """One (m, branch): weights of all and of the excited states, energy moments about E_0, Bloch vector."""

    m: int
    weight: Any
    excited: Any
    first: Any
    second: Any
    x: Any
    z: Any


def thermal(model: Model, beta: Any, levels: Iterable[Level], digits: int, wanted: Iterable[str] = QUANTITIES) -> dict[str, Any]:
    """The wanted quantities at 0 < beta < oo, good to `digits` relative digits.

    Raises:
        Undecided: a wanted quantity is exactly zero (or out of reach).
    """
    sectors, names = by_sector(levels), tuple(wanted)

    def compute() -> dict[str, Any]:
        found = observables(numbers(model, beta), sectors)
        return {name: found[name] for name in names}

    return settle(compute, digits, start_bits(model, beta, digits))


def by_sector(levels: Iterable[Level]) -> dict[int, list[tuple[int, int]]]:
    """{m: [(bond, degeneracy), ...]}, bonds ascending."""
    sectors: dict[int, list[tuple[int, int]]] = {}
    for m, bond, degeneracy in levels:
        sectors.setdefault(m, []).append((bond, degeneracy))
    return {m: sorted(rows) for m, rows in sectors.items()}


def observables(at: Numbers, sectors: dict[int, list[tuple[int, int]]]) -> dict[str, Any]:
    """All quantities at the current precision."""
    lowest, degeneracy, nodes = _nodes(at, sectors)
    found = _whole_system(at, lowest, degeneracy, nodes)
    found.update(_target(at, nodes))
    return found


def _nodes(at: Numbers, sectors: dict[int, list[tuple[int, int]]]) -> tuple[Any, int, list[Node]]:
    """Lowest energy, its degeneracy, and all nodes; energies closer than noise are equal."""
    noise = at.scale * MP.mpf(2) ** (-3 * MP.prec // 4)
    best = {m: rows[-1][0] if at.J >= 0 else rows[0][0] for m, rows in sectors.items()}
    base = {m: at.omega_a * m / 2 - at.J * best[m] for m in sectors}
    halves = {m: at.splitting(m) / 2 for m in sectors}
    lowest = min(base[m] - halves[m] for m in sectors)
    lowest = MP.mpf(0) if abs(lowest) <= noise else lowest
    nodes, degeneracy, step = [], 0, MP.exp(-at.beta * abs(at.J))
    for m, rows in sectors.items():
        ground, rest, first, second = _bond_moments(rows, best[m], step, abs(at.J))
        for branch in (-1, 1):
            excess = base[m] + branch * halves[m] - lowest
            excess = MP.mpf(0) if abs(excess) <= noise else excess
            degeneracy += ground if excess == 0 else 0
            factor, count = MP.exp(-at.beta * excess), ground + rest
            energy = factor * (excess * count + first)
            square = factor * (excess**2 * count + 2 * excess * first + second)
            x, z = direction(at, m, branch)
            nodes.append(Node(m, factor * count, factor * (count if excess else rest), energy, square, x, z))
    return lowest, degeneracy, nodes


def direction(at: Numbers, m: int, branch: int) -> tuple[Any, Any]:
    """The Bloch vector +-(2 gamma m, omega)/S_m, exact at omega = 0; where S_m = 0 any two opposite vectors serve."""
    if at.omega == 0:
        x = branch * MP.sign(at.gamma * m)
        return x, MP.mpf(0) if x else MP.mpf(branch)
    splitting = at.splitting(m)
    return branch * 2 * at.gamma * m / splitting, branch * at.omega / splitting


def _bond_moments(rows: list[tuple[int, int]], best: int, step: Any, coupling: Any) -> tuple[int, Any, Any, Any]:
    """Degeneracy of the best bond; sums of weight, weight e, weight e^2 over the others, e the energy above it.

    In integers scaled by 2**bits, relative to the first excited bond, with room for the largest degeneracy.
    """
    if coupling == 0:
        return sum(g for _, g in rows), MP.mpf(0), MP.mpf(0), MP.mpf(0)
    ordered = sorted((abs(bond - best), g) for bond, g in rows)
    (_, ground), excited = ordered[0], ordered[1:]
    if not excited:
        return ground, MP.mpf(0), MP.mpf(0), MP.mpf(0)
    first, bits = excited[0][0], MP.prec + max(g for _, g in excited).bit_length() + 64
    with precision(bits + 32):
        power, place, factor, stride = 1 << bits, first, 0, 0
        sums = [0, 0, 0]
        for distance, degeneracy in excited:
            if distance > place:
                if distance - place != stride:
                    stride = distance - place
                    factor = int(MP.floor(MP.ldexp(step**stride, bits)))
                power, place = power * factor >> bits, distance
            weight = degeneracy * power
            sums = [sums[0] + weight, sums[1] + weight * distance, sums[2] + weight * distance**2]
            if not power:
                break
    scaled = [MP.ldexp(MP.mpf(value), -bits) * step**first for value in sums]
    return ground, scaled[0], scaled[1] * coupling, scaled[2] * coupling**2


def _whole_system(at: Numbers, lowest: Any, degeneracy: int, nodes: list[Node]) -> dict[str, Any]:
    """Z and what follows from it; k_B = 1."""
    total = sum(node.weight for node in nodes)
    energy = sum(node.first for node in nodes) / total
    log_sum = MP.log(degeneracy) + log1p(sum(node.excited for node in nodes) / degeneracy)
    log_z = log_sum - at.beta * lowest
    return {
        "partition-function": MP.exp(log_z),
        "log-partition-function": log_z,
        "free-energy": -log_z / at.beta,
        "energy": lowest + energy,
        "entropy": log_sum + at.beta * energy,
        "heat-capacity": at.beta**2 * (sum(node.second for node in nodes) / total - energy**2),
        "magnetization": sum(node.weight * node.m for node in nodes) / total,
    }


def _target(at: Numbers, nodes: list[Node]) -> dict[str, Any]:
    """What follows from rho_t; dC/dT is beta^2 times a covariance, because sigma^x is diagonal in the nodes' energies."""
    total = sum(node.weight for node in nodes)
    main = max(nodes, key=lambda node: node.weight)
    x = sum(node.weight * node.x for node in nodes) / total
    z = sum(node.weight * node.z for node in nodes) / total
    away = [(node.weight / total, node.x - main.x, node.z - main.z) for node in nodes]
    shift_x, shift_z = sum(p * dx for p, dx, _ in away), sum(p * dz for p, _, dz in away)
    mixed = sum(p * (dx**2 + dz**2) for p, dx, dz in away) - shift_x**2 - shift_z**2
    energy = sum(node.first for node in nodes) / total
    covariance = sum(node.first * (node.x - main.x) for node in nodes) / total - shift_x * energy
    found = bloch(x, z, mixed, at.omega)
    found["coherence-derivative"] = MP.sign(x) * at.beta**2 * covariance
    return found


def bloch(x: Any, z: Any, mixed: Any, omega: Any) -> dict[str, Any]:
    """The quantities of a Bloch vector (x, 0, z), with `mixed` = 1 - x^2 - z^2 given to full relative accuracy."""
    length = MP.sqrt(x**2 + z**2)
    small = mixed / (1 + length) / 2
    small_diagonal = (mixed + x**2) / (1 + abs(z)) / 2
    excited, ground = (small_diagonal, (1 + abs(z)) / 2) if z <= 0 else ((1 + abs(z)) / 2, small_diagonal)
    return {
        "coherence": abs(x),
        "bloch-x": x,
        "bloch-z": z,
        "population-ground": ground,
        "population-excited": excited,
        "purity": 1 - mixed / 2,
        "target-entropy": binary_entropy(small),
        "relative-entropy-of-coherence": entropy_gap(small, x**2 / (2 * (length + abs(z))) if x else MP.mpf(0), abs(z)),
        "quantum-fisher-information": x**2,
        "ergotropy": omega / 2 * x**2 / (length + abs(z)) if x else MP.mpf(0),
    }


def binary_entropy(p: Any) -> Any:
    """-p log p - (1-p) log(1-p) in nats."""
    return MP.mpf(0) if p == 0 else -p * MP.log(p) - (1 - p) * log1p(-p)


def entropy_gap(small: Any, gap: Any, z: Any) -> Any:
    """binary_entropy(u) - binary_entropy(small) for u = small + gap = (1 - z)/2, z >= 0, as a sum of positive terms.

    gap log((1-u)/u) + u k(-gap/u) + (1-u) k(gap/(1-u)) with k(t) = (1+t) log(1+t) - t.
    """
    if gap == 0:
        return MP.mpf(0)
    upper = small + gap
    if gap > small:
        return binary_entropy(upper) - binary_entropy(small)
    return gap * log1p(z / upper) + upper * _excess(-gap / upper) + (1 - upper) * _excess(gap / (1 - upper))


def _excess(t: Any) -> Any:
    """(1 + t) log(1 + t) - t = sum_{j >= 2} (-t)^j/(j (j-1))."""
    if abs(t) > MP.mpf(2) ** -40:
        return (1 + t) * log1p(t) - t
    result, power, j = MP.mpf(0), t * t, 2
    while abs(power) > t * t * MP.mpf(2) ** (-MP.prec - 10):
        result, power, j = result + power / (j * (j - 1)), -power * t, j + 1
    return result


def log1p(value: Any) -> Any:
    """log(1 + value) with full relative accuracy, by its series where the value is tiny."""
    if value == 0:
        return MP.mpf(0)
    if abs(value) > MP.mpf(2) ** -40:
        return MP.log(1 + value) if abs(value) > MP.mpf(2) ** -10 else _log1p_wide(value)
    result, power, n = MP.mpf(0), value, 1
    while abs(power) > abs(value) * MP.mpf(2) ** (-MP.prec - 10):
        result += power / n if n % 2 else -power / n
        power, n = power * value, n + 1
    return result


def _log1p_wide(value: Any) -> Any:
    with precision(MP.prec + 60):
        result = MP.log(1 + value)
    return +result
