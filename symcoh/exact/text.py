"""SymPy expressions as text, integers of any length: Python refuses to print one of more than 4300 digits."""

from __future__ import annotations

from typing import Any

from flint import fmpz
from sympy import Expr
from sympy.printing.str import StrPrinter


class LongPrinter(StrPrinter):  # type: ignore[misc]  # SymPy ships no types
    """SymPy's own text, its integers printed by FLINT."""

    def _print_Integer(self, expr: Any) -> str:
        return str(fmpz(int(expr.p)).str())

    def _print_Rational(self, expr: Any) -> str:
        return f"{fmpz(int(expr.p)).str()}/{fmpz(int(expr.q)).str()}" if expr.q != 1 else self._print_Integer(expr)


def text(expression: Expr) -> str:
    """The expression as SymPy prints it.

    >>> from sympy import Integer, Rational, sqrt
    >>> text(Rational(-2, 3) + sqrt(2)), len(text(Integer(10) ** 5000))
    ('-2/3 + sqrt(2)', 5001)
    """
    return str(LongPrinter().doprint(expression))
