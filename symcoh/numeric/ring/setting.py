"""The parameters of one evaluation as balls, at the working precision in force.

Everything is measured from a reference ground level: energies are excitations >= 0, and levels of the
exactly known ground manifold have excitation exactly 0. So quantities that are exponentially small at
low temperature keep their relative accuracy.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from flint import arb

from ...balls import ask_clocks, current_precision, midpoint
from ...errors import BudgetSpent, NotCertified
from ...exactnumbers import Exact, enclose
from ...ground import GroundManifold, ground_manifold
from ...model import Model, decided_sign
from ...sources.ring.counting import favoured_domains

MANIFOLD_BITS = 4096
"""Precision spent on deciding ground-state ties at finite temperature, where they cost accuracy only."""

MOST_TIED = 1000
"""A tie of more levels is not listed at finite temperature, where the list would only spare bits."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Balls of one evaluation; omega_a and gamma by absolute value, `side` the sign of gamma omega_a."""

    sources: int
    antiferromagnetic: bool
    beta: arb
    omega: arb
    omega_a: arb
    gamma: arb
    coupling: arb
    side: int
    source_side: int
    ground_sectors: frozenset[int]
    ground_degeneracy: int | None
    reference: int

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


def setting(model: Model, beta: Exact, with_ground: bool = True) -> Setting:
    """Enclose the parameters at the precision in force and choose the reference level.

    Without the ground manifold (`with_ground` False) the reference is the sector N, and no level counts as ground: enough
    for sums that need neither.
    """
    bits = current_precision()
    signs = {name: decided_sign(getattr(model, name), name) for name in ("omega_a", "gamma", "J")}
    manifold = reference_manifold(model) if with_ground else None
    omega_a, gamma = (abs(enclose(getattr(model, name), bits)) for name in ("omega_a", "gamma"))
    result = Setting(
        sources=model.N,
        antiferromagnetic=signs["J"] < 0 and model.N > 1,
        beta=enclose(beta, bits),
        omega=enclose(model.omega, bits),
        omega_a=omega_a if signs["omega_a"] else arb(0),
        gamma=gamma if signs["gamma"] else arb(0),
        coupling=enclose(model.J, bits) if signs["J"] else arb(0),
        side=signs["omega_a"] * signs["gamma"],
        source_side=signs["omega_a"],
        ground_sectors=frozenset(abs(level.m) for level in manifold.levels) if manifold else frozenset(),
        ground_degeneracy=manifold.degeneracy if manifold else None,
        reference=abs(manifold.levels[0].m) if manifold else model.N,
    )
    return result if manifold or not with_ground else _with_visible_reference(result)


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
    values = {name: getattr(found, name) for name in found.__slots__}
    return Setting(**(values | {"reference": better}))
