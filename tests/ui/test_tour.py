"""The tour goes through the window on the sample: each step does what it offers, or sees that it was done."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QFileDialog, QPushButton

from explorer.session.settings import Settings, load_settings, save_settings
from tests.ui.windows import SAMPLE, at_rest, new_window, opened, small


def ticked(window):
    """Whether the step that is shown is done."""
    return window.tour.panel._done.isVisible()


def title(window):
    """Of the step that is shown."""
    return window.tour.panel.text.split(" (")[0]


def go_to(window, wanted):
    """On to a step, by its title."""
    while title(window) != wanted:
        window.tour.panel.next.click()


def test_each_step_can_be_done_by_its_button(qtbot):
    """From the start page to the marked fault, and every step is ticked by what really happened."""
    window = new_window(qtbot)
    window.actions_by_name["tour"].trigger()
    panel = window.tour.panel
    done = []
    for _ in range(7):
        qtbot.waitUntil(panel.do.isEnabled, timeout=30_000)
        at_rest(qtbot, window)
        assert not ticked(window) or title(window) == "Open a system"
        panel.do.click()
        qtbot.waitUntil(lambda: ticked(window), timeout=30_000)
        at_rest(qtbot, window)
        done.append((title(window), window.foot.currentWidget().objectName()))
        panel.next.click()
    assert done == [
        ("Open a system", "questions"),
        ("The picture", "questions"),
        ("A feedback loop", "findings"),
        ("What if?", "what-if"),
        ("Why, and who would see it", "what-if"),
        ("Read an answer", "questions"),
        ("Look for a fault", "faults"),
    ]
    assert [mark.node for mark in window.project.faults.seen.marks] == ["home-page"]
    assert window.project.what_if is None
    assert not window.project.is_dirty
    assert title(window) == "Take it with you"
    panel.next.click()
    panel.next.click()
    assert not panel.isVisible()


def test_what_a_person_does_is_seen_as_well(qtbot):
    """A step is ticked whoever did it, and stays so when one comes back to it."""
    window = opened(qtbot, SAMPLE)
    window.tour.begin()
    assert ticked(window)
    go_to(window, "The picture")
    assert not ticked(window)
    window.select(("clicks",))
    qtbot.waitUntil(lambda: ticked(window))
    go_to(window, "Look for a fault")
    window.select(())
    for _ in range(5):
        window.tour.panel.back.click()
    assert (title(window), ticked(window)) == ("The picture", True)


def test_the_panel_stands_beside_what_it_speaks_of_while_the_window_changes(qtbot):
    """The ring is around it, and both follow."""
    window = opened(qtbot, SAMPLE)
    window.tour.begin()
    go_to(window, "Read an answer")

    def is_in_place():
        foot = window.foot
        around = QRect(foot.mapTo(window, foot.rect().topLeft()), foot.size())
        ring, panel = window.tour._ring.geometry(), window.tour.panel.geometry()
        return ring == around and not panel.intersects(around) and window.rect().contains(panel)

    qtbot.waitUntil(is_in_place)
    window.resize(1000, 700)
    qtbot.waitUntil(is_in_place)


def test_a_step_about_the_sample_waits_for_the_sample(qtbot, tmp_path):
    """In another system there is no ranker to select; one is told by a button that cannot be pressed."""
    window = opened(qtbot, small(tmp_path))
    window.tour.begin()
    assert (ticked(window), window.tour.panel.do.isEnabled()) == (False, True)
    go_to(window, "Look for a fault")
    assert not window.tour.panel.do.isEnabled()
    window.project.close()
    qtbot.waitUntil(lambda: window.start.isVisible())
    go_to(window, "Take it with you")
    assert not window.tour.panel.do.isEnabled()


def test_who_goes_on_without_a_system_gets_the_sample(qtbot):
    """Nothing of what follows could be seen else."""
    window = new_window(qtbot)
    window.tour.begin()
    window.tour.panel.next.click()
    qtbot.waitUntil(lambda: "ranker" in window.project.graph.nodes, timeout=30_000)
    at_rest(qtbot, window)
    assert title(window) == "The picture"
    qtbot.waitUntil(window.tour.panel.do.isEnabled)


def test_return_alone_goes_through_it(qtbot):
    """The keyboard is on what does the step, and goes on to Next when it is done."""
    window = new_window(qtbot)
    window.activateWindow()
    window.tour.begin()
    panel = window.tour.panel
    qtbot.waitUntil(panel.do.hasFocus)
    qtbot.keyClick(panel.do, Qt.Key.Key_Return)
    qtbot.waitUntil(panel.next.hasFocus, timeout=30_000)
    assert ticked(window)
    at_rest(qtbot, window)
    qtbot.keyClick(panel.next, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: title(window) == "The picture")
    qtbot.waitUntil(panel.do.hasFocus)


def test_export_is_asked_for_and_may_be_refused(qtbot, monkeypatch):
    """The tour opens the same dialog as the menu."""
    asked = []
    monkeypatch.setattr(QFileDialog, "exec", lambda dialog: asked.append(dialog.windowTitle()) or 0)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *given: asked.append(given[1]) or ("", ""))
    window = opened(qtbot, SAMPLE)
    window.tour.begin()
    go_to(window, "Take it with you")
    window.tour.panel.do.click()
    assert asked == ["Export Picture"]


def test_escape_leaves_it_and_it_can_be_taken_again(qtbot):
    """From the first step."""
    window = new_window(qtbot)
    window.tour.begin()
    window.tour.panel.next.click()
    qtbot.keyClick(window.tour.panel, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.tour.panel.isVisible())
    assert not window.tour._ring.isVisible()
    window.tour.begin()
    assert title(window) == "Open a system"


def offer(window):
    """The two buttons of the start page's offer, by their words."""
    return {button.text(): button for button in window.start._tour.findChildren(QPushButton)}


def test_it_is_offered_at_the_first_run_only(qtbot, tmp_path, monkeypatch):
    """Taken or declined, it is not offered again; it stays in the menu."""
    monkeypatch.setenv("RIPPLEMAP_SETTINGS", str(tmp_path / "settings.json"))
    window = new_window(qtbot)
    assert window.start._tour.isVisible()
    offer(window)["Not now"].click()
    assert (window.start._tour.isVisible(), load_settings().tour_seen) == (False, True)
    assert not new_window(qtbot).start._tour.isVisible()
    save_settings(Settings())
    again = new_window(qtbot)
    offer(again)["Take the tour"].click()
    assert again.tour.panel.isVisible()
    assert (again.start._tour.isVisible(), load_settings().tour_seen) == (False, True)
