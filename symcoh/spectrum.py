"""Levels of the whole system, exactly (18)-(23).

In the sector of source magnetisation m with n up-domains the target sees the 2x2 matrix
[[omega/2, gamma m], [gamma m, -omega/2]] on top of the constant (omega_a/2) m - J (N - 4n), so

    E_{+-}(m, n) = (omega_a/2) m - J (N - 4n) +- S_m/2,     S_m = sqrt(omega**2 + 4 gamma**2 m**2).
"""

from __future__ import annotations

from .exactnumbers import ZERO, Exact, is_zero, rational, square_root
from .exactnumbers.number import integer_power
from .model import Model, decided_sign


def splitting(model: Model, m: int) -> Exact:
    """S_m of (20), exact; units of energy.

    >>> splitting(Model(N=2, omega="4/5", omega_a=1, gamma="3/20"), 2).canonical()
    '1'
    """
    coupling = model.gamma * rational(2 * m)
    if is_zero(coupling):
        return model.omega
    if is_zero(model.omega):
        return coupling if decided_sign(coupling, "gamma") == 1 else -coupling
    return square_root(integer_power(model.omega, 2) + integer_power(coupling, 2))


def bond_sum(model: Model, domains: int) -> int:
    """l of (15), (17): the sum of all bonds of a ring with `domains` up-domains, N - 4n."""
    return model.N - 4 * domains


def energy(model: Model, m: int, domains: int, branch: int) -> Exact:
    """E_{branch}(m, n) of (20), exact; branch is -1 or +1.

    >>> energy(Model(N=4, omega_a=1, gamma=0, J=1), -4, 0, -1).canonical()
    '-13/2'
    """
    sources = model.omega_a * rational(m, 2) - model.J * rational(bond_sum(model, domains))
    return sources + splitting(model, m) * rational(branch, 2)


def transverse(model: Model, m: int, branch: int) -> Exact:
    """<sigma^x> = 2 c_e c_g = branch 2 gamma m/S_m in |chi_m^branch>, (23); 0 where S_m = 0."""
    split = splitting(model, m)
    numerator = model.gamma * rational(2 * m * branch)
    return numerator if is_zero(numerator) else numerator / split


def longitudinal(model: Model, m: int, branch: int) -> Exact:
    """<sigma^z> = |c_e|^2 - |c_g|^2 = branch omega/S_m in |chi_m^branch>, (22); 0 where S_m = 0."""
    if is_zero(model.omega):
        return ZERO
    return model.omega * rational(branch) / splitting(model, m)


def excited_population(model: Model, m: int, branch: int) -> Exact:
    """|c_e|^2 = (1 + branch omega/S_m)/2 of (22), without cancellation; 1/2 where S_m = 0.

    (1 - omega/S)/2 = 2 gamma^2 m^2/(S (S + omega)), since S^2 - omega^2 = 4 gamma^2 m^2.
    """
    split = splitting(model, m)
    if is_zero(split):
        return rational(1, 2)
    smaller = integer_power(model.gamma * rational(m), 2) * rational(2) / (split * (split + model.omega))
    return smaller if branch < 0 else rational(1) - smaller
