"""The sheet as HTML: the same bytes, nothing that runs or is fetched, and every link leads somewhere."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from explorer.analysis.histories.evidence import Compared, Pair
from explorer.domain.answers import Answer, Sentence, Sureness, Verdict
from explorer.domain.entities import Node
from explorer.domain.kinds import NodeKind
from explorer.domain.provenance import Problem, Source
from explorer.domain.system_graph import SystemGraph
from explorer.export.sheet import sheet_of
from explorer.export.sheet_html import html_text
from tests.export.sheets import parcel_sheet, parted
from tests.export.test_svg import HOSTILE, drawn

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "parcels-sheet.html"
VOID = {"meta", "br", "input"}


class Page(HTMLParser):
    """What a file holds: its elements, its text, and whether they are well nested."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.words, self.open = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)

    def values(self, name):
        """Every value of an attribute."""
        return [attributes[name] for _, attributes in self.elements if name in attributes]


def test_the_file_is_byte_for_byte_the_golden_one():
    """A change of the page is seen and meant."""
    if GOLDEN.read_text("utf-8") != html_text(parcel_sheet()):
        pytest.fail(
            "tests/golden/parcels-sheet.html is no longer what is written. If the change is meant, renew it with "
            "`.venv/bin/python -m tests.export.test_sheet_html` from the top folder, and look at it first."
        )


def test_every_link_leads_to_something_on_the_page():
    """Each statement to its evidence, and each evidence back; ids are there once."""
    page = Page(html_text(parcel_sheet()))
    assert page.open == []
    ids, links = page.values("id"), page.values("href")
    assert len(ids) == len(set(ids))
    inner = [link[1:] for link in links if link.startswith("#")]
    assert set(inner) <= set(ids)
    statements = [i for i in ids if re.fullmatch(r"s\d+", i)]
    assert statements
    assert {f"e{i[1:]}" for i in statements} <= set(inner)
    assert {link for link in links if not link.startswith("#")} == {"https://example.org/eta"}


def assert_harmless(text):
    text.encode("utf-8")
    page = Page(text)
    allowed = (
        "html head meta title style body header h1 h2 h3 h4 p span ul ol li a section div figure figcaption "
        "label input svg table thead tbody tr th td code br desc g rect path text circle"
    )
    assert {tag for tag, _ in page.elements} <= set(allowed.split())
    names = {name for _, attributes in page.elements for name in attributes}
    assert not [
        name for name in names if name.startswith("on") or name in ("src", "srcset", "action", "xlink:href")
    ]
    assert all(re.match(r"#|https?://|mailto:", link) for link in page.values("href"))
    acting = [
        text[text.index("<style>") : text.index("</style>")],
        *page.values("style"),
        *page.values("fill"),
    ]
    assert not [each for each in acting if "url(" in each or "@import" in each]
    return page


def test_nothing_runs_and_nothing_is_fetched():
    """And the page forbids it besides, should a browser find something."""
    page = assert_harmless(html_text(parcel_sheet()))
    assert any("default-src 'none'" in content for content in page.values("content"))


def test_hostile_names_are_text():
    """Whatever a system, a node, a source, a sentence or an address holds."""
    nodes = [
        Node(
            id=f"{i}{name}",
            kind=NodeKind.MODEL,
            name=name,
            owner=name,
            source=Source(name, 1),
            url=f"javascript:{name}",
        )
        for i, name in enumerate(HOSTILE)
    ]
    graph = SystemGraph.of(nodes, [], name="".join(HOSTILE[:3]))
    sentences = [Sentence(text=name, sureness=Sureness.UNKNOWN, nodes=tuple(graph.nodes)) for name in HOSTILE]
    answers = [
        Answer(question=1, verdict=Verdict.NO, sentences=tuple(sentences[i : i + 6]))
        for i in range(0, len(sentences), 6)
    ]
    problems = [Problem(name, Source(name)) for name in HOSTILE]
    sheet = sheet_of(graph, answers[:1], problems=problems, picture=drawn(graph))
    page = assert_harmless(html_text(sheet))
    assert "\x00" not in "".join(page.words)
    for answer in answers:
        assert_harmless(html_text(sheet_of(graph, [answer], problems=problems)))
    success = Answer(question=2, verdict=Verdict.YES, sentences=())
    for name, i in zip(HOSTILE, graph.nodes, strict=True):
        seen = Compared((parted(name, name),), (), (Pair(i, i),))
        assert_harmless(html_text(sheet_of(graph, [success], histories=seen)))


if __name__ == "__main__":
    GOLDEN.write_text(html_text(parcel_sheet()), "utf-8")
