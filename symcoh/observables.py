"""The registry of quantities: name, formula, unit, the equations they rest on, and every trait that the code asks for.

Thermodynamic quantities belong to the whole system (target and sources); the others to the target's
reduced state rho_t = (1 + x sigma^x + z sigma^z)/2. Beside these `OBSERVABLES` stand the `LIMITS`: right-hand sides
of the bounds and limits of the coherence, and what target and sources have together, `SHARED`. k_B = hbar = 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from .errors import InputError, InputTypeError, shown

Sums = Literal["lean", "plain", "passes", "moments"]
"""Sums over the sectors: those of Z and C alone; those of the whole state; more than one pass; with moments of the energy, or entropies."""

End = Literal["value", "zero", "none"]
"""At an end of the temperatures: some value, zero for every model, or no value."""

AtGround = Literal["value", "value off m = 0", "excited"]
"""At low temperature: of the order of its ground-state value; so unless m = 0 is the only ground sector; set by what is excited above."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Observable:
    """One quantity, and how it behaves; a trait that is not given does not hold.

    Args:
        name: on the command line and in Python.
        title: in words.
        formula: LaTeX.
        unit: a power of the energy unit.
        equations: numbers of the paper.
        axis: what stands beside the axis of a figure.
        needs_temperature: depends on beta.
        sums: which sums over the sectors it needs.
        every_sector: needs the sectors one by one, which no integral over a field gives.
        two_levels: is defined for a target of two levels only.
        bare: compares with the sources without the target.
        transverse: vanishes with the transverse part of the target's Bloch vector.
        hot: at beta = 0.
        cold: at T = 0.
        at_ground: what its size is at low temperature (a heuristic: it sets the depth of the window).
        small_polarised: vanishes in the polarised state of a ring, so that the difference from it has parts of its own.
        per_temperature: the power of 1/T in its unit, for models with units.
        cancels: powers of beta by which it starts higher than the sums it comes from.
        signed: a sum of terms of both signs, which may cancel to zero at too low a precision.
        at_most_one: cannot exceed 1.
    """

    name: str
    title: str
    formula: str
    unit: str
    equations: tuple[str, ...]
    axis: str
    needs_temperature: bool = True
    sums: Sums = "plain"
    every_sector: bool = False
    two_levels: bool = False
    bare: bool = False
    transverse: bool = False
    hot: End = "value"
    cold: End = "value"
    at_ground: AtGround = "excited"
    small_polarised: bool = False
    per_temperature: int = 0
    cancels: int = 0
    signed: bool = False
    at_most_one: bool = False


def _book(*found: Observable) -> dict[str, Observable]:
    return {entry.name: entry for entry in found}


# Three or four lines an entry: what it is, what it rests on, its traits.

OBSERVABLES: dict[str, Observable] = _book(
    Observable(
        name="coherence", title="l1-norm coherence of the target",
        formula=r"C = 2|\rho_{eg}| = |x|", unit="1", equations=("6", "29", "30", "31"),
        axis="coherence $C$", sums="lean", transverse=True, hot="zero", at_ground="value off m = 0", at_most_one=True,
    ),
    Observable(
        name="partition-function", title="partition function",
        formula=r"Z = \mathrm{Tr}\,e^{-\beta H}", unit="1", equations=("24", "30", "31"),
        axis="partition function $Z$", sums="lean", cold="none", at_ground="value",
    ),
    Observable(
        name="log-partition-function", title="logarithm of the partition function",
        formula=r"\log Z", unit="1", equations=("24", "30", "31"),
        axis=r"$\log\,Z$", sums="lean", cold="none", at_ground="value", signed=True,
    ),
    Observable(
        name="free-energy", title="free energy",
        formula=r"F = -T \log Z", unit="energy", equations=("24", "30", "31"),
        axis="free energy $F$", sums="lean", hot="none", at_ground="value", signed=True,
    ),
    Observable(
        name="energy", title="mean energy",
        formula=r"E = -\partial_\beta \log Z", unit="energy", equations=("24", "30", "31"),
        axis="energy $E$", sums="moments", at_ground="value", cancels=1, signed=True,
    ),
    Observable(
        name="entropy", title="entropy of the whole system in nats",
        formula=r"S = \log Z + \beta E", unit="1", equations=("24", "30", "31"),
        axis="entropy $S$", sums="moments", small_polarised=True,
    ),
    Observable(
        name="heat-capacity", title="heat capacity",
        formula=r"\partial_T E = \beta^2 (\langle H^2\rangle - E^2)", unit="1", equations=("24", "30", "31"),
        axis=r"heat capacity $\partial_T E$", sums="moments", hot="zero", cold="zero", small_polarised=True,
    ),
    Observable(
        name="magnetization", title="mean source magnetization",
        formula=r"\langle M\rangle = \langle\sum_k \sigma^z_k\rangle", unit="1", equations=("8", "30", "31"),
        axis=r"magnetization $\langle M\rangle$", at_ground="value off m = 0",
    ),
    Observable(
        name="population-ground", title="target population of |g>",
        formula="p_g = (1 - z)/2", unit="1", equations=("5", "27", "30", "31"),
        axis="population $p_g$", two_levels=True, at_ground="value", at_most_one=True,
    ),
    Observable(
        name="population-excited", title="target population of |e>",
        formula="p_e = (1 + z)/2", unit="1", equations=("5", "27", "30", "31"),
        axis="population $p_e$", two_levels=True, at_most_one=True,
    ),
    Observable(
        name="bloch-x", title="x component of the Bloch vector",
        formula=r"x = \mathrm{Tr}\,\rho_t \sigma^x", unit="1", equations=("5", "27", "29", "31"),
        axis="Bloch component $x$", sums="lean", two_levels=True, transverse=True, hot="zero", at_ground="value off m = 0",
    ),
    Observable(
        name="bloch-z", title="z component of the Bloch vector",
        formula=r"z = \mathrm{Tr}\,\rho_t \sigma^z", unit="1", equations=("5", "27", "30", "31"),
        axis="Bloch component $z$", two_levels=True, hot="zero", at_ground="value",
    ),
    Observable(
        name="purity", title="purity of the target",
        formula=r"\mathrm{Tr}\,\rho_t^2 = (1 + x^2 + z^2)/2", unit="1", equations=("5", "26", "29", "31"),
        axis=r"purity $\mathrm{Tr}\,\rho_t^2$", at_ground="value", at_most_one=True,
    ),
    Observable(
        name="target-entropy", title="von Neumann entropy of the target in nats",
        formula=r"S(\rho_t) = -\mathrm{Tr}\,\rho_t\log\rho_t", unit="1", equations=("5", "26", "29", "31"),
        axis=r"entropy $S(\rho_t)$", sums="passes", small_polarised=True,
    ),
    Observable(
        name="relative-entropy-of-coherence", title="relative entropy of coherence in nats",
        formula=r"S(\mathrm{diag}\,\rho_t) - S(\rho_t)", unit="1", equations=("5", "26", "29", "31"),
        axis="relative entropy of coherence", sums="passes", transverse=True, hot="zero", at_ground="value off m = 0",
    ),
    Observable(
        name="quantum-fisher-information", title="quantum Fisher information for rotations by sigma^z/2",
        formula="x^2 = C^2", unit="1", equations=("6", "29", "31"),
        axis="quantum Fisher information $C^2$", sums="lean", two_levels=True, transverse=True, hot="zero", at_ground="value off m = 0",
        at_most_one=True,
    ),
    Observable(
        name="ergotropy", title="ergotropy of the target in its bare Hamiltonian",
        formula=r"\tfrac{\omega}{2}(\sqrt{x^2+z^2} + z)", unit="energy", equations=("5", "26", "29", "31"),
        axis="ergotropy", two_levels=True, hot="zero", at_ground="value off m = 0",
    ),
    Observable(
        name="coherence-derivative", title="temperature derivative of the coherence",
        formula=r"\partial_T C", unit="1/energy", equations=("6", "29", "30", "31"),
        axis=r"$\partial_T C$", sums="moments", transverse=True, hot="zero", cold="zero", small_polarised=True,
        per_temperature=1, cancels=2,
    ),
)  # fmt: skip

_SATURATED = r"\frac{2N|\gamma|}{S_N}\tanh\frac{\beta S_N}{2}"

LIMITS: dict[str, Observable] = _book(
    Observable(
        name="upper-bound", title="upper bound of the coherence, its limit for J to +oo",
        formula=rf"C^\uparrow = {_SATURATED}\tanh\frac{{N\beta|\omega_a|}}{{2}}", unit="1", equations=("36",),
        axis=r"upper bound $C^\uparrow$", at_most_one=True,
    ),
    Observable(
        name="lower-bound", title="lower bound of the coherence, its limit for J to -oo; 0 for even N",
        formula=r"C_\downarrow = \frac{2|\gamma|}{S_1}\tanh\frac{\beta S_1}{2}\tanh\frac{\beta|\omega_a|}{2}", unit="1",
        equations=("38", "39"),
        axis=r"lower bound $C_\downarrow$", at_most_one=True,
    ),
    Observable(
        name="strong-coupling", title="limit of the coherence for |gamma| to oo",
        formula=r"\tanh\frac{N\beta|\omega_a|}{2}", unit="1", equations=("44",),
        axis=r"$C$ for $|\gamma|\to\infty$", at_most_one=True,
    ),
    Observable(
        name="weak-coupling-slope", title="limit of C/|gamma| for gamma to 0",
        formula=r"\frac{2}{\omega}\tanh\frac{\beta\omega}{2}\,m_0", unit="1/energy", equations=("45", "46"),
        axis=r"$C/|\gamma|$ for $\gamma\to 0$",
    ),
    Observable(
        name="free-magnetization", title="|<M>| of the sources without the target",
        formula=r"m_0 = N\,\frac{\sinh h}{r}\,\frac{\lambda_+^N-\lambda_-^N}{\lambda_+^N+\lambda_-^N}", unit="1", equations=("46",),
        axis="free magnetization $m_0$",
    ),
    Observable(
        name="large-gap", title="limit of the coherence for |omega_a| to oo",
        formula=_SATURATED, unit="1", equations=("47",),
        axis=r"$C$ for $|\omega_a|\to\infty$", at_most_one=True,
    ),
    Observable(
        name="critical-coupling", title="coupling J at which aligned and antialigned ground states cross; needs no temperature",
        formula=r"J_c = -\frac{|\omega_a|}{4}-\frac{S_N-S_u}{4(N-u)},\ u = N \bmod 2", unit="energy", equations=("48", "54"),
        axis="critical coupling $J_c$", needs_temperature=False,
    ),
)  # fmt: skip
"""Bounds and limits of the coherence, for any sign of gamma and omega_a."""

SHARED: dict[str, Observable] = _book(
    Observable(
        name="mutual-information", title="mutual information of target and sources in nats",
        formula=r"S(\rho_t) - \sum_b P_b S(\rho_b)", unit="1", equations=("26", "31"),
        axis="mutual information", sums="moments", every_sector=True, hot="zero",
    ),
    Observable(
        name="source-entropy", title="von Neumann entropy of the sources in nats",
        formula=r"S - \sum_b P_b S(\rho_b)", unit="1", equations=("26", "31"),
        axis="entropy of the sources", sums="moments", every_sector=True,
    ),
    Observable(
        name="interaction-energy", title="mean interaction energy",
        formula=r"\langle A\otimes B\rangle", unit="energy", equations=("2", "31"),
        axis=r"interaction energy $\langle A\otimes B\rangle$", every_sector=True,
    ),
    Observable(
        name="target-energy", title="mean energy of the target",
        formula=r"\langle H_A\rangle", unit="energy", equations=("2", "31"),
        axis=r"target energy $\langle H_A\rangle$",
    ),
    Observable(
        name="mean-force-energy", title="scalar part h_0 of the Hamiltonian of mean force",
        formula=r"h_0 = -\beta^{-1}[\log(Z/2Z_B) + \tfrac12\log(1-r^2)]", unit="energy", equations=("24", "26", "31"),
        axis="mean-force energy $h_0$", sums="passes", bare=True, at_ground="value", cancels=1, signed=True,
    ),
    Observable(
        name="mean-force-x", title="x component of the Hamiltonian of mean force",
        formula=r"h_x = -\beta^{-1}\,\mathrm{artanh}(r)\,x/r", unit="energy", equations=("26", "31"),
        axis="mean-force field $h_x$", sums="passes", two_levels=True, transverse=True, at_ground="value", cancels=1, signed=True,
    ),
    Observable(
        name="mean-force-y", title="y component of the Hamiltonian of mean force",
        formula=r"h_y = -\beta^{-1}\,\mathrm{artanh}(r)\,y/r", unit="energy", equations=("26", "31"),
        axis="mean-force field $h_y$", sums="passes", two_levels=True, transverse=True, at_ground="value", cancels=1, signed=True,
    ),
    Observable(
        name="mean-force-z", title="z component of the Hamiltonian of mean force",
        formula=r"h_z = -\beta^{-1}\,\mathrm{artanh}(r)\,z/r", unit="energy", equations=("26", "31"),
        axis="mean-force field $h_z$", sums="passes", two_levels=True, at_ground="value", cancels=1, signed=True,
    ),
    Observable(
        name="mean-force-free-energy", title="free energy of the Hamiltonian of mean force",
        formula="F^* = F - F_B", unit="energy", equations=("24", "31"),
        axis="mean-force free energy $F^*$", bare=True, hot="none",
    ),
    Observable(
        name="temperature-fisher-information", title="quantum Fisher information of the target for the temperature",
        formula=r"|\partial_T \vec r|^2 + (\vec r\cdot\partial_T \vec r)^2/(1-r^2)", unit="1/energy^2", equations=("26", "31"),
        axis="Fisher information for $T$", sums="moments", hot="zero", cold="zero", per_temperature=2,
    ),
)  # fmt: skip
"""Quantities of target and sources together, for every source system."""

KNOWN: dict[str, Observable] = OBSERVABLES | LIMITS | SHARED
"""All of them by name."""


def must_exist(quantity: str, end: Literal["hot", "cold"]) -> None:
    """Refuse what does not exist at T = 0, `cold`, or at beta = 0, `hot`.

    >>> must_exist("free-energy", "cold")
    >>> must_exist("free-energy", "hot")
    Traceback (most recent call last):
    symcoh.errors.InputError: free-energy does not exist at beta = 0, where -T log Z is minus infinity: ask for log-partition-function.
    """
    known = observable(quantity)
    if end == "cold" and known.cold == "none":
        raise InputError(quantity, "does not exist at T = 0, where beta is infinite: ask for energy or free-energy.")
    if end == "hot" and known.hot == "none":
        raise InputError(quantity, "does not exist at beta = 0, where -T log Z is minus infinity: ask for log-partition-function.")


def observable(name: str) -> Observable:
    """The quantity called `name`.

    >>> observable("coherence").equations
    ('6', '29', '30', '31')
    >>> observable("coherense")
    Traceback (most recent call last):
    symcoh.errors.InputError: QUANTITY must be a known quantity, but is 'coherense': did you mean coherence?
    """
    if not isinstance(name, str):
        raise InputTypeError("QUANTITY", f"must be the name of one quantity, but is {shown(name)}: name one, or several in a list.")
    if name in KNOWN:
        return KNOWN[name]
    close = get_close_matches(name, KNOWN, n=1)
    hint = f"did you mean {close[0]}?" if close else "see symcoh evaluate --help for the list."
    raise InputError("QUANTITY", f"must be a known quantity, but is {shown(name)}: {hint}")
