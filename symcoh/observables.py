"""The registry of quantities: name, formula, unit and the equations they rest on.

Thermodynamic quantities belong to the whole system (target and sources); the others to the target's
reduced state rho_t = (1 + x sigma^x + z sigma^z)/2. Beside these `OBSERVABLES` stand the `LIMITS`: right-hand sides
of the bounds and limits of the coherence. k_B = hbar = 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from .errors import InputError, InputTypeError, shown


@dataclass(frozen=True, kw_only=True, slots=True)
class Observable:
    """One quantity: `formula` is LaTeX, `unit` a power of the energy unit, `equations` paper numbers."""

    name: str
    title: str
    formula: str
    unit: str
    equations: tuple[str, ...]
    needs_temperature: bool = True


def _observable(name: str, title: str, formula: str, unit: str, *equations: str) -> tuple[str, Observable]:
    return name, Observable(name=name, title=title, formula=formula, unit=unit, equations=equations)


OBSERVABLES: dict[str, Observable] = dict(
    [
        _observable("coherence", "l1-norm coherence of the target", r"C = 2|\rho_{eg}| = |x|", "1", "6", "29", "30", "31"),
        _observable("partition-function", "partition function", r"Z = \mathrm{Tr}\,e^{-\beta H}", "1", "24", "30", "31"),
        _observable("log-partition-function", "logarithm of the partition function", r"\log Z", "1", "24", "30", "31"),
        _observable("free-energy", "free energy", r"F = -T \log Z", "energy", "24", "30", "31"),
        _observable("energy", "mean energy", r"E = -\partial_\beta \log Z", "energy", "24", "30", "31"),
        _observable("entropy", "entropy of the whole system in nats", r"S = \log Z + \beta E", "1", "24", "30", "31"),
        _observable("heat-capacity", "heat capacity", r"\partial_T E = \beta^2 (\langle H^2\rangle - E^2)", "1", "24", "30", "31"),
        _observable(
            "magnetization", "mean source magnetization", r"\langle M\rangle = \langle\sum_k \sigma^z_k\rangle", "1", "8", "30", "31"
        ),
        _observable("population-ground", "target population of |g>", r"p_g = (1 - z)/2", "1", "5", "27", "30", "31"),
        _observable("population-excited", "target population of |e>", r"p_e = (1 + z)/2", "1", "5", "27", "30", "31"),
        _observable("bloch-x", "x component of the Bloch vector", r"x = \mathrm{Tr}\,\rho_t \sigma^x", "1", "5", "27", "29", "31"),
        _observable("bloch-z", "z component of the Bloch vector", r"z = \mathrm{Tr}\,\rho_t \sigma^z", "1", "5", "27", "30", "31"),
        _observable("purity", "purity of the target", r"\mathrm{Tr}\,\rho_t^2 = (1 + x^2 + z^2)/2", "1", "5", "26", "29", "31"),
        _observable(
            "target-entropy",
            "von Neumann entropy of the target in nats",
            r"S(\rho_t) = -\mathrm{Tr}\,\rho_t\log\rho_t",
            "1",
            "5",
            "26",
            "29",
            "31",
        ),
        _observable(
            "relative-entropy-of-coherence",
            "relative entropy of coherence in nats",
            r"S(\mathrm{diag}\,\rho_t) - S(\rho_t)",
            "1",
            "5",
            "26",
            "29",
            "31",
        ),
        _observable(
            "quantum-fisher-information", "quantum Fisher information for rotations by sigma^z/2", r"x^2 = C^2", "1", "6", "29", "31"
        ),
        _observable(
            "ergotropy",
            "ergotropy of the target in its bare Hamiltonian",
            r"\tfrac{\omega}{2}(\sqrt{x^2+z^2} + z)",
            "energy",
            "5",
            "26",
            "29",
            "31",
        ),
        _observable("coherence-derivative", "temperature derivative of the coherence", r"\partial_T C", "1/energy", "6", "29", "30", "31"),
    ]
)

_SATURATED = r"\frac{2N|\gamma|}{S_N}\tanh\frac{\beta S_N}{2}"

LIMITS: dict[str, Observable] = dict(
    [
        _observable(
            "upper-bound",
            "upper bound of the coherence, its limit for J to +oo",
            rf"C^\uparrow = {_SATURATED}\tanh\frac{{N\beta|\omega_a|}}{{2}}",
            "1",
            "36",
        ),
        _observable(
            "lower-bound",
            "lower bound of the coherence, its limit for J to -oo; 0 for even N",
            r"C_\downarrow = \frac{2|\gamma|}{S_1}\tanh\frac{\beta S_1}{2}\tanh\frac{\beta|\omega_a|}{2}",
            "1",
            "38",
            "39",
        ),
        _observable("strong-coupling", "limit of the coherence for |gamma| to oo", r"\tanh\frac{N\beta|\omega_a|}{2}", "1", "44"),
        _observable(
            "weak-coupling-slope",
            "limit of C/|gamma| for gamma to 0",
            r"\frac{2}{\omega}\tanh\frac{\beta\omega}{2}\,m_0",
            "1/energy",
            "45",
            "46",
        ),
        _observable(
            "free-magnetization",
            "|<M>| of the sources without the target",
            r"m_0 = N\,\frac{\sinh h}{r}\,\frac{\lambda_+^N-\lambda_-^N}{\lambda_+^N+\lambda_-^N}",
            "1",
            "46",
        ),
        _observable("large-gap", "limit of the coherence for |omega_a| to oo", _SATURATED, "1", "47"),
        (
            "critical-coupling",
            Observable(
                name="critical-coupling",
                title="coupling J at which aligned and antialigned ground states cross; needs no temperature",
                formula=r"J_c = -\frac{|\omega_a|}{4}-\frac{S_N-S_u}{4(N-u)},\ u = N \bmod 2",
                unit="energy",
                equations=("48", "54"),
                needs_temperature=False,
            ),
        ),
    ]
)
"""Bounds and limits of the coherence, for any sign of gamma and omega_a."""


SHARED: dict[str, Observable] = dict(
    [
        _observable(
            "mutual-information", "mutual information of target and sources in nats", r"S(\rho_t) - \sum_b P_b S(\rho_b)", "1", "26", "31"
        ),
        _observable("source-entropy", "von Neumann entropy of the sources in nats", r"S - \sum_b P_b S(\rho_b)", "1", "26", "31"),
        _observable("interaction-energy", "mean interaction energy", r"\langle A\otimes B\rangle", "energy", "2", "31"),
        _observable("target-energy", "mean energy of the target", r"\langle H_A\rangle", "energy", "2", "31"),
        _observable(
            "mean-force-energy", "energy of the Hamiltonian of mean force", r"\langle H\rangle - \langle H_B\rangle_0", "energy", "24", "31"
        ),
        _observable("mean-force-free-energy", "free energy of the Hamiltonian of mean force", r"F^* = F - F_B", "energy", "24", "31"),
        _observable(
            "temperature-fisher-information",
            "quantum Fisher information of the target for the temperature",
            r"|\partial_T \vec r|^2 + (\vec r\cdot\partial_T \vec r)^2/(1-r^2)",
            "1/energy^2",
            "26",
            "31",
        ),
    ]
)
"""Quantities of target and sources together, for every source system."""


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
    known = OBSERVABLES | LIMITS | SHARED
    if name in known:
        return known[name]
    close = get_close_matches(name, known, n=1)
    hint = f"did you mean {close[0]}?" if close else "see symcoh evaluate --help for the list."
    raise InputError("QUANTITY", f"must be a known quantity, but is {shown(name)}: {hint}")
