"""A place in a row of LaTeX tokens, and the grammar of sums, products, factors and names.

What a control word means stands in `grammar.RULES`; the templates of the names are shared with the printer.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache
from typing import Any, NoReturn

from sympy import Add, Expr, Integer, Mul, Pow, Symbol, exp
from sympy import E as EULER

from symcoh.errors import InputError
from symcoh.latex.conditions import JUNCTIONS, OTHERWISE
from symcoh.latex.names import functions, scalars
from symcoh.latex.order import stem
from symcoh.latex.tokens import tokens
from symcoh.ledger import notation

from .patterns import Token, pattern

SIGNS = {"+": Integer(1), "-": Integer(-1), r"\pm": scalars()["pm"][0], r"\mp": -scalars()["pm"][0]}
CLOSING = {"(": ")", "[": "]", r"\{": r"\}", r"\left(": r"\right)", r"\left[": r"\right]", r"\left\{": r"\right\}"}
BARS = {r"\lvert": r"\rvert", r"\left\lvert": r"\right\rvert"}
ENDS = {
    "=",
    "<",
    ">",
    r"\le",
    r"\ge",
    r"\ne",
    r"\simeq",
    r"\to",
    ",",
    ";",
    "&",
    r"\\",
    "/",
    "}",
    r"\otimes",
    r"\rfloor",
    r"\rangle",
    r"\mathrm",
    r"\end{cases}",
}
ENDS |= {r"\end{pmatrix}", *CLOSING.values(), *BARS.values(), *SIGNS, *JUNCTIONS.values(), OTHERWISE}

_PARAMETERS = ("omega", "omega_a", "gamma", "J", "K", "T")


@cache
def _by_first_token() -> dict[Token, list[tuple[tuple[Token, ...], str, Any]]]:
    """The patterns of all names by their first token, the longest first."""
    found: dict[Token, list[tuple[tuple[Token, ...], str, Any]]] = {}
    for name, (symbol, latex) in scalars().items():
        written: tuple[Token, ...] = tuple(tokens(latex))
        found.setdefault(written[0], []).append((written, name, symbol))
    for name, (function, template, _) in functions().items():
        written = pattern(template)
        found.setdefault(written[0], []).append((written, name, function))
    for candidates in found.values():
        candidates.sort(key=lambda candidate: -len(candidate[0]))
    return found


class Reader:
    """A place in a row of tokens."""

    def __init__(self, row: list[Token], rules: Rules, prefer: Collection[str] = ()) -> None:
        self._tokens = row
        self._place = 0
        self._rules = rules
        self._prefer = prefer

    def elsewhere(self, row: list[Token]) -> Reader:
        """A reader of other tokens that knows the same rules."""
        return Reader(row, self._rules, self._prefer)

    # Moving on.

    def next(self, ahead: int = 0) -> Token:
        """The next token, or an empty one at the end."""
        place = self._place + ahead
        return self._tokens[place] if place < len(self._tokens) else ""

    def at_end(self) -> bool:
        return self._place >= len(self._tokens)

    def take(self) -> str:
        token = self.next()
        self._place += 1
        return str(token)

    def expect(self, *wanted: Token) -> None:
        for token in wanted:
            if self.next() != token:
                self.refuse(f"lacks {token}")
            self._place += 1

    def takes(self, *wanted: Token) -> bool:
        """Whether these tokens come next; they are taken then."""
        if any(self.next(ahead) != token for ahead, token in enumerate(wanted)):
            return False
        self._place += len(wanted)
        return True

    def refuse(self, why: str) -> NoReturn:
        around = "".join(str(token) for token in self._tokens[max(0, self._place - 6) : self._place + 6])
        raise InputError("LaTeX", f"{why} at token {self._place}, near {around!r}.")

    # Sums, products, factors.

    def expression(self) -> Expr:
        """Signed terms."""
        terms = [self._term(signed=self.next() in SIGNS)]
        while self.next() in SIGNS:
            terms.append(self._term(signed=True))
        return Add(*terms)

    def _term(self, signed: bool) -> Expr:
        sign = self.take() if signed else "+"
        lone = sign in (r"\pm", r"\mp") and (self.at_end() or self.next() in ENDS)
        factors = [] if lone else self.product()
        if self.takes(r"\otimes"):
            factors = [notation.Tensor(Mul(*factors), Mul(*self.product()))]
        if self.takes("/"):
            factors += [1 / part for part in self._divisor()]
        return Mul(*([] if sign == "+" else [SIGNS[sign]]), *factors)

    def _divisor(self) -> list[Expr]:
        if self.next() == "(":
            self.expect("(")
            factors = self.product()
            self.expect(")")
            return factors
        return [self._powered(self.base())]

    def product(self) -> list[Expr]:
        """The factors up to the next sign or bracket; a sum sign takes the rest."""
        factors = self.factor()
        while not self.at_end() and self.next() not in ENDS:
            self.takes(r"\cdot")
            factors += self.factor()
        return factors

    def factor(self) -> list[Expr]:
        if self.next() == r"\frac":
            return self._fraction()
        base = self._powered(self.base())
        while self.takes(r"\big|"):
            self.expect("_", "{")
            base = self._assigned(base)
        return [base]

    def _powered(self, base: Expr) -> Expr:
        return Pow(base, self.script("^")) if self.next() == "^" else base

    def _assigned(self, base: Expr) -> Expr:
        r"""The values of C|_{J=0,\beta=1}, the outermost first."""
        found = []
        while True:
            symbol = self.name()
            if not self.takes(r"\to"):
                self.expect("=")
            found.append((symbol, self.expression()))
            if self.takes("}"):
                break
            self.expect(",")
        for symbol, value in reversed(found):
            base = notation.At(base, symbol, value)
        return base

    def script(self, mark: str) -> Expr:
        self.expect(mark, "{")
        found = self.expression()
        self.expect("}")
        return found

    def group(self) -> Expr:
        self.expect("{")
        found = self.expression()
        self.expect("}")
        return found

    def _group_factors(self) -> list[Expr]:
        """What is in braces, as factors where it is a product."""
        start = self._place
        self.expect("{")
        if self.next() not in SIGNS:
            factors = self.product()
            if self.takes("}"):
                return factors
        self._place = start
        return [self.group()]

    def _fraction(self) -> list[Expr]:
        self.expect(r"\frac")
        if self.next(1) == r"\partial":
            return [self._derivative()]
        above = self._group_factors()
        return above + [1 / part for part in self._group_factors()]

    def _derivative(self) -> Expr:
        self.expect("{", r"\partial")
        bare = self.takes("}")
        inside = None if bare else self.name()
        if not bare:
            self.expect("}")
        self.expect("{", r"\partial")
        symbol = self.name()
        self.expect("}")
        return notation.Deriv(Mul(*self.factor()) if inside is None else inside, symbol)

    # Names and brackets.

    def base(self) -> Expr:
        """A number, a name, a function or a bracket."""
        token = self.next()
        if str(token).isdigit():
            return Integer(int(self.take()))
        rule = self._rules.get(token)
        if rule is not None:
            start = self._place
            try:
                return rule(self)
            except InputError:
                if token not in _by_first_token():
                    raise
                self._place = start
        return self.name()

    def name(self) -> Expr:
        """The longest name that stands here, with its arguments; a preferred one among equals."""
        start, furthest = self._place, ""
        candidates = sorted(_by_first_token().get(self.next(), []), key=lambda one: (one[1] not in self._prefer, -len(one[0])))
        for written, name, meant in candidates:
            self._place = start
            try:
                return self._dressed(self._matched(written, name, meant))
            except InputError as error:
                furthest = furthest or str(error)
        self._place = start
        if self.next() == "e":
            self.take()
            return exp(self.script("^")) if self.next() == "^" else EULER
        self.refuse("has an unknown word" + (f" ({furthest})" if furthest else ""))

    def _matched(self, written: tuple[Token, ...], name: str, meant: Any) -> Expr:
        found: dict[int, Expr] = {}
        for place, token in enumerate(written):
            if not isinstance(token, int):
                self.expect(token)
                continue
            together = place + 1 < len(written) and isinstance(written[place + 1], int)
            value = Mul(*self.factor()) if together else self.expression()
            if found.setdefault(token, value) != value:
                self.refuse(f"has two arguments of {name} where one is meant")
        return meant(*(found[place] for place in sorted(found))) if found else meant

    def _dressed(self, found: Expr) -> Expr:
        """C(J') as the value at another parameter, |a><b| as a dyad."""
        if isinstance(found, Symbol) and found.name in notation.NAMES and self.next() == "(":
            start = self._place
            self.take()
            try:
                value = self.name()
            except InputError:
                value = None
            if isinstance(value, Symbol) and self.takes(")") and stem(value.name) in (*_PARAMETERS, "beta", "N"):
                symbol = scalars()[stem(value.name)][0]
                return found if value == symbol else notation.At(found, symbol, value)
            self._place = start
        if not found.is_commutative and self.next() == r"\langle":
            self.take()
            return notation.Dyad(found, self.ket(until="|"))
        return found

    def ket(self, until: str) -> Expr:
        """The ket whose inside stands here."""
        inside: list[Token] = []
        while not self.at_end() and self.next() != until:
            inside.append(self.take())
        self.expect(until)
        reader = self.elsewhere(["|", *inside, r"\rangle"])
        found = reader.name()
        return found if reader.at_end() else reader.refuse("goes on")

    def bracketed(self, opened: str) -> Expr:
        self.expect(opened)
        found = self.expression()
        if opened == "[" and self.takes(","):
            found = notation.Commutator(found, self.expression())
        self.expect(CLOSING[opened])
        return found

    def listed(self, until: str) -> list[Expr]:
        """Expressions between commas."""
        found = [self.expression()]
        while self.takes(","):
            found.append(self.expression())
        self.expect(until)
        return found

    def balanced(self) -> list[Token]:
        """The tokens of one braced group, the braces left out."""
        self.expect("{")
        inside: list[Token] = []
        depth = 1
        while depth:
            if self.at_end():
                self.refuse("ends within braces")
            token = self.take()
            depth += {"{": 1, "}": -1}.get(token, 0)
            inside.append(token)
        return inside[:-1]


Rules = dict[Token, Callable[[Reader], Expr]]
"""What stands at a token that is no name: a bracket, a function, a sum sign."""
