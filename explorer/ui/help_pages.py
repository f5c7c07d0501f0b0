"""The help that comes with the program: its pages, and where in them a person's words are found.

The page of keys is completed from the window's own actions, so that it says what the menus say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QKeySequence

from explorer.errors import InputError
from explorer.language import spoken_language, tr
from explorer.session.samples import resources
from explorer.ui.action_specs import SPECS
from explorer.ui.actions import MENUS, SUBMENUS

FIRST = "start"
_NAMES = (
    FIRST,
    "picture",
    "questions",
    "what-if",
    "findings",
    "faults",
    "importing",
    "databases",
    "plugins",
    "files",
    "keys",
)
_MARKUP = re.compile(r"\*\*|`|\]\([^)]*\)|\[|^\|[-|]+\|$|\|", re.MULTILINE)
_MARKS = re.compile(r"([\\`*_|\[\]<>])")


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading; the text is without its markup."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page, as Markdown of our own; its first section is headed by its title."""

    name: str
    title: str
    markdown: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A section in which all words were found."""

    page: Page
    section: Section


def help_pages() -> tuple[Page, ...]:
    """All pages, the first to be read first; InputError where they are missing."""
    folder = resources() / "help"
    if (folder / spoken_language()).is_dir():
        folder /= spoken_language()
    try:
        texts = {name: (folder / f"{name}.md").read_text("utf-8") for name in _NAMES}
    except OSError as error:
        raise InputError(
            tr("The help pages that come with Ripplemap are missing."), hint=tr("Install it again.")
        ) from error
    texts["keys"] += f"\n{keys_of_menus()}"
    return tuple(_page(name, text) for name, text in texts.items())


def keys_of_menus() -> str:
    """A table for each menu: its actions, their keys on this machine, and what they do; as Markdown."""
    specs = {spec.name: spec for spec in SPECS}
    parts = []
    for title, names in MENUS:
        parts += [f"## {_plain(tr(title))}", "", tr("| Action | Key | Does |"), "|---|---|---|"]
        for name in _unfolded(names):
            spec = specs[name]
            key = (
                ""
                if spec.key is None
                else QKeySequence(spec.key).toString(QKeySequence.SequenceFormat.NativeText)
            )
            parts.append(f"| {_plain(tr(spec.text))} | {_escaped(key)} | {_escaped(tr(spec.tip))} |")
        parts.append("")
    return "\n".join(parts)


def find(pages: Sequence[Page], query: str) -> list[Hit]:
    """The sections with every word of the query, those first whose heading has one."""
    words = query.casefold().split()
    hits = [
        Hit(page, section)
        for page in pages
        for section in page.sections
        if words
        and all(word in f"{page.title} {section.heading} {section.text}".casefold() for word in words)
    ]
    return sorted(hits, key=lambda hit: not any(word in hit.section.heading.casefold() for word in words))


def _page(name: str, markdown: str) -> Page:
    first, *rest = re.split(r"^## ", markdown, flags=re.MULTILINE)
    title, _, lead = first.removeprefix("# ").partition("\n")
    sections = [Section(title, _without_markup(lead))]
    for part in rest:
        heading, _, text = part.partition("\n")
        sections.append(Section(_without_markup(heading), _without_markup(text)))
    return Page(name, title, markdown, tuple(sections))


def _unfolded(names: Sequence[str | None]) -> list[str]:
    """The actions of a menu with those of the menus inside it."""
    found: list[str] = []
    for name in names:
        if name in SUBMENUS:
            found += _unfolded(SUBMENUS[name][1])
        elif name is not None:
            found.append(name)
    return found


def _plain(text: str) -> str:
    return _escaped(text.replace("&", ""))


def _escaped(text: str) -> str:
    """A text of ours that Markdown would otherwise take for marks."""
    return _MARKS.sub(r"\\\1", text)


def _without_markup(text: str) -> str:
    return " ".join(_MARKUP.sub(" ", text).replace("\\", "").split())
