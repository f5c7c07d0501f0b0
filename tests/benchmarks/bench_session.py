"""What a person waits for in a long session over 20,000 nodes and 48,000 edges, and whether memory stays flat.

Run by hand: python tests/benchmarks/bench_session.py [--minutes 10] [--nodes 20000] [--flat] [--cancel].

A person does everything that there is to do, from opening to closing, again and again until the minutes are over, and
each thing with everything that follows from it. Then, a line for each kind of thing: how often it was done, its
longest stall in all that time ("wall": own work, other threads, other programs; the machine's own stalls, as a
process that only waits saw them, are in the last line), what all threads of the process worked meanwhile ("used"),
what the window's own thread worked ("own"; goal 50 ms), and the seconds until all was at rest.
--cancel: long tasks are begun and cancelled; the milliseconds until every thread has given up (goal 200 ms).
--flat: a person looks about 5,000 times: pans, zooms, points, selects, walks, lights, and now and then focuses, asks,
edits, undoes, dresses in other colours; every 500 times memory is told, after a pause, and what there are more
objects of than at the first time. How the culprit of a stall is found stands in pauses.py.
Python must be free to keep compiled modules (no PYTHONDONTWRITEBYTECODE), which an installed program has: else each
module is compiled when a thread first needs it, up to 0.1 s in which no other goes on.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from company import company
from pauses import Idle, Watchdog, megabytes
from person import Person, frames, until
from PySide6.QtCore import QObject, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication

from explorer.domain.project import Project
from explorer.storage.saving import save_project
from explorer.ui.app import make_application, make_window
from explorer.ui.main_window import MainWindow

EDGES_PER_NODE = 2.4
GOAL_MS, CANCEL_MS, FLAT_AFTER = 50, 200, 5_000
PAUSE = 150
"""Frames in which a person only looks, before memory is told: the program gives back then what it does not need."""
HEADLESS = "propagateSizeHints"
"""What the platform without a screen says at every change of size."""


@dataclass
class Kind:
    """What doing one kind of thing cost at most: milliseconds of a stall, and seconds until all was at rest."""

    times: int = 0
    stall: float = 0.0
    used: float = 0.0
    own: float = 0.0
    rest: float = 0.0

    def add(self, dog: Watchdog, rest: float) -> None:
        """It was done once more."""
        self.times += 1
        self.stall, self.used = max(self.stall, 1000 * dog.stall), max(self.used, 1000 * dog.used)
        self.own, self.rest = max(self.own, 1000 * dog.own), max(self.rest, rest)

    def line(self, name: str) -> str:
        """A row of the table."""
        late = "  over" if self.own > GOAL_MS else "  wall" if self.stall > GOAL_MS else ""
        return (
            f"{name:<36}{self.times:>6}{self.stall:>7,.0f} ms{self.used:>6,.0f} ms{self.own:>6,.0f} ms"
            f"{self.rest:>8,.1f} s{late}"
        )


def do(dog: Watchdog, window: MainWindow, name: str, step: Callable[[], object]) -> float:
    """Do it and wait until all is at rest; the seconds that this took."""
    frames(4)
    dog.doing = name
    began = perf_counter()
    dog.start()
    step()
    frames(4)
    until(lambda: window.is_at_rest)
    frames(16)  # what waits for a pause in typing
    until(lambda: window.is_at_rest)
    dog.stop()
    return perf_counter() - began


def everything(window: MainWindow, person: Person, dog: Watchdog, end: float) -> None:
    """Again and again until `end`, and once at least; the table."""
    idle, kinds, rounds = Idle(), dict[str, Kind](), 0
    while not rounds or perf_counter() < end:
        rounds += 1
        for name, step in person.round():
            took = do(dog, window, name, step)
            kinds.setdefault(name, Kind()).add(dog, took)
            if rounds > 1 and perf_counter() > end and not window.project.is_open:
                break
        print(f"round {rounds}: {megabytes():,.0f} MB", flush=True)
    print(f"\n{'longest of':<36}{'times':>6}{'wall':>10}{'used':>9}{'own':>9}{'at rest':>10}", end="")
    print(f"   goal: own {GOAL_MS} ms")
    for name, kind in kinds.items():
        print(kind.line(name))
    longest = max(kind.own for kind in kinds.values())
    print(f"longest own {longest:,.0f} ms; a process that only waits: {1000 * idle.longest():,.0f} ms")


def cancel(window: MainWindow, name: str, begin: Callable[[], object]) -> None:
    """Begin it, press Cancel when it has worked for a while, and print how long that took."""
    project = window.project
    if project.is_open:
        until(lambda: window.is_at_rest)
    begin()
    began = perf_counter()
    while perf_counter() - began < 0.3 and project.is_busy:
        frames()
    if not project.is_busy:
        print(f"{name:<36}{'done before':>20}", flush=True)
        return
    asked = perf_counter()
    window.progress.cancelled.emit()
    until(lambda: not project.is_busy)
    took = 1000 * (perf_counter() - asked)
    print(f"{name:<36}{took:>17,.0f} ms{'  over' if took > CANCEL_MS else ''}", flush=True)


def cancel_all(window: MainWindow, person: Person) -> None:
    """Each long task, cancelled."""
    print(f"\n{'cancelled':<36}{'until given up':>20}   goal {CANCEL_MS} ms")
    for name, begin in person.long_tasks():
        if not window.project.is_open and name != "open":
            person.open()
            until(lambda: window.project.is_open)
        cancel(window, name, begin)


def look_about(window: MainWindow, person: Person, dog: Watchdog, operations: int) -> None:
    """So often that memory can be judged."""
    person.open()
    until(lambda: window.project.is_open)
    until(lambda: window.is_at_rest)
    person.act("open_teams")()
    until(lambda: window.is_at_rest)
    print(f"\n{'operations':<14}{'memory':>10}{'wall':>10}{'own':>9}{'objects':>12}   more than at first")
    first: Counter[str] = Counter()
    dog.doing = "look about"
    part = operations // 10
    for done in range(1, operations + 1):
        if done % part == 1:
            dog.start()
        person.look_about(done)
        frames()
        if done % part == 0:
            dog.stop()
            until(lambda: window.is_at_rest)
            frames(PAUSE)
            now = objects(window)
            first = first or now
            more = ", ".join(f"{name} {count:+,}" for name, count in (now - first).most_common(5))
            own, stall = 1000 * dog.own, 1000 * dog.stall
            print(
                f"{done:<14,}{megabytes():>7,.0f} MB{stall:>7,.0f} ms{own:>6,.0f} ms{now.total():>12,}   {more}",
                flush=True,
            )


def objects(window: MainWindow) -> Counter[str]:
    """How many there are of each type, once nothing is left that nobody needs; Qt's own among them."""
    gc.collect()
    gc.unfreeze()
    gc.collect()
    found = Counter(type(each).__name__ for each in gc.get_objects())
    found["(Qt's objects in the window)"] = len(window.findChildren(QObject))
    return found


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--nodes", type=int, default=20_000)
    parser.add_argument("--flat", action="store_true", help="whether memory stays flat")
    parser.add_argument("--operations", type=int, default=FLAT_AFTER, help="after so many of them")
    parser.add_argument("--cancel", action="store_true", help="how soon long tasks are given up")
    wanted = parser.parse_args()
    qInstallMessageHandler(lambda kind, context, text: HEADLESS in text or sys.stderr.write(f"{text}\n"))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        os.environ["RIPPLEMAP_SETTINGS"] = str(folder / "settings.json")
        path = folder / "company.ripplemap"
        graph = company(wanted.nodes + 100, edges_per_node=EDGES_PER_NODE)
        print(f"{len(graph.nodes):,} nodes, {len(graph.edges):,} edges")
        save_project(Project(id="session", graph=graph), path)
        del graph
        session(path, folder, wanted)


def session(path: Path, folder: Path, wanted: argparse.Namespace) -> None:
    """What is asked for, in one window."""
    application = make_application()
    window = make_window(application)
    window.show()
    frames(4)
    until(lambda: window.is_at_rest)
    dog, person = Watchdog(), Person(window, path, folder)
    if wanted.cancel:
        cancel_all(window, person)
    if wanted.flat:
        look_about(window, person, dog, wanted.operations)
    if not (wanted.cancel or wanted.flat):
        everything(window, person, dog, perf_counter() + 60 * wanted.minutes)
    window.project.close()
    window.close()
    QGuiApplication.clipboard().clear()  # without a screen it would outlive Python, and what was copied is Python's


if __name__ == "__main__":
    main()
