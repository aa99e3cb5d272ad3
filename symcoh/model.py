"""The model (1)-(2): a target two-level system and N source two-level systems on an Ising ring.

    H = (omega/2) sigma^z + (omega_a/2) sum_k sigma^z_k + gamma sigma^x sum_k sigma^z_k
        - J sum_k sigma^z_k sigma^z_{k+1},        sigma_{N+1} = sigma_1.

k_B = hbar = 1; energies and temperatures in units of the target gap when omega = 1. The ring of one
source is bonded to itself (a constant -J), the ring of two is bonded twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flint import fmpz

from .arguments import one_of, whole
from .errors import InputError, InputTypeError, NoExactNumber, NotCertified, UndecidedInput, shown
from .exactnumbers import ONE, SIGN_BITS, ZERO, Exact, exact, sign, simpler

P = ParamSpec("P")
R = TypeVar("R")

SOURCES_MODELS = ("ring",)


@dataclass(frozen=True, kw_only=True, slots=True, init=False)
class Model:
    """The parameters of (1)-(2), exact.

    Args:
        N: number of sources, an integer >= 1.
        omega: gap of the target, >= 0; default 1.
        omega_a: gap of a source, any sign.
        gamma: target-source coupling, any sign.
        J: intersource coupling, > 0 ferromagnetic, < 0 antiferromagnetic; default 0.
        sources: the source system, "ring".

    Raises:
        InputTypeError: a float or another inexact value.
        InputError: N < 1, omega < 0, an unknown source system.

    >>> Model(N=6, omega_a="0.7", gamma="3/10", J="2/5")
    Model(N=6, omega='1', omega_a='0.7', gamma='3/10', J='2/5', sources='ring')
    """

    N: int
    omega: Exact
    omega_a: Exact
    gamma: Exact
    J: Exact
    sources: str

    def __init__(self, *, N: int, omega_a: Any, gamma: Any, omega: Any = ONE, J: Any = ZERO, sources: str = "ring") -> None:
        object.__setattr__(self, "N", whole(N, "`N`", 1))
        object.__setattr__(self, "omega", nonnegative(omega, "`omega`"))
        for name, value in (("omega_a", omega_a), ("gamma", gamma), ("J", J)):
            object.__setattr__(self, name, exact(value, f"`{name}`"))
        object.__setattr__(self, "sources", one_of(sources, "`sources`", SOURCES_MODELS))

    def __repr__(self) -> str:
        fields = ("omega", "omega_a", "gamma", "J")
        values = ", ".join(f"{name}={str(getattr(self, name))!r}" for name in fields)
        return f"Model(N={fmpz(self.N).str()}, {values}, sources={self.sources!r})"


def check_model(model: Any) -> None:
    """Refuse what is no Model.

    >>> check_model(None)
    Traceback (most recent call last):
    symcoh.errors.InputTypeError: `model` must be a Model, but is a NoneType.
    """
    if not isinstance(model, Model):
        raise InputTypeError("`model`", f"must be a Model, but is {shown(model)}.")


def naming_parameters(function: Callable[P, R]) -> Callable[P, R]:
    """`function`, whose complaint that exact arithmetic on the model ends names the parameters it comes from."""

    @wraps(function)
    def named(*arguments: P.args, **keywords: P.kwargs) -> R:
        try:
            return function(*arguments, **keywords)
        except NoExactNumber as error:
            raise error.renamed("One of `omega`, `omega_a`, `gamma` and `J`") from None

    return named


def decided_sign(value: Exact, name: str, max_bits: int = SIGN_BITS) -> int:
    """The sign of the parameter called `name`.

    Raises:
        NotCertified: it is not decided with `max_bits` bits.
    """
    outcome = sign(value, max_bits)
    if outcome is None:
        raise NotCertified(
            f"The sign of `{name}` is not decided with {max_bits} bits: write it {simpler(value)}, or raise --max-precision."
        )
    return outcome


def undecided(value: Exact, argument: str) -> UndecidedInput:
    """The refusal of an argument whose sign no precision decides."""
    return UndecidedInput(argument, f"has a sign that cannot be decided, in {shown(str(value))}: write it {simpler(value)}.")


def nonnegative(value: Any, argument: str) -> Exact:
    """`value` as an exact number that is certainly >= 0.

    >>> nonnegative("-1", "`omega`")
    Traceback (most recent call last):
    symcoh.errors.InputError: `omega` must not be negative, but is '-1'.
    """
    number = exact(value, argument)
    outcome = sign(number)
    if outcome is None:
        raise undecided(number, argument)
    if outcome < 0:
        raise InputError(argument, f"must not be negative, but is {shown(str(number))}.")
    return number
