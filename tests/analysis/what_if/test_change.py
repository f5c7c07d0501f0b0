"""Changes as text: read, written, and refused with the nearest names."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.analysis.what_if.change import checked_change, format_change, parse_change
from explorer.domain.entities import Edge, Node
from explorer.domain.kinds import EdgeKind, NodeKind
from explorer.domain.scenarios import EDGE_CHANGES, FIELD_CHANGES, ChangeKind, HypotheticalChange
from explorer.domain.system_graph import SystemGraph
from explorer.errors import UsageError

IDS = (
    "lake/play-events",
    "lake/play-events.daily",
    "web/home-page",
    "app/home-page",
    "a->b",
    "team@host",
    "rank-scores",
)


def system() -> SystemGraph:
    """A few nodes whose ids are awkward, and two edges."""
    return SystemGraph.of(
        [Node(id=i, kind=NodeKind.DATASET, name=i) for i in IDS],
        [
            Edge(from_id="rank-scores", to_id="web/home-page", kind=EdgeKind.FEEDS),
            Edge(from_id="a->b", to_id="rank-scores", kind=EdgeKind.DERIVES),
        ],
    )


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("outage:rank-scores", HypotheticalChange(kind=ChangeKind.OUTAGE, node="rank-scores")),
        (" outage: rank-scores ", HypotheticalChange(kind=ChangeKind.OUTAGE, node="rank-scores")),
        ("retire:scores", HypotheticalChange(kind=ChangeKind.RETIRE, node="rank-scores")),
        ("shift:play-events", HypotheticalChange(kind=ChangeKind.SHIFT, node="lake/play-events")),
        (
            "schema-break:lake/play-events.dwell_ms",
            HypotheticalChange(kind=ChangeKind.SCHEMA_BREAK, node="lake/play-events", field="dwell_ms"),
        ),
        (
            "schema-break:lake/play-events.daily",
            HypotheticalChange(kind=ChangeKind.SCHEMA_BREAK, node="lake/play-events.daily"),
        ),
        (
            "corrupt:lake/play-events.daily.dwell.ms",
            HypotheticalChange(kind=ChangeKind.CORRUPT, node="lake/play-events.daily", field="dwell.ms"),
        ),
        (
            "schema-add:play-events.dwell_ms",
            HypotheticalChange(kind=ChangeKind.SCHEMA_ADD, node="lake/play-events", field="dwell_ms"),
        ),
        ("delay:rank-scores", HypotheticalChange(kind=ChangeKind.DELAY, node="rank-scores")),
        (
            "delay:rank-scores@1d12h",
            HypotheticalChange(kind=ChangeKind.DELAY, node="rank-scores", delay=timedelta(hours=36)),
        ),
        ("delay:team@host", HypotheticalChange(kind=ChangeKind.DELAY, node="team@host")),
        (
            "delay:team@host@2h",
            HypotheticalChange(kind=ChangeKind.DELAY, node="team@host", delay=timedelta(hours=2)),
        ),
        (
            "threshold:rank-scores->web/home-page",
            HypotheticalChange(kind=ChangeKind.THRESHOLD, node="rank-scores", to="web/home-page"),
        ),
        ("revoke:a->b->scores", None),
        (
            "revoke:a->b->rank-scores",
            HypotheticalChange(kind=ChangeKind.REVOKE, node="a->b", to="rank-scores"),
        ),
    ],
)
def test_reads_what_is_meant(text, change):
    """An id, the longest id and a field, or an unambiguous end; hours after @; two ends around the arrow."""
    if change is None:
        with pytest.raises(UsageError):
            parse_change(system(), text)
    else:
        assert parse_change(system(), text) == change


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("explode:rank-scores", "There are retire"),
        ("outtage:rank-scores", "Nearest: outage"),
        ("outage", "outage:NODE"),
        ("delay:", "delay:NODE@24h"),
        ("outage:rank-score", "Nearest: rank-scores"),
        ("outage:home-page", "app/home-page, web/home-page"),
        ("outage:rank-scores.item_id", "not to its field “item_id”"),
        ("new-version:play-events.x", "not to its field “x”"),
        ("delay:rank-scores.item_id@2h", "not to its field"),
        ("delay:rank-scores@soon", "not a duration"),
        ("revoke:rank-scores", "revoke:FROM->TO"),
        ("revoke:rank-scores->lake/play-events", "rank-scores is read by web/home-page"),
        ("threshold:web/home-page->rank-scores", "rank-scores reads a->b"),
        ("shift:nowhere.x", "no node"),
    ],
)
def test_refuses_with_what_to_try(text, said):
    """A change that cannot be meant is a usage error that names what could."""
    with pytest.raises(UsageError) as error:
        parse_change(system(), text)
    assert said in str(error.value)


@given(st.data())
def test_text_and_back(data):
    """What is written reads back as the same change, for ids without a dot that starts another id's field."""
    kind = data.draw(st.sampled_from(sorted(ChangeKind)))
    if kind in EDGE_CHANGES:
        start, end = data.draw(st.sampled_from([("rank-scores", "web/home-page"), ("a->b", "rank-scores")]))
        change = HypotheticalChange(kind=kind, node=start, to=end)
    else:
        field = data.draw(st.none() | st.sampled_from(["x", "x.y", "x:y"])) if kind in FIELD_CHANGES else None
        delay = data.draw(st.none() | st.timedeltas(timedelta(0), timedelta(days=90)))
        change = HypotheticalChange(
            kind=kind,
            node=data.draw(st.sampled_from(IDS)),
            field=field,
            delay=delay if kind is ChangeKind.DELAY else None,
        )
    assert parse_change(system(), format_change(change)) == change
    assert checked_change(system(), change) == change


@pytest.mark.parametrize(
    "change",
    [
        HypotheticalChange(kind=ChangeKind.OUTAGE, node="gone"),
        HypotheticalChange(kind=ChangeKind.OUTAGE, node="rank-scores", field="x"),
        HypotheticalChange(kind=ChangeKind.OUTAGE, node="rank-scores", delay=timedelta(1)),
        HypotheticalChange(kind=ChangeKind.REVOKE, node="rank-scores"),
        HypotheticalChange(kind=ChangeKind.REVOKE, node="rank-scores", to="team@host"),
        HypotheticalChange(kind=ChangeKind.OUTAGE, node="rank-scores", to="web/home-page"),
    ],
)
def test_a_change_made_by_hand_is_checked(change):
    """A change that the graph does not fit is a usage error, however it was made."""
    with pytest.raises(UsageError):
        checked_change(system(), change)
