"""Entanglement and correction cascades: models that cannot be changed alone."""

from dataclasses import replace

from explorer.analysis.detectors.correction_cascade import find_correction_cascades
from explorer.analysis.detectors.entanglement import find_entanglements
from explorer.analysis.detectors.inspection import Inspection
from explorer.domain.kinds import EdgeKind, Pin, Severity
from tests.analysis.detectors.cases import TODAY, Case
from tests.analysis.systems import node, system


def cascade(first="clicks", second="clicks"):
    """A model that reads another's scores over a feature, each judged by a metric or by none."""
    judged = [(m, x, {"kind": EdgeKind.OPTIMISES}) for m, x in (("a", first), ("b", second)) if x]
    return system(
        [node("model", "a"), node("dataset", "scores"), node("feature", "score"), node("model", "b"),
         node("metric", "clicks"), node("metric", "sales")],
        [("a", "scores"), ("scores", "score"), ("score", "b"), *judged],
    )  # fmt: skip


def sharing(meet=True, pin=None, shared=True, owner="x"):
    """Two models that share a feature, and whose outputs, perhaps, meet on one page."""
    return system(
        [node("feature", "age"), node("feature", "size"), node("model", "a", owner="x"),
         node("model", "b", owner=owner), node("dataset", "as"), node("dataset", "bs"), node("consumer", "page"),
         node("consumer", "mail")],
        [("age", "a"), ("age" if shared else "size", "b", {"pin": pin}), ("a", "as"), ("b", "bs"), ("as", "page"),
         ("bs", "page" if meet else "mail")],
    )  # fmt: skip


CASES = [
    Case(
        "correction-cascade",
        find_correction_cascades,
        positive=cascade(),
        near_misses={
            "other aims": cascade("clicks", "sales"),
            "does not read it": cascade().without(["score"]),
        },
        remedied=cascade("clicks", "sales"),
        at="b",
    ),
    Case(
        "entanglement",
        find_entanglements,
        positive=sharing(),
        near_misses={
            "never meet": sharing(meet=False),
            "own signals": sharing(shared=False),
            "a copy of its own": sharing(pin=Pin.FROZEN),
        },
        remedied=sharing(pin=Pin.PINNED),
        at="a",
    ),
]


def test_aims_that_nobody_states_may_be_the_same():
    """Forgetting a metric never makes a cascade go away, nor milder."""
    for graph in (cascade(), cascade("", "clicks"), cascade("clicks", ""), cascade("", "")):
        (finding,) = find_correction_cascades(Inspection(graph, TODAY))
        assert finding.severity is Severity.WARNING


def test_models_of_two_teams_are_worse_entangled():
    """Nobody decides for both."""
    for owner, severity in (("x", Severity.INFO), ("y", Severity.WARNING)):
        (finding,) = find_entanglements(Inspection(sharing(owner=owner), TODAY))
        assert finding.severity is severity


def test_three_models_that_hang_together_are_one_finding():
    """Not one a pair."""
    graph = sharing()
    third = system(
        [*graph.nodes.values(), node("model", "c"), node("dataset", "cs")],
        [("size", "b"), ("size", "c"), ("c", "cs"), ("cs", "page")],
    )
    (finding,) = find_entanglements(
        Inspection(third.with_parts(edges=[replace(e) for e in graph.edges.values()]), TODAY)
    )
    assert finding.nodes[:5] == ("a", "b", "c", "age", "size")
