"""`ripplemap simulate SOURCE… [--loop N]`: the feedback loops with their numbers, and what a filter does on one."""

from __future__ import annotations

import argparse
import math
from dataclasses import asdict

from explorer.analysis.feedback_loops import way_of
from explorer.analysis.simulation.loop_simulation import NOTE, Course
from explorer.cli.console import Console
from explorer.cli.sources import add_json, add_sources, load, tell_problems
from explorer.domain.attributes import edge_key_to_plain
from explorer.domain.findings import Finding
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted
from explorer.session.simulating import SimulatedLoop, feedback_loops, simulate_loop_number, verdict

_COURSES = {
    "clicks_on_shown": "clicks on what is shown",
    "value_delivered": "value delivered",
    "good_hidden": "good items hidden",
    "band": "50–60 % band",
}


def add(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.epilog = (
        "Without --loop, the feedback loops are listed with their numbers. Threshold and exploration are read off "
        f"the loop's edges unless they are given. {NOTE}"
    )
    add_sources(parser)
    parser.add_argument("--loop", type=int, metavar="N", help="simulate this one of the loops")
    parser.add_argument(
        "--threshold", type=float, metavar="SHARE", help="show from this confidence on, 0 to 1"
    )
    parser.add_argument(
        "--exploration", type=float, metavar="SHARE", help="show the rest by this chance, 0 to 1"
    )
    parser.add_argument("--rounds", type=int, metavar="COUNT", help="rounds of learning (52)")
    parser.add_argument("--seeds", type=int, metavar="COUNT", help="made-up worlds to average over (20)")
    parser.add_argument("--seed", type=int, metavar="NUMBER", help="where chance begins (0)")
    add_json(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """List the loops, or simulate one."""
    loaded = load(console, arguments.sources, arguments.forced)
    graph = loaded.project.graph
    tell_problems(console, loaded.problems)
    if arguments.loop is None:
        _list(console, graph, feedback_loops(graph, console.task()), as_json=arguments.json)
        return 0
    given = {
        name: getattr(arguments, name)
        for name in ("threshold", "exploration", "rounds", "seeds", "seed")
        if getattr(arguments, name) is not None
    }
    answer = simulate_loop_number(graph, arguments.loop, given, console.task())
    if arguments.json:
        console.json({"schema": 1, "loop": _loop(arguments.loop, answer.finding), **_plain(answer)})
    else:
        _print(console, answer, given)
    return 0


def _list(console: Console, graph: SystemGraph, loops: tuple[Finding, ...], *, as_json: bool) -> None:
    if as_json:
        console.json({"schema": 1, "loops": [_loop(n, f) for n, f in enumerate(loops, start=1)]})
        return
    console.line(f"{counted(len(loops), 'feedback loop')}:" if loops else "No feedback loops.")
    for number, loop in enumerate(loops, start=1):
        names = [graph.nodes[i].name for i in (loop.nodes[0], *(key.to_id for key in way_of(loop)))]
        console.paragraph(" → ".join(names), first=f"{number:4}  ", rest="      ")


def _print(console: Console, answer: SimulatedLoop, given: dict[str, float]) -> None:
    result = answer.simulation
    settings = result.settings
    console.paragraph(answer.finding.reason)
    console.line()
    for note in answer.notes:
        console.paragraph(note, first="  ")
    if "threshold" in given or "exploration" in given:
        console.paragraph(
            f"Asked for: threshold {settings.threshold:g}, exploration {settings.exploration:.1%}.",
            first="  ",
        )
    console.line()
    console.paragraph(
        f"{counted(settings.rounds, 'round')}, {settings.pairs:,} pairs of a segment and an item, "
        f"{counted(settings.seeds, 'seed')}; in brackets where 80 % of the seeds end:"
    )
    console.table(_row(name, getattr(result, key)) for key, name in _COURSES.items())
    console.line()
    console.paragraph(verdict(result))
    console.paragraph(NOTE)


def _row(name: str, course: Course) -> list[str]:
    return [
        name,
        f"{_percent(course.mean[0])} → {_percent(course.mean[-1])}",
        f"[{_percent(course.low[-1])} to {_percent(course.high[-1])}]",
    ]


def _percent(share: float) -> str:
    return "nothing shown" if math.isnan(share) else f"{share:.1%}"


def _loop(number: int, finding: Finding) -> dict[str, object]:
    return {
        "number": number,
        "kind": finding.variant,
        "nodes": [key.from_id for key in way_of(finding)],
        "edges": [edge_key_to_plain(key) for key in way_of(finding)],
        "severity": finding.severity.value,
        "reason": finding.reason,
    }


def _plain(answer: SimulatedLoop) -> dict[str, object]:
    result = answer.simulation
    return {
        "settings": asdict(result.settings),
        "notes": [*answer.notes, NOTE],
        "courses": {key: _course(getattr(result, key)) for key in (*_COURSES, "eligible")},
    }


def _course(course: Course) -> dict[str, list[float | None]]:
    """The points of a course; null where nothing was shown."""
    return {
        name: [None if math.isnan(each) else float(each) for each in values]
        for name, values in (("mean", course.mean), ("low", course.low), ("high", course.high))
    }
