"""The entries of a manifest, decoded: which of them are live, what each is, and which tests are about it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from msgspec import Raw

from explorer.domain.kinds import Severity
from explorer.domain.provenance import Problem, Source
from explorer.importers.adapter import Task
from explorer.importers.dbt.entries import Entry, parents_of
from explorer.importers.dbt.manifest import SECTIONS, Manifest
from explorer.importers.dbt.nodes import kind_of, resource_of
from explorer.importers.json_pieces import decode_piece
from explorer.language import tr, tr_n

_BETWEEN_CHECKS = 200
_MOST_PROBLEMS = 200
_NO_NODES = frozenset(
    ("test", "unit_test", "semantic_model", "analysis", "operation", "sql_operation", "macro", "doc")
)


class Project:
    """What one manifest holds, and what was wrong with it."""

    def __init__(self, manifest: Manifest, shown: str, task: Task) -> None:
        self.manifest = manifest
        self.shown = shown
        self.task = task
        self.problems = list(manifest.problems)
        self.raws: dict[str, Raw] = {}
        """Metrics and semantic models undecoded: their parts are read where they are needed."""
        self.entries = dict(self._enabled())
        self.kinds = {
            entry_id: kind for entry_id, entry in self.entries.items() if (kind := kind_of(entry_id, entry))
        }
        self._name_the_unknown()

    @property
    def name(self) -> str:
        """What the project is called."""
        packages = [e.package_name for e in self.entries.values() if e.package_name]
        return self.manifest.metadata.project_name or next(iter(packages), "")

    def tests(self) -> dict[str, list[tuple[str, str]]]:
        """Node id → id and name of each test that is about it."""
        tests: dict[str, list[tuple[str, str]]] = {}
        for entry_id, entry in self.entries.items():
            if entry_id.startswith(("test.", "unit_test.")):
                for tested in _tested(entry):
                    tests.setdefault(tested, []).append((entry_id, entry.name))
        return tests

    def source(self, entry: Entry) -> Source:
        """The file in which an entry is written."""
        path = entry.original_file_path
        return Source(f"{self.shown}: {path}" if path else self.shown)

    def tell(self, message: str, severity: Severity = Severity.ERROR, entry: Entry | None = None) -> None:
        """A fault, of an entry's own file where there is one."""
        place = self.source(entry) if entry else Source(self.shown)
        self.problems.append(Problem(message, place, severity))

    def tell_some(self, faults: list[tuple[str, Entry]]) -> None:
        """Faults of one sort, each of an entry; past the first two hundred they are only counted."""
        for message, entry in faults[:_MOST_PROBLEMS]:
            self.tell(message, Severity.WARNING, entry)
        more = len(faults) - _MOST_PROBLEMS
        if more > 0:
            rest = tr_n("{count:,} more problem of this file.", "{count:,} more problems of this file.", more)
            self.tell(rest, Severity.WARNING)

    def _enabled(self) -> Iterator[tuple[str, Entry]]:
        total = sum(len(self.manifest.sections[s]) for s in SECTIONS) or 1
        done = left_out = 0
        for section in SECTIONS:
            for entry_id, raw in self.manifest.sections[section].items():
                if done % _BETWEEN_CHECKS == 0:
                    self.task.check()
                    self.task.progress(tr("Reading the dbt manifest"), done / total)
                done += 1
                try:
                    entry = decode_piece(raw, Entry)
                except ValueError as error:
                    left_out += 1
                    if left_out <= _MOST_PROBLEMS:
                        self.tell(tr("“{entry}” is left out: {reason}.", entry=entry_id, reason=error))
                    continue
                if entry.config is None or entry.config.enabled is not False:
                    if section in ("metrics", "semantic_models"):
                        self.raws[entry_id] = raw
                    yield entry_id, entry
        if left_out > _MOST_PROBLEMS:
            self.tell(
                tr("{count:,} more entries are left out for the like.", count=left_out - _MOST_PROBLEMS)
            )

    def _name_the_unknown(self) -> None:
        resources = Counter(resource_of(i, e) for i, e in self.entries.items() if i not in self.kinds)
        for resource, count in sorted(resources.items()):
            if resource not in _NO_NODES:
                self.tell(
                    tr_n(
                        "{count:,} entry of the sort “{sort}” is left out: it is not known what that is.",
                        "{count:,} entries of the sort “{sort}” are left out: it is not known what that is.",
                        count,
                        sort=resource[:80],
                    ),
                    Severity.WARNING,
                )


def _tested(test: Entry) -> list[str]:
    if test.attached_node:
        return [test.attached_node]
    parents = parents_of(test)
    model = (test.test_metadata.kwargs or {}).get("model") if test.test_metadata else None
    if len(parents) > 1 and isinstance(model, str):
        # Before v9 a relationship test only says in its arguments which of the two it is about.
        meant = [p for p in parents if re.search(rf"['\"]{re.escape(p.rpartition('.')[2])}['\"]", model)]
        return meant or parents
    return parents
