"""Entropies of balls: x log x, the binary entropy, and what an entropy has beyond its linear part."""

from __future__ import annotations

from flint import arb

from ..balls import ask_clocks, ask_clocks_about, current_precision, working_precision

MOST_TERMS = 2000
"""Terms of the series of k beyond which one logarithm with more bits is quicker."""


def binary_entropy(probability: arb) -> arb:
    """-p log p - (1-p) log(1-p) for 0 < p <= 1/2; both terms are positive."""
    first = entropic(probability)
    ask_clocks()
    return -first - (1 - probability) * (-probability).log1p()


def entropic(share: arb) -> arb:
    """x log x for a true value x >= 0 in the ball; where the ball reaches 0, from its monotone decrease on [0, 1/e].

    >>> entropic(arb(0, 0.01)).is_finite()
    True
    """
    ask_clocks()
    if share > 0:
        return share * share.log()
    upper = share.abs_upper()
    if not 3 * upper < 1:
        return arb(0, "inf")
    return (upper * upper.log()).union(arb(0)) if upper > 0 else arb(0)


def relative_excess(t: arb) -> arb:
    """k(t) = (1 + t) log(1 + t) - t, to full relative accuracy near 0.

    For |t| < 2^-8 the series sum_{j>=2} (-t)^j/(j (j-1)) is summed to j = n and the rest is bounded by
    |t|^{n+1}/((n+1) n (1 - |t|)), its geometric majorant.

    >>> from flint import arb
    >>> (relative_excess(arb((1, -9))) - relative_excess(arb((1, -7)) / 4)).contains(0)
    True
    """
    size = t.abs_upper()
    ask_clocks()
    if not size < arb((1, -8)):
        return (1 + t) * t.log1p() - t
    bits = current_precision()
    if size > arb((1, -(bits // MOST_TERMS))):
        return _excess_of_the_middle(t, size, bits)
    total, power, j = arb(0), t * t, 2
    while j < 4 or (power / (t * t)).abs_upper() > arb((1, -bits)):
        ask_clocks_about(0.0)
        total += power / (j * (j - 1))
        power = -power * t
        j += 1
        if power.is_zero():
            return total
    bound = (power.abs_upper() / (j * (j - 1) * (1 - size))).abs_upper()
    return total + arb(0, bound)


def _excess_of_the_middle(t: arb, size: arb, bits: int) -> arb:
    """k at the middle of the ball, with the bits that cancel added; |k'| = |log(1 + t)| <= |t|/(1 - |t|) carries the radius."""
    middle = arb(t.mid())
    with working_precision(bits + 2 * (bits // MOST_TERMS) + 16):
        value = (1 + middle) * middle.log1p() - middle
    return value + arb(0, (arb(t.rad()) * size / (1 - size)).abs_upper())


def log_of_levels(total: arb, excess: arb | None, degeneracy: int | None) -> arb:
    """log of a sum over levels above E_0: that of the ground states and a log1p of the others, `excess`, where both are known.

    >>> round(float(log_of_levels(arb(3), arb(1), 2)), 12) == round(float(log_of_levels(arb(3), None, None)), 12)
    True
    """
    if excess is None or degeneracy is None:
        return total.log()
    ask_clocks()
    return arb(degeneracy).log() + (excess / degeneracy).log1p()
