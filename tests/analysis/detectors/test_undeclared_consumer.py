"""Undeclared consumers: who a log shows, folded and classed first."""

from dataclasses import replace
from datetime import date

import pytest

from explorer.analysis.detectors.inspection import Inspection
from explorer.analysis.detectors.undeclared_consumer import RULE, find_undeclared_consumers
from explorer.analysis.inventory import answer_inventory
from explorer.domain.kinds import Access, EdgeKind, Evidence, Principal, Severity, Subtype
from tests.analysis.detectors.cases import TODAY, Case
from tests.analysis.systems import node, system

READ = {"evidence": Evidence.OBSERVED, "first_seen": date(2026, 7, 3), "last_seen": date(2026, 11, 19)}


def reads(reader="page", count=139, access=None, more_nodes=(), more=(), table="scores", **consumer):
    """Scores that one declared service and one seen reader read."""
    return system(
        [
            node("dataset", "scores", access=access),
            node("consumer", "declared"),
            node("consumer", reader, evidence=Evidence.OBSERVED, **consumer),
            *more_nodes,
        ],
        [("scores", "declared"), (table, reader, {**READ, "count": count}), *more],
    )


BAD = reads()
DECLARED = BAD.with_parts(edges=[replace(e, evidence=Evidence.DECLARED) for e in BAD.edges.values()])
CASES = [
    Case(
        RULE,
        find_undeclared_consumers,
        positive=BAD,
        near_misses={
            "declared and seen": DECLARED,
            "a backup": reads(principal=Principal.BACKUP),
            "a backup by name": reads("pg_dump"),
            "a crawler": reads("seo-crawler"),
            "a scanner": reads("dlp_scan"),
            "the platform": reads("dbt"),
            "a person who asked twice": reads("analyst_kim", count=2),
            "a grant never used": reads(count=0),
        },
        remedied=DECLARED,
        at="scores",
    )
]


def severity(graph):
    """The severity of the one finding."""
    (finding,) = find_undeclared_consumers(Inspection(graph, TODAY))
    return finding.severity


def test_it_tells_when_how_often_and_what_access_control_would_have_done():
    """The evidence has dates; access that nobody states is not known."""
    for access, words in (
        (Access.CONTROLLED, "which let the reader pass"),
        (Access.OPEN, "access is open"),
        (Access.NONE, "no access control"),
        (None, "is not known"),
    ):
        (finding,) = find_undeclared_consumers(Inspection(reads(access=access), TODAY))
        assert words in finding.reason
        assert finding.evidence[0] == "observed: seen 139 times, since 2026-07-03, last on 2026-11-19"


@pytest.mark.parametrize(
    ("reader", "attributes", "expected"),
    [
        ("svc_fraud_scoring", {}, Severity.ERROR),
        ("bi_metabase", {}, Severity.ERROR),
        ("analyst_kim", {}, Severity.ERROR),
        ("kim@example.org", {}, Severity.ERROR),
        ("notes", {"subtype": Subtype.NOTEBOOK}, Severity.ERROR),
        ("who-knows", {}, Severity.ERROR),
        ("backup-service-of-kim", {"principal": Principal.SERVICE}, Severity.ERROR),
    ],
)
def test_services_tools_and_people_who_come_every_day_are_consumers(reader, attributes, expected):
    """139 reads in four months are a habit, whoever reads; what is stated goes before the name."""
    assert severity(reads(reader, **attributes)) is expected


def test_a_person_of_whom_nothing_more_is_known_is_a_warning():
    """Not knowing how often is not knowing that it was once."""
    assert severity(reads("analyst_kim", count=None)) is Severity.WARNING


def test_a_temporary_name_is_what_it_stands_for():
    """The declared reader seen under dbt's temporary name of the table is no news; another reader is."""
    tmp = node("dataset", "scores__dbt_tmp", evidence=Evidence.OBSERVED)
    seen = ("scores__dbt_tmp", "declared", READ)
    known = system(
        [node("dataset", "scores"), node("consumer", "declared"), tmp], [("scores", "declared"), seen]
    )
    assert find_undeclared_consumers(Inspection(known, TODAY)) == []
    other = reads(table="scores__dbt_tmp", more_nodes=[tmp])
    (finding,) = find_undeclared_consumers(Inspection(other, TODAY))
    assert finding.nodes == ("scores__dbt_tmp", "page")


def test_a_job_that_reads_back_what_it_writes_is_no_consumer():
    """As one that appends to its own table does."""
    graph = system(
        [node("job", "build"), node("dataset", "table")], [("build", "table"), ("table", "build", READ)]
    )
    assert find_undeclared_consumers(Inspection(graph, TODAY)) == []


def test_who_was_left_out_is_counted_and_named():
    """Nothing is dropped in silence."""
    inspection = Inspection(reads("pg_dump"), TODAY)
    find_undeclared_consumers(inspection)
    assert inspection.bounds == ["Seen in a log and not counted as consumers: 1 read by backups (pg_dump)."]


def test_what_is_made_is_no_reader():
    """A declared table that a log shows written from another, too, is told as made from it, not as a reader."""
    graph = system(
        [node("dataset", "scores"), node("dataset", "copy")],
        [("scores", "copy", {**READ, "count": 1})],
    )
    (finding,) = find_undeclared_consumers(Inspection(graph, TODAY))
    assert finding.reason.startswith("copy is made from scores, and nobody declares it.")
    assert finding.remedy == "Declare that copy is made from scores, or stop what makes it."
    assert finding.evidence[0].startswith("observed: seen 1 time,")
    told = [s.text for s in answer_inventory(graph).sentences]
    assert "Nobody declared what 1 part is made from: copy." in told
    assert not any("consumer nobody declared" in text for text in told)


def test_jobs_and_data_that_only_runs_show_are_no_consumers():
    """Where runs are all that is known, nothing is declared that a read could be missing in."""
    for data, job, found in (
        (Evidence.OBSERVED, Evidence.OBSERVED, 0),
        (Evidence.DECLARED, Evidence.OBSERVED, 1),
        (Evidence.OBSERVED, Evidence.DECLARED, 1),
    ):
        graph = system(
            [node("dataset", "raw", evidence=data), node("job", "load", evidence=job)],
            [("raw", "load", READ)],
        )
        assert len(find_undeclared_consumers(Inspection(graph, TODAY))) == found


@pytest.mark.parametrize(("kind", "edge"), [("model", "trains"), ("metric", "measures")])
def test_models_and_metrics_that_only_runs_show_are_no_consumers(kind, edge):
    """A database of runs declares nothing; of what is declared a model or metric reads, and is called no service."""
    for data, found in ((Evidence.OBSERVED, 0), (Evidence.DECLARED, 1)):
        graph = system(
            [node("dataset", "raw", evidence=data), node(kind, "made", evidence=Evidence.OBSERVED)],
            [("raw", "made", {**READ, "kind": EdgeKind(edge)})],
        )
        findings = find_undeclared_consumers(Inspection(graph, TODAY))
        assert len(findings) == found
        assert all(f.reason.startswith("made reads raw, and nobody declares it.") for f in findings)
