"""Attribute values as a person writes them in a form: the manifest's words, checked by the manifest's types."""

from __future__ import annotations

from typing import Any

from explorer.domain.attributes import EDGE_ATTRIBUTES, NODE_ATTRIBUTES, Attribute
from explorer.domain.entities import Edge, Node
from explorer.domain.kinds import NodeKind
from explorer.domain.value_types import DAY, DURATION, NUMBER_OR_TEXT, TEXT, TEXTS
from explorer.errors import InputError
from explorer.export.manifest_text import flow
from explorer.language import marked, tr

_SEEN_NOT_SAID = frozenset(
    ("evidence", "same_as", "first_seen", "last_seen", "count", "read_log", "principal")
)
"""What logs and imports tell; a hand does not change it."""
_AS_WRITTEN = (TEXT, DAY, DURATION)


def editable(item: Node | Edge) -> list[Attribute]:
    """The attributes of a node or edge that a person can give, in the order in which people read them."""
    if isinstance(item, Edge):
        table = [a for a in EDGE_ATTRIBUTES.values() if a.kinds is None or item.kind in a.kinds]
    elif item.kind is NodeKind.UNKNOWN:
        table = []
    else:
        table = list(NODE_ATTRIBUTES[item.kind].values())
    return [a for a in table if a.key not in _SEEN_NOT_SAID]


def words_of(attribute: Attribute) -> tuple[str, ...]:
    """The words one of which the attribute has, where it has a vocabulary; `true` and `false` are one too."""
    if attribute.type.schema.get("type") == "boolean":
        return ("true", "false")
    said = attribute.type.schema.get("enum")
    return tuple(map(str, said)) if isinstance(said, list) else ()


def example_of(attribute: Attribute) -> str:
    """How such a value is written."""
    for known, example in _EXAMPLES.items():
        if attribute.key == known or attribute.type.name == known:
            return tr(example)
    return "a, b, c" if attribute.type.schema.get("type") == "array" else ""


_EXAMPLES = {
    "contract": "{enforced: [schema]}",
    "importance": "{value: 0.041, se: 0.004}",
    "attested": "[{test: …, at: 2026-11-20, link: …}]",
    "suppress": "[{rule: …, reason: …, until: 2026-12-31}]",
    "filter": "{field: confidence, op: “>=”, value: 0.5}",
    "columns": "{total: [price, tax]}",
    "duration": marked("24h or 7d"),
    "day": "2026-11-20",
    "share": marked("a number from 0 to 1"),
    "number": marked("a number"),
}


def written(attribute: Attribute, value: object) -> str:
    """A value as it stands in a form; nothing where nobody has said."""
    if value is None:
        return ""
    plain = attribute.type.encode(value)
    if isinstance(plain, str) and attribute.type is not NUMBER_OR_TEXT:
        return plain
    if isinstance(plain, list) and plain and all(_is_simple(item) for item in plain):
        return ", ".join(plain)
    return flow(plain)


def read_value(attribute: Attribute, text: str) -> Any:
    """The value that a person wrote, None for nothing; ValueError with a sentence where it is none."""
    # What is text is taken as it is: YAML would trim it, or make a number of it.
    if attribute.type in _AS_WRITTEN or words_of(attribute):
        said: object = text if attribute.type is TEXT else text.strip()
        if not str(said).strip():
            return None
        if words_of(attribute) == ("true", "false"):
            said = _yaml(text)
    elif not text.strip():
        return None
    elif _is_list(attribute) and not text.lstrip().startswith("["):
        said = [part.strip() for part in text.split(",") if part.strip()]
    else:
        said = _yaml(text)
    try:
        return attribute.type.decode(said)
    except ValueError as error:
        label = tr(attribute.label)
        raise ValueError(f"{label[:1].upper()}{label[1:]} {error}") from None


def _is_list(attribute: Attribute) -> bool:
    if attribute.type is TEXTS:
        return True
    items = attribute.type.schema.get("items")
    return isinstance(items, dict) and "enum" in items


def _is_simple(item: object) -> bool:
    """Whether a text stands for itself among others with commas between them."""
    return isinstance(item, str) and item == item.strip() and bool(item) and not set(item) & set(",[]\n")


def _yaml(text: str) -> object:
    from explorer.importers.yaml_events import read_documents

    try:
        documents = read_documents(text, tr("what is written"))
    except InputError as error:
        raise ValueError(tr("This cannot be read: {fault}", fault=error.message)) from None
    return documents[0][0] if len(documents) == 1 else text
