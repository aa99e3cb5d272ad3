"""The ground state: energies and coherence at zero temperature, and the lines where levels cross, (40)-(41), (48)-(57).

Written for all real omega_a and gamma, with |omega_a| and |gamma| in the place of the positive ones. The
arguments are those of `parameters`; beta is not used. Every coherence here is that of beta = oo at fixed
parameters; where omega_a = 0 the aligned states m = ±N tie and C = 0 instead.
"""

from __future__ import annotations

from typing import Any

from sympy import Abs, Expr, Integer, S, lucas

from ..errors import InputError, shown
from . import symbols
from .convert import integer_expression
from .limits import aligned_coherence, by_parity
from .parameters import Parameters, parameters
from .spectrum import bare_splitting


def ground_energy(N: Any = None, **values: Any) -> Expr:
    """(40): E_0 = -N |omega_a|/2 - J N - S_N/2, the energy of the aligned state, an energy.

    Sufficient for the ground energy: J >= 0; or J >= J_c of (48), (54) for N >= 2; or N = 1, any J.

    >>> ground_energy(3)
    -3*J - 3*omega_a/2 - sqrt(36*gamma**2 + omega**2)/2
    """
    p = parameters(N, **values)
    return -p.N * Abs(p.omega_a) / 2 - p.J * p.N - _gap(p, p.N) / 2


def aligned_ground_coherence(N: Any = None, **values: Any) -> Expr:
    """(41), (49), (57): C_0 = 2N|gamma|/S_N, the coherence of the aligned ground state.

    Sufficient: omega_a != 0, omega >= 0, gamma real; and J >= 0, or J > J_c of (48), (54) for N >= 2,
    or N = 1, any J.

    >>> aligned_ground_coherence(4, omega=6, gamma=-1)
    4/5
    """
    p = parameters(N, **values)
    return aligned_coherence(p, p.N)


def antialigned_ground_coherence(N: Any = None, **values: Any) -> Expr:
    """(49), (56): C_0 of the antialigned ground state: 0 for even N, 2|gamma|/S_1 for odd N.

    Sufficient: N >= 2, J < J_c of (48), (54), omega >= 0, gamma real; omega_a real for even N,
    omega_a != 0 for odd N.

    >>> antialigned_ground_coherence(4), antialigned_ground_coherence(3, omega=0)
    (0, 1)
    """
    p = _at_least_two(parameters(N, **values))
    return by_parity(p.N, odd=aligned_coherence(p, Integer(1)), even=S.Zero)


def critical_ground_coherence(N: Any = None, **values: Any) -> Expr:
    """(50): C_0 on the line J = J_c: (1/3) 2N|gamma|/S_N for even N, (N 2|gamma|/S_1 + 2N|gamma|/S_N)/(N+1) for odd N.

    The mean over one aligned and two (even N) or N (odd N) antialigned ground states. At omega = 0 < |gamma|
    every sector m <= 0 ties: (L_N - 2)/(L_N + 2), L_N the Lucas number, for even N, and 1 for odd N.

    Sufficient: N >= 2, J = J_c of (48), (54), omega_a != 0, omega >= 0, gamma real.

    >>> critical_ground_coherence(4, omega=6, gamma=1)
    4/15
    >>> critical_ground_coherence(4, omega=0)
    5/9
    """
    p = _at_least_two(parameters(N, **values))
    aligned = aligned_coherence(p, p.N)
    odd = (p.N * aligned_coherence(p, Integer(1)) + aligned) / (p.N + 1)
    even = aligned / 3
    if p.omega.is_zero and not p.gamma.is_zero:
        odd, even = S.One, (lucas(p.N) - 2) / (lucas(p.N) + 2)
    return by_parity(p.N, odd=odd, even=even)


def minimum_energy(m: Any = None, N: Any = None, **values: Any) -> Expr:
    """(51): E_min(m) = omega_a m/2 + J N - 2 J |m| - S_m/2, the lowest level of the sector m, an energy.

    Sufficient: J <= 0, m one of -N, -N+2, ..., N. (For J > 0 it is the highest of the lower levels, n = (N-|m|)/2.)

    >>> minimum_energy(0, 2)
    2*J - omega/2
    """
    p = parameters(N, **values)
    m = integer_expression(m, "`m`", symbols.m)
    return p.omega_a * m / 2 + p.J * p.N - 2 * p.J * Abs(m) - _gap(p, m) / 2


def level_difference(N: Any = None, **values: Any) -> Expr:
    """(52), (53): Δ = E_min(-N) - E_min(0) for even N, E_min(-N) - E_min(-1) for odd N, with |omega_a|; an energy.

    Sufficient: J <= 0, N >= 2. It vanishes at J_c, and the aligned state lies lower where it is negative.

    >>> level_difference(2)
    -4*J + omega/2 - omega_a - sqrt(16*gamma**2 + omega**2)/2
    """
    p = _at_least_two(parameters(N, **values))
    return by_parity(p.N, odd=_difference(p, Integer(1)), even=_difference(p, Integer(0)))


def critical_coupling(N: Any = None, **values: Any) -> Expr:
    """(48), (54): J_c = -|omega_a|/4 - (S_N - omega)/(4N) for even N, -|omega_a|/4 - (S_N - S_1)/(4(N-1)) for odd N >= 3.

    The coupling, an energy, at which the aligned and the antialigned ground states have one energy.

    Sufficient: N >= 2, omega >= 0, omega_a and gamma real. Where omega > 0 and gamma != 0 no other
    sector ties; at omega = 0 or gamma = 0 every sector between does.

    Raises:
        InputError: N = 1, where nothing crosses.

    >>> critical_coupling(4, omega=6, omega_a=1, gamma=1)
    -1/2
    """
    p = _at_least_two(parameters(N, **values))
    odd = -Abs(p.omega_a) / 4 - (_gap(p, p.N) - _gap(p, Integer(1))) / (4 * (p.N - 1))
    even = -Abs(p.omega_a) / 4 - (_gap(p, p.N) - p.omega) / (4 * p.N)
    return by_parity(p.N, odd=odd, even=even)


def critical_coupling_strong(**values: Any) -> Expr:
    """(55): J_c = -|omega_a|/4 - |gamma|/2 + O(omega^2/gamma) for odd N, for |gamma|/omega -> oo; an energy.

    Sufficient: N >= 3 odd and fixed, omega >= 0, omega_a real. (Even N: the correction is O(omega).)

    >>> critical_coupling_strong()
    -gamma/2 - omega_a/4
    """
    p = parameters(None, **values)
    return -Abs(p.omega_a) / 4 - Abs(p.gamma) / 2


def _difference(p: Parameters, m: Expr) -> Expr:
    """E_min(-N) - E_min(-m), m >= 0, term by term."""
    lower = -Abs(p.omega_a) * p.N / 2 - 2 * p.J * p.N - _gap(p, p.N) / 2
    return lower + Abs(p.omega_a) * m / 2 + 2 * p.J * m + _gap(p, m) / 2


def _gap(p: Parameters, m: Expr) -> Expr:
    return bare_splitting(m, p.omega, p.gamma)


def _at_least_two(p: Parameters) -> Parameters:
    if p.count == 1:
        raise InputError("`N`", f"must be at least 2, but is {shown(1)}: the levels of one source do not cross.")
    return p
