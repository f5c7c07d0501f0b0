"""The sheet before it is a file: what is on it, and that what is not on it is said."""

import re
from dataclasses import replace
from datetime import date

from explorer.analysis.ml_test_score.rubric import Section
from explorer.analysis.ml_test_score.sheet import ml_test_sheet, ml_test_sheets
from explorer.domain.answers import QUESTIONS, Answer, Sentence, Sureness, Verdict
from explorer.domain.entities import Attestation
from explorer.domain.kinds import Severity
from explorer.domain.system_graph import SystemGraph
from explorer.export.sheet import MOST_DRAWN, entries, not_known, sheet_of
from explorer.export.sheet_evidence import MOST_GROUNDS, safe_link, support_of
from explorer.export.sheet_words import LEADS, brief, no_gap_text
from tests.analysis.systems import node, system
from tests.drawing.systems import parcels
from tests.export.sheets import SERVED, answers, findings, parcel_sheet, sourced


def statements(sheet):
    """Everything that has a number."""
    said = [
        s
        for q in sheet.questions
        for s in (*q.sentences, *q.gaps, *(q.histories.rows if q.histories else ()))
    ]
    return [*said, *sheet.coverage, *sheet.scores.rows, *sheet.findings]


def test_every_statement_has_a_number_of_its_own_in_the_order_of_the_page():
    """So that no link leads to another sentence's evidence; and the evidence is listed in that order."""
    refs = [s.ref for s in statements(parcel_sheet())]
    assert refs == list(range(1, len(refs) + 1))
    assert [e.ref for e in entries(parcel_sheet())] == refs


def test_every_verdict_of_every_question_is_a_sentence():
    """A manager reads the sentence, not the word; and each begins with what it comes to."""
    assert LEADS.keys() == {(number, verdict) for number in QUESTIONS for verdict in Verdict}
    starts = {
        Verdict.YES: "Yes:",
        Verdict.PARTLY: "In part:",
        Verdict.NO: "No:",
        Verdict.CANNOT_TELL: "It cannot",
    }
    assert all(text.startswith(starts[verdict]) for (_, verdict), text in LEADS.items())


def test_only_a_yes_reads_as_if_nothing_were_missing():
    """Where no gap is named though the answer is no yes, the page says that this is not for the better."""
    texts = {verdict: no_gap_text(verdict) for verdict in Verdict}
    assert texts.pop(Verdict.YES) == "Nothing that this answer asks for."
    assert not [text for text in texts.values() if "Nothing that this answer" in text]


def test_a_share_that_is_whole_lists_nobody():
    """And does not say that nothing is there."""
    whole, part = parcel_sheet().coverage[-1], parcel_sheet().coverage[0]
    assert not_known(replace(whole, known=whole.total)) == "Owners: all are known"
    assert not_known(part) == "Contracts: those 3 not known"


def test_evidence_tells_file_and_line_and_how_it_is_known():
    """An edge by its two ends, a node by its kind and owner."""
    graph = sourced(parcels())
    edge, ghost, model = support_of(graph, ("courier-app", "eta"), (SERVED,)).grounds
    assert (edge.what, edge.sort, edge.known) == ("eta-scores → tracking-page", "feeds", "declared")
    assert re.fullmatch(r"parcels\.yaml:\d+", edge.source)
    assert (ghost.sort, ghost.known) == ("declared nowhere", "inferred")
    assert (model.sort, model.link) == ("model, arrival", "https://example.org/eta")


def test_what_nobody_recorded_is_said():
    """A node without a source has none made up."""
    assert support_of(parcels(), ("eta",), ()).grounds[0].source == "no source recorded"


def test_what_the_system_no_longer_holds_is_left_out():
    """An answer may be older than the system; that is no reason to fail."""
    assert support_of(parcels(), ("gone",), (SERVED._replace(to_id="gone"),)).grounds == ()


def test_evidence_without_end_is_cut_and_the_rest_counted():
    """Never silently."""
    many = system([node("job", f"job-{i}") for i in range(100)], [])
    support = support_of(many, tuple(many.nodes), ())
    assert (len(support.grounds), support.more) == (MOST_GROUNDS, 100 - MOST_GROUNDS)


def test_sentences_that_find_no_room_are_counted_with_what_they_do_not_know():
    """Nothing unknown disappears for the page's sake."""
    sentence = Sentence(text="So.", sureness=Sureness.UNKNOWN)
    answer = Answer(question=1, verdict=Verdict.NO, sentences=(sentence,) * 9)
    (question,) = sheet_of(parcels(), [answer]).questions
    assert len(question.sentences) + 3 == 9
    assert question.left_out == "3 sentences (3 of what is not known) more: `ripplemap ask 1` has all."


def test_findings_are_grouped_by_rule_worst_first_and_what_is_cut_is_named():
    """Two loops are one line, told by the first; the ninth rule is named below."""
    sheet = parcel_sheet()
    assert [g.severity for g in sheet.findings] == [Severity.ERROR] + [Severity.WARNING] * 7
    assert (sheet.findings[0].title, sheet.findings[0].count) == ("Feedback loop", 2)
    assert sheet.severities == "2 errors, 13 warnings"
    assert sheet.notes[0].startswith("More findings: 1 × rule 07 (warning), 1 × rule 08 (warning), ")


def test_a_finding_tells_each_edge_once():
    """What its evidence says of an edge in words is not listed beside the edge."""
    (first, _) = parcel_sheet().findings[0].support
    assert first.notes == ("strong: a filter decides what is seen",)
    assert [g.what for g in first.grounds] == ["eta-scores → tracking-page", "eta"]


def test_bounds_problems_and_suppressed_findings_are_on_the_sheet():
    """What may change an answer is not left to another page."""
    told = " ".join(parcel_sheet().notes)
    assert "Loops longer than 30 steps" in told
    assert "1 problem in what was read, which may change every answer: parcels.yaml:3" in told
    assert "until 2027-01-01, because “known, and on its way”" in told


def test_coverage_begins_with_the_weakest_and_shows_its_blind_share():
    """Never an average."""
    rows = parcel_sheet().coverage
    assert [(r.dimension, r.weakest, r.total - r.known) for r in rows] == [
        ("Contracts", True, 3),
        ("Confirmed readers", False, 7),
        ("Owners", False, 2),
    ]
    assert (rows[0].blind, rows[1].blind) == (1, 7 / 8)
    assert [r.basis for r in rows] == [
        "nothing",
        "reads.log, 30 days from 2026-10-20 to 2026-11-18",
        "parcels.yaml",
    ]


def test_a_date_that_nobody_stated_is_said():
    """An undated sheet would be taken for one of today."""
    assert sheet_of(replace(parcels(), as_of=None), []).facts[0] == "Date of the data: not stated"
    assert sheet_of(parcels(), []).facts[0] == "Data as of 20 November 2026"


def test_a_system_too_large_to_be_drawn_says_so():
    """Instead of a picture in which nothing can be read."""
    large = system([node("job", f"job-{i}") for i in range(MOST_DRAWN + 1)], [])
    assert sheet_of(large, []).notes == ("61 nodes are too many to draw on this page.",)
    assert sheet_of(SystemGraph(), []).notes == ()


def test_findings_nobody_looked_for_are_not_called_none():
    """“No findings” is said only where somebody looked."""
    assert sheet_of(parcels(), answers()[:1]).severities == ""
    assert (
        sheet_of(parcels(), answers(), findings=replace(findings(), findings=())).severities == "No findings."
    )


def test_only_links_on_which_a_click_is_safe_are_links():
    """http, https and mailto; nothing that a browser might run or that holds another address."""
    safe = ["https://a.example/x?y=(1)", "http://a.example", "mailto:a@b.example", "HTTPS://A.EXAMPLE/"]
    unsafe = [
        "javascript:alert(1)",
        " https://a",
        "java\tscript:x",
        "data:text/html,x",
        "//a.example",
        "file:///etc",
    ]
    assert [safe_link(u) for u in safe] == safe
    assert [safe_link(u) for u in [*unsafe, None, "", "https://a b", "https://" + "a" * 3000]] == [""] * 10


def test_a_long_text_is_cut_between_sentences_or_words():
    """And says that it goes on, where it does not end."""
    assert brief("One two. Three four five.", 14) == "One two."
    assert brief("One two three four", 12) == "One two …"
    assert brief("short", 12) == "short"


def test_the_weakest_models_are_scored_and_the_rest_counted():
    """Each with its sections and the least of them; what is known of its tests is its evidence."""
    models = [node("model", f"m{i}") for i in range(7)]
    attested = tuple(
        Attestation(test=f"{section}-1", at=date(2026, 1, 1), link="https://example.org", automated=True)
        for section in Section
    )
    graph = system([replace(models[0], attested=attested), *models[1:]], [])
    scores = sheet_of(graph, [], scores=ml_test_sheets(graph, date(2026, 11, 20))).scores
    assert [row.model for row in scores.rows] == ["m1", "m2", "m3", "m4", "m5"]
    assert scores.left_out == "2 more models: `ripplemap score` has all."
    assert scores.rows[0].support[0].notes == ("Of 28 tests it is not known.",)
    first = sheet_of(graph, [], scores=[ml_test_sheet(graph, "m0", date(2026, 11, 20))]).scores.rows[0]
    assert (first.sections, first.score) == (("1 of 7",) * 4, "1 of 7")
    assert first.support[0].notes[-1] == "Of 24 tests it is not known."
    assert sheet_of(graph, []).scores is None
