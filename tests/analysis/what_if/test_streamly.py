"""The system of the design's manifest: answers worked out by hand from the text."""

from explorer.analysis.what_if.change import parse_change
from explorer.analysis.what_if.impact import explain_step, what_if
from explorer.analysis.what_if.protection import protected_nodes
from tests.analysis.what_if.streamly import FEATURES, streamly


def asked(text):
    """The answer to one change of the system."""
    graph = streamly()
    return what_if(graph, [parse_change(graph, text)])


def shown(impact):
    """Each node's effect in one word, `?` where it is only possible, and its waves."""
    return {
        row.id: f"{row.effect}{'?' if row.certainty == 'possible' else ''} {''.join(map(str, row.by_wave))}"
        for row in impact.affected
    }


LOOP = {
    "clean-join": "shifts 12",
    "sessions": "shifts 12",
    "build-labels": "shifts 12",
    "training-set": "shifts 12",
    **dict.fromkeys(FEATURES, "shifts 12"),
    "play-events": "shifts 12",
    "clicks": "shifts 12",
    "watch-hours": "shifts 12",
    "retention": "shifts? 12",
}
"""What comes back from the viewers, one wave after they have reacted."""


def test_a_new_embedding_is_wrong_down_to_the_page_and_shifts_what_the_viewers_do():
    """17 of 21 other nodes are affected; the frozen copy of the duplicate detector is protected."""
    impact = asked("new-version:image-embedding")
    wrong = dict.fromkeys(("ranker", "rank-scores", "home-page"), "wrong 012")
    start = {"image-embedding": "wrong 0", "thumbnail": "wrong 0"}
    assert shown(impact) == LOOP | wrong | start | {"viewers": "shifts 012"}
    assert len(impact.affected) == 18
    assert [row.id for row in impact.affected if row.changed] == ["image-embedding"]
    [held] = protected_nodes(impact)
    assert (held.id, held.effect, held.instead) == ("duplicate-detector", "wrong", None)
    assert held.by == (("image-embedding", "duplicate-detector", "feeds"),)


def test_the_order_of_a_new_embedding():
    """What comes at once comes first, worst first, and among equals what is critical; then what is near."""
    order = [row.id for row in asked("new-version:image-embedding").affected]
    assert order[:6] == ["ranker", "home-page", "image-embedding", "thumbnail", "rank-scores", "viewers"]
    assert order[6] == "play-events"
    assert order[-1] == "retention"


def test_a_path_is_a_sentence_a_step():
    """The proof that the page is wrong names the edges and rules, and says them in words."""
    impact = asked("new-version:image-embedding")
    assert [(s.edge.from_id, s.edge.to_id, s.rule) for s in impact.path("home-page")] == [
        ("image-embedding", "thumbnail", "feeds.value"),
        ("thumbnail", "ranker", "feeds.value"),
        ("ranker", "rank-scores", "produces-live.value"),
        ("rank-scores", "home-page", "feeds.value"),
    ]
    assert tuple(explain_step(impact.graph, step) for step in impact.path("home-page")) == (
        "thumbnail takes in the changed values of image-embedding.",
        "ranker takes in the changed values of thumbnail.",
        "ranker writes the changed values into rank-scores.",
        "home-page takes in the changed values of rank-scores.",
    )
    assert impact.path("image-embedding") == ()
    assert impact.path("duplicate-detector") == ()


def test_another_threshold_changes_the_page_and_not_the_scores_at_first():
    """The reader is what changes; the scores shift only when the loop has come round."""
    impact = asked("threshold:rank-scores->home-page")
    back = dict.fromkeys(("ranker", "rank-scores"), "shifts 12")
    assert shown(impact) == LOOP | back | {"home-page": "shifts 012", "viewers": "shifts 012"}
    assert [row.id for row in impact.affected if row.changed] == ["home-page"]
    assert protected_nodes(impact) == ()


def test_an_outage_of_the_scores_degrades_the_page_because_it_has_a_default():
    """The page falls back to its default; without it the page would break."""
    impact = asked("outage:rank-scores")
    assert shown(impact) == LOOP | {
        "rank-scores": "breaks 012",
        "home-page": "degraded 012",
        "viewers": "shifts 012",
        "ranker": "shifts 12",
    }
    assert impact.by_id["home-page"].by_wave == {0: "degraded", 1: "shifts", 2: "shifts"}
    assert impact.by_id["home-page"].channels == ("availability", "value")
    [held] = protected_nodes(impact)
    assert (held.id, held.effect, held.instead) == ("home-page", "breaks", "degraded")
    assert held.by == (("rank-scores", "home-page", "feeds"),)


def test_a_field_of_the_events_goes():
    """Nobody has said which fields are read, or what a reader does: all is possible, little is certain."""
    impact = asked("schema-break:play-events.dwell_ms")
    rows = impact.by_id
    wrong = ["sessions", "build-labels", "training-set", *FEATURES, "ranker", "rank-scores", "home-page"]
    assert {i: rows[i].effect for i in wrong} == dict.fromkeys(wrong, "wrong")
    assert rows["clean-join"].effect == "breaks"
    assert {i for i, row in rows.items() if row.certainty == "certain"} == {"play-events"}
    assert rows["play-events"].certain_effect == "schema-break"
    assert {rows[i].effect for i in ("clicks", "watch-hours", "retention", "viewers")} == {"shifts"}
    assert [s.rule for s in impact.path("sessions")] == ["feeds.schema.perhaps-silent", "produces.value"]
    assert len(impact.affected) == 16


def test_an_outage_upstream_is_stale_below():
    """The job breaks; what it writes is stale for certain and possibly shifts, as a degraded input may shift it."""
    rows = asked("outage:metadata-scrape").by_id
    assert (rows["clean-join"].effect, rows["clean-join"].certainty) == ("breaks", "certain")
    sessions = rows["sessions"]
    assert (sessions.effect, sessions.certainty, sessions.certain_effect) == ("shifts", "possible", "stale")
    assert (rows["ranker"].effect, rows["ranker"].certain_effect) == ("shifts", None)
    assert rows["ranker"].by_wave == {0: "shifts", 1: "shifts", 2: "shifts"}
