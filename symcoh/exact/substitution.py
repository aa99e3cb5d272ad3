"""Values of any sign for the positive symbols of an expression."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sympy import Abs, Dummy, Expr, MatrixBase, S, Symbol, limit, nan, oo, zoo

from ..errors import InputError, InputTypeError, shown
from ..model import Model
from .convert import expression, integer_expression, nonnegative_expression, sources_number
from .origins import Origin, origin

NAMES = ("N", "m", "n", "k", "omega", "omega_a", "gamma", "J", "beta", "T", "K", "z", "h")
SIGNED = ("gamma", "omega_a")
"""Parameters of either sign whose symbol is positive."""

LARGEST_LIMIT = 2000
"""Operations of an expression whose limit is looked for."""


def substitute(formula: object, values: Mapping[Any, Any] | None = None, /, *, signed: bool | None = None, **named: object) -> Any:
    """A formula at exact values, right for every sign and for omega = 0, where `subs` is not.

    The symbols omega, omega_a, gamma, beta and T are positive, so `exact.coherence(2).subs(gamma, -1)` is negative, and
    `exact.reduced_density_matrix(2).subs(omega, 0)` is not a number. What a function of `exact` returned is made again by that function,
    with these values. For any other formula (a coefficient that was parsed, an expression that was changed) gamma and omega_a may be
    negative where it is even in them; where it is not, `signed` says what is meant.

    Args:
        formula: an expression or a matrix.
        values: name or symbol -> exact value, as for the functions of `exact`; the same may be given by keyword.
        signed: False where |gamma| and |omega_a| stand in the formula, as in C and in every series of C; True where gamma and omega_a
            stand in it themselves, as in <σ^x> and <M>.
        **named: N, m, n, k, omega, omega_a, gamma, J, beta, T, K, z, h; T = 1/beta where the formula holds beta.

    Returns:
        An expression; what has no value stays a symbol.

    Raises:
        InputTypeError: a float or another inexact value.
        InputError: an unknown name, a value outside its domain, a parameter that has a value already, a sign that `signed` must explain,
            a limit that is not found.

    >>> from symcoh.exact import coherence, parse
    >>> substitute(coherence(1, J=0), omega=0, omega_a=2, gamma="-1/2", beta=3)
    sinh(3/2)*sinh(3)/(cosh(3/2)*cosh(3))
    >>> substitute(parse("N*gamma*omega_a/2"), {"gamma": "-1/3"}, signed=False)
    N*omega_a/6
    """
    if not isinstance(formula, (Expr, MatrixBase)):
        raise InputTypeError("`formula`", f"must be an expression or a matrix of SymPy, but is {shown(formula)}.")
    found = _read(formula, {**_by_name(values), **named})
    if signed not in (None, True, False):
        raise InputTypeError("`signed`", f"must be True or False, but is {shown(signed)}.")
    made = origin(formula)
    if made is not None:
        return _made_again(made, found)
    if isinstance(formula, MatrixBase):
        return formula.applyfunc(lambda entry: _placed(entry, found, signed))
    return _placed(formula, found, signed)


def _by_name(values: Mapping[Any, Any] | None) -> dict[str, Any]:
    if values is None:
        return {}
    if not isinstance(values, Mapping):
        raise InputTypeError("`values`", f"must be a mapping from names to values, but is {shown(values)}.")
    found: dict[str, Any] = {}
    for key, value in values.items():
        if not isinstance(key, (str, Symbol)):
            raise InputTypeError("`values`", f"must have names or symbols as keys, but has {shown(key)}.")
        if str(key) in found:
            raise InputError(f"`{key}`", "is given twice: a symbol and a name of one spelling are one parameter.")
        found[str(key)] = value
    return found


def _read(formula: Any, given: dict[str, Any]) -> dict[str, Expr]:
    """The values as expressions in their domains; beta for T where the formula holds beta."""
    from difflib import get_close_matches

    readers: dict[str, Any] = {"N": lambda value, _: sources_number(value), "omega": nonnegative_expression, "beta": nonnegative_expression}
    readers |= {"T": nonnegative_expression, "z": nonnegative_expression, "m": integer_expression, "n": integer_expression}
    readers["k"] = integer_expression
    for name in given:
        if name not in NAMES:
            near = get_close_matches(name, NAMES, 1)
            raise InputError(
                f"`{name}`", "is no name of the model" + (f": did you mean {near[0]}?" if near else f": write {', '.join(NAMES)}.")
            )
    found = {name: readers.get(name, expression)(value, f"`{name}`") for name, value in given.items()}
    held = {symbol.name for symbol in formula.free_symbols}
    if "T" in found and "T" not in held:
        if "beta" in found:
            raise InputError("`T`", "and `beta` are one parameter: give one of them.")
        if found["T"].is_zero:
            raise InputError("`T`", "must not be 0 here: the formulas of the ground state have functions of their own.")
        found["beta"] = 1 / found.pop("T")
    for name in ("m", "n", "k", "K", "z", "h"):
        if name in found and name not in held:
            raise InputError(f"`{name}`", "does not stand in the formula: leave it out.")
    return found


def _made_again(made: Origin, found: dict[str, Expr]) -> Any:
    """The call again, each argument with the values in it."""
    arguments = dict(made.arguments)
    given = arguments.get("N")
    for name, value in found.items():
        inner = [each for each in arguments.values() if isinstance(each, Expr) and any(s.name == name for s in each.free_symbols)]
        free = (
            name in made.accepted
            and arguments.get(name) is None
            and not (isinstance(given, Model) and name in ("omega", "omega_a", "gamma", "J"))
        )
        if free:
            arguments[name] = value
        elif not inner and (name in made.accepted or isinstance(given, Model)):
            raise InputError(f"`{name}`", "has a value in the formula already: leave it out.")
    return made.function(**{name: _in_argument(value, found) if name not in found else value for name, value in arguments.items()})


def _in_argument(value: object, found: dict[str, Expr]) -> Any:
    return _at(value, found) if isinstance(value, Expr) else value


def _at(formula: Expr, found: dict[str, Expr]) -> Expr:
    """Every symbol of a name, whatever its assumptions, replaced at once."""
    return formula.xreplace({symbol: found[symbol.name] for symbol in formula.free_symbols if symbol.name in found})


def _placed(formula: Expr, found: dict[str, Expr], signed: bool | None) -> Expr:
    """The values in a formula without an origin: integers first, then what is not zero, then limits at zero."""
    found = dict(found)
    for name in SIGNED:
        if name in found and not found[name].is_nonnegative and signed is not True and not _even(formula, name):
            if signed is None:
                raise InputError(
                    f"`{name}`",
                    f"is not positive, and the formula changes with its sign: say signed=False where |{name}| is meant in it, as in C, or "
                    f"signed=True where {name} itself is, or give the value to the function of `exact`.",
                )
            found[name] = Abs(found[name])
    whole = {name: value for name, value in found.items() if name in ("N", "m", "n", "k")}
    zero = {name: value for name, value in found.items() if name not in whole and value.is_zero}
    result = _at(formula, whole)
    result = result.doit() if whole else result
    result = _at(result, {name: value for name, value in found.items() if name not in whole and name not in zero})
    return _at_zero(result, sorted(zero))


def _even(formula: Expr, name: str) -> bool:
    """Whether the formula is the same with the other sign, as SymPy writes both."""
    free = Dummy(name, real=True)
    up, down = (formula.xreplace({s: value for s in formula.free_symbols if s.name == name}) for value in (free, -free))
    return bool(up == down)


def _at_zero(formula: Expr, names: list[str]) -> Expr:
    """The formula where these symbols vanish: as it stands, or its limit where it is 0/0 there."""
    plain = _at(formula, dict.fromkeys(names, S.Zero))
    if not plain.has(nan, zoo, oo):
        return plain
    symbols_of = [s for s in formula.free_symbols if s.name in names]
    if len(symbols_of) != 1 or formula.count_ops() > LARGEST_LIMIT:
        raise _no_limit(names)
    (symbol,) = symbols_of
    result = limit(formula, symbol, 0, "+")
    if result.has(nan, zoo, oo) or not _near(formula, symbol, result):
        raise _no_limit(names)
    return result


def _no_limit(names: list[str]) -> InputError:
    return InputError(
        f"`{names[0]}`", "= 0 makes the formula 0/0, and its limit is not found: give the value to the function of `exact` itself."
    )


def _near(formula: Expr, symbol: Symbol, result: Expr) -> bool:
    """Whether the formula at 1e-20 is within 1e-12 of its supposed limit, the other symbols at 3/7, 4/7, ...; a check, no proof."""
    free = sorted((formula.free_symbols | result.free_symbols) - {symbol}, key=str)
    point = {s: S(2 * place + 3) / 7 if not s.is_integer else S(place + 2) for place, s in enumerate(free)}
    close = formula.xreplace({symbol: S(10) ** -20}).subs(point).evalf(60) - result.subs(point).evalf(60)
    return bool(abs(close) < S(10) ** -12 * (1 + abs(result.subs(point).evalf(30))))
