"""(35)-(39): the ends of the coherence in J, from the configurations whose Boltzmann weights outgrow all others."""

from __future__ import annotations

from collections.abc import Callable

from flint import arb, arb_mat
from sympy import Expr

from ...certificates.interpret import Value, interpret
from ...exactnumbers.number import ZERO
from ..evaluation_point import EvaluationPoint, Meaning, Structure, block, groups


def _end(extreme: Callable[[list[int]], int]) -> Meaning:
    """The coherence when only the configurations with an extreme bond sum are left, their common weight divided out."""

    def make(here: EvaluationPoint) -> Value:
        wanted = extreme([bonds for _, bonds, _ in groups(here.model.N)])
        free, beta = here.changed("J", ZERO), here.parameter("beta")
        total = arb_mat(2, 2, [0, 0, 0, 0])
        for m, bonds, number in groups(here.model.N):
            if bonds == wanted:
                total = total + (block(free, m, bonds) * -beta).exp() * arb(number)
        return (abs(total[0, 1]) + abs(total[1, 0])) / (total[0, 0] + total[1, 1])

    return make


def _limit(here: EvaluationPoint, e: Expr) -> Value:
    """Lim(expression, symbol, point) stands for the expression itself: the attack moves the symbol along the points of an approach."""
    return interpret(e.args[0], here)


STRUCTURES: dict[str, Structure] = {"Lim": _limit}

MEANINGS: dict[str, Meaning] = {"C_up": _end(max), "C_down": _end(min)}
