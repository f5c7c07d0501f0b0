"""What stands above a picture, and what somebody hears of it who cannot see it."""

from __future__ import annotations

from collections import Counter

from explorer.domain.kinds import NodeKind
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted, listed
from explorer.drawing.edits import NO_EDITS, Edits
from explorer.drawing.marks import Marks
from explorer.drawing.text import shown
from explorer.language import marked_n, tr, tr_in, tr_n

_LONGEST = 600  # characters of a sentence that names may fill
_PLURALS = {
    NodeKind.WORLD: marked_n("{count:,} part of the world", "{count:,} parts of the world"),
    NodeKind.UNKNOWN: marked_n("{count:,} undeclared node", "{count:,} undeclared nodes"),
}


def title_of(graph: SystemGraph) -> str:
    """The system's name."""
    return shown(graph.name) or tr("System without a name")


def subtitle_of(graph: SystemGraph, marks: Marks | None, part: str) -> str:
    """The answer laid over it, the part that is shown, counts, and how old the data is.

    graph: what is shown of the system as it is.
    """
    summary = shown(marks.summary, _LONGEST) if marks else ""
    return " · ".join(t for t in (summary, _facts(graph, part)) if t)


def facts_of(graph: SystemGraph, marks: Marks | None, note: str) -> str:
    """The same where banners tell the answer and the part: that there is an answer, and what no banner tells."""
    facts = _facts(graph, note)
    return f"{tr_in('a page', 'What if')} · {facts}" if marks and marks.summary else facts


def description_of(graph: SystemGraph, marks: Marks | None, part: str, edits: Edits = NO_EDITS) -> str:
    """The picture in a few sentences. edits: what it shows besides the graph, and what as removed."""
    counts = Counter(node.kind for node in graph.nodes.values())
    kinds = listed(
        [counted_kind(counts[kind], kind) for kind in NodeKind if counts[kind]], most=len(NodeKind)
    )
    system = shown(graph.name) or tr("without a name")
    sentences = [
        tr(
            "The system {system}: {nodes} ({kinds}) and {edges}, which point the way data flows.",
            system=f"{system}, {shown(part)}" if part else system,
            nodes=counted(len(graph.nodes), "node"),
            kinds=kinds,
            edges=counted(len(graph.edges), "edge"),
        )
    ]
    owners = graph.owners()
    if owners:
        sentences.append(tr("Owned by {owners}.", owners=listed(map(shown, owners), most=12)))
    if marks and marks.summary:
        sentences.append(shown(marks.summary, _LONGEST))
    if edits:
        sentences.append(tr("In this what-if, {edits}.", edits=edits.told))
    return " ".join(sentences)


def counted_kind(count: int, kind: NodeKind) -> str:
    """ "1 model", "3 parts of the world"."""
    if kind in _PLURALS:
        return tr_n(*_PLURALS[kind], count)
    return counted(count, kind.value)


def _facts(graph: SystemGraph, part: str) -> str:
    counts = f"{counted(len(graph.nodes), 'node')}, {counted(len(graph.edges), 'edge')}"
    dated = tr("data of {day}", day=graph.as_of.isoformat()) if graph.as_of else ""
    return " · ".join(t for t in (shown(part), counts, dated) if t)
