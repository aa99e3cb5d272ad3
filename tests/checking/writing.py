"""An expression as text, each time in another way: order, signs, quotients, roots, exponentials, identities that hide a 1."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from sympy import Abs, E, Integer, Rational, cosh, exp, sinh

from .numbers import decimal, fraction

SUM, PRODUCT, POWER, ATOM = range(4)
Text = tuple[str, int]


class Writer:
    """Writes expressions.

    Args:
        rng: the source of every choice.
        wild: 0 writes plainly, 1 rewrites wherever it can.
        names: for each symbol how its text is made; a form that is no atom is put into parentheses.
    """

    def __init__(self, rng: random.Random, wild: float, names: Mapping[str, Callable[[], str]]) -> None:
        self.rng, self.wild, self.names = rng, wild, names

    def formula(self, expr: Any) -> str:
        return self._any(expr)[0]

    def _may(self, share: float) -> bool:
        return self.rng.random() < share * self.wild

    def _inside(self, text: Text, least: int) -> str:
        return text[0] if text[1] >= least and not self._may(0.05) else f"({text[0]})"

    def _any(self, expr: Any) -> Text:
        if expr.is_Rational:
            return self._number(expr)
        if expr.is_Symbol:
            text = self.names[expr.name]()
            return text, ATOM if text.replace("_", "").isalnum() else SUM
        if expr is E:
            return self._exponential(Integer(1))
        if expr.is_Add:
            return self._sum(expr)
        if expr.is_Mul or (expr.is_Pow and not isinstance(expr, exp) and expr.exp.is_Rational and expr.exp < 0):
            return self._product(expr)
        if isinstance(expr, exp):
            return self._exponential(expr.args[0])
        if expr.is_Pow:
            return self._power(expr)
        if isinstance(expr, Abs):
            return f"sqrt({self._inside(self._any(expr.args[0]), ATOM)}**2)", ATOM
        return self._function(type(expr).__name__, expr.args[0])

    def _number(self, value: Any) -> Text:
        number = Fraction(int(value.p), int(value.q))
        size = abs(number)
        text = decimal(size) if size.denominator != 1 and self._may(0.4) else fraction(size)
        if size.denominator == 1 and self._may(0.1):
            text = self.rng.choice((f"{size}.0", f"{2 * size}/2", f"{size}e0"))
        level = PRODUCT if "/" in text else ATOM
        return (f"-{text}", SUM) if number < 0 else (text, level)

    def _sum(self, expr: Any) -> Text:
        parts = list(expr.args)
        if self.wild:
            self.rng.shuffle(parts)
        space = self.rng.choice((" ", "")) if self.wild else " "
        pieces: list[str] = []
        for part in parts:
            if part.could_extract_minus_sign():
                pieces.append(f"{space}-{space}" if pieces else "-")
                pieces.append(self._inside(self._any(-part), PRODUCT))
            else:
                pieces += [f"{space}+{space}"] if pieces else []
                pieces.append(self._inside(self._any(part), PRODUCT))
        return "".join(pieces), SUM

    def _product(self, expr: Any) -> Text:
        coefficient, rest = expr.as_coeff_Mul()
        sign = "-" if coefficient < 0 else ""
        above, below = self._factors(abs(coefficient), rest)
        if self.wild:
            self.rng.shuffle(above)
            self.rng.shuffle(below)
        top = "*".join(above) or "1"
        if len(below) == 1 or (below and self._may(0.5)):
            text = "/".join([top, *below])
        else:
            text = f"{top}/({'*'.join(below)})" if below else top
        return sign + text, SUM if sign else PRODUCT

    def _factors(self, coefficient: Any, rest: Any) -> tuple[list[str], list[str]]:
        above, below = [], []
        if coefficient != 1:
            if self._may(0.3):
                above.append(self._inside(self._number(coefficient), ATOM))
            else:
                above += [str(coefficient.p)] if coefficient.p != 1 else []
                below += [str(coefficient.q)] if coefficient.q != 1 else []
        for factor in rest.as_ordered_factors():
            exponent = None if isinstance(factor, exp) or not factor.is_Pow else factor.exp
            if exponent is not None and exponent.is_Rational and exponent < 0:
                if self._may(0.1):
                    above.append(f"{self._inside(self._any(factor.base), ATOM)}**({exponent})")
                else:
                    below.append(self._inside(self._any(factor.base**-exponent), POWER))
            elif isinstance(factor, exp) and factor.args[0].could_extract_minus_sign() and self._may(0.3):
                below.append(self._inside(self._exponential(-factor.args[0]), POWER))
            elif factor != 1:
                above.append(self._inside(self._any(factor), POWER))
        return above, below

    def _power(self, expr: Any) -> Text:
        base, exponent = expr.base, expr.exp
        if exponent == Rational(1, 2):
            inner = self._any(base)
            return (f"{self._inside(inner, ATOM)}**(1/2)", POWER) if self._may(0.2) else (f"sqrt({inner[0]})", ATOM)
        inside = self._inside(self._any(base), ATOM)
        if exponent.is_Integer and 2 <= exponent <= 4 and self._may(0.1):
            return "*".join([inside] * int(exponent)), PRODUCT
        return f"{inside}**{self._inside(self._any(exponent), ATOM)}", POWER

    def _exponential(self, argument: Any) -> Text:
        if argument.could_extract_minus_sign() and self._may(0.2):
            return f"1/exp({self._any(-argument)[0]})", PRODUCT
        if argument.is_Add and self._may(0.3):
            return "*".join(self._inside(self._exponential(part), POWER) for part in argument.args), PRODUCT
        if self._may(0.06):
            half = self._any(argument / 2)[0]
            return f"(cosh({half})+sinh({half}))**2", POWER
        return f"exp({self._any(argument)[0]})", ATOM

    def _function(self, name: str, argument: Any) -> Text:
        if name not in ("cosh", "sinh", "tanh") or not self._may(0.4):
            return f"{name}({self._any(argument)[0]})", ATOM
        if name != "tanh":
            mark = "+" if name == "cosh" else "-"
            return f"({self._exponential(argument)[0]}{mark}{self._inside(self._exponential(-argument), PRODUCT)})/2", PRODUCT
        double = self._inside(self._exponential(2 * argument), PRODUCT)
        way = self.rng.randrange(3)
        if way == 0:
            return f"({double}-1)/({double}+1)", PRODUCT
        if way == 1:
            return f"(1-2/(1+{double}))", ATOM
        above = self._any(sinh(argument, evaluate=False))[0]
        return f"({above}/({self._any(cosh(argument, evaluate=False))[0]}))", ATOM


def hidden_one(rng: random.Random, inner: str) -> str:
    """A text that is identically 1; `inner` is any real argument."""
    return rng.choice(
        (
            f"(cosh({inner})**2-sinh({inner})**2)",
            "(sqrt(2)-1)*(sqrt(2)+1)",
            f"(exp({inner})/exp({inner}))",
            f"(1-tanh({inner})**2)*cosh({inner})**2",
            "((sqrt(2)+sqrt(3))/sqrt(5+2*sqrt(6)))",
            f"(sinh(2*({inner}))/(2*sinh({inner})*cosh({inner})))" if inner != "0" else "1",
        )
    )
