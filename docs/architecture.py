"""Draw docs/pictures/architecture.svg from the imports of the code: `python docs/architecture.py`.

A box is a group of rooms, a room a module or package of `symcoh`, or `derivations`. An arrow says that something in the one imports
something in the other; those that follow from two others are left out. A box stands above all that it imports.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from itertools import pairwise
from pathlib import Path

PICTURE = Path(__file__).parent / "pictures" / "architecture.svg"
GROUPS: dict[str, tuple[str, ...]] = {  # from above downwards
    "command line": ("cli",),
    "whole works": ("formulary", "manuscript", "reproduction", "sweep", "tables"),
    "a user's formula": ("checking",),
    "derivations": ("derivations", "derivation_registry"),
    "attack": ("attack", "certificates", "decision"),
    "LaTeX": ("latex",),
    "figures": ("figures",),
    "phases": ("phase",),
    "one value, many values": (
        "certified", "curves", "evaluation", "exact_ends", "formatting", "limit_ends", "records", "reference", "selfcheck",
        "sharing", "values",
    ),
    "numbers, proved": ("convergence", "numeric"),
    "formulas": ("exact", "ledger"),
    "model and sources": ("grids", "ground", "model", "model_file", "observables", "sources", "spectrum", "target"),
    "exact numbers, balls": ("arguments", "balls", "decimals", "errors", "exactnumbers"),
}  # fmt: skip
"""What stands in which box; a room that is named nowhere stands in the highest box that it imports."""

IGNORED = ("symcoh", "__main__", "version")
WIDTH, BOX, LINE, GAP = 860, 178, 15, 58

Graph = Mapping[str, frozenset[str]]


def imports() -> dict[str, set[str]]:
    """Room -> the rooms it imports, in functions too, but for what is read by type checkers alone."""
    import grimp

    graph = grimp.build_graph("symcoh", "derivations", exclude_type_checking_imports=True, cache_dir=None)
    found: dict[str, set[str]] = {}
    for module in graph.modules:
        home = found.setdefault(room_of(module), set())
        home |= {room_of(other) for other in graph.find_modules_directly_imported_by(module)} - {room_of(module)}
    return {room: others - set(IGNORED) for room, others in found.items() if room not in IGNORED}


def room_of(module: str) -> str:
    """The room of a module.

    >>> room_of("symcoh.numeric.ring.window"), room_of("derivations.small_gap"), room_of("symcoh")
    ('numeric', 'derivations', 'symcoh')
    """
    package, _, rest = module.partition(".")
    return rest.partition(".")[0] if package == "symcoh" and rest else package


def boxes(rooms: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Room -> box."""
    found = {room: name for name, members in GROUPS.items() for room in members if room in rooms}
    order = {name: number for number, name in enumerate(GROUPS)}
    for room in sorted(set(rooms) - set(found)):
        known = [found[other] for other in rooms[room] if other in found]
        found[room] = min(known, key=order.__getitem__) if known else next(reversed(GROUPS))
    return found


def grouped(rooms: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    """Box -> the boxes it imports."""
    box = boxes(rooms)
    found: dict[str, set[str]] = {}
    for room, others in rooms.items():
        found.setdefault(box[room], set()).update(box[other] for other in others)
    return {name: frozenset(others - {name}) for name, others in found.items()}


def below(graph: Graph, start: str) -> frozenset[str]:
    """Everything that a box imports, directly or not."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for other in graph[waiting.pop()] - found:
            found.add(other)
            waiting.append(other)
    return frozenset(found)


def reduced(graph: Graph) -> list[tuple[str, str]]:
    """The arrows that do not follow from others.

    >>> reduced({"a": frozenset("bc"), "b": frozenset("c"), "c": frozenset()})
    [('a', 'b'), ('b', 'c')]
    """
    return sorted(
        (name, other)
        for name, others in graph.items()
        for other in others
        if not any(other in below(graph, between) for between in others - {other} if name not in below(graph, between))
    )


def levels(graph: Graph) -> dict[str, int]:
    """How high a box stands: one above the highest of those it imports; what imports one another stands on one level."""
    height: dict[str, int] = {}

    def of(name: str) -> int:
        if name not in height:
            circle = {other for other in below(graph, name) if name in below(graph, other)} | {name}
            others = {other for member in circle for other in graph[member]} - circle
            value = 1 + max((of(other) for other in sorted(others)), default=-1)
            height.update(dict.fromkeys(circle, value))
        return height[name]

    for name in sorted(graph):
        of(name)
    return height


def drawn(graph: Graph, members: Mapping[str, Iterable[str]]) -> str:
    """The picture as SVG."""
    height = levels(graph)
    rows = [sorted((name for name in graph if height[name] == level), key=str.lower) for level in range(max(height.values()), -1, -1)]
    arrows = reduced(graph)
    passing = {(name, other, level) for name, other in arrows for level in range(height[other] + 1, height[name])}
    lines = {name: wrapped(sorted(members.get(name, [name]))) for name in graph}
    place: dict[str, tuple[float, float, float]] = {}
    y = 12.0
    for level, row in zip(range(len(rows) - 1, -1, -1), rows, strict=True):
        tall = max(24 + LINE * len(lines[name]) for name in row)
        by = [f"{name} > {other} {level}" for name, other, at in sorted(passing) if at == level]  # arrows that pass a row have a slot in it
        step = (WIDTH - 40 * len(by)) / len(row)
        for number, name in enumerate(row):
            place[name] = (step * (number + 0.5), y, tall)
        for number, name in enumerate(by):
            place[name] = (step * len(row) + 40 * (number + 0.5), y, tall)
        y += tall + GAP
    y -= GAP - 12
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y:.0f}" font-family="DejaVu Sans, sans-serif" font-size="11">',
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0L8 4L0 8z" fill="#667"/></marker></defs>',
        f'<rect width="{WIDTH}" height="{y:.0f}" fill="#fff"/>',
    ]
    for name, other in arrows:
        stops = [name, *(f"{name} > {other} {level}" for level in range(height[name] - 1, height[other], -1)), other]
        path = f"M{place[name][0]:.0f} {place[name][1] + place[name][2]:.0f}"
        for one, next_one in pairwise(stops):
            (x1, y1, tall), (x2, y2, through) = place[one], place[next_one]
            bend = GAP * 0.7
            path += f"C{x1:.0f} {y1 + tall + bend:.0f} {x2:.0f} {y2 - bend:.0f} {x2:.0f} {y2 - 2:.0f}"
            path += f"V{y2 + through:.0f}" if next_one != other else ""
        title = f"<title>{escape(name)} → {escape(other)}</title>"
        parts.append(f'<path d="{path}" fill="none" stroke="#667" marker-end="url(#tip)">{title}</path>')
    for name in sorted(graph):
        x, top, tall = place[name]
        parts.append(
            f'<rect x="{x - BOX / 2:.0f}" y="{top:.0f}" width="{BOX}" height="{tall:.0f}" rx="5" fill="#eef2f8" stroke="#44618c"/>'
        )
        parts.append(f'<text x="{x:.0f}" y="{top + 15:.0f}" text-anchor="middle" font-weight="bold">{escape(name)}</text>')
        for number, line in enumerate(lines[name]):
            text = f'<text x="{x:.0f}" y="{top + 15 + LINE * (number + 1):.0f}" text-anchor="middle" fill="#444" font-size="10">'
            parts.append(f"{text}{escape(line)}</text>")
    return "\n".join([*parts, "</svg>", ""])


def wrapped(names: Iterable[str], width: int = 29) -> list[str]:
    """Names in lines of a box.

    >>> wrapped(["exact", "ledger"])
    ['exact, ledger']
    """
    lines: list[str] = []
    for name in names:
        if lines and len(lines[-1]) + len(name) + 2 <= width:
            lines[-1] += f", {name}"
        else:
            lines.append(name)
    return lines


def picture() -> str:
    """What the file must hold."""
    rooms = imports()
    box = boxes(rooms)
    members = {name: [room for room in rooms if box[room] == name] for name in GROUPS}
    return drawn(grouped(rooms), members)


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
