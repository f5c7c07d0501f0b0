"""Looking for ways in the background: the newest question is the one that is answered."""

from explorer.analysis.ways import Course
from tests.ui.windows import opened, small


def test_the_newest_question_is_answered(qtbot, tmp_path):
    """The older is stopped, and nothing is told of it."""
    window = opened(qtbot, small(tmp_path))
    ways = window.project.ways
    with qtbot.waitSignal(ways.changed):
        ways.ask("page", "events")
        ways.ask("events", "page")
    assert (ways.result.start, ways.result.course) == ("events", Course.ALONG)
