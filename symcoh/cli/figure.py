"""`symcoh figure`: one of the paper's ten figures as a file, with its parameters or with others."""

from __future__ import annotations

from typing import Any

import click

from .parameters import Given, model
from .paramtypes import Text
from .pictures import Files, picture_options
from .words import figures

OTHERS = {
    "N": "Another number of sources.",
    "omega": "Another gap of the target, >= 0.",
    "omega_a": "Another gap of a source.",
    "gamma": "Another target-source coupling.",
    "J": "Another intersource coupling.",
}


@click.command("figure", short_help="A figure of the paper from certified values: PDF, PNG or SVG.")
@click.argument("figure", metavar="FIGURE", type=Text(figures))
@picture_options("figure-FIGURE.pdf")
@model(temperature=(), free=True, help=OTHERS)
def command(given: Given, figure: str, **options: Any) -> None:
    """Draw one of the paper's ten figures, every value certified, and print the name of the file.

    FIGURE: 1a, 1b, 1c, 2a, 2b, 2c, 3a, 3b, 3c or 3d. The parameters are ours, chosen to show what the paper describes; the
    caption and the metadata of the file state them. Each may be replaced, but for the one that runs from curve to curve. The same
    command writes the same bytes.
    """
    from ..figures.paper import checked_name, own_base

    checked_name(figure)
    files = Files(f"figure-{figure}.pdf", **options)
    own_base(figure, given.values)
    files.prepare()
    from ..figures.drawing import picture

    files.write(picture(figure, given.values, files.frame))
