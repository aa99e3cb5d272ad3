"""Limits and asymptotic forms of the coherence at nonzero temperature, (35)-(39), (42)-(47).

The equations are written for omega_a, gamma > 0. Here |omega_a| and |gamma| stand in their place, so that
every function holds for all real omega_a and gamma, with C >= 0. Arguments are those of `parameters`; the symbols are
positive, so values of another sign are passed as arguments or to `exact.substitute`.
"""

from __future__ import annotations

from sympy import Abs, Eq, Expr, Integer, Mod, Piecewise, S, cosh, sinh, tanh

from .origins import remembered
from .parameters import Parameters, parameters
from .spectrum import bare_splitting
from .thermal import over_pairs, over_sectors
from .weights import field_root


@remembered
def strong_ferromagnet(N: object = None, **values: object) -> Expr:
    """(35), (36): C^↑ = (2N|gamma|/S_N) tanh(beta S_N/2) tanh(N beta |omega_a|/2), the limit J -> +oo of C.

    Sufficient: N >= 1, 0 < beta < oo, omega >= 0, omega_a and gamma real, all fixed. For N >= 2 and
    omega_a gamma != 0 it is approached from below. For N = 1 it is C itself, whatever J.

    >>> strong_ferromagnet(2, omega=0)
    tanh(2*beta*gamma)*tanh(beta*omega_a)
    """
    p = parameters(N, **values)
    return one_source_coherence(p, p.N)


@remembered
def strong_antiferromagnet(N: object = None, **values: object) -> Expr:
    """(37)-(39): C_↓, the limit J -> -oo of C: (2|gamma|/S_1) tanh(beta S_1/2) tanh(beta |omega_a|/2) for odd N, 0 for even N.

    Sufficient: N >= 1, 0 < beta < oo, omega >= 0, omega_a and gamma real, all fixed. A Piecewise in
    the parity where N is a symbol without one.

    >>> strong_antiferromagnet(4), strong_antiferromagnet(3, omega=0)
    (0, tanh(beta*gamma)*tanh(beta*omega_a/2))
    """
    p = parameters(N, **values)
    return by_parity(p.N, odd=one_source_coherence(p, Integer(1)), even=S.Zero)


@remembered
def high_temperature(N: object = None, **values: object) -> Expr:
    """(42): C = (N |gamma omega_a|/2) beta^2 + (N |gamma omega_a| J) beta^3 + O(beta^4), the two terms, for beta -> 0.

    Sufficient: omega >= 0, omega_a, gamma, J real, all fixed; N >= 2 for the term in J, which a given
    N = 1 does not have. A symbolic N means N >= 2.

    >>> high_temperature(3, J=1)
    3*beta**3*gamma*omega_a + 3*beta**2*gamma*omega_a/2
    """
    p = parameters(N, **values)
    leading = p.N * Abs(p.gamma) * Abs(p.omega_a) * p.beta**2 / 2
    return leading if p.count == 1 else leading + 2 * p.beta * p.J * leading


@remembered
def strong_ferromagnet_high_temperature(N: object = None, **values: object) -> Expr:
    """(43): C^↑ = (N^2 |gamma omega_a|/2) beta^2 + O(beta^4), the leading term of (36) for beta -> 0.

    Sufficient: N >= 1, omega >= 0, omega_a and gamma real, all fixed. J -> oo was taken first: the
    limits do not commute, and (42) is the other order.

    >>> strong_ferromagnet_high_temperature(2)
    2*beta**2*gamma*omega_a
    """
    p = parameters(N, **values)
    return p.N**2 * Abs(p.gamma) * Abs(p.omega_a) * p.beta**2 / 2


@remembered
def strong_coupling(N: object = None, **values: object) -> Expr:
    """(44): the limit |gamma| -> oo of C: tanh(N beta |omega_a|/2).

    Sufficient: N >= 1, 0 < beta < oo, omega >= 0, omega_a and J real of any sign, all fixed.

    >>> strong_coupling(2)
    tanh(beta*omega_a)
    """
    p = parameters(N, **values)
    return tanh(p.N * p.beta * Abs(p.omega_a) / 2)


@remembered
def weak_coupling(N: object = None, **values: object) -> Expr:
    """(45): C = (2|gamma|/omega) tanh(beta omega/2) m_0 + O(gamma^3), the leading term, for gamma -> 0.

    Sufficient: N >= 1, 0 <= beta < oo, omega >= 0 (beta |gamma| m_0 at omega = 0), omega_a and J real,
    all fixed. m_0 in the closed form of `free_magnetization`.

    >>> weak_coupling(1, J=0)
    2*gamma*tanh(beta*omega/2)*tanh(beta*omega_a/2)/omega
    """
    p = parameters(N, **values)
    response = p.beta if p.omega.is_zero else 2 * tanh(p.beta * p.omega / 2) / p.omega
    return Abs(p.gamma) * response * _free_magnetization(p)


@remembered
def free_magnetization_sum(N: object = None, **values: object) -> Expr:
    """(46): m_0 = Σ_{m>0} m W_m sinh(beta |omega_a| m/2) / Σ_{m>=0} (1 - δ_{m,0}/2) W_m cosh(beta omega_a m/2).

    |<M>| of the ring without the target, as a ratio of sums, dimensionless. No condition.

    >>> free_magnetization_sum(1).rewrite("tanh").simplify()
    tanh(beta*omega_a/2)
    """
    p = parameters(N, **values)
    numerator = over_pairs(p, lambda m: m * sinh(p.beta * Abs(p.omega_a) * m / 2))
    return 2 * numerator / over_sectors(p, lambda m: cosh(p.beta * p.omega_a * m / 2))


@remembered
def free_magnetization(N: object = None, **values: object) -> Expr:
    """(46) in closed form: m_0 = N (sinh h/r) (λ_+^N - λ_-^N)/(λ_+^N + λ_-^N).

    Here h = beta |omega_a|/2, r = sqrt(sinh^2 h + e^{-4 beta J}), λ_± = e^{beta J} (cosh h ± r); <M> = -sign(omega_a) m_0.
    No condition; 0 <= beta < oo.

    >>> free_magnetization(5, J=0)
    5*tanh(beta*omega_a/2)
    """
    return _free_magnetization(parameters(N, **values))


@remembered
def large_gap(N: object = None, **values: object) -> Expr:
    """(47): the limit |omega_a| -> oo of C: (2N|gamma|/S_N) tanh(beta S_N/2).

    Sufficient: N >= 1, 0 < beta < oo, omega >= 0, gamma and J real of any sign, all fixed.

    >>> large_gap(3, omega=0)
    tanh(3*beta*gamma)
    """
    p = parameters(N, **values)
    return aligned_coherence(p, p.N) * tanh(p.beta * bare_splitting(p.N, p.omega, p.gamma) / 2)


def aligned_coherence(p: Parameters, m: Expr) -> Expr:
    """2 |gamma| m/S_m for m > 0: the coherence of the lower level in the sector m; 0 at gamma = 0.

    >>> aligned_coherence(parameters(2, omega=3, gamma=-1), Integer(2))
    4/5
    """
    if p.gamma.is_zero:
        return S.Zero
    return 2 * Abs(p.gamma) * m / bare_splitting(m, p.omega, p.gamma)


def one_source_coherence(p: Parameters, m: Expr) -> Expr:
    """C of one source of gap m omega_a coupled by m gamma, m > 0: the common form of (36) and (38).

    >>> one_source_coherence(parameters(omega=0), Integer(1))
    tanh(beta*gamma)*tanh(beta*omega_a/2)
    """
    thermal = tanh(p.beta * bare_splitting(m, p.omega, p.gamma) / 2)
    return aligned_coherence(p, m) * thermal * tanh(m * p.beta * Abs(p.omega_a) / 2)


def by_parity(N: Expr, *, odd: Expr, even: Expr) -> Expr:
    """`odd` or `even` where the parity of N is known, else a Piecewise of both.

    >>> by_parity(Integer(3), odd=S.One, even=S.Zero)
    1
    """
    if N.is_odd or N.is_even:
        return odd if N.is_odd else even
    return Piecewise((odd, Eq(Mod(N, 2), 1)), (even, True))


def _free_magnetization(p: Parameters) -> Expr:
    h = p.beta * Abs(p.omega_a) / 2
    if h.is_zero:
        return S.Zero
    if p.J.is_zero:
        return p.N * tanh(h)
    root = field_root(h, p.beta * p.J)
    # The common factor e^{beta J} of both eigenvalues drops out of the ratio.
    upper, lower = (cosh(h) + root) ** p.N, (cosh(h) - root) ** p.N
    return p.N * sinh(h) / root * (upper - lower) / (upper + lower)
