"""Scenarios in columns: the base first, a line for all that differs, and nothing for what is the same."""

from explorer.analysis.scenarios.comparison import compare
from explorer.analysis.scenarios.edits import new_part
from explorer.analysis.scenarios.side_by_side import side_by_side
from explorer.domain.kinds import NodeKind
from explorer.domain.scenarios import ChangeKind, HypotheticalChange, Removal, Scenario
from tests.analysis.systems import node, system

GRAPH = system(
    [node("dataset", "events"), node("model", "ranker"), node("dataset", "scores"), node("consumer", "page")],
    [("events", "ranker"), ("ranker", "scores"), ("scores", "page")],
)
OUTAGE = HypotheticalChange(kind=ChangeKind.OUTAGE, node="ranker")
DARK = Scenario(name="dark", changes=(OUTAGE,))
BARE = Scenario(name="bare", removals=(Removal(node="page"),))
MORE = Scenario(
    name="more",
    changes=(HypotheticalChange(kind=ChangeKind.RETIRE, node="page"),),
    additions=(new_part(GRAPH, NodeKind.MODEL, "ranker-b", ["events"], ["scores"]),),
)


def table(*scenarios):
    """The blocks by their title."""
    found = side_by_side(compare(GRAPH, scenarios))
    return found, {block.cells[0]: block for block in found.blocks}


def test_every_column_is_named_and_no_line_has_more_cells():
    """The base is called what the command line calls it."""
    found, _ = table(DARK, BARE, MORE)
    assert found.names == ("as it is", "dark", "bare", "more")
    assert all(
        len(cells) <= 5 for block in found.blocks for cells in (block.cells, *(x.cells for x in block.lines))
    )


def test_effects_stand_side_by_side():
    """Unchanged where nothing happens; each line is about its node."""
    comparison = compare(GRAPH, (DARK, BARE))
    _, blocks = table(DARK, BARE)
    lines = {line.nodes[0]: line.cells for line in blocks["Effects"].lines}
    assert lines.keys() == comparison.outcomes[0].impact.by_id.keys()
    assert lines["scores"] == ("scores", "unchanged", "stale", "unchanged")
    assert blocks["Effects"].cells == (
        "Effects", "nothing happens", "3 nodes affected, 2 for certain", "0 nodes affected, 0 for certain",
    )  # fmt: skip


def test_only_what_differs_has_a_line():
    """Findings and sentences that all columns share are left out; the sums tell how many there are."""
    comparison = compare(GRAPH, (DARK, BARE))
    _, blocks = table(DARK, BARE)
    for block in (
        blocks["Findings"],
        *(blocks[b.cells[0]] for b in blocks.values() if "Question" in b.cells[0]),
    ):
        assert all({"yes", "no"} == set(line.cells[1:]) for line in block.lines)
    gone = comparison.against_base(1).findings_gone
    new = comparison.against_base(1).findings_new
    told = [line for line in blocks["Findings"].lines if line.cells[1] != line.cells[3]]
    assert len(told) == len(gone) + len(new)
    assert all(line.cells[1] == line.cells[2] for line in blocks["Findings"].lines)  # an outage edits nothing


def test_new_parts_and_retirements_are_told_where_there_are_any():
    """What a new part reaches, and how many findings there would be."""
    _, blocks = table(DARK)
    assert not {"New parts", "Findings once it is retired"} & blocks.keys()
    _, blocks = table(DARK, MORE)
    [line] = blocks["New parts"].lines
    assert line.cells == ("ranker-b", "", "", "ranker-b reaches scores and page")
    assert blocks["Findings once it is retired"].cells[3].isdigit()
    assert ("Adds", "", "", "model:ranker-b<-events->scores") in [
        x.cells for x in blocks["What happens"].lines
    ]


def test_the_base_is_left_as_it_was():
    """Whatever the scenarios do."""
    before = dict(GRAPH.nodes), dict(GRAPH.edges)
    table(DARK, BARE, MORE)
    assert (dict(GRAPH.nodes), dict(GRAPH.edges)) == before
