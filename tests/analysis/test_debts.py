"""All findings together: their order, what is suppressed, and the samples."""

from datetime import date, timedelta
from gettext import NullTranslations
from pathlib import Path

import pytest

from explorer.analysis.debts import DETECTORS, find_debts
from explorer.analysis.detectors.inspection import Inspection
from explorer.domain.entities import Suppression
from explorer.domain.kinds import Access, Severity
from explorer.errors import Cancelled
from explorer.importers.manifest import read_manifest
from explorer.language import speak
from explorer.session.loading import open_sources
from tests.analysis.systems import node, system

TODAY = date(2026, 11, 20)
SAMPLES = Path(__file__).parents[2] / "resources" / "samples"


def sample(name):
    """A sample's system."""
    return open_sources([str(SAMPLES / name)]).project.graph


def test_the_worst_come_first():
    """By severity, then rule, then nodes."""
    findings = find_debts(sample("streamly.yaml"), today=TODAY).findings
    order = list(Severity)
    keys = [(order.index(f.severity), f.rule, f.nodes) for f in findings]
    assert keys == sorted(keys)


@pytest.mark.parametrize(
    ("rule", "variant", "nodes"),
    [
        ("undeclared-consumer", "", {"rank-scores", "ad-targeting"}),
        ("unstable-dependency", "", {"image-embedding", "thumbnail", "duplicate-detector"}),
        ("mixed-versions", "", {"image-embedding", "thumbnail", "duplicate-detector"}),
        ("pipeline-jungle", "", {"clean-join", "session-patch", "scrape-fix", "sample-negatives"}),
        ("many-languages", "", {"clean-join", "scrape-fix", "build-labels"}),
        ("unused-feature", "legacy", {"dvd-region"}),
        ("unused-feature", "correlated", {"watched-28d", "watched-30d"}),
        ("unused-feature", "bundled", {"weekday", "device-class", "screen-ratio"}),
        ("unused-feature", "structural", {"poster-brightness"}),
        ("fixed-threshold", "", {"rank-scores", "home-page"}),
        ("dead-experimental-path", "", {"export-to-r"}),
        ("prototype-in-use", "", {"sample-negatives", "training-set"}),
        ("dead-end-job", "", {"session-patch"}),
        ("entanglement", "", {"ranker", "churn-model", "watched-7d"}),
        ("open-access", "", {"rank-scores"}),
        ("cross-team-without-contract", "", {"rank-scores", "home-page"}),
    ],
)
def test_the_large_sample_shows_each_debt_it_was_made_for(rule, variant, nodes):
    """Each with the nodes it is about."""
    found = find_debts(sample("streamly.yaml"), today=TODAY).findings
    assert any(f.rule == rule and f.variant == variant and nodes <= set(f.nodes) for f in found)


def test_the_small_sample_has_no_findings_on_any_day():
    """Nothing in it grows old by itself."""
    for today in (TODAY, TODAY + timedelta(days=4000)):
        assert find_debts(sample("tidy.yaml"), today=today).findings == ()


def test_a_suppression_may_be_limited_to_one_other_node():
    """Another reader of the same table is a finding all the same."""
    said = Suppression(rule="open-access", reason="public", until=TODAY, about="elsewhere")
    graph = system([node("dataset", "a", owner="x", access=Access.NONE, suppress=(said,))], [])
    debts = find_debts(graph, today=TODAY)
    assert [f.rule for f in debts.findings] == ["open-access"]
    assert debts.suppressed == ()


def test_the_last_day_of_a_suppression_still_counts():
    """And the day after it does not."""
    said = Suppression(rule="open-access", reason="public", until=TODAY)
    graph = system([node("dataset", "a", owner="x", access=Access.NONE, suppress=(said,))], [])
    assert find_debts(graph, today=TODAY).findings == ()
    assert len(find_debts(graph, today=TODAY + timedelta(days=1)).findings) == 1


def test_a_manifest_says_what_it_suppresses_and_must_say_why_and_until_when():
    """A suppression without a reason is a problem, not a suppression."""
    text = (
        "ripplemap: 1\ndatasets:\n  a: {access: none, suppress: [{rule: open-access, until: 2027-01-01}]}\n"
    )
    statements = read_manifest(text, "m.yaml")
    assert statements.nodes[0].suppress is None
    assert "must say its reason" in statements.problems[0].message
    good = read_manifest(text.replace("until", "reason: public, until"), "m.yaml")
    assert good.problems == []
    assert good.nodes[0].suppress == (
        Suppression(rule="open-access", reason="public", until=date(2027, 1, 1)),
    )


def test_it_can_be_cancelled_while_it_looks():
    """The check is called, and what it raises comes through."""

    def stop():
        raise Cancelled

    with pytest.raises(Cancelled):
        find_debts(sample("streamly.yaml"), stop)


@pytest.mark.parametrize("detector", DETECTORS, ids=lambda d: d.__name__)
def test_every_detector_looks_whether_to_stop_while_it_goes_through_the_system(detector):
    """At least once for each few hundred nodes."""
    calls = []
    graph = system(
        [node("producer", f"p{i:04d}", owner="x") for i in range(2500)]
        + [node("dataset", f"d{i:04d}", owner="x") for i in range(2500)],
        [(f"p{i:04d}", f"d{i:04d}") for i in range(2500)],
    )
    detector(Inspection(graph, TODAY, lambda: calls.append(1)))
    assert len(calls) >= 2


class _Veiled(NullTranslations):
    """A language whose every text is the same but for its gaps and letters: no English word is left."""

    def gettext(self, message):
        return "".join(_veiled(message))

    def ngettext(self, one, many, count):
        return self.gettext(one if count == 1 else many)

    def pgettext(self, context, message):
        return self.gettext(message)


def _veiled(text):
    """Its letters as x, but those within a gap."""
    depth = 0
    for letter in text:
        depth += {"{": 1, "}": -1}.get(letter, 0)
        yield letter if depth or not letter.isalpha() else "x"


def test_what_is_found_does_not_depend_on_the_language():
    """Rules, severities and places are the same where no word of a reason is English; only its words differ."""
    graph = sample("streamly.yaml")
    speak("xx", _Veiled())
    try:
        veiled = find_debts(graph, today=TODAY)
    finally:
        speak("en")
    plain = find_debts(graph, today=TODAY)
    assert [(f.rule, f.variant, f.severity, f.nodes, f.edges) for f in veiled.findings] == [
        (f.rule, f.variant, f.severity, f.nodes, f.edges) for f in plain.findings
    ]
    assert len(veiled.bounds) == len(plain.bounds)
    assert not {f.reason for f in veiled.findings} & {f.reason for f in plain.findings}
