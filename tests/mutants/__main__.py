"""`make mutants`: random faults in copies of the tree, two at a time; a run that was stopped goes on where it was.

PYTHONPATH=tests python -m mutants [--count 400] [--seed 1] [--folder numeric …] [--out out/mutants] [--again]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock

from .campaign import FOLDERS, Result, chosen, digest_of, equivalents, report, tried
from .copies import ROOT, copied
from .executed import Executed, read, write
from .faults import Fault
from .warm import Warm


def main() -> int:
    """The code of the campaign: 1 where too few were caught."""
    options = arguments()
    options.out.mkdir(parents=True, exist_ok=True)
    store = options.out / "results.jsonl"
    sample = [(folder, fault) for folder, fault in chosen(options.folder, options.count, options.seed) if options.only in fault.name]
    equivalent = equivalents()
    known = results(store, again=options.again)
    due = [(folder, fault) for folder, fault in sample if fault.name not in equivalent and fault.name not in known]
    say(f"{len(sample)} faults, {len(sample) - len(due)} known, {len(due)} to try")
    if due:
        with tempfile.TemporaryDirectory(prefix="symcoh-mutants-") as place:
            copies = [copied(Path(place) / str(number)) for number in range(options.jobs)]
            executed = Executed({}, {})
            for folder in dict.fromkeys(folder for folder, _ in due):
                executed = joined(executed, measured(folder, copies[0], options.out))
            known |= campaign(due, executed, copies, store)
    text, enough = report(known.values(), equivalent, [fault.name for _, fault in sample])
    (options.out / "report.txt").write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    return 0 if enough else 1


def arguments() -> argparse.Namespace:
    """What was typed."""
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=400, help="faults in the sample")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another sample")
    parser.add_argument("--folder", nargs="+", choices=list(FOLDERS), default=list(FOLDERS), help="folders with faults in them")
    parser.add_argument("--only", default="", help="faults whose name holds this text")
    parser.add_argument("--out", type=Path, default=Path("out/mutants"), help="where results are kept")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--again", action="store_true", help="try again what was not caught")
    return parser.parse_args()


def results(store: Path, again: bool) -> dict[str, Result]:
    """The results so far that are of this code; with `again` only those that were caught."""
    if not store.exists():
        return {}
    rows = [Result(**json.loads(line)) for line in store.read_text(encoding="utf-8").splitlines() if line.endswith("}")]
    current = {row.name: row for row in rows}
    digests = {file: digest_of(file) for file in {name.partition("::")[0] for name in current} if (ROOT / file).exists()}
    return {name: row for name, row in current.items() if row.digest == digests.get(name.partition("::")[0]) and (row.caught or not again)}


def measured(folder: str, copy: Path, out: Path) -> Executed:
    """Which tests of a folder execute which lines: made once for this code, for each file of tests by itself."""
    files = test_files(FOLDERS[folder])
    shared = digest_of_all(
        file for top in ("symcoh", "derivations", "tests") for file in (ROOT / top).rglob("*.py") if not is_of_tests(file)
    )
    places = {file: out / f"executed-{digest_of_all([ROOT / file], shared)}.json" for file in files}
    due = [file for file, place in places.items() if not place.exists()]
    if due:
        say(f"measuring what {len(due)} files of tests of {folder} execute")
        whole = out / "executed.json"
        environment = os.environ | {"PYTHONPATH": str(copy / "tests"), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        command = [sys.executable, "-m", "mutants.executed", str(copy), str(whole.resolve()), "-m", "not slow", *due]
        done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            whole.unlink(missing_ok=True)
            raise SystemExit(f"The tests of {folder} cannot be run:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
        for line in done.stdout.splitlines():
            if line.startswith("left out: "):
                say(line)
        found = read(whole)
        for file in due:
            write(found.only(file), places[file])
    executed = Executed({}, {})
    for place in places.values():
        executed = joined(executed, read(place))
    return executed


def test_files(places: Iterable[str]) -> list[str]:
    """The files with tests or doctests at some places, relative to the tree."""
    found: list[str] = []
    for place in places:
        path = ROOT / place
        inside = sorted(path.rglob("*.py")) if path.is_dir() else [path]
        found += [str(file.relative_to(ROOT)) for file in inside if not place.startswith("tests") or is_of_tests(file)]
    return found


def is_of_tests(file: Path) -> bool:
    """Whether a file holds tests, and not what several of them share."""
    return file.name.startswith("test_") and "tests" in file.relative_to(ROOT).parts


def digest_of_all(files: Iterable[Path], start: str = "") -> str:
    """A hash of some files, names included."""
    digest = sha256(start.encode())
    for path in sorted(files):
        digest.update(f"{path.relative_to(ROOT)} ".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def joined(one: Executed, other: Executed) -> Executed:
    """Both."""
    files = {*one.lines, *other.lines}
    lines = {
        file: {
            line: one.lines.get(file, {}).get(line, frozenset()) | other.lines.get(file, {}).get(line, frozenset())
            for line in {*one.lines.get(file, {}), *other.lines.get(file, {})}
        }
        for file in files
    }
    return Executed(one.costs | other.costs, lines)


def campaign(due: list[tuple[str, Fault]], executed: Executed, copies: list[Path], store: Path) -> dict[str, Result]:
    """Every fault tried, each process with its own copy; a line in the store as soon as one is done."""
    queue: SimpleQueue[tuple[str, Fault]] = SimpleQueue()
    for item in due:
        queue.put(item)
    found: dict[str, Result] = {}
    lock = Lock()

    def work(copy: Path) -> None:
        with Warm() as warm, store.open("a", encoding="utf-8") as stream:
            while True:
                try:
                    folder, fault = queue.get_nowait()
                except Empty:
                    return
                result = tried(folder, fault, executed, warm, copy)
                with lock:
                    found[result.name] = result
                    stream.write(json.dumps(result._asdict()) + "\n")
                    stream.flush()
                    say(f"{len(found)}/{len(due)} {result.outcome} in {result.seconds:.1f} s: {result.name}")

    with ThreadPoolExecutor(len(copies)) as pool:
        for future in [pool.submit(work, copy) for copy in copies]:
            future.result()
    return found


def say(text: str) -> None:
    """A line of progress."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
