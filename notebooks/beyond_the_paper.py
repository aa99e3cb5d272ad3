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
# # Beyond the paper: two crossovers
#
# Two functions of one variable each describe the coherence where the paper has limits on either side: many sources at high
# temperature, and the neighbourhood of the critical line at low temperature. Both come with a bound of the error, and here
# certified values collapse onto them.

# %%
import math

import matplotlib.pyplot as plt
from IPython.display import display

from derivations import critical_crossover, extra_extremum, half_temperature, optimal_temperature
from symcoh import Model, evaluate
from symcoh.exactnumbers import exact
from symcoh.latex.shown import claimed
from symcoh.marks import plain

# %% [markdown]
# ## The half temperature
#
# $C = \tanh(\tfrac12N\beta^2\gamma\omega_a e^{2\beta J}) + O(\beta^2)$, uniformly in $N\ge2$. Against
# $T/\sqrt N$ the rings of $10^2$ to $10^8$ sources fall on one curve; what separates the smaller ones is the factor
# $e^{2\beta J}$, which the law contains.

# %%
display(claimed(half_temperature.derive()))
OTHERS = {"omega_a": "7/10", "gamma": "3/10", "J": "2/5"}
REDUCED = [k / 20 for k in range(3, 31)]
figure, axes = plt.subplots(figsize=(3.4, 2.6), layout="constrained")
for size, marker in ((10**2, "o"), (10**4, "s"), (10**6, "^"), (10**8, "x")):
    values = [float(evaluate(Model(N=size, **OTHERS), "coherence", T=f"{t}*sqrt({size})", digits=10)) for t in REDUCED]
    axes.plot(REDUCED, values, marker, markersize=3, label=f"$N=10^{{{round(math.log10(size))}}}$")
axes.plot(REDUCED, [math.tanh(0.105 / t**2) for t in REDUCED], "k-", linewidth=0.8, label=r"$\tanh(\gamma\omega_aN/2T^2)$")
axes.set_xlabel(r"$T/\sqrt{N}$")
axes.set_ylabel(r"$C$")
legend = axes.legend(fontsize=7)

# %% [markdown]
# At $T_{1/2}=T_0e^{W(J/T_0)}$ the coherence is one half up to $O(1/N)$, with a coefficient known in closed form.

# %%
import sympy

for size in (10**2, 10**4, 10**6, 10**8):
    T0 = sympy.sqrt(size * sympy.Rational(21, 100) / sympy.log(3))
    place = (T0 * sympy.exp(sympy.LambertW(sympy.Rational(2, 5) / T0))).evalf(40)
    value = evaluate(Model(N=size, **OTHERS), "coherence", T=exact(str(place)), digits=30)
    print(f"N = {size:>9}  T_1/2 = {float(place):.6f}  N (C - 1/2) = {float((value.to_fraction() - sympy.Rational(1, 2)) * size):.7f}")
row = {"omega": "1"} | OTHERS
print("limit", half_temperature.first_correction(row, "100*log(3)/21", 128).str(8, radius=False))

# %% [markdown]
# ## The critical line
#
# With $x=(J-J_c)/T$ the coherence beside the line depends on $x$ alone, up to $e^{-\Delta_1/T}$. Four temperatures, $N=4$
# and $N=7$: they collapse as soon as $T$ is a fraction of $\Delta_1$.

# %%
figure, panels = plt.subplots(1, 2, figsize=(6.8, 2.6), layout="constrained", sharey=True)
for axes, size in zip(panels, (4, 7), strict=True):
    p = critical_crossover.read(size, 1, "7/10", "3/10")
    here, line, gap = critical_crossover.crossing(p), critical_crossover.line_of(p), critical_crossover.next_gap(p)
    reach = 4 / float(here.slope)
    xs = [reach * k / 12 for k in range(-12, 13)]
    smooth = [float(here.at(sympy.Float(reach * k / 60))) for k in range(-60, 61)]
    axes.plot([reach * k / 60 for k in range(-60, 61)], smooth, "k-", linewidth=0.8, label="crossover function")
    for part, marker in (("1/2", "o"), ("1/5", "s"), ("1/10", "^"), ("1/20", "x")):
        T = exact(gap) * exact(part)
        models = [Model(N=size, omega_a="7/10", gamma="3/10", J=exact(line) + exact(str(x)) * T) for x in xs]
        values = [float(evaluate(model, "coherence", T=T, digits=10)) for model in models]
        axes.plot(xs, values, marker, markersize=3, label=rf"$T={part}\,\Delta_1$")
    axes.set_xlabel(r"$(J-J_{\rm c})/T$")
    axes.set_title(f"$N={size}$", fontsize=9)
panels[0].set_ylabel(r"$C$")
legend = panels[0].legend(fontsize=7)

# %% [markdown]
# ## The extremum beside the line, and the best temperature
#
# Just above the line, or just below, $C(T)$ turns at $T_*\simeq\Delta_1/\ln(|a_1|\Delta_1/(s|\delta|))$.

# %%
wide = extra_extremum.derive(N=4, omega=1, omega_a="7/10", gamma="3/10")
narrow = extra_extremum.derive(N=4, omega=1, omega_a="1/50", gamma="3/10")
display(claimed(wide))
for name, found in (("omega_a = 7/10", wide), ("omega_a = 1/50", narrow)):
    print(f"{name}: {plain(found.claim.rpartition(', ')[2])}")
display(claimed(optimal_temperature.derive(omega_a="7/10", gamma="3/10", J="-13/20")))
