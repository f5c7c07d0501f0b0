"""What a person takes along by the clipboard: the picture of what is selected, or of what is in view."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from explorer.domain.geometry import Rect
from explorer.drawing.picture import Picture
from explorer.errors import UsageError
from explorer.export.picture_part import part_of
from explorer.export.svg import nodes_within, svg_text
from explorer.importers.adapter import Task


class Copy(NamedTuple):
    """One picture in three forms; png: None where its pixels would be too many. ids: of the nodes in it."""

    svg: str
    png: bytes | None
    ids: tuple[str, ...]


def copy_of(picture: Picture, chosen: Collection[str], seen: Rect, task: Task) -> Copy:
    """The chosen nodes, where any of them is in the picture, else all that is in view."""
    from explorer.export import raster  # Qt, which a session does without until there is a window

    part = part_of(picture, {picture.within.get(i, i) for i in chosen})
    task.check()
    if len(part.nodes):
        ids, svg = part.nodes.ids, svg_text(part, None, task.check)
    else:
        places = nodes_within(picture, seen).nonzero()[0].tolist()
        ids, svg = tuple(picture.nodes.ids[i] for i in places), svg_text(picture, seen, task.check)
    task.check()
    ids = tuple(i for own in ids for i in picture.members.get(own, (own,)))
    try:
        png = raster.png_of(svg, task.check).data
    except UsageError:
        png = None
    return Copy(svg, png, ids)
