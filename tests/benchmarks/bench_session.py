"""What a person waits for in a long session over 20,000 nodes and 48,000 edges, and whether memory stays flat.

Run by hand: python tests/benchmarks/bench_session.py [--minutes 10] [--nodes 20000]. First every thing is done once,
each with everything that follows from it: its longest stall ("wall": own work, other threads, other programs), what
all threads of the process worked meanwhile ("used"), what the window's own thread worked ("own"; goal 50 ms), and
the seconds until all was at rest. Then long tasks are begun and cancelled: the milliseconds until every thread has
given up (goal 200 ms). Then, until the minutes are over and 5,000 times at the least unless --brief is said, a person
looks about: pans, zooms, points, selects, walks, lights, and now and then focuses, asks, edits and undoes; memory is
told ten times. How the culprit of a stall is found stands in pauses.py.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from company import company
from pauses import Idle, Watchdog, megabytes
from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer, qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from explorer.domain.geometry import Point
from explorer.domain.project import Project
from explorer.drawing.theme import DARK, LIGHT
from explorer.storage.saving import save_project
from explorer.ui.app import make_application, make_window
from explorer.ui.main_window import MainWindow

EDGES_PER_NODE = 2.4
GOAL_MS, CANCEL_MS, FLAT_AFTER = 50, 200, 5_000
FRAME_MS = 16
PATIENCE_S = 300.0
HEADLESS = "propagateSizeHints"
"""What the platform without a screen says at every change of size."""


def frames(count: int = 1) -> None:
    """Let the window live for so many frames."""
    loop = QEventLoop()
    QTimer.singleShot(FRAME_MS * count, loop.quit)
    loop.exec()


def until(is_so: Callable[[], bool]) -> float:
    """Seconds that it took, while the window lives."""
    began = perf_counter()
    while not is_so():
        if perf_counter() - began > PATIENCE_S:
            raise TimeoutError(f"Waited {PATIENCE_S:.0f} s in vain.")
        frames()
    return perf_counter() - began


class Person:
    """What somebody does in the window."""

    def __init__(self, window: MainWindow, path: Path, folder: Path) -> None:
        self.window, self.project = window, window.project
        self.path, self.folder = path, folder
        self.chance = random.Random(3)  # noqa: S311 - repeats, and protects nothing

    # Everything once.

    def first(self) -> Iterator[tuple[str, Callable[[], object]]]:
        """Each step's name and what is done; it is over when the window is at rest."""
        window, project, canvas, foot = self.window, self.project, self.window.canvas, self.window.foot
        act = self.window.actions_by_name
        yield "pan", lambda: self._again(40, self.pan)
        yield "zoom by the wheel", lambda: self._again(40, self.zoom)
        yield "zoom to full size", lambda: canvas.zoom_by(1 / canvas.viewport.zoom)
        yield "pan at full size", lambda: self._again(40, self.pan)
        yield "point", lambda: self._again(60, self.point)
        yield "click", lambda: self._again(20, self.click)
        yield "walk along edges", lambda: self._again(20, self.walk)
        yield "fit", act["fit"].trigger
        yield "drag a node", self.drag
        yield "undo the drag", act["undo"].trigger
        yield "light 2,000 nodes, 3,000 edges", lambda: self._again(10, self.light)
        yield "light nothing", lambda: foot.lit.emit((), ())
        yield "select all", act["select_all"].trigger
        yield "let go", lambda: window.select(())
        yield "focus", lambda: self._on_hub(act["focus"].trigger)
        yield "one step wider", act["wider"].trigger
        yield "one step wider again", act["wider"].trigger
        yield "the whole system", act["whole"].trigger
        yield "open the search", act["search"].trigger
        yield "type in the search", lambda: self.type("feature 10.1")
        yield "go there", lambda: self._line(lambda line: QTest.keyClick(line, Qt.Key.Key_Return))
        yield "open the palette", act["palette"].trigger
        yield "type in the palette", lambda: self.type("dataset")
        yield "leave the palette", lambda: self._line(lambda line: QTest.keyClick(line, Qt.Key.Key_Escape))
        yield "filter the outline", lambda: window.outline.set_filter("model")
        yield "filter it no more", lambda: window.outline.set_filter("")
        yield "ask what if", lambda: self._on_hub(act["what_if"].trigger)
        yield "the base beside it", act["beside"].trigger
        yield "pan both panes", lambda: self._again(40, self.pan)
        yield "zoom both panes", lambda: self._again(40, self.zoom)
        yield "leave the what-if", act["leave_what_if"].trigger
        yield "open the help", act["help"].trigger
        yield "turn to the keys", act["help_keys"].trigger
        yield "search the help", lambda: window.help.shown.search.setText("loop")
        yield "close the help", lambda: window.help.shown.close()
        for page in range(foot.count()):
            yield f"turn to “{foot.tabText(page)}”", lambda page=page: foot.setCurrentIndex(page)
        yield "turn to the findings", lambda: foot.setCurrentWidget(foot.findings)
        yield "filter the findings", lambda: foot.findings.filter.setText("loop")
        yield "choose a finding", lambda: foot.findings.choose(foot.findings.model.index(0, 0))
        yield "filter them no more", lambda: foot.findings.filter.clear()
        yield "rename a node", lambda: project.rename_node(self.any_node(), "another name")
        yield "remove a node", lambda: project.remove_nodes((self.any_node(),))
        yield "undo the removal", act["undo"].trigger
        yield "undo the name", act["undo"].trigger
        yield "dark", lambda: project.set_theme(DARK)
        yield "light", lambda: project.set_theme(LIGHT)
        yield "save", lambda: project.save(self.folder / "saved.ripplemap")
        yield "copy what is in view", act["copy"].trigger
        yield "export SVG", lambda: project.pictures.write(self.folder / "whole.svg", None)
        yield "export the page of answers", lambda: project.export_sheet(self.folder / "sheet.html")
        yield "close", act["close"].trigger

    def long_tasks(self) -> Iterator[tuple[str, Callable[[], object]]]:
        """What takes long enough to be cancelled, and how it is begun."""
        project, act = self.project, self.window.actions_by_name
        yield "open", lambda: project.open_sources([str(self.path)])
        yield "arrange again", act["arrange"].trigger
        yield "ask what if", lambda: self._on_hub(act["what_if"].trigger)
        yield "export SVG", lambda: project.pictures.write(self.folder / "given-up.svg", None)
        yield "export PNG", lambda: project.pictures.write(self.folder / "given-up.png", None)
        yield "export PDF", lambda: project.pictures.write(self.folder / "given-up.pdf", None)
        yield "export the page of answers", lambda: project.export_sheet(self.folder / "given-up.html")
        yield "success", lambda: (project.success.forget(), project.success.ask())
        yield "test score", lambda: (project.scores.forget(), project.scores.ask())
        yield "names", lambda: (project.names.forget(), project.names.ask())

    # One thing.

    def pan(self) -> None:
        """A little, to anywhere."""
        self.window.canvas.pan(self.chance.randint(-40, 40), self.chance.randint(-40, 40))

    def zoom(self) -> None:
        """A notch of the wheel, nearer and farther by turns."""
        canvas, at = self.window.canvas, self._somewhere()
        factor = 1.2 if canvas.viewport.zoom < 0.3 or self.chance.random() < 0.4 else 1 / 1.2
        canvas.zoom_by(factor, at.x(), at.y())

    def point(self) -> None:
        """At anything."""
        QTest.mouseMove(self.window.canvas, self._somewhere())

    def click(self) -> None:
        """On a node in view, or on what is there."""
        QTest.mouseClick(
            self.window.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, self._on_node()
        )

    def walk(self) -> None:
        """Along an edge."""
        key = self.chance.choice((Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down))
        QTest.keyClick(self.window.canvas, key)

    def drag(self) -> None:
        """A node, for some frames."""
        canvas, at = self.window.canvas, self._on_node()
        button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QTest.mousePress(canvas, button, none, at)
        for step in range(1, 21):
            QTest.mouseMove(canvas, at + QPoint(3 * step, step))
            frames()
        QTest.mouseRelease(canvas, button, none, at + QPoint(60, 20))

    def light(self) -> None:
        """Any 2,000 nodes and 3,000 edges, as a sentence does that rests on them."""
        graph = self.project.graph
        nodes = self.chance.sample(list(graph.nodes), min(2_000, len(graph.nodes)))
        edges = self.chance.sample(list(graph.edges), min(3_000, len(graph.edges)))
        self.window.foot.lit.emit(tuple(nodes), tuple(edges))

    def type(self, text: str) -> None:
        """Into the line that has the keyboard."""
        for letter in text:
            self._line(lambda line, letter=letter: QTest.keyClicks(line, letter))
            frames(4)

    def any_node(self) -> str:
        """Its id."""
        return self.chance.choice(list(self.project.graph.nodes))

    def look_about(self, number: int) -> None:
        """The `number`th thing of a long time of looking about."""
        act = self.window.actions_by_name
        if number % 500 == 499:
            self.project.rename_node(self.any_node(), f"name {number}")
            frames(20)
            act["undo"].trigger()
        elif number % 500 == 399:
            self._on_hub(act["what_if"].trigger)
            until(lambda: self.project.what_if is not None)
            act["leave_what_if"].trigger()
        elif number % 500 == 299:
            self._on_hub(act["focus"].trigger)
            frames(20)
            act["whole"].trigger()
        elif number % 100 == 50:
            self.light()
        elif number % 100 == 70:
            self.window.foot.lit.emit((), ())
        else:
            (self.pan, self.zoom, self.point, self.click, self.walk)[number % 5]()

    def _again(self, times: int, do: Callable[[], object]) -> None:
        for _ in range(times):
            do()
            frames()

    def _line(self, do: Callable[[QLineEdit], object]) -> None:
        line = self.window.seeking.palette.findChild(QLineEdit)
        if line is not None:
            do(line)

    def _on_hub(self, do: Callable[[], object]) -> None:
        graph = self.project.graph
        self.window.select((max(graph.nodes, key=lambda i: len(graph.edges_from(i))),))
        do()

    def _somewhere(self) -> QPoint:
        canvas = self.window.canvas
        return QPoint(self.chance.randrange(canvas.width()), self.chance.randrange(canvas.height()))

    def _on_node(self) -> QPoint:
        canvas = self.window.canvas
        found = canvas.scene.nodes_in(canvas.viewport.visible)
        if not len(found):
            return self._somewhere()
        x, y, width, height = canvas.picture.nodes.boxes[self.chance.choice(found.tolist())].tolist()
        at = canvas.viewport.to_view(Point(x + width / 2, y + height / 2))
        return QPoint(round(at.x), round(at.y))


def at_rest(window: MainWindow) -> bool:
    """Whether nothing is left to do, layouts and findings included."""
    return window.is_at_rest


def do(dog: Watchdog, window: MainWindow, name: str, step: Callable[[], object]) -> float:
    """Do it, wait until all is at rest, and print a line; the longest own work in milliseconds."""
    frames(4)
    dog.doing = name
    before, began = megabytes(), perf_counter()
    dog.start()
    step()
    frames(4)
    until(lambda: at_rest(window))
    frames(16)  # what waits for a pause in typing
    until(lambda: at_rest(window))
    dog.stop()
    took, own = perf_counter() - began, 1000 * dog.own
    late = "  over" if own > GOAL_MS else ""
    print(
        f"{name:<32}{1000 * dog.stall:>7,.0f} ms{1000 * dog.used:>6,.0f} ms{own:>6,.0f} ms{took:>8,.1f} s"
        f"{megabytes() - before:>+7,.0f} MB{late}",
        flush=True,
    )
    return own


def cancel(window: MainWindow, name: str, begin: Callable[[], object]) -> None:
    """Begin it, press Cancel when it has worked for a while, and print how long that took."""
    project = window.project
    if project.is_open:
        until(lambda: at_rest(window))
    begin()
    began = perf_counter()
    while perf_counter() - began < 0.3 and project.is_busy:
        frames()
    if not project.is_busy:
        print(f"{name:<32}{'done before':>20}", flush=True)
        return
    asked = perf_counter()
    window.progress.cancelled.emit()
    until(lambda: not project.is_busy)
    took = 1000 * (perf_counter() - asked)
    print(f"{name:<32}{took:>17,.0f} ms{'  over' if took > CANCEL_MS else ''}", flush=True)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--nodes", type=int, default=20_000)
    parser.add_argument(
        "--brief", action="store_true", help="end when the minutes are over, whatever was done"
    )
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
    """Everything once; cancelled; and again for minutes."""
    began = perf_counter()
    application = make_application()
    window = make_window(application)
    window.show()
    frames(4)
    until(lambda: at_rest(window))
    dog, idle = Watchdog(), Idle()
    person = Person(window, path, folder)
    print(
        f"\n{'step':<32}{'wall':>10}{'used':>9}{'own':>9}{'at rest':>10}{'memory':>10}   goal: own {GOAL_MS} ms"
    )
    steps = [do(dog, window, "open", lambda: window.project.open_sources([str(path)]))]
    steps += [do(dog, window, name, step) for name, step in person.first()]
    print(f"longest own {max(steps):,.0f} ms; idle {1000 * idle.longest():,.0f} ms")
    print(f"\n{'cancelled':<32}{'until given up':>20}   goal {CANCEL_MS} ms")
    for name, begin in person.long_tasks():
        if not window.project.is_open and name != "open":
            window.project.open_sources([str(path)])
            until(lambda: window.project.is_open)
        cancel(window, name, begin)
    look_about(window, person, dog, began + 60 * wanted.minutes, is_brief=wanted.brief)
    window.project.close()
    window.close()


def look_about(window: MainWindow, person: Person, dog: Watchdog, end: float, *, is_brief: bool) -> None:
    """Until `end`, and so often that memory can be judged."""
    until(lambda: at_rest(window))
    print(f"\n{'operations':<14}{'memory':>10}{'wall':>10}{'own':>9}")
    done, part = 0, FLAT_AFTER // 10
    dog.doing = "look about"
    dog.start()
    while perf_counter() < end or (done < FLAT_AFTER and not is_brief):
        person.look_about(done)
        frames()
        done += 1
        if done % part == 0:
            dog.stop()
            own, stall = 1000 * dog.own, 1000 * dog.stall
            print(f"{done:<14,}{megabytes():>7,.0f} MB{stall:>7,.0f} ms{own:>6,.0f} ms", flush=True)
            dog.start()
    dog.stop()


if __name__ == "__main__":
    main()
