"""Question 2: metric chains, their signs, and what is not known about them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.analysis.success.answer import answer_success
from explorer.analysis.success.chains import metric_chains
from explorer.analysis.success.findings import find_success_gaps
from explorer.domain.answers import Sureness, Verdict
from explorer.domain.kinds import Direction, EdgeKind, Relation, Severity, Sign
from tests.analysis.systems import node, system

UP, DOWN = Direction.UP, Direction.DOWN


def chain_of(signs, *, start=UP, end=UP, relation=Relation.COMPONENT, measured=True):
    """A model judged by m0, which drives m1, … and at last the objective, with these signs.

    Every metric compares what the model predicted with what a log says happened.
    """
    metrics = [node("metric", f"m{i}", direction=start if i == 0 else UP) for i in range(len(signs))]
    nodes = [
        node("model", "model"),
        *metrics,
        node("objective", "aim", direction=end),
        node("dataset", "log"),
        node("dataset", "scores"),
    ]
    names = [m.id for m in metrics] + ["aim"]
    arrows = [("model", "m0", {"kind": "optimises"})] if metrics else []
    arrows += [
        (a, b, {"sign": s, "relation": relation}) for a, b, s in zip(names, names[1:], signs, strict=False)
    ]
    if measured:
        arrows += [(start, m.id) for m in metrics for start in ("log", "scores")]
        arrows.append(("model", "scores"))
    return system(nodes, arrows)


def errors(graph):
    """The rules of the findings that are errors."""
    return [f.rule for f in find_success_gaps(graph) if f.severity is Severity.ERROR]


def test_a_measured_chain_of_arithmetic_to_the_objective_is_a_yes():
    """Known signs, agreeing directions, components all the way, measured on data."""
    answer = answer_success(chain_of([Sign.PLUS, Sign.PLUS]))
    assert answer.verdict is Verdict.YES
    assert answer.sentences[0].text == "model is judged by m0 → m1 (+) → aim (+); the signs agree."


@settings(max_examples=200)
@given(
    st.lists(st.sampled_from([Sign.PLUS, Sign.MINUS]), min_size=1, max_size=5),
    st.sampled_from([UP, DOWN]),
    st.sampled_from([UP, DOWN]),
)
def test_a_chain_is_aligned_when_a_step_in_the_metrics_direction_moves_the_objective_in_its_own(
    signs, start, end
):
    """Walked step by step: the metric moves as it is meant to, each sign keeps or turns the movement."""
    movement = 1 if start is UP else -1
    for sign in signs:
        movement = movement if sign is Sign.PLUS else -movement
    (chain,) = metric_chains(chain_of(signs, start=start, end=end))
    assert chain.aligned == (movement == (1 if end is UP else -1))


def test_a_question_mark_is_never_a_yes():
    """One unsure step makes the whole unknown."""
    answer = answer_success(chain_of([Sign.PLUS, Sign.UNSURE]))
    assert answer.verdict is Verdict.CANNOT_TELL
    assert answer.sentences[0].sureness is Sureness.UNKNOWN
    assert any(m.field == "sign" and m.nodes == ("m1",) for m in answer.missing)


def test_a_belief_is_not_a_yes():
    """Influences are aligned by assumption."""
    assert answer_success(chain_of([Sign.PLUS], relation=Relation.INFLUENCE)).verdict is Verdict.PARTLY
    assert answer_success(chain_of([Sign.PLUS], relation=None)).verdict is Verdict.PARTLY


def test_a_metric_measured_on_nothing_is_not_a_yes():
    """A name without data is not a measure."""
    answer = answer_success(chain_of([Sign.PLUS], measured=False))
    assert answer.verdict is Verdict.PARTLY
    assert "Nothing says what m0 is measured on." in [s.text for s in answer.sentences]


def test_a_metric_that_works_against_the_objective_is_a_no_and_an_error():
    """A minus on the way to an objective of the same direction."""
    graph = chain_of([Sign.MINUS])
    assert answer_success(graph).verdict is Verdict.NO
    assert "metric-against-objective" in errors(graph)


def test_nothing_said_of_success_cannot_be_told():
    """Without any metric there is neither yes nor no; without a model there is nothing to judge."""
    bare = system([node("model", "model")], [])
    answer = answer_success(bare)
    assert answer.verdict is Verdict.CANNOT_TELL
    assert answer.missing[0].field == "success_metric"
    assert [f.rule for f in find_success_gaps(bare)] == ["no-success-metric"]
    assert answer_success(system([node("dataset", "log")], [])).verdict is Verdict.CANNOT_TELL


def test_a_metric_that_leads_nowhere_is_a_no():
    """The chain is told up to where it ends."""
    graph = system([node("model", "model"), node("metric", "auc")], [("model", "auc", {"kind": "optimises"})])
    assert answer_success(graph).verdict is Verdict.NO
    assert "metric-without-objective" in [f.rule for f in find_success_gaps(graph)]


@settings(max_examples=200)
@given(st.data())
def test_removing_knowledge_never_makes_the_answer_better(data):
    """Taking away a sign, a direction, a relation or the data of a good chain never yields a better verdict."""
    goodness = {Verdict.NO: 0, Verdict.CANNOT_TELL: 0, Verdict.PARTLY: 1, Verdict.YES: 2}
    signs = data.draw(st.lists(st.sampled_from([Sign.PLUS, Sign.MINUS]), min_size=1, max_size=3))
    start = data.draw(st.sampled_from([UP, DOWN]))
    full = chain_of(signs, start=start)
    place = data.draw(st.integers(0, len(signs) - 1))
    poorer = [
        chain_of([*signs[:place], None, *signs[place + 1 :]], start=start),
        chain_of(signs, start=None),
        chain_of(signs, start=start, relation=None),
        chain_of(signs, start=start, measured=False),
    ]
    whole = answer_success(full).verdict
    for graph in poorer:
        assert goodness[answer_success(graph).verdict] <= min(goodness[whole], goodness[Verdict.PARTLY])


def test_optimises_is_what_judges_a_model():
    """An edge of data from a model to a metric does not make the metric the model's success."""
    graph = system([node("model", "model"), node("metric", "auc")], [("model", "auc")])
    assert graph.edges_from("model")[0].kind is EdgeKind.MEASURES
    assert metric_chains(graph) == []
