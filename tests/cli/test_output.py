"""Where output goes: files whole or not at all, links followed, closed streams, pipes, and an interrupt at any moment."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from symcoh.cli.main import run
from symcoh.cli.output import PARTIAL, check_directory, write_files
from symcoh.errors import EnvironmentFailed, InputError
from symcoh.tables import source, specification

POINT = ("-N", "2", "--omega-a", "1", "--gamma", "1", "--beta", "1", "--digits", "5")
SPEC = 'quantities = ["energy"]\ndigits = 5\nfixed = {sources = 2, omega_a = 1, gamma = 1, beta = 1}\n'


def names(directory: Path) -> set[str]:
    return {path.name for path in directory.rglob("*")}


def test_the_longest_name_a_file_can_have(tmp_path: Path) -> None:
    for length in (243, 244, 255):
        write_files(tmp_path, {"x" * length: "whole"})
        assert (tmp_path / ("x" * length)).read_text() == "whole"
    with pytest.raises(EnvironmentFailed, match=r"--out cannot be written \(File name too long\)"):
        write_files(tmp_path, {"x" * 256: "whole"})
    assert names(tmp_path) == {"x" * 243, "x" * 244, "x" * 255}


def test_a_link_is_followed(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    (there / "old").write_text("old")
    (here / "link").symlink_to("../there/old")
    (here / "dangling").symlink_to(there / "new")
    (here / "loop").symlink_to("loop")
    write_files(here, {"link": "first", "dangling": b"second"})
    assert (there / "old").read_text() == "first" and (there / "new").read_bytes() == b"second"
    assert all((here / name).is_symlink() for name in ("link", "dangling", "loop"))
    with pytest.raises(EnvironmentFailed, match="--out cannot be written"):
        write_files(here, {"loop": "third"})
    assert (here / "loop").is_symlink() and not any(PARTIAL in name for name in names(tmp_path))


def test_a_device_and_a_pipe_are_written_into_and_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "full").symlink_to("/dev/full")
    with pytest.raises(EnvironmentFailed, match="No space left on device"):
        write_files(tmp_path, {"full": "text"})
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(EnvironmentFailed, match="No such device or address"):
        write_files(tmp_path, {"pipe": "nobody reads"})
    heard: list[str] = []
    reader = threading.Thread(target=lambda: heard.append((tmp_path / "pipe").read_text()))
    reader.start()
    while reader.is_alive():
        try:
            write_files(tmp_path, {"pipe": "text"})
        except EnvironmentFailed:
            continue  # the reader is not there yet
        reader.join(30)
    assert heard == ["text"] and (tmp_path / "pipe").is_fifo()
    (tmp_path / "folder").mkdir()
    with pytest.raises(EnvironmentFailed, match="Is a directory"):
        write_files(tmp_path, {"folder": "text"})


def test_two_thousand_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    deep = Path(*["a"] * 2000)
    check_directory(deep)
    assert not names(tmp_path), "nothing is made before there is something to write"
    write_files(deep, {"x": "text"})
    with open(os.path.join(*["a"] * 2000, "x")) as stream:
        assert stream.read() == "text"
    for refused in (Path(*["b"] * 2100), Path("x" * 300, "y")):
        for act in (check_directory, lambda place: write_files(place, {"x": "text"})):
            with pytest.raises(EnvironmentFailed, match=r"--out cannot be written \(File name too long\)"):
                act(refused)
    assert {path.name for path in tmp_path.iterdir()} == {"a"}
    os.unlink(os.path.join(*["a"] * 2000, "x"))
    for count in range(2000, 0, -1):  # `rmtree` calls itself for every level
        os.rmdir(os.path.join(*["a"] * count))


def test_a_directory_that_is_none_or_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        for act in (check_directory, lambda path: write_files(path, {"x": "text"})):
            with pytest.raises(EnvironmentFailed, match="File exists"):
                act(place)
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(EnvironmentFailed, match="No such file or directory"):
        write_files(Path("out"), {"x": "text"})
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["figure", "9z", "--out", "no/such/x.pdf"], 2, "FIGURE must be one of"),
        (["figure", "1a", "--out", "no/such/x.gif"], 2, "--out must end in"),
        (["plot", "energy", "--over", "T=1,2", "-N", "0", "--omega-a", "1", "--gamma", "1", "--out", "no/such/x.pdf"], 2, "-N/--sources"),
        (["plot", "coherence", "--over", "T=1,2", *POINT[:6], "--max-precision", "2", "--out", "no/such/x.pdf"], 3, "--max-precision"),
    ],
)
def test_a_refused_command_leaves_no_folder(
    words: list[str], code: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as stop:
        run(words)
    out, err = capsys.readouterr()
    assert (stop.value.code, out) == (code, "") and said in err and not names(tmp_path)


@pytest.mark.parametrize("module", ["symcoh", "symcoh.cli.main"])
def test_as_a_module(module: str) -> None:
    done = subprocess.run([sys.executable, "-m", module, "evaluate", "energy", *POINT], capture_output=True, text=True, timeout=600)
    assert (done.returncode, done.stdout, done.stderr) == (0, "-2.3666\n", "")
    refused = subprocess.run([sys.executable, "-m", module, "evaluate"], capture_output=True, text=True, timeout=600)
    assert (refused.returncode, refused.stdout) == (2, "") and refused.stderr.startswith("symcoh: QUANTITY is required")


def test_nothing_is_said_where_standard_error_is_closed(tmp_path: Path) -> None:
    """Not on standard output, and not into the file that would have been opened in its place."""
    program = f"{sys.executable} -m symcoh"
    script = f"{program} evaluate 2>&-; echo $?; {program} plot energy --over T=1,2 {' '.join(POINT[:6])} --out x.svg 2>&- 0<&-; echo $?"
    done = subprocess.run(["sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=600)
    assert (done.stdout, done.stderr) == ("2\nx.svg\n0\n", "")
    assert (tmp_path / "x.svg").read_text().startswith("<?xml")


def test_no_file_takes_the_place_of_a_closed_stream(tmp_path: Path) -> None:
    code = "import os; from symcoh.cli.output import occupy_standard_streams as o; o(); print(os.open('x', os.O_CREAT | os.O_WRONLY))"
    done = subprocess.run(
        ["sh", "-c", f'{sys.executable} -c "{code}" 2>&- 0<&-'], cwd=tmp_path, capture_output=True, text=True, timeout=600
    )
    assert int(done.stdout) > 2


INTERRUPTED = """
import os, signal, sys
from symcoh.__main__ import run

module = sys.argv[1]

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == module:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Finder())
sys.modules.pop("re", None)
sys.argv[1:] = ["evaluate", "energy", "-N", "2", "--omega-a", "1", "--gamma", "1", "--beta", "1"]
run()
"""


@pytest.mark.parametrize("module", ["symcoh.cli", "re", "click", "symcoh.cli.stopping", "symcoh.cli.evaluate", "flint", "symcoh.decimals"])
def test_an_interrupt_while_modules_load_is_one_sentence(module: str) -> None:
    done = subprocess.run([sys.executable, "-c", INTERRUPTED, module], capture_output=True, text=True, timeout=600)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "symcoh: Interrupted.\n")


def test_a_pipe_as_specification(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    monkeypatch.setattr(source, "PATIENCE", 0.1)
    with pytest.raises(InputError, match=r"which cannot be read \(a pipe to which nobody wrote for 0.1 seconds\): name a TOML file"):
        specification.read_specification(pipe)
    monkeypatch.setattr(source, "PATIENCE", 60.0)
    writer = threading.Thread(target=lambda: pipe.write_text(SPEC + "#" * 200_000))
    writer.start()
    assert specification.read_specification(pipe).size == 1
    writer.join()
    with pytest.raises(InputError, match=os.strerror(errno.ENXIO)):
        specification.read_specification(_socket(tmp_path))


def _socket(directory: Path) -> Path:
    import socket

    place = directory / "socket"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(place))
    return place
