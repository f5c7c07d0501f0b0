"""Work that must be done before anything else: waited for without freezing, and always let go."""

import pytest
from PySide6.QtCore import QTimer

from explorer.errors import StorageError
from explorer.ui.work import Work


@pytest.fixture
def work(qapp):
    """The lanes of a window."""
    made = Work()
    yield made
    made.stop()
    assert made.wait(5)


def test_a_result_is_waited_for_while_timers_go_on(work, qtbot):
    """The window paints meanwhile: its own events are served until the result is there."""
    ticks = []
    timer = QTimer(interval=1)
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start()

    def patient(task):
        while len(ticks) < 5:
            task.check()
        return "saved"

    assert work.wait_for("save", patient) == "saved"
    assert len(ticks) >= 5


def test_a_failure_is_told_and_let_go(work, qtbot):
    """An error for a person is one sentence, and nothing waits for ever."""

    def failing(task):
        raise StorageError("The disk is full.")

    with qtbot.waitSignal(work.failed) as told:
        assert work.wait_for("save", failing) is None
    assert told.args == ["The disk is full."]


def test_a_bug_is_let_go_too(work, qtbot):
    """The one hook hears of it, and the window goes on."""

    def broken(task):
        raise KeyError("bug")

    with qtbot.captureExceptions() as caught:
        assert work.wait_for("save", broken) is None
    assert [type(error) for _, error, _ in caught] == [KeyError]


def test_stopping_it_from_elsewhere_lets_go(work, qtbot):
    """Work that is stopped has no result."""

    def endless(task):
        while True:
            task.check()

    QTimer.singleShot(20, lambda: work.stop("save"))
    assert work.wait_for("save", endless) is None
