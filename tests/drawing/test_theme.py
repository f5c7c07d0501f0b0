"""The palette keeps its promises: readable, and told apart by people who see colours differently."""

from itertools import combinations

import numpy as np
import pytest

from explorer.drawing.icons import EFFECT_ICONS, KIND_ICONS
from explorer.drawing.picture import EFFECTS, NODE_KINDS
from explorer.drawing.theme import DARK, LIGHT, THEMES, channels, mixed, theme_named

# Machado, Oliveira, Fernandes 2009, severity 1.0, applied to linear RGB.
DEFICIENCIES = {
    "none": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TO_XYZ = [
    [0.4124564, 0.3575761, 0.1804375],
    [0.2126729, 0.7151522, 0.0721750],
    [0.0193339, 0.1191920, 0.9503041],
]

# A difference of 2.3 in CIELAB is just seen with two fields side by side. Twice that is seen at a distance, and
# every effect has a badge of its own besides; the light hues were chosen for that floor.
APART = 2 * 2.3

each = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)


def linear(colour):
    part = np.array(channels(colour)) / 255
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    dark, light = sorted(float(linear(c) @ TO_XYZ[1]) for c in (one, other))
    return (light + 0.05) / (dark + 0.05)


def lab(rgb):
    ratio = np.array(TO_XYZ) @ np.clip(rgb, 0, 1) / [0.95047, 1.0, 1.08883]
    f = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@each
def test_text_reaches_a_contrast_of_four_and_a_half(theme):
    """Every colour that writes text is read on whatever it can stand on; in high contrast 7 (WCAG 2.2, 1.4.6)."""
    least = 7.0 if theme.name.startswith("contrast") else 4.5
    grounds = {
        "text": (theme.ground, theme.card, theme.team_area),
        "muted": (theme.ground, theme.card, theme.team_area),
        "team_text": (theme.team_area,),
        "removed": (theme.ground, theme.card, theme.pill),
        "added": (theme.pill,),
        "on_effect": (theme.added,),
    }
    pairs = [(getattr(theme, name), ground, name) for name, on in grounds.items() for ground in on]
    pairs += [(colour, theme.pill, sort) for sort, colour in theme.pill_colours.items()]
    pairs += [(colour, theme.card, effect) for effect, colour in theme.effect_text.items()]
    assert [(name, c, g, contrast(c, g)) for c, g, name in pairs if contrast(c, g) < least] == []


@each
def test_what_carries_meaning_reaches_a_contrast_of_three(theme):
    """Icons on their chips, lines on the ground and signs on their badges are seen by everybody."""
    least = 4.5 if theme.name.startswith("contrast") else 3.0
    pairs = [(theme.kinds[kind], theme.chips[kind], kind) for kind in NODE_KINDS]
    pairs += [(theme.on_effect, theme.effects[e], e) for e in EFFECTS]
    pairs += [(theme.added, g, "added") for g in (theme.ground, theme.card, theme.team_area)]
    pairs += [
        (line, g, "line") for line in (theme.edge, theme.world) for g in (theme.ground, theme.team_area)
    ]
    pairs += [
        (c, g, e) for e, c in theme.effects.items() for g in (theme.ground, theme.card, theme.team_area)
    ]
    assert [(name, c, g, contrast(c, g)) for c, g, name in pairs if contrast(c, g) < least] == []


@each
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_effects_stay_apart_whatever_colours_the_reader_sees(theme, deficiency):
    """Effects differ visibly with full sight and under three complete deficiencies."""
    matrix = np.array(DEFICIENCIES[deficiency])
    seen = {c: lab(matrix @ linear(c)) for c in set(theme.effects.values())}
    close = {
        (a, b): float(np.linalg.norm(seen[a] - seen[b]))
        for a, b in combinations(sorted(seen), 2)
        if np.linalg.norm(seen[a] - seen[b]) < APART
    }
    assert close == {}


@each
def test_every_kind_and_effect_has_a_colour_and_a_drawing(theme):
    """Nothing that can occur is left without a colour, a chip or an icon."""
    assert set(NODE_KINDS) == set(theme.kinds) == set(theme.chips) == set(KIND_ICONS)
    assert set(EFFECTS) == set(theme.effects) == set(theme.effect_text) == set(EFFECT_ICONS)
    assert len(set(KIND_ICONS.values())) == len(KIND_ICONS)
    assert len(set(EFFECT_ICONS.values())) == len(EFFECT_ICONS)


@pytest.mark.parametrize("name", ["contrast", "contrast-dark"])
def test_in_high_contrast_even_what_is_faded_can_be_read_and_every_outline_is_seen(name):
    """Fading says that something is not affected; it must not take it away from whoever sees little."""
    theme = theme_named(name)
    for colour in (theme.text, theme.muted, theme.edge):
        assert contrast(theme.faded(colour), theme.ground) >= 3.0
    for line in (theme.card_border, theme.team_border, theme.selection):
        assert contrast(line, theme.ground) >= 4.5


def test_a_mix_is_opaque_and_between_the_two():
    """Half of black over white is mid grey; none of it is white."""
    assert mixed("#000000", "#FFFFFF", 0.5) == "#808080"
    assert mixed("#000000", "#FFFFFF", 0.0) == "#FFFFFF"


def test_a_theme_is_chosen_by_name():
    """Each is known; another name is refused with those that are."""
    assert DARK is theme_named("dark")
    assert LIGHT is theme_named("light")
    with pytest.raises(ValueError, match="light, dark, contrast and contrast-dark"):
        theme_named("neon")
