"""Answers in another language than English: other orders, other numbers, the same facts."""

import pytest

from explorer.analysis.change import answer_change
from explorer.analysis.coverage_dimensions import grounded_coverage
from explorer.analysis.histories.periods import Period
from explorer.analysis.histories.rank_correlation import LagCorrelation
from explorer.analysis.localisation.hypotheses import prior_of, priors
from explorer.analysis.localisation.marks import sightings
from explorer.analysis.localisation.ranking import rank
from explorer.analysis.success.metric_tree import metric_tree
from explorer.analysis.what_if.sentences import sentence
from explorer.domain.kinds import Versioning
from explorer.language import speak
from tests.analysis.foreign import Foreign
from tests.analysis.success.cases import sound, without_edge
from tests.analysis.systems import node, system

NEW_VERSION = (
    "A new version of {name} reaches {reached:,} of {count:,} other node, {certain:,} for certain; {worst}."
)


@pytest.fixture
def german():
    """German of these texts, until the test ends."""
    yield lambda texts: speak("de", Foreign(texts))
    speak("en")


def test_the_worst_effect_stands_where_the_language_wants_it(german):
    """A clause is a text of its own, so the verb need not come last."""
    german(
        {
            NEW_VERSION: ("?", "{worst}, {reached:,} von {count:,} durch {name}."),
            "the worst is that {node} shifts": "verschoben: {node}",
        }
    )
    graph = system([node("model", "ranker"), node("dataset", "a"), node("dataset", "b")], [("ranker", "a")])
    assert answer_change(graph).sentences[0].text == "verschoben: a, 1 von 2 durch ranker."


def test_a_large_share_is_told_in_the_numbers_of_the_language(german):
    """Thousands have a point in German, whatever the sentence is."""
    german({"owners": "Zuständige"})
    graph = system([node("dataset", f"d{i}") for i in range(1_200)], [])
    assert grounded_coverage(graph)[0].text == "Zuständige: 0 of 1.200 known"


def test_periods_and_correlations_have_the_numbers_of_the_language(german):
    """One month and several, a comma before the decimals."""
    german({"{count:,} month": ("{count:,} Monat", "{count:,} Monate")})
    assert [Period(months=1).counted(n) for n in (1, 3)] == ["1 Monat", "3 Monate"]
    assert LagCorrelation(0, 0.621, 0.4, 0.77, 30).told == "+0,62 (+0,40 to +0,77)"


def test_a_chain_without_a_way_of_the_data_says_so_in_any_language(german):
    """What is missing is known from the facts, not from the word that stands for it."""
    german(
        {
            "missing|path": "Weg",
            "No data is known to lead from {model} to {metric}.": "Von {model} führt nichts zu {metric}.",
        }
    )
    (chain,) = metric_tree(without_edge(sound(), "page", "people")).chains
    assert chain.links[0].missing == "Weg"
    assert chain.verdict.endswith("; but von ranker führt nichts zu clicks.")


def test_a_sentence_of_a_proof_begins_with_a_capital_unless_with_a_name(german):
    """Also where the other node comes first."""
    german(
        {
            "{target} cannot do without {source}, and breaks": "ohne {source} fällt {target} aus",
            "{target} takes in the changed values of {source}": "{source} verändert {target}",
        }
    )
    assert sentence("feeds.gone", "sessions", "ranker") == "Ohne sessions fällt ranker aus."
    assert sentence("feeds.value", "sessions", "{source}") == "sessions verändert {source}."


def test_a_reason_for_suspicion_is_told_in_the_language_of_the_moment(german):
    """It is kept as what it is and put into words when a suspect is shown."""
    graph = system(
        [node("dataset", "prices", versioning=Versioning.SILENT), node("consumer", "page")],
        [("prices", "page")],
    )
    (reason,) = prior_of(priors(graph, ()), "prices").reasons
    ranking = rank(graph, sightings(["page"]))
    german({"new versions of it come without notice": "neue Versionen kommen ohne Ankündigung"})
    assert reason.told == "neue Versionen kommen ohne Ankündigung"
    by_id = {suspect.id: suspect.reasons for suspect in ranking.suspects}
    assert by_id["prices"] == ("neue Versionen kommen ohne Ankündigung",)
