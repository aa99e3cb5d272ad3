"""The parameters of one evaluation as balls, at the working precision in force.

Everything is measured from a reference ground level: energies are excitations >= 0, and levels of the
exactly known ground manifold have excitation exactly 0. So quantities that are exponentially small at
low temperature keep their relative accuracy.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache

from flint import arb

from ...balls import ask_clocks, current_precision, midpoint
from ...errors import BudgetSpent, NotCertified
from ...exactnumbers import Exact
from ...exactnumbers.sign import ball_here
from ...ground import GroundManifold, ground_manifold
from ...model import Model, decided_sign
from ...sources.ring.counting import favoured_domains

MANIFOLD_BITS = 4096
"""Precision spent on deciding ground-state ties at finite temperature, where they cost accuracy only."""

MOST_TIED = 1000
"""A tie of more levels is not listed at finite temperature, where the list would only spare bits."""


@dataclass(slots=True)
class Setting:
    """Balls of one evaluation; omega_a and gamma by absolute value, and the exponents beta times a parameter.

    `coupling_side` is the sign of J, 0 for a single source, whose bond is a constant; `field_side` that of omega_a and
    `transverse_side` that of gamma omega_a. `strength` is a = beta omega/2, `field` h_0 = beta |omega_a|/2, `slope` c = beta |gamma|
    and `bond` K = beta J.
    """

    sources: int
    coupling_side: int
    field_side: int
    transverse_side: int
    beta: arb
    omega: arb
    omega_a: arb
    gamma: arb
    coupling: arb
    strength: arb
    field: arb
    slope: arb
    bond: arb
    ground_sectors: frozenset[int]
    ground_degeneracy: int | None
    reference: int

    @property
    def antiferromagnetic(self) -> bool:
        return self.coupling_side < 0

    @property
    def own(self) -> tuple[arb, arb, arb]:
        """h of H_A = h . sigma."""
        return arb(0), arb(0), self.omega / 2

    @property
    def y(self) -> arb:
        """e^{-4 beta |J|}."""
        ask_clocks()
        return (-4 * self.beta * abs(self.coupling)).exp()

    def splitting(self, u: int) -> arb:
        """S_u of (20)."""
        if self.gamma.is_zero() or u == 0:
            return self.omega
        if self.omega.is_zero():
            return 2 * u * self.gamma
        return (self.omega * self.omega + 4 * u * u * (self.gamma * self.gamma)).sqrt()

    def transverse(self, u: int, split: arb) -> arb:
        """|<sigma^x>| = 2 |gamma| u/S_u of the sector u, (23); exactly 1 at omega = 0, where all sectors share it."""
        if u == 0 or self.gamma.is_zero():
            return arb(0)
        return arb(1) if self.omega.is_zero() else 2 * u * self.gamma / split

    def excitation(self, u: int, split: arb, reference_split: arb) -> arb:
        """Lowest energy of the sectors |m| = u above the reference level; exactly 0 in the ground manifold.

        S_u - S_r is taken as 4 gamma^2 (u^2 - r^2)/(S_u + S_r).
        """
        r = self.reference
        if u in self.ground_sectors or u == r:
            return arb(0)
        rise = -self.omega_a * (u - r) / 2 - self.coupling * (self.bonds(u) - self.bonds(r))
        if not self.gamma.is_zero():
            rise -= 2 * self.gamma * self.gamma * (u * u - r * r) / (split + reference_split)
        return rise

    def bonds(self, u: int) -> int:
        """Largest (J >= 0) or smallest (J < 0) bond sum of the sectors |m| = u."""
        return self.sources - 4 * favoured_domains(self.sources, u, self.antiferromagnetic)

    def reference_energy(self) -> arb:
        """E_0, the energy of the reference level."""
        r = self.reference
        return -self.omega_a * r / 2 - self.coupling * self.bonds(r) - self.splitting(r) / 2


@dataclass(slots=True)
class Problem:
    """A ring at one inverse temperature: its parameters are enclosed once for each precision."""

    model: Model
    beta: Exact
    known: dict[tuple[int, bool], Setting] = field(default_factory=dict)

    def setting(self, with_ground: bool = True) -> Setting:
        """`setting` at the precision in force, remembered; without the ground manifold it is part of the one with it."""
        key = current_precision(), with_ground
        found = self.known.get(key)
        if found is None:
            found = _grounded(self.setting(with_ground=False), self.model) if with_ground else _plain(self.model, self.beta)
            self.known[key] = found
        return found


def setting(model: Model, beta: Exact | arb, with_ground: bool = True) -> Setting:
    """Enclose the parameters at the precision in force and choose the reference level.

    Without the ground manifold (`with_ground` False) the reference is the sector N, and no level counts as ground: enough
    for sums that need neither, and for the integral.

    Raises:
        NotCertified: the sign of a parameter with pi, exp or log in it is not decided.
    """
    found = _plain(model, beta)
    return _grounded(found, model) if with_ground else found


def _plain(model: Model, beta: Exact | arb) -> Setting:
    omega_a, gamma, coupling = (_signed(model, name) for name in ("omega_a", "gamma", "J"))
    inverse, omega = beta if isinstance(beta, arb) else ball_here(beta), ball_here(model.omega)
    size_a, size = abs(omega_a[1]), abs(gamma[1])
    return Setting(
        sources=model.N,
        coupling_side=coupling[0] if model.N > 1 else 0,
        field_side=omega_a[0],
        transverse_side=omega_a[0] * gamma[0],
        beta=inverse,
        omega=omega,
        omega_a=size_a,
        gamma=size,
        coupling=coupling[1],
        strength=inverse * omega / 2,
        field=inverse * size_a / 2,
        slope=inverse * size,
        bond=inverse * coupling[1],
        ground_sectors=frozenset(),
        ground_degeneracy=None,
        reference=model.N,
    )


def _signed(model: Model, name: str) -> tuple[int, arb]:
    """The sign of a parameter, and its ball, exactly 0 where it is zero."""
    value = getattr(model, name)
    side = decided_sign(value, name)
    return side, ball_here(value) if side else arb(0)


def _grounded(found: Setting, model: Model) -> Setting:
    """The same, measured from the ground manifold where that is decided."""
    manifold = reference_manifold(model)
    if manifold is None:
        return _with_visible_reference(found)
    sectors = frozenset(abs(level.m) for level in manifold.levels)
    return replace(found, ground_sectors=sectors, ground_degeneracy=manifold.degeneracy, reference=abs(manifold.levels[0].m))


@lru_cache(maxsize=64)
def reference_manifold(model: Model) -> GroundManifold | None:
    """The exact ground manifold where it is decided cheaply; at finite beta it is only a reference."""
    try:
        return ground_manifold(model, MANIFOLD_BITS, MOST_TIED)
    except BudgetSpent:
        raise  # no fact about the model, and this function remembers
    except NotCertified:
        return None


def _with_visible_reference(found: Setting) -> Setting:
    """Choose between the two candidate sectors by midpoints; a wrong choice costs accuracy, never truth."""
    smallest = found.sources % 2
    rise = found.excitation(smallest, found.splitting(smallest), found.splitting(found.sources))
    better = smallest if found.antiferromagnetic and midpoint(rise) < 0 else found.sources
    return replace(found, reference=better)
