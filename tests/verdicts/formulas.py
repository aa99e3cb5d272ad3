"""Formulas of the paper as a user types them."""

from __future__ import annotations

from typing import Any

ROOT = "sqrt(sinh(beta*omega_a/2)**2+exp(-4*beta*J))"
QUOTIENT = f"((cosh(beta*omega_a/2)-{ROOT})/(cosh(beta*omega_a/2)+{ROOT}))**N"
OPEN_RING = f"2*gamma/omega*tanh(beta*omega/2)*N*sinh(beta*omega_a/2)/{ROOT}"
WEAK = f"{OPEN_RING}*(1-{QUOTIENT})/(1+{QUOTIENT})"
POWERS = f"(cosh(beta*omega_a/2)+{ROOT})**N", f"(cosh(beta*omega_a/2)-{ROOT})**N"
CLOSED = f"{OPEN_RING}*({POWERS[0]}-{POWERS[1]})/({POWERS[0]}+{POWERS[1]})"
END = "sinh(beta*(omega_a/2+gamma))**2"
MANY = f"omega**2*({END}+exp(-4*beta*J))/(8*gamma**2*N**2*{END})"
NEXT = f"3*omega**2*exp(-4*beta*J)*cosh(beta*(omega_a/2+gamma))*sqrt({END}+exp(-4*beta*J))/(8*gamma**2*N**3*{END}**2)"
S_N = "sqrt(omega**2+4*N**2*gamma**2)"
GROUND = f"2*N*gamma/{S_N}"
ALIGNED = f"{GROUND}*tanh(beta*{S_N}/2)"
SINGLE = "2*gamma/sqrt(omega**2+4*gamma**2)*tanh(beta*sqrt(omega**2+4*gamma**2)/2)*tanh(beta*omega_a/2)"
UNIFORM = "gamma*omega_a*beta**2/2*N*exp(2*K)*(1-tanh(K)**N)/(1+tanh(K)**N)"
FIRST = "N*gamma*omega_a*beta**2/2"
SECOND = "N*gamma*omega_a*J*beta**3"
FOURTH = "N*gamma*omega_a*(24*J**2-4*gamma**2-omega**2-omega_a**2)/24*beta**4"
HOLD = {"hold": "K = beta*J"}
POINT = {"N": 5, "omega": 1, "omega_a": "7/10", "gamma": "3/10", "J": "-2/5"}
RING = {"N": 4, "omega": 1, "omega_a": "7/10", "gamma": "3/10", "J": "2/5"}
BESIDE = RING | {"J": "-274/1000"}

# name: (formula with {} where the factor of one coefficient stands, limit, parameters, agrees through, power of the changed coefficient)
PAIRS: dict[str, tuple[str, str, dict[str, Any], str, str]] = {
    "42, first": ("{}*" + FIRST, "beta -> 0", {}, "2", "2"),
    "42, second": (FIRST + " + {}*" + SECOND, "beta -> 0", {}, "3", "3"),
    "42, first of two": ("{}*" + FIRST + " + " + SECOND, "beta -> 0", {}, "3", "2"),
    "42, third": (FIRST + " + " + SECOND + " + {}*" + FOURTH, "beta -> 0", {}, "4", "4"),
    "42, N given": ("{}*3*gamma*omega_a*beta**2/2 + 3*gamma*omega_a*J*beta**3", "beta -> 0", {"N": 3}, "3", "2"),
    "42, all given": ("{}*21/40*beta**2 - 21/50*beta**3", "beta -> 0", POINT, "3", "2"),
    "42, all given, second": ("21/40*beta**2 - {}*21/50*beta**3", "beta -> 0", POINT, "3", "3"),
    "43": ("{}*N**2*gamma*omega_a*beta**2/2", "J -> oo; beta -> 0", {}, "3", "2"),
    "44": ("{}*tanh(N*beta*omega_a/2)", "gamma -> oo", {}, "1", "0"),
    "44, next": ("tanh(N*beta*omega_a/2)*(1 - {}*omega**2/(8*N**2*gamma**2))", "gamma -> oo", {}, "3", "2"),
    "45": ("{}*" + WEAK, "gamma -> 0", {}, "2", "1"),
    "uniform": ("{}*" + UNIFORM, "beta -> 0", HOLD, "3", "2"),
    "uniform, N given": ("{}*" + UNIFORM, "beta -> 0", {**HOLD, "N": 4}, "3", "2"),
    "1/N": ("1 - {}*" + MANY, "N -> oo", {}, "2", "2"),
    "1/N, constant": ("{}*1 - " + MANY, "N -> oo", {}, "2", "0"),
    "1/N, next": ("1 - " + MANY + " - {}*" + NEXT, "N -> oo", {}, "3", "3"),
    "36": ("{}*" + ALIGNED + "*tanh(N*beta*omega_a/2)", "J -> oo", {}, "0", "0"),
    "39": ("{}*" + SINGLE, "J -> -oo", {"N": 5}, "0", "0"),
    "41": ("{}*" + GROUND, "beta -> oo", {"J": "1/3"}, "0", "0"),
    "56": ("{}*2*gamma/sqrt(1+4*gamma**2)", "T -> 0", {**POINT, "J": "-1"}, "0", "0"),
    "47": ("{}*" + ALIGNED, "omega_a -> oo", {}, "0", "0"),
    "small gap, N = 1": (
        "{}*gamma*beta*omega_a/sqrt(omega**2+4*gamma**2)*tanh(beta*sqrt(omega**2+4*gamma**2)/2)", "omega_a -> 0", {"N": 1}, "2", "1",
    ),
}  # fmt: skip

IMPOSSIBLE = "1+exp(-N/1000)"

# (formula, limit, parameters): every one of them is right
RIGHT: list[tuple[str, str, dict[str, Any]]] = [
    (CLOSED, "gamma -> 0", {"N": 6, "omega": 1, "omega_a": "0.9", "beta": "1.4", "J": "-0.2"}),
    ("N*gamma*(1+sqrt(2))*beta**2/2", "beta -> 0", {"omega_a": "sqrt(3+2*sqrt(2))"}),
    ("N*gamma*(sqrt(2)+sqrt(3))*beta**2/2", "beta -> 0", {"omega_a": "sqrt(5+2*sqrt(6))"}),
    ("(cosh(1)**2-sinh(1)**2)*" + FIRST, "beta -> 0", {}),
    ("(exp(N*beta*omega_a)-1)/(exp(N*beta*omega_a)+1)", "gamma -> oo", {"N": 3, "omega_a": "7/10", "beta": 2}),
    (f"{GROUND}*(exp(beta*{S_N})-1)/(exp(beta*{S_N})+1)*(exp(N*beta*omega_a)-1)/(exp(N*beta*omega_a)+1)", "J -> oo", {}),
    ("cosh(beta)**2-sinh(beta)**2-1", "beta -> 0", {"gamma": 0}),
    (GROUND, "T -> 0", BESIDE),
    (f"{ALIGNED}*tanh(N*beta*omega_a/2)", "J -> oo", {"beta": "1/100"}),
    ("12/13 - 24/13*exp(-13*beta/5)", "beta -> oo", RING),
    ("12/13 - 24/13*exp(-13*beta/5) - 24/13*exp(-14*beta/5) + (24*sqrt(61)/61-48/13)*exp(-beta*(18/5-sqrt(61)/10))", "beta -> oo", RING),
    ("3/5", "T -> 0", {"N": 4, "J": "-43/240+1e-30", "omega": "4/5", "omega_a": "2/3", "gamma": "3/40"}),
    ("1/5", "T -> 0", {"N": 4, "J": "-43/240", "omega": "4/5", "omega_a": "2/3", "gamma": "3/40"}),
    (SINGLE, "beta -> 0", {"N": 1}),
    (SINGLE, "omega_a -> 0", {"N": 1}),
    ("tanh(N*beta*omega_a/2)", "gamma -> oo", {"omega": 0}),
    (f"{GROUND}*tanh(N*beta*omega_a/2)", "gamma -> oo", {}),
    (GROUND, "J -> oo; beta -> oo", {}),
    ("1", "N -> oo", {"omega": 0}),
    ("N*gamma*omega_a/(2*T**2)+O(1/T**3)", "T -> oo", {}),
    (f"coherence = {FIRST}\n  + {SECOND}\n  + O(beta**4)\nvalid for N >= 2", "beta -> 0", {}),
    ("N*exp(2*log(beta))*gamma*omega_a/2", "beta -> 0", {}),
    ("-3*beta**2*omega_a*(-1/5)", "beta -> 0", {"N": 3, "gamma": "2/5"}),
    (f"{FIRST}*(1+2*J*beta)", "beta -> 0", {"J": "1e-5000"}),
    (f"{FIRST}*(1+2*J*beta)", "beta -> 0", {"J": "-1e5000", "gamma": "1e-4000"}),
    (f"{FIRST}*(1+2*J*beta)", "beta -> 0", {"J": "7" * 5000}),
    (WEAK, "gamma -> 0", {"N": 1000}),
    (WEAK, "gamma -> 0", {"N": 1000000}),
    (f"{FIRST}+{SECOND}", "beta -> 0", {"N": 10**6}),
    (GROUND, "T -> 0", {**RING, "N": 1000}),
    ("0", "T -> 0", {**RING, "N": 1000, "J": "-1"}),
    (FIRST + "+" + SECOND + "+" + FOURTH + "+O(beta**5)", "beta -> 0", {"N": 7}),
    ("1/2*gamma*4*tanh(beta*omega_a)", "beta -> oo", {"N": 2, "omega": 0, "gamma": "1/2", "omega_a": 3, "J": 1, "order": 0}),
]

# (formula, limit, parameters, what valid_for must say): every one of them is wrong
WRONG: list[tuple[str, str, dict[str, Any], str]] = [
    (f"1.01*{WEAK}", "gamma -> 0", {"N": 1000}, "N = 1000"),
    (f"11*tanh({WEAK})/10", "gamma -> 0", {"N": 3, "omega": "21/10", "omega_a": 1, "J": "-1/50", "beta": 1, "order": 2}, "N = 3"),
    ("999999*gamma*omega_a/2*beta**2", "beta -> 0", {"N": 10**6}, "N = 1000000"),
    (GROUND, "T -> 0", {**RING, "N": 1001, "J": "-1"}, "N = 1001"),
    (f"({FIRST})*(1+(-1)**N)", "beta -> 0", {"omega": 1}, "N >= "),
    ("gamma*(1+(-1)**N)/omega*tanh(beta*omega/2)*tanh(N*beta*omega_a/2)*N", "J -> oo; gamma -> 0", {}, "N even"),
    (GROUND + "*(1+(-1)**N)/2", "T -> 0", {"J": 1}, "N even"),
    (
        "12/13 - 24/13*exp(-13*beta/5) - 24/13*exp(-14*beta/5) + (24*sqrt(61)/61-48/13)*exp(-beta*(18/5-sqrt(61)/10)) + exp(-19*beta/5)",
        "beta -> oo",
        RING,
        "N = 4",
    ),
    (f"{FIRST}+{SECOND}+{FOURTH}+beta**9", "beta -> 0", {"N": 7}, "N = 7"),
    (f"{FIRST}+N*gamma*omega_a*sqrt(J**2)*beta**3", "beta -> 0", {}, "J >= 0"),
    (f"({FIRST})*(1+sqrt(J**2)-J)", "beta -> 0", {}, "J >= 0"),
    (WEAK.replace("exp(-4*beta*J)", "exp(-4*beta*sqrt(J**2))"), "gamma -> 0", {}, "J >= 0"),
    (f"(-1)**N*{FIRST}", "beta -> 0", {}, "N even"),
    (GROUND, "T -> 0", {}, "J > J_c"),
    (GROUND, "T -> 0", {"N": 4, "omega": 1, "omega_a": "0.7", "gamma": "0.3"}, "J > J_c"),
    (f"1.1*{GROUND}", "T -> 0", BESIDE, "J = -274/1000"),
    (f"1.2*{ALIGNED}", "omega_a -> oo", {}, "N >= 1"),
    (f"1.2*{ALIGNED}", "omega_a -> oo", {"beta": "1/50"}, "N >= 1"),
    (f"1.1*{ALIGNED}*tanh(N*beta*omega_a/2)", "J -> oo", {"beta": "1/50"}, "beta = 1/50"),
    ("1e-6", "J -> -oo", {"beta": "1/100"}, "beta = 1/100"),
    ("1e-6", "J -> -oo", {"beta": "1/100", "N": 4}, "N = 4"),
    ("1e-6", "J -> -oo", {**RING, "J": None, "beta": "1/100"}, "N = 4"),
    ("12/13 + 24/13*exp(-13*beta/5)", "beta -> oo", RING, "N = 4"),
    ("12/13 - 24/13*exp(-14*beta/5)", "beta -> oo", RING, "N = 4"),
    ("12/13 - 24/13*exp(-13*beta/5) + exp(-100*beta)", "beta -> oo", RING, "N = 4"),
    (IMPOSSIBLE, "N -> oo", {"omega": 0}, "omega = 0"),
    (IMPOSSIBLE, "N -> oo", {"omega": 0, "J": "-1/3", "beta": 1, "gamma": 1, "omega_a": 1}, "omega = 0"),
    ("1/5", "T -> 0", {"N": 4, "J": "-43/240+1e-30", "omega": "4/5", "omega_a": "2/3", "gamma": "3/40"}, "N = 4"),
    (OPEN_RING, "gamma -> 0", {}, "J = 0"),
    (f"-{FIRST}", "beta -> 0", {}, "J real"),
    (FIRST, "beta -> 0", {"gamma": "-1/2"}, "gamma = -1/2"),
    (f"{FIRST}+O(beta**4)", "beta -> 0", {}, "J = 0"),
    (f"{FIRST}+1e-30", "beta -> 0", {}, "J real"),
    (f"{FIRST}+1e-30*beta**2", "beta -> 0", {}, "J real"),
    (f"{FIRST}+1e-40*sinh(beta)**2", "beta -> 0", {}, "N >= 3"),
    (f"{FIRST}+gamma*omega_a*beta**2*exp(-100)", "beta -> 0", {}, "N >= 1"),
    ("1+1e-25", "N -> oo", {}, "J real"),
    ("1-7*exp(-N*beta*omega_a)", "gamma -> oo; omega_a -> oo", {"N": 3}, "N = 3"),
    ("1-7*exp(-N*beta*omega_a)", "gamma -> oo; omega_a -> oo", {}, "J real"),
    ("sqrt(beta)", "beta -> 0", {}, "J real"),
    ("exp(beta)", "beta -> oo", {}, "J real"),
    (f"{FIRST}*(1+(J-1)-sqrt((J-1)**2))", "beta -> 0", {}, "J real"),
    (f"{FIRST}*(omega+sqrt(J))/omega", "beta -> 0", {}, "J = 0"),
    (f"{FIRST}*(1+2*J*beta)", "beta -> 0", {"J": "1e5000", "order": 4}, "N >= 3"),
]
