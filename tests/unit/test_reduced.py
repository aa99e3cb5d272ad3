"""The reduced form: sound against balls, the same for equal numbers, and honest where nothing is decided."""

from __future__ import annotations

import random
from typing import Any

import pytest
from flint import fmpq

from symcoh.exactnumbers import ZERO, Exact, enclose, exact, is_zero, parse, rational, reduced, same, sign
from symcoh.exactnumbers.denest import denested
from symcoh.exactnumbers.number import total
from symcoh.exactnumbers.radicals import Bench, TooMuch, inverse, powered, prime_factors, product
from symcoh.exactnumbers.reduced import element, from_element

EQUAL = (
    ("sqrt(3+2*sqrt(2))", "1+sqrt(2)"),
    ("sqrt(5+2*sqrt(6))", "sqrt(2)+sqrt(3)"),
    ("(7+5*sqrt(2))**(1/3)", "1+sqrt(2)"),
    ("(2+sqrt(5))**(1/3)", "(1+sqrt(5))/2"),
    ("(2**(1/3)-1)**(1/3)", "(1-2**(1/3)+4**(1/3))/9**(1/3)"),
    ("sqrt(5**(1/3)-4**(1/3))", "(2**(1/3)+20**(1/3)-25**(1/3))/3"),
    ("sqrt(10+2*sqrt(6)+2*sqrt(10)+2*sqrt(15))", "sqrt(2)+sqrt(3)+sqrt(5)"),
    ("sqrt(4+3*sqrt(2))", "2**(1/4)*(1+sqrt(2))"),
    ("(17+12*sqrt(2))**(1/4)", "1+sqrt(2)"),
    ("(49+20*sqrt(6))**(1/4)", "sqrt(2)+sqrt(3)"),
    ("sqrt(1+sqrt(2))*sqrt(sqrt(2)-1)", "1"),
    ("sqrt(1+sqrt(12))*sqrt(sqrt(12)-1)", "sqrt(11)"),
    ("1/(1+2**(1/3)+4**(1/3))", "2**(1/3)-1"),
    ("sqrt(8)/2", "sqrt(2)"),
    ("sqrt(29/25)*10/29", "2/sqrt(29)"),
    ("2**(1/2)*2**(1/3)", "2**(5/6)"),
    ("exp(1)**2", "exp(2)"),
    ("exp(log(2)/2)", "sqrt(2)"),
    ("2**sqrt(2)*2**(1-sqrt(2))", "2"),
    ("sqrt(pi**2)", "pi"),
    ("sqrt(2)*sqrt(3)*pi-sqrt(6)*pi", "0"),
)


@pytest.mark.parametrize(("one", "other"), EQUAL)
def test_equal_numbers_are_equal_values(one: str, other: str) -> None:
    left, right = exact(one), exact(other)
    assert left == right and left.canonical() == right.canonical() and hash(left) == hash(right)
    assert same(left, right) is True and str(left) == one
    assert enclose(left, 300).overlaps(enclose(right, 300))


@pytest.mark.parametrize(
    ("text", "printed"), [("10/29*sqrt(29/25)", "2/sqrt(29)"), ("1/sqrt(8)", "1/(2*sqrt(2))"), ("sqrt(8)/3", "2/3*sqrt(2)")]
)
def test_printed_reduced(text: str, printed: str) -> None:
    assert exact(text).canonical() == printed and exact(printed) == exact(text)


def test_undecided_is_neither_zero_nor_different() -> None:
    value = exact("log(2)+log(3)-log(6)")
    assert is_zero(value, 4096) is None and sign(value, 4096) is None
    assert same(exact("sqrt(7+5*sqrt(2))"), exact("(1+sqrt(2))*sqrt(1+sqrt(2))")) is True  # two reduced forms, one number
    assert is_zero(exact("pi-3")) is False and same(exact("sqrt(2)"), exact("1.41421356")) is False


def _expression(rng: random.Random, depth: int) -> str:
    """A positive number in radicals."""
    if depth == 0:
        return rng.choice(("1/2", "2", "3", "5/3", "7", "sqrt(2)", "sqrt(6)", "3**(1/3)"))
    one, two = (_expression(rng, depth - 1) for _ in range(2))
    return rng.choice(
        (f"({one}+{two})", f"({one})*({two})", f"sqrt({one})", f"({one})**(1/3)", f"({one})/({two})", f"({one})**2", f"abs2({one},{two})")
    )


def _read(text: str) -> str:
    """abs2(a, b) is (a - b)**2."""
    while "abs2(" in text:
        start = text.index("abs2(")
        depth, place = 0, start + 4
        comma = 0
        while True:
            depth += (text[place] == "(") - (text[place] == ")")
            comma = place if text[place] == "," and depth == 1 else comma
            if depth == 0:
                break
            place += 1
        text = f"{text[:start]}(({text[start + 5 : comma]})-({text[comma + 1 : place]}))**2{text[place + 1 :]}"
    return text


def _unreduced(text: str, bits: int) -> Any:
    """The ball of a text by Python's own parser on balls: no line of the project's arithmetic."""
    import re

    from flint import arb

    from symcoh.balls import working_precision

    wrapped = re.sub(r"[0-9]+", lambda match: f"arb({match.group()})", text)
    with working_precision(bits):
        return eval(wrapped, {"arb": arb, "sqrt": lambda x: x.sqrt()})


def test_reduction_keeps_the_value_and_is_settled() -> None:
    """300 random numbers in radicals against balls of the text itself; reduced twice is reduced once."""
    rng = random.Random("reduced")
    changed = 0
    for _ in range(300):
        text = _read(_expression(rng, rng.randint(1, 3)))
        value = exact(text)
        assert enclose(value, 400).overlaps(_unreduced(text, 800)), text
        assert reduced(Exact(value.terms)) == value, text
        changed += "sqrt" in text and value.canonical() != text
    assert changed > 100


def test_a_number_is_what_its_conjugates_say() -> None:
    """x/x, x - x written as (x**2 - x y)/x with equal y, and 1/(1/x): all by fields, none by the text."""
    rng = random.Random("fields")
    for _ in range(40):
        bench = Bench()
        terms = rng.sample(("1", "sqrt(2)", "sqrt(3)", "sqrt(6)", "2**(1/3)", "5**(1/4)"), rng.randint(2, 3))
        x = element(exact("+".join(f"{rng.randint(1, 9)}*{t}" for t in terms)), bench)
        assert from_element(product(x, inverse(x, bench), bench)) == rational(1)
        assert inverse(inverse(x, bench), bench) == x


@pytest.mark.parametrize("p", [2, 3, 5])
def test_powers_are_unfolded(p: int) -> None:
    """The p-th root of a p-th power, in fields of degree 2 to 9, with and without a radical in front."""
    rng = random.Random(p)
    for _ in range(12):
        bench = Bench()
        terms = rng.choice((("1", "sqrt(3)"), ("1", "sqrt(2)", "sqrt(5)"), ("1", "2**(1/3)", "4**(1/3)"), ("1", "7**(1/4)", "sqrt(7)")))
        base = exact("+".join(f"{rng.randint(1, 5)}*{t}" for t in terms))
        front = rng.choice(("1", "sqrt(3)", "2**(1/5)", "6/7"))
        x = powered(element(exact(f"({front})*({base.canonical()})"), bench), p, bench)
        found = denested(x, p, bench)
        assert found is not None and powered(found, p, bench) == x


def test_a_root_that_is_no_sum_of_radicals_stands() -> None:
    for text in ("sqrt(1+sqrt(2))", "(1+sqrt(2))**(1/5)", "sqrt(1+sqrt(1+sqrt(2)))"):
        assert exact(text).canonical() == text
        assert is_zero(exact(text)) is False


def test_deep_zeros_and_rationals_by_the_separation_bound() -> None:
    """Beyond sums of radicals the bound decides: the nested roots cancel only as numbers."""
    zero = exact("sqrt(2+sqrt(2+sqrt(2)))*sqrt(2-sqrt(2+sqrt(2))) - sqrt(2-sqrt(2))")
    assert zero == ZERO
    assert exact("sqrt(2+sqrt(2+sqrt(2)))*sqrt(2-sqrt(2+sqrt(2)))/sqrt(2-sqrt(2))") == rational(1)


def test_large_cofactors_are_left_alone() -> None:
    """No factoring that could take for ever: the number stands, and its zeros are still decided."""
    big = (2**127 - 1) * (2**89 - 1) * (2**107 - 1)
    with pytest.raises(TooMuch):
        prime_factors(big)
    assert is_zero(parse(f"sqrt({big})*sqrt({4 * big})") - rational(2 * big)) is True
    assert exact(f"(sqrt({big})-1)*(sqrt({big})+1)-{big - 1}") == ZERO


def test_a_sum_of_many_radicals() -> None:
    text = "+".join(f"sqrt({n})" for n in range(2, 200))
    value = exact(f"{text}-({text})")
    assert value == ZERO
    assert sign(exact(text)) == 1 and is_zero(exact(text) - exact(text.replace("sqrt(199)", "sqrt(796)/2"))) is True
    high = exact("+".join(f"{n}**(1/{n})" for n in range(2, 199)))
    assert sign(high) == 1 and sign(total([high, -high])) == 0
    assert fmpq(0) == (high - high).rational


def test_decisions_are_bounded() -> None:
    """Deep nests, wide fields and sums of logarithms come back, decided or not, where once one text took 89 seconds."""
    nested = "sqrt(2)"
    for n in range(90):
        nested = f"sqrt({n % 7 + 2}+{nested})"
    hostile = (
        nested,
        f"{nested}-{nested}",
        f"{nested}*{nested[:-1]}+1e-4000)-2",
        "*".join(f"(1+sqrt({n}))" for n in range(2, 60)),
        "1/(" + "+".join(f"{n}**(1/{n})" for n in range(2, 12)) + ")",
        "(1+sqrt(2)+sqrt(3)+sqrt(5)+sqrt(7)+sqrt(11))**5000",
        "sqrt(" + "+".join(f"{n}*sqrt({n})" for n in range(2, 40)) + ")",
        "+".join(f"log({n})" for n in range(2, 400)) + "-log(3)",
        f"sqrt({'7' * 5000})",
        "sqrt(2e5001)-1e2500*sqrt(20)",
        f"sqrt(1+sqrt({'7' * 2000}))",
        "log(2)+log(3)-log(6)",
    )
    outcomes = [sign(exact(text), 2**20) for text in hostile]
    assert outcomes == [1, 0, 1, 1, 1, 1, 1, 1, 1, 0, 1, None]
