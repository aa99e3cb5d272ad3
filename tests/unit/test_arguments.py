"""What Python callers pass: integers of every library, and one sentence for all the rest, never a raw TypeError."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import flint
import gmpy2
import numpy as np
import pytest
import sympy

from derivations import large_gap, low_temperature, many_sources
from symcoh import Model, curve, evaluate, exact
from symcoh.arguments import as_whole
from symcoh.errors import InputError, InputTypeError, NotCertified
from symcoh.exactnumbers import exact as number
from symcoh.exactnumbers import exact_or_infinity, parse
from symcoh.phase import maximum, phase

RING = Model(N=2, omega_a=1, gamma=1)


class Fickle:
    """Says 3 first and -3 ever after."""

    def __init__(self) -> None:
        self.asked = 0

    def __index__(self) -> int:
        self.asked += 1
        return 3 if self.asked == 1 else -3


class Disguised(int):
    """An int that compares and converts as it likes."""

    def __lt__(self, other: object) -> bool:
        return False

    def __gt__(self, other: object) -> bool:
        return False

    def __int__(self) -> int:
        return 9

    def __index__(self) -> int:
        return 9


class Broken:
    def __index__(self) -> int:
        raise ZeroDivisionError


class Half:
    def __index__(self) -> float:
        return 2.5


INTEGERS = [3, np.int64(3), np.uint8(3), np.array(3), sympy.Integer(3), flint.fmpz(3), gmpy2.mpz(3), Disguised(3), Fickle]
NO_INTEGERS = [
    3.0,
    np.float64(3),
    np.float32(3),
    "3",
    None,
    True,
    np.True_,
    np.array([3]),
    np.array([1, 2]),
    Broken(),
    Half(),
    1j,
    sympy.Symbol("N"),
]


@pytest.mark.parametrize("value", INTEGERS, ids=[getattr(v, "__name__", type(v).__name__) for v in INTEGERS])
def test_every_integer_is_taken_wherever_one_is_meant(value: Any) -> None:
    def three() -> Any:
        return value() if value is Fickle else value

    made = Model(N=three(), omega=three(), omega_a=three(), gamma=three(), J=three())
    assert made == Model(N=3, omega=3, omega_a=3, gamma=3, J=3) and type(made.N) is int
    found = evaluate(RING, "energy", beta=three(), digits=three(), max_precision=10 * sympy.Integer(100))
    assert found == evaluate(RING, "energy", beta=3, digits=3) and type(found.digits) is int
    assert [str(v) for v in curve(RING, "energy", T=[three()], digits=three())] == [str(evaluate(RING, "energy", T=3, digits=3))]
    assert phase(RING, digits=three()).digits == 3 and maximum(RING, digits=three()).digits == 3
    assert exact.coherence(three(), omega=three(), J=three()) == exact.coherence(3, omega=3, J=3)
    assert exact.level_energy(three(), three()) == exact.level_energy(3, 3)


@pytest.mark.parametrize("value", [np.int64(3), Disguised(3)], ids=["int64", "Disguised"])
def test_derivations_take_every_integer(value: Any) -> None:
    assert large_gap.derive(order=0, N=value).series == large_gap.derive(order=0, N=3).series
    assert many_sources.derive(order=value, omega=0).series == 1
    assert low_temperature.derive(order=value, N=1, omega=0, omega_a=1, gamma=1, J=0).expansion.terms  # type: ignore[union-attr]  # it has an expansion


@pytest.mark.parametrize("value", NO_INTEGERS, ids=range(len(NO_INTEGERS)))
def test_what_is_no_integer_is_refused_in_a_sentence(value: Any) -> None:
    assert as_whole(value) is None
    calls: dict[str, Callable[[], object]] = {
        "`N`": lambda: Model(N=value, omega_a=1, gamma=1),
        "`digits`": lambda: evaluate(RING, "energy", beta=1, digits=value),
        "`max_precision`": lambda: evaluate(RING, "energy", beta=1, max_precision=value),
    }
    for name, call in calls.items():
        with pytest.raises(InputTypeError, match=rf"^{name} must be an integer, but is [^\n]+\.$"):
            call()


def test_an_integer_in_disguise_is_seen_through() -> None:
    assert type(as_whole(Disguised(3))) is int
    with pytest.raises(InputError, match="`N` must be at least 1, but is -5"):
        Model(N=Disguised(-5), omega_a=1, gamma=1)
    with pytest.raises(InputError, match="`digits` must be from 1 to 1000000, but is 1000001"):
        evaluate(RING, "energy", beta=1, digits=Disguised(1_000_001))


@pytest.mark.parametrize("value", [Fraction(1, 3), gmpy2.mpq(1, 3), sympy.Rational(1, 3), flint.fmpq(1, 3), "1/3"])
def test_every_fraction_is_taken(value: Any) -> None:
    assert number(value) == number("1/3")


CALLS: list[tuple[Callable[[], object], type[InputError], str]] = [
    # where mypy is told to look away, a value of the wrong type is the case
    (lambda: evaluate(RING, None, beta=1), InputTypeError, "QUANTITY must be the name of one quantity, but is a NoneType"),  # type: ignore[call-overload]  # wrong on purpose
    (lambda: evaluate(RING, {"coherence"}, beta=1), InputTypeError, "QUANTITY must be the name of one quantity, but is a set"),  # type: ignore[call-overload]  # wrong on purpose
    (lambda: evaluate(None, "energy", beta=1), InputTypeError, "`model` must be a Model, but is a NoneType"),  # type: ignore[call-overload]  # wrong on purpose
    (lambda: evaluate(RING, "energy", beta=np.array([1, 2])), InputTypeError, "`beta` must be an int, Fraction"),
    (lambda: evaluate(RING, "energy", T=True), InputTypeError, "`T` must be an int, Fraction"),
    (lambda: evaluate(RING, "energy", beta=1, budget="1"), InputTypeError, "`budget` must be a number of seconds or None, but is '1'"),  # type: ignore[call-overload]  # wrong on purpose
    (lambda: evaluate(RING, "energy", beta=1, budget=math.nan), InputError, "`budget` must be a number of seconds, but is nan"),
    (lambda: evaluate(RING, "energy", beta=1, budget=Decimal("nan")), InputError, "`budget` must be a number of seconds, but is nan"),  # type: ignore[call-overload]  # wrong on purpose
    (lambda: evaluate(RING, "energy", beta=1, budget=True), InputTypeError, "`budget` must be a number of seconds or None, but is True"),
    (lambda: evaluate(RING, "energy", beta=1, budget=-1), InputError, "`budget` must not be negative, but is -1.0"),
    (lambda: evaluate(RING, "energy", beta=1, progress=3), InputTypeError, "`progress` must be a function or None, but is 3"),  # type: ignore[call-overload]  # wrong on purpose
    (lambda: evaluate(RING, "energy", beta=1, backend=["arb"]), InputTypeError, "`backend` must be arb or mpmath, but is a list"),  # type: ignore[call-overload]  # wrong on purpose
    (lambda: evaluate(RING, "energy", beta=1, route=np.array([1, 2])), InputTypeError, "`route` must be one of sum"),  # type: ignore[call-overload]  # wrong on purpose
    (lambda: Model(N=2, omega_a=1, gamma=1, sources=np.array([1, 2])), InputTypeError, "`sources` must be"),
    (lambda: curve(RING, ["energy"], T=[1]), InputTypeError, "QUANTITY must be"),  # type: ignore[arg-type]  # wrong on purpose
    (lambda: curve(3, "energy", T=[1]), InputTypeError, "`model` must be a Model, but is 3"),  # type: ignore[arg-type]  # wrong on purpose
    (lambda: curve(RING, "energy", T=np.array(1)), InputTypeError, "`T` must be a list of values, but is a ndarray"),
    (lambda: curve(RING, "energy", T=[1], budget="1"), InputTypeError, "`budget` must be"),  # type: ignore[arg-type]  # wrong on purpose
    (lambda: curve(RING, "energy", T=[1, "x"]), InputError, r"`T\[1\]` does not read"),
    (lambda: phase("x"), InputTypeError, "`model` must be a Model, but is 'x'"),  # type: ignore[arg-type]  # wrong on purpose
    (lambda: phase(RING, digits=0), InputError, "`digits` must be from 1 to 1000000, but is 0"),
    (lambda: maximum(RING, budget=math.nan), InputError, "`budget` must be a number of seconds, but is nan"),
    (lambda: exact.level_energy(branch=2), InputError, "`branch` must be 1 or -1, but is 2"),
    (lambda: many_sources.derive(order=17), InputError, "`order` must be from 0 to 16, but is 17"),
]


@pytest.mark.parametrize(("call", "error", "match"), CALLS, ids=range(len(CALLS)))
def test_one_sentence(call: Callable[[], object], error: type[InputError], match: str) -> None:
    with pytest.raises(error, match=f"^{match}") as caught:
        call()
    assert str(caught.value).endswith(".") and "\n" not in str(caught.value)


def test_a_budget_may_be_any_number() -> None:
    for budget in (5, 5.0, np.float64(5), Fraction(11, 2), Decimal(5), 10**400, math.inf):
        assert evaluate(RING, "energy", beta=1, digits=5, budget=budget).value == "-2.3666"  # type: ignore[arg-type]  # any real number is taken
    for ask in (lambda: evaluate(RING, "energy", beta=1, budget=0), lambda: curve(RING, "energy", T=[1, 2], budget=0)):
        with pytest.raises(NotCertified, match="The budget of 0 seconds ran out"):
            ask()


def test_advice_is_taken() -> None:
    """What an error tells the user to pass is read."""
    for value in (0.7, 1e-7, 1e22, -2.5e300, np.float64(0.1)):
        with pytest.raises(InputTypeError, match="`J` must be exact, but is the float") as caught:
            number(value, "`J`")
        assert parse(str(caught.value).split("the text '")[1].rstrip("'.")) == parse(repr(float(value)))
    for value in (math.inf, -math.inf, math.nan):
        with pytest.raises(InputTypeError, match=f"`J` must be exact and finite, but is the float {value}: pass .* such as '7/10'"):
            number(value, "`J`")
    with pytest.raises(InputTypeError, match="`beta` must be exact, but is the float inf: pass the text 'oo' for the ground state"):
        evaluate(RING, "energy", beta=math.inf)
    assert exact_or_infinity("oo") is None
