"""The manifest: the system as an architect writes it down, in YAML or JSON (see resources/ripplemap.schema.json).

`owner` at the top is the owner of every entry that names none itself, except those of `world`, which lies
outside every team. The value `unknown` reads as absent; a dataset's or consumer's subtype alone may be unknown.
Under `changed` and `removed` a manifest says what is otherwise than other files declare (manifest_amendments.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from explorer.domain.assembly import Statements
from explorer.domain.attributes import TEAM_ATTRIBUTES, Attribute
from explorer.domain.collector import collector_at_rest
from explorer.domain.entities import Team
from explorer.domain.ids import shown_plainly
from explorer.domain.kinds import Severity
from explorer.domain.value_types import DAY, TEXT, Literal, plain_value
from explorer.errors import InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.manifest_amendments import CHANGED, REMOVED, AmendmentReader
from explorer.importers.manifest_entries import SECTIONS, EntryReader
from explorer.importers.reading import decode_text, encoding_of, read_bytes
from explorer.importers.yaml_events import Value, YamlMapping, read_documents
from explorer.language import marked, tr

VERSION = 1
MAX_SIZE = 20_000_000
SUFFIXES = (".yaml", ".yml", ".json")

_KEY_LINE = re.compile(r"""^(?:---[ \t]+)?["']?ripplemap["']?[ \t]*:""", re.M)
_KEY_IN_BRACES = re.compile(r"""[{,\s]["']?ripplemap["']?\s*:""")
_SYSTEM = Attribute("system", "system", TEXT, "The name of the system.")
_AS_OF = Attribute("as_of", "as of", DAY, "The day for which the manifest holds.")
_OWNER = Attribute("owner", "owner", TEXT, "The owner of every entry below that names none, but of world.")
_BETWEEN_CHECKS = 256
_PARSING = 0.7
"""The part of the time that goes into reading the text; the rest makes nodes and edges of it."""
_TOP_KEYS = ("ripplemap", "system", "as_of", "owner", "teams", *SECTIONS, CHANGED, REMOVED)
_TELLING = SECTIONS.keys() | {CHANGED, REMOVED}
"""The keys one of which shows that a document is a manifest, though it does not say so."""


class ManifestAdapter:
    """Reads manifests in YAML or JSON, one or several to a file."""

    name = "manifest"
    recognises = marked("Ripplemap manifest: .yaml, .yml or .json that says ripplemap: 1")

    def matches(self, location: Location, head: bytes) -> bool:
        """Whether the file's name and its beginning are those of a manifest."""
        if location.path is None or location.path.suffix.lower() not in SUFFIXES:
            return False
        text = head.decode(encoding_of(head), errors="ignore")
        key = _KEY_IN_BRACES if text.lstrip().startswith("{") else _KEY_LINE
        return key.search(text) is not None

    def read(self, location: Location, task: Task) -> Statements:
        """All that the file's documents say; InputError when it is no YAML or nothing in it is a manifest."""
        if location.path is None:
            raise InputError(tr("A manifest is a file."), where=location.shown)
        data = read_bytes(location.path, location.shown, MAX_SIZE, task.check)
        text = decode_text(data, location.shown)
        with collector_at_rest():
            return read_manifest(text, location.shown, task)


def read_manifest(text: str, shown: str, task: Task | None = None) -> Statements:
    """All that a manifest's text says; `shown` names it in problems."""
    task = task or Task()
    check = task.check
    statements = Statements()
    found = False

    stage = tr("Reading {name}", name=shown)

    def reading(part: float) -> None:
        check()
        task.progress(stage, part * _PARSING)

    for root, line in read_documents(text, shown, reading):
        reader = _DocumentReader(shown, statements, check)
        if isinstance(root, Literal) and root.value is None:
            continue  # an empty document, as after a last `---`
        if isinstance(root, YamlMapping) and ("ripplemap" in root or _TELLING & root.keys()):
            found = True
            reader.document(root, line)
        else:
            reader.entries.problem(tr("This document is no manifest: it does not say ripplemap: 1."), line)
    if not found:
        raise InputError(
            tr("This is no manifest."),
            where=shown,
            hint=tr("A manifest says ripplemap: 1 and lists datasets, models and so on."),
        )
    return statements


class _DocumentReader:
    """Reads one document: its header, its teams, its sections."""

    def __init__(self, shown: str, into: Statements, check: Callable[[], None]) -> None:
        self.entries = EntryReader(shown, into)
        self._amendments = AmendmentReader(shown, into)
        self._into = into
        self._check = check

    def document(self, root: YamlMapping, begin: int) -> None:
        self._header(root, begin)
        for (section, value), at in zip(root.items(), root.lines, strict=True):
            kind = SECTIONS.get(section)
            if kind is not None:
                for number, (node_id, entry, line) in enumerate(self._listed(section, value, at)):
                    if not number % _BETWEEN_CHECKS:
                        self._check()
                    self.entries.entry(kind, node_id, entry, line)
            elif section == "teams":
                for team_id, entry, line in self._listed(section, value, at):
                    self._team(team_id, entry, line)
            elif section == CHANGED:
                self._amendments.changed(value, at)
            elif section == REMOVED:
                self._amendments.removed(value, at)
            elif section not in _TOP_KEYS:
                hint = self.entries.suggestion(section, _TOP_KEYS) or " " + tr(
                    "Sections are {sections}.", sections=", ".join(SECTIONS)
                )
                name = shown_plainly(section[:80])
                self.entries.problem(tr("The section “{section}” is not known.", section=name) + hint, at)

    def _header(self, root: YamlMapping, begin: int) -> None:
        self._version(root, begin)
        name = self._top(root, _SYSTEM)
        if name and name not in self._into.name.split(" + "):
            self._into.name = f"{self._into.name} + {name}" if self._into.name else shown_plainly(name)
        day: date | None = self._top(root, _AS_OF)
        if day and (self._into.as_of is None or day > self._into.as_of):
            self._into.as_of = day
        owner = self._top(root, _OWNER)
        self.entries.owner = self.entries.identifier(owner, root.line_of("owner")) if owner else None

    def _version(self, root: YamlMapping, begin: int) -> None:
        said = root.get("ripplemap")
        version = said.value if isinstance(said, Literal) else said
        line = begin if said is None else root.line_of("ripplemap")
        if said is None:
            self.entries.problem(tr("The first line, ripplemap: 1, is missing."), line, Severity.WARNING)
        elif isinstance(version, int) and not isinstance(version, bool) and version > VERSION:
            self.entries.problem(
                tr(
                    "This manifest is of version {version}, but only version {known} is known here. "
                    "What is understood was read; update Ripplemap to read it all.",
                    version=str(version)[:20],
                    known=VERSION,
                ),
                line,
            )
        elif version != VERSION or isinstance(version, bool):
            self.entries.problem(
                tr("The version of the manifest must be {version}: ripplemap: {version}.", version=VERSION),
                line,
            )

    def _top(self, root: YamlMapping, attribute: Attribute) -> Any:
        if attribute.key not in root:
            return None
        line = root.line_of(attribute.key)
        return self.entries.read_value(attribute, root[attribute.key], lambda: tr("The manifest"), line)

    def _listed(self, section: str, value: Value, line: int) -> Iterable[tuple[str, Value, int]]:
        if isinstance(value, YamlMapping):
            return zip(value.keys(), value.values(), value.lines, strict=True)
        if not (isinstance(value, Literal) and value.value is None):
            self.entries.problem(tr("{section} must map each id to its attributes.", section=section), line)
        return []

    def _team(self, written_id: str, value: Value, line: int) -> None:
        team_id = self.entries.identifier(written_id, line)
        if team_id is None:
            return

        def label() -> str:
            return tr("The team “{name}”", name=team_id)

        given: dict[str, str | None] = {}
        extra: dict[str, object] = {}
        if isinstance(value, YamlMapping):
            for (key, said), at in zip(value.items(), value.lines, strict=True):
                attribute = TEAM_ATTRIBUTES.get(key)
                if attribute is not None:
                    given[key] = self.entries.read_value(attribute, said, label, at)
                else:
                    hint = self.entries.suggestion(key, TEAM_ATTRIBUTES) or " " + tr(
                        "Teams know name and contact."
                    )
                    fault = tr("The key “{key}” is not known.", key=shown_plainly(key[:80]))
                    self.entries.problem(fault + hint, at)
                    extra[key] = plain_value(said)
        elif not (isinstance(value, Literal) and value.value is None):
            fault = tr("The team “{name}” must be a mapping, such as {{contact: …}}.", name=team_id)
            self.entries.problem(fault, line)
        self._into.teams.append(Team(id=team_id, source=self.entries.source(line), extra=extra, **given))
