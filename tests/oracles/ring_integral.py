"""The integral over two rings by adaptive Gauss-Legendre in plain floats: a route for any N, checked and not proved.

    Z = L(h_0 + c) + L(h_0 - c) + int_{-1}^{1} k L,   C Z = L(h_0 + c) - L(h_0 - c) + int s k L,   |z| Z = int l L,

L(h_0 + c s), k = a I_1(a r)/r and l = a I_0(a r) with r = sqrt(1 - s^2), a = beta omega/2, h_0 = beta |omega_a|/2 and
c = beta |gamma|. Panels shrink towards s = -1, 0, 1 and the largest value of the integrand, and are halved until the
halves agree with the whole.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from symcoh.model import Model

from .numbers import MP, Numbers, numbers, precision, start_bits
from .omega_zero import Ring
from .thermal import bloch

NODES = 32
HALVINGS = 40


class Moments(NamedTuple):
    """log Z, C and |z|."""

    log_z: Any
    coherence: Any
    longitudinal: Any


def quantities(model: Model, beta: Any, digits: int, target: bool = True) -> dict[str, Any]:
    """log Z, Z, F, C and, with `target`, all of rho_t at omega > 0, gamma omega_a != 0 and 0 < beta < oo, to about `digits` digits."""
    spare = digits + 2 * len(str(model.N)) + 10
    with precision(start_bits(model, beta, spare) + 8 * model.N.bit_length()):
        at = numbers(model, beta)
        side = MP.sign(at.gamma * at.omega_a)
        found = moments(at, spare, target)
        x, z = side * found.coherence, -found.longitudinal
        values = bloch(x, z, 1 - x**2 - z**2, at.omega) if target else {}
        values["coherence"] = found.coherence
        values |= {"log-partition-function": found.log_z, "partition-function": MP.exp(found.log_z), "free-energy": -found.log_z / at.beta}
        return values


def moments(at: Numbers, digits: int, target: bool = True) -> Moments:
    """The three integrals with the parts at the ends; without `target` the last is left out, and |z| said to be 0."""
    a, h, c = at.beta * at.omega / 2, at.beta * abs(at.omega_a) / 2, at.beta * abs(at.gamma)
    upper, lower = Ring(at, h + c).log, Ring(at, h - c).log
    top = max(upper, lower)

    def log_ring(s: Any) -> Any:
        return Ring(at, h + c * s).log

    def log_height(s: Any) -> Any:
        return a * MP.sqrt(1 - s * s) + log_ring(s)

    peak, cuts = _cuts(at, log_height, a, c)
    level = max(top, log_height(peak))
    drop = digits * MP.log(10) + 40
    live = [pair for pair in pairwise(cuts) if max(map(log_height, pair)) > level - drop]

    def integrand(s: Any) -> tuple[Any, Any, Any]:
        r = MP.sqrt(1 - s * s)
        weight = MP.exp(log_ring(s) - level)
        k = a * MP.besseli(1, a * r) / r * weight
        return k, s * k, a * MP.besseli(0, a * r) * weight if target else MP.zero

    rough = [_panel(integrand, *pair) for pair in live]
    ends = MP.exp(upper - level), MP.exp(lower - level)
    tolerance = MP.mpf(10) ** -digits * (sum((part[0] for part in rough), ends[0] + ends[1]))
    total = [MP.mpf(0)] * 3
    for pair, part in zip(live, rough, strict=True):
        total = [x + y for x, y in zip(total, _refined(integrand, pair, part, tolerance, HALVINGS), strict=True)]
    z_sum = ends[0] + ends[1] + total[0]
    return Moments(level + MP.log(z_sum), (ends[0] - ends[1] + total[1]) / z_sum, total[2] / z_sum)


def _cuts(at: Numbers, log_height: Any, a: Any, c: Any) -> tuple[Any, list[Any]]:
    """The place of the largest integrand, about, and the ends of the panels."""
    depth = int(MP.log(at.N * c + a + 16, 2)) + 8
    scale = [MP.mpf(2) ** -j for j in range(1, depth)]
    cuts = {MP.mpf(v) for v in (-1, 0, 1)} | {v for w in scale for v in (w, -w, 1 - w, w - 1)}
    grid = sorted(cuts)
    best = max(range(len(grid)), key=lambda i: log_height(grid[i]))
    low, high = grid[max(0, best - 1)], grid[min(len(grid) - 1, best + 1)]
    for _ in range(2 * depth):
        one, two = low + (high - low) / 3, high - (high - low) / 3
        low, high = (one, high) if log_height(one) < log_height(two) else (low, two)
    peak = (low + high) / 2
    cuts |= {v for w in scale for v in (peak - w, peak + w) if -1 < v < 1}
    return peak, sorted(cuts)


def _refined(integrand: Any, pair: tuple[Any, Any], whole: tuple[Any, ...], tolerance: Any, depth: int) -> tuple[Any, ...]:
    low, high = pair
    middle = (low + high) / 2
    halves = _panel(integrand, low, middle), _panel(integrand, middle, high)
    joined = tuple(x + y for x, y in zip(*halves, strict=True))
    if all(abs(x - y) <= tolerance for x, y in zip(joined, whole, strict=True)):
        return joined
    assert depth, "the panels do not settle"
    parts = [
        _refined(integrand, ends, part, tolerance, depth - 1) for ends, part in zip(((low, middle), (middle, high)), halves, strict=True)
    ]
    return tuple(x + y for x, y in zip(*parts, strict=True))


def _panel(integrand: Any, low: Any, high: Any) -> tuple[Any, Any, Any]:
    half, middle = (high - low) / 2, (high + low) / 2
    total = [MP.mpf(0)] * 3
    for node, weight in _rule(MP.prec):
        total = [x + weight * y for x, y in zip(total, integrand(middle + half * node), strict=True)]
    return half * total[0], half * total[1], half * total[2]


@cache
def _rule(bits: int) -> tuple[tuple[Any, Any], ...]:
    """Nodes and weights of Gauss-Legendre by Newton's method on the recurrence of Legendre polynomials."""
    rule = []
    for i in range(NODES):
        x = MP.cos(MP.pi * (i + MP.mpf(3) / 4) / (NODES + MP.mpf(1) / 2))
        for _ in range(bits.bit_length() + 6):
            value, slope = _legendre(x)
            x -= value / slope
        rule.append((x, 2 / ((1 - x * x) * _legendre(x)[1] ** 2)))
    return tuple(rule)


def _legendre(x: Any) -> tuple[Any, Any]:
    before, value = MP.mpf(1), x
    for n in range(2, NODES + 1):
        before, value = value, ((2 * n - 1) * x * value - (n - 1) * before) / n
    return value, NODES * (x * value - before) / (x * x - 1)
