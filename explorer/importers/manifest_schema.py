"""The JSON Schema of manifests, made from the same tables as the reader, for completion in editors.

`python -m explorer.importers.manifest_schema` prints what resources/ripplemap.schema.json must hold.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from explorer.domain.attributes import EDGE_ATTRIBUTES, NODE_ATTRIBUTES, TEAM_ATTRIBUTES, Attribute
from explorer.domain.kinds import EdgeKind, NodeKind
from explorer.domain.value_types import DAY
from explorer.importers.manifest import VERSION
from explorer.importers.manifest_amendments import CHANGED, EDGES, REMOVED
from explorer.importers.manifest_entries import EDGE_KIND, RELATIONS, SECTIONS, Relation

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ID: Mapping[str, object] = {"type": ["string", "number"]}


def manifest_schema() -> dict[str, object]:
    """The schema as plain data."""
    sections = {
        section: {
            "description": f"Each {kind} by its id.",
            "type": ["object", "null"],
            "additionalProperties": _ref(str(kind)),
        }
        for section, kind in SECTIONS.items()
    }
    return {
        "$schema": _DIALECT,
        "title": "Ripplemap manifest",
        "description": "What a machine-learning system is made of.",
        "type": "object",
        "required": ["ripplemap"],
        "additionalProperties": False,
        "properties": {
            "ripplemap": {"description": "The version of the manifest's format.", "const": VERSION},
            "system": {"description": "The name of the system.", "type": ["string", "number", "null"]},
            "as_of": {"description": "The day for which the manifest holds.", **_or_unsaid(DAY.schema)},
            "owner": {
                "description": "The owner of every entry that names none, except in world.",
                **_or_unsaid(_ID),
            },
            "teams": {
                "description": "The teams that own parts of the system, by their ids.",
                "type": ["object", "null"],
                "additionalProperties": _object({a.key: _described(a) for a in TEAM_ATTRIBUTES.values()}),
            },
            **sections,
            CHANGED: {
                "description": "What is otherwise than other files declare: of each part only what is different.",
                "type": ["object", "null"],
                "properties": {**sections, EDGES: {"type": ["array", "null"], "items": _free_edge()}},
                "additionalProperties": False,
            },
            REMOVED: {
                "description": "What other files declare and is not there: ids of parts, and edges.",
                "type": ["array", "null"],
                "items": {"anyOf": [_ID, _removed_edge()]},
            },
        },
        "$defs": {
            **{str(kind): _entry(kind) for kind in SECTIONS.values()},
            **{key: _ends(relation) for key, relation in RELATIONS.items()},
            **_attributes(),
        },
    }


def schema_text() -> str:
    """The schema as the text of its file."""
    return json.dumps(manifest_schema(), indent=1, ensure_ascii=False) + "\n"


def _entry(kind: NodeKind) -> dict[str, object]:
    properties: dict[str, object] = {key: _ref(_name_of(a, kind)) for key, a in NODE_ATTRIBUTES[kind].items()}
    for key, relation in RELATIONS.items():
        if relation.kinds is None or kind in relation.kinds:
            properties[key] = {"description": relation.doc, **_ref(key)}
    return _object(properties)


def _ends(relation: Relation) -> dict[str, object]:
    known = [a for a in EDGE_ATTRIBUTES.values() if _may_have(relation.kind, a)]
    properties: dict[str, object] = {a.key: _ref(f"edge-{a.key}") for a in known}
    if relation.kind is EdgeKind.DRIVES:  # `evidence: experiment` is read as what backs the link
        properties["evidence"] = {"anyOf": [_ref("edge-evidence"), _ref("edge-backing")]}
    properties[relation.end] = {"description": "The id of the other end.", **_ID}
    kinds: Mapping[str, object] = {"const": str(relation.kind)} if relation.kind else EDGE_KIND.schema
    properties["kind"] = {
        "description": "What passes over the edge, if it is not what its ends suggest.",
        **kinds,
    }
    one = {"anyOf": [_ID, {**_object(properties), "type": "object", "required": [relation.end]}]}
    return {"anyOf": [{"type": "array", "items": one}, one, {"type": "null"}]}


def _free_edge() -> dict[str, object]:
    """An edge that stands in no entry."""
    properties: dict[str, object] = {key: _ref(f"edge-{key}") for key in EDGE_ATTRIBUTES}
    ends = {"from": _ID, "to": _ID, "kind": EDGE_KIND.schema}
    return {**_object({**properties, **ends}), "type": "object", "required": ["from", "to"]}


def _removed_edge() -> dict[str, object]:
    ends: dict[str, object] = {
        "from": {"description": "The id of the end it leaves.", **_ID},
        "to": {"description": "The id of the end it enters.", **_ID},
        "kind": {"description": "Which of the edges between the two; all without it.", **EDGE_KIND.schema},
    }
    return {**_object(ends), "type": "object", "required": ["from", "to"]}


def _may_have(kind: EdgeKind | None, attribute: Attribute) -> bool:
    return kind is None or attribute.kinds is None or kind in attribute.kinds


def _attributes() -> dict[str, object]:
    """Every attribute once, under a name of its own."""
    defined: dict[str, object] = {}
    for kind in SECTIONS.values():
        defined.update((_name_of(a, kind), _described(a)) for a in NODE_ATTRIBUTES[kind].values())
    defined.update((f"edge-{a.key}", _described(a)) for a in EDGE_ATTRIBUTES.values())
    return defined


def _name_of(attribute: Attribute, kind: NodeKind) -> str:
    """A subtype's words differ from kind to kind; every other attribute is the same for all."""
    return f"{kind}-{attribute.key}" if attribute.key == "subtype" else f"node-{attribute.key}"


def _described(attribute: Attribute) -> dict[str, object]:
    return {"description": attribute.doc, **_or_unsaid(attribute.type.schema)}


def _ref(name: str) -> dict[str, object]:
    return {"$ref": f"#/$defs/{name}"}


def _object(properties: Mapping[str, object]) -> dict[str, object]:
    return {"type": ["object", "null"], "properties": properties, "additionalProperties": False}


def _or_unsaid(schema: Mapping[str, object]) -> dict[str, object]:
    """The schema of a value that may also be left open."""
    return {"anyOf": [schema, {"enum": ["unknown", None]}]}


if __name__ == "__main__":
    print(schema_text(), end="")
