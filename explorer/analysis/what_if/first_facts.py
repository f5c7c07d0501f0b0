"""What a change does first: the effect it has on the node it happens to, or over the edge it happens to."""

from __future__ import annotations

from collections.abc import Mapping

from explorer.analysis.what_if.effects import Effect
from explorer.domain.entities import Node
from explorer.domain.kinds import NodeKind
from explorer.domain.scenarios import ChangeKind

FIRST_EFFECTS: Mapping[ChangeKind, Effect] = {
    ChangeKind.RETIRE: Effect.BREAKS,
    ChangeKind.OUTAGE: Effect.BREAKS,
    ChangeKind.DEGRADE: Effect.DEGRADED,
    ChangeKind.SCHEMA_BREAK: Effect.SCHEMA_BREAK,
    ChangeKind.SCHEMA_ADD: Effect.SCHEMA_ADD,
    ChangeKind.SHIFT: Effect.SHIFTS,
    ChangeKind.CORRUPT: Effect.WRONG,
    ChangeKind.NEW_VERSION: Effect.SHIFTS,
    ChangeKind.RETRAIN: Effect.SHIFTS,
    ChangeKind.DELAY: Effect.STALE,
    ChangeKind.THRESHOLD: Effect.SHIFTS,  # at the reader
    ChangeKind.REVOKE: Effect.BREAKS,  # passed over that edge only
}
NEW_ARTIFACT_VERSION = Effect.WRONG
"""A new version of an artifact is another space: looked up with the old keys it gives nonsense, silently."""


def first_effect(kind: ChangeKind, node: Node) -> Effect:
    """What a change of this kind first does; `node` is the changed node."""
    if kind is ChangeKind.NEW_VERSION and node.kind is NodeKind.ARTIFACT:
        return NEW_ARTIFACT_VERSION
    return FIRST_EFFECTS[kind]
