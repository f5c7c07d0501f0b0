"""A project without a window, and questions that take until a test lets them go on."""

import threading
from typing import NamedTuple

import pytest

from explorer.session import asking
from explorer.ui.open_project import OpenProject


@pytest.fixture
def project(qtbot):
    """A project without a window."""
    made = OpenProject()
    yield made
    made.close()
    made.shut_down()


class SlowQuestions(NamedTuple):
    """They wait, once they have `started`, until they may `go_on`."""

    started: threading.Event
    go_on: threading.Event


@pytest.fixture
def slow_questions(monkeypatch):
    """The three questions, held up."""
    held = SlowQuestions(threading.Event(), threading.Event())
    real = asking.ask_questions

    def slow(graph, numbers=(1, 2, 3), task=None):
        held.started.set()
        held.go_on.wait(20)
        return real(graph, numbers, task)

    monkeypatch.setattr(asking, "ask_questions", slow)
    return held
