r"""The letters of an emitted derivation that nothing in it defines: a reader of the manuscript has only its pages and the paper.

A letter is a base with the kind of its lower script: B, B_i (any index) and B_0 are three, and B_i gives a meaning to the other two.
It is defined where it is one whole side of an equation, where a sum, an integral or a limit binds it, where it ranges over something,
or where words introduce it; in the part where it first stands, the proposition or a step of the proof, or in one before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from symcoh.exact.symbols import NOMENCLATURE

LOCAL = set("hxzkλL")
"""Letters of the nomenclature that are not the paper's: a derivation says what it means by them."""

OF_THE_PAPER = {*"HMσℓχρ", "H_i", "H_I", "σ_i", "E_i", "E_min", "ω_a", "p_e", "p_g", "c_e", "c_g", "χ_i", "ρ_i", "F_i", "G_i"}
"""And those of (1)-(26), (51) and (70) that have no row."""

OF_MATHEMATICS = {"e", "i", "d", "O", "π", "Γ", "δ", "δ_i", "I_1"}
"""Euler's number, the imaginary unit, differentials, Landau's O, π, Γ, the deltas of Kronecker and Dirac, Bessel's I_1."""

_NAMES = (
    "alpha beta gamma delta varepsilon zeta eta theta kappa lambda mu nu xi rho sigma tau varphi phi chi psi omega ell "
    "Gamma Delta Theta Lambda Xi Sigma Phi Psi Omega"
)
GREEK = dict(zip(_NAMES.split(), "αβγδεζηθκλμνξρστφφχψωℓΓΔΘΛΞΣΦΨΩ", strict=True))
SIGNS = {"le": "≤", "ge": "≥", "ne": "≠", "to": "→", "propto": "∝", "in": "∈", "ll": "≪", "gg": "≫", "equiv": "≡", "simeq": "≃"} | {
    **dict.fromkeys(("sum", "prod", "int", "lim", "max", "min"), "∑"),
    **dict.fromkeys(("!", "left", "right", "bigl", "bigr", "Bigl", "Bigr"), ""),
    **dict.fromkeys(("\\", "qquad", "quad"), ";"),
    "partial": "∂",
    "pm": "±",
    "dots": "…",
    "cdots": "…",
    "dagger": "†",
}
RELATIONS = "=<>≤≥≠→∝∈≪≫≡≃"

_MATH = re.compile(r"\\begin\{(equation\*?|align\*?)\}(.*?)\\end\{\1\}|(?<!\\)\$([^$]*)\$", re.DOTALL)
_NOUNS = (
    "all|every|each|any|some|let|over|for|with|of|in|at|by|and|configurations?|states?|spins?|sources?|sectors?|sites?|bonds?|angles?|"
    "products?|weights?|functions?|graphs?|fields?|exponents?|operators?|levels?|variables?|cop(?:y|ies)|integers?|powers?|points?|quanta|"
    "vectors?|numbers?|signs?|gaps?|amplitudes?|moments?|odd|even|values?|sums?|differences?|coefficients?|"
    "eigenvalues?(?: are)?|integrals?|laws?|densit(?:y|ies)|symbols?|indeterminates?|small|large|real|fixed|basis|modulus"
)
_BEFORE = re.compile(rf"(?i)\b(?:{_NOUNS})\s*$")
_INTRODUCED = re.compile(
    r"[,;]?\s*(?:[A-Z][a-z]+'s|(?:be|denotes?|stands? for|counts?|labels?|runs?|means?|is (?:an?|the|odd|even)|are (?:the|all|those)|"
    r"being|one|any|real|odd|even|prime|Hermitian|integers?|in|over)\b|(?:the|an?|its|their|all|those|that|either)\s)"
)
_CHOSEN = re.compile(r"\b(?:all|every|each|any|some|range)\s+$")
_JOINED = re.compile(r"\s*(?:,|,? and|,? or)?\s*")


@dataclass(slots=True)
class Part:
    """A proposition or a step: what it uses, each with the formula, and what it defines."""

    used: dict[str, str] = field(default_factory=dict)
    defined: set[str] = field(default_factory=set)


def undefined(text: str) -> dict[str, str]:
    r"""Letter -> the formula where it first stands, of an appendix as LaTeX.

    >>> undefined(r"Assume $a>0$. Then $B_k>a$.")
    {'B_i': 'B_k>a', 'k': 'B_k>a'}
    >>> undefined(r"Assume $a>0$. Then $B_k>a$ for all $k$, where $B_k=a+1/N$.")
    {}
    """
    known = of_the_model() | OF_THE_PAPER | OF_MATHEMATICS
    found: dict[str, str] = {}
    for place, piece in enumerate(re.split(r"(?=\\emph\{Step )|\\end\{proof\}", text)):
        part = read_part(piece, stated=place == 0)
        known |= part.defined
        found |= {letter: where for letter, where in part.used.items() if letter not in found and not covered(letter, known)}
    return found


def of_the_model() -> set[str]:
    """The letters of the nomenclature that are the paper's."""
    heads = (letters(plain(row.latex))[0] for row in NOMENCLATURE if not row.latex.startswith("e"))
    return {letter for letter in heads if letter[0] not in LOCAL}


def covered(letter: str, known: set[str]) -> bool:
    """Whether a letter, or the family it belongs to, is known."""
    return letter in known or ("_" in letter and f"{letter[0]}_i" in known)


def plain(formula: str) -> str:
    """The formula with one character for each letter and each sign, and spaces for all else."""
    text = re.sub(r"\\operatorname\{(?:Tr|Cov)\}_[A-Z]", " ", formula)
    text = re.sub(r"\\(?:label|text|operatorname|begin|end|eqref)\s?\{[^{}]*\}", " ", text)
    text = re.sub(r"\\mathrm(?: ([A-Za-z])|\{([A-Za-z]+)\})", r"@\1\2", text)
    text = re.sub(r"_\d\s?F_1", " ", text)  # the hypergeometric functions
    text = re.sub(r"\\mathcal\s?\{?([A-Z])\}?", lambda match: chr(ord("𝒜") + ord(match[1]) - ord("A")), text)
    named = GREEK | SIGNS
    text = re.sub(r"\\([A-Za-z]+|.)", lambda match: named.get(match[1], " "), text)
    return text.replace("&", "").replace("{}", "").replace("\n", " ").strip(" .;:,")


def letters(text: str) -> list[str]:
    """The letters of a plain formula, those in scripts too; the script of a Pauli matrix is its name."""
    found: list[str] = []
    place = 0
    while place < len(text):
        if not text[place].isalpha() or not text[place].isidentifier():
            place += 1
            continue
        base, scripts = text[place], []
        place += 1
        while place < len(text) and text[place] in "_^'":
            mark, start = text[place], place + 1
            place = start if mark == "'" else _end(text, start)
            scripts.append((mark, text[start:place].strip("{}") if mark != "'" else ""))
        lower = next((script for mark, script in scripts if mark == "_"), "")
        if lower.startswith("@"):
            found.append(f"{base}_{lower[1:]}")
        elif not lower:
            found.append(base)
        else:
            found.append(f"{base}_{lower}" if re.fullmatch(r"[0-9* ]+", lower) or base + lower == "ωa" else f"{base}_i")
            found += letters(lower) if base + lower != "ωa" and base != "H" else []
        found += [letter for mark, script in scripts if mark == "^" and base != "σ" for letter in letters(script.replace("@", " "))]
    return found


def _end(text: str, place: int) -> int:
    """Behind the group, or the sign, that begins at a place."""
    if text[place : place + 1] != "{":
        return place + 1
    depth = 0
    for end in range(place, len(text)):
        depth += (text[end] == "{") - (text[end] == "}")
        if not depth:
            return end + 1
    return len(text)


def read_part(text: str, *, stated: bool) -> Part:
    """One part; in a proposition, `stated`, what is assumed of a letter introduces it."""
    part = Part()
    formulas = [(m.start(), m.end(), plain(m[2] if m[2] is not None else m[3])) for m in _MATH.finditer(text)]
    assumed = text.find(" Then") if stated else 0
    for start, _, formula in formulas:
        part.defined |= bound(formula) | sides(formula, every=start < assumed or bool(_CHOSEN.search(text[:start][-30:])))
        for letter in letters(formula):
            part.used.setdefault(letter, formula)
    for group in _groups(text, formulas):
        before, after = re.sub(r"[\s(]+$", "", text[: group[0][0]][-40:]), text[group[-1][1] :].replace("\n", " ")
        ranged = next((f for start, _, f in formulas if start > group[-1][1] and _JOINED.fullmatch(text[group[-1][1] : start])), "")
        if _BEFORE.search(before.replace("\n", " ")) or _INTRODUCED.match(after) or sides(ranged, every=group[0][0] < assumed):
            part.defined |= {letter for _, _, formula in group for letter in letters(formula)}
            part.defined |= {f"{letters(formula)[0][0]}_i" for _, _, formula in group if "…" in formula}
    return part


def _groups(text: str, formulas: Sequence[tuple[int, int, str]]) -> Iterator[list[tuple[int, int, str]]]:
    """Letters that stand alone, or within brackets, in formulas of their own; those joined by commas together."""
    group: list[tuple[int, int, str]] = []
    for start, end, formula in formulas:
        if group and not _JOINED.fullmatch(text[group[-1][1] : start]):
            yield group
            group = []
        if all(_alone(item) for item in _split(re.sub(r"^\((.*)\)$", r"\1", formula), ",") if item.strip() != "…"):
            group.append((start, end, formula))
        elif group:
            yield group
            group = []
    if group:
        yield group


def _alone(text: str) -> bool:
    """Whether a formula is one letter, with scripts and arguments or without."""
    text = re.sub(r"^([^(]*)\([^()]*(?:\([^()]*\)[^()]*)*\)$", r"\1", text.strip("| "))
    if not text[:1].isalpha():
        return False
    place = 1
    while place < len(text) and text[place] in "_^'":
        place = place + 1 if text[place] == "'" else _end(text, place + 1)
    return place == len(text)


def sides(formula: str, *, every: bool) -> set[str]:
    """The letters that are one whole side of an equation, or range over something; `every`: of any relation."""
    found: set[str] = set()
    carried: set[str] = set()
    for statement in _split(formula, ",;"):
        told, marks = _split(statement, RELATIONS), [sign for sign in _outside(statement) if sign in RELATIONS]
        for place, side in enumerate(told):
            if marks and (match := re.fullmatch(r"\((.*)\)", side.strip())):
                found |= {letter for item in _split(match[1], ",") if _alone(item) for letter in letters(item)} if "," in side else set()
            if not _alone(side.strip()):
                continue
            letter, *arguments = letters(re.sub(r"\^(?:\{[^{}]*\}|.)", "", side.strip()))
            around = set(marks[max(0, place - 1) : place + 1])
            ranges = every or (len(letter) == 1 and letter.islower())
            if around & set("=∝≡→∈") or (around and ranges):
                found |= {letter, *arguments} | carried
            elif not around:
                carried.add(letter)
    return found


def _outside(text: str) -> str:
    """The text with blanks for all that stands in brackets."""
    depth, told = 0, ""
    for sign in text:
        depth -= sign in ")]}"
        told += " " if depth > 0 else sign
        depth += sign in "([{"
    return told


def _split(text: str, marks: str) -> list[str]:
    """What marks outside of brackets part."""
    outside = _outside(text)
    bounds = [-1, *(place for place, sign in enumerate(outside) if sign in marks), len(text)]
    return [text[a + 1 : b] for a, b in pairwise(bounds) if marks == RELATIONS or text[a + 1 : b].strip()]


def bound(formula: str) -> set[str]:
    """The letters below sums, products, limits, and those of differentials."""
    below = (formula[match.end() : _end(formula, match.end())] for match in re.finditer("∑_", formula))
    behind = (formula[match.end() :] for match in re.finditer(r"(?<![A-Za-z])[d∂]\s?\{?(?=[^\W\d_])", formula))
    return {letter for text in below for letter in letters(text)} | {letter for text in behind for letter in letters(text)[:1]}
