"""The Qt binding must not give away references to None: PySide6 6.12.0 did, one on every void call.

After about 5,000 calls Python 3.11 dies of it ("none_dealloc"), with no hint of the cause. From Python 3.12 on,
None is immortal and its count says nothing.
"""

import sys

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

CALLS = 500


def references_given_away(call) -> int:
    """How many references to None are fewer after `CALLS` calls."""
    call()  # what is made on a first call is not counted
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        call()
    return before - sys.getrefcount(None)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal: it is not counted any more")
def test_void_calls_give_no_reference_to_none_away(qtbot):
    """Five hundred calls of a void C++ function leave None with as many references as it had."""
    thing, widget = QObject(), QWidget()
    qtbot.addWidget(widget)
    lost = {
        "QObject.setObjectName": references_given_away(lambda: thing.setObjectName("x")),
        "QWidget.update": references_given_away(widget.update),
    }
    # Other threads of the process may hold a few references more or fewer for a moment.
    assert {name: count for name, count in lost.items() if count > CALLS // 10} == {}
