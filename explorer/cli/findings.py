"""`ripplemap findings SOURCE… [--fail-on LEVEL]`: debts and gaps, and a check for a pipeline."""

from __future__ import annotations

import argparse

from explorer.analysis.scenarios.comparison_json import finding_to_json
from explorer.cli.console import Console
from explorer.cli.sources import add_json, add_sources, load, tell_problems
from explorer.domain.findings import Finding, SuppressedFinding
from explorer.domain.kinds import Severity
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted, named, severities_told
from explorer.session.asking import ask_findings


def add(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    add_sources(parser)
    parser.add_argument(
        "--fail-on",
        choices=[s.value for s in Severity],
        help="exit with 1 where one is as bad as this or worse",
    )
    add_json(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print the findings; 1 where one is as bad as --fail-on says."""
    loaded = load(console, arguments.sources, arguments.forced)
    graph = loaded.project.graph
    tell_problems(console, loaded.problems)
    found = ask_findings(graph, console.task())
    failing = found.at_least(Severity(arguments.fail_on)) if arguments.fail_on else ()
    console.status = 1 if failing else 0
    if arguments.json:
        plain = [_plain(f) for f in found.findings]
        suppressed = [_plain_suppressed(s) for s in found.suppressed]
        console.json({"schema": 1, "findings": plain, "bounds": list(found.bounds), "suppressed": suppressed})
    else:
        _print(console, graph, found.findings, found.bounds)
        _print_suppressed(console, graph, found.suppressed)
    if failing:
        level = "" if arguments.fail_on == Severity.INFO else f" of severity {arguments.fail_on} or worse"
        console.tell(f"The check does not hold: {counted(len(failing), 'finding')}{level}.")
    return console.status


def _print(
    console: Console, graph: SystemGraph, findings: tuple[Finding, ...], bounds: tuple[str, ...]
) -> None:
    told = severities_told(f.severity for f in findings)
    console.line(f"{counted(len(findings), 'finding')}: {told}." if findings else "No findings.")
    for finding in findings:
        console.line()
        console.line(f"{finding.severity.value}: {finding.rule.replace('-', ' ')}")
        console.paragraph(finding.reason, first="  ")
        console.paragraph(named(graph, finding.nodes, most=8), first="  At: ", rest="      ")
        if finding.edges:
            console.paragraph(_path(graph, finding), first="  Path: ", rest="        ")
        for each in finding.evidence:
            console.paragraph(each, first="  Evidence: ", rest="      ")
        console.paragraph(finding.remedy, first="  Remedy: ", rest="      ")
        if finding.clears:
            console.paragraph(finding.clears, first="  Cleared by: ", rest="      ")
    if bounds:
        console.line()
        for bound in bounds:
            console.paragraph(bound)


def _print_suppressed(
    console: Console, graph: SystemGraph, suppressed: tuple[SuppressedFinding, ...]
) -> None:
    if suppressed:
        console.line()
        console.line(f"Suppressed: {counted(len(suppressed), 'finding')}.")
    for each in suppressed:
        why = each.suppression
        text = f"{each.finding.rule.replace('-', ' ')}, until {why.until}, by {graph.nodes[each.by].name}"
        console.paragraph(f"{text}: {why.reason}. {each.finding.reason}", first="  ", rest="    ")


def _path(graph: SystemGraph, finding: Finding) -> str:
    """The edges, joined where one begins at the end of the one before."""
    text = ""
    last = None
    for from_id, to_id, _ in finding.edges[:30]:
        if from_id != last:
            text += f"{'; ' if text else ''}{graph.nodes[from_id].name}"
        text += f" → {graph.nodes[to_id].name}"
        last = to_id
    more = len(finding.edges) - 30
    return f"{text}; and {counted(more, 'more edge')}" if more > 0 else text


def _plain(finding: Finding) -> dict[str, object]:
    return {
        **finding_to_json(finding),
        "evidence": list(finding.evidence),
        "variant": finding.variant,
        "clears": finding.clears,
    }


def _plain_suppressed(suppressed: SuppressedFinding) -> dict[str, object]:
    why = suppressed.suppression
    return {
        **_plain(suppressed.finding),
        "suppressed": {"by": suppressed.by, "reason": why.reason, "until": why.until.isoformat()},
    }
