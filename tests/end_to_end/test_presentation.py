"""A system shown to others: saved views full screen in the dark, one after the other, and back to work."""

import pytest

from explorer.domain.changes import SetViews
from explorer.domain.geometry import Rect
from explorer.domain.kinds import NodeKind
from explorer.domain.saved_views import SavedView
from explorer.drawing.theme import DARK
from explorer.importers.adapter import Task
from explorer.session.loading import open_sources
from explorer.session.session import Session
from explorer.session.settings import Settings, save_settings
from tests.end_to_end.desks import spots, until

pytestmark = pytest.mark.window
MODEL, CONSUMER = (DARK.chips[kind] for kind in (NodeKind.MODEL, NodeKind.CONSUMER))


@pytest.fixture
def with_views(small_project):
    """Two views: what is around the model, and what is around the page."""
    session = Session(open_sources([str(small_project)], task=Task()))
    seen = Rect(-40, -60, 460, 160)
    views = (SavedView(name="The model", seen=seen, focus=("ranker",), hops=0),)
    views += (SavedView(name="The page", seen=seen, focus=("page",), hops=0),)
    session.apply(SetViews("Keep views", views))
    session.save()
    return small_project


def shown_alone(shown, one, other):
    """Whether there is a thing of one colour on the screen, and none of the other."""
    image = shown.screen()
    return spots(image, one, whole=True) and not spots(image, other, whole=True)


def test_saved_views_are_presented_in_the_dark_and_left(sit_down, with_views, tmp_path):
    """The whole screen is dark and holds one view; the next and the one before are a key away; Esc ends it."""
    save_settings(Settings(theme="dark"), tmp_path / "settings.json")
    with sit_down("open", str(with_views)) as shown:
        shown.find("small")
        until(lambda: spots(shown.screen(), CONSUMER), "a picture in the dark")
        shown.at_rest()
        window, before = shown.window, shown.ask("search", "--onlyvisible", "--name", ".").split()
        shown.press("F5")

        def another():
            there = shown.ask("search", "--onlyvisible", "--name", ".").split()
            return [each for each in there if each not in before]

        shown.window = until(another, "the stage")[-1]
        shown.ask("windowfocus", "--sync", shown.window)
        until(lambda: shown_alone(shown, MODEL, CONSUMER), "the first view")
        geometry = shown.ask("getwindowgeometry", "--shell", shown.window)
        assert {"WIDTH=1600", "HEIGHT=1000"} <= set(geometry.split())
        ground = [int(DARK.ground[i : i + 2], 16) for i in (1, 3, 5)]
        assert (shown.screen() == ground).all(axis=2).mean() > 0.5
        shown.press("Right")
        until(lambda: shown_alone(shown, CONSUMER, MODEL), "the second view")
        shown.press("Left")
        until(lambda: shown_alone(shown, MODEL, CONSUMER), "the first view again")
        shown.press("Escape")
        until(lambda: not another(), "the end of it")
        shown.window = window
        shown.ask("windowfocus", "--sync", window)
        until(lambda: spots(shown.screen(), CONSUMER), "the window as it was")
        shown.press("F11")
        shown.at_rest()
        shown.quit()
