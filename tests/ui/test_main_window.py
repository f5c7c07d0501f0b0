"""The window as a person uses it: open, select, ask, arrange, edit, save, export, and what goes wrong."""

import gc
import weakref
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMessageBox

from explorer.domain.answers import QUESTIONS
from explorer.domain.geometry import Point
from explorer.domain.scenarios import ChangeKind
from explorer.drawing.theme import DARK, LIGHT
from explorer.session.samples import samples
from explorer.ui import asking
from explorer.ui.palette import apply_palette
from explorer.ui.panels.node_field import NodeField
from tests.ui.windows import SAMPLE, at_rest, new_window, open_in, opened, small

COPY, LEFT, NO_KEY = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def boxes(window):
    """The message boxes that are shown, closed."""
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]
    texts = [box.text() for box in found]
    for box in found:
        box.close()
    return texts


def click(qtbot, window, node_id):
    """Click a node on the canvas."""
    canvas = window.canvas
    canvas.bring_into_view(node_id)
    x, y, w, h = canvas.picture.nodes.boxes[canvas.scene.index[node_id]]
    at = canvas.viewport.to_view(Point(float(x + w / 2), float(y + h / 2)))
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(round(at.x), round(at.y)))


def titles(window):
    """The tabs below the canvas."""
    return [window.foot.tabText(i) for i in range(window.foot.count())]


def test_the_sample_is_shown_answered_and_searched_for_debts(qtbot):
    """One step from the start page: a picture, three verdicts, findings, and a title that says what it is."""
    window = new_window(qtbot)
    assert window.windowTitle() == "Ripplemap"
    with qtbot.waitSignal(window.project.replaced, timeout=30_000):
        window.start.sources_chosen.emit([str(samples()[0].path)])
    at_rest(qtbot, window)
    graph = window.project.graph
    assert set(window.canvas.picture.nodes.ids) == set(graph.nodes)
    assert len(graph.nodes) >= 40
    assert all(
        window.foot.questions.card(n).verdict in {"yes", "partly", "no", "cannot tell"} for n in (1, 2, 3)
    )
    assert all(window.foot.questions.card(n).sentences for n in (1, 2, 3))
    assert len(window.project.findings.findings) > 5
    assert f"Findings ({len(window.project.findings.findings):,})" in titles(window)
    assert window.windowTitle().startswith(graph.name)
    assert not window.isWindowModified()
    assert boxes(window) == []


def test_what_was_wrong_in_the_source_is_listed(qtbot, tmp_path):
    """The rest is shown, and the problems tab counts."""
    path = small(tmp_path, "ripplemap: 1\nmodels:\n  ranker: {inputs: [nobody], colour: red}\n")
    window = opened(qtbot, path)
    shown = [window.foot.problems.row_text(row) for row in range(window.foot.problems.count)]
    assert any("nobody" in text for text in shown)
    assert any("colour" in text and "small.yaml:3" in text for text in shown)
    assert f"Problems ({len(shown)})" in titles(window)


def test_a_selection_is_the_same_everywhere(qtbot):
    """Outline, canvas and inspector follow one another, whoever began."""
    window = opened(qtbot, SAMPLE)
    outline = window.outline
    first, second = "ranker", "image-embedding"
    index = outline._model.index_of(first)
    outline._tree.selectionModel().select(index, outline._tree.selectionModel().SelectionFlag.ClearAndSelect)
    assert window.canvas.selected_ids == (first,)
    assert window.inspector.text().startswith(window.project.graph.nodes[first].name)
    click(qtbot, window, second)
    assert window.selection == (second,)
    chosen = [outline._model.node_id(i) for i in outline._tree.selectionModel().selectedIndexes()]
    assert chosen == [second]
    assert window.inspector.text().startswith(window.project.graph.nodes[second].name)
    reader = window.project.graph.edges_from(second)[0].to_id
    window.inspector.node_chosen.emit(reader)
    assert window.canvas.selected_ids == (reader,)
    assert window.selection == (reader,)


def test_a_node_outside_the_focus_can_be_selected_in_the_outline(qtbot):
    """The canvas does not show it, and must not take the selection back."""
    window = opened(qtbot, SAMPLE)
    window.select(("ranker",))
    window.project.focus(("ranker",), 1)
    at_rest(qtbot, window)
    away = next(i for i in window.project.graph.nodes if i not in window.canvas.picture.nodes.ids)
    window.select((away,))
    assert window.selection == (away,)
    assert window.inspector.text().startswith(window.project.graph.nodes[away].name)
    assert window.canvas.selected_ids == ()


def test_a_sentence_lights_what_it_rests_on(qtbot):
    """All else is dimmed; choosing nothing lets go."""
    window = opened(qtbot, SAMPLE)
    card = window.foot.questions.card(3)
    with qtbot.waitSignal(window.foot.questions.lit, check_params_cb=lambda nodes, edges: bool(nodes)):
        for row in range(len(card.sentences)):
            card.choose(row)
            if window.canvas._highlight is not None:
                break
    assert window.canvas._highlight is not None


def test_a_what_if_from_the_form_and_back(qtbot):
    """Banner, rows, the path that proves it, faded rest; leaving shows the system as it was."""
    window = opened(qtbot, SAMPLE)
    plain = window.canvas.picture
    form = window.foot.what_if.form
    form.set_node("image-embedding")
    form.set_kind(ChangeKind.NEW_VERSION)
    with qtbot.waitSignal(window.project.what_if_changed):
        form.submit()
    at_rest(qtbot, window)
    assert window.desk.what_if_banner.isVisible()
    assert "affected" in window.desk.what_if_banner.text
    rows = window.foot.what_if.model.rows
    assert {"image-embedding", "ranker"} <= {row.id for row in rows}
    window.foot.what_if.choose(next(i for i, row in enumerate(rows) if row.id == "ranker"))
    assert len(window.foot.what_if.why.lines) >= 2
    assert window.canvas.picture is not plain
    assert window.canvas.picture.nodes.faded.any()
    assert not window.canvas.picture.nodes.faded.all()
    window.desk.what_if_banner.left.emit()
    at_rest(qtbot, window)
    assert not window.desk.what_if_banner.isVisible()
    assert len(window.foot.what_if.model.rows) == 0
    assert not window.canvas.picture.nodes.faded.any()


def test_a_what_if_of_the_selection(qtbot):
    """The action asks about the selected node; where none is selected, it goes where one is named."""
    window = opened(qtbot, SAMPLE)
    action = window.actions_by_name["what_if"]
    window.activateWindow()
    action.trigger()
    assert window.foot.currentWidget() is window.foot.what_if and window.project.what_if is None
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), NodeField))
    window.select(("rank-scores",))
    with qtbot.waitSignal(window.project.what_if_changed):
        action.trigger()
    at_rest(qtbot, window)
    assert window.foot.currentWidget() is window.foot.what_if
    assert [c.node for c in window.project.what_if.impact.changes] == ["rank-scores"]
    window.actions_by_name["leave_what_if"].trigger()
    at_rest(qtbot, window)
    assert window.project.what_if is None


def test_a_focus_widens_and_ends(qtbot):
    """Each step shows more, the banner says how much, and the whole comes back."""
    window = opened(qtbot, SAMPLE)
    whole = len(window.canvas.picture.nodes)
    window.select(("ranker",))
    sizes = []
    for name in ("focus", "wider"):
        window.actions_by_name[name].trigger()
        at_rest(qtbot, window)
        sizes.append(len(window.canvas.picture.nodes))
        assert f"{sizes[-1]:,} of {whole:,} nodes" in window.desk.focus_banner.text
    assert 1 < sizes[0] < sizes[1] <= whole
    window.desk.focus_banner.left.emit()
    at_rest(qtbot, window)
    assert len(window.canvas.picture.nodes) == whole
    assert not window.desk.focus_banner.isVisible()


def middle(window, node_id):
    """Where a node stands on the canvas."""
    x, y, w, h = window.canvas.picture.nodes.boxes[window.canvas.scene.index[node_id]].tolist()
    return round(x + w / 2), round(y + h / 2)


def test_a_moved_node_is_undone_and_redone_by_name(qtbot, tmp_path):
    """The menu says what will be taken back; both ways lead exactly there."""
    window = opened(qtbot, small(tmp_path))
    before = middle(window, "ranker")
    window.canvas.nodes_moved.emit({"ranker": Point(900, 700)})
    at_rest(qtbot, window)
    undo, redo = window.actions_by_name["undo"], window.actions_by_name["redo"]
    assert undo.text() == "&Undo “Move ranker”"
    assert middle(window, "ranker") == (900, 700)
    assert window.isWindowModified()
    undo.trigger()
    at_rest(qtbot, window)
    assert redo.text() == "&Redo “Move ranker”"
    assert middle(window, "ranker") == before
    redo.trigger()
    at_rest(qtbot, window)
    assert middle(window, "ranker") == (900, 700)
    assert not redo.isEnabled()


def test_a_new_name_and_a_removal_are_taken_back_exactly(qtbot, tmp_path, monkeypatch):
    """The system after two undos equals the one before."""
    window = opened(qtbot, small(tmp_path))
    graph = window.project.graph
    monkeypatch.setattr(asking, "new_name", lambda parent, name: "Ranking & more")
    window.select(("ranker",))
    window.actions_by_name["rename"].trigger()
    at_rest(qtbot, window)
    assert window.project.graph.nodes["ranker"].name == "Ranking & more"
    assert "Ranking & more" in window.canvas.picture.nodes.titles
    window.actions_by_name["remove"].trigger()
    at_rest(qtbot, window)
    assert set(window.canvas.picture.nodes.ids) == {"events", "scores", "page"}
    assert window.selection == ()
    assert window.actions_by_name["undo"].text() == "&Undo “Remove Ranking && more”"
    window.actions_by_name["undo"].trigger()
    window.actions_by_name["undo"].trigger()
    at_rest(qtbot, window)
    assert window.project.graph == graph
    assert set(window.canvas.picture.nodes.ids) == set(graph.nodes)
    assert not window.isWindowModified()


def test_a_saved_project_is_the_same_when_it_is_opened_again(qtbot, tmp_path, monkeypatch):
    """Save asks for a file once; what was moved and renamed is there again."""
    window = opened(qtbot, small(tmp_path))
    target = tmp_path / "kept.ripplemap"
    monkeypatch.setattr(asking, "project_path", lambda parent, title: target)
    window.project.rename_node("page", "Home")
    window.project.move_nodes({"ranker": Point(10, 20)})
    at_rest(qtbot, window)
    window.actions_by_name["save"].trigger()
    assert target.is_file()
    assert not window.isWindowModified()
    monkeypatch.setattr(asking, "project_path", lambda parent, title: pytest.fail("asked again"))
    window.project.move_nodes({"page": Point(500, 60)})
    window.actions_by_name["save"].trigger()
    graph, positions = window.project.graph, window.project._session.project.positions
    open_in(qtbot, window, target)
    assert window.project.graph == graph
    assert window.project._session.project.positions == positions
    assert middle(window, "page") == (500, 60)
    assert window.project.path == target


def test_save_as_goes_on_in_the_new_file(qtbot, tmp_path, monkeypatch):
    """The old file stays what it was."""
    window = opened(qtbot, small(tmp_path))
    first, second = tmp_path / "a.ripplemap", tmp_path / "b.ripplemap"
    monkeypatch.setattr(asking, "project_path", lambda parent, title: first)
    assert window.filing.save()
    written = first.read_bytes()
    window.project.rename_node("page", "Home")
    monkeypatch.setattr(asking, "project_path", lambda parent, title: second)
    window.actions_by_name["save_as"].trigger()
    assert window.project.path == second
    assert first.read_bytes() == written
    assert "Home" in second.read_text("utf-8")


def test_saving_where_nothing_can_be_written_says_so_and_keeps_the_changes(qtbot, tmp_path, monkeypatch):
    """One sentence; still unsaved."""
    window = opened(qtbot, small(tmp_path))
    window.project.rename_node("page", "Home")
    monkeypatch.setattr(asking, "project_path", lambda parent, title: tmp_path / "none" / "a.ripplemap")
    assert not window.filing.save()
    (said,) = boxes(window)
    assert "no such folder" in said
    assert window.isWindowModified()


@pytest.mark.parametrize("choice", ["save", "discard", "stay"])
def test_unsaved_changes_are_asked_about(qtbot, tmp_path, monkeypatch, choice):
    """Closing saves, forgets, or does nothing, as a person says; nothing is lost unasked."""
    window = opened(qtbot, small(tmp_path))
    window.project.rename_node("page", "Home")
    at_rest(qtbot, window)
    target = tmp_path / "kept.ripplemap"
    asked = []
    monkeypatch.setattr(asking, "save_first", lambda parent, title: asked.append(title) or choice)
    monkeypatch.setattr(asking, "project_path", lambda parent, title: target)
    window.actions_by_name["close"].trigger()
    assert asked == ["small"]
    assert window.project.is_open is (choice == "stay")
    assert target.is_file() is (choice == "save")


def test_a_window_with_unsaved_changes_stays_where_a_person_wants_to(qtbot, tmp_path, monkeypatch):
    """The close button asks too."""
    window = opened(qtbot, small(tmp_path))
    window.project.rename_node("page", "Home")
    monkeypatch.setattr(asking, "save_first", lambda parent, title: "stay")
    assert not window.close()
    assert window.isVisible()
    monkeypatch.setattr(asking, "save_first", lambda parent, title: "discard")
    assert window.close()


def test_importing_more_joins_and_leaves_things_where_they_are(qtbot, tmp_path, monkeypatch):
    """What is new comes in, its problems are listed, and undo takes all of it back."""
    window = opened(qtbot, small(tmp_path))
    window.project.move_nodes({"ranker": Point(10, 20)})
    at_rest(qtbot, window)
    graph = window.project.graph
    more = small(
        tmp_path, "ripplemap: 1\nmonitors:\n  guard: {inputs: [scores, nothing]}\n", name="more.yaml"
    )
    monkeypatch.setattr(asking, "source_files", lambda parent: [str(more)])
    with qtbot.waitSignal(window.project.graph_changed):
        window.actions_by_name["import_more"].trigger()
    at_rest(qtbot, window)
    assert "guard" in window.project.graph.nodes
    assert "guard" in window.canvas.picture.nodes.ids
    assert middle(window, "ranker") == (10, 20)
    assert window.foot.problems.count == 1
    window.actions_by_name["undo"].trigger()
    at_rest(qtbot, window)
    assert window.project.graph == graph
    assert window.foot.problems.count == 0


def test_the_picture_is_exported_whole_and_as_it_is_seen(qtbot, tmp_path, monkeypatch):
    """What is in view is less, and both are SVG with the names as text."""
    window = opened(qtbot, SAMPLE)
    target = tmp_path / "picture.svg"
    monkeypatch.setattr(asking, "picture_path", lambda parent, title: target)
    sizes = []
    for name in ("export", "export_view"):
        with qtbot.waitSignal(window.project.told, check_params_cb=lambda text: "picture.svg" in text):
            window.actions_by_name[name].trigger()
        at_rest(qtbot, window)
        text = target.read_text("utf-8")
        assert text.startswith(("<?xml", "<svg"))
        sizes.append(text.count("<text"))
        window.canvas.zoom_by(6)
    assert 0 < sizes[1] < sizes[0]


@pytest.mark.parametrize(("ending", "start"), [(".png", b"\x89PNG"), (".pdf", b"%PDF")])
def test_the_picture_is_exported_for_documents(qtbot, tmp_path, monkeypatch, ending, start):
    """The file's ending says what it becomes, and the foot says that it is written."""
    window = opened(qtbot, small(tmp_path))
    target = tmp_path / f"picture{ending}"
    monkeypatch.setattr(asking, "picture_path", lambda parent, title: target)
    with qtbot.waitSignal(window.project.told, check_params_cb=lambda text: target.name in text):
        window.actions_by_name["export"].trigger()
    at_rest(qtbot, window)
    assert target.read_bytes().startswith(start)


@pytest.mark.parametrize(
    ("name", "kind", "written"),
    [
        ("a", "PNG pictures (*.png)", "a.png"),
        ("a.PDF", "SVG pictures (*.svg)", "a.PDF"),
        ("a.b", "", "a.b.svg"),
        ("", "", None),
    ],
)
def test_a_picture_gets_the_ending_of_the_chosen_kind(qtbot, tmp_path, monkeypatch, name, kind, written):
    """Unless its name already has one; nothing where a person thought better of it."""
    chosen = str(tmp_path / name) if name else ""
    monkeypatch.setattr(asking.QFileDialog, "getSaveFileName", lambda *arguments: (chosen, kind))
    assert asking.picture_path(None, "a") == (tmp_path / written if written else None)


@pytest.mark.parametrize("ending", [".html", ".md"])
def test_the_sheet_is_exported_from_the_menu(qtbot, tmp_path, monkeypatch, ending):
    """The page holds the three answers of what is open, and in HTML its picture as it stands."""
    window = opened(qtbot, small(tmp_path))
    target = tmp_path / f"sheet{ending}"
    monkeypatch.setattr(asking, "sheet_path", lambda parent, title: target)
    with qtbot.waitSignal(window.project.told, check_params_cb=lambda text: target.name in text):
        window.actions_by_name["export_sheet"].trigger()
    at_rest(qtbot, window)
    text = target.read_text("utf-8")
    assert all(question in text for question in QUESTIONS.values())
    assert ("<svg" in text) == (ending == ".html")


@pytest.mark.parametrize(
    ("chosen", "kind", "name"),
    [
        ("a", "Web pages (*.html)", "a.html"),
        ("a", "Markdown (*.md)", "a.md"),
        ("v1.2", "Markdown (*.md)", "v1.2.md"),
        ("a.md", "Web pages (*.html)", "a.md"),
    ],
)
def test_a_sheet_gets_the_ending_that_was_chosen(qtbot, monkeypatch, chosen, kind, name):
    """A version in a name is no ending; an ending that was typed is kept."""
    monkeypatch.setattr(asking.QFileDialog, "getSaveFileName", lambda *_: (chosen, kind))
    assert asking.sheet_path(None, "System").name == name
    monkeypatch.setattr(asking.QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    assert asking.sheet_path(None, "System") is None


def test_cancel_leaves_what_is_shown(qtbot, tmp_path):
    """Stopped while Graphviz works: the first picture stays, nothing is busy, and the next layout works."""
    window = new_window(qtbot)
    arranging = lambda text, part: text == "Arranging the picture"  # noqa: E731
    with qtbot.waitSignal(window.project.working, check_params_cb=arranging, timeout=30_000):
        window.open_sources([str(SAMPLE)])
    shown = window.canvas.picture
    window.progress.cancelled.emit()
    at_rest(qtbot, window)
    assert window.canvas.picture is shown
    assert len(shown.nodes) == len(window.project.graph.nodes)
    assert not window.progress.isVisible()
    window.actions_by_name["arrange"].trigger()
    at_rest(qtbot, window)
    assert window.project.showing.view.layout.engine != "layers"
    assert all(window.foot.questions.card(n).verdict for n in (1, 2, 3))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("broken.yaml", b"ripplemap: 1\nmodels: [", "broken.yaml"),
        ("foreign.json", b'{"a": 1}', "foreign.json"),
        ("noise.db", b"\x00\xff" * 900, "noise.db"),
        ("cut.ripplemap", b'{"format":"ripplemap","schema":1', "cut.ripplemap"),
    ],
)
def test_what_cannot_be_read_is_told_and_the_old_system_stays(qtbot, tmp_path, name, content, said):
    """One sentence with the file's name; nothing of what is open is lost."""
    window = opened(qtbot, small(tmp_path))
    graph, picture = window.project.graph, window.canvas.picture
    (tmp_path / name).write_bytes(content)
    with qtbot.waitSignal(window.project.failed):
        window.open_sources([str(tmp_path / name)])
    at_rest(qtbot, window)
    (text,) = boxes(window)
    assert said in text
    assert "Traceback" not in text
    assert len(text) < 500
    assert window.project.graph is graph
    assert window.canvas.picture is picture
    assert [str(tmp_path / name)] not in [list(sources) for sources in window.project.offers.recent()]


def test_another_system_takes_the_place_of_the_first(qtbot, tmp_path):
    """Nothing of the old one can be seen, chosen or kept in memory."""
    window = opened(qtbot, SAMPLE)
    window.select(("ranker",))
    old = weakref.ref(window.project.graph)
    with qtbot.waitSignal(window.project.replaced):
        window.open_sources([str(small(tmp_path))])
    assert len(window.canvas.picture.nodes) == 0
    assert window.selection == ()
    at_rest(qtbot, window)
    assert set(window.canvas.picture.nodes.ids) == {"events", "ranker", "scores", "page"}
    assert window.canvas.selected_ids == ()
    gc.unfreeze()
    gc.collect()
    assert old() is None


def test_dark_and_light_draw_everything_anew(qtbot):
    """The picture's colours follow; the system and its answers stay."""
    window = opened(qtbot, SAMPLE)
    light = window.canvas.picture
    ground = window.grab().toImage().pixelColor(window.canvas.mapTo(window, QPoint(4, 300)))
    apply_palette(QApplication.instance(), DARK)
    window.project.set_theme(DARK)
    at_rest(qtbot, window)
    night = window.grab().toImage().pixelColor(window.canvas.mapTo(window, QPoint(4, 300)))
    assert night.lightness() < 60 < 200 < ground.lightness()
    assert window.canvas.picture is not light
    assert window.canvas.picture.nodes.ids == light.nodes.ids
    apply_palette(QApplication.instance(), LIGHT)
    window.project.set_theme(LIGHT)
    at_rest(qtbot, window)


def test_files_can_be_dropped_on_the_window(qtbot, tmp_path):
    """What is dropped is opened; what is no file is not taken."""
    window = new_window(qtbot)
    files, words = QMimeData(), QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(small(tmp_path)))])
    words.setText("small.yaml")
    taken = []
    for data in (files, words):
        enter = QDragEnterEvent(QPoint(5, 5), COPY, data, LEFT, NO_KEY)
        enter.ignore()
        window.dragEnterEvent(enter)
        taken.append(enter.isAccepted())
    assert taken == [True, False]
    drop = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        files,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        QEvent.Type.Drop,
    )
    with qtbot.waitSignal(window.project.replaced):
        window.dropEvent(drop)
    at_rest(qtbot, window)
    assert window.project.graph.name == "small"


HOSTILE = ('<img src="/dev/zero">', "a\x00b\x1b]0;x\x07\u202egnp.exe", "[*] & &Save %1", "L" * 1_000_000)


@pytest.mark.parametrize("name", HOSTILE, ids=["markup", "control", "placeholders", "megabyte"])
def test_a_hostile_name_is_only_a_name_in_every_panel(qtbot, tmp_path, name):
    """Every panel shows it, none hangs on it or takes it for something else."""
    window = opened(qtbot, small(tmp_path))
    window.select(("ranker",))
    for node_id in window.project.graph.nodes:
        window.project.rename_node(node_id, name)
    window.project._session.apply(_Renamed(name))
    window.select(("ranker",))
    window.actions_by_name["what_if"].trigger()
    at_rest(qtbot, window)
    for panel in (window.foot.questions, window.foot.findings, window.foot.what_if, window.foot.problems):
        window.foot.setCurrentWidget(panel)
        window.grab()
    window.foot.what_if.choose(0)
    window.project.focus(("ranker",), 1)
    at_rest(qtbot, window)
    assert window.grab().size() == window.size() * window.devicePixelRatioF()
    assert len(window.windowTitle()) < 120
    assert len(window.actions_by_name["undo"].text()) < 120
    assert window.project.graph.nodes["page"].name == name


class _Renamed:
    """The whole system under another name."""

    name = "Rename the system"

    def __init__(self, to):
        self.to = to

    def apply(self, project):
        return replace(project, graph=project.graph.renamed(self.to))

    def opposite(self, before):
        return _Renamed(before.graph.name)


def test_samples_open_by_path(qtbot):
    """Every sample that the start page offers can be opened, without a problem."""
    window = new_window(qtbot)
    for _, path in window.project.offers.samples():
        open_in(qtbot, window, Path(path))
        assert window.foot.problems.count == 0


def test_answers_are_given_most_of_the_window_and_the_picture_comes_back(qtbot):
    """One key makes room to read, and gives it back; nothing else is closed or lost."""
    window = opened(qtbot, SAMPLE)
    picture, answers = window.canvas.height(), window.foot.height()
    window.actions_by_name["enlarge"].trigger()
    qtbot.waitUntil(lambda: window.foot.height() > window.height() / 2)
    assert 0 < window.canvas.height() < picture
    window.actions_by_name["enlarge"].trigger()
    qtbot.waitUntil(lambda: window.foot.height() < window.height() / 2)
    assert abs(window.foot.height() - answers) <= 2


def test_the_whole_screen_is_taken_and_given_back(qtbot, tmp_path):
    """By the same key; the next start does not begin full screen."""
    window = opened(qtbot, small(tmp_path))
    qtbot.keyClick(window, Qt.Key.Key_F11)
    assert window.isFullScreen()
    window.close()
    again = new_window(qtbot)
    again.show_as_left()
    assert not again.isFullScreen()
    qtbot.keyClick(again, Qt.Key.Key_F11)
    qtbot.keyClick(again, Qt.Key.Key_F11)
    assert not again.isFullScreen()


def test_a_node_in_focus_may_be_removed(qtbot):
    """The focus keeps what is left of it, and ends with its last node."""
    window = opened(qtbot, SAMPLE)
    window.project.focus(("ranker", "rank-scores"))
    at_rest(qtbot, window)
    window.project.remove_nodes(("ranker",))
    at_rest(qtbot, window)
    assert "rank-scores" in window.desk.focus_banner.text
    assert "ranker" not in window.canvas.picture.nodes.ids
    window.project.remove_nodes(("rank-scores",))
    at_rest(qtbot, window)
    assert not window.desk.focus_banner.isVisible()
    assert set(window.canvas.picture.nodes.ids) == set(window.project.graph.nodes)
