"""The record of a reproduction, .reproduce.json: for each step its inputs and the SHA-256 of its files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from .step import Files

NAME = ".reproduce.json"


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """A step that was done: what it depended on, and path -> hash of what it made."""

    inputs: dict[str, str]
    files: dict[str, str]


def read_record(directory: Path) -> dict[str, Done]:
    """Step -> what is known of it; a record that cannot be read is empty, so that everything is made anew."""
    try:
        steps = json.loads((directory / NAME).read_text(encoding="utf-8"))["steps"]
        return {name: Done(inputs=_texts(step["inputs"]), files=_texts(step["files"])) for name, step in steps.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _texts(values: Any) -> dict[str, str]:
    if not all(isinstance(text, str) for pair in values.items() for text in pair):
        raise TypeError
    return dict(values)


def record_text(record: Mapping[str, Done]) -> str:
    """The file that `read_record` reads."""
    return json.dumps({"steps": {name: {"inputs": done.inputs, "files": done.files} for name, done in record.items()}}, indent=1) + "\n"


def hashes(files: Files) -> dict[str, str]:
    """Path -> SHA-256.

    >>> hashes({"a": b""})["a"][:8]
    'e3b0c442'
    """
    return {path: sha256(content if isinstance(content, bytes) else content.encode("utf-8")).hexdigest() for path, content in files.items()}


def unchanged(directory: Path, path: str, digest: str) -> bool:
    """Whether a file is there as it was made."""
    try:
        return sha256((directory / path).read_bytes()).hexdigest() == digest
    except OSError:
        return False


def is_done(directory: Path, known: Done | None, inputs: Mapping[str, str]) -> bool:
    """Whether a step was done from these inputs and all its files are there, unchanged."""
    return known is not None and known.inputs == dict(inputs) and all(unchanged(directory, *pair) for pair in known.files.items())
