"""What the sheet says in words of its own: the verdicts as sentences, and what nobody has stated."""

from __future__ import annotations

from collections.abc import Iterable

from explorer.domain.answers import Missing, Verdict
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import named

TITLES = {1: "Change", 2: "Success", 3: "Inventory and faults"}

LEADS = {
    (
        1,
        Verdict.YES,
    ): "Yes: what a new version of any model does is known for certain, and would be seen everywhere.",
    (
        1,
        Verdict.PARTLY,
    ): "In part: some effects of a new model version are certain and would be seen; of others one "
    "of the two is not known.",
    (
        1,
        Verdict.NO,
    ): "No: of no effect of a new model version is it known both that it comes and that it would be seen.",
    (
        1,
        Verdict.CANNOT_TELL,
    ): "It cannot be told: too little is known of the models, or of who reads what they give.",
    (
        2,
        Verdict.YES,
    ): "Yes: every model is judged by a measured metric that leads to an objective, the right way.",
    (
        2,
        Verdict.PARTLY,
    ): "In part: for some models success leads to an objective; for others it does not, or only by "
    "assumption.",
    (
        2,
        Verdict.NO,
    ): "No: of no model is it known that its success leads to a business objective, the right way.",
    (
        2,
        Verdict.CANNOT_TELL,
    ): "It cannot be told: what success is, or whether it moves an objective, is not known.",
    (3, Verdict.YES): "Yes: everything asked for is known, and nothing that was seen contradicts it.",
    (
        3,
        Verdict.PARTLY,
    ): "In part: nothing that was seen contradicts what is declared, but not everything is known.",
    (3, Verdict.NO): "No: not everything that is used or named is declared.",
    (3, Verdict.CANNOT_TELL): "It cannot be told: too little is known of what there is and of who reads it.",
}
"""What a verdict means, for each question."""
TAKEN_BACK = (
    "In part: on paper every metric leads to an objective, the right way; what was seen does not agree."
)
"""What stands where histories take the second question's yes back."""

_GAPS = {
    "access": "Who may read {} is not stated.",
    "confidence": "How surely {} follows what comes before it is not stated.",
    "direction": "Which way {} should go is not stated.",
    "evidence": "What {} reads is only inferred.",
    "exploration": "What share of traffic is left to chance before {} counts it is not stated.",
    "fields": "Which fields {} uses is not stated.",
    "inputs": "What {} is measured on is not stated.",
    "last_seen": "No log confirms what {} reads.",
    "monitors": "No monitor would show the change at {}.",
    "outputs": "Who reads what {} gives is not known.",
    "backing": "Whether an experiment backs what {} is said to drive is not stated.",
    "relation": "Whether what drives {} is arithmetic or a belief is not stated.",
    "reviewed": "When {} was last reviewed is not stated.",
    "retrain": "When {} is retrained is not stated.",
    "sign": "Whether {} moves what it drives up or down is not known.",
    "window": "Over which days {} is counted is not stated.",
    "success_metric": "What success is for {} is not stated.",
}
_OTHER_GAP = "The {field} of {{}} is not stated."


NO_GROUNDS = "No single node or edge: it is about all of them, or about what is not there."


def no_gap_text(verdict: Verdict) -> str:
    """What stands where no gap is named; only a yes may read as if nothing were missing."""
    if verdict is Verdict.YES:
        return "Nothing that this answer asks for."
    if verdict is Verdict.CANNOT_TELL:
        return "So much that it cannot be named one by one."
    return "Nothing that could be named: what is known is the reason."


def gap_text(graph: SystemGraph, gap: Missing) -> str:
    """A gap as a sentence."""
    pattern = _GAPS.get(gap.field) or _OTHER_GAP.format(field=gap.field.replace("_", " "))
    return pattern.replace("{}", named(graph, [i for i in gap.nodes if i in graph.nodes], most=3))


def brief(text: str, most: int) -> str:
    """The text cut after a sentence, or else after a word, so that it has about `most` characters."""
    if len(text) <= most:
        return text
    end = text.rfind(". ", most // 3, most)
    if end > 0:
        return text[: end + 1]
    end = text.rfind(" ", most // 2, most)
    return f"{text[: end if end > 0 else most].rstrip(' ,;:→')} …"


def commas(parts: Iterable[str]) -> str:
    """The parts that say something, with commas between."""
    return ", ".join(part for part in parts if part)
