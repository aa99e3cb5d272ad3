"""Gauss-Legendre nodes, and the proved error of the rule for analytic integrands."""

from __future__ import annotations

from functools import lru_cache

from flint import arb

from ...balls import ask_clocks_about, working_precision

NODE = 4e-10
"""Seconds a node takes for each bit and each node of its rule, about."""

BITS_STEP = 64
"""Nodes are kept at multiples of this precision, so that neighbouring precisions share them."""


@lru_cache(maxsize=2**14)
def legendre_node(size: int, index: int, bits: int) -> tuple[arb, arb]:
    """(node, weight) number `index` < size/2 of the rule on [-1, 1], from the largest node down, at `bits` bits.

    >>> node, weight = legendre_node(2, 0, 64)
    >>> (3 * node * node).overlaps(arb(1)), weight.overlaps(arb(1))
    (True, True)
    """
    with working_precision(-(-bits // BITS_STEP) * BITS_STEP):
        ask_clocks_about(NODE * size * bits)
        root, weight = arb.legendre_p_root(size, index, weight=True)
    return root, weight


def gauss_legendre_bound(largest: arb, rho: arb, size: int) -> arb:
    """An upper bound of |integral over [-1, 1] - rule of `size` nodes|.

    Theorem: let f be analytic inside the ellipse with foci +-1 and half-axes (rho +- 1/rho)/2, rho > 1, with
    |f| <= `largest` there. Then the error is at most (64/15) largest rho^{-2 size}/(1 - rho^{-2}), size >= 2.
    Proof: f = sum_j a_j T_j with |a_j| <= 2 largest rho^{-j}. The rule is exact up to degree 2 size - 1 and, by
    symmetry, for odd j. For even j >= 2 size >= 4 the integral of T_j is at most 2/(j^2 - 1) <= 2/15 in size, and the
    rule at most 2, because its weights are positive with sum 2. So the error is at most
    2 largest (2 + 2/15) sum_{j = 2 size, 2 size + 2, ...} rho^{-j}.

    Args:
        largest: an upper bound of |f| on the ellipse.
        rho: sum of the half-axes.
        size: number of nodes; the bound is infinite below 2.
    """
    if size < 2 or not rho > 1:
        return arb("inf")
    shrink = 1 / (rho * rho)
    return (64 * largest * shrink**size / (15 * (1 - shrink))).abs_upper()
