"""The letters of dialogs: every button and every field has one of its own, in either language."""

import importlib
import pkgutil

import pytest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QDialog, QLabel, QLineEdit, QPushButton, QVBoxLayout

import explorer.ui
from explorer.analysis.localisation.marks import Mark
from explorer.domain.entities import Edge
from explorer.domain.geometry import Point
from explorer.domain.kinds import EdgeKind
from explorer.domain.notes import Note
from explorer.importers.databases.address import parse_database_url
from explorer.language import LANGUAGES, speak
from explorer.ui import asking, plain
from explorer.ui.connecting_dialog import ConnectingDialog
from explorer.ui.dialog import Dialog
from explorer.ui.letters import give_letters, letter_of
from explorer.ui.line_dialog import LineDialog
from explorer.ui.note_dialog import NoteDialog
from explorer.ui.panels.edit_part import EditPart
from explorer.ui.panels.form import PartForm
from explorer.ui.panels.history_dialog import HistoryDialog
from explorer.ui.panels.mark_dialog import MarkDialog
from explorer.ui.panels.new_edge import NewEdge
from explorer.ui.panels.new_node import Declare, NewNode, NewNodeAfter
from explorer.ui.panels.new_part import NewPart
from explorer.ui.password_dialog import PasswordDialog
from explorer.ui.view_list import ViewList
from explorer.ui.view_run import ViewRun
from explorer.ui.work import Work
from tests.analysis.systems import node, system
from tests.ui.windows import SAMPLE, new_window, open_in

GRAPH = system([node("dataset", "scores"), node("model", "ranker")], [])
EDGE = Edge(from_id="scores", to_id="ranker", kind=EdgeKind.FEEDS)
SERVERS = [parse_database_url(f"postgresql://me@host/a&b{number}") for number in range(2)]
DIALOGS = {
    NewNode: lambda: NewNode(GRAPH),
    NewNodeAfter: lambda: NewNodeAfter(GRAPH, "scores"),
    Declare: lambda: Declare(GRAPH, "ranker"),
    NewEdge: lambda: NewEdge(GRAPH, []),
    EditPart: lambda: EditPart(GRAPH, GRAPH.nodes["ranker"]),
    "an edge": lambda: EditPart(GRAPH, EDGE),
    "a dataset": lambda: EditPart(GRAPH, GRAPH.nodes["scores"]),
    NewPart: lambda: NewPart(GRAPH),
    NoteDialog: lambda: NoteDialog(Note(id="1", text="", at=Point(0, 0)), ("ranker",), "ranker", is_new=True),
    PasswordDialog: lambda: PasswordDialog(Work(), SERVERS),
    ConnectingDialog: lambda: ConnectingDialog(Work(), can_join=True),
    "a file": lambda: ConnectingDialog(Work(), address=parse_database_url("sqlite:///shop.db")),
    MarkDialog: lambda: MarkDialog("ranker", Mark(node="ranker", degree=1.0)),
    HistoryDialog: HistoryDialog,
    ViewList: lambda: ViewList(ViewRun(lambda: None), None),
    LineDialog: lambda: LineDialog(None, "Rename", "Name", "ranker"),
}


@pytest.fixture(params=LANGUAGES)
def language(request):
    """Each that the program speaks; English again for the next test."""
    speak(request.param)
    yield request.param
    speak("en")


def lettered(window):
    """By its words, the letter of each button and of each label that stands for a field."""
    buttons = [b for b in window.findChildren(QAbstractButton) if b.text() and b.objectName()[:3] != "qt_"]
    buttons += [b for b in window.findChildren(QPushButton) if b.objectName() == "qt_msgbox_button"]
    labels = [label for label in window.findChildren(QLabel) if label.buddy() is not None]
    return [(each.text(), letter_of(each.text())) for each in dict.fromkeys((*buttons, *labels))]


def faults_of(window):
    """Words without a letter though one is free, and letters that stand for two things."""
    given = lettered(window)
    letters = [letter for _, letter in given if letter]
    taken = set(letters)
    bare = [
        words for words, letter in given if not letter and set(filter(str.isalnum, words.lower())) - taken
    ]
    return bare, sorted({letter for letter in letters if letters.count(letter) > 1})


@pytest.mark.parametrize("which", DIALOGS)
def test_every_button_and_field_of_a_dialog_has_a_letter_of_its_own(qtbot, monkeypatch, language, which):
    """Alt and the letter go there; only in the longest form may the letters run out."""
    monkeypatch.setattr(ViewRun, "views", ())
    made = DIALOGS[which]()
    qtbot.addWidget(made)
    made.show()
    assert lettered(made) and faults_of(made) == ([], [])


def test_no_dialog_of_the_window_is_forgotten():
    """Each that is written later is tried here too."""
    for module in pkgutil.walk_packages(explorer.ui.__path__, "explorer.ui."):
        importlib.import_module(module.name)
    ours = [kind for kind in QDialog.__subclasses__() if kind.__module__.startswith("explorer")]
    assert ours == [Dialog]
    found, waiting = set(), [Dialog]
    while waiting:
        kinds = waiting.pop().__subclasses__()
        found.update(kinds)
        waiting += kinds
    assert found - {PartForm} == {kind for kind in DIALOGS if isinstance(kind, type)}


def test_questions_and_messages_have_letters_too(qtbot, monkeypatch, language):
    """What becomes of unsaved changes, what is printed, what went wrong."""
    asked = []
    box = plain.message(None, "Ripplemap", "It went wrong.", detail="how")
    qtbot.addWidget(box)
    monkeypatch.setattr(plain.QMessageBox, "exec", lambda box: asked.append((lettered(box), faults_of(box))))
    monkeypatch.setattr(plain.QMessageBox, "clickedButton", lambda box: box.buttons()[0])
    asking.save_first(None, "shop & co")
    asking.print_part(None, True)
    assert [len(given) for given, _ in asked] == [3, 3]
    assert [faults for _, faults in asked] == [([], [])] * 2 and faults_of(box) == ([], [])


def test_what_is_marked_keeps_its_letter_and_the_others_take_what_is_free(qtbot):
    """First letters of words before others; of two that are marked alike, the later one gives way."""
    window = QDialog()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    buttons = [QPushButton(words) for words in ("Save", "&Save As", "&Stop", "Save && go on", "Ss")]
    field = QLineEdit()
    label = plain.label("Age")
    label.setBuddy(field)
    for each in (*buttons, QCheckBox("A && q"), label, field):
        column.addWidget(each)
    for _ in range(2):  # given twice, they stay
        give_letters(window)
        assert [button.text() for button in buttons] == ["S&ave", "&Save As", "S&top", "Save && &go on", "Ss"]
        assert [label.text(), window.findChild(QCheckBox).text()] == ["Ag&e", "A && &q"]


def test_in_no_menu_a_letter_stands_for_two_entries(qtbot, language):
    """Though some entries change their words, and others come while the program runs."""
    window = new_window(qtbot)
    open_in(qtbot, window, SAMPLE)
    window.project.rename_node("ranker", "Clicks")
    for title in window.menuBar().actions():
        for menu in (title.menu(), *(each.menu() for each in title.menu().actions() if each.menu())):
            menu.aboutToShow.emit()
            letters = [letter for each in menu.actions() if (letter := letter_of(each.text()))]
            assert sorted(set(letters)) == sorted(letters), menu.title()


def test_no_button_of_the_window_has_a_letter_of_the_menu_bar(qtbot, language):
    """Nor that of another button of its page."""
    window = new_window(qtbot)
    bar = [letter_of(action.text()) for action in window.menuBar().actions()]
    assert None not in bar and len(set(bar)) == len(bar)
    for place in range(window.foot.count()):
        buttons = window.foot.widget(place).findChildren(QAbstractButton)
        letters = [letter for button in buttons if (letter := letter_of(button.text()))]
        assert sorted({*letters, *bar}) == sorted([*letters, *bar]), window.foot.tabText(place)
