"""The warm Graphviz process as its owner sees it: started early, asked in turn, killed at once."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic

import explorer
from explorer.language import tr
from explorer.layout.frames import Arrays, read_frame, write_frame

_MODULE = "explorer.layout.graphviz_worker"
_GLANCE = 0.005  # seconds between looks at whether the answer is wanted any more


class WorkerGone(Exception):  # noqa: N818 - it says what happened to the worker, as TimeoutError does not
    """The process ended, was ended, or did not answer in time; the text says which, as a clause."""


class Cancelled(Exception):  # noqa: N818 - an outcome, not an error
    """Nobody waits for the answer any more."""


class WorkerProcess:
    """One process; its first frame says whether Graphviz could be loaded."""

    def __init__(self, memory_limit: int, command: Sequence[str] | None = None) -> None:
        root = str(Path(explorer.__file__).parent.parent)
        known = os.environ.get("PYTHONPATH")
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join([root, known] if known else [root]),
            "RIPPLEMAP_LAYOUT_MEMORY": str(memory_limit),
            "OPENBLAS_NUM_THREADS": "1",  # each thread would reserve memory that the limit counts
        }
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            list(command or worker_command()),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self.greeting: Arrays | None = None

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def ask(self, request: Arrays | None, cancelled: Callable[[], bool], deadline: float) -> Arrays:
        """The answer to a request, or the first frame where there is none; kills the process when it gives up."""
        answer: list[Arrays] = []
        share([self], [request], lambda _, came: answer.append(came), cancelled, deadline)
        return answer[0]

    def exchange(self, request: Arrays | None) -> Arrays | None:
        """Send a request and wait for its answer; None from a process that is gone."""
        stdin, stdout = self._process.stdin, self._process.stdout
        try:
            if stdin is None or stdout is None:
                return None
            if self.greeting is None:
                self.greeting = read_frame(stdout)  # type: ignore[arg-type]
            if request is None:
                return self.greeting
            write_frame(stdin, request)  # type: ignore[arg-type]
            return read_frame(stdout)  # type: ignore[arg-type]
        except (OSError, EOFError, ValueError):
            return None  # no answer says it all; the exit status says why

    def kill(self) -> None:
        """End the process now; nothing of it is left behind."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """End the process and let go of its pipes."""
        self.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue  # unsent bytes of a request nobody will read

    def ending(self) -> str:
        """How the process ended, as a clause."""
        status = self._process.returncode
        if status == 1:
            return tr("it ended by itself, most likely for want of memory")
        return tr("it ended unexpectedly (exit status {status})", status=str(status))


def share(
    workers: Sequence[WorkerProcess],
    requests: Sequence[Arrays | None],
    take: Callable[[int, Arrays], None],
    cancelled: Callable[[], bool],
    deadline: float,
) -> None:
    """Have all requests answered, each by the first worker that is free; take(number, answer) as answers come.

    While an answer is taken over the workers go on. Whatever ends this early kills them all.
    """
    waiting: SimpleQueue[int] = SimpleQueue()
    came: SimpleQueue[tuple[int, Arrays | None, WorkerProcess]] = SimpleQueue()
    for number in range(len(requests)):
        waiting.put(number)

    def serve(worker: WorkerProcess) -> None:
        answer: Arrays | None = []
        with suppress(Empty):
            while answer is not None:
                number = waiting.get_nowait()
                answer = worker.exchange(requests[number])
                came.put((number, answer, worker))

    for worker in workers:
        threading.Thread(target=serve, args=(worker,), name="layout pipe", daemon=True).start()
    left = len(requests)
    try:
        while left:
            if cancelled():
                raise Cancelled
            if monotonic() > deadline:
                raise WorkerGone(tr("it took longer than it may"))
            try:
                number, answer, worker = came.get(timeout=_GLANCE)
            except Empty:
                continue
            if answer is None:
                worker.kill()
                raise WorkerGone(worker.ending())
            left -= 1
            take(number, answer)
    finally:
        if left:
            for worker in workers:
                worker.kill()


def worker_command() -> list[str]:
    """How to start the worker; -P keeps the folder we happen to be in from lending it modules."""
    if getattr(sys, "frozen", False):
        return [
            sys.executable,
            "layout-worker",
        ]  # a packaged program has no interpreter; its main serves this word
    return [sys.executable, "-P", "-m", _MODULE]
