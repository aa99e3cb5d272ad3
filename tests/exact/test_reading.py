"""`exact.parse`: it reads back what we print, all of it, and nothing else."""

from __future__ import annotations

import random
import sys
from typing import Any

import pytest
import sympy as sp
from sympy import Expr

from symcoh import exact
from symcoh.derivation_registry import installed, loaded, proofs
from symcoh.errors import InputError, InputTypeError
from symcoh.exact import symbols as sym
from symcoh.exact.reading import MODEL, _ledger
from symcoh.exactnumbers import exact as number
from symcoh.ledger import entries
from symcoh.ledger.text import source_sides, statement_source

NO_TEXT = {
    "Entry",
    "Parameters",
    "RationalForm",
    "parameters",
    "parse",
    "rational_form",
    "sector_weight_polynomial",
    "substitute",
    "to_sympy",
    "transfer_polynomials",
}
FUNCTIONS = sorted(name for name, value in vars(exact).items() if callable(value) and name not in NO_TEXT)
RING = {"N": 4, "omega": number(1), "omega_a": number("7/10"), "gamma": number("3/10"), "J": number("2/5")}
ARGUMENTS: dict[str, list[dict[str, Any]]] = {
    "low-temperature": [RING],
    "strong-antiferromagnet": [{"parity": "odd"}, {"parity": "even"}, {"N": 3}],
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_prints_what_can_be_read(name: str) -> None:
    counts: dict[str, list[tuple[int, ...]]] = {"bond_factor": [()], "critical_coupling_strong": [()], "hamiltonian": [(1,), (2,), (3,)]}
    for count in counts.get(name, [(), (2,), (3,)]):
        found = getattr(exact, name)(*count)
        for value in found if isinstance(found, tuple) else (found,):
            assert exact.parse(str(value)) == value


def test_every_coefficient_of_every_derivation_loads() -> None:
    read = 0
    for name, point in installed().items():
        if getattr(sys.modules[loaded(point).__module__], "VARIABLE", None) is None:
            continue  # a statement, not a series
        for result in [loaded(point)(**values) for values in ARGUMENTS[name]] if name in ARGUMENTS else proofs([name]):
            series = result.expansion
            if series is None:
                continue
            for term in series.terms:
                for part in (term.coefficient, term.power, term.exponent, series.variable):
                    if part is not None:
                        assert exact.parse(str(part)) == part, (name, part)
                        read += 1
    assert read > 100


def test_every_equation_loads() -> None:
    statements = [s for e in entries() for s in (*e.statements, *([e.counterexample.statement] if e.counterexample else ()))]
    for statement in statements:
        found = exact.parse(statement_source(statement))
        tail = 0 if statement.order is None else sp.Function("O")(statement.order)
        left, right = source_sides(statement)
        assert (found.lhs, found.rhs) == (left, right + tail), statement
        assert "Over(" not in statement_source(statement)
    assert len(statements) > 190


def test_the_names_are_those_of_the_table() -> None:
    for name in MODEL:
        assert exact.parse(name) is getattr(sym, name)
    assert not set(MODEL) & set(_ledger())
    assert exact.parse("gamma*beta").free_symbols == {sym.gamma, sym.beta}
    assert exact.parse("N*Q", extra=("Q",)) == sym.N * sp.Symbol("Q", real=True)
    with pytest.raises(InputError, match="FORMULA does not read 'N\\*omega': 'omega' is no name of the model: write J, N"):
        exact.parse("N*omega", argument="FORMULA", only=("N", "J"))
    with pytest.raises(InputError, match="'W' is no name"):
        exact.parse("W(m)", only=("m",))


def test_precedence_is_that_of_python() -> None:
    names = {"a": sp.Symbol("N"), "b": sp.Symbol("J")}
    generator = random.Random(7)
    for _ in range(60):
        tokens = []
        for _ in range(generator.randint(1, 6)):
            tokens += [
                generator.choice(["", "-", "--"]) + generator.choice(["a", "b", "3", "(a + 2)", "-2"]),
                generator.choice(["+", "-", "*", "/"]),
            ]
        text = " ".join(tokens[:-1])
        if generator.random() < 0.7:
            text = text.replace("a", "a**-2", 1).replace("b", "b**2**2", 1)
        expected = eval(text.replace("3", "sp.Integer(3)"), {"sp": sp, **names})
        found = exact.parse(text.replace("a", "N").replace("b", "J")).xreplace({sym.N: names["a"], sym.J: names["b"]})
        assert sp.cancel(found - expected) == 0, text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.7", sp.Rational(7, 10)),
        ("1e-3\n", sp.Rational(1, 1000)),
        (" .5*K ", sym.K / 2),
        ("-2**2", -4),
        ("2**-1", sp.Rational(1, 2)),
        ("1/(2*(N + J))", sp.Rational(1, 2) / (sym.N + sym.J)),
        ("E", sp.E),
    ],
)
def test_numbers(text: str, value: Expr) -> None:
    assert exact.parse(text) == value


def test_long_numbers() -> None:
    assert exact.parse("9" * 5000) == sp.Integer(10) ** 5000 - 1
    assert exact.parse("1/1e5000") == sp.Rational(1, 10**5000)
    assert exact.parse("tanh(1e5000)") == sp.tanh(sp.Integer(10) ** 5000)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "it is empty"),
        ("N gamma", "it has 'gamma' where an operator is missing"),
        ("(N", "a '\\)' is missing at its end"),
        ("gama", "'gama' is no name of the model, did you mean gamma\\?$"),
        ("N^2", "'\\^' is not in the grammar, write \\*\\* for powers"),
        ("N.is_real", "'.' is not in the grammar"),
        ("__import__('os')", '"\'" is not in the grammar'),
        ("eval(N)", "'eval' is no name of the model"),
        ("N/(1 - 1)", "it divides by zero"),
        ("sqrt(-1)", "it is not a real number everywhere"),
        ("9**9**9", "a power of more than 2\\*\\*20 bits"),
        ("sqrt(" + "7" * 5000 + ")", "a root of a number of more than 1000 bits"),
        ("exp(exp(exp(20)))", "exp stands around an exponential beyond"),
        ("Max(1, exp(1e5000))", "Max stands around an exponential beyond"),
        ("factorial(10**9)", "factorial of an argument beyond 10000"),
        ("floor(exp(9))", "floor of a number that is no fraction"),
        ("(" * 101 + "N" + ")" * 101, "it nests more than 100 levels"),
        ("-" * 500 + "N", "it nests more than 100 levels"),
        ("sinh(N, J)", "sinh does not take what stands in its parentheses"),
        ("2*(N > 1)", "it calculates with a StrictGreaterThan"),
        ("N & J", "it has & between numbers"),
        ("1e999999", "its decimal exponent is beyond 100000"),
        ("Ω", "is not in the grammar"),
    ],
)
def test_refusals_are_one_sentence(text: str, rule: str) -> None:
    with pytest.raises(InputError, match=rf"^`text` does not read .*{rule}") as caught:
        exact.parse(text)
    assert len(str(caught.value)) < 250 and "\n" not in str(caught.value)


def test_only_text_is_read() -> None:
    with pytest.raises(InputTypeError, match="`text` must be a text, but is 3"):
        exact.parse(3)  # type: ignore[arg-type]  # refused, which is the point


@pytest.mark.parametrize("sign", ["", "-"])
def test_the_largest_exponential_that_is_compared(sign: str) -> None:
    """10**6 itself is taken, the next number is not."""
    assert exact.parse(f"Max(exp({sign}10**6), 1)") == (1 if sign else sp.exp(10**6))
    with pytest.raises(InputError, match="exponential beyond"):
        exact.parse(f"Max(exp({sign}(10**6 + 1)), 1)")
    assert exact.parse(f"sign(exp({sign}100*pi))") == 1
    with pytest.raises(InputError, match="beyond exp"):
        exact.parse(f"sign(exp({sign}10**6*pi))")
