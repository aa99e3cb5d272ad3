"""The ground state: energies and coherence at zero temperature, and the lines where levels cross, (40)-(41), (48)-(57).

Written for all real omega_a and gamma, with |omega_a| and |gamma| in the place of the positive ones. The
arguments are those of `parameters`; beta is not used. Every coherence here is that of beta = oo at fixed
parameters. The symbols are positive: for values of another sign pass them as arguments, or use `exact.substitute`.
"""

from __future__ import annotations

from sympy import Abs, Eq, Expr, Integer, Min, Piecewise, S, lucas

from ..errors import InputError, NotCertified, shown
from ..exactnumbers import exact, sign, simpler
from . import symbols
from .convert import integer_expression
from .limits import aligned_coherence, by_parity
from .origins import remembered
from .parameters import Parameters, parameters
from .spectrum import bare_splitting
from .weights import check_sector


@remembered
def ground_energy(N: object = None, **values: object) -> Expr:
    """(40), (51): E_0, the lowest energy: that of the aligned state, or of the antialigned one where it lies lower, an energy.

        aligned      -N |omega_a|/2 - J N - S_N/2, the ground energy for J >= J_c of (48), (54), and for N = 1
        antialigned  J N - omega/2 for even N, -|omega_a|/2 + J (N-2) - S_1/2 for odd N

    Right for every J: one of the two where the sign of J or all numbers decide, else their Min.

    >>> ground_energy(3, J="1/5")
    -3*omega_a/2 - sqrt(36*gamma**2 + omega**2)/2 - 3/5
    >>> ground_energy(4, J=-1, omega=1, omega_a="7/10", gamma="3/10"), ground_energy(4, J=0, omega=1, omega_a="7/10", gamma="3/10")
    (-9/2, -27/10)
    """
    p = parameters(N, **values)
    aligned = -p.N * Abs(p.omega_a) / 2 - p.J * p.N - _gap(p, p.N) / 2
    if p.count == 1 or p.J.is_nonnegative:
        return aligned
    odd = -Abs(p.omega_a) / 2 + p.J * (p.N - 2) - _gap(p, Integer(1)) / 2
    return by_parity(p.N, odd=_lower(aligned, odd), even=_lower(aligned, p.J * p.N - p.omega / 2))


@remembered
def aligned_ground_coherence(N: object = None, **values: object) -> Expr:
    """(41), (49), (57): C_0 = 2N|gamma|/S_N, the coherence of the aligned ground state; 0 where omega_a = 0, where m = ±N tie.

    Sufficient: omega >= 0, omega_a and gamma real; and J >= 0, or J > J_c of (48), (54) for N >= 2, or N = 1, any J.

    Raises:
        InputError: a given J that is not above J_c.

    >>> aligned_ground_coherence(4, omega=6, gamma=-1)
    4/5
    """
    p = parameters(N, **values)
    _check_side(p, above=True)
    return _unless_tied(p, aligned_coherence(p, p.N))


@remembered
def antialigned_ground_coherence(N: object = None, **values: object) -> Expr:
    """(49), (56): C_0 of the antialigned ground state: 0 for even N, 2|gamma|/S_1 for odd N (0 where omega_a = 0, where m = ±1 tie).

    Sufficient: N >= 2, J < J_c of (48), (54), omega >= 0, omega_a and gamma real.

    Raises:
        InputError: N = 1; a given J that is not below J_c.

    >>> antialigned_ground_coherence(4), antialigned_ground_coherence(3, omega=0)
    (0, 1)
    """
    p = _at_least_two(parameters(N, **values))
    _check_side(p, above=False)
    return by_parity(p.N, odd=_unless_tied(p, aligned_coherence(p, Integer(1))), even=S.Zero)


@remembered
def critical_ground_coherence(N: object = None, **values: object) -> Expr:
    """(50): C_0 on the line J = J_c: (1/3) 2N|gamma|/S_N for even N, (N 2|gamma|/S_1 + 2N|gamma|/S_N)/(N+1) for odd N.

    The mean over one aligned and two (even N) or N (odd N) antialigned ground states. At omega = 0 < |gamma|
    every sector m <= 0 ties: (L_N - 2)/(L_N + 2), L_N the Lucas number, for even N, and 1 for odd N. At omega_a = 0
    every m ties with -m: 0.

    Sufficient: N >= 2, J = J_c of (48), (54), omega >= 0, omega_a and gamma real.

    Raises:
        InputError: N = 1; a given J that is not J_c.

    >>> critical_ground_coherence(4, omega=6, gamma=1)
    4/15
    >>> critical_ground_coherence(4, omega=0)
    5/9
    """
    p = _at_least_two(parameters(N, **values))
    _check_side(p, above=None)
    aligned = aligned_coherence(p, p.N)
    odd = (p.N * aligned_coherence(p, Integer(1)) + aligned) / (p.N + 1)
    even = aligned / 3
    if p.omega.is_zero and not p.gamma.is_zero:
        odd, even = S.One, (lucas(p.N) - 2) / (lucas(p.N) + 2)
    return by_parity(p.N, odd=_unless_tied(p, odd), even=_unless_tied(p, even))


@remembered
def minimum_energy(m: object = None, N: object = None, **values: object) -> Expr:
    """(51): E_min(m), the lowest level of the sector m, an energy.

        J <= 0 or |m| = N   omega_a m/2 + J N - 2 J |m| - S_m/2, with as many domains as there can be
        J > 0 and |m| < N   omega_a m/2 - J (N-4) - S_m/2, with one domain of each kind

    Right for every J: the smaller of the two where the sign of J is open.

    Args:
        m: one of -N, -N+2, ..., N, or symbolic.
        N: number of sources, an integer >= 1, symbolic, or a `Model`.
        **values: omega, omega_a, gamma, J, as `parameters`.

    Returns:
        The energy, the smaller of both where the sign of J is open.

    Raises:
        InputError: an integer m that is no eigenvalue of M.

    >>> minimum_energy(0, 2)
    2*J - omega/2
    >>> minimum_energy(0, 6, J=1, omega=0), minimum_energy(0, 6, J=-1, omega=0)
    (-2, -6)
    """
    p = parameters(N, **values)
    m = integer_expression(m, "`m`", symbols.m)
    check_sector(p.N, m)
    return p.omega_a * m / 2 + _lowest_bond_energy(p, m) - _gap(p, m) / 2


@remembered
def level_difference(N: object = None, **values: object) -> Expr:
    """(52), (53): Δ = E_min(-N) - E_min(0) for even N, E_min(-N) - E_min(-1) for odd N, with |omega_a|; an energy.

    Sufficient: N >= 2, any J. It vanishes at J_c, and the aligned state lies lower where it is negative.

    >>> level_difference(2)
    -4*J + omega/2 - omega_a - sqrt(16*gamma**2 + omega**2)/2
    """
    p = _at_least_two(parameters(N, **values))
    return by_parity(p.N, odd=_difference(p, Integer(1)), even=_difference(p, Integer(0)))


@remembered
def critical_coupling(N: object = None, **values: object) -> Expr:
    """(48), (54): J_c = -|omega_a|/4 - (S_N - omega)/(4N) for even N, -|omega_a|/4 - (S_N - S_1)/(4(N-1)) for odd N >= 3.

    The coupling, an energy, at which the aligned and the antialigned ground states have one energy.

    Sufficient: N >= 2, omega >= 0, omega_a and gamma real. Where omega > 0 and gamma != 0 no other
    sector ties; at omega = 0 or gamma = 0 every sector between does.

    Raises:
        InputError: N = 1, where nothing crosses.

    >>> critical_coupling(4, omega=6, omega_a=1, gamma=1)
    -1/2
    """
    return _line(_at_least_two(parameters(N, **values)))


@remembered
def critical_coupling_strong(**values: object) -> Expr:
    """(55): J_c = -|omega_a|/4 - |gamma|/2 + O(omega^2/gamma) for odd N, for |gamma|/omega -> oo; an energy.

    Sufficient: N >= 3 odd and fixed, omega >= 0, omega_a real. (Even N: the correction is O(omega).)

    >>> critical_coupling_strong()
    -gamma/2 - omega_a/4
    """
    p = parameters(None, **values)
    return -Abs(p.omega_a) / 4 - Abs(p.gamma) / 2


def _difference(p: Parameters, m: Expr) -> Expr:
    """E_min(-N) - E_min(-m), m >= 0, term by term."""
    lower = -Abs(p.omega_a) * p.N / 2 - p.J * p.N - _gap(p, p.N) / 2
    return lower + Abs(p.omega_a) * m / 2 - _lowest_bond_energy(p, m) + _gap(p, m) / 2


def _lowest_bond_energy(p: Parameters, m: Expr) -> Expr:
    """-J times the sum of bonds, at its least in the sector m."""
    uniform, many, few = -p.J * p.N, p.J * p.N - 2 * p.J * Abs(m), -p.J * (p.N - 4)
    if p.J.is_nonpositive or (p.count is not None and p.count <= 3):  # then all mixed states of a sector have one energy
        return many
    mixed = few if p.J.is_nonnegative else Min(many, few)
    if m.is_Integer and p.count is not None:
        return uniform if abs(m) == p.N else mixed
    return mixed if m.is_zero else Piecewise((uniform, Eq(Abs(m), p.N)), (mixed, True))


def _lower(left: Expr, right: Expr) -> Expr:
    """The smaller of two energies: decided exactly where they are numbers, else their Min; on a tie they are one number."""
    difference = left - right
    if not difference.is_number:
        return Min(left, right)
    side = sign(exact(difference))
    return Min(left, right, evaluate=False) if side is None else left if side <= 0 else right


def _check_side(p: Parameters, *, above: bool | None) -> None:
    """Refuse a J that was given on the wrong side of the line, where all that decides it was given too; None is on the line."""
    if p.count is None or p.count == 1 or (above and p.J.is_nonnegative):
        return
    distance = p.J - _line(p)
    if not distance.is_number:
        if above is not True and p.J.is_positive:
            raise _wrong_side(p, above)
        return
    number = exact(distance)
    side = sign(number)
    if side is None:
        raise NotCertified(f"On which side of J_c the coupling `J` lies is not decided: write the parameters {simpler(number)}.")
    if side != {True: 1, False: -1, None: 0}[above]:
        raise _wrong_side(p, above)


def _wrong_side(p: Parameters, above: bool | None) -> InputError:
    where = {True: "lie above J_c", False: "lie below J_c", None: "be J_c"}[above]
    others = "the coherence elsewhere is that of aligned_, critical_ or antialigned_ground_coherence"
    return InputError("`J`", f"must {where} here, but is {shown(str(p.J))}: {others}.")


def _unless_tied(p: Parameters, value: Expr) -> Expr:
    """`value`, but 0 where omega_a = 0 and every m ties with -m."""
    if p.omega_a.is_zero or value.is_zero:
        return S.Zero
    return value if p.omega_a.is_nonzero else Piecewise((S.Zero, Eq(p.omega_a, 0)), (value, True))


def _line(p: Parameters) -> Expr:
    odd = -Abs(p.omega_a) / 4 - (_gap(p, p.N) - _gap(p, Integer(1))) / (4 * (p.N - 1))
    even = -Abs(p.omega_a) / 4 - (_gap(p, p.N) - p.omega) / (4 * p.N)
    return by_parity(p.N, odd=odd, even=even)


def _gap(p: Parameters, m: Expr) -> Expr:
    return bare_splitting(m, p.omega, p.gamma)


def _at_least_two(p: Parameters) -> Parameters:
    if p.count == 1:
        raise InputError("`N`", f"must be at least 2, but is {shown(1)}: the levels of one source do not cross.")
    return p
