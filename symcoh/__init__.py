"""symcoh: exact, certified thermodynamics of autonomous quantum coherence.

    Model             the parameters (1)-(2), exact; or any target with any sources
    Target, Bath      a target of its own, and one of several source systems (`symcoh.sources`)
    Units             GHz and mK, or others
    evaluate          a quantity of the thermal state, as a certified number; a list of them, as a table
    curve             the same at many temperatures
    grid              exact values of "0.1..2:5"
    check             a formula of one's own, in a limit
    CertifiedNumber   what they return
    Values            a small table of them
    exact             SymPy expressions (18)-(57)

Every name loads on first use, so that `symcoh --help` pays for none of them.
"""

from __future__ import annotations

from .version import __version__ as __version__

TYPE_CHECKING = False  # `typing` is loaded when it is needed: an interrupt while it loads would print a traceback
if TYPE_CHECKING:
    from typing import Any

    from . import exact as exact
    from .certified import CertifiedNumber as CertifiedNumber
    from .checking.ask import check as check
    from .curves import curve as curve
    from .model import Bath as Bath
    from .model import Model as Model
    from .tables.ranges import grid as grid
    from .target import Target as Target
    from .units import Units as Units
    from .values import Values as Values
    from .values import evaluate as evaluate

_HOMES = {
    "CertifiedNumber": ".certified",
    "Bath": ".model",
    "Model": ".model",
    "Target": ".target",
    "Units": ".units",
    "Values": ".values",
    "check": ".checking.ask",
    "curve": ".curves",
    "evaluate": ".values",
    "grid": ".tables.ranges",
}

__all__ = ["Bath", "CertifiedNumber", "Model", "Target", "Units", "Values", "__version__", "check", "curve", "evaluate", "exact", "grid"]


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name == "exact":
        return import_module(".exact", __name__)
    if name in _HOMES:
        return getattr(import_module(_HOMES[name], __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
