"""Folding: nothing is lost, the worst comes first, and loops of one part are told together."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.entities import Suppression
from explorer.domain.findings import Finding, SuppressedFinding
from explorer.domain.kinds import Severity
from explorer.session.folding import FindingGroup
from tests.analysis.systems import node, system
from tests.session.folds import fold

GRAPH = system([node("model", i) for i in "abcd"] + [node("dataset", i) for i in "xyz"], [])


def finding(rule, *nodes, severity=Severity.WARNING, variant=""):
    """A finding that says little."""
    return Finding(
        rule=rule, severity=severity, nodes=nodes, reason="Because.", remedy="Mend.", variant=variant
    )


def leaves(group):
    """Every finding below a group."""
    for child in group.children:
        yield from leaves(child) if isinstance(child, FindingGroup) else (child,)


def test_rules_come_worst_first_then_the_largest():
    """A rule is as bad as its worst finding; its counts are told."""
    found = [
        finding("no-owner", "a"),
        finding("open-access", "x", severity=Severity.INFO),
        finding("open-access", "y"),
        finding("dead-end-job", "b", severity=Severity.ERROR),
    ]
    groups = fold(GRAPH, found)
    assert [g.title for g in groups] == ["Dead end job", "Open access", "No owner"]
    assert [g.told for g in groups] == ["1 error", "1 warning, 1 note", "1 warning"]
    assert groups[1].nodes == ("x", "y")


def test_loops_of_one_part_are_told_by_model_and_apart_from_those_of_another():
    """Two loops hang together where they share a node, be it over a third."""
    found = [
        finding("feedback-loop", "a", "x", "y", variant="learning"),
        finding("feedback-loop", "a", "x", "z", variant="learning"),
        finding("feedback-loop", "b", "z", variant="serving-time"),
        finding("feedback-loop", "c", "d", variant="learning"),
    ]
    (rule,) = fold(GRAPH, found)
    part, alone = rule.children
    assert part.title == "Around a and b"
    assert alone is found[3]
    ways, single = part.children
    assert (ways.title, ways.common) == ("Learning: a", {"a", "x"})
    assert single is found[2]


def test_one_part_needs_no_line_of_its_own():
    """Its ways stand below the rule at once."""
    found = [finding("feedback-loop", "a", "x", variant="learning") for _ in range(3)]
    (rule,) = fold(GRAPH, found)
    assert [child.title for child in rule.children] == ["Learning: a"]


def test_what_is_suppressed_stands_at_the_end_by_itself():
    """However bad it is."""
    said = Suppression(rule="no-owner", reason="known", until=date(2999, 1, 1))
    held = SuppressedFinding(
        finding=finding("no-owner", "a", severity=Severity.ERROR), by="a", suppression=said
    )
    groups = fold(GRAPH, [finding("open-access", "x", severity=Severity.INFO)], [held])
    assert [g.title for g in groups] == ["Open access", "Suppressed"]
    assert groups[1].children == (held,)


@given(
    st.lists(
        st.builds(
            finding,
            st.sampled_from(["feedback-loop", "no-owner"]),
            st.sampled_from("abcd"),
            st.sampled_from("xyz"),
            severity=st.sampled_from(list(Severity)),
            variant=st.sampled_from(["learning", "serving-time"]),
        )
    )
)
def test_every_finding_stands_in_one_place(found):
    """Whatever is folded, unfolding gives each finding once, and each group holds what is below it."""
    groups = fold(GRAPH, found)
    assert sorted(id(f) for g in groups for f in leaves(g)) == sorted(map(id, found))
    pending = list(groups)
    while pending:
        group = pending.pop()
        assert {id(f) for f in leaves(group)} == {id(f) for f in group.findings}
        pending += [child for child in group.children if isinstance(child, FindingGroup)]
