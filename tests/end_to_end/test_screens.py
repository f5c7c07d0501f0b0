"""Screens with more than one pixel to a point, and high contrast: the same picture, whole, as large, in its place."""

from __future__ import annotations

import os
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from scipy import ndimage

from explorer.drawing.theme import THEMES, Theme
from explorer.session.settings import Settings, save_settings
from tests.conftest import x_server
from tests.end_to_end.desks import Spot, desk, inked, spots, until
from tests.small_system import SMALL

pytestmark = pytest.mark.window

WIDTH, HEIGHT = 1600, 1000
"""Of every screen here, in points."""
CANVAS = Spot(256, 50, 1044, 660)
"""Where the canvas is, in points: between outline and inspector, above the answers."""
BLOCK = 8
"""Points by points of a screen of which it is told whether anything is drawn there."""
FAINTEST = 6
"""How much red, green or blue differs where something begins: a team's ground and what it lies on are near."""


class Look(NamedTuple):
    """What was on a screen: its pixels, of which so many make a point, and in which colours it was drawn."""

    image: np.ndarray
    ratio: float
    theme: Theme

    def part(self, where: Spot) -> np.ndarray:
        """The pixels of a place that is given in points."""
        edges = (where.left, where.top, where.left + where.width, where.top + where.height)
        left, top, right, bottom = (round(edge * self.ratio) for edge in edges)
        return self.image[top:bottom, left:right].astype(np.int16)

    def coloured(self, where: Spot, colour: str, near: int = 0) -> np.ndarray:
        """Which pixels of a place are of this colour, or off by so much in red, green and blue."""
        wanted = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], np.int16)
        return (np.abs(self.part(where) - wanted) <= near).all(axis=2)

    def fields(self) -> list[Spot]:
        """What is on the canvas with a line all round it, in points: the whole, teams, cards and the legend."""
        found = []
        for ground in {self.theme.ground, self.theme.team_area, self.theme.card}:
            for down, across in ndimage.find_objects(ndimage.label(self.coloured(CANVAS, ground))[0]):
                left, top, right, bottom = (
                    round(edge / self.ratio) for edge in (across.start, down.start, across.stop, down.stop)
                )
                if right - left > 60 and bottom - top > 20:
                    found.append(Spot(CANVAS.left + left, CANVAS.top + top, right - left, bottom - top))
        return sorted(found)

    def cards(self) -> list[Spot]:
        """Those of the nodes, from left to right."""
        teams = [field for field in self.fields() if 100 < field.height < 200]
        return [
            field
            for field in self.fields()
            if any(team.left < field.left and team.top < field.top < team.top + team.height for team in teams)
        ]

    def is_joined(self, one: Spot, other: Spot) -> bool:
        """Whether a line of an edge goes from a card to the next one, but for its end at the arrowhead's point."""
        left, right = one.left + one.width, other.left
        between = Spot(left, one.middle[1] - 3, right - left, 6)
        return float(self.coloured(between, self.theme.edge, near=70).any(axis=0).mean()) > 0.85

    def drawn(self) -> np.ndarray:
        """Whether anything begins or ends on each block of the canvas: letters, icons, lines."""
        part = self.part(CANVAS)
        begins = np.zeros(part.shape[:2], bool)
        begins[:, 1:] |= (np.abs(np.diff(part, axis=1)) >= FAINTEST).any(axis=2)
        begins[1:] |= (np.abs(np.diff(part, axis=0)) >= FAINTEST).any(axis=2)
        down, across = (
            np.round(np.arange(0, size, BLOCK) * self.ratio).astype(int)
            for size in (CANVAS.height, CANVAS.width)
        )
        return np.logical_or.reduceat(np.logical_or.reduceat(begins, down, axis=0), across, axis=1)


def far_from(one: np.ndarray, other: np.ndarray) -> int:
    """How many blocks of one are neither in the other nor beside one that is."""
    return int((one & ~ndimage.binary_dilation(other, np.ones((3, 3), bool))).sum())


def is_at_work(image: np.ndarray) -> bool:
    """Whether the foot of the window shows progress, which stands at the right."""
    height, width = image.shape[:2]
    part = image[round(0.975 * height) : height - 2, round(0.68 * width) : width - 2]
    return bool((part != part[0, 0]).any())


@pytest.fixture(scope="module")
def shown_on(xdotool, tmp_path_factory):
    """Open the small system on a screen of its own, in a theme: the desk, and how it looks once nothing moves."""
    root = Path(__file__).resolve().parents[2]

    @contextmanager
    def screen(theme, ratio):
        folder = tmp_path_factory.mktemp(theme)
        (folder / "small.yaml").write_text(SMALL)
        save_settings(Settings(theme=theme, minimap=False), folder / "settings.json")
        with x_server(round(WIDTH * ratio), round(HEIGHT * ratio)) as display:
            environment = {
                **display.environment(), "PYTHONPATH": os.fspath(root), "QT_SCALE_FACTOR": f"{ratio:g}",
            }  # fmt: skip
            with desk(xdotool, environment, display.screen_file, folder, "open", "small.yaml") as shown:
                shown.find("small")
                until(lambda: inked(shown.screen()) > 1_000, "a picture")
                until(lambda: not is_at_work(shown.at_rest()), "the last layout")
                yield shown, Look(shown.at_rest(), ratio, THEMES[theme])
                shown.quit()

    return screen


@pytest.fixture(scope="module")
def usual(shown_on):
    """The small system, light, with one pixel to a point: the whole, three teams, four cards and the legend."""
    with shown_on("light", 1.0) as (_, look):
        assert (len(look.fields()), len(look.cards())) == (9, 4)
        return look


@pytest.mark.parametrize(("theme", "ratio"), [("light", 2.0), ("contrast", 1.5), ("contrast-dark", 1.0)])
def test_it_looks_the_same_on_every_screen_and_answers_to_the_mouse(usual, shown_on, theme, ratio):
    """Teams, cards and the legend to the point, edges unbroken, letters and icons; a card is where it is seen."""
    with shown_on(theme, ratio) as (shown, look):
        expected, fields = usual.fields(), look.fields()
        assert np.abs(np.subtract(fields, expected)).max() <= 2, (fields, expected)
        cards = look.cards()
        assert [look.is_joined(*pair) for pair in pairwise(cards)] == [True] * 3
        assert (far_from(look.drawn(), usual.drawn()), far_from(usual.drawn(), look.drawn())) == (0, 0)
        x, y = (round(at * ratio) for at in cards[1].middle)
        shown.click((x, y))
        found = until(lambda: spots(shown.screen(), look.theme.selection, near=20), "a ring round the model")
        there = [spot for spot in found if spot.left < x < spot.left + spot.width]
        ring = max(there, key=lambda spot: spot.height)  # its edges are lit with it
        assert cards[1].height < ring.height / ratio < cards[1].height + 20
