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
# # From the exact coherence to its asymptotic forms
#
# The coherence (29) is a quotient of finite sums. Every asymptotic form of the paper is an expansion of it, and each
# expansion here comes with the steps that prove it and with a certificate: the certified error divided by the first
# neglected term tends to one.

# %%
from collections import Counter

from IPython.display import display

from symcoh import Model, evaluate, exact
from symcoh.exact import symbols
from symcoh.latex.shown import claimed, shown

display(shown("C", exact.coherence(N=2)))

# %% [markdown]
# ## High temperature, (42)
#
# $C = \tfrac{N\gamma\omega_a}{2}\beta^2 + N\gamma\omega_a J\beta^3 + \dots$, every coefficient a polynomial in $N$.

# %%
from derivations import high_temperature

hot = high_temperature.derive(order=5)
display(shown("C", hot.series, symbols.beta))
print("valid for", hot.expansion.valid_for)
for kind, number in Counter(step.check.kind for step in hot.steps).items():
    print(f"{number} of {len(hot.steps)} steps checked by {kind}")

# %% [markdown]
# A first number: at $T = 100$ the series of order 5 is off by the term it neglects.

# %%
POINT = {symbols.N: 6, symbols.omega: 1, symbols.omega_a: "7/10", symbols.gamma: "3/10", symbols.J: "2/5"}
ring = Model(N=6, omega_a="7/10", gamma="3/10", J="2/5")
partial = hot.series.subs(POINT).subs(symbols.beta, "1/100")
print("series ", partial.evalf(20))
print("exact  ", evaluate(ring, "coherence", T=100, digits=20))

# %% [markdown]
# ## Error against temperature
#
# The paper's Fig. 1b shows the high-temperature tail on logarithmic axes. Here the certified coherence stands beside its
# series of order 2, 3 and 5; the logarithms are taken of exact decimals, so that nothing underflows.

# %%
import matplotlib.pyplot as plt
from mpmath import log10, mpf

TEMPERATURES = [10 ** (k / 10) for k in range(-5, 31)]
exact_temperatures = [f"{round(t * 10**6)}e-6" for t in TEMPERATURES]
certified = [evaluate(ring, "coherence", T=t, digits=30) for t in exact_temperatures]
figure, axes = plt.subplots(figsize=(3.4, 2.6), layout="constrained")
x = [float(log10(mpf(t))) for t in exact_temperatures]
axes.plot(x, [float(log10(c.to_mpf())) for c in certified], "k-", label="certified")
for order, style in ((2, "--"), (3, "-."), (5, ":")):
    series = high_temperature.derive(order=order, N=6, omega=1, omega_a="7/10", gamma="3/10", J="2/5").series
    values = [series.subs(symbols.beta, 1 / symbols.K).subs(symbols.K, mpf(t)) for t in exact_temperatures]
    inside = [(a, float(log10(v))) for a, v in zip(x, values, strict=True) if 0 < v < 2]
    axes.plot(*zip(*inside, strict=True), style, label=f"order {order}")
axes.set_xlabel(r"$\log_{10} T$")
axes.set_ylabel(r"$\log_{10} C$")
axes.legend(fontsize=7)
slope = (log10(certified[-1].to_mpf()) - log10(certified[-11].to_mpf())) / (mpf(x[-1]) - mpf(x[-11]))
print("slope of log C against log T in the last decade:", round(float(slope), 3))

# %% [markdown]
# ## Weak coupling, (45)
#
# $C = \tfrac{2\gamma}{\omega}\tanh\tfrac{\beta\omega}{2}\,m_0 + O(\gamma^3)$ with $m_0$ the magnetisation of the free ring.

# %%
from derivations import weak_coupling

weak = weak_coupling.derive(order=1)
display(claimed(weak))
for gamma in ("1e-1", "1e-2", "1e-3"):
    values = POINT | {symbols.gamma: gamma, symbols.beta: 2}
    value = evaluate(Model(N=6, omega_a="7/10", gamma=gamma, J="2/5"), "coherence", beta=2, digits=30)
    gap = value.to_mpf() - mpf(str(weak.series.subs(values).evalf(30)))
    print(f"gamma = {gamma}: C/gamma^3 beyond (45) = {float(gap / mpf(gamma) ** 3):.6f}")

# %% [markdown]
# ## Many sources: the 1/N law
#
# The paper reports $C \to 1$ from numerics. The integral representation derives it with all corrections,
# $C = 1 - \omega^2/(8\gamma^2 m_*^2 N^2) - \dots$

# %%
from derivations import many_sources

law = many_sources.derive(order=3, omega=1, omega_a="7/10", gamma="3/10", J="2/5", beta=1)
display(claimed(law))
for term in law.expansion.terms:
    print(f"power {-term.power} of N: coefficient {term.coefficient.evalf(12)}")
for N in (100, 1000, 10000):
    value = evaluate(Model(N=N, omega_a="7/10", gamma="3/10", J="2/5"), "coherence", beta=1, digits=30)
    gap = value.to_mpf() - mpf(str(law.series.subs(symbols.N, N).evalf(30)))
    print(f"N = {N:>5}: C = {value}, N^4 (C - law) = {float(gap * N**4):.6f}")
