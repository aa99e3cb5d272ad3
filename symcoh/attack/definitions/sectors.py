"""(16)-(31): sectors of the ring by counting configurations, and the levels of a sector from its 2x2 matrix."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flint import acb, arb, arb_mat

from ...certificates.interpret import Value
from ...errors import InputError
from ..evaluation_point import EvaluationPoint, Meaning, block, groups


def whole(value: Value, name: str) -> int:
    """An argument that must be an integer."""
    found = None if isinstance(value, arb_mat) else value.unique_fmpz()
    if found is None:
        raise InputError(name, "must be an integer here.")
    return int(found)


def degeneracy(here: EvaluationPoint, m: arb, n: arb) -> Value:
    """g(m, n): configurations with magnetization m and bond sum N - 4n, counted."""
    wanted = (whole(m, "m"), here.model.N - 4 * whole(n, "n"))
    return arb(sum(number for magnetization, bonds, number in groups(here.model.N) if (magnetization, bonds) == wanted))


def sector_weight(here: EvaluationPoint, m: arb) -> Value:
    """W_m: e^{-beta H_I} summed over the configurations with magnetization m."""
    wanted, bond = whole(m, "m"), here.parameter("beta") * here.parameter("J")
    return sum(((bond * bonds).exp() * number for at, bonds, number in groups(here.model.N) if at == wanted), arb(0))


def levels(here: EvaluationPoint, m: int, bonds: int) -> tuple[arb, arb]:
    """The two eigenvalues (upper, lower) of the symmetric 2x2 matrix of a configuration: half the trace, plus and minus the reach.

    The reach is the length of the vector (half the difference on the diagonal, off-diagonal element), a ball also at length 0.
    """
    matrix = block(here, m, bonds)
    half = (matrix[0, 0] + matrix[1, 1]) / 2
    reach = abs(acb((matrix[0, 0] - matrix[1, 1]) / 2, matrix[0, 1]))
    return half + reach, half - reach


def splitting(here: EvaluationPoint, m: arb) -> Value:
    """S_m: the distance of the two levels of a configuration with magnetization m."""
    upper, lower = levels(here, whole(m, "m"), 0)
    return upper - lower


def level_energy(here: EvaluationPoint, sign: arb, m: arb, n: arb) -> Value:
    """E_+-(m, n): the levels of a configuration with magnetization m and bond sum N - 4n."""
    pair = levels(here, whole(m, "m"), here.model.N - 4 * whole(n, "n"))
    return pair[0] if whole(sign, "sign") == 1 else pair[1]


def _sectors_of_n(here: EvaluationPoint) -> list[Any]:
    """The sectors m with at least n sources up and n down, n bound before."""
    room = here.model.N - 2 * whole(here.bound["n"], "n")
    return list(range(-room, room + 1, 2))


DOMAINS: dict[str, Callable[[EvaluationPoint], list[Any]]] = {"sectors_of_n": _sectors_of_n}

MEANINGS: dict[str, Meaning] = {"g": degeneracy, "W": sector_weight, "S": splitting, "E": level_energy}
