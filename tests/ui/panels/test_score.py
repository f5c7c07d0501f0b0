"""The page of the ML Test Score: sound, by model and section, and every test says why it stands so."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from explorer.analysis.ml_test_score.rubric import Section
from explorer.domain.entities import Attestation
from explorer.domain.kinds import Retrain
from explorer.session.scoring import ask_scores
from explorer.ui.page_run import PageRun
from explorer.ui.panels.score import ScorePanel
from explorer.ui.panels.scores_model import ScoresModel
from explorer.ui.work import Work
from tests.analysis.systems import node, system
from tests.ui.windows import at_rest, opened, small

SAID = Attestation(
    test="model-1", at=date(2026, 1, 1), until=date(2999, 1, 1), link="https://example.org/<b>"
)
GRAPH = system(
    [node("model", "ranker", attested=(SAID,), retrain=Retrain.NEVER), node("model", "sorter")], []
)


@pytest.fixture
def panel(qtbot):
    """A page of two models."""
    run = PageRun(Work(), "scores", lambda: GRAPH, ask_scores)
    run.result = ask_scores(GRAPH)
    made = ScorePanel(run)
    qtbot.addWidget(made)
    made.resize(1300, 220)
    made.show()
    return made


def test_the_table_is_sound(qtbot):
    """Qt's own checker finds nothing to object to; points are numbers and a row is a sentence."""
    model = ScoresModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_sheets(GRAPH, ask_scores(GRAPH))
    assert [model.index(1, c).data() for c in range(6)] == ["ranker", "0", "½", "0", "0", "0"]
    assert model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole).startswith("ranker: 0 of 7")
    model.set_sheets(GRAPH, ())
    assert model.rowCount() == 0


def test_the_least_of_the_models_is_told_first(panel):
    """Never a mean; the weakest model's tests are shown, seven in each section."""
    assert panel.told.startswith("0 of 7, the least of 2 models")
    assert [panel.tests[s].count() for s in Section] == [7, 7, 7, 7]


def test_choosing_a_test_says_why_and_lights_what_it_rests_on(qtbot, panel):
    """Attested with date and link as plain text, computed with its nodes; one test at a time."""
    panel.table.setCurrentIndex(panel.model.index(1, 0))
    panel.tests[Section.MODEL].setCurrentRow(0)
    assert (
        "attested. Attested on 2026-01-01, until 2999-01-01: https://example.org/<b> (by hand)." in panel.told
    )
    with qtbot.waitSignal(panel.lit) as lit:
        panel.tests[Section.MONITORING].setCurrentRow(3)
    assert lit.args == [("ranker",), ()]
    assert "fails. ranker is never retrained." in panel.told
    assert not panel.tests[Section.MODEL].selectedItems()


def test_every_state_is_told_without_colour(panel):
    """By words for whoever does not see the mark, and the mark itself by shape, light and dark."""
    panel.table.setCurrentIndex(panel.model.index(1, 0))
    said = panel.tests[Section.MODEL].item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("The specification of the model is reviewed and kept: attested.")
    panel.set_dark(True)
    assert panel.tests[Section.MODEL].count() == 7


def test_it_is_worked_out_when_it_is_looked_at(qtbot, tmp_path):
    """Not before; and a system without models says so."""
    window = opened(qtbot, small(tmp_path))
    assert window.project.scores.result is None
    window.foot.setCurrentWidget(window.foot.score)
    qtbot.waitUntil(lambda: window.project.scores.result is not None)
    at_rest(qtbot, window)
    assert window.foot.score.told.startswith("ranker: 0 of 7")
    with qtbot.waitSignal(window.project.graph_changed):
        window.project.remove_nodes(["ranker"])
    qtbot.waitUntil(lambda: window.project.scores.result is not None)
    at_rest(qtbot, window)
    assert window.foot.score.told.startswith("No model is known")
