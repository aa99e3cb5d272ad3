"""`symcoh figure`: one of the paper's ten figures as a file, with its parameters or with others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from .options import text_option, whole_number
from .output import check_directory, emit, write_files


@click.command("figure", short_help="A figure of the paper from certified values: PDF, PNG or SVG.")
@click.argument("figure", metavar="FIGURE")
@text_option("--out", help="Where to write it; .pdf, .png or .svg.  [default: figure-FIGURE.pdf]", metavar="FILE")
@text_option("-N", "--sources", help="Another number of sources.", metavar="INT")
@text_option("--omega", help="Another gap of the target, >= 0.", metavar="X")
@text_option("--omega-a", help="Another gap of a source.", metavar="X")
@text_option("--gamma", help="Another target-source coupling.", metavar="X")
@text_option("-J", "--coupling", help="Another intersource coupling.", metavar="X")
@click.option("--no-caption", is_flag=True, help="Leave out the line of parameters below the axes.")
@text_option("--width", help="Width such as 86mm, 178mm, 3.4in or 246pt (of TeX).  [default: 86mm]", metavar="LENGTH")
@text_option("--data", help="Write what is drawn as numbers too.", metavar="FILE.csv")
def command(figure: str, out: str | None, no_caption: bool, width: str | None, data: str | None, **own: str | None) -> None:
    """Draw one of the paper's ten figures, every value certified, and print the name of the file.

    FIGURE: 1a, 1b, 1c, 2a, 2b, 2c, 3a, 3b, 3c or 3d. The parameters are ours, chosen to show what the paper describes; the
    caption and the metadata of the file state them. Each may be replaced, but for the one that runs from curve to curve. The same
    command writes the same bytes.
    """
    from ..figures.data import csv_text, data_path
    from ..figures.files import checked_path, rendered
    from ..figures.frame import read_frame
    from ..figures.paper import checked_name, own_base

    checked_name(figure)
    path, frame = checked_path(f"figure-{figure}.pdf" if out is None else out), read_frame(width, not no_caption)
    numbers = None if data is None else data_path(data)
    parameters = _own(own)
    own_base(figure, parameters)
    for place in (path, numbers):
        if place is not None:
            prepare(place)
    from ..figures.drawing import picture

    drawn = picture(figure, parameters, frame)
    write_picture(path, rendered(drawn, path.suffix[1:]), numbers, csv_text(drawn.data))


def _own(typed: dict[str, str | None]) -> dict[str, Any]:
    """The parameters that were given, by the name of their field."""
    from ..exactnumbers import exact
    from ..model import nonnegative

    readers: dict[str, tuple[str, Any]] = {
        "sources": ("N", lambda text: whole_number(text, "-N/--sources", 1)),
        "omega": ("omega", lambda text: nonnegative(text, "--omega")),
        "omega_a": ("omega_a", lambda text: exact(text, "--omega-a")),
        "gamma": ("gamma", lambda text: exact(text, "--gamma")),
        "coupling": ("J", lambda text: exact(text, "-J/--coupling")),
    }
    return {name: read(typed[option]) for option, (name, read) in readers.items() if typed[option] is not None}


def write_picture(path: Path, content: bytes, numbers: Path | None, text: str) -> None:
    """Write a picture, and its numbers where they are wanted, and print the names of the files."""
    files: dict[Path, str | bytes] = {path: content} if numbers is None else {path: content, numbers: text}
    for place, written in files.items():
        write_files(place.parent, {place.name: written})
    emit("".join(f"{click.format_filename(place)}\n" for place in files))


def prepare(path: Path) -> None:
    """Refuse before any work what would fail after it: no matplotlib, no directory."""
    from ..figures.style import need_matplotlib

    need_matplotlib()
    check_directory(path.parent)
