"""`ripplemap graph SOURCE…`: every node and edge, and the problems of the sources."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from explorer.cli.console import Console
from explorer.cli.identities import identities_to_plain, list_identities
from explorer.cli.sources import add_json, add_sources, list_problems, load, problem_to_plain
from explorer.domain.attributes import edge_to_plain, node_to_plain, team_to_plain
from explorer.domain.entities import Node
from explorer.domain.identities import Identities
from explorer.domain.kinds import Evidence, NodeKind
from explorer.domain.provenance import Problem
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted


def add(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    add_sources(parser)
    parser.add_argument(
        "--identities",
        action="store_true",
        help="list instead what several sources or names speak of, and why",
    )
    add_json(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print the system."""
    loaded = load(console, arguments.sources, arguments.forced)
    graph = loaded.project.graph
    known = loaded.project.identities
    if arguments.json:
        console.json(system_to_plain(graph, loaded.problems, known))
        return 0
    if arguments.identities:
        list_identities(console, known)
        list_problems(console, loaded.problems)
        return 0
    as_of = f", as of {graph.as_of.isoformat()}" if graph.as_of else ""
    console.line(
        f"{graph.name or 'Unnamed system'}{as_of}: {counted(len(graph.nodes), 'node')}, "
        f"{counted(len(graph.edges), 'edge')}"
    )
    for kind in NodeKind:
        nodes = [n for n in graph.nodes.values() if n.kind is kind]
        if nodes:
            console.line()
            title = "named, but declared nowhere" if kind is NodeKind.UNKNOWN else kind.value
            console.line(f"{title} ({len(nodes):,})")
            console.table([(n.id, n.owner or "–", _about(n)) for n in nodes])
    if graph.edges:
        console.line()
        console.line(f"edges ({len(graph.edges):,})")
        console.table(
            [
                (
                    f"{e.from_id} → {e.to_id}",
                    e.kind.value,
                    "" if e.evidence is Evidence.DECLARED else e.evidence.value,
                )
                for e in graph.edges.values()
            ]
        )
    list_problems(console, loaded.problems)
    return 0


def system_to_plain(
    graph: SystemGraph, problems: Sequence[Problem], identities: Identities
) -> dict[str, object]:
    """The system as `--json` and the export to .json give it: everything known, in order of id."""
    return {
        "schema": 1,
        "name": graph.name,
        "as_of": graph.as_of.isoformat() if graph.as_of else None,
        "teams": [team_to_plain(t) for t in graph.teams.values()],
        "nodes": [node_to_plain(n) for n in graph.nodes.values()],
        "edges": [edge_to_plain(e) for e in graph.edges.values()],
        "problems": [problem_to_plain(p) for p in problems],
        "identities": identities_to_plain(identities),
    }


def _about(node: Node) -> str:
    """What tells nodes of a kind apart at a glance."""
    said = [
        node.name if node.name != node.id else "",
        node.subtype.value if node.subtype else "",
        f"version {node.version}" if node.version else "",
        f"{node.criticality.value} criticality" if node.criticality else "",
        node.lifecycle.value if node.lifecycle else "",
    ]
    return ", ".join(word for word in said if word)
