"""How loud lines are that only say that there is an edge."""

from dataclasses import replace

import numpy as np
import pytest

from explorer.domain.geometry import Rect
from explorer.drawing.picture import EFFECTS, Stroke
from explorer.drawing.theme import DARK, LIGHT, SHARP_DARK, SHARP_LIGHT, channels
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
    """(count) → the pens of a picture in which one edge passes an effect, one goes through the world and the rest
    are plain; of a larger picture as empty as around, where that is wanted.
    """

    def made(count, theme=LIGHT, around=1):
        picture = picture_of(count)
        at = picture.bounds
        wide = Rect(at.x0, at.y0, at.x0 + at.width * around, at.y0 + at.height * around)
        picture = replace(picture, bounds=wide)
        effect, stroke = picture.edges.effect.copy(), np.zeros_like(picture.edges.stroke)
        effect[0], stroke[0], stroke[1] = EFFECTS.index("breaks"), 1, 2
        strokes = (Stroke(theme.edge, 1.2), Stroke(theme.effects["breaks"], 2.0), Stroke(theme.world, 1.2))
        return EdgePens(
            replace(picture, edges=replace(picture.edges, effect=effect, stroke=stroke), strokes=strokes),
            theme,
        )

    return made


def test_many_plain_lines_pale_as_one_goes_away(pens):
    """Step by step, and never to nothing; near by they are as they are."""
    some = pens(1000)
    steps = [
        grounds(LIGHT, some.toned(zoom, zoom))[0] for zoom in (2.0, 1.0, 0.62, 0.5, 0.36, 0.28, 0.2, 0.1)
    ]
    assert steps[0] == steps[1] == grounds(LIGHT, some.pens)[0]
    assert steps == sorted(steps, reverse=True)
    assert steps[1] > steps[2] > steps[4] > steps[6] > 1.2


def test_lines_through_the_world_pale_with_the_others(pens):
    """Their colour comes back near by: from afar thousands of them would be all that is seen."""
    some = pens(1000)
    near, halfway, far = (grounds(LIGHT, some.toned(zoom, zoom))[1] for zoom in (1.0, 0.5, 0.1))
    assert near > halfway > far
    assert near == grounds(LIGHT, some.pens)[1]
    assert some.pens[1].colour.name().upper() == LIGHT.world


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_no_step_of_a_zoom_is_seen_as_a_jump(pens, theme):
    """A hundredth nearer changes no colour by more than a fortieth of what it can be."""
    some, zooms = pens(1000, theme), np.geomspace(0.01, 4.0, 600)
    told = np.array(
        [[channels(p.colour.name()) for p in some.toned(zoom, zoom)] for zoom in zooms.tolist()], dtype=float
    )
    assert np.abs(np.diff(told, axis=0)).max() <= 255 / 40


def test_empty_ground_beside_a_crowd_does_not_make_it_louder(pens):
    """A node far off makes the picture larger, and the crowd no thinner."""
    alone, beside = (pens(1000, around=around).toned(0.6, 0.6)[0].colour for around in (1, 4))
    assert max(abs(a - b) for a, b in zip(alone.getRgb(), beside.getRgb(), strict=True)) <= 12


@pytest.mark.parametrize("theme", [SHARP_LIGHT, SHARP_DARK], ids=["light", "dark"])
def test_in_high_contrast_every_line_stays_strong(pens, theme):
    """Three to one against the ground, however many there are and from however far."""
    some = pens(20_000, theme)
    assert min(min(grounds(theme, some.toned(zoom, zoom))) for zoom in (1.0, 0.5, 0.2, 0.02)) >= 3.0


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
