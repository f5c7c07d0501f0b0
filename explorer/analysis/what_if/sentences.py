"""A step of a path in plain words: the sentence for each rule of the transfer table."""

from __future__ import annotations

from collections.abc import Mapping

from explorer.language import marked, tr

_AS_FEEDS = {
    "gone.cached": marked("{target} goes on with its last copy of {source}, which grows stale"),
    "gone.default": marked("{target} falls back to a default for {source}, and is degraded"),
    "gone": marked("{target} cannot do without {source}, and breaks"),
    "degraded.cached": marked("{target} may go on with its last copy of {source}, which grows stale"),
    "degraded.default": marked("{target} may fall back to a default for {source}, and is then degraded"),
    "degraded": marked("what {target} makes of {source} may shift while {source} is degraded"),
    "schema.fail": marked("{target} stops at the missing field of {source}"),
    "schema.silent": marked("{target} goes on without the field of {source}, and is silently wrong"),
    "schema.perhaps-fail": marked("{target} perhaps stops at the missing field of {source}; nobody has said"),
    "schema.perhaps-silent": marked("{target} perhaps goes on without the field of {source}, silently wrong"),
    "schema-add": marked("{target} takes every field of {source}, the new one too"),
    "schema-add.perhaps": marked("{target} may take every field of {source}, the new one too"),
    "value": marked("{target} takes in the changed values of {source}"),
    "late": marked("{source} comes later than {target} can bear, so {target} is stale"),
    "late.perhaps": marked(
        "{target} may be stale with {source}: the delay, or the delay it can bear, is not known"
    ),
}
_WRITTEN = {
    "gone": marked("{source} no longer writes {target}, which grows stale"),
    "degraded": marked("{source} may not write {target} in time"),
    "schema.contract": marked(
        "the contract of {target} refuses what {source} writes, so {target} grows stale"
    ),
    "schema": marked("{source} writes {target} without the field"),
    "schema.late": marked("{source} may fail to write {target}, which is then stale"),
    "schema-add": marked("{source} writes the new field into {target}"),
    "value": marked("{source} writes the changed values into {target}"),
    "value.columns": marked("{source} writes the changed values into the columns of {target} made from them"),
    "late": marked("{source} writes {target} late"),
}
_BUILT = {
    "gone": marked("{target} cannot be built from {source}, and grows stale"),
    "degraded": marked("{target} may not be built from {source} in time"),
    "schema.contract": marked("the contract of {target} refuses the build, so {target} grows stale"),
    "schema.fail": marked("the build of {target} stops at the missing field of {source}"),
    "schema.perhaps-fail": marked("the build of {target} perhaps stops at the missing field of {source}"),
    "value": marked("{target} is made from the changed values of {source}"),
    "value.columns": marked("the columns of {target} made from {source} change with it"),
}
_SENTENCES: Mapping[str, Mapping[str, str]] = {
    "feeds": {
        **_AS_FEEDS,
        "value.negligible": marked(
            "{target} takes in the changed values of {source}, which hardly matter to it"
        ),
    },
    "produces": _WRITTEN,
    "produces-live": {
        **_AS_FEEDS,
        **_WRITTEN,
        "gone": marked("{target} has nothing to answer with without {source}, and breaks"),
        "degraded": marked("what {source} writes into {target} may shift while {source} is degraded"),
    },
    "derives": {**_AS_FEEDS, **_BUILT},
    "derives-live": {
        **_AS_FEEDS,
        "schema.contract": _BUILT["schema.contract"],
        "schema.fail": marked("{target} cannot answer without the field of {source}, and breaks"),
        "schema.perhaps-fail": marked("{target} perhaps cannot answer without the field of {source}"),
        "value": _BUILT["value"],
        "value.columns": _BUILT["value.columns"],
    },
    "trains": {
        "gone": marked("{target} cannot learn again without {source}, and grows stale"),
        "degraded": marked("{target} may learn something else while {source} is degraded"),
        "schema": marked("{target} cannot learn again without the field of {source}, and grows stale"),
        "value": marked("{target} learns something else from the changed values of {source}"),
        "late": marked("{target} learns from old data of {source}, and is stale"),
    },
    "influences": {
        "gone": marked("{target} reacts when {source} is gone"),
        "degraded": marked("{target} reacts when {source} is degraded"),
        "value": marked("{target} reacts to the changed values of {source}"),
        "late": marked("{target} may react to the age of what {source} gives"),
    },
    "measures": {
        "gone": marked("{target} cannot be computed without {source}, and grows stale"),
        "degraded": marked("{target} may move while {source} is degraded"),
        "schema": marked("{target} may move when it is computed without the field of {source}"),
        "value": marked("{target} is computed from {source}, and moves"),
        "late": marked("{target} is computed from {source}, and is late with it"),
    },
    "drives": {"value": marked("{target} moves with {source}")},
    "triggers": {"gone": marked("{source} no longer starts {target}, which grows stale")},
}


def sentence(rule: str, source: str, target: str) -> str:
    """What the rule says happens between these two, by their names; KeyError for a name that is no rule's."""
    row, _, cell = rule.partition(".")
    text = tr(_SENTENCES[row][cell]).replace("{source}", "\0")
    text = text.replace("{target}", target).replace("\0", source)  # names may hold braces
    return f"{text[0].upper() if not text.startswith((source, target)) else text[0]}{text[1:]}."
