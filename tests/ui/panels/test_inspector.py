"""The inspector: a node, an edge, several nodes, the system; and what strangers write stays text."""

from dataclasses import replace

from PySide6.QtWidgets import QListWidget

from explorer.analysis.scenarios.edits import parse_additions, parse_removals
from explorer.domain.entities import EdgeKey
from explorer.domain.findings import Finding
from explorer.domain.kinds import EdgeKind, Evidence, Severity
from explorer.domain.provenance import Source
from explorer.domain.scenarios import Scenario
from explorer.domain.system_graph import SystemGraph
from explorer.session.what_ifs import follow_scenario
from explorer.ui.panels.found_list import FoundList
from explorer.ui.panels.inspector import Inspector
from tests.analysis.systems import node, system
from tests.ui.windows import SAMPLE, at_rest, opened, small

GRAPH = system(
    [
        replace(node("model", "ranker", owner="recs", version="12"), source=Source("m.yaml", 7)),
        node("dataset", "scores"),
        node("consumer", "page", owner="web"),
    ],
    [("ranker", "scores"), ("scores", "page", {"evidence": Evidence.OBSERVED})],
)


def show_system(inspector: Inspector, graph: SystemGraph) -> None:
    """Have it show this system, at once."""
    for _ in inspector.follow_system(graph):
        pass


def shown(qtbot) -> Inspector:
    """An inspector of the system above."""
    inspector = Inspector()
    qtbot.addWidget(inspector)
    show_system(inspector, GRAPH)
    return inspector


def test_a_node_is_shown_with_its_source_and_neighbours(qtbot):
    """Attributes, file and line, upstream and downstream in words."""
    inspector = shown(qtbot)
    inspector.show_nodes(("ranker",))
    lines = inspector.text().splitlines()
    assert {"ranker", "model · recs", "12", "m.yaml:7", "Upstream: nothing known", "writes scores"} <= set(
        lines
    )


def test_an_observed_read_says_so(qtbot):
    """A neighbour nobody declared is marked."""
    inspector = shown(qtbot)
    inspector.show_nodes(("scores",))
    assert "is read by page (observed)" in inspector.text().splitlines()
    assert "dataset · no owner" in inspector.text()


def test_an_edge_several_nodes_and_the_system_have_pages_of_their_own(qtbot):
    """What is selected decides what is shown."""
    inspector = shown(qtbot)
    assert "3 nodes" in inspector.text()
    inspector.show_edge(("scores", "page", EdgeKind.FEEDS))
    assert "scores → page" in inspector.text()
    assert "feeds · observed" in inspector.text()
    inspector.show_nodes(("ranker", "page"))
    assert "2 nodes" in inspector.text()


def test_a_neighbour_that_is_clicked_is_told(qtbot):
    """The window selects it."""
    inspector = shown(qtbot)
    inspector.show_nodes(("ranker",))
    lists = [w for w in inspector.findChildren(type(inspector._node_list([]))) if w.count()]
    with qtbot.waitSignal(inspector.node_chosen) as told:
        lists[-1].itemClicked.emit(lists[-1].item(0))
    assert told.args == ["scores"]


def found(rule, severity, *nodes):
    """A finding about these."""
    return Finding(rule=rule, severity=severity, nodes=nodes, reason="Unseen.", remedy="Declare it.")


def test_the_findings_of_a_node_stand_on_its_page(qtbot):
    """Only its own, by their titles and who else is in them."""
    inspector = shown(qtbot)
    inspector.set_findings([found("no-owner", Severity.ERROR, "page", "scores")])
    inspector.show_nodes(("page",))
    assert "No owner: scores" in inspector.text()
    inspector.show_nodes(("ranker",))
    assert "No owner" not in inspector.text()


def test_of_many_findings_the_three_worst_are_told_and_the_rest_is_counted(qtbot):
    """Each opens where it is told in full; nothing scrolls inside of the page."""
    inspector = shown(qtbot)
    inspector.resize(240, 600)
    inspector.show()
    rules = ("note-first", "a-warning", "an-error", "another-warning", "note-last")
    kinds = (Severity.INFO, Severity.WARNING, Severity.ERROR, Severity.WARNING, Severity.INFO)
    listed = [found(rule, kind, "page") for rule, kind in zip(rules, kinds, strict=True)]
    inspector.set_findings(listed)
    inspector.show_nodes(("page",))
    rows = inspector.findChild(FoundList)
    assert [rows.item(i).text() for i in range(rows.count())] == [
        "An error", "A warning", "Another warning", "and 2 more",
    ]  # fmt: skip
    qtbot.waitUntil(lambda: rows.verticalScrollBar().maximum() == 0)
    with qtbot.waitSignal(inspector.finding_chosen) as told:
        rows.itemClicked.emit(rows.item(0))
    assert told.args == [listed[2]]
    with qtbot.waitSignal(inspector.findings_wanted) as told:
        rows.itemActivated.emit(rows.item(3))
    assert told.args == ["page"]


def test_a_finding_is_read_on_the_page_of_findings(qtbot):
    """The inspector turns to it, and to all of the node, which are as many as it says."""
    window = opened(qtbot, SAMPLE)
    node = "ranker"
    own = [f for f in window.project.findings.findings if node in f.nodes]
    window.select((node,))
    at_rest(qtbot, window)
    rows, page = window.inspector.findChild(FoundList), window.foot.findings
    page.filter.setText("nothing like it")
    window.desk.docks[2].hide()
    rows.itemClicked.emit(rows.item(0))
    at_rest(qtbot, window)
    assert window.foot.isVisible()
    assert window.foot.currentWidget() is page
    chosen = page.model.row_at(page.tree.currentIndex())
    assert node in chosen.nodes
    assert chosen.reason in [words for _, words in page.card.words]
    rows.itemClicked.emit(rows.item(rows.count() - 1))
    qtbot.waitUntil(lambda: page.filter.text() == f"node:{node}")
    shown_there = [f for f in own if page.model.index_of(f).isValid()]
    assert shown_there == own
    assert len(own) == int(rows.item(3).text().split()[1]) + 3
    others = [f for f in window.project.findings.findings if node not in f.nodes]
    assert not any(page.model.index_of(f).isValid() for f in others)


def test_a_name_that_looks_like_markup_is_shown_letter_by_letter(qtbot):
    """Nothing a manifest says is taken for HTML."""
    hostile = '<img src="/dev/zero">'
    inspector = Inspector()
    qtbot.addWidget(inspector)
    show_system(inspector, system([node("model", hostile, description=hostile)], []))
    inspector.show_nodes((hostile,))
    assert inspector.text().splitlines().count(hostile) == 2


def test_a_selection_that_is_gone_is_dropped(qtbot):
    """After an edit only what still exists is shown."""
    inspector = shown(qtbot)
    inspector.show_nodes(("page",))
    show_system(inspector, GRAPH.without(["page"]))
    assert "2 nodes" in inspector.text()


def test_what_a_scenario_adds_and_takes_out_says_so(qtbot):
    """Nodes and edges, and a neighbour that is only there in it; left, all is as it was."""
    inspector = shown(qtbot)
    scenario = Scenario(
        name="",
        additions=parse_additions(GRAPH, ["model:second<-scores->page", "scores->ranker"]),
        removals=parse_removals(GRAPH, ["ranker->scores"]),
    )
    inspector.set_scenario(follow_scenario(GRAPH, scenario))
    inspector.show_nodes(("second",))
    assert "Added in this what-if; it is not part of the system." in inspector.text()
    assert "stated in" not in inspector.text()
    inspector.show_edge(EdgeKey("scores", "second", EdgeKind.FEEDS))
    assert "scores → second" in inspector.text()
    assert "Added in this what-if" in inspector.text()
    inspector.show_edge(EdgeKey("ranker", "scores", EdgeKind.PRODUCES))
    assert "Removed in this what-if; it is still part of the system." in inspector.text()
    inspector.show_nodes(("scores",))
    lines = inspector.text().splitlines()
    assert {"is read by second (new)", "is written by ranker (removed)"} <= set(lines)
    assert "what-if;" not in inspector.text()
    inspector.show_nodes(("scores", "second"))
    assert "2 nodes" in inspector.text()
    inspector.set_scenario(None)
    assert "second" not in inspector.text()


def test_large_text_is_not_cut_where_the_panel_is_narrow(qtbot):
    """Values go below their names; a name of one word too long for the panel can be scrolled to."""
    inspector = shown(qtbot)
    font = inspector.font()
    font.setPointSizeF(font.pointSizeF() * 1.5)
    inspector.setFont(font)
    inspector.resize(260, 500)
    stated = {"short": Source("a/manifest_1.yaml", 119), "w" * 60: Source("m.yaml", 1)}
    show_system(
        inspector, system([replace(node("dataset", name), source=at) for name, at in stated.items()], [])
    )
    inspector.show()
    qtbot.waitExposed(inspector)
    reaches = []
    for name in stated:
        inspector.show_nodes((name,))
        qtbot.waitUntil(lambda: inspector.widget().width() >= inspector.viewport().width())
        reaches.append(inspector.horizontalScrollBar().maximum())
    assert reaches[0] == 0 < reaches[1]


def test_a_page_stays_where_an_edit_or_a_finding_is_of_something_else(qtbot):
    """It is made anew for what it tells of: the node, its neighbours, its edges and findings."""
    inspector = shown(qtbot)
    inspector.show_nodes(("ranker",))
    page = inspector.widget()
    show_system(inspector, GRAPH.with_parts([node("consumer", "page", owner="shop")]))
    inspector.set_findings(
        [Finding(rule="r", severity=Severity.ERROR, nodes=("page",), reason="Unseen.", remedy="Declare it.")]
    )
    assert inspector.widget() is page
    show_system(inspector, GRAPH.with_parts([replace(GRAPH.nodes["scores"], name="points")]))
    assert "writes points" in inspector.text()
    show_system(inspector, GRAPH.without(edges=[("ranker", "scores", EdgeKind.PRODUCES)]))
    assert "Downstream: nothing known" in inspector.text()


def test_the_two_ends_of_an_edge_are_seen_at_once(qtbot, tmp_path):
    """Without scrolling, while there is room."""
    window = opened(qtbot, small(tmp_path))
    window.inspector.show_edge(next(iter(window.project.graph.edges)))
    at_rest(qtbot, window)
    ends = window.inspector.findChild(QListWidget)
    assert ends.count() == 2
    assert sum(map(ends.sizeHintForRow, range(2))) <= ends.viewport().height()
