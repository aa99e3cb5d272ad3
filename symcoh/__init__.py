"""symcoh: exact, certified thermodynamics of autonomous quantum coherence.

    Model       the parameters (1)-(2)
    evaluate    a certified number
    exact       SymPy expressions (24)-(57); SymPy loads when this name is first used
"""

from typing import TYPE_CHECKING, Any

from .certified import CertifiedNumber as CertifiedNumber
from .evaluation import evaluate as evaluate
from .model import Model as Model
from .version import __version__ as __version__

if TYPE_CHECKING:
    from . import exact as exact


def __getattr__(name: str) -> Any:
    """Load the SymPy side on first use."""
    if name == "exact":
        from importlib import import_module

        return import_module(".exact", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
