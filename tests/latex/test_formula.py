"""Formulas that an author marks: what is written, what is refused, and that prose stays prose."""

from __future__ import annotations

import pytest

from symcoh.errors import InputError
from symcoh.latex.formula import holds_relation, inline, rows
from symcoh.latex.sentence import Names, sentence
from symcoh.marks import pieces, plain

INLINE = {
    "e^{2K} <= omega_a": r"$e^{2K}\le\omega_a$",
    "2βJ != 0": r"$2\beta J\ne0$",
    "λ_+^N": r"$\lambda_{+}^N$",
    "S_m'": "$S_{m'}$",
    "S''_t = w'_m": "$S''_t=w'_m$",
    "I_1'(z)": "$I'_1(z)$",
    "λ_±' = ± v λ_±": r"$\lambda'_{\pm}=\pm v\lambda_{\pm}$",
    "tanh m'h - tanh^N K": r"$\tanh m'h-\tanh^NK$",
    "cosh²Nh": r"$\cosh^2Nh$",
    "<m^2> = N E τ": r"$\langle m^2\rangle=NE\tau$",
    "γ<m": r"$\gamma<m$",
    "|<σ^x>| <= 1": r"$\lvert\langle\sigma^x\rangle\rvert\le1$",
    "|m| > 0, n >= 0": r"$\lvert m\rvert>0$, $n\ge0$",
    "N = 1, ..., 5, n = 0": r"$N=1,\dots,5$, $n=0$",
    "|ψ>|b,β> = |χ>⟨χ|": r"$|\psi\rangle|b,\beta\rangle=|\chi\rangle\langle\chi|$",
    "⟨χ_m^+|χ_m^-⟩ = 0": r"$\langle\chi_m^{+}|\chi_m^{-}\rangle=0$",
    "2F1(1-k, 1-N+k; 2; x)": r"$\,{}_2F_1(1-k,1-N+k;\,2;\,x)$",
    "binom(N, k) (k-1)!": r"$\binom{N}{k}(k-1)!$",
    "τω²/8N": r"$\tau\omega^2/(8N)$",
    "a b/c d": "$ab/cd$",
    "∫_{-1}^{1} k(s) ds": r"$\int_{-1}^1k(s)\,ds$",
    "lim_{x -> 0} f": r"$\lim\limits_{x\to0}f$",
    "24*exp(-13*beta/5)/13": r"$24e^{-13\beta/5}/13$",
    "sqrt(2)*x**2": r"$\sqrt{2}x^2$",
    "1e-16": "$10^{-16}$",
    "u = N mod 2": r"$u=N\bmod2$",
    "N odd": r"$N\text{ odd}$",
    "T = matrix(a, b; c, d)": r"$T=\bigl(\begin{smallmatrix}a&b\\c&d\end{smallmatrix}\bigr)$",
    "x -> -oo": r"$x\to-\infty$",
    "[0, 1)": "$[0,1)$",
    "C^↑ < C(·, J)": r"$C^{{\uparrow}}<C(\cdot,J)$",
    ">= 0": r"$\ge0$",
    "⌊N/2⌋-n": r"$\lfloor N/2\rfloor-n$",
    "J_c < 0": r"$J_{\mathrm c}<0$",
}

DISPLAYED = {
    "a/b = c": [r"\frac{a}{b}=c"],
    "(2 gamma m/S_m) tanh(beta S_m/2)": [r"\frac{2\gamma m}{S_m}\tanh\frac{\beta S_m}{2}"],
    "O(δ/T)": [r"O\left(\frac{\delta}{T}\right)"],
    "Σ_p a^p/p!": [r"\sum_p\frac{a^p}{p!}"],
    "Σ m W_m/Σ W_m": [r"\frac{\sum mW_m}{\sum W_m}"],
    "C = ∫ s p(s) ds / ∫ p(s) ds": [r"C=\frac{\int sp(s)\,ds}{\int p(s)\,ds}"],
    "d log λ/dh": [r"\frac{d\log\lambda}{dh}"],
    "D = [a - b]/p": [r"D=\frac{a-b}{p}"],
    "N/(N-n) binom(N, n)": [r"\frac{N}{N-n}\binom{N}{n}"],
}

REFUSED = ("a +", "a (b", "a^", "cosine(x)", "the ring", "a /", "$x$", "a b)", "\u4e00", "((" * 80, "|a", "binom")


@pytest.mark.parametrize("text", INLINE)
def test_within_a_line(text: str) -> None:
    assert inline(text) == INLINE[text]


@pytest.mark.parametrize("text", DISPLAYED)
def test_displayed(text: str) -> None:
    assert rows(text, 40.0) == DISPLAYED[text]


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_not_in_the_notation_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="formula"):
        inline(text)


def test_wide_formulas_are_broken_before_relations_and_signs() -> None:
    wide = "f = " + " + ".join(f"a_{{{k}}} cosh(x_{{{k}}})" for k in range(12)) + " = g"
    found = rows(wide, 24.0)
    assert len(found) > 3 and found[0].startswith("f={}&") and found[-1] == "={}&g"
    assert all("&" in row for row in found)
    assert "".join(found).count(r"\cosh") == 12


def test_prose_stays_prose_and_formulas_are_marked() -> None:
    assert sentence("for N >= 2 & `N >= 2`, 100%") == r"for N $>$= 2 \& $N\ge2$, 100\%"
    assert plain("for `N >= 2`") == "for N >= 2" and pieces("`a`b") == [("a", True), ("b", False)]
    with pytest.raises(AssertionError, match="not closed"):
        pieces("a ` b")


def test_references_to_steps_and_to_the_paper() -> None:
    names = Names(labels=("eq:a", None, "eq:c"), place=4, letter="H")
    assert sentence("By the step before and (25)", names) == r"By \eqref{eq:c} and (H25)"
    assert sentence("Steps 1 and 3; step 2", names) == r"\eqref{eq:a} and \eqref{eq:c}; step 2"
    assert sentence("The two steps before", names) == "The two steps before"
    assert sentence("(24)-(26), (27a,b)") == "(24)--(26), (27a,b)"


def test_what_holds_a_relation() -> None:
    assert holds_relation("a = b") and holds_relation("a, b = c") and not holds_relation("f(a = 0)")
