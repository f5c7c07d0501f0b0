"""Where the things lie that come along with the program and are no code, in a checkout and once installed alike."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent
# A wheel holds the resources inside the package; a checkout reads them where they lie.
_PLACES = (_PACKAGE / "_resources", _PACKAGE.parent / "resources")


def resources() -> Path:
    """The folder with samples, help and translations; the last place it can be where there is none."""
    return next((place for place in _PLACES if place.is_dir()), _PLACES[-1])
