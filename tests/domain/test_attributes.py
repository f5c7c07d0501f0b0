"""The table of attributes: complete, lossless, and strict."""

import io
import json
from dataclasses import fields
from datetime import date, timedelta
from gettext import NullTranslations
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.attributes import (
    EDGE_ATTRIBUTES,
    NODE_ATTRIBUTES,
    TEAM_ATTRIBUTES,
    attribute_word,
    attributes_of,
    describe,
    described,
    edge_from_plain,
    edge_to_plain,
    node_from_plain,
    node_to_plain,
    team_from_plain,
    team_to_plain,
)
from explorer.domain.entities import Contract, Edge, Filter, Importance, Node, Team
from explorer.domain.kinds import EdgeKind, Evidence, ImportanceMethod, NodeKind, Subtype
from explorer.domain.provenance import Source
from explorer.language import speak
from tests.domain import strategies

CATALOGUE = Path(__file__).parents[2] / "resources/translations/de/domain.po"


def test_the_table_knows_every_field():
    """No attribute of an entity can be forgotten by the manifest, the files or the inspector."""
    known = {key for table in NODE_ATTRIBUTES.values() for key in table}
    assert known | {"id", "kind", "source", "extra"} == {f.name for f in fields(Node)}
    assert set(EDGE_ATTRIBUTES) | {"from_id", "to_id", "kind", "source", "extra"} == {
        f.name for f in fields(Edge)
    }
    assert set(TEAM_ATTRIBUTES) | {"id", "source", "extra"} == {f.name for f in fields(Team)}


def test_the_words_are_for_people():
    """Every label is plain words, every doc a sentence."""
    for attribute in [*NODE_ATTRIBUTES[NodeKind.UNKNOWN].values(), *EDGE_ATTRIBUTES.values()]:
        assert "_" not in attribute.label
        assert attribute.doc.endswith((".", "?)."))


@given(strategies.nodes())
def test_nodes_survive_json(node):
    """A node comes back from its JSON text as it was, unknown keys included."""
    assert node_from_plain(json.loads(json.dumps(node_to_plain(node)))) == node


@given(strategies.edges())
def test_edges_survive_json(edge):
    """An edge comes back from its JSON text as it was, unknown keys included."""
    assert edge_from_plain(json.loads(json.dumps(edge_to_plain(edge)))) == edge


@given(
    st.builds(Team, id=strategies.IDS, name=st.none() | strategies.TEXT, contact=st.none() | strategies.TEXT)
)
def test_teams_survive_json(team):
    """A team comes back as it was."""
    assert team_from_plain(json.loads(json.dumps(team_to_plain(team)))) == team


def test_the_shape_of_the_graph_command():
    """Scripts rely on these keys and on durations and days as text."""
    node = Node(
        id="a", kind=NodeKind.DATASET, name="a", subtype=Subtype.STREAM, freshness=timedelta(minutes=10),
        last_used=date(2026, 1, 2), contract=Contract(enforced=("schema",)), source=Source("m.yaml", 3),
    )  # fmt: skip
    assert node_to_plain(node) == {
        "id": "a", "kind": "dataset", "name": "a", "owner": None, "subtype": "stream", "freshness": "10m",
        "last_used": "2026-01-02", "contract": {"enforced": ["schema"]}, "evidence": "declared",
        "source": {"name": "m.yaml", "line": 3},
    }  # fmt: skip
    edge = Edge(from_id="a", to_id="b", kind=EdgeKind.FEEDS, evidence=Evidence.OBSERVED)
    assert edge_to_plain(edge) == {"from": "a", "to": "b", "kind": "feeds", "evidence": "observed"}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"id": None}, "A node must have a text as its id."),
        ({"kind": "datset"}, "kind must be one of producer, dataset,"),
        ({"criticality": "hi"}, "criticality must be one of low, normal, high, not “hi”."),
        ({"subtype": "ui"}, "subtype must be one of table, view,"),
        ({"freshness": "soon"}, "freshness must be a duration: “soon” is not a duration"),
        ({"last_used": "2026-13-45"}, "last used must be a day such as 2026-11-20, not “2026-13-45”."),
        ({"glue": 1}, "glue code must be true or false, not “1”."),
        ({"fields": "a"}, "fields must be a list of texts, not “a”."),
        ({"name": {}}, "name must be text, not a mapping."),
        ({"importance": {"se": 1}}, "importance must say its value."),
        ({"importance": {"value": "x"}}, "importance has a value that must be a number, not “x”."),
        ({"contract": {"enforcd": []}}, "contract knows only enforced, not “enforcd”."),
        ({"baseline": float("inf")}, "baseline must be a finite number"),
        ({"baseline": 10**400}, "baseline must be a number below"),
        ({"source": {"name": "x", "line": "1"}}, "source must be a mapping with a name and a line."),
        ({"extra": []}, "extra must be a mapping."),
    ],
)
def test_faults_are_told_in_a_sentence(changes, message):
    """Decoding is strict and says which node, which attribute, and what was expected."""
    with pytest.raises(ValueError) as caught:
        node_from_plain({"id": "a", "kind": "dataset", "name": "a", **changes})
    assert message in str(caught.value)


@given(
    st.sampled_from(sorted({*NODE_ATTRIBUTES[NodeKind.UNKNOWN], "id", "kind", "source", "extra"})),
    strategies.PLAIN,
)
def test_any_wrong_value_is_a_value_error(key, value):
    """Whatever stands where an attribute should, decoding gives a node or a sentence, never another error."""
    try:
        node_from_plain({"id": "a", "kind": "feature", "name": "a", key: value})
    except ValueError as error:
        assert str(error).endswith(".")


@given(st.sampled_from(sorted({*EDGE_ATTRIBUTES, "from", "to", "kind", "source", "extra"})), strategies.PLAIN)
def test_any_wrong_edge_value_is_a_value_error(key, value):
    """The same of edges."""
    try:
        edge_from_plain({"from": "a", "to": "b", "kind": "feeds", key: value})
    except ValueError as error:
        assert str(error).endswith(".")


def test_keys_of_a_newer_version_survive():
    """What this version does not know is kept where it stood."""
    plain = {"id": "a", "kind": "job", "name": "a", "owner": None, "evidence": "declared", "mood": ["calm"]}
    node = node_from_plain(plain)
    assert node.extra == {"mood": ["calm"]}
    assert node_to_plain(node) == plain


def test_described_in_words():
    """The inspector's rows say values with their units, and nothing of what nobody has said."""
    node = Node(
        id="a", kind=NodeKind.FEATURE, name="a", freshness=timedelta(minutes=10), glue=True, baseline=1234567.0,
        importance=Importance(value=0.041, se=0.004, method=ImportanceMethod.LOFO, at=date(2026, 1, 2)),
    )  # fmt: skip
    assert describe(node) == [
        ("freshness", "10 minutes"),
        ("glue code", "yes"),
        ("importance", "0.041 ± 0.004 (leave one feature out, 2026-01-02)"),
        ("baseline", "1,234,567"),
        ("evidence", "declared"),
    ]
    edge = Edge(
        from_id="a", to_id="b", kind=EdgeKind.FEEDS, filter=Filter(field="confidence", op=">=", value=0.5),
        exploration=0.05, select_all=False, columns={"x": ("y", "z"), "w": ()}, count=1234,
    )  # fmt: skip
    assert describe(edge) == [
        ("evidence", "declared"),
        ("takes every field", "no"),
        ("column lineage", "x from y, z; w from nothing"),
        ("filter", "confidence ≥ 0.5"),
        ("exploration", "5 %"),
        ("times seen", "1,234"),
    ]


def test_every_text_of_the_table_is_in_the_catalogue():
    """The table marks its texts by their place in it alone; none is overlooked when the code is searched."""
    known = {message.id for message in read_po(io.BytesIO(CATALOGUE.read_bytes()), locale="de")}
    tables = (*NODE_ATTRIBUTES.values(), EDGE_ATTRIBUTES, TEAM_ATTRIBUTES)
    assert {text for table in tables for a in table.values() for text in (a.label, a.doc)} <= known


class _Loud(NullTranslations):
    """A language that is English in capitals."""

    def gettext(self, message):
        return message.upper()

    def pgettext(self, context, message):
        return message.upper()


def test_what_is_known_goes_by_its_key_in_any_language():
    """Labels and words are told as is spoken; the keys, and what is written to a file, are not."""
    node = Node(id="a", kind=NodeKind.FEATURE, name="a", glue=True, freshness=timedelta(days=1))
    speak("xx", _Loud())
    try:
        rows, plain = described(node), node_to_plain(node)
    finally:
        speak("en")
    assert rows == {
        "freshness": ("FRESHNESS", "1 day"),
        "glue": ("GLUE CODE", "YES"),
        "evidence": ("EVIDENCE", "DECLARED"),
    }
    assert plain == node_to_plain(node)


@given(strategies.nodes(), strategies.edges())
def test_everything_can_be_described(node, edge):
    """Any node or edge has rows of text."""
    for label, shown in describe(node) + describe(edge):
        assert isinstance(label, str)
        assert isinstance(shown, str)


def test_an_attribute_is_called_as_a_manifest_has_it_and_by_its_own_word_elsewhere():
    """English manifests are read by people who speak English; whoever does not gets the label's word."""
    table = attributes_of(Edge(from_id="a", to_id="b", kind=EdgeKind.FEEDS))
    assert attribute_word(table, "select_all") == "select all"
    speak("de", _Loud())
    try:
        assert attribute_word(table, "select_all") == table["select_all"].label.upper()
        assert attribute_word(table, "no_such_key") == "no such key"
    finally:
        speak("en")
