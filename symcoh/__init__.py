"""symcoh: exact, certified thermodynamics of autonomous quantum coherence.

    Model             the parameters (1)-(2), exact
    evaluate          a quantity of the thermal state, as a certified number
    curve             the same at many temperatures
    check             a formula of one's own, in a limit
    CertifiedNumber   what they return
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
    from .evaluation import evaluate as evaluate
    from .model import Model as Model

_HOMES = {"CertifiedNumber": ".certified", "Model": ".model", "check": ".checking.ask", "curve": ".curves", "evaluate": ".evaluation"}

__all__ = ["CertifiedNumber", "Model", "__version__", "check", "curve", "evaluate", "exact"]


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name == "exact":
        return import_module(".exact", __name__)
    if name in _HOMES:
        return getattr(import_module(_HOMES[name], __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
