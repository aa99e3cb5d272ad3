"""The model (1)-(2), and Appendix A: a target in thermal equilibrium with source systems that commute with their coupling.

    H = (omega/2) sigma^z + (omega_a/2) sum_k sigma^z_k + gamma sigma^x sum_k sigma^z_k + H_I,

H_I = -J sum_k sigma^z_k sigma^z_{k+1}, sigma_{N+1} = sigma_1, for the ring of the paper; any other system of `symcoh.sources` may stand
in its place, and any target of `symcoh.target`, with one bath or several: H = H_A + sum_i (H_B,i + A_i (x) B_i).

k_B = hbar = 1; energies and temperatures in units of the target gap when omega = 1. The ring of one
source is bonded to itself (a constant -J), the ring of two is bonded twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flint import fmpz

from .errors import InputError, InputTypeError, NoExactNumber, NotCertified, shown
from .exactnumbers import ONE, SIGN_BITS, ZERO, Exact, exact, is_zero, sign, simpler
from .exactnumbers.latex import latex
from .exactnumbers.sign import argument_sign
from .sources.matrices import Matrix, hermitian, texts
from .sources.protocol import Sources, missing
from .sources.registry import SHORT, accepted, built_in
from .sources.ring.system import Ring
from .target import Target
from .units import NATURAL, Units

P = ParamSpec("P")
R = TypeVar("R")

NOT_GIVEN = ZERO
"""A coupling that was not given is zero; this very object says that it was not given."""

SOURCES_MODELS = SHORT
"""The source systems that a name, N and couplings give."""


@dataclass(frozen=True, kw_only=True, slots=True, init=False)
class Bath:
    """One source system with its coupling to the target, gamma and omega_a.

    Args:
        sources: a value of `symcoh.sources`.
        coupling: A of A (x) B, Hermitian; None: the target's own.
        omega_a: gap of a source, any sign; default 0; not for systems that hold their own fields.
        gamma: B = gamma M, any sign; default 1; not for systems that hold their own couplings.

    >>> from symcoh.sources.chain import Chain
    >>> Bath(sources=Chain(N=3, J="1/5"), omega_a=1, gamma="1/4")
    Bath(sources=Chain(N=3, J='1/5'), omega_a='1', gamma='1/4')
    """

    sources: Sources
    coupling: Matrix | None
    omega_a: Exact
    gamma: Exact

    def __init__(self, *, sources: Sources, coupling: object = None, omega_a: object = None, gamma: object = None) -> None:
        _check_system(sources, "a source system such as Chain(N=4)")
        if not sources.uniform:
            for name, value in (("omega_a", omega_a), ("gamma", gamma)):
                if value is not None:
                    raise InputError(f"`{name}`", f"is not for {sources.name} sources that hold their own: leave it out.")
        if getattr(sources, "no_field", False) and omega_a is not None and is_zero(exact(omega_a, "`omega_a`")) is not True:
            raise InputError("`omega_a`", f"must be 0 for {sources.name} sources, which have no such gap: leave it out.")
        object.__setattr__(self, "sources", sources)
        object.__setattr__(self, "coupling", None if coupling is None else hermitian(coupling, "`coupling`"))
        object.__setattr__(self, "omega_a", ZERO if omega_a is None else exact(omega_a, "`omega_a`"))
        object.__setattr__(self, "gamma", ONE if gamma is None else exact(gamma, "`gamma`"))
        check = getattr(sources, "check_coupling", None)
        if check is not None:
            check(self.gamma)

    def __repr__(self) -> str:
        parts = [f"sources={self.sources!r}"]
        if self.coupling is not None:
            parts.append(f"coupling={texts(self.coupling)!r}")
        if self.sources.uniform:
            parts += [f"omega_a={str(self.omega_a)!r}", f"gamma={str(self.gamma)!r}"]
        return f"Bath({', '.join(parts)})"


@dataclass(frozen=True, kw_only=True, slots=True, init=False)
class Model:
    """The parameters of (1)-(2), exact; or a target and its baths.

    Args:
        N: number of sources, an integer >= 1.
        omega: gap of the target, >= 0; default 1.
        omega_a: gap of a source, any sign.
        gamma: target-source coupling, any sign.
        J: coupling of the sources' sigma^z, > 0 ferromagnetic, < 0 antiferromagnetic; default 0.
        J_xy: coupling of their sigma^x and sigma^y, for the systems that have one.
        sources: the source system, by its name (with N, J and J_xy) or as a value of `symcoh.sources`.
        target: a `Target` instead of `omega`.
        baths: several `Bath`s instead of `sources`, `omega_a` and `gamma`.
        units: of energies and temperatures; natural ones by default.

    Raises:
        InputTypeError: a float or another inexact value.
        InputError: N < 1, omega < 0, an unknown source system, parameters that do not belong together.

    >>> Model(N=6, omega_a="0.7", gamma="3/10", J="2/5")
    Model(N=6, omega='1', omega_a='0.7', gamma='3/10', J='2/5', sources='ring')
    """

    N: int
    omega: Exact
    omega_a: Exact
    gamma: Exact
    J: Exact
    sources: Sources
    target: Target
    baths: tuple[Bath, ...]
    units: Units
    is_ring: bool = field(init=False)
    _hash: int = field(init=False, compare=False, repr=False)

    def __init__(
        self,
        *,
        N: Any = None,
        omega_a: Any = None,
        gamma: Any = None,
        omega: object = None,
        J: Any = NOT_GIVEN,
        J_xy: object = NOT_GIVEN,
        sources: Any = "ring",
        target: object = None,
        baths: Any = None,
        units: object = NATURAL,
    ) -> None:
        if not isinstance(units, Units):
            raise InputTypeError("`units`", f"must be Units, but is {shown(units)}.")
        aim = _aim(target, omega)
        if baths is not None and not isinstance(sources, str):  # all fields of another model, by `dataclasses.replace`
            found = _changed(baths, N, omega_a, gamma, J, sources)
        elif baths is not None:
            found = _several(baths, N, omega_a, gamma, J, J_xy, sources)
        else:
            found = _one_bath(N, omega_a, gamma, J, J_xy, sources)
        _check_couplings(aim, found)
        system = found[0].sources
        values: dict[str, Any] = {
            "N": sum(bath.sources.N for bath in found),
            "omega": ZERO if aim.omega is None else aim.omega,
            "omega_a": found[0].omega_a,
            "gamma": found[0].gamma,
            "J": getattr(system, "J", ZERO),
            "sources": system,
            "target": aim,
            "baths": found,
            "units": units,
            "is_ring": len(found) == 1 and isinstance(system, Ring) and found[0].coupling is None and aim.plain,
        }
        for name, value in values.items():
            object.__setattr__(self, name, value)
        object.__setattr__(self, "_hash", hash((aim, found, units)))

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (self.target, self.baths, self.units)  # hashes of texts differ from process to process

    @classmethod
    def from_toml(cls, path: object) -> Model:
        """The model of a TOML file: `[target]`, `[sources]` or several `[[sources]]`, `[units]`.

        Raises:
            InputError: no such file, or one that does not describe a model.
        """
        from .model_file import read_model_file

        return read_model_file(path)

    def __repr__(self) -> str:
        text = self._text()
        return text if self.units.natural else f"{text[:-1]}, units={self.units!r})"

    def _text(self) -> str:
        if len(self.baths) > 1 or self.baths[0].coupling is not None:
            return f"Model(target={self.target!r}, baths={list(self.baths)!r})"
        named = isinstance(self.sources, Ring)
        parts = [f"N={fmpz(self.N).str()}"] if named else []
        parts.append(f"omega={str(self.omega)!r}" if self.target.plain and self.target.tilt is None else f"target={self.target!r}")
        if self.sources.uniform:
            parts += [f"omega_a={str(self.omega_a)!r}", f"gamma={str(self.gamma)!r}"]
        parts += [f"J={str(self.J)!r}", "sources='ring'"] if named else [f"sources={self.sources!r}"]
        return f"Model({', '.join(parts)})"

    def _repr_latex_(self) -> str | None:
        """The parameters in a notebook, for the ring of the paper; any other model shows its `repr`."""
        if not self.is_ring:
            return None
        fields = (("omega", r"\omega"), ("omega_a", r"\omega_a"), ("gamma", r"\gamma"), ("J", "J"))
        values = [f"N={fmpz(self.N).str()}", *(f"{symbol}={latex(getattr(self, name))}" for name, symbol in fields)]
        return "$" + r",\ ".join(values) + "$"


def _rebuilt(target: Target, baths: tuple[Bath, ...], units: Units) -> Model:
    """A model from what it holds."""
    return Model(target=target, baths=baths, units=units)


def _aim(target: object, omega: object) -> Target:
    """The target; a gap beside it must be its own, or change a target that has nothing but its gap."""
    if target is None:
        return Target(omega=omega)
    if not isinstance(target, Target):
        raise InputTypeError("`target`", f"must be a Target, but is {shown(target)}.")
    if omega is None or (target.omega is None and isinstance(omega, Exact) and is_zero(omega)):
        return target
    if target.omega is not None and exact(omega, "`omega`") == target.omega:
        return target
    if target.plain and target.tilt is None and isinstance(omega, Exact | int | str):
        return Target(omega=omega)
    raise InputError("`omega`", "is already in the target: give one of them.")


def _changed(baths: Any, N: Any, omega_a: Any, gamma: Any, J: object, sources: Sources) -> tuple[Bath, ...]:
    """The baths of a model with other values of N, omega_a, gamma or J, where its short form has them."""
    if len(baths) == 1 and baths[0].coupling is None:
        if isinstance(sources, Ring):
            return (Bath(sources=Ring(N=N, J=J), omega_a=omega_a, gamma=gamma),)
        if sources.uniform and sources.N == N and getattr(sources, "J", ZERO) == J:
            return (Bath(sources=sources, omega_a=omega_a, gamma=gamma),)
    first = baths[0]
    if (sum(bath.sources.N for bath in baths), first.omega_a, first.gamma, first.sources) == (N, omega_a, gamma, sources):
        return tuple(baths)
    raise InputError("`baths`", "hold the parameters of this model: make a new one.")


def _one_bath(N: object, omega_a: object, gamma: object, J: object, J_xy: object, sources: Any) -> tuple[Bath, ...]:
    if isinstance(sources, str):
        system = named_system(sources, N, J, J_xy)
    else:
        system = sources
        _check_system(system, "the name of a source system or a value such as Chain(N=4)")
        for name, value in (("N", N), ("J", J), ("J_xy", J_xy)):
            if value is not None and value is not NOT_GIVEN:
                raise InputError(f"`{name}`", "is already in the sources: leave it out.")
    if system.uniform:
        for name, value in (("omega_a", omega_a), ("gamma", gamma)):
            if value is None and not (name == "omega_a" and getattr(system, "no_field", False)):
                raise InputError(f"`{name}`", "is required: give an exact number such as '7/10'.")
    return (Bath(sources=system, omega_a=omega_a, gamma=gamma),)


def _check_system(system: object, what: str) -> None:
    absent = missing(system)
    if absent is not None or isinstance(system, type):
        lacks = "" if absent is None or not hasattr(system, "lowest") else f", which has no `{absent}`"
        raise InputTypeError("`sources`", f"must be {what}, but is {shown(system)}{lacks}.")


def _several(baths: object, *others: object) -> tuple[Bath, ...]:
    if not isinstance(baths, Sequence) or not baths or not all(isinstance(bath, Bath) for bath in baths):
        raise InputTypeError("`baths`", f"must be a list of one Bath or more, but is {shown(baths)}.")
    names = ("N", "omega_a", "gamma", "J", "J_xy")
    for name, value in zip(names, others, strict=False):
        if value is not None and value is not NOT_GIVEN:
            raise InputError(f"`{name}`", "belongs to a bath where `baths` are given: leave it out.")
    if others[-1] != "ring":
        raise InputError("`sources`", "belong to a bath where `baths` are given: leave them out.")
    return tuple(baths)


def named_system(name: Any, N: object, J: object = NOT_GIVEN, J_xy: object = NOT_GIVEN) -> Sources:
    """The source system of a name of `SOURCES_MODELS`, by N and its couplings; a coupling that it does not have must be 0.

    Raises:
        InputError: no such name, a coupling that the system does not have.

    >>> named_system("chain", 4, "1/5")
    Chain(N=4, J='1/5')
    """
    from .arguments import one_of

    kind = built_in(one_of(name, "`sources`", SOURCES_MODELS))
    given = {"J": J, "J_xy": J_xy}
    takes = accepted(kind)
    for key, value in given.items():
        if key not in takes and is_zero(exact(value, f"`{key}`")) is not True:
            raise InputError(f"`{key}`", f"must be 0 for {name} sources, which have no such coupling, but is {shown(str(value))}.")
    chosen = {key: value for key, value in given.items() if key in takes}
    if "shape" in takes:
        chosen["shape"] = name.partition("-")[2]
    system: Sources = kind(N=N, **chosen)
    return system


def _check_couplings(target: Target, baths: Sequence[Bath]) -> None:
    size = target.dimension
    for bath in baths:
        matrix = bath.coupling if bath.coupling is not None else target.coupling
        if matrix is None and target.hamiltonian is not None and target.tilt is None and size > 2:
            raise InputError("`coupling`", f"is required for a target of {size} levels: give A as a matrix.")
        if matrix is not None and len(matrix) != size:
            raise InputError("`coupling`", f"must have {size} rows as the target, but has {len(matrix)}.")


def check_model(model: object) -> None:
    """Refuse what is no Model.

    >>> check_model(None)
    Traceback (most recent call last):
    symcoh.errors.InputTypeError: `model` must be a Model, but is a NoneType.
    """
    if not isinstance(model, Model):
        raise InputTypeError("`model`", f"must be a Model, but is {shown(model)}.")


def check_ring(model: Model, what: str) -> None:
    """Refuse a model that is not the paper's ring, where only that is known.

    >>> from symcoh.sources.chain import Chain
    >>> check_ring(Model(sources=Chain(N=3), omega_a=1, gamma=1), "the map of shapes")
    Traceback (most recent call last):
    symcoh.errors.InputError: `sources` must be the ring with the target of the paper for the map of shapes.
    """
    if not model.is_ring:
        raise InputError("`sources`", f"must be the ring with the target of the paper for {what}.")
    if not model.units.natural:
        raise InputError("`units`", f"must be natural ones for {what}: leave them out.")


def replaced(model: Model, **values: object) -> Model:
    """The ring model with other values of some of N, omega, omega_a, gamma and J.

    >>> replaced(Model(N=2, omega_a=1, gamma=1), J="1/3").J.canonical()
    '1/3'
    """
    fields = {name: getattr(model, name) for name in ("N", "omega", "omega_a", "gamma", "J", "units")}
    return Model(**(fields | values))


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


def nonnegative(value: object, argument: str) -> Exact:
    """`value` as an exact number that is certainly >= 0.

    >>> nonnegative("-1", "`omega`")
    Traceback (most recent call last):
    symcoh.errors.InputError: `omega` must not be negative, but is '-1'.
    """
    number = exact(value, argument)
    if argument_sign(number, argument) < 0:
        raise InputError(argument, f"must not be negative, but is {shown(str(number))}.")
    return number
