"""What a derivation is given: exact values, symbols for the rest, and the ring of its coefficients.

C is even in omega_a and in gamma (a rotation of the target and a reflection of the sources change their signs),
so given values of both are replaced by their moduli, and the formulas are those for omega_a, gamma > 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sympy import Abs, Expr, Integer, S, Symbol

from symcoh.arguments import as_whole
from symcoh.balls import exponent_of
from symcoh.errors import InputError, InputTypeError, NotCertified, shown
from symcoh.exact import Parameters, parameters, symbols, to_sympy
from symcoh.exactnumbers import Exact, exact, sight
from symcoh.exactnumbers.convert import as_it_stands
from symcoh.exactnumbers.sign import argument_sign

from .power_series import PolynomialRing

SAMPLE = {"omega": "1", "omega_a": "7/10", "gamma": "3/10", "J": "2/5", "beta": "1"}
"""Where a certificate is taken for what was not given."""

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
        NotCertified: the number is too large.

    >>> check_exponent(symbols.K, "K"), check_exponent(symbols.K * 0 + 10**9, "K")
    (None, None)
    """
    bits = 0 if exponent.free_symbols else exponent_of(sight(as_it_stands(exponent)))
    if bits > LONGEST_ROOT:
        raise NotCertified(f"The exponent {name}, about 2**{bits}, is beyond exact algebra here: give less, or leave a symbol in it.")


def check_size(p: Parameters) -> None:
    """Refuse parameters whose roots S_m or whose e^{beta J} are beyond exact algebra.

    Raises:
        NotCertified: as `check_roots` and `check_exponent`.
    """
    check_roots(p.omega, p.gamma)
    check_exponent(p.beta * p.J, "beta*J")


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """The parameters of a derivation as SymPy expressions, with |gamma| and |omega_a|, and the exact values that were given."""

    p: Parameters
    given: Mapping[str, Exact]

    @property
    def vanishes(self) -> bool:
        """Whether C is exactly 0: beta gamma omega_a = 0."""
        return bool(self.p.beta.is_zero or self.p.gamma.is_zero or self.p.omega_a.is_zero)

    def value(self, name: str) -> Exact:
        """The exact value given for a parameter, else the sample's."""
        return self.given.get(name, exact(SAMPLE[name]))


def setting(N: object = None, **values: object) -> Setting:
    """The given values, checked; what is None, or its own symbol, is a symbol.

    Raises:
        InputError: N < 1, omega < 0, beta < 0, an expression with symbols. InputTypeError: an inexact value, N no integer.

    >>> setting(3, gamma="-1/2", omega=None).p.gamma
    1/2
    """
    given = {name: number for name, value in values.items() if (number := given_number(name, value)) is not None}
    expressions = {name: _checked(name, value) for name, value in given.items()}
    return Setting(p=moduli(parameters(_number(N), **expressions)), given=given)


def given_number(name: str, value: object) -> Exact | None:
    """The exact value of a parameter, None where it is left a symbol.

    >>> given_number("K", "-1/2"), given_number("K", symbols.K)
    (exact('-1/2'), None)
    """
    if value is None or value == getattr(symbols, name):
        return None
    if isinstance(value, Expr) and value.free_symbols:
        raise InputError(f"`{name}`", f"must be a number or left out, but is {shown(str(value))}.")
    return exact(value, f"`{name}`")


def _number(N: object) -> int | None:
    if N is None or N == symbols.N:
        return None
    number = as_whole(N)
    if number is None:
        raise InputTypeError("`N`", f"must be an integer, but is {shown(str(N) if isinstance(N, Expr) else N)}: leave it out for a symbol.")
    return number


def _checked(name: str, value: Exact) -> Expr:
    outcome = argument_sign(value, f"`{name}`")
    if name in ("omega", "beta") and outcome < 0:
        raise InputError(f"`{name}`", f"must not be negative, but is {shown(str(value))}.")
    return to_sympy(value) if outcome else S.Zero


def left_out(name: str, value: object, why: str = "runs to its limit in this series and cannot be given") -> None:
    """Refuse a value for the parameter that a series is in.

    Raises:
        InputError: there is one, and the sentence says `why` not.

    >>> left_out("J", 2)
    Traceback (most recent call last):
    symcoh.errors.InputError: `J` runs to its limit in this series and cannot be given: leave it out.
    """
    if value is not None and value != getattr(symbols, name):
        raise InputError(f"`{name}`", f"{why}: leave it out.")


def moduli(p: Parameters, nonzero: Sequence[str] = (), why: str = "") -> Parameters:
    """The same parameters with |omega_a| and |gamma|, those named `nonzero` refused where they are 0.

    Raises:
        InputError: one is 0; the sentence ends with `why`.

    >>> moduli(parameters(gamma="-1/2")).gamma
    1/2
    """
    for name in nonzero:
        if getattr(p, name).is_zero:
            raise InputError(f"`{name}`", f"must not be 0 here{why}")
    return replace(p, omega_a=Abs(p.omega_a), gamma=Abs(p.gamma))


def with_sources(p: Parameters, N: int) -> Parameters:
    """The same parameters for N sources.

    >>> with_sources(parameters(), 2).N
    2
    """
    return replace(p, N=Integer(N))


def checked_order(order: object, low: int, high: int) -> int:
    """The last power kept, an int within limits.

    >>> checked_order(1, 2, 60)
    Traceback (most recent call last):
    symcoh.errors.InputError: `order` must be a whole number from 2 to 60, but is 1.
    """
    number = as_whole(order)
    if number is None or not low <= number <= high:
        raise InputError("`order`", f"must be a whole number from {low} to {high}, but is {shown(order)}.")
    return number


def number_of_symbols(p: Parameters, names: Sequence[str]) -> int:
    """How many of the named parameters are symbols.

    >>> number_of_symbols(parameters(3, gamma=1), ("N", "omega", "gamma"))
    1
    """
    return sum(isinstance(getattr(p, name), Symbol) for name in names)


def ring_of(p: Parameters, names: Sequence[str], extra: Sequence[Symbol] = ()) -> tuple[PolynomialRing, dict[Symbol, Expr]]:
    """Q[the named parameters that are not rational, extra], and the values to put in at the end.

    An irrational number such as sqrt(2) takes part as its symbol.

    >>> ring_of(parameters(3, gamma="sqrt(2)", omega=1), ("N", "omega", "gamma"))
    (PolynomialRing(symbols=(gamma,)), {gamma: sqrt(2)})
    """
    free = [name for name in names if not getattr(p, name).is_Rational]
    table = {name: getattr(symbols, name) for name in free}
    late = {table[name]: getattr(p, name) for name in free if getattr(p, name) != table[name]}
    return PolynomialRing((*table.values(), *extra)), late


def element(ring: PolynomialRing, p: Parameters, name: str) -> Any:
    """A parameter as an element of the ring of `ring_of`."""
    value = getattr(p, name)
    return ring.constant(value) if value.is_Rational else ring.generator(getattr(symbols, name))
