"""What somebody does in the window, for the benchmark of a long session: one thing after another, by mouse and keys.

Every action is the window's own, so that its signals and all that follows from them are there too.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from explorer.domain.geometry import Point
from explorer.domain.kinds import NodeKind
from explorer.domain.scenarios import ChangeKind, HypotheticalChange, Scenario
from explorer.session.editing import added_node, connected
from explorer.ui.main_window import MainWindow

FRAME_MS = 16
PATIENCE_S = 300.0
Step = tuple[str, Callable[[], object]]


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
        self._made = 0

    def round(self) -> Iterator[Step]:
        """Everything once, from opening to closing: each step's name and what is done; over when all is at rest."""
        yield "open", self.open
        yield from self._looking(" at teams")
        yield "open a team", lambda: self.project.showing.folds.toggle(self.project.showing.folds.teams[:1])
        yield "close it", lambda: self.project.showing.folds.toggle(self.project.showing.folds.teams[:1])
        yield "open all teams", self.act("open_teams")
        yield from self._looking(" at all nodes")
        yield from self._selecting()
        yield from self._seeking()
        yield from self._asking()
        yield from self._turning()
        yield from self._editing()
        yield from self._dressing()
        yield "save", lambda: self.project.save(self.folder / "saved.ripplemap")
        yield "copy what is in view", self.act("copy")
        yield "export SVG", lambda: self.project.pictures.write(self.folder / "whole.svg", None)
        yield "export the page of answers", lambda: self.project.export_sheet(self.folder / "sheet.html")
        yield "close all teams", self.act("close_teams")
        yield "close", self.act("close")

    def _looking(self, what: str) -> Iterator[Step]:
        canvas = self.window.canvas
        yield f"pan{what}", lambda: self._again(40, self.pan)
        yield f"zoom by the wheel{what}", lambda: self._again(40, self.zoom)
        yield f"zoom to full size{what}", lambda: canvas.zoom_by(1 / canvas.viewport.zoom)
        yield f"pan at full size{what}", lambda: self._again(40, self.pan)
        yield f"point{what}", lambda: self._again(60, self.point)
        yield f"click{what}", lambda: self._again(20, self.click)
        yield f"walk along edges{what}", lambda: self._again(20, self.walk)
        yield f"fit{what}", self.act("fit")

    def _selecting(self) -> Iterator[Step]:
        yield "drag a node", self.drag
        yield "undo the drag", self.act("undo")
        yield "box select", self.box
        yield "light 2,000 nodes, 3,000 edges", lambda: self._again(10, self.light)
        yield "light nothing", lambda: self.window.foot.lit.emit((), ())
        yield "select all", self.act("select_all")
        yield "let go", lambda: self.window.select(())
        yield "focus", lambda: self._on_hub(self.act("focus"))
        yield "one step wider", self.act("wider")
        yield "one step wider again", self.act("wider")
        yield "back", self.act("back")
        yield "the whole system", self.act("whole")
        yield "hide the minimap", self.act("minimap")
        yield "show the minimap", self.act("minimap")
        yield "hide the least important", lambda: self.project.showing.folds.set_least(0.5)
        yield "show all nodes", self.project.showing.folds.show_all
        yield "keep a view", lambda: self.window.viewing.keep_as("here")
        yield "show the view", lambda: self.window.viewing.show(self.project.views.views[0])

    def _seeking(self) -> Iterator[Step]:
        window, bar = self.window, self.window.desk.filter_bar
        yield "open the search", self.act("search")
        yield "type in the search", lambda: self.type("feature 10.1")
        yield "go there", lambda: self._line(lambda line: QTest.keyClick(line, Qt.Key.Key_Return))
        yield "open the palette", self.act("palette")
        yield "type in the palette", lambda: self.type("dataset")
        yield "leave the palette", lambda: self._line(lambda line: QTest.keyClick(line, Qt.Key.Key_Escape))
        yield "filter the outline", lambda: window.outline.set_filter("model")
        yield "filter it no more", lambda: window.outline.set_filter("")
        yield "filter the picture", lambda: bar.set_filter("kind:model", hides=False)
        yield "hide what does not fit", lambda: bar.set_filter("kind:model", hides=True)
        yield "filter it no more at all", bar.leave
        yield "ways between two nodes", self.ways
        yield "leave the ways", window.desk.ways.leave

    def _asking(self) -> Iterator[Step]:
        yield "ask what if", lambda: self._on_hub(self.act("what_if"))
        yield "the base beside it", self.act("beside")
        yield "pan both panes", lambda: self._again(40, self.pan)
        yield "zoom both panes", lambda: self._again(40, self.zoom)
        yield "leave the what-if", self.act("leave_what_if")
        yield "ask a scenario", self.scenario
        yield "leave the scenario", self.act("leave_what_if")

    def _turning(self) -> Iterator[Step]:
        foot, shown = self.window.foot, self.act
        yield "open the help", shown("help")
        yield "turn to the keys", shown("help_keys")
        yield "search the help", lambda: self.window.help.shown.search.setText("loop")
        yield "close the help", lambda: self.window.help.shown.close()
        for page in range(foot.count()):
            name = foot.tabText(page).split(" (")[0]
            yield f"turn to “{name}”", lambda page=page: foot.setCurrentIndex(page)
        yield "turn to the findings", lambda: foot.setCurrentWidget(foot.findings)
        yield "filter the findings", lambda: foot.findings.filter.setText("loop")
        yield "choose a finding", lambda: foot.findings.choose(foot.findings.model.index(0, 0))
        yield "filter them no more", lambda: foot.findings.filter.clear()

    def _editing(self) -> Iterator[Step]:
        project, undo = self.project, self.act("undo")
        yield "rename a node", lambda: project.rename_node(self.any_node(), self._new_name())
        yield "undo the name", undo
        yield "do it again", self.act("redo")
        yield "take it back", undo
        yield "remove a node", lambda: project.remove_nodes((self.any_node(),))
        yield "undo the removal", undo
        yield (
            "add a node",
            lambda: project.apply(added_node(project.graph, NodeKind.DATASET, self._new_name())),
        )
        yield "undo the addition", undo
        yield "connect two nodes", self.connect
        yield "undo the edge", undo
        yield "pan while it is worked out", self._busily(self.pan)
        yield "zoom while it is worked out", self._busily(self.zoom)
        yield "click while it is worked out", self._busily(self.click)
        yield "arrange again", self.act("arrange")

    def _dressing(self) -> Iterator[Step]:
        yield "dark", self.act("look_dark")
        yield "high contrast", self.act("look_contrast")
        yield "light", self.act("look_light")
        yield "larger text", self.act("text_larger")
        yield "normal text", self.act("text_normal")

    def long_tasks(self) -> Iterator[Step]:
        """What takes long enough to be cancelled, and how it is begun."""
        project = self.project
        yield "open", self.open
        yield "arrange again", self.act("arrange")
        yield "ask what if", lambda: self._on_hub(self.act("what_if"))
        yield "export SVG", lambda: project.pictures.write(self.folder / "given-up.svg", None)
        yield "export PNG", lambda: project.pictures.write(self.folder / "given-up.png", None)
        yield "export PDF", lambda: project.pictures.write(self.folder / "given-up.pdf", None)
        yield "export the page of answers", lambda: project.export_sheet(self.folder / "given-up.html")
        yield "success", lambda: (project.success.forget(), project.success.ask())
        yield "test score", lambda: (project.scores.forget(), project.scores.ask())
        yield "names", lambda: (project.names.forget(), project.names.ask())

    # One thing.

    def act(self, name: str) -> Callable[[], object]:
        """What a menu's entry does."""
        return self.window.actions_by_name[name].trigger

    def open(self) -> None:
        """The system, in the place of what is open."""
        self.project.open_sources([str(self.path)])

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
        self._draw_mouse(self._on_node(), QPoint(60, 20), Qt.KeyboardModifier.NoModifier)

    def box(self) -> None:
        """Nearly everything in view, by a rubber band."""
        canvas = self.window.canvas
        way = QPoint(canvas.width() - 40, canvas.height() - 40)
        self._draw_mouse(QPoint(20, 20), way, Qt.KeyboardModifier.ShiftModifier)

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

    def ways(self) -> None:
        """From the hub to something that is made from it."""
        graph, hub = self.project.graph, self._hub()
        self.project.ways.ask(hub, graph.edges_from(hub)[0].to_id)

    def scenario(self) -> None:
        """Of several changes at once."""
        found = [i for i, node in self.project.graph.nodes.items() if node.kind is NodeKind.DATASET][:3]
        changes = tuple(HypotheticalChange(kind=ChangeKind.SCHEMA_BREAK, node=i) for i in found)
        self.project.ask_scenario(Scenario(name="three schemas", changes=changes))

    def connect(self) -> None:
        """Two nodes that are not connected yet."""
        graph = self.project.graph
        start = next(i for i, node in graph.nodes.items() if node.kind is NodeKind.DATASET)
        known = {edge.to_id for edge in graph.edges_from(start)}
        jobs = (i for i, node in graph.nodes.items() if node.kind is NodeKind.JOB)
        self.project.apply(connected(graph, start, next(i for i in jobs if i not in known)))

    def any_node(self) -> str:
        """Its id."""
        return self.chance.choice(list(self.project.graph.nodes))

    def look_about(self, number: int) -> None:
        """The `number`th thing of a long time of looking about."""
        if number % 500 == 499:
            self.project.rename_node(self.any_node(), self._new_name())
            frames(20)
            self.act("undo")()
        elif number % 500 == 399:
            self._on_hub(self.act("what_if"))
            until(lambda: self.project.what_if is not None)
            self.act("leave_what_if")()
        elif number % 500 == 299:
            self._on_hub(self.act("focus"))
            frames(20)
            self.act("whole")()
        elif number % 500 == 199:
            self.act("look_dark")()
            frames(20)
            self.act("look_light")()
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

    def _busily(self, do: Callable[[], object]) -> Callable[[], None]:
        """While what follows from an edit is worked out, which is taken back afterwards."""

        def go() -> None:
            self.project.rename_node(self.any_node(), self._new_name())
            self._again(60, do)
            self.act("undo")()

        return go

    def _new_name(self) -> str:
        self._made += 1
        return f"name {self._made}"

    def _line(self, do: Callable[[QLineEdit], object]) -> None:
        line = self.window.seeking.palette.findChild(QLineEdit)
        if line is not None:
            do(line)

    def _hub(self) -> str:
        graph = self.project.graph
        return max(graph.nodes, key=lambda i: len(graph.edges_from(i)))

    def _on_hub(self, do: Callable[[], object]) -> None:
        hub = self._hub()
        frames()  # to look for it is no work of the window's
        self.window.select((hub,))
        do()

    def _draw_mouse(self, at: QPoint, way: QPoint, held: Qt.KeyboardModifier) -> None:
        canvas, button = self.window.canvas, Qt.MouseButton.LeftButton
        QTest.mousePress(canvas, button, held, at)
        for step in range(1, 21):
            QTest.mouseMove(canvas, at + way * step / 20)
            frames()
        QTest.mouseRelease(canvas, button, held, at + way)

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
