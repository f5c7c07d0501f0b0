"""`ripplemap locate SOURCE… --bad NODE…`: the likeliest causes of what is bad, and what to look at next."""

from __future__ import annotations

import argparse
from dataclasses import replace

from explorer.analysis.localisation.answer_json import located_to_json
from explorer.analysis.localisation.baselines import most_anomalous_first, nearest_upstream_first
from explorer.analysis.localisation.evidence import explain_way
from explorer.analysis.localisation.located import SHOWN_SUSPECTS, Evidence, Located
from explorer.analysis.localisation.playbook import check_text, playbook, playbook_text, told
from explorer.cli.console import Console
from explorer.cli.sources import add_json, add_sources, load, tell_problems
from explorer.domain.wording import named
from explorer.errors import UsageError
from explorer.session.locating import ask_locate, sightings_from
from explorer.session.versions import changed_since

_PRINTED = 5


def add(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.epilog = (
        "NODE is an id or an unambiguous end of one; NODE@value (or @availability, @schema, @time) says what of it "
        "is bad or good. After each check call again with its result added to --bad or --good."
    )
    add_sources(parser)
    for name, needed, what in (
        ("--bad", True, "what is seen to be bad"),
        ("--good", False, "what is seen to be healthy"),
        ("--changed", False, "what is known to have changed lately"),
    ):
        parser.add_argument(
            name, metavar="NODE", nargs="+", action="extend", default=[], required=needed, help=what
        )
    parser.add_argument(
        "--degree", metavar="NODE=D", nargs="+", action="extend", default=[],
        help="what a monitor says, from 0 (healthy) to 1 (bad), as sure as its reading is unusual",
    )  # fmt: skip
    parser.add_argument(
        "--since", metavar="NODE=TIME", nargs="+", action="extend", default=[],
        help="when something went bad, such as 2026-11-20T10:00: a cause is no later than its effects",
    )  # fmt: skip
    parser.add_argument(
        "--changed-since",
        metavar="OLD",
        help="an earlier version of the system: what is different changed lately",
    )
    parser.add_argument(
        "--most", metavar="N", type=int, default=SHOWN_SUSPECTS, help=f"suspects to list ({SHOWN_SUSPECTS})"
    )
    parser.add_argument("--playbook", action="store_true", help="print what to do, step by step, instead")
    add_json(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print the suspects and the next check."""
    if arguments.most < 1:
        raise UsageError("--most takes a number of at least 1.")
    loaded = load(console, arguments.sources, arguments.forced)
    graph = loaded.project.graph
    tell_problems(console, loaded.problems)
    seen = sightings_from(
        graph,
        bad=arguments.bad,
        good=arguments.good,
        degrees=arguments.degree,
        since=arguments.since,
        changed=arguments.changed,
    )
    if arguments.changed_since is not None:
        old = load(console, [arguments.changed_since], arguments.forced).project.graph
        seen = replace(seen, changed=seen.changed | changed_since(old, graph))
    task = console.task()
    located = ask_locate(graph, seen, task, most=arguments.most)
    if arguments.json:
        console.json(located_to_json(located, check=task.check))
    elif arguments.playbook:
        for line in playbook_text(playbook(located, check=task.check)).splitlines():
            room = len(line) - len(line.lstrip(" -"))
            console.paragraph(line[room:], first=line[:room], rest=" " * room)
    else:
        _print(console, located)
    return 0


def _print(console: Console, located: Located) -> None:
    graph = located.graph
    console.line("Suspects")
    for found in located.suspects[:_PRINTED]:
        _print_suspect(console, located, found)
    several = [s for s in located.ranking.fault_sets if len(s.nodes) > 1][:3]
    if several:
        console.line()
        console.line("Several at once")
        for one in several:
            names = named(graph, [graph.arrays.ids[i] for i in one.nodes])
            console.paragraph(f"{one.probability:.1%}  {names}", first="  ", rest="         ")
    for loop in located.loops:
        console.line()
        console.paragraph(loop.says)
    if located.cleared:
        console.line()
        console.line("Cleared")
        for cleared in located.cleared[:_PRINTED]:
            console.paragraph(cleared.reason, first="  ")
        if len(located.ranking.cleared) > _PRINTED:
            console.line(f"  and {len(located.ranking.cleared) - _PRINTED:,} more")
    console.line()
    check = located.next_check
    console.paragraph(located.why_no_check or "" if check is None else f"Next: {check_text(graph, check)}")
    _print_beside(console, located)
    if len(located.suspects) > _PRINTED:
        console.line(
            f"The first {_PRINTED} of {len(located.ranking.suspects):,} suspects; --json lists more."
        )
    for bound in located.ranking.bounds:
        console.paragraph(bound)


def _print_suspect(console: Console, located: Located, found: Evidence) -> None:
    graph, suspect = located.graph, found.suspect
    console.paragraph(
        f"{suspect.probability:6.1%}  {told(graph, suspect.change)}", first="  ", rest="          "
    )
    for way in found.ways:
        said = explain_way(graph, way)
        ids = [suspect.id, *(step.edge.to_id for step in way.steps), *([way.symptom] if way.watched else [])]
        sure = "" if way.is_certain else " (possible)"
        names = " → ".join(graph.nodes[i].name for i in ids)
        text = f"{names}{sure}" if said else f"{names} itself is seen to be bad"
        console.paragraph(text, first="          ", rest="            ")
    for reason in suspect.reasons:
        console.paragraph(f"For: {reason}", first="          ")
    against = [a.id for a in found.against if a.is_certain]
    if against:
        console.paragraph(
            f"Against: {named(graph, against)} would be bad too, and is not", first="          "
        )


def _print_beside(console: Console, located: Located) -> None:
    graph, seen = located.graph, located.ranking.sightings
    console.line()
    console.paragraph(
        f"Beside it – nearest upstream first: {named(graph, nearest_upstream_first(graph, seen), 5)}; most anomalous "
        f"first: {named(graph, most_anomalous_first(seen), 5)}. No accuracy is claimed for any of them."
    )
