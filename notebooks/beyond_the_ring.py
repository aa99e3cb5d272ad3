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
# # Beyond the ring: other sources, and an experiment in GHz and mK
#
# The target sees its sources through the weights of the sectors of one operator. So chains, graphs, in-plane couplings and
# oscillators give certified coherence as the ring does.

# %%
import matplotlib.pyplot as plt
from IPython.display import display

from derivations import oscillator_high_temperature
from symcoh import Model, Target, Units, evaluate
from symcoh.latex.shown import claimed
from symcoh.sources import XX, XXZ, Chain, Complete, Graph, Independent, Oscillators, RangeRing, Ring

# %% [markdown]
# ## Eight sources, nine systems
#
# All with $\omega=1$, $\omega_a=0.7$, $\gamma=0.3$ and couplings of one size. Ising couplings help; in-plane couplings do not.

# %%
J = "1/5"
SYSTEMS = {
    "independent": Independent(N=8),
    "chain": Chain(N=8, J=J),
    "ring": Ring(N=8, J=J),
    "range 2": RangeRing(N=8, couplings=[J, J]),
    "complete": Complete(N=8, J=J),
    "ladder": Graph(N=8, edges=[[k, k + 2, J] for k in range(1, 7)] + [[k, k + 1, J] for k in (1, 3, 5, 7)]),
    "XX ring": XX(shape="ring", N=8, J_xy=J),
    "XX chain": XX(shape="chain", N=8, J_xy=J),
    "XXZ complete": XXZ(shape="complete", N=8, J_xy=J, J=J),
}
TENTHS = range(1, 41, 3)
figure, axes = plt.subplots(figsize=(4.2, 3.0), layout="constrained")
for name, system in SYSTEMS.items():
    model = Model(sources=system, omega_a="7/10", gamma="3/10")
    values = [float(evaluate(model, "coherence", T=f"{k}/10", digits=8)) for k in TENTHS]
    axes.plot([k / 10 for k in TENTHS], values, label=name, linewidth=1)
axes.set_xlabel(r"$T/\omega$")
axes.set_ylabel(r"$C$")
legend = axes.legend(fontsize=6)

# %% [markdown]
# ## Three qubits and a resonator's worth of units
#
# Energies in GHz, temperatures in mK: a target of 5 GHz, coupled with a small tilt to three source qubits that differ. C at 10, 30,
# 100 and 300 mK:

# %%
device = Model(
    target=Target(omega="5", tilt="1/10"),
    sources=Graph(
        N=3,
        edges=[[1, 2, "1/100"], [2, 3, "1/80"]],
        omega_k=["9/2", "47/10", "24/5"],
        gamma_k=["1/20", "1/25", "1/20"],
    ),
    units=Units(energy="GHz", temperature="mK"),
)
for temperature in (10, 30, 100, 300):
    print(temperature, "mK", evaluate(device, "coherence", T=temperature, digits=12))

# %% [markdown]
# ## Oscillators keep their coherence
#
# With oscillators $C$ does not die at high temperature: it tends to $\gamma/\Omega$ for a single one. At $\beta = 1$, $1/10$, $1/1000$
# and $10^{-6}$:

# %%
display(claimed(oscillator_high_temperature.derive()))
for beta in ("1", "1/10", "1/1000", "1e-6"):
    print(beta, evaluate(Model(sources=Oscillators(N=1, Omega="6/5"), gamma="3/10"), "coherence", beta=beta, digits=15))
