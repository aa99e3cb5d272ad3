"""One model at many temperatures: all sums over sectors from tables that hold no beta.

With k = (N - u)/2, x = e^{-4 beta J}, q = e^{-beta |omega_a|}, b_k = beta S_u/2 and everything in units of
e^{beta J N + beta |omega_a| N/2}, each sum of (29) and (31) is

    sum_k w_k (q^k +- q^{N-k}) (f_k e^{b_k} + g_k e^{-b_k}),        w_k = W_{N-2k}/W_N,

a polynomial in q taken at q and at 1/q; u = 0 counts once. S_u, f, g and the coefficients of the recurrence

    w_{k+1} = r_k w_k,   r_k = (B_k - A_k/r_{k-1})/C_k,   w_0 = 1,   w_1 = N x,   r_1 = 1 + (N-3) x/2,

are tabulated once for a precision. A temperature then costs an exponential and about twelve products a sector.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import repeat
from operator import mul

from flint import arb, arb_poly

from ...balls import current_precision
from ...errors import NotCertified
from ...exactnumbers import ONE
from ...model import Model
from .setting import Setting, setting
from .weights import recurrence_coefficients

MAX_KEPT = 600
"""Most sectors summed at a temperature; where more are needed, other routes are as fast."""

MAX_BITS = 2**24
"""Most bits in one column of the tables."""


@dataclass(slots=True)
class Tables:
    """What all temperatures share at one precision; row k belongs to u = N - 2k, and rows are added as they are needed.

    `slope` |omega_a| + (S_N - omega)/N; `spins` u, `halves` S_u/2, `squares` (omega_a u/2)^2 + (S_u/2)^2, `across` 2|gamma| u/S_u,
    `along` omega/S_u, `lower` (1 - omega/S_u)/2 and `upper` (1 + omega/S_u)/2 of (20)-(23), with 0 for 1/S_u where S_u = 0;
    `steps` A_k/C_k and the two parts of B_k/C_k = constant + slope x, from k = 2.
    """

    shared: Setting
    slope: arb
    spins: list[arb] = field(default_factory=list)
    halves: list[arb] = field(default_factory=list)
    squares: list[arb] = field(default_factory=list)
    across: list[arb] = field(default_factory=list)
    along: list[arb] = field(default_factory=list)
    lower: list[arb] = field(default_factory=list)
    upper: list[arb] = field(default_factory=list)
    steps: list[tuple[arb, arb, arb]] = field(default_factory=list)


def tables(model: Model) -> Tables:
    """Tables without rows, at the precision in force."""
    s = setting(model, ONE, with_ground=False)
    return Tables(s, s.omega_a + (s.splitting(s.sources) - s.omega) / s.sources)


def tables_like(table: Tables, model: Model) -> Tables:
    """The tables of a model that differs from that of `table` in J alone, which no column holds: the columns are shared.

    >>> from symcoh.balls import working_precision
    >>> with working_precision(64):
    ...     first = tables(Model(N=6, omega_a=1, gamma=1, J=1))
    ...     second = tables_like(first, Model(N=6, omega_a=1, gamma=1, J=-2))
    >>> second.halves is first.halves, float(second.shared.coupling)
    (True, -2.0)
    """
    return replace(table, shared=setting(model, ONE, with_ground=False))


def _extend(table: Tables, kept: int) -> None:
    s = table.shared
    for k in range(len(table.halves), kept):
        u = s.sources - 2 * k
        split = s.splitting(u)
        across, along = s.transverse(u, split), arb(0) if split.is_zero() else s.omega / split
        half, moment = split / 2, s.omega_a * u / 2
        table.spins.append(arb(u))
        table.halves.append(half)
        table.squares.append(moment * moment + half * half)
        table.across.append(across)
        table.along.append(along)
        table.lower.append(arb(1) / 2 if split.is_zero() else across * across / (2 * (1 + along)))
        table.upper.append((1 + along) / 2)
    for k in range(len(table.steps) + 2, kept - 1):
        before, after, constant, slope = recurrence_coefficients(s.sources, k)
        table.steps.append((arb(before) / after, arb(constant) / after, arb(slope) / after))


@dataclass(slots=True)
class Point:
    """One temperature: beta, x, q, 1/q, q^N, the exponentials e^{b_k} of the sectors kept, and the bound of the others.

    `omitted` bounds sum_{k >= kept} w_k (q^k + q^{N-k}) 2 cosh b_k; it is 0 where every sector is kept.
    """

    table: Tables
    beta: arb
    x: arb
    q: arb
    back: arb
    span: arb
    rising: list[arb]
    omitted: arb

    @property
    def complete(self) -> bool:
        """Whether every sector is kept."""
        return len(self.rising) == self.table.shared.sources // 2 + 1


def point(table: Tables, beta: arb) -> Point:
    """One temperature at the precision in force.

    Args:
        table: tables of the model at this precision; they grow by the sectors that are needed.
        beta: a ball around the inverse temperature > 0.

    Raises:
        NotCertified: more sectors are needed than tables pay for.

    Error: what is left out is below the working precision, relative to Z, and bounded by `omitted_sectors`.
    """
    s, bits = table.shared, current_precision()
    x, decline = (-4 * beta * s.coupling).exp(), beta * table.slope
    front = tail_front(s.sources, x, decline)
    kept = sectors_needed(s.sources, front, decline, bits)
    if kept > min(MAX_KEPT, MAX_BITS // bits):
        raise NotCertified(f"Tables do not pay for {kept} sectors with {bits} bits.")
    _extend(table, kept)
    rising = list(map(arb.exp, map(mul, repeat(beta), table.halves[:kept])))
    omitted = omitted_sectors(s.sources, front, decline, kept) * rising[0]
    q = (-beta * s.omega_a).exp()
    return Point(table, beta, x, q, 1 / q, q**s.sources, rising, omitted)


def sectors_needed(sources: int, front: arb, decline: arb, bits: int) -> int:
    """The fewest sectors k = 0, 1, ... for which `omitted_sectors` is below 2^-bits, or all N//2 + 1."""
    every = sources // 2 + 1
    if not decline > 0:
        return every
    wanted = (front.log() + bits * arb.const_log2()) / decline + 2
    whole = wanted.lower().floor().unique_fmpz() if wanted < every else None
    return every if whole is None else max(1, int(whole))


def omitted_sectors(sources: int, front: arb, decline: arb, kept: int) -> arb:
    """Upper bound of the sectors k >= kept >= 1 in units of e^{b_0}, a lower bound of Z.

    Theorem. For N >= 2, beta > 0 and J of any sign, with rho = beta (|omega_a| + (S_N - omega)/N),

        sum_{k >= K} w_k (q^k + q^{N-k}) 2 cosh b_k <= e^{b_0} 4 N x (1 + sqrt x)^{N-2} e^{-rho K}/(1 - e^{-rho}).

    Proof. By (25), w_k = sum_n (N/n) C(k-1, n-1) C(N-k-1, n-1) x^n <= N x sum_j C(k-1, j) x^{j/2} C(N-k-1, j) x^{j/2}, at most
    N x times the product of two binomial sums, (1 + sqrt x)^{N-2}. As k <= N/2, q^k + q^{N-k} <= 2 e^{-beta |omega_a| k}. As S_u is
    convex in u with S_0 = omega, S_N - S_u >= 2k (S_N - omega)/N, so 2 cosh b_k <= 2 e^{b_0} e^{-beta k (S_N - omega)/N}. Sum
    over k >= K. Where every sector is kept the sum is empty; where rho is not certainly positive the bound is infinite.

    Args:
        sources: N.
        front: `tail_front`.
        decline: rho.
        kept: K.
    """
    if kept > sources // 2:
        return arb(0)
    return (front * (-kept * decline).exp()).abs_upper() if decline > 0 else arb.pos_inf()


def tail_front(sources: int, x: arb, decline: arb) -> arb:
    """4 N x (1 + sqrt x)^{N-2}/(1 - e^{-rho})."""
    return 4 * sources * x * (1 + x.sqrt()) ** max(sources - 2, 0) / -(-decline).expm1()


def weights(p: Point) -> list[arb]:
    """w_k of the sectors kept."""
    size = p.table.shared.sources
    weight = size * p.x
    ratio = 1 + p.x * (size - 3) / 2
    found = [arb(1), weight, weight := weight * ratio][: len(p.rising)]
    x, append = p.x, found.append
    for before, constant, slope in p.table.steps[: max(0, len(p.rising) - 3)]:
        ratio = slope * x + constant - before / ratio
        weight = weight * ratio
        append(weight)
    return found


def weight_moments(p: Point, spread: bool) -> tuple[list[arb], list[arb], list[arb]]:
    """(w_k, theta log w_k, theta^2 log w_k) of the sectors kept, theta = x d/dx: mean and variance of the domain number in a sector.

    With a = theta log r and b = theta a the recurrence gives theta r_k = x B'/C + (A/C) a_{k-1}/r_{k-1} and
    theta^2 r_k = x B'/C + (A/C) (b_{k-1} - a_{k-1}^2)/r_{k-1}; the logarithm of a weight sums those of the ratios before it.
    Without `spread` the variances are left at 0.
    """
    size = p.table.shared.sources
    weight, mean, variance = size * p.x, arb(1), arb(0)
    ratio, a, b = arb(1), arb(0), arb(0)
    found = [(arb(1), arb(0), arb(0)), (weight, mean, variance)]
    for before, constant, slope in [(arb(0), arb(1), arb(size - 3) / 2), *p.table.steps][: max(0, len(p.rising) - 2)]:
        pull, linear, last = before / ratio, slope * p.x, a
        ratio = linear + constant - pull
        a = (linear + pull * last) / ratio
        if spread:
            b = (linear + pull * (b - last * last)) / ratio - a * a
            variance = variance + b
        weight, mean = weight * ratio, mean + a
        found.append((weight, mean, variance))
    values, means, variances = zip(*found[: len(p.rising)], strict=True)
    return list(values), list(means), list(variances)


def paired_sum(p: Point, terms: Iterable[arb], odd: bool, size: arb) -> arb:
    """sum_k a_k (q^k + q^{N-k}), or with a minus sign where `odd`, u = 0 counted once.

    Args:
        p: the point.
        terms: a_k of the sectors kept; for N even and `odd` the one of u = 0 is 0.
        odd: the sign.
        size: |a_k| <= size w_k 2 cosh b_k for the sectors left out, whose bound enters the radius.
    """
    sources = p.table.shared.sources
    coefficients = list(terms)
    if 2 * len(coefficients) - 2 == sources:
        coefficients[-1] = coefficients[-1] / 2
    series = arb_poly(coefficients)
    near, far = series(p.q), p.span * series(p.back)
    total = near - far if odd else near + far
    return total if p.omitted.is_zero() else total + arb(0, (p.omitted * size).abs_upper())
