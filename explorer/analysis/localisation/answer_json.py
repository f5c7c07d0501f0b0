"""The answer of `locate` as plain data; its keys are a contract, see product.md.

Keys beyond the contract: of a suspect `name`, `owner`, `change`, `says`, `paths` (to each symptom it explains; `path`
is the first of them), `against`, `reasons`; of the next check `cost`, `owner`, `bad_probability`, `monitors`, `cut`,
`says`; and `symptoms`, `healthy`, `settled`, `checks`, `exonerated`, `fault_sets`, `loops`, `playbook`, `bounds`.
"""

from __future__ import annotations

from collections.abc import Callable

from explorer.analysis.localisation.baselines import most_anomalous_first, nearest_upstream_first
from explorer.analysis.localisation.evidence import Way, explain_way
from explorer.analysis.localisation.located import Evidence, Located
from explorer.analysis.localisation.next_check import Check
from explorer.analysis.localisation.playbook import check_text, playbook, told
from explorer.analysis.what_if.answer_json import Json, edge_json
from explorer.analysis.what_if.change import format_change
from explorer.analysis.what_if.impact import explain_step
from explorer.domain.system_graph import SystemGraph

_COMPARED = 10


def located_to_json(located: Located, *, check: Callable[[], None] = lambda: None) -> Json:
    """Everything the answer holds, the likeliest first."""
    graph, ranking = located.graph, located.ranking
    ids = graph.arrays.ids
    return {
        "schema": 1,
        "symptoms": [{"id": m.node, "degree": m.degree} for m in ranking.sightings.symptoms],
        "healthy": [{"id": m.node, "degree": m.degree} for m in ranking.sightings.marks if not m.is_symptom],
        "suspects": [_suspect(graph, found) for found in located.suspects],
        "next_check": None if located.next_check is None else _check(graph, located.next_check),
        "why_no_check": located.why_no_check,
        "checks": [_check(graph, one) for one in located.checks],
        "settled": ranking.is_settled,
        "exonerated": [
            {"id": c.id, "probability": c.probability, "by": list(c.by), "reason": c.reason}
            for c in located.cleared
        ],
        "fault_sets": [
            {
                "ids": [ids[i] for i in found.nodes],
                "probability": found.probability,
                "changes": [format_change(ranking.changes[h]) for h in found.ways],
            }
            for found in ranking.fault_sets
        ],
        "loops": [
            {
                "suspects": list(loop.suspects),
                "says": loop.says,
                "check": None if loop.check is None else _check(graph, loop.check),
            }
            for loop in located.loops
        ],
        "beside": {
            "nearest_upstream_first": list(
                nearest_upstream_first(graph, ranking.sightings, check=check)[:_COMPARED]
            ),
            "most_anomalous_first": list(most_anomalous_first(ranking.sightings)[:_COMPARED]),
        },
        "playbook": [
            {
                "title": part.title,
                "lines": [{"text": line.text, "nodes": list(line.nodes)} for line in part.lines],
            }
            for part in playbook(located, check=check)
        ],
        "bounds": list(located.bounds),
    }


def _suspect(graph: SystemGraph, found: Evidence) -> Json:
    suspect = found.suspect
    return {
        "id": suspect.id,
        "probability": suspect.probability,
        "explains": list(suspect.explains),
        "path": _path(graph, found.ways[0]) if found.ways else [],
        "name": graph.nodes[suspect.id].name,
        "owner": graph.nodes[suspect.id].owner,
        "change": format_change(suspect.change),
        "says": told(graph, suspect.change),
        "paths": [
            {
                "to": way.symptom,
                "certain": way.is_certain,
                "through": list(way.through),
                "path": _path(graph, way),
            }
            for way in found.ways
        ],
        "against": [{"id": a.id, "certain": a.is_certain} for a in found.against],
        "reasons": list(suspect.reasons),
    }


def _path(graph: SystemGraph, way: Way) -> list[Json]:
    steps: list[Json] = [
        {"edge": edge_json(step.edge), "rule": step.rule, "says": explain_step(graph, step)}
        for step in way.steps
    ]
    if way.watched is not None:
        steps.append({"edge": edge_json(way.watched), "rule": "watches", "says": explain_way(graph, way)[-1]})
    return steps


def _check(graph: SystemGraph, check: Check) -> Json:
    return {
        "id": check.id,
        "information_bits": check.information_bits,
        "cost": check.cost,
        "owner": graph.nodes[check.id].owner,
        "bad_probability": check.bad_probability,
        "monitors": list(check.monitors),
        "cut": None if check.cut is None else edge_json(check.cut),
        "says": check_text(graph, check),
    }
