"""The transfer matrix as a polynomial in z (z^k marks k spins up): routes for rings of any size.

Three forms, none of which uses the degeneracies (25) or the hypergeometric weights (30):
walks around the ring counted exactly (`walk_levels`), the trace of the N-th power at a rational
x = e^{-4 beta J} (`rational_weights`), and the same walks with multiprecision weights (`weights`),
where every term is positive and nothing cancels. `domain_levels` counts arrangements of domains
directly, for rings too large to walk exactly.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

import gmpy2
from flint import fmpq, fmpq_poly

from symcoh.model import Model

from .numbers import MP, QUANTITIES, numbers, precision, settle, start_bits
from .thermal import Level, thermal


@cache
def walk_levels(sources: int) -> tuple[Level, ...]:
    """(m, bond sum, number of configurations) from closed walks of N steps; N <= 150.

    The walk starts up; `up[k, w]` counts walks that stand up after k up spins and w walls. Starting down
    is the mirror image.
    """
    up: dict[tuple[int, int], int] = {(1, 0): 1}
    down: dict[tuple[int, int], int] = {}
    for _ in range(sources - 1):
        new_up: dict[tuple[int, int], int] = {}
        new_down: dict[tuple[int, int], int] = {}
        for here, stay, cross, gain in ((up, new_up, new_down, 1), (down, new_down, new_up, 0)):
            for (k, walls), number in here.items():
                stay[k + gain, walls] = stay.get((k + gain, walls), 0) + number
                moved = (k + 1 - gain, walls + 1)
                cross[moved] = cross.get(moved, 0) + number
        up, down = new_up, new_down
    closed: dict[tuple[int, int], int] = {}
    for ends, extra in ((up, 0), (down, 1)):
        for (k, walls), number in ends.items():
            bond = sources - 2 * (walls + extra)
            for m in (2 * k - sources, sources - 2 * k):
                closed[m, bond] = closed.get((m, bond), 0) + number
    return tuple((m, bond, number) for (m, bond), number in sorted(closed.items()))


@cache
def domain_levels(sources: int) -> tuple[Level, ...]:
    """(m, bond sum, number of configurations) from compositions: k spins in n up-domains, N-k in n down-domains.

    Cut the ring between sites N and 1. Site 1 is up or down, the two sides of the cut are equal or not:
    each case is a sequence of blocks, counted by compositions.
    """
    found = {(-sources, sources): 1, (sources, sources): 1}
    for k in range(1, sources // 2 + 1):
        ups, downs = _compositions(k), _compositions(sources - k)
        for n in range(1, k + 1):
            differ, same_up, same_down = 2 * ups[n] * downs[n], ups[n + 1] * downs[n], ups[n] * downs[n + 1]
            for m in (2 * k - sources, sources - 2 * k):
                found[m, sources - 4 * n] = differ + same_up + same_down
    return tuple((m, bond, number) for (m, bond), number in sorted(found.items()))


def _compositions(total: int) -> list[int]:
    """Compositions of `total` into n = 0, 1, ..., total + 1 positive parts."""
    row = [0, 1]
    for n in range(1, total + 1):
        row.append(row[-1] * (total - n) // n)
    return row


def rational_weights(sources: int, x: fmpq) -> list[fmpq]:
    """W_m e^{-beta J N} for m = -N, -N+2, ..., N at x = e^{-4 beta J}, exactly.

    The trace of the N-th power of [[z, y], [y z, 1]] with y^2 = x, by doubling of power sums:
    p_{2n} = p_n^2 - 2 q^n and p_{2n+1} = p_n p_{n+1} - q^n p_1, with p_1 = 1 + z and q = z (1 - x).
    """
    trace, product = fmpq_poly([1, 1]), fmpq_poly([0, 1 - x])
    low, high, power = fmpq_poly([2]), trace, fmpq_poly([1])
    for bit in bin(sources)[2:]:
        middle = low * high - power * trace
        if bit == "1":
            low, high, power = middle, high * high - 2 * power * product, power * power * product
        else:
            low, high, power = low * low - 2 * power, middle, power * power
    return [low[k] for k in range(sources + 1)]


def quantities(model: Model, beta: Any, digits: int, wanted: Iterable[str] = QUANTITIES) -> dict[str, Any]:
    """The wanted quantities at 0 < beta < oo from counted walks (N <= 100) or domains (above)."""
    levels = walk_levels(model.N) if model.N <= 100 else domain_levels(model.N)
    return thermal(model, beta, levels, digits, wanted)


def weights(sources: int, coupling: Any, bits: int) -> list[Any]:
    """W_m e^{-|coupling| N}, m = -N, ..., N, at coupling = beta J, by a walk of positive terms.

    `coupling` is a float of the private context. In MPFR where its exponents (2^30 bits) reach, else in
    mpmath, ten times slower. Rounding: about 4N operations of one sign a coefficient.
    """
    with precision(bits + 64):
        stay, cross = (MP.exp(sign * coupling - abs(coupling)) for sign in (1, -1))
        if (2 * sources + 2) * abs(coupling) > 5 * 10**8:
            return _walk(sources, stay, cross, MP.mpf(0), MP.mpf(1))
    with gmpy2.context(gmpy2.get_context(), precision=bits):
        found = _walk(sources, _mpfr(stay), _mpfr(cross), gmpy2.mpfr(0), gmpy2.mpfr(1))
    assert all(weight > 0 for weight in found), "underflow: beyond the exponents of MPFR"
    with precision(bits):
        return [_mpf(weight) for weight in found]


def _walk(sources: int, stay: Any, cross: Any, zero: Any, one: Any) -> list[Any]:
    up, down = [zero, one], [zero, zero]
    for _ in range(sources - 1):
        up, down = (
            [zero, *(stay * u + cross * d for u, d in zip(up, down, strict=True))],
            [*(cross * u + stay * d for u, d in zip(up, down, strict=True)), zero],
        )
    ends = [stay * u + cross * d for u, d in zip(up, down, strict=True)]
    return [ends[k] + ends[sources - k] for k in range(sources + 1)]


def _mpfr(value: Any) -> Any:
    sign, mantissa, exponent, _ = value._mpf_
    assert not sign
    return gmpy2.mul_2exp(gmpy2.mpfr(mantissa), exponent) if exponent >= 0 else gmpy2.div_2exp(gmpy2.mpfr(mantissa), -exponent)


def _mpf(value: Any) -> Any:
    mantissa, exponent = value.as_mantissa_exp()
    return MP.ldexp(MP.mpf(int(mantissa)), int(exponent))


def partition_and_coherence(model: Model, beta: Any, digits: int) -> dict[str, Any]:
    """Z and C at 0 < beta < oo from (27)-(28), all m one by one, with the positive walk for the weights."""

    def compute() -> dict[str, Any]:
        at = numbers(model, beta)
        scaled = weights(at.N, at.beta * at.J, MP.prec + 8 * at.N.bit_length())
        z_sum, x_sum, top = MP.mpf(0), MP.mpf(0), at.beta * at.scale
        for m, weight in zip(range(-at.N, at.N + 1, 2), scaled, strict=True):
            half = at.splitting(m) / 2
            plus, minus = (weight * MP.exp(sign * at.beta * half - at.beta * at.omega_a * m / 2 - top) for sign in (1, -1))
            z_sum += plus + minus
            x_sum += (at.gamma * m / half) * (plus - minus) if half else 0
        return {"partition-function": z_sum * MP.exp(top + abs(at.beta * at.J) * at.N), "coherence": abs(x_sum / z_sum)}

    return settle(compute, digits, start_bits(model, beta, digits))
