"""The language the program speaks: each text that a person reads passes through here.

The English text stands in the code and is its own key, as gettext has it; `resources/translations/` holds what other
languages make of it. A text is a whole sentence with named gaps, because another language orders its words otherwise,
and a gap that holds a number is filled as that language writes numbers.

What a machine reads (`--json`, ids, the words of a manifest, a project file) never passes through here.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from string import Formatter
from typing import Any, Final

from explorer.resources import resources

ENGLISH: Final = "en"
LANGUAGES: Mapping[str, str] = {ENGLISH: "English", "de": "Deutsch"}
"""What the program speaks: each language's code and its own name for itself."""

_MARKS: Mapping[str, Mapping[int, str]] = {
    "de": str.maketrans({",": ".", ".": ",", "%": "\N{NO-BREAK SPACE}%"})
}


class _Gaps(Formatter):
    """Fills the gaps of a text, and writes numbers in them as `marks` say."""

    def __init__(self, marks: Mapping[int, str]) -> None:
        self._marks = marks

    def format_field(self, value: Any, format_spec: str) -> str:
        written = format(value, format_spec)
        return written.translate(self._marks) if isinstance(value, int | float) else written


class _Speech:
    """One language: its texts, and how it fills their gaps."""

    def __init__(self, code: str, texts: gettext.NullTranslations) -> None:
        self.code = code
        self.texts = texts
        self.gaps = _Gaps(_MARKS.get(code, {}))


# One for all threads and layers: a person reads one language at a time.
_speech = _Speech(ENGLISH, gettext.NullTranslations())


def speak(code: str, texts: gettext.NullTranslations | None = None) -> None:
    """Speak this language from now on; English where there is no translation. texts: in place of what comes along."""
    global _speech
    _speech = _Speech(code, texts or _texts(code))


def spoken_language() -> str:
    """The code of the language that is spoken."""
    return _speech.code


def tr(text: str, /, **gaps: object) -> str:
    """The text in the language that is spoken, its gaps filled: `tr("{name} has no owner.", name=node.name)`."""
    told = _speech.texts.gettext(text)
    return _speech.gaps.vformat(told, (), gaps) if gaps else told


def tr_n(one: str, many: str, count: int, /, **gaps: object) -> str:
    """The text for so many: `tr_n("{count:,} node", "{count:,} nodes", n)`; the gap `count` is filled with it."""
    return _speech.gaps.vformat(_speech.texts.ngettext(one, many, count), (), {"count": count, **gaps})


def tr_in(context: str, text: str, /, **gaps: object) -> str:
    """A text that is one in English and several elsewhere: `tr_in("a button", "Open")`, `tr_in("access", "open")`."""
    told = _speech.texts.pgettext(context, text)
    return _speech.gaps.vformat(told, (), gaps) if gaps else told


def marked(text: str) -> str:
    """The text as it is. Marks one that stands in a table for translation; `tr` tells it where it is shown."""
    return text


def marked_in(context: str, text: str) -> str:
    """The text as it is. Marks one for `tr_in`."""
    return text


def marked_n(one: str, many: str) -> tuple[str, str]:
    """Both forms as they are. Marks them for `tr_n`."""
    return one, many


def number(value: float, spec: str = ",") -> str:
    """A number by itself as the language that is spoken writes it. spec: as for `format`."""
    return _speech.gaps.format_field(value, spec)


def _texts(code: str) -> gettext.NullTranslations:
    try:
        with (resources() / "translations" / f"{code}.mo").open("rb") as file:
            return gettext.GNUTranslations(file)
    except OSError:
        return gettext.NullTranslations()
