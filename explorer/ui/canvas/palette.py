"""What a picture looks like under a theme: pens, inks and looks, worked out once for all frames."""

from __future__ import annotations

from collections.abc import Generator
from functools import cached_property

from PySide6.QtGui import QColor

from explorer.drawing.picture import Edit, Picture
from explorer.drawing.theme import Theme
from explorer.ui.canvas.at_once import at_once
from explorer.ui.canvas.atlas import (
    Atlas,
    DotAtlas,
    FarAtlas,
    SignAtlas,
    building_atlas,
    building_dot_atlas,
    building_far_atlas,
    building_sign_atlas,
)
from explorer.ui.canvas.labels import Labels
from explorer.ui.canvas.looks import Looks, looks_of
from explorer.ui.canvas.painters.edges import EdgePens
from explorer.ui.canvas.prepared import PreparedPicture
from explorer.ui.canvas.sprites import dot_ink


class Palette:
    """Everything that depends on the picture and the theme, but not on where one looks."""

    def __init__(self, picture: Picture, theme: Theme, fonts: Fonts, known: Palette | None = None) -> None:
        """known: of the same nodes and edges, perhaps in another theme, in which edges stay until a picture comes."""
        self.theme = theme
        self.fonts = fonts
        ready = picture if isinstance(picture, PreparedPicture) else None
        self.pens: EdgePens
        self.looks: Looks
        if known is not None:
            self.pens, self.looks = known.pens, known.looks
        else:
            self.pens = ready.pens if ready and ready.colours == theme else EdgePens(picture, theme)
            self.looks = ready.looks if ready else looks_of(picture.nodes)
        self._atlas: Atlas | None = None
        self._far_atlas: FarAtlas | None = None
        self._sign_atlas: SignAtlas | None = None
        self._dot_atlas: DotAtlas | None = None

    def atlas(self, scale: float) -> Atlas:
        """The drawings of all looks at this scale."""
        return at_once(self.making_atlas(scale))

    def making_atlas(self, scale: float) -> Generator[None, None, Atlas]:
        """The same, in steps unless they are there."""
        made = self._atlas
        if made is None or made.scale != scale:
            made = self._atlas = yield from building_atlas(self.looks, self.theme, scale)
        return made

    def far_atlas(self, scale: float, ratio: float, text: float) -> FarAtlas:
        """The drawings of all looks from afar, at this scale and so many device pixels to a logical one.

        text: how many times as large as usual the signs on them are.
        """
        return at_once(self.making_far_atlas(scale, ratio, text))

    def making_far_atlas(self, scale: float, ratio: float, text: float) -> Generator[None, None, FarAtlas]:
        """The same, in steps unless they are there."""
        made = self._far_atlas
        if made is None or (made.scale, made.ratio, made.text) != (scale, ratio, text):
            building = building_far_atlas(self.looks, self.theme, scale, ratio, text)
            made = self._far_atlas = yield from building
        return made

    def sign_atlas(self, ratio: float) -> SignAtlas:
        """The signs beside names seen from afar, at so many device pixels to a logical one."""
        return at_once(self.making_sign_atlas(ratio))

    def making_sign_atlas(self, ratio: float) -> Generator[None, None, SignAtlas]:
        """The same, in steps unless they are there."""
        made = self._sign_atlas
        if made is None or made.ratio != ratio:
            made = self._sign_atlas = yield from building_sign_atlas(self.looks, self.theme, ratio)
        return made

    def dot_atlas(self, scale: float) -> DotAtlas:
        """The drawings of all looks a few pixels high, at this scale."""
        if self._dot_atlas is None or self._dot_atlas.scale != scale:
            self._dot_atlas = at_once(building_dot_atlas(self.looks, self.theme, scale))
        return self._dot_atlas

    @cached_property
    def dot_colours(self) -> list[QColor]:
        """Per dot look: what a node's colour says when it is a few pixels small."""
        return [dot_ink(look, self.theme) for look in self.looks.dots.looks]

    @cached_property
    def title_inks(self) -> list[QColor]:
        """Per text look, the first line's colour."""
        theme, gone = self.theme, Edit.REMOVED
        return [
            self._ink(theme.removed if look.edit is gone else theme.text, look.faded)
            for look in self.looks.texts.looks
        ]

    @cached_property
    def second_inks(self) -> list[QColor]:
        """Per text look, the second line's colour."""
        return [self._ink(self.theme.muted, look.faded) for look in self.looks.texts.looks]

    @cached_property
    def wave_inks(self) -> list[QColor]:
        """Per text look, the colour of the wave mark."""
        texts = self.theme.effect_text
        return [
            self._ink(texts[look.effect] if look.effect else self.theme.muted, look.faded)
            for look in self.looks.texts.looks
        ]

    def _ink(self, colour: str, faded: bool) -> QColor:
        return QColor(self.theme.faded(colour) if faded else colour)


class Fonts:
    """The sizes of Inter the canvas writes in."""

    def __init__(self) -> None:
        self.title = Labels(12, 600)
        self.far = Labels(9, 600)
        self.second = Labels(10, 400)
        self.pill = Labels(10, 500)
        self.group = Labels(10, 600, spacing=0.4)
        self.wave = Labels(10, 600)
        self.heading = Labels(18, 600)
        self.caption = Labels(12, 400)

    def forget(self) -> None:
        """Another picture has other texts."""
        for labels in (self.title, self.far, self.second, self.pill, self.group, self.heading, self.caption):
            labels.forget()
