"""The formulary in a browser without a network: it renders, filters and copies."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from symcoh.formulary.documents import page
from symcoh.formulary.mathml import formula
from symcoh.latex.printer import entry_latex, statement_latex
from symcoh.ledger import entries, find

from .browser import Browser, browser

SHOWN = '[...document.querySelectorAll("main article[data-status]")].filter((a) => !a.hidden && a.offsetHeight > 0).map((a) => a.id)'


@pytest.fixture(scope="module")
def html() -> str:
    return page()


@pytest.fixture(scope="module")
def opened(html: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    directory = tmp_path_factory.mktemp("formulary")
    path = directory / "formulary.html"
    path.write_text(html, encoding="utf-8")
    with browser(directory / "profile") as found:
        found.call("Browser.grantPermissions", permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])
        found.open(path.as_uri())
        found.call("Emulation.setFocusEmulationEnabled", enabled=True)
        yield found


def shown(opened: Browser, **values: str) -> list[str]:
    """The entries left after typing these values into the form."""
    for name in ("text", "section"):
        opened.value(f'document.querySelector("[name={name}]").value = {values.get(name, "")!r}')
    kept = json.dumps(values.get("status"))
    opened.value(f"boxes.forEach((box) => {{ box.checked = {kept} === null || box.value === {kept}; }})")
    opened.value('document.querySelector(".filter").dispatchEvent(new Event("input"))')
    found: list[str] = opened.value(SHOWN)
    return found


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        (r"1\pm r", "<mn>1</mn><mo>±</mo><mi>r</mi>"),
        (r"a=\pm r", '<mo>=</mo><mo form="prefix">±</mo>'),
        (r"C\sim N", "<mi>C</mi><mo>∼</mo><mi>N</mi>"),
        ("7/10", '<mn>7</mn><mo lspace="0" rspace="0">/</mo><mn>10</mn>'),
        (r"\ln3", '<mi>ln</mi><mspace width="0.167em" /><mn>3</mn>'),
        (r"\sinh^2h", '</msup><mspace width="0.167em" /><mi>h</mi>'),
    ],
)
def test_operators_and_names_have_their_spaces(latex: str, shown: str) -> None:
    assert shown in formula(latex, display=False)


def test_the_page_names_no_other_file(html: str) -> None:
    without_namespaces = html.replace("http://www.w3.org/1998/Math/MathML", "")
    assert not re.search(r"""(src|href)\s*=\s*["'](?!#|data:)""", without_namespaces)
    assert set(re.findall(r"""url\(["']?(\w*:?)""", html)) == {"data:"}
    assert "<merror" not in html
    assert all(f'id="eq-{entry.number}"' in html for entry in entries())


def test_every_proof_link_has_its_proof(html: str) -> None:
    wanted = set(re.findall(r'href="#(proof-[\w-]+)"', html))
    assert wanted and wanted <= set(re.findall(r'id="(proof-[\w-]+)"', html))


@pytest.mark.external("chromium")
def test_it_opens_without_a_request_or_a_complaint(opened: Browser) -> None:
    addresses = [event["request"]["url"] for event in opened.reported("Network.requestWillBeSent")]
    assert addresses and all(address.startswith(("file:", "data:")) for address in addresses)
    assert sum(address.startswith("file:") for address in addresses) == 1
    assert opened.reported("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded") == []


@pytest.mark.external("chromium")
def test_every_formula_is_drawn(opened: Browser) -> None:
    shown(opened)
    sizes = opened.value(
        '[...document.querySelectorAll(".formula > math")].map((m) => m.getBoundingClientRect()).map((r) => [r.width, r.height])'
    )
    assert len(sizes) == sum(len({statement_latex(statement) for statement in entry.statements}) for entry in entries())
    assert all(width > 20 and height > 12 for width, height in sizes)
    assert opened.value('document.fonts.ready.then(() => [...document.fonts].map((f) => f.family + " " + f.status))') == [
        "symcoh math loaded"
    ]
    assert len(opened.picture()) > 50_000


@pytest.mark.external("chromium")
def test_it_filters(opened: Browser) -> None:
    every = [f"eq-{entry.number}" for entry in entries()]
    assert shown(opened) == every
    assert shown(opened, text="(30)") == ["eq-30"]
    section = find("30")[0].section
    assert shown(opened, section=section) == [f"eq-{entry.number}" for entry in entries() if entry.section == section]
    assert shown(opened, status="corrected") == [f"eq-{entry.number}" for entry in entries() if entry.status == "corrected"]
    assert shown(opened, text="no such words") == []
    assert opened.value('document.querySelector("output").value') == f"0 of {len(every)}"
    assert opened.value("location.hash") == "#?text=no+such+words"


@pytest.mark.external("chromium")
def test_an_address_recalls_its_view(opened: Browser) -> None:
    shown(opened)
    opened.value('location.hash = "#?text=(29)&status=derived"; new Promise((done) => setTimeout(done, 50))')
    assert opened.value(SHOWN) == ["eq-29"]
    assert opened.value('document.querySelector("output").value') == f"1 of {len(entries())}"


@pytest.mark.external("chromium")
def test_it_copies(opened: Browser) -> None:
    shown(opened)
    for number in ("1", "30", "42"):
        opened.value(f'document.querySelector("#eq-{number} .copy.quick").click(); new Promise((done) => setTimeout(done, 50))')
        assert opened.value("navigator.clipboard.readText()") == entry_latex(find(number)[0])
    assert opened.value('document.querySelector("#eq-42 .copy.quick").textContent') == "copied"
