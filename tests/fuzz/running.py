"""One command line in this process, watched: what it printed, what it left behind, how long it took."""

from __future__ import annotations

import io
import os
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import flint
import mpmath

from symcoh.cli.main import _exit_code

from .commands import Line

CODES = (0, 1, 2, 3, 4, 5)
LONGEST_SENTENCE = 400
PROGRESS = re.compile(r"\d+/\d+ rows, ")
"""How far a sweep is, now and then and at its end."""


class TooLong(BaseException):
    """The CPU seconds of a line are spent."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What a line did; `faults` names every promise that it broke."""

    line: Line
    code: int | None
    seconds: float
    faults: tuple[str, ...]
    error: str

    def __str__(self) -> str:
        """The faults with a line that can be replayed in a shell, and the files that it reads."""
        files = "".join(f"\n    {name}: {text!a}" for name, text in self.line.files.items())
        head = f"{'; '.join(self.faults)} (exit {self.code}, {self.seconds:.1f} CPU-s)"
        return f"{head}\n    {replay(self.line)}{files}\n    {self.error[:300]!r}"


def replay(line: Line) -> str:
    """The line for a shell, in ASCII."""
    words = (f"$'{_escaped(word)}'" if not (word.isascii() and word.isprintable()) else shlex.quote(word) for word in line.words)
    return "symcoh " + " ".join(words)


def _escaped(word: str) -> str:
    data = word.encode("utf-8", "surrogateescape")
    return "".join(chr(b) if 32 <= b < 127 and chr(b) not in "'\\" else f"\\x{b:02x}" for b in data)


def run(line: Line) -> Outcome:
    """Run a line in a folder of its own that holds its files, and nothing else."""
    with _folder():
        for name, text in line.files.items():
            Path(name).write_text(text, encoding="utf-8")
        out, err = io.StringIO(), io.StringIO()
        started, code = time.process_time(), None
        precision = flint.ctx.prec, mpmath.mp.prec
        faults = []
        try:
            with redirect_stdout(out), redirect_stderr(err), _limited(line.seconds):
                code = _exit_code(list(line.words))
        except TooLong:
            if not line.patient:
                faults.append(f"no answer in {line.seconds:.0f} CPU-s")
        except BaseException as escaped:  # whatever it is, it came out of the command
            faults.append(f"{type(escaped).__name__} escaped")
        seconds = time.process_time() - started
        if (flint.ctx.prec, mpmath.mp.prec) != precision:
            faults.append("a precision is left changed")
            flint.ctx.prec, mpmath.mp.prec = precision
        left = sorted(path.name[:40] for path in Path().iterdir() if path.name not in line.files)
        if code is not None:
            faults += _faults(line, code, out.getvalue(), err.getvalue(), left)
        return Outcome(line=line, code=code, seconds=seconds, faults=tuple(faults), error=err.getvalue())


def _faults(line: Line, code: int, out: str, err: str, left: list[str]) -> Iterator[str]:
    if code not in CODES:
        yield f"exit code {code}"
    if "Internal error" in err or "Traceback" in out + err:
        yield "internal error"
    elif code == 4 and not line.odd_path:
        yield "exit code 4"
    if code and left and not (line.stores and code in (3, 4)):
        yield f"left behind {left}"
    if code in (2, 3, 4) and line.words[:1] != ("check",):
        sentences = [text for text in err.split("\n") if text and not (line.stores and PROGRESS.match(text))]
        if len(sentences) != 1 or not sentences[0].startswith("symcoh: ") or not err.isascii() or len(err) > LONGEST_SENTENCE:
            yield "not one sentence"
    if code == 2 and out:
        yield "printed before it refused"
    if re.search(r"\bnan\b|\binf\b", out) and "--decimals" not in line.words:  # where an infinite beta is inf
        yield "nan printed"
    if code == 0 and line.words[:1] == ("evaluate",) and not out.strip():
        yield "nothing printed"


@contextmanager
def _folder() -> Iterator[None]:
    """Inside an empty folder, removed at the end however deep it has become."""
    before, folder = os.getcwd(), tempfile.mkdtemp(prefix="symcoh-fuzz-")
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
        subprocess.run(["rm", "-rf", folder], check=True)


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Raise TooLong after so many seconds of CPU time, again every second until it travels."""

    def late(number: int, frame: FrameType | None) -> None:
        if not isinstance(sys.exc_info()[1], TooLong):
            raise TooLong

    before = signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
