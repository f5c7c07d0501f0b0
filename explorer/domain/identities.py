"""What of a project is one thing though several speak of it: as each stated it, and what people decided.

It is kept so that what was merged can be taken apart again, without the sources, and so that what was decided holds
when they are read once more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from explorer.domain.assembly import Assembly, EdgeStatement
from explorer.domain.identity import Decision, Doubt, Joined, Verb


@dataclass(frozen=True, slots=True)
class Identities:
    """decisions: in the order in which they were made; edges: those at what is joined, as they were stated.

    doubts: the names that could be any of several things, which nobody has settled.
    """

    decisions: tuple[Decision, ...] = ()
    joined: Mapping[str, Joined] = field(default_factory=lambda: MappingProxyType({}))
    edges: tuple[EdgeStatement, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    def found(self, made: Assembly) -> Identities:
        """The same decisions, and what they and the rules came to."""
        joined = MappingProxyType(made.joined)
        return replace(self, joined=joined, edges=tuple(made.edges), doubts=tuple(made.doubts))

    def deciding(self, *more: Decision) -> Identities:
        """With these decisions; of two about the same ids the later holds."""
        pairs = {frozenset((d.first, d.second)) for d in more if d.verb is not Verb.CALLED}
        kept = (d for d in self.decisions if frozenset((d.first, d.second)) not in pairs)
        return replace(self, decisions=tuple(dict.fromkeys((*kept, *more))))

    def forgetting(self, decision: Decision) -> Identities:
        """Without a decision."""
        return replace(self, decisions=tuple(d for d in self.decisions if d != decision))
