"""A worker that goes wrong at chosen rows: `python faulty.py KIND ROWS TIMES LOG`, so many times in all; LOG grows by a byte each."""

from __future__ import annotations

import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any, cast

from symcoh.sweep import work, worker


def fail(kind: str) -> None:
    if kind == "abort":
        os.abort()
    elif kind == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif kind == "stop":
        os.kill(os.getpid(), signal.SIGSTOP)
    elif kind == "memory":
        resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
        bytearray(1 << 31)
    elif kind == "sleep":
        signal.pause()
    elif kind == "spin":
        while True:
            pass
    elif kind == "mistake":
        raise ZeroDivisionError
    elif kind == "exit":
        os._exit(0)


def main() -> None:
    kind, rows = sys.argv[1], {int(text) for text in sys.argv[2].split(",")}
    times, log = int(sys.argv[3]), Path(sys.argv[4])
    original = work._computed

    def computed(bench: Any, quantity: str, place: Any) -> Any:
        number = len(bench.spec.quantities)
        found = original(bench, quantity, place)
        if bench.at in rows and bench.spec.quantities[bench.at % number] == quantity:
            with log.open("ab") as stream:
                known = stream.tell()
                if known < times:
                    stream.write(b"x")
            if known < times:
                fail(kind)
        return found

    perform = work.perform

    def performed(bench: Any, run: Any) -> Any:
        faulty = Bench(bench)
        for k in range(run.number):
            faulty.at = (run.start + k * run.stride) * len(bench.spec.quantities) + run.quantity
            yield from perform(cast(work.Bench, faulty), run._replace(start=run.start + k * run.stride, number=1))

    class Bench:
        """A bench that knows which row is in work."""

        at = -1

        def __init__(self, bench: Any) -> None:
            object.__setattr__(self, "bench", bench)

        def __getattr__(self, name: str) -> Any:
            return getattr(self.bench, name)

        def __setattr__(self, name: str, value: Any) -> None:
            if name == "at":
                object.__setattr__(self, name, value)
            else:
                setattr(self.bench, name, value)

    work._computed = computed
    work.perform = performed
    worker.main()


if __name__ == "__main__":
    main()
