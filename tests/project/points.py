"""Twenty certified values, printed: the program that test_environment.py runs in many environments."""

from __future__ import annotations

import argparse
import locale
import multiprocessing
from concurrent.futures import ProcessPoolExecutor

RING_6 = {"N": 6, "omega_a": "7/10", "gamma": "3/10", "J": "2/5"}
FRUSTRATED = {"N": 7, "omega_a": "0.7", "gamma": "-3/10", "J": "-0.4"}
LARGE = {"N": 300, "omega": "3/2", "omega_a": "1/20", "gamma": "1/30", "J": "-1/7"}
SURD = {"N": 4, "omega": "sqrt(2)", "omega_a": "sqrt(2)/3", "gamma": "1e-3", "J": "1/3"}
POINTS = [
    (RING_6, "coherence", {"beta": "10"}, 50),
    (RING_6, "coherence", {"T": "1/10"}, 1000),
    (RING_6, "coherence", {"beta": "1e-20"}, 17),
    (RING_6, "coherence", {"beta": "oo"}, 5000),
    (RING_6, "partition-function", {"beta": "3"}, 700),
    (RING_6, "entropy", {"beta": "0"}, 50),
    (FRUSTRATED, "coherence", {"beta": "2"}, 50),
    (FRUSTRATED, "coherence", {"beta": "400"}, 100),
    (FRUSTRATED, "free-energy", {"T": "0.03"}, 50),
    (FRUSTRATED, "bloch-x", {"beta": "7/3"}, 40),
    (FRUSTRATED, "heat-capacity", {"beta": "5"}, 30),
    (LARGE, "coherence", {"beta": "1"}, 50),
    (LARGE, "log-partition-function", {"beta": "1"}, 50),
    (LARGE, "magnetization", {"beta": "20"}, 25),
    (LARGE, "coherence", {"T": "1/50"}, 50),
    (SURD, "coherence", {"beta": "pi"}, 60),
    (SURD, "energy", {"beta": "1/3"}, 60),
    (SURD, "purity", {"beta": "log(2)"}, 20),
    (SURD, "population-excited", {"T": "exp(1)"}, 20),
    ({"N": 1, "omega_a": "1", "gamma": "1"}, "coherence", {"beta": "1"}, 1),
]


def line(index: int) -> str:
    """The value of one point, as text."""
    from symcoh import Model, evaluate

    parameters, quantity, temperature, digits = POINTS[index]
    return str(evaluate(Model(**parameters), quantity, beta=temperature.get("beta"), T=temperature.get("T"), digits=digits))


def lines(method: str | None) -> list[str]:
    """All values, here or in two processes started by `method`."""
    indices = range(len(POINTS))
    if method is None:
        return [line(index) for index in indices]
    first = line(0)
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(method)) as pool:
        rest = list(pool.map(line, indices[1:]))
    return [first, *rest]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--method", choices=["spawn", "fork", "forkserver"])
    parser.add_argument("--decimal-point", help="turn the locale of the environment on; it must have this decimal point")
    options = parser.parse_args()
    if options.decimal_point:
        locale.setlocale(locale.LC_ALL, "")
        assert locale.localeconv()["decimal_point"] == options.decimal_point
    print("\n".join(lines(options.method)))  # noqa: T201  # printing is its purpose
