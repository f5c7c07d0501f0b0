"""A manifest's entries: each `id: {attributes}` is a node, and what it names makes edges."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from explorer.domain.assembly import Statements, make_statement
from explorer.domain.attributes import EDGE_ATTRIBUTES, NODE_ATTRIBUTES, NODE_KEYS, Attribute
from explorer.domain.entities import make_edge, make_node
from explorer.domain.ids import clean_id, shown_plainly
from explorer.domain.kinds import Backing, EdgeKind, NodeKind, Severity
from explorer.domain.names import nearest
from explorer.domain.provenance import Problem, Source, make_source
from explorer.domain.value_types import Literal, ValueType, one_of, plain_value
from explorer.importers.yaml_events import Value, YamlList, YamlMapping
from explorer.language import tr, tr_in

SECTIONS: Mapping[str, NodeKind] = {
    "producers": NodeKind.PRODUCER,
    "datasets": NodeKind.DATASET,
    "jobs": NodeKind.JOB,
    "features": NodeKind.FEATURE,
    "artifacts": NodeKind.ARTIFACT,
    "models": NodeKind.MODEL,
    "consumers": NodeKind.CONSUMER,
    "world": NodeKind.WORLD,
    "metrics": NodeKind.METRIC,
    "objectives": NodeKind.OBJECTIVE,
    "monitors": NodeKind.MONITOR,
}
SECTION_OF = {kind: section for section, kind in SECTIONS.items()}


@dataclass(frozen=True, slots=True)
class Relation:
    """A key whose ids make edges. inward: into the entry, and a mapping says `from`; else out of it, `to`.

    kind None: it follows from the two ends, or is stated. kinds None: entries of every kind have it.
    """

    key: str
    inward: bool
    doc: str
    kind: EdgeKind | None = None
    kinds: frozenset[NodeKind] | None = None

    @property
    def end(self) -> str:
        """The key that names the other end in a mapping."""
        return "from" if self.inward else "to"


RELATIONS: Mapping[str, Relation] = {
    r.key: r
    for r in (
        Relation("inputs", True, "What it reads or is made from."),
        Relation("outputs", False, "What it writes."),
        Relation("triggers", False, "What it sets off.", EdgeKind.TRIGGERS),
        Relation(
            "drives",
            False,
            "The metrics and objectives that it drives.",
            EdgeKind.DRIVES,
            frozenset((NodeKind.METRIC,)),
        ),
        Relation("watches", True, "What it watches.", EdgeKind.WATCHES, frozenset((NodeKind.MONITOR,))),
        Relation(
            "success_metric",
            False,
            "The metric, or metrics, it is judged by.",
            EdgeKind.OPTIMISES,
            frozenset((NodeKind.MODEL,)),
        ),
    )
}
EDGE_KIND: ValueType = one_of(*EdgeKind)

_BACKINGS = frozenset(map(str, Backing))
"""Of what one metric drives people say `evidence: experiment`; that is what backs it, not how the line came here."""
_REFERENCES = frozenset(("owner", "superseded_by"))
_CLEANED = _REFERENCES | {"same_as"}
_DECODERS: Mapping[NodeKind, Mapping[str, Callable[[object], Any]]] = {
    kind: {key: a.type.decode for key, a in table.items() if key not in _CLEANED}
    for kind, table in NODE_ATTRIBUTES.items()
}
"""How the values are read that mean the same wherever they stand; ids are the same only once they are cleaned."""
_NO_DEFAULT_OWNER = NodeKind.WORLD
"""The world is outside every team, so the manifest's owner is not its owner unless it says so itself."""
_MAX_PROBLEMS = 1_000
_MAX_SUGGESTIONS = 200


class EntryReader:
    """Reads the entries of one file into statements; what it cannot use becomes a problem with its line."""

    clears = False
    """Whether null and `unknown` say that nobody knows, whatever others say; else they say nothing."""

    def __init__(self, shown: str, into: Statements) -> None:
        self.shown = shown
        self.owner: str | None = None
        self.into = into
        self._ids: dict[str, str | None] = {}
        self._suggestions = 0
        self._source = Source(shown, 0)

    def entry(self, kind: NodeKind, written_id: str, value: Value, line: int) -> None:
        """State the node of one entry and the edges it names."""
        node_id = self.identifier(written_id, line)
        if node_id is None:
            return
        given: dict[str, Any] = {}
        if kind is not _NO_DEFAULT_OWNER:
            given["owner"] = self.owner
        if type(value) is YamlMapping:
            self.read_keys(kind, node_id, value, given)
        elif not (type(value) is Literal and value.value is None):
            self.no_mapping(node_id, line)
        name = given.pop("name", None)
        name = shown_plainly(name) if name else node_id
        self.into.nodes.append(make_node(id=node_id, kind=kind, name=name, source=self.source(line), **given))

    def no_mapping(self, node_id: str, line: int) -> None:
        """Note that an entry is something else than attributes."""
        self.problem(
            tr("“{node}” must be a mapping of attributes, such as {{owner: web}}.", node=node_id), line
        )

    def read_keys(self, kind: NodeKind, node_id: str, entry: YamlMapping, given: dict[str, Any]) -> None:
        """Fill in what the entry says of the node, and state its edges."""
        decoders, attributes = _DECODERS[kind], NODE_ATTRIBUTES[kind]
        for (key, said), line in zip(entry.items(), entry.lines, strict=True):
            decode = decoders.get(key)
            if decode is not None and said != "unknown" and not (type(said) is Literal and said[0] is None):
                # The common case without a further call: this runs a hundred thousand times.
                try:
                    given[key] = decode(said)
                    continue
                except ValueError:
                    pass  # told below, with its label
            if key in attributes:
                self._attribute(attributes[key], said, given, line, node_id)
            elif key not in RELATIONS:
                self._unknown_key(key, said, kind, line, given)
            elif self._has_relation(RELATIONS[key], kind, line):
                self._relation(RELATIONS[key], node_id, said, line)

    def identifier(self, written: str, line: int) -> str | None:
        """The id as it is compared, or None and a problem where it can be none."""
        if written in self._ids:
            return self._ids[written]
        clean: str | None = None
        try:
            clean = clean_id(written)
        except ValueError as error:
            self.problem(str(error), line)
        else:
            if clean is not written and "⟨U+" in clean and "⟨U+" not in written:
                self.problem(
                    tr(
                        "The id “{node}” holds characters that cannot be seen; they are shown as marks.",
                        node=clean,
                    ),
                    line,
                    Severity.WARNING,
                )
        self._ids[written] = clean
        return clean

    def source(self, line: int) -> Source:
        """This file at a line."""
        if self._source.line != line:  # many statements stand in one line
            self._source = make_source(self.shown, line)
        return self._source

    def problem(self, message: str, line: int, severity: Severity = Severity.ERROR) -> None:
        """Note a fault; after a thousand only that there are more."""
        problems = self.into.problems
        if len(problems) < _MAX_PROBLEMS:
            problems.append(Problem(message, self.source(line), severity))
        elif len(problems) == _MAX_PROBLEMS:
            problems.append(Problem(tr("There are more problems after this one."), self.source(line)))

    def suggestion(self, word: str, known: Iterable[str]) -> str:
        """“Did you mean …?”, or nothing where no known word is like it."""
        self._suggestions += 1
        near = nearest(word, known, 1) if self._suggestions <= _MAX_SUGGESTIONS else []
        return " " + tr("Did you mean “{word}”?", word=near[0]) if near else ""

    def read_value(self, attribute: Attribute, said: Value, label: Callable[[], str], line: int) -> Any:
        """The decoded value; None where it is absent, `unknown`, or wrong, which is a problem.

        label: what the value is said of; asked for only where it is wrong, as most values are not.
        """
        if type(said) is Literal and said.value is None:
            return None
        if said == "unknown" and attribute.key != "subtype":
            return None
        try:
            return attribute.type.decode(said)
        except ValueError as error:
            self.wrong_value(attribute, str(error), label, line)
            return None

    def wrong_value(self, attribute: Attribute, fault: str, label: Callable[[], str], line: int) -> None:
        """Note that a value cannot be read."""
        self.problem(f"{label()}: {attribute.key} {fault}", line)

    def _attribute(
        self, attribute: Attribute, said: Value, given: dict[str, Any], line: int, node_id: str
    ) -> None:
        key = attribute.key
        if type(said) is str and said != "unknown" and key in _REFERENCES:
            given[key] = self.identifier(said, line)
            return
        value = self.read_value(attribute, said, lambda: tr("“{name}”", name=node_id), line)
        if value is None:
            # Null says nothing; but whoever writes `owner: unknown` does not mean the default.
            if (key == "owner" and said == "unknown") or self._cleared(key, said):
                given[key] = None
        elif key in _REFERENCES:
            given[key] = self.identifier(value, line)
        elif key == "same_as":
            clean = (self.identifier(v, line) for v in value)
            given[key] = tuple(v for v in clean if v is not None)
        else:
            given[key] = value

    def _cleared(self, key: str, said: Value) -> bool:
        is_null = type(said) is Literal and said.value is None
        return self.clears and key != "evidence" and (said == "unknown" or is_null)

    def _has_relation(self, relation: Relation, kind: NodeKind, line: int) -> bool:
        if relation.kinds is None or kind in relation.kinds:
            return True
        whose = tr_in("kinds", " and ").join(SECTION_OF[k] for k in relation.kinds)
        self.problem(
            tr(
                "{key} belongs to {sections}, not to {section}; it is left out.",
                key=relation.key,
                sections=whose,
                section=SECTION_OF[kind],
            ),
            line,
            Severity.WARNING,
        )
        return False

    def _unknown_key(self, key: str, said: Value, kind: NodeKind, line: int, given: dict[str, Any]) -> None:
        if key in NODE_KEYS:
            whose = ", ".join(s for s, k in SECTIONS.items() if key in NODE_ATTRIBUTES[k])
            self.problem(
                tr(
                    "{key} says nothing of {section}, only of {sections}; it is left out.",
                    key=key,
                    section=SECTION_OF[kind],
                    sections=whose,
                ),
                line,
                Severity.WARNING,
            )
            return
        known = [*NODE_ATTRIBUTES[kind], *(k for k, r in RELATIONS.items() if not r.kinds or kind in r.kinds)]
        hint = self.suggestion(key, known) or " " + tr(
            "{section} know {keys}.", section=SECTION_OF[kind].capitalize(), keys=", ".join(known)
        )
        self.problem(tr("The key “{key}” is not known.", key=shown_plainly(key[:80])) + hint, line)
        given.setdefault("extra", {})[key] = plain_value(said)

    def _relation(self, relation: Relation, node_id: str, said: Value, line: int) -> None:
        if type(said) is YamlList:
            for item, at in zip(said, said.lines, strict=True):
                self.edge(relation, node_id, item, at)
        elif type(said) is not Literal or said.value is not None:
            self.edge(relation, node_id, said, line)

    def edge(self, relation: Relation, node_id: str, item: Value, line: int) -> None:
        """State one of the edges that an entry names."""
        given: dict[str, Any] = {}
        kind = relation.kind
        written: Value | None = item
        if type(item) is YamlMapping:
            written = item.get(relation.end)
            kind = self._edge_attributes(
                relation, item, given, lambda: tr("An edge of “{name}”", name=node_id)
            )
        if type(written) is Literal and written.value is not None:
            written = written.text
        if not isinstance(written, str):
            fault = tr(
                "Each of the {key} of “{node}” must be an id, or a mapping with {end}.",
                key=relation.key,
                node=node_id,
                end=relation.end,
            )
            self.problem(fault, line)
            return
        other = self._ids.get(written) or self.identifier(written, line)
        if other is None:
            return
        start, end = (other, node_id) if relation.inward else (node_id, other)
        self.state_edge(start, end, kind, self.source(line), given)

    def state_edge(
        self, start: str, end: str, kind: EdgeKind | None, source: Source, given: dict[str, Any]
    ) -> None:
        """Take an edge in; without a kind it is the one that its ends suggest."""
        edge = make_edge(from_id=start, to_id=end, kind=kind or EdgeKind.FEEDS, source=source, **given)
        self.into.edges.append(make_statement(edge, kind is not None))

    def _edge_attributes(
        self, relation: Relation, item: YamlMapping, given: dict[str, Any], label: Callable[[], str]
    ) -> EdgeKind | None:
        """Fill in what a mapping says of its edge; the edge's kind, if that is known."""
        kind = relation.kind
        if "kind" in item:
            kind = self._stated_kind(relation, item, label)
        for (key, said), line in zip(item.items(), item.lines, strict=True):
            is_backing = kind is EdgeKind.DRIVES and key == "evidence" and said in _BACKINGS
            attribute = EDGE_ATTRIBUTES.get("backing" if is_backing else key)
            if attribute is not None:
                if attribute.kinds is not None and kind is not None and kind not in attribute.kinds:
                    fault = tr(
                        "{label}: {key} belongs to {kinds} edges, not to {kind}.",
                        label=label(),
                        key=key,
                        kinds=tr_in("kinds", " and ").join(sorted(attribute.kinds)),
                        kind=kind,
                    )
                    self.problem(fault, line, Severity.WARNING)
                else:
                    value = self.read_value(attribute, said, label, line)
                    if value is not None or self._cleared(key, said):
                        given[attribute.key] = value
            elif key != relation.end and key != "kind":
                known = [*EDGE_ATTRIBUTES, relation.end, "kind"]
                hint = self.suggestion(key, known) or " " + tr("Edges know {keys}.", keys=", ".join(known))
                fault = tr(
                    "{label}: the key “{key}” is not known.", label=label(), key=shown_plainly(key[:80])
                )
                self.problem(fault + hint, line)
                given.setdefault("extra", {})[key] = plain_value(said)
        return kind

    def _stated_kind(
        self, relation: Relation, item: YamlMapping, label: Callable[[], str]
    ) -> EdgeKind | None:
        said, line = item["kind"], item.line_of("kind")
        try:
            kind: EdgeKind = EDGE_KIND.decode(said)
        except ValueError as error:
            if said != "unknown":
                hint = self.suggestion(said, EdgeKind) if isinstance(said, str) else ""
                self.problem(f"{label()}: kind {error}{hint}", line)
            return relation.kind
        if relation.kind not in (None, kind):
            self.problem(
                tr(
                    "{label}: {key} makes {made} edges, not {kind}; use inputs or outputs.",
                    label=label(),
                    key=relation.key,
                    made=relation.kind,
                    kind=kind,
                ),
                line,
            )
            return relation.kind
        return kind
