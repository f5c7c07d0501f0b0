"""A what-if with all that is shown of it: one answer, the same as its parts asked one by one."""

import pytest

from explorer.analysis.scenarios.edits import new_part
from explorer.analysis.scenarios.mitigating import mitigation
from explorer.analysis.what_if.measurement import measured
from explorer.analysis.what_if.protection import protected_nodes
from explorer.domain.kinds import NodeKind
from explorer.domain.scenarios import Scenario
from explorer.drawing.picture import Sight
from explorer.errors import Cancelled, UsageError
from explorer.importers.adapter import Task
from explorer.session.asking import ask_what_if
from explorer.session.loading import open_sources
from explorer.session.samples import samples
from explorer.session.what_ifs import follow, follow_scenario


@pytest.fixture(scope="module")
def graph():
    """The big sample."""
    return open_sources([str(samples()[0].path)]).project.graph


def test_it_holds_what_its_parts_say(graph):
    """The impact, who would see it, and what shields whom."""
    answer = follow(graph, ["outage:rank-scores"])
    impact = ask_what_if(graph, ["outage:rank-scores"])
    assert {row.id: (row.effect, row.certainty) for row in answer.rows} == {
        row.id: (row.effect, row.certainty) for row in impact.by_id.values()
    }
    assert answer.seen == measured(impact)
    assert answer.protected == protected_nodes(impact)
    assert answer.graph is graph


def test_a_node_is_blind_where_some_channel_of_it_is(graph):
    """A monitor of one channel does not make the other seen."""
    answer = follow(graph, ["new-version:image-embedding"])
    sight = answer.sight()
    assert set(sight) == {row.id for row in answer.rows}
    for node_id, found in answer.seen.items():
        assert (sight[node_id] is Sight.BLIND) == bool(found.blind_channels)


def test_a_change_that_does_not_fit_is_told(graph):
    """With the nearest name."""
    with pytest.raises(UsageError, match="image-embedding"):
        follow(graph, ["new-version:image-embeding"])


def test_it_stops_when_asked(graph):
    """At the first look."""

    def stop():
        raise Cancelled

    with pytest.raises(Cancelled):
        follow(graph, ["outage:rank-scores"], Task(check=stop))


def test_everything_that_is_said_to_help_does_so_when_it_is_done(graph):
    """Put into a scenario and followed, each action leaves just what was promised."""
    changes = ["new-version:image-embedding", "outage:rank-scores"]
    answer = follow(graph, changes)
    assert answer.helps.helps
    for one in answer.helps.helps:
        action = mitigation(graph, one.proposal.says, one.proposal.nodes, one.proposal.edges)
        tried = Scenario(name="", changes=answer.impact.changes, mitigations=(action,))
        impact = follow_scenario(graph, tried).impact
        for relieved in one.removed:
            left = impact.by_id.get(relieved.id)
            assert (None if left is None else left.effect) == relieved.after, one.proposal.says
        others = impact.by_id.keys() | answer.impact.by_id.keys()
        for node_id in others - {r.id for r in one.removed}:
            assert impact.by_id[node_id].effect == answer.impact.by_id[node_id].effect
    assert answer.graph is graph


def test_a_new_part_is_followed_as_if_its_first_version_came(graph):
    """In the system that has it; the base does not."""
    added = new_part(graph, NodeKind.MODEL, "ranker-b", ["sessions"], ["rank-scores"])
    answer = follow_scenario(graph, Scenario(name="b", additions=(added,)))
    assert answer.impact.by_id["ranker-b"].changed
    assert "rank-scores" in answer.impact.by_id
    assert "ranker-b" not in graph.nodes
    assert answer.scenario is not None
    assert answer.scenario.name == "b"
