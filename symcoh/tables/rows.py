"""The rows of a table, each evaluated as it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

from ..certified import CertifiedNumber
from ..errors import NotCertified
from ..evaluation import MAX_PRECISION, evaluate
from ..model import Model
from .specification import Specification, Value

_FIELDS = {"omega": "omega", "omega_a": "omega_a", "gamma": "gamma", "coupling": "J"}


def points(spec: Specification) -> Iterator[dict[str, Value]]:
    """Every combination of parameters, the last one of [over] fastest."""
    for values in product(*spec.over.values()):
        yield spec.fixed | dict(zip(spec.over, values, strict=True))


def rows(
    spec: Specification,
    *,
    max_precision: int = MAX_PRECISION,
    budget: float | None = None,
    progress: Callable[[str], None] | None = None,
) -> Iterator[CertifiedNumber]:
    """Every quantity at every point, as certified numbers.

    Args:
        spec: what to tabulate.
        max_precision: ceiling of working precision in bits.
        budget: ceiling of time in seconds for each row, or None.
        progress: told now and then that work on a row goes on.

    Raises:
        NotCertified: a row whose digits were not proved, with its number and parameters.
    """
    number = 0
    for point in points(spec):
        model = _model(point)
        settings: dict[str, Any] = {"max_precision": max_precision, "budget": budget, "progress": progress}
        settings |= {"beta": "oo" if point["beta"] is None else point["beta"]} if "beta" in point else {"T": point["temperature"]}
        for quantity in spec.quantities:
            number += 1
            try:
                found = evaluate(model, quantity, digits=spec.digits, backend=spec.backend, **settings)
            except NotCertified as error:
                raise NotCertified(f"Row {number} ({_described(spec, point, quantity)}): {error}") from None
            yield found


def _model(point: dict[str, Value]) -> Model:
    sources = point["sources"]
    assert sources is not None and sources.rational is not None, "the specification holds whole numbers"
    fields: dict[str, Any] = {_FIELDS[name]: value for name, value in point.items() if name in _FIELDS}
    return Model(N=int(sources.rational.p), **fields)


def _described(spec: Specification, point: dict[str, Value], quantity: str) -> str:
    """A row by what sets it apart from the others."""
    parts = [f"{name} = {_short(point[name])}" for name in spec.over]
    return ", ".join(([quantity] if len(spec.quantities) > 1 or not parts else []) + parts)


def _short(value: Value) -> str:
    text = "oo" if value is None else str(value)
    return text if len(text) <= 40 else f"{text[:37]}..."
