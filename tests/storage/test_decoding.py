"""Reading a project file that anybody may have made: every fault with its line, nothing lost in silence."""

import json
from hashlib import sha256

import pytest

from explorer.domain.kinds import NodeKind
from explorer.errors import Cancelled, StorageError
from explorer.storage.decoding import decode_project
from explorer.storage.encoding import encode_project
from explorer.storage.header import Header, header_line
from tests.storage.projects import contents, small_project

DATA = encode_project(small_project())
LINES = DATA.decode().splitlines()


def file_of(lines, **header):
    """A sound file of these lines, with these things said in the header."""
    body = "".join(f"{line}\n" for line in lines).encode()
    said = {
        "format": "ripplemap", "schema": 1, "min_edit": 1, "min_view": 1, "app": "Ripplemap 9", "project": "p",
        "saved": "", "parents": [], "body": sha256(body).hexdigest(), "counts": {"node": len(lines)}, **header,
    }  # fmt: skip
    return header_line(Header(**said), {}) + b"\n" + body


NODE = '["node","{0}",{{"kind":"model"}}]'


def test_a_node_needs_only_its_kind():
    """Written by hand, a record may be short."""
    project = decode_project(file_of([NODE.format("a")]), "p").project
    assert (project.graph.nodes["a"].kind, project.graph.nodes["a"].name) == (NodeKind.MODEL, "a")


@pytest.mark.parametrize(
    ("lines", "where", "part"),
    [
        ([NODE.format("a"), NODE.format("a")], 3, "twice"),
        (['["node","a",{"kind":"model","kind":"job"}]'], 2, "“kind” comes twice"),
        (['["node","a",{"kind":"wizard"}]'], 2, "must be one of"),
        (['["node","",{"kind":"model"}]'], 2, "id"),
        (['["node",7,{"kind":"model"}]'], 2, "id"),
        (['["node",["a"],{"kind":"model"}]'], 2, "id"),
        (['["node","a",{"kind":"model","cadence":"soon"}]'], 2, "cadence|duration"),
        (['["node","a",{"kind":"metric","baseline":1e999}]'], 2, "sound JSON"),
        (['["node","a",{"kind":"metric","baseline":NaN}]'], 2, "sound JSON"),
        (['["node","a",{"kind":"model","source":{"name":"x","line":-1}}]'], 2, "source"),
        (['["node","a"]'], 2, "three things"),
        (['{"node":"a"}'], 2, "three things"),
        (['["node","a",[]]'], 2, "a word, an identity and a mapping"),
        (['[1,"a",{}]'], 2, "a word"),
        (["hello"], 2, "sound JSON"),
        ([""], 2, "sound JSON"),
        ([NODE.format("a"), '["edge","a",{}]'], 3, "two ends"),
        ([NODE.format("a"), '["edge",["a","a"],{}]'], 3, "two ends"),
        ([NODE.format("a"), '["edge",["a","a","hugs"],{}]'], 3, "must be one of"),
        ([NODE.format("a"), '["edge",["a",null,"feeds"],{}]'], 3, "text as its to"),
        (['["position","a",{"x":1,"y":1e300}]'], 2, "position"),
        (['["position","a",{"x":"1","y":1}]'], 2, "position"),
        (['["position",["a"],{"x":1,"y":1}]'], 2, "position"),
        (['["scenario","a",{"place":0,"name":"a","changes":[{"kind":"explode","node":"a"}]}]'], 2, "scenario"),
        (['["scenario","a",{"place":-1,"name":"a","changes":[]}]'], 2, "scenario"),
        (['["scenario","a",{"place":0,"name":"a","changes":[],"removals":[{}]}]'], 2, "one node or one edge"),
        (['["scenario","a",{"place":0,"name":"a","changes":[],"additions":[{"node":{"id":1}}]}]'], 2, "node"),
        (['["scenario","a",{"place":0,"name":"","changes":[{"kind":"delay","node":"a","delay":"x"}]}]'], 2, "dur"),
        (['["view","a",{"place":0,"name":"a","seen":[0,0,1]}]'], 2, "view"),
        (['["view","a",{"place":0,"name":"a","seen":[0,0,1,1e300]}]'], 2, "view"),
        (['["view","a",{"place":0,"name":"a","seen":[0,0,1,1],"hops":-1}]'], 2, "view"),
        (['["shown","shown",{"closed":["a"],"least":2}]'], 2, "shown"),
        (['["problem","a",{"message":"a","severity":"fatal","source":"b"}]'], 2, "problem"),
        (['["system","system",{"name":7}]'], 2, "system"),
        (['["system","system",{"as_of":"2026-13-45"}]'], 2, "system"),
        (['["team","t",{"contact":[]}]'], 2, "contact"),
    ],
    ids=lambda value: str(value)[:40],
)  # fmt: skip
def test_a_record_that_is_not_sound_is_told_with_its_line(lines, where, part):
    """Wrong types, unknown words, no finite numbers: refused, and the person is told where to look."""
    with pytest.raises(StorageError, match=part) as told:
        decode_project(file_of(lines), "p.ripplemap")
    assert told.value.where == f"p.ripplemap:{where}"
    assert ".bak" in str(told.value)


def test_an_edge_without_its_end_is_kept_beside_a_ghost():
    """A dangling edge is no reason to lose it: its end is drawn as a gap, and told of."""
    stored = decode_project(file_of([NODE.format("a"), '["edge",["a","b","feeds"],{}]']), "p")
    assert stored.project.graph.nodes["b"].is_ghost
    assert ("a", "b", "feeds") in stored.project.graph.edges
    assert "no node “b”" in stored.project.problems[0].message


def test_rings_are_values_like_others():
    """A node that feeds itself, stands for itself, and supersedes itself is read; nothing follows the ring."""
    lines = [
        '["node","a",{"kind":"job","same_as":["a","b"],"superseded_by":"b"}]',
        '["node","b",{"kind":"job","same_as":["a"],"superseded_by":"a"}]',
        '["edge",["a","a","feeds"],{}]',
    ]
    assert len(decode_project(file_of(lines), "p").project.graph.edges) == 1


def test_a_file_cut_short_is_refused_and_says_how_much_is_there():
    """At a line's end only the header knows that something is missing."""
    cut = "".join(f"{line}\n" for line in LINES[:4]).encode()
    with pytest.raises(StorageError, match="cut short: 3 of 11 records"):
        decode_project(cut, "p")


def test_windows_line_ends_lose_nothing():
    """A mail program or git may turn line ends; the project opens and says so."""
    stored = decode_project(DATA.replace(b"\n", b"\r\n"), "p")
    assert contents(stored.project) == contents(small_project())
    assert ["line ends" in fault.message for fault in stored.faults] == [True]


def test_an_edit_by_hand_is_read_and_told():
    """Somebody merged two versions with git: every line is sound, so it opens, but not in silence."""
    edited = DATA.replace(b'"name":"Clicks"', b'"name":"All clicks"')
    stored = decode_project(edited, "p")
    assert stored.project.graph.nodes["clicks"].name == "All clicks"
    assert ["changed outside" in fault.message for fault in stored.faults] == [True]


def test_a_header_changed_by_hand_is_told():
    """The header has a check of its own."""
    stored = decode_project(DATA.replace(b'"project":"0f3c"', b'"project":"0f3d"'), "p")
    assert ["first line was changed" in fault.message for fault in stored.faults] == [True]


@pytest.mark.parametrize(
    ("versions", "read_only"),
    [({"schema": 2}, False), ({"schema": 2, "min_edit": 2}, True), ({"schema": 9, "min_edit": 9}, True)],
)
def test_a_newer_file_opens_and_perhaps_only_to_be_shown(versions, read_only):
    """The newer version says itself whether this one may change its file."""
    assert decode_project(file_of([NODE.format("a")], **versions), "p").read_only == read_only


def test_a_file_that_needs_a_newer_version_says_so():
    """Whatever else stands in its header or body."""
    data = b'{"app":"Ripplemap 4","format":"ripplemap","min_view":3,"schema":{"x":1}}\n\x00\x01'
    with pytest.raises(StorageError, match=r"Ripplemap 4 in a form that this version cannot show.*newer"):
        decode_project(data, "p")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"hello",
        b"ripplemap: 1\n",
        b'{"metadata":{}}',
        b"[]",
        b"{}\n",
        b"\xff\xfe{",
        b"SQLite format 3\0",
    ],
)
def test_a_file_of_another_sort_is_called_so(data):
    """Not a traceback about JSON, but what it is not."""
    with pytest.raises(StorageError, match=r"not a Ripplemap project|cannot be read"):
        decode_project(data, "p")


@pytest.mark.parametrize(
    "change",
    [
        {"schema": "1"}, {"schema": 0}, {"schema": True}, {"counts": {"node": -1}}, {"counts": {"node": 10**13}},
        {"counts": []}, {"parents": "aa"}, {"parents": ["a"] * 9}, {"app": 7}, {"body": None}, {"min_edit": 1.5},
        {"project": "x" * 300},
    ],
    ids=str,
)  # fmt: skip
def test_a_header_of_wrong_types_is_refused_with_its_line(change):
    """Each value of the header is typed and bounded."""
    header = json.loads(LINES[0]) | change
    with pytest.raises(StorageError, match="head of the project cannot be read"):
        decode_project(json.dumps(header).encode() + b"\n", "p")


def test_counts_beyond_reason_take_no_memory():
    """A thousand million nodes are promised, none is there: cut short, at once."""
    with pytest.raises(StorageError, match="cut short: 1 of 1,000,000,000"):
        decode_project(
            file_of([NODE.format("a")], counts={"node": 10**9}, body="0" * 64),
            "p",
        )


def test_reading_stops_when_asked():
    """A big file is given up at once."""

    def check():
        raise Cancelled

    with pytest.raises(Cancelled):
        decode_project(DATA, "p", check)
