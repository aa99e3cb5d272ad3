"""The ground manifold at beta = infinity, exactly (40), (41), (48)-(57).

Which sectors can win. The lower branch and the bond sum leave, with u = |m| and m on the side that
omega_a favours,

    E(u) = -|omega_a| u/2 - J l(u) - S_u/2.

J > 0: l is largest at u = N alone, and the other terms fall with u, so u = N. J = 0: u = N unless
omega_a = gamma = 0, where all tie. J < 0: the most domains give l = 2u - N and E is linear minus the
convex S_u/2, hence concave in u: a minimum lies at an end, u = N or the smallest u (0 or 1), and an
inner sector can tie only where S_u is linear, that is omega = 0 or gamma = 0; then all u tie. So one
exact sign decides, at any N. Ties are decided by exact algebra, never by a narrower ball.
"""

from __future__ import annotations

from dataclasses import dataclass

from .errors import NotCertified, integer_text
from .exactnumbers import SIGN_BITS, Exact, rational, sign, simpler
from .exactnumbers.number import total
from .model import Model, decided_sign
from .sources.ring.counting import degeneracy, favoured_domains
from .spectrum import energy, longitudinal, splitting, transverse

MAX_LEVELS = 20_000
"""A tie of more sectors than this is refused rather than listed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Level:
    """One energy level (m, n, branch) with its degeneracy g(m, n)."""

    m: int
    domains: int
    branch: int
    degeneracy: int


@dataclass(frozen=True, kw_only=True, slots=True)
class GroundManifold:
    """All levels of lowest energy; `energy` is E_0, `levels` every tied (m, n, branch)."""

    levels: tuple[Level, ...]
    energy: Exact

    @property
    def degeneracy(self) -> int:
        """Number of ground states."""
        return sum(level.degeneracy for level in self.levels)


def ground_manifold(model: Model, max_bits: int = SIGN_BITS, most: int = MAX_LEVELS) -> GroundManifold:
    """Every ground state of (1), ties included, decided exactly.

    Args:
        model: exact parameters; N of any size.
        max_bits: ceiling of precision for the sign that decides a tie.
        most: a tie of about more sectors than this is refused rather than listed.

    Returns:
        The tied levels and their energy.

    Raises:
        NotCertified: a tie with pi, exp or log in a parameter that no precision decides, or a tie
            of more than `most` levels.

    >>> on_the_line = Model(N=4, omega=1, omega_a="7/10", gamma=0, J="-7/40")
    >>> [(level.m, level.degeneracy) for level in ground_manifold(on_the_line).levels]
    [(-4, 1), (-2, 4), (0, 2)]
    """
    sectors = _favoured_sectors(model, max_bits, most)
    source_sign = decided_sign(model.omega_a, "omega_a", max_bits)
    free = decided_sign(model.gamma, "gamma", max_bits) == 0
    levels: list[Level] = []
    for u, all_domains in sectors:
        level = (free or u == 0) and decided_sign(model.omega, "omega", max_bits) == 0  # S_u = 0, without its root
        branches = (-1, 1) if level else (-1,)
        sides = (u, -u) if source_sign == 0 and u else (-source_sign * u if source_sign else u,)
        for m in sides:
            for domains in _domains(model, u, all_domains, max_bits):
                count = degeneracy(model.N, m, domains)
                levels += [Level(m=m, domains=domains, branch=b, degeneracy=count) for b in branches]
    first = levels[0]
    return GroundManifold(levels=tuple(levels), energy=energy(model, first.m, first.domains, first.branch))


def critical_coupling(model: Model) -> Exact | None:
    """J_c of (48) and (54): the coupling where aligned and antialigned ground states cross; None for N = 1.

    J_c = -|omega_a|/4 - (S_N - S_u)/(4 (N - u)), u = 0 for even and 1 for odd N (S_0 = omega).

    >>> critical_coupling(Model(N=2, omega="4/5", omega_a=1, gamma="3/20")).canonical()
    '-11/40'
    """
    if model.N == 1:
        return None
    u = model.N % 2
    gap = splitting(model, model.N) - splitting(model, u)
    field = model.omega_a if decided_sign(model.omega_a, "omega_a") >= 0 else -model.omega_a
    return -(field * rational(1, 4)) - gap * rational(1, 4 * (model.N - u))


def ground_average(manifold: GroundManifold, value: dict[tuple[int, int], Exact]) -> Exact:
    """sum_levels g value(m, branch) / sum_levels g."""
    parts = [value[level.m, level.branch] * rational(level.degeneracy) for level in manifold.levels]
    return total(parts) * rational(1, manifold.degeneracy)


def bloch_vector(model: Model, manifold: GroundManifold) -> tuple[Exact, Exact]:
    """(<sigma^x>, <sigma^z>) of the target at T = 0: the average over the ground manifold, (41), (49), (50)."""
    keys = {(level.m, level.branch) for level in manifold.levels}
    across = {key: transverse(model, *key) for key in keys}
    along = {key: longitudinal(model, *key) for key in keys}
    return ground_average(manifold, across), ground_average(manifold, along)


def _favoured_sectors(model: Model, max_bits: int, most: int) -> list[tuple[int, bool]]:
    """The u = |m| of all ground states, with whether every domain number ties there too."""
    size = model.N
    coupling = decided_sign(model.J, "J", max_bits) if size > 1 else 0
    free = decided_sign(model.gamma, "gamma", max_bits) == 0
    if coupling == 0 and size > 1 and free and decided_sign(model.omega_a, "omega_a", max_bits) == 0:
        _refuse_many(size * size // 8, size, most)
        return [(u, True) for u in range(size, -1, -2)]
    if coupling >= 0:
        return [(size, False)]
    smallest = size % 2
    aligned, antialigned = (_lowest_energy(model, u, max_bits) for u in (size, smallest))
    distance = antialigned - aligned
    difference = sign(distance, max_bits)
    if difference is None:
        raise NotCertified(
            f"Whether aligned and antialigned ground states tie is not decided with {max_bits} bits: "
            f"raise --max-precision, or write `J` {simpler(distance)}."
        )
    if difference != 0:
        return [(size if difference > 0 else smallest, False)]
    if free or decided_sign(model.omega, "omega", max_bits) == 0:
        _refuse_many(size // 2, size, most)
        return [(u, False) for u in range(size, -1, -2)]
    return [(size, False), (smallest, False)]


def _refuse_many(levels: int, size: int, most: int) -> None:
    if levels > most:
        raise NotCertified(
            f"The ground state is a tie of more than {most} levels at N = {integer_text(size)}, which is refused: try a smaller N."
        )


def _lowest_energy(model: Model, u: int, max_bits: int) -> Exact:
    """E(u) of the module docstring for J < 0."""
    side = decided_sign(model.omega_a, "omega_a", max_bits)
    m = -side * u if side else u
    return energy(model, m, favoured_domains(model.N, u, True), -1)


def _domains(model: Model, u: int, all_domains: bool, max_bits: int) -> range:
    if not all_domains or u == model.N:
        best = favoured_domains(model.N, u, model.N > 1 and decided_sign(model.J, "J", max_bits) < 0)
        return range(best, best + 1)
    return range(1, (model.N - u) // 2 + 1)
