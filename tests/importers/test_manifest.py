# ruff: noqa: E501 - sentences and manifests are compared as they are written, a line each
"""Manifests: everything they can say, and everything that can be wrong in them."""

import json
import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.assembly import assemble
from explorer.domain.attributes import (
    EDGE_ATTRIBUTES,
    NODE_ATTRIBUTES,
    edge_to_plain,
    node_from_plain,
    node_to_plain,
)
from explorer.domain.entities import Contract, Edge, EdgeKey, Filter, Importance
from explorer.domain.kinds import Backing, EdgeKind, Evidence, NodeKind, Pin, Severity, Subtype
from explorer.domain.provenance import Source
from explorer.errors import InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.manifest import ManifestAdapter, read_manifest
from explorer.importers.manifest_entries import SECTION_OF
from tests.domain import strategies
from tests.importers.manifests import EDGES, EVERYTHING


def system(text):
    """The graph of a manifest that has no problems."""
    graph, problems = assemble([read_manifest(text, "m.yaml")])
    assert problems == []
    return graph


def problems(body):
    """What is said of a manifest whose body begins in line 2."""
    return [
        f"{p.source.line}: {p.message}" for p in read_manifest("ripplemap: 1\n" + body, "m.yaml").problems
    ]


WHOLE = system(EVERYTHING)


def test_every_section_relation_and_attribute_is_in_the_example():
    """The example leaves nothing out, so that no key can stop working unseen."""
    said_of_nodes = {k for n in WHOLE.nodes.values() for k in node_to_plain(n)}
    said_of_edges = {k for e in WHOLE.edges.values() for k in edge_to_plain(e)}
    assert {a for table in NODE_ATTRIBUTES.values() for a in table} <= said_of_nodes
    assert set(EDGE_ATTRIBUTES) <= said_of_edges
    assert {n.kind for n in WHOLE.nodes.values()} == set(NodeKind) - {NodeKind.UNKNOWN}
    assert {k.kind for k in WHOLE.edges} == set(EdgeKind)


def test_the_edges_of_the_example():
    """Every edge points with the data and has the kind that follows from its ends or its key."""
    expected = {EdgeKey(a, b, EdgeKind(kind)) for a, b, kind in map(str.split, EDGES.strip().splitlines())}
    assert set(WHOLE.edges) == expected


def test_the_values_of_the_example():
    """Values have the types of the domain."""
    nodes, edges = WHOLE.nodes, WHOLE.edges
    assert (WHOLE.name, WHOLE.as_of) == ("bookshop-search", date(2026, 3, 1))
    assert WHOLE.teams["search"].name == "Search and ranking"
    assert nodes["clicks-log"].freshness == timedelta(minutes=5)
    assert nodes["clicks-log"].contract == Contract(enforced=("schema", "freshness"))
    assert nodes["title-embedding"].version == "1.10"
    assert nodes["reranker"].version == "3"
    assert nodes["recency"].importance == Importance(
        value=0.03, se=0.01, metric="ndcg", method="lofo", at=date(2026, 2, 1)
    )
    assert nodes["ctr"].target == 0.12
    assert nodes["books-sold"].target == "two more a month"
    assert nodes["old-scores"].subtype is Subtype.UNKNOWN
    assert nodes["nightly-report"].evidence is Evidence.OBSERVED
    shown = edges[EdgeKey("scores", "result-page", EdgeKind.FEEDS)]
    assert shown.filter == Filter(field="score", op=">=", value=0.3)
    assert (shown.fields, shown.exploration) == (("book", "score"), 0.05)
    assert edges[EdgeKey("title-embedding", "title-vector", EdgeKind.FEEDS)].pin is Pin.PINNED
    assert edges[EdgeKey("clicks-log", "labels", EdgeKind.DERIVES)].columns == {"label": ("dwell",)}
    assert edges[EdgeKey("scores", "nightly-report", EdgeKind.FEEDS)].evidence is Evidence.OBSERVED


def test_what_backs_a_link_may_be_said_as_its_evidence():
    """Of a link between metrics `evidence: experiment` is its backing; how it is known stays declared."""
    graph = system(
        "ripplemap: 1\nmetrics: {a: {drives: [{to: b, evidence: experiment}, {to: c, evidence: observed}]}, b: , c: }"
    )
    said, seen = (graph.edges[EdgeKey("a", end, EdgeKind.DRIVES)] for end in "bc")
    assert (said.backing, said.evidence) == (Backing.EXPERIMENT, Evidence.DECLARED)
    assert (seen.backing, seen.evidence) == (None, Evidence.OBSERVED)


def test_owners():
    """The default is for every entry that names none; the world has none, nor has who says unknown."""
    owners = {i: n.owner for i, n in WHOLE.nodes.items()}
    assert owners["catalogue"] == owners["late-clicks"] == "search"
    assert owners["clicks-log"] == "data"
    assert owners["readers"] is None
    assert owners["nightly-report"] is None
    assert system("ripplemap: 1\nowner: x\nworld: {w: {owner: y}}").nodes["w"].owner == "y"
    assert system("ripplemap: 1\nworld: {w: }\nowner: x\njobs: {j: {owner: ~}}").nodes["j"].owner == "x"


def test_every_statement_knows_its_line():
    """A node's line is its id's, an edge's the line of its item."""
    assert WHOLE.nodes["make-pairs"].source == Source("m.yaml", 20)
    assert WHOLE.edges[EdgeKey("catalogue", "make-pairs", EdgeKind.FEEDS)].source == Source("m.yaml", 25)
    assert WHOLE.teams["data"].source == Source("m.yaml", 8)


def test_json_is_a_manifest_too():
    """The same structure in JSON, in one line or many, gives the same graph."""
    data = {
        "ripplemap": 1,
        "datasets": {"a": {"freshness": "1h", "version": "1.10"}, "😀": {"inputs": ["a"]}},
    }
    for indent in (None, 1, "\t"):
        graph = system(json.dumps(data, indent=indent))
        assert graph.nodes["a"].freshness == timedelta(hours=1)
        assert list(graph.edges) == [EdgeKey("a", "😀", EdgeKind.DERIVES)]


def test_several_documents():
    """Each document is a manifest with its own default owner; an empty one is nothing."""
    statements = read_manifest(
        "---\nripplemap: 1\nsystem: A\nowner: x\nas_of: 2026-01-02\njobs: {a: {}}\n---\nripplemap: 1\nsystem: B\n"
        "as_of: 2026-01-01\njobs: {b: {}}\n---\nsome: text\n---\n",
        "m.yaml",
    )
    assert [(n.id, n.owner) for n in statements.nodes] == [("a", "x"), ("b", None)]
    assert (statements.name, statements.as_of) == ("A + B", date(2026, 1, 2))
    assert [str(p) for p in statements.problems] == [
        "m.yaml:13: error: This document is no manifest: it does not say ripplemap: 1."
    ]


def test_an_item_may_stand_alone():
    """One id, or one mapping, needs no list around it."""
    graph = system(
        "ripplemap: 1\ndatasets: {a: , b: {inputs: a}, c: {inputs: {from: b, pin: frozen}}, d: {inputs: }}"
    )
    assert {k[:2] for k in graph.edges} == {("a", "b"), ("b", "c")}


def test_ids_are_text():
    """A number is an id as it is written, whether as a key or in a list."""
    graph = system("ripplemap: 1\ndatasets: {007: , 1.10: {inputs: [007]}, yes: {inputs: [1.10]}}")
    assert {k[:2] for k in graph.edges} == {("007", "1.10"), ("1.10", "yes")}


def test_ids_are_nfc():
    """Two spellings of one word are one id."""
    graph = system("ripplemap: 1\ndatasets: {café: {}, b: {inputs: [cafe\u0301]}}")
    assert set(graph.nodes) == {"café", "b"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("datsets: {a: }", "2: The section “datsets” is not known. Did you mean “datasets”?"),
        ("job: {a: }", "2: The section “job” is not known. Did you mean “jobs”?"),
        ("jobs:\n  a: {langage: r}", "3: The key “langage” is not known. Did you mean “language”?"),
        ("jobs:\n  a: {input: [a]}", "3: The key “input” is not known. Did you mean “inputs”?"),
        ("jobs: {a: {retrain: never}}", "2: retrain says nothing of jobs, only of artifacts, models; it is left out."),
        ("jobs: {a: {watches: [b]}}", "2: watches belongs to monitors, not to jobs; it is left out."),
        ("jobs: {a: {success_metric: b}}", "2: success_metric belongs to models, not to jobs; it is left out."),
        ("jobs: {a: {glue: yes}}", "2: “a”: glue must be true or false, not “yes”."),
        ('jobs: {a: {glue: "true"}}', "2: “a”: glue must be true or false, not “true”."),
        ("datasets: {a: {freshness: 10}}", "2: “a”: freshness must be a duration: “10” is not a duration; write a "
         "number and a unit: 90s, 10m, 24h, 7d or 2w."),
        ("datasets: {a: {subtype: ui}}", "2: “a”: subtype must be one of table, view, stream, file, training, labels, "
         "predictions, unknown, not “ui”."),
        ("datasets: {a: {last_used: 2026-13-45}}", "2: “a”: last_used must be a day such as 2026-11-20, not “2026-13-45”."),
        ("metrics: {a: {baseline: .nan}}", "2: “a”: baseline must be a finite number, not “.nan”."),
        ("metrics: {a: {baseline: 1e999}}", "2: “a”: baseline must be a finite number, not “1e999”."),
        ("datasets: {a: {tests: x}}", "2: “a”: tests must be a list of texts, not “x”."),
        ("datasets: {a: {owner: [x]}}", "2: “a”: owner must be text, not a list."),
        ("datasets: {a: {contract: {enforce: []}}}", "2: “a”: contract knows only enforced, not “enforce”."),
        ("datasets: {a: b}", "2: “a” must be a mapping of attributes, such as {owner: web}."),
        ("datasets: [a]", "2: datasets must map each id to its attributes."),
        ("datasets: {a: {inputs: [[b]]}}", "2: Each of the inputs of “a” must be an id, or a mapping with from."),
        ("datasets: {a: {inputs: [{to: b}]}}", "2: An edge of “a”: the key “to” is not known. Edges know evidence, fields"),
        ("datasets: {a: {inputs: [~]}}", "2: Each of the inputs of “a” must be an id, or a mapping with from."),
        ("datasets: {a: {inputs: [{from: a, pinn: frozen}]}}", "2: An edge of “a”: the key “pinn” is not known. Did you "
         "mean “pin”?"),
        ("datasets: {a: {inputs: [{from: a, exploration: 2}]}}", "2: An edge of “a”: exploration must lie between 0 and 1, "
         "not “2”."),
        ("datasets: {a: {inputs: [{from: a, kind: feed}]}}", "2: An edge of “a”: kind must be one of feeds, produces, "),
        ("monitors: {a: {watches: [{from: a, kind: feeds}]}}", "2: An edge of “a”: watches makes watches edges, not feeds; "
         "use inputs or outputs."),
        ("monitors: {a: {watches: [{from: a, sign: +}]}}", "2: An edge of “a”: sign belongs to drives edges, not to "
         "watches."),
        ("teams: {a: {mail: x}}", "2: The key “mail” is not known. "),
        ("teams: {a: x}", "2: The team “a” must be a mapping, such as {contact: …}."),
        ("as_of: soon", "2: The manifest: as_of must be a day such as 2026-11-20, not “soon”."),
        ('datasets: {"": {}}', "2: An id cannot be empty."),
        ('datasets: {"a\\u202e": {}}', "2: The id “a⟨U+202E⟩” holds characters that cannot be seen; they are shown as marks."),
        ("datasets: {" + "x" * 600 + ": {}}", "2: “xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…” is too long: an id has at most "
         "500 characters."),
    ],
)  # fmt: skip
def test_a_fault_is_a_problem_with_its_line(body, expected):
    """One sentence that says what, where, and what was expected; nothing is told twice."""
    [told] = problems(body)[:1]
    assert told.startswith(expected)


def test_the_rest_is_read():
    """A wrong value leaves its attribute unknown and everything else as it is; unknown keys are kept."""
    statements = read_manifest(
        "ripplemap: 1\nnonsense: 1\njobs: {a: {glue: maybe, language: r, mood: [calm, 1]}, b: {inputs: [a, 7: 8]}}",
        "m",
    )
    [a, b] = statements.nodes
    assert (a.glue, a.language, a.extra) == (None, "r", {"mood": ["calm", 1]})
    assert [s.edge.from_id for s in statements.edges] == ["a"]
    assert b.id == "b"


def test_unknown_reads_as_absent():
    """The word unknown says nothing, of nodes and of edges, but for a subtype."""
    graph = system(
        "ripplemap: 1\ndatasets: {a: {subtype: unknown, access: unknown, freshness: unknown, description: unknown},"
        "b: {inputs: [{from: a, pin: unknown, on_schema_change: unknown, fields: unknown, kind: unknown}]}}"
    )
    assert node_to_plain(graph.nodes["a"]).keys() == {
        "id",
        "kind",
        "name",
        "owner",
        "subtype",
        "evidence",
        "source",
    }
    assert list(graph.edges.values()) == [
        Edge(from_id="a", to_id="b", kind=EdgeKind.DERIVES, source=Source("m.yaml", 2))
    ]


def test_versions():
    """A later version is read as far as it is understood, and said; so is none, and nonsense."""
    told = {
        said: [p.message[:40] for p in read_manifest(f"{said}\njobs: {{a: }}", "m").problems]
        for said in (
            "ripplemap: 1",
            "ripplemap: 2",
            "ripplemap: x",
            "ripplemap: true",
            "ripplemap: 0",
            "system: x",
        )
    }
    assert told == {
        "ripplemap: 1": [],
        "ripplemap: 2": ["This manifest is of version 2, but only ve"[:40]],
        "ripplemap: x": ["The version of the manifest must be 1: r"],
        "ripplemap: true": ["The version of the manifest must be 1: r"],
        "ripplemap: 0": ["The version of the manifest must be 1: r"],
        "system: x": ["The first line, ripplemap: 1, is missing"],
    }


@pytest.mark.parametrize("text", ["", "a: 1", "- ripplemap: 1", "text", "[]", "---\n---\n"])
def test_no_manifest_at_all(text):
    """A text without a header and without sections is refused, with what to try."""
    with pytest.raises(InputError, match="This is no manifest"):
        read_manifest(text, "m.yaml")


def test_problems_come_to_an_end():
    """A file of a hundred thousand faults gives a thousand problems and says that there are more."""
    body = "".join(f"  a{n}: {{b{n}: 1}}\n" for n in range(5_000))
    told = problems("jobs:\n" + body)
    assert len(told) == 1_001
    assert told[-1].endswith("There are more problems after this one.")


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("m.yaml", b"ripplemap: 1\n", True),
        ("m.YML", b"# ours\n--- \n\nripplemap: 1\n", True),
        ("m.yaml", b"system: x\n'ripplemap' : 1\n", True),
        ("m.yaml", "ripplemap: 1".encode("utf-16"), True),
        ("m.json", b'\xef\xbb\xbf{"system": "x", "ripplemap": 1}', True),
        ("m.json", b'{\n "ripplemap" : 1', True),
        ("m.yaml", b"{ripplemap: 1}", True),
        ("m.md", b"ripplemap: 1\n", False),
        ("m.yaml", b"tools:\n  ripplemap: 1\n", False),
        ("m.yaml", b"x: a ripplemap: 1\n", False),
        ("m.json", b'{"metadata": {}}', False),
        ("m.yaml", b"\xff\xfe\x00", False),
        ("m.yaml", b"{\n" * 30_000, False),
    ],
)
def test_what_is_recognised(tmp_path, name, head, expected):
    """The header at the top level of a YAML or JSON file makes a manifest."""
    assert ManifestAdapter().matches(Location(name, path=tmp_path / name), head) is expected


def test_a_read_can_be_cancelled():
    """The task's check is asked while reading."""

    def stop():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_manifest("ripplemap: 1\njobs: {a: }", "m", Task(check=stop))


KEYS = {key for table in NODE_ATTRIBUTES.values() for key in table}


@given(st.lists(strategies.nodes(sources=st.none(), extras=False), unique_by=lambda n: n.id))
def test_a_graph_written_as_a_manifest_reads_the_same(nodes):
    """Manifest text → graph → plain → graph: every node of any attributes comes back."""
    manifest = {"ripplemap": 1}
    stated = [n for n in nodes if not n.is_ghost]
    for node in stated:
        plain = node_to_plain(node)
        entry = {k: v for k, v in plain.items() if k in KEYS and v is not None}
        manifest.setdefault(SECTION_OF[node.kind], {})[node.id] = entry
    read = read_manifest(json.dumps(manifest), "m.json")
    again = [node_from_plain(json.loads(json.dumps(node_to_plain(n)))) for n in read.nodes]
    assert again == read.nodes
    by_id = {n.id: n for n in read.nodes}
    for node in stated:
        expected, got = node_to_plain(node), node_to_plain(by_id[_nfc(node.id)])
        for key in expected.keys() - CLEANED:
            # A manifest's word unknown, and an empty name, say nothing.
            if expected[key] not in ("unknown", ""):
                assert got[key] == expected[key], key


# These are cleaned as ids, or as what people read.
CLEANED = {"id", "owner", "superseded_by", "same_as", "name"}


def _nfc(text):
    return unicodedata.normalize("NFC", text)


def test_severities():
    """What is left out though it was understood is a warning; what was not understood an error."""
    statements = read_manifest("ripplemap: 1\njobs: {a: {retrain: never, x: 1}}", "m")
    assert [p.severity for p in statements.problems] == [Severity.WARNING, Severity.ERROR]


def test_a_log_that_ends_before_it_begins_counts_as_unknown():
    """Else it would cover less than no day."""
    log = "{log: audit, since: 2026-01-02, until: 2025-12-31}"
    statements = read_manifest(f"ripplemap: 1\ndatasets:\n  a: {{read_log: {log}}}\n", "m.yaml")
    assert statements.nodes[0].read_log is None
    assert [str(p) for p in statements.problems] == [
        "m.yaml:3: error: “a”: read_log must not end (2025-12-31) before it begins (2026-01-02)."
    ]


def test_a_long_read_tells_how_far_it_is():
    """The file is named, and the part that is read never goes back."""
    told = []
    body = "".join(f"  a{n}: {{}}\n" for n in range(9_000))
    read_manifest("ripplemap: 1\njobs:\n" + body, "m.yaml", Task(progress=lambda *said: told.append(said)))
    assert {text for text, _ in told} == {"Reading m.yaml"}
    parts = [part for _, part in told]
    assert parts == sorted(parts)
    assert 0 == parts[0] < 0.3 < parts[-1] < 1


def test_reading_entries_can_be_stopped():
    """The check is asked again and again while entries become nodes, not only while the text is read."""
    asked = []
    body = "".join(f"  a{n}: {{}}\n" for n in range(900))
    read_manifest("ripplemap: 1\njobs:\n" + body, "m", Task(check=lambda: asked.append(1)))
    assert len(asked) >= 4
