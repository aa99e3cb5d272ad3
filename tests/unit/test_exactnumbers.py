"""Exact numbers: what is read, what is refused, and signs by separation bounds."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import pytest
import sympy
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from symcoh.errors import InputError, InputTypeError
from symcoh.exactnumbers import enclose, exact, exact_or_infinity, parse, rational, sign


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.7", (7, 10)),
        ("7/10", (7, 10)),
        ("1e-3", (1, 1000)),
        (".5", (1, 2)),
        ("1.", (1, 1)),
        ("+3", (3, 1)),
        ("--3", (3, 1)),
        ("2**-2", (1, 4)),
        ("-2**2", (-4, 1)),
        ("2**3**2", (512, 1)),
        ("(1+2)*3/4", (9, 4)),
        ("1E2", (100, 1)),
        ("0**0", (1, 1)),
        ("sqrt(49/100)", (7, 10)),
        ("8**(1/3)", (2, 1)),
        ("sqrt(2)*sqrt(2)", (2, 1)),
        ("pi/pi", (1, 1)),
        ("pi-pi", (0, 1)),
        ("exp(log(3))", (3, 1)),
        ("log(exp(2))", (2, 1)),
        ("exp(0)", (1, 1)),
        ("log(1)", (0, 1)),
        ("1 + 2", (3, 1)),
        ("4**(3/2)", (8, 1)),
        ("sqrt(2)**4", (4, 1)),
        ("(sqrt(2)+1)/(sqrt(2)+1)", (1, 1)),
        ("6/3/2", (1, 1)),
        ("2-3-4", (-5, 1)),
        ("(-1)**3", (-1, 1)),
    ],
)
def test_reads_rationals(text: str, value: tuple[int, int]) -> None:
    assert parse(text).rational == fmpq(*value)


@given(st.from_regex(r"-?[0-9]{1,12}(\.[0-9]{0,12}|/[0-9]{1,12})?", fullmatch=True))
def test_plain_numbers_are_read_as_by_the_grammar(text: str) -> None:
    """The quick way beside the grammar: parentheses lead around it."""
    if set(text.partition("/")[2]) == {"0"}:
        with pytest.raises(InputError, match="divides by zero"):
            parse(text)
        return
    quick, slow = parse(text), parse(f"({text})")
    assert (quick.terms, str(quick)) == (slow.terms, text)


@pytest.mark.parametrize(
    "text", ["sqrt(2)/3", "pi/4", "1/(1+sqrt(2))", "2**sqrt(2)", "log(2)/7-exp(-1)", "(1+pi)**-3", "3**(1/7)", "sqrt(1+sqrt(2))"]
)
def test_encloses_what_sympy_evaluates(text: str) -> None:
    ball = enclose(parse(text), 200)
    reference = sympy.sympify(text, rational=True).evalf(60)
    assert ball.rel_accuracy_bits() > 150
    assert ball.overlaps(type(ball)(str(reference)) + type(ball)(0, "1e-55"))


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("sqrt(2)*sqrt(3)-sqrt(6)", 0),
        ("sqrt(8)-2*sqrt(2)", 0),
        ("sqrt(3+2*sqrt(2))-1-sqrt(2)", 0),
        ("sqrt(2)-1.41421356", 1),
        ("sqrt(2)+sqrt(3)-sqrt(5+2*sqrt(6))", 0),
        ("2**(1/3)*4**(1/3)-2", 0),
        ("sqrt(2)+sqrt(3)-sqrt(5+2*sqrt(6))-1e-300", -1),
        ("pi-3", 1),
        ("exp(1)-3", -1),
        ("log(2)+log(3)-log(6)", None),
        ("1/sqrt(2)-sqrt(2)/2", 0),
        ("sqrt(1e-200)-1e-100", 0),
    ],
)
def test_signs_are_proved(text: str, outcome: int | None) -> None:
    assert sign(parse(text), 8192) == outcome


def test_a_tie_that_no_ball_decides_is_not_called_zero() -> None:
    """Beyond the ceiling the answer is None, never 0."""
    assert sign(parse("sqrt(2)-1.4142135623730950488016887242096980785696718753769480"), 64) is None


@given(st.fractions(), st.fractions(min_value=Fraction(1, 10**6)), st.fractions(min_value=Fraction(1, 10**6)))
def test_sign_of_two_roots(a: Fraction, b: Fraction, c: Fraction) -> None:
    """sign(a + sqrt b - sqrt c), against squaring in integers."""
    value = exact(a) + parse(f"sqrt({b})") - parse(f"sqrt({c})")
    # a + sqrt b > sqrt c  <=>  (a + sqrt b >= 0 and (a + sqrt b)^2 > c), with sqrt b compared by squares again.
    left = -1 if a < 0 and a * a > b else 0 if a < 0 and a * a == b else 1
    if left <= 0:
        expected = -1
    else:
        rest = a * a + b - c  # sign of rest + 2 a sqrt b
        square = 4 * a * a * b
        if a >= 0:
            expected = (
                (1 if rest * rest < square else -1 if rest * rest > square else 0) if rest < 0 else 1 if rest > 0 or square > 0 else 0
            )
        else:
            expected = (1 if rest * rest > square else -1 if rest * rest < square else 0) if rest > 0 else -1
    assert sign(value) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "nan",
        "1e",
        "1..2",
        "1_0",
        "0x1",
        "9**9**9",
        "1/0",
        "0/0",
        "1//2",
        "10^6",
        "sqrt(2)x",
        "sqrt(-1)",
        "log(0)",
        "1 2",
        "oo",
        "-oo",
        "f(1)",
        "1,5",
        "(-1)**(1/2)",
        "0**-1",
        "1/(pi-pi)",
        "(" * 101 + "1" + ")" * 101,
        "1e100001",
        "1" * 20001,
        "\uff11",
        "exp(1e6)",
        "2**(2**21)",
        "__import__('os')",
        "().__class__",
        "1\n2",
        "sqrt",
        "sqrt 2",
        ")",
        "(1",
        "1)",
        "**2",
        "2**",
        "*1",
        "(pi-pi)**-1",
        "pi**(10**9)",
    ],
)
def test_refuses(text: str) -> None:
    with pytest.raises(InputError, match="^`x` does not read ") as caught:
        parse(text, "`x`")
    assert len(str(caught.value)) < 190 and str(caught.value).count("\n") == 0


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("3.14-114", "may be an exponent or a sum, write 3.14e-114 or 3.14 - 114"),
        ("-2.5+100", r"write 2.5e\+100 or 2.5 \+ 100"),
        ("sqrt(.5-113)", r"write .5e-113 or .5 - 113"),
        ("1.5d-3", "write e for the exponent, as in 1.5e-3"),
        ("2D5", "as in 2e5"),
        ("root(-8,3)", r"-8\*\*\(1/3\) for the real root of -8"),
        ("(-8)**(1/3)", r"write -8\*\*\(1/3\) for the real root of -8"),
        ("ln(2)", "write log"),
        ("2*e", r"write exp\(1\)"),
    ],
)
def test_what_other_programs_write_is_refused_with_the_way_to_write_it(text: str, advice: str) -> None:
    with pytest.raises(InputError, match=f"^`gamma` does not read .*{advice}") as caught:
        parse(text, "`gamma`")
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3.14 - 114", (-5543, 50)),
        ("0.7-1", (-3, 10)),
        ("0.5-100*2", (-399, 2)),
        ("2*3.5-100", (-93, 1)),
        ("43-240", (-197, 1)),
        ("1e-3-100", (-99999, 1000)),
        ("0.5-1000", (-1999, 2)),
        ("-8**(1/3)", (-2, 1)),
        (" 7/10\n", (7, 10)),
    ],
)
def test_sums_and_white_space_at_the_ends_are_read(text: str, value: tuple[int, int]) -> None:
    assert parse(text).rational == fmpq(*value) and str(parse(text)) == text.strip()


def test_sizes_are_bounded_before_any_work() -> None:
    for text in ("+".join(f"1e-{100_000 - i}" for i in range(2000)), "*".join(["1e100000"] * 1000), "2**" * 5000 + "2"):
        with pytest.raises(InputError, match="2\\*\\*20 bits|too much work"):
            parse(text)


def test_python_values() -> None:
    seven_tenths = rational(7, 10)
    for value in ("0.7", Fraction(7, 10), Decimal("0.70"), sympy.Rational(7, 10), fmpq(7, 10)):
        assert exact(value) == seven_tenths
    assert exact(sympy.sqrt(2) / 3) == parse("sqrt(2)/3")
    assert exact(sympy.pi / 4 + sympy.exp(2) - sympy.log(3)) == parse("pi/4+exp(2)-log(3)")
    assert exact(sympy.E) == parse("exp(1)")
    assert exact_or_infinity("oo") is None and exact_or_infinity(sympy.oo) is None


@pytest.mark.parametrize("value", [0.7, True, None, 1j, sympy.Float("0.7"), sympy.I, sympy.Symbol("x"), b"1", [1]])
def test_inexact_python_values_are_refused(value: object) -> None:
    with pytest.raises(InputTypeError, match="^`omega` must be"):
        exact(value, "`omega`")


def test_a_refused_float_says_why() -> None:
    with pytest.raises(InputTypeError, match="must be exact, but is the float 0.7: pass an int, a Fraction or the text '0.7'"):
        exact(0.7)


def test_infinite_decimal() -> None:
    with pytest.raises(InputError, match="must be finite, but is Infinity"):
        exact(Decimal("Infinity"))


@given(st.from_regex(r"[0-9]{1,3}(\.[0-9]{1,3})?([-+*/][0-9]{1,2}(\.[0-9])?){0,4}", fullmatch=True))
def test_arithmetic_agrees_with_fractions(text: str) -> None:
    """Against Python's own parser on Fractions: precedence and associativity."""
    import re

    wrapped = re.sub(r"[0-9]+(?:\.[0-9]+)?", lambda match: f"Fraction('{match.group()}')", text)
    try:
        expected = eval(wrapped, {"Fraction": Fraction})
    except ZeroDivisionError:
        with pytest.raises(InputError, match="divides by zero"):
            parse(text)
        return
    found = parse(text).rational
    assert found is not None and Fraction(int(found.p), int(found.q)) == expected


def test_repr_round_trips() -> None:
    value = exact("sqrt(2)/3 - pi")
    assert eval(repr(value)) == value and eval(repr(value)).canonical() == value.canonical()


def test_division_by_what_is_small_but_not_zero() -> None:
    """The sign decides, however many bits it takes to see it."""
    assert sign(parse("1/(sqrt(4+1e-300)-2) - 4e300")) == 1
    assert sign(parse("1e-400/log(1+1e-400) - 1")) == 1


LARGEST = int(2**20 * math.log(2))
"""exp of this has 2^20 bits before its point, exp of its negative behind it."""


@pytest.mark.parametrize("sign", ["", "-"])
def test_the_size_of_an_exponential_is_bounded_on_both_sides(sign: str) -> None:
    assert exact(f"exp({sign}{LARGEST})").terms
    for text in (f"exp({sign}{LARGEST + 1})", f"exp({sign}1e30)", f"exp({sign}pi*1e9)"):
        with pytest.raises(InputError, match=r"2\*\*20 bits"):
            exact(text)


@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize(("base", "value"), [("pi", math.pi), ("(1/pi)", 1 / math.pi), ("3", 3), ("(1+sqrt(2))", 1 + math.sqrt(2))])
def test_the_size_of_a_power_is_bounded_on_both_sides(base: str, value: float, sign: str) -> None:
    """2^20 log 2/|log base| is the last exponent, of a whole or inverse power."""
    largest = int(2**20 * math.log(2) / abs(math.log(value)))
    assert exact(f"{base}**({sign}{largest})").terms
    with pytest.raises(InputError, match=r"2\*\*20 bits"):
        exact(f"{base}**({sign}{largest + 1})")


@pytest.mark.parametrize("text", ["0**(1/2)", "0**(2/3)", "(sqrt(2)*sqrt(3)-sqrt(6))**(1/3)"])
def test_a_fractional_power_of_zero_is_zero(text: str) -> None:
    assert exact(text) == rational(0)
    with pytest.raises(InputError, match="divides by zero"):
        exact(text.replace("**(", "**(-"))
