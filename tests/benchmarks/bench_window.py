"""How soon the window shows something, and how long it ever keeps a person waiting.

Run by hand: python tests/benchmarks/bench_window.py [SOURCE…] prints one table; sources are opened too. What a stall
is, and how its culprit is found, stands in pauses.py; "idle" is the longest stall of a process that does nothing but
wait, in the same seconds: what the machine, with everything else that runs on it, adds to a stall.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
LONGEST_MS = 120_000
RESTING_MS = 20

START = """
import time; begin = time.clock_gettime(time.CLOCK_MONOTONIC)
import sys; sys.argv = ["ripplemap"]
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from explorer.ui import app
application = app.make_application()
window = app.make_window(application)
def shown():
    wall, own = time.clock_gettime(time.CLOCK_MONOTONIC) - float(sys.stdin.readline()), time.process_time()
    print(f"{wall} {own} {app.__file__}", flush=True)
    window.close()
    application.quit()
window.show()
QTimer.singleShot(0, shown)
application.exec()
"""


@dataclass(frozen=True)
class Watched:
    """Times in milliseconds."""

    picture: float
    rest: float
    stall: float
    used: float
    own: float
    idle: float


def manifest(count: int, teams: int, seed: int = 7) -> str:
    """A manifest of `count` nodes in teams, whose flow goes forward, with an eighth of the edges between teams."""
    rng = random.Random(seed)  # noqa: S311 - repeats, and protects nothing
    team = sorted(rng.randrange(teams) for _ in range(count))
    lines = ["ripplemap: 1", f"system: synthetic-{count}", "as_of: 2026-11-20", "datasets:"]
    mates: dict[int, list[int]] = {}
    for n in range(count):
        own, other = mates.setdefault(team[n], []), rng.randrange(n) if n else 0
        inputs = {own[-rng.randrange(1, 1 + min(len(own), 40))]} if own else set()
        if own and rng.random() < 0.6:
            inputs.add(own[-rng.randrange(1, 1 + min(len(own), 40))])
        if n and rng.random() < 0.2:
            inputs.add(other)
        own.append(n)
        names = ", ".join(f"table-{i}" for i in sorted(inputs))
        lines.append(f"  table-{n}: {{owner: team-{team[n]}, freshness: 24h, inputs: [{names}]}}")
    return "\n".join(lines) + "\n"


def start_times() -> tuple[float, float]:
    """Milliseconds from the start of Python to the first frame: median by the clock, least of the processor."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(Path(tempfile.gettempdir()) / "ripplemap-bench-bytecode")
    environment["PYTHONPATH"] = str(ROOT)
    walls, owns = [], []
    for _ in range(6):
        begin = perf_counter()
        process = subprocess.run(
            [sys.executable, "-c", START], input=f"{begin}\n", env=environment, capture_output=True, text=True
        )
        wall, own, _ = process.stdout.split(maxsplit=2)
        walls.append(float(wall))
        owns.append(float(own))
    return median(walls[1:]) * 1e3, min(owns[1:]) * 1e3  # the first compiles


def watch(begin: Callable[[object], None]) -> Watched:
    """Open a window, let it work, and watch it until everything has come to rest."""
    from pauses import Idle, Watchdog
    from PySide6.QtCore import QEvent, QEventLoop, QTimer, qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    from explorer.ui.app import make_application, make_window

    qInstallMessageHandler(_tell)
    application = make_application()
    window = make_window(application)
    window.show()
    QApplication.processEvents()
    dog, loop = Watchdog(), QEventLoop()
    seen: list[float] = []
    window.project.picture_changed.connect(lambda *_: seen.append(perf_counter()))
    rested: list[float] = []
    rest = QTimer(interval=RESTING_MS)

    def look() -> None:
        now = perf_counter()
        if not window.is_at_rest:
            rested.clear()
        elif rested and now - rested[0] > 0.4:
            loop.quit()
        elif not rested:
            rested.append(now)

    rest.timeout.connect(look)
    rest.start()
    window.project.failed.connect(loop.quit)
    QTimer.singleShot(LONGEST_MS, loop.quit)
    idle = Idle()
    started = perf_counter()
    dog.start()
    begin(window)
    loop.exec()
    dog.stop()
    ended = rested[0] if rested else perf_counter()
    told = idle.longest()
    rest.stop()
    window.project.close()
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(
        None, QEvent.Type.DeferredDelete
    )  # now, and not while the next one is watched
    first = seen[0] if seen else float("nan")
    return Watched(
        (first - started) * 1e3,
        (ended - started) * 1e3,
        dog.stall * 1e3,
        dog.used * 1e3,
        dog.own * 1e3,
        told * 1e3,
    )


def _tell(kind: object, context: object, text: str) -> None:
    """What Qt says, but for what the platform without a screen says at every change of size."""
    if "propagateSizeHints" not in text:
        sys.stderr.write(f"{text}\n")


def picture_times(count: int, teams: int) -> float:
    """Milliseconds from a graph to its first picture."""
    from explorer.drawing.theme import LIGHT
    from explorer.session.loading import open_sources
    from explorer.session.views import view_of

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "synthetic.yaml"
        path.write_text(manifest(count, teams))
        taken = []
        for _ in range(4):
            graph = open_sources([str(path)]).project.graph
            begin = perf_counter()
            view_of(graph, {}).picture(LIGHT)
            taken.append((perf_counter() - begin) * 1e3)
    return median(taken[1:])


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["RIPPLEMAP_SETTINGS"] = str(Path(folder) / "settings.json")
        wall, own = start_times()
        print(f"window shown after Python starts  {wall:,.0f} ms (processor {own:,.0f} ms; goal 600 ms)")
        print(f"first picture of 1,000 nodes      {picture_times(1_000, 12):,.0f} ms (goal 200 ms)")
        heads = f"{'picture':>10}{'at rest':>10}{'stall':>9}{'used':>8}{'own':>8}{'idle':>8}"
        print(f"{'opened':<34}{heads}  goals: picture 3,000 ms, stall 50 ms")
        cases = [("the sample", [str(ROOT / "resources" / "samples" / "streamly.yaml")])]
        for count, teams in ((1_000, 12), (5_000, 30)):
            path = Path(folder) / f"synthetic-{count}.yaml"
            path.write_text(manifest(count, teams))
            cases.append((f"{count:,} nodes", [str(path)]))
        cases += [(Path(source).parent.name, [source]) for source in sys.argv[1:]]
        for name, sources in cases:
            found = watch(lambda window, s=sources: window.project.open_sources(s))
            print(
                f"{name:<34}{found.picture:>7,.0f} ms{found.rest:>7,.0f} ms"
                f"{found.stall:>6,.0f} ms{found.used:>5,.0f} ms{found.own:>5,.0f} ms{found.idle:>5,.0f} ms",
                flush=True,
            )


if __name__ == "__main__":
    main()
