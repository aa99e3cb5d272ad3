"""A failed check raises; there is no derivation with a step that was not checked."""

from __future__ import annotations

import pytest
import sympy as sp

from derivations.foundation.steps import Check, Derivation, Step, argument, enumeration, identity
from symcoh.errors import CheckFailed, NotCertified

x = sp.Symbol("x")


def test_identity_that_does_not_hold() -> None:
    with pytest.raises(CheckFailed, match=r"a square: the difference of both sides is not 0, at x = "):
        identity("a square", "", (1 + x) ** 2 - 1 - x**2)


def test_enumeration_with_a_wrong_case() -> None:
    with pytest.raises(CheckFailed, match=r"squares: at 3 the left side is 9 and the right side 8\."):
        enumeration("squares", "", [("2", 4, 4), ("3", 9, 8)], at_least=1)


def test_an_undecided_case_is_told_in_one_short_sentence() -> None:
    roots = sum((sp.sqrt(sp.prime(k)) for k in range(1, 21)), sp.S.Zero)
    with pytest.raises(NotCertified) as refused:
        enumeration("`Σ_k " + "x" * 500 + "`", "", [("↑" * 300, roots, sp.Function("f")(roots))], at_least=1)
    text = str(refused.value)
    assert len(text) < 390 and text.isascii() and text.startswith("\\u03a3_k xxx")


def test_enumeration_of_nothing() -> None:
    with pytest.raises(CheckFailed, match=r"squares: only 0 cases were compared, but the check needs 1\."):
        enumeration("squares", "", [], at_least=1)


def test_unknown_kind_of_check() -> None:
    with pytest.raises(AssertionError):
        Check(kind="hope", outcome="")


def test_steps_say_how_they_were_checked() -> None:
    steps = (identity("0 = 0", "", sp.Integer(0)), enumeration("1 = 1", "", [("", 1, 1)], at_least=1), argument("2 = 2", "By eye."))
    assert [step.check.kind for step in steps] == ["identity", "enumeration", "argument"]
    result = Derivation(name="n", claim="c", assumptions=(), equations=("1",), steps=steps, latex="a=b")
    assert result._repr_latex_() == r"$\displaystyle a=b$"
    assert eval(repr(result), {"Derivation": Derivation, "Step": Step, "Check": Check}) == result
    with pytest.raises(AttributeError):
        result.claim = "another"  # type: ignore[misc]  # refused, which is the point
