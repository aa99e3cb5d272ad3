"""The rows of a table, each evaluated as it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..certified import CertifiedNumber
from ..errors import NotCertified
from ..evaluation import MAX_PRECISION
from ..exactnumbers import Exact
from ..model import Model
from ..sharing import Shared, shared_value
from .specification import Specification, Value, point
from .systems import model_at


def points(spec: Specification) -> Iterator[dict[str, Value]]:
    """Every combination of parameters, the last axis fastest."""
    return (point(spec, index) for index in range(spec.points))


def rows(
    spec: Specification, *, max_precision: int = MAX_PRECISION, budget: float | None = None, progress: Callable[[str], None] | None = None
) -> Iterator[CertifiedNumber]:
    """Every quantity at every point, as certified numbers; points of one model share what they can.

    Args:
        spec: what to tabulate.
        max_precision: ceiling of working precision in bits.
        budget: ceiling of time in seconds for each row, or None.
        progress: told now and then that work on a row goes on.

    Returns:
        One number for each quantity at each point, in the order of `Specification`.

    Raises:
        NotCertified: a row whose digits were not proved, with its number and parameters.
    """
    number, known, model, shared = 0, None, None, Shared()
    for values in points(spec):
        sources = {name: value for name, value in values.items() if name not in ("temperature", "beta")}
        if model is None or sources != known:
            known, model = sources, model_of(values, spec)
        for quantity in spec.quantities:
            number += 1
            try:
                yield shared_value(
                    shared,
                    model,
                    quantity,
                    temperature_of(values),
                    digits=spec.digits,
                    backend=spec.backend,
                    max_precision=max_precision,
                    budget=budget,
                    progress=progress,
                )
            except NotCertified as error:
                raise NotCertified(f"Row {number} ({_described(spec, values, quantity)}): {error}") from None


def temperature_of(point: dict[str, Value]) -> dict[str, Exact | str]:
    """{"beta": …} or {"T": …} as `evaluate` takes it; nothing where the point has no temperature."""
    if "beta" not in point and "temperature" not in point:
        return {}
    name, value = ("beta", point["beta"]) if "beta" in point else ("T", point["temperature"])
    return {name: "oo" if value is None else value}


def model_of(point: dict[str, Value], spec: Specification | None = None) -> Model:
    """The model of a point, of the source system that the specification names; the ring without one."""
    if spec is not None and spec.model is not None:
        return spec.model
    return model_at(point, "ring" if spec is None else spec.system)


def _described(spec: Specification, point: dict[str, Value], quantity: str) -> str:
    """A row by what sets it apart from the others."""
    parts = [f"{name} = {_short(point[name])}" for name in spec.varied]
    return ", ".join(([quantity] if len(spec.quantities) > 1 or not parts else []) + parts)


def _short(value: Value) -> str:
    text = "oo" if value is None else str(value)
    return text if len(text) <= 40 else f"{text[:37]}..."
