"""A certified number among other numbers: equality, order, format, SymPy, mpmath; and as JSON that is checked when it is read."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import flint
import mpmath
import pytest
import sympy

from oracles import numbers, states
from symcoh import CertifiedNumber, Model, evaluate
from symcoh.balls import ball_to_integers, working_precision
from symcoh.certified import from_json
from symcoh.decimals import printed_radius, round_rational
from symcoh.errors import InputError, InputTypeError, NotCertified
from symcoh.exactnumbers import enclose, exact

RING = Model(N=6, omega_a="7/10", gamma="3/10", J="2/5")
TINY = Model(N=6, omega_a="7/10", gamma="3/10", J="-3e8")


def value(digits: int = 30, quantity: str = "coherence", model: Model = RING, **others: Any) -> CertifiedNumber:
    return evaluate(model, quantity, digits=digits, **(others if {"T", "beta"} & set(others) else {"T": "1/10"} | others))


def around(text: str, digits: int, bits: int = 200) -> CertifiedNumber:
    """A number whose true value is the exact number of the text."""
    number = exact(text)
    with working_precision(bits):
        ball = enclose(number, bits)
    assert number.rational is not None
    decimal = round_rational(number.rational, digits)
    return CertifiedNumber(
        quantity="coherence",
        value=str(decimal),
        digits=digits,
        certified=True,
        ball=ball_to_integers(ball),
        radius=printed_radius(ball, decimal),
        backend="arb",
        parameters={},
        equations=("29",),
        version="0",
        route="sum",
    )


def test_equality_and_hash_are_those_of_the_record() -> None:
    one, same, longer = value(), value(), value(31)
    assert one == same and hash(one) == hash(same) and len({one, same, longer}) == 2
    assert one != longer and one != one.value and one != 0.9635 and one != float(one)
    unproved = value(backend="mpmath")
    assert unproved.value == one.value and unproved != one and hash(unproved) == hash(value(backend="mpmath"))
    zero, other = value(quantity="ergotropy", T=2, model=Model(N=2, omega_a=0, gamma=1)), around("0", 30)
    assert (zero.value, zero) == ("0", other)


def test_order_is_decided_by_the_balls_or_refused() -> None:
    cold, warm = value(), value(T=1)
    assert warm < cold and cold > warm and warm <= cold and cold >= warm
    assert not cold < warm and not warm > cold and not cold <= warm and not warm >= cold
    assert sorted([cold, warm]) == [warm, cold] and max(cold, warm) is cold
    assert (
        warm < 1
        and warm > 0
        and warm < Fraction(3, 4)
        and warm > Decimal("0.7")
        and cold < "sqrt(93)/10"
        and 0 < warm < sympy.Rational(3, 4)
    )
    questions: tuple[Callable[[], bool], ...] = (lambda: cold < value(40), lambda: cold >= value(40), lambda: cold < cold)
    for question in questions:
        with pytest.raises(NotCertified, match="is not decided, the balls overlap: evaluate with more digits"):
            question()
    half = around("1/2", 5)
    assert not half < around("1/2", 9) and half <= around("1/2", 9) and half >= "1/2" and not half > Fraction(1, 2)
    with pytest.raises(InputTypeError, match="`<` needs balls, but a number of the mpmath backend proves none"):
        assert value(backend="mpmath") < 1
    with pytest.raises(InputTypeError, match="`>` needs balls"):
        assert cold > value(backend="mpmath")
    with pytest.raises(InputTypeError, match=r"What is compared must be exact, but is the float 0\.5"):
        assert cold < 0.5


def test_order_at_exponents_beyond_every_double() -> None:
    tiny = value(5, model=TINY, T=1)
    assert tiny.value.endswith("e-521153378") and tiny > 0 and tiny < "1e-5000" and tiny < value(9)


@pytest.mark.parametrize(
    "spec", [".5g", ".5f", ".12e", ".3%", "+.4f", "012.3f", "_>+20.7E", "*^30.2f", " .1f", ".0f", ".0e", "e", "f", "g", ",.2f", ".40g"]
)
def test_format_rounds_the_true_value_once(spec: str) -> None:
    generator = random.Random(spec)
    for _ in range(8):
        true = Fraction(generator.randint(-(10**9), 10**9), generator.choice([1, 7, 1024, 10**9, 10**13]))
        if true:
            expected = format(Decimal(_long(true)), spec if "." in spec else f".6{spec}")
            assert format(around(f"{true.numerator}/{true.denominator}", generator.randint(1, 20)), spec) == expected, true


def _long(true: Fraction) -> str:
    """120 digits, a tie exactly."""
    return str(round_rational(exact(true).rational, 120))  # type: ignore[arg-type]  # a rational


def test_format_is_not_rounded_twice() -> None:
    """0.1254 printed to three digits is 0.125, which half-even would make 0.12."""
    assert format(around("0.1254", 3), ".2f") == "0.13" and format(around("0.1254", 3), ".2g") == "0.13"
    assert format(around("0.1246", 3), ".2f") == "0.12" and format(around("0.125", 3), ".2f") == "0.12"
    assert [format(around(x, 2), ".2f") for x in ("0.9951", "0.9949")] == ["1.00", "0.99"]
    assert format(around("-0.0004", 3), ".2f") == "-0.00" and format(around("-0.0004", 3), "z.2f") == "0.00"
    assert [format(around(x, 3), ".2f") for x in ("0.004", "0.0049", "0.0051", "0.0149", "1e-30")] == [
        "0.00",
        "0.00",
        "0.01",
        "0.01",
        "0.00",
    ]


def test_format_pads_the_decimal_and_refuses_what_it_cannot_prove() -> None:
    number = value()
    assert f"{number}" == number.value and f"{number:>40}" == number.value.rjust(40) and f"{number:*^36s}" == number.value.center(36, "*")
    assert f"{number:.5g}" == "0.96352" and f"{number:.5f}" == "0.96352" and f"{number:.1%}" == "96.4%"
    assert f"{value(5, model=TINY, T=1):.2e}" == "{}e-521153378".format(value(3, model=TINY, T=1).value.partition("e")[0])
    assert f"{value(5, model=TINY, T=1):.3f}" == "0.000"
    for spec in (".60f", ".60e", ".60g", ".60%"):
        with pytest.raises(NotCertified, match="does not decide .*, it wavers between .*: evaluate it with more digits"):
            format(number, spec)
    for spec in ("d", "x", ".5", ".5n", "nonsense", ".5s"):
        with pytest.raises(InputError, match="The format must be a width, or end in e, f, g or %, but is"):
            format(number, spec)
    for spec, big in ((".2000000f", number), (".2f", value(5, "partition-function", beta="1e7"))):
        with pytest.raises(InputError, match="asks for .* digits, but 1000000 is the most"):
            format(big, spec)
    unproved = value(20, backend="mpmath")
    assert f"{unproved:.5f}" == "0.96352"
    with pytest.raises(NotCertified, match="does not decide"):
        format(around_mpmath("0.125"), ".2f")


def around_mpmath(text: str) -> CertifiedNumber:
    fields = {"quantity": "coherence", "value": text, "digits": 3, "certified": False, "ball": None, "radius": None, "backend": "mpmath"}
    return CertifiedNumber(**fields, parameters={}, equations=(), version="0")  # type: ignore[arg-type]  # a dict of many types


def test_sympy_takes_all_digits() -> None:
    x = sympy.Symbol("x")
    for digits in (15, 50, 5000):
        number = value(digits)
        taken = sympy.sympify(number)
        assert isinstance(taken, sympy.Float) and isinstance((x * number).args[0], sympy.Float)
        assert taken._prec >= 3.32 * digits and abs(
            Fraction(*taken._as_mpf_val(taken._prec + 9).__class__ and _ratio(taken)) - number.to_fraction()
        ) < Fraction(1, 10 ** (digits + 2))
    tiny = value(5, model=TINY, T=1)
    assert sympy.sympify(tiny) != 0 and str(sympy.Float(sympy.sympify(tiny), 5)) == tiny.value
    assert sympy.latex(value()) == value().value and sympy.latex(x + 0 * x) == "x"
    assert sympy.latex(tiny) == tiny.latex().strip("$") and sympy.sstr([tiny]) == f"[{tiny.value}]"
    assert sympy.sympify(value(quantity="ergotropy", T=2, model=Model(N=2, omega_a=0, gamma=1))) == 0


def _ratio(number: sympy.Float) -> tuple[int, int]:
    sign, man, exp, _ = number._mpf_
    return (-1) ** sign * int(man) * 2 ** max(exp, 0), 2 ** max(-exp, 0)


def test_mpmath_takes_the_decimal_at_its_own_precision() -> None:
    number = value(60)
    assert not hasattr(number, "_mpf_")
    with mpmath.workdps(40):
        assert mpmath.mpf(number) == mpmath.mpf(number.value) and mpmath.mpf(2) * mpmath.mpf(number) != 0
    long = value(4301)
    with mpmath.workdps(4310):
        assert abs(long.to_mpf() * mpmath.mpf(10) ** 4301 - mpmath.mpf(int(flint.fmpz(long.value[2:])))) < 1
    assert isinstance(sympy.sympify(long), sympy.Float) and long.to_fraction().numerator > 10**4290
    tiny = value(5, model=TINY, T=1)
    assert mpmath.nstr(tiny.to_mpf(), 5) == tiny.value
    with pytest.raises(InputError, match="The value has a decimal exponent beyond 1000000"):
        tiny.to_fraction()
    assert value(3).to_fraction() == Fraction(964, 1000)


def record(**changes: Any) -> str:
    fields = json.loads(value(20).to_json())
    return json.dumps({key: each for key, each in (fields | changes).items() if each is not ...})


MPMATH = {"backend": "mpmath", "certified": False, "radius": None, "ball": None, "route": None}
BAD: list[tuple[dict[str, Any], str]] = [
    ({"value": "0.96351790962994062542"}, "`value` is '0.96351790962994062542', but the ball gives '0.96351790962985564109'"),
    ({"value": "0.9635179096298556411"}, "`digits` is 20, but the value has 19 significant digits"),
    ({"value": "00.96351790962985564109"}, "`value` must be written as '0.96351790962985564109'"),
    ({"value": "x"}, "`value` must be a decimal, but is 'x'"),
    ({"value": "-0"}, "`value` must be written as 0"),
    ({"value": 0.5}, "`value` must be a text, but is a float 0.5"),
    ({"digits": 3}, "`digits` is 3, but the value has 20 significant digits"),
    ({"digits": 0}, "`digits` must be from 1 to 1000000, but is 0"),
    ({"digits": True}, "`digits` must be a whole number, but is true or false"),
    ({"digits": 20.0}, "`digits` must be a whole number, but is a float 20.0"),
    ({"radius": "0"}, "`radius` is '0', but the ball gives"),
    ({"radius": "-1.00e-9"}, "`radius` is '-1.00e-9', but the ball gives"),
    ({"radius": "9.99e-9"}, "`radius` is '9.99e-9', but the ball gives"),
    ({"radius": None}, "`radius` does not belong to the arb backend"),
    ({"backend": "mpmath"}, "`certified` does not belong to the mpmath backend, which proves nothing"),
    ({"backend": "mpmath", "certified": False}, "`ball` does not belong to the mpmath backend"),
    (MPMATH | {"radius": "1.00e-9"}, "`radius` does not belong to the mpmath backend"),
    (MPMATH | {"route": "sum"}, "`route` must be null for the mpmath backend"),
    (MPMATH | {"digits": 3}, "`digits` is 3, but"),
    ({"certified": False}, "`certified` does not belong to the arb backend, which proves its digits"),
    ({"certified": 1}, "`certified` must be true or false, but is a whole number 1"),
    ({"backend": "flint"}, "`backend` must be arb or mpmath, but is 'flint'"),
    ({"ball": None}, "`ball` does not belong to the arb backend"),
    ({"ball": ["1", "-1", "0"]}, "`ball` must be four whole numbers in quotes"),
    ({"ball": ["1", "-1", "-1", "-90"]}, "`ball` must not have a negative radius"),
    ({"ball": [1, -1, 0, 0]}, "`ball` must be four whole numbers in quotes"),
    ({"ball": ["2", "-1", "0", "0"]}, "`ball` is not written as FLINT holds a ball"),
    ({"ball": ["1", "-1", "1", "0"]}, "`value` is '0.96351790962985564109', but the ball gives no such digits"),
    ({"ball": ["1", "-1", "0", "0"]}, "`value` is '0.96351790962985564109', but the ball gives '0.50000000000000000000'"),
    ({"quantity": "coherense"}, "`quantity` must be a known quantity"),
    ({"parameters": {"sources": 6}}, "`parameters` must hold texts, but holds a whole number 6"),
    ({"equations": [29]}, "`equations` must hold texts"),
    ({"equations": "29"}, "`equations` must be a list, but is a text '29'"),
    ({"version": None}, "`version` must be a text, but is null"),
    ({"extra": 1}, "'extra' is no field of a certified number"),
    *(({name: ...}, f"`{name}` is missing in the record") for name in json.loads(value(20).to_json())),
]


@pytest.mark.parametrize(("changes", "match"), BAD, ids=range(len(BAD)))
def test_a_record_that_disagrees_with_its_ball_is_refused(changes: dict[str, Any], match: str) -> None:
    with pytest.raises(InputError, match=f"^{match}"):
        CertifiedNumber.from_json(record(**changes))


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "3", "null", '{"digits": ' + "9" * 5000 + "}", '{"a": 1, "a": 2}', "[" * 100_000, None, b"{}"]
)
def test_what_is_no_record(text: Any) -> None:
    with pytest.raises(InputError, match="^The record "):
        from_json(text)


def test_every_kind_of_number_comes_back_from_json() -> None:
    asked: list[Callable[[], CertifiedNumber]] = [
        lambda: value(1),
        lambda: value(400, "energy"),
        lambda: value(5, model=TINY, T=1),
        lambda: value(12, "partition-function", beta="1e30"),
        lambda: value(12, "entropy", T=0),
        lambda: value(12, "purity", beta=0),
        lambda: value(1, "coherence", T=0, model=Model(N=2, omega=4, omega_a=1, gamma="3/4")),
        lambda: value(12, "ergotropy", T=2, model=Model(N=2, omega_a=0, gamma=1)),
        lambda: value(12, backend="mpmath"),
        lambda: value(12, "partition-function", beta="1e5000"),
    ]
    for ask in asked:
        number = ask()
        back = from_json(number.to_json())
        assert back == number and back.to_dict() == number.to_dict() and CertifiedNumber.from_json(number.to_json()) == number
    assert {number.route for number in (ask() for ask in asked)} >= {"sum", "exact", None}


def test_a_tie_that_exact_data_decided_comes_back_and_no_other() -> None:
    """C_0 = 3/20 to one digit is a tie: no ball decides it, half-even does."""
    model = Model(N=1, omega="sqrt(391)", omega_a=1, gamma="3/2")
    number = evaluate(model, "coherence", T=0, digits=1)
    assert (number.value, number.route) == ("0.2", "exact")
    assert from_json(number.to_json()) == number == from_json(number.to_json().replace('"route"', '"regime"'))
    fields = json.loads(number.to_json())
    with pytest.raises(InputError, match=r"`value` is '0\.[12]', but the ball gives no such digits"):
        from_json(json.dumps(fields | {"route": "sum"}))


def test_the_value_of_the_tests_is_that_of_all_states() -> None:
    true = states.quantities(RING, "10", 60, ["coherence"])["coherence"]
    assert value(30).value == numbers.rounded(true, 30, 60)
