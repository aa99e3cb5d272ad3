"""Section 2, (1)-(6): the model, its thermal state and the coherence of the target."""

from __future__ import annotations

from sympy import Abs, Expr, Integer, exp

from ..exact.symbols import J, beta, gamma, k, omega, omega_a
from .entry import Entry, Sampler, Statement, Wrong
from .notation import (
    H_I,
    C,
    H,
    Matrix2,
    Over,
    TraceSources,
    Z,
    p_e,
    p_g,
    rho,
    rho_eg,
    rho_ge,
    rho_t,
    sigma_x,
    sigma_z,
    sigma_z_source,
    sites,
)

SECTION = "2. Model and quantities of interest"
SOURCE = "Sec. 2"
PARAMETERS = ("`N >= 1`", "`omega >= 0`; `omega_a`, `gamma`, `J` real")
THERMAL = (*PARAMETERS, "`0 <= beta < oo`")


def _hamiltonian(mixing: Expr) -> Expr:
    total = Over(sigma_z_source(k), k, sites)
    return omega / 2 * sigma_z + omega_a / 2 * total + mixing * sigma_x * total + H_I


_BONDS = Over(sigma_z_source(k) * sigma_z_source(k + 1), k, sites)

ENTRIES = (
    Entry(
        number="1",
        title="Hamiltonian",
        statements=(Statement(lhs=H, rhs=_hamiltonian(gamma)),),
        assumptions=PARAMETERS,
        status="definition",
        sampler=Sampler(sources=(1, 4), positive=(), temperature="none"),
        wrong=Wrong(name="−γ for γ", statement=Statement(lhs=H, rhs=_hamiltonian(-gamma))),
    ),
    Entry(
        number="2",
        title="Interaction of the sources",
        statements=(Statement(lhs=H_I, rhs=-J * _BONDS),),
        assumptions=("`N >= 1`", "`J` real"),
        status="definition",
        sampler=Sampler(sources=(1, 4), positive=(), temperature="none"),
        wrong=Wrong(name="+J for −J", statement=Statement(lhs=H_I, rhs=J * _BONDS)),
        note="A ring: source `N+1` is source 1. For `N = 1` the one bond is the constant 1, and for `N = 2` the pair is bonded twice.",
    ),
    Entry(
        number="3",
        title="Thermal state",
        statements=(Statement(lhs=rho, rhs=exp(-beta * H) / Z),),
        assumptions=THERMAL,
        status="definition",
        sampler=Sampler(sources=(1, 3), positive=()),
        wrong=Wrong(name="+β for −β", statement=Statement(lhs=rho, rhs=exp(beta * H) / Z)),
        note="`Z` makes the trace of the state 1.",
    ),
    Entry(
        number="4",
        title="State of the target",
        statements=(Statement(lhs=rho_t, rhs=TraceSources(rho)),),
        assumptions=THERMAL,
        status="definition",
        sampler=Sampler(sources=(1, 4), positive=()),
        wrong=Wrong(name="a sign", statement=Statement(lhs=rho_t, rhs=-TraceSources(rho))),
    ),
    Entry(
        number="5",
        title="Elements of the target's state",
        statements=(Statement(lhs=rho_t, rhs=Matrix2(p_e, rho_eg, rho_ge, p_g)),),
        assumptions=THERMAL,
        status="definition",
        sampler=Sampler(positive=()),
        wrong=Wrong(name="populations exchanged", statement=Statement(lhs=rho_t, rhs=Matrix2(p_g, rho_eg, rho_ge, p_e))),
        note="In the basis of the excited and the ground state of the free target, the excited state first.",
    ),
    Entry(
        number="6",
        title="Coherence",
        statements=(Statement(lhs=C, rhs=2 * Abs(rho_eg)), Statement(lhs=C, rhs=Integer(1), relation="<=")),
        assumptions=THERMAL,
        status="definition",
        sampler=Sampler(),
        wrong=Wrong(name="without the 2", statement=Statement(lhs=C, rhs=Abs(rho_eg))),
        note="The `l_1`-norm of coherence: the sum of the moduli of the off-diagonal elements.",
    ),
)
