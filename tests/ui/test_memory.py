"""What was freed goes back to the system once work has rested."""

import pytest
from PySide6.QtCore import QObject, Signal

from explorer.ui import memory

_MB = 1_000_000


class _Works(QObject):
    rested = Signal()
    busy = False

    def is_busy(self):
        return self.busy


@pytest.fixture
def works(qapp, monkeypatch):
    """Something that rests, followed with no need to wait long."""
    if memory._glibc() is None:
        pytest.skip("The C library here gives back by itself.")
    monkeypatch.setattr(memory, "_QUIET_MS", 10)
    return _Works()


def test_gaps_between_what_is_still_used_go_back(qtbot, works):
    """Half of 160 MB is freed, every other piece: the gaps are given back though pieces in use lie between them."""
    giving = memory.GivingBack(works.rested, works.is_busy, works)
    giving._kept = 0  # in a process that has done much before, the pieces may fill gaps of then
    pieces = [bytes(100_000) for _ in range(1_600)]
    for number in range(len(pieces)):
        pieces[number] = b"x" * 100_000  # written to, so that it is there
    held = memory.resident_bytes()
    pieces[::2] = [b""] * len(pieces[::2])
    works.rested.emit()
    qtbot.waitUntil(lambda: memory.resident_bytes() < held - 60 * _MB)
    assert {bytes(piece[:1]) for piece in pieces[1::2]} == {b"x"}
    assert giving.parent() is works


def test_little_is_not_worth_going_through_the_arenas(qtbot, works, monkeypatch):
    """A process that hardly grew is left alone; one that grew by 65 MB is not."""
    trimmed = []
    monkeypatch.setattr(memory.GivingBack, "_trim", lambda self: trimmed.append(True))
    sizes = iter([100 * _MB, 160 * _MB, 165 * _MB])
    monkeypatch.setattr(memory, "resident_bytes", lambda: next(sizes))
    giving = memory.GivingBack(works.rested, works.is_busy, works)
    giving._give_back()
    assert not trimmed
    giving._give_back()
    qtbot.waitUntil(lambda: trimmed == [True])


def test_nothing_is_given_back_while_there_is_work(qtbot, works, monkeypatch):
    """Work that began meanwhile is not held up; when it rests, its turn comes again."""
    trimmed = []
    monkeypatch.setattr(memory.GivingBack, "_trim", lambda self: trimmed.append(True))
    giving = memory.GivingBack(works.rested, works.is_busy, works)
    giving._kept = -memory._WORTH_IT
    works.busy = True
    giving._give_back()
    assert not trimmed
    works.busy = False
    works.rested.emit()
    qtbot.waitUntil(lambda: trimmed == [True])
