"""The transfer table, cell by cell, and that no line of it can change unseen."""

from dataclasses import replace

import pytest

from explorer.analysis.what_if import transfer_table
from explorer.analysis.what_if.conditions import always, never
from explorer.analysis.what_if.effects import EFFECTS, NEEDS_A_FIELD
from explorer.analysis.what_if.sentences import sentence
from explorer.analysis.what_if.transfer_table import LIMITS, RULES, Bound, OfField, Row, Rule
from explorer.domain.kinds import Channel
from tests.analysis.what_if.cell_cases import CASES


def test_every_cell_gives_what_the_text_says():
    """All cases by hand hold, exactly."""
    wrong = [f"{c}\n  gives {' '.join(c.found())}" for c in CASES if not c.holds()]
    assert wrong == []


def test_names_are_single_and_each_has_a_sentence():
    """A rule's name is a key: no two share one, and each is explained with both names."""
    names = [rule.name for rule in RULES]
    assert len(names) == len(set(names))
    for name in names:
        assert "{" not in sentence(name, "the source", "the target")


def test_names_of_nodes_are_taken_as_they_are():
    """A node may be named like a placeholder; its name is neither filled in nor capitalised."""
    assert (
        sentence("feeds.gone", "{target}", "x{source}") == "x{source} cannot do without {target}, and breaks."
    )


def is_seen(row=None):
    """Whether some case (of this row's kind of edge) notices the table as it is now."""
    kind = row and row.value.removesuffix("-live")
    return any(not c.holds() for c in CASES if kind in (None, c.kind))


def changed_rules(rule):
    """Every way in which one line of a cell could be wrong."""
    yield "left out", None
    for condition in (always, never):
        if rule.certain is not condition:
            yield f"certain {condition.__name__}", replace(rule, certain=condition)
    if rule.when is not always:
        yield "on every edge", replace(rule, when=always)
    for effect in EFFECTS:
        if (effect,) != rule.takes and rule.gives is not effect:
            yield f"gives {effect}", replace(rule, gives=effect)
    if rule.gives is not None and any(e is not rule.gives for e in rule.takes):
        yield "gives what it takes", replace(rule, gives=None)
    for effect in rule.takes if len(rule.takes) > 1 else ():
        yield f"does not take {effect}", replace(rule, takes=tuple(e for e in rule.takes if e is not effect))
    for effect in EFFECTS:
        if effect not in rule.takes:
            yield f"takes {effect}", replace(rule, takes=(*rule.takes, effect))
    for field in OfField:
        # Only a feeds edge is asked whether it enters a job; and what hardly matters enters a model.
        alike = {field, rule.field} == {OfField.WHOLE, OfField.SAME_INTO_JOB} and (
            rule.row is not Row.FEEDS or rule.name == "feeds.value.negligible"
        )
        if field is not rule.field and not alike and set(rule.takes) & NEEDS_A_FIELD:
            yield f"of {field.value}", replace(rule, field=field)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_no_line_can_change_unseen(rule, monkeypatch):
    """However a line of a cell is changed, a case by hand fails."""
    unseen = []
    for what, instead in changed_rules(rule):
        lines = [instead if r is rule else r for r in RULES]
        monkeypatch.setattr(transfer_table, "RULES", tuple(r for r in lines if r is not None))
        if not is_seen(rule.row):
            unseen.append(what)
    assert not unseen, unseen


@pytest.mark.parametrize("row", Row)
def test_no_line_can_be_added_unseen(row, monkeypatch):
    """A line more in any cell, empty or not, fails a case by hand."""
    unseen = []
    for takes in EFFECTS:
        for gives in EFFECTS:
            extra = Rule(f"{row.value}.extra", (takes,), gives)
            monkeypatch.setattr(transfer_table, "RULES", (*RULES, extra))
            if not is_seen(row):
                unseen.append((takes.value, gives.value))
    assert not unseen, unseen


def changed_limits(limit):
    """Every way in which one limit could be wrong."""
    yield "left out", None
    yield "on every edge", replace(limit, when=always)
    for bound in Bound:
        if bound is not limit.bound:
            yield bound.value, replace(limit, bound=bound)
    for channel in Channel:
        # Waves have no channels; and out of the world nothing certain passes in these two.
        alike = limit.name == "reaction-unsure" and channel in (Channel.SCHEMA, Channel.TIME)
        if limit.bound is not Bound.ONE_WAVE_LATER and not alike:
            yield f"{channel} otherwise", replace(limit, channels=limit.channels ^ {channel})


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.name)
def test_no_limit_can_change_unseen(limit, monkeypatch):
    """However a limit is changed, a case by hand fails."""
    unseen = []
    for what, instead in changed_limits(limit):
        lines = [instead if one is limit else one for one in LIMITS]
        monkeypatch.setattr(transfer_table, "LIMITS", tuple(one for one in lines if one is not None))
        if not is_seen():
            unseen.append(what)
    assert not unseen, unseen
