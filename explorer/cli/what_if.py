"""`ripplemap what-if SOURCE… --change KIND:NODE`: who is hit, how surely, along which path, and who would notice."""

from __future__ import annotations

import argparse

from explorer.analysis.scenarios.comparison_json import retiring_to_json
from explorer.analysis.what_if.answer_json import impact_to_json, isolation_json, lag_text
from explorer.analysis.what_if.impact import Impact, NodeImpact, explain_step
from explorer.analysis.what_if.measurement import Measured, Observation
from explorer.analysis.what_if.retirement import retirement
from explorer.cli.console import Console
from explorer.cli.remedies import print_helps, print_isolation, print_plan
from explorer.cli.scenarios import add_scenarios, asks_for_scenarios, print_retired, run_scenarios
from explorer.cli.sources import add_json, add_sources, load, tell_problems
from explorer.domain.scenarios import ChangeKind
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import named
from explorer.drawing.impact_marks import summary_of
from explorer.errors import UsageError
from explorer.session.asking import ask_what_if
from explorer.session.comparing import findings_after_retiring
from explorer.session.what_ifs import WhatIf, follow, isolate

_WAVES = (
    "Now",
    "After the next retraining, or when the world has reacted",
    "Later",
)


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
    for wave, title in enumerate(_WAVES):
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
    console.line(f"  {node.name}: {_effect(row)}{' – changed itself' if row.changed else ''}")
    steps = impact.path(row.id)
    if steps:
        console.paragraph(explain_step(impact.graph, steps[-1]), first="      ")
    if len(steps) > 1:
        ids = [steps[0].edge.from_id, *(step.edge.to_id for step in steps)]
        way = " → ".join(impact.graph.nodes[i].name for i in ids)
        console.paragraph(way, first="      Path: ", rest="            ")
    for found in seen.observed_by:
        console.paragraph(_seen_by(impact.graph, found), first="      Seen: ", rest="            ")
    if seen.visible_in:
        console.paragraph(
            f"{named(impact.graph, seen.visible_in)} would move", first="      Seen: ", rest="            "
        )
    if seen.blind_channels:
        channels = " and ".join(c.value for c in seen.blind_channels)
        console.line(f"      Blind: nobody would see it in {channels}")


def _effect(row: NodeImpact) -> str:
    effect = row.effect.value.replace("-", " ")
    if row.certainty == "certain":
        return effect
    if row.certain_effect is None:
        return f"possibly {effect}"
    return f"{row.certain_effect.value.replace('-', ' ')} for certain, possibly {effect}"


def _seen_by(graph: SystemGraph, found: Observation) -> str:
    where = f" at {graph.nodes[found.at].name}" if found.hops else ""
    became = f" as {found.seen_as.value}" if found.seen_as is not found.channel else ""
    lag = lag_text(found.lag, is_least=found.lag_is_least)
    return (
        f"{graph.nodes[found.monitor].name} detects {found.channel.value}{became}{where}, "
        f"{f'{lag} later' if lag else 'nobody says how late'}"
    )


def _print_rest(console: Console, answer: WhatIf) -> None:
    """What the nodes one by one do not say: the blind ones together, what is held off, what a retirement needs."""
    graph = answer.graph
    blind = [i for i, found in answer.seen.items() if found.blind_channels]
    console.line()
    if blind:
        console.paragraph(f"Nobody would notice at least part of it at {named(graph, blind, most=12)}.")
    else:
        console.line("Everything of it would be noticed.")
    for held in answer.protected:
        pins = "; ".join(f"{graph.nodes[k.from_id].name} → {graph.nodes[k.to_id].name}" for k in held.by)
        instead = f"only {held.instead.value.replace('-', ' ')}" if held.instead else "unchanged"
        effect = held.effect.value.replace("-", " ")
        console.paragraph(
            f"Protected: {graph.nodes[held.id].name} is {instead}; without the pin or fallback at {pins}, it would "
            f"be {effect}."
        )
    for change in answer.impact.changes:
        if change.kind is ChangeKind.RETIRE:
            plan = retirement(graph, change.node)
            name = graph.nodes[change.node].name
            console.paragraph(f"To retire {name}: migrate {named(graph, plan.readers, most=12)}.")
            if plan.writers:
                console.paragraph(f"Nothing else reads what {named(graph, plan.writers)} write for {name}.")
