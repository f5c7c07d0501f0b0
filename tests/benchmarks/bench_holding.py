"""How long work over 20,000 nodes and 48,000 edges keeps the interpreter to itself: the window waits as long.

Run by hand: python tests/benchmarks/bench_holding.py [--nodes 20000].

Each kind of work runs in a thread; the main thread asks for the interpreter two thousand times a second and notes how
long it waited. A line for each kind of work: its processor time, the longest wait in processor time of the process
(so that other programs do not count), how many were over 15 ms, and where the work was just after the longest.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import process_time, sleep
from types import FrameType

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from company import company

from explorer.domain.project import Project
from explorer.drawing.folded import Folding
from explorer.drawing.theme import LIGHT
from explorer.importers.adapter import Task
from explorer.session.asking import ask_findings, ask_questions
from explorer.session.exporting import write_picture
from explorer.session.views import view_of
from explorer.storage.opening import open_project
from explorer.storage.saving import save_project
from explorer.ui import turns
from explorer.ui.canvas.prepared import prepared

EDGES_PER_NODE = 2.4
LONG_MS = 15.0


def place(frame: FrameType | None) -> str:
    """Where a thread is in the program itself."""
    while frame is not None and "/explorer/" not in frame.f_code.co_filename:
        frame = frame.f_back
    if frame is None:
        return ""
    return f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno} {frame.f_code.co_name}"


def watch(name: str, work: Callable[[], object]) -> object:
    """Do it in a thread and print its line; what it gave."""
    results: list[object] = []
    thread = threading.Thread(target=lambda: results.append(work()))
    waits: list[tuple[float, str]] = []
    turns.take_turns()
    began = process_time()
    thread.start()
    while thread.is_alive():
        asked = process_time()
        sleep(0.0005)
        waited = 1000 * (process_time() - asked)
        if waited > 2:
            waits.append((waited, place(sys._current_frames().get(thread.ident or 0))))
    took = process_time() - began
    turns.rest()
    longest, where = max(waits, default=(0.0, ""))
    often = sum(wait > LONG_MS for wait, _ in waits)
    print(f"{name:<34}{took:>7.2f} s{longest:>8.1f} ms{often:>8}   {where}", flush=True)
    return results[0]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, default=20_000)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "company.ripplemap"
        graph = company(wanted.nodes + 100, edges_per_node=EDGES_PER_NODE)
        save_project(Project(id="holding", graph=graph), path)
        print(f"{len(graph.nodes):,} nodes, {len(graph.edges):,} edges")
        print(f"{'':<34}{'work':>9}{'longest':>11}{f'> {LONG_MS:.0f} ms':>8}")
        watch("open", lambda: open_project(path))
        watch("save", lambda: save_project(Project(id="holding", graph=graph), path))
        view = watch("arrange, every node", lambda: view_of(graph, {}, folding=Folding()))
        picture = watch("draw", lambda: view.picture(LIGHT))
        watch("make ready for the window", lambda: prepared(picture, LIGHT))
        node = replace(next(iter(graph.nodes.values())), name="another name")
        changed = graph.with_parts([node])
        watch("arrange anew after a renaming", lambda: view_of(changed, {}, folding=Folding(), kept=view))
        watch("write it as SVG", lambda: write_picture(Path(folder) / "whole.svg", picture))
        watch("questions", lambda: ask_questions(graph, (1, 2, 3), Task()))
        watch("findings", lambda: ask_findings(graph, Task()))


if __name__ == "__main__":
    main()
