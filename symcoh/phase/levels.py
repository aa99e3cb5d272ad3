"""All levels of the whole system as balls, grouped for sums over Boltzmann factors, (20), (23), (25).

A group (m, branch) holds the levels of one source magnetisation and one target state: their energies above E_0 are
`energy` + j `step`, j = 0, 1, ... pairs of domain walls away from the lowest, and they share <sigma^x>. The signs of omega_a and gamma are
dropped, which leaves C as it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from flint import arb, arb_mat, arb_poly

from ..balls import accuracy, ask_clocks_about, current_precision, working_precision
from ..exactnumbers import ONE, enclose
from ..ground import GroundManifold, bloch_vector
from ..model import Model, decided_sign, replaced
from ..numeric.ring.setting import Setting, setting
from ..sources.ring.counting import weight_coefficients


class PrecisionNeeded(ArithmeticError):
    """The balls are too wide for the question: enclose the levels with more bits."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """The levels (m, branch): lowest `energy` above E_0, and `shift` = xi - xi_0, xi_0 the coherence at T = 0."""

    m: int
    branch: int
    energy: arb
    shift: arb
    ground: bool
    series: arb_poly


@dataclass(frozen=True, kw_only=True, slots=True)
class Sector:
    """The sectors m = +-u: degeneracies by extra walls j, their moments g_j j^k as a matrix (row k), and the groups."""

    degeneracies: tuple[int, ...]
    moments: arb_mat
    groups: tuple[Group, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Levels:
    """Every level at `bits` bits, ready for Taylor series of `order`; `model` has omega_a, gamma > 0."""

    model: Model
    manifold: GroundManifold
    bits: int
    order: int
    step: arb
    step_series: tuple[arb, ...]
    sectors: tuple[Sector, ...]


def positive_model(model: Model) -> Model:
    """The model with |omega_a| and |gamma|: the same C.

    >>> positive_model(Model(N=2, omega_a=-1, gamma=-2)).gamma.canonical()
    '2'
    """
    omega_a, gamma = (-x if decided_sign(x, name) < 0 else x for x, name in ((model.omega_a, "omega_a"), (model.gamma, "gamma")))
    return replaced(model, omega_a=omega_a, gamma=gamma)


def enclosed_levels(model: Model, manifold: GroundManifold, bits: int, order: int) -> Levels:
    """Enclose every level (20) with its degeneracy (25).

    Args:
        model: exact parameters, omega_a > 0 and gamma > 0.
        manifold: its ground states.
        bits: working precision.
        order: highest power of the Taylor series the levels will be used for.

    Raises:
        PrecisionNeeded: the balls do not tell an excited level from E_0.

    >>> from ..ground import ground_manifold
    >>> ring = positive_model(Model(N=4, omega_a="7/10", gamma="3/10", J="-2/5"))
    >>> found = enclosed_levels(ring, ground_manifold(ring), 128, 2)
    >>> [sector.degeneracies for sector in found.sectors]
    [(1,), (4,), (2, 4)]
    """
    with working_precision(bits):
        ground_sectors = frozenset(abs(level.m) for level in manifold.levels)
        s = replace(setting(model, ONE), ground_sectors=ground_sectors, reference=abs(manifold.levels[0].m))
        free = s.coupling.is_zero() or model.N == 1
        step = arb(0) if free else 4 * abs(s.coupling)
        ground_shift = None if len(s.ground_sectors) == 1 else enclose(bloch_vector(model, manifold)[0], bits)
        sectors = tuple(_sector(s, u, free, ground_shift, order) for u in range(model.N, -1, -2))
        series = tuple((-step) ** k / _factorial(k) for k in range(order + 1))
    return Levels(model=model, manifold=manifold, bits=bits, order=order, step=step, step_series=series, sectors=sectors)


def _sector(s: Setting, u: int, free: bool, ground_xi: arb | None, order: int) -> Sector:
    ask_clocks_about(0.0)
    degeneracies = tuple(weight_coefficients(s.sources, u, s.antiferromagnetic))
    if free:
        degeneracies = (sum(degeneracies),)
    moments = arb_mat(order + 1, len(degeneracies), [g * j**k for k in range(order + 1) for j, g in enumerate(degeneracies)])
    split = s.splitting(u)
    rise = s.excitation(u, split, s.splitting(s.reference))
    across = s.transverse(u, split)
    groups = []
    for side in (-1, 1) if u else (0,):
        for branch in (-1, 1):
            ground = u in s.ground_sectors and side <= 0 and (branch < 0 or split.is_zero())
            energy = arb(0) if ground else rise + (s.omega_a * u if side > 0 else 0) + (split if branch > 0 else 0)
            if not ground and (not energy > 0 or accuracy(energy) < current_precision() // 2):
                raise PrecisionNeeded
            shift = _shift(s, u, side * branch, across, ground_xi)
            series = arb_poly([(-energy) ** k / _factorial(k) for k in range(order + 1)])
            groups.append(Group(m=side * u, branch=branch, energy=energy, shift=shift, ground=ground, series=series))
    return Sector(degeneracies=degeneracies, moments=moments, groups=tuple(groups))


def _shift(s: Setting, u: int, sign: int, across: arb, ground_xi: arb | None) -> arb:
    """xi - xi_0, exactly 0 in the one ground sector."""
    if ground_xi is not None:
        return sign * across - ground_xi
    if sign > 0 and u == s.reference:
        return arb(0)
    return sign * across - s.transverse(s.reference, s.splitting(s.reference))


def _factorial(k: int) -> arb:
    return arb(k).fac() if k else arb(1)
