"""A sheet for tests, of answers that are given and not worked out, so that only the page is tested."""

from dataclasses import replace
from datetime import date, timedelta

from explorer.analysis.coverage import Coverage
from explorer.analysis.coverage_dimensions import Grounded
from explorer.analysis.histories.comparison import Comparison, PlotPoint
from explorer.analysis.histories.evidence import Compared, Pair
from explorer.analysis.histories.parting import Course, Parting
from explorer.analysis.histories.periods import Period
from explorer.analysis.histories.rank_correlation import LagCorrelation
from explorer.analysis.ml_test_score.sheet import ml_test_sheets
from explorer.domain.answers import Answer, Missing, Sentence, Sureness, Verdict
from explorer.domain.entities import EdgeKey, Suppression
from explorer.domain.findings import Finding, Findings, SuppressedFinding
from explorer.domain.kinds import EdgeKind, Severity
from explorer.domain.provenance import Problem, Source
from explorer.domain.system_graph import SystemGraph
from explorer.drawing.compose import compose
from explorer.drawing.theme import LIGHT
from explorer.export.sheet import sheet_of
from tests.drawing.by_hand import PARCEL_COLUMNS, by_hand
from tests.drawing.systems import parcels

SERVED = EdgeKey("eta-scores", "tracking-page", EdgeKind.FEEDS)


def sourced(graph):
    """The same system, each part with the line it was read from, and one node with a page of its own."""
    nodes = [
        replace(
            n, source=Source("parcels.yaml", line), url="https://example.org/eta" if n.id == "eta" else None
        )
        for line, n in enumerate(graph.nodes.values(), start=5)
    ]
    edges = [
        replace(e, source=Source("parcels.yaml", line))
        for line, e in enumerate(graph.edges.values(), start=5)
    ]
    return SystemGraph.of(nodes, edges, name=graph.name, as_of=graph.as_of)


def answers():
    """One answer to each question, with every sureness."""
    reach = Sentence(
        text="A new version of eta reaches 6 of 13 other nodes.",
        sureness=Sureness.DECLARED,
        nodes=("eta", "eta-scores", "tracking-page"),
        edges=(SERVED,),
    )
    return (
        Answer(
            question=1,
            verdict=Verdict.PARTLY,
            sentences=(
                reach,
                Sentence(text="courier-app may read it.", sureness=Sureness.INFERRED, nodes=("courier-app",)),
                Sentence(text="Nobody would see it at tracking-page.", sureness=Sureness.UNKNOWN),
            ),
            missing=(Missing(field="monitors", nodes=("tracking-page",)),),
        ),
        Answer(
            question=2,
            verdict=Verdict.YES,
            sentences=(
                Sentence(
                    text="eta is judged by late-share.", sureness=Sureness.OBSERVED, nodes=("late-share",)
                ),
            ),
        ),
        Answer(
            question=3,
            verdict=Verdict.CANNOT_TELL,
            sentences=tuple(replace(reach, text=f"Sentence {i}.") for i in range(1, 9)),
            missing=(
                Missing(field="owner", nodes=("recipients", "courier-app")),
                Missing(field="blood_group", nodes=("eta", "gone")),
            ),
        ),
    )


def findings():
    """Fifteen findings of two severities, more rules than the page has room for, and a suppressed one."""
    loop = Finding(
        rule="feedback-loop",
        severity=Severity.ERROR,
        nodes=("eta", "eta-scores", "tracking-page"),
        edges=(SERVED,),
        reason="eta learns from what it caused.",
        remedy="Leave a share to chance.",
        evidence=("eta-scores → tracking-page: feeds, declared", "strong: a filter decides what is seen"),
        clears="a share of traffic is left to chance",
    )
    others = [
        replace(loop, rule=f"rule-{i:02}", severity=Severity.WARNING, edges=(), evidence=())
        for i in range(13)
    ]
    said = Suppression(rule="no-owner", reason="known, and on its way", until=date(2027, 1, 1))
    return Findings(
        (loop, replace(loop, reason="And once more."), *others),
        ("Loops longer than 30 steps are not listed.",),
        (SuppressedFinding(finding=replace(loop, rule="no-owner"), by="eta", suppression=said),),
    )


def parted(metric="late-share", objective="repeat-orders", course=Course.PARTED):
    """Thirty weeks in which the two go together up to the twentieth; the metric has no value in the eighth."""
    start = date(2026, 4, 6)
    days = [start + timedelta(weeks=i) for i in range(30)]
    points = tuple(
        PlotPoint(day, None if i == 7 else 0.3 - 0.004 * i, 80.0 + min(i, 20) / 4)
        for i, day in enumerate(days)
    )
    has_parted = course is Course.PARTED
    since, earliest, latest = (days[20], days[18], days[22]) if has_parted else (None, None, None)
    return Comparison(
        metric=metric,
        objective=objective,
        period=Period(days=7),
        points=points,
        on_values=(),
        on_changes=(
            LagCorrelation(lag=0, rho=0.11, low=-0.25, high=0.44, pairs=27),
            LagCorrelation(lag=1, rho=-0.62, low=-0.81, high=-0.31, pairs=26),
        ),
        lag=1,
        course=course,
        since=since,
        earliest=earliest,
        latest=latest,
        parting=Parting(course),
        sentences=(f"{objective} follows {metric}.", f"{metric} and {objective}: {course}."),
        sources=(Source("weeks.csv", 1),),
    )


def compared(*courses):
    """The share that comes late beside the objective, once for each course."""
    pair = Pair("late-share", "repeat-orders")
    return Compared(tuple(parted(course=c) for c in courses), (), (pair,) * len(courses))


def parcel_sheet(graph=None):
    """The sheet of the parcels, drawn by hand."""
    graph = graph or sourced(parcels())
    return sheet_of(
        graph,
        answers(),
        histories=compared(Course.PARTED),
        findings=findings(),
        coverage=(
            Grounded(
                Coverage("owners", "owner", 12, 14, ("recipients", "courier-app")), ("parcels.yaml",), ""
            ),
            Grounded(
                Coverage("confirmed readers", "last_seen", 1, 8, ("eta",)),
                ("reads.log",),
                "30 days from 2026-10-20 to 2026-11-18",
            ),
            Grounded(Coverage("contracts", "contract", 0, 3, ()), (), ""),
        ),
        scores=ml_test_sheets(graph, date(2026, 11, 20)),
        problems=(Problem("“colour” is no attribute", Source("parcels.yaml", 3)),),
        picture=compose(graph, by_hand(graph, PARCEL_COLUMNS), LIGHT),
    )
