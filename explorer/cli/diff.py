"""`ripplemap diff OLD NEW`: what is different between two versions of a system."""

from __future__ import annotations

import argparse

from explorer.analysis.scenarios.comparison_json import answers_to_json, findings_to_json
from explorer.cli.console import Console
from explorer.cli.sources import add_forced, add_json, load, tell_problems
from explorer.domain.attributes import edge_key_to_plain
from explorer.domain.entities import EdgeKey
from explorer.domain.findings import Finding
from explorer.domain.system_graph import SystemGraph
from explorer.session.versions import Changed, VersionDifference, version_difference


def add(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "old", metavar="OLD", help="the version before: a project, manifest, folder or database"
    )
    parser.add_argument("new", metavar="NEW", help="the version after")
    add_forced(parser)
    add_json(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print what is different."""
    old = load(console, [arguments.old], arguments.forced)
    new = load(console, [arguments.new], arguments.forced)
    tell_problems(console, (*old.problems, *new.problems))
    found = version_difference(old.project.graph, new.project.graph, console.task())
    if arguments.json:
        console.json(_plain(found))
    elif found.is_none:
        console.line("The two are the same system.")
    else:
        _print(console, found)
    return 0


def _print(console: Console, found: VersionDifference) -> None:
    old, new, outcome = found.old, found.new, found.outcome
    _list(console, "Nodes added", [_node(new, i) for i in outcome.nodes_new])
    _list(console, "Nodes removed", [_node(old, i) for i in outcome.nodes_gone])
    _list(console, "Nodes changed", [f"{_node(new, c.key)}: {_attributes(c)}" for c in found.changed_nodes])
    _list(console, "Edges added", [_edge(new, k) for k in outcome.edges_new])
    _list(console, "Edges removed", [_edge(old, k) for k in outcome.edges_gone])
    _list(console, "Edges changed", [f"{_edge(new, c.key)}: {_attributes(c)}" for c in found.changed_edges])
    _list(console, "Findings that are new", [_finding(f) for f in outcome.findings_new])
    _list(console, "Findings that are gone", [_finding(f) for f in outcome.findings_gone])
    for answer in outcome.answers:
        verdict = str(answer.after)
        if answer.before is not answer.after:
            verdict = f"{answer.before} before, {answer.after} now"
        console.line()
        console.line(f"Answer {answer.question}: {verdict}")
        for mark, sentences in (("+", answer.new), ("–", answer.gone)):
            for sentence in sentences:
                console.paragraph(sentence.text, first=f"  {mark} ", rest="    ")


def _list(console: Console, heading: str, lines: list[str]) -> None:
    if lines:
        console.line(f"{heading} ({len(lines):,})")
        for line in lines:
            console.paragraph(line, first="  ", rest="      ")
        console.line()


def _node(graph: SystemGraph, node_id: str) -> str:
    return f"{graph.nodes[node_id].name} ({graph.nodes[node_id].kind})"


def _edge(graph: SystemGraph, key: EdgeKey) -> str:
    return f"{graph.nodes[key.from_id].name} → {graph.nodes[key.to_id].name} ({key.kind})"


def _attributes(changed: Changed[str] | Changed[EdgeKey]) -> str:
    return ", ".join(name.replace("_", " ") for name in changed.attributes)


def _finding(finding: Finding) -> str:
    return f"{finding.severity}: {finding.rule.replace('-', ' ')}: {finding.reason}"


def _plain(found: VersionDifference) -> dict[str, object]:
    outcome = found.outcome
    return {
        "schema": 1,
        "nodes": {
            "added": list(outcome.nodes_new),
            "removed": list(outcome.nodes_gone),
            "changed": [{"id": c.key, "attributes": list(c.attributes)} for c in found.changed_nodes],
        },
        "edges": {
            "added": [edge_key_to_plain(k) for k in outcome.edges_new],
            "removed": [edge_key_to_plain(k) for k in outcome.edges_gone],
            "changed": [
                {**edge_key_to_plain(c.key), "attributes": list(c.attributes)} for c in found.changed_edges
            ],
        },
        "findings": findings_to_json(outcome.findings_gone, outcome.findings_new),
        "answers": answers_to_json(outcome),
    }
