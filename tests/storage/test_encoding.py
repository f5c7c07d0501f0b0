"""The bytes of a project: a header, a body that is the same for the same project, and lines for git."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from hypothesis import given

from explorer.domain.changes import EditGraph, MoveNodes
from explorer.domain.geometry import Point, Rect
from explorer.domain.notes import Note, NoteColour
from explorer.domain.saved_views import SavedView
from explorer.errors import StorageError
from explorer.storage.decoding import decode_project
from explorer.storage.encoding import encode_project, packed
from tests.storage.projects import contents, projects, small_project

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def body(data):
    return data.split(b"\n", 1)[1]


@given(projects())
def test_everything_a_project_holds_reads_back(project):
    """Nothing is lost on the way to a file and back, and nothing in the file is told of as odd."""
    stored = decode_project(encode_project(project), "p")
    assert contents(stored.project) == contents(project)
    assert (stored.faults, stored.read_only) == ((), False)


@given(projects())
def test_the_same_project_gives_the_same_body(project):
    """Saved, opened and saved again, at another time: not a byte of the body differs."""
    first = encode_project(project, saved=NOON)
    second = encode_project(decode_project(first, "p").project)
    assert body(first) == body(second)


@given(projects())
def test_a_packed_copy_holds_the_same(project):
    """What is sent to others is the same project."""
    data = encode_project(project)
    assert contents(decode_project(packed(data), "p").project) == contents(project)


def test_the_header_says_what_the_body_must_come_to():
    """Format, versions, time, hash and counts stand in the first line, which any JSON reader can read."""
    data = encode_project(small_project(), parents=("aa", "bb"), saved=NOON)
    header = json.loads(data.split(b"\n", 1)[0])
    assert len(data.split(b"\n", 1)[0]) < 4096
    assert header == {
        "format": "ripplemap", "schema": 1, "min_edit": 1, "min_view": 1, "app": header["app"],
        "project": "0f3c", "saved": "2026-11-20T12:00:00Z", "parents": ["aa", "bb"],
        "body": sha256(body(data)).hexdigest(), "check": header["check"],
        "counts": {"edge": 2, "node": 3, "position": 1, "problem": 1, "scenario": 1, "source": 1, "system": 1,
                   "team": 1},
    }  # fmt: skip


def test_lines_are_sorted_records_with_their_identity_first():
    """Git shows a changed value as one changed line."""
    lines = body(encode_project(small_project())).splitlines()
    assert lines == sorted(lines)
    assert (
        b'["node","clicks",{"evidence":"declared","kind":"dataset","name":"Clicks","owner":"web"}]' in lines
    )
    assert b'["position","page",{"x":10.5,"y":-2.0}]' in lines


@pytest.mark.parametrize(
    ("change", "touched"),
    [
        (MoveNodes("", {"page": Point(0, 0)}), 1),
        (EditGraph("", nodes={"ranker": replace(small_project().graph.nodes["ranker"], owner="web")}), 1),
        (EditGraph("", nodes={"page": None}), 2),
    ],
    ids=["move", "edit", "remove with its edge"],
)
def test_a_change_touches_only_its_own_lines(change, touched):
    """What did not change stands in the file as before."""
    before = set(body(encode_project(small_project())).splitlines())
    after = set(body(encode_project(change.apply(small_project()))).splitlines())
    assert len(before - after) == touched


def test_what_a_newer_version_wrote_is_kept():
    """Unknown keys anywhere and unknown kinds of record are written again as they came."""
    view = SavedView(name="top", seen=Rect(0, 0, 9, 9), focus=("page",), hops=2, scenario="dark", filter="p")
    project = replace(small_project(), views=(view,))
    lines = body(encode_project(project)).decode().splitlines()
    lines = [line[:-2] + ',"glow":[1,{"a":null}]}]' for line in lines]
    lines.append('["memo",["page",3],{"text":"ask web"}]')
    text = "".join(f"{line}\n" for line in lines).encode()
    header = json.loads(encode_project(project).split(b"\n", 1)[0]) | {"mood": {"good": True}}
    stored = decode_project(json.dumps(header).encode() + b"\n" + text, "p")
    again = encode_project(stored.project)
    assert list(map(json.loads, sorted(lines))) == list(map(json.loads, body(again).splitlines()))
    assert json.loads(again.split(b"\n", 1)[0])["mood"] == {"good": True}


def test_a_name_that_no_file_can_hold_is_told_with_its_record():
    """Half a character in a name: a sentence that says where, not a traceback."""
    node = replace(small_project().graph.nodes["page"], name="\ud800")
    with pytest.raises(StorageError, match=r"node “page”.*half a character"):
        encode_project(EditGraph("", nodes={"page": node}).apply(small_project()))


def test_a_body_is_not_its_own_parent():
    """Saved again without a change, a project has no new ancestor."""
    own = json.loads(encode_project(small_project()).split(b"\n", 1)[0])["body"]
    again = encode_project(small_project(), parents=(own, "older", "older"))
    assert json.loads(again.split(b"\n", 1)[0])["parents"] == ["older"]


def test_a_note_is_one_line_and_what_a_newer_version_says_of_it_is_kept():
    """Unknown keys come back; a paper that is not known here is yellow."""
    note = Note(id="n1", text="ask\n<b>them</b>", at=Point(1.5, -2), follows=("page",), beside=Point(3, 4))
    data = encode_project(replace(small_project(), notes=(note,)))
    (line,) = [line for line in data.split(b"\n") if line.startswith(b'["note"')]
    assert b"ask\\n<b>them</b>" in line
    newer = data.replace(line, line.replace(b'"text"', b'"glue":"strong","text"'))
    stored = decode_project(newer, "p").project
    assert stored.notes == (note,)
    assert b'"glue":"strong"' in encode_project(stored)
    green = data.replace(line, line.replace(b'"text"', b'"colour":"green","text"'))
    assert decode_project(green, "p").project.notes[0].colour is NoteColour.YELLOW
