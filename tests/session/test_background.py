"""Work in threads: delivered where it is wanted, once, and not at all after it was stopped."""

import threading
from queue import Queue

import pytest

from explorer.errors import InputError
from explorer.session.background import Lane, Outcome, run


class Desk:
    """The thread that wants results: it takes posts when it is asked to, and notes what arrives."""

    def __init__(self):
        self.posts = Queue()
        self.heard = []

    def outcome(self):
        return Outcome(
            done=lambda result: self.heard.append(("done", result)),
            failed=lambda error: self.heard.append(("failed", error.message)),
            broken=lambda error: self.heard.append(("broken", type(error).__name__)),
            cancelled=lambda: self.heard.append(("cancelled",)),
            progress=lambda text, part: self.heard.append(("progress", text, part)),
        )

    def take(self, job):
        assert job.wait(30)
        while not self.posts.empty():
            self.posts.get()()


@pytest.fixture
def desk():
    """A desk of one's own."""
    return Desk()


def test_a_result_comes_after_its_progress(desk):
    """On the thread of the desk, in order; the work itself runs in another."""
    threads = []

    def work(task):
        threads.append(threading.current_thread())
        task.check()
        task.progress("half", 0.5)
        return 7

    job = run(work, desk.outcome(), desk.posts.put)
    assert job.wait(30)
    assert desk.heard == []
    desk.take(job)
    assert desk.heard == [("progress", "half", 0.5), ("done", 7)]
    assert threads != [threading.current_thread()]


@pytest.mark.parametrize(
    ("error", "expected"),
    [(InputError("no file"), ("failed", "no file")), (ZeroDivisionError(), ("broken", "ZeroDivisionError")),
     (SystemExit(3), ("broken", "SystemExit"))],
)  # fmt: skip
def test_an_error_for_people_and_a_bug_take_different_ways(desk, error, expected):
    """Neither is lost with its thread."""

    def work(task):
        raise error

    desk.take(run(work, desk.outcome(), desk.posts.put))
    assert desk.heard == [expected]


def test_work_that_is_cancelled_stops_at_its_next_check(desk):
    """And says nothing but that it was."""
    started, go_on = threading.Event(), threading.Event()

    def work(task):
        task.progress("begun", None)
        started.set()
        go_on.wait(30)
        task.check()
        raise AssertionError("it went on")

    job = run(work, desk.outcome(), desk.posts.put)
    assert started.wait(30)
    job.cancel()
    go_on.set()
    desk.take(job)
    assert desk.heard == [("cancelled",)]


def test_a_result_on_its_way_is_thrown_away(desk):
    """Cancelled after the thread had ended, before the desk took the result."""
    job = run(lambda task: 7, desk.outcome(), desk.posts.put)
    assert job.wait(30)
    job.cancel()
    desk.take(job)
    assert desk.heard == [("cancelled",)]


def test_a_newer_job_of_a_lane_stops_the_older(desk):
    """Only the newest picture is ever drawn."""
    lane = Lane(desk.posts.put, "picture")
    go_on = threading.Event()

    def slow(task):
        go_on.wait(30)
        return "old"

    old = lane.run(slow, desk.outcome())
    new = lane.run(lambda task: "new", desk.outcome())
    go_on.set()
    assert old.wait(30)
    desk.take(new)
    assert sorted(desk.heard) == [("cancelled",), ("done", "new")]
    assert not lane.is_busy


def test_a_lane_is_busy_until_its_work_ends_or_is_stopped(desk):
    """A lane that was cancelled is free at once, even while its thread winds down."""
    lane = Lane(desk.posts.put, "layout")
    assert not lane.is_busy
    go_on = threading.Event()
    job = lane.run(lambda task: go_on.wait(30), desk.outcome())
    assert lane.is_busy
    lane.cancel()
    assert not lane.is_busy
    go_on.set()
    assert job.wait(30)


def test_work_lets_go_first_who_has_precedence(desk):
    """At each check, before it looks whether it is still wanted: it may have been stopped meanwhile."""
    arrived, goes_on = threading.Event(), threading.Event()

    def give_way():
        arrived.set()
        assert goes_on.wait(30)

    lane = Lane(desk.posts.put, "picture", give_way)
    job = lane.run(lambda task: task.check(), desk.outcome())
    assert arrived.wait(30)
    assert not job.wait(0.02)
    lane.cancel()
    goes_on.set()
    desk.take(job)
    assert desk.heard == [("cancelled",)]
