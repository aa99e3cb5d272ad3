"""What the tables share: best times, agreement of digits, targets beside figures."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import mpmath


def best_seconds(calls: list[Callable[[], Any]]) -> tuple[float, list[Any]]:
    """The best processor time of the calls, and their results."""
    best, results = float("inf"), []
    for call in calls:
        start = time.process_time()
        results.append(call())
        best = min(best, time.process_time() - start)
    return best, results


def is_number(text: str) -> bool:
    """Whether a printed value is a finite real number."""
    try:
        return bool(mpmath.isfinite(mpmath.mpf(text)))
    except ValueError:
        return False


def agree(left: str, right: str, digits: int) -> bool:
    """Whether two printed values differ by less than one unit of the last of `digits` digits.

    >>> agree("0.12345", "0.12346", 5), agree("0.12345", "0.12346", 4)
    (False, True)
    """
    with mpmath.workdps(digits + 15):
        a, b = mpmath.mpf(left), mpmath.mpf(right)
        return bool(abs(a - b) < mpmath.mpf(10) ** (1 - digits) * abs(b))


def must_agree(left: str, right: str, digits: int, where: str) -> None:
    """End the program where two programs differ."""
    if not agree(left, right, digits):
        sys.exit(f"{where}: {left} is not {right} to {digits} digits.")


def ratio(figure: float) -> str:
    """Two or three significant digits.

    >>> ratio(43.21), ratio(0.5), ratio(1234.5)
    ('43', '0.50', '1234')
    """
    return f"{figure:.2f}" if figure < 10 else f"{figure:.0f}"


def against(figure: float, wanted: str) -> str:
    """A figure beside its target, as in "43 (wanted >= 40)"."""
    return f"{ratio(figure)} (wanted {wanted})"


def milliseconds(seconds: float) -> str:
    """A time for a table.

    >>> milliseconds(0.01234), milliseconds(12.345)
    ('12.3 ms', '12.3 s')
    """
    return f"{seconds:.3g} s" if seconds >= 1 else f"{1e3 * seconds:.3g} ms"


def table(*columns: str) -> list[str]:
    """The two head lines of a Markdown table with right-aligned columns."""
    return ["", "| " + " | ".join(columns) + " |", "|" + "--:|" * len(columns)]


def line(*cells: object) -> str:
    """A row of a Markdown table."""
    return "| " + " | ".join(map(str, cells)) + " |"
