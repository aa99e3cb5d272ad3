"""What is seen in each of the paper's figures, as LaTeX captions."""

from __future__ import annotations

from dataclasses import dataclass

from ..figures.paper import BASES, Own, own_base, shared
from ..figures.words import PARAMETERS
from ..latex.tables import parameter


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """A figure in words: what is drawn, and what one sees there."""

    drawn: str
    seen: str


SEEN: dict[str, Seen] = {
    "1a": Seen(
        drawn=r"Coherence $C(T)$ for five couplings $J\ge0$ of the sources, and the bound %(36)s (dashed)",
        seen=r"""All curves leave the same plateau $C_0$ %(41)s. A larger $J$ keeps it to higher temperatures and raises $C$
everywhere, but never above the bound, which is reached as $J\to\infty$.""",
    ),
    "1b": Seen(
        drawn=r"Coherence in decades, with the first term of %(42)s (dashed) and with both terms (dotted)",
        seen=r"""At high temperature $C$ falls as $T^{-2}$. The first term, a straight line, does not know $J$; with the term of order
$T^{-3}$ the asymptote lies on the curve a decade earlier.""",
    ),
    "1c": Seen(
        drawn=r"Coherence in decades for four couplings $J$, between the asymptotes %(43)s (thick grey) and %(42)s (dotted grey)",
        seen=r"""Where $T\ll J$ a curve follows %(43)s, as the bound %(36)s does at every temperature; where $T\gg J$ it follows the
first term of %(42)s, which is smaller by a factor $N$. The crossover sits at $T\approx J$: the limits $T\to\infty$
and $J\to\infty$ do not commute.""",
    ),
    "2a": Seen(
        drawn=r"Coherence $C(T)$ for five couplings $\gamma$ of target and sources, and the limit %(44)s (dashed)",
        seen=r"""A larger $\gamma$ raises the plateau $C_0$ towards 1 and $C$ at every temperature. What remains at $\gamma\to\infty$
is the magnetization of aligned sources.""",
    ),
    "2b": Seen(
        drawn=r"Coherence $C(T)$ for five gaps $\omega_a$ of a source, and the limit %(47)s (dashed)",
        seen=r"""The plateau $C_0$ is the same for all $\omega_a$; a larger gap carries it to higher temperatures, up to the limit, in
which the sources are frozen in their ground state.""",
    ),
    "2c": Seen(
        drawn=r"Coherence $C(T)$ for six numbers $N$ of sources",
        seen=r"""More sources mean more coherence at every temperature; $C$ approaches 1 in a range of temperatures that grows with
$N$.""",
    ),
    "3a": Seen(
        drawn=r"Ground states in the plane of $\omega_a$ and $J<0$, parted by the line %(48)s",
        seen=r"""Above the line the sources are aligned and $C_0>0$; below it (grey) they alternate and $C_0=0$. The circles, on a
horizontal and on a vertical line, are the rings whose coherence is drawn in the figures after 3b and 3c, in the same
colours; the black one lies on the line.""",
    ),
    "3b": Seen(
        drawn=r"Coherence $C(T)$ for five gaps $\omega_a$ at one $J<0$, a horizontal line in the plane of $\omega_a$ and $J$",
        seen=r"""Below the transition $C$ begins at zero and has a maximum at a positive temperature; above it $C$ begins at $C_0$
%(49)s and falls. On the line itself (black) it begins at a third of that, %(50)s, and rises first.""",
    ),
    "3c": Seen(
        drawn=r"Coherence $C(T)$ for five couplings $J<0$ at one $\omega_a$, a vertical line in the plane of $\omega_a$ and $J$",
        seen=r"""The same as along a horizontal line: zero, a third, or the whole of $C_0$ at $T=0$. Warm, the five curves come
together, since the transition is one of the ground state alone.""",
    ),
    "3d": Seen(
        drawn=r"Coherence $C(T)$ for five couplings $\gamma$, and the limit %(44)s (dashed); right, the line %(48)s for each $\gamma$",
        seen=r"""The line moves down as $\gamma$ grows, past the point (circle) that all curves share. So weakly coupled targets are
incoherent when cold, and strongly coupled ones are nearly fully coherent.""",
    ),
}


class Numbers(dict[str, str]):
    """The number of an equation as a caption writes it: %(36)s is a reference."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self.form = form

    def __missing__(self, number: str) -> str:
        return self.form.format(number)


def figure_caption(name: str, form: str = "({})", own: Own | None = None) -> str:
    r"""The caption of one of the paper's figures; what is seen there is said of our parameters alone.

    Args:
        name: 1a to 3d.
        form: how the number of an equation of the paper is written.
        own: parameters in the place of ours.

    >>> print(figure_caption("2c").splitlines()[0])
    Coherence $C(T)$ for six numbers $N$ of sources ($\omega_a=0.5$, $\gamma=0.1$, $J=0.2$, $\omega=1$).
    """
    numbers, base = Numbers(form), own_base(name, own)
    values = ", ".join(f"{PARAMETERS[field][:-1]}={parameter(str(getattr(base, field)))}$" for field in shared(name))
    told = f"{SEEN[name].drawn % numbers} ({values})."
    source = rf"After Fig.~{name} of Ref.~\cite{{hudenko2025}}; every value is certified."
    if base == BASES[name]:
        return f"{told}\n{SEEN[name].seen % numbers} {source}"
    return f"{told.replace(form.format('48'), form.format('54')) if base.N % 2 else told} {source}"
