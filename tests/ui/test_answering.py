"""What is known of the open system: in which order it comes, and that nothing of another system comes late."""

import pytest

from explorer.session.loading import open_sources
from explorer.ui.answering import Answering
from explorer.ui.work import Work
from tests.ui.windows import SAMPLE, small


@pytest.fixture
def work(qtbot):
    """Lanes of work, stopped when the test is over."""
    made = Work()
    yield made
    made.stop()
    made.wait(2)


def answering(work, source):
    """The answers to be of this source, and what it tells from now on."""
    made, told = Answering(work, lambda: open_sources([str(source)]).project.graph), []
    made.answers_changed.connect(lambda: told.append("answers"))
    made.findings_changed.connect(lambda: told.append("findings"))
    return made, told


def test_nothing_is_asked_before_it_is_due(qtbot, work):
    """A window without a system, and a picture drawn a second time, ask nothing."""
    known, told = answering(work, SAMPLE)
    known.ask_where_due()
    assert not work.is_busy
    known.forget(is_due=True)
    known.ask_where_due()
    qtbot.waitUntil(lambda: not work.is_busy, timeout=30_000)
    assert told == ["answers", "findings"]
    assert len(known.answers) == 3
    assert known.findings.findings
    known.ask_where_due()
    known.want()
    known.ask_where_due()
    assert not work.is_busy


def test_answers_about_a_system_that_is_no_more_never_arrive(qtbot, work, tmp_path, slow_questions):
    """What was under way when the system changed is dropped; the new system is asked instead."""
    known, told = answering(work, small(tmp_path))
    known.forget(is_due=True)
    known.ask_where_due()
    qtbot.waitUntil(slow_questions.started.is_set, timeout=20_000)
    known.forget(is_due=False)
    slow_questions.go_on.set()
    qtbot.waitUntil(lambda: not work.is_busy, timeout=20_000)
    assert told == []
    assert known.answers == ()
    known.want()
    known.ask_where_due()
    qtbot.waitUntil(lambda: not work.is_busy, timeout=20_000)
    assert told == ["answers", "findings"]
