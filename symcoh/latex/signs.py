"""The words and signs of the plain notation of formulas, each with its LaTeX, and the tokens they make."""

from __future__ import annotations

import re
from dataclasses import dataclass

GREEK = re.findall("[a-z]+", "alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi pi rho sigma tau phi chi psi omega")

_SIGNS = r"""
α \alpha β \beta γ \gamma δ \delta ε \varepsilon ζ \zeta η \eta θ \theta κ \kappa λ \lambda μ \mu ν \nu ξ \xi π \pi ρ \rho σ \sigma
τ \tau φ \varphi χ \chi ψ \psi ω \omega Γ \Gamma Δ \Delta Λ \Lambda Ξ \Xi Φ \Phi Ψ \Psi Ω \Omega ∂ \partial ∞ \infty ħ \hbar ℓ \ell
† \dagger ½ \tfrac12 ↑ {\uparrow} ↓ {\downarrow} … \ldots ℝ \mathbb{R}
"""
LETTERS: dict[str, str] = dict(pair.split() for pair in re.findall(r"\S+ +\S+|\S+\n\S+", _SIGNS))
"""Letters outside ASCII."""

BIG = {"Σ": r"\sum", "∑": r"\sum", "Π": r"\prod", "∏": r"\prod", "∫": r"\int", "lim": r"\lim\limits", "sum": r"\sum"}
FUNCTIONS = {name: f"\\{name}" for name in ("sinh", "cosh", "tanh", "coth", "exp", "log", "ln", "max", "min", "sup", "det", "dim", "arg")}
FUNCTIONS |= {name: rf"\operatorname{{{name}}}" for name in ("Tr", "Cov", "Var", "artanh", "Re", "Im", "Lucas")} | {
    "tr": r"\operatorname{tr}",
    "lucas": r"\operatorname{Lucas}",
    "atanh": r"\operatorname{artanh}",
    "LambertW": "W",
}
OPERATORS = {"*": "", "·": r"\cdot", "×": r"\times", "⊗": r"\otimes"}
RELATIONS = {"<=": r"\le", ">=": r"\ge", "->": r"\to", "!=": r"\ne", ">>": r"\gg", "<<": r"\ll", "=": "=", "<": "<", ">": ">"}
RELATIONS |= {"~": r"\sim", "≤": r"\le", "≥": r"\ge", "≠": r"\ne", "≡": r"\equiv", "≈": r"\approx", "∝": r"\propto", "∈": r"\in"}
RELATIONS |= {"→": r"\to", "≪": r"\ll", "≫": r"\gg", "mod": r"\bmod"}
ADDING = {"+": "+", "-": "-", "−": "-", "±": r"\pm", "∓": r"\mp"}
WORDS = ("for", "and", "or", "if", "odd", "even", "with", "otherwise")
"""Words that a formula may hold."""

SPECIAL = {"J_c": r"J_{\mathrm c}", "ρ_t": r"\rho_{\mathrm t}", "rho_t": r"\rho_{\mathrm t}", "H_I": r"H_{\mathrm I}"}
SPECIAL |= {"H_TS": r"H_{\mathrm{TS}}"} | {f"{letter}_{state}": rf"{letter}_{{\mathrm {state}}}" for letter in "cp" for state in "eg"}
CALLED = ("sqrt", "floor", "binom", "matrix", "abs", "Abs", "Piecewise", "Eq", "Ne", "Mod")
"""Names that are nothing without their brackets; the last ones are SymPy's."""

ENGLISH = ("the", "not", "all", "its", "has", "are", "one", "two", "any", "of", "is", "at", "in", "to", "by", "on", "as", "it", "be", "no")
ROMAN_SCRIPTS = ("min", "max", "eff", "tot")
RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻ⁿʲ", "0123456789-nj", strict=True))
LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋", "0123456789+-", strict=True))
SCRIPTS = RAISED | LOWERED
CLOSING = {"(": ")]", "[": "])", "{": "}", "⌊": "⌋"}

TOKENS = re.compile(
    r"(?P<space>\s+)|(?P<dots>\.\.\.)|(?P<hyper>[0-9]F[0-9])|(?P<ket>\|(?:[^|<>\s{}]|, )*(?:\{[^{}]*\}(?:[^|<>\s{}]|, )*)*>)"
    r"|(?P<special>J_c|ρ_t|rho_t|H_I|H_TS|c_e|c_g|p_e|p_g)(?![A-Za-z])"
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?(?:e-?[0-9]+(?![A-Za-z]))?)|(?P<word>omega_a(?![A-Za-z])|ω_a(?![A-Za-z])|[A-Za-z]+)"
    rf"|(?P<raised>[{''.join(RAISED)}]+)|(?P<lowered>[{''.join(LOWERED)}]+)|(?P<sign><=|>=|->|!=|>>|<<|\*\*|.)",
    re.DOTALL,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Token:
    """A piece of a formula, `kind` the name of its group in `TOKENS`."""

    kind: str
    text: str


def tokens(formula: str) -> list[Token]:
    """The pieces of a formula, its spaces among them.

    >>> [token.text for token in tokens("a <= b")]
    ['a', ' ', '<=', ' ', 'b']
    """
    return [Token(kind=str(match.lastgroup), text=match.group()) for match in TOKENS.finditer(formula.strip())]
