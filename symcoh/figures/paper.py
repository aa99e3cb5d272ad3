"""The paper's figures as data: which curves, for which parameters, and what the caption says.

The text of the paper fixes what each figure shows; its parameter values are in the drawings alone. The values here are
our own, chosen so that every feature the text describes can be seen (omega = 1 throughout). In Fig. 3, N = 4 and
gamma = 0.3 make S_N = 13/5, so that the line (48) is J = -omega_a/4 - 1/10 and passes through (0.8, -0.3).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from ..errors import InputError, shown
from ..exactnumbers import ONE, ZERO, Exact, exact, rational
from ..model import Model, decided_sign
from .lines import Line, from_zero, geometric
from .style import ACROSS, BLACK, BLUE, DASHED, DOTTED, LOOKS, PALE, VERMILLION, WIDTH, Dash
from .words import PARAMETERS, stated

RING = Model(N=6, omega_a="0.5", gamma="0.1", J="0.2")
"""Where Figs. 1 and 2 vary one parameter."""

CROSSING = Model(N=4, omega_a="0.8", gamma="0.3", J="-0.3")
"""The transition point of Fig. 3, exactly on the line (48)."""

GAPS = ("0.4", "0.6", "0.8", "1", "1.2")
"""omega_a of Fig. 3b, from C_0 = 0 to C_0 > 0."""

COUPLINGS = ("-0.4", "-0.35", "-0.3", "-0.25", "-0.2")
"""J of Fig. 3c, from C_0 = 0 to C_0 > 0."""

STRENGTHS = ("0.1", "0.2", "0.3", "0.5", "1")
"""gamma of Fig. 3d, from C_0 = 0 to C_0 > 0."""

Place = Literal["upper right", "lower left"]
Own = Mapping[str, Any]
"""Parameters of one's own by name: N, omega, omega_a, gamma, J."""

BASES: dict[str, Model] = {
    **dict.fromkeys(("1a", "1c", "2b", "2c"), RING),
    "1b": replace(RING, J=exact("2")),
    "2a": replace(RING, omega_a=exact("0.3")),
    **dict.fromkeys(("3a", "3b", "3c", "3d"), CROSSING),
}
"""What each figure holds fixed."""

VARIED = {"1a": "J", "1c": "J", "2a": "gamma", "2b": "omega_a", "2c": "N", "3b": "omega_a", "3c": "J", "3d": "gamma"}
"""The parameter that runs from curve to curve."""

NAMES = ("1a", "1b", "1c", "2a", "2b", "2c", "3a", "3b", "3c", "3d")
"""The ten figures."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Panel:
    """One figure of curves C(T).

    Args:
        title: what it shows, in words.
        caption: the parameters that all curves share.
        lines: the curves.
        temperatures: where they are evaluated.
        logarithmic: whether both axes are in decades.
        bottom: lower end of the shown range of C, or of log10 C.
        top: its upper end; log10 C <= 0.
        legend: where it stands.
        shifts: whether the lines (48) of the models are drawn beside the curves.
        fitted: whether the range follows the curves, because the parameters are not ours.
        unit: what temperatures are measured in, or nothing.
    """

    title: str
    caption: str = ""
    lines: tuple[Line, ...]
    temperatures: tuple[Exact, ...]
    logarithmic: bool = False
    bottom: float = 0.0
    top: float = 1.03
    legend: Place = "upper right"
    shifts: bool = False
    fitted: bool = False
    unit: str = r"/\omega"


def panel(name: str, own: Own | None = None) -> Panel:
    r"""The curves of one figure other than 3a, with parameters of one's own in the place of ours.

    >>> [line.label for line in panel("1a").lines][:2]
    ['$J=0$', '$J=0.1$']
    >>> panel("1a", {"N": 8, "omega_a": exact("0.6")}).caption
    '$N=8$, $\\omega_a=0.6$, $\\gamma=0.1$, $\\omega=1$'
    """
    base = own_base(name, own)
    found = PANELS[name](base)
    if base == BASES[name]:
        return replace(found, caption=caption(name, base))
    title = found.title.replace(", through the transition point", "")
    if base.N % 2:
        title = title.replace("(48)", "(54)")
    return replace(found, title=title, caption=caption(name, base), fitted=True, unit=unit(base))


def own_base(name: str, own: Own | None) -> Model:
    """What a figure holds fixed, parameters of one's own included.

    >>> own_base("1a", {"J": exact("1")})
    Traceback (most recent call last):
    symcoh.errors.InputError: `J` runs from curve to curve in figure 1a: leave it out, or use symcoh plot.
    """
    given = dict(own or {})
    varied = VARIED.get(name)
    if varied in given:
        raise InputError(f"`{varied}`", f"runs from curve to curve in figure {name}: leave it out, or use symcoh plot.")
    base = replace(BASES[name], **given)
    if base.N == 1 and name in ("3a", "3d"):
        raise InputError("`N`", f"must be at least 2 in figure {name}, which draws where the ground states cross.")
    if name in ("3a", "3d") and decided_sign(base.omega_a, "omega_a") < 0:
        raise InputError("`omega_a`", f"must be >= 0 in figure {name}, whose axis begins at 0.")
    return base


def unit(model: Model) -> str:
    """What energies are measured in: the gap of the target where it is 1."""
    return r"/\omega" if model.omega == ONE else ""


def caption(name: str, base: Model) -> str:
    """The parameters of a figure that its curves share."""
    return ", ".join(f"$N={base.N}$" if field == "N" else stated(field, getattr(base, field)) for field in shared(name))


def shared(name: str) -> tuple[str, ...]:
    """The names of the parameters that the curves of a figure share, omega at the end."""
    kept = ("N", "gamma", "omega_a", "J") if name[0] == "3" else ("N", "omega_a", "gamma", "J")
    left_out = {VARIED.get(name), *(("omega_a", "J") if name == "3a" else ())}
    return (*(field for field in kept if field not in left_out), "omega")


def checked_name(name: str) -> str:
    """The name of a figure, or one sentence.

    >>> checked_name("4a")
    Traceback (most recent call last):
    symcoh.errors.InputError: FIGURE must be one of 1a, 1b, 1c, 2a, 2b, 2c, 3a, 3b, 3c, 3d, but is '4a'.
    """
    if name not in NAMES:
        raise InputError("FIGURE", f"must be one of {', '.join(NAMES)}, but is {shown(name)}.")
    return name


def _family(field: str, base: Model, typed: Iterable[str], looks: Iterable[tuple[str, Dash]]) -> tuple[Line, ...]:
    """One exact curve for each value of one parameter."""
    found = []
    for text, (color, dash) in zip(typed, looks, strict=False):
        value: dict[str, Any] = {field: int(text) if field == "N" else text}
        label = f"{PARAMETERS[field][:-1]}={text}$"
        found.append(Line(label=label, name=f"{field} = {text}", model=replace(base, **value), color=color, dash=dash))
    return tuple(found)


def _limit(equation: str, label: str, meaning: str, model: Model) -> Line:
    """A limit or bound: black and dashed."""
    return Line(label=label, model=model, color=BLACK, dash=DASHED, equation=equation, meaning=meaning)


def _upper_bound(base: Model) -> Line:
    return _limit("36", UPPER_BOUND, "upper bound (36)", base)


UPPER_BOUND = r"$C^{\hspace{-0.2}\uparrow}$ (36)"
"""matplotlib puts a space of 0.2 em around every arrow."""


def _first_term(model: Model, color: str, dash: Dash, width: float = WIDTH) -> Line:
    """The term of (42) without J, which is (42) at J = 0."""
    free = replace(model, J=ZERO)
    return Line(label="(42), first term", model=free, color=color, dash=dash, width=width, equation="42", meaning="first term of (42)")


def _figure_1a(base: Model) -> Panel:
    return Panel(
        title="Coherence against temperature for several J >= 0: from (29) at J = 0 up to the bound (36)",
        lines=(*_family("J", base, ("0", "0.1", "0.2", "0.4", "1"), LOOKS), _upper_bound(base)),
        temperatures=from_zero("3"),
    )


def _figure_1b(base: Model) -> Panel:
    both = Line(label="(42), both terms", model=base, color=BLACK, dash=DOTTED, equation="42", meaning="both terms of (42)")
    return Panel(
        title="High-temperature decay of the coherence, and its asymptotic form (42)",
        lines=(Line(label="$C$ (29)", model=base, color=BLUE), _first_term(base, VERMILLION, DASHED), both),
        temperatures=geometric(exact("0.5"), exact("100"), 93),
        logarithmic=True,
        bottom=-4.9,
        top=0.0,
    )


def _figure_1c(base: Model) -> Panel:
    joined = replace(base, N=1, omega_a=base.omega_a * rational(base.N), gamma=base.gamma * rational(base.N), J=ZERO)
    words = "(43), which is (42) of one source of gap N omega_a and coupling N gamma"
    return Panel(
        title="The limits of high temperature and of strong ferromagnetic coupling do not commute: (42) against (43)",
        lines=(
            Line(label="(43)", name="(43)", model=joined, color=PALE, equation="42", meaning=words, width=2.4),
            _first_term(base, PALE, DOTTED, width=2.4),
            *_family("J", base, ("1", "10", "100", "1000"), LOOKS),
            _upper_bound(base),
        ),
        temperatures=geometric(exact("0.2"), exact("1e4"), 143),
        logarithmic=True,
        bottom=-8.6,
        top=0.0,
        legend="lower left",
    )


def _figure_2a(base: Model) -> Panel:
    limit = _limit("44", r"$\gamma\to\infty$ (44)", "limit of strong coupling (44)", base)
    return Panel(
        title="Coherence against temperature for several gamma, up to the limit (44)",
        lines=(*_family("gamma", base, ("0.02", "0.05", "0.1", "0.25", "1"), LOOKS), limit),
        temperatures=from_zero("3"),
    )


def _figure_2b(base: Model) -> Panel:
    limit = _limit("47", r"$\omega_a\to\infty$ (47)", "limit of a large gap omega_a (47)", base)
    return Panel(
        title="Coherence against temperature for several omega_a, up to the limit (47)",
        lines=(*_family("omega_a", base, ("0.05", "0.2", "0.5", "1", "2"), LOOKS), limit),
        temperatures=from_zero("3"),
    )


def _figure_2c(base: Model) -> Panel:
    rising = ": it rises towards 1" if base == RING else ""
    return Panel(
        title=f"Coherence against temperature for several N{rising}",
        lines=_family("N", base, ("2", "4", "8", "16", "32", "64"), LOOKS),
        temperatures=from_zero("3"),
    )


def _figure_3b(base: Model) -> Panel:
    return Panel(
        title="Coherence against temperature for omega_a on the horizontal line of Fig. 3a, through the transition point",
        lines=_family("omega_a", base, GAPS, ACROSS),
        temperatures=from_zero("1"),
    )


def _figure_3c(base: Model) -> Panel:
    return Panel(
        title="Coherence against temperature for J on the vertical line of Fig. 3a, through the transition point",
        lines=_family("J", base, COUPLINGS, ACROSS),
        temperatures=from_zero("1"),
    )


def _figure_3d(base: Model) -> Panel:
    limit = _limit("44", r"$\gamma\to\infty$ (44)", "limit of strong coupling (44)", base)
    return Panel(
        title="Coherence against temperature for several gamma, up to the limit (44), and the shift of the line (48)",
        lines=(*_family("gamma", base, STRENGTHS, ACROSS), limit),
        temperatures=from_zero("1"),
        shifts=True,
    )


PANELS: dict[str, Callable[[Model], Panel]] = {
    "1a": _figure_1a,
    "1b": _figure_1b,
    "1c": _figure_1c,
    "2a": _figure_2a,
    "2b": _figure_2b,
    "2c": _figure_2c,
    "3b": _figure_3b,
    "3c": _figure_3c,
    "3d": _figure_3d,
}
