"""Section 3, (7)-(23): (18)-(23), the target's 2x2 problem, its levels and its eigenvectors, and `eigenvector_entries` before them."""

from __future__ import annotations

from sympy import Expr, Integer, Rational, sqrt

from ..exact.symbols import J, N, gamma, m, n, omega, omega_a
from .eigenvector_entries import BRANCH, EIGENSTATE, PARAMETERS, PRODUCT_STATE
from .eigenvector_entries import ENTRIES as EIGENVECTOR_ENTRIES
from .entry import Entry, Sampler, Statement, Wrong
from .notation import Column, E, E_total, H, Matrix2, S, Tensor, c_e, c_e_branch, c_g, c_g_branch, ket_e, ket_g, ket_phi, ket_Psi, pm

STATE_WITH_DOMAINS = {**EIGENSTATE, "n": "domains_of_state"}
BRANCH_OF_SECTOR = {"m": "sectors", "pm": "signs"}
SECTOR = ("`N >= 1`", "`m = -N, -N+2, ..., N`", "`gamma` real")
NORMALISED = "the weights are real and normalised"
APART = "`S_m > 0`: `omega > 0`, or `gamma m != 0`"


def _acted(mixing: Expr) -> Expr:
    shift = omega_a / 2 * m - J * (N - 4 * n)
    upper = (omega / 2 + shift) * c_e + mixing * m * c_g
    lower = mixing * m * c_e + (-omega / 2 + shift) * c_g
    return upper * Tensor(ket_e, ket_phi) + lower * Tensor(ket_g, ket_phi)


def _problem(coupling: Expr) -> Statement:
    return Statement(
        lhs=Matrix2(omega / 2, gamma * m, gamma * m, -omega / 2) * Column(c_e, c_g),
        rhs=(E_total - omega_a / 2 * m + coupling * (N - 4 * n)) * Column(c_e, c_g),
    )


def _energy(coupling: Expr) -> Statement:
    return Statement(lhs=E(pm, m, n), rhs=omega_a / 2 * m - coupling * (N - 4 * n) + pm * S(m) / 2)


_SPLITTING = Statement(lhs=S(m), rhs=sqrt(omega**2 + 4 * gamma**2 * m**2))


def _first_row(side: Expr) -> Statement:
    return Statement(lhs=(omega - side * S(m)) * c_e_branch(pm, m) + 2 * gamma * m * c_g_branch(pm, m), rhs=Integer(0))


def _second_row(side: Expr) -> Statement:
    return Statement(lhs=2 * gamma * m * c_e_branch(pm, m) - (omega + side * S(m)) * c_g_branch(pm, m), rhs=Integer(0))


def _share(side: Expr) -> Expr:
    return Rational(1, 2) * (1 + side * omega / S(m))


SECTION = "3. Eigenvalues and eigenvectors of the total Hamiltonian"
SOURCE = "Sec. 3"
ENTRIES = (
    *EIGENVECTOR_ENTRIES,
    Entry(
        number="18",
        title="Action of the Hamiltonian",
        statements=(Statement(lhs=H * ket_Psi, rhs=_acted(gamma)),),
        assumptions=(*PARAMETERS, PRODUCT_STATE, BRANCH, "`n` is the number of up-domains of the source state"),
        derivation="factorized-eigenvectors",
        sampler=Sampler(sources=(1, 5), positive=(), temperature="none", indices=STATE_WITH_DOMAINS),
        wrong=Wrong(name="−γ for γ", statement=Statement(lhs=H * ket_Psi, rhs=_acted(-gamma))),
        note="The displayed formula was rebuilt from the prose.",
    ),
    Entry(
        number="19",
        title="Eigenvalue problem of the target",
        statements=(_problem(J),),
        assumptions=(*PARAMETERS, PRODUCT_STATE, BRANCH, "`n` is the number of up-domains of the source state"),
        derivation="factorized-eigenvectors",
        sampler=Sampler(sources=(1, 6), positive=(), temperature="none", indices=STATE_WITH_DOMAINS),
        wrong=Wrong(name="−J for J", statement=_problem(-J)),
        note="The displayed formula was rebuilt from the prose.",
    ),
    Entry(
        number="20",
        title="Energies",
        statements=(_energy(J), _SPLITTING),
        assumptions=(*PARAMETERS, "`m = -N, -N+2, ..., N`", "`n = 0, 1, ..., floor(N/2)`, and `n <= min(k, N-k)` with `k = (N+m)/2`"),
        derivation="factorized-eigenvectors",
        sampler=Sampler(sources=(1, 9), positive=(), temperature="none", indices={"n": "domains", "m": "sectors_of_n", "pm": "signs"}),
        wrong=Wrong(name="−J for J", statement=_energy(-J)),
    ),
    Entry(
        number="21a",
        title="Weights, first row",
        statements=(_first_row(pm),),
        assumptions=("`omega >= 0`", *SECTOR),
        derivation="exact-coherence",
        sampler=Sampler(sources=(1, 9), positive=(), temperature="none", indices=BRANCH_OF_SECTOR),
        wrong=Wrong(name="∓ for ±", statement=_first_row(-pm)),
        note="The displayed formula was rebuilt from the prose.",
    ),
    Entry(
        number="21b",
        title="Weights, second row",
        statements=(_second_row(pm),),
        assumptions=("`omega >= 0`", *SECTOR),
        derivation="exact-coherence",
        sampler=Sampler(sources=(1, 9), positive=(), temperature="none", indices=BRANCH_OF_SECTOR),
        wrong=Wrong(name="∓ for ±", statement=_second_row(-pm)),
        note="The displayed formula was rebuilt from the prose.",
    ),
    Entry(
        number="22",
        title="Populations of an eigenvector",
        statements=(Statement(lhs=c_e_branch(pm, m) ** 2, rhs=_share(pm)), Statement(lhs=c_g_branch(pm, m) ** 2, rhs=_share(-pm))),
        assumptions=("`omega >= 0`", *SECTOR, APART, NORMALISED),
        derivation="exact-coherence",
        sampler=Sampler(sources=(1, 9), temperature="none", indices=BRANCH_OF_SECTOR),
        wrong=Wrong(name="∓ for ±", statement=Statement(lhs=c_e_branch(pm, m) ** 2, rhs=_share(-pm))),
        note="For complex weights the squares are squared moduli.",
    ),
    Entry(
        number="23",
        title="Coherence of an eigenvector",
        statements=(Statement(lhs=c_e_branch(pm, m) * c_g_branch(pm, m), rhs=pm * gamma * m / S(m)),),
        assumptions=("`omega >= 0`", *SECTOR, APART, NORMALISED),
        derivation="exact-coherence",
        sampler=Sampler(sources=(1, 9), temperature="none", indices=BRANCH_OF_SECTOR),
        wrong=Wrong(name="∓ for ±", statement=Statement(lhs=c_e_branch(pm, m) * c_g_branch(pm, m), rhs=-pm * gamma * m / S(m))),
    ),
)
