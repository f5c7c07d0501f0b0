"""The question cards: verdict, sentences with how they are known, gaps, and what lights up."""

from PySide6.QtCore import Qt

from explorer.domain.answers import Answer, Missing, Sentence, Sureness, Verdict
from explorer.domain.kinds import EdgeKind
from explorer.ui.panels.questions import Questions
from tests.analysis.systems import node, system

GRAPH = system([node("model", "ranker"), node("dataset", "scores")], [("ranker", "scores")])
KEY = ("ranker", "scores", EdgeKind.PRODUCES)
ANSWERS = [
    Answer(
        question=1,
        verdict=Verdict.PARTLY,
        sentences=(
            Sentence(
                text="ranker writes scores.", sureness=Sureness.DECLARED, nodes=("ranker",), edges=(KEY,)
            ),
        ),
        missing=(Missing(field="last_seen", nodes=("scores",)),),
    ),
    Answer(
        question=2,
        verdict=Verdict.NO,
        sentences=(Sentence(text="<b>bold</b>", sureness=Sureness.UNKNOWN, nodes=("scores",)),),
    ),
    Answer(question=3, verdict=Verdict.CANNOT_TELL, sentences=()),
]


def shown(qtbot) -> Questions:
    """The three cards with the answers above."""
    questions = Questions()
    qtbot.addWidget(questions)
    for _ in questions.follow(GRAPH, ANSWERS):
        pass
    return questions


def test_each_card_says_its_verdict_its_sentences_and_its_gaps(qtbot):
    """What is missing is a sentence of its own."""
    questions = shown(qtbot)
    assert [questions.card(n).verdict for n in (1, 2, 3)] == ["partly", "no", "cannot tell"]
    assert questions.card(1).sentences == [
        "ranker writes scores.",
        "Not stated: last seen of 1 node (scores).",
    ]


def test_choosing_a_sentence_lights_what_it_rests_on_and_drops_the_other_cards_choice(qtbot):
    """Only one sentence of the three cards is chosen at a time."""
    questions = shown(qtbot)
    lit = []
    questions.lit.connect(lambda nodes, edges: lit.append((nodes, edges)))
    questions.card(1).choose(0)
    questions.card(2).choose(0)
    assert lit == [(("ranker",), (KEY,)), (("scores",), ())]
    assert not questions.card(1)._sentences.selectedItems()


def test_a_reader_hears_how_a_sentence_is_known(qtbot):
    """The mark beside a sentence is words for a screen reader, and the text is shown letter by letter."""
    questions = shown(qtbot)
    item = questions.card(2)._sentences.item(0)
    assert item.data(Qt.ItemDataRole.AccessibleTextRole) == "<b>bold</b> (unknown)"
    assert item.text() == "<b>bold</b>"


def test_cleared_cards_say_why(qtbot):
    """While an answer is being worked out there is no old one to mistake for it."""
    questions = shown(qtbot)
    questions.clear("Working it out…")
    assert questions.card(1).verdict == ""
    assert questions.card(1).sentences == ["Working it out…"]


def test_many_sentences_come_some_at_a_step_and_in_their_order(qtbot):
    """A large system has a thousand; a theme that is chosen between two steps holds for the rest."""
    texts = [f"model {i} is judged by nobody." for i in range(400)]
    answer = Answer(
        question=2,
        verdict=Verdict.NO,
        sentences=tuple(Sentence(text=text, sureness=Sureness.INFERRED) for text in texts),
    )
    questions = Questions()
    qtbot.addWidget(questions)
    steps = questions.follow(GRAPH, [answer])
    next(steps)
    shown_first = questions.card(2).sentences
    assert 0 < len(shown_first) < len(texts)
    questions.set_dark(True)
    assert sum(1 for _ in steps) > 1
    assert questions.card(2).sentences == texts
    listed = questions.card(2)._sentences
    assert listed.item(0).icon().cacheKey() == listed.item(399).icon().cacheKey()
