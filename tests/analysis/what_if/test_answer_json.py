"""The shape of `what-if --json`, which scripts rely on."""

import json

from hypothesis import given, settings

from explorer.analysis.what_if.answer_json import impact_to_json, isolation_json
from explorer.analysis.what_if.change import parse_change
from explorer.analysis.what_if.effects import EFFECTS
from explorer.analysis.what_if.impact import what_if
from explorer.analysis.what_if.isolation import isolation
from explorer.analysis.what_if.retirement import retirement
from tests.analysis.what_if.streamly import streamly
from tests.analysis.what_if.systems import cases


def answer(*texts):
    """The answer for the streaming system, through JSON and back."""
    graph = streamly()
    return json.loads(
        json.dumps(impact_to_json(graph, what_if(graph, [parse_change(graph, t) for t in texts])))
    )


def test_a_row_says_everything():
    """Each affected node has the keys of the contract, and their values are plain words and numbers."""
    found = answer("outage:rank-scores")
    assert found["schema"] == 1
    assert found["changes"] == ["outage:rank-scores"]
    page = next(row for row in found["affected"] if row["id"] == "home-page")
    step = page.pop("path")
    edge = {"from": "rank-scores", "to": "home-page", "kind": "feeds"}
    says = "home-page falls back to a default for rank-scores, and is degraded."
    assert step == [{"edge": edge, "rule": "feeds.gone.default", "says": says}]
    assert page == {
        "id": "home-page",
        "effect": "degraded",
        "certainty": "certain",
        "certain_effect": "degraded",
        "first_wave": 0,
        "by_wave": {"0": "degraded", "1": "shifts", "2": "shifts"},
        "channels": ["availability", "value"],
        "changed": False,
        "observed_by": [],
        "visible_in": ["clicks", "watch-hours"],
        "blind": False,
        "blind_channels": [],
        "quality": {"availability": "compromised", "value": "compromised"},
        "compromised": ["clicks", "watch-hours"],
    }
    assert found["protected"] == [
        {"id": "home-page", "effect": "breaks", "by": [edge], "instead": "degraded"}
    ]
    assert found["probes"][1] == {
        "node": "play-events",
        "channel": "value",
        "action": "drift monitor on play-events, value",
        "owner": "platform",
        "covers": [
            {"node": "rank-scores", "channel": "availability"},
            {"node": "rank-scores", "channel": "value"},
        ],
        "compromised": True,
    }
    assert found["plan"] == {"proven_minimal": True, "least": 2, "bounds": []}
    assert found["unmeasurable"] == [{"node": "retention", "channel": "value"}]
    assert [h["action"] for h in found["helps"]] == ["randomised-slice", "randomised-slice"]
    assert found["helps_bounds"] == []


def test_a_help_says_what_to_do_who_and_what_it_takes_away():
    """Enough to show it and to ask again about the system with it."""
    best = answer("new-version:image-embedding")["helps"][0]
    assert {r["id"] for r in best.pop("removes")} >= {"home-page", "ranker", "thumbnail"}
    assert best == {
        "action": "parallel-versions",
        "says": "keep the old image-embedding beside the new one until each reader has moved",
        "effort": "M",
        "owner": "vision",
        "same_team": True,
        "best": True,
        "edges": [{"from": "image-embedding", "to": "thumbnail", "kind": "feeds"}],
        "nodes": [],
        "removed": 17,
        "removed_critical": 2,
        "heals": [],
    }


def test_an_isolation_says_the_cuts_or_the_path_that_stays():
    """Each cut with what to do and who would; null where nothing can be cut."""
    graph = streamly()
    changes = [parse_change(graph, "new-version:image-embedding")]
    found = isolation_json(graph, isolation(graph, changes, "ranker"))
    assert len(found["cuts"]) == 1
    assert found["cuts"][0]["owner"] == "recs"
    assert (found["proven_minimal"], found["least"], found["uncut"]) == (True, 1, [])
    none = isolation_json(graph, isolation(graph, [parse_change(graph, "corrupt:ranker")], "rank-scores"))
    assert none["cuts"] is None
    assert [s["edge"]["to"] for s in none["uncut"]] == ["rank-scores"]


def test_observers_are_told_with_lag():
    """A monitor is told with the node it watches, the channel, the hops and the lag."""
    found = answer("outage:clean-join")
    job = next(row for row in found["affected"] if row["id"] == "clean-join")
    assert job["observed_by"] == [
        {
            "monitor": "freshness-alert",
            "at": "sessions",
            "channel": "availability",
            "hops": 1,
            "lag": "at least 1h",
            "seen_as": "time",
            "quality": "downstream",
        }
    ]


def test_a_retirement_says_who_must_move():
    """The readers to migrate and the writers whose output it was are told for what is retired, only for that."""
    assert answer("retire:sessions")["retirements"] == [
        {
            "node": "sessions",
            "readers": sorted(
                ["build-labels", "dvd-region", "freshness-alert", "watched-28d", "watched-30d", "watched-7d"]
            ),
            "writers": ["clean-join"],
        }
    ]
    assert answer("outage:sessions")["retirements"] == []
    assert retirement(streamly(), "ranker").readers == ("rank-scores",)


@settings(max_examples=120)
@given(cases())
def test_any_answer_is_well_formed(case):
    """Every answer is JSON; rows come by wave and effect; what is blind has a probe, or none could show it."""
    graph, changes = case
    impact = what_if(graph, changes)
    found = json.loads(json.dumps(impact_to_json(graph, impact)))
    rows = found["affected"]
    assert [r["id"] for r in rows] != [] or not impact.affected
    assert {r["id"] for r in rows} == set(impact.by_id)
    order = [(r["first_wave"], EFFECTS.index(r["effect"])) for r in rows]
    assert order == sorted(order)
    blind = {(r["id"], c) for r in rows for c in r["blind_channels"]}
    assert all(r["blind"] == bool(r["blind_channels"]) for r in rows)
    shown = {(c["node"], c["channel"]) for p in found["probes"] for c in p["covers"]}
    assert shown | {(c["node"], c["channel"]) for c in found["unmeasurable"]} == blind
    for row in rows:
        assert row["by_wave"][str(row["first_wave"])]
        assert row["certainty"] == ("certain" if row["certain_effect"] == row["effect"] else "possible")
        assert set(row["blind_channels"]) <= set(row["channels"])
