"""The reference table: the coherence in every regime of the paper, both backends, limits beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flint import arb

from .balls import certainly_less
from .certified import CertifiedNumber
from .errors import CheckFailed
from .evaluation import MAX_PRECISION, evaluate
from .exactnumbers import Exact, exact
from .ground import critical_coupling
from .model import Model
from .numeric.precision import certify, started_clock
from .numeric.ring.limits import LIMITS, limit_ball

SIZES = (1, 2, 3, 4, 5, 6, 7, 8, 100)
DIGITS = 50
LIMIT_DIGITS = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Regime:
    """A set of parameters at omega = 1; J None is the critical coupling (48), (54); T "0" the ground state."""

    title: str
    gamma: str
    omega_a: str
    J: str | None
    T: str
    limit: str | None


REGIMES = (
    Regime(title="ferromagnetic, low temperature", gamma="0.3", omega_a="0.7", J="0.4", T="0.1", limit="41"),
    Regime(title="independent sources", gamma="0.3", omega_a="0.7", J="0", T="1", limit="36"),
    Regime(title="strong ferromagnet", gamma="0.3", omega_a="0.7", J="300", T="1", limit="36"),
    Regime(title="high temperature", gamma="0.3", omega_a="0.7", J="0.4", T="1000", limit="42"),
    Regime(title="strong coupling", gamma="1000", omega_a="0.7", J="0.4", T="1", limit="44"),
    Regime(title="weak coupling", gamma="0.001", omega_a="0.7", J="-0.2", T="1", limit="45"),
    Regime(title="large source gap", gamma="0.3", omega_a="100", J="-0.2", T="1", limit="47"),
    Regime(title="antiferromagnetic, its maximum", gamma="0.3", omega_a="0.7", J="-0.35", T="0.25", limit="38"),
    Regime(title="strong antiferromagnet", gamma="0.3", omega_a="0.7", J="-300", T="1", limit="38"),
    Regime(title="ground state, ferromagnetic", gamma="0.3", omega_a="0.7", J="0.4", T="0", limit=None),
    Regime(title="ground state, antiferromagnetic", gamma="0.3", omega_a="0.7", J="-1", T="0", limit=None),
    Regime(title="ground state on the critical line", gamma="0.3", omega_a="0.7", J=None, T="0", limit=None),
    Regime(title="critical line, low temperature", gamma="0.3", omega_a="0.7", J=None, T="0.01", limit=None),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One model of the table; `limit` is the certified right-hand side beside the value, if any."""

    regime: Regime
    N: int
    J: str
    certified: CertifiedNumber
    compared: CertifiedNumber
    limit: str | None
    departure: str | None

    @property
    def backends_agree(self) -> bool:
        """Whether both backends print the same digits."""
        return self.certified.value == self.compared.value


def rows() -> Iterator[Row]:
    """Every row of the table, evaluated as it is asked for.

    Raises:
        CheckFailed: the backends differ, or a value violates its bound.
    """
    for regime in REGIMES:
        for size in SIZES:
            coupling = _coupling(regime, size)
            if coupling is not None:
                yield _row(regime, size, coupling)


def _coupling(regime: Regime, size: int) -> Exact | None:
    if regime.J is not None:
        return exact(regime.J)
    return critical_coupling(Model(N=size, omega_a=regime.omega_a, gamma=regime.gamma))


def _row(regime: Regime, size: int, coupling: Exact) -> Row:
    model = Model(N=size, omega_a=regime.omega_a, gamma=regime.gamma, J=coupling)
    certified, compared = (evaluate(model, "coherence", T=regime.T, digits=DIGITS, backend=name) for name in ("arb", "mpmath"))
    limit, departure = _beside(regime, model, certified)
    row = Row(regime=regime, N=size, J=regime.J or "J_c", certified=certified, compared=compared, limit=limit, departure=departure)
    if not row.backends_agree:
        raise CheckFailed(f"The backends differ at N = {size}, {regime.title}: {certified.value} and {compared.value}.")
    return row


def _beside(regime: Regime, model: Model, certified: CertifiedNumber) -> tuple[str | None, str | None]:
    """The limit to 20 certified digits and (C - limit)/limit; a bound is also checked, certified."""
    if regime.limit is None:
        return None, None
    beta = exact(1) / exact(regime.T)
    limit = LIMITS[regime.limit]
    ball, decimal = certify(lambda bits: limit_ball(limit.equation, model, beta, bits), LIMIT_DIGITS, 400, MAX_PRECISION, started_clock())
    value = certified.to_arb()
    wrong = {"<=": certainly_less(ball, value), ">=": certainly_less(value, ball), "->": False}[limit.relation]
    if wrong and model.N > 1:
        raise CheckFailed(f"C violates the bound ({limit.equation}) at N = {model.N}, {regime.title}.")
    return str(decimal), None if ball.is_zero() else _signed(value / ball - 1)


def _signed(ball: arb) -> str:
    """A relative departure, two digits."""
    return "0" if ball.contains(0) else f"{float(ball.mid()):+.1e}"
