"""The sheet as Markdown: the same bytes, the same sentences as in HTML, and names that stay names."""

import re
from pathlib import Path

import pytest

from explorer.analysis.histories.evidence import Compared, Pair
from explorer.domain.answers import Answer, Sentence, Sureness, Verdict
from explorer.domain.entities import Node
from explorer.domain.kinds import NodeKind
from explorer.domain.system_graph import SystemGraph
from explorer.export.sheet import sheet_of
from explorer.export.sheet_markdown import markdown_text
from tests.export.sheets import answers, parcel_sheet, parted
from tests.export.test_svg import HOSTILE

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "parcels-sheet.md"
MARKS = [
    "*a*",
    "_a_",
    "`a`",
    "[a](b)",
    "<b>",
    "![a](b)",
    "a|b",
    "# a",
    "- a",
    "1. a",
    "> a",
    "~~a~~",
    "a\\",
    "&lt;",
    "$a$",
]


def test_the_file_is_byte_for_byte_the_golden_one():
    """A change of the page is seen and meant."""
    if GOLDEN.read_text("utf-8") != markdown_text(parcel_sheet()):
        pytest.fail(
            "tests/golden/parcels-sheet.md is no longer what is written. If the change is meant, renew it with "
            "`.venv/bin/python -m tests.export.test_sheet_markdown` from the top folder, and look at it first."
        )


def test_it_says_what_the_answers_say():
    """Every sentence with how it is known, and a link to evidence that is there."""
    text = markdown_text(parcel_sheet())
    for answer in answers():
        for sentence in answer.sentences[:6]:
            assert f"- {sentence.text} *({sentence.sureness})* [" in text
    headings = set(re.findall(r"^### E(\d+)$", text, re.MULTILINE))
    assert set(re.findall(r"\]\(#e(\d+)\)", text)) == headings
    assert "[eta](<https://example.org/eta>)" in text


@pytest.mark.parametrize("name", [*MARKS, *HOSTILE])
def test_names_stay_names(name):
    """Without what is escaped, nothing is left that Markdown or HTML would act on; a line break breaks no list."""
    graph = SystemGraph.of(
        [Node(id="a", kind=NodeKind.MODEL, name=name, owner=name, url=f"https://example.org/>{name}<b>")],
        [],
        name=name,
    )
    sentence = Sentence(text=name, sureness=Sureness.UNKNOWN, nodes=("a",))
    text = markdown_text(sheet_of(graph, [Answer(question=1, verdict=Verdict.NO, sentences=(sentence,))]))
    said = next(line for line in text.splitlines() if line.endswith("[\\[1\\]](#e1)"))
    middle = said.removeprefix("- ").removesuffix(" *(unknown)* [\\[1\\]](#e1)")
    bare = re.sub(r"\\[\\`*{}\[\]<>#|~&!$_.)=:+-]", "", middle)
    assert not re.search(r"[\\`*\[\]<>#|~&!$]", bare)
    assert not re.match(r"\d+[.)]|[-+=:>]", middle)
    assert "<b>" not in text.replace("\\<b\\>", "")


@pytest.mark.parametrize("name", [*MARKS, *HOSTILE])
def test_a_row_of_histories_stays_one_row(name):
    """Seven cells whatever the two are called; nothing in a name parts them."""
    graph = SystemGraph.of([Node(id="a", kind=NodeKind.METRIC, name=name)], [])
    seen = Compared((parted(name, name),), (), (Pair("a", "a"),))
    answer = Answer(question=2, verdict=Verdict.YES, sentences=())
    lines = markdown_text(sheet_of(graph, [answer], histories=seen)).splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("| Metric | Objective |"))
    assert [len(re.findall(r"(?<!\\)\|", line)) for line in lines[at : at + 3]] == [8, 8, 8]
    assert lines[at + 3] == ""


def test_a_name_of_spaces_is_seen():
    """Nothing at all would be taken for the beginning of code."""
    sentence = Sentence(text="  ", sureness=Sureness.UNKNOWN)
    sheet = sheet_of(SystemGraph(), [Answer(question=1, verdict=Verdict.NO, sentences=(sentence,))])
    assert "- (blank) *(unknown)*" in markdown_text(sheet)


if __name__ == "__main__":
    GOLDEN.write_text(markdown_text(parcel_sheet()), "utf-8")
