"""`ripplemap what-if SOURCE… --change KIND:NODE`: who is hit, how surely, along which path, and who would notice."""

from __future__ import annotations

import argparse

from explorer.analysis.scenarios.comparison_json import retiring_to_json
from explorer.analysis.what_if.answer_json import impact_to_json, isolation_json
from explorer.analysis.what_if.impact import Impact, NodeImpact, explain_step
from explorer.analysis.what_if.measurement import Measured
from explorer.analysis.what_if.telling import (
    WAVES,
    blind_told,
    effect_told,
    protected_told,
    retirements_told,
    seen_told,
    unnoticed_told,
)
from explorer.cli.console import Console
from explorer.cli.remedies import print_helps, print_isolation, print_plan
from explorer.cli.scenarios import add_scenarios, asks_for_scenarios, print_retired, run_scenarios
from explorer.cli.sources import add_json, add_sources, load, tell_problems
from explorer.domain.scenarios import ChangeKind
from explorer.domain.wording import named
from explorer.drawing.impact_marks import summary_of
from explorer.errors import UsageError
from explorer.session.asking import ask_what_if
from explorer.session.comparing import findings_after_retiring
from explorer.session.what_ifs import WhatIf, follow, isolate


def add(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.epilog = (
        f"KIND is one of {', '.join(ChangeKind)}. NODE is an id or an unambiguous end of one; schema-break, "
        "schema-add, shift and corrupt also take NODE.FIELD; delay takes NODE@24h; threshold and revoke FROM->TO."
    )
    add_sources(parser)
    parser.add_argument(
        "--change",
        metavar="KIND:NODE",
        action="append",
        default=[],
        help="what changes; may be given several times",
    )
    add_scenarios(parser)
    parser.add_argument(
        "--isolate",
        metavar="NODE",
        help="say which edges to cut, as few as can be, so that the changes leave this node untouched",
    )
    add_json(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print what the changes do."""
    if not (arguments.change or asks_for_scenarios(arguments)):
        raise UsageError(
            "A what-if needs a change.",
            hint="Give --change KIND:NODE, or --add, --remove, --scenario or --compare.",
        )
    loaded = load(console, arguments.sources, arguments.forced)
    graph = loaded.project.graph
    tell_problems(console, loaded.problems)
    task = console.task()
    if asks_for_scenarios(arguments):
        return run_scenarios(arguments, console, loaded.project, task)
    isolated = None
    if arguments.isolate is not None:
        isolated = isolate(graph, arguments.change, arguments.isolate, task)
    if arguments.json:
        plain = impact_to_json(graph, ask_what_if(graph, arguments.change, task), check=task.check)
        retired = findings_after_retiring(graph, arguments.change, task)
        if retired is not None:
            plain["after_retiring"] = retiring_to_json(retired)
        if isolated is not None:
            plain["isolation"] = isolation_json(graph, isolated)
        console.json(plain)
        return 0
    answer = follow(graph, arguments.change, task)
    console.paragraph(summary_of(answer.impact))
    for wave, title in enumerate(WAVES):
        hit = [row for row in answer.rows if row.first_wave == wave]
        if hit:
            console.line()
            console.line(title)
            for row in hit:
                _print_node(console, answer.impact, row, answer.seen[row.id])
    _print_rest(console, answer)
    if answer.retired is not None:
        print_retired(console, answer.retired)
    print_plan(console, graph, answer.plan)
    print_helps(console, answer.helps)
    if isolated is not None:
        print_isolation(console, graph, isolated)
    return 0


def _print_node(console: Console, impact: Impact, row: NodeImpact, seen: Measured) -> None:
    node = impact.graph.nodes[row.id]
    console.line(f"  {node.name}: {effect_told(row)}{' – changed itself' if row.changed else ''}")
    steps = impact.path(row.id)
    if steps:
        console.paragraph(explain_step(impact.graph, steps[-1]), first="      ")
    if len(steps) > 1:
        ids = [steps[0].edge.from_id, *(step.edge.to_id for step in steps)]
        way = " → ".join(impact.graph.nodes[i].name for i in ids)
        console.paragraph(way, first="      Path: ", rest="            ")
    for found in seen.observed_by:
        console.paragraph(seen_told(impact.graph, found), first="      Seen: ", rest="            ")
    if seen.visible_in:
        console.paragraph(
            f"{named(impact.graph, seen.visible_in)} would move", first="      Seen: ", rest="            "
        )
    blind = blind_told(seen)
    if blind is not None:
        console.line(f"      Blind: {blind}")


def _print_rest(console: Console, answer: WhatIf) -> None:
    """What the nodes one by one do not say: the blind ones together, what is held off, what a retirement needs."""
    console.line()
    console.paragraph(unnoticed_told(answer.graph, answer.seen).text)
    for held in answer.protected:
        console.paragraph(f"Protected: {protected_told(answer.graph, held).text}")
    for told in retirements_told(answer.impact):
        console.paragraph(told.text)
