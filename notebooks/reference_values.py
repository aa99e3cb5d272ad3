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

# %% [markdown]
# ## The reference table
#
# `reference/coherence.csv` in the source tree holds the coherence at some three hundred points of every regime: one source to ten
# thousand, $\beta$ from $10^{-9}$ to $10^6$ and $T = 0$, on and beside the critical lines, couplings from $10^{-30}$ to $10^6$.

# %%
import csv
from collections import Counter
from pathlib import Path

import symcoh
from symcoh.exactnumbers import exact

table = Path(symcoh.__file__).parents[1] / "reference" / "coherence.csv"
rows = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
for name, count in Counter(row["table"] for row in rows).items():
    print(f"{name:<20} {count:>3} rows")


def model(row: dict[str, str]) -> Model:
    return Model(N=int(row["sources"]), omega=row["omega"], omega_a=row["omega_a"], gamma=row["gamma"], J=row["coupling"])


for row in rows[::37]:
    assert str(evaluate(model(row), "coherence", beta=row["beta"], digits=50)) == row["value"]
    print(f"N = {row['sources']:>5}  beta = {row['beta']:>5}  J = {row['coupling']:<38} C = {row['value']}")

# %% [markdown]
# ## Testing a program of one's own
#
# The double sum (28) in double precision, as one might write it first. The table tells where it can be trusted: half of the digits
# are gone at high temperature, where the sum cancels, and at low temperature the exponentials overflow.

# %%
from math import comb, cosh, exp, sinh, sqrt


def double_sum(N: int, omega: float, omega_a: float, gamma: float, J: float, beta: float) -> float:
    partition = coherence = 0.0
    for k in range(N + 1):
        m, S = 2 * k - N, sqrt(omega**2 + 4 * gamma**2 * (2 * k - N) ** 2)
        for n in range(min(k, N - k) + 1):
            ends = k in (0, N)
            states = int(ends) if n == 0 else 0 if ends else N * comb(k - 1, n - 1) * comb(N - k - 1, n - 1) // n
            weight = states * exp(-beta * (omega_a * m / 2 - J * (N - 4 * n))) if states else 0.0
            partition += weight * 2 * cosh(beta * S / 2)
            coherence += weight * 2 * gamma * m / S * 2 * sinh(beta * S / 2) if m else 0.0
    return abs(coherence) / partition


verdicts: Counter[tuple[str, str]] = Counter()
for row in rows:
    if row["table"] not in ("small-rings", "many-sources", "critical-line-even") or row["beta"] == "oo" or int(row["sources"]) > 101:
        continue
    values = [exact(row[name]).rational for name in ("omega", "omega_a", "gamma", "coupling", "beta")]
    try:
        found = double_sum(int(row["sources"]), *(int(value.p) / int(value.q) for value in values))
        error = abs(found - float(row["value"])) / float(row["value"]) if float(row["value"]) else float(found != 0)
        verdict = "good to 12 digits" if error < 1e-12 else "good to 6 digits" if error < 1e-6 else "wrong"
    except (OverflowError, ZeroDivisionError):
        verdict = "no answer"
    verdicts[row["beta"], verdict] += 1
for beta in ("1e-9", "1", "10", "50", "100", "1e6"):
    print(f"beta = {beta:>4}:", ", ".join(f"{count} {verdict}" for (b, verdict), count in sorted(verdicts.items()) if b == beta))
