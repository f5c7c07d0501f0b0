"""Where a person wants a node to stand, as the bodies of records: a place of its own, or a column of the layout."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from explorer.language import tr

_Place = Annotated[float, Meta(ge=-1e9, le=1e9)]
"""In pixels; nothing stands farther out, and a float32 still tells places apart there."""


class PositionBody(msgspec.Struct):
    """The middle of a node's card."""

    x: _Place
    y: _Place


class PinBody(msgspec.Struct):
    """The column to which a node is pinned, counted from 0 at the left."""

    column: Annotated[int, Meta(ge=0, le=1_000_000)]


def node_of(identity: object) -> str:
    """The node that such a record is about; ValueError where its identity is no id."""
    if not isinstance(identity, str):
        raise ValueError(tr("A position belongs to a node's id."))
    return identity
