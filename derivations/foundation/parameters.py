"""What a derivation is given: exact values, symbols for the rest, and sample points for its certificate.

C is even in omega_a and in gamma (a rotation of the target and a reflection of the sources change their signs),
so given values of both are replaced by their moduli, and the formulas are those for omega_a, gamma > 0.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sympy import Abs, Expr, Symbol

from symcoh.arguments import as_whole
from symcoh.certificates.ratio import Certificate
from symcoh.certificates.series import approached, decades_down
from symcoh.errors import InputError, NotCertified, shown
from symcoh.exact import symbols
from symcoh.exact.convert import expression
from symcoh.exact.parameters import parameters
from symcoh.exactnumbers import Exact, exact
from symcoh.model import Model

from .power_series import PolynomialRing

SAMPLES = {"omega": "1", "omega_a": "7/10", "gamma": "3/10", "J": "2/5", "beta": "3/2", "K": "3/10"}
"""Values of the parameters that a certificate uses where none is given."""


LONGEST_ROOT = 4096
"""Bits of a rational number whose square root SymPy may be asked for: it looks for prime factors of both parts."""


def check_roots(omega: Expr, gamma: Expr) -> None:
    """Refuse parameters whose roots S_m = sqrt(omega^2 + 4 gamma^2 m^2) are beyond exact algebra.

    Raises:
        NotCertified: both are rational numbers, not zero, and one of them is too long.

    >>> from sympy import Integer, Rational
    >>> check_roots(Integer(1), Rational(3, 10))
    """
    if omega.is_Rational and gamma.is_Rational and not omega.is_zero and not gamma.is_zero:
        square = omega**2 + 4 * gamma**2
        bits = max(int(square.p).bit_length(), int(square.q).bit_length())
        if bits > LONGEST_ROOT:
            raise NotCertified(
                f"The roots S_m = sqrt(omega**2 + 4*gamma**2*m**2) of numbers of {bits} bits are beyond exact "
                "algebra here: give `omega` and `gamma` fewer digits, or leave one of them a symbol."
            )


def check_exponent(exponent: Expr, name: str) -> None:
    """Refuse an exponential of a number that SymPy cannot even put in order: it multiplies e by itself.

    Raises:
        NotCertified: the number is rational and too large.

    >>> check_exponent(symbols.K, "K"), check_exponent(symbols.K * 0 + 10**9, "K")
    (None, None)
    """
    bits = int(exponent.p).bit_length() - int(exponent.q).bit_length() if exponent.is_Rational else 0
    if bits > LONGEST_ROOT:
        raise NotCertified(f"The exponent {name}, about 2**{bits}, is beyond exact algebra here: give less, or leave a symbol in it.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """Each parameter an exact number or its symbol; omega_a and gamma are moduli."""

    N: Expr
    omega: Expr
    omega_a: Expr
    gamma: Expr
    J: Expr
    beta: Expr
    K: Expr

    @property
    def count(self) -> int | None:
        """N as an int, or None while it is a symbol."""
        return int(self.N) if self.N.is_Integer else None

    @property
    def vanishes(self) -> bool:
        """Whether C = 0 because omega_a gamma = 0."""
        return bool(self.omega_a.is_zero or self.gamma.is_zero)


def read(*, K: Any = None, **values: Any) -> Given:
    """The parameters of `symcoh.exact.parameters`, and K, each a number or the symbol of the table.

    Raises:
        InputTypeError: a float. InputError: outside the domain, or a symbol that is not of the table.

    >>> read(N=3, gamma="-1/2").gamma
    1/2
    """
    p = parameters(**values)
    found = {name: getattr(p, name) for name in ("N", "omega", "omega_a", "gamma", "J", "beta")}
    found["K"] = expression(K, "`K`", symbols.K)
    for name, value in found.items():
        if value != getattr(symbols, name) and not value.is_number:
            raise InputError(f"`{name}`", f"must be a number or left out, but is {shown(str(value))}.")
    return Given(**found | {"omega_a": Abs(found["omega_a"]), "gamma": Abs(found["gamma"])})


def checked_order(order: Any, low: int, high: int) -> int:
    """The last power kept, an int within limits.

    >>> checked_order(1, 2, 60)
    Traceback (most recent call last):
    symcoh.errors.InputError: `order` must be a whole number from 2 to 60, but is 1.
    """
    number = as_whole(order)
    if number is None or not low <= number <= high:
        raise InputError("`order`", f"must be a whole number from {low} to {high}, but is {shown(order)}.")
    return number


def number_of_symbols(given: Given, names: Sequence[str]) -> int:
    """How many of the named parameters are symbols.

    >>> number_of_symbols(read(N=3, gamma=1), ("N", "omega", "gamma"))
    1
    """
    return sum(isinstance(getattr(given, name), Symbol) for name in names)


def ring_of(given: Given, names: Sequence[str], extra: Sequence[Symbol] = ()) -> tuple[PolynomialRing, dict[Symbol, Expr]]:
    """Q[the named parameters that are not rational, extra], and the values to put in at the end.

    An irrational number such as sqrt(2) takes part as its symbol.

    >>> ring_of(read(N=3, gamma="sqrt(2)", omega=1), ("N", "omega", "gamma"))
    (PolynomialRing(symbols=(gamma,)), {gamma: sqrt(2)})
    """
    free = [name for name in names if not getattr(given, name).is_Rational]
    table = {name: getattr(symbols, name) for name in free}
    late = {table[name]: getattr(given, name) for name in free if getattr(given, name) != table[name]}
    return PolynomialRing((*table.values(), *extra)), late


def element(ring: PolynomialRing, given: Given, name: str) -> Any:
    """A parameter as an element of the ring of `ring_of`."""
    value = getattr(given, name)
    return ring.constant(value) if value.is_Rational else ring.generator(getattr(symbols, name))


def sample(given: Given, N: int, **chosen: Exact) -> tuple[Model, Exact]:
    """A model and beta: what was given, `chosen`, and `SAMPLES` for the rest.

    >>> sample(read(gamma=2), 3, beta=exact("1/7"))[0]
    Model(N=3, omega='1', omega_a='7/10', gamma='2', J='2/5', sources='ring')
    """
    values = {field.name: _sampled(given, field.name) for field in fields(given) if field.name != "N"} | chosen
    size = given.count or N
    model = Model(N=size, omega=values["omega"], omega_a=values["omega_a"], gamma=values["gamma"], J=values["J"])
    return model, values["beta"]


def _sampled(given: Given, name: str) -> Exact:
    value = getattr(given, name)
    return exact(SAMPLES[name] if isinstance(value, Symbol) else value)


def certify(
    claim: str, at: Callable[[Exact], tuple[Model, Exact]], scale: Sequence[Exact], kept: Sequence[Expr], neglected: Expr
) -> Certificate:
    """The certificate for a variable that goes to zero, from points far below the inverse of the sum of `scale`.

    Raises:
        CheckFailed: the ratio of error to term does not tend to one.
        NotCertified: parameters so far apart that no affordable precision shows it.
    """
    return approached(claim, at, decades_down(scale), kept, neglected)


def energies(model: Model, coupled: bool = True) -> tuple[Exact, ...]:
    """The energies of a model, those of the sources once for each, without J where it is not `coupled`.

    >>> energies(Model(N=3, omega_a=2, gamma=1))
    (exact('1'), exact('6'), exact('3'), exact('0'))
    """
    N = exact(model.N)
    return (model.omega, N * model.omega_a, N * model.gamma, *([N * model.J] if coupled else []))
