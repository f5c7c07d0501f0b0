"""Deciding by hand what is one thing: merging two nodes, splitting one off, and taking such a decision back.

What comes of a decision is worked out of what the sources said, so that it holds as well when they are read again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from explorer.domain.identities import Identities
from explorer.domain.identity import Decision, Doubt, Link, Rule, Verb
from explorer.domain.project import Project
from explorer.domain.words import told
from explorer.errors import UsageError
from explorer.language import marked, tr

_RULES: Mapping[Rule, str] = {
    Rule.SAID: marked("{source} says that “{start}” is “{end}”."),
    Rule.BY_HAND: marked("It was decided by hand that “{start}” is “{end}”."),
    Rule.SAME_ID: marked("“{start}” and “{end}” are the same id."),
    Rule.TABLE: marked("“{start}” and “{end}” are the same table."),
    Rule.PATH: marked("“{start}” and “{end}” are the same path."),
    Rule.ONE_DATABASE: marked(
        "“{start}” and “{end}” are the same table: of all databases in sight only one fits."
    ),
}

_SHORT: Mapping[Rule, str] = {
    Rule.SAID: marked("a source says so"),
    Rule.BY_HAND: marked("decided by hand"),
    Rule.SAME_ID: marked("the same id"),
    Rule.TABLE: marked("the same table"),
    Rule.PATH: marked("the same path"),
    Rule.ONE_DATABASE: marked("only one database in sight"),
}


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided, by the name the menu shows after Undo, and what then is known of what is one."""

    name: str
    identities: Identities


def merging(project: Project, first: str, second: str) -> Decided:
    """Makes one of two nodes, which keeps the id of the first; UsageError where they cannot be one."""
    nodes, known = project.graph.nodes, project.identities
    one, other = nodes[first], nodes[second]
    if first == second:
        raise UsageError(tr("“{name}” is one already.", name=one.name), hint=tr("Select two nodes."))
    if one.kind is not other.kind and not one.is_ghost and not other.is_ghost:
        raise UsageError(
            tr(
                "“{first}” is a {kind} and “{second}” a {other}: they cannot be one.",
                first=one.name,
                kind=told(one.kind),
                second=other.name,
                other=told(other.kind),
            ),
            hint=tr("Change the kind of one of them first, where it is wrong."),
        )
    if one.is_ghost and not other.is_ghost:
        first, second = second, first
    name = tr("Merge {first} and {second}", first=one.name, second=other.name)
    return Decided(name, _made_one(known, first, second))


def settling(project: Project, doubt: Doubt, candidate: str | None) -> Decided:
    """Says which of its candidates a name is, or with None that it is none of them, but a thing of its own."""
    known = project.identities
    if candidate is None:
        name = tr("Settle {name}: it is none of them", name=doubt.name)
        return Decided(name, known.deciding(*(Decision(Verb.APART, doubt.name, c) for c in doubt.candidates)))
    name = tr("Settle {name}: it is {candidate}", name=doubt.name, candidate=candidate)
    return Decided(name, _made_one(known, candidate, doubt.name))


def splitting(project: Project, node_id: str, name: str, document: str = "") -> Decided:
    """Takes what is said under one name out of what it is merged with; document: of several that use it, whose.

    UsageError where there is nothing to split.
    """
    known = project.identities
    joined = known.joined.get(node_id)
    others = sorted(_names(known, node_id) - {name})
    stated = [] if joined is None else [m.source for m in joined.members if m.id == name]
    words = tr("Split {name} off", name=name)
    if len(stated) > 1:
        source = next((s for s in stated if s is not None and s.location == document), None)
        made = _free_id(project, name, source.document if source else "2")
        return Decided(words, known.deciding(Decision(Verb.CALLED, name, made, document)))
    if joined is None or not others:
        raise UsageError(tr("“{name}” is not merged with anything.", name=name))
    return Decided(words, known.deciding(*(Decision(Verb.APART, name, other) for other in others)))


def forgetting(project: Project, decision: Decision) -> Decided:
    """Takes a decision back, so that the rules hold again."""
    return Decided(
        tr("Forget: {decision}", decision=told_decision(decision)), project.identities.forgetting(decision)
    )


def told_decision(decision: Decision) -> str:
    """A decision in a sentence without its full stop."""
    gaps = {"first": decision.first, "second": decision.second}
    if decision.verb is Verb.SAME:
        return tr("“{first}” and “{second}” are one", **gaps)
    if decision.verb is Verb.APART:
        return tr("“{first}” and “{second}” are two", **gaps)
    return tr("“{first}” in {document} is called “{second}”", document=decision.document, **gaps)


def told_rule(way: Sequence[Link]) -> str:
    """By which rule a name is one with what it is merged with, the least sure of several."""
    order = list(Rule)
    return tr(_SHORT[max((step.rule for step in way), key=order.index, default=Rule.SAME_ID)])


def told_way(way: Sequence[Link]) -> str:
    """Why a name is one with what it is merged with, step by step in sentences."""
    if not way:
        return tr("Several sources speak of it by this id.")
    return " ".join(_told_step(step) for step in way)


def _told_step(step: Link) -> str:
    source = str(step.source) if step.source else tr("a source")
    return tr(_RULES[step.rule], source=source, start=step.start, end=step.end)


def _made_one(known: Identities, first: str, second: str) -> Identities:
    """With the decision that these are one, which keeps the first id, and without any that says otherwise."""
    mine, theirs = _names(known, first), _names(known, second)
    for decision in known.decisions:
        pair = {decision.first, decision.second}
        if decision.verb is Verb.APART and pair & mine and pair & theirs:
            known = known.forgetting(decision)
    return known.deciding(Decision(Verb.SAME, first, second))


def _names(known: Identities, node_id: str) -> set[str]:
    """The ids under which what is one with this node is stated or named."""
    joined = known.joined.get(node_id)
    return {node_id} if joined is None else {node_id, *joined.why, *(n.id for n in joined.members)}


def _free_id(project: Project, name: str, document: str) -> str:
    made, number = f"{name} ({document})", 2
    while made in project.graph.nodes:
        made, number = f"{name} ({document} {number})", number + 1
    return made
