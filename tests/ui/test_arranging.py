"""Arranging by hand in the window: in line, evenly spread, held, given back; each one step to undo."""

from itertools import pairwise

import pytest

from tests.ui.windows import SAMPLE, at_rest, opened, small


@pytest.fixture
def window(qtbot, tmp_path):
    """A window on a small system."""
    return opened(qtbot, small(tmp_path))


def boxes(window):
    nodes = window.canvas.picture.nodes
    return dict(zip(nodes.ids, nodes.boxes.round(1).tolist(), strict=True))


def do(qtbot, window, name):
    window.actions_by_name[name].trigger()
    at_rest(qtbot, window)


def test_selected_nodes_come_into_line_in_one_step(qtbot, window):
    """Others stay; Undo names it and puts each back where the layout had it."""
    before = boxes(window)
    window.select(("scores", "ranker", "page"))
    do(qtbot, window, "align_left")
    after = boxes(window)
    assert len({after[i][0] for i in ("scores", "ranker", "page")}) == 1
    assert {i for i in before if before[i] != after[i]} <= {"scores", "ranker", "page"}
    assert window.project.undo_name == "Align left borders of 3 nodes"
    do(qtbot, window, "undo")
    assert boxes(window) == before


def test_actions_are_there_when_enough_is_selected(qtbot, window):
    """Two for a line, one for holding."""
    states = []
    for ids in ((), ("page",), ("page", "ranker")):
        window.select(ids)
        states.append(
            [window.actions_by_name[n].isEnabled() for n in ("align_top", "distribute_down", "hold")]
        )
    assert states == [[False] * 3, [False, False, True], [True] * 3]


def test_three_nodes_are_spread_evenly_and_two_are_told_why_not(qtbot, window):
    """The gaps between three are alike."""
    window.select(("events", "page", "ranker"))
    do(qtbot, window, "distribute_across")
    one, two, three = sorted((x, x + w) for i, (x, _, w, _) in boxes(window).items() if i in window.selection)
    assert two[0] - one[1] == pytest.approx(three[0] - two[1], abs=0.3)
    window.select(("page", "ranker"))
    with qtbot.waitSignal(window.project.told, check_params_cb=lambda text: "three nodes" in text):
        window.actions_by_name["distribute_across"].trigger()


def test_what_is_held_stays_when_all_is_laid_out_anew_and_what_is_given_back_returns(qtbot):
    """Held nodes can be selected; giving back one leaves the other held."""
    window = opened(qtbot, SAMPLE)
    first, second = "rank-scores", "ranker"
    before = boxes(window)
    window.select((first, second))
    do(qtbot, window, "hold")
    assert boxes(window) == before
    assert window.project.showing.held.keys() == {first, second}
    window.select(())
    do(qtbot, window, "select_held")
    assert set(window.selection) == {first, second}
    window.select((first,))
    do(qtbot, window, "give_back")
    assert window.project.showing.held.keys() == {second}
    assert window.project.undo_name.startswith("Arrange ")
    window.project.showing.lay_out()
    at_rest(qtbot, window)
    assert boxes(window)[second] == before[second]


def test_cards_that_come_to_lie_over_others_are_told_and_can_be_parted(qtbot, window):
    """Two at one height, brought to one left border, then spread down."""
    window.select(("events", "ranker", "page"))
    do(qtbot, window, "align_middle")
    with qtbot.waitSignal(window.project.told, check_params_cb=lambda text: "Distribute Down" in text):
        window.actions_by_name["align_left"].trigger()
    at_rest(qtbot, window)
    do(qtbot, window, "distribute_down")
    tops = sorted((boxes(window)[i][1], boxes(window)[i][3]) for i in window.selection)
    assert all(two[0] - one[0] - one[1] > 11.8 for one, two in pairwise(tops))


def test_in_a_focus_nodes_come_into_line_for_now(qtbot, window):
    """Its layout is its own: nothing is to be undone."""
    window.project.focus(("ranker",), 1)
    at_rest(qtbot, window)
    window.select(tuple(boxes(window))[:2])
    ids = window.selection
    do(qtbot, window, "align_top")
    assert len({boxes(window)[i][1] for i in ids}) == 1
    assert window.project.undo_name is None
    with qtbot.waitSignal(window.project.told, check_params_cb=lambda text: "whole system" in text):
        window.actions_by_name["hold"].trigger()


def test_what_needs_no_change_says_so(qtbot, window):
    """Aligned twice, held twice, given back without having been placed."""
    window.select(("scores", "page"))
    do(qtbot, window, "align_left")
    step = window.project.undo_name
    for name, words in (("align_left", "so already"), ("hold", "already")):
        if name == "hold":
            do(qtbot, window, "hold")
        with qtbot.waitSignal(window.project.told, check_params_cb=lambda text, w=words: w in text):
            window.actions_by_name[name].trigger()
    assert step.startswith("Align")
    window.select(("ranker",))
    with qtbot.waitSignal(window.project.told, check_params_cb=lambda text: "None of these" in text):
        window.actions_by_name["give_back"].trigger()


@pytest.mark.parametrize("name", ["hold", "pin", "select_column", "align_left"])
def test_nodes_of_a_closed_team_are_not_arranged_and_it_is_said_why(qtbot, window, name):
    """They stand nowhere of their own; nothing is said to be held, pinned or in line, and they stay selected."""
    do(qtbot, window, "close_teams")
    ids = ("ranker", "scores")
    window.select(ids)
    with qtbot.waitSignal(window.project.told, check_params_cb=lambda text: "open its team" in text):
        window.actions_by_name[name].trigger()
    assert window.selection == ids
    assert window.project.undo_name is None
