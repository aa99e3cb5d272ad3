"""Section 3, (7)-(17): eigenvectors that factorise, and the states of the sources."""

from __future__ import annotations

from sympy import Integer, floor

from ..exact.symbols import J, N, gamma, k, m, n, omega, omega_a
from .entry import Counterexample, Entry, Sampler, Statement, Wrong
from .notation import (
    H_I,
    E_total,
    H,
    M,
    Over,
    Tensor,
    Tensors,
    alpha,
    c_e,
    c_g,
    ell,
    g,
    ket_chi,
    ket_e,
    ket_g,
    ket_m_alpha,
    ket_phi,
    ket_Psi,
    ket_source,
    s,
    sigma_x,
    sigma_z,
    sigma_z_source,
    sites,
)

SIZE = "`N >= 1`"
PARAMETERS = (SIZE, "`omega >= 0`; `omega_a`, `gamma`, `J` real")
PRODUCT_STATE = "the source state is a product state `|m, alpha>` of (10), `m = -N, -N+2, ..., N`"
BRANCH = "the target state is an eigenvector of the `2×2` matrix of (19), either branch"

STATE = {"m": "sectors", "alpha": "states_of_m"}
SOURCES_ALONE = {"source_space": "source_space", **STATE}
EIGENSTATE = {**STATE, "pm": "signs"}

ENTRIES = (
    Entry(
        number="7",
        title="Eigenvalue problem",
        statements=(Statement(lhs=H * ket_Psi, rhs=E_total * ket_Psi),),
        assumptions=(*PARAMETERS, PRODUCT_STATE, BRANCH),
        status="definition",
        sampler=Sampler(sources=(1, 5), positive=(), temperature="none", indices=EIGENSTATE),
        wrong=Wrong(name="a sign", statement=Statement(lhs=H * ket_Psi, rhs=-E_total * ket_Psi)),
        note="Attacked with the factorised eigenvectors; other eigenvectors exist where energies cross.",
    ),
    Entry(
        number="8",
        title="Magnetization of the sources",
        statements=(Statement(lhs=M, rhs=Over(sigma_z_source(k), k, sites)),),
        assumptions=(SIZE,),
        status="definition",
        sampler=Sampler(sources=(1, 5), temperature="none"),
        wrong=Wrong(name="a sign", statement=Statement(lhs=M, rhs=-Over(sigma_z_source(k), k, sites))),
    ),
    Entry(
        number="9",
        title="Eigenstates of the magnetization",
        statements=(Statement(lhs=M * ket_m_alpha(m, alpha), rhs=m * ket_m_alpha(m, alpha)),),
        assumptions=(SIZE, "`m = -N, -N+2, ..., N`", "`alpha` counts the `binom(N, (N+m)/2)` states with one `m`"),
        status="checked",
        sampler=Sampler(sources=(1, 6), temperature="none", indices=SOURCES_ALONE),
        wrong=Wrong(name="−m for m", statement=Statement(lhs=M * ket_m_alpha(m, alpha), rhs=-m * ket_m_alpha(m, alpha))),
    ),
    Entry(
        number="10",
        title="Product states of the sources",
        statements=(Statement(lhs=ket_m_alpha(m, alpha), rhs=Tensors(ket_source(k), k, sites)),),
        assumptions=(SIZE, "`s_k = +1` or `-1`, with `(N+m)/2` of them `+1`"),
        status="definition",
        sampler=Sampler(sources=(1, 6), temperature="none", indices=STATE),
        wrong=Wrong(
            name="source k+1 for source k", statement=Statement(lhs=ket_m_alpha(m, alpha), rhs=Tensors(ket_source(k + 1), k, sites))
        ),
        note="The displayed formula was rebuilt from the prose.",
    ),
    Entry(
        number="11",
        title="Hamiltonian with the magnetization",
        statements=(Statement(lhs=H, rhs=omega / 2 * sigma_z + omega_a / 2 * M + gamma * sigma_x * M + H_I),),
        assumptions=PARAMETERS,
        status="checked",
        sampler=Sampler(sources=(1, 5), positive=(), temperature="none"),
        wrong=Wrong(name="−γ for γ", statement=Statement(lhs=H, rhs=omega / 2 * sigma_z + omega_a / 2 * M - gamma * sigma_x * M + H_I)),
        note="(1) with (8).",
    ),
    Entry(
        number="12",
        title="Factorised eigenvectors",
        statements=(Statement(lhs=ket_Psi, rhs=Tensor(ket_chi, ket_phi)),),
        assumptions=(*PARAMETERS, PRODUCT_STATE, BRANCH),
        derivation="factorized-eigenvectors",
        sampler=Sampler(sources=(1, 6), positive=(), temperature="none", indices=EIGENSTATE),
        wrong=Wrong(name="a sign", statement=Statement(lhs=ket_Psi, rhs=-Tensor(ket_chi, ket_phi))),
        note="These vectors are a basis. Where energies cross there are eigenvectors that do not factorise.",
    ),
    Entry(
        number="13",
        title="Target state",
        statements=(Statement(lhs=ket_chi, rhs=c_e * ket_e + c_g * ket_g), Statement(lhs=c_e**2 + c_g**2, rhs=Integer(1))),
        assumptions=(*PARAMETERS, "`c_e` and `c_g` real, which the phase of the state allows"),
        status="definition",
        sampler=Sampler(sources=(1, 6), positive=(), temperature="none", indices=EIGENSTATE),
        wrong=Wrong(name="weights exchanged", statement=Statement(lhs=ket_chi, rhs=c_g * ket_e + c_e * ket_g)),
    ),
    Entry(
        number="14",
        title="One bond",
        statements=(Statement(lhs=sigma_z_source(k) * sigma_z_source(k + 1) * ket_phi, rhs=s(k) * s(k + 1) * ket_phi),),
        assumptions=(SIZE, "`k = 1, 2, ..., N`", "the source state is a product state (10), `s_k = +1` or `-1`"),
        status="checked",
        sampler=Sampler(sources=(1, 6), temperature="none", indices={"k": "sites", **SOURCES_ALONE}),
        wrong=Wrong(
            name="a sign", statement=Statement(lhs=sigma_z_source(k) * sigma_z_source(k + 1) * ket_phi, rhs=-s(k) * s(k + 1) * ket_phi)
        ),
        note="The factor is `+1` or `-1`. The displayed formula was rebuilt from the prose.",
    ),
    Entry(
        number="15",
        title="Interaction energy",
        statements=(Statement(lhs=H_I * ket_phi, rhs=-J * ell * ket_phi),),
        assumptions=(SIZE, "`J` real", "the source state is a product state (10)"),
        status="checked",
        sampler=Sampler(sources=(1, 6), temperature="none", indices=SOURCES_ALONE),
        wrong=Wrong(name="+J for −J", statement=Statement(lhs=H_I * ket_phi, rhs=J * ell * ket_phi)),
    ),
    Entry(
        number="16",
        title="Number of up-domains",
        statements=(Statement(lhs=Integer(1), rhs=n, relation="<="), Statement(lhs=n, rhs=floor(N / 2), relation="<=")),
        assumptions=(
            "`N >= 2`",
            "`n` counts the up-domains of a ring that is not uniform",
            "`floor(N/2)`: the largest integer not larger than `N/2`",
        ),
        status="corrected",
        derivation="degeneracy",
        sampler=Sampler(sources=(2, 9), temperature="none", indices={"n": "numbers_of_domains"}),
        wrong=Wrong(name="one less", statement=Statement(lhs=n, rhs=floor(N / 2) - 1, relation="<=")),
        counterexample=Counterexample(
            refutes="The upper end is the largest integer smaller than `N/2`: for even `N` there are two states with `n = N/2`.",
            values={"N": "4", "omega_a": "1", "gamma": "1"},
            statement=Statement(lhs=g(Integer(0), N / 2), rhs=Integer(2)),
        ),
        note="The paper describes the upper end in words; that it means them for even `N` too is an inference.",
    ),
    Entry(
        number="17",
        title="Bond sum and number of domains",
        statements=(Statement(lhs=ell, rhs=N - 4 * n),),
        assumptions=(SIZE, "`n = 0, 1, ..., floor(N/2)` counts the up-domains, 0 for both uniform states"),
        derivation="degeneracy",
        sampler=Sampler(sources=(1, 9), temperature="none", indices={**STATE, "n": "domains_of_state"}),
        wrong=Wrong(name="2n for 4n", statement=Statement(lhs=ell, rhs=N - 2 * n)),
    ),
)
