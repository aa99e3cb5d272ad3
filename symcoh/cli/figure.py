"""`symcoh figure`: one of the paper's ten figures as a file."""

from __future__ import annotations

from pathlib import Path

import click

from .options import text_option
from .output import check_directory, emit, write_files


@click.command("figure", short_help="A figure of the paper from certified values: PDF, PNG or SVG.")
@click.argument("figure", metavar="FIGURE")
@text_option("--out", help="Where to write it; .pdf, .png or .svg.  [default: figure-FIGURE.pdf]", metavar="FILE")
def command(figure: str, out: str | None) -> None:
    """Draw one of the paper's ten figures, every value certified, and print the name of the file.

    FIGURE: 1a, 1b, 1c, 2a, 2b, 2c, 3a, 3b, 3c or 3d. The parameters are ours, chosen to show what the paper describes; the
    caption and the metadata of the file state them. The same command writes the same bytes.
    """
    from ..figures.files import checked_path, rendered
    from ..figures.paper import checked_name

    checked_name(figure)
    path = checked_path(f"figure-{figure}.pdf" if out is None else out)
    prepare(path)
    from ..figures.drawing import picture

    write_files(path.parent, {path.name: rendered(picture(figure), path.suffix[1:])})
    emit(f"{click.format_filename(path)}\n")


def prepare(path: Path) -> None:
    """Refuse before any work what would fail after it: no matplotlib, no directory."""
    from ..figures.style import need_matplotlib

    need_matplotlib()
    check_directory(path.parent)
