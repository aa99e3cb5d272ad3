"""What the options of the commands are drawn from, right and wrong."""

from __future__ import annotations

QUANTITIES = (
    *("coherence", "partition-function", "log-partition-function", "free-energy", "energy", "entropy", "heat-capacity", "magnetization"),
    *("population-ground", "population-excited", "bloch-x", "bloch-z", "purity", "target-entropy", "relative-entropy-of-coherence"),
    *("quantum-fisher-information", "ergotropy", "coherence-derivative"),
)
WRONG_WORDS = ("", "coherense", "--", "-", "\udcff", "a" * 300, "0", "oo", "coherence ", "../x")
QUICK_DERIVATIONS = ("degeneracy", "sector-weight", "phase-lines", "strong-coupling", "large-gap", "low-temperature", "small-gap")
SERIES = ("high-temperature", "strong-coupling", "large-gap", "weak-coupling", "strong-ferromagnet", "strong-antiferromagnet")
EQUATIONS = (*(str(n) for n in range(1, 90)), "27a", "B1", "B5", "B20", "0", "90", "70f", "70g", "b1", "1-3", "29-31", "", "\u0663", "1e1")
FORMULAS = (
    *("N*gamma*omega_a*beta**2/2", "N*gamma*omega_a*beta**2/2 + N*gamma*omega_a*J*beta**3", "tanh(N*beta*omega_a/2)", "1", "0", "-beta"),
    *(
        "2*N*gamma/sqrt(omega**2+4*N**2*gamma**2)",
        "12/13 - 24/13*exp(-13*beta/5)",
        "x",
        "",
        "beta**",
        "1/0",
        "exp(exp(exp(beta)))",
        "1e5000*beta",
        "coherence = N*gamma*omega_a*beta**2/2 + O(beta**3)",
        "N*gamma*omega_a/(2*T**2)",
        "-N*omega_a/2",
        "1 - omega**2/(8*N**2*gamma**2)",
        "tanh(N*omega_a/(2*T))+(sqrt(2)*sqrt(3)-sqrt(6))/gamma",
        "2*N*gamma*exp(2*K)*beta",
        "N*gamma*omega_a*beta**2/2*1e-5000",
        "O(beta)",
    ),
)
LIMITS = (
    "beta -> 0",
    "J -> oo",
    "J -> -oo",
    "gamma -> oo",
    "gamma -> 0",
    "omega_a -> oo",
    "N -> oo",
    "beta -> oo",
    "T -> 0",
    "J -> oo; beta -> 0",
    "T -> oo",
    "omega_a -> 0",
    "beta -> oo; gamma -> 0",
    "gamma -> oo; N -> oo",
)
WRONG_LIMITS = ("", "beta", "beta -> 7", "x -> 0", "->", "beta -> 0;", "beta -> 0; beta -> 0", "\udcff")
PATHS = (
    *(
        "x.pdf",
        "x.svg",
        "x.png",
        "no/such/x.png",
        ".",
        "",
        "..",
        "/dev/full",
        "x.txt",
        "x",
        "a b/\u00fc.svg",
        "\udcff.svg",
        "/",
        "-",
        "spec.toml/x.pdf",
    ),
    *("x" * 244 + ".pdf", "x" * 300 + ".pdf", "/".join("d" * 2000) + "/x.pdf", "\n.pdf", "/proc/x.pdf", "/proc/no/x.svg", "x.pdf/"),
)
KNOWN = (
    "evaluate",
    "phase",
    "maximum",
    "plot",
    "table",
    "check",
    "derive",
    "equation",
    "figure",
    "verify",
    "reproduce",
    "ledger",
    "sweep",
    "selftest",
    "radius",
)
BOUNDED = {
    "high-temperature": ("--beta", ("beta=1/10", "beta=1e-5000", "beta=40", "beta=sqrt(2)/30")),
    "small-gap": ("--omega-a", ("omega_a=1/50", "omega_a=1e-200", "omega_a=1e5000")),
    "weak-coupling": ("--gamma", ("gamma=1/100", "gamma=1e-5000", "gamma=7")),
    "strong-ferromagnet": ("-J", ("J=20", "J=1e200", "J=1/10")),
    "strong-antiferromagnet": ("-J", ("J=-20", "J=-1e200", "J=20")),
    "strong-coupling": ("--gamma", ("gamma=100", "gamma=1e5000", "gamma=1/100")),
    "large-gap": ("--omega-a", ("omega_a=40", "omega_a=1e5000", "omega_a=1")),
    "low-temperature": ("--beta", ("beta=40", "beta=1e5000", "beta=1/10")),
}
"""The option of the variable of each series with a bound, and where its range may end."""

WRONG_PLACES = ("x=1", "beta", "=", "", "beta=oo", "beta=-1", "gamma=0", "J=pi-pi", "beta=1e100001")
WORDS = ("text", "json", "latex", "x", "", "5", "beta = 1/10", "\udcff")
FOLDERS = ("/dev/full", "/proc/x", "spec.toml", "x" * 300, "spec.toml/x")
SMALL_RINGS = ("1", "2", "3", "4", "5", "12", "61", "1000000", "0", "x")
