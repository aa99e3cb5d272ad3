"""The language equations are written in: names with one LaTeX form each, and a few structural forms.

A statement is a SymPy expression over the symbols of `exact.symbols`, the names below (C, Z, W_m, operators, states ...)
and the structural forms `Over`, `At`, `Lim`, ... Names stand for themselves: what they mean is defined by brute force
in `symcoh.attack`, never by a formula of the ledger.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sympy import Expr, Function, Symbol
from sympy.printing.str import StrPrinter


@dataclass(frozen=True, kw_only=True, slots=True)
class Name:
    """One name: its LaTeX (with {0}, {1}, ... for arguments) and what it stands for."""

    name: str
    latex: str
    meaning: str
    arity: int = 0
    operator: bool = False


NAMES: dict[str, Name] = {}
"""Every name of the language beside the symbols of `exact.symbols`, by name."""


def scalar(name: str, latex: str, meaning: str) -> Symbol:
    """A real number with a name of its own."""
    _register(Name(name=name, latex=latex, meaning=meaning))
    return Symbol(name, real=True)


def function(name: str, arity: int, latex: str, meaning: str) -> Callable[..., Expr]:
    """A real number that depends on `arity` arguments."""
    _register(Name(name=name, latex=latex, meaning=meaning, arity=arity))
    return Function(name, real=True)  # type: ignore[no-any-return]  # SymPy is untyped


def operator(name: str, latex: str, meaning: str) -> Symbol:
    """An operator or a vector: it does not commute."""
    _register(Name(name=name, latex=latex, meaning=meaning, operator=True))
    return Symbol(name, commutative=False)


def operator_function(name: str, arity: int, latex: str, meaning: str) -> Callable[..., Expr]:
    """An operator or a vector that depends on `arity` arguments."""
    _register(Name(name=name, latex=latex, meaning=meaning, arity=arity, operator=True))
    return Function(name, commutative=False)  # type: ignore[no-any-return]  # SymPy is untyped


def _register(entry: Name) -> None:
    assert entry.name not in NAMES, entry.name
    NAMES[entry.name] = entry


class Over(Function):
    """Over(body, index, domain): the sum of body over an index in a domain of `DOMAINS`."""

    nargs = (3,)


class At(Function):
    """At(expression, symbol, value): the expression with one parameter of the model changed."""

    nargs = (3,)


class Lim(Function):
    """Lim(expression, symbol, point): the limit of the expression as a parameter tends to a point."""

    nargs = (3,)


class Deriv(Function):
    """Deriv(expression, symbol): the partial derivative in a parameter of the model."""

    nargs = (2,)


class Matrix2(Function):
    """Matrix2(a, b, c, d): the 2x2 matrix ((a, b), (c, d)) on the target."""

    nargs = (4,)
    is_commutative = False


class Column(Function):
    """Column(a, b): the column (a, b) on the target."""

    nargs = (2,)
    is_commutative = False


class Tensor(Function):
    """Tensor(a, b): the tensor product, the target first."""

    nargs = (2,)
    is_commutative = False

    def _sympystr(self, printer: StrPrinter) -> str:
        """SymPy has a printing rule for another class of this name."""
        return f"Tensor({', '.join(printer._print(part) for part in self.args)})"


class Tensors(Function):
    """Tensors(body, index, domain): the tensor product of body over an index in a domain of `DOMAINS`."""

    nargs = (3,)
    is_commutative = False


class Dyad(Function):
    """Dyad(a, b): |a><b|."""

    nargs = (2,)
    is_commutative = False


class Braket(Function):
    """Braket(a, b): the inner product <a|b>, a number."""

    nargs = (2,)
    is_commutative = True


class Commutator(Function):
    """Commutator(a, b): a b - b a."""

    nargs = (2,)
    is_commutative = False


class TraceSources(Function):
    """TraceSources(a): the partial trace over all sources, an operator on the target."""

    nargs = (1,)
    is_commutative = False


class Integrate(Function):
    """Integrate(body, symbol, low, high): the integral of a body that is entire in the symbol."""

    nargs = (4,)


STRUCTURES = (Over, At, Lim, Deriv, Matrix2, Column, Tensor, Tensors, Dyad, Braket, Commutator, TraceSources, Integrate)
"""The structural forms, each with a rule of its own in the printer, the parser and the interpreter."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Domain:
    """The values an index of `Over` runs over; `latex` stands under the sum sign, {0} the index."""

    name: str
    latex: str
    meaning: str


DOMAINS: dict[str, Domain] = {}


def domain(name: str, latex: str, meaning: str) -> Symbol:
    """A domain of summation."""
    DOMAINS[name] = Domain(name=name, latex=latex, meaning=meaning)
    return Symbol(name)


sites = domain("sites", r"_{{{0}=1}}^{{N}}", "1, ..., N")
sectors = domain("sectors", r"_{{{0}}}", "-N, -N+2, ..., N")
positive_sectors = domain("positive_sectors", r"_{{{0}>0}}", "the sectors with m > 0")
nonnegative_sectors = domain("nonnegative_sectors", r"_{{{0}\ge0}}", "the sectors with m >= 0")
domains = domain("domains", r"_{{{0}}}", "0, ..., floor(N/2)")
signs = domain("signs", r"_{{{0}}}", "+1, -1")

# Dimensionless sign of a branch, printed as \pm; and a second sector, a second number of domains.
pm = scalar("pm", r"\pm", "+1 or -1")
m_prime = scalar("m_prime", r"m'", "a second eigenvalue of M")
n_prime = scalar("n_prime", r"n'", "a second number of up-domains")

# Scalars of the thermal state.
C = scalar("C", r"C", "coherence of the target, (6)")
Z = scalar("Z", r"Z", "partition function, (3)")
p_e = scalar("p_e", r"p_{\mathrm e}", "population of |e>, (5)")
p_g = scalar("p_g", r"p_{\mathrm g}", "population of |g>, (5)")
rho_eg = scalar("rho_eg", r"\rho_{\mathrm{eg}}", "off-diagonal element of rho_t, (5)")
rho_ge = scalar("rho_ge", r"\rho_{\mathrm{ge}}", "off-diagonal element of rho_t, (5)")

# Functions of a sector.
S = function("S", 1, r"S_{{{0}}}", "splitting of the target in the sector m, (20)")
W = function("W", 1, r"W_{{{0}}}", "sector weight, (30)")
g = function("g", 2, r"g({0},{1})", "ring states with magnetization m and n up-domains, (25)")
E = function("E", 3, r"E_{{{0}}}({1},{2})", "energy levels, the sign first, (20)")

# Operators and states.
H = operator("H", r"H", "the Hamiltonian, (1)")
H_I = operator("H_I", r"H_{\mathrm I}", "intersource interaction, (2)")
rho = operator("rho", r"\rho", "thermal state of the whole system, (3)")
rho_t = operator("rho_t", r"\rho_{\mathrm t}", "state of the target, (4)")
sigma_x = operator("sigma_x", r"\sigma^x", "Pauli matrix of the target")
sigma_z = operator("sigma_z", r"\sigma^z", "Pauli matrix of the target")
sigma_z_source = operator_function("sigma_z_source", 1, r"\sigma^z_{{{0}}}", "Pauli matrix of source k, periodic in k")
M = operator("M", r"M", "total magnetization of the sources, (8)")

# Appendix B: the sums (68) and their factors. A superscript a marks functions of omega_a, gamma those of gamma.
lower_sectors = domain("lower_sectors", r"_{{0\le{0}<m}}", "the sectors with 0 <= m' < m")
positive_lower_sectors = domain("positive_lower_sectors", r"_{{0<{0}<m}}", "the sectors with 0 < m' < m")
later_domains = domain("later_domains", r"_{{{0}>n}}", "n+1, ..., floor(N/2)")
missing_domains = domain("missing_domains", r"_{{{0}>(N-|m|)/2}}", "the numbers of up-domains beyond (N-|m|)/2, to floor(N/2)")
w = function("w", 1, r"w_{{{0}}}", "rescaled sector weight, (69)")
w_prime = function("w_prime", 1, r"w'_{{{0}}}", "derivative of w_m in 4 beta J, (71)")
s_a = function("s_a", 1, r"s^{{a}}_{{{0}}}", "odd function of omega_a, (70a)")
c_a = function("c_a", 1, r"c^{{a}}_{{{0}}}", "even function of omega_a, (70b)")
s_gamma = function("s_gamma", 1, r"s^{{\gamma}}_{{{0}}}", "odd function of gamma, (70c)")
c_gamma = function("c_gamma", 1, r"c^{{\gamma}}_{{{0}}}", "even function of gamma, halved at m = 0, (70d)")
F = function("F", 1, r"F_{{{0}}}", "s^a_m s^gamma_m, (70e)")
G = function("G", 1, r"G_{{{0}}}", "c^a_m c^gamma_m, (70f)")
f_gamma = function("f_gamma", 1, r"f^{{\gamma}}_{{{0}}}", "w_m s^gamma_m")
g_gamma = function("g_gamma", 1, r"g^{{\gamma}}_{{{0}}}", "w_m c^gamma_m")
f_a = function("f_a", 1, r"f^{{a}}_{{{0}}}", "w_m s^a_m")
g_a = function("g_a", 1, r"g^{{a}}_{{{0}}}", "w_m c^a_m")
alpha_ratio = function("alpha_ratio", 2, r"\alpha_{{{0},{1}}}", "f^gamma_m g^gamma_m' over f^gamma_m' g^gamma_m, (82)")
mu_ratio = function("mu_ratio", 2, r"\mu_{{{0},{1}}}", "f^a_m g^a_m' m/S_m over f^a_m' g^a_m m'/S_m', (87)")
nu_ratio = function("nu_ratio", 2, r"\nu_{{{0},{1}}}", "m^2/S_m over m'^2/S_m', (88)")

# The eigenvectors of H, (7)-(23), and the ends of the coherence in J, (32)-(39).
alpha = scalar("alpha", r"\alpha", "label of the source states with one value of m, (9)")
E_total = scalar("E_total", r"E", "an eigenvalue of H, (7)")
ell = scalar("ell", r"\ell", "sum of sigma^z_k sigma^z_{k+1} in a source state, (15)")
s = function("s", 1, r"s_{{{0}}}", "+1 or -1, the eigenvalue of sigma^z_k in a source state, (10)")
c_e = scalar("c_e", r"c_{\mathrm e}", "weight of |e> in the target's state, (13)")
c_g = scalar("c_g", r"c_{\mathrm g}", "weight of |g> in the target's state, (13)")
c_e_branch = function("c_e_branch", 2, r"c_{{\mathrm e,{1}}}^{{{0}}}", "weight of |e> at the energy E_+-(m, n), the sign first, (21)")
c_g_branch = function("c_g_branch", 2, r"c_{{\mathrm g,{1}}}^{{{0}}}", "weight of |g> at the energy E_+-(m, n), the sign first, (21)")
ket_e = operator("ket_e", r"|\mathrm e\rangle", "excited state of the free target, (5)")
ket_g = operator("ket_g", r"|\mathrm g\rangle", "ground state of the free target, (5)")
ket_Psi = operator("ket_Psi", r"|\Psi\rangle", "an eigenvector of H, (7)")
ket_chi = operator("ket_chi", r"|\chi\rangle", "the target's factor of an eigenvector of H, (12)")
ket_phi = operator("ket_phi", r"|\phi\rangle", "the sources' factor of an eigenvector of H, (12)")
ket_source = operator_function("ket_source", 1, r"|s_{{{0}}}\rangle_{{{0}}}", "eigenvector of sigma^z_k with the eigenvalue s_k, (10)")
ket_m_alpha = operator_function("ket_m_alpha", 2, r"|{0},{1}\rangle", "product state of the sources with magnetization m, (9)")
ket_chi_branch = operator_function(
    "ket_chi_branch", 2, r"|\chi_{{{1}}}^{{{0}}}\rangle", "the target's factor at the energy E_+-(m, n), the sign first, (26)"
)
J_prime = scalar("J_prime", r"J'", "a coupling of the sources beyond J")
omega_a_prime = scalar("omega_a_prime", r"\omega_a'", "a gap of a source beyond omega_a")
gamma_prime = scalar("gamma_prime", r"\gamma'", "a coupling of the target beyond gamma")
C_up = scalar("C_up", r"C^{\uparrow}", "the coherence for J -> oo, (35)")
C_down = scalar("C_down", r"C_{\downarrow}", "the coherence for J -> -oo, (37)")

# Ground states and limits, (40)-(57).
E_0 = scalar("E_0", r"E_0", "the ground energy, (40)")
C_0 = scalar("C_0", r"C_0", "the coherence at zero temperature, (41)")
J_c = scalar("J_c", r"J_{\mathrm c}", "coupling at which aligned and antialigned ground states cross, (48)")
E_min = function("E_min", 1, r"E_{{\min}}({0})", "the lowest energy at magnetization m, (51)")
Delta = scalar("Delta", r"\Delta", "the aligned minus the antialigned energy, (52), (53)")
m_0 = scalar("m_0", r"m_0", "minus the mean magnetization of the sources without the target, (46)")

# Appendix A: the ring's interaction, and any systems A + B with [H_B, B] = 0. The index i stands for a pair (b, beta).
joint_eigenvectors = domain("joint_eigenvectors", r"_{{{0}}}", "the common eigenvectors of H_B and B")
target_eigenvectors = domain("target_eigenvectors", r"_{{{0}}}", "the eigenvectors of H_A + bA")
i = scalar("i", r"i", "label of a common eigenvector of H_B and B, (64)")
i_prime = scalar("i_prime", r"i'", "label of a second common eigenvector of H_B and B")
j = scalar("j", r"j", "label of an eigenvector of H_A + bA, (67)")
j_prime = scalar("j_prime", r"j'", "label of a second eigenvector of H_A + bA")
b = function("b", 1, r"b_{{{0}}}", "eigenvalue of B, (65)")
epsilon = function("epsilon", 1, r"\varepsilon_{{{0}}}", "eigenvalue of H_B, (64)")
H_TS = operator("H_TS", r"H_{\mathrm{TS}}", "interaction of the target with the sources, (58)")
M_S = operator("M_S", r"M", "total magnetization as an operator on the sources alone, (58)")
H_total = operator("H_total", r"H", "the Hamiltonian of the systems A and B, (61)")
H_A = operator("H_A", r"H_A", "the Hamiltonian of system A alone, (61)")
H_B = operator("H_B", r"H_B", "the Hamiltonian of system B alone, (61)")
H_AB = operator("H_AB", r"H_{AB}", "the interaction of the systems A and B, (62)")
A = operator("A", r"A", "factor of the interaction on system A, (62)")
B = operator("B", r"B", "factor of the interaction on system B, (62)")
one_A = operator("one_A", r"I_A", "the unit operator on system A")
one_B = operator("one_B", r"I_B", "the unit operator on system B")
psi = operator("psi", r"|\psi\rangle", "any vector of system A, (66)")
ket_b = operator_function("ket_b", 1, r"|b_{{{0}}},\beta_{{{0}}}\rangle", "common eigenvector of H_B and B, (64)")
chi_b = operator_function("chi_b", 2, r"|\chi_{{b_{{{1}}}}}^{{{0}}}\rangle", "eigenvector of H_A + bA, the label first, (67)")
product_b = operator_function(
    "product_b", 2, r"|\chi_{{b_{{{1}}}}}^{{{0}}},b_{{{1}}},\beta_{{{1}}}\rangle", "an eigenvector of H_A + bA times one of H_B and B, (67)"
)

# Beyond the paper. The free ring in a field, C as a mean over s, many sources.
L = function("L", 1, r"L({0})", "partition function of the ring in the reduced field h, the sum of W_m e^{hm}")
lambda_plus = function("lambda_plus", 1, r"\lambda_+({0})", "the larger eigenvalue of the transfer matrix in the reduced field h")
lambda_minus = function("lambda_minus", 1, r"\lambda_-({0})", "the smaller eigenvalue of the transfer matrix in the reduced field h")
r_ratio = function("r_ratio", 1, r"r_{{{0}}}", "W_{2k+2-N} over W_{2k-N}")
s_mean = scalar("s_mean", r"s", "variable of integration, of which C is the mean")
kernel = function("kernel", 1, r"\kappa({0})", "weight of s in the integral representation")
I_1 = function("I_1", 1, r"I_1({0})", "modified Bessel function")
C_many = scalar("C_many", r"C_N", "coherence of the target for any number of sources, by certified sums over the sectors")
h_star = scalar("h_star", r"h_*", "beta (omega_a/2 + gamma)")
m_star = scalar("m_star", r"m_*", "first derivative of log lambda_+ at h_*")
chi = scalar("chi", r"\chi", "second derivative of log lambda_+ at h_*")
chi_prime = scalar("chi_prime", r"\chi'", "third derivative of log lambda_+ at h_*")

# Corrections: mean magnetization, further temperatures and couplings.
M_mean = scalar("M_mean", r"\langle M\rangle", "thermal mean of the magnetization, (8)")
T_1 = scalar("T_1", r"T_1", "a temperature")
T_2 = scalar("T_2", r"T_2", "a higher temperature")
T_3 = scalar("T_3", r"T_3", "a still higher temperature")
T_4 = scalar("T_4", r"T_4", "the highest of four temperatures")

# Beyond the ring: any sources.
omega_prime = scalar("omega_prime", r"\omega'", "a gap of the target beyond omega")
C_grown = scalar("C_grown", r"C^{+}", "coherence after one J_e, omega_k or gamma_k of a graph has grown, or a source was added")
Z_modulus = function("Z_modulus", 2, r"\mathcal{{Z}}({0},{1})", "modulus of Z at the gap omega_a + iy of the sources")
b_moment = function("b_moment", 1, r"\mathcal{{B}}_{{{0}}}", "moment of B/gamma of the sources without the target, (65)")
bonds = scalar("bonds", "N_b", "number of bonds")
bond_pairs = scalar("bond_pairs", "N_p", "number of pairs of bonds that share a site")
y = scalar("y", r"y", "imaginary part of a complex gap of the sources")
J_xy = scalar("J_xy", r"J_{\perp}", "coupling of the sources in the plane, of sigma^x sigma^x + sigma^y sigma^y")
