"""Specifications of tables and sweeps: ranges, ties and draws, against values made in another way; and every refusal."""

from __future__ import annotations

import re
from fractions import Fraction
from hashlib import sha256

import pytest

from oracles.numbers import MP, precision
from symcoh import Model, evaluate
from symcoh.errors import InputError
from symcoh.exactnumbers import exact
from symcoh.tables import parse_specification, rows
from symcoh.tables.specification import Specification, point

FIXED = {"sources": "6", "omega_a": '"0.7"', "gamma": '"3/10"', "temperature": '"1/2"'}


def spec(text: str = "", **fixed: str | None) -> Specification:
    """A specification of coherences with some of FIXED replaced, or left out, and more sections."""
    return parse_specification(source(text, **fixed))


def source(text: str = "", **fixed: str | None) -> str:
    lines = [f"{name} = {value}" for name, value in (FIXED | fixed).items() if value is not None]
    return "\n".join(['quantities = ["coherence"]', "digits = 12", "[fixed]", *lines, text])


def along(found: Specification, name: str) -> list[str]:
    return [str(point(found, k)[name]) for k in range(found.points)]


def test_a_logarithmic_range_is_geometric_to_its_twenty_digits() -> None:
    values = along(spec('[over]\ntemperature = "0.01..7:30:log"', temperature=None), "temperature")
    assert len(values) == 30 and (values[0], values[-1]) == ("0.01", "7")
    for k, text in enumerate(values[1:-1], 1):
        assert re.fullmatch(r"\d+\.\d*[1-9]", text) and len(text.replace(".", "").lstrip("0")) <= 20
        with precision(200):
            true = MP.mpf(1) / 100 * MP.power(700, MP.mpf(k) / 29)
            assert abs(MP.mpf(text) - true) <= true * MP.mpf(10) ** -19 / 2
    assert along(spec('[over]\ntemperature = "1e-4000..1e4000:3:log"', temperature=None), "temperature")[1] == "1"
    assert along(spec('[over]\ntemperature = "8..2:3:log"', temperature=None), "temperature") == ["8", "4", "2"]


def test_whole_numbers_of_a_logarithmic_range_stand_once() -> None:
    assert along(spec('[over]\nsources = "1..1000:13:log"', sources=None), "sources") == [
        "1", "2", "3", "6", "10", "18", "32", "56", "100", "178", "316", "562", "1000",
    ]  # fmt: skip
    assert along(spec('[over]\nsources = "1..10:30:log"', sources=None), "sources") == [str(n) for n in range(1, 11)]


@pytest.mark.parametrize("form", ["0.1..2:{}", "0.1..2:{}:log"])
def test_a_long_range_is_made_when_it_is_asked_for(form: str) -> None:
    """Value by value the same as a short one's: 100,001 points of which every 10,000th is one of 11."""
    text = '[over]\ntemperature = "%s"'
    short, long = (spec(text % form.format(n), temperature=None) for n in (11, 100_001))
    assert not isinstance(long.over["temperature"], tuple) and isinstance(short.over["temperature"], tuple)
    assert [str(point(long, 10_000 * k)["temperature"]) for k in range(11)] == along(short, "temperature")


def test_the_last_axis_is_fastest_and_draws_are_the_last() -> None:
    found = spec(
        '[over]\ncoupling = ["0", "1"]\nomega = ["1", "2"]\n[random]\ncount = 3\nseed = 5\ntemperature = "uniform(1,2)"', temperature=None
    )
    assert (found.points, found.varied) == (12, ("coupling", "omega", "temperature"))
    assert list(zip(along(found, "coupling"), along(found, "omega"), strict=True)) == [(j, w) for j in "01" for w in "12" for _ in range(3)]
    assert along(found, "temperature")[:3] * 4 == along(found, "temperature")


def test_ties_are_formulas_of_the_other_parameters() -> None:
    found = spec(
        '[over]\nsources = [4, 6]\n[tied]\ngamma = "omega/sqrt(N)"\nomega = "3*J - T"\ncoupling = "N/10"', sources=None, gamma=None
    )
    assert (along(found, "coupling"), along(found, "omega")) == (["4/10", "6/10"], ["3*(4/10) - (1/2)", "3*(6/10) - (1/2)"])
    wanted = [evaluate(Model(N=n, omega=w, omega_a="0.7", gamma=f"{w}/sqrt({n})", J=j), "coherence", T="1/2", digits=12).value
              for n, w, j in ((4, "7/10", "2/5"), (6, "13/10", "3/5"))]  # fmt: skip
    assert [number.value for number in rows(found)] == wanted
    for number in rows(found):
        given = number.parameters
        again = Model(N=int(given["sources"]), omega=given["omega"], omega_a="0.7", gamma=given["gamma"], J=given["coupling"])
        assert evaluate(again, "coherence", T="1/2", digits=12).value == number.value


def test_draws_are_spread_as_they_say_and_the_same_for_a_seed() -> None:
    text = (
        '[random]\ncount = %d\nseed = %d\ntemperature = "loguniform(0.01, 100)"\ncoupling = "uniform(-1, 1/3)"\nsources = "uniform(1, 4)"'
    )
    found = spec(text % (4000, 1), sources=None, temperature=None)
    drawn = {name: [exact(value).rational for value in along(found, name)] for name in ("temperature", "coupling", "sources")}
    values = {name: [Fraction(int(v.p), int(v.q)) for v in column if v is not None] for name, column in drawn.items()}
    assert all(Fraction(1, 100) <= v <= 100 for v in values["temperature"]) and all(-1 <= v <= Fraction(1, 3) for v in values["coupling"])
    for low, high, name in ((Fraction(1, 100), Fraction(1, 10), "temperature"), (1, 10, "temperature"), (-1, Fraction(-2, 3), "coupling")):
        assert 900 < sum(low <= v < high for v in values[name]) < 1100, name  # a quarter of 4000; five standard deviations are 137
    assert all(900 < values["sources"].count(Fraction(n)) < 1100 for n in (1, 2, 3, 4))
    assert all(len(text.lstrip("-").replace(".", "").lstrip("0").partition("e")[0]) <= 12 for text in along(found, "coupling"))
    assert along(spec(text % (40, 1), sources=None, temperature=None), "coupling") == along(found, "coupling")[:40]
    assert along(spec(text % (40, 2), sources=None, temperature=None), "coupling") != along(found, "coupling")[:40]
    for k, text in enumerate(along(found, "temperature")[:20]):  # the definition, so that other machines and versions draw the same
        with precision(200):
            share = MP.mpf(int.from_bytes(sha256(f"1 temperature {k}".encode()).digest()[:16])) / MP.mpf(2) ** 128
            assert text == MP.nstr(MP.power(10, 4 * share - 2), 12, strip_zeros=True)


BAD = [
    (
        source('[over]\ncoupling = "0..1:3:log"'),
        "[over] coupling must run over positive values in a range of logarithms, but is '0..1:3:log'.",
    ),
    (source('[over]\ncoupling = "-2..-1:3:log"'), "[over] coupling must run over positive values"),
    (source('[over]\ncoupling = "1..2:log"'), "[over] coupling must end in :n with n from 2 to 1000000 points, or in :n:log"),
    (source('[over]\ncoupling = "1..2:3:lin"'), "[over] coupling must end in :n"),
    (source('[over]\nsources = "1..4:3"', sources=None), "[over] sources must be a whole number of at least 1, but is '2.5'."),
    (source('[over]\nsources = "0..4:5"', sources=None), "[over] sources must be a whole number of at least 1, but is '0'."),
    (source('[over]\nomega = "1..-1:30001"'), "[over] omega must not be negative, but is '-1'."),
    (source('[tied]\ngamma = "1/sqrt(N)"'), "gamma stands in [fixed] and in [tied]: keep one of them."),
    (source('[tied]\ngamma = "1/n"', gamma=None), "[tied] gamma uses 'n', which is no parameter: write one of sources,"),
    (source('[tied]\ngamma = "1/J"', gamma=None), "[tied] gamma uses coupling, which has no value: add it to [fixed] or [over]."),
    (source('[tied]\ngamma = "omega"\nomega = "gamma"', gamma=None), "[tied] gamma is tied to itself through gamma, omega"),
    (source('[tied]\ngamma = "1/N^2"', gamma=None), "[tied] gamma does not read '1/N^2': '^' is not in the grammar"),
    (source('[tied]\ngamma = "1/(N-6)"', gamma=None), "[tied] gamma does not read '1/(6-6)': it divides by zero."),
    (source("[tied]\ngamma = 3", gamma=None), '[tied] gamma must be a formula in quotes, as "1/sqrt(N)", but is the integer 3.'),
    (source('[tied]\nomega = "-N"'), "[tied] omega must not be negative, but is '-6'."),
    (source('[tied]\ngamma = "1/beta"', gamma=None, temperature=None, beta='"oo"'), "[tied] gamma is tied to beta, which is oo at a point"),
    (source('[random]\nseed = 1\ncoupling = "uniform(0,1)"'), "[random] count must be an integer from 1 to 100000000, but is missing."),
    (source('[random]\ncount = 2\nseed = -1\ncoupling = "uniform(0,1)"'), "[random] seed must be an integer from 0"),
    (source("[random]\ncount = 2\nseed = 1"), "[random] draws no parameter: add one"),
    (source('[random]\ncount = 2\nseed = 1\ncoupling = "normal(0,1)"'), '[random] coupling must be "uniform(a, b)" or'),
    (source("[random]\ncount = 2\nseed = 1\ncoupling = 3"), '[random] coupling must be "uniform(a, b)" or "loguniform(a, b)", but is the'),
    (source('[random]\ncount = 2\nseed = 1\ncoupling = "uniform(1,0)"'), "[random] coupling must run from a to a larger b"),
    (
        source('[random]\ncount = 2\nseed = 1\ncoupling = "loguniform(0,1)"'),
        "[random] coupling must run over positive values under loguniform",
    ),
    (source('[random]\ncount = 2\nseed = 1\nsources = "uniform(1,5/2)"', sources=None), "[random] sources must run from a whole number"),
    (source('[random]\ncount = 2\nseed = 1\nomega = "uniform(-1,1)"'), "[random] omega must not be negative"),
    (source('[random]\ncount = 2\nseed = 1\nJJ = "uniform(-1,1)"'), "[random] 'JJ' is no parameter: write one of"),
    (source('[random]\ncount = 2\nseed = 1\nJ = "uniform(1,0)"'), "[random] J must run from a to a larger b"),
    (source('[random]\ncount = 2000000\nseed = 1\ncoupling = "uniform(-1,1)"'), "SPEC asks for 2000000 rows, but 1000000 is the most"),
]


@pytest.mark.parametrize(("text", "match"), BAD, ids=range(len(BAD)))
def test_what_a_specification_may_not_say(text: str, match: str) -> None:
    with pytest.raises(InputError) as stop:
        parse_specification(text)
    assert match in str(stop.value) and len(str(stop.value)) < 200
