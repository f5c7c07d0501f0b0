"""The what-if form: asks exactly what it says, and names what is wrong with it."""

from datetime import timedelta

from explorer.domain.entities import Edge
from explorer.domain.kinds import EdgeKind
from explorer.domain.scenarios import Addition, ChangeKind, HypotheticalChange, Mitigation, Removal, Scenario
from explorer.ui.panels.what_if_form import CUT, TAKE_OUT, WORDS, WhatIfForm, told
from tests.analysis.systems import node, system

GRAPH = system(
    [node("dataset", "scores"), node("consumer", "page"), node("model", "ranker")],
    [("scores", "page"), ("ranker", "scores")],
)


def form_of(qtbot) -> WhatIfForm:
    """A form on the system above."""
    form = WhatIfForm()
    qtbot.addWidget(form)
    form.set_graph(GRAPH)
    return form


def asked(qtbot, form: WhatIfForm) -> Scenario:
    """What the form asks when its button is pressed."""
    with qtbot.waitSignal(form.asked) as told_of:
        form.submit()
    return told_of.args[0]


def test_every_kind_of_change_has_words(qtbot):
    """Nothing the engine can follow is missing in the form."""
    assert set(WORDS) == set(ChangeKind)


def test_it_asks_for_a_field_a_reader_or_a_delay_only_where_there_is_one(qtbot):
    """Each kind of change takes what it needs and no more."""
    form = form_of(qtbot)
    form.set_node("scores")
    form._field.setText("confidence")
    form._delay.setText("24h")
    results = {}
    for kind in ChangeKind:
        form.set_kind(kind)
        (results[kind],) = asked(qtbot, form).changes
    assert results[ChangeKind.OUTAGE] == HypotheticalChange(kind=ChangeKind.OUTAGE, node="scores")
    assert results[ChangeKind.SHIFT].field == "confidence"
    assert results[ChangeKind.DELAY].delay == timedelta(hours=24)
    assert results[ChangeKind.THRESHOLD].to == "page"
    assert told(GRAPH, results[ChangeKind.THRESHOLD]) == "scores is filtered differently by page"


def test_it_says_what_is_wrong_instead_of_asking(qtbot):
    """Nothing chosen, an unknown node, a node nobody reads, a delay that is none."""
    form = form_of(qtbot)
    for text, kind, delay, said in (
        ("", ChangeKind.OUTAGE, "", "Say which node changes."),
        ("scoers", ChangeKind.OUTAGE, "", "There is no node “scoers”. Nearest: scores."),
        ("page", ChangeKind.REVOKE, "", "Nothing reads page. Choose another node."),
        ("scores", ChangeKind.DELAY, "soon", "“soon” is not a duration"),
    ):
        form.set_node(text)
        form.set_kind(kind)
        form._delay.setText(delay)
        with qtbot.waitSignal(form.failed) as failure:
            form.submit()
        assert failure.args[0].startswith(said)


def test_a_second_change_is_followed_together_with_the_first(qtbot):
    """Adding keeps the first; the same change twice is one."""
    form = form_of(qtbot)
    first = HypotheticalChange(kind=ChangeKind.OUTAGE, node="scores")
    form.set_draft(Scenario(name="", changes=(first,)))
    form.set_node("ranker")
    form.set_kind(ChangeKind.RETRAIN)
    with qtbot.waitSignal(form.asked) as asked_of:
        form._add.click()
    assert [c.node for c in asked_of.args[0].changes] == ["scores", "ranker"]
    form.set_draft(asked_of.args[0])
    with qtbot.waitSignal(form.asked) as again:
        form._add.click()
    assert len(again.args[0].changes) == 2


def test_nodes_and_edges_can_be_taken_out(qtbot):
    """That is no change of a node but another system to ask about."""
    form = form_of(qtbot)
    form.set_node("scores")
    form.set_kind(TAKE_OUT)
    assert asked(qtbot, form).removals == (Removal(node="scores"),)
    form.set_kind(CUT)
    [edge] = GRAPH.edges_from("scores")
    assert asked(qtbot, form).removals == (Removal(edge=edge.key),)


def _edge(start, end):
    return Edge(from_id=start, to_id=end, kind=EdgeKind.FEEDS)


def test_every_part_is_listed_and_can_be_dropped(qtbot):
    """In the order of the list; with the last part the what-if is left."""
    form = form_of(qtbot)
    outage = HypotheticalChange(kind=ChangeKind.OUTAGE, node="scores")
    whole = Scenario(
        name="n",
        changes=(outage,),
        additions=(Addition(node=node("model", "b"), edges=(_edge("scores", "b"), _edge("b", "page"))),),
        removals=(Removal(node="page"),),
        mitigations=(Mitigation(says="freeze it"),),
    )
    form.set_draft(whole)
    assert form.parts == [
        "New model b, reads scores, read by page",
        "Without page",
        "Tried: freeze it",
        "scores is gone for a while",
    ]
    for row, gone in enumerate(("additions", "removals", "mitigations", "changes")):
        form._listed.setCurrentRow(row)
        with qtbot.waitSignal(form.asked) as told_of:
            form.drop_part()
        left = told_of.args[0]
        assert getattr(left, gone) == ()
        assert sum(len(getattr(left, f)) for f in ("additions", "removals", "mitigations", "changes")) == 3
    [cut] = GRAPH.edges_from("scores")
    edges = Scenario(
        name="", additions=(Addition(edges=(_edge("page", "scores"),)),), removals=(Removal(edge=cut.key),)
    )
    form.set_draft(edges)
    assert form.parts == ["New page → scores", "Without scores → page"]
    form.set_draft(Scenario(name="", changes=(outage,)))
    form._listed.setCurrentRow(0)
    with qtbot.waitSignal(form.left):
        form.drop_part()
