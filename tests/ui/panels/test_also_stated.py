"""The inspector's fold: closed at first, plain text, and as a person left it."""

from dataclasses import replace

from PySide6.QtWidgets import QToolButton

from explorer.domain.kinds import EdgeKind
from explorer.ui.panels.inspector import Inspector
from tests.analysis.systems import node, system
from tests.ui.panels.test_inspector import show_system

STATED = {"last_run_status": "success", "note": '<img src="/dev/zero">'}
GRAPH = system(
    [
        replace(node("dataset", "orders"), extra=STATED),
        replace(node("dataset", "daily"), extra={"loader": "x"}),
    ],
    [("orders", "daily", {"extra": {"same_table": "db.orders"}})],
)


def shown(qtbot) -> Inspector:
    """An inspector of the system above, at a node."""
    inspector = Inspector()
    qtbot.addWidget(inspector)
    show_system(inspector, GRAPH)
    inspector.show_nodes(("orders",))
    return inspector


def button(inspector: Inspector) -> QToolButton | None:
    """The fold's button, where there is one."""
    return inspector.findChild(QToolButton, "also-stated")


def test_what_else_is_stated_is_folded_away_at_first(qtbot):
    """The button says how much there is; pressed, it shows names and values as they are written."""
    inspector = shown(qtbot)
    assert button(inspector).text() == "Also stated (2)"
    assert "success" not in inspector.text()
    button(inspector).click()
    assert {"last run ended in", "success", "note", '<img src="/dev/zero">'} <= set(
        inspector.text().splitlines()
    )


def test_the_fold_stays_as_it_was_left(qtbot):
    """Who opened it once wants to see it of the next node too, and of an edge."""
    inspector = shown(qtbot)
    button(inspector).click()
    inspector.show_nodes(("daily",))
    assert "loaded by" in inspector.text().splitlines()
    inspector.show_edge(("orders", "daily", EdgeKind.DERIVES))
    assert "the same table" in inspector.text().splitlines()
    button(inspector).click()
    inspector.show_nodes(("orders",))
    assert "success" not in inspector.text()


def test_there_is_no_fold_where_nothing_else_is_stated(qtbot):
    """An empty fold would only be in the way."""
    inspector = Inspector()
    qtbot.addWidget(inspector)
    show_system(inspector, system([node("dataset", "orders")], []))
    inspector.show_nodes(("orders",))
    assert button(inspector) is None
