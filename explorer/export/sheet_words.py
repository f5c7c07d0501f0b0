"""What the sheet says in words of its own: the verdicts as sentences, and what nobody has stated."""

from __future__ import annotations

from collections.abc import Iterable

from explorer.domain.answers import Missing, Verdict
from explorer.domain.gaps import field_word
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import named
from explorer.language import marked, marked_in, tr

TITLES = {
    1: marked_in("question", "Change"),
    2: marked_in("question", "Success"),
    3: marked_in("question", "Inventory and faults"),
}
"""Each question in a word or two; the context of their translation is “question”."""

LEADS = {
    (1, Verdict.YES): marked(
        "Yes: what a new version of any model does is known for certain, and would be seen everywhere."
    ),
    (1, Verdict.PARTLY): marked(
        "In part: some effects of a new model version are certain and would be seen; of others one "
        "of the two is not known."
    ),
    (1, Verdict.NO): marked(
        "No: of no effect of a new model version is it known both that it comes and that it would be seen."
    ),
    (1, Verdict.CANNOT_TELL): marked(
        "It cannot be told: too little is known of the models, or of who reads what they give."
    ),
    (2, Verdict.YES): marked(
        "Yes: every model is judged by a measured metric that leads to an objective, the right way."
    ),
    (2, Verdict.PARTLY): marked(
        "In part: for some models success leads to an objective; for others it does not, or only by "
        "assumption."
    ),
    (2, Verdict.NO): marked(
        "No: of no model is it known that its success leads to a business objective, the right way."
    ),
    (2, Verdict.CANNOT_TELL): marked(
        "It cannot be told: what success is, or whether it moves an objective, is not known."
    ),
    (3, Verdict.YES): marked("Yes: everything asked for is known, and nothing that was seen contradicts it."),
    (3, Verdict.PARTLY): marked(
        "In part: nothing that was seen contradicts what is declared, but not everything is known."
    ),
    (3, Verdict.NO): marked("No: not everything that is used or named is declared."),
    (3, Verdict.CANNOT_TELL): marked(
        "It cannot be told: too little is known of what there is and of who reads it."
    ),
}
"""What a verdict means, for each question; `tr` tells it."""
TAKEN_BACK = marked(
    "In part: on paper every metric leads to an objective, the right way; what was seen does not agree."
)
"""What stands where histories take the second question's yes back."""

_GAPS = {
    "access": marked("Who may read {names} is not stated."),
    "confidence": marked("How surely {names} follows what comes before it is not stated."),
    "direction": marked("Which way {names} should go is not stated."),
    "evidence": marked("What {names} reads is only inferred."),
    "exploration": marked("What share of traffic is left to chance before {names} counts it is not stated."),
    "fields": marked("Which fields {names} uses is not stated."),
    "inputs": marked("What {names} is measured on is not stated."),
    "last_seen": marked("No log confirms what {names} reads."),
    "monitors": marked("No monitor would show the change at {names}."),
    "outputs": marked("Who reads what {names} gives is not known."),
    "backing": marked("Whether an experiment backs what {names} is said to drive is not stated."),
    "relation": marked("Whether what drives {names} is arithmetic or a belief is not stated."),
    "reviewed": marked("When {names} was last reviewed is not stated."),
    "retrain": marked("When {names} is retrained is not stated."),
    "sign": marked("Whether {names} moves what it drives up or down is not known."),
    "window": marked("Over which days {names} is counted is not stated."),
    "success_metric": marked("What success is for {names} is not stated."),
}
COVERAGE_HEADS = (
    marked_in("column", "What"),
    marked_in("column", "Share"),
    marked_in("column", "Known"),
    marked_in("column", "Not known"),
    marked_in("column", "Stated by"),
)
FINDING_HEADS = (
    marked_in("column", "What"),
    marked_in("column", "Why"),
    marked_in("column", "What to do"),
)
NOT_HERE = marked("Not on this page")
NO_GROUNDS = marked("No single node or edge: it is about all of them, or about what is not there.")


def no_gap_text(verdict: Verdict) -> str:
    """What stands where no gap is named; only a yes may read as if nothing were missing."""
    if verdict is Verdict.YES:
        return tr("Nothing that this answer asks for.")
    if verdict is Verdict.CANNOT_TELL:
        return tr("So much that it cannot be named one by one.")
    return tr("Nothing that could be named: what is known is the reason.")


def gap_text(graph: SystemGraph, gap: Missing) -> str:
    """A gap as a sentence."""
    names = named(graph, [i for i in gap.nodes if i in graph.nodes], most=3)
    if gap.field in _GAPS:
        return tr(_GAPS[gap.field], names=names)
    return tr("The {field} of {names} is not stated.", field=field_word(gap.field), names=names)


def begun(text: str) -> str:
    """The text with a capital."""
    return text[:1].upper() + text[1:]


def more_findings(count: int) -> str:
    """How many findings of a rule are not listed, and where they are."""
    return tr("And {count:,} more: `ripplemap findings` has all.", count=count)


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
