"""The picture on its way out: on the clipboard in three forms, and on paper."""

import re

import pytest
from PySide6.QtCore import QMarginsF, QSizeF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication, QMessageBox, QTreeView

from explorer.ui import asking
from tests.ui.windows import SAMPLE, at_rest, opened, small


def copied(qtbot, window):
    """What is on the clipboard after Edit → Copy Picture, and what the foot says."""
    with qtbot.waitSignal(
        window.project.told, timeout=30_000, check_params_cb=lambda text: text.startswith("Copied")
    ) as told:
        window.actions_by_name["copy"].trigger()
    at_rest(qtbot, window)
    return QGuiApplication.clipboard().mimeData(), told.args[0]


def test_the_selection_is_copied(qtbot):
    """As SVG, as PNG, and as the ids, a line each; the foot says how many."""
    window = opened(qtbot, SAMPLE)
    window.select(("ranker", "rank-scores"))
    data, said = copied(qtbot, window)
    assert said == "Copied the picture of 2 nodes."
    assert set(data.text().split("\n")) == {"ranker", "rank-scores"}
    svg = bytes(data.data("image/svg+xml").data()).decode()
    assert ">ranker<" in svg
    assert ">watch-hours<" not in svg
    image = QImage.fromData(data.data("image/png"))
    wide, high = (int(each) for each in re.search(r'width="(\d+)" height="(\d+)"', svg).groups())
    assert (image.width(), image.height()) == (wide * 2, high * 2)
    assert data.hasImage()


def test_without_a_selection_what_is_in_view_is_copied(qtbot):
    """Closer, it is less."""
    window = opened(qtbot, SAMPLE)
    counts = []
    for _ in range(2):
        data, said = copied(qtbot, window)
        counts.append(len(data.text().split("\n")))
        assert said == f"Copied the picture of {counts[-1]} nodes."
        window.canvas.zoom_by(3)
    assert len(window.project.graph.nodes) == counts[0] > counts[1] > 0


def test_ctrl_c_on_the_canvas_copies_the_picture_and_in_a_list_its_row(qtbot, tmp_path):
    """Each as one expects where the keyboard is."""
    window = opened(qtbot, small(tmp_path))
    window.activateWindow()
    window.canvas.setFocus()
    with qtbot.waitSignal(
        window.project.told, timeout=30_000, check_params_cb=lambda text: text.startswith("Copied")
    ):
        qtbot.keyClick(window.canvas, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    at_rest(qtbot, window)
    tree = window.outline.findChild(QTreeView)
    tree.setFocus()
    tree.setCurrentIndex(tree.model().index(0, 0))
    row = tree.model().index(0, 0).data()
    with qtbot.assertNotEmitted(window.project.told):
        qtbot.keyClick(tree, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == row
    assert not QGuiApplication.clipboard().mimeData().hasFormat("image/svg+xml")


def to_file(path, millimetres=(297, 210)):
    """A printer that writes a PDF."""
    printer = QPrinter()
    printer.setOutputFileName(str(path))
    size = QPageSize(QSizeF(*millimetres), QPageSize.Unit.Millimeter)
    layout = QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(5, 5, 5, 5))
    printer.setPageLayout(layout)
    return printer


def printed(qtbot, window):
    """What the foot says after File → Print."""
    with qtbot.waitSignal(
        window.project.told, timeout=30_000, check_params_cb=lambda text: text.startswith("Printed")
    ) as told:
        window.actions_by_name["print"].trigger()
    at_rest(qtbot, window)
    return told.args[0]


def test_the_picture_is_printed_on_one_page(qtbot, tmp_path, monkeypatch):
    """The foot says how much of it, and where."""
    window = opened(qtbot, small(tmp_path))
    target = tmp_path / "page.pdf"
    asked = []
    monkeypatch.setattr(asking, "printer", lambda parent, is_wide: asked.append(is_wide) or to_file(target))
    said = printed(qtbot, window)
    assert said == f"Printed {len(window.project.graph.nodes)} nodes on one page: {target}."
    data = target.read_bytes()
    assert data.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", data)) == 1
    bounds = window.canvas.picture.bounds
    assert asked == [bounds.width > bounds.height]


@pytest.mark.parametrize(("choice", "pages"), [("all", 1), ("view", 1), ("nothing", 0)])
def test_where_names_would_be_too_small_a_person_chooses(qtbot, tmp_path, monkeypatch, choice, pages):
    """All of it, what is in view, or nothing."""
    window = opened(qtbot, SAMPLE)
    window.canvas.zoom_by(1 / window.canvas.viewport.zoom)
    window.canvas.zoom_to(("ranker",))
    target, asked = tmp_path / "page.pdf", []
    monkeypatch.setattr(asking, "printer", lambda parent, is_wide: to_file(target, (200, 150)))
    monkeypatch.setattr(asking, "print_part", lambda parent, readable: asked.append(readable) or choice)
    if pages:
        said = printed(qtbot, window)
        everything = f"Printed {len(window.project.graph.nodes)} nodes" in said
        assert everything == (choice == "all")
    else:
        window.actions_by_name["print"].trigger()
        at_rest(qtbot, window)
    assert len(asked) == 1
    assert target.exists() == bool(pages)


def test_without_a_printer_a_sentence_says_what_to_do_instead(qtbot, tmp_path, monkeypatch):
    """A PDF prints from any other computer."""
    window = opened(qtbot, small(tmp_path))
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(list))
    window.actions_by_name["print"].trigger()
    boxes = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]
    assert len(boxes) == 1
    assert "no printer" in boxes[0].text()
    assert "PDF" in boxes[0].text()
    boxes[0].close()
