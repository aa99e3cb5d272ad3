"""One exact number in several written forms: decimals, fractions, powers of ten, roots, nested roots."""

from __future__ import annotations

import random
from dataclasses import dataclass
from fractions import Fraction

_NESTED = (  # equal numbers, and about how large they are
    ("(1+sqrt(2))", "sqrt(3+2*sqrt(2))", "1/(sqrt(2)-1)"),
    ("(sqrt(2)+sqrt(3))", "sqrt(5+2*sqrt(6))", "1/(sqrt(3)-sqrt(2))"),
    ("((1+sqrt(5))/2)", "sqrt((3+sqrt(5))/2)", "2/(sqrt(5)-1)"),
    ("(sqrt(3)-1)", "sqrt(4-2*sqrt(3))", "2/(sqrt(3)+1)"),
    ("sqrt(2)/2", "1/sqrt(2)", "sqrt(1/2)", "2**(-1/2)"),
    ("pi/4", "0.25*pi", "pi*(1/4)"),
)
ZEROS = ("0", "sqrt(2)*sqrt(3)-sqrt(6)", "(sqrt(2)-1)*(sqrt(2)+1)-1", "2**(1/3)*4**(1/3)-2", "sqrt(3+2*sqrt(2))-1-sqrt(2)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """A number and texts that all stand for it; `rational` where it is one, `sign` -1, 0 or 1."""

    forms: tuple[str, ...]
    sign: int
    rational: Fraction | None
    extreme: bool = False

    def modulus(self) -> tuple[str, ...]:
        """Texts of the number without its sign."""
        return tuple(form.removeprefix("-") for form in self.forms)


def plain(rng: random.Random) -> Fraction:
    """A positive rational of ordinary size."""
    small = Fraction(1, rng.choice((50, 100, 300)))
    return rng.choice(
        (Fraction(rng.randint(1, 30), 10), Fraction(rng.randint(1, 9), rng.randint(1, 9)), Fraction(rng.randint(1, 4)), small)
    )


def written(rng: random.Random, number: Fraction, *, hidden: bool = True) -> Written:
    """A rational and some of its forms; with `hidden`, one of them needs algebra to be recognised."""
    size = abs(number)
    forms = [fraction(size), decimal(size), fraction(size) if size.denominator == 1 else f"{2 * size.numerator}/{2 * size.denominator}"]
    if hidden and size:
        forms.append(f"sqrt({fraction(size * size)})")
        forms.append(f"(sqrt(5)-1)*(sqrt(5)+1)*{size.numerator}/{4 * size.denominator}")
        forms.append(_cancelling(rng, size))
    signed = tuple(f"-{form}" if number < 0 else form for form in forms)
    return Written(forms=signed, sign=(number > 0) - (number < 0), rational=number)


def _cancelling(rng: random.Random, size: Fraction) -> str:
    root = rng.choice((2, 3, 7))
    return f"(sqrt({root})*sqrt({root})-{root}+{fraction(size)})"


def nested(rng: random.Random) -> Written:
    """An irrational algebraic number in several radical forms."""
    scale = rng.choice(("", "/2", "/3", "*2/5"))
    forms = tuple(f"{form}{scale}" for form in rng.choice(_NESTED))
    return Written(forms=forms, sign=1, rational=None)


def zero(rng: random.Random) -> Written:
    """Zero, plainly or hidden."""
    return Written(forms=(rng.choice(ZEROS),), sign=0, rational=None)


def huge_or_tiny(rng: random.Random, digits: int) -> Written:
    """A power of ten such as 1e-5000, times a small number."""
    exponent = rng.choice((-digits, digits, -digits // 2))
    return Written(forms=(f"{rng.randint(1, 9)}e{exponent}",), sign=1, rational=None, extreme=True)


def negative(number: Written) -> Written:
    """The number with its sign changed."""
    rational = None if number.rational is None else -number.rational
    return Written(forms=tuple(f"-{form}" for form in number.forms), sign=-number.sign, rational=rational, extreme=number.extreme)


def fraction(value: Fraction) -> str:
    """A rational as a quotient of whole numbers."""
    return str(value.numerator) if value.denominator == 1 else f"{value.numerator}/{value.denominator}"


def decimal(value: Fraction) -> str:
    """A rational as a decimal where it ends, else as a fraction."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    places = next((p for p in range(1, 30) if (value * 10**p).denominator == 1), None) if rest == 1 else None
    if places is None or not 0 <= value < 10**12:
        return fraction(value)
    digits = str(value.numerator * 10**places // value.denominator).zfill(places + 1)
    return f"{digits[:-places]}.{digits[-places:]}"
