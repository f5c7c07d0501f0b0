"""Pipeline jungles: regions of jobs that have grown over, by seven measures, and where to cut them.

A region is a jungle where three or more measures lie above their defaults; what the rest of the system has stands
beside each, and a measure far above the rest's counts too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from explorer.analysis.detectors.inspection import Inspection
from explorer.analysis.detectors.near_duplicate_joins import Pair
from explorer.analysis.detectors.region_measures import DEFAULTS, SHARES, Measures, measure
from explorer.analysis.detectors.regions import Region, regions
from explorer.analysis.detectors.smaller_parts import Parts, smaller_parts
from explorer.analysis.told_edges import arrow
from explorer.domain.findings import Finding
from explorer.domain.kinds import Severity
from explorer.domain.wording import counted, listed, named
from explorer.language import marked, number, tr

RULE = "pipeline-jungle"
ENOUGH = 3
"""Measures that must be out of line."""
FEWEST_STEPS = 4
"""Steps of a region that can be a jungle."""
FAR = 3.0
"""Times the value of the rest of the system from which a measure above half its default is out of line."""
_REST = 10
"""Steps of the rest that make it worth comparing with."""
_MOST_PARTED = 400
"""Edges of all jungles for which smaller parts are worked out in one look; for the largest they always are."""
_NO_CUT = marked("No cut into smaller parts is better than chance would do.")


def find_pipeline_jungles(inspection: Inspection) -> list[Finding]:
    """The jungles, those with the most steps first."""
    measured = []
    for region in regions(inspection):
        inspection.check()
        measured.append((region, measure(inspection, region)))
    total = sum(len(region.steps) for region, _ in measured)
    sums = {name: sum(m.values[name] * len(r.steps) for r, m in measured) for name in DEFAULTS}
    findings: list[Finding] = []
    parted = left = 0
    for region, found in measured:
        if len(region.steps) < FEWEST_STEPS:
            continue
        rest = _rest(sums, total, region, found)
        out = out_of_line(found.values, rest)
        if len(out) >= ENOUGH:
            links = len(region.edges)
            asked = not findings or parted + links <= _MOST_PARTED
            parted += links
            parts = smaller_parts(inspection, region) if asked else None
            finding = _finding(inspection, region, found, rest, out, parts)
            if not asked:
                left += 1
            elif parts is None:
                finding = replace(finding, remedy=f"{finding.remedy} {tr(_NO_CUT)}")
            findings.append(finding)
    if left:
        jungles = counted(left, "smaller jungle")
        inspection.bound(tr("For {jungles} it is not worked out where to cut them.", jungles=jungles))
    return findings


def out_of_line(values: Mapping[str, float], rest: Mapping[str, float] | None) -> list[str]:
    """The measures above their defaults, or above half of it and far above the rest of the system."""
    return [
        name
        for name, most in DEFAULTS.items()
        if values[name] > most
        or (rest is not None and most > 0 and values[name] > max(most / 2, FAR * rest[name]))
    ]


def _rest(
    sums: Mapping[str, float], total: int, region: Region, found: Measures
) -> Mapping[str, float] | None:
    """The mean of each measure over the steps of the other regions; None where they are too few."""
    own = len(region.steps)
    if total - own < _REST:
        return None
    return {name: max(0.0, sums[name] - found.values[name] * own) / (total - own) for name in DEFAULTS}


def _finding(
    inspection: Inspection,
    region: Region,
    found: Measures,
    rest: Mapping[str, float] | None,
    out: list[str],
    parts: Parts | None,
) -> Finding:
    graph = inspection.graph
    reason = tr(
        "{steps} around {names} are a jungle: {measures}.",
        steps=counted(len(region.steps), "step"),
        names=named(graph, region.steps, most=2),
        measures=listed([f"{tr(name)} {_shown(name, found.values[name])}" for name in out], most=9),
    )
    if parts is not None:
        proposal = tr(
            "It falls into {parts} that hang together more than chance does.",
            parts=counted(len(parts.parts), "part"),
        )
        reason = f"{reason} {proposal}"
    return Finding(
        rule=RULE,
        severity=Severity.WARNING,
        nodes=region.nodes,
        edges=tuple(e.key for e in region.edges),
        reason=reason,
        remedy=_remedy(inspection, found, out, parts),
        evidence=(
            *(_compared(graph_value, name, rest, name in out) for name, graph_value in found.values.items()),
            *(_told_pair(inspection, pair) for pair in found.pairs[:5]),
            *_told_parts(inspection, parts),
        ),
        clears=tr("Fewer than {count} of the seven measures out of line.", count=ENOUGH),
    )


def _compared(value: float, name: str, rest: Mapping[str, float] | None, is_out: bool) -> str:
    beside = [tr("ordinary up to {value}", value=_shown(name, DEFAULTS[name]))]
    if rest is not None:
        beside.append(tr("rest of the system {value}", value=_shown(name, rest[name])))
    mark = tr("out of line") if is_out else tr("in line")
    return f"{tr(name)}: {_shown(name, value)} ({', '.join(beside)}): {mark}"


def _shown(name: str, value: float) -> str:
    return tr("{percent:.0f} %", percent=value * 100) if name in SHARES else number(value, ".3g")


def _told_pair(inspection: Inspection, pair: Pair) -> str:
    first, second = inspection.name(pair.first), inspection.name(pair.second)
    if pair.keys_known:
        return tr("{first} and {second} join the same inputs", first=first, second=second)
    return tr(
        "{first} and {second} join the same inputs, on keys that are not known", first=first, second=second
    )


def _remedy(inspection: Inspection, found: Measures, out: list[str], parts: Parts | None) -> str:
    graph = inspection.graph
    first = [
        f"{tr(name)}: {named(graph, found.steps[name], most=3)}" for name in out if found.steps.get(name)
    ]
    begin = (
        tr("Begin with {measures}.", measures=listed(first, most=9))
        if first
        else tr("Begin with what is out of line.")
    )
    if parts is None:
        return begin
    cut = tr(
        "Cut it into {parts} and write {contracts}.",
        parts=counted(len(parts.parts), "part"),
        contracts=counted(len(parts.cut), "contract"),
    )
    return f"{begin} {cut}"


def _told_parts(inspection: Inspection, parts: Parts | None) -> list[str]:
    """Each part beside today's teams, and each cut edge as the contract to write."""
    if parts is None:
        return []
    graph = inspection.graph
    lines = [
        tr(
            "modularity {modularity:.2f}, where 95 % of 50 random rewirings stay at or below {chance:.2f}",
            modularity=parts.modularity,
            chance=parts.by_chance,
        )
    ]
    for place, part in enumerate(parts.parts, start=1):
        teams = sorted({inspection.owner(i) or tr("nobody") for i in part})
        lines.append(
            tr(
                "part {number}: {names}; today of {teams}",
                number=place,
                names=named(graph, part, most=12),
                teams=listed(teams),
            )
        )
    lines.extend(tr("contract to write: {edge}", edge=arrow(graph, e.key)) for e in parts.cut[:20])
    return lines
