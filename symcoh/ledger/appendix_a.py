"""Appendix A, (58)-(67): factorised eigenvectors of the ring, and of any systems A + B coupled by a product."""

from __future__ import annotations

from sympy import Integer, KroneckerDelta, Rational

from ..exact.symbols import gamma
from .entry import Counterexample, Entry, Sampler, Statement, Wrong
from .notation import (
    H_A,
    H_AB,
    H_B,
    H_I,
    H_TS,
    M_S,
    A,
    B,
    Braket,
    Commutator,
    E_total,
    H,
    H_total,
    M,
    Matrix2,
    Tensor,
    b,
    chi_b,
    epsilon,
    i,
    i_prime,
    j,
    j_prime,
    ket_b,
    ket_chi,
    ket_e,
    ket_g,
    ket_m_alpha,
    ket_phi,
    ket_Psi,
    one_A,
    one_B,
    product_b,
    psi,
    sigma_x,
)

SECTION = "Appendix A. Factorized eigenvectors of the total Hamiltonian"
SOURCE = "App. A"
PROOF = "factorized-eigenvectors"
RING = ("`N >= 1`", "`omega >= 0`; `omega_a`, `gamma`, `J` real")
SYSTEMS = ("finite-dimensional systems `A` and `B`", "`H_A`, `A`, `H_B`, `B` Hermitian")
COMMUTING = (*SYSTEMS, "`H_B B = B H_B`")
PAIR = "The index `i` stands for the pair `(b, beta)`; `beta` labels states of equal `b` here and is not `1/T`."

_GENERAL = {"seed": "seed"}
_EIGENVECTOR = Sampler(sources=(1, 1), temperature="none", extra=_GENERAL, indices={"i": "joint_eigenvectors"})
_FACTORISED = Tensor(ket_chi, ket_phi)
_OVERLAP = Braket(product_b(j, i), product_b(j_prime, i_prime))
_SHIFTED = H_A + b(i) * A + epsilon(i)
_CROSSING = Tensor(ket_e + 2 * ket_g, ket_m_alpha(Integer(-2), Integer(1))) + Tensor(ket_g, ket_m_alpha(Integer(0), Integer(1)))
"""Two eigenvectors of one energy, added: (|e> + 2|g>) with both sources down, and |g> with one of them up."""

ENTRIES = (
    Entry(
        number="58",
        title="Interaction as a product",
        statements=(Statement(lhs=H_TS, rhs=gamma * sigma_x * M), Statement(lhs=H_TS, rhs=Tensor(Matrix2(0, gamma, gamma, 0), M_S))),
        assumptions=RING,
        derivation=PROOF,
        sampler=Sampler(sources=(1, 5), positive=(), temperature="none"),
        wrong=Wrong(name="−γ for γ", statement=Statement(lhs=H_TS, rhs=-gamma * sigma_x * M)),
        note="`H_TS = A ⊗ B` in (62) with `A = gamma sigma^x`, `B = M`.",
    ),
    Entry(
        number="59",
        title="Magnetization commutes with the interaction of the sources",
        statements=(Statement(lhs=Commutator(M, H_I), rhs=Integer(0)),),
        assumptions=RING,
        derivation=PROOF,
        sampler=Sampler(sources=(1, 4), positive=(), temperature="none"),
        wrong=Wrong(name="the anticommutator", statement=Statement(lhs=M * H_I + H_I * M, rhs=Integer(0))),
    ),
    Entry(
        number="60",
        title="Factorized eigenvectors of the ring",
        statements=(Statement(lhs=ket_Psi, rhs=_FACTORISED), Statement(lhs=H * _FACTORISED, rhs=E_total * _FACTORISED)),
        assumptions=(*RING, "the source state is a product state `|m, alpha>` of (10)", "the target state is an eigenvector of (19)"),
        derivation=PROOF,
        sampler=Sampler(sources=(1, 5), positive=(), temperature="none", indices={"m": "sectors", "alpha": "states_of_m", "pm": "signs"}),
        wrong=Wrong(name="−E for E", statement=Statement(lhs=H * _FACTORISED, rhs=-E_total * _FACTORISED)),
    ),
    Entry(
        number="61",
        title="Two coupled systems",
        statements=(Statement(lhs=H_total, rhs=Tensor(H_A, one_B) + Tensor(one_A, H_B) + H_AB),),
        assumptions=SYSTEMS,
        status="definition",
        sampler=Sampler(sources=(1, 1), temperature="none", extra=_GENERAL),
        wrong=Wrong(name="−H_AB for H_AB", statement=Statement(lhs=H_total, rhs=Tensor(H_A, one_B) + Tensor(one_A, H_B) - H_AB)),
        note="`H_A` and `H_B` act on one system each; their unit operators on the other are written out.",
    ),
    Entry(
        number="62",
        title="Separable interaction",
        statements=(Statement(lhs=H_AB, rhs=Tensor(A, B)),),
        assumptions=SYSTEMS,
        status="definition",
        sampler=Sampler(sources=(1, 1), temperature="none", extra=_GENERAL),
        wrong=Wrong(name="a sign", statement=Statement(lhs=H_AB, rhs=-Tensor(A, B))),
    ),
    Entry(
        number="63",
        title="Commuting operators of system `B`",
        statements=(Statement(lhs=Commutator(H_B, B), rhs=Integer(0)),),
        assumptions=COMMUTING,
        status="definition",
        sampler=Sampler(sources=(1, 1), temperature="none", extra=_GENERAL),
        wrong=Wrong(name="the anticommutator", statement=Statement(lhs=H_B * B + B * H_B, rhs=Integer(0))),
        note="An assumption on the systems `A` and `B`; (59) is the case of the ring.",
    ),
    Entry(
        number="64",
        title="Common eigenvectors: energy",
        statements=(Statement(lhs=H_B * ket_b(i), rhs=epsilon(i) * ket_b(i)),),
        assumptions=COMMUTING,
        derivation=PROOF,
        sampler=_EIGENVECTOR,
        wrong=Wrong(name="b for ε", statement=Statement(lhs=H_B * ket_b(i), rhs=b(i) * ket_b(i))),
        note=PAIR,
    ),
    Entry(
        number="65",
        title="Common eigenvectors: coupling",
        statements=(Statement(lhs=B * ket_b(i), rhs=b(i) * ket_b(i)),),
        assumptions=COMMUTING,
        derivation=PROOF,
        sampler=_EIGENVECTOR,
        wrong=Wrong(name="ε for b", statement=Statement(lhs=B * ket_b(i), rhs=epsilon(i) * ket_b(i))),
        note=PAIR,
    ),
    Entry(
        number="66",
        title="Action on a product",
        statements=(Statement(lhs=H_total * Tensor(psi, ket_b(i)), rhs=Tensor(_SHIFTED * psi, ket_b(i))),),
        assumptions=(*COMMUTING, "`|psi>` any vector of system `A`"),
        derivation=PROOF,
        sampler=_EIGENVECTOR,
        wrong=Wrong(
            name="A for bA", statement=Statement(lhs=H_total * Tensor(psi, ket_b(i)), rhs=Tensor((H_A + A + epsilon(i)) * psi, ket_b(i)))
        ),
        note=PAIR,
    ),
    Entry(
        number="67",
        title="Orthonormality",
        statements=(
            Statement(lhs=product_b(j, i), rhs=Tensor(chi_b(j, i), ket_b(i))),
            Statement(lhs=_OVERLAP, rhs=KroneckerDelta(i, i_prime) * KroneckerDelta(j, j_prime)),
        ),
        assumptions=(*COMMUTING, "the `|b, beta>` orthonormal", "for each `b`, the `|chi_b>` orthonormal eigenvectors of `H_A + bA`"),
        status="corrected",
        derivation=PROOF,
        sampler=Sampler(
            sources=(1, 1),
            temperature="none",
            extra=_GENERAL,
            indices={
                "i": "joint_eigenvectors",
                "i_prime": "joint_eigenvectors",
                "j": "target_eigenvectors",
                "j_prime": "target_eigenvectors",
            },
        ),
        wrong=Wrong(name="no condition on the eigenvector of A", statement=Statement(lhs=_OVERLAP, rhs=KroneckerDelta(i, i_prime))),
        counterexample=Counterexample(
            refutes=(
                "There are no other eigenvectors than the factorised ones: where two of them have one energy, different target and "
                "different source vectors, their sum is an eigenvector and does not factorise."
            ),
            values={"N": "2", "omega": "3", "omega_a": "1", "gamma": "1", "J": "-1/2"},
            statement=Statement(lhs=H * _CROSSING, rhs=-Rational(5, 2) * _CROSSING),
        ),
        note=f"(67) itself is proved; what is corrected is the sentence on 'no other eigenvectors' after it. {PAIR}",
    ),
)
