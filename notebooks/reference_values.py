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
# # Reference values
#
# The coherence of the target for six sources, $\omega = 1$, $\omega_a = 7/10$, $\gamma = 3/10$, at some temperatures and
# couplings. Every digit is proved; the last one is rounded half to even.

# %%
from symcoh import Model, evaluate

COUPLINGS = ["-2/5", "0", "2/5"]
TEMPERATURES = ["0", "1/100", "1/10", "1", "10"]


def ring(J: str) -> Model:
    return Model(N=6, omega_a="7/10", gamma="3/10", J=J)


# %%
for J in COUPLINGS:
    for T in TEMPERATURES:
        print(f"J = {J:>4}   T = {T:>5}   C = {evaluate(ring(J), 'coherence', T=T, digits=30)}")

# %% [markdown]
# ## More digits change nothing but the end
#
# A correctly rounded value agrees with a longer one up to its own last digit.

# %%
for digits in (10, 20, 40, 80):
    print(evaluate(ring("2/5"), "coherence", beta="10", digits=digits))

# %% [markdown]
# ## The end of the temperature scale is a number too
#
# At $T = 0$ the value is decided on exact data: the ground state, or the average over a degenerate ground manifold. The
# values at small $T$ tend to it.

# %%
for beta in ("10", "100", "1000", "oo"):
    print(f"beta = {beta:>4}   C = {evaluate(ring('2/5'), 'coherence', beta=beta, digits=40)}")
