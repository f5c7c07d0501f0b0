"""Ids and names as people can tell them apart: one spelling, nothing invisible, look-alikes noticed.

Ids are compared as NFC. Characters that cannot be seen, or that turn the direction of writing, become marks
such as ⟨U+202E⟩, so that two ids that differ also look different.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import normalize

from explorer.language import tr

LONGEST_ID = 500
"""Characters; nobody can read more, and normalising marks without end takes time without end."""

# Drawn as nothing though they are letters or marks for Unicode (Default_Ignorable_Code_Point).
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)

# Letters of other alphabets that look like Latin ones; not complete, but what is used to deceive.
_LATIN = str.maketrans(
    "авекмнорстухѕіјԁԛԝһɡαβενορτυχικ",
    "abekmhopctyxsijdqwhgabevoptuxik",
)


def clean_id(text: str) -> str:
    """The id that `text` names: trimmed, NFC, the unseen shown; ValueError where it can be no id."""
    if text.isascii() and text.isprintable():
        text = text.strip()
    elif len(text) <= LONGEST_ID:
        text = shown_plainly(normalize("NFC", text.strip()))
    if not text:
        raise ValueError(tr("An id cannot be empty."))
    if len(text) > LONGEST_ID:
        raise ValueError(
            tr(
                "“{text}…” is too long: an id has at most {most} characters.",
                text=shown_plainly(text[:40]),
                most=LONGEST_ID,
            )
        )
    return text


def shown_plainly(text: str) -> str:
    """The text with every character that cannot be seen written as a mark: ⟨U+200B⟩."""
    if text.isprintable() and (text.isascii() or not _INVISIBLE.search(text)):
        return text
    return "".join(c if c.isprintable() and not _INVISIBLE.match(c) else f"⟨U+{ord(c):04X}⟩" for c in text)


def look_alikes(ids: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs of different ids that a person may take for one: by case, width, or letters of other alphabets."""
    seen: dict[str, str] = {}
    pairs = []
    for node_id in sorted(ids):
        first = seen.setdefault(_skeleton(node_id), node_id)
        if first != node_id:
            pairs.append((first, node_id))
    return pairs


def _skeleton(text: str) -> str:
    if text.isascii():
        return text.lower()
    return normalize("NFKC", text).casefold().translate(_LATIN)
