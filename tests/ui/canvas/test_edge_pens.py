"""How loud lines are that only say that there is an edge."""

from dataclasses import replace

import numpy as np
import pytest

from explorer.drawing.picture import EFFECTS, Stroke
from explorer.drawing.theme import DARK, LIGHT, channels
from explorer.ui.canvas.painters.edges import EdgePens


def contrast(one, other):
    """As WCAG has it."""

    def luminance(colour):
        linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in np.array(colour) / 255]
        return np.dot(linear, [0.2126, 0.7152, 0.0722])

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def grounds(theme, pens):
    """The contrast of each pen to the ground."""
    return [contrast(channels(pen.colour.name()), channels(theme.ground)) for pen in pens]


@pytest.fixture
def pens(qapp, picture_of):
    """(count) → the pens of a picture in which one edge passes an effect and the rest are plain."""

    def made(count, theme=LIGHT):
        picture = picture_of(count)
        effect, stroke = picture.edges.effect.copy(), np.zeros_like(picture.edges.stroke)
        effect[0], stroke[0] = EFFECTS.index("breaks"), 1
        strokes = (Stroke(theme.edge, 1.2), Stroke(theme.effects["breaks"], 2.0))
        return EdgePens(
            replace(picture, edges=replace(picture.edges, effect=effect, stroke=stroke), strokes=strokes),
            theme,
        )

    return made


def test_many_plain_lines_pale_as_one_goes_away(pens):
    """Step by step, and never to nothing; near by they are as they are."""
    some = pens(1000)
    steps = [grounds(LIGHT, some.toned(zoom, zoom))[0] for zoom in (1.0, 0.62, 0.5, 0.36, 0.28, 0.2, 0.1)]
    assert steps[0] == steps[1] == grounds(LIGHT, some.pens)[0]
    assert steps[1] > steps[2] > steps[3] >= steps[4] >= steps[5] >= steps[6] > 1.2


def test_a_few_lines_are_never_toned_down(pens):
    """They drown nothing."""
    few = pens(8)
    assert [p.colour for p in few.toned(0.3, 0.3)] == [p.colour for p in few.pens]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_a_line_that_means_something_keeps_its_contrast(pens, theme):
    """Three to one against the ground, however many there are and from however far."""
    toned = pens(1000, theme).toned(0.2, 0.2)
    assert min(grounds(theme, [pen for pen in toned if not pen.plain])) >= 3.0
    assert sum(not pen.plain for pen in toned) == 1
