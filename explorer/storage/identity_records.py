"""What is one thing though several speak of it, as records; an older version keeps them without knowing them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from explorer.domain.assembly import EdgeStatement
from explorer.domain.attributes import edge_from_plain, edge_to_plain, node_from_plain, node_to_plain
from explorer.domain.identities import Identities
from explorer.domain.identity import Decision, Doubt, Joined, Link, Rule, Verb
from explorer.domain.provenance import Source
from explorer.language import tr

DECISION = "decision"
DOUBT = "doubt"
JOINED = "joined"
JOINED_EDGE = "joined-edge"

_Name = Annotated[str, Meta(min_length=1)]


class _Decision(msgspec.Struct, array_like=True):
    verb: Verb
    first: _Name
    second: _Name
    document: str


class _Doubt(msgspec.Struct):
    candidates: Annotated[list[_Name], Meta(min_length=1)]


class _Step(msgspec.Struct, omit_defaults=True):
    start: _Name
    end: _Name
    rule: Rule
    source: str | None = None
    line: int | None = None


class _Joined(msgspec.Struct):
    members: list[dict[str, Any]]
    why: dict[_Name, list[_Step]]


class _Edge(msgspec.Struct):
    edge: dict[str, Any]
    kind_stated: bool


def identity_records(known: Identities) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """The tag, identity and body of each record."""
    for place, d in enumerate(known.decisions):
        yield DECISION, [d.verb.value, d.first, d.second, d.document], {"place": place}
    for doubt in known.doubts:
        yield DOUBT, doubt.name, {"candidates": list(doubt.candidates)}
    for each in known.joined.values():
        why = {name: [_step(link) for link in way] for name, way in each.why.items()}
        yield JOINED, each.id, msgspec.to_builtins(_Joined([node_to_plain(n) for n in each.members], why))
    numbers: dict[object, int] = {}
    for said in known.edges:
        number = numbers[said.edge.key] = numbers.get(said.edge.key, 0) + 1
        key = [said.edge.from_id, said.edge.to_id, str(said.edge.kind), number]
        yield JOINED_EDGE, key, msgspec.to_builtins(_Edge(edge_to_plain(said.edge), said.kind_stated))


@dataclass(slots=True)
class GatheredIdentities:
    """What is one thing, as it is put together record by record."""

    decisions: list[tuple[int, Decision]] = field(default_factory=list)
    doubts: dict[str, Doubt] = field(default_factory=dict)
    joined: dict[str, Joined] = field(default_factory=dict)
    edges: list[tuple[list[Any], EdgeStatement]] = field(default_factory=list)

    def take(self, tag: str, identity: Any, body: Mapping[str, Any]) -> None:
        """Take one record in; ValueError with a sentence where it is not sound."""
        try:
            if tag == DECISION:
                d = msgspec.convert(identity, _Decision)
                place = msgspec.convert(body.get("place", 0), int)
                self.decisions.append((place, Decision(d.verb, d.first, d.second, d.document)))
            elif tag == DOUBT:
                name, open_to = msgspec.convert(identity, _Name), msgspec.convert(body, _Doubt)
                self.doubts[name] = Doubt(name, tuple(open_to.candidates))
            elif tag == JOINED:
                node_id, said = msgspec.convert(identity, _Name), msgspec.convert(body, _Joined)
                why = {name: tuple(_link(step) for step in way) for name, way in said.why.items()}
                self.joined[node_id] = Joined(node_id, tuple(node_from_plain(n) for n in said.members), why)
            else:
                stated = msgspec.convert(body, _Edge)
                key = msgspec.convert(identity, tuple[_Name, _Name, str, int])
                self.edges.append(
                    (list(key), EdgeStatement(edge_from_plain(stated.edge), stated.kind_stated))
                )
        except msgspec.ValidationError as error:
            fault = tr("What is said of one thing with several names is not sound: {reason}.", reason=error)
            raise ValueError(fault) from None

    def made(self) -> Identities:
        """All of it."""
        ordered = sorted(self.decisions, key=lambda placed: (placed[0], placed[1]))
        return Identities(
            tuple(decision for _, decision in ordered),
            MappingProxyType(self.joined),
            tuple(said for _, said in sorted(self.edges, key=lambda named: named[0])),
            tuple(doubt for _, doubt in sorted(self.doubts.items())),
        )


def _step(link: Link) -> _Step:
    source = link.source
    return _Step(
        link.start, link.end, link.rule, source.name if source else None, source.line if source else None
    )


def _link(step: _Step) -> Link:
    return Link(
        step.start, step.end, step.rule, None if step.source is None else Source(step.source, step.line)
    )
