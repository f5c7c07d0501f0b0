"""The edges of a dbt project: what its manifest declares, with what the SQL takes; and what only the SQL knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from explorer.domain.assembly import EdgeStatement
from explorer.domain.entities import Edge, Node
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind, Relation, Severity, Sign
from explorer.importers.dbt.beside import Beside
from explorer.importers.dbt.entries import Entry, parents_of
from explorer.importers.dbt.lineage import DIALECTS, NOT_KNOWN, Lineage, Taken
from explorer.importers.dbt.metrics import (
    Metric,
    SemanticModel,
    measured,
    metric_of,
    plain_columns,
    semantic_model_of,
    sign_of,
    sql_taken,
)
from explorer.importers.dbt.nodes import name_of, on_schema_change
from explorer.importers.dbt.project import Project
from explorer.importers.dbt.relations import Relations
from explorer.importers.dbt.seen import with_its_run
from explorer.importers.sql.foreign import foreign_table
from explorer.importers.sql_parsing import tables_of
from explorer.language import tr

_TEMPLATE = re.compile(r"\{[{%]")


class Edges:
    """The edges of one project, and how each of its metrics is measured."""

    def __init__(self, project: Project, beside: Beside, relations: Relations, lineage: Lineage) -> None:
        self._project = project
        self._beside = beside
        self._relations = relations
        self._lineage = lineage
        self._semantic: dict[str, SemanticModel] = {}
        self.metrics: dict[str, Metric] = {}
        """By id: how each is measured."""
        self._read_metrics()
        self._named = self._columns_named()

    def declared(self, entry_id: str) -> Iterator[EdgeStatement]:
        """depends_on, turned round."""
        project = self._project
        entry = project.entries[entry_id]
        for from_id, through in self._made_from(entry):
            ends = (project.kinds.get(from_id), project.kinds[entry_id])
            is_part = ends == (NodeKind.METRIC, NodeKind.METRIC)
            # A function is run when the table is built, not when the table is read.
            is_built_with = ends == (NodeKind.ARTIFACT, NodeKind.DATASET)
            taken = self._lineage.taken.get((from_id, entry_id), NOT_KNOWN)
            edge = Edge(
                from_id=from_id,
                to_id=entry_id,
                kind=EdgeKind.DERIVES if is_built_with else EdgeKind.FEEDS,
                fields=taken.fields or self._measured(entry_id, through),
                select_all=taken.select_all,
                columns=taken.columns,
                filter=taken.filter,
                relation=Relation.COMPONENT if is_part else None,
                sign=self._sign(from_id, entry_id) if is_part else None,
                on_schema_change=on_schema_change(entry),
                source=project.source(entry),
                extra={"semantic_model": project.entries[through].name} if through else {},
            )
            yield EdgeStatement(with_its_run(edge, self._beside), kind_stated=is_built_with)

    def read_without_saying(self) -> Iterator[EdgeStatement]:
        """What the SQL of a model reads and its manifest does not know of."""
        faults = []
        for (from_id, to_id), taken in self._lineage.taken.items():
            entry = self._project.entries[to_id]
            if from_id not in parents_of(entry):
                faults.append((_unsaid(entry, self._relations.by_entry[from_id]), entry))
                yield self._inferred(from_id, to_id, taken)
        for to_id, tables in self._lineage.foreign.items():
            entry = self._project.entries[to_id]
            for table, taken in tables:
                faults.append((_unsaid(entry, ".".join(table)), entry))
                yield self._inferred(self._relations.foreign(table), to_id, taken)
        self._project.tell_some(faults)

    def foreign_tables(self) -> Iterator[Node]:
        """The tables that no entry is, but some SQL reads."""
        told: dict[str, Node] = {}
        for to_id, tables in self._lineage.foreign.items():
            place = self._project.source(self._project.entries[to_id])
            for table, _ in tables:
                table_id = self._relations.foreign(table)
                told.setdefault(table_id, foreign_table(table_id, table, place))
        yield from told.values()

    def loaded_and_read(self) -> Iterator[EdgeStatement]:
        """From what makes a table to the source as which the same project reads it; other doubles are only told."""
        for first, *others in self._relations.shared():
            for other in others:
                entry = self._project.entries[other]
                if other.startswith("source.") and not first.startswith("source."):
                    edge = Edge(
                        from_id=first,
                        to_id=other,
                        kind=EdgeKind.DERIVES,
                        evidence=Evidence.INFERRED,
                        select_all=True,
                        source=self._project.source(entry),
                        extra={"same_table": self._relations.by_entry[first]},
                    )
                    yield EdgeStatement(edge, kind_stated=True)
                    continue
                fault = tr(
                    "“{first}” and “{other}” are one table, {table}; who names it elsewhere means the first.",
                    first=name_of(first, self._project.entries[first]),
                    other=name_of(other, entry),
                    table=self._relations.by_entry[first],
                )
                self._project.tell(fault, Severity.INFO, entry)

    def _inferred(self, from_id: str, to_id: str, taken: Taken) -> EdgeStatement:
        edge = Edge(
            from_id=from_id,
            to_id=to_id,
            kind=EdgeKind.DERIVES,
            evidence=Evidence.INFERRED,
            fields=taken.fields,
            select_all=taken.select_all,
            columns=taken.columns,
            filter=taken.filter,
            source=self._project.source(self._project.entries[to_id]),
        )
        return EdgeStatement(edge, kind_stated=True)

    def _made_from(self, entry: Entry) -> Iterator[tuple[str, str | None]]:
        """What it is made from, each with the semantic model between, if there is one."""
        for parent in parents_of(entry):
            if parent.startswith("semantic_model.") and parent in self._project.entries:
                for model in parents_of(self._project.entries[parent]):
                    yield model, parent
            else:
                yield parent, None

    def _measured(self, entry_id: str, through: str | None) -> tuple[str, ...] | None:
        """The columns that a metric uses of the table that it is measured on."""
        found = [self._named.get(text) for text in self._sql_taken(entry_id, through)]
        known = [names for names in found if names is not None]
        if not found or len(known) < len(found):
            return None
        return tuple(dict.fromkeys(name for names in known for name in names))

    def _sql_taken(self, entry_id: str, through: str | None) -> tuple[str, ...]:
        metric = self.metrics.get(entry_id)
        semantic = self._semantic.get(through) if through else None
        if metric is None or (through and semantic is None):
            return ()
        return sql_taken(metric, semantic)

    def _sign(self, part_id: str, entry_id: str) -> Sign | None:
        metric = self.metrics.get(entry_id)
        return sign_of(self._project.entries[part_id].name, metric) if metric else None

    def _columns_named(self) -> dict[str, tuple[str, ...] | None]:
        """The columns that each expression of all metrics names; None where that cannot be told."""
        texts = {
            text
            for entry_id in self.metrics
            for _, through in self._made_from(self._project.entries[entry_id])
            for text in self._sql_taken(entry_id, through)
        }
        named = {text: plain_columns(text) for text in sorted(texts)}
        parsed = [text for text, names in named.items() if names is None and not _TEMPLATE.search(text)]
        dialect = DIALECTS.get(self._relations.adapter, "")
        queries = [f"SELECT {text} FROM t" for text in parsed]  # noqa: S608 - parsed, and never run
        answers = tables_of(queries, dialect, self._project.task)
        for text, said in zip(parsed, answers, strict=True):
            if said.fault is None and len(said.reads) == 1:
                named[text] = said.reads[0].used_fields
        return named

    def _read_metrics(self) -> None:
        faults = []
        for entry_id, raw in self._project.raws.items():
            entry = self._project.entries[entry_id]
            try:
                if self._project.kinds.get(entry_id) is NodeKind.METRIC:
                    self.metrics[entry_id] = metric_of(raw)
                else:
                    self._semantic[entry_id] = semantic_model_of(raw)
            except ValueError as error:
                fault = tr("What “{name}” measures is not read: {reason}.", name=entry.name, reason=error)
                faults.append((fault, entry))
        self._project.tell_some(faults)


def with_its_measure(node: Node, metrics: dict[str, Metric]) -> Node:
    """A metric with how it is measured; any other node as it is."""
    metric = metrics.get(node.id)
    if metric is None:
        return node
    said = measured(metric)
    return replace(node, window=said.window, extra={**node.extra, **said.extra})


def _unsaid(entry: Entry, table: str) -> str:
    return tr(
        "The SQL of “{name}” names the table {table} itself, not by ref() or source(): dbt does not know that it "
        "reads it.",
        name=entry.name,
        table=table,
    )
