"""Each picture of the paper is drawn once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from symcoh.figures.drawing import Picture, picture


@cache
def _drawn(name: str) -> Picture:
    return picture(name)


@pytest.fixture(scope="session")
def drawn() -> Callable[[str], Picture]:
    """The picture of a figure, for looking at."""
    return _drawn
