"""Suspects in a loop cannot be ordered, and the check that cuts the loop tells them apart."""

from datetime import UTC, datetime

from explorer.analysis.localisation import loops
from explorer.analysis.localisation.located import locate
from explorer.analysis.localisation.loops import suspect_loops
from explorer.analysis.localisation.marks import BAD, Mark, Sightings, sightings
from explorer.analysis.localisation.ranking import rank
from tests.analysis.systems import node, system

NAMES = ("a", "b", "c", "d")


def loop(*more):
    """Four services in a circle."""
    arrows = [(NAMES[i], NAMES[(i + 1) % 4]) for i in range(4)]
    return system([node("consumer", n, owner="team") for n in NAMES], [*arrows, *more])


def test_causes_in_a_loop_cannot_be_ordered_and_that_is_said():
    """All of the circle are equally likely, whatever is marked bad in it."""
    ranking = rank(loop(), sightings(NAMES))
    assert len({round(s.probability, 6) for s in ranking.suspects}) == 1
    (found,) = suspect_loops(ranking)
    assert set(found.suspects) == set(NAMES)
    assert "cannot be told without knowing when each went bad" in found.says


def test_the_check_that_cuts_the_loop_is_the_next_one_and_narrows_it_down():
    """With all marked no plain check is left; one with an edge held still halves the circle."""
    located = locate(loop(), sightings(NAMES))
    check = located.next_check
    assert check is not None
    assert check.cut is not None
    assert check.information_bits > 0.5
    for is_bad in (True, False):
        after = rank(loop(), sightings(NAMES).after_check(check.id, is_bad=is_bad, cut=check.cut))
        likely = [s for s in after.suspects if s.probability > 0.2]
        assert 1 <= len(likely) <= 3
        assert sum(s.probability for s in likely) > 0.8


def test_cutting_finds_each_member_of_the_circle():
    """Following the suggested checks ends at the one that is really at fault."""
    for fault in NAMES:
        seen = sightings(NAMES)
        for _ in range(8):
            located = locate(loop(), seen)
            if located.ranking.is_settled or located.next_check is None:
                break
            check = located.next_check
            at, reached = fault, {fault}
            while True:
                at = NAMES[(NAMES.index(at) + 1) % 4]
                previous = NAMES[(NAMES.index(at) - 1) % 4]
                if at in reached or (check.cut is not None and (previous, at) == check.cut[:2]):
                    break
                reached.add(at)
            seen = seen.after_check(check.id, is_bad=check.id in reached, cut=check.cut)
        assert locate(loop(), seen).suspects[0].suspect.id == fault


def test_onset_times_order_a_loop():
    """When each went bad is known: the first is the cause, and no loop is reported."""
    times = [datetime(2026, 11, 20, hour, tzinfo=UTC) for hour in (9, 10, 11, 12)]
    marks = tuple(Mark(node=n, degree=BAD, since=t) for n, t in zip(("c", "d", "a", "b"), times, strict=True))
    ranking = rank(loop(), Sightings(marks))
    assert ranking.suspects[0].id == "c"
    assert suspect_loops(ranking) == ()


def test_suspects_outside_of_any_loop_are_no_loop():
    """A chain can be ordered."""
    graph = system([node("consumer", n) for n in NAMES], [("a", "b"), ("b", "c"), ("c", "d")])
    assert suspect_loops(rank(graph, sightings(["d"]))) == ()


def test_of_a_large_loop_fewer_edges_are_tried_and_the_answer_says_so(monkeypatch):
    """Each try goes through the whole loop; the bound is named, and the loop is cut all the same."""
    monkeypatch.setattr(loops, "LARGE_LOOP", 5)
    names = [f"n{i}" for i in range(6)]
    arrows = [(names[i], names[(i + 1) % 6]) for i in range(6)]
    located = locate(system([node("consumer", n) for n in names], arrows), sightings(names))
    assert "At most 4 edges of each loop were tried as the place to cut it." in located.bounds
    (found,) = located.loops
    assert found.check is not None
