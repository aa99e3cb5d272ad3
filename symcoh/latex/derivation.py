"""A derivation as a LaTeX document: claim, steps with their reasons and checks, and the series in broken lines.

The sentences of a derivation are plain text with formulas such as e^{2K}, omega_a or Σ_m W_m; `prose` sets those
parts in mathematics mode and escapes the rest. A derivation is anything with the fields of `derivations._step.Derivation`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from sympy import Add, Expr, Mul, exp, latex

from .tables import document

LINE = 110
"""Characters of LaTeX source in one line of a broken formula, more or less."""

_GREEK = re.findall("[a-z]+", "alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi pi rho sigma tau phi chi psi omega")

_FUNCTIONS = ("sinh", "cosh", "tanh", "coth", "exp", "log", "max", "min")

_SIGNS = r"""
α \alpha β \beta γ \gamma δ \delta ε \varepsilon ζ \zeta η \eta θ \theta κ \kappa λ \lambda μ \mu ν \nu ξ \xi π \pi ρ \rho σ \sigma
τ \tau φ \varphi χ \chi ψ \psi ω \omega Γ \Gamma Δ \Delta Λ \Lambda Ξ \Xi Σ \sum Π \prod Φ \Phi Ψ \Psi Ω \Omega ∑ \sum ∏ \prod
∂ \partial ∫ \int √ \surd ∞ \infty ± \pm ∓ \mp × \times · \cdot − - ⊗ \otimes † \dagger ħ \hbar ℓ \ell ′ ' ½ \tfrac12 … \ldots
≤ \le ≥ \ge ≠ \ne ≡ \equiv ≈ \approx ≪ \ll ≫ \gg ∝ \propto ∈ \in → \to ↑ \uparrow ↓ \downarrow ⟨ \langle ⟩ \rangle ⌊ \lfloor ⌋ \rfloor
⁰ ^{0} ¹ ^{1} ² ^{2} ³ ^{3} ⁴ ^{4} ⁵ ^{5} ⁶ ^{6} ⁷ ^{7} ⁸ ^{8} ⁹ ^{9} ⁻ ^{-} ₀ _{0} ₁ _{1} ₂ _{2} ₃ _{3} ₊ _{+} ₋ _{-}
"""

SIGNS: dict[str, str] = dict(pair.split() for pair in re.findall(r"\S+ +\S+|\S+\n\S+", _SIGNS))
"""Characters outside ASCII as mathematics."""

_ESCAPES = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", '"': "''"}
_ESCAPES |= {c: "\\" + c for c in "#$%&_{}"} | {c: f"${c}$" for c in "<>|"}
_RELATIONS = {"<=": r"\le", ">=": r"\ge", "->": r"\to", "!=": r"\ne", "**": "^"}

_BRACES = r"\{(?:[^{}]|\{[^{}]*\})*\}"
_SCRIPT = rf"(?:[_^](?:{_BRACES}|[A-Za-z0-9±+\-↑↓']))"
_TOKEN = re.compile(
    rf"(?P<relation><=|>=|->|!=)|(?P<formula>(?:[A-Za-z]+_a\b|[A-Za-z]+|[0-9]+|\)|[^\x00-\x7f]){_SCRIPT}+)"
    rf"|(?P<word>[A-Za-z]+(?:_a\b)?)|(?P<sign>[^\x00-\x7f])|(?P<other>.)",
    re.DOTALL,
)


def prose(text: str) -> str:
    r"""A sentence with plain-text formulas as LaTeX that compiles with amsmath.

    >>> print(prose("e^{2K} <= omega_a & 100%"))
    $e^{2K}$ $\le$ $\omega_a$ \& 100\%
    """
    return "".join(_set(match) for match in _TOKEN.finditer(text)).replace("$$", " ")


def _set(match: re.Match[str]) -> str:
    text = match.group()
    if match["relation"]:
        return f"${_RELATIONS[text]}$"
    if match["formula"]:
        return f"${_mathematics(text)}$"
    if match["word"]:
        return text if _name(text) == text else f"${_name(text)}$"
    if match["sign"]:
        return f"${_sign(text)}$" if not text.isspace() else " "
    return _ESCAPES.get(text, text)


def _mathematics(text: str) -> str:
    """Names and signs inside a formula; what is left is braces, scripts, digits and operators."""
    relations = re.sub(r"<=|>=|->|!=|\*\*", lambda m: f"{_RELATIONS[m.group()]} ", text)
    named = re.sub(r"(?<!\\)\b[A-Za-z]+(?:_a\b)?", lambda m: _name(m.group()), relations)
    return "".join(_sign(c) + " " if not c.isascii() else {"#": r"\#", "%": r"\%", "&": r"\&", "$": ""}.get(c, c) for c in named)


def _name(word: str) -> str:
    if word == "omega_a":
        return r"\omega_a"
    return f"\\{word}" if word in _GREEK or word in _FUNCTIONS else word


def _sign(character: str) -> str:
    return SIGNS.get(character, rf"\text{{[U+{ord(character):04X}]}}")


def broken(front: str, terms: Iterable[str], end: str) -> list[str]:
    """The lines front, terms, end of an align, each about LINE long; each term carries its sign."""
    lines, line = [], front
    for term in terms:
        if len(line) > LINE:
            lines.append(line)
            line = r"\quad "
        line += term
    return [*lines, line + end]


def series_lines(series: Any) -> Iterator[str]:
    """The lines of C = Σ terms + O(...), one term or more each."""
    lead = ""
    for term in series.terms:
        yield from _term_lines(lead, term, series.variable)
        lead = "+"
    yield rf"{lead}O\left({_latex(series.variable**series.remainder_power)}\right)"


def _term_lines(lead: str, term: Any, variable: Expr) -> list[str]:
    factors = variable**term.power * exp(term.exponent or 0)
    tail = "" if factors == 1 else r"\," + _latex(factors)
    rest: list[Expr] = []
    sums: list[Expr] = []
    for factor in Mul.make_args(term.coefficient):
        (sums if factor.is_Add and len(factor.args) > 3 else rest).append(factor)
    if len(sums) != 1:
        text = _latex(term.coefficient)
        return [f"{lead}\\left({text}\\right){tail}" if term.coefficient.is_Add else _signed(lead, text) + tail]
    front = "" if not rest else _latex(Mul(*rest))
    pieces = [_signed("+" if i else "", _latex(part)) for i, part in enumerate(_ordered(sums[0]))]
    return broken(_signed(lead, front) + r"\Bigl[", pieces, r"\Bigr]" + tail)


def _ordered(total: Expr) -> list[Expr]:
    return list(total.as_ordered_terms()) if len(total.args) < 500 else list(Add.make_args(total))


def _signed(lead: str, text: str) -> str:
    return text if text.startswith("-") else lead + text


def _latex(expression: Expr) -> str:
    text: str = latex(expression, symbol_names={s: r"\omega_a" for s in expression.free_symbols if s.name == "omega_a"})
    return text


def derivation_document(result: Any) -> str:
    """The whole document of one derivation; it needs amsmath and amssymb only."""
    return document(prose(result.name), [derivation_body(result)])


def derivation_body(result: Any) -> str:
    """Claim, formula, assumptions and steps."""
    parts = [r"\allowdisplaybreaks", rf"\paragraph{{Claim.}} {prose(result.claim)}", _display(result)]
    if result.equations:
        parts.append(rf"\paragraph{{Equations.}} {', '.join(f'({e})' for e in result.equations)}.")
    parts += [r"\paragraph{Assumptions.}", _list("itemize", (prose(a) for a in result.assumptions))]
    parts += [r"\paragraph{Steps.}", _list("enumerate", (_step(step) for step in result.steps))]
    return "\n".join(part for part in parts if part) + "\n"


def _display(result: Any) -> str:
    if result.expansion is None:
        return f"\\begin{{equation*}}\n{result.latex}\n\\end{{equation*}}"
    lines = " \\\\\n&".join(series_lines(result.expansion))
    valid = prose(result.expansion.valid_for)
    return f"\\begin{{align*}}\nC={{}}&{lines}\n\\end{{align*}}\nValid for {valid}."


def _step(step: Any) -> str:
    check = rf"\emph{{Checked by {step.check.kind}:}} {prose(step.check.outcome)}."
    return rf"{prose(step.claim)} \\ \emph{{Why:}} {prose(step.because)} \\ {check}"


def _list(kind: str, items: Iterable[str]) -> str:
    return "\n".join([rf"\begin{{{kind}}}\raggedright", *(rf"\item {item}" for item in items), rf"\end{{{kind}}}"])
