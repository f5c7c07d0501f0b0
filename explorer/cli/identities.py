"""What several sources or names speak of, in the terminal and as JSON: by which rule it is one thing."""

from __future__ import annotations

from explorer.cli.console import Console
from explorer.domain.doubts import told_doubt
from explorer.domain.identities import Identities
from explorer.domain.identity import Joined, Link
from explorer.domain.wording import counted
from explorer.session.identities import told_decision, told_way


def list_identities(console: Console, known: Identities) -> None:
    """Each thing with the names under which it is known, where they are stated, and why they are the same."""
    console.line(f"{counted(len(known.joined), 'node')} of which several sources or names speak")
    for joined in known.joined.values():
        console.line()
        console.line(joined.id)
        for name, source in joined.names():
            where = f" ({source})" if source else ""
            console.paragraph(f"{name}{where}: {_why(joined, name)}", first="  ", rest="      ")
    if known.doubts:
        console.line()
        console.line(f"In doubt ({len(known.doubts):,})")
        for doubt in known.doubts:
            console.paragraph(told_doubt(doubt), first="  ", rest="      ")
    if known.decisions:
        console.line()
        console.line(f"Decided by hand ({len(known.decisions):,})")
        for decision in known.decisions:
            console.paragraph(f"{told_decision(decision)}.", first="  ", rest="      ")


def identities_to_plain(known: Identities) -> dict[str, object]:
    """The same for `--json`."""
    return {
        "merged": [
            {
                "id": joined.id,
                "names": [
                    {
                        "name": name,
                        "source": source.name if source else None,
                        "line": source.line if source else None,
                        "why": [_step_to_plain(step) for step in joined.why.get(name, ())],
                    }
                    for name, source in joined.names()
                ],
            }
            for joined in known.joined.values()
        ],
        "doubts": [{"name": d.name, "candidates": list(d.candidates)} for d in known.doubts],
        "decisions": [
            {"verb": d.verb.value, "first": d.first, "second": d.second, "document": d.document or None}
            for d in known.decisions
        ],
    }


def _why(joined: Joined, name: str) -> str:
    way = joined.why.get(name, ())
    return "stands for the others." if not way and joined.why else told_way(way)


def _step_to_plain(step: Link) -> dict[str, object]:
    return {"from": step.start, "to": step.end, "rule": step.rule.value}
