"""The directive `drawn`: a picture as a command of symcoh draws it, and that command below; the text is its caption."""

from __future__ import annotations

import shlex
from contextlib import redirect_stdout
from hashlib import sha256
from io import StringIO
from os.path import relpath
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective


class Drawn(SphinxDirective):
    """Run the command of the argument, which draws a picture, while the page is read."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        """The picture, its caption, the command."""
        command = " ".join(self.arguments[0].split())
        place = self.env.doctreedir / "drawn"
        place.mkdir(parents=True, exist_ok=True)
        picture = Path(place) / f"{sha256(command.encode()).hexdigest()[:16]}.svg"
        draw(command, picture)
        caption = " ".join(self.content)
        figure = nodes.figure("", nodes.image(uri=relpath(picture, self.env.srcdir), alt=caption or command, candidates={"*": ""}))
        figure["classes"].append("drawn")
        if caption:
            parsed, _ = self.parse_inline(caption)
            figure += nodes.caption("", "", *parsed)
        return [figure, nodes.literal_block(f"$ {command}", f"$ {command}", language="console")]


def draw(command: str, picture: Path) -> None:
    """Run a command as a shell would, into a file of ours.

    Raises:
        ValueError: it is no command of symcoh, or it was refused.
    """
    from symcoh.cli.main import run

    program, *words = shlex.split(command)
    if program != "symcoh":
        raise ValueError(f"no command of symcoh: {command}")
    try:
        with redirect_stdout(StringIO()):
            run([*words, "--out", str(picture)])
    except SystemExit as end:
        if end.code:
            raise ValueError(f"exit code {end.code}: {command}") from None


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive."""
    app.add_directive("drawn", Drawn)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
