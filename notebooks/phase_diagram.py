# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Ground states, critical lines and the shape of $C(T)$
#
# Antiferromagnetic rings have two kinds of ground state, aligned and antialigned, and a line $J_c(\omega_a)$ between them. Which
# of them wins decides how the coherence begins at $T = 0$; how it goes on, with how many maxima and minima, is a finer question.
# Ground states, their degeneracies and $J_c$ are exact here, and every extremum is certified: its temperature and its value to the
# digits shown, and that no other exists at any temperature.

# %%
from collections import Counter

from IPython.display import display

import symcoh
from symcoh import Model, evaluate
from symcoh.exactnumbers import exact
from symcoh.ground import critical_coupling
from symcoh.latex.shown import shown
from symcoh.phase import Phase, phase


def ring(N: int, omega_a: str, gamma: str, J: str, omega: str = "1") -> Model:
    return Model(N=N, omega=omega, omega_a=omega_a, gamma=gamma, J=J)


# %% [markdown]
# ## The ground state changes at $J_c$
#
# An even ring: (48) is the line, (49) the coherence $C_0$ at $T = 0$ on either side, (50) the coherence on it, where one aligned and
# two antialigned states tie. At $\omega = 4/5$, $\gamma = 3/40$ every square root is rational.

# %%
for J in ("-1/5", "-43/240", "-1/6"):
    found = phase(ring(4, "2/3", "3/40", J, omega="4/5"), digits=10)
    states = ", ".join(f"m = {s.m} with n = {s.domains}, {s.degeneracy}-fold" for s in found.ground_states)
    print(f"J = {J:>7}, J_c = {found.critical.exact}: {found.name}\n   {states}\n   C_0 = {found.coherence.exact}")

# %% [markdown]
# An odd ring: (54), (56), (57). On the line $N$ antialigned states and the aligned one tie, which the paper leaves out:
# $C_0 = (N\cdot 2\gamma/S_1 + 2N\gamma/S_N)/(N+1)$.

# %%
line = str(critical_coupling(ring(5, "0.7", "0.3", "0")).canonical())
for J in (f"{line} - 1/1000", line, f"{line} + 1/1000"):
    found = phase(ring(5, "0.7", "0.3", J), digits=10)
    print(f"{found.name:>17}: degeneracy {sum(s.degeneracy for s in found.ground_states)}, C_0 = {found.coherence.value}")
tie = phase(ring(5, "0.7", "0.3", line), digits=40).coherence.value
assert tie == str(evaluate(ring(5, "0.7", "0.3", line), "coherence", T=0, digits=40))
display(shown(r"J_{\mathrm c}", symcoh.exact.critical_coupling(N=5, omega=1, omega_a="0.7", gamma="0.3")))

# %% [markdown]
# ## Even rings: one maximum below the line, none above it, and a dip close above it
#
# The summary of the paper says that $C(T)$ falls monotonically wherever the ground state is aligned. Close above the line it
# does not: the many antialigned states lie just above the ground state, and a little heat is enough to fill them.


# %%
def shape(found: Phase) -> str:
    """The extrema in the order of rising T."""
    return " then ".join(e.kind for e in found.extrema) or "monotone"


for J in ("-0.4", "-0.274", "-0.2"):
    found = phase(ring(4, "0.7", "0.3", J))
    print(f"J = {J}: {found.name}, C_0 = {found.coherence.value}, {shape(found)}")
    for extremum in found.extrema:
        print(f"   {extremum.kind}: T = {extremum.T}, C = {extremum.C}")

# %%
import matplotlib.pyplot as plt

SHOWN = {"-0.4": "-", "-0.3": "--", "-0.275": ":", "-0.274": "-.", "-0.2": "-"}
temperatures = [str(exact(f"{k * k}/2500")) for k in range(51)]
figure, axes = plt.subplots(figsize=(3.4, 2.6), layout="constrained")
for J, dash in SHOWN.items():
    model = ring(4, "0.7", "0.3", J)
    values = [float(evaluate(model, "coherence", T=T, digits=17)) for T in temperatures]
    (drawn,) = axes.plot([float(exact(T).rational.p) / float(exact(T).rational.q) for T in temperatures], values, dash, label=f"$J={J}$")
    for extremum in phase(model, digits=17).extrema:
        axes.plot([float(extremum.T)], [float(extremum.C)], "o", color=drawn.get_color(), markersize=4)
axes.set_xlim(0, 1)
axes.set_xlabel(r"$T/\omega$")
axes.set_ylabel("$C$")
legend = axes.legend(fontsize=7)

# %% [markdown]
# ## Odd rings: the scenarios of Sec. 8.2, and one more
#
# In the antialigned phase of an odd ring $C_0$ is neither a maximum nor a minimum. The paper names a rise to a maximum, a dip
# followed by a maximum that lies above or below $C_0$, and a monotone decline. Two maxima are possible too.

# %%
SCENARIOS = {
    "a rise to a maximum": ring(5, "1.83", "0.24", "-0.554"),
    "a dip, and a maximum above C_0": ring(7, "0.14", "0.22", "-0.145"),
    "a dip, and a maximum below C_0": ring(7, "0.1", "0.14", "-0.125"),
    "a monotone decline": ring(3, "0.12", "0.12", "-0.106"),
    "two maxima (not in the paper)": ring(7, "0.05", "0.12", "-0.055"),
}
for name, model in SCENARIOS.items():
    found = phase(model, digits=14)
    assert found.name == "antiferromagnetic"
    print(f"{name}: N = {model.N}, C_0 = {found.coherence.value}")
    for extremum in found.extrema:
        print(f"   {extremum.kind}: T = {extremum.T}, C = {extremum.C}")

# %% [markdown]
# ## Close to the line there is more
#
# Beside the line the list of shapes is longer still: two maxima below it for an even ring, two dips above it.

# %%
BESIDE = {
    "below the line": (ring(6, "0.02", "0.7", "0"), "- 1e-6"),
    "above the line": (ring(13, "0.036", "0.9", "0"), "+ 3.7e-5"),
}
for side, (free, step) in BESIDE.items():
    J = f"{critical_coupling(free).canonical()} {step}"
    found = phase(ring(free.N, str(free.omega_a), str(free.gamma), J), digits=10)
    print(f"N = {free.N}, {side}: {found.name}, {shape(found)}")
    for extremum in found.extrema:
        print(f"   {extremum.kind}: T = {extremum.T}, C = {extremum.C}")

# %% [markdown]
# ## Maps of shapes in the $(\omega_a, J)$ plane
#
# Each symbol is one certified shape. The rows are couplings at fixed multiples of $J_c(\omega_a)$, so that the narrow strip above
# the line $J = J_c$ is seen.

# %%
STYLE = {
    "monotone": ("s", "#56B4E9"),
    "maximum": ("o", "#E69F00"),
    "minimum then maximum": ("v", "#009E73"),
    "maximum then minimum then maximum": ("D", "#CC79A7"),
}
MULTIPLES = ("0.3", "0.6", "0.9", "0.98", "0.995", "1.005", "1.05", "1.1", "1.2", "1.4", "1.7")
GAPS = ("0.02", "0.05", "0.1", "0.15", "0.2", "0.3", "0.45", "0.6")
figure, panels = plt.subplots(1, 2, figsize=(7, 3.4), layout="constrained")
for axes, (N, gamma) in zip(panels, ((4, "0.3"), (7, "0.15")), strict=True):
    counted: Counter[tuple[str, str]] = Counter()
    for column, omega_a in enumerate(GAPS):
        critical = critical_coupling(ring(N, omega_a, gamma, "0")).canonical()
        for row, multiple in enumerate(MULTIPLES):
            found = phase(ring(N, omega_a, gamma, f"{multiple}*({critical})"), digits=6)
            counted[found.name, shape(found)] += 1
            marker, color = STYLE[shape(found)]
            axes.plot([column], [row], marker, color=color, markersize=6, markeredgecolor="black", markeredgewidth=0.4)
    axes.axhline(MULTIPLES.index("1.005") - 0.5, color="black", linewidth=0.8)
    axes.set_xticks(range(len(GAPS)), GAPS)
    axes.set_yticks(range(len(MULTIPLES)), MULTIPLES)
    axes.invert_yaxis()
    axes.set_title(rf"$N={N}$, $\gamma={gamma}$", fontsize=9)
    axes.set_xlabel(r"$\omega_a/\omega$")
    axes.set_ylabel("$J/J_c$")
    print(f"N = {N}, gamma = {gamma}:")
    for (name, kind), number in sorted(counted.items()):
        print(f"   {name:>17}  {kind:<34} {number}")
for kind, (marker, color) in STYLE.items():
    panels[0].plot([], [], marker, color=color, markeredgecolor="black", markeredgewidth=0.4, label=kind)
legend = figure.legend(loc="outside lower center", fontsize=7, ncols=2)

# %% [markdown]
# ## The lines between the shapes
#
# On a boundary of the map two extrema merge, $\mathrm dC/\mathrm dT=\mathrm d^2C/\mathrm dT^2=0$. Above $J_c$ this is where the dip
# disappears: the strip between $J_c$ and that line is where the paper's monotone decline fails. Every digit printed is proved.

# %%
from symcoh.phase import crossing_point, dip_line, merging_point

gaps = [exact(text) for text in ("0.05", "0.15", "0.3", "0.5", "0.8", "1.2", "2")]
figure, axes = plt.subplots(figsize=(3.4, 2.6), layout="constrained")
for N, gamma, dash in ((4, "0.3", "o-"), (7, "0.15", "s--")):
    points = dip_line(N, exact(gamma), gaps, digits=15)
    for gap, point in zip(gaps, points, strict=True):
        print(f"N = {N}, omega_a = {gap}: the dip is gone at J = {point.J}, where T = {point.T}, C = {point.C}")
    critical = [float(evaluate(ring(N, str(gap), gamma, "0"), "critical-coupling", digits=15)) for gap in gaps]
    widths = [float(point.J) - line for point, line in zip(points, critical, strict=True)]
    axes.plot([float(str(gap)) for gap in gaps], widths, dash, markersize=3, label=rf"$N={N}$, $\gamma={gamma}$")
axes.set_xlabel(r"$\omega_a/\omega$")
axes.set_ylabel(r"$J_{\mathrm{dip}} - J_c$")
axes.set_ylim(bottom=0)
legend = axes.legend(fontsize=7)

# %% [markdown]
# Below the line of an odd ring there are two more: where the maximum after the dip is as high as $C_0$, and where dip and maximum merge
# and leave a monotone decline.

# %%
free = ring(7, "0.14", "0.22", "0")
print("J_c =", evaluate(free, "critical-coupling", digits=15))
for name, point in {
    "the maximum is as high as C_0": crossing_point(free, exact("-0.15"), exact("-0.145"), digits=15),
    "the dip and the maximum merge": merging_point(free, exact("-0.2"), exact("-0.18"), digits=15),
}.items():
    print(f"{name} at J = {point.J}, where T = {point.T}, C = {point.C}")
