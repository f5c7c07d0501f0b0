"""Names that could be any of several things, told to a person: as problems, until somebody settles them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from explorer.domain.entities import Node
from explorer.domain.identity import Doubt
from explorer.domain.kinds import Severity
from explorer.domain.provenance import Problem, Source
from explorer.domain.wording import listed
from explorer.language import tr, tr_n

_MOST = 200
"""Problems; the page Sources lists every doubt."""


def doubt_problems(doubts: Sequence[Doubt], nodes: Mapping[str, Node]) -> list[Problem]:
    """A problem for each name that could be several things, at the place where the name stands."""
    problems, advice = [], tr("Settle that on the page Sources, or by same_as in a source.")
    for doubt in doubts[:_MOST]:
        node = nodes.get(doubt.name)
        place = (node.source if node is not None else None) or Source(tr("(unknown source)"))
        problems.append(Problem(f"{told_doubt(doubt)} {advice}", place, Severity.WARNING, doubt=doubt.name))
    more = len(doubts) - len(problems)
    if more > 0:
        text = tr_n(
            "{count:,} more name could be one of several.",
            "{count:,} more names could be one of several.",
            more,
        )
        problems.append(Problem(text, problems[-1].source, Severity.WARNING, doubt=doubts[_MOST].name))
    return problems


def told_doubt(doubt: Doubt) -> str:
    """What is open, in a sentence."""
    candidates = listed([tr("“{name}”", name=c) for c in doubt.candidates], 3)
    if len(doubt.candidates) == 1:
        return tr(
            "“{name}” could be {candidates}, but another database could have it as well; it counts as another.",
            name=doubt.name,
            candidates=candidates,
        )
    return tr(
        "“{name}” could be either of {candidates}; it counts as neither.",
        name=doubt.name,
        candidates=candidates,
    )
