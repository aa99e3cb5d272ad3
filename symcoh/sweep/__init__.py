"""Sweeps: very many certified points in one file, computed by workers, resumable; `open` gives them as a pandas frame."""

from .frame import open_frame as open
from .status import status_of as status

__all__ = ["open", "status"]
