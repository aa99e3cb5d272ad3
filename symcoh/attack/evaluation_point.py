"""One point of parameters, where every name of the ledger has the meaning the definitions (1)-(6) give it.

The sources are enumerated: all 2^N configurations, grouped by magnetization and bond sum. In each of them H is a 2x2 matrix
on the target, read off (1)-(2); its exponential is the matrix exponential of Arb. No formula of the ledger is used.
A here belongs to the working precision in force when it was made: the runner makes a new one for more bits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import import_module
from typing import Any, TypeVar

from flint import arb, arb_mat
from sympy import Add, Expr, Mul, Pow, Rational, Symbol

from ..certificates.interpret import Value, interpret
from ..errors import InputError
from ..exactnumbers import ONE, Exact, exact
from ..exactnumbers.sign import ball_here
from ..model import Model, replaced

T = TypeVar("T")
Meaning = Callable[..., Value]
Structure = Callable[["EvaluationPoint", Expr], Value]

MEANING_MODULES = (
    "structures",
    "model",
    "sectors",
    "appendix_b",
    "derivatives",
    "ground",
    "asymptotics",
    "general",
    "eigenvectors",
    "bounds",
    "beyond",
    "corrections",
)
"""Files of `attack/definitions/`; each offers MEANINGS (name -> function of the point and its arguments), and may offer
STRUCTURES (structural form -> function of the point and the unevaluated expression) and DOMAINS (name -> values)."""

PARAMETERS = ("omega", "omega_a", "gamma", "J")

RING = "ring"
"""The sources of the paper."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EvaluationPoint:
    """A model at an inverse temperature, exact extra scalars by name, and the indices bound so far.

    `beta` is None where the statement has no temperature; `facts` is a memory of what was worked out here. `system` names the
    sources: for others than the ring the model only carries N and the energies, and names mean what
    `definitions.any_sources` says.
    """

    model: Model
    beta: Exact | None
    system: str = RING
    exacts: Mapping[str, Exact] = field(default_factory=dict)
    bound: Mapping[str, Value] = field(default_factory=dict)
    facts: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)

    def symbol(self, name: str) -> Value:
        """An index, a parameter, an extra scalar, or a name with a meaning."""
        if name in self.bound:
            return self.bound[name]
        known = self.exact_symbol(name)
        if known is not None:
            return ball_here(known)
        return self._meaning(name)(self)

    def call(self, expression: Expr) -> Value:
        """A structural form, or a function with a meaning."""
        name = expression.func.__name__
        structure = registry()[1].get(name)
        if structure is not None and (self.system == RING or name in _other_sources()[1]):
            return structure(self, expression)
        return self._meaning(name)(self, *(interpret(part, self) for part in expression.args))

    @property
    def sums(self) -> dict[Expr, Value | None]:
        """No sum is kept: its functions may depend on more than its symbols."""
        return {}

    def bind(self, name: str, value: Value) -> EvaluationPoint:
        """The same point with one more index."""
        return replace(self, bound={**self.bound, name: value})

    def changed(self, name: str, value: Exact) -> EvaluationPoint:
        """Another point, with one parameter (N, omega, ..., beta) changed."""
        if name == "beta":
            return replace(self, beta=value, facts={})
        if name == "T":
            return replace(self, beta=ONE / value, facts={})
        if name == "N":
            return replace(self, model=replace(self.model, N=integer_of(value)), facts={})
        return replace(self, model=with_parameters(self.model, {name: value}), facts={})

    def exact_symbol(self, name: str) -> Exact | None:
        """The exact value of a parameter or an extra scalar, None for other names."""
        if name in self.exacts:
            return self.exacts[name]
        if name == "N":
            return exact(self.model.N)
        if name in PARAMETERS:
            value: Exact = getattr(self.model, name)
            return value
        if self.beta is None:
            return None
        if name == "beta":
            return self.beta
        if name == "T":
            return ONE / self.beta
        return self.beta * self.model.J if name == "K" else None

    def exact_value(self, e: Expr) -> Exact:
        """The exact value of a sum, product or whole power of parameters and rationals."""
        if isinstance(e, Symbol):
            value = self.exact_symbol(e.name)
            if value is not None:
                return value
        if isinstance(e, Rational):
            return exact(str(e))
        if isinstance(e, (Add, Mul)):
            parts = [self.exact_value(part) for part in e.args]
            total = parts[0]
            for part in parts[1:]:
                total = total + part if isinstance(e, Add) else total * part
            return total
        if isinstance(e, Pow) and e.exp.is_Integer:
            base, power = self.exact_value(e.base), ONE
            for _ in range(abs(int(e.exp))):
                power = power * base
            return power if e.exp.is_positive else ONE / power
        raise InputError(str(e), "has no exact value here.")

    def parameter(self, name: str) -> arb:
        """The ball of a parameter."""
        value = self.exact_symbol(name)
        if value is None:
            raise InputError(name, "has no value here.")
        return ball_here(value)

    def remember(self, key: Hashable, make: Callable[[], T]) -> T:
        """The fact of that key, worked out once."""
        if key not in self.facts:
            self.facts[key] = make()
        fact: T = self.facts[key]
        return fact

    def _meaning(self, name: str) -> Meaning:
        meanings = registry()[0] if self.system == RING else _other_sources()[0]
        if name not in meanings:
            raise InputError(name, "has no meaning in the attack." if self.system == RING else f"has no meaning for {self.system} sources.")
        return meanings[name]


def integer_of(value: Exact) -> int:
    """The integer an exact number is.

    >>> integer_of(exact("6/2"))
    3
    """
    known = value.rational
    if known is None or known.q != 1:
        raise InputError("`N`", f"must be an integer, but is {value}.")
    return int(known.p)


def with_parameters(model: Model, values: Mapping[str, Exact]) -> Model:
    """The model with some of omega, omega_a, gamma, J changed.

    >>> with_parameters(Model(N=2, omega_a=1, gamma=1), {"J": exact(3)}).J
    exact('3')
    """
    omega, omega_a, gamma, coupling = (values.get(name, getattr(model, name)) for name in PARAMETERS)
    return replaced(model, omega=omega, omega_a=omega_a, gamma=gamma, J=coupling)


@cache
def registry() -> tuple[dict[str, Meaning], dict[str, Structure], dict[str, Callable[[EvaluationPoint], list[Any]]]]:
    """(meanings of names, rules of structural forms, values of domains) of all meaning modules."""
    found: tuple[dict[str, Any], dict[str, Any], dict[str, Any]] = ({}, {}, {})
    for file in MEANING_MODULES:
        module = import_module(f".definitions.{file}", __package__)
        for table, kind in zip(found, ("MEANINGS", "STRUCTURES", "DOMAINS"), strict=True):
            added = getattr(module, kind, {})
            assert not set(table) & set(added), set(table) & set(added)
            table.update(added)
    return found


@cache
def _other_sources() -> tuple[dict[str, Meaning], tuple[str, ...]]:
    """(meanings of names, structural forms) for other sources than the ring."""
    module = import_module(".definitions.any_sources", __package__)
    return module.MEANINGS_OF_SYSTEMS, module.STRUCTURES_OF_SYSTEMS


def spins(sources: int, word: int) -> list[int]:
    """The configuration of a word: spin k = 1..N is +1 where bit k-1 is 0 (basis order: up before down, source 1 first)."""
    return [1 - 2 * (word >> (sources - 1 - k) & 1) for k in range(sources)]


def magnetization_of(configuration: list[int]) -> int:
    """M of (8) in a product state."""
    return sum(configuration)


def bonds_of(configuration: list[int]) -> int:
    """sum_k s_k s_{k+1} around the ring, s_{N+1} = s_1, (2)."""
    size = len(configuration)
    return sum(configuration[k] * configuration[(k + 1) % size] for k in range(size))


@cache
def groups(sources: int) -> tuple[tuple[int, int, int], ...]:
    """(m, bond sum, number of configurations) over all 2^N configurations."""
    counted: Counter[tuple[int, int]] = Counter()
    for word in range(1 << sources):
        configuration = spins(sources, word)
        counted[magnetization_of(configuration), bonds_of(configuration)] += 1
    return tuple((m, bonds, number) for (m, bonds), number in sorted(counted.items()))


def block(here: EvaluationPoint, m: int, bonds: int) -> arb_mat:
    """The 2x2 matrix of H on the target in a source configuration, from (1)-(2), in the basis |e>, |g>."""
    gap, source_gap, mixing, coupling = (here.parameter(name) for name in PARAMETERS)
    shift = source_gap / 2 * m - coupling * bonds
    return arb_mat(2, 2, [shift + gap / 2, mixing * m, mixing * m, shift - gap / 2])


def boltzmann_blocks(here: EvaluationPoint) -> list[tuple[int, int, int, arb_mat]]:
    """(m, bond sum, number, e^{-beta block}) of every group, the matrix exponential by Arb."""

    def make() -> list[tuple[int, int, int, arb_mat]]:
        beta = here.parameter("beta")
        return [(m, bonds, number, (block(here, m, bonds) * -beta).exp()) for m, bonds, number in groups(here.model.N)]

    return here.remember("boltzmann", make)


def unnormalised_target(here: EvaluationPoint) -> arb_mat:
    """Z rho_t: the blocks summed over all 2^N configurations."""

    def make() -> arb_mat:
        total = arb_mat(2, 2, [0, 0, 0, 0])
        for _, _, number, matrix in boltzmann_blocks(here):
            total = total + matrix * arb(number)
        return total

    return here.remember("target", make)
