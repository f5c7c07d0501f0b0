"""Follows the texts of the code with the catalogues of their translations.

    python packaging/translate.py            takes new texts into resources/translations/*/*.po, drops those no longer
                                             there, and makes of each language what the program reads, *.mo
    python packaging/translate.py --missing  names the texts that are not translated, and writes nothing

Each part of the program has a catalogue of its own, so that a file stays small enough to read. Work goes like this:
run it, fill in the empty `msgstr` of a `.po`, run it again. It needs Babel, which is among the packages for tests.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "resources/translations"
LANGUAGES = ("de",)
KEYWORDS = {
    "tr": None,
    "tr_n": (1, 2),
    "tr_in": ((1, "c"), 2),
    "marked": None,
    "marked_n": (1, 2),
    "marked_in": ((1, "c"), 2),
    # In the table of domain/attributes.py: the second argument, and the fourth of however many, a last comma counted.
    "Attribute": {None: (2,), 4: (4,), 5: (4,), 6: (4,), 7: (4,)},
}
DIVIDED = ("analysis", "ui")  # packages so large that each of their folders has a catalogue


def main(arguments: list[str]) -> int:
    """Renew the catalogues; 1 where something is not translated."""
    parts = extracted()
    missing = 0
    for language in LANGUAGES:
        if "--missing" not in arguments:
            renew(language, parts)
        for part, text in untranslated(language, parts):
            missing += 1
            print(f"{language}/{part}.po: {text!r}")
    if missing:
        print(f"{missing} texts are not translated.", file=sys.stderr)
    return 1 if missing else 0


def extracted() -> dict[str, Catalog]:
    """The texts of the code, by part of the program."""
    parts: dict[str, Catalog] = {}
    found = extract_from_dir(
        str(ROOT / "explorer"), [("**.py", "python")], keywords=KEYWORDS, comment_tags=["Translators:"]
    )
    for file, _, texts, comments, context in found:
        path = Path(file)
        part = parts.setdefault(part_of(path), Catalog())
        part.add(
            texts, locations=[(f"explorer/{path.as_posix()}", None)], auto_comments=comments, context=context
        )
    return parts


def part_of(path: Path) -> str:
    """The catalogue of a file inside the package: its folder's name, of a large package the inner folder's too."""
    folders = path.parts[:-1]
    return "-".join(folders[:2] if folders[:1] and folders[0] in DIVIDED else folders[:1]) or "program"


def renew(language: str, parts: dict[str, Catalog]) -> None:
    """Write the language's catalogues as the code has it now, and what the program reads."""
    folder = PLACE / language
    folder.mkdir(parents=True, exist_ok=True)
    for gone in {path for path in folder.glob("*.po") if path.stem not in parts}:
        gone.unlink()
    for path, content in files(language, parts).items():
        path.write_bytes(content)


def files(language: str, parts: dict[str, Catalog]) -> dict[Path, bytes]:
    """What the files of a language hold, as the code has it now."""
    written = {}
    for part, template in parts.items():
        po = BytesIO()
        write_po(po, current(language, part, template), width=110, sort_output=True, ignore_obsolete=True)
        written[PLACE / language / f"{part}.po"] = po.getvalue()
    mo = BytesIO()
    write_mo(mo, whole(language, parts))
    return {**written, PLACE / f"{language}.mo": mo.getvalue()}


def current(language: str, part: str, template: Catalog) -> Catalog:
    """The texts that a part has now, with what the language's catalogue knows of them."""
    known, catalogue = Catalog(), _Undated(locale=language, fuzzy=False)
    path = PLACE / language / f"{part}.po"
    if path.is_file():
        with path.open("rb") as file:
            known = read_po(file, locale=language)
    for message in template:
        if message.id:
            before = known.get(message.id, message.context)
            if before and isinstance(before.id, str) != isinstance(message.id, str):
                before = None  # it has a plural now, or none any more
            catalogue.add(
                message.id,
                before.string if before else "",
                locations=message.locations,
                auto_comments=message.auto_comments,
                user_comments=before.user_comments if before else (),
                context=message.context,
            )
    return catalogue


def whole(language: str, parts: dict[str, Catalog]) -> Catalog:
    """What is translated of all parts as one catalogue."""
    catalogue = _Undated(locale=language, fuzzy=False)
    for part in sorted(parts):
        for message in current(language, part, parts[part]):
            if message.id and is_translated(message.string):
                catalogue.add(message.id, message.string, context=message.context)
    return catalogue


class _Undated(Catalog):
    """A catalogue without dates and names of tools: the same texts make the same bytes."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:  # type: ignore[override] - it is set nowhere
        return [
            ("Language", str(self.locale)),
            ("Plural-Forms", self.plural_forms),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]

    @property
    def header_comment(self) -> str:  # type: ignore[override] - it is set nowhere
        return "# Ripplemap"

    @header_comment.setter
    def header_comment(self, _: str) -> None:
        pass


def untranslated(language: str, parts: dict[str, Catalog]) -> Iterator[tuple[str, str]]:
    """(part, text) of what has no translation."""
    for part, template in parts.items():
        for message in current(language, part, template):
            if message.id and not is_translated(message.string):
                yield part, message.id if isinstance(message.id, str) else message.id[0]


def told_twice(language: str, parts: dict[str, Catalog]) -> Iterator[str]:
    """Texts that two parts translate in two ways; the program can speak only one, or tell them apart by `tr_in`."""
    known: dict[tuple[str | None, str], object] = {}
    for part, template in parts.items():
        for message in current(language, part, template):
            if message.id and is_translated(message.string):
                text = message.id if isinstance(message.id, str) else message.id[0]
                if known.setdefault((message.context, text), message.string) != message.string:
                    yield text


def is_translated(string: str | tuple[str, ...]) -> bool:
    """Whether every form has a text."""
    return bool(string) if isinstance(string, str) else all(string)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
