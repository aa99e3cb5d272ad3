"""Figures as files: PDF, PNG or SVG, the same bytes every time, with their parameters and their command inside."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from ..errors import InputError, shown
from ..version import __version__
from .drawing import Picture
from .style import style

FORMATS = ("pdf", "png", "svg")


def checked_path(text: str) -> Path:
    """The path of a picture, whose suffix names the format.

    >>> checked_path("curve.gif")
    Traceback (most recent call last):
    symcoh.errors.InputError: --out must end in .pdf, .png or .svg, but is 'curve.gif'.
    """
    path = Path(text)
    if path.suffix[1:] not in FORMATS or "\0" in text:
        raise InputError("--out", f"must end in .pdf, .png or .svg, but is {shown(text)}.")
    return path


def rendered(picture: Picture, format: str) -> bytes:
    """The bytes of one picture in one of `FORMATS`; no date and no random name is in them.

    Raises:
        EnvironmentFailed: matplotlib is not installed.
    """
    stream = io.BytesIO()
    with style():
        picture.figure.savefig(stream, format=format, metadata=_metadata(picture, format))
    return stream.getvalue()


def _metadata(picture: Picture, format: str) -> dict[str, Any]:
    """What each format has room for: the parameters, the command, and never a date."""
    maker = f"symcoh {__version__}"
    if format == "pdf":
        return {"Title": picture.title, "Subject": picture.description, "Keywords": picture.command, "Creator": maker, "CreationDate": None}
    text = f"{picture.description} Command: {picture.command}"
    if format == "svg":
        return {"Title": picture.title, "Description": text, "Creator": maker, "Date": None}
    return {"Title": picture.title, "Description": text, "Software": maker}
