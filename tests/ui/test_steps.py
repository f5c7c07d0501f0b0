"""Steps: each in a turn of its own, or all at once, and never those of a list that was given up."""

import shiboken6
from PySide6.QtCore import QObject, QTimer

from explorer.ui.steps import Steps


def each(*calls):
    """One call at each step."""
    return (call() for call in calls)


def test_each_step_has_a_turn_of_its_own(qtbot):
    """What else waits for a turn gets one between two steps."""
    done = []
    steps = Steps()
    steps.begin(each(lambda: (done.append("a"), QTimer.singleShot(0, lambda: done.append("between")))))
    assert steps.is_waiting
    qtbot.waitUntil(lambda: len(done) == 2)
    steps.begin(each(lambda: QTimer.singleShot(0, lambda: done.append("else")), lambda: done.append("b")))
    assert done == ["a", "between"]
    qtbot.waitUntil(lambda: "b" in done and "else" in done)
    assert not steps.is_waiting


def test_newer_steps_take_the_place_of_those_that_are_left(qtbot):
    """A step of the older list is never taken after the newer one began, though it be one of them that begins it."""
    done = []
    steps = Steps()
    newer = each(lambda: done.append("new"), lambda: done.append("last"))
    steps.begin(each(lambda: steps.begin(newer), lambda: done.append("old")))
    qtbot.waitUntil(lambda: "last" in done)
    assert done == ["new", "last"]


def test_steps_can_be_taken_at_once(qtbot):
    """Where they are short, nobody need wait for a turn."""
    done = []
    steps = Steps()
    steps.begin(each(lambda: done.append(1), lambda: done.append(2)), at_once=True)
    assert done == [1, 2]
    assert not steps.is_waiting


def test_what_is_left_can_be_finished(qtbot):
    """Whoever cannot wait has the rest done now; nothing is done twice."""
    done = []
    steps = Steps()
    steps.begin(each(lambda: done.append(1), lambda: done.append(2)))
    steps.finish()
    assert done == [1, 2]
    assert not steps.is_waiting
    steps.finish()
    assert done == [1, 2]


def test_two_runs_take_no_steps_in_the_same_turn(qtbot):
    """However short they are; both come to their end, one after the other."""
    done, turn = [], [0]
    clock = QTimer(interval=0)
    clock.timeout.connect(lambda: turn.__setitem__(0, turn[0] + 1))
    clock.start()
    runs = [Steps() for _ in range(3)]
    for name, run in zip("abc", runs, strict=True):
        run.begin(each(*[lambda name=name: done.append((name, turn[0]))] * 5))
    qtbot.waitUntil(lambda: not any(run.is_waiting for run in runs))
    turns = [number for _, number in done]
    assert turns == sorted(set(turns))
    assert "".join(name for name, _ in done) == "abc" * 5


def test_a_run_that_is_gone_or_was_stopped_keeps_nobody_waiting(qtbot):
    """Its steps are not taken; those of others are."""
    done = []
    parent = QObject()
    gone, stopped, other = Steps(parent), Steps(), Steps()
    for run, name in ((gone, "gone"), (stopped, "stopped"), (other, "other")):
        run.begin(each(lambda name=name: done.append(name)))
    shiboken6.delete(parent)
    stopped.stop()
    qtbot.waitUntil(lambda: not other.is_waiting)
    assert done == ["other"]
    assert not stopped.is_waiting
