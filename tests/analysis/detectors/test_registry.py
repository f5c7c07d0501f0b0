"""The registry's checks: what is not owned, not controlled, not read, not declared, not agreed on, or out of date."""

from dataclasses import replace
from datetime import date

from explorer.analysis.detectors.contractless_crossing import find_contractless_crossings
from explorer.analysis.detectors.dangling_reference import find_dangling_references
from explorer.analysis.detectors.dead_end_job import find_dead_end_jobs
from explorer.analysis.detectors.deprecated_reader import find_deprecated_readers
from explorer.analysis.detectors.duplicate_id import find_duplicate_ids
from explorer.analysis.detectors.inspection import Inspection
from explorer.analysis.detectors.no_owner import find_no_owner
from explorer.analysis.detectors.open_access import find_open_access
from explorer.analysis.detectors.orphan_producer import find_orphan_producers
from explorer.analysis.detectors.outdated_manifest import find_outdated_manifests
from explorer.domain.entities import Contract, Node
from explorer.domain.kinds import Access, Evidence, Lifecycle, NodeKind, Severity
from tests.analysis.detectors.cases import TODAY, Case, all_debts, suppressing
from tests.analysis.systems import node, system


def with_node(graph, node_id, **attributes):
    """The system with a node's attributes replaced."""
    return graph.with_parts([replace(graph.nodes[node_id], **attributes)])


OWNED = system([node("dataset", "a", owner="x"), node("world", "users")], [])
FLOW = system(
    [node("producer", "app"), node("dataset", "raw"), node("job", "clean"), node("dataset", "good"),
     node("consumer", "page")],
    [("app", "raw"), ("raw", "clean"), ("clean", "good"), ("good", "page")],
)  # fmt: skip
CUT = FLOW.without(["page"])
GHOSTLY = system(
    [
        Node(id="gone", kind=NodeKind.UNKNOWN, name="gone", evidence=Evidence.INFERRED),
        node("consumer", "page"),
    ],
    [("gone", "page")],
)
TWO_TEAMS = system(
    [node("dataset", "table", owner="data"), node("consumer", "page", owner="web")], [("table", "page")]
)
ENFORCED = Contract(enforced=("schema",))
OLD = with_node(FLOW, "raw", lifecycle=Lifecycle.DEPRECATED)
READ = {
    "evidence": Evidence.OBSERVED,
    "first_seen": date(2026, 11, 1),
    "last_seen": date(2026, 11, 20),
    "count": 9,
}


def manifest_of(day, **read):
    """A manifest of a day, and a log that shows a reader."""
    graph = system(
        [node("dataset", "table"), node("consumer", "page")], [("table", "page", {**READ, **read})]
    )
    return replace(graph, as_of=day)


def used_until(day, **read):
    """A table that its manifest says was last used on a day, and a declared reader with what a log says of it."""
    return system(
        [node("dataset", "table", last_used=day), node("consumer", "page")], [("table", "page", read)]
    )


CASES = [
    Case(
        "no-owner",
        find_no_owner,
        positive=with_node(OWNED, "a", owner=None),
        near_misses={"the world is nobody's": OWNED, "a ghost": GHOSTLY.without(["page"])},
        remedied=OWNED,
        at="a",
    ),
    Case(
        "open-access",
        find_open_access,
        positive=with_node(OWNED, "a", access=Access.NONE),
        near_misses={"not known": OWNED, "controlled": with_node(OWNED, "a", access=Access.CONTROLLED)},
        remedied=with_node(OWNED, "a", access=Access.CONTROLLED),
        at="a",
    ),
    Case(
        "dangling-reference",
        find_dangling_references,
        positive=GHOSTLY,
        near_misses={"declared": TWO_TEAMS, "a node without edges": OWNED},
        remedied=GHOSTLY.with_parts([node("dataset", "gone")]),
        at="gone",
    ),
    Case(
        "duplicate-id",
        find_duplicate_ids,
        positive=system([node("dataset", "db.Orders"), node("dataset", "db.orders")], []),
        near_misses={"another id": system([node("dataset", "db.orders"), node("dataset", "db.orders2")], [])},
        remedied=system([node("dataset", "db.orders")], []),
        at="db.Orders",
        named=frozenset(("db.Orders", "db.orders")),
    ),
    Case(
        "orphan-producer",
        find_orphan_producers,
        positive=FLOW.without(["clean"]),
        near_misses={"read on": FLOW, "read by a job": FLOW.without(["good"])},
        remedied=FLOW,
        at="app",
    ),
    Case(
        "dead-end-job",
        find_dead_end_jobs,
        positive=CUT,
        near_misses={
            "read": FLOW,
            "experimental": with_node(CUT, "clean", lifecycle=Lifecycle.EXPERIMENTAL),
            "what reads it is not known": CUT.with_parts(
                [Node(id="gone", kind=NodeKind.UNKNOWN, name="gone")],
                [replace(FLOW.edges_into("page")[0], to_id="gone")],
            ),
        },
        remedied=FLOW,
        at="clean",
    ),
    Case(
        "reads-deprecated",
        find_deprecated_readers,
        positive=OLD,
        near_misses={
            "live": FLOW,
            "nobody reads it": with_node(FLOW, "page", lifecycle=Lifecycle.DEPRECATED),
            "deprecated reader": with_node(OLD.without(["good"]), "clean", lifecycle=Lifecycle.DEPRECATED),
            "its successor is filled from it": with_node(FLOW, "raw", superseded_by="clean"),
        },
        remedied=OLD.without(edges=[e.key for e in OLD.edges_from("raw")]),
        at="raw",
    ),
    Case(
        "cross-team-without-contract",
        find_contractless_crossings,
        positive=TWO_TEAMS,
        near_misses={
            "one team": with_node(TWO_TEAMS, "page", owner="data"),
            "owner not known": with_node(TWO_TEAMS, "page", owner=None),
            "contract": with_node(TWO_TEAMS, "table", contract=ENFORCED),
        },
        remedied=with_node(TWO_TEAMS, "table", contract=ENFORCED),
        at="table",
    ),
    Case(
        "outdated-manifest",
        find_outdated_manifests,
        positive=manifest_of(date(2026, 10, 1)),
        near_misses={
            "younger than the log": manifest_of(date(2026, 11, 21)),
            "they agree": manifest_of(date(2026, 10, 1), evidence=Evidence.DECLARED),
            "a backup": with_node(manifest_of(date(2026, 10, 1)), "page", principal="backup"),
            "used until then": used_until(date(2026, 11, 20), last_seen=date(2026, 11, 20)),
        },
        remedied=manifest_of(date(2026, 10, 1), evidence=Evidence.DECLARED),
        at="table",
    ),
    Case(
        "outdated-manifest",
        find_outdated_manifests,
        positive=used_until(date(2023, 1, 1), last_seen=date(2026, 11, 20)),
        near_misses={
            "nobody says": used_until(None, last_seen=date(2026, 11, 20)),
            "no log": used_until(TODAY),
        },
        remedied=used_until(date(2026, 11, 20), last_seen=date(2026, 11, 20)),
        at="table",
    ),
]


def test_a_dead_end_names_what_upstream_serves_nothing_else():
    """What would die with it, nearest first."""
    (finding,) = find_dead_end_jobs(Inspection(CUT, TODAY))
    assert finding.reason.endswith("Without it, 2 nodes upstream would serve nothing: raw and app.")


def test_a_contract_that_enforces_no_schema_weighs_more_than_silence():
    """Somebody has looked and there is none."""
    for contract, severity in ((None, Severity.INFO), (Contract(), Severity.WARNING)):
        graph = with_node(TWO_TEAMS, "table", contract=contract)
        (finding,) = find_contractless_crossings(Inspection(graph, TODAY))
        assert finding.severity is severity


def test_a_finding_of_many_nodes_loses_only_the_suppressed_one():
    """The others stay."""
    graph = suppressing(system([node("job", "a"), node("job", "b")], []), "a", "no-owner")
    debts = all_debts(graph)
    assert [f.nodes for f in debts.findings if f.rule == "no-owner"] == [("b",)]
    assert [s.finding.nodes for s in debts.suppressed] == [("a",)]


def test_both_the_manifest_and_the_log_are_shown():
    """Each with its day."""
    (finding,) = find_outdated_manifests(Inspection(manifest_of(date(2026, 10, 1)), TODAY))
    assert finding.evidence[0] == "manifest: as of 2026-10-01"
    assert finding.evidence[1].startswith(
        "log: table → page: feeds, observed, seen 9 times, last on 2026-11-20"
    )
