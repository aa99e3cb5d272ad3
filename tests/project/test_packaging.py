"""What is built from the tree: a wheel with both packages, a sdist that builds the same wheel, and a program that runs."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

IGNORED = shutil.ignore_patterns(".git", ".venv*", "out", "_build", ".*_cache", "__pycache__", ".hypothesis")


def run(*command: object, cwd: Path, environment: dict[str, str]) -> str:
    """The standard output of a command that must succeed."""
    done = subprocess.run([str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def built(kind: str, tree: Path, target: Path, environment: dict[str, str]) -> Path:
    """The one file hatchling builds from a tree."""
    run(sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", target, cwd=tree, environment=environment)
    [product] = target.iterdir()
    return product


@pytest.fixture(scope="module")
def tree(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree, so that nothing is written into it."""
    return shutil.copytree(root, tmp_path_factory.mktemp("tree") / "symcoh", ignore=IGNORED, symlinks=True)


@pytest.fixture(scope="module")
def sdist(tree: Path, tmp_path_factory: pytest.TempPathFactory, clean_environment: dict[str, str]) -> Path:
    return built("sdist", tree, tmp_path_factory.mktemp("sdist"), clean_environment)


@pytest.fixture(scope="module")
def wheel(tree: Path, tmp_path_factory: pytest.TempPathFactory, clean_environment: dict[str, str]) -> Path:
    return built("wheel", tree, tmp_path_factory.mktemp("wheel"), clean_environment)


def names(wheel: Path) -> set[str]:
    """The files in a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_holds_both_packages_and_nothing_else(wheel: Path, tree: Path) -> None:
    source = {
        str(path.relative_to(tree)) for package in ("symcoh", "derivations") for path in (tree / package).rglob("*") if path.is_file()
    }
    held = names(wheel)
    assert {name for name in held if ".dist-info/" not in name} == source
    assert {"symcoh/py.typed", "symcoh/model.py", "derivations/__init__.py", "derivations/foundation/steps.py"} <= held


def test_the_wheel_says_who_it_is(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        [metadata] = [name for name in archive.namelist() if name.endswith("/METADATA")]
        text = archive.read(metadata).decode()
        [licence] = [name for name in archive.namelist() if name.endswith("/licenses/LICENSE")]
        assert archive.read(licence).startswith(b"BSD 3-Clause License")
    assert "\nName: symcoh\n" in text
    assert "\nLicense-Expression: BSD-3-Clause\n" in text
    assert "\nRequires-Python: >=3.11\n" in text


def test_the_sdist_builds_the_same_wheel(sdist: Path, wheel: Path, tmp_path: Path, clean_environment: dict[str, str]) -> None:
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    [tree] = tmp_path.iterdir()
    assert {"tests", "docs", "README.md", "LICENSE", "CITATION.cff", "Makefile"} <= {path.name for path in tree.iterdir()}
    assert names(built("wheel", tree, tmp_path / "wheel", clean_environment)) == names(wheel)


def test_the_installed_program_certifies_itself(wheel: Path, tmp_path: Path, clean_environment: dict[str, str]) -> None:
    home = tmp_path / "venv"
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        wheel,
        cwd=tmp_path,
        environment=clean_environment,
    )
    # The dependencies come from the environment of the tests; a path added this way brings no editable project along.
    [packages] = home.glob("lib/python3.*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    origin = "import symcoh, derivations; print(symcoh.__file__, derivations.__file__)"
    assert all(path.startswith(str(packages)) for path in run(python, "-c", origin, cwd=tmp_path, environment=clean_environment).split())
    assert run(home / "bin" / "symcoh", "selftest", cwd=tmp_path, environment=clean_environment)
