"""The success page: one chain a model, its gaps named, and every part of it lit on choice."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFont, QImage, QPainter, QPalette
from PySide6.QtTest import QAbstractItemModelTester

from explorer.analysis.success.links import Standing
from explorer.analysis.success.metric_tree import Chip, ChipChain, Counts, Link, MetricTree
from explorer.domain.entities import EdgeKey
from explorer.domain.kinds import EdgeKind, NodeKind
from explorer.drawing.text import MARK
from explorer.errors import InputError
from explorer.session.loading import open_sources
from explorer.session.metric_trees import ask_metric_tree
from explorer.ui.history_run import HistoryRun
from explorer.ui.page_run import PageRun
from explorer.ui.panels.chain_layout import Fonts, chip_text, laid_out, verdict_text
from explorer.ui.panels.chain_painter import ChainPainter
from explorer.ui.panels.success import ChainModel, SuccessPanel, described, rests_on, why
from explorer.ui.work import Work
from tests.ui.windows import SAMPLE, at_rest, opened, small

JUDGED = EdgeKey("ranker", "clicks", EdgeKind.OPTIMISES)
DRIVEN = EdgeKey("clicks", "profit", EdgeKind.DRIVES)
WHOLE = ChipChain(
    model="ranker",
    metric="clicks",
    objective="profit",
    chips=(
        Chip("ranker", ("ranker",), NodeKind.MODEL),
        Chip("clicks", ("clicks",), NodeKind.METRIC),
        Chip("profit", ("profit",), NodeKind.OBJECTIVE),
    ),
    links=(
        Link(Standing.VERIFIED, "measured as", "", "clicks judges ranker.", (JUDGED,)),
        Link(Standing.ASSUMED, "-", "experiment", "That clicks moves profit is a belief.", (DRIVEN,)),
    ),
    verdict="ranker is judged by clicks → profit (-).",
    counts=Counts(1, 1, 0),
    more_ways=2,
)
BROKEN = ChipChain(
    model="sorter",
    metric=None,
    objective=None,
    chips=(Chip("sorter", ("sorter",), NodeKind.MODEL), Chip("success metric")),
    links=(Link(Standing.BROKEN, "", "success metric", "Nobody says what success is for sorter."),),
    verdict="Nobody says what success is for sorter.",
    counts=Counts(0, 0, 1),
)
TREE = MetricTree((WHOLE, BROKEN), Counts(1, 1, 1), ("Only the first 30 ways were looked at.",))


@pytest.fixture
def panel(qtbot):
    """A page that shows the two chains."""
    run = PageRun(Work(), "success", lambda: None, lambda graph, task: TREE)
    run.result = TREE
    made = SuccessPanel(run, HistoryRun(Work(), lambda: None))
    qtbot.addWidget(made)
    made.resize(900, 300)
    made.show()
    qtbot.waitExposed(made)
    return made


def place(panel, row, stop):
    """Where a person clicks for a stop."""
    view = panel.view
    box = view._rows.layout_of(row).box_of(stop)
    return (box.center() + QPointF(view.visualRect(view.chains.index(row)).topLeft())).toPoint()


def test_the_model_is_sound(qtbot):
    """Qt's own checker of item models finds nothing to object to."""
    model = ChainModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_chains(TREE.chains)
    model.set_chains(())
    assert model.rowCount() == 0


def test_three_counts_and_what_was_cut_are_said(panel):
    """Never one number made of the three."""
    assert panel.counts == ("1 verified", "1 assumed", "1 broken")
    assert panel.told.endswith("Only the first 30 ways were looked at.")


@pytest.mark.parametrize(
    ("row", "stop", "nodes", "edges", "told"),
    [
        (0, 0, ("ranker",), (), "ranker (model)"),
        (0, 1, ("ranker", "clicks"), (JUDGED,), "Verified: clicks judges ranker."),
        (0, 3, ("clicks", "profit"), (DRIVEN,), "Assumed: That clicks moves profit is a belief."),
        (1, 2, ("sorter",), (), "Nobody says what success is for sorter."),
    ],
)
def test_a_click_lights_a_part_and_says_why_it_stands_so(qtbot, panel, row, stop, nodes, edges, told):
    """A chip its node, a link its edges with both ends, a gap the node that lacks it."""
    with qtbot.waitSignal(panel.lit) as lit:
        qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place(panel, row, stop))
    assert lit.args == [nodes, edges]
    assert panel.told == told


def test_a_click_beside_the_chips_lights_the_whole_chain(qtbot, panel):
    """With its verdict."""
    box = panel.view.visualRect(panel.view.chains.index(0))
    with qtbot.waitSignal(panel.lit) as lit:
        qtbot.mouseClick(
            panel.view.viewport(), Qt.MouseButton.LeftButton, pos=box.bottomRight() - QPoint(5, 5)
        )
    assert lit.args == [("ranker", "clicks", "profit"), (JUDGED, DRIVEN)]
    assert panel.told == WHOLE.verdict


def test_the_keyboard_walks_along_a_chain_and_to_the_next(qtbot, panel):
    """Right and left from chip to link to chip, up and down between chains; at the ends one stays."""
    view = panel.view
    view.choose(0)
    stops = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Left):
        qtbot.keyClick(view, key)
        stops.append(view.stop)
    assert stops == [0, 1, 0, 0]
    with qtbot.waitSignal(panel.lit) as lit:
        qtbot.keyClick(view, Qt.Key.Key_Down)
    assert (view.currentIndex().row(), view.stop) == (1, None)
    assert lit.args[0] == ("sorter",)


def test_whoever_does_not_see_it_hears_every_link(panel):
    """How each stands, what is missing, and the verdict."""
    said = panel.view.chains.data(panel.view.chains.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert said == described(WHOLE)
    assert said == (
        "ranker → (measured as, verified) clicks → (-, assumed, experiment missing) profit. "
        "ranker is judged by clicks → profit (-)."
    )
    assert described(BROKEN).startswith("sorter → (broken, success metric missing) nothing.")


def test_more_ways_to_an_objective_are_counted():
    """One chain is drawn for all of them, and says so."""
    assert verdict_text(WHOLE).endswith(" 2 more ways lead to the same objective.")
    assert verdict_text(BROKEN) == BROKEN.verdict


@pytest.mark.parametrize("wide", [120, 300, 900])
def test_no_chip_covers_another_at_any_width(qtbot, wide):
    """A chain that is too long goes on below; the verdict is below all of it."""
    layout = laid_out(WHOLE, wide, Fonts.of(QFont()))
    boxes = layout.chips
    assert not [1 for i, a in enumerate(boxes) for b in boxes[i + 1 :] if a.intersects(b)]
    assert max(b.bottom() for b in boxes) < layout.verdict.top() < layout.height
    if wide == 900:
        assert max(b.right() for b in boxes) < wide
        assert len({b.top() for b in boxes}) == 1
    for stop in range(2 * len(boxes) - 1):
        assert layout.stop_at(layout.box_of(stop).center()) == stop


def test_a_missing_word_sits_on_its_link_and_not_twice_before_a_gap(qtbot):
    """The gap's own chip holds the word there."""
    fonts = Fonts.of(QFont())
    first, second = laid_out(WHOLE, 900, fonts).pills
    assert first is None
    assert laid_out(WHOLE, 900, fonts).links[1].contains(second)
    assert laid_out(BROKEN, 900, fonts).pills == (None,)


def test_light_and_dark_are_drawn_apart(qtbot):
    """Each with the colours of its ground; a chosen stop is seen."""
    layout = laid_out(WHOLE, 600, Fonts.of(QFont()))
    images = []
    for ground, chosen in (("#FFFFFF", None), ("#FFFFFF", 1), ("#0F131C", None)):
        image = QImage(600, round(layout.height), QImage.Format.Format_RGB32)
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Base, ground)
        image.fill(palette.color(QPalette.ColorRole.Base))
        painter = QPainter(image)
        ChainPainter(painter, WHOLE, layout, palette).paint(Fonts.of(QFont()), chosen)
        painter.end()
        images.append(image)
    assert images[0] != images[1]
    card = layout.chips[0].center().toPoint()
    assert images[0].pixelColor(card.x(), card.y() - 11).lightness() > 200
    assert images[2].pixelColor(card.x(), card.y() - 11).lightness() < 80


def test_hostile_names_are_short_and_marked():
    """A megabyte and characters that act unseen."""
    assert len(chip_text("M" * 1_000_000)) < 60
    assert MARK in chip_text("\u202egpj.exe")


def test_a_tree_is_worked_out_when_it_is_looked_at(qtbot, tmp_path):
    """Not before; and again for another system."""
    window = opened(qtbot, small(tmp_path))
    assert window.project.success.result is None
    window.foot.setCurrentWidget(window.foot.success)
    qtbot.waitUntil(lambda: window.project.success.result is not None)
    at_rest(qtbot, window)
    assert [c.model for c in window.foot.success.view.chains.chains] == ["ranker"]
    with qtbot.waitSignal(window.project.graph_changed):
        window.project.rename_node("ranker", "sorter")
    qtbot.waitUntil(lambda: window.project.success.result is not None)
    at_rest(qtbot, window)
    assert window.foot.success.view.chains.chains[0].chips[0].text == "sorter"


def test_choosing_a_link_lights_the_canvas(qtbot):
    """On the sample, from chip to canvas."""
    window = opened(qtbot, SAMPLE)
    window.foot.setCurrentWidget(window.foot.success)
    qtbot.waitUntil(lambda: window.project.success.result is not None)
    told = []
    window.foot.success.lit.connect(lambda nodes, edges: told.append((nodes, edges)))
    window.foot.success.view.choose(0, 0)
    at_rest(qtbot, window)
    assert told == [(("churn-model",), ())]


def test_a_system_without_models_says_so(qtbot, tmp_path):
    """An empty page explains itself."""
    text = "ripplemap: 1\nsystem: none\ndatasets:\n  a: {}\n"
    window = opened(qtbot, small(tmp_path, text))
    window.foot.setCurrentWidget(window.foot.success)
    qtbot.waitUntil(lambda: window.project.success.result is not None)
    at_rest(qtbot, window)
    assert "No model is known" in window.foot.success.told


def test_work_that_fails_or_is_stopped_is_told_and_can_be_asked_again(qtbot):
    """A sentence instead of an endless “Working it out”."""
    run = PageRun(Work(), "success", lambda: None, lambda graph, task: TREE)
    panel = SuccessPanel(run, HistoryRun(Work(), lambda: None))
    qtbot.addWidget(panel)
    run._is_asked = True
    run._fail(InputError("It is broken."))
    assert panel.told == "It is broken."
    run._is_asked = True
    run._halt()
    assert panel.told.startswith("Stopped.")
    assert not run._is_asked


def test_the_sample_has_its_gaps(qtbot):
    """Every stop of every chain says something, and rests on nodes that are there."""
    graph = open_sources([str(SAMPLE)]).project.graph
    tree = ask_metric_tree(graph)
    for chain in tree.chains:
        for stop in (None, *range(2 * len(chain.chips) - 1)):
            nodes, edges = rests_on(chain, stop)
            assert set(nodes) <= graph.nodes.keys()
            assert set(edges) <= graph.edges.keys()
            assert stop is None or why(chain, stop)
