"""Random faults against the tests that execute them: what is chosen, how one is tried, what comes of all."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from .copies import ROOT, replaced
from .executed import Executed
from .faults import Fault, faults, faulty
from .warm import TIMED_OUT, Warm

RELIABLE = tuple(
    f"tests/reliability/test_{name}.py" for name in ("weights", "states", "tails", "sandwich", "relations", "rounding", "ends")
)
FOLDERS: Mapping[str, tuple[str, ...]] = {
    "numeric": ("tests/numeric", "tests/sources", "tests/unit", *RELIABLE, "symcoh/numeric"),
    "exactnumbers": ("tests/unit", "tests/reliability/test_ties.py", "tests/cli/test_bad_input.py", "symcoh/exactnumbers"),
    "exact": ("tests/exact", "symcoh/exact"),
    "phase": ("tests/phase", "symcoh/phase"),
    "attack": ("tests/ledger", "tests/cli/test_equation.py", "symcoh/attack"),
    "certificates": (
        *("tests/derivations/test_inequalities.py", "tests/derivations/test_remainders.py", "tests/derivations/test_monotonicity.py"),
        *(
            "tests/convergence/test_bounds.py",
            "tests/unit/test_taylor_coefficients.py",
            "tests/verdicts/test_proved_range.py",
            "tests/ledger",
        ),
        "symcoh/certificates",
    ),
    "decision": ("tests/verdicts", "tests/checking", "tests/cli/test_check.py", "symcoh/decision"),
    "checking": ("tests/verdicts", "tests/checking", "tests/cli/test_check.py", "symcoh/checking"),
    "convergence": ("tests/convergence", "symcoh/convergence"),
    "sources": ("tests/sources", "tests/unit/test_rings_alone.py", "tests/cli/test_bad_input.py", "symcoh/sources"),
    "derivations": ("tests/derivations", "derivations"),
}
"""Folders with faults in them, and where their tests are."""

EQUIVALENT = ROOT / "tests" / "data" / "equivalent_mutants.json"
WANTED = 0.95
"""Share of the faults that are none of the equivalent ones to be caught."""

FIRST_FILES, FIRST_SECONDS = 4, 3.0
"""The quickest tests go first: of few files, so that little is loaded, and of this many seconds together."""

BUDGET = 40.0
"""Processor seconds of the tests of one fault, quickest first; what is beyond is left out."""

COLUMNS = {"killed": 8, "stopped": 9, "survived": 10, "untested": 10, "equivalent": 12}
"""Of the report, with their widths."""

UNUSABLE = (3, 4, 5)
"""Codes of pytest that say nothing about the fault: an error of its own, wrong arguments, no tests."""


class Result(NamedTuple):
    """What came of one fault: killed, stopped (it ran for ever), survived, or untested (no test executes it)."""

    name: str
    folder: str
    outcome: str
    seconds: float
    tests: int
    by: str
    digest: str

    @property
    def caught(self) -> bool:
        """Killed, or stopped at the limit, which is three times what the tests take and more."""
        return self.outcome in ("killed", "stopped")


def files_of(folder: str) -> list[Path]:
    """The files of a folder, relative to the tree; none where the folder is not there."""
    top = ROOT if folder == "derivations" else ROOT / "symcoh"
    return [path.relative_to(ROOT) for path in sorted((top / folder).rglob("*.py"))]


def all_faults(folder: str) -> list[Fault]:
    """Every fault of a folder."""
    return [fault for file in files_of(folder) for fault in faults(str(file), (ROOT / file).read_text(encoding="utf-8"))]


def chosen(folders: Iterable[str], count: int, seed: int) -> list[tuple[str, Fault]]:
    """A random sample over the folders, each fault as likely as the other; the same for the same code and seed."""
    known = [(folder, fault) for folder in folders for fault in all_faults(folder)]
    return random.Random(f"mutants/{seed}").sample(known, min(count, len(known)))


def equivalents() -> dict[str, str]:
    """Faults that change nothing that could be seen, with the reason."""
    rows: list[dict[str, str]] = json.loads(EQUIVALENT.read_text(encoding="utf-8"))
    return {f"{row['file']}::{row['function']}::{row['mutation']}": row["reason"] for row in rows}


def digest_of(file: str) -> str:
    """A hash of one file, by which a result is known to be of this code."""
    return sha256((ROOT / file).read_bytes()).hexdigest()[:16]


def stages(folder: str, fault: Fault, executed: Executed) -> list[list[str]]:
    """The tests of a fault, quickest first, in two runs at most."""
    places = FOLDERS[folder]
    known = [test for test in executed.of(fault.file, *fault.lines) if test.startswith(places)]
    first: list[str] = []
    rest: list[str] = []
    files: set[str] = set()
    spent = 0.0
    for test in sorted(known, key=lambda test: (executed.costs[test], test)):
        file = test.partition("::")[0]
        spent += executed.costs[test]
        if spent > BUDGET:
            break
        early = spent < FIRST_SECONDS and (file in files or len(files) < FIRST_FILES)
        (first if early else rest).append(test)
        files |= {file} if early else set()
    return [stage for stage in (first, rest) if stage]


def tried(folder: str, fault: Fault, executed: Executed, warm: Warm, copy: Path) -> Result:
    """One fault in the copy, until the first test that fails."""
    seconds, count, outcome, by = 0.0, 0, "untested", ""
    with replaced(copy / fault.file, faulty((ROOT / fault.file).read_text(encoding="utf-8"), fault)):
        for tests in stages(folder, fault, executed):
            cost = sum(executed.costs[test] for test in tests)
            arguments = ["-x", "--tb=no", "-rfE", *sorted({test.partition("::")[0] for test in tests})]
            done = warm.run(copy, arguments, limit=3 * cost + 10, tests=tests)
            seconds, count = seconds + done.seconds, count + len(tests)
            if done.code in UNUSABLE:
                raise RuntimeError(f"pytest ended with {done.code} on {fault.name}:\n{done.printed}")
            outcome = {0: "survived", TIMED_OUT: "stopped"}.get(done.code, "killed")
            by = next((line.partition(" - ")[0] for line in done.printed.splitlines() if line.startswith(("FAILED", "ERROR"))), "")
            if outcome != "survived":
                break
    return Result(fault.name, folder, outcome, round(seconds, 2), count, by, digest_of(fault.file))


def report(results: Iterable[Result], equivalent: Mapping[str, str], sample: Iterable[str]) -> tuple[str, bool]:
    """A table by folder with the survivors below it, and whether enough were caught."""
    found = {result.name: result for result in results}
    rows: dict[str, Counter[str]] = {}
    open_: list[Result] = []
    for name in sample:
        top, below = Path(name.partition("::")[0]).parts[:2]
        folder = below if top == "symcoh" else top
        row = rows.setdefault(folder, Counter())
        row["faults"] += 1
        if name in equivalent:
            row["equivalent"] += 1
        elif name in found:
            row[found[name].outcome] += 1
            open_ += [] if found[name].caught else [found[name]]
    lines = ["folder         faults  killed  stopped  survived  untested  equivalent  caught"]
    total: Counter[str] = Counter()
    for folder, row in [*sorted(rows.items()), ("all", total)]:
        total.update(row if folder != "all" else {})
        caught, missed = row["killed"] + row["stopped"], row["survived"] + row["untested"]
        share = f"{100 * caught / (caught + missed):.1f} %" if caught + missed else "–"
        counts = "".join(
            f"{row[key]:>{width}}" for key, width in (("killed", 8), ("stopped", 9), ("survived", 10), ("untested", 10), ("equivalent", 12))
        )
        lines.append(f"{folder:<13}{row['faults']:>8}{counts}  {share:>6}")
    lines += ["", "Not caught:"] + [f"  {result.outcome}: {result.name}" for result in sorted(open_)] if open_ else []
    caught, missed = total["killed"] + total["stopped"], total["survived"] + total["untested"]
    return "\n".join([*lines, ""]), caught >= WANTED * (caught + missed)
