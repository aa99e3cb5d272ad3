"""(7)-(23): eigenvectors of H, each from one configuration of the sources and the 2x2 matrix of the target in it.

The configuration is the one with the number `alpha` among those of magnetization m, the branch is the sign `pm`: indices
the sampler binds, whether or not the statement shows them. The target's vector is the null vector of the matrix minus its
eigenvalue; (22)-(23) play no part in it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from flint import arb, arb_mat
from sympy import Expr

from ...certificates.interpret import Value
from ..evaluation_point import EvaluationPoint, Meaning, Structure, block, bonds_of, magnetization_of, registry, spins
from .sectors import levels, whole
from .structures import kronecker, matrix_of


@cache
def words_of(sources: int, m: int) -> tuple[int, ...]:
    """The configurations with magnetization m as words, in ascending order; `alpha` = 1, 2, ... counts them."""
    return tuple(word for word in range(1 << sources) if magnetization_of(spins(sources, word)) == m)


def _word(here: EvaluationPoint) -> int:
    m, alpha = (whole(here.symbol(name), name) for name in ("m", "alpha"))
    return words_of(here.model.N, m)[alpha - 1]


def _configuration(here: EvaluationPoint) -> list[int]:
    return spins(here.model.N, _word(here))


def _unit_vector(size: int, place: int) -> arb_mat:
    return arb_mat(size, 1, [int(row == place) for row in range(size)])


def source_state(here: EvaluationPoint, m: arb, alpha: arb) -> Value:
    """|m, alpha>: the basis vector of a configuration, by its bits."""
    size = 1 << here.model.N
    return _unit_vector(size, words_of(here.model.N, whole(m, "m"))[whole(alpha, "alpha") - 1])


def source_factor(here: EvaluationPoint) -> Value:
    """|phi>: the basis vector of the configuration at hand."""
    return _unit_vector(1 << here.model.N, _word(here))


def spin(here: EvaluationPoint, k: arb) -> Value:
    """s_k: source k of the configuration at hand, periodic in k."""
    return arb(_configuration(here)[(whole(k, "k") - 1) % here.model.N])


def spin_state(here: EvaluationPoint, k: arb) -> Value:
    """|s_k>: up is the first basis vector of a source, down the second."""
    return _unit_vector(2, int(spin(here, k) == -1))


def bond_sum(here: EvaluationPoint) -> Value:
    """The sum of s_k s_{k+1} around the ring in the configuration at hand."""
    return arb(bonds_of(_configuration(here)))


def target_vector(here: EvaluationPoint, m: int, sign: int) -> tuple[arb, arb]:
    """The normalised vector v with (block - E) v = 0 in a configuration with magnetization m, the upper level for the sign +1.

    Of the two rows of block - E the one whose diagonal element adds numbers of one sign is used: there is no cancellation. Where
    the block is diagonal, v is |e> or |g>.
    """
    matrix, energy = block(here, m, 0), levels(here, m, 0)[0 if sign == 1 else 1]
    side = matrix[0, 1]
    if side.is_zero():
        return (arb(1), arb(0)) if sign == 1 else (arb(0), arb(1))
    first, second = (energy - matrix[1, 1], side) if sign == 1 else (side, energy - matrix[0, 0])
    length = (first * first + second * second).sqrt()
    return first / length, second / length


def _at_hand(here: EvaluationPoint) -> tuple[arb, arb]:
    return target_vector(here, magnetization_of(_configuration(here)), whole(here.symbol("pm"), "pm"))


def target_factor(here: EvaluationPoint) -> Value:
    """|chi>: the target's vector in the configuration and on the branch at hand."""
    return arb_mat(2, 1, list(_at_hand(here)))


def target_factor_of(here: EvaluationPoint, sign: arb, m: arb) -> Value:
    """|chi_m^+->."""
    return arb_mat(2, 1, list(target_vector(here, whole(m, "m"), whole(sign, "sign"))))


def eigenvector(here: EvaluationPoint) -> Value:
    """|Psi>: the target's vector, its two components placed by the bits of the configuration at hand."""
    size = 1 << here.model.N
    column = [arb(0)] * (2 * size)
    column[_word(here)], column[size + _word(here)] = _at_hand(here)
    return arb_mat(2 * size, 1, column)


def eigenvalue(here: EvaluationPoint) -> Value:
    """E: the level of the configuration and the branch at hand."""
    state = _configuration(here)
    return levels(here, magnetization_of(state), bonds_of(state))[0 if whole(here.symbol("pm"), "pm") == 1 else 1]


def _weight(place: int) -> Meaning:
    return lambda here: _at_hand(here)[place]


def _weight_of(place: int) -> Meaning:
    return lambda here, sign, m: target_vector(here, whole(m, "m"), whole(sign, "sign"))[place]


def up_domains(state: list[int]) -> int:
    """Domains of sources that are up: sites that are up behind one that is down. None in a uniform ring.

    >>> up_domains([1, -1, 1, 1]), up_domains([1, -1, 1, -1]), up_domains([1, 1])
    (1, 2, 0)
    """
    return sum(state[k] == 1 and state[k - 1] == -1 for k in range(len(state)))


def _tensor_over(here: EvaluationPoint, e: Expr) -> Value:
    body, index, domain = e.args
    total = arb_mat([[1]])
    for value in registry()[2][domain.name](here):
        total = kronecker(total, matrix_of(body, here.bind(index.name, arb(value))))
    return total


def _states_of_m(here: EvaluationPoint) -> list[Any]:
    return list(range(1, len(words_of(here.model.N, whole(here.bound["m"], "m"))) + 1))


def _numbers_of_domains(here: EvaluationPoint) -> list[Any]:
    """What (16) bounds: every number of up-domains that a ring which is not uniform has."""
    size = here.model.N
    return sorted({up_domains(spins(size, word)) for word in range(1, (1 << size) - 1)})


STRUCTURES: dict[str, Structure] = {"Tensors": _tensor_over}

DOMAINS: dict[str, Callable[[EvaluationPoint], list[Any]]] = {
    "states_of_m": _states_of_m,
    "domains_of_state": lambda here: [up_domains(_configuration(here))],
    "numbers_of_domains": _numbers_of_domains,
}

MEANINGS: dict[str, Meaning] = {
    "E_total": eigenvalue,
    "ell": bond_sum,
    "s": spin,
    "c_e": _weight(0),
    "c_g": _weight(1),
    "c_e_branch": _weight_of(0),
    "c_g_branch": _weight_of(1),
    "ket_e": lambda here: _unit_vector(2, 0),
    "ket_g": lambda here: _unit_vector(2, 1),
    "ket_Psi": eigenvector,
    "ket_chi": target_factor,
    "ket_phi": source_factor,
    "ket_source": spin_state,
    "ket_m_alpha": source_state,
    "ket_chi_branch": target_factor_of,
}
