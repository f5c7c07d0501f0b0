"""The search for a fault in the window: marks in, suspects out, in the background, and never about another system."""

import pytest

from explorer.analysis.localisation.marks import BAD, GOOD
from explorer.ui.fault_search import FaultSearch
from explorer.ui.work import Work
from tests.analysis.systems import node, system

NODES = [
    *(node("dataset", i) for i in ("raw", "clean", "side")),
    node("model", "ranker"),
    node("consumer", "page"),
]
ARROWS = [
    ("raw", "clean", {"kind": "derives"}), ("raw", "side", {"kind": "derives"}),
    ("clean", "ranker", {"kind": "feeds"}),
    ("ranker", "page", {"kind": "feeds"}),
]  # fmt: skip


class Holder:
    """Holds the system that is open."""

    def __init__(self):
        self.graph = system(NODES, ARROWS)


@pytest.fixture
def holder():
    """A small system."""
    return Holder()


@pytest.fixture
def search(qtbot, holder):
    """A search on it; its lane is at rest when the test is over."""
    work = Work()
    made = FaultSearch(work, lambda: holder.graph)
    made.work = work
    yield made
    work.stop()
    assert work.wait(20)


def answered(qtbot, search, act):
    """Do something and wait for the answer to it."""
    with qtbot.waitSignal(
        search.found_changed, timeout=20_000, check_params_cb=lambda: search.found is not None
    ):
        act()
    return search.found


def suspects(search):
    """The ids of the suspects, the likeliest first."""
    return [found.suspect.id for found in search.found.located.suspects]


def test_what_is_marked_as_bad_is_searched_for_its_cause(qtbot, search):
    """Everything upstream is suspected, and the playbook begins with the symptom."""
    found = answered(qtbot, search, lambda: search.mark(("page",), is_bad=True))
    assert set(suspects(search)) == {"page", "ranker", "clean", "raw"}
    assert found.playbook.startswith("1. Confirm the symptom\n   - See that page is bad")
    assert not search.is_under_way


def test_what_is_good_narrows_it_down(qtbot, search):
    """A mark replaces the one before of the same node."""
    answered(qtbot, search, lambda: search.mark(("page", "clean"), is_bad=True))
    answered(qtbot, search, lambda: search.mark(("clean",), is_bad=False))
    assert {m.node: m.degree for m in search.seen.marks} == {"page": BAD, "clean": GOOD}
    assert suspects(search)[0] in {"page", "ranker"}
    assert "clean" not in suspects(search)


def test_the_answer_to_a_check_is_a_mark(qtbot, search):
    """Bad or good, of the node that was to be looked at."""
    found = answered(qtbot, search, lambda: search.mark(("page",), is_bad=True))
    check = found.located.next_check
    answered(qtbot, search, lambda: search.answer(check, is_bad=False))
    assert {(m.node, m.degree) for m in search.seen.marks} == {("page", BAD), (check.id, GOOD)}


def test_marks_are_taken_back(qtbot, search):
    """One of them, or all; without a symptom there is no answer and nothing is searched."""
    answered(qtbot, search, lambda: search.mark(("page", "ranker"), is_bad=True))
    answered(qtbot, search, lambda: search.unmark(search.seen.marks[1:]))
    assert [m.node for m in search.seen.marks] == ["page"]
    search.start_over()
    assert search.seen.marks == ()
    assert search.found is None
    assert not search.is_under_way


def test_only_good_marks_begin_no_search(qtbot, search):
    """There is no cause to look for."""
    search.mark(("page",), is_bad=False)
    assert search.found is None
    assert not search.is_under_way


def test_another_project_keeps_nothing(qtbot, search):
    """Neither marks nor what was found, nor what is still being looked for."""
    answered(qtbot, search, lambda: search.mark(("page",), is_bad=True))
    search.mark(("ranker",), is_bad=True)
    with qtbot.waitSignal(search.work.rested, timeout=20_000):
        search.forget()
    assert search.seen.marks == ()
    assert search.found is None
    assert not search.is_under_way


def test_a_changed_system_is_searched_anew_with_the_marks_that_still_mean_something(qtbot, search, holder):
    """What was found in the old one is gone at once."""
    answered(qtbot, search, lambda: search.mark(("page", "side"), is_bad=True))
    holder.graph = holder.graph.without(nodes=["side"])
    seen = []
    search.found_changed.connect(lambda: seen.append(search.found))
    answered(qtbot, search, search.follow_graph)
    assert seen[0] is None
    assert [m.node for m in search.seen.marks] == ["page"]
    assert search.found.located.graph is holder.graph


def test_a_stopped_search_says_how_to_go_on(qtbot, search):
    """As Cancel does it; what is marked stays."""
    search.mark(("page",), is_bad=True)
    with qtbot.waitSignal(search.stopped, timeout=20_000) as told:
        search.work.stop()
    assert told.args == ["Stopped. Mark something, or take a mark back, to search again."]
    assert [m.node for m in search.seen.marks] == ["page"]
    assert search.found is None


def test_marks_that_nothing_explains_are_said_to_be_so(qtbot, search, monkeypatch):
    """The sentence of the engine reaches the page, not a box over it."""
    from explorer.errors import UsageError
    from explorer.session import locating

    def refuse(*_, **__):
        raise UsageError("Nothing explains it.")

    monkeypatch.setattr(locating, "ask_locate", refuse)
    with qtbot.waitSignal(search.stopped, timeout=20_000) as told:
        search.mark(("page",), is_bad=True)
    assert told.args == ["Nothing explains it."]
    assert search.found is None


def test_what_is_different_from_an_earlier_file_is_suspected_the_more(qtbot, search, tmp_path):
    """Only nodes of the system as it is; the search follows, and starting over forgets it."""
    earlier = tmp_path / "earlier.yaml"
    earlier.write_text("ripplemap: 1\ndatasets:\n  raw: {description: as it was}\n  gone: {}\n")
    answered(qtbot, search, lambda: search.mark(("page",), is_bad=True))
    with qtbot.waitSignal(search.told, timeout=20_000) as told:
        search.compare_with(str(earlier))
    assert told.args[0].endswith("nodes changed since then: suspected the more.")
    assert "raw" in search.seen.changed
    assert "gone" not in search.seen.changed
    qtbot.waitUntil(lambda: not search.is_under_way, timeout=20_000)
    assert search.found.located.ranking.sightings.changed == search.seen.changed
    search.start_over()
    assert search.seen.changed == frozenset()


def test_an_earlier_file_that_cannot_be_read_is_told(qtbot, search):
    """The marks stay."""
    search.mark(("side",), is_bad=False)
    with qtbot.waitSignal(search.told, timeout=20_000) as told:
        search.compare_with("/nowhere/earlier.yaml")
    assert "earlier.yaml" in told.args[0]
    assert len(search.seen.marks) == 1
