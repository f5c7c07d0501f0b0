"""The what-if panel: rows in the answer's order, the path that proves a row, who would see it, what shields whom."""

import pytest
from PySide6.QtCore import Qt

from explorer.domain.kinds import Fallback
from explorer.domain.project import Project
from explorer.domain.scenarios import ChangeKind, Removal, Scenario
from explorer.session.loading import Loaded
from explorer.session.session import Session
from explorer.session.what_ifs import follow, follow_scenario
from explorer.ui.panels.new_part import NewPart
from explorer.ui.panels.what_if import WhatIfPanel
from explorer.ui.scenario_run import ScenarioRun
from explorer.ui.work import Work
from tests.analysis.systems import node, system

GRAPH = system(
    [
        node("dataset", "events"),
        node("model", "ranker"),
        node("dataset", "scores"),
        node("consumer", "page"),
        node("consumer", "shop"),
        node("monitor", "guard"),
    ],
    [
        ("events", "ranker"),
        ("ranker", "scores"),
        ("scores", "page"),
        ("scores", "shop", {"fallback": Fallback.DEFAULT}),
        ("scores", "guard"),
    ],
)


@pytest.fixture
def run(qtbot):
    """The scenarios of a project that holds the system."""
    work = Work()
    session = Session(Loaded(Project(id="p", graph=GRAPH), ()))
    made = ScenarioRun(work, lambda: session)
    session.subscribe(made.follow)
    yield made
    work.stop()
    assert work.wait(20)


@pytest.fixture
def panel(qtbot, run):
    """The panel with the answer to an outage of `scores`."""
    made = WhatIfPanel(run)
    qtbot.addWidget(made)
    made.set_graph(GRAPH)
    made.set_what_if(follow(GRAPH, ["outage:scores"]))
    return made


def place(panel, node_id):
    """The row of a node."""
    return panel.model.row_of(node_id)


def test_each_affected_node_is_a_row_in_words(panel):
    """With what happens, how surely, when, and who would see it."""
    answer = follow(GRAPH, ["outage:scores"])
    assert [row.id for row in panel.model.rows] == [row.id for row in answer.rows]
    index = panel.model.index(place(panel, "page"), 0)
    assert index.data() == "✕ breaks"
    assert panel.model.index(place(panel, "page"), 1).data() == "page"


def test_a_row_shows_the_path_that_proves_it_and_lights_it(qtbot, panel):
    """Step by step; where the change happens it says so."""
    with qtbot.waitSignal(panel.lit) as told:
        panel.choose(place(panel, "page"))
    nodes, edges = told.args
    assert nodes == ("scores", "page")
    assert [(key.from_id, key.to_id) for key in edges] == [("scores", "page")]
    assert panel.why.lines[0].startswith("1. ")
    panel.choose(place(panel, "scores"))
    assert panel.why.lines[0] == "scores is where the change happens."


def test_what_is_shielded_is_told_with_its_shield(panel):
    """The fallback's edge is named."""
    told = "shop is only degraded; without the pin or fallback at scores → shop"
    assert any(line.startswith(told) for line in panel.protected.lines)


def test_selecting_elsewhere_shows_the_row_without_lighting_anything(qtbot, panel):
    """The canvas told of it already."""
    with qtbot.assertNotEmitted(panel.lit):
        panel.show_nodes(("page",))
    assert panel.why.lines


def test_leaving_clears_everything(panel):
    """Rows, path and shields belong to the answer."""
    panel.set_what_if(None)
    assert len(panel.model.rows) == 0
    assert panel.why.lines == []
    assert panel.protected.lines == []
    assert not panel.measuring.model.groups
    assert not panel.helping.model.groups
    assert panel.summary == "Choose a node and what happens to it."


def rows_of(model):
    """Every group's heading with what its rows say."""
    groups = {}
    for g in range(model.rowCount()):
        at = model.index(g, 0)
        groups[at.data()] = [
            [model.index(r, c, at).data() for c in range(model.columnCount())]
            for r in range(model.rowCount(at))
        ]
    return groups


def test_where_to_measure_tells_what_is_to_be_added_before_what_is_blind_before_what_is_seen(panel):
    """Every affected node and channel is in exactly one group of those that are about what is there."""
    answer = follow(GRAPH, ["outage:scores"])
    model = panel.measuring.model
    headings = list(rows_of(model))
    kinds = [h.split(":")[0] for h in headings]
    assert kinds[:2] == ["To add", "Blind"]
    told = [
        (place.node, place.channel)
        for group in model.groups[1:]
        for place in group.rows
        if not group.cells[0].startswith("Cannot")
    ]
    assert sorted(told) == sorted((row.id, c) for row in answer.rows for c in row.channels)


def test_a_place_lights_the_way_from_the_change_to_it(qtbot, panel):
    """And says that nobody would see it."""
    view, model = panel.measuring.view, panel.measuring.model
    blind = model.groups[1].rows
    at = next(i for i, place in enumerate(blind) if place.node == "page")
    with qtbot.waitSignal(panel.lit) as told:
        view.setCurrentIndex(model.index(at, 0, model.index(1, 0)))
    assert [(k.from_id, k.to_id) for k in told.args[1]] == [("scores", "page")]
    assert panel.why.lines[0].startswith("Nobody would see it in")


def test_what_helps_is_tried_without_touching_the_system(qtbot, panel):
    """The action joins what was asked; the answer to that is milder."""
    view, model = panel.helping.view, panel.helping.model
    help_ = model.groups[0].rows[0]
    view.setCurrentIndex(model.index(0, 0, model.index(0, 0)))
    assert help_.proposal.says.lower() in panel.why.lines[0].lower()
    with qtbot.waitSignal(panel.asked) as asked:
        panel.helping.try_it.click()
    scenario = asked.args[0]
    assert [m.says for m in scenario.mitigations] == [help_.proposal.says]
    assert scenario.changes[0].kind is ChangeKind.OUTAGE
    after = follow_scenario(GRAPH, scenario).impact
    for relieved in help_.removed:
        left = after.by_id.get(relieved.id)
        assert (left.effect if left else None) == relieved.after
    panel.set_what_if(follow_scenario(GRAPH, scenario))
    assert any(part.startswith("Tried: ") for part in panel.form.parts)


def test_the_cuts_that_keep_a_node_untouched_are_told_lit_and_can_be_tried(qtbot, run, panel):
    """They stand above what helps."""
    panel.helping.protect.setText("page")
    with qtbot.waitSignal(panel.lit, timeout=20_000) as told:
        panel.helping._isolate()
    assert panel.why.lines[0] == "To keep page untouched, cut 1 edge (no fewer would do):"
    assert [(k.from_id, k.to_id) for k in told.args[1]] == [("scores", "page")]
    model = panel.helping.model
    panel.helping.view.setCurrentIndex(model.index(0, 0, model.index(0, 0)))
    with qtbot.waitSignal(panel.asked) as asked:
        panel.helping.try_it.click()
    assert asked.args[0].removals == (Removal(edge=told.args[1][0]),)
    panel.helping.protect.setText("nobody")
    with qtbot.waitSignal(panel.told) as failed:
        panel.helping._isolate()
    assert failed.args[0].startswith("There is no node “nobody”")


def test_a_retirement_has_a_tab_of_its_own(panel):
    """Only where something is retired."""
    at = panel.tabs.indexOf(panel.retired)
    assert not panel.tabs.isTabVisible(at)
    panel.set_what_if(follow(GRAPH, ["retire:scores"]))
    assert panel.tabs.isTabVisible(at)
    assert panel.retired.lines[0] == "To retire scores: migrate guard, page and shop."
    assert any(line.startswith("Retired, the system would have") for line in panel.retired.lines)


def test_a_new_part_joins_what_is_asked(qtbot, panel):
    """Its form says what is wrong until it is right."""
    form = NewPart(GRAPH, panel)
    form.accept()
    assert form.fault.text() == "The new part needs a name."
    form.name.setText("ranker-b")
    form.inputs.setText("events")
    form.outputs.setText("scors")
    form.accept()
    assert "scores" in form.fault.text()
    form.outputs.setText("scores")
    form.made.connect(panel.add_part)
    with qtbot.waitSignal(panel.asked) as asked:
        form.accept()
    [part] = asked.args[0].additions
    assert (part.node.id, len(part.edges)) == ("ranker-b", 2)
    assert "ranker-b" not in GRAPH.nodes


def test_scenarios_are_kept_compared_and_lit(qtbot, run, panel):
    """What is asked stands beside what is kept; the base is a column too."""
    tab = panel.comparing
    tab.keep_as("night")
    assert [s.name for s in run.scenarios] == ["night"]
    without = Scenario(name="", removals=(Removal(node="shop"),), changes=run.scenarios[0].changes)
    panel.set_what_if(follow_scenario(GRAPH, without))
    assert [tab.names.item(i).text() for i in range(tab.names.count())] == ["this what-if", "night"]
    with qtbot.waitSignal(run.compared, timeout=30_000):
        tab.compare()
    titles = [tab.model.headerData(i, Qt.Orientation.Horizontal) for i in range(tab.model.columnCount())]
    assert titles == ["", "as it is", "this what-if", "night"]
    effects = rows_of(tab.model)["Effects"]
    assert ["page", "unchanged", "breaks", "breaks"] in effects
    assert ["shop", "unchanged", "unchanged", "degraded"] in effects
    group = next(g for g in range(tab.model.rowCount()) if tab.model.index(g, 0).data() == "Effects")
    with qtbot.waitSignal(panel.lit) as told:
        tab.view.setCurrentIndex(tab.model.index(0, 0, tab.model.index(group, 0)))
    assert told.args[0] == (tab.model.groups[group].rows[0].nodes)


def test_what_only_takes_parts_out_is_shown_and_compared_at_once(qtbot, run, panel):
    """Nothing happens that could be followed, but the answers may differ."""
    with qtbot.waitSignals([panel.asked, run.compared], timeout=30_000):
        panel.ask(Scenario(name="", removals=(Removal(node="shop"),)))
    assert panel.tabs.currentWidget() is panel.comparing
    assert run.table.names == ("as it is", "this what-if")


def test_columns_of_fixed_words_are_as_wide_as_their_words(panel):
    """In larger text too; "next round" was cut in a longer language."""
    font = panel.table.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    panel.table.setFont(font)
    panel.set_what_if(follow(GRAPH, ["outage:scores"]))
    for column, words in panel.model.fixed_words().items():
        widest = max(panel.table.fontMetrics().horizontalAdvance(word) for word in words)
        assert panel.table.columnWidth(column) > widest
    shown = {
        panel.model.index(row, column).data() for row in range(len(panel.model.rows)) for column in (0, 3)
    }
    assert shown <= {word for words in panel.model.fixed_words().values() for word in words}


def test_each_column_of_the_affected_is_seen_whole_or_cut_without_scrolling(qtbot, panel):
    """At the width that a small window leaves, and narrower again after it was wide."""
    panel.set_what_if(follow(GRAPH, ["outage:scores"]))
    panel.show()
    header, bar = panel.table.horizontalHeader(), panel.table.horizontalScrollBar()
    for width in (1280, 2000, 1180):
        panel.resize(width, 220)
        qtbot.waitUntil(lambda: header.length() == panel.table.viewport().width())
        assert bar.maximum() == 0
        assert all(header.sectionSize(column) > 50 for column in range(header.count()))


def test_an_answer_that_comes_in_steps_is_whole_at_each(panel):
    """Until the rows are the new ones, choosing one tells of the old answer; at the end all is the new one's."""
    steps = panel.follow(follow(GRAPH, ["outage:events"]))
    next(steps)
    panel.choose(place(panel, "page"))
    assert place(panel, "ranker") is None
    for _ in steps:
        panel.choose(place(panel, "page"))
    assert place(panel, "ranker") is not None
    at_once = panel.model.rows
    panel.set_what_if(follow(GRAPH, ["outage:events"]))
    assert [row.id for row in panel.model.rows] == [row.id for row in at_once]
