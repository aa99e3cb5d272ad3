"""What `check` holds to be the ground state: value, range, and that only exponentials of unknown size follow."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from sympy import Expr, Integer, Rational, Symbol, sqrt

from symcoh.checking.cases import _size
from symcoh.checking.reading import read_formula
from symcoh.checking.truth import Truth, ground_truth
from symcoh.errors import InputError

SIZE = Symbol("N", integer=True, positive=True)


def found(size: Expr, phase: str, parity: int | None = None) -> Truth | None:
    """At omega = 1, omega_a = 7/10, gamma = 3/10."""
    names = {"N": size, "omega": Integer(1), "omega_a": Rational(7, 10), "gamma": Rational(3, 10), "J": Rational(2, 5)}
    return ground_truth(names, phase, parity)


@pytest.mark.parametrize(
    ("size", "phase", "parity", "value", "least"),
    [
        (Integer(4), "aligned", None, Rational(12, 13), 1),
        (Integer(4), "critical", None, Rational(4, 13), 1),
        (Integer(4), "antialigned", None, Integer(0), 2),
        (Integer(4), "antialigned", -1, Integer(0), 2),
        (Integer(5), "antialigned", None, 3 / sqrt(34), 3),
        (SIZE, "antialigned", 1, Integer(0), 2),
        (SIZE, "antialigned", -1, 3 / sqrt(34), 3),
    ],
)
def test_the_ground_state(size: Expr, phase: str, parity: int | None, value: Expr, least: int) -> None:
    truth = found(size, phase, parity)
    assert truth is not None and truth.terms is not None and list(truth.terms) == [0]
    assert (truth.terms[0] - value).equals(0)
    assert truth.ends and truth.gap and truth.order == 0 and truth.expression is None and truth.least == least


def test_what_is_not_known() -> None:
    assert found(Integer(4), "undecided") is None
    assert found(SIZE, "antialigned") is None


@pytest.mark.parametrize(("parity", "least", "sizes"), [(None, 2, [2, 3, 4, 5]), (-1, 1, [3, 5, 7]), (1, 1, [2, 4, 6]), (1, 5, [6, 8, 10])])
def test_the_rings_of_the_points(parity: int | None, least: int, sizes: list[int]) -> None:
    case = SimpleNamespace(parity=parity, least=least)
    assert [_size(case, place) for place in range(len(sizes))] == sizes  # type: ignore[arg-type]  # the two fields it reads


@pytest.mark.parametrize("sign", ["", "-"])
def test_the_largest_power_that_is_read(sign: str) -> None:
    """10**6 is; one more is not, whatever stands under it."""
    assert read_formula(f"beta**({sign}1000000)", "FORMULA").as_base_exp()[1] == int(f"{sign}1000000")
    with pytest.raises(InputError, match="a power beyond 1000000"):
        read_formula(f"beta**({sign}1000001)", "FORMULA")
