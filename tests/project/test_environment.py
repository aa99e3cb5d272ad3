"""Where a value is computed never changes a byte of it."""

from __future__ import annotations

import os
import site
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

POINTS = Path(__file__).with_name("points.py")
Environment = dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Setting:
    """How one interpreter is started."""

    interpreter: str = sys.executable
    flags: Sequence[str] = ()
    arguments: Sequence[str] = ()
    variables: Environment = field(default_factory=dict)
    without: Sequence[str] = ()
    directory_deleted: bool = False


SETTINGS = {
    "spawn": Setting(arguments=["--method", "spawn"]),
    "fork": Setting(arguments=["--method", "fork"]),
    "forkserver": Setting(arguments=["--method", "forkserver"]),
    "locale-C": Setting(variables={"LC_ALL": "C"}, arguments=["--decimal-point", "."]),
    "locale-de_DE": Setting(variables={"LC_ALL": "de_DE.UTF-8"}, arguments=["--decimal-point", ","]),
    "locale-tr_TR": Setting(variables={"LC_ALL": "tr_TR.UTF-8"}, arguments=["--decimal-point", ","]),
    "int-digits-640": Setting(variables={"PYTHONINTMAXSTRDIGITS": "640"}),
    "int-digits-0": Setting(variables={"PYTHONINTMAXSTRDIGITS": "0"}),
    "optimised": Setting(flags=["-O"]),
    "no-docstrings": Setting(flags=["-OO"]),
    "warnings-are-errors": Setting(flags=["-W", "error"]),
    "development-mode": Setting(flags=["-X", "dev"]),
    "no-bytecode": Setting(flags=["-B"]),
    "directory-deleted": Setting(directory_deleted=True),
    "no-home": Setting(without=["HOME"]),
    "hash-seed-0": Setting(variables={"PYTHONHASHSEED": "0"}),
    "hash-seed-4242": Setting(variables={"PYTHONHASHSEED": "4242"}),
    "almost-no-environment": Setting(without=list(os.environ)),
}
LOCALES = {"locale-de_DE": "de_DE.UTF-8", "locale-tr_TR": "tr_TR.UTF-8"}


def printed(setting: Setting, environment: Environment, directory: Path) -> bytes:
    """What points.py prints there; it must print twenty lines and complain about nothing."""
    command = [setting.interpreter, *setting.flags, str(POINTS), *setting.arguments]
    variables = {name: value for name, value in environment.items() if name not in setting.without} | setting.variables
    if setting.directory_deleted:
        doomed = directory / "doomed"
        doomed.mkdir()
        command = ["/bin/sh", "-c", 'rmdir "$PWD" && exec "$@"', "sh", *command]
        directory = doomed
    done = subprocess.run(command, cwd=directory, env=variables, capture_output=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr == b""
    assert done.stdout.count(b"\n") == 20
    return done.stdout


@pytest.fixture(scope="module")
def expected(clean_environment: Environment, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What points.py prints in a plain shell."""
    return printed(Setting(), clean_environment, tmp_path_factory.mktemp("plain"))


def setting_parameters() -> list[object]:
    """Every setting, those that need a locale marked so."""
    marks = {name: [pytest.mark.external(LOCALES[name])] for name in LOCALES}
    return [pytest.param(setting, id=name, marks=marks.get(name, [])) for name, setting in SETTINGS.items()]


@pytest.mark.parametrize("setting", setting_parameters())
def test_every_setting_prints_the_same_bytes(setting: Setting, expected: bytes, clean_environment: Environment, tmp_path: Path) -> None:
    assert printed(setting, clean_environment, tmp_path) == expected


@cache
def interpreters() -> dict[str, str]:
    """Every Python from 3.11 on that this machine has, by version: on PATH, or unpacked by pyenv."""
    names = [f"python3.{minor}" for minor in range(11, 20)]
    places = [Path(place) / name for place in os.get_exec_path() for name in ["python3", *names]]
    places += sorted(Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")).glob("versions/3.*/bin/python3"))
    found: dict[str, str] = {}
    for place in places:
        if place.exists():
            question = "import platform, sys; print(sys.version_info >= (3, 11) and platform.python_version(), sys.executable)"
            answer = subprocess.run([place, "-I", "-c", question], capture_output=True, text=True, check=False)
            version, _, path = answer.stdout.strip().partition(" ")
            if answer.returncode == 0 and version != "False":
                found.setdefault(version, path)
    return found


@pytest.mark.parametrize("version", sorted(interpreters()))
def test_every_python_prints_the_same_bytes(
    version: str, expected: bytes, clean_environment: Environment, tmp_path: Path, root: Path
) -> None:
    packages = [str(root), sysconfig.get_path("purelib"), *site.getsitepackages()]
    setting = Setting(interpreter=interpreters()[version], flags=["-B"], variables={"PYTHONPATH": os.pathsep.join(packages)})
    probe = [setting.interpreter, "-c", "import flint"]
    if subprocess.run(probe, env=clean_environment | setting.variables, capture_output=True, check=False).returncode != 0:
        pytest.skip(f"the installed python-flint does not load in Python {version}")
    assert printed(setting, clean_environment, tmp_path) == expected
