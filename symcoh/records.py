"""A certified number as JSON, read back: the ball is the evidence, and all that it decides is computed from it again."""

from __future__ import annotations

import json
import re
from typing import Any

from flint import arb, fmpz

from .arguments import MAX_DIGITS
from .balls import accuracy, ball_from_integers, ball_to_integers, working_precision
from .decimals import Decimal, candidates, halfway_between, printed_radius, round_ball
from .errors import InputError, InputTypeError, shown
from .formatting import parts
from .observables import observable

FIELDS: dict[str, tuple[type, ...]] = {
    "quantity": (str,),
    "value": (str,),
    "digits": (int,),
    "certified": (bool,),
    "radius": (str, type(None)),
    "backend": (str,),
    "parameters": (dict,),
    "equations": (list,),
    "version": (str,),
    "route": (str, type(None)),
    "ball": (list, type(None)),
}
"""The fields of a record and what JSON may hold in them."""

_WHOLE = re.compile(r"-?(0|[1-9][0-9]*)", re.ASCII)
_DECIMAL = re.compile(r"-?([0-9]+(\.[0-9]+)?)(e-?[1-9][0-9]*)?", re.ASCII)


def checked(text: str) -> dict[str, Any]:
    """The arguments of `CertifiedNumber` from a record that agrees with itself.

    Raises:
        InputTypeError: no text, or a field of another type.
        InputError: no JSON object, a field missing, doubled or unknown, or one that the ball does not give.
    """
    fields = _object(text)
    if "regime" in fields and "route" not in fields:  # what the field was once called
        fields["route"] = fields.pop("regime")
    for name in FIELDS:
        if name not in fields:
            raise InputError(f"`{name}`", "is missing in the record: write it with `to_json`.")
    for name, value in fields.items():
        if name not in FIELDS:
            raise InputError(shown(name), "is no field of a certified number: leave it out.")
        if not isinstance(value, FIELDS[name]) or (isinstance(value, bool) and bool not in FIELDS[name]):
            raise InputTypeError(f"`{name}`", f"must be {_kinds(FIELDS[name])}, but is {_kind(value)}.")
    _check_words(fields)
    ball = None if fields["ball"] is None else _four(fields["ball"])
    _check_backend(fields, ball)
    _check_digits(fields["value"], fields["digits"])
    if ball is not None:
        _check_value(fields, ball_from_integers(ball))
    return fields | {"ball": ball, "equations": tuple(fields["equations"])}


def _object(text: object) -> dict[str, Any]:
    if not isinstance(text, str):
        raise InputTypeError("The record", f"must be JSON text, but is {shown(text)}.")

    def single(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise InputError("The record", "names a field twice: name it once.")
        return found

    try:
        fields = json.loads(text, object_pairs_hook=single)
    except InputError:
        raise
    except (ValueError, RecursionError) as error:
        raise InputError("The record", f"is no JSON ({ascii(str(error))[1:-1][:80]}): write it with `to_json`.") from None
    if not isinstance(fields, dict):
        raise InputTypeError("The record", f"must be a JSON object, but is {_kind(fields)}.")
    return fields


_WORDS = {
    str: "a text",
    int: "a whole number",
    bool: "true or false",
    dict: "an object",
    list: "a list",
    type(None): "null",
    float: "a float",
}


def _kind(value: object) -> str:
    return (
        f"{_WORDS[type(value)]} {shown(value)}"
        if isinstance(value, (str, int, float)) and not isinstance(value, bool)
        else _WORDS[type(value)]
    )


def _kinds(types: tuple[type, ...]) -> str:
    return " or ".join(_WORDS[each] for each in types)


def _check_words(fields: dict[str, Any]) -> None:
    try:
        observable(fields["quantity"])
    except InputError as error:
        raise error.renamed("`quantity`") from None
    if not 1 <= fields["digits"] <= MAX_DIGITS:
        raise InputError("`digits`", f"must be from 1 to {MAX_DIGITS}, but is {shown(fields['digits'])}.")
    if fields["backend"] not in ("arb", "mpmath"):
        raise InputError("`backend`", f"must be arb or mpmath, but is {shown(fields['backend'])}.")
    for name, held in (("parameters", fields["parameters"].values()), ("equations", fields["equations"])):
        for each in held:
            if not isinstance(each, str):
                raise InputTypeError(f"`{name}`", f"must hold texts, but holds {_kind(each)}.")


def _four(given: list[Any]) -> tuple[int, int, int, int]:
    """The ball: four whole numbers in text, exactly as FLINT holds them."""
    if len(given) != 4 or not all(isinstance(part, str) and _WHOLE.fullmatch(part) for part in given):
        raise InputError("`ball`", "must be four whole numbers in quotes: the midpoint's mantissa and exponent, and the radius's.")
    middle, exponent, radius, radius_exponent = (int(fmpz(part)) for part in given)
    if radius < 0:
        raise InputError("`ball`", "must not have a negative radius.")
    ball = (middle, exponent, radius, radius_exponent)
    if ball_to_integers(ball_from_integers(ball)) != ball:
        raise InputError("`ball`", "is not written as FLINT holds a ball: odd mantissas, a radius of at most 30 bits.")
    return ball


def _check_backend(fields: dict[str, Any], ball: tuple[int, int, int, int] | None) -> None:
    """A ball, a radius and a proof come together, from the arb backend alone."""
    proved = fields["backend"] == "arb"
    for name, held in (("certified", fields["certified"]), ("ball", ball is not None), ("radius", fields["radius"] is not None)):
        if held != proved:
            what = "proves its digits: it has a ball and a radius" if proved else "proves nothing: it has no ball and no radius"
            raise InputError(f"`{name}`", f"does not belong to the {fields['backend']} backend, which {what}.")
    if not proved and fields["route"] is not None:
        raise InputError("`route`", "must be null for the mpmath backend.")


def _check_digits(value: str, digits: int) -> None:
    if not _DECIMAL.fullmatch(value):
        raise InputError("`value`", f"must be a decimal, but is {shown(value)}.")
    sign = parts(value)[0]
    held = len(value.lstrip("-").partition("e")[0].replace(".", "").lstrip("0"))
    if sign == 0 and value != "0":
        raise InputError("`value`", f"must be written as 0, but is {shown(value)}.")
    if sign and held != digits:
        raise InputError("`digits`", f"is {digits}, but the value has {held} significant digits.")
    written = str(_parsed(value, digits))
    if written != value:
        raise InputError("`value`", f"must be written as {shown(written)}, but is {shown(value)}.")


def _check_value(fields: dict[str, Any], ball: arb) -> None:
    value, digits = fields["value"], fields["digits"]
    # More than FLINT's default precision where the exponent is far out and the ball narrow.
    with working_precision(max(ball.mid().bits(), min(accuracy(ball), 10**7)) + 128):
        decimal = round_ball(ball, digits) if ball.is_finite() else None
        given = (str(decimal),) if decimal is not None else _either_side(ball, digits, fields["route"])
    if value not in given:
        raise InputError("`value`", f"is {shown(value)}, but the ball gives {' or '.join(map(shown, given)) or 'no such digits'}.")
    decimal = decimal or _parsed(value, digits)
    radius = printed_radius(ball, decimal)
    if fields["radius"] != radius:
        raise InputError("`radius`", f"is {shown(fields['radius'])}, but the ball gives {shown(radius)}.")


def _either_side(ball: arb, digits: int, route: str | None) -> tuple[str, ...]:
    """The decimals on both sides of a tie inside the ball of a value that exact data round; none for any other ball."""
    if route != "exact" or not ball.is_finite() or ball.contains(0) or halfway_between(ball, digits) is None:
        return ()
    return candidates(ball, digits)


def _parsed(value: str, digits: int) -> Decimal:
    sign, coefficient, exponent = parts(value)
    return Decimal(sign=sign, coefficient=int(coefficient), exponent=exponent + digits - 1, digits=digits)
