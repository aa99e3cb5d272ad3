"""The expansion at the end t = 1 - s = 0, term by term: f lambda^N dt = f (T/(2 c)) (1 - z)^{N/2 - 1} dz as a series in z.

At z = 0, with C and S the hyperbolic cosine and sine of h*, R = sqrt(u^2 S^2 + v) and lambda = u C + R = 1,

    T = (R - z/2)/sqrt(q_0 - q_1 z + z^2/4),     q_0 = (u S)^2,     q_1 = q_0 + u R C,
    t = (1/(2 c)) int_0^z T/(1 - z) dz,     int_0^1 z^j (1 - z)^{N/2 - 1} dz = j!/((N/2) ... (N/2 + j)).

These are (E - p)/sqrt((E - A)(E - B)) with E = 1 - z, p = u^2 - v, A, B = (u +- sqrt(v))^2 (proof in `endpoint`):
1 - p = 2 R, (1 - A)(1 - B) = 4 q_0 and 2 - A - B = 4 q_1, all without cancellation.
"""

from __future__ import annotations

from collections.abc import Callable
from math import isqrt

from flint import arb, arb_poly

from .ring_sums import Ring, larger_root


def endpoint_sums(
    ring: Ring[arb], strength: arb, terms: int, with_longitudinal: bool, checkpoint: Callable[[], None]
) -> tuple[arb, arb, arb]:
    """The first `terms` terms of the integrals of k, t k and l times lambda_+^N, at the precision in force.

    Args:
        ring: the scaled ring, with c > 0 and h* > 0.
        strength: a = beta omega/2.
        terms: number of terms >= 1.
        with_longitudinal: whether the last integral is wanted; it is 0 otherwise.
        checkpoint: called now and then; may raise to stop.

    Returns:
        The three integrals, over the scale of the ring.
    """
    density, t = substitution(ring, terms)
    x = (2 * t - t * t).truncate(terms)
    powers = [arb_poly([1])]
    for _ in range(isqrt(terms)):
        powers.append((powers[-1] * x).truncate(terms))
    weights = _weights(ring.sources, terms)

    def times_density(order: int) -> arb_poly:
        return (_composed(_kernel_coefficients(order, strength, terms), powers, terms, checkpoint) * density).truncate(terms)

    share = times_density(1)
    longitudinal = _weighted(times_density(0), weights) if with_longitudinal else arb(0)
    return _weighted(share, weights), _weighted(t * share, weights), longitudinal


def substitution(ring: Ring[arb], terms: int) -> tuple[arb_poly, arb_poly]:
    """T/(2 c) and t as series in z, `terms` coefficients each.

    W = (q_0 - q_1 z + z^2/4)^(-1/2) obeys q_0 (j + 1) W_{j+1} = q_1 (j + 1/2) W_j - j W_{j-1}/4.
    """
    sine, cosine = (ring.field + ring.slope).sinh_cosh()
    across, root = ring.u * sine, larger_root(ring, sine, cosine)[1]
    quotient, fourth = 1 + root * cosine / (across * sine), 1 / (4 * across * across)
    factor = 1 / (2 * ring.slope)
    before, value, total = arb(0), factor / across, arb(0)
    density, t = [], [arb(0)]
    for j in range(terms):
        density.append(root * value - before / 2)
        total += density[j]
        t.append(total / (j + 1))
        before, value = value, (quotient * (2 * j + 1) * value / 2 - j * fourth * before) / (j + 1)
    return arb_poly(density), arb_poly(t[:terms])


def _kernel_coefficients(order: int, strength: arb, terms: int) -> list[arb]:
    """The coefficients of k or l (`order` 1 or 0) as a series in x = 1 - s^2."""
    quarter = strength * strength / 4
    coefficients = [2 * quarter if order else strength]
    for p in range(1, terms):
        coefficients.append(coefficients[-1] * quarter / (p * (p + order)))
    return coefficients


def _composed(coefficients: list[arb], powers: list[arb_poly], terms: int, checkpoint: Callable[[], None]) -> arb_poly:
    """Sum_p coefficients[p] x^p as a series in z, from the powers 0, 1, ..., m of x, which has no constant term; Horner in x^m."""
    step = len(powers) - 1
    giant = powers[step].right_shift(step)
    total = arb_poly()
    for start in range((terms - 1) // step * step, -1, -step):
        checkpoint()
        room = terms - start
        if room > step:
            total = (total * giant.truncate(room - step)).truncate(room - step).left_shift(step)
        for power, coefficient in zip(powers[:step], coefficients[start : start + step], strict=False):
            total += coefficient * power.truncate(room)
    return total


def _weights(sources: int, terms: int) -> list[arb]:
    """The integrals of z^j (1 - z)^{N/2 - 1} over [0, 1]."""
    weights = [arb(2) / sources]
    for j in range(1, terms):
        weights.append(weights[-1] * (2 * j) / (sources + 2 * j))
    return weights


def _weighted(series: arb_poly, weights: list[arb]) -> arb:
    return sum((weight * coefficient for weight, coefficient in zip(weights, series.coeffs(), strict=False)), arb(0))
