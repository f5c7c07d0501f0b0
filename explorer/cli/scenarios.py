"""`what-if --add … --remove … --scenario … --compare`: scenarios beside the system as it is and beside each other."""

from __future__ import annotations

import argparse

from explorer.analysis.scenarios.comparison import Comparison, Difference
from explorer.analysis.scenarios.comparison_json import comparison_to_json
from explorer.analysis.scenarios.outcome import Outcome
from explorer.analysis.scenarios.retiring import AfterRetiring
from explorer.analysis.scenarios.telling import (
    affected_told,
    coming_told,
    edits_told,
    fares_told,
    finding_told,
    reach_told,
    retired_told,
    score_told,
)
from explorer.analysis.what_if.telling import effect_told
from explorer.cli.console import Console
from explorer.domain.findings import Finding
from explorer.domain.project import Project
from explorer.domain.wording import counted, named
from explorer.errors import UsageError
from explorer.importers.adapter import Task
from explorer.session.comparing import compare_scenarios, make_scenario, saved_scenario

_GIVEN = "as given"
_MOST_ROWS, _MOST_FINDINGS = 20, 12


def add_scenarios(parser: argparse.ArgumentParser) -> None:
    """The arguments that make scenarios."""
    parser.add_argument(
        "--add",
        metavar="KIND:ID<-IN,IN->OUT",
        action="append",
        default=[],
        help="a part that would be there, with its inputs and outputs; FROM->TO; or a manifest with more",
    )
    parser.add_argument(
        "--remove",
        metavar="NODE",
        action="append",
        default=[],
        help="a node that would not be there, or with FROM->TO an edge",
    )
    parser.add_argument(
        "--scenario", metavar="NAME", action="append", default=[], help="a scenario saved in the project"
    )
    parser.add_argument(
        "--compare",
        action="store_true",
        help="compare with the system as it is: the scenarios named, else all saved ones, and what is given here",
    )


def asks_for_scenarios(arguments: argparse.Namespace) -> bool:
    """Whether more is asked than what some changes do in the system as it is."""
    return bool(arguments.add or arguments.remove or arguments.scenario or arguments.compare)


def run_scenarios(arguments: argparse.Namespace, console: Console, project: Project, task: Task) -> int:
    """Print the comparison."""
    if arguments.isolate is not None:
        raise UsageError("--isolate asks about the system as it is.", hint="Leave it out, or the scenarios.")
    names = arguments.scenario
    scenarios = [saved_scenario(project, name) for name in names]
    if arguments.compare and not names:
        scenarios = list(project.scenarios)
    if arguments.change or arguments.add or arguments.remove:
        given = make_scenario(
            project,
            _GIVEN,
            changes=arguments.change,
            add=arguments.add,
            remove=arguments.remove,
            task=task,
        )
        scenarios.append(given)
    if not scenarios:
        raise UsageError(
            "There is no scenario to compare.", hint="Give --change, --add or --remove, or save one first."
        )
    found = compare_scenarios(project.graph, scenarios, task)
    if arguments.json:
        console.json(comparison_to_json(found))
    else:
        _print(console, found)
    return 0


def print_retired(console: Console, found: AfterRetiring) -> None:
    """What the findings would be without the retired nodes."""
    console.paragraph(retired_told(found))
    _print_findings(console, found.gone, found.new)


def _print(console: Console, found: Comparison) -> None:
    for number, one in enumerate(found.outcomes):
        if number:
            console.line()
        console.line(one.name)
        _print_edits(console, one)
        _print_effects(console, one)
        _print_difference(console, found.base, one, found.against_base(number))
    for i, one in enumerate(found.outcomes):
        for j in range(i + 1, len(found.outcomes)):
            other = found.outcomes[j]
            console.line()
            console.line(f"{other.name}, beside {one.name}")
            _print_fares(console, one, other, found.between(i, j))
            _print_difference(console, one, other, found.between(i, j))


def _print_edits(console: Console, one: Outcome) -> None:
    if one.scenario is None:
        return
    for title, texts in edits_told(one.scenario).items():
        console.paragraph(", ".join(texts), first=f"  {title}: ", rest="    ")


def _print_effects(console: Console, one: Outcome) -> None:
    rows = one.impact.affected
    if rows:
        console.paragraph(affected_told(one), first="  Effects: ")
        table = [(one.graph.nodes[r.id].name, effect_told(r)) for r in rows[:_MOST_ROWS]]
        console.table(table, indent="    ")
        _more(console, len(rows) - _MOST_ROWS)
    if one.blind:
        console.paragraph(named(one.graph, one.blind, most=8), first="  Blind: ", rest="    ")
    for node, reach in one.reach.items():
        console.paragraph(reach_told(one, node, reach).text, first="  New: ", rest="    ")


def _print_fares(console: Console, one: Outcome, other: Outcome, found: Difference) -> None:
    if not found.effects:
        console.line("  Effects: the same")
        return
    console.line(f"  Effects: {counted(len(found.effects), 'node')} fare differently")
    rows = []
    for change in found.effects[:_MOST_ROWS]:
        graph = other.graph if change.id in other.graph.nodes else one.graph
        rows.append(
            (graph.nodes[change.id].name, f"{fares_told(change.before)} → {fares_told(change.after)}")
        )
    console.table(rows, indent="    ")
    _more(console, len(found.effects) - _MOST_ROWS)


def _print_difference(console: Console, before: Outcome, after: Outcome, found: Difference) -> None:
    _print_findings(console, found.findings_gone, found.findings_new)
    for answer in found.answers:
        verdicts = answer.after.value
        if answer.before is not answer.after:
            verdicts = f"{answer.before.value} → {answer.after.value}"
        console.line(f"  Question {answer.question}: {verdicts}")
        for sentence in answer.gone:
            console.paragraph(sentence.text, first="    – ", rest="      ")
        for sentence in answer.new:
            console.paragraph(sentence.text, first="    + ", rest="      ")
    for score in found.scores:
        graph = after.graph if score.model in after.graph.nodes else before.graph
        shown = " → ".join(map(score_told, (score.before, score.after)))
        console.line(f"  ML Test Score of {graph.nodes[score.model].name}: {shown}")


def _print_findings(console: Console, gone: tuple[Finding, ...], new: tuple[Finding, ...]) -> None:
    console.line(f"  Findings: {coming_told(len(gone), len(new))}")
    for mark, findings in (("–", gone), ("+", new)):
        for finding in findings[:_MOST_FINDINGS]:
            console.paragraph(finding_told(finding), first=f"    {mark} ", rest="      ")
        _more(console, len(findings) - _MOST_FINDINGS)


def _more(console: Console, count: int) -> None:
    if count > 0:
        console.line(f"    and {count:,} more; --json lists all.")
