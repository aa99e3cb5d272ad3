"""The documentation builds without a warning, opens without a network, and its notebooks run from top to bottom."""

from __future__ import annotations

import ast
import inspect
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from sphinx.util.inventory import InventoryFile

import symcoh.phase
from formulary.browser import Browser, browser
from symcoh import exact
from symcoh.cli.main import COMMANDS
from symcoh.derivation_registry import installed, loaded
from symcoh.formulary.mathml import formula
from symcoh.latex.printer import statement_latex
from symcoh.ledger import entries, find

NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.py"))
NO_CHARACTER = "\u0378"
"""Not assigned, so that no font has it: what is drawn like it is missing."""


def run(directory: Path, environment: dict[str, str], *arguments: object) -> str:
    """The standard output of a Python program that must succeed."""
    command = [sys.executable, *map(str, arguments)]
    done = subprocess.run(command, cwd=directory, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory, clean_environment: dict[str, str]) -> Path:
    """Where the documentation is, built once, warnings being errors; each notebook is executed on the way."""
    place = tmp_path_factory.mktemp("docs")
    options = ("-W", "--keep-going", "-q", "-b", "html", "-d", place / "trees")
    run(root, clean_environment, "-m", "sphinx", *options, "docs", place / "html")
    return place


class Page(HTMLParser):
    """What a page links to, can be linked at, loads, and shows."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.names: set[str] = {""}
        self.loaded: list[str] = []
        self.tokens: set[tuple[str, str]] = set()
        self.characters: set[str] = set()
        self.prose = ""
        self._open: list[str] = []
        self.text = path.read_text(encoding="utf-8")
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.names |= {value for name in ("id", "name") if (value := given.get(name))}
        if tag == "a" and (target := given.get("href")):
            self.links.append(target)
        elif address := given.get("src") or (given.get("href") if tag == "link" else None):
            self.loaded.append(address)
        if tag not in ("meta", "link", "img", "input", "br", "hr", "mspace"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "math" in self._open:
            if self._open[-1] in ("mi", "mo", "mn", "mtext") and data.strip():
                self.tokens.add((self._open[-1], data.strip()))
        elif not {"script", "style"} & set(self._open):
            self.characters |= set(data)
            self.prose += data if not {"pre", "code"} & set(self._open) else " "


@pytest.fixture(scope="module")
def pages(built: Path) -> dict[Path, Page]:
    """Every page by its file."""
    return {path: Page(path) for path in sorted((built / "html").rglob("*.html")) if "_static" not in path.parts}


def test_every_link_inside_leads_somewhere(pages: dict[Path, Page]) -> None:
    lost, tried = [], 0
    for path, page in pages.items():
        for link in page.links:
            if re.match(r"(https?|mailto|tcp):", link):
                continue
            address, _, name = link.partition("#")
            target = (path.parent / unquote(address.partition("?")[0])).resolve() if address else path
            tried += 1
            if not target.is_file() or (target in pages and unquote(name) not in pages[target].names):
                lost.append(f"{path.name} -> {link}")
    assert tried > 1000 and lost == []


def test_nothing_is_loaded_from_elsewhere(pages: dict[Path, Page], built: Path) -> None:
    for path, page in pages.items():
        assert page.loaded
        for address in page.loaded:
            assert not re.match(r"(https?:)?//", address), f"{path.name} loads {address}"
            assert address.startswith(("data:", "#")) or (path.parent / unquote(address.partition("?")[0])).is_file(), address
    for sheet in (built / "html" / "_static").rglob("*.css"):
        assert not re.search(r"""(url\(|@import)\s*["']?(https?:)?//""", sheet.read_text(encoding="utf-8")), sheet.name
    assert not any("mathjax" in address.lower() for page in pages.values() for address in page.loaded)


def test_displays_carry_the_numbers_of_the_ledger_and_no_others(pages: dict[Path, Page]) -> None:
    shown = [
        (path, *found)
        for path, page in pages.items()
        for found in re.findall(r'(<math [^>]*display="block"(?:(?!<math).)*</math>)</div><span class="eqno">\(([^)]*)\)</span>', page.text)
    ]
    assert {number for _, _, number in shown} == {entry.number for entry in entries()}
    for path, drawn, number in shown:
        [entry] = find(number)
        assert drawn == formula(statement_latex(entry.statements[-1])), f"({number}) on {path.name} is another formula"
    proof = [number for path, _, number in shown if path.name == "proof.html"]
    assert proof == ["31", "29"]
    assert sum(page.text.count('class="eqno"') for page in pages.values()) == len(shown)


def test_every_command_and_every_public_name_has_its_place(built: Path, pages: dict[Path, Page]) -> None:
    html = built / "html"
    named = {name.removeprefix("symcoh-").partition("-")[0] for name in pages[html / "commands.html"].names if name.startswith("symcoh-")}
    assert set(COMMANDS) <= named
    with (html / "objects.inv").open("rb") as file:
        inventory = InventoryFile.load(file, "", lambda *parts: "/".join(parts))
    documented = {name for kind in ("function", "class", "exception") for name in inventory.get(f"py:{kind}", ())}
    public = [getattr(symcoh, name) for name in symcoh.__all__ if name not in ("__version__", "exact")]
    public += [thing for room in (exact, symcoh.phase) for name, thing in vars(room).items() if not name.startswith("_")]
    public += [loaded(point) for point in installed().values()]
    wanted = {f"{thing.__module__}.{thing.__qualname__}" for thing in public if inspect.isfunction(thing) or inspect.isclass(thing)}
    assert len(wanted) > 90 and wanted - documented == set()


def test_the_gallery_holds_the_ten_figures_with_their_commands(pages: dict[Path, Page], built: Path) -> None:
    text = pages[built / "html" / "gallery.html"].text
    commands = [re.sub("<[^>]*>", "", found) for found in re.findall(r"<pre>(.*?)</pre>", text, re.DOTALL)]
    assert [f"$ symcoh figure {name}" for name in ("1a", "1b", "1c", "2a", "2b", "2c", "3a", "3b", "3c", "3d")] == [
        command.strip() for command in commands[:10]
    ]
    pictures = re.findall(r'<img [^>]*src="([^"]*\.svg)"', text)
    assert len(pictures) == len(commands) >= 15
    assert all((built / "html" / picture).stat().st_size > 10_000 for picture in pictures)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("browser") / "profile") as found:
        yield found


@pytest.mark.external("chromium")
def test_every_page_opens_without_a_request_or_a_complaint(opened: Browser, pages: dict[Path, Page]) -> None:
    for path in pages:
        opened.open(path.as_uri())
        addresses = [event["request"]["url"] for event in opened.reported("Network.requestWillBeSent")]
        assert addresses and all(address.startswith(("file:", "data:")) for address in addresses), path.name
        assert opened.reported("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded", "Network.loadingFailed") == [], path
        assert opened.value("document.documentElement.scrollWidth <= innerWidth"), f"{path.name} is wider than the window"


@pytest.mark.external("chromium")
def test_a_long_line_of_code_scrolls(opened: Browser, built: Path) -> None:
    opened.open((built / "html" / "command-line.html").as_uri(), width=600)
    wide = '[...document.querySelectorAll("pre")].filter((p) => p.scrollWidth > p.clientWidth)'
    assert opened.value(f"{wide}.length") > 3
    assert opened.value(f'{wide}.every((p) => getComputedStyle(p).overflowX === "auto" && getComputedStyle(p).whiteSpace === "pre")')
    assert opened.value("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.external("chromium")
@pytest.mark.parametrize("width", [390, 1280])
def test_a_wide_formula_scrolls_beside_its_number(opened: Browser, built: Path, width: int) -> None:
    opened.open((built / "html" / "ledger.html").as_uri(), width=width)
    displays = '[...document.querySelectorAll("div.math")].filter((d) => d.querySelector("span.eqno"))'
    ends = "d.querySelector('.formula').getBoundingClientRect().right <= d.querySelector('span.eqno').getBoundingClientRect().left"
    assert opened.value(f"{displays}.length") > 100
    assert opened.value(f"{displays}.filter((d) => !({ends})).length") == 0
    assert opened.value('[...document.querySelectorAll(".formula")].filter((d) => d.scrollWidth > d.clientWidth + 1).length') > 3
    assert opened.value("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.external("chromium")
def test_it_is_dark_where_the_reader_is(opened: Browser, built: Path) -> None:
    opened.open((built / "html" / "gallery.html").as_uri())
    brightness = "getComputedStyle(document.{}).{}.match(/[0-9.]+/g).slice(0, 3).reduce((a, b) => a + +b, 0)"
    paper, ink = brightness.format("body", "backgroundColor"), brightness.format('querySelector("article p math")', "color")
    assert opened.value(paper) > 700 and opened.value(ink) < 100
    opened.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark"}])
    assert opened.value(paper) < 100 and opened.value(ink) > 500
    drawings = brightness.format('querySelector("figure.drawn img")', "backgroundColor")
    assert opened.value(drawings) == 765
    opened.call("Emulation.setEmulatedMedia", features=[])


@pytest.mark.external("chromium")
def test_no_glyph_is_missing(opened: Browser, pages: dict[Path, Page], built: Path) -> None:
    tokens = sorted({token for page in pages.values() for token in page.tokens})
    assert len(tokens) > 100
    opened.open((built / "html" / "proof.html").as_uri())
    elements = "".join(f"<{tag}>{json.dumps(text)[1:-1].replace('<', '&lt;')}</{tag}>" for tag, text in tokens)
    opened.value(f'document.querySelector("article").innerHTML = `<math id="every"><mrow>${{{json.dumps(elements)}}}</mrow></math>`')
    for domain in ("DOM", "CSS"):
        opened.call(f"{domain}.enable")
    document = opened.call("DOM.getDocument")["root"]["nodeId"]
    nodes = opened.call("DOM.querySelectorAll", nodeId=document, selector="#every > mrow > *")["nodeIds"]
    assert len(nodes) == len(tokens)
    for node, token in zip(nodes, tokens, strict=True):
        fonts = opened.call("CSS.getPlatformFontsForNode", nodeId=node)["fonts"]
        assert fonts and all(font["isCustomFont"] for font in fonts), f"{token} is drawn by {fonts}"
    characters = "".join(sorted({character for page in pages.values() for character in page.characters if not character.isspace()}))
    assert len(characters) > 100
    assert opened.value(DRAWN_LIKE_A_MISSING_ONE % (json.dumps(NO_CHARACTER), json.dumps(characters))) == []


DRAWN_LIKE_A_MISSING_ONE = """(() => {
  const canvas = document.createElement("canvas"), pen = canvas.getContext("2d", {willReadFrequently: true});
  canvas.width = canvas.height = 40;
  const drawn = (character) => {
    pen.clearRect(0, 0, 40, 40);
    pen.font = "24px " + getComputedStyle(document.body).fontFamily;
    pen.fillText(character, 4, 30);
    return pen.getImageData(0, 0, 40, 40).data.join();
  };
  const missing = drawn(%s);
  return [...%s].filter((character) => drawn(character) === missing);
})()"""


def test_displays_stand_by_themselves() -> None:
    """Two dollar signs within a line of text would be shown as they are."""
    sources = [path for path in (NOTEBOOKS[0].parents[1] / "docs").rglob("*.md") if "_build" not in path.parts]
    inside = [(path.name, line) for path in sources for line in path.read_text().splitlines() if re.search(r"[^$\s].*\$\$.*[^$\s]", line)]
    assert sum("$$" in path.read_text() for path in sources) > 10
    assert inside == []


def test_no_page_shows_a_formula_or_an_object_as_text(pages: dict[Path, Page]) -> None:
    raw = {path.name: found for path, page in pages.items() if (found := re.findall(r"\$\S*[_^\\].{0,20}|\\[a-z]+\{?.{0,20}", page.prose))}
    assert raw == {}
    assert [(path.name, token) for path, page in pages.items() for _, token in page.tokens if token.startswith("\\")] == []
    assert [path.name for path, page in pages.items() if re.search(r"&lt;[A-Za-z_.]+ at 0x", page.text)] == []


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


def cells(built: Path, notebook: Path) -> list[dict[str, Any]]:
    """The cells of code of an executed notebook; every one ran, in this order, and none complained."""
    executed = json.loads((built / "jupyter_execute" / "notebooks" / f"{notebook.stem}.ipynb").read_text(encoding="utf-8"))
    found = [cell for cell in executed["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in found] == list(range(1, len(found) + 1)) and found
    assert not [output["text"] for cell in found for output in cell["outputs"] if output.get("name") == "stderr"]
    return found


SHELL = {"get_ipython", "In", "Out", "exit", "quit", "__IPYTHON__"}
LONG = ("asymptotics", "beyond_the_paper", "paper", "phase_diagram")
"""Scripts of seconds: run by `make soak`; in the gate their notebooks alone, whose cells are the lines of the scripts."""


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_plain_python(notebook: Path, built: Path) -> None:
    """A cell means the same in a script: the cells that ran are the lines of the file, and none of them speaks to the shell."""
    source = notebook.read_text(encoding="utf-8")
    for cell in cells(built, notebook):
        code = "".join(cell["source"])
        assert code in source
        names = {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}
        assert not {name for name in names if name in SHELL or re.fullmatch(r"_(i?\d*|_|__)", name)}


@pytest.mark.parametrize(
    "notebook", [pytest.param(path, marks=[pytest.mark.slow] * (path.stem in LONG), id=path.stem) for path in NOTEBOOKS]
)
def test_a_notebook_runs_alike_as_script_and_as_notebook(
    notebook: Path, built: Path, clean_environment: dict[str, str], tmp_path: Path
) -> None:
    printed = run(tmp_path, clean_environment, "-W", "error", notebook)
    assert printed
    assert "".join(text for cell in cells(built, notebook) for text in texts(cell)) == printed


def texts(cell: dict[str, Any]) -> Iterator[str]:
    """What a cell printed, and what it displayed on the way."""
    for output in cell["outputs"]:
        if output["output_type"] == "stream":
            yield "".join(output["text"])
        elif output["output_type"] == "display_data" and "image/png" not in output["data"]:
            yield "".join(output["data"]["text/plain"]) + "\n"


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_shows_mathematics_and_no_text_of_it(notebook: Path, built: Path) -> None:
    outputs = [output for cell in cells(built, notebook) for output in cell["outputs"]]
    printed = "".join("".join(output["text"]) for output in outputs if output["output_type"] == "stream")
    assert not re.findall(r"\S*\*\*\S*|\b(?:sqrt|tanh|cosh|sinh|exp|log)\([^)]*[a-zA-Z]|\b[A-Z]\w*\(\w+=", printed)
    formulas = ["".join(output["data"]["text/latex"]) for output in outputs if "text/latex" in output.get("data", {})]
    assert formulas or notebook.stem == "reference_values"
    page = (built / "html" / "notebooks" / f"{notebook.stem}.html").read_text(encoding="utf-8")
    for latex in formulas:
        assert formula(latex.strip("$").replace(r"\displaystyle", "").strip()) in page
