"""(68)-(89): the factors of (68) read off the exponentials of 2x2 blocks, and the rescaled weights by counting.

Without the bonds, the block of a configuration is omega_a m/2 plus the matrix t_m of the target. s^gamma_m and c^gamma_m are
elements of e^{-beta t_m}; F_m and G_m are elements of the whole exponential summed over the sectors m and -m, so that
the half of c^gamma_0 is there because m = 0 is one sector and not two.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flint import arb, arb_mat

from ..evaluation_point import EvaluationPoint, Meaning, block, groups
from .sectors import levels, whole


def _counted(here: EvaluationPoint, m: arb, factor: Callable[[int], int]) -> arb:
    """Sum over the configurations of magnetization m of factor(d) e^{4 beta J d}, d = floor(N/2) - n, n up-domains."""
    size, bond = here.model.N, 4 * here.parameter("beta") * here.parameter("J")
    total = arb(0)
    for at, bonds, number in groups(size):
        if at == whole(m, "m"):
            fewer = size // 2 - (size - bonds) // 4
            total += (bond * fewer).exp() * (number * factor(fewer))
    return total


def _weight(here: EvaluationPoint, m: arb) -> arb:
    return here.remember(("w", whole(m, "m")), lambda: _counted(here, m, lambda fewer: 1))


def _weight_slope(here: EvaluationPoint, m: arb) -> arb:
    return here.remember(("w_prime", whole(m, "m")), lambda: _counted(here, m, lambda fewer: fewer))


def _source_factor(here: EvaluationPoint, m: int) -> arb:
    """The Boltzmann factor of the sources' own energy omega_a m/2."""
    return (here.parameter("beta") * here.parameter("omega_a") * m / -2).exp()


def _target_exponential(here: EvaluationPoint, m: int) -> arb_mat:
    """e^{-beta t_m}: the block without the sources' energies, which are multiples of the unit matrix."""

    def make() -> arb_mat:
        matrix = block(here, m, 0)
        lift = (matrix[0, 0] + matrix[1, 1]) / 2
        return ((matrix - arb_mat(2, 2, [lift, 0, 0, lift])) * -here.parameter("beta")).exp()

    return here.remember(("target exponential", m), make)


def _pair(here: EvaluationPoint, m: int) -> arb_mat:
    """e^{-beta block} without the bonds, summed over the sectors m and -m, which are one for m = 0."""

    def make() -> arb_mat:
        total = arb_mat(2, 2, [0, 0, 0, 0])
        for sector in {m, -m}:
            total = total + (block(here, sector, 0) * -here.parameter("beta")).exp()
        return total

    return here.remember(("pair", m), make)


def _odd_of_sources(here: EvaluationPoint, m: arb) -> arb:
    at = whole(m, "m")
    return (_source_factor(here, -at) - _source_factor(here, at)) / 2


def _even_of_sources(here: EvaluationPoint, m: arb) -> arb:
    at = whole(m, "m")
    return (_source_factor(here, -at) + _source_factor(here, at)) / 2


def _odd_of_target(here: EvaluationPoint, m: arb) -> arb:
    return -_target_exponential(here, whole(m, "m"))[0, 1]


def _even_of_target(here: EvaluationPoint, m: arb) -> arb:
    """Half the trace; of the two sectors m and -m a quarter each, and m = 0 is one."""
    at = whole(m, "m")
    matrix = _target_exponential(here, at)
    return (matrix[0, 0] + matrix[1, 1]) * len({at, -at}) / 4


def _off_diagonal(here: EvaluationPoint, m: arb) -> arb:
    return _pair(here, whole(m, "m"))[0, 1] / 2


def _trace(here: EvaluationPoint, m: arb) -> arb:
    matrix = _pair(here, whole(m, "m"))
    return (matrix[0, 0] + matrix[1, 1]) / 4


def _weighted(factor: Callable[[EvaluationPoint, arb], arb]) -> Meaning:
    return lambda here, m: _weight(here, m) * factor(here, m)


def _alpha(here: EvaluationPoint, m: arb, other: arb) -> arb:
    return _odd_of_target(here, m) * _even_of_target(here, other) / (_odd_of_target(here, other) * _even_of_target(here, m))


def _slant(here: EvaluationPoint, m: arb) -> arb:
    """m/S_m, S_m the distance of the two levels of a configuration."""
    upper, lower = levels(here, whole(m, "m"), 0)
    return m / (upper - lower)


def _mu(here: EvaluationPoint, m: arb, other: arb) -> arb:
    sources = _odd_of_sources(here, m) * _even_of_sources(here, other) / (_odd_of_sources(here, other) * _even_of_sources(here, m))
    return sources * _slant(here, m) / _slant(here, other)


def _nu(here: EvaluationPoint, m: arb, other: arb) -> arb:
    return m * _slant(here, m) / (other * _slant(here, other))


MEANINGS: dict[str, Meaning] = {
    "w": _weight,
    "w_prime": _weight_slope,
    "s_a": _odd_of_sources,
    "c_a": _even_of_sources,
    "s_gamma": _odd_of_target,
    "c_gamma": _even_of_target,
    "F": _off_diagonal,
    "G": _trace,
    "f_gamma": _weighted(_odd_of_target),
    "g_gamma": _weighted(_even_of_target),
    "f_a": _weighted(_odd_of_sources),
    "g_a": _weighted(_even_of_sources),
    "alpha_ratio": _alpha,
    "mu_ratio": _mu,
    "nu_ratio": _nu,
}


def _index(here: EvaluationPoint, name: str) -> int:
    return whole(here.bound[name], name)


def _sectors_below(here: EvaluationPoint, lowest: int) -> list[Any]:
    """The sectors from `lowest` to m, without m."""
    return [m for m in range(-here.model.N, _index(here, "m"), 2) if m >= lowest]


def _most_domains(here: EvaluationPoint) -> int:
    """(N - |m|)/2, beyond which a configuration of magnetization m has no up-domains to give."""
    return (here.model.N - abs(_index(here, "m"))) // 2


DOMAINS: dict[str, Callable[[EvaluationPoint], list[Any]]] = {
    "lower_sectors": lambda here: _sectors_below(here, 0),
    "positive_lower_sectors": lambda here: _sectors_below(here, 1),
    "later_domains": lambda here: list(range(_index(here, "n") + 1, here.model.N // 2 + 1)),
    "missing_domains": lambda here: list(range(_most_domains(here) + 1, here.model.N // 2 + 1)),
    "domains_with_next": lambda here: list(range(1, _most_domains(here))),
    "later_domains_of_m": lambda here: list(range(_index(here, "n") + 1, _most_domains(here) + 1)),
}
