"""Many texts of SQL at once: which tables each reads and writes. In processes of their own, which can be ended.

A parser that meets a stranger's text may take minutes over it, or memory without end; nothing in the same process
could stop it. So texts go to workers one at a time, and a worker that takes too long or dies is replaced: what it
was given last has a fault, and all other texts are read. A few short texts are not worth a process.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from time import monotonic

from explorer.importers.adapter import Task
from explorer.importers.sql.faults import BROKEN_DOWN, Fault
from explorer.importers.sql.parsed import Parsed
from explorer.language import tr

TIME_LIMIT = 20.0
"""Seconds for one text; thousands of lines take less than one."""
_LONGEST_TEXT = 2_000_000
_FEW = 8
_SHORT = 4_000
"""So few texts of together so few characters are parsed here and now."""
_DEEPEST_HERE = 12
"""Brackets within brackets make a parser try again and again; what has more of them goes to a worker."""
_MOST_WORKERS = 4
_WORTH_A_WORKER = 150_000
"""Characters that are parsed while another worker starts."""
_GLANCE = 0.05
_STARTING = 60.0
_MOST_REPLACED = 50
"""So many workers may be lost before the rest of the texts is given up."""


def tables_of(
    statements: Sequence[str],
    dialect: str,
    task: Task,
    *,
    time_limit: float = TIME_LIMIT,
    progress: Callable[[float], None] = lambda part: None,
) -> list[Parsed]:
    """What each text does, in their order; equal texts are parsed once. dialect as sqlglot calls it, "" for any.

    Never raises for what a text says: what cannot be understood has a fault. progress hears which part is done,
    0 to 1; what that is a part of is for the caller to say.
    """
    found: dict[str, Parsed] = {}
    waiting: list[str] = []
    for text in dict.fromkeys(statements):
        if len(text) > _LONGEST_TEXT:
            reason = tr("longer than {count:,} characters", count=_LONGEST_TEXT)
            found[text] = Parsed(fault=Fault(reason), faults=1)
        else:
            waiting.append(text)
    if _is_little(waiting):
        from explorer.importers.sql.worker import answer

        for text in waiting:
            task.check()
            found[text] = answer(text, dialect)
    elif waiting:
        _Pool(waiting, dialect, task, time_limit, progress, found).run()
    return [found[text] for text in statements]


def _is_little(texts: Sequence[str]) -> bool:
    return (
        len(texts) <= _FEW
        and sum(map(len, texts)) <= _SHORT
        and all(_depth(text) <= _DEEPEST_HERE for text in texts)
    )


def _depth(text: str) -> int:
    deepest = depth = 0
    for sign in text:
        if sign in "([{<":
            depth += 1
            deepest = max(deepest, depth)
        elif sign in ")]}>":
            depth = max(0, depth - 1)
    return deepest


@dataclass(slots=True)
class _Worker:
    """A process and the text it is at; it is ready when it has said so."""

    process: SpawnProcess
    connection: Connection
    due: float
    text: str | None = None
    is_ready: bool = False

    def end(self) -> None:
        """Now, whatever it is doing."""
        self.process.kill()
        self.process.join()
        self.connection.close()


class _Pool:
    """The workers of one call. They end with it: nothing is left running."""

    def __init__(
        self,
        texts: Sequence[str],
        dialect: str,
        task: Task,
        time_limit: float,
        progress: Callable[[float], None],
        found: dict[str, Parsed],
    ) -> None:
        # The long ones first, so that no worker is left alone with one at the end.
        self._waiting = deque(sorted(texts, key=len, reverse=True))
        self._dialect = dialect
        self._task = task
        self._time_limit = time_limit
        self._progress = progress
        self._found = found
        self._size = sum(map(len, texts)) or 1
        self._done = 0
        self._workers: list[_Worker] = []
        self._lost = 0

    def run(self) -> None:
        """Have every text parsed."""
        processors = min(_MOST_WORKERS, os.cpu_count() or 1)
        try:
            for _ in range(max(1, min(processors, self._size // _WORTH_A_WORKER, len(self._waiting)))):
                self._workers.append(self._started())
            while self._workers:
                self._task.check()
                for ready in wait([w.connection for w in self._workers], timeout=_GLANCE):
                    self._hear(next(w for w in self._workers if w.connection is ready))
                self._end_overdue(monotonic())
        finally:
            for worker in self._workers:
                worker.end()

    def _started(self) -> _Worker:
        from explorer.importers.sql import worker

        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=worker.serve, args=(theirs, self._dialect), name="SQL", daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours, monotonic() + _STARTING)

    def _hear(self, worker: _Worker) -> None:
        try:
            said = worker.connection.recv()
        except (EOFError, OSError):
            self._replace(worker, BROKEN_DOWN)
            return
        if worker.text is not None:
            self._found[worker.text] = said
            self._done += len(worker.text)
            self._progress(self._done / self._size)
        worker.is_ready = True
        self._give(worker)

    def _give(self, worker: _Worker) -> None:
        worker.text = None
        if not self._waiting:
            self._workers.remove(worker)
            worker.end()
            return
        worker.text = self._waiting.popleft()
        worker.due = monotonic() + self._time_limit
        try:
            worker.connection.send(worker.text)
        except OSError:
            self._replace(worker, BROKEN_DOWN)

    def _end_overdue(self, now: float) -> None:
        for worker in [w for w in self._workers if w.due < now]:
            self._replace(worker, tr("it takes more than {count:g} seconds to parse", count=self._time_limit))

    def _replace(self, worker: _Worker, reason: str) -> None:
        """End a worker; what it was at has a fault, and another goes on with the rest."""
        self._workers.remove(worker)
        worker.end()
        self._lost += 1
        if worker.text is not None:
            self._found[worker.text] = Parsed(fault=Fault(reason), faults=1)
        if not worker.is_ready or self._lost == _MOST_REPLACED:
            if not self._workers:
                self._give_up(self._waiting)
        elif self._waiting:
            self._workers.append(self._started())

    def _give_up(self, texts: Iterable[str]) -> None:
        fault = Fault(tr("the parser cannot be started"))
        if self._lost >= _MOST_REPLACED:
            fault = Fault(tr("the parser broke down too often"))
        for text in texts:
            self._found[text] = Parsed(fault=fault, faults=1)
        self._waiting.clear()
