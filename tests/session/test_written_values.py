"""Values in a form: what is shown there and left as it is means the same again; what is wrong is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.attributes import EDGE_ATTRIBUTES, NODE_ATTRIBUTES
from explorer.domain.entities import Edge, Node
from explorer.domain.kinds import EdgeKind, NodeKind
from explorer.session.written_values import editable, example_of, read_value, words_of, written

NODE = {kind: {a.key: a for a in editable(Node(id="a", kind=kind, name="a"))} for kind in NodeKind}
TEXTS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1).filter(str.strip)
PLAIN = {
    "contract": {"enforced": ["schema", "rows, all"]},
    "importance": {"value": 0.041, "se": 0.004, "method": "lofo", "at": "2026-11-20"},
    "attested": [{"test": "features", "at": "2026-11-20", "link": "wiki: one, two"}],
    "suppress": [{"rule": "feedback-loop", "reason": "known: #12", "until": "2026-12-31"}],
    "filter": {"field": "confidence", "op": ">=", "value": 0.5},
    "columns": {"total": ["price", "tax, vat"]},
    "freshness": "1d12h",
    "target": "12-month retention +2 points",
    "detects": ["value", "time"],
    "glue": True,
    "exploration": 0.05,
}


@pytest.mark.parametrize("key", list(PLAIN))
def test_a_value_left_as_it_is_means_the_same(key):
    """Records, lists, durations and shares are written so that they can be read again."""
    attribute = EDGE_ATTRIBUTES.get(key) or NODE_ATTRIBUTES[NodeKind.UNKNOWN][key]
    value = attribute.type.decode(PLAIN[key])
    assert value == read_value(attribute, written(attribute, value))


@given(TEXTS, st.lists(TEXTS, min_size=1, unique=True))
def test_texts_and_lists_of_texts_are_kept_letter_by_letter(text, many):
    """Commas, brackets, colons and numbers in them are letters like others."""
    description, tags = NODE[NodeKind.MODEL]["description"], NODE[NodeKind.MODEL]["tags"]
    assert text == read_value(description, written(description, text))
    assert tuple(many) == read_value(tags, written(tags, tuple(many)))


@given(st.floats(allow_nan=False, allow_infinity=False) | TEXTS)
def test_a_target_stays_a_number_or_a_text(target):
    """A text that looks like a number stays text."""
    attribute = NODE[NodeKind.METRIC]["target"]
    assert target == read_value(attribute, written(attribute, target))


@pytest.mark.parametrize(
    ("kind", "key", "text", "sentence"),
    [
        (NodeKind.DATASET, "freshness", "soon", "Freshness must be a duration"),
        (NodeKind.MODEL, "last_used", "yesterday", "Last used must be a day such as 2026-11-20"),
        (NodeKind.MODEL, "retrain", "weekly", "Retraining must be one of continuous"),
        (NodeKind.METRIC, "baseline", "many", "Baseline must be a number, not “many”."),
        (NodeKind.MONITOR, "detects", "value, colour", "Detects must be one of availability"),
        (NodeKind.DATASET, "contract", "{enforced: [", "This cannot be read"),
        (NodeKind.DATASET, "contract", "schema", "Contract must be a mapping with enforced"),
    ],
)
def test_what_is_wrong_is_said_in_the_manifests_words(kind, key, text, sentence):
    """The same checks, so the same sentences, as for a manifest."""
    with pytest.raises(ValueError, match=sentence.replace("{", r"\{")):
        read_value(NODE[kind][key], text)


def test_nothing_written_says_nothing():
    """An empty field is not known, for every attribute there is."""
    for attributes in NODE.values():
        assert {read_value(a, " ") for a in attributes.values()} <= {None}


def test_only_what_a_hand_can_know_is_offered():
    """What logs tell, what is of another kind, and anything of what nobody declares is not."""
    drives = {a.key for a in editable(Edge(from_id="a", to_id="b", kind=EdgeKind.DRIVES))}
    feeds = {a.key for a in editable(Edge(from_id="a", to_id="b", kind=EdgeKind.FEEDS))}
    assert {"sign", "relation"} <= drives and "sign" not in feeds
    assert not {"evidence", "last_seen", "count"} & (drives | feeds | set(NODE[NodeKind.DATASET]))
    assert editable(Node(id="a", kind=NodeKind.UNKNOWN, name="a")) == []


def test_vocabularies_and_examples_are_known():
    """A form offers the words where there are some, and else shows how a value is written."""
    assert words_of(NODE[NodeKind.MODEL]["retrain"]) == ("continuous", "scheduled", "manual", "never")
    assert words_of(NODE[NodeKind.JOB]["glue"]) == ("true", "false")
    assert example_of(NODE[NodeKind.DATASET]["freshness"]) == "24h or 7d"
