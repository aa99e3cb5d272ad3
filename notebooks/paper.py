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
# # The results of the paper, in order
#
# *Local quantum coherence with intersource interactions at nonzero temperature* (Hudenko, Kolář, Filip, Ryabov;
# arXiv:2511.04242), section by section. Every number below is certified to the digits shown, every figure is drawn from
# certified values, and numbers in parentheses are the paper's equations. The parameters are our own, $\omega = 1$ throughout.

# %%
from dataclasses import replace

from IPython.display import SVG, display

from symcoh import Model, evaluate, exact
from symcoh.exactnumbers import exact as number
from symcoh.figures.drawing import picture
from symcoh.figures.files import rendered
from symcoh.latex.shown import claimed, shown
from symcoh.phase import maximum, phase

RING = Model(N=6, omega_a="0.5", gamma="0.1", J="0.2")


def C(model: Model, T: str, digits: int = 20) -> str:
    """The coherence (29)."""
    return str(evaluate(model, "coherence", T=T, digits=digits))


def limit(quantity: str, model: Model, T: str, digits: int = 20) -> str:
    """The right-hand side of a limit or bound."""
    return str(evaluate(model, quantity, T=T, digits=digits))


def figure(name: str) -> SVG:
    """One figure of the paper."""
    return SVG(data=rendered(picture(name), "svg").decode())


# %% [markdown]
# ## Sections 2 and 3: the Hamiltonian and its eigenvalues
#
# (1)–(2) as a matrix for two sources, against the levels (20) with the degeneracies (25).

# %%
from sympy import symbols

x = symbols("x")
pair = {"omega": "4/5", "omega_a": 1, "gamma": "3/20", "J": "-1/3"}
matrix = exact.hamiltonian(N=2, **pair)
levels = 1
for m, n in ((-2, 0), (0, 1), (2, 0)):
    for branch in (1, -1):
        energy = exact.level_energy(m=m, n=n, branch=branch, N=2, **pair)
        states = exact.degeneracy(N=2, m=m, n=n)
        levels *= (x - energy) ** states
        print(f"m = {m:2}, n = {n}, {'+' if branch > 0 else '-'}: E = {energy!s:>7}, {states}-fold")
assert (matrix.charpoly(x).as_expr() - levels).expand() == 0
print("the characteristic polynomial of the matrix is the product over these levels, exactly")

# %% [markdown]
# ## Section 4: the exact coherence
#
# (29) with (30) and (31), for two sources as an expression, for six as a number.

# %%
display(shown("C", exact.coherence(N=2)))
print("C =", C(RING, "1/2", 50))
print("C =", evaluate(RING, "coherence", T="1/2", digits=50, backend="mpmath"), " by the other backend, not certified")

# %% [markdown]
# ## Section 5: what makes the coherence grow
#
# (32)–(34): $C$ rises with $J$, with $\omega_a$ and with $\gamma$. The derivation has every step checked; the rows show it, between
# the bounds (37)–(39) and (35)–(36).

# %%
from derivations import monotonicity

display(claimed(monotonicity.derive(largest_N=8, samples=10)))
for name, values in (("J", ("-1", "0", "0.2", "1")), ("omega_a", ("0.1", "0.5", "1", "2")), ("gamma", ("0.01", "0.1", "0.5", "2"))):
    row = [C(replace(RING, **{name: number(value)}), "1/2", 12) for value in values]
    assert sorted(row, key=float) == row
    print(f"{name:>7} = {', '.join(values):<18} C = {', '.join(row)}")
print("upper bound (36):", limit("upper-bound", RING, "1/2", 12))
for N in (5, 6):
    strong = Model(N=N, omega_a="0.5", gamma="0.1", J="-40")
    print(f"N = {N}, J = -40: C = {C(strong, '1/2', 12)}, lower bound ({38 if N % 2 else 39}): {limit('lower-bound', strong, '1/2', 12)}")

# %% [markdown]
# ## Section 6: ferromagnetic interaction
#
# Figure 1a: from $J = 0$ up to the bound (36), all with the same coherence at $T = 0$.

# %%
figure("1a")

# %% [markdown]
# ### 6.1 $T = 0$
#
# The ground state (40) and its coherence (41), independent of $J$ and of $\omega_a$.

# %%
display(shown("E_0", exact.ground_energy(N=6, J="0.2")))
display(shown("C_0", exact.aligned_ground_coherence(N=6)))
print("E_0 =", evaluate(RING, "energy", T=0, digits=20))
[everywhere] = {C(replace(RING, J=number(J), omega_a=number(w)), "0") for J in ("0", "0.2", "5") for w in ("0.1", "0.5")}
print("C_0 =", everywhere, " for J = 0, 0.2, 5 and omega_a = 0.1, 0.5")

# %% [markdown]
# ### 6.2 High temperature
#
# (42) and the terms that follow it; at $T = 100$ the first neglected term is what is missing.

# %%
from derivations import high_temperature

hot = high_temperature.derive(order=4)
display(shown("C", hot.series, hot.expansion.variable))
print("C    =", C(RING, "100"), " at T = 100")
print("(42) =", exact.high_temperature(6, omega_a="0.5", gamma="0.1", J="0.2", beta="1/100").evalf(20))

# %%
figure("1b")

# %% [markdown]
# (43): taken after $J \to \infty$, the limit $\beta \to 0$ begins with $N^2$ instead of $N$. Between the two, at fixed $K = \beta J$, the
# leading term is $\tfrac12\gamma\omega_a\beta^2 N e^{2K}(1 - \tanh^N K)/(1 + \tanh^N K)$, which has (42) and (43) as its ends.

# %%
display(shown(r"C^\uparrow", exact.strong_ferromagnet_high_temperature()))
for J in ("0.2", "100", "1e4", "1e6"):
    value = evaluate(replace(RING, J=number(J)), "coherence", T="1e4", digits=15)
    print(f"J = {J:>4}: C T^2 / (gamma omega_a / 2) = {float(value) * 1e8 / 0.025:.6f}")

# %%
figure("1c")

# %% [markdown]
# ### 6.3 The coupling $\gamma$
#
# Strong coupling ends at (44), weak coupling vanishes linearly as (45).

# %%
for gamma in ("1e-3", "0.1", "10", "1000"):
    model = replace(RING, gamma=number(gamma))
    ends = f"(44) = {limit('strong-coupling', model, '1/2', 10)}, (45)/gamma = {limit('weak-coupling-slope', model, '1/2', 10)}"
    print(f"gamma = {gamma:>5}: C = {C(model, '1/2')}, {ends}")

# %%
figure("2a")

# %% [markdown]
# ### 6.4 The gap $\omega_a$
#
# (47) is the end at $\omega_a \to \infty$; at $\omega_a \to 0$ the coherence vanishes linearly, for $T > 0$.

# %%
for omega_a in ("1e-6", "1e-3", "1", "20"):
    model = replace(RING, omega_a=number(omega_a))
    print(f"omega_a = {omega_a:>4}: C = {C(model, '1/2')}, (47) = {limit('large-gap', model, '1/2', 10)}")

# %%
figure("2b")

# %% [markdown]
# ### 6.5 The number of sources
#
# The paper reports $C \to 1$ from numerics. It is a theorem: $1 - C$ falls as $N^{-2}$, with a coefficient known in closed form.

# %%
from derivations import many_sources

law = many_sources.derive(order=2, omega=1, omega_a="1/2", gamma="1/10", J="1/5", beta=2)
print("N^2 (1 - C) ->", (-law.expansion.terms[-1].coefficient).evalf(12))
for N in (10, 100, 1000):
    value = evaluate(replace(RING, N=N), "coherence", T="1/2", digits=30)
    print(f"N = {N:>4}: C = {value}, N^2 (1 - C) = {float(N**2 * (1 - value.to_mpf())):.8f}")

# %%
figure("2c")

# %% [markdown]
# ## Section 7: antiferromagnetic interaction, even $N$
#
# The ground state is aligned above the line (48) and antialigned below it; (49) and (50) are its coherence.

# %%
CROSSING = Model(N=4, omega_a="0.8", gamma="0.3", J="-0.3")
display(shown(r"J_{\mathrm c}", exact.critical_coupling(N=4)))
for J in ("-0.4", "-0.3", "-0.2"):
    found = phase(replace(CROSSING, J=number(J)))
    extrema = ", ".join(f"{e.kind} C = {e.C} at T = {e.T}" for e in found.extrema) or "no extremum"
    print(f"J = {J}: {found.name}, C_0 = {found.coherence.exact}, {extrema}")

# %%
figure("3a")

# %%
figure("3b")

# %%
figure("3c")

# %% [markdown]
# Larger $\gamma$ moves the line down and ends at the curve (44).

# %%
for gamma in ("0.1", "0.3", "1"):
    model = replace(CROSSING, gamma=number(gamma))
    best = maximum(model)
    print(f"gamma = {gamma:>3}: J_c = {phase(model).critical.value}, C is largest at T = {best.T}: {best.C}")

# %%
figure("3d")

# %% [markdown]
# ## Section 8: antiferromagnetic interaction, odd $N$
#
# The line (54), for $\gamma \gg \omega$ near (55), and the coherence (56), (57) of the two ground states.

# %%
display(shown(r"J_{\mathrm c}", exact.critical_coupling(N=5)))
for gamma in ("0.3", "10"):
    odd = Model(N=5, omega_a="0.8", gamma=gamma, J="-1")
    print(f"gamma = {gamma:>3}: J_c = {phase(odd).critical.value}, (55) gives {exact.critical_coupling_strong(omega_a='0.8', gamma=gamma)}")
for J in ("-1", "-0.2"):
    found = phase(Model(N=5, omega_a="0.8", gamma="0.3", J=J))
    print(f"J = {J:>4}: {found.name}, C_0 = {found.coherence.value}")

# %% [markdown]
# The shapes that follow the plateau, and those the paper does not list, are in the notebook on phase diagrams.
#
# ## Section 9: two statements of the summary that need a condition
#
# Where the ground state is ferromagnetic, $C(T)$ is said to fall monotonically: true for $J \ge 0$ (a theorem), false close above the
# line for $J < 0$. More sources are said to enhance the coherence there: true for $J \ge 0$, and for every $J$ from $N$ to $N + 2$
# (theorems), false from $N$ to $N + 1$ for $J < 0$.

# %%
dip = phase(Model(N=4, omega_a="0.7", gamma="0.3", J="-0.274"))
print(dip.name, *(f"{e.kind}: T = {e.T}, C = {e.C}" for e in dip.extrema), sep="\n   ")
for N in (3, 4, 5):
    model = Model(N=N, omega_a=".31105881", gamma="1.1561542", J="-.59550137")
    print(f"N = {N}: C = {evaluate(model, 'coherence', beta='18.228648', digits=20)}")

# %%
from derivations import monotone_in_N, monotone_in_temperature

display(claimed(monotone_in_temperature.derive(largest_N=6, samples=10)))
display(claimed(monotone_in_N.derive(samples=10)))
