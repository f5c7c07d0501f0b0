"""Findings folded at once, all steps in one breath."""

from explorer.session.folding import folding


def fold(graph, findings, suppressed=()):
    """The groups of the rules."""
    steps = folding(graph, findings, suppressed)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value
