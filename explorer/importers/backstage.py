"""Backstage's software catalogue: catalog-info.yaml and the files to which its locations lead.

| entity | here | because |
|---|---|---|
| Component, Resource, AiResource | by the words of its type | free text (backstage_kinds.py) |
| API | dataset, a view or a stream | it answers as it is asked, or sends what is subscribed to |
| Group; a User that owns something | team | |
| System, Domain | shown with their parts | groups of entities; a lone System names the whole |
| Template | left out | it says how something new is made, and is no part of what there is |
| Location | followed | only to files in the folder of the first file or beneath it |

providesApis is an edge to the API, consumesApis one from it; dependsOn is an edge from what is depended on, for what
it gives is needed. The kind of each follows from its two ends. An id is Backstage's reference: kind:namespace/name.
Entities stand in documents of YAML, or in a list of JSON, which is how a running Backstage answers.
"""

from __future__ import annotations

import os.path
import re
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from explorer.domain.assembly import Statements
from explorer.domain.collector import collector_at_rest
from explorer.domain.value_types import Literal
from explorer.errors import InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.backstage_entities import EntityReader
from explorer.importers.folder import problem_of
from explorer.importers.reading import decode_text, encoding_of, read_bytes, walk
from explorer.importers.written_records import Faults, Record
from explorer.importers.yaml_events import Value, YamlList, YamlMapping, read_documents
from explorer.language import marked, tr

_MAX_SIZE = 20_000_000
_MAX_FILES = 500
_LONGEST_TEXT = 2_000_000
"""The definition of an API stands in the entity as one text."""
_SUFFIXES = (".yaml", ".yml", ".json")
_SAYS_SO = re.compile(r"""(?:^|[{,])[ \t]*["']?apiVersion["']?[ \t]*:[ \t]*["']?backstage\.io/""", re.M)
_OF_BACKSTAGE = re.compile(r"(?:[\w-]+\.)?backstage\.io/", re.ASCII)
"""Templates say scaffolder.backstage.io."""
_LOCATION_KINDS = ("file", "url", None)


class BackstageAdapter:
    """Reads the entities of a catalogue, several to a file."""

    name = "backstage"
    recognises = marked("Backstage: catalog-info.yaml, or a file that says apiVersion: backstage.io/…")

    def matches(self, location: Location, head: bytes) -> bool:
        """Whether a document of the file says that it is an entity."""
        if location.path is None or location.path.suffix.lower() not in _SUFFIXES:
            return False
        return _SAYS_SO.search(head.decode(encoding_of(head), errors="ignore")) is not None

    def read(self, location: Location, task: Task) -> Statements:
        """All that the file says, and the files of its folder to which it leads."""
        if location.path is None:
            raise InputError(tr("A catalogue entity stands in a file."), where=location.shown)
        with collector_at_rest():
            return _Reading(location.path, location.shown, task).statements()


class _Reading:
    """A file and those it leads to, each read once."""

    def __init__(self, path: Path, shown: str, task: Task) -> None:
        self._said = Statements()
        self._entities = EntityReader(self._said)
        self._root = path.resolve().parent
        self._waiting = deque([(path, shown)])
        self._seen = {path.resolve()}
        self._task = task
        self._found = False

    def statements(self) -> Statements:
        """What all of the files say; InputError when the first of them cannot be read or holds no entity."""
        first = True
        while self._waiting:
            path, shown = self._waiting.popleft()
            try:
                self._file(path, shown)
            except InputError as error:
                if first:
                    raise
                self._said.problems.append(problem_of(error, shown))
            if first and not self._found:
                raise InputError(
                    tr("This is no Backstage catalogue."),
                    where=shown,
                    hint=tr("An entity says apiVersion: backstage.io/v1alpha1."),
                )
            first = False
        self._entities.finish()
        return self._said

    def _file(self, path: Path, shown: str) -> None:
        data = read_bytes(path, shown, _MAX_SIZE, self._task.check)
        text, faults = decode_text(data, shown), Faults(shown)
        stage = tr("Reading {name}", name=shown)

        def reading(part: float) -> None:
            self._task.check()
            self._task.progress(stage, part)

        for root, line in _entries(read_documents(text, shown, reading, _LONGEST_TEXT)):
            self._task.check()
            if isinstance(root, Literal) and root.value is None:
                continue  # an empty document, as after a last `---`
            if isinstance(root, YamlMapping) and _is_entity(root):
                self._found = True
                record = Record(root, faults.source(line), tr("Entity"), faults)
                if str(root.get("kind", "")).lower() == "location":
                    self._location(record, path, shown)
                else:
                    self._entities.entity(record)
            else:
                faults.tell(
                    tr("This document is no entity: it does not say apiVersion: backstage.io/…"), line
                )
        self._said.problems += faults.problems()

    def _location(self, record: Record, path: Path, shown: str) -> None:
        record.known("apiVersion", "kind", "metadata")
        spec = record.record("spec", tr("Location"))
        if spec is not None:
            sort = spec.name("type")
            for key in ("target", "targets"):
                for target in spec.texts(key):
                    if "://" not in target and sort in _LOCATION_KINDS:
                        fault = self._followed(target, path, shown)
                    else:
                        fault = tr(
                            "The location {target} is no file here, and is not read.", target=target[:200]
                        )
                    if fault:
                        spec.tell(fault, key)
            spec.known("presence")
            spec.close()
        record.close()

    def _followed(self, target: str, path: Path, shown: str) -> str | None:
        """Takes what a location leads to onto the list, or says why it is not read."""
        try:
            found = self._matching(path.parent, target) if "*" in target else [path.parent / target]
            places = {p: p.resolve() for p in found}
        except (OSError, RuntimeError, ValueError):  # too long, a ring of links, a NUL
            places = {}
        if not places:
            return tr("The location {target} leads to no file.", target=target[:200])
        if not all(place.is_relative_to(self._root) for place in places.values()):
            return tr("The location {target} leads out of the folder, and is not read.", target=target[:200])
        for inner, place in places.items():
            if place in self._seen:
                continue
            if len(self._seen) == _MAX_FILES:
                return tr(
                    "Locations lead to more than {count:,} files; the rest is not read.", count=_MAX_FILES
                )
            self._seen.add(place)
            relative = os.path.relpath(inner, path.parent)
            self._waiting.append((inner, os.path.normpath(Path(shown).parent / relative)))
        return None

    def _matching(self, folder: Path, pattern: str) -> list[Path]:
        """The files beneath the folder that a pattern such as ./*/catalog-info.yaml means."""
        meant = PurePosixPath(pattern)
        found = []
        for path in walk(folder, lambda path, reason: None):
            self._task.check()
            inner = PurePosixPath(path.relative_to(folder).as_posix())
            if len(inner.parts) == len(meant.parts) and inner.match(str(meant)):
                found.append(path)
        return found


def _entries(documents: Iterable[tuple[Value, int]]) -> Iterator[tuple[Value, int]]:
    """The documents of a file; of a list, as a running Backstage answers, with or without `items`, each part."""
    for root, line in documents:
        listed = root.get("items") if isinstance(root, YamlMapping) and "apiVersion" not in root else root
        if isinstance(listed, YamlList):
            yield from zip(listed, listed.lines, strict=True)
        else:
            yield root, line


def _is_entity(root: YamlMapping) -> bool:
    version = root.get("apiVersion")
    return isinstance(version, str) and _OF_BACKSTAGE.match(version) is not None
