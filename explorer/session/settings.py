"""What the program remembers for a person between two runs: recent files, the theme, the window's shape.

Settings are a convenience: a file that is missing, damaged or cannot be written is never an error.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

_MOST_RECENT = 10
_MAX_SIZE = 1 << 20
_Text = Annotated[str, Meta(max_length=4096)]


Scheme = Literal["system", "light", "dark", "contrast", "contrast-dark"]
"""What the window looks like: as the desktop has it, or one of the themes by its name."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """recent: sources as they can be opened again, the last first, each a list of texts. window: an opaque text.
    language: a code, or "system" for the desktop's. folder: where the last dialog about files ended.

    minimap: whether a map of the whole picture is wanted in its corner. text_size: of all widgets' text, as a part of
    what the desktop has. tour_seen: it was seen, or was not wanted.
    """

    recent: Annotated[tuple[tuple[_Text, ...], ...], Meta(max_length=50)] = ()
    theme: Scheme = "system"
    language: Annotated[str, Meta(max_length=20)] = "system"
    text_size: Annotated[float, Meta(ge=0.5, le=4.0)] = 1.0
    minimap: bool = True
    folder: _Text = ""
    tour_seen: bool = False
    window: Annotated[str, Meta(max_length=200_000)] = ""


def load_settings(path: Path | None = None) -> Settings:
    """What was remembered; the defaults where there is nothing, or nothing sound."""
    path = path or settings_path()
    try:
        if path.stat().st_size > _MAX_SIZE:
            return Settings()
        return msgspec.json.decode(path.read_bytes(), type=Settings)
    except (OSError, ValueError, RecursionError):  # msgspec's errors are ValueErrors
        return Settings()


def save_settings(settings: Settings, path: Path | None = None) -> None:
    """Remember; a folder that cannot be written to is passed over."""
    path = path or settings_path()
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(msgspec.json.format(msgspec.json.encode(settings), indent=2) + b"\n")
        beside.replace(path)
    except (OSError, UnicodeEncodeError):
        with contextlib.suppress(OSError):
            beside.unlink()


def change_settings(change: Callable[[Settings], Settings], path: Path | None = None) -> Settings:
    """Change what is remembered now, which another window may have written meanwhile."""
    settings = change(load_settings(path))
    save_settings(settings, path)
    return settings


def with_recent(settings: Settings, texts: Sequence[str]) -> Settings:
    """The settings with these sources as the last opened; no password is."""
    sources = tuple(_lasting(text, is_alone=len(texts) == 1) for text in texts)
    if not sources or any(source is None for source in sources):
        return settings
    opened = tuple(s for s in sources if s is not None)
    kept = (opened, *(r for r in settings.recent if r != opened))[:_MOST_RECENT]
    return msgspec.structs.replace(settings, recent=kept)


def without_recent(settings: Settings, texts: Sequence[str]) -> Settings:
    """The settings without these sources, which could not be opened."""
    gone = tuple(_lasting(text, is_alone=len(texts) == 1) for text in texts)
    return msgspec.structs.replace(settings, recent=tuple(r for r in settings.recent if r != gone))


def with_window(settings: Settings, shape: str) -> Settings:
    """The settings with the window's shape as the window itself describes it."""
    return msgspec.structs.replace(settings, window=shape)


def with_tour_seen(settings: Settings) -> Settings:
    """The settings of somebody to whom the tour need not be offered any more."""
    return msgspec.structs.replace(settings, tour_seen=True)


def with_looks(settings: Settings, theme: Scheme, text_size: float) -> Settings:
    """The settings with another theme and another size of text."""
    return msgspec.structs.replace(settings, theme=theme, text_size=text_size)


def with_language(settings: Settings, language: str) -> Settings:
    """The settings with another language: its code, or "system" for the desktop's."""
    return msgspec.structs.replace(settings, language=language)


def with_folder(settings: Settings, folder: str) -> Settings:
    """The settings of somebody who chose a file in this folder."""
    return msgspec.structs.replace(settings, folder=folder)


def with_minimap(settings: Settings, wanted: bool) -> Settings:
    """The settings with or without a map of the whole picture in its corner."""
    return msgspec.structs.replace(settings, minimap=wanted)


def settings_path() -> Path:
    """Where settings are kept; RIPPLEMAP_SETTINGS names another file."""
    import platformdirs  # only a window has settings, and other commands need not wait for it

    named = os.environ.get("RIPPLEMAP_SETTINGS")
    return Path(named) if named else Path(platformdirs.user_config_dir("ripplemap", False)) / "settings.json"


def _lasting(text: str, *, is_alone: bool) -> str | None:
    """The source as it can be opened from any folder; None where remembering it would give something away."""
    from explorer.importers.databases.address import is_database_url
    from explorer.importers.registry import locate  # knows every importer, which the window does without

    location = locate(text)
    if location.path is not None:
        return str(location.path.absolute())
    if is_alone and is_database_url(text.strip()) and "…" not in location.shown:
        return location.shown  # for the password a person is asked again
    return text.strip() if location.shown == text.strip() else None
