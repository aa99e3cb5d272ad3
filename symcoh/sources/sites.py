"""Ising sources with one field for all, or omega_k and gamma_k: H_B = sum (omega_k/2) sigma_k + H_I, B = sum gamma_k sigma_k."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import ClassVar

from ..errors import InputError
from ..exactnumbers import ZERO, Exact, is_zero, rational
from .energy import Energy
from .reading import exact_list
from .spins import m_of
from .table import Tabled

FEW_SITES = 16
"""Up to here levels are listed where each site has its own numbers."""


class Sites(Tabled):
    """The methods of `Sources` for such a system: its sectors are those of M, or the values of B."""

    __slots__ = ()
    N: int
    omega_k: tuple[Exact, ...] | None
    gamma_k: tuple[Exact, ...] | None
    bounded: ClassVar[bool] = True

    @property
    def uniform(self) -> bool:
        """Whether all sites share gamma and omega_a, which are the model's then."""
        return self.gamma_k is None

    def few(self) -> bool:
        """Whether its sectors are summed one by one."""
        return self.uniform or self.N <= FEW_SITES

    def mirrored(self) -> bool:
        """Whether a flip of all sites leaves H_B as it is."""
        return self.omega_k is None or all(is_zero(omega) is True for omega in self.omega_k)

    def traces(self) -> tuple[Energy, Exact]:
        """Tr H_B and Tr B over the dimension."""
        return Energy(), ZERO

    def dimension(self) -> int:
        return 1 << self.N

    def sectors(self) -> Sequence[Hashable]:
        return range(-self.N, self.N + 1, 2) if self.uniform else tuple(self.listed().sectors)

    def eigenvalue(self, sector: Hashable) -> Exact:
        return rational(m_of(sector)) if self.uniform else self.listed().sectors[sector].eigenvalue


def read_sites(system: Sites, omega_k: object, gamma_k: object) -> None:
    """Set omega_k and gamma_k, both or neither."""
    if (omega_k is None) != (gamma_k is None):
        missing = "`omega_k`" if omega_k is None else "`gamma_k`"
        raise InputError(missing, "is required beside the other list: one number a site.")
    object.__setattr__(system, "omega_k", None if omega_k is None else exact_list(omega_k, "`omega_k`", system.N))
    object.__setattr__(system, "gamma_k", None if gamma_k is None else exact_list(gamma_k, "`gamma_k`", system.N))


def sites_text(system: Sites) -> str:
    """The lists as keywords."""
    names = [name for name in ("omega_k", "gamma_k") if getattr(system, name) is not None]
    return "".join(f", {name}={[str(value) for value in getattr(system, name)]!r}" for name in names)
