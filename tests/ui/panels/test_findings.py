"""The findings table: sound, worst first as given, lit on choice."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from explorer.domain.findings import Finding
from explorer.domain.kinds import Severity
from explorer.ui.panels.findings import FindingsModel, FindingsPanel

FOUND = [
    Finding(
        rule="feedback-loop", severity=Severity.ERROR, nodes=("a", "b"), reason="It loops.", remedy="Cut it."
    ),
    Finding(rule="no-owner", severity=Severity.INFO, nodes=("c",), reason="Nobody.", remedy="Say who."),
]


def test_the_model_is_sound(qtbot):
    """Qt's own checker of item models finds nothing to object to."""
    model = FindingsModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_findings(FOUND, dark=False)
    model.set_findings([], dark=True)
    assert model.rowCount() == 0


def test_a_row_says_rule_reason_and_remedy_and_its_severity_in_words(qtbot):
    """Severity is never told by colour alone."""
    model = FindingsModel()
    model.set_findings(FOUND, dark=False)
    texts = [model.data(model.index(0, c)) for c in range(3)]
    assert texts == ["feedback loop", "It loops.", "Cut it."]
    assert model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole) == "error: feedback loop"


def test_choosing_a_row_lights_its_nodes_and_the_summary_names_what_was_not_looked_at(qtbot):
    """Bounds are said beside the counts."""
    panel = FindingsPanel()
    qtbot.addWidget(panel)
    panel.set_findings(FOUND, ["Only the shortest way round is told."], dark=False)
    assert panel._summary.text() == "1 error, 1 note  Only the shortest way round is told."
    with qtbot.waitSignal(panel.lit) as told:
        panel.choose(1)
    assert told.args == [("c",), ()]


def test_no_findings_are_said_to_be_none(qtbot):
    """An empty table explains itself."""
    panel = FindingsPanel()
    qtbot.addWidget(panel)
    panel.set_findings([], [], dark=False)
    assert panel._summary.text() == "No findings."
