"""Remainders of the two limits whose neglected part is exponentially small: gamma -> oo and beta -> oo.

gamma -> oo. With u = |m|, the shares of the sectors ±N are A_N, P_N, and A_N/P_N = (2Nγ/S_N) tanh(βS_N/2) tanh(Nβω_a/2). Then

    C - A_N/P_N = Σ_{|m|<N} W_m 2cosh(βS_m/2) e^{-hm}(x_m - A_N/P_N)/Z,  x_m = -(2γm/S_m) tanh(βS_m/2),

and cosh(βS_m/2)/cosh(βS_N/2) falls as γ grows: its logarithm has the slope x_m' tanh x_m - x_N' tanh x_N <= 0, x = βS/2, since both x
and x' rise with |m|. So does 1 - tanh(βS_N/2). (1 + y)^{-1/2}, y = (ω/2Nγ)², differs from its Taylor polynomial by at most the first
term left out: the derivatives alternate in sign and fall in modulus.

beta -> oo. With the levels of (20) measured from the ground energy, C = Σ X_i e^{-βΔ_i}/Σ D_i e^{-βΔ_i}, and

    C - Σ_j a_j e^{-βE_j} = Σ (X - a D)_e e^{-βe}/Σ D_i e^{-βΔ_i}

over the exponents e = Δ_i + E_j that the series leaves: e >= the first one left out. All terms fall with β, and the denominator is >= D_0.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from flint import arb, fmpq

from ..balls import certainly_less, working_precision
from ..errors import NotCertified
from ..exactnumbers import Exact, enclose, sign, simpler
from ..model import Model
from ..numeric.ring.weights import sector_weights
from ..spectrum import energy, splitting, transverse
from .response import positive, states

BITS = 256


def strong_coupling_remainder(model: Model, beta: Exact, order: int, smallest: Exact) -> arb:
    """An upper bound of |C - S_R| for every gamma >= `smallest` > 0; S_R is the series in 1/gamma through 1/gamma^order.

    >>> from symcoh.exactnumbers import exact
    >>> ring = Model(N=4, omega_a="7/10", gamma=1, J="2/5")
    >>> strong_coupling_remainder(ring, exact(2), 4, exact(20)) < 1e-11
    True
    """
    ring = positive(model)
    at = Model(N=ring.N, omega=ring.omega, omega_a=ring.omega_a, gamma=smallest, J=ring.J)
    with working_precision(BITS):
        b, N = enclose(beta, BITS), ring.N
        field = b * enclose(ring.omega_a, BITS) / 2
        top = (field * N).tanh()
        half = b * enclose(splitting(at, N), BITS) / 2
        y = (enclose(ring.omega, BITS) / (2 * N * enclose(smallest, BITS))) ** 2
        terms = order // 2 + 1
        algebraic = _binomial(terms) * y**terms
        missing = top * (1 - half.tanh())
        # A_N/P_N and x_m lie between their values at the smallest gamma and those at gamma = oo.
        edge = ((1 + y).rsqrt() * half.tanh() * top).union(top)
        others, whole = arb(0), 2 * (field * N).cosh() * half.cosh()
        target, double = enclose(ring.omega, BITS), 2 * enclose(smallest, BITS)
        for u, ratio in _relative_weights(N, b * enclose(ring.J, BITS)):
            split = (target**2 + (double * u) ** 2).sqrt()
            other = b * split / 2
            mean = (double * u / split * other.tanh()).union(arb(1)) if u else arb(0)
            weight = ratio * other.cosh() / whole
            others += weight * (-field * u).exp() * abs(mean + edge)
            if u:
                others += weight * (field * u).exp() * abs(mean - edge)
        return arb((algebraic * top + missing + others).abs_upper())


def _binomial(j: int) -> arb:
    """|binom(-1/2, j)| = binom(2j, j)/4^j."""
    value = Fraction(1)
    for i in range(1, j + 1):
        value *= Fraction(2 * i - 1, 2 * i)
    return arb(fmpq(value.numerator, value.denominator))


def _relative_weights(sources: int, K: arb) -> Iterator[tuple[int, arb]]:
    """(u, W_u/W_N), u = N-2, N-4, ..., 0 or 1, at K = beta J: (30) by its recurrence in y = e^{-4|K|}.

    W_u/W_N = y P_k for K >= 0 and P_k/y^k for K < 0, k = (N - u)/2.
    """
    negative = bool(K < 0)
    y = (-4 * abs(K)).exp()
    for k, weight in enumerate(sector_weights(sources, y, negative)):
        if k:
            yield sources - 2 * k, weight * (4 * abs(K) * k).exp() if negative else weight * y


def low_temperature_remainder(model: Model, terms: Sequence[tuple[Exact, Exact]], ahead: Exact, smallest: Exact) -> arb:
    """An upper bound of |C - Σ_j a_j e^{-βE_j}| for every beta >= `smallest` > 0.

    Args:
        model: the parameters.
        terms: (E_j, a_j), every term of the transseries with an exponent below `ahead`.
        ahead: the first exponent left out.
        smallest: the lower end of the range of beta.

    Returns:
        The bound, as a ball.

    Raises:
        NotCertified: whether an exponent is below `ahead` is not decided.
    """
    found = _levels(positive(model))
    with working_precision(BITS):
        b = enclose(smallest, BITS)
        kept = [(e, enclose(e, BITS), enclose(a, BITS)) for e, a in terms]
        constant = next((a for e, _, a in kept if sign(e) == 0), arb(0))
        total, lowest = arb(0), arb(0)
        for distance, number, mean in found:
            place = enclose(distance, BITS)
            if sign(distance) == 0:
                lowest += number
            if not _below(distance, ahead):
                total += number * abs(enclose(mean, BITS) - constant) * (-b * place).exp()
            for e, at, a in kept:
                if sign(e) != 0 and not _below(distance + e, ahead):
                    total += number * abs(a) * (-b * (place + at)).exp()
        return arb((total / lowest).abs_upper())


def _levels(model: Model) -> list[tuple[Exact, int, Exact]]:
    """(distance from the ground energy, degeneracy, <sigma^x> with the sign that makes C positive) of every level (20)."""
    found = [(energy(model, m, n, branch), number, transverse(model, m, branch)) for m, n, number in states(model.N) for branch in (-1, 1)]
    lowest = found[0][0]
    for value, _, _ in found:
        if _below(value, lowest):
            lowest = value
    return [(value - lowest, number, mean) for value, number, mean in found]


def _below(left: Exact, right: Exact) -> bool:
    """Whether left < right: balls where they are apart, else exact algebra."""
    visible = certainly_less(enclose(left, BITS), enclose(right, BITS))
    if visible is not None:
        return visible
    outcome = sign(left - right)
    if outcome is None:
        raise NotCertified(f"The order of two levels is not decided: write the parameters {simpler(left - right)}.")
    return outcome < 0
