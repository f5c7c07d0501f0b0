"""The colours of a picture, light, dark and in high contrast, as "#rrggbb": the one place where a colour is chosen.

Text reaches a contrast of 4.5:1 on whatever it stands on, and what carries meaning 3:1; in high contrast 7:1 and
4.5:1. A test holds it, and that effects stay apart under three colour-vision deficiencies. Colour never speaks alone:
kinds differ by outline and icon, effects by badge, evidence by dash.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from explorer.domain.kinds import NodeKind
from explorer.domain.wording import listed
from explorer.drawing.picture import NODE_KINDS, CardKind, ShownKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Every colour of one appearance. fade: how much is left of what the reader's question is not about.
    hush: how much is left, on a screen, of very many lines seen from afar.

    pill_colours: text and border of a pill, by what it says first. kinds: icon strokes; chips: the soft square behind
    an icon. added, removed: lines and signs of what a scenario adds and takes out. effects: outlines, edges and
    badges, on which `on_effect` is drawn; effect_text: the same hues, dark or light enough for small text on a card.
    """

    name: str
    dark: bool
    fade: float = 0.36
    hush: float = 0.24
    ground: str
    card: str
    card_border: str
    text: str
    muted: str
    team_area: str
    team_border: str
    team_text: str
    edge: str
    accent: str
    world: str
    pill: str
    on_effect: str
    selection: str
    added: str
    removed: str
    pill_colours: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[ShownKind, str] = field(default_factory=dict)
    chips: Mapping[ShownKind, str] = field(default_factory=dict)
    effects: Mapping[str, str] = field(default_factory=dict)
    effect_text: Mapping[str, str] = field(default_factory=dict)

    def faded(self, colour: str) -> str:
        """The colour of what the reader's question is not about: a part of it over the ground."""
        return mixed(colour, self.ground, self.fade)


def mixed(colour: str, ground: str, share: float) -> str:
    """`share` of a colour laid over an opaque ground."""
    pairs = zip(channels(colour), channels(ground), strict=True)
    return "#" + "".join(f"{round(c * share + g * (1 - share)):02X}" for c, g in pairs)


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue of "#rrggbb", 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


_LIGHT_HUES: dict[ShownKind, str] = {
    NodeKind.PRODUCER: "#0072B2",
    NodeKind.DATASET: "#475467",
    NodeKind.JOB: "#7A5C2E",
    NodeKind.FEATURE: "#00875F",
    NodeKind.ARTIFACT: "#2E90C8",
    NodeKind.MODEL: "#8E3B8A",
    NodeKind.CONSUMER: "#C77700",
    NodeKind.WORLD: "#C4420B",
    NodeKind.METRIC: "#8A7A00",
    NodeKind.OBJECTIVE: "#B8860B",
    NodeKind.MONITOR: "#344054",
    NodeKind.UNKNOWN: "#667085",
    CardKind.TEAM: "#175CD3",
}

_DARK_HUES: dict[ShownKind, str] = {
    NodeKind.PRODUCER: "#53B1FD",
    NodeKind.DATASET: "#B0B9C8",
    NodeKind.JOB: "#D0A878",
    NodeKind.FEATURE: "#4CC79A",
    NodeKind.ARTIFACT: "#7CC7F2",
    NodeKind.MODEL: "#D992D4",
    NodeKind.CONSUMER: "#F2A33A",
    NodeKind.WORLD: "#FB7E4E",
    NodeKind.METRIC: "#CDBB3C",
    NodeKind.OBJECTIVE: "#E3B341",
    NodeKind.MONITOR: "#CDD5E0",
    NodeKind.UNKNOWN: "#98A2B3",
    CardKind.TEAM: "#84B5FF",
}

LIGHT = Theme(
    name="light",
    dark=False,
    ground="#FCFCFD",
    card="#FFFFFF",
    card_border="#D0D5DD",
    text="#101828",
    muted="#5D6679",
    team_area="#F4F5F8",
    team_border="#E4E7EC",
    team_text="#5D6679",
    edge="#7F8B9F",
    accent="#175CD3",
    world="#C4420B",
    pill="#FFFFFF",
    pill_colours={"filter": "#B54708", "version": "#175CD3", "exploration": "#067A57", "bundle": "#475467"},
    on_effect="#FFFFFF",
    selection="#175CD3",
    added="#175CD3",
    removed="#5D6679",
    kinds=_LIGHT_HUES,
    chips={
        kind: mixed(hue, "#FFFFFF", 0.07 if kind is NodeKind.OBJECTIVE else 0.12)
        for kind, hue in _LIGHT_HUES.items()
    },
    effects={
        "breaks": "#B42318",
        "wrong": "#C11574",
        "degraded": "#B54708",
        "schema-break": "#107569",
        "shifts": "#DC6803",
        "stale": "#475467",
        "schema-add": "#107569",
        "protected": "#175CD3",
    },
    effect_text={
        "breaks": "#B42318",
        "wrong": "#C11574",
        "degraded": "#B54708",
        "schema-break": "#107569",
        "shifts": "#B15302",
        "stale": "#475467",
        "schema-add": "#107569",
        "protected": "#175CD3",
    },
)

_DARK_EFFECTS = {
    "breaks": "#F97066",
    "wrong": "#FF7BD0",
    "degraded": "#E0793A",
    "schema-break": "#2ED3B7",
    "shifts": "#FDB022",
    "stale": "#8B95A7",
    "schema-add": "#2ED3B7",
    "protected": "#6FA8FF",
}

DARK = Theme(
    name="dark",
    dark=True,
    ground="#14161B",
    card="#22262F",
    card_border="#3F4757",
    text="#F2F4F7",
    muted="#A3ADBD",
    team_area="#1B1F27",
    team_border="#2C3340",
    team_text="#A3ADBD",
    edge="#6E788A",
    accent="#6FA8FF",
    world="#F4764A",
    pill="#1B1F27",
    pill_colours={"filter": "#F4A15D", "version": "#84B5FF", "exploration": "#4CC79A", "bundle": "#B0B9C8"},
    on_effect="#14161B",
    selection="#6FA8FF",
    added="#6FA8FF",
    removed="#A3ADBD",
    kinds=_DARK_HUES,
    chips={kind: mixed(hue, "#22262F", 0.18) for kind, hue in _DARK_HUES.items()},
    effects=_DARK_EFFECTS,
    effect_text=_DARK_EFFECTS,
)


_SHARP_LIGHT_HUES: dict[ShownKind, str] = {
    **_LIGHT_HUES,
    NodeKind.FEATURE: "#00704F",
    NodeKind.ARTIFACT: "#216A94",
    NodeKind.CONSUMER: "#8F5500",
    NodeKind.WORLD: "#B03A08",
    NodeKind.METRIC: "#6B5F00",
    NodeKind.OBJECTIVE: "#7A5806",
    NodeKind.UNKNOWN: "#475467",
    CardKind.TEAM: "#0B3E99",
}
_SHARP_LIGHT_EFFECTS = {
    "breaks": "#73160F",
    "wrong": "#931058",
    "degraded": "#793005",
    "schema-break": "#0A4740",
    "shifts": "#8D4302",
    "stale": "#36404E",
    "schema-add": "#0A4740",
    "protected": "#0B3E99",
}

SHARP_LIGHT = Theme(
    name="contrast",
    dark=False,
    fade=0.6,
    hush=0.66,
    ground="#FFFFFF",
    card="#FFFFFF",
    card_border="#000000",
    text="#000000",
    muted="#333B49",
    team_area="#FFFFFF",
    team_border="#475467",
    team_text="#333B49",
    edge="#344054",
    accent="#0B3E99",
    world="#A83206",
    pill="#FFFFFF",
    pill_colours={"filter": "#793005", "version": "#0B3E99", "exploration": "#045239", "bundle": "#344054"},
    on_effect="#FFFFFF",
    selection="#0B3E99",
    added="#0B3E99",
    removed="#333B49",
    kinds=_SHARP_LIGHT_HUES,
    chips=dict.fromkeys(NODE_KINDS, "#FFFFFF"),
    effects=_SHARP_LIGHT_EFFECTS,
    effect_text=_SHARP_LIGHT_EFFECTS,
)

_SHARP_DARK_EFFECTS = {
    "breaks": "#FF8A80",
    "wrong": "#FF7BD0",
    "degraded": "#E88E55",
    "schema-break": "#2ED3B7",
    "shifts": "#FDB022",
    "stale": "#A9B2C2",
    "schema-add": "#2ED3B7",
    "protected": "#9CC4FF",
}

SHARP_DARK = Theme(
    name="contrast-dark",
    dark=True,
    fade=0.5,
    hush=0.6,
    ground="#000000",
    card="#000000",
    card_border="#FFFFFF",
    text="#FFFFFF",
    muted="#CDD5E0",
    team_area="#000000",
    team_border="#98A2B3",
    team_text="#CDD5E0",
    edge="#B0B9C8",
    accent="#9CC4FF",
    world="#FF9A70",
    pill="#000000",
    pill_colours={"filter": "#FFB77A", "version": "#9CC4FF", "exploration": "#6BE3B4", "bundle": "#CDD5E0"},
    on_effect="#000000",
    selection="#9CC4FF",
    added="#9CC4FF",
    removed="#CDD5E0",
    kinds={**_DARK_HUES, NodeKind.UNKNOWN: "#B0B9C8"},
    chips=dict.fromkeys(NODE_KINDS, "#000000"),
    effects=_SHARP_DARK_EFFECTS,
    effect_text=_SHARP_DARK_EFFECTS,
)

THEMES = {theme.name: theme for theme in (LIGHT, DARK, SHARP_LIGHT, SHARP_DARK)}
"""Every appearance by its name."""


def theme_named(name: str) -> Theme:
    """The theme of a name; ValueError for another name."""
    if name not in THEMES:
        raise ValueError(f"There is no theme “{name}”; there are {listed(THEMES)}.")
    return THEMES[name]
