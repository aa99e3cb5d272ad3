"""The times of the reference set as a picture: time against N, both axes logarithmic."""

from __future__ import annotations

from pathlib import Path

from reference_set import Timed


def draw(found: list[Timed], path: Path) -> None:
    """Times relative to `evaluate` at the smallest N, one panel for each J, beta = 1."""
    import matplotlib

    matplotlib.use("agg")
    from matplotlib import pyplot

    couplings = sorted({timed.case.J for timed in found})
    figure, axes = pyplot.subplots(1, len(couplings), figsize=(5 * len(couplings), 4), sharey=True, squeeze=False)
    unit = min(timed.seconds for timed in found if timed.program == "evaluate")
    for axis, coupling in zip(axes[0], couplings, strict=True):
        here = [timed for timed in found if coupling == timed.case.J and timed.case.beta == "1"]
        for program in dict.fromkeys(timed.program for timed in here):
            points = [(timed.case.N, timed.seconds / unit) for timed in here if timed.program == program]
            axis.loglog(*zip(*points, strict=True), marker="o", label=program)
        axis.set(title=f"$J = {coupling}$", xlabel="$N$")
        axis.legend()
    axes[0][0].set_ylabel("time / fastest `evaluate`")
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, bbox_inches="tight")
    pyplot.close(figure)
