"""The jobs and datasets of OpenLineage as nodes: what their facets say, each as it was said last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from explorer.domain.entities import Node
from explorer.domain.ids import LONGEST_ID, clean_id, shown_plainly
from explorer.domain.kinds import Evidence, NodeKind, Subtype
from explorer.importers.openlineage import facets
from explorer.importers.openlineage.gathered import BEFORE_ALL, Part, Run
from explorer.importers.openlineage.naming import dataset_id, subtype_of, without_secret

_SUBTYPES = {
    "TABLE": Subtype.TABLE,
    "VIEW": Subtype.VIEW,
    "FILE": Subtype.FILE,
    "TOPIC": Subtype.STREAM,
    "STREAM": Subtype.STREAM,
}
_SORTS_OF_OWNER = ("team:", "group:", "user:", "application:", "service:")
_MOST_TEXTS = 100
"""So many of the other names, tests and tags of one thing are kept."""


def job_node(part: Part, runs: Sequence[Run]) -> Node:
    """A job, and how its runs went."""
    sort = part.latest("jobType", facets.JobType) or facets.JobType()
    location = part.latest("sourceCodeLocation", facets.CodeLocation)
    code = part.latest("sourceCode", facets.Code)
    scheduled = part.latest("nominalTime", facets.NominalTime)
    language = (code.language if code else None) or ("sql" if part.latest("sql", facets.Sql) else None)
    shown = {
        "integration": sort.integration,
        "job_type": sort.job_type,
        "processing_type": sort.processing,
        **_runs_told(runs),
    }
    return replace(
        _part(part, NodeKind.JOB, part.names.name.strip(), shown),
        language=_line(language).lower() if language else None,
        cadence=scheduled.interval if scheduled else None,
        url=_line(without_secret(location.url)) if location and location.url else None,
    )


def dataset_node(part: Part, name: str) -> Node:
    """A dataset, or the model that it says it is; `name` is what it is called for short."""
    sort = part.latest("datasetType", facets.DatasetType)
    stated = (sort.dataset_type if sort else None) or ""
    schema = part.latest("schema", facets.Schema)
    tests = part.latest("dataQualityAssertions", facets.Assertions)
    storage = part.latest("storage", facets.Storage) or facets.Storage()
    change = part.latest("lifecycleStateChange", facets.LifecycleChange)
    version = part.latest("version", facets.Version)
    is_model = stated.upper() == "MODEL"
    shown = {
        "dataset_type": stated,
        "storage_layer": storage.layer,
        "file_format": storage.format,
        "last_change": change.change if change else None,
        "last_version": version.version if version else None,
    }
    columns = (_line(column.name) for column in (schema.fields if schema else None) or ())
    return replace(
        _part(part, NodeKind.MODEL if is_model else NodeKind.DATASET, name, shown),
        subtype=None if is_model else _subtype(part, stated),
        fields=tuple(dict.fromkeys(columns)) or None,
        tests=_tests(tests.assertions or ()) if tests else None,
        same_as=tuple(dict.fromkeys(other_ids(part))) or None,
    )


def other_ids(part: Part) -> Iterator[str]:
    """The ids by which others know a dataset."""
    links = part.latest("symlinks", facets.Symlinks)
    for link in ((links.identifiers if links else None) or ())[:_MOST_TEXTS]:
        try:
            other = dataset_id(link.namespace, link.name)
        except ValueError:  # it can be no id, so nobody calls it that
            continue
        if other != part.id:
            yield other


def evidence_of(is_stated: bool) -> Evidence:
    """What is stated for its own sake is declared, what a run shows observed."""
    return Evidence.DECLARED if is_stated else Evidence.OBSERVED


def _runs_told(runs: Sequence[Run]) -> dict[str, object]:
    """How often a job ran, when last, and how that ended."""
    if not runs:
        return {}
    last = max(runs, key=lambda run: run.last)
    ends = {None: None, False: "complete", True: "failed"}
    return {
        "runs": len(runs),
        "failed_runs": sum(run.has_failed is True for run in runs),
        "last_run": last.last.date().isoformat() if last.last > BEFORE_ALL else None,
        "last_state": ends[last.has_failed],
    }


def _subtype(part: Part, stated: str) -> Subtype:
    links = part.latest("symlinks", facets.Symlinks)
    if stated.upper() in _SUBTYPES:
        return _SUBTYPES[stated.upper()]
    if any((link.type or "").upper() == "TABLE" for link in (links.identifiers if links else None) or ()):
        return Subtype.TABLE  # files of which a catalogue makes a table; a view has none
    return subtype_of(part.id)


def _tests(assertions: Iterable[facets.Assertion]) -> tuple[str, ...] | None:
    told = (f"{each.assertion} ({each.column})" if each.column else each.assertion for each in assertions)
    return tuple(sorted(set(map(_line, told))))[:_MOST_TEXTS] or None


def _part(part: Part, kind: NodeKind, name: str, shown: Mapping[str, object]) -> Node:
    """What jobs and datasets have in common."""
    about = part.latest("documentation", facets.Described)
    owners = part.latest("ownership", facets.Ownership)
    tags = part.latest("tags", facets.Tags)
    named = _owners((owners.owners if owners else None) or ())
    shown = {**shown, "owners": named if len(named) > 1 else None}
    return Node(
        id=part.id,
        kind=kind,
        name=_line(name),
        owner=named[0] if named else None,
        description=about.description if about else None,
        tags=tuple(dict.fromkeys(map(_tag, (tags.tags if tags else None) or ())))[:_MOST_TEXTS] or None,
        evidence=evidence_of(part.is_stated),
        source=part.place,
        extra={k: _line(value) if isinstance(value, str) else value for k, value in shown.items() if value},
    )


def _owners(said: Iterable[facets.Owner]) -> list[str]:
    """Who owns it, whoever is called so first; of a URN such as team:data only the name."""
    names = []
    for owner in sorted(said, key=lambda o: "OWNER" not in (o.type or "").upper()):
        sort = next((sort for sort in _SORTS_OF_OWNER if owner.name.startswith(sort)), "")
        try:
            names.append(clean_id(owner.name.removeprefix(sort)))
        except ValueError:  # a name without end, or none: nobody is called so
            continue
    return list(dict.fromkeys(names))[:_MOST_TEXTS]


def _tag(tag: facets.Tag) -> str:
    is_bare = tag.value is None or tag.value is True or tag.value in ("", "true")
    return _line(tag.key if is_bare else f"{tag.key}={tag.value}")


def _line(text: str) -> str:
    """A text in one line in which nothing is invisible; nobody reads one without end."""
    return shown_plainly(text if len(text) <= LONGEST_ID else f"{text[:LONGEST_ID]}…")
