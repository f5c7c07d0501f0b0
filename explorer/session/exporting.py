"""Writing what others look at: a picture, or the system as plain data, each whole or not at all."""

from __future__ import annotations

import contextlib
import secrets
from pathlib import Path

from explorer.domain.geometry import Rect
from explorer.drawing.picture import Picture
from explorer.errors import UsageError
from explorer.export.svg import svg_text


def write_svg(path: Path, picture: Picture, view: Rect | None = None) -> None:
    """Write the picture, or what of it lies in `view`, as an SVG file; UsageError where that fails."""
    write_whole(path, svg_text(picture, view).encode())


def write_whole(path: Path, data: bytes) -> None:
    """Put a file in the place of what was there, when all of it is written; UsageError where that fails."""
    beside = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}")
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)  # a pipe or a device takes what it is given
            return
        target = path.resolve()
        beside = target.with_name(beside.name)
        beside.write_bytes(data)
        beside.replace(target)
    except (OSError, RuntimeError) as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(
            f"The file could not be written: {reason.lower().rstrip('.')}.",
            where=str(path),
            hint="Try another place.",
        ) from None
