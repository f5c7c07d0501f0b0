"""Pictures for the canvas: made up, of any size, and one of each look there is."""

import importlib.util
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from explorer.domain.geometry import Rect
from explorer.drawing.picture import EFFECTS, NO_EFFECT, LegendEntry, Picture, Pill
from explorer.ui.canvas.canvas import Canvas
from explorer.ui.canvas.palette import Fonts, Palette
from explorer.ui.canvas.renderer import Renderer
from explorer.ui.canvas.scene import Scene

_FILE = Path(__file__).parents[2] / "benchmarks" / "synthetic_pictures.py"
_SPEC = importlib.util.spec_from_file_location("synthetic_pictures", _FILE)
_SYNTHETIC = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_SYNTHETIC)


def with_answer(picture: Picture, seed: int = 0) -> Picture:
    """The picture as a what-if leaves it: effects, waves, eyes, faded nodes, pills."""
    random = np.random.default_rng(seed)
    nodes, edges = picture.nodes, picture.edges
    touched = random.random(len(nodes)) < 0.6
    nodes = replace(
        nodes,
        effect=np.where(touched, random.integers(0, len(EFFECTS), len(nodes)), NO_EFFECT).astype(np.uint8),
        possible=random.random(len(nodes)) < 0.4,
        wave=np.where(touched, random.integers(0, 3, len(nodes)), 0).astype(np.uint8),
        sight=np.where(touched, random.integers(0, 3, len(nodes)), 0).astype(np.uint8),
        faded=~touched,
    )
    edges = replace(
        edges,
        stroke=random.integers(0, len(picture.strokes), len(edges)).astype(np.uint8),
        faded=random.random(len(edges)) < 0.5,
    )
    ends = edges.routes[3::4] if len(edges) else np.empty((0, 2))
    pills = tuple(
        Pill(j, Rect(float(x) - 60, float(y) - 9, float(x) + 20, float(y) + 9), "frozen v6", "#175CD3")
        for j, (x, y) in enumerate(ends[:20])
    )
    legend = (LegendEntry("effect", "breaks", effect="breaks"), LegendEntry("faded", "unchanged"))
    return replace(picture, nodes=nodes, edges=edges, pills=pills, legend=legend)


@pytest.fixture(scope="session")
def picture_of():
    """(count, seed) → a plain picture."""
    return _SYNTHETIC.picture_of


@pytest.fixture(scope="session")
def answered_picture_of(picture_of):
    """(count, seed) → a picture with everything on it that can be on one."""
    return lambda count, seed=0: with_answer(picture_of(count, seed), seed)


@pytest.fixture
def canvas(qtbot, answered_picture_of):
    """A shown canvas of 60 nodes at zoom 1, settled, its legend folded."""
    made = Canvas()
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.set_picture(answered_picture_of(60, 1))
    made.set_legend_unfolded(False)
    with qtbot.waitSignal(made.settled):
        made.show()
    made.zoom_by(1 / made.viewport.zoom)
    made.finish()
    return made


@pytest.fixture
def renderer_of(qapp):
    """picture → what paints it."""
    from explorer.drawing.theme import LIGHT

    return lambda picture: Renderer(Scene(picture), Palette(picture, LIGHT, Fonts()))
