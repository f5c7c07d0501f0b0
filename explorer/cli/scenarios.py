"""`what-if --add … --remove … --scenario … --compare`: scenarios beside the system as it is and beside each other."""

from __future__ import annotations

import argparse

from explorer.analysis.scenarios.comparison import Comparison, Difference
from explorer.analysis.scenarios.comparison_json import comparison_to_json
from explorer.analysis.scenarios.edits import format_addition, format_removal
from explorer.analysis.scenarios.outcome import Outcome
from explorer.analysis.scenarios.retiring import AfterRetiring
from explorer.analysis.what_if.change import format_change
from explorer.analysis.what_if.impact import NodeImpact
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
    total = counted(len(found.findings.findings), "finding")
    console.paragraph(f"Retired, the system would have {total}:")
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
    for title, texts in (
        ("Adds", [format_addition(a) for a in one.scenario.additions]),
        ("Takes out", [format_removal(r) for r in one.scenario.removals]),
        ("Changes", [format_change(c) for c in one.scenario.changes]),
    ):
        if texts:
            console.paragraph(", ".join(texts), first=f"  {title}: ", rest="    ")


def _print_effects(console: Console, one: Outcome) -> None:
    rows = one.impact.affected
    if rows:
        certain = sum(row.certainty == "certain" for row in rows)
        console.paragraph(
            f"{counted(len(rows), 'node')} affected, {certain:,} for certain", first="  Effects: "
        )
        table = [(one.graph.nodes[r.id].name, _effect(r)) for r in rows[:_MOST_ROWS]]
        console.table(table, indent="    ")
        _more(console, len(rows) - _MOST_ROWS)
    if one.blind:
        console.paragraph(named(one.graph, one.blind, most=8), first="  Blind: ", rest="    ")
    for node, reach in one.reach.items():
        others = [row.id for row in reach.affected if row.id != node]
        reached = named(one.graph, others, most=8)
        console.paragraph(f"{one.graph.nodes[node].name} reaches {reached}", first="  New: ", rest="    ")


def _print_fares(console: Console, one: Outcome, other: Outcome, found: Difference) -> None:
    if not found.effects:
        console.line("  Effects: the same")
        return
    console.line(f"  Effects: {counted(len(found.effects), 'node')} fare differently")
    rows = []
    for change in found.effects[:_MOST_ROWS]:
        graph = other.graph if change.id in other.graph.nodes else one.graph
        rows.append((graph.nodes[change.id].name, f"{_effect(change.before)} → {_effect(change.after)}"))
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
        shown = " → ".join("none" if s is None else f"{s:g} of 7" for s in (score.before, score.after))
        console.line(f"  ML Test Score of {graph.nodes[score.model].name}: {shown}")


def _print_findings(console: Console, gone: tuple[Finding, ...], new: tuple[Finding, ...]) -> None:
    if not gone and not new:
        console.line("  Findings: the same")
        return
    console.line(f"  Findings: {len(gone):,} go, {len(new):,} come")
    for mark, findings in (("–", gone), ("+", new)):
        for finding in findings[:_MOST_FINDINGS]:
            told = f"{finding.severity.value}: {finding.reason}"
            console.paragraph(told, first=f"    {mark} ", rest="      ")
        _more(console, len(findings) - _MOST_FINDINGS)


def _more(console: Console, count: int) -> None:
    if count > 0:
        console.line(f"    and {count:,} more; --json lists all.")


def _effect(row: NodeImpact | None) -> str:
    if row is None:
        return "unchanged"
    effect = row.effect.value.replace("-", " ")
    return effect if row.certainty == "certain" else f"possibly {effect}"
