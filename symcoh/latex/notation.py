r"""The plain notation of formulas in sentences, read: e^{2K} (1 - q)/(1 + q) <= |omega_a|.

Names are Greek words or letters (omega_a, ω_a), single letters side by side (hm is h times m), and the functions below; scripts are
^{...}, _{...}, ^2, ², _m, _{m,n}, m', λ_±. A slash divides all that stands before it in its term by what stands behind it without a
space: N γ/2 x is (Nγ/2)x. A function without brackets takes what stands behind it without a space: tanh m'h. A bracket < opens where
no space follows and > closes where none stands before: <m^2>. Kets are |ψ>, binomials binom(N, k), matrices matrix(a, b; c, d).
"""

from __future__ import annotations

import re

from ..errors import InputError, shown
from .nodes import Node, behind, is_big, leaf, named, number, product_of, with_scripts
from .signs import (
    ADDING,
    BIG,
    CALLED,
    CLOSING,
    ENGLISH,
    FUNCTIONS,
    GREEK,
    LETTERS,
    OPERATORS,
    RELATIONS,
    ROMAN_SCRIPTS,
    SCRIPTS,
    SPECIAL,
    WORDS,
    Token,
    tokens,
)

MAX_DEPTH = 60


def read(formula: str) -> Node:
    r"""A formula as a tree.

    Raises:
        InputError: it is not in the notation.

    >>> read("a/b").kind, read("a, b").kind
    ('fraction', 'list')
    """
    reader = _Reader(formula)
    found = reader.listed()
    if reader.kind():
        reader.refuse("goes on with " + shown(reader.text()))
    return found


class _Reader:
    """A place in the tokens of a formula; the methods read one level of the notation each."""

    def __init__(self, formula: str) -> None:
        self.formula = formula
        self._tokens = tokens(formula)
        self._place = 0
        self._depth = 0
        self._open: list[str] = []

    def refuse(self, why: str) -> InputError:
        raise InputError("A formula", f"in a sentence, {shown(self.formula)}, {why}.")

    def kind(self, ahead: int = 0) -> str:
        place = self._place + ahead
        return self._tokens[place].kind if 0 <= place < len(self._tokens) else ""

    def text(self, ahead: int = 0) -> str:
        place = self._place + ahead
        return self._tokens[place].text if 0 <= place < len(self._tokens) else ""

    def take(self) -> str:
        text = self.text()
        self._place += 1
        return text

    def skip(self) -> None:
        while self.kind() == "space":
            self._place += 1

    def ahead(self) -> str:
        """The next token that is no space."""
        return self.text(1) if self.kind() == "space" else self.text()

    def expect(self, allowed: str) -> str:
        self.skip()
        if not self.text() or self.text() not in allowed:
            self.refuse(f"lacks {allowed[0]}" + (f" before {shown(self.text())}" if self.text() else " at its end"))
        return self.take()

    def listed(self, separators: str = ",;") -> Node:
        """Chains between commas."""
        parts, marks = [self.chain()], []
        while self.ahead() and self.ahead() in separators:
            self.skip()
            marks.append(self.take())
            parts.append(self.chain())
        return parts[0] if not marks else Node(kind="list", parts=tuple(parts), marks=tuple(marks))

    def chain(self) -> Node:
        """Sides with relations between them."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            self.refuse("has too many brackets within each other")
        parts: list[Node] = [leaf("") if self._relates() and not self._operand(first=True) else self.sum()]  # ">= 0" alone, behind a word
        marks: list[str] = []
        while self._relates():
            self.skip()
            marks.append(RELATIONS[self.take()])
            parts.append(self.sum())
        self._depth -= 1
        return parts[0] if not marks else Node(kind="chain", parts=tuple(parts), marks=tuple(marks))

    def _relates(self) -> bool:
        if self.kind() != "space" and self.text() == ">" and self._open[-1:] == [">"]:
            return False
        return self.ahead() in RELATIONS

    def sum(self) -> Node:
        """Signed products; an empty one where nothing stands, as in (; 2; y) or c(·)."""
        self.skip()
        marks = [ADDING[self.take()] if self.text() in ADDING else ""]
        parts = [self.product()]
        while self.ahead() in ADDING:
            self.skip()
            marks.append(ADDING[self.take()])
            parts.append(self.product())
        empty = [mark for mark, part in zip(marks, parts, strict=True) if part.kind == "product" and not part.parts]
        if (empty and empty != [""]) or (empty and (self.ahead() not in (";", ",", ")"))):
            self.refuse(f"has {shown(self.ahead() or 'nothing')} where something should stand")
        return parts[0] if marks == [""] else Node(kind="sum", parts=tuple(parts), marks=tuple(marks))

    def product(self) -> Node:
        self.skip()
        factors: list[Node] = []
        marks: list[str] = []
        joint = ""
        while True:
            if self._operand(first=not factors or bool(joint)):
                spaced = self.kind() == "space"
                self.skip()
                factors.append(self._word() or self.factor())
                marks.append(joint or (" " if spaced else ""))
                joint = ""
            elif self.ahead() == "/" and factors:
                self.skip()
                self.take()
                below = self.product() if self.kind() == "space" else self.tight()
                factors, marks = [Node(kind="fraction", parts=(product_of(factors, marks), below))], [""]
            elif self.ahead() in OPERATORS and factors:
                self.skip()
                joint = OPERATORS[self.take()] or joint
            else:
                break
        return product_of(factors, marks)

    def _word(self) -> Node | None:
        if self.text() not in WORDS:
            return None
        word = self.take()
        return leaf(rf"\text{{ {word} }}" if self._operand() else rf"\text{{ {word}}}")

    def _operand(self, *, first: bool = False) -> bool:
        """Whether a factor starts here or behind a space; `first` where one must."""
        ahead = self.kind() == "space"
        kind, text = self.kind(ahead), self.text(ahead)
        if kind in ("word", "number", "dots", "hyper", "ket", "special"):
            return text not in RELATIONS
        if kind != "sign":
            return False
        if text == "|":
            return not self._closes_bar()
        if text == "<":
            return bool(ahead or first) and self.kind(ahead + 1) not in ("space", "")
        if text == "·":
            return self.text(-1) in ("(", ",", "⟨")
        return text in LETTERS or text in BIG or text in "([{⌊⟨√"

    def _closes_bar(self) -> bool:
        if not self._open or self._open[-1] not in "|>⟩":
            return False
        before = self.text(-1)
        return bool(before) and (before not in (*"([{|<+-=/,", "<=", ">=") or self.text(-2) in ("^", "_"))

    def tight(self) -> Node:
        """Factors side by side without a space."""
        if not self._operand(first=True):
            self.refuse(f"has {shown(self.text() or 'nothing')} where something should stand")
        self.skip()
        factors, marks = [self.factor()], [""]
        if is_big(factors[0]) and self._operand():  # a sum reaches to the end of its product
            rest = self.product()
            inner = rest.kind == "product"
            return product_of([*factors, *(rest.parts if inner else (rest,))], [*marks, *(rest.marks if inner else ("",))])
        while self.kind() != "space" and self._operand():
            factors.append(self.factor())
            marks.append("")
        return product_of(factors, marks)

    def factor(self) -> Node:
        base = self._base()
        if base.kind == "call" and not base.parts:
            return self._called(base)
        return self._scripted(base)

    def _scripted(self, base: Node) -> Node:
        lower, upper = self._scripts()
        found = base if lower is None and upper is None else with_scripts(base, lower, upper)
        while self.text() == "!":
            self.take()
            found = Node(kind="factorial", parts=(found,))
        return found

    def _called(self, function: Node) -> Node:
        """A function or a big sign with its scripts and what it is applied to."""
        lower, upper = self._scripts()
        head = function if lower is None and upper is None else with_scripts(function, lower, upper)
        if function.text in BIG.values():
            return head
        if function.text == r"\exp" and self.text() == "(" and head is function:
            self.take()
            inner = self.listed()
            self.expect(")")
            return self._scripted(Node(kind="power", parts=(inner,)))
        direct = self.text() in ("(", "[", "{")
        if not direct and not (self._operand() and not self._is_differential()):
            return head
        return Node(kind="call", parts=(head, self.factor() if direct else self.tight()))

    def _is_differential(self) -> bool:
        return self.kind() == "space" and bool(re.fullmatch("d[a-z]", self.text(1)))

    def _scripts(self) -> tuple[Node | None, Node | None]:
        lower: Node | None = None
        upper: Node | None = None
        while True:
            text, kind = self.text(), self.kind()
            if text in ("^", "**"):
                self.take()
                upper = behind(upper, self._script())
            elif text == "_":
                self.take()
                lower = behind(lower, self._script())
            elif kind in ("raised", "lowered"):
                self.take()
                told = leaf("".join(SCRIPTS[c] for c in text))
                lower, upper = (lower, behind(upper, told)) if kind == "raised" else (behind(lower, told), upper)
            elif text in ("'", "′"):
                self.take()
                upper = behind(upper, leaf(r"\prime"))
            else:
                return lower, upper

    def _script(self) -> Node:
        text = self.text()
        if text == "->":  # <χ^+|χ^->: a minus and a bracket
            self._tokens[self._place] = Token(kind="sign", text=">")
            return leaf("-")
        if text in ("{", "("):
            self.take()
            self._open.append(text)
            found = self.listed()
            self._open.pop()
            self.expect("}" if text == "{" else ")")
            return found
        if text == "-" and self.kind(1) == "number":
            self.take()
            return leaf("-" + self.take())
        if text in ("*", "±", "+", "-", "∓"):
            self.take()
            return leaf(ADDING.get(text, text))
        if self.kind() == "word":
            return self._letter_script()
        if self.kind() in ("number", "special"):
            return self._base()
        if text in LETTERS:
            return self._primed(self._base())
        raise self.refuse(f"has {shown(text or 'nothing')} as a script")

    def _letter_script(self) -> Node:
        """One letter, a Greek word, or one of a few abbreviations; the rest of the word is what follows."""
        word = self.text()
        if word in ROMAN_SCRIPTS:
            self.take()
            return leaf(rf"\mathrm{{{word}}}")
        if word in GREEK or word in ("omega_a", "oo"):
            self.take()
            return self._primed(named(word))
        if len(word) == 1:
            self.take()
            return self._primed(leaf(word))
        self._tokens[self._place] = Token(kind="word", text=word[1:])
        return leaf(word[0])

    def _primed(self, found: Node) -> Node:
        while self.text() in ("'", "′"):
            self.take()
            found = with_scripts(found, None, leaf(r"\prime"))
        return found

    def _base(self) -> Node:
        kind, text = self.kind(), self.text()
        if kind == "number":
            return number(self.take())
        if kind == "dots":
            self.take()
            return leaf(r"\dots")
        if kind == "hyper":
            self.take()
            return Node(kind="call", text=rf"\,{{}}_{text[0]}F_{text[2]}")
        if kind == "ket":
            self.take()
            return Node(kind="bracket", parts=(_Reader(text[1:-1]).listed(),), text=r"| \rangle")
        if kind == "special":
            return leaf(SPECIAL[self.take()])
        if kind == "word":
            return self._named(self.take())
        return self._sign(self.take())

    def _named(self, word: str) -> Node:
        if word in BIG:
            return Node(kind="call", text=BIG[word])
        if word in FUNCTIONS:
            return Node(kind="call", text=FUNCTIONS[word])
        if word in CALLED:
            return self._special_call(word)
        if word in GREEK or word in ("oo", "omega_a", "ω_a"):
            return named(word)
        if word == "True":
            return leaf(r"\text{otherwise}")
        if len(word) > 3 or word in ENGLISH:
            self.refuse(f"has {shown(word)}, which is no name and no function of the notation")
        if len(word) > 1:  # the rest stands for itself, with the scripts behind it
            self._place -= 1
            self._tokens[self._place] = Token(kind="word", text=word[1:])
        return leaf(word[0])

    def _special_call(self, word: str) -> Node:
        self.expect("(")
        self._open.append("(")
        inner = self.listed(",") if word != "matrix" else self.listed()
        self._open.pop()
        self.expect(")")
        if word in ("Eq", "Ne", "Mod"):
            return Node(kind="chain", parts=inner.parts, marks=({"Eq": "=", "Ne": r"\ne", "Mod": r"\bmod"}[word],))
        if word == "Piecewise":
            rows = inner.parts if inner.kind == "list" else (inner,)
            return Node(kind="cases", parts=tuple(part for row in rows for part in row.parts[0].parts))
        if word in ("binom", "matrix"):
            return Node(kind=word, parts=inner.parts, marks=inner.marks)
        if word == "sqrt":
            return Node(kind="root", parts=(inner,))
        return Node(kind="bracket", parts=(inner,), text=r"\lfloor \rfloor" if word == "floor" else r"\lvert \rvert")

    def _sign(self, text: str) -> Node:
        if text in BIG:
            return Node(kind="call", text=BIG[text])
        if text in LETTERS:
            return leaf(LETTERS[text])
        if text == "√":
            inner = self.factor()
            return Node(kind="root", parts=(inner.parts[0] if inner.kind == "bracket" and inner.text == "( )" else inner,))
        if text == "·":
            return leaf(r"\cdot")
        if text == "|":
            return self._bracketed("|", r"\lvert \rvert")
        if text in ("<", "⟨"):
            return self._bracketed(">" if text == "<" else "⟩", r"\langle \rangle")
        if text in CLOSING:
            words = {"⌊": r"\lfloor \rfloor", "{": r"\{ \}"}
            self._open.append(text)
            found = self.listed()
            self._open.pop()
            closed = self.expect(CLOSING[text])
            return Node(kind="bracket", parts=(found,), text=words.get(text, f"{text} {closed}"))
        raise self.refuse(f"has {shown(text or 'nothing')} where something should stand")

    def _bracketed(self, closing: str, words: str) -> Node:
        """What stands between bars, or in an average, where a bar may stand between two parts."""
        self._open.append(closing)
        parts = [self.listed()]
        while closing != "|" and self.ahead() == "|":
            self.skip()
            self.take()
            if closing == "⟩" and not self._operand(first=True):  # a bra, ⟨χ|
                self._open.pop()
                return Node(kind="bracket", parts=tuple(parts), text=r"\langle |")
            parts.append(self.listed())
        self._open.pop()
        self.expect(closing)
        if closing == "|" and parts[0].kind == "chain":  # |a - b|c|| < d is read in another way than it is meant
            self.refuse("has a relation between two bars: write abs(...)")
        return Node(kind="bracket", parts=tuple(parts), text=words)
