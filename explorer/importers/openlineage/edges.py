"""What passes between the jobs and datasets of OpenLineage, with the runs that showed it and the columns known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from explorer.domain.assembly import EdgeStatement
from explorer.domain.entities import Edge
from explorer.domain.ids import shown_plainly
from explorer.domain.kinds import EdgeKind
from explorer.importers.openlineage.facets import ColumnLineage, Origin
from explorer.importers.openlineage.gathered import Ends, Gathered, Passage, RunKey, is_job, origins
from explorer.importers.openlineage.naming import dataset_id
from explorer.importers.openlineage.nodes import evidence_of

_Lineage = Mapping[tuple[str | None, str], ColumnLineage]


def edges_of(gathered: Gathered, same: Mapping[str, str]) -> Iterator[EdgeStatement]:
    """Every edge; `same` leads from the other names of a dataset to the id that stands for it."""
    lineage = _standing_lineage(gathered, same)
    passages = _standing_passages(gathered, same)
    read = _columns_read(gathered, passages, lineage, same)
    failed = {key for key, run in gathered.runs.items() if run.has_failed}
    for (start, end), passage in passages.items():
        is_written = start in gathered.jobs and end not in gathered.jobs
        edge = _edge(start, end, EdgeKind.PRODUCES if is_written else EdgeKind.FEEDS, passage, failed)
        known = lineage.get((start if is_written else None, end))
        columns = _columns(known, None if is_written else start, same) if known else {}
        yield EdgeStatement(replace(edge, columns=columns or None, fields=read.get((start, end))))
    for (start, end), passage in gathered.triggers.items():
        yield EdgeStatement(_edge(start, end, EdgeKind.TRIGGERS, passage, failed), kind_stated=True)


def _edge(start: str, end: str, kind: EdgeKind, passage: Passage, failed: set[RunKey]) -> Edge:
    in_vain = len(passage.runs & failed)
    return Edge(
        from_id=start,
        to_id=end,
        kind=kind,
        evidence=evidence_of(passage.is_stated),
        first_seen=passage.first.date() if passage.first else None,
        last_seen=passage.last.date() if passage.last else None,
        count=len(passage.runs) or None,
        source=passage.place,
        extra={"failed_runs": in_vain} if in_vain else {},
    )


def _standing_passages(gathered: Gathered, same: Mapping[str, str]) -> dict[Ends, Passage]:
    """The passages between the ids that stand for others; what becomes one is added up."""
    found: dict[Ends, Passage] = {}
    for (start, end), passage in gathered.passages.items():
        ends = (same.get(start, start), same.get(end, end))
        if ends[0] != ends[1]:
            found[ends] = found[ends].joined(passage) if ends in found else passage
    return found


def _standing_lineage(gathered: Gathered, same: Mapping[str, str]) -> _Lineage:
    """The lineage of columns by the ids that stand for others, as it was said last."""
    in_order = sorted(gathered.lineage.items(), key=lambda item: item[1][0])
    return {(job, same.get(made, made)): said for (job, made), (_, said) in in_order}


def _columns(lineage: ColumnLineage, only: str | None, same: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Written column → columns read; `only` those of one dataset."""
    found = {}
    for written, column in (lineage.fields or {}).items():
        said = (*(column.inputs or ()), *(column.input_fields or ()))
        fields = {shown_plainly(o.field) for o in said if o.field and only in (None, _id_of(o, same))}
        if fields:
            found[shown_plainly(written)] = tuple(sorted(fields))
    return found


def _columns_read(
    gathered: Gathered, passages: Mapping[Ends, Passage], lineage: _Lineage, same: Mapping[str, str]
) -> dict[Ends, tuple[str, ...]]:
    """The columns that a job reads of each dataset, where all that it writes says all that it is made from."""
    written: dict[str, list[str]] = {}
    for start, end in passages:
        if start in gathered.jobs and end not in gathered.jobs:
            written.setdefault(start, []).append(end)
    found: dict[Ends, tuple[str, ...]] = {}
    for job, ends in written.items():
        known = [said for end in ends if (said := lineage.get((job, end)))]
        if len(known) < len(ends) or not all(map(_tells_all, known)):
            continue
        read: dict[str, set[str]] = {}
        for origin in (o for said in known for o in origins(said)):
            if (from_id := _id_of(origin, same)) and origin.field:
                read.setdefault(from_id, set()).add(shown_plainly(origin.field))
        found |= {(from_id, job): tuple(sorted(fields)) for from_id, fields in read.items()}
    return found


def _tells_all(lineage: ColumnLineage) -> bool:
    """Whether filters and joins are told too; a producer that tells of none may just not look."""
    if lineage.dataset:
        return True
    ways = (way for origin in origins(lineage) for way in origin.transformations or ())
    return any((way.type or "").upper() == "INDIRECT" for way in ways)


def _id_of(origin: Origin, same: Mapping[str, str]) -> str | None:
    if is_job(origin) or not origin.namespace or not origin.name:
        return None
    try:
        named = dataset_id(origin.namespace, origin.name)
    except ValueError:  # told when it was gathered
        return None
    return same.get(named, named)
