"""However a layout comes to be another, what both pictures show glides from the one to the other."""

import pytest

from explorer.ui.canvas.transition import SECONDS
from tests.ui.windows import at_rest, opened, small


@pytest.fixture
def window(qtbot, tmp_path):
    """A window with a small system of three teams."""
    return opened(qtbot, small(tmp_path))


def courses(window):
    """Whether the picture glides, for each one that is shown from now on."""
    told = []
    window.project.picture_changed.connect(lambda *_: told.append(window.canvas._transition is not None))
    return told


def test_every_change_of_the_layout_glides(qtbot, window):
    """An edit, taking it back and making it again, closing teams and opening them, and arranging anew."""
    glided = {}

    def watch(name, do):
        told = courses(window)
        do()
        qtbot.waitUntil(lambda: bool(told), timeout=30_000)
        at_rest(qtbot, window)
        glided[name] = any(told)

    def trigger(name):
        return window.actions_by_name[name].trigger

    window.select(("page",))
    watch("remove", trigger("remove"))
    watch("undo", trigger("undo"))
    watch("redo", trigger("redo"))
    watch("undo again", trigger("undo"))
    watch("close teams", trigger("close_teams"))
    watch("open teams", trigger("open_teams"))
    watch("arrange", trigger("arrange"))
    assert glided == dict.fromkeys(glided, True)
    assert SECONDS <= 0.3
