"""The loop of a reproduction on small steps: what is kept, what is made anew, and that nothing depends on where it stopped."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from symcoh.cli.output import PARTIAL, remove_partial, write_files
from symcoh.errors import EnvironmentFailed, InputError
from symcoh.reproduction.record import NAME
from symcoh.reproduction.run import Write, chosen, run
from symcoh.reproduction.step import Files, Note, Step


@dataclass
class Workshop:
    """Three steps that count how often each is made; `last` reads the files of the others."""

    made: list[str] = field(default_factory=list)
    stop_in: str | None = None
    version: str = "1"
    suffixes: tuple[str, ...] = ("txt", "bin")

    def steps(self) -> list[Step]:
        first = [Step(name=name, kind="first", inputs={"version": self.version}, make=self.maker(name)) for name in ("a", "b")]
        return [*first, Step(name="last", kind="last", inputs={}, make=self.join, needs=("a", "b"), report="last.txt")]

    def maker(self, name: str) -> Callable[[Path, Note], Files]:
        def make(directory: Path, note: Note) -> Files:
            if self.stop_in == name:
                raise KeyboardInterrupt
            self.made.append(name)
            note(f"note of {name}")
            return {f"{name}/{name}.{suffix}": name * 3 if suffix == "txt" else name.encode() * 5 for suffix in self.suffixes}

        return make

    def join(self, directory: Path, note: Note) -> Files:
        if self.stop_in == "last":
            raise KeyboardInterrupt
        self.made.append("last")
        return {"last.txt": "".join((directory / name / f"{name}.txt").read_text() for name in "ab")}

    def run(self, directory: Path, write: Write = write_files) -> list[tuple[str, bool]]:
        notes: list[str] = []
        before = len(self.made)
        done = run(self.steps(), directory, write=write, begin=lambda step: None, note=notes.append)
        outcome = [(step.name, new) for step, new in done]
        assert notes == [f"note of {name}" for name in self.made[before:] if name != "last"]
        return outcome


def contents(directory: Path) -> dict[str, bytes]:
    return {str(path.relative_to(directory)): path.read_bytes() for path in directory.rglob("*") if path.is_file()}


@pytest.fixture
def finished(tmp_path: Path) -> Path:
    """A directory where everything was made without an interruption."""
    directory = tmp_path / "finished"
    assert Workshop().run(directory) == [("a", True), ("b", True), ("last", True)]
    assert set(contents(directory)) == {"a/a.txt", "a/a.bin", "b/b.txt", "b/b.bin", "last.txt", NAME}
    assert (directory / "last.txt").read_text() == "aaabbb"
    return directory


def test_what_is_there_is_kept(finished: Path) -> None:
    again = Workshop()
    before = contents(finished)
    assert again.run(finished) == [("a", False), ("b", False), ("last", False)]
    assert again.made == [] and contents(finished) == before


@pytest.mark.parametrize("stop", ["a", "b", "last"])
def test_interrupted_and_started_again(stop: str, finished: Path, tmp_path: Path) -> None:
    directory = tmp_path / "interrupted"
    shop = Workshop(stop_in=stop)
    with pytest.raises(KeyboardInterrupt):
        shop.run(directory)
    assert shop.made == {"a": [], "b": ["a"], "last": ["a", "b"]}[stop]
    shop.stop_in = None
    shop.run(directory)
    assert shop.made == ["a", "b", "last"]
    assert contents(directory) == contents(finished)


@pytest.mark.parametrize("kills", range(1, 7))
def test_killed_at_any_write(kills: int, finished: Path, tmp_path: Path) -> None:
    """Files without a line in the record are made anew."""
    directory, shop, left = tmp_path / "killed", Workshop(), kills

    def write(place: Path, files: Files) -> None:
        nonlocal left
        for path, content in files.items():
            left -= 1
            if left == 0:
                raise KeyboardInterrupt
            write_files(place, {path: content})

    with pytest.raises(KeyboardInterrupt):
        shop.run(directory, write)
    shop.run(directory)
    assert contents(directory) == contents(finished)
    assert len(shop.made) == 4


def test_a_damaged_or_missing_file_is_made_anew_and_nothing_else(finished: Path) -> None:
    before = contents(finished)
    damages: tuple[Callable[[Path], object], ...] = (lambda p: p.write_bytes(b"aaa "), lambda p: p.unlink(), lambda p: p.write_bytes(b""))
    for damage in damages:
        damage(finished / "a" / "a.txt")
        again = Workshop()
        again.run(finished)
        assert again.made == ["a"] and contents(finished) == before
    (finished / "last.txt").write_text("")
    again = Workshop()
    again.run(finished)
    assert again.made == ["last"] and contents(finished) == before


def test_changed_inputs_are_made_anew(finished: Path) -> None:
    before = contents(finished)
    newer = Workshop(version="2")
    newer.run(finished)
    assert newer.made == ["a", "b"], "`last` reads files that came out the same"
    assert contents(finished) != before and Workshop(version="2").run(finished) == [("a", False), ("b", False), ("last", False)]


def test_what_is_made_no_more_is_removed_unless_it_was_changed(finished: Path) -> None:
    (finished / "b" / "b.bin").write_bytes(b"mine now")
    shop = Workshop(version="2", suffixes=("txt",))
    shop.run(finished)
    assert set(contents(finished)) == {"a/a.txt", "b/b.txt", "b/b.bin", "last.txt", NAME}
    assert shop.made == ["a", "b", "last"]


DAMAGED: Sequence[str] = (
    "",
    "{",
    "[]",
    '{"steps": 3}',
    '{"steps": {"a": {"inputs": {}, "files": 3}}}',
    '{"steps": {"a": {"inputs": {"version": 1}, "files": {}}}}',
    "\x00",
    "[" * 100_000,
)


@pytest.mark.parametrize("text", DAMAGED, ids=range(len(DAMAGED)))
def test_a_damaged_record_makes_everything_anew(text: str, finished: Path) -> None:
    before = contents(finished)
    (finished / NAME).write_text(text)
    again = Workshop()
    again.run(finished)
    assert again.made == ["a", "b", "last"] and contents(finished) == before


def test_a_record_cannot_reach_outside(finished: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").write_bytes(b"")
    record = json.loads((finished / NAME).read_text())
    record["steps"]["a"]["files"] = {"../mine": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}
    record["steps"]["a"]["inputs"] = {"version": "0"}
    (finished / NAME).write_text(json.dumps(record))
    Workshop().run(finished)
    assert (tmp_path / "mine").exists()


def test_steps_are_chosen_with_what_they_need() -> None:
    steps = Workshop().steps()
    assert [step.name for step in chosen(steps, None)] == ["a", "b", "last"]
    assert [step.name for step in chosen(steps, "b")] == ["b"]
    assert [step.name for step in chosen(steps, "b, first")] == ["a", "b"]
    assert [step.name for step in chosen(steps, "last")] == ["a", "b", "last"]
    with pytest.raises(InputError, match="--only names 'c', no step: choose from first, last, or one step such as last"):
        chosen(steps, "a,c")


def test_temporary_files_of_a_killed_command_are_removed(finished: Path) -> None:
    (finished / f".last.txt.abc{PARTIAL}").write_text("half")
    (finished / "a" / f".a.txt.abc{PARTIAL}").write_text("half")
    (finished / ".mine").write_text("kept")
    remove_partial(finished)
    assert ".mine" in contents(finished) and not any(PARTIAL in name for name in contents(finished))


def test_a_directory_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EnvironmentFailed, match="--out cannot be written"):
        Workshop().run(tmp_path / "file")
