"""Source systems of a specification: `sources_model` by name, or `model`, a file in the place of all parameters of the model."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..errors import InputError, InputTypeError, shown
from ..exactnumbers import Exact
from ..model import SOURCES_MODELS, Model
from ..model_file import named_model, read_document, self_contained

HEAT = ("temperature", "beta")
REQUIRED = ("sources", "omega_a", "gamma")
FIELDS = {"omega": "omega", "omega_a": "omega_a", "gamma": "gamma", "coupling": "J", "coupling_xy": "J_xy"}
_TYPED = {f"`{short}`": name for name, short in FIELDS.items()} | {"`N`": "sources"}


def source_system(argument: str, value: object) -> str:
    """The name of a source system.

    Raises:
        InputError: none that takes N and couplings alone.

    >>> source_system("[fixed] sources_model", "xxz-ring")
    'xxz-ring'
    """
    if not isinstance(value, str) or value not in SOURCES_MODELS:
        raise InputError(argument, f"must be one of {', '.join(SOURCES_MODELS)}, but is {shown(value)}: others stand in a file, as model.")
    return value


def document_of(value: object, folder: Path) -> dict[str, Any]:
    """What `model` stands for: a file, relative to the folder of the specification, or a table with what such a file holds.

    Paths in it are read too, so that what is found needs no file any more.

    Raises:
        InputError: no such file.
    """
    if isinstance(value, dict):
        document, place = value, folder
    elif isinstance(value, str) and value:
        try:
            document = read_document(folder / value)
        except InputError as error:
            raise error.renamed("model") from None
        place = (folder / value).parent
    else:
        raise InputTypeError("model", f'must name a TOML file, as "model.toml", or be a table of one, but is {shown(value)}.')
    try:
        return self_contained(document, place)
    except InputError as error:
        raise error.renamed(f"{error.argument.replace('`', '')} in model") from None


def model_in(value: object, content: Any, folder: Path) -> Model:
    """The model that `model` names or holds, or that is kept beside it as JSON in `model_content`.

    Raises:
        InputError: no such file, or what does not describe a model.
    """
    name = Path(value).name if isinstance(value, str) else "model"
    if content is None:
        document = document_of(value, folder)
    else:
        try:
            document = json.loads(content)
        except (TypeError, ValueError):
            raise InputError("model_content", "must hold the model of a sweep as JSON: leave it out, and name the file as model.") from None
    return named_model(document, folder, shown(name)[1:-1])


def check_names(sections: Mapping[str, Sequence[str]], model: Model | None, named: bool, heat: bool = True) -> None:
    """Refuse parameters that stand twice, are missing, or belong to the file of `model`.

    `named` is whether sources_model is given, `heat` whether a quantity needs a temperature.

    Raises:
        InputError: the parameter, and where it stands.
    """
    given: dict[str, str] = {"sources_model": "fixed"} if named else {}
    for section, names in sections.items():
        for name in names:
            if name in given:
                raise InputError(name, f"stands in [{given[name]}] and in [{section}]: keep one of them.")
            given[name] = section
    for name in () if model is not None else REQUIRED:
        if name not in given:
            raise InputError(name, "is required: add it to [fixed] or [over].")
    others = [name for name in given if name not in HEAT]
    if model is not None and others:
        raise InputError(f"[{given[others[0]]}] {others[0]}", "belongs to the model that the specification names or holds: leave it out.")
    if ("beta" in given) == ("temperature" in given) and (heat or "beta" in given):
        raise InputError("beta and temperature", "exclude each other, and one of them is required: give exactly one in [fixed] or [over].")


def model_at(point: Mapping[str, Exact | None], system: str) -> Model:
    """The model of a point, of the source system of that name.

    Raises:
        InputError: a coupling that the system does not have, under its name in a specification.
    """
    sources = point["sources"]
    assert sources is not None and sources.rational is not None, "the specification holds whole numbers"
    fields: dict[str, Any] = {FIELDS[name]: value for name, value in point.items() if name in FIELDS}
    try:
        return Model(N=int(sources.rational.p), **fields, sources=system)
    except InputError as error:
        raise error.renamed(_TYPED.get(error.argument, error.argument)) from None
