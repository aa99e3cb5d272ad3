"""The one symbol table: every symbol of the formulas, with its unit, domain and equation.

The SymPy symbols below are made from `NOMENCLATURE`, and the documentation prints the same table.
Two SymPy symbols of one name but different assumptions are different symbols, so take them from here.

>>> from symcoh.exact.symbols import beta, gamma
>>> gamma.is_positive, beta.is_positive
(True, True)
"""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Symbol


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One row of the nomenclature; `assumptions` is empty where the row is a function, not a symbol."""

    symbol: str
    name: str
    latex: str
    unit: str
    domain: str
    equation: str
    meaning: str
    assumptions: tuple[str, ...] = ()


def _row(symbol: str, name: str, latex: str, unit: str, domain: str, equation: str, meaning: str, *assumptions: str) -> Entry:
    return Entry(
        symbol=symbol, name=name, latex=latex, unit=unit, domain=domain, equation=equation, meaning=meaning, assumptions=assumptions
    )


NOMENCLATURE: tuple[Entry, ...] = (
    _row("N", "N", r"N", "1", "integer, N >= 1", "2", "number of sources", "integer", "positive"),
    _row("m", "m", r"m", "1", "-N, -N+2, ..., N", "9", "eigenvalue of the magnetization `M`", "integer"),
    _row("n", "n", r"n", "1", "0 <= n <= N/2", "16", "number of up-domains of the ring", "integer"),
    _row("k", "k", r"k", "1", "0 <= k <= N, k = (N+m)/2", "25", "number of sources that are up", "integer"),
    _row("ω", "omega", r"\omega", "energy", "omega >= 0, the symbol > 0", "1", "gap of the target", "positive"),
    _row("ω_a", "omega_a", r"\omega_a", "energy", "real, the symbol > 0", "1", "gap of a source", "positive"),
    _row("γ", "gamma", r"\gamma", "energy", "real, the symbol > 0", "1", "coupling of the target to a source", "positive"),
    _row("J", "J", r"J", "energy", "real", "2", "intersource coupling, `> 0` ferromagnetic", "real"),
    _row("β", "beta", r"\beta", "1/energy", "beta >= 0, the symbol > 0", "3", "inverse temperature", "positive"),
    _row("T", "T", r"T", "energy", "T > 0, T = 1/beta", "3", "temperature", "positive"),
    _row("K", "K", r"K", "1", "real, K = beta*J", "42", "reduced intersource coupling", "real"),
    _row("z", "z", r"z", "1", "z > 0", "30", "variable of the generating function of the sector weights", "positive"),
    _row("h", "h", r"h", "1", "real, often beta*omega_a/2", "46", "reduced field on the sources", "real"),
    _row("x", "bond_factor", r"e^{-4\beta J}", "1", "x > 0", "30", "Boltzmann factor of one more pair of domains"),
    _row("M", "magnetization", r"\langle M\rangle", "1", "-N <= <M> <= N", "8", "thermal mean of the magnetization"),
    _row("S_m", "splitting", r"S_m", "energy", "S_m >= 0", "20", "splitting of the target in the sector `m`"),
    _row("E_±(m,n)", "level_energy", r"E_{\pm}(m,n)", "energy", "real", "20", "energy levels"),
    _row("g(m,n)", "degeneracy", r"g(m,n)", "1", "integer >= 0", "25", "ring states with magnetization `m` and `n` up-domains"),
    _row("W_m", "sector_weight", r"W_m", "1", "W_m > 0", "30", "partition function of the ring at magnetization `m`"),
    _row("λ_±", "transfer_eigenvalues", r"\lambda_{\pm}", "1", "real", "30", "eigenvalues of the transfer matrix"),
    _row("L(h)", "ring_partition_function", r"L(h)", "1", "L(h) > 0", "30", "partition function of the ring in a field"),
    _row("Z", "partition_function", r"Z", "1", "Z > 0", "31", "partition function of the whole system"),
    _row("ρ_t", "reduced_density_matrix", r"\rho_{\mathrm t}", "1", "positive, trace 1", "26", "state of the target"),
    _row("C", "coherence", r"C", "1", "0 <= C <= 1", "29", "coherence of the target"),
    _row("C^↑", "strong_ferromagnet", r"C^{\uparrow}", "1", "0 <= C <= 1", "36", "coherence for `J -> oo`"),
    _row("C_↓", "strong_antiferromagnet", r"C_{\downarrow}", "1", "0 <= C <= 1", "37", "coherence for `J -> -oo`"),
    _row("E_0", "ground_energy", r"E_0", "energy", "real", "40", "ground energy"),
    _row("C_0", "aligned_ground_coherence", r"C_0", "1", "0 <= C <= 1", "41", "coherence of the ground state"),
    _row("m_0", "free_magnetization", r"m_0", "1", "0 <= m_0 <= N", "46", "modulus of `<M>` of the ring without the target"),
    _row("J_c", "critical_coupling", r"J_{\mathrm c}", "energy", "J_c <= 0", "48", "coupling where the ground states cross"),
)


def _symbol(name: str) -> Symbol:
    (entry,) = (row for row in NOMENCLATURE if row.name == name and row.assumptions)
    return Symbol(name, **dict.fromkeys(entry.assumptions, True))


N = _symbol("N")
m = _symbol("m")
n = _symbol("n")
k = _symbol("k")
omega = _symbol("omega")
omega_a = _symbol("omega_a")
gamma = _symbol("gamma")
J = _symbol("J")
beta = _symbol("beta")
T = _symbol("T")
K = _symbol("K")
z = _symbol("z")
h = _symbol("h")
