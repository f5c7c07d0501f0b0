"""Reading the mappings of foreign formats key by key."""

import pytest

from explorer.domain.provenance import Source
from explorer.domain.value_types import NUMBER
from explorer.importers.written_records import Faults, Record, identified
from explorer.importers.yaml_events import read_documents


@pytest.fixture
def faults():
    """The faults of one file."""
    return Faults("a.yaml")


def record(text, faults, what="Thing"):
    """The mapping in a YAML text."""
    [(root, line)] = read_documents(text, "a.yaml")
    return Record(root, Source("a.yaml", line), what, faults)


def told(faults):
    """Line and sentence of each fault."""
    return [(p.source.line, p.message) for p in faults.problems()]


def test_values_of_the_type_that_is_asked_for(faults):
    """Numbers are texts as they are written, one text is a list of one, null and the empty text are nothing."""
    thing = record(
        "{a: 1.10, b: x, c: [x, y, x, ''], d: null, e: '', f: true, g: {k: v, n: 1}, h: [{i: 1}], j: 2}",
        faults,
    )
    assert (thing.text("a"), thing.texts("b"), thing.texts("c")) == ("1.10", ("x",), ("x", "y"))
    assert (thing.text("d"), thing.text("e"), thing.text("no"), thing.texts("no")) == (None, None, None, ())
    assert (thing.truth("f"), thing.pairs("g"), thing.read("j", NUMBER)) == (True, {"k": "v", "n": "1"}, 2.0)
    assert [r.text("i") for r in thing.records("h", "Part")] == ["1"]
    assert ("a" in thing, "d" in thing, "no" in thing) == (True, False, False)
    thing.close()
    assert told(faults) == []


def test_wrong_types_are_told_with_their_line(faults):
    """They count as nothing, and each says what was expected."""
    thing = record("a: [1]\nb: {x: [1]}\nc: 1\nd: x\ne: [x,\n  {}]\nf: maybe\n", faults)
    assert (thing.text("a"), thing.record("c", "Part"), thing.records("d", "Part")) == (None, None, [])
    assert [r.value for r in thing.records("e", "Part")] == [{}]
    assert (thing.texts("b"), thing.truth("f")) == ((), None)
    thing.close()
    assert told(faults) == [
        (1, "Thing: a must be text, not a list."),
        (3, "Thing: c must be a mapping."),
        (4, "Thing: d must be a list."),
        (5, "Thing: e must hold mappings only."),
        (2, "Thing: b must be text, not a mapping."),
        (7, "Thing: f must be true or false, not “maybe”."),
    ]


def test_keys_that_nobody_asked_for_are_named_once(faults):
    """With the first line, and how often; those left on purpose are not."""
    things = record("l: [{x: 1,\n y: 2, z: 3},\n {y: 1}, {y: 1}]", faults).records("l", "Part")
    for thing in things:
        thing.text("x")
        thing.known("z")
        thing.close()
    assert told(faults) == [
        (2, "Part: the key “y” is not understood and was not read, here and further on: 3 times.")
    ]


def test_no_more_than_two_hundred_problems(faults):
    """The rest is counted; the same fault at the same place counts once."""
    for number in range(250):
        faults.tell(f"Fault {number % 240}", number % 240)
    assert len(faults.problems()) == 201
    assert told(faults)[-1] == (None, "40 more problems of this file.")


def test_ids(faults):
    """What can be no id is told, and nothing that cannot be seen stays unseen."""
    thing = record("a: 1", faults)
    assert identified(thing, " x ") == "x"
    assert identified(thing, "x\u202ey") == "x⟨U+202E⟩y"
    assert identified(thing, "x" * 1_000_000) is None
    long = Record(thing.value.__class__(), thing.place, "Thing", faults)
    long.value.update({"n": "x" * 1_000_000, "m": " y\0 "})
    long.value.at = 7
    assert (long.identifier("n"), long.identifier("m"), len(long.name("n"))) == (None, "y⟨U+0000⟩", 2001)
    assert [(line, message[:33]) for line, message in told(faults)] == [
        (1, "Thing is left out: “xxxxxxxxxxxxx"),
        (7, "Thing: n is left out: “xxxxxxxxxx"),
    ]
