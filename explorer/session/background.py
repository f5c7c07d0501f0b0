"""Work in the background: a function in a thread of its own, told of and stopped from where it was started.

`post` brings a call back to where results are wanted (the window posts a Qt event; a test calls at once, or keeps a
list). A job that was cancelled, or whose place was taken by a newer one, delivers nothing but that it was cancelled.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Generic, TypeVar

from explorer.errors import Cancelled, RipplemapError
from explorer.importers.adapter import Task

T = TypeVar("T")
Post = Callable[[Callable[[], None]], None]


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """Where the result of a job goes; each is called at most once, and one of the last three exactly once.

    failed takes an error to be told to a person; broken takes a bug. progress may come many times before.
    """

    done: Callable[[T], None]
    failed: Callable[[RipplemapError], None]
    broken: Callable[[BaseException], None]
    cancelled: Callable[[], None] = lambda: None
    progress: Callable[[str, float | None], None] = lambda text, part: None


class Job:
    """Work under way."""

    def __init__(self, give_way: Callable[[], None] = lambda: None) -> None:
        self._give_way = give_way
        self._stop = threading.Event()
        self._finished = threading.Event()

    def cancel(self) -> None:
        """Ask it to stop; whatever it still finds is thrown away."""
        self._stop.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether it was asked to stop."""
        return self._stop.is_set()

    def check(self) -> None:
        """Let go first who has precedence, and raise Cancelled where it was asked to stop."""
        if not self._stop.is_set():
            self._give_way()
        if self._stop.is_set():
            raise Cancelled

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the thread has ended; false where the time was too short."""
        return self._finished.wait(seconds)


def run(
    work: Callable[[Task], T],
    outcome: Outcome[T],
    post: Post,
    *,
    name: str = "work",
    give_way: Callable[[], None] = lambda: None,
) -> Job:
    """Start `work` in a thread; its outcome is posted. At each of its checks it waits as long as `give_way` does."""
    job = Job(give_way)

    def progress(text: str, part: float | None) -> None:
        post(lambda: None if job.is_cancelled else outcome.progress(text, part))

    def deliver(call: Callable[[], None]) -> None:
        # Looked at again on arrival: a job may be cancelled while its result is on the way.
        post(lambda: outcome.cancelled() if job.is_cancelled else call())

    def body() -> None:
        try:
            result = work(Task(progress=progress, check=job.check))
        except Cancelled:
            post(outcome.cancelled)
        except RipplemapError as error:
            deliver(_bound(outcome.failed, error))
        except BaseException as error:  # noqa: BLE001 - a bug in any work must reach the one hook, not a dead thread
            deliver(_bound(outcome.broken, error))
        else:
            deliver(lambda: outcome.done(result))
        finally:
            job._finished.set()

    threading.Thread(target=body, name=f"ripplemap {name}", daemon=True).start()
    return job


def _bound(call: Callable[[T], None], value: T) -> Callable[[], None]:
    """The call with its value; a lambda in `except` would lose the error when the block ends."""
    return lambda: call(value)


class Lane:
    """One job at a time: a newer one stops the older."""

    def __init__(self, post: Post, name: str, give_way: Callable[[], None] = lambda: None) -> None:
        self._post = post
        self._give_way = give_way
        self._name = name
        self._job: Job | None = None
        self._unfinished: list[Job] = []

    def run(self, work: Callable[[Task], T], outcome: Outcome[T]) -> Job:
        """Start work in the place of what is under way."""
        self.cancel()
        self._job = run(work, outcome, self._post, name=self._name, give_way=self._give_way)
        self._unfinished = [job for job in self._unfinished if not job.wait(0)] + [self._job]
        return self._job

    def cancel(self) -> None:
        """Stop what is under way."""
        if self._job is not None:
            self._job.cancel()

    def wait(self, seconds: float) -> bool:
        """Wait until nothing of this lane runs any more; false where the time was too short."""
        end = monotonic() + seconds
        return all(job.wait(max(0.0, end - monotonic())) for job in self._unfinished)

    @property
    def is_busy(self) -> bool:
        """Whether work is under way that nobody stopped."""
        return self._job is not None and not self._job.is_cancelled and not self._job.wait(0)
