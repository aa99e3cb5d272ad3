"""Tasks: every row stands in exactly one run, what is done is left out, runs of one model share it."""

from __future__ import annotations

import random

import pytest

from symcoh.sweep.engine import Task
from symcoh.sweep.plan import LONGEST_RUN, Run, guess, left_of, pieces, point_sources, row_ids, runs, shared_axis
from symcoh.sweep.work import parsed
from symcoh.tables.rows import model_of
from symcoh.tables.specification import point

HEAD = 'quantities = ["energy", "coherence", "purity"]\n[fixed]\nomega_a = 1\ngamma = 1\n'
SPECS = {
    "last": '[over]\nsources = [2, 3]\nbeta = ["1", "2", "3"]',
    "first": '[over]\nbeta = ["1", "2", "3"]\nsources = [2, 3]\nomega = [1, 2]',
    "middle": '[over]\nomega = [1, 2]\nbeta = ["1", "2", "3"]\nsources = [2, 3]',
    "fixed": 'beta = 1\n[over]\nomega = [1, 2]\nsources = [2, 3]',
    "tied": 'sources = 2\n[over]\nbeta = ["1", "2", "3"]\n[tied]\nomega = "beta"',
    "apart": '[over]\nbeta = ["1", "2", "3"]\nsources = [2, 3]\n[tied]\nomega = "1/N"',
    "draws": 'sources = 2\n[over]\nomega = [1, 2]\n[random]\ncount = 4\nseed = 1\nbeta = "uniform(1, 2)"',
    "drawn": 'sources = 2\n[over]\nbeta = [1, 2]\n[random]\ncount = 4\nseed = 1\nomega = "uniform(1, 2)"',
    "long": 'sources = 2\n[over]\nbeta = "1..2:10000"',
}  # fmt: skip
SHARED = {"last": (1, 3), "first": (4, 3), "middle": (2, 3), "fixed": (1, 1), "tied": (1, 1), "apart": (2, 3), "draws": (1, 4),
          "drawn": (4, 2), "long": (1, 10000)}  # fmt: skip


@pytest.mark.parametrize("name", SPECS)
def test_every_row_once_and_one_model_a_run(name: str) -> None:
    spec = parsed(HEAD + SPECS[name])
    assert shared_axis(spec) == SHARED[name]
    found = list(runs(spec))
    assert sorted(identity for run in found for identity in row_ids(run, 3)) == list(range(spec.size))
    assert all(run.number <= LONGEST_RUN for run in found)
    if SHARED[name][1] > 1 and spec.size < 1000:
        for run in found:
            assert len({repr(model_of(point(spec, run.start + k * run.stride))) for k in range(run.number)}) == 1


def test_the_guess_knows_N_wherever_it_stands() -> None:
    for text, sizes in (
        ("beta = 1\n[over]\nsources = [4, 9]\nomega = [1, 2]", [4, 4, 9, 9]),
        ("beta = 1\nsources = 7\n[over]\nomega = [1, 2]", [7, 7]),
        ('beta = 1\n[over]\nomega = [1, 2]\n[tied]\nsources = "3 - 4*(omega - 1)"', [3, 1]),
    ):
        spec = parsed(HEAD + text)
        assert [point_sources(spec, k) for k in range(spec.points)] == sizes
        assert all(guess(spec, run) > 0 for run in runs(spec))


def test_what_is_done_is_left_out() -> None:
    draw = random.Random(4)
    spec = parsed(HEAD + SPECS["middle"])
    for _ in range(50):
        states = bytearray(draw.choice([0, 1, 2, 3]) for _ in range(spec.size))
        left = [part for run in runs(spec) for part in left_of(run, states, 3, frozenset([0, 3]))]
        assert sorted(identity for part in left for identity in row_ids(part, 3)) == [
            k for k, state in enumerate(states) if state in (0, 3)
        ]


def test_the_rest_of_a_task() -> None:
    whole = [Run(0, 0, 2, 5), Run(1, 7, 1, 3)]
    ids = [identity for run in whole for identity in row_ids(run, 2)]
    for done in range(9):
        rest = Task(1, whole, 8, done=done).left()
        assert [identity for run in rest for identity in row_ids(run, 2)] == ids[done:]
        assert [identity for run in rest for one in pieces(run, 2) for identity in row_ids(one, 2)] == ids[done:]
