"""The faults' page: what is marked, who is suspected and why, what to look at next, and what to do."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from explorer.domain.entities import EdgeKey
from explorer.domain.kinds import EdgeKind
from explorer.ui.fault_search import FaultSearch
from explorer.ui.panels.faults import EMPTY, ONLY_GOOD, FaultsPanel
from explorer.ui.panels.suspects_model import SuspectRow, SuspectsModel
from explorer.ui.work import Work
from tests.analysis.systems import node, system
from tests.ui.windows import opened, small

NODES = [
    *(node("dataset", i) for i in ("raw", "clean", "side")),
    *(
        node("model", "ranker", owner="recs"),
        node("consumer", "page", owner="web"),
        node("consumer", "report"),
    ),
]
ARROWS = [
    *(("raw", "clean", {"kind": "derives"}), ("raw", "side", {"kind": "derives"})),
    *(("side", "report", {"kind": "feeds"}), ("clean", "ranker", {"kind": "feeds"})),
    ("ranker", "page", {"kind": "feeds"}),
]
GRAPH = system(NODES, ARROWS)
RING = system(
    [node("model", "a"), node("model", "b"), node("consumer", "page")],
    [(i, j, {"kind": "feeds"}) for i, j in (("a", "b"), ("b", "a"), ("b", "page"))],
)


@pytest.fixture
def page_of(qtbot):
    """Makes a page on a system; its lane is at rest when the test is over."""
    works = []

    def make(graph=GRAPH):
        works.append(Work())
        panel = FaultsPanel(FaultSearch(works[-1], lambda: graph))
        qtbot.addWidget(panel)
        panel.resize(1200, 240)
        panel.show()
        panel.search = panel._search
        return panel

    yield make
    for work in works:
        work.stop()
        assert work.wait(20)


def answered(qtbot, panel, act):
    """Do something and wait for the answer to it."""
    search = panel.search
    with qtbot.waitSignal(
        search.found_changed, timeout=20_000, check_params_cb=lambda: search.found is not None
    ):
        act()


def mark(qtbot, panel, node_id, *, is_bad=True):
    """Select a node and press the button."""
    panel.show_nodes((node_id,))
    button = (panel.bad if is_bad else panel.good).button
    answered(qtbot, panel, lambda: qtbot.mouseClick(button, Qt.MouseButton.LeftButton))


def test_the_table_of_suspects_is_sound(qtbot):
    """Qt's own checker finds nothing to object to, and a probability is a number and words, not only a bar."""
    model = SuspectsModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_rows([SuspectRow("a", 0.4123, "<b>a</b> is late", "page")])
    first = model.index(0, 0)
    assert [model.index(0, c).data() for c in range(3)] == ["41.2%", "<b>a</b> is late", "page"]
    assert first.data(Qt.ItemDataRole.AccessibleTextRole) == "41.2% likely: <b>a</b> is late"
    assert "&lt;b&gt;" in first.data(Qt.ItemDataRole.ToolTipRole)
    model.set_rows([])
    assert model.rowCount() == 0


def test_an_empty_page_says_what_to_do(qtbot, page_of):
    """The buttons wait for a selection; good marks alone begin nothing, and the page says what is missing."""
    page = page_of()
    assert page.state == EMPTY
    assert not page.bad.button.isEnabled()
    page.show_nodes(("raw",))
    assert page.bad.button.isEnabled()
    page.mark(is_bad=False)
    assert page.good.texts == ["raw"]
    assert page.state == ONLY_GOOD


def test_a_symptom_is_answered_with_suspects_and_a_next_check(qtbot, page_of):
    """Who may it be, how likely, and whom to ask what, with its information in bits."""
    page = page_of()
    mark(qtbot, page, "page")
    located = page.search.found.located
    assert [row.id for row in page.model.rows] == [e.suspect.id for e in located.suspects]
    assert {row.id for row in page.model.rows} == {"page", "ranker", "clean", "raw"}
    assert page.bad.texts == ["page"]
    check = located.next_check
    assert page.card.question == f"Look next: is {check.id} bad?"
    assert page.card.detail.startswith(f"{check.information_bits:.2f} bits · ")
    assert "owns it" in page.card.detail or "nobody is known to own it" in page.card.detail
    assert page.state == "4 suspects."


def test_the_card_s_buttons_answer_the_check_it_shows(qtbot, page_of):
    """“It is good” marks that node as good and clears what would have shown there; answers wait for the last one."""
    page = page_of()
    mark(qtbot, page, "page")
    first = page.search.found.located.next_check
    assert page.card.good.isEnabled()
    answered(qtbot, page, page.card.good.click)
    assert page.good.texts == [first.id]
    second = page.search.found.located.next_check
    if second is not None:
        assert second.id != first.id
    page.search.started.connect(lambda: ready.append(page.card.bad.isEnabled()))
    ready = []
    mark(qtbot, page, "report")
    assert ready == [False]


def test_another_check_can_be_asked_for(qtbot, page_of):
    """The next best is shown and lit, and answered instead."""
    page = page_of()
    mark(qtbot, page, "page")
    checks = page.search.found.located.checks
    assert len(checks) > 1
    with qtbot.waitSignal(page.lit) as told:
        page.card.other.click()
    assert told.args == [(checks[1].id,), ()]
    answered(qtbot, page, page.card.bad.click)
    assert page.bad.texts == ["page", checks[1].id]


def test_the_search_ends_when_one_suspect_is_all_but_sure(qtbot, page_of):
    """The card says so and asks nothing."""
    page = page_of()
    mark(qtbot, page, "page")
    for _ in range(6):
        check = page.search.found.located.next_check
        if check is None:
            break
        act = page.card.bad if check.id in ("page", "ranker") else page.card.good
        answered(qtbot, page, act.click)
    assert page.card.question == page.search.found.located.why_no_check
    assert not page.card.bad.isVisible()
    assert page.model.rows[0].id == "ranker"


def test_choosing_a_suspect_lights_its_ways_and_tells_them(qtbot, page_of):
    """Step by step to the symptom; a line lights its own step."""
    page = page_of()
    mark(qtbot, page, "page")
    row = page.model.row_of("clean")
    page.choose(page.model.row_of("raw"))
    with qtbot.waitSignal(page.lit) as told:
        page.choose(row)
    steps = (EdgeKey("clean", "ranker", EdgeKind.FEEDS), EdgeKey("ranker", "page", EdgeKind.FEEDS))
    assert told.args == [("clean", "ranker", "page"), steps]
    lines = page.lines("why")
    assert [line.split(" ")[0] for line in lines] == ["For:", "1.", "2.", "Against:"]
    with qtbot.waitSignal(page.lit) as told:
        page._why.itemClicked.emit(page._why.item(1))
    assert told.args == [("clean", "ranker"), steps[:1]]


def test_an_answer_by_itself_lights_nothing(qtbot, page_of):
    """The canvas is left to the person; the selection follows where it is a suspect."""
    page = page_of()
    told = []
    page.lit.connect(lambda *what: told.append(what))
    mark(qtbot, page, "page")
    page.show_nodes(("clean",))
    assert told == []
    assert page._table.currentIndex().row() == page.model.row_of("clean")


def test_what_is_good_clears_suspects_and_the_reason_is_said(qtbot, page_of):
    """The cleared are counted, each with its reason."""
    page = page_of()
    mark(qtbot, page, "page")
    mark(qtbot, page, "clean", is_bad=False)
    cleared = page.search.found.located.cleared
    assert page.lines("cleared") == [each.reason for each in cleared]
    assert "clean was seen to be healthy." in page.lines("cleared")
    assert f"Cleared ({len(cleared)})" in [page._tabs.tabText(i) for i in range(4)]


def test_the_other_orders_stand_beside_ours_and_no_accuracy_is_claimed(qtbot, page_of):
    """Most anomalous first, nearest upstream first, and what several faults at once would be."""
    page = page_of()
    mark(qtbot, page, "page")
    mark(qtbot, page, "report")
    lines = page.lines("also")
    assert any(line.startswith("Beside our order, most anomalous first: page and report") for line in lines)
    assert any(line.startswith("Beside our order, nearest upstream first: page, report, ") for line in lines)
    assert any("No accuracy is claimed" in line for line in lines)
    assert any(line.startswith("Several at once: ") for line in lines)


def test_suspects_in_a_loop_are_said_to_have_no_order(qtbot, page_of):
    """Above the table in short, among the rest in full with the check that cuts the loop."""
    page = page_of(RING)
    mark(qtbot, page, "page")
    assert page.state == "3 suspects. 2 are in a loop, where no order can be told: see “Also”."
    assert any(line.startswith("a and b influence each other") for line in page.lines("also"))


def test_the_playbook_can_be_copied(qtbot, page_of):
    """As plain text, as it is shown."""
    page = page_of()
    mark(qtbot, page, "page")
    page.copy_playbook()
    text = QGuiApplication.clipboard().text()
    assert text == page.search.found.playbook
    assert text.startswith("1. Confirm the symptom")


def test_start_over_takes_everything_back(qtbot, page_of):
    """Nothing of the answer is left."""
    page = page_of()
    mark(qtbot, page, "page")
    page._over.click()
    assert (page.bad.texts, page.good.texts) == ([], [])
    assert page.state == EMPTY
    assert page.model.rowCount() == 0
    assert page.playbook == ""
    assert not page._over.isVisible()


def with_a_mark(qtbot, tmp_path):
    """A window in which the page of the small system is marked as bad, and suspects are found."""
    window = opened(qtbot, small(tmp_path))
    window.select(("page",))
    search = window.project.faults
    with qtbot.waitSignal(
        search.found_changed, check_params_cb=lambda: search.found is not None, timeout=20_000
    ):
        window.actions_by_name["mark_bad"].trigger()
    return window


def test_delete_takes_back_the_mark_and_not_the_node(qtbot, tmp_path):
    """In the window the same key takes nodes out of the system; the list keeps it for itself."""
    window = with_a_mark(qtbot, tmp_path)
    assert window.foot.currentWidget() is window.foot.faults
    rows = window.foot.faults.bad.rows
    rows.setFocus()
    rows.item(0).setSelected(True)
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is rows)
    qtbot.keyClick(rows, Qt.Key.Key_Delete)
    assert window.project.faults.seen.marks == ()
    assert "page" in window.project.graph.nodes


def test_another_system_begins_with_an_empty_page(qtbot, tmp_path):
    """Marks and answers of the old one are gone with it."""
    window = with_a_mark(qtbot, tmp_path)
    window.project.close()
    assert window.foot.faults.bad.texts == []
    assert window.foot.faults.state == EMPTY
    assert window.foot.faults.model.rowCount() == 0
