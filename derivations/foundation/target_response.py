"""What the expansions about one sector share: its factors, and the quotient of two series.

With h = beta omega_a/2, A_m = (2 gamma m/S_m) sinh(beta S_m/2) (odd in m) and B_m = cosh(beta S_m/2), (28)-(31) read
    C = Σ_m W_m sinh(hm) A_m / Σ_m W_m cosh(hm) B_m = Σ_m W_m e^{hm} A_m / Σ_m W_m e^{hm} B_m,
both sums over all m = -N, -N+2, ..., N. C is even in gamma and in omega_a, which stand by their absolute values.
"""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Expr, S, Symbol, cosh, sinh, tanh

from symcoh.exact import Parameters
from symcoh.exact.spectrum import bare_splitting

from .power_series import PolynomialRing, Series, divide, multiply
from .steps import Naming, Step, argument, enumeration, letter


def transverse(p: Parameters, m: Expr) -> Expr:
    """A_m = (2 gamma m/S_m) sinh(beta S_m/2), dimensionless, for gamma > 0; sinh(beta gamma m) at omega = 0.

    >>> from symcoh.exact import parameters
    >>> transverse(parameters(omega=0, gamma=1), S(3))
    sinh(3*beta)
    """
    if p.omega.is_zero:
        return sinh(p.beta * p.gamma * m)
    S_m = bare_splitting(m, p.omega, p.gamma)
    return 2 * p.gamma * m / S_m * sinh(p.beta * S_m / 2)


def longitudinal(p: Parameters, m: Expr) -> Expr:
    """B_m = cosh(beta S_m/2), dimensionless; cosh(beta gamma m) at omega = 0.

    >>> from symcoh.exact import parameters
    >>> longitudinal(parameters(omega=2), S(0))
    cosh(beta)
    """
    if p.omega.is_zero:
        return cosh(p.beta * p.gamma * m)
    return cosh(p.beta * bare_splitting(m, p.omega, p.gamma) / 2)


def polarization(p: Parameters, m: Expr) -> Expr:
    """2 gamma m/S_m, dimensionless, for gamma > 0 and m > 0; 1 at omega = 0.

    >>> from symcoh.exact import parameters
    >>> polarization(parameters(omega=3, gamma=1), S(2))
    4/5
    """
    return S.One if p.omega.is_zero else 2 * p.gamma * m / bare_splitting(m, p.omega, p.gamma)


def sector_coherence(p: Parameters, m: Expr) -> Expr:
    """A_m/B_m = (2 gamma m/S_m) tanh(beta S_m/2), dimensionless, for gamma > 0 and m > 0.

    >>> from symcoh.exact import parameters
    >>> sector_coherence(parameters(omega=0), S(3))
    tanh(3*beta*gamma)
    """
    gap = 2 * p.gamma * m if p.omega.is_zero else bare_splitting(m, p.omega, p.gamma)
    return polarization(p, m) * tanh(p.beta * gap / 2)


def quotient(numerator: Sequence[Expr], denominator: Sequence[Expr]) -> list[Expr]:
    """The coefficients of the quotient of two power series, the denominator's first one 1.

    Args:
        numerator: a_0, ..., a_n.
        denominator: 1, b_1, ..., b_n.

    >>> quotient([S(1), S(0), S(0)], [S(1), S(-1), S(0)])
    [1, 1, 1]
    """
    assert denominator[0] == 1 and len(numerator) == len(denominator)
    ring, a, b = _indeterminates(len(numerator) - 1)
    values = dict(zip(ring.symbols, [*numerator, *denominator[1:]], strict=True))
    return [ring.to_sympy(c, values, factored=False) for c in divide(a, b)]


D = letter("D")
"""What the a_j and b_j of `quotient_naming` are divided by."""


def quotient_naming(numerator: Sequence[Expr], denominator: Sequence[Expr], order: int, divisor: Expr | None = None) -> Naming:
    """The coefficients through `order` in the names c_0, a_j, b_j, and D for the divisor; c_0 itself is written out.

    >>> found = quotient_naming([S(2), S(3)], [S(1), S(5)], 1)
    >>> found.coefficients[1], found.names
    (`a_1` - `b_1`*`c_0`, ((`c_0`, 2), (`a_1`, 3), (`b_1`, 5)))
    """
    values = [("c_0", numerator[0])]
    values += [(f"{name}_{j}", part[j]) for j in range(1, order + 1) for name, part in (("a", numerator), ("b", denominator))]
    known = {("a_0" if name == "c_0" else name): letter(name) if value != 0 else S.Zero for name, value in values}
    ring, a, b = _indeterminates(order)
    shown = {symbol: known[symbol.name] for symbol in ring.symbols}
    found = [ring.to_sympy(c, shown, factored=False) for c in divide(a, b)]
    return Naming(
        coefficients=(numerator[0], *found[1:]),
        names=(*((letter(name), value) for name, value in values), *(() if divisor is None else ((D, divisor),))),
    )


def _indeterminates(order: int) -> tuple[PolynomialRing, Series, Series]:
    """Σ a_j q^j and 1 + Σ_{j>0} b_j q^j through q^order, over Q[a_0, ..., b_1, ...]."""
    ring = PolynomialRing(tuple(Symbol(f"{name}_{j}") for name in "ab" for j in range(name == "b", order + 1)))
    generators = ring.context.gens()
    return ring, generators[: order + 1], (ring.constant(1), *generators[order + 1 :])


def quotient_step(variable: str, order: int) -> Step:
    """The recursion of `quotient`, checked by multiplying back."""
    _, a, b = _indeterminates(order)
    back = multiply(b, divide(a, b))
    return enumeration(
        f"`C = Σ_j c_j {variable}^j` with `c_j = a_j - Σ_{{i=1}}^{{j}} b_i c_{{j-i}}`",
        f"The quotient `(Σ a_j {variable}^j)/(1 + Σ b_j {variable}^j)`, multiplied back power by power, with `a_j` and `b_j` as "
        "indeterminates.",
        ((f"{variable}^{j}", found, a[j]) for j, found in enumerate(back)),
        at_least=order + 1,
    )


def ratio_step() -> Step:
    """The form of C this module opens with."""
    return argument(
        "`C = Σ_m W_m sinh(hm) A_m / Σ_m W_m cosh(hm) B_m` over all `m = -N`, `-N+2, ..., N`; `h = beta omega_a/2`, "
        "`A_m = (2 gamma m/S_m) sinh(beta S_m/2)`, `B_m = cosh(beta S_m/2)`",
        "(29) and (31) with `m` and `-m` written apart: `W_m`, `m A_m` and `B_m` are even in `m`. As `A_m` is odd and `B_m` even, "
        "`sinh(hm)` and `cosh(hm)` may both be replaced by `e^{hm}`.",
    )
