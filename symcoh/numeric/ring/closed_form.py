"""The closed form at omega = 0, any N: two rings in the fields h_0 +- beta |gamma|.

With L(h) = lambda_+^N + lambda_-^N, lambda_+- = e^{beta J} (cosh h +- sqrt(sinh^2 h + e^{-4 beta J})),
h_0 = beta |omega_a|/2 and c = beta |gamma|:

    Z = L(h_0 + c) + L(h_0 - c),     C Z = L(h_0 + c) - L(h_0 - c),     so  C = tanh((A - B)/2),

with A, B the logarithms of the two terms. Temperature derivatives come from power series in balls,
never from differences.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flint import arb, arb_series

from ...balls import ask_clocks, working_precision
from ...exactnumbers import Exact
from ...model import Model
from ..entropies import binary_entropy, relative_excess
from .setting import Setting, setting

LENGTH = 3


@dataclass(slots=True)
class Rings:
    """A and B as power series in beta - beta_0 (or in the field), three coefficients each."""

    upper: arb_series
    lower: arb_series


def closed_form_enclosure(model: Model, quantity: str, beta: Exact, bits: int) -> arb:
    """A ball around the quantity at omega = 0; same meaning as `quantities.enclosure`.

    >>> from symcoh.exactnumbers import exact
    >>> ring = Model(N=10**18, omega=0, omega_a="1e-9", gamma="1e-9", J=1)
    >>> closed_form_enclosure(ring, "coherence", exact("1/10"), 256).rel_accuracy_bits() > 100
    True
    """
    with working_precision(bits):
        return FORMULAS[quantity](setting(model, beta))


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


def _rings(s: Setting, in_field: bool = False) -> Rings:
    beta = arb_series([s.beta] if in_field else [s.beta, 1], prec=LENGTH)
    field = beta * s.omega_a / 2 + (arb_series([0, 1], prec=LENGTH) if in_field else 0)
    coupling = beta * s.coupling
    shift = beta * s.gamma
    return Rings(_log_ring(s.sources, coupling, field + shift), _log_ring(s.sources, coupling, field - shift))


def _log_partition(rings: Rings) -> arb_series:
    return rings.upper + (1 + (rings.lower - rings.upper).exp()).log()


def _difference(s: Setting) -> arb:
    rings = _rings(s)
    return rings.upper[0] - rings.lower[0]


def _coherence(s: Setting) -> arb:
    return (_difference(s) / 2).tanh()


def _coherence_squared(s: Setting) -> arb:
    """C^2 as a product: Arb's power of a ball with midpoint 0 is not finite."""
    value = _coherence(s)
    return value * value


def _coherence_derivative(s: Setting) -> arb:
    """-beta^2 d/dbeta tanh((A - B)/2)."""
    rings = _rings(s)
    half = ((rings.upper[0] - rings.lower[0]) / 2).cosh()
    return -s.beta * s.beta * (rings.upper[1] - rings.lower[1]) / (2 * half * half)


def _smaller_eigenvalue(s: Setting) -> arb:
    return 1 / (1 + _difference(s).exp())


def _relative_entropy(s: Setting) -> arb:
    """log 2 - S(rho_t) = (k(-C) + k(C))/2 with k(t) = (1 + t) log(1 + t) - t."""
    value = _coherence(s)
    if 2 * value < 1:
        return (relative_excess(-value) + relative_excess(value)) / 2
    return arb(2).log() - binary_entropy(_smaller_eigenvalue(s))


def _energy(s: Setting) -> arb:
    return -_log_partition(_rings(s))[1]


def _entropy(s: Setting) -> arb:
    series = _log_partition(_rings(s))
    return series[0] - s.beta * series[1]


FORMULAS: dict[str, Callable[[Setting], arb]] = {
    "coherence": _coherence,
    "partition-function": lambda s: _log_partition(_rings(s))[0].exp(),
    "log-partition-function": lambda s: _log_partition(_rings(s))[0],
    "free-energy": lambda s: -_log_partition(_rings(s))[0] / s.beta,
    "energy": _energy,
    "entropy": _entropy,
    "heat-capacity": lambda s: 2 * s.beta * s.beta * _log_partition(_rings(s))[2],
    "magnetization": lambda s: -s.field_side * _log_partition(_rings(s, in_field=True))[1],
    "bloch-x": lambda s: s.transverse_side * _coherence(s),
    "purity": lambda s: (1 + _coherence_squared(s)) / 2,
    "target-entropy": lambda s: binary_entropy(_smaller_eigenvalue(s)),
    "relative-entropy-of-coherence": _relative_entropy,
    "quantum-fisher-information": _coherence_squared,
    "coherence-derivative": _coherence_derivative,
}
