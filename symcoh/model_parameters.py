"""The parameters of a model as text, as a certified number carries them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass

from flint import fmpz

from .exactnumbers import Exact
from .model import Bath, Model
from .sources.matrices import texts
from .sources.registry import accepted

NAMES = {"J": "coupling", "J_xy": "coupling_xy"}
"""Fields of a source system that have another name in a record."""


def model_parameters(model: Model) -> dict[str, str]:
    """The parameters of a model as typed.

    >>> from symcoh.sources.chain import Chain
    >>> model_parameters(Model(sources=Chain(N=3, J="1/5"), omega_a=1, gamma="0.5"))["coupling"]
    '1/5'
    """
    if model.is_ring:
        return {
            "sources": fmpz(model.N).str(),
            "omega": str(model.omega),
            "omega_a": str(model.omega_a),
            "gamma": str(model.gamma),
            "coupling": str(model.J),
            "sources_model": model.sources.name,
        }
    found = {"sources": fmpz(model.N).str()} | _target(model)
    if len(model.baths) == 1:
        return found | _bath(model.baths[0]) | {"sources_model": model.sources.name}
    rows = {f"{key}_{place}": value for place, bath in enumerate(model.baths, 1) for key, value in _bath(bath).items()}
    return found | rows | {"sources_model": "+".join(bath.sources.name for bath in model.baths)}


def parameters_and_units(model: Model) -> dict[str, str]:
    """The same, with the units where they are not natural ones."""
    units = {} if model.units.natural else {"energy_unit": model.units.energy, "temperature_unit": model.units.temperature}
    return model_parameters(model) | units


def _target(model: Model) -> dict[str, str]:
    target = model.target
    found = {name: str(value) for name in ("omega", "tilt") if (value := getattr(target, name)) is not None}
    return (
        found
        | {name: str(texts(value)) for name in ("hamiltonian",) if (value := getattr(target, name)) is not None}
        | ({"target_coupling": str(texts(target.coupling))} if target.coupling is not None else {})
    )


def _bath(bath: Bath) -> dict[str, str]:
    own = {"omega_a": str(bath.omega_a), "gamma": str(bath.gamma)} if bath.sources.uniform else {}
    if bath.coupling is not None:
        own["target_coupling"] = str(texts(bath.coupling))
    names = [name for name in _held(bath.sources) if name != "N" and not name.startswith("_")]
    return own | {NAMES.get(name, name): _text(value) for name in names if (value := getattr(bath.sources, name)) is not None}


def _held(system: object) -> Sequence[str]:
    """The names of what a system holds: its fields, or the keywords that it was made with."""
    if is_dataclass(system):
        return [field.name for field in fields(system)]
    return [name for name in accepted(type(system)) if hasattr(system, name)]


def _text(value: object) -> str:
    if isinstance(value, (tuple, list)):
        return f"[{', '.join(map(_text, value))}]"
    return str(value) if isinstance(value, Exact | str | int) else repr(value)
