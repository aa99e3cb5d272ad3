"""One sector weight directly, by its sum over domains (25): where a window begins in mid-air.

P_k = sum_n g_n z^{n-1} (J >= 0, z = y) or y^{k-1} sum_n g_n z^{n-1} (J < 0, z = 1/y), with

    g_n = (N/n) C(k-1, n-1) C(N-k-1, n-1),     t_{n+1}/t_n = (k-n) (N-k-n) z/(n (n+1)).

The ratio of neighbours falls with n, so the terms have one maximum, fall on either side of it faster than any
geometric series that starts there, and O(sqrt N) of them matter. All are positive.
"""

from __future__ import annotations

from dataclasses import dataclass

from flint import arb

from ...balls import ask_clocks, current_precision, midpoint
from ...sources.ring.counting import degeneracy, favoured_domains
from .paired_sums import checkpoint_every
from .series import Series, inverse, product, scaled

MAX_TERMS = 1_000_000
"""Terms on one side of the pivot; where they do not suffice the seed is infinite."""


@dataclass(slots=True)
class Seed:
    """P_k as a series in y (its constant term alone unless moments are asked for), and the same of P_{k+1}/P_k."""

    weight: Series
    ratio: Series


@dataclass(slots=True)
class Domains:
    """The domain sum of one sector: N, k and the sign of J; j counts the domains beyond those J favours."""

    sources: int
    k: int
    antiferromagnetic: bool

    def excess(self, n: int) -> int:
        """j of n domains."""
        return self.k - n if self.antiferromagnetic else n - 1

    def step(self, n: int, upward: bool) -> tuple[int, int]:
        """t_{n+1}/t_n or t_{n-1}/t_n as a fraction, without its power of y."""
        if upward:
            return (self.k - n) * (self.sources - self.k - n), n * (n + 1)
        return n * (n - 1), (self.k - n + 1) * (self.sources - self.k - n + 1)


def seed(sources: int, k: int, y: arb, antiferromagnetic: bool, with_moments: bool, with_ratio: bool = True) -> Seed:
    """P_k for 1 <= k <= N/2 and, where k + 1 <= N/2, P_{k+1}/P_k.

    Args:
        sources: N.
        k: the first sector of the window.
        y: e^{-4 beta |J|}, a ball in (0, 1].
        antiferromagnetic: whether J < 0.
        with_moments: whether the coefficients beyond the constant are wanted.
        with_ratio: whether the ratio is wanted; else it is 0.

    >>> found = seed(6, 2, arb(1) / 2, False, False)
    >>> round(float(found.weight[0]), 6), round(float(found.ratio[0]), 6)
    (10.5, 1.190476)
    """
    here, pivot = Domains(sources, k, antiferromagnetic), pivot_heuristic(sources, k, y, antiferromagnetic)
    low = taylor(domain_sum(here, pivot, y, with_moments), y)
    weight = scaled(low, log_term(here, pivot, y).exp())
    if not with_ratio:
        return Seed(weight, (arb(0), arb(0), arb(0)))
    high = taylor(domain_sum(Domains(sources, k + 1, antiferromagnetic), pivot, y, with_moments), y)
    climb = arb(k * (sources - k - pivot)) / ((k - pivot + 1) * (sources - k - 1))
    return Seed(weight, scaled(product(high, inverse(low)), climb * y if antiferromagnetic else climb))


def excess_weight(sources: int, u: int, antiferromagnetic: bool, y: arb, weight: arb) -> arb:
    """P(y) - P(0) of the sector |m| = u, to full relative accuracy.

    Args:
        sources: N.
        u: |m|.
        antiferromagnetic: whether J < 0.
        y: e^{-4 beta |J|}, a ball in (0, 1].
        weight: P(y); where it exceeds 2 P(0) the difference is taken, else the terms j >= 1 are summed.

    >>> float(excess_weight(6, 0, False, arb(1) / 2, arb(25) / 2))
    6.5
    """
    if u == sources:
        return arb(0)
    k = (sources - u) // 2
    lowest = favoured_domains(sources, u, antiferromagnetic)
    constant = degeneracy(sources, u, lowest)
    if weight > 2 * constant:
        return weight - constant
    sums = [arb(0), arb(0), arb(0)]
    _add_side(sums, Domains(sources, k, antiferromagnetic), lowest, y, not antiferromagnetic, with_moments=False)
    return constant * sums[0]


def log_term(domains: Domains, n: int, y: arb) -> arb:
    """log of g_n y^j, by the logarithm of the gamma function."""
    k, rest = domains.k, domains.sources - domains.k
    binomials = arb(k).lgamma() - arb(k - n + 1).lgamma() + arb(rest).lgamma() - arb(rest - n + 1).lgamma() - 2 * arb(n).lgamma()
    return binomials + (arb(domains.sources) / n).log() + domains.excess(n) * y.log()


def pivot_heuristic(sources: int, k: int, y: arb, antiferromagnetic: bool) -> int:
    """The n of the largest term, about; any n from 1 to k serves, a poor one costs time."""
    pairs = k * (sources - k)
    away = y - 1 if antiferromagnetic else 1 / y - 1
    root = (arb(sources) ** 2 + 4 * away * pairs).sqrt()
    whole = (midpoint(2 * pairs / (sources + root)) + arb((1, -1))).floor().unique_fmpz() if root.is_finite() else None
    return k if whole is None else min(max(int(whole), 1), k)


def domain_sum(domains: Domains, pivot: int, y: arb, with_moments: bool) -> Series:
    """Sums of t_n, j t_n and j (j-1) t_n over all n, in units of the term at the pivot."""
    j = domains.excess(pivot)
    sums = [arb(1), arb(j), arb(j * (j - 1))]
    for upward in (True, False):
        _add_side(sums, domains, pivot, y, upward, with_moments)
    return sums[0], sums[1], sums[2]


def _add_side(sums: list[arb], domains: Domains, pivot: int, y: arb, upward: bool, with_moments: bool) -> None:
    """Add the terms on one side of the pivot, and the bound of those that are left out."""
    away = upward is not domains.antiferromagnetic  # j grows along the way
    z, cutoff, term, n = y if away else 1 / y, None, arb(1), pivot
    total, first, second = sums
    every = checkpoint_every(current_precision())
    while n < domains.k if upward else n > 1:
        if n % every == 0:
            ask_clocks()
        numerator, denominator = domains.step(n, upward)
        term = term * z * numerator / denominator
        n += 1 if upward else -1
        total += term
        j = domains.excess(n)
        if with_moments:
            first += j * term
            second += j * (j - 1) * term
        cutoff = cutoff if cutoff is not None else _cutoff(term, (4 if with_moments else 2) * domains.k.bit_length())
        if term < cutoff or abs(n - pivot) >= MAX_TERMS:
            numerator, denominator = domains.step(n, upward)
            ratio = z * numerator / denominator
            if ratio * (domains.k + 1) < domains.k or abs(n - pivot) >= MAX_TERMS:
                rest = falling_tail(term, ratio)
                total, first, second = total + rest, first + (j + 1) * rest, second + (j + 1) ** 2 * rest
                break
    sums[:] = total, first, second


def _cutoff(first: arb, spare: int) -> arb:
    """Where to stop: far below the pivot, and below the first term beyond it (all that the moments have at j = 0)."""
    tiny = arb((1, -current_precision() - spare))
    return tiny * first if first < 1 else tiny


def falling_tail(term: arb, ratio: arb) -> arb:
    """A ball around 0 with sum_{i>=1} i^2 t_i inside, t_i the terms that follow `term` = t_0 on one side.

    Theorem. If t_{i+1}/t_i does not increase with i and t_1/t_0 <= r < 1, then
    sum_{i>=1} i^2 t_i <= t_0 r (1 + r)/(1 - r)^3. The sums without i^2 are smaller, and as
    j_0 + i <= (j_0 + 1) i, so are those with j <= (j_0 + 1) i and j (j-1) <= (j_0 + 1)^2 i^2 in its place,
    divided by (j_0 + 1) and (j_0 + 1)^2.
    Proof. t_i <= t_0 r^i, and sum i^2 r^i = r (1 + r)/(1 - r)^3. (Where j falls along the way, j <= j_0.)

    Returns infinity where the ratio is not certainly below 1.
    """
    if not ratio < 1:
        return arb(0, "inf")
    return arb(0, (term * ratio * (1 + ratio) / (1 - ratio) ** 3).abs_upper())


def taylor(sums: Series, y: arb) -> Series:
    """Factorial moments of j to Taylor coefficients in y: sum t_n, sum j t_n/y, sum j (j-1) t_n/(2 y^2)."""
    return sums[0], sums[1] / y, sums[2] / (2 * y * y)
