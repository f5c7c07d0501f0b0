"""The list of loops: named when seen, the last row for none."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from explorer.domain.entities import Node
from explorer.domain.findings import Finding
from explorer.domain.kinds import NodeKind, Severity
from explorer.domain.system_graph import SystemGraph
from explorer.ui.panels.loop_model import LoopModel

GRAPH = SystemGraph.of(
    [
        Node(id="a", kind=NodeKind.DATASET, name="events"),
        Node(id="b", kind=NodeKind.MODEL, name="ranker\u202e"),
    ],
    [],
)
LOOP = Finding(
    rule="feedback-loop", severity=Severity.ERROR, nodes=("a", "b"), reason="<img> loops", remedy=""
)


def test_loops_are_named_and_the_last_row_is_none(qtbot):
    """Qt's own checker objects to nothing; a stranger's words are only words."""
    model = LoopModel(lambda: GRAPH)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_loops((LOOP,))
    assert [model.index(row).data() for row in range(2)] == [
        "ranker□ by way of events, 2 nodes",
        "No loop: an example",
    ]
    assert "&lt;img&gt; loops" in model.index(0).data(Qt.ItemDataRole.ToolTipRole)
    assert (model.loop_at(0), model.loop_at(1)) == (LOOP, None)
    model.set_loops(())
    assert model.rowCount() == 1
