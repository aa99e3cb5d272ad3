"""The coordinates of a drawn line as numbers; Matplotlib's types leave open what they are."""

from __future__ import annotations

import numpy as np
from matplotlib.lines import Line2D


def xs(line: Line2D) -> list[float]:
    """All abscissae."""
    return [float(x) for x in np.asarray(line.get_xdata(), dtype=float)]


def ys(line: Line2D) -> list[float]:
    """All ordinates."""
    return [float(y) for y in np.asarray(line.get_ydata(), dtype=float)]
