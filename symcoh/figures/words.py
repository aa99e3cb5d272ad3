"""Parameters and their values as they stand in legends, captions and sentences."""

from __future__ import annotations

import re

from ..balls import midpoint
from ..decimals import round_ball
from ..exactnumbers import Exact, enclose
from .scales import BITS

PARAMETERS = {
    "T": "$T$",
    "beta": r"$\beta$",
    "N": "$N$",
    "omega": r"$\omega$",
    "omega_a": r"$\omega_a$",
    "gamma": r"$\gamma$",
    "J": "$J$",
    "J_xy": "$J_{xy}$",
}
"""What may run along an axis, and how it is written there."""

_PLAIN = re.compile(r"-?[0-9.]+(/[0-9]+)?", re.ASCII)


def short(value: Exact | None) -> str:
    """An exact number in a sentence: as typed where that is short, else six digits; None is oo.

    >>> from symcoh.exactnumbers import exact
    >>> short(exact("7/10")), short(exact("sqrt(2)/3 + pi/100"))
    ('7/10', 'about 0.502820')
    """
    if value is None:
        return "oo"
    text = str(value)
    return text if len(text) <= 12 else f"about {round_ball(midpoint(enclose(value, BITS)), 6)}"


def equality(name: str, value: Exact | None) -> str:
    r"""A parameter and its value as they stand in a legend or caption; None is infinity.

    >>> from symcoh.exactnumbers import exact
    >>> equality("J", exact("-0.4")), equality("beta", None)
    ('$J$ = −0.4', '$\\beta$ = $\\infty$')
    """
    if value is None:
        return rf"{PARAMETERS[name]} = $\infty$"
    text = short(value).replace("-", "−")
    return f"{PARAMETERS[name]} {text.replace('about', '≈')}" if text.startswith("about") else f"{PARAMETERS[name]} = {text}"


def stated(name: str, value: Exact) -> str:
    r"""A parameter and its value as one formula where the value is a plain number, else as `equality` has it.

    >>> from symcoh.exactnumbers import exact
    >>> stated("omega_a", exact("0.5")), stated("J", exact("sqrt(2)/5"))
    ('$\\omega_a=0.5$', '$J$ = sqrt(2)/5')
    """
    text = short(value)
    return f"{PARAMETERS[name][:-1]}={text}$" if _PLAIN.fullmatch(text) else equality(name, value)
