"""What nobody has stated, as a person reads it: the fields that an answer asks for and may not find."""

from __future__ import annotations

from explorer.language import marked_in, tr_in

_FIELDS = {
    "access": marked_in("field", "access"),
    "backing": marked_in("field", "backing"),
    "baseline": marked_in("field", "baseline"),
    "confidence": marked_in("field", "confidence"),
    "contract": marked_in("field", "contract"),
    "direction": marked_in("field", "direction"),
    "evidence": marked_in("field", "evidence"),
    "exploration": marked_in("field", "exploration"),
    "fields": marked_in("field", "fields"),
    "freshness": marked_in("field", "freshness"),
    "inputs": marked_in("field", "inputs"),
    "last_seen": marked_in("field", "last seen"),
    "monitors": marked_in("field", "monitors"),
    "outputs": marked_in("field", "outputs"),
    "owner": marked_in("field", "owner"),
    "relation": marked_in("field", "relation"),
    "retrain": marked_in("field", "retrain"),
    "reviewed": marked_in("field", "reviewed"),
    "sign": marked_in("field", "sign"),
    "success_metric": marked_in("field", "success metric"),
    "target": marked_in("field", "target"),
    "version": marked_in("field", "version"),
    "window": marked_in("field", "window"),
}


def field_word(field: str) -> str:
    """What is not stated, as a word: "success metric"."""
    word = _FIELDS.get(field)
    return field.replace("_", " ") if word is None else tr_in("field", word)
