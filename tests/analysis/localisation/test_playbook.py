"""The playbook and the JSON of an answer: from the symptom to the monitor that was missing."""

import json
from pathlib import Path

import pytest

from explorer.analysis.localisation.answer_json import located_to_json
from explorer.analysis.localisation.located import locate
from explorer.analysis.localisation.marks import sightings
from explorer.analysis.localisation.playbook import playbook, playbook_text
from explorer.domain.entities import Team
from explorer.domain.kinds import Channel, Criticality, Fallback, Versioning
from explorer.session.loading import open_sources
from tests.analysis.systems import node, system

STREAMLY = Path(__file__).resolve().parents[3] / "resources" / "samples" / "streamly.yaml"


def shop():
    """A vocabulary that changes silently, a model, a page with a default, and a monitor that sees lateness only."""
    nodes = [
        node("artifact", "vocabulary", version="7", versioning=Versioning.SILENT, owner="vision"),
        node("feature", "f", owner="recs"),
        node("model", "model", owner="recs"),
        node("consumer", "page", owner="web"),
        node("consumer", "app", owner="web", criticality=Criticality.HIGH),
        node("monitor", "late", owner="web", detects=(Channel.TIME,)),
    ]
    arrows = [
        ("vocabulary", "f"), ("f", "model"), ("model", "page", {"fallback": Fallback.DEFAULT}), ("model", "app"),
        ("page", "late", {"kind": "watches"}),
    ]  # fmt: skip
    graph = system(nodes, arrows)
    return graph.of(nodes, graph.edges.values(), teams=[Team(id="vision", name="Vision", contact="#vision")])


def lines(graph, **marks):
    """The lines of the playbook by title."""
    located = locate(graph, sightings(**marks))
    return {part.title: [line.text for line in part.lines] for part in playbook(located)}


def test_it_says_what_to_do_in_order_and_whom_to_ask():
    """Confirm, contain by what the system offers, look, fix, and watch the place of the fault."""
    said = lines(shop(), bad=["page"])
    assert list(said) == [
        "Confirm the symptom", "Contain it", "Suspects", "Look next", "Fix it", "What would have told earlier",
    ]  # fmt: skip
    assert said["Confirm the symptom"] == [
        "See that page is bad, and write down since when: web owns it; late should show it."
    ]
    assert "Pin f to the version of vocabulary before 7." in said["Contain it"]
    assert "Let page use its default instead of model." in said["Contain it"]
    assert "If it is the first suspect, warn app: it reaches them too." in said["Contain it"]
    assert said["Suspects"][0].startswith("vocabulary has a new version (")
    assert "new versions of it come without notice" in said["Suspects"][0]
    assert said["Fix it"][0].startswith("If vocabulary has a new version: go back to the version")


def test_a_monitor_of_the_wrong_channel_would_not_have_told():
    """The lateness monitor cannot see a new version; one for value at the vocabulary could."""
    (said,) = lines(shop(), bad=["page"])["What would have told earlier"]
    assert said.startswith(
        "A monitor for value at vocabulary would tell 3 steps before the symptom: Vision owns it (#vision)"
    )


def test_what_speaks_against_a_suspect_is_said():
    """The app is fine, though whatever the model gives would hit it too."""
    said = lines(shop(), bad=["page"], good=["app"])
    (against,) = [line for line in said["Suspects"] if line.startswith("vocabulary")]
    assert "app would perhaps be bad too, and is healthy" in against
    assert any("Against: nothing seen so far" in line for line in said["Suspects"] if line.startswith("page"))


def test_several_faults_are_told_where_one_does_not_explain_all():
    """Two symptoms without a common cause."""
    graph = system([node("dataset", "a"), node("dataset", "b"), node("consumer", "x"), node("consumer", "y")],
                   [("a", "x"), ("b", "y")])  # fmt: skip
    assert any(line.startswith("Or several at once:") for line in lines(graph, bad=["x", "y"])["Suspects"])


def test_its_text_numbers_the_stages():
    """One line a step."""
    text = playbook_text(playbook(locate(shop(), sightings(["page"]))))
    assert text.splitlines()[0] == "1. Confirm the symptom"
    assert text.splitlines()[1].startswith("   - See that page is bad")


@pytest.mark.parametrize(
    "bad", [["home-page"], ["clicks", "sessions"], ["score-drift"], ["viewers"], ["retention"]]
)
def test_the_json_holds_plain_data_only(bad):
    """Whatever is marked in the sample system, the answer can be written."""
    graph = open_sources([str(STREAMLY)]).project.graph
    answer = located_to_json(locate(graph, sightings(bad, ["catalogue"])))
    assert json.loads(json.dumps(answer)) == answer
    assert all(line["text"] for part in answer["playbook"] for line in part["lines"])
    assert answer["beside"]["nearest_upstream_first"]


def test_what_is_cut_short_is_named():
    """Suspects beyond those listed are counted, with how likely they are together."""
    located = locate(shop(), sightings(["page"]), most=2)
    assert len(located.suspects) == 2
    (bound,) = [b for b in located.bounds if "not listed" in b]
    assert bound.startswith("2 less likely suspects not listed, ")
