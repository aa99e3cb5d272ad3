"""The series of the derivations in lines: none wider than the page, and read back they are the series."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sympy import Add, Expr, Integer, Mul, Rational, expand

from derivations import high_temperature, weak_coupling
from derivations.foundation.steps import Expansion, Term
from latex.test_compiles import compiled, overfull
from latex_reader.parser import parse
from symcoh.derivation_registry import installed, proofs
from symcoh.exact.symbols import J, gamma, m
from symcoh.latex.derivation import derivation_body, headed
from symcoh.latex.names import PART
from symcoh.latex.parts import CONDITIONS, _numbered
from symcoh.latex.series import LINE, QUAD, Written, written
from symcoh.latex.tables import document
from symcoh.latex.width import heuristic_width

ALLOWED = 2.0
"""Points a box may stick out."""


@cache
def results() -> tuple[Any, ...]:
    """Every derivation at its default order, both parities of N where they differ."""
    return tuple(proofs(installed()))


@cache
def expansions() -> tuple[tuple[str, Any], ...]:
    found = [(f"{result.name}, {result.expansion.valid_for}", result.expansion) for result in results() if result.expansion is not None]
    assert len(found) >= 10
    return tuple(found)


@cache
def shown(series: Any) -> Written:
    return written(series)


def joined(lines: tuple[str, ...]) -> Expr:
    """The lines of one formula, read back."""
    text = (
        "".join(line.replace(QUAD, "").removeprefix(r"\times ") for line in lines).replace(r"\Bigl", r"\left").replace(r"\Bigr", r"\right")
    )
    return parse(text)


def lettered(found: Written) -> Written:
    """The letters of a derivation's own as X_1, X_2, ..., which the reader knows."""
    order = re.compile(r"\\[A-Za-z]+(?:_[^{}]|_\{[^{}]\})?|[A-Za-z](?:_[^{}]|_\{[^{}]\})?")
    own = [left for left, _ in found.parts if left not in ("S_m", "W_m") and not left.startswith("X")]
    names = {left: f"X_{{{place}}}" for place, left in enumerate(own, 1)}

    def replaced(text: str) -> str:
        return order.sub(lambda match: " " * (match.group() in names) + names.get(match.group(), match.group()), text)

    parts = tuple((names.get(left, left), tuple(map(replaced, right))) for left, right in found.parts)
    return Written(lines=tuple(map(replaced, found.lines)), parts=parts)


def read_back(found: Written) -> tuple[Expr, str]:
    """The sum of the terms with every part as what it stands for, and the line of what is neglected."""
    found = lettered(found)
    *lines, neglected = found.lines
    meanings: dict[Expr, Expr] = {}
    for left, right in found.parts:
        condition = next((text for name, text in CONDITIONS.items() if left.startswith(name.func.__name__)), "")
        meanings[parse(left)] = joined((*right[:-1], right[-1].removesuffix(condition)))
    total, before = joined(tuple(lines)), None
    while total != before:
        before = total
        for name, meaning in meanings.items():
            if name.has(m):
                total = total.replace(name.func, lambda index, meaning=meaning: meaning.subs(m, index))
            else:
                total = total.xreplace({name: meaning})
    return total, neglected


POINT = {"omega": "9/10", "omega_a": "7/10", "gamma": "3/10", "J": "1/5", "beta": "4/3", "K": "2/7"}


def same(left: Expr, right: Expr) -> bool:
    """Whether two expressions are equal: term by term, or, where parts of them are sums, as numbers of 30 digits for two rings."""
    if expand(left - right) == 0:
        return True
    found = []
    for count in (3, 4):
        at = {s: Integer(count) if s.name == "N" else Rational(POINT[s.name]) for s in left.free_symbols | right.free_symbols}
        one, other = (e.subs(at).doit().evalf(30) for e in (left, right))
        found.append(abs(one - other) < 1e-25 * abs(other))
    return all(found)


def test_what_is_written_is_the_series() -> None:
    for name, series in expansions():
        total, neglected = read_back(shown(series))
        assert total.free_symbols == series.expression.free_symbols, name
        assert same(total, series.expression), name
        order = re.fullmatch(r"\+O\\left\((.*)\\right\)", neglected)
        assert order is not None and parse(order[1]) == series.variable**series.remainder_power, name


def test_a_line_that_is_lost_is_missed() -> None:
    lost = 0
    for _, series in expansions():
        found = shown(series)
        for line in found.lines[:-1:3]:  # one in three: each costs a reading
            if line.count(r"\Bigl") == line.count(r"\Bigr"):
                rest = Written(lines=tuple(other for other in found.lines if other != line), parts=found.parts)
                lost += 1
                assert len(rest.lines) == 1 or not same(read_back(rest)[0], series.expression)
    assert lost >= 12


def test_every_line_is_narrow_and_holds_its_braces() -> None:
    for name, series in expansions():
        found = shown(series)
        for line in (*found.lines, *(line for _, lines in found.parts for line in lines)):
            assert heuristic_width(line.replace(QUAD, "")) <= LINE, (name, line)
            assert line.replace(r"\{", "").count("{") == line.replace(r"\}", "").count("}"), (name, line)
            assert line.count(r"\left") == line.count(r"\right")


def test_parts_are_used_and_stand_behind_what_they_hold() -> None:
    for name, series in expansions():
        found = shown(series)
        known: list[str] = []
        for left, right in found.parts:
            if left.startswith("X"):
                assert all(int(number) <= len(known) for number in re.findall(r"X_\{?([0-9]+)", "".join(right)))
                known.append(left)
        text = "".join(found.lines) + "".join("".join(right) for _, right in found.parts)
        assert all(left[:2] in text for left, _ in found.parts), name


def test_what_a_series_needs_has_a_name_that_its_proof_uses() -> None:
    named = 0
    for name, series in expansions():
        assert not any(left.startswith("X") for left, _ in shown(series).parts), name
        assert series.naming is None or len(series.naming.coefficients) == len(series.terms), name
        named += series.naming is not None
    assert named >= 8


def test_names_of_the_paper() -> None:
    lines = {name.partition(",")[0]: shown(series) for name, series in expansions()}
    assert lines["large-gap"].lines[0] == r"\frac{2N\gamma}{S_N}\tanh\frac{\beta S_N}{2}"
    assert lines["large-gap"].parts[0] == ("S_m", (r"\sqrt{\omega^2+4\gamma^2m^2}",))
    weight = r"Ne^{\beta J(N-4)}\,{}_2F_1\left(1-\frac{N+m}{2},1-\frac{N-m}{2};2;e^{-4\beta J}\right),\qquad\lvert m\rvert<N"
    assert lines["small-gap"].parts[1] == ("W_m", (weight,))


def test_parts_are_numbered_by_what_they_hold() -> None:
    found = _numbered([PART(1) + 2 * PART(2)], {PART(1): PART(2) + J, PART(2): gamma}, [])
    assert found.parts == ((PART(1), gamma), (PART(2), PART(1) + J))
    assert found.expressions == (PART(2) + 2 * PART(1),)


def test_a_minus_before_a_wide_sum() -> None:
    total = Add(*(gamma**power / 1000 for power in range(40)))
    coefficient = Mul(-1, total, evaluate=False)
    term = Term(power=Integer(1), coefficient=coefficient)
    made = Expansion(quantity="coherence", variable=J, terms=(term,), remainder_power=Integer(2), valid_for="N >= 1")
    found = written(made)
    assert len(found.lines) > 3 and found.lines[0].startswith(r"-\Bigl[")
    assert expand(read_back(found)[0] + J * total) == 0


@pytest.mark.external("pdflatex")
def test_no_derivation_is_wider_than_the_page(tmp_path: Path) -> None:
    source = document("Derivations", [derivation_body(result) for result in results()])
    done = compiled(source, tmp_path)
    assert done.returncode == 0, done.stdout[-3000:]
    assert max(overfull(done.stdout), default=0.0) <= ALLOWED


def test_a_heading_names_the_quantity() -> None:
    weak, hot = (
        weak_coupling.derive(order=0, N=1, quantity="bloch-z"),
        high_temperature.derive(order=1, N=1, quantity="energy", variable="T"),
    )
    assert headed(weak, weak_coupling.__doc__.splitlines()[0]).startswith("Weak coupling: the bloch z as a power series in `gamma`")
    assert headed(hot, high_temperature.__doc__.splitlines()[0]) == "The energy at high temperature, to any order in `1/T`."
    assert headed(weak_coupling.derive(order=1, N=1), "Weak coupling (45): `C`") == "Weak coupling (45): `C`"
