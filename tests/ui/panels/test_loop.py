"""The loop's page: chooses a loop, runs what its sliders say, and shows and tells what came of it."""

from dataclasses import fields, replace

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from explorer.analysis.simulation.loop_simulation import NOTE
from explorer.analysis.simulation.settings import LoopSettings
from explorer.domain.entities import Filter
from explorer.domain.findings import Finding
from explorer.domain.kinds import Severity
from explorer.ui.dressing import Dressing
from explorer.ui.loop_run import LoopRun
from explorer.ui.panels.loop import LoopPanel
from explorer.ui.panels.loop_form import SETTINGS, LoopForm
from explorer.ui.plots import LinePlot
from explorer.ui.work import Work
from tests.analysis.systems import node, system

NODES = [
    *(node("model", "ranker"), node("dataset", "scores"), node("consumer", "page"), node("world", "viewers")),
    *(node("dataset", "cache"),),
]
GRAPH = system(
    NODES,
    [
        ("ranker", "scores"),
        ("scores", "page", {"filter": Filter(field="confidence", op=">=", value=0.5), "exploration": 0.1}),
        ("page", "viewers"),
        ("viewers", "ranker"),
        ("ranker", "cache"),
        ("cache", "ranker"),
    ],
)
"""A loop with a filter on it, and a short one without."""


def loop_of(*nodes):
    """The loop through these nodes, as a finding."""
    ends = zip(nodes, (*nodes[1:], nodes[0]), strict=True)
    keys = tuple(k for pair in ends for k in GRAPH.edges if (k.from_id, k.to_id) == pair)
    return Finding(
        rule="feedback-loop",
        severity=Severity.ERROR,
        nodes=nodes,
        edges=keys,
        reason="It loops.",
        remedy="Cut it.",
    )


LOOP = loop_of("scores", "page", "viewers", "ranker")
BARE = loop_of("ranker", "cache")


@pytest.fixture
def page(qtbot):
    """A page that is shown, on the system above; its lanes are at rest afterwards."""
    work = Work()
    run = LoopRun(work, lambda: GRAPH)
    panel = LoopPanel(run)
    qtbot.addWidget(panel)
    panel.run, panel.work = run, work
    yield panel
    work.stop()
    assert work.wait(20)


def quick(panel):
    """Settings that are run in no time."""
    panel.form.set_settings(replace(panel.form.settings, pairs=100, seeds=2, rounds=4))


def finished(qtbot, panel, act):
    """Do something and wait for the run that it begins."""
    with qtbot.waitSignal(panel.run.finished, timeout=30_000):
        act()


def test_every_setting_of_the_simulation_can_be_moved(qtbot):
    """Nothing that the backend takes is missing in the form, and every number is within what it takes."""
    assert {s.field for s in SETTINGS} == {f.name for f in fields(LoopSettings)}
    form = LoopForm()
    qtbot.addWidget(form)
    for setting in SETTINGS:
        for number in (setting.least, setting.most):
            form.set_value(setting.field, setting.meant(number))
            assert getattr(form.settings, setting.field) == pytest.approx(setting.meant(number))


def test_slider_and_number_follow_each_other(qtbot):
    """Whichever is moved, both show it, and the page is told once of the settings that are meant."""
    form = LoopForm()
    qtbot.addWidget(form)
    row = form._rows["threshold"]
    with qtbot.waitSignal(form.changed) as told:
        row.number.setValue(25)
    assert told.args[0].threshold == 0.25
    assert row.slider.value() == 25
    with qtbot.waitSignal(form.changed) as told:
        row.slider.setValue(80)
    assert told.args[0].threshold == 0.8
    assert row.number.value() == 80
    assert told.args[0] == replace(LoopSettings(), threshold=0.8)


@pytest.mark.parametrize("size", [1.0, 1.5, 2.0])
def test_no_row_of_the_form_is_cut_however_large_the_text_is(qtbot, size):
    """It grows with its rows: nothing scrolls sideways to what does not fit."""
    form = LoopForm()
    qtbot.addWidget(form)
    with qtbot.waitExposed(form):
        form.show()
    page, before, dressing = form.widget(), QApplication.font(), Dressing(QApplication.instance())
    font = QFont(before)
    font.setPointSizeF(before.pointSizeF() * size)
    try:
        dressing.write_in(font)
        qtbot.waitUntil(lambda: form.viewport().width() >= page.minimumSizeHint().width() >= 200 * size)
        assert page.width() == form.viewport().width()
    finally:
        dressing.write_in(before)


def test_until_the_loops_are_known_an_example_is_run_only_when_asked_for(qtbot, page):
    """The page says what it waits for, leaves the machine to that, and says that it is no forecast."""
    page.show()
    assert page.loop is None
    assert page.state == "The feedback loops are not found yet. Move a slider to see an example."
    assert not page.run.is_under_way
    assert page._note.text() == NOTE
    quick(page)
    finished(qtbot, page, lambda: page.form.set_value("threshold", 0.6))


def test_a_system_without_a_loop_says_so(qtbot, page):
    """The example stays, and is called one."""
    page.run.set_findings(())
    assert page.loops.count() == 1
    assert page.state.startswith("No feedback loop was found in this system.")


def test_the_loop_with_a_filter_comes_first_with_what_its_edges_say(qtbot, page):
    """Threshold and exploration are read off the loop, and the page says from where."""
    page.run.set_findings((BARE, LOOP))
    assert page.loop == LOOP
    assert page.loops.currentText() == "ranker by way of viewers, 4 nodes"
    assert (page.form.settings.threshold, page.form.settings.exploration) == (0.5, 0.1)
    assert "the filter “confidence ≥ 0.5” at page" in page.state


def test_nothing_runs_while_nobody_looks(qtbot, page):
    """It begins when the page is shown."""
    page.run.set_findings((LOOP,))
    assert not page.run.is_under_way
    quick(page)
    finished(qtbot, page, page.show)


def test_a_result_is_drawn_and_told(qtbot, page):
    """Clicks beside value, the good that is hidden, the band: each with its bands, ending where the run ends."""
    page.run.set_findings((LOOP,))
    quick(page)
    finished(qtbot, page, page.show)
    result = page.run.result
    assert [line.name for line in page.clicks.lines] == ["clicks on shown", "value delivered"]
    ends = [line.values[-1] for plot in page.findChildren(LinePlot) for line in plot.lines]
    courses = (result.clicks_on_shown, result.value_delivered, result.good_hidden, result.band)
    assert sorted(ends) == pytest.approx(sorted(c.mean[-1] * 100 for c in courses))
    assert all(len(line.low) == len(line.high) == 5 for line in page.clicks.lines)
    assert page.told
    assert "Simulating" not in page.state


def test_a_moved_slider_runs_again_and_the_way_back_is_offered(qtbot, page):
    """What a person has set is named beside what the loop says."""
    page.run.set_findings((LOOP,))
    quick(page)
    page._read = page.form.settings
    finished(qtbot, page, page.show)
    assert not page._reset.isVisible()
    finished(qtbot, page, lambda: page.form.set_value("threshold", 0.7))
    assert page.run.result.settings.threshold == 0.7
    assert page.state.endswith("Moved to: threshold 70%, exploration 10.0%.")
    assert page._reset.isVisible()
    finished(qtbot, page, page._reset.click)
    assert page.run.result.settings.threshold == 0.5
    assert not page._reset.isVisible()


def test_choosing_a_loop_lights_it(qtbot, page):
    """The example lights nothing."""
    page.run.set_findings((LOOP,))
    with qtbot.waitSignal(page.lit) as told:
        page.choose(0)
    assert told.args == [LOOP.nodes, LOOP.edges]
    with qtbot.waitSignal(page.lit) as told:
        page.choose(1)
    assert told.args == [(), ()]


def test_what_was_run_on_another_system_is_not_shown(qtbot, page):
    """As soon as the system is another, the plots are empty and the sentence is gone."""
    page.run.set_findings((LOOP,))
    quick(page)
    finished(qtbot, page, page.show)
    page.hide()
    page.run.set_findings(None)
    assert [plot.lines for plot in page.findChildren(LinePlot)] == [()] * 3
    assert page.told == ""


def test_the_page_asks_for_no_more_than_a_small_screen_has(page):
    """1,280 pixels, less the borders of the window."""
    assert page.minimumSizeHint().width() <= 1_200
