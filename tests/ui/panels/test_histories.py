"""Histories on the Success page: asked for in a dialog, compared in the background, plotted, and told."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget

from tests.analysis.histories.series import CHAIN, table_of_parting
from tests.ui.windows import at_rest, opened, small


@pytest.fixture
def page(qtbot, tmp_path):
    """The Success page of a system of one chain, in its window."""
    window = opened(qtbot, small(tmp_path, CHAIN))
    window.foot.setCurrentWidget(window.foot.success)
    qtbot.waitUntil(lambda: window.project.success.result is not None)
    at_rest(qtbot, window)
    window.foot.success.opened_in = window
    return window.foot.success


@pytest.fixture
def table(tmp_path):
    """A CSV file in which clicks leave retention after 40 weeks, and a column that belongs to nothing."""
    path = table_of_parting(tmp_path)
    head, *rows = path.read_text().splitlines()
    path.write_text("\n".join([f"{head},klicks", *(f"{row},1" for row in rows)]))
    return str(path)


def compare(qtbot, page, source):
    """Ask in the dialog and wait for what comes of it."""
    page.dialog.open()
    page.dialog.source.setText(source)
    run = page.opened_in.project.histories
    with qtbot.waitSignals([run.started], timeout=20_000):
        qtbot.mouseClick(page.dialog.compare, Qt.MouseButton.LeftButton)
    at_rest(qtbot, page.opened_in)


def test_histories_are_asked_for_compared_and_told(qtbot, page, table):
    """The plot and its sentences appear; what belongs to nothing is named; choosing the pair lights both."""
    assert not page.histories.isVisible()
    compare(qtbot, page, table)
    view = page.histories
    assert view.isVisible()
    assert view.pairs.currentText() == "clicks and retention: parted"
    assert "clicks has parted from retention since" in view.told
    assert "Did you mean “clicks”?" in view.told
    assert "parted" in view.plot.accessibleDescription()
    with qtbot.waitSignal(view.lit) as lit:
        view.choose(0)
    assert lit.args == [("clicks", "retention"), ()]


def test_the_plot_marks_the_parting_in_light_and_dark(qtbot, page, table):
    """Another picture than without the mark, and another ground."""
    compare(qtbot, page, table)
    plot = page.histories.plot
    (comparison,) = page.opened_in.project.histories.result.comparisons
    shown = []
    for each in (comparison, replace(comparison, since=None)):
        plot.show_comparison(each, ("clicks", "retention"))
        shown.append(plot.grab().toImage())
    assert shown[0] != shown[1]
    palette = plot.palette()
    palette.setColor(palette.ColorRole.Window, "#0F131C")
    plot.setPalette(palette)
    assert plot.grab().toImage() != shown[1]


def test_what_cannot_be_read_is_told_where_the_plot_would_be(qtbot, page):
    """With what to try; nothing waits for ever."""
    compare(qtbot, page, "/nowhere/history.csv")
    assert "history.csv" in page.histories.told
    assert not page.histories.pairs.isVisible()


def test_another_system_forgets_them(qtbot, page, table):
    """Histories of clicks say nothing of what clicks has become."""
    compare(qtbot, page, table)
    with qtbot.waitSignal(page.opened_in.project.graph_changed):
        page.opened_in.project.rename_node("clicks", "taps")
    at_rest(qtbot, page.opened_in)
    assert not page.histories.isVisible()
    assert page.opened_in.project.histories.result is None


@pytest.mark.parametrize("ending", [".html", ".md"])
def test_the_exported_sheet_tells_the_comparison(qtbot, page, table, tmp_path, ending):
    """As the page shows it when the sheet is exported; with another system it is forgotten there too."""
    project, target = page.opened_in.project, tmp_path / f"sheet{ending}"

    def exported():
        with qtbot.waitSignal(project.told, check_params_cb=lambda text: target.name in text):
            project.export_sheet(target)
        at_rest(qtbot, page.opened_in)
        return target.read_text("utf-8")

    assert "No histories were compared" in exported()
    compare(qtbot, page, table)
    text = exported()
    assert "clicks has parted from retention." in text
    assert ('class="plot"' in text) == (ending == ".html")
    project.rename_node("clicks", "taps")
    at_rest(qtbot, page.opened_in)
    assert "No histories were compared" in exported()


def test_nothing_is_compared_without_a_source(qtbot, page):
    """The button waits for one."""
    assert not page.dialog.compare.isEnabled()
    page.dialog.source.setText(" ")
    assert not page.dialog.compare.isEnabled()


def test_the_second_answer_says_what_the_histories_said_until_the_system_is_another(qtbot, page, table):
    """On its card, as on the sheet; another system knows of no history."""
    window = page.opened_in
    card = window.foot.questions.card(2)

    def told():
        qtbot.waitUntil(lambda: bool(window.project.answers), timeout=20_000)
        sentences = card.findChild(QListWidget)
        return [
            sentences.item(i).text() for i in range(sentences.count()) if "parted" in sentences.item(i).text()
        ]

    assert told() == []
    compare(qtbot, page, table)
    assert len(told()) == 1
    window.project.rename_node("clicks", "taps")
    at_rest(qtbot, window)
    assert told() == []
