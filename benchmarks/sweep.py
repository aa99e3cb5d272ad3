"""What a sweep costs beside its evaluations: processor time of the driver and of the workers, and two bare processes for comparison.

    python benchmarks/sweep.py [--points N] [--cheap]

The bare processes evaluate the same points with the same shared tables and keep nothing. They and the sweep take turns, in four parts,
so that a busy machine is busy for both. `--cheap` takes points that exact data decide (T = 0 and omega = 0) instead.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from symcoh.sweep.processes import Processes
from symcoh.sweep.run import drive, opened
from symcoh.sweep.status import status_of

PARTS = 4
BARE = """
import resource, sys
from pathlib import Path
from symcoh.sharing import Shared, shared_value
from symcoh.sweep.plan import runs
from symcoh.sweep.work import parsed
from symcoh.tables.rows import model_of, temperature_of
from symcoh.tables.specification import point
spec, share, model, known = parsed(Path(sys.argv[1]).read_text()), Shared(), None, None
for number, run in enumerate(runs(spec)):
    if number // len(spec.quantities) % 2 != int(sys.argv[2]):
        continue
    for k in range(run.number):
        values = point(spec, run.start + k * run.stride)
        place = temperature_of(values)
        sources = {n: v for n, v in values.items() if n not in ("temperature", "beta")}
        if sources != known:
            known, model = sources, model_of(values)
        shared_value(share, model, spec.quantities[run.quantity], place, digits=spec.digits)
used = resource.getrusage(resource.RUSAGE_SELF)
print(used.ru_utime + used.ru_stime)
"""


def specification(points: int, part: int, cheap: bool) -> str:
    """A part of the points: N = 6 to 100, J from -1/2 to 1/2, temperatures over two decades; or T = 0 and omega = 0."""
    head = 'quantities = ["coherence", "energy"]\ndigits = 30\n[fixed]\nomega_a = "0.7"\n'
    if cheap:
        number = points // PARTS // 4
        return (
            f'{head}omega = "0"\nbeta = "oo"\n[over]\nsources = [6, 7]\ncoupling = ["1/5", "{part + 1}/7"]\n'
            f'gamma = "{part + 1}/1000..3:{max(2, number)}"\n'
        )
    sizes = list(range(6 + part, 101, PARTS))
    temperatures = max(2, points // PARTS // (len(sizes) * 21))
    return f'{head}gamma = "3/10"\n[over]\nsources = {sizes}\ncoupling = "-0.5..0.5:21"\ntemperature = "0.02..2:{temperatures}:log"\n'


def used(who: int) -> float:
    """Seconds of processor time."""
    found = resource.getrusage(who)
    return found.ru_utime + found.ru_stime


def swept(path: Path, text: str) -> tuple[float, float, float, int]:
    """(seconds, of the driver, of the workers, rows)."""
    begun, own, children = perf_counter(), used(resource.RUSAGE_SELF), used(resource.RUSAGE_CHILDREN)
    with opened(path, text, False) as (connection, spec):
        engine = Processes(2, {"specification": text, "budget": None, "max_precision": 4_000_000}, None)
        try:
            drive(connection, path, spec, engine, workers=2)
        finally:
            engine.close()
    return perf_counter() - begun, used(resource.RUSAGE_SELF) - own, used(resource.RUSAGE_CHILDREN) - children, spec.size


def bare(path: Path) -> tuple[float, float]:
    """(seconds, of both processes)."""
    begun = perf_counter()
    started = [subprocess.Popen([sys.executable, "-c", BARE, str(path), str(k)], stdout=subprocess.PIPE, text=True) for k in (0, 1)]
    spent = sum(float(process.communicate()[0]) for process in started)
    return perf_counter() - begun, spent


def main() -> None:
    """Run the parts in turn and print the ratios."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--points", type=int, default=100_000)
    parser.add_argument("--cheap", action="store_true")
    arguments = parser.parse_args()
    wall = driver = workers = wall_bare = cpu_bare = 0.0
    rows = 0
    with tempfile.TemporaryDirectory() as place:
        for part in range(PARTS):
            text, store = specification(arguments.points, part, arguments.cheap), Path(place) / f"{part}.db"
            (Path(place) / "spec.toml").write_text(text)
            for turn in ("sweep", "bare") if part % 2 == 0 else ("bare", "sweep"):
                if turn == "bare":
                    seconds, spent = bare(Path(place) / "spec.toml")
                    wall_bare, cpu_bare = wall_bare + seconds, cpu_bare + spent
                else:
                    seconds, own, children, number = swept(store, text)
                    wall, driver, workers, rows = wall + seconds, driver + own, workers + children, rows + number
            assert status_of(store)["done"] == number
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"| rows | {rows} |\n|:--|--:|")
    print(f"| seconds of the sweep, of the bare processes | {wall:.1f}, {wall_bare:.1f} |")
    print(f"| processor seconds of driver, workers, bare processes | {driver:.2f}, {workers:.2f}, {cpu_bare:.2f} |")
    print(f"| driver / workers | {driver / workers:.3f} |")
    print(f"| speed of the sweep / bare, by the clock | {wall_bare / wall:.2f} |")
    print(f"| speed of the sweep / bare, by processor time | {cpu_bare / (driver + workers):.2f} |")
    print(f"| rows a second and worker's processor second | {rows / workers:.0f} |")
    print(f"| memory of the driver | {memory:.0f} MiB |")


if __name__ == "__main__":
    main()
