"""The thermal state as every route gives it: what the formulas of the quantities need."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flint import arb

Found = TypeVar("Found")
Vector = tuple[arb, arb, arb]


def part(make: Callable[[Any], Found]) -> Found:
    """A method that becomes an attribute when it is first asked for: `functools.cached_property` without the lock of Python 3.11."""
    return _Part(make)  # type: ignore[return-value]  # as `dataclasses.field` is typed: by what it stands for


class _Part:
    def __init__(self, make: Callable[[Any], Any]) -> None:
        self.make, self.name, self.__doc__ = make, make.__name__, make.__doc__

    def __get__(self, state: object, owner: type | None = None) -> Any:
        found = state.__dict__[self.name] = self.make(state)
        return found


class ThermalState:
    """Z, the moments of the energy and the state of the target, rho_t = (1 + r . sigma)/2, as balls at the precision in force.

    A route gives each part when it is first asked for: most parts cost a sum or an integral of their own. All are as narrow as the
    route can make them, so that no formula takes one from another by a difference.

    Attributes:
        beta: the inverse temperature; None at T = 0.
        own: h of H_A = scalar + h . sigma.
        partition, log_partition: Z and log Z.
        reference: the energy that `log_sum` and `mean` are measured from, E_0 or any other.
        log_sum: log(Z e^{beta reference}).
        mean, variance: <H> - reference, and <H^2> - <H>^2.
        drift: Cov(H, sigma_perp), sigma_perp along the transverse part (x, y) of r.
        entropy: that of the whole system, where log_sum + beta mean would lose digits; else None.
        transverse, longitudinal, bloch: (x, y), z and r = (x, y, z).
        excited, lesser: p_e = (1 + z)/2, and the smaller one of both populations.
        smaller: the smaller eigenvalue of rho_t.
        moment: <M>.
    """

    beta: arb | None
    own: Vector
    partition: arb
    log_partition: arb
    reference: arb
    log_sum: arb
    mean: arb
    variance: arb
    drift: arb
    entropy: arb | None = None
    transverse: tuple[arb, arb]
    longitudinal: arb
    smaller: arb
    moment: arb

    @part
    def bloch(self) -> Vector:
        return (*self.transverse, self.longitudinal)

    @part
    def excited(self) -> arb:
        return (1 + self.longitudinal) / 2

    @part
    def lesser(self) -> arb:
        return self.excited


@dataclass(slots=True)
class Bare:
    """The sources without the target: log(Z_B e^{beta reference})."""

    reference: arb
    log_sum: arb


class JointState(ThermalState):
    """The same with what only the sums over the joint sectors of target and sources know.

    Attributes:
        covariance: Cov(H, r).
        interaction, target: <sum_i A_i (x) B_i> and <H_A>.
        conditional: sum of P_b S(rho_b) over the joint sectors b.
        bare: the sources alone, for the Hamiltonian of mean force.
    """

    covariance: Vector
    interaction: arb
    target: arb
    conditional: arb
    bare: Bare
