"""What `figure` and `plot` share: the options of a picture and the writing of its files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import EnvironmentFailed
from .options import text_option
from .output import check_directory, emit, note, write_files
from .paramtypes import File

if TYPE_CHECKING:
    from ..figures.drawing import Picture
    from ..figures.frame import Frame


def picture_options(default: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """--out, --data, --width and --no-caption; `default` is the name of the picture."""
    options = (
        text_option("--out", help=f"Where to write it; .pdf, .png or .svg.  [default: {default}]", metavar="FILE", type=File()),
        text_option("--data", help="Write what is drawn as numbers too.", metavar="FILE.csv", type=File()),
        text_option("--width", help="Such as 86mm, 178mm, 3.4in or 246pt (of TeX).  [default: 86mm]", metavar="LENGTH"),
        click.option("--no-caption", is_flag=True, help="Leave out the line of parameters below the axes."),
    )

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


@contextmanager
def _naming(option: str) -> Iterator[None]:
    """A refusal to write names the option that holds the file."""
    try:
        yield
    except EnvironmentFailed as error:
        raise EnvironmentFailed(str(error).replace("--out", option, 1)) from None


class Files:
    """The files of a picture, checked before any work, written after it."""

    def __init__(self, default: str, *, out: str | None, data: str | None, width: str | None, no_caption: bool) -> None:
        """Read the options.

        Raises:
            InputError: a suffix or a width that is none. EnvironmentFailed: no matplotlib, no directory.
        """
        from ..figures.data import data_path
        from ..figures.files import checked_path
        from ..figures.frame import read_frame

        self.path: Path = checked_path(default if out is None else out)
        self.numbers: Path | None = None if data is None else data_path(data)
        self.frame: Frame = read_frame(width, not no_caption)

    def prepare(self) -> None:
        """Refuse before any work what would fail after it."""
        from ..figures.style import need_matplotlib

        need_matplotlib()
        for option, place in (("--out", self.path), ("--data", self.numbers)):
            if place is not None:
                with _naming(option):
                    check_directory(place.parent)

    def write(self, picture: Picture) -> None:
        """Write the picture, and its numbers where they are wanted, and print the names of the files."""
        from ..figures.data import csv_text
        from ..figures.files import rendered

        files: dict[Path, str | bytes] = {self.path: rendered(picture, self.path.suffix[1:])}
        if self.numbers is not None:
            files[self.numbers] = csv_text(picture.data)
        for place, content in files.items():
            with _naming("--out" if place == self.path else "--data"):
                write_files(place.parent, {place.name: content})
        for sentence in picture.notes:
            note(sentence)
        emit("".join(f"{click.format_filename(place)}\n" for place in files))
