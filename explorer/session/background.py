"""Work in the background: each lane holds one piece of work, and a newer piece stops the older one.

Results, errors and progress are handed over through `post`, which runs a function on the thread that owns the
window (or at once, in a test), so that nobody else ever touches what the window shows.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import TypeVar

from explorer.errors import Cancelled, RipplemapError
from explorer.importers.adapter import Task

T = TypeVar("T")
Post = Callable[[Callable[[], None]], None]
_PROGRESS_EVERY = 0.1  # seconds; more would flood the window


@dataclass(slots=True, eq=False)
class _Job:
    lane: str
    stop: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None


class Background:
    """Runs work in threads, one for each lane at a time."""

    def __init__(
        self,
        post: Post,
        *,
        progress: Callable[[str, float | None], None] = lambda text, part: None,
        rested: Callable[[], None] = lambda: None,
        bug: Callable[[BaseException], None] | None = None,
    ) -> None:
        """progress and rested are called on the owner's thread; bug with an exception that nobody expected."""
        self._post = post
        self._progress = progress
        self._rested = rested
        self._bug = bug
        self._jobs: dict[str, _Job] = {}
        self._ending: list[_Job] = []
        self._closed = False

    @property
    def is_resting(self) -> bool:
        """Whether nothing is being worked on; asked and told on the owner's thread."""
        return not self._jobs

    def run(
        self,
        lane: str,
        work: Callable[[Task], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Start `work` and hand its result to `done`, or an error of the program's own kind to `failed`.

        Work of the same lane that is still going on is stopped and its result dropped; a stopped piece of work calls
        neither `done` nor `failed`.
        """
        if self._closed:
            return
        self.stop(lane)
        job = _Job(lane)
        self._jobs[lane] = job
        job.thread = threading.Thread(
            target=self._work, args=(job, work, done, failed), name=f"ripplemap-{lane}", daemon=True
        )
        job.thread.start()

    def stop(self, lane: str | None = None) -> None:
        """Stop the work of a lane, or of all; its result will not be handed over."""
        for name in [lane] if lane is not None else list(self._jobs):
            job = self._jobs.pop(name, None)
            if job is not None:
                job.stop.set()
                self._ending.append(job)
        self._ending = [j for j in self._ending if j.thread is not None and j.thread.is_alive()]
        if not self._jobs:
            self._rested()

    def close(self, patience: float = 5.0) -> None:
        """Stop everything and wait, at most `patience` seconds in all, until the threads have ended."""
        self._closed = True
        self.stop()
        until = monotonic() + patience
        for job in self._ending:
            if job.thread is not None:
                job.thread.join(max(0.0, until - monotonic()))

    def _work(
        self,
        job: _Job,
        work: Callable[[Task], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> None:
        try:
            result = work(Task(progress=self._reporter(job), check=lambda: _check(job)))
        except Cancelled:
            self._post(lambda: self._finish(job, lambda: None))
        except Exception as error:  # noqa: BLE001 - a thread's end is the last place where it can be told
            caught = error
            self._post(lambda: self._finish(job, lambda: self._tell(failed, caught)))
        else:
            self._post(lambda: self._finish(job, lambda: done(result)))

    def _tell(self, failed: Callable[[Exception], None], error: Exception) -> None:
        if self._bug is not None and not isinstance(error, RipplemapError):
            self._bug(error)
        else:
            failed(error)

    def _finish(self, job: _Job, hand_over: Callable[[], None]) -> None:
        """On the owner's thread: a job that was replaced or stopped meanwhile has nothing to say."""
        if self._jobs.get(job.lane) is not job:
            return
        del self._jobs[job.lane]
        hand_over()
        if not self._jobs:
            self._rested()

    def _reporter(self, job: _Job) -> Callable[[str, float | None], None]:
        last = 0.0

        def report(text: str, part: float | None) -> None:
            nonlocal last
            now = monotonic()
            if now - last >= _PROGRESS_EVERY and not job.stop.is_set():
                last = now
                self._post(lambda: self._show(job, text, part))

        return report

    def _show(self, job: _Job, text: str, part: float | None) -> None:
        if self._jobs.get(job.lane) is job:
            self._progress(text, part)


def _check(job: _Job) -> None:
    if job.stop.is_set():
        raise Cancelled
