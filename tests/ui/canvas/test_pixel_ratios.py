"""Screens with more pixels than one to a point: what one points at, names from afar, the map and what is copied."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from explorer.ui.canvas.far_names import FRAME_HEIGHT

RATIOS = ("1", "1.5", "2")

_AT_RATIO = """
import hashlib, json, sys
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication
sys.path.insert(0, sys.argv[1])
import synthetic_pictures
from explorer.domain.geometry import Point
from explorer.export.raster import png_of
from explorer.export.svg import svg_text
from explorer.ui.canvas.canvas import Canvas
from explorer.ui.canvas.far_names import place_names
from explorer.ui.canvas.minimap import Minimap
app = QApplication([])
canvas = Canvas()
canvas.resize(900, 600)
picture = synthetic_pictures.picture_of(60)
canvas.set_picture(picture)
canvas.show()
app.processEvents()
told = {"ratio": canvas.devicePixelRatioF()}

def pointed_at():
    wrong, looked_at = [], 0
    for place, (x, y, w, h) in enumerate(picture.nodes.boxes.tolist()):
        at = canvas.viewport.to_view(Point(x + w / 2, y + h / 2))
        if 0 <= at.x < canvas.width() and 0 <= at.y < canvas.height():
            looked_at += 1
            wrong += [place] * (canvas.node_at(QPointF(at.x, at.y)) != place)
    return looked_at, wrong

told["pointed at"] = pointed_at()
canvas.zoom_by(0.5 / canvas.viewport.zoom)
canvas.finish()
told["pointed at far"] = pointed_at()
names = place_names(canvas.scene, 0.5 * told["ratio"], told["ratio"], canvas.palette_in_use.fonts.far)
told["names"] = dict(zip(names.texts, (names.frames / told["ratio"]).tolist()))
canvas.zoom_by(4)
minimap = Minimap(canvas)
minimap.follow()
app.processEvents()
shown = minimap.grab().toImage()
told["map"] = [minimap.width(), minimap.height(), shown.width(), shown.height()]
kept = minimap._map()
told["map kept"] = [kept.width(), kept.height()]
frame = minimap.frame()
told["frame"] = [frame.left(), frame.top(), frame.width(), frame.height()]
bounds, seen = picture.bounds, canvas.viewport.visible
wide, high = minimap.width() / bounds.width, minimap.height() / bounds.height
told["seen"] = [(seen.x0 - bounds.x0) * wide, (seen.y0 - bounds.y0) * high, seen.width * wide, seen.height * high]
told["copied"] = hashlib.sha256(png_of(svg_text(picture, None)).data).hexdigest()
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def told_at():
    """ratio → what a canvas on a screen with so many pixels to a point tells; asked once for each."""
    root, known = Path(__file__).parents[3], {}

    def ask(ratio):
        if ratio not in known:
            done = subprocess.run(
                [sys.executable, "-c", _AT_RATIO, str(root / "tests" / "benchmarks")],
                cwd=root,
                env={**os.environ, "QT_SCALE_FACTOR": ratio},
                capture_output=True,
                text=True,
            )
            assert done.stderr == ""
            known[ratio] = json.loads(done.stdout)
            assert known[ratio]["ratio"] == float(ratio)
        return known[ratio]

    return ask


@pytest.mark.parametrize("ratio", RATIOS)
def test_what_one_points_at_is_what_is_there(told_at, ratio):
    """Near and from afar, in the middle of each node that is seen."""
    for looked_at, wrong in (told_at(ratio)["pointed at"], told_at(ratio)["pointed at far"]):
        assert looked_at > 5
        assert wrong == []


@pytest.mark.parametrize("ratio", RATIOS)
def test_names_from_afar_are_as_large_on_every_screen(told_at, ratio):
    """The same names at the same places to the eye, none too low to be read, and none on another."""
    names, usual = told_at(ratio)["names"], told_at("1")["names"]
    assert len(names) > 20
    assert set(names) == set(usual)
    for name, (x0, y0, x1, y1) in names.items():
        assert y1 - y0 >= FRAME_HEIGHT
        assert [x0, y0, x1, y1] == pytest.approx(usual[name], abs=1.5)
        assert [
            o for o, (u0, v0, u1, v1) in names.items() if u0 < x1 and u1 > x0 and v0 < y1 and v1 > y0
        ] == [name]


@pytest.mark.parametrize("ratio", RATIOS)
def test_the_map_has_all_the_screens_pixels(told_at, ratio):
    """It is painted for them, and its frame is what is seen."""
    told = told_at(ratio)
    width, height, shown_width, shown_height = told["map"]
    sharp = pytest.approx([width * float(ratio), height * float(ratio)], abs=1)
    assert [shown_width, shown_height] == sharp
    assert told["map kept"] == sharp
    assert told["frame"] == pytest.approx(told["seen"], abs=1e-3)


def test_what_is_copied_is_the_same_from_every_screen(told_at):
    """A picture that is pasted elsewhere does not know what screen it was seen on."""
    assert len({told_at(ratio)["copied"] for ratio in RATIOS}) == 1
