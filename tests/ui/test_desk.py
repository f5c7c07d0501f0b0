"""The desk: made when there is a system to look at, not before, and from then on following the window."""

import subprocess
import sys

from explorer.drawing.theme import DARK
from tests.small_system import SMALL
from tests.ui.windows import SAMPLE, new_window, open_in, small

START = """
import sys
from explorer.ui.app import make_application, make_window
application = make_application()
make_window(application).show()
print([name for name in sys.modules if name in {
    "explorer.ui.desk", "explorer.ui.foot", "explorer.ui.canvas.canvas", "explorer.analysis.debts",
    "networkx", "sqlalchemy", "numpy.random"}])
"""


def test_the_start_page_is_there_without_what_only_a_system_needs():
    """A window that shows its start page has imported neither canvas nor analyses."""
    done = subprocess.run(
        [sys.executable, "-c", START], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_desk_comes_with_the_first_system_and_its_docks_go_with_the_last(qtbot):
    """The docks can be shown and hidden in the menu “View” once they are there."""
    window = new_window(qtbot)
    view = next(menu for menu in window.menuBar().actions() if menu.text() == "&View").menu()
    before = [action.text() for action in view.actions()]
    assert not {"Outline", "Inspector", "Answers"} & set(before)
    open_in(qtbot, window, SAMPLE)
    assert [a.text() for a in view.actions() if a.text() not in before] == ["Outline", "Inspector", "Answers"]
    assert all(dock.isVisible() for dock in window.desk.docks)
    window.project.close()
    assert not any(dock.isVisible() for dock in window.desk.docks)
    assert window.start.isVisible()


def test_names_of_the_first_system_have_room_in_the_outline(qtbot, tmp_path):
    """Most of them, up to a quarter of the window."""
    window = new_window(qtbot)
    window.resize(1440, 900)
    names = [f"model_performance_quantile_{i:02}.parquet" for i in range(20)]
    text = SMALL + "".join(f"  {name}: {{owner: web}}\n" for name in names)
    open_in(qtbot, window, small(tmp_path, text))
    tree = window.outline._tree
    tree.expandAll()
    for name in names:
        index = window.outline._model.index_of(name)
        assert tree.sizeHintForIndex(index).width() <= tree.visualRect(index).width()
    assert 240 < window.desk.docks[0].width() <= 360


def test_short_names_leave_the_outline_as_narrow_as_it_is(qtbot, tmp_path):
    """And a system that is opened later changes no width that a person may have chosen."""
    window = new_window(qtbot)
    open_in(qtbot, window, small(tmp_path))
    assert window.desk.docks[0].width() == 240
    wordy = SMALL + "".join(
        f"  {'a very long name of a consumer ' * 2}{i}: {{owner: web}}\n" for i in range(20)
    )
    open_in(qtbot, window, small(tmp_path, wordy, "wordy.yaml"))
    assert window.desk.docks[0].width() == 240


def test_keys_are_for_the_picture_as_soon_as_there_is_one(qtbot, tmp_path):
    """Of a first system and of one opened in its place, wherever the keyboard was; only the tour keeps it."""
    window = new_window(qtbot)
    open_in(qtbot, window, small(tmp_path))
    assert window.focusWidget() is window.canvas
    window.outline.focus_filter()
    assert window.focusWidget() is not window.canvas
    open_in(qtbot, window, SAMPLE)
    assert window.focusWidget() is window.canvas
    window.actions_by_name["tour"].trigger()
    open_in(qtbot, window, small(tmp_path))
    assert window.tour.panel.isAncestorOf(window.focusWidget())


def test_a_window_told_to_be_dark_before_there_is_a_desk_has_a_dark_one(qtbot):
    """Nothing that was said before is lost."""
    window = new_window(qtbot)
    window.project.set_theme(DARK)
    open_in(qtbot, window, SAMPLE)
    ground = window.canvas.grab().toImage().pixelColor(2, 2)
    assert ground.lightness() < 60


def test_a_window_closed_while_its_desk_is_being_made_opens_nothing(qtbot, tmp_path):
    """The system was read, but there is nobody left to show it to."""
    window = new_window(qtbot)
    with qtbot.waitSignal(window.project.rested, timeout=30_000):
        window.open_sources([str(small(tmp_path))])
    assert not window.is_at_rest
    window.close()
    assert window.is_at_rest
    qtbot.wait(50)
    assert not window.project.is_open


def test_a_window_on_a_low_screen_does_not_outgrow_it(qtbot, tmp_path):
    """Opening and closing a system leaves it as large as it was: 1600 × 1000 pixels, of which 1.5 make a point."""
    window = new_window(qtbot)
    window.resize(1067, 667)
    size = window.size()
    open_in(qtbot, window, small(tmp_path))
    assert window.size() == size
    window.project.close()
    assert window.size() == size
