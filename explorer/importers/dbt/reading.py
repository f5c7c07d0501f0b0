"""dbt's manifest.json: a model is the dataset it makes, and its edges point with the data.

Models, seeds, snapshots and sources become datasets, functions artifacts, exposures and saved queries consumers.
`depends_on` is turned round. A semantic model is a definition between a model and its metrics and is folded into
the edge, which names it; a test becomes an attribute of what it tests. Entries under `disabled` stay out, as do
analyses, operations and macros, which make nothing. dbt's `access` says who may ref() a model, not who may
read its data, and is not taken for access control.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from explorer.domain.assembly import EdgeStatement, Statements
from explorer.domain.entities import Edge, Node, Team
from explorer.domain.kinds import EdgeKind, NodeKind, Relation, Severity
from explorer.domain.provenance import Problem, Source
from explorer.errors import InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.dbt.entries import DependsOn, Entry, Group
from explorer.importers.dbt.manifest import MAX_BYTES, SECTIONS, Manifest, parse_manifest
from explorer.importers.dbt.nodes import (
    kind_of,
    newest_version,
    node_of,
    on_schema_change,
    owner_address,
    owner_name,
)
from explorer.importers.json_pieces import decode_piece
from explorer.importers.reading import read_bytes
from explorer.language import marked, tr

_BETWEEN_CHECKS = 200
_MOST_PROBLEMS = 200
_FOREIGN_ORDER = re.compile(rb'"(?:model|source|seed|snapshot|test|macro|exposure)\.\w+\.')


class DbtAdapter:
    """Reads target/manifest.json of dbt 1.0 and later."""

    name = "dbt"
    recognises = marked("dbt: target/manifest.json of dbt 1.0 or later (manifest versions 4 to 12)")

    def matches(self, location: Location, head: bytes) -> bool:
        """Whether it says so itself, or is called manifest.json and speaks of dbt's ids."""
        if not head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
            return False
        named = location.path is not None and location.path.name == "manifest.json"
        return b"/dbt/manifest/v" in head or (named and _FOREIGN_ORDER.search(head) is not None)

    def read(self, location: Location, task: Task) -> Statements:
        """All that the manifest says."""
        if location.path is None:
            raise InputError(
                tr("A dbt manifest is a file."), where=location.shown, hint=tr("Name target/manifest.json.")
            )
        task.progress(tr("Reading the dbt manifest"), None)
        data = read_bytes(location.path, location.shown, MAX_BYTES, task.check)
        manifest = parse_manifest(data, location.shown)
        return _Reading(manifest, location.shown, task).statements()


ADAPTER = DbtAdapter()


class _Reading:
    """One manifest on its way to statements."""

    def __init__(self, manifest: Manifest, shown: str, task: Task) -> None:
        self.manifest = manifest
        self.shown = shown
        self.task = task
        self.problems = list(manifest.problems)
        self.entries = dict(self._enabled())
        self.kinds = {
            entry_id: kind for entry_id, entry in self.entries.items() if (kind := kind_of(entry_id, entry))
        }

    def statements(self) -> Statements:
        """Every node, edge and team that the manifest states."""
        tests = self._tests()
        said = Statements(name=self._project(), as_of=_day(self.manifest.metadata.generated_at))
        for entry_id, kind in self.kinds.items():
            entry = self.entries[entry_id]
            node = node_of(entry_id, entry, kind, self._source(entry), tests.get(entry_id, []))
            said.nodes.append(node)
            said.edges.extend(self._edges(entry_id, entry))
        said.nodes = [self._superseded(node) for node in said.nodes]
        said.teams = self._teams({node.owner for node in said.nodes if node.owner})
        said.problems = self.problems
        return said

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
                        self._problem(tr("“{entry}” is left out: {reason}.", entry=entry_id, reason=error))
                    continue
                if entry.config is None or entry.config.enabled is not False:
                    yield entry_id, entry
        if left_out > _MOST_PROBLEMS:
            self._problem(
                tr("{count:,} more entries are left out for the like.", count=left_out - _MOST_PROBLEMS)
            )

    def _edges(self, entry_id: str, entry: Entry) -> Iterator[EdgeStatement]:
        for from_id, through in self._made_from(entry):
            ends = (self.kinds.get(from_id), self.kinds[entry_id])
            is_part = ends == (NodeKind.METRIC, NodeKind.METRIC)
            # A function is run when the table is built, not when the table is read.
            is_built_with = ends == (NodeKind.ARTIFACT, NodeKind.DATASET)
            edge = Edge(
                from_id=from_id,
                to_id=entry_id,
                kind=EdgeKind.DERIVES if is_built_with else EdgeKind.FEEDS,
                relation=Relation.COMPONENT if is_part else None,
                on_schema_change=on_schema_change(entry),
                source=self._source(entry),
                extra={"semantic_model": through} if through else {},
            )
            yield EdgeStatement(edge, kind_stated=is_built_with)

    def _made_from(self, entry: Entry) -> Iterator[tuple[str, str | None]]:
        """What it is made from, each with the semantic model between, if there is one."""
        for parent in _parents(entry):
            between = self.entries.get(parent)
            if between is not None and parent.startswith("semantic_model."):
                for model in _parents(between):
                    yield model, between.name
            else:
                yield parent, None

    def _tests(self) -> dict[str, list[str]]:
        """Node id → the names of the tests on it."""
        tests: dict[str, list[str]] = {}
        for entry_id, entry in self.entries.items():
            if entry_id.startswith(("test.", "unit_test.")):
                for tested in self._tested(entry):
                    tests.setdefault(tested, []).append(entry.name)
        return tests

    def _tested(self, test: Entry) -> list[str]:
        if test.attached_node:
            return [test.attached_node]
        parents = _parents(test)
        model = (test.test_metadata.kwargs or {}).get("model") if test.test_metadata else None
        if len(parents) > 1 and isinstance(model, str):
            # Before v9 a relationship test only says in its arguments which of the two it is about.
            meant = [p for p in parents if re.search(rf"['\"]{re.escape(p.rpartition('.')[2])}['\"]", model)]
            return meant or parents
        return parents

    def _superseded(self, node: Node) -> Node:
        newest = newest_version(node.id, self.entries[node.id])
        return replace(node, superseded_by=newest) if newest in self.kinds else node

    def _teams(self, owners: set[str]) -> list[Team]:
        """The groups; and where there are groups every other owner too, so that none is taken for a slip."""
        teams = {}
        for group_id, raw in self.manifest.groups.items():
            try:
                group = decode_piece(raw, Group)
            except ValueError as error:
                self._problem(tr("The group “{group}” is left out: {reason}.", group=group_id, reason=error))
                continue
            teams[group.name] = Team(
                id=group.name,
                contact=owner_address(group.owner) or owner_name(group.owner),
                source=Source(self.shown),
            )
        if teams:
            for owner in sorted(owners - set(teams)):
                teams[owner] = Team(id=owner, source=Source(self.shown))
        return list(teams.values())

    def _project(self) -> str:
        packages = [e.package_name for e in self.entries.values() if e.package_name]
        return self.manifest.metadata.project_name or next(iter(packages), "")

    def _source(self, entry: Entry) -> Source:
        path = entry.original_file_path
        return Source(f"{self.shown}: {path}" if path else self.shown)

    def _problem(self, message: str) -> None:
        self.problems.append(Problem(message, Source(self.shown), Severity.ERROR))


def _parents(entry: Entry) -> list[str]:
    depends_on = entry.depends_on or DependsOn()
    return list(dict.fromkeys(depends_on.nodes or ()))


def _day(stated: str | None) -> date | None:
    try:
        return date.fromisoformat((stated or "")[:10])
    except ValueError:
        return None
