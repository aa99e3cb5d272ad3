r"""Sentences with formulas in plain notation, e^{2K} <= omega_a, as LaTeX with $e^{2K}\le\omega_a$.

A word is mathematics where it is a Greek name, a single letter (but for the article), a name of the ledger, or carries a
script; signs and numbers join it. Nothing is lost: what is not understood is set as text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from .names import scalars
from .pieces import tidy

_GREEK = re.findall("[a-z]+", "alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi pi rho sigma tau phi chi psi omega")
_FUNCTIONS = ("sinh", "cosh", "tanh", "coth", "exp", "log", "max", "min")
_UPRIGHT = ("Tr", "Cov")
_PRODUCTS = ("CZ", "bA", "hm", "JN", "NY", "Nh", "Ny", "dE")
"""Two letters that are no word."""

_SIGNS = r"""
α \alpha β \beta γ \gamma δ \delta ε \varepsilon ζ \zeta η \eta θ \theta κ \kappa λ \lambda μ \mu ν \nu ξ \xi π \pi ρ \rho σ \sigma
τ \tau φ \varphi χ \chi ψ \psi ω \omega Γ \Gamma Δ \Delta Λ \Lambda Ξ \Xi Σ \sum Π \prod Φ \Phi Ψ \Psi Ω \Omega ∑ \sum ∏ \prod
∂ \partial ∫ \int √ \surd ∞ \infty ± \pm ∓ \mp × \times · \cdot − - ⊗ \otimes † \dagger ħ \hbar ℓ \ell ′ ' ½ \tfrac12 … \ldots
≤ \le ≥ \ge ≠ \ne ≡ \equiv ≈ \approx ≪ \ll ≫ \gg ∝ \propto ∈ \in → \to ↑ \uparrow ↓ \downarrow ⟨ \langle ⟩ \rangle ⌊ \lfloor ⌋ \rfloor
⁰ ^{0} ¹ ^{1} ² ^{2} ³ ^{3} ⁴ ^{4} ⁵ ^{5} ⁶ ^{6} ⁷ ^{7} ⁸ ^{8} ⁹ ^{9} ⁻ ^{-} ₀ _{0} ₁ _{1} ₂ _{2} ₃ _{3} ₊ _{+} ₋ _{-}
"""

SIGNS: dict[str, str] = dict(pair.split() for pair in re.findall(r"\S+ +\S+|\S+\n\S+", _SIGNS))
"""Characters outside ASCII as mathematics."""

_ESCAPES = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", '"': "''", "…": r"\ldots{}"}
_ESCAPES |= {c: "\\" + c for c in "#$%&_{}"} | {c: f"${c}$" for c in "<>|"}
_COMPARES = set("<>=≤≥≠→≡≈≪≫∈∝")
_RELATIONS = {"<=": r"\le", ">=": r"\ge", "->": r"\to", "!=": r"\ne", ">>": r"\gg", "<<": r"\ll", "==": "="}

_BRACES = r"\{(?:[^{}]|\{[^{}]*\})*\}"
_SCRIPT = rf"(?:[_^](?:{_BRACES}|\([^()]*\)|-?[0-9]+|(?:[A-Z]{{2}}|eg|ge|min|max)\b|[A-Za-z*±+\-↑↓]'?|[^\x00-\x7f\s]))"
_BRACKET = r"\(((?:[^()]|\([^()]*\))*)\)"
_PRIMED = r"(?<![A-Za-z])(?:omega_a|ω_a|alpha|beta|gamma|mu|nu|[A-Za-z])'+(?![A-Za-z]{2})"
_TOKEN = re.compile(
    r"(?P<reference>(?<![\w)\]}↑↓'])\((?:[0-9]{1,2}[a-f]?|B[0-9]{1,2}|i{1,3}|iv|v|[A-D])\)(?!\^))"
    r"|(?P<dots>\.\.\.)"
    rf"|(?P<formula>(?:2F1|omega_a(?![A-Za-z])|ω_a(?![A-Za-z])|[A-Za-z]+'*|[0-9]+(?=\^)|[^\x00-\x7f\s]'*|(?<=[)\]])){_SCRIPT}+'*"
    rf"|2F1|[0-9]+x[0-9]+|{_PRIMED}|omega_a\b)"
    r"|(?P<label>[A-Za-z]{2,}'s?(?![A-Za-z])|[A-Za-z]+[0-9]+(?![A-Za-z_^]))"
    r"|(?P<braket>\|[^\s|<>=;:][^|<>=;:]{0,14}>|<[^\s<>=|]{1,12}>)"
    r"|(?P<relation><=|>=|->|!=|>>|<<|==|[<>=])"
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?(?:e-?[0-9]+)?)(?![0-9]*[A-Za-z]{2})"
    r"|(?P<word>[A-Za-z]+)|(?P<sign>[^\x00-\x7f\s])|(?P<space>\s+)|(?P<operator>[-+*/!,|()\[\]])|(?P<other>.)",
    re.DOTALL,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """A piece of a sentence; `role` is "formula", "joint" (mathematics beside a formula, else text), "space" or "text"."""

    text: str
    role: str
    latex: str


def prose(text: str) -> str:
    r"""A sentence with plain-text formulas as LaTeX that compiles with amsmath.

    >>> print(prose("e^{2K} <= omega_a & 100%: for N >= 2 even, a ring."))
    $e^{2K}\le\omega_a$ \& 100\%: for $N\ge2$ even, a ring.
    """
    words = [_word(match) for match in _TOKEN.finditer(text)]
    words = [_article(words, place) for place in range(len(words))]
    result, place = "", 0
    while place < len(words):
        end = _run(words, place)
        if end == place:
            result += _as_text(words[place])
            place += 1
        else:
            result += _set(words[place:end])
            place = end
    return result


def _word(match: re.Match[str]) -> Word:
    text, kind = match.group(), match.lastgroup
    if kind in ("formula", "braket"):
        return Word(text=text, role="formula", latex=_formula(text) if kind == "formula" else _braket(text))
    if kind == "word":
        known = len(text) == 1 or text in ("oo", *_PRODUCTS, *_GREEK)
        joint = text in (*_FUNCTIONS, *_UPRIGHT, "floor", "sqrt")
        return Word(text=text, role="formula" if known else "joint" if joint else "text", latex=_name(text))
    if kind == "sign":
        role = "formula" if text not in "·×±∓…“”’–—" else "joint"
        return Word(text=text, role=role if text != "…" else "text", latex=_sign(text))
    if kind in ("relation", "number", "operator"):
        return Word(text=text, role="joint", latex=_RELATIONS.get(text, text))
    if kind == "dots":
        return Word(text="…", role="text", latex=r"\ldots")
    return Word(text=text, role="space" if kind == "space" else "text", latex=text)


def _article(words: list[Word], place: int) -> Word:
    """The letters a, A and I are words, but beside a sign of mathematics."""
    word = words[place]
    lead = "".join(w.text for w in words[max(0, place - 3) : place])
    if word.text in ("A", "B") and lead.endswith(("Appendix ", "App. ")):
        return Word(text=word.text, role="text", latex=word.text)
    if word.text not in ("a", "A", "I"):
        return word
    behind = next((w for w in words[place + 1 :] if w.role != "space"), None)
    before = next((w for w in reversed(words[:place]) if w.role != "space"), None)
    signs = set(_RELATIONS) | set("<>=+-*/^_")
    near = [w for w in (before, behind) if w is not None and (w.text in signs or (w.role == "formula" and not w.text.isascii()))]
    attached = place + 1 < len(words) and words[place + 1].text in ("(", ")", "]")
    capital = word.text != "a" and before is not None and before.text in ("system", "systems", ",", "and")
    called = capital or (before is not None and before.text in _FUNCTIONS)
    return word if near or attached or called else Word(text=word.text, role="text", latex=word.text)


def _run(words: list[Word], start: int) -> int:
    """The end of the formula that starts here, `start` where none does."""
    end, depth, last, bars = start, 0, start, 0
    while end < len(words) and words[end].role != "text":
        word = words[end]
        if (word.text == "," and depth <= 0) or (depth <= 0 and _complete(words, start, end)):
            break
        depth += (word.text in ("(", "[")) - (word.text in (")", "]"))
        if depth < 0:
            break
        end += 1
        bars += word.text == "|"
        closes = word.text in (")", "]", "!") or (word.text == "|" and bars % 2 == 0)
        if depth == 0 and bars % 2 == 0 and (word.role == "formula" or closes or word.text[0].isdigit()):
            last = end
    piece = words[start:last]
    told = any(word.role == "formula" or word.text == "*" or _compares(word) for word in piece) or _interval(piece)
    return last if (told or (len(piece) == 2 and piece[0].text in "+-")) and _starts(words, start) else start


def _interval(piece: list[Word]) -> bool:
    """Numbers in square brackets: [-1, 1]."""
    return len(piece) > 3 and piece[0].text == "[" and any(word.text == "," for word in piece)


def _complete(words: list[Word], start: int, end: int) -> bool:
    """Whether a relation ended with 0 or oo, and a new formula follows behind a space: T > 0 C falls."""
    if end - start < 3 or words[end].role != "formula" or words[end - 1].role != "space":
        return False
    before = [word for word in words[start : end - 1] if word.role != "space"]
    return before[-1].text in ("0", "oo") and len(before) > 1 and _compares(before[-2])


def _compares(word: Word) -> bool:
    return word.text in _RELATIONS or word.text in _COMPARES


def _starts(words: list[Word], start: int) -> bool:
    """Whether a formula may start with this word: not with a space, a relation, or a hyphen behind a word."""
    word = words[start]
    if word.role == "space" or (word.role == "joint" and word.text in "*/!,)]·×…"):
        return False
    if word.text in ("-", "+"):
        attached = start + 1 < len(words) and words[start + 1].role != "space"
        return attached and (start == 0 or words[start - 1].role != "text" or words[start - 1].text[-1] in "([,;:")
    return True


def _as_text(word: Word) -> str:
    if word.role == "text" or word.role == "space" or word.text.replace(".", "").isalnum():
        return "".join(_ESCAPES.get(c, c if c.isascii() else f"${_sign(c)}$") for c in word.text)
    if word.text in ("(", ")", "[", "]", ",", "-", "+", "*", "/", "!"):
        return word.text
    return f"${word.latex}$"


def _set(words: list[Word]) -> str:
    return f"${tidy(_joined([word.latex for word in words if word.role != 'space']))}$"


def _joined(pieces: list[str]) -> str:
    """Side by side, roots and floors with their brackets."""
    text = ""
    for place, piece in enumerate(pieces):
        if piece == "*":
            piece = r"\cdot " if place + 1 < len(pieces) and pieces[place + 1][:1].isdigit() else r"\,"
        if re.search(r"\\[A-Za-z]+$", text) and piece[:1].isalpha():
            text += " "
        text += piece
    text = re.sub(rf"\\(?:surd|sqrt) ?(?:{_BRACKET}|([A-Za-z0-9]))", lambda m: rf"\sqrt{{{m[1] or m[2]}}}", text)
    text = re.sub(rf"\\floor{_BRACKET}", lambda m: rf"\lfloor {m[1]}\rfloor", text)
    return text.replace(r"\floor", r"\mathrm{floor}").rstrip()


def _formula(text: str) -> str:
    """A name with its primes and scripts."""
    known = _plain_names().get(text)
    if known is not None:
        return known
    if re.fullmatch("[0-9]+x[0-9]+", text):
        return text.replace("x", r"\times")
    if text.startswith("2F1"):
        return r"\,{}_2F_1" + text[3:]
    base = re.match(r"omega_a(?![A-Za-z])|ω_a(?![A-Za-z])|[A-Za-z]+|[0-9]+|[^\x00-\x7f]|", text)
    head = base.group() if base else ""
    return _name(head) + "".join(_script(found.group()) for found in re.finditer(rf"{_SCRIPT}|'", text[len(head) :]))


def _script(text: str) -> str:
    if text == "'":
        return text
    inside = text[2:-1] if text[1] in "{(" and len(text) > 2 else text[1:]
    return f"{text[0]}{{{_inside(inside)}}}"


def _inside(text: str) -> str:
    """Everything in a script is mathematics."""
    if text == "*":
        return text
    return _joined([word.latex for word in map(_word, _TOKEN.finditer(text)) if word.role != "space"])


def _braket(text: str) -> str:
    return rf"|{_inside(text[1:-1])}\rangle" if text[0] == "|" else rf"\langle {_inside(text[1:-1])}\rangle"


@cache
def _plain_names() -> dict[str, str]:
    """Names of the ledger as they stand in sentences, J_c and rho_t."""
    return {name: latex for name, (_, latex) in scalars().items() if "_" in name and not name.endswith("_prime")}


def _name(word: str) -> str:
    if word in ("omega_a", "ω_a"):
        return r"\omega_a"
    if word in _UPRIGHT:
        return rf"\operatorname{{{word}}}"
    if word in _GREEK or word in _FUNCTIONS or word in ("sqrt", "floor"):
        return f"\\{word}"
    if not word.isascii():
        return _sign(word)
    return {"oo": r"\infty"}.get(word, word)


def _sign(character: str) -> str:
    return SIGNS.get(character, rf"\text{{[U+{ord(character):04X}]}}")
