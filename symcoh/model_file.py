"""A model from a TOML file: `[target]`, `[sources]` or several `[[sources]]`, `[units]`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .errors import InputError, InputTypeError, shown
from .exactnumbers import exact, is_zero
from .model import Bath, Model
from .sources.protocol import Sources
from .sources.registry import accepted, system_class
from .target import Target
from .units import Units

MOST_BYTES = 10_000_000
SECTIONS = ("target", "sources", "units")
TARGET = ("omega", "tilt", "hamiltonian", "coupling")
ABSENT = ("J", "J_xy", "D")
"""Couplings that a system does not have may be given as 0."""

LISTS = {"omega_k": "omega_a", "gamma_k": "gamma"}
"""A list with one entry a site -> the number that stands for all sites."""


def read_model_file(path: Any) -> Model:
    """The model of a TOML file; paths in it are relative to its folder.

    Raises:
        InputError: no readable file, no TOML, unknown keys, a number that is not exact, parameters that do not belong together.
    """
    return model_of(read_document(path), Path(path).parent)


def read_document(path: Any) -> dict[str, Any]:
    """What a TOML file holds.

    Raises:
        InputError: no readable file, no TOML.
    """
    place = Path(path)
    try:
        if not place.is_file():
            reason = "a directory" if place.is_dir() else "missing" if not place.exists() else "no regular file"
            raise InputError("`--model`", f"must name a TOML file, but {shown(str(path))} is {reason}.")
        if place.stat().st_size > MOST_BYTES:
            raise InputError("`--model`", f"must be a file of at most {MOST_BYTES} bytes, but {shown(str(path))} is larger.")
        return tomllib.loads(place.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError("`--model`", f"must be a TOML file, but in {shown(str(path))}: {str(error).splitlines()[0][:120]}.") from None
    except (OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError("`--model`", f"must name a readable TOML file, but {shown(str(path))} is not one.") from None


def self_contained(document: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """The document with the rows of the file that `levels_file` names in its place."""
    rows = document.get("sources")
    if isinstance(rows, Mapping):
        return {**document, "sources": _with_levels(rows, folder)}
    if isinstance(rows, list):
        return {**document, "sources": [_with_levels(row, folder) if isinstance(row, Mapping) else row for row in rows]}
    return dict(document)


def _with_levels(row: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    if "levels_file" not in row or "levels" in row:
        return dict(row)
    from .sources.levels import levels_from_file

    levels = levels_from_file(folder / str(row["levels_file"]))
    return {key: value for key, value in row.items() if key != "levels_file"} | {"levels": levels}


def read_named_file(path: Path) -> Model:
    """The model of a file whose keys are called those of the file, where the command line has options of the same names.

    Raises:
        InputError: "KEY in FILE ..."; of the file as a whole as `read_model_file`.
    """
    return named_model(read_document(path), path.parent, shown(path.name)[1:-1])


def named_model(document: Mapping[str, Any], folder: Path, name: str) -> Model:
    """The model of a document; a complaint says "KEY in NAME ..."."""
    try:
        return model_of(document, folder)
    except InputError as error:
        raise error.renamed(f"{error.argument.replace('`', '')} in {name}") from None


def model_of(document: Mapping[str, Any], folder: Path) -> Model:
    """The model of a document that was read.

    >>> model_of({"sources": {"system": "chain", "N": 3, "omega_a": "7/10", "gamma": "3/10", "J": "1/5"}}, Path("."))
    Model(omega='1', omega_a='7/10', gamma='3/10', sources=Chain(N=3, J='1/5'))
    """
    _known_keys(document, SECTIONS, "the file")
    target = _target(document.get("target", {}))
    rows = document.get("sources")
    if isinstance(rows, Mapping):
        rows = [rows]
    if not isinstance(rows, list) or not rows or not all(isinstance(row, Mapping) for row in rows):
        raise InputError("`sources`", 'is required: a table [sources] with system = "…", or several [[sources]].')
    units = _units(document.get("units", {}))
    several = len(rows) > 1
    if several and any("coupling" not in row for row in rows):
        raise InputError("`coupling`", "is required in each of several [[sources]]: a Hermitian matrix.")
    baths = [_bath(row, folder, target) for row in rows]
    if not several and baths[0].coupling is None:
        first = baths[0]
        fields = {"omega_a": first.omega_a, "gamma": first.gamma} if first.sources.uniform else {}
        return Model(target=target, sources=first.sources, units=units, **fields)
    return Model(target=target, baths=baths, units=units)


def _known_keys(table: Mapping[str, Any], allowed: Sequence[str], where: str) -> None:
    for key in table:
        if key not in allowed:
            raise InputError(f"`{key}`", f"is not a key of {where}: one of {', '.join(allowed)}.")


def _table(value: object, name: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise InputTypeError(f"`{name}`", f"must be a table [{name}], but is {shown(value)}.")
    return value


def _target(value: object) -> Target:
    table = _table(value, "target")
    _known_keys(table, TARGET, "[target]")
    return Target(**table)


def _units(value: object) -> Units:
    table = _table(value, "units")
    _known_keys(table, ("energy", "temperature"), "[units]")
    return Units(**table)


def _bath(row: Mapping[str, Any], folder: Path, target: Target) -> Bath:
    values = dict(row)
    name = values.pop("system", None)
    if name is None:
        raise InputError("`system`", 'is required in [sources]: for example system = "chain".')
    coupling = values.pop("coupling", None)
    matrix = coupling is not None or target.coupling is not None
    system, rest = _system(name, values, folder, matrix)
    if system.uniform:
        if "gamma" not in rest and not matrix:
            raise InputError("`gamma`", 'is required in [sources]: an exact number such as "3/10".')
        if "omega_a" not in rest and not getattr(system, "no_field", False):
            raise InputError("`omega_a`", 'is required in [sources]: an exact number such as "7/10".')
    return Bath(sources=system, coupling=coupling, **rest)


def _system(name: object, values: dict[str, Any], folder: Path, matrix: bool) -> tuple[Sources, dict[str, Any]]:
    """The source system, and the model's own omega_a and gamma of what is left; `matrix`: A is given as a matrix, gamma is 1 then."""
    kind = system_class(name)
    keywords = accepted(kind)
    if "levels_file" in values:
        if "levels" in values or "levels" not in keywords:
            raise InputError("`levels_file`", f"is not for {name} sources with what else is given: leave it out.")
        from .sources.levels import levels_from_file

        values["levels"] = levels_from_file(folder / str(values.pop("levels_file")))
    if matrix and "omega_k" in values and "gamma_k" not in values and "gamma_k" in keywords:
        values.setdefault("gamma", "1")
    _spread(keywords, values)
    if "shape" in keywords:
        values["shape"] = str(name).partition("-")[2]
    for key in ABSENT:
        value = values.pop(key) if key in values and key not in keywords else 0
        if is_zero(exact(value, f"`{key}`")) is not True:
            raise InputError(f"`{key}`", f"must be 0 for {name} sources, which have no such coupling: leave it out.")
    own = {key: values.pop(key) for key in list(values) if key in keywords}
    rest: dict[str, Any] = {key: values.pop(key) for key in ("omega_a", "gamma") if key in values}
    if values:
        known = [*keywords, "omega_a", "gamma", "coupling"]
        raise InputError(f"`{next(iter(values))}`", f"is not a key of {name} sources: one of {', '.join(known)}.")
    missing = [key for key, needed in keywords.items() if needed and key not in own]
    if missing:
        raise InputError(f"`{missing[0]}`", f"is required for {name} sources.")
    system: Sources = kind(**own)
    return system, rest


def _spread(keywords: Mapping[str, bool], values: dict[str, Any]) -> None:
    """Where one of omega_k and gamma_k is given, the other number stands for all sites."""
    given = [key for key in LISTS if key in values]
    if not given or any(key not in keywords for key in LISTS):
        return
    for key, single in LISTS.items():
        if key in values and single in values:
            raise InputError(f"`{single}`", f"is not for sources with {key}: give one of them.")
        if key not in values:
            if single not in values:
                raise InputError(f"`{single}`", f"is required beside {given[0]}: give it, or {key}.")
            count = values.get("N", len(values[given[0]]) if isinstance(values[given[0]], list) else 0)
            values[key] = [values.pop(single)] * count if isinstance(count, int) and 0 < count < 100_000 else []
