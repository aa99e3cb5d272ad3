"""What is printed says what the ledger says: read back, every side is the same expression; one letter changed, it is not."""

from __future__ import annotations

import re
from itertools import islice
from random import Random
from typing import Any

import pytest
from flint import arb, arb_mat

from latex.fragments import Side, all_sides, same
from latex_reader.parser import names_in, parse, parse_statement
from reliability.sampling import SOAK
from symcoh.attack.evaluation_point import EvaluationPoint
from symcoh.attack.sampling import evaluation_points
from symcoh.balls import certainly_less, working_precision
from symcoh.certificates.interpret import interpret
from symcoh.errors import InputError, SymcohError
from symcoh.latex.names import functions, scalars
from symcoh.latex.printer import expression_latex, statement_latex
from symcoh.latex.tokens import tokens
from symcoh.ledger import Entry, entries

ALIKE = {r"H": {"H", "H_total"}, r"M": {"M", "M_S"}}
"""Names the paper writes with one letter; `prefer` tells them apart."""


def test_every_side_is_read_back() -> None:
    wrong = []
    for side in all_sides():
        found = parse(side.latex, names_in(side.expression))
        if not same(found, side.expression):
            wrong.append(f"{side.name}: {side.latex} was read as {found}")
    assert not wrong, "\n".join(wrong)
    assert len(all_sides()) > 500


def test_most_sides_are_read_back_to_the_letter() -> None:
    exact = sum(parse(side.latex, names_in(side.expression)) == side.expression for side in all_sides())
    assert exact > 0.98 * len(all_sides())


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.number)
def test_what_is_read_has_the_value_of_the_ledger(entry: Entry) -> None:
    """At a sampled point, in balls, for every side that is not read back to the letter, and one side of every entry."""
    limits = [statement.approach for statement in entry.statements if statement.approach is not None]
    for side in [side for side in all_sides() if side.entry == entry and "counter" not in side.name][:2]:
        found = parse(side.latex, names_in(side.expression))
        if limits or (entry.sampler.temperature == "none" and side.expression.is_number):
            assert same(found, side.expression)
            continue
        (here,) = islice(evaluation_points(entry), 1)
        with working_precision(3000):
            assert agree(interpret(found, here), interpret(side.expression, here)), side


def differences(one: Any, other: Any) -> list[arb]:
    """The elements of a difference of numbers or operators of one shape."""
    found = one - other
    return list(found.entries()) if isinstance(found, arb_mat) else [found]


def agree(one: Any, other: Any) -> bool:
    """Whether two values are equal to 30 digits of the larger, or to 30 places."""
    pairs = zip(differences(one, one * 0), differences(one, other), strict=True)
    size = arb(1)
    found = []
    for value, difference in pairs:
        size = size.max(abs(value))
        found.append(difference)
    return all(value.contains(0) and certainly_less(value.rad(), size * arb(10) ** -30) for value in found)


def apart(one: Any, other: Any) -> bool:
    """Whether two values are certainly not equal."""
    return any(not value.contains(0) for value in differences(one, other))


def test_statements_are_read_back() -> None:
    count = 0
    for entry in entries():
        for statement in entry.statements:
            text = statement_latex(statement)
            if statement.order is not None or r"\qquad" in text:
                continue
            left, relation, right = parse_statement(text, names_in(statement.lhs) | names_in(statement.rhs))
            assert relation == statement.relation, entry.number
            assert same(left, statement.lhs) and same(right, statement.rhs), (entry.number, text)
            count += 1
    assert count > 100


CHANGEABLE = re.compile(r"\\pm|\\mp|[+-]|[0-9]+|(?<![A-Za-z\\])[mnkN](?![A-Za-z])|\\(?:sinh|cosh|gamma|omega_a|omega|le|ge)(?![A-Za-z])")


def mutants(text: str) -> list[str]:
    """One sign, digit or index changed at a time, everywhere."""
    found = []
    for match in CHANGEABLE.finditer(text):
        old = match.group()
        swaps = {"+": "-", "-": "+", r"\pm": r"\mp", r"\mp": r"\pm", "m": "n", "n": "m", "k": "n", "N": "m", r"\sinh": r"\cosh"}
        swaps |= {r"\cosh": r"\sinh", r"\gamma": r"\omega", r"\omega_a": r"\omega ", r"\omega": r"\gamma", r"\le": "<", r"\ge": ">"}
        new = str(int(old) + 1) if old.isdigit() else swaps[old]
        found.append(text[: match.start()] + new + text[match.end() :])
    return found


def unchanged(side: Side, mutant: str) -> bool:
    """Whether the mutant is read, and as the same expression."""
    try:
        found = parse(mutant, names_in(side.expression))
    except InputError:
        return False
    return same(found, side.expression)


def test_no_changed_letter_goes_unnoticed() -> None:
    random, count, unnoticed = Random("mutants"), 0, []
    for side in all_sides():
        changed = mutants(side.latex)
        for mutant in random.sample(changed, min(len(changed), 4 * SOAK)):
            count += 1
            if unchanged(side, mutant):
                unnoticed.append(f"{side.name}: {side.latex} and {mutant}")
    assert count > 1000
    assert not unnoticed, "\n".join(unnoticed)


_BINOMIALS = r"\frac{N}{n}\binom{\frac{N+m}{2}-1}{n-1}\binom{\frac{N-m}{2}-1}{n-1}"
IDENTITIES = {
    ("2", r"-J\sum_{k=1}^N\sigma^z_k\sigma^z_{k-1}"),  # every bond from its other end
    ("24", r"\sum_{m,n,\pm}g(m,n)e^{-\beta E_{\mp}(m,n)}"),  # both signs are summed
    ("25", r"\delta_{n,0}\delta_{\lvert m\rvert,N}+(1+\delta_{n,0})" + _BINOMIALS),  # the binomials vanish at n = 0
    ("68", r"\frac{\sum_{m>0}w_mF_m}{\sum_{m\ge0}w_mG_m}"),  # F_0 = 0
    ("73", r"\sum_{m>0}\sum_{0\le m'<m}(F_mG_{m'}-G_mF_{m'})(w'_mw_{m'}-w_mw'_{m'})"),  # no m' below m = 0
}
"""Changed letters that say the same thing in other words."""


def test_changed_letters_change_values() -> None:
    """In balls: what is still readable after a change has another value at one of a few points, or none at all."""
    random, decided, equal = Random("values"), 0, []
    for side in [side for side in all_sides() if side.name.endswith(".0) right") and not side.entry.statements[0].approach]:
        changed = mutants(side.latex)
        for mutant in random.sample(changed, min(len(changed), SOAK)):
            try:
                found = parse(mutant, names_in(side.expression))
            except InputError:
                continue
            decided += 1
            if (side.entry.number, mutant) not in IDENTITIES and not any(
                differ(found, side.expression, here) for here in islice(evaluation_points(side.entry), 60)
            ):
                equal.append(f"{side.name}: {side.latex} and {mutant}")
    assert decided > 40
    assert not equal, "\n".join(equal)


def differ(found: Any, wanted: Any, here: EvaluationPoint) -> bool:
    """Whether the values are certainly apart, or the changed expression has none."""
    with working_precision(200):
        value = interpret(wanted, here)
        try:
            return apart(interpret(found, here), value)
        except (SymcohError, AssertionError, LookupError, StopIteration, ValueError, ZeroDivisionError):  # no value there
            return True


REFUSED = {
    "an unknown word": r"\mathfrak{q}",
    "an unknown letter": "Q",
    "an unknown function": r"\arctan\frac{m}{2}",
    "an open bracket": "(N-4n",
    "a bracket closed by another": "(N-4n]",
    "a size without its partner": r"\left(N-4n)",
    "two signs": "N+-4n",
    "a sign at the end": "N-",
    "a fraction with one part": r"\frac{N}",
    "an empty fraction": r"\frac{}{2}",
    "a relation inside": "N=4n",
    "a second expression": "N,n",
    "an empty text": "",
    "a sum without a range": r"\sum W_m",
    "a sum over no domain": r"\sum_{m>7}W_m",
    "a sum without a body": r"\sum_{m>0}",
    "cases without a condition": r"\begin{cases}1\end{cases}",
    "cases never closed": r"\begin{cases}1,&m=0",
    "a matrix of three": r"\begin{pmatrix}1\\2\\3\end{pmatrix}",
    "a ket alone in a bracket": r"\langle \Psi|",
    "a missing index": "S",
    "two indices": "S_m_n",
    "a script of nothing": "S_{}",
    "a hash": "N#4n",
    "a non-ASCII letter": "β",
    "TeX code": r"\def\a{1}",
    "a wrong count of parameters": r"{}_3F_1(1,2;2;N)",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="LaTeX"):
        parse(text)


def test_no_two_names_are_written_alike() -> None:
    written: dict[str, set[str]] = {}
    for name, (_, latex) in scalars().items():
        written.setdefault(" ".join(map(str, tokens(latex))), set()).add(name)
    for name, (_, template, _) in functions().items():
        written.setdefault(" ".join(map(str, tokens(template.format(*range(10))))), set()).add(name)
    assert {latex: names for latex, names in written.items() if len(names) > 1} == ALIKE


def test_a_symbol_without_a_form_is_named() -> None:
    from sympy import Symbol, sin

    with pytest.raises(InputError, match=r"Q is not a symbol of the ledger: add it to ledger\.notation\."):
        expression_latex(Symbol("Q"))
    with pytest.raises(InputError, match="sin has no form in the LaTeX of the ledger"):
        expression_latex(sin(Symbol("Q")))
