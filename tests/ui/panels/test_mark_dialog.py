"""Marks made more exact: what of a node is bad, since when, and what that does to the search."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QDateTime, Qt
from PySide6.QtWidgets import QDialogButtonBox

from explorer.analysis.localisation.marks import BAD, GOOD, Mark
from explorer.domain.kinds import Channel
from explorer.ui.fault_search import FaultSearch
from explorer.ui.panels.faults import FaultsPanel
from explorer.ui.panels.mark_dialog import ASPECTS, MarkDialog, mark_words
from explorer.ui.work import Work
from tests.analysis.systems import node, system

GRAPH = system(
    [node("dataset", "raw"), node("model", "ranker"), node("consumer", "page")],
    [("raw", "ranker", {"kind": "feeds"}), ("ranker", "page", {"kind": "feeds"})],
)
TEN = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


@pytest.fixture
def page(qtbot):
    """The faults' page on a small system; nothing runs when the test is over."""
    work = Work()
    made = FaultsPanel(FaultSearch(work, lambda: GRAPH))
    qtbot.addWidget(made)
    made.resize(1200, 240)
    made.show()
    yield made
    work.stop()
    assert work.wait(20)


def test_every_channel_can_be_said(qtbot):
    """In words a person uses, and each once."""
    assert set(ASPECTS) == set(Channel)
    assert len(set(ASPECTS.values())) == len(ASPECTS)


def test_a_mark_is_told_with_what_is_bad_and_since_when():
    """In one line."""
    assert mark_words("page", Mark(node="p", degree=BAD)) == "page"
    mark = Mark(node="p", degree=BAD, channel=Channel.VALUE, since=TEN)
    assert mark_words("page", mark) == "page: its values, since 2026-11-20 10:00"


def test_the_dialog_begins_with_the_mark_and_gives_it_back_changed(qtbot):
    """Unchanged where nothing is chosen; a time that is no longer known is gone."""
    mark = Mark(node="page", degree=BAD, channel=Channel.SCHEMA, since=TEN)
    dialog = MarkDialog("page", mark)
    qtbot.addWidget(dialog)
    assert dialog.mark == mark
    dialog.aspect.setCurrentIndex(0)
    dialog.known.setChecked(False)
    assert dialog.mark == Mark(node="page", degree=BAD)


def test_what_is_good_has_no_onset(qtbot):
    """Only what is bad began at some time."""
    dialog = MarkDialog("raw", Mark(node="raw", degree=GOOD))
    qtbot.addWidget(dialog)
    dialog.known.setChecked(True)
    assert dialog.mark.since is None


def test_the_keyboard_alone_makes_a_mark_exact_and_the_search_follows(qtbot, page):
    """F2 on the chosen mark, a choice, Enter; the list says so and the answer is to the new mark."""
    search = page._search
    page.show_nodes(("page",))
    with qtbot.waitSignal(
        search.found_changed, timeout=20_000, check_params_cb=lambda: search.found is not None
    ):
        page.mark(is_bad=True)
    page.bad.rows.setCurrentRow(0)
    page.bad.rows.setFocus()
    assert page.bad.details.isEnabled()
    page.bad.refine()
    dialog = page.bad.findChild(MarkDialog)
    qtbot.keyClick(dialog.aspect, Qt.Key.Key_Down)
    dialog.known.setChecked(True)
    dialog.since.setDateTime(QDateTime(TEN))
    ok = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok)
    with qtbot.waitSignal(
        search.found_changed, timeout=20_000, check_params_cb=lambda: search.found is not None
    ):
        qtbot.keyClick(ok, Qt.Key.Key_Space)
    (mark,) = search.seen.marks
    assert (mark.channel, mark.since) == (Channel.AVAILABILITY, TEN)
    assert page.bad.texts[0].startswith("page: whether it is there, since ")
    assert search.found.located.ranking.sightings.marks == (mark,)
    assert not page.bad.details.isEnabled()
