"""The closed form at omega = 0, any N: two rings in the fields h_0 +- beta |gamma|.

With L(h) = lambda_+^N + lambda_-^N, lambda_+- = e^{beta J} (cosh h +- sqrt(sinh^2 h + e^{-4 beta J})),
h_0 = beta |omega_a|/2 and c = beta |gamma|:

    Z = L(h_0 + c) + L(h_0 - c),     C Z = L(h_0 + c) - L(h_0 - c),     so  C = tanh((A - B)/2),

with A, B the logarithms of the two terms. Temperature derivatives come from power series in balls,
never from differences.
"""

from __future__ import annotations

from flint import arb, arb_series

from ...balls import ask_clocks, working_precision
from ..formulas import FORMULAS
from ..state import ThermalState, part
from .setting import Problem, Setting

LENGTH = 3


def closed_form_enclosure(problem: Problem, quantity: str, bits: int) -> arb:
    """A ball around the quantity at omega = 0; same meaning as `quantities.enclosure`.

    >>> from symcoh.exactnumbers import exact
    >>> from symcoh.model import Model
    >>> ring = Problem(Model(N=10**18, omega=0, omega_a="1e-9", gamma="1e-9", J=1), exact("1/10"))
    >>> closed_form_enclosure(ring, "coherence", 256).rel_accuracy_bits() > 100
    True
    """
    with working_precision(bits):
        return FORMULAS[quantity](ClosedFormState(problem.setting(with_ground=False)))


def _log_ring(sources: int, coupling: arb_series, field: arb_series) -> arb_series:
    """log L(h) as a power series; coupling = beta J."""
    grown, sinh = _exponential(-4 * coupling), _sinh(field)
    larger = _cosh(field) + (sinh * sinh + grown).sqrt()
    quotient = (1 - grown) / (larger * larger)
    ask_clocks()
    log_power = sources * larger.log() + sources * coupling
    constant = quotient[0]
    if constant.is_zero():
        return log_power
    magnitude = quotient if constant > 0 else -quotient
    ask_clocks()
    power = _exponential(sources * magnitude.log())
    ask_clocks()
    return log_power + (1 + (power if constant > 0 or sources % 2 == 0 else -power)).log()


def _cosh(series: arb_series) -> arb_series:
    return (_exponential(series) + _exponential(-series)) / 2


def _sinh(series: arb_series) -> arb_series:
    return (_exponential(series) - _exponential(-series)) / 2


def _exponential(series: arb_series) -> arb_series:
    ask_clocks()
    return series.exp()


def _rings(s: Setting, in_field: bool = False) -> tuple[arb_series, arb_series]:
    """A and B as power series in beta - beta_0 (or in the field), three coefficients each."""
    beta = arb_series([s.beta] if in_field else [s.beta, 1], prec=LENGTH)
    field = beta * s.omega_a / 2 + (arb_series([0, 1], prec=LENGTH) if in_field else 0)
    coupling = beta * s.coupling
    shift = beta * s.gamma
    return _log_ring(s.sources, coupling, field + shift), _log_ring(s.sources, coupling, field - shift)


def _log_partition(rings: tuple[arb_series, arb_series]) -> arb_series:
    upper, lower = rings
    return upper + (1 + (lower - upper).exp()).log()


class ClosedFormState(ThermalState):
    """The state at omega = 0, energies from 0 on; z = 0 exactly, so that both populations are 1/2."""

    def __init__(self, s: Setting) -> None:
        self.s, self.beta, self.own, self.reference = s, s.beta, s.own, arb(0)
        self.longitudinal = arb(0)
        self.excited = self.lesser = arb(1) / 2

    @part
    def rings(self) -> tuple[arb_series, arb_series]:
        return _rings(self.s)

    @part
    def difference(self) -> arb:
        """A - B."""
        upper, lower = self.rings
        return upper[0] - lower[0]

    @part
    def series(self) -> arb_series:
        return _log_partition(self.rings)

    @part
    def partition(self) -> arb:
        return self.log_sum.exp()

    @part
    def log_partition(self) -> arb:
        return self.log_sum

    @part
    def log_sum(self) -> arb:
        return self.series[0]

    @part
    def mean(self) -> arb:
        return -self.series[1]

    @part
    def variance(self) -> arb:
        return 2 * self.series[2]

    @part
    def drift(self) -> arb:
        """-d/dbeta tanh((A - B)/2)."""
        upper, lower = self.rings
        half = (self.difference / 2).cosh()
        return -(upper[1] - lower[1]) / (2 * half * half)

    @part
    def transverse(self) -> tuple[arb, arb]:
        return self.s.transverse_side * (self.difference / 2).tanh(), arb(0)

    @part
    def smaller(self) -> arb:
        return 1 / (1 + self.difference.exp())

    @part
    def moment(self) -> arb:
        return -self.s.field_side * _log_partition(_rings(self.s, in_field=True))[1]
