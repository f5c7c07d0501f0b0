"""`histories`, and `ask --history`: what two courses say of one another."""

from datetime import timedelta

import numpy as np
import pytest

from tests.analysis.histories.series import START, parting

SYSTEM = """\
ripplemap: 1
models:
  ranker: {success_metric: clicks}
metrics:
  clicks: {role: proxy, direction: up, drives: [{to: retention, sign: +, relation: influence}]}
objectives:
  retention: {direction: up}
"""


@pytest.fixture
def system(tmp_path):
    """A system of one chain."""
    path = tmp_path / "system.yaml"
    path.write_text(SYSTEM)
    return path


@pytest.fixture
def table(tmp_path):
    """A CSV file in which clicks leave retention after 40 weeks."""
    pairs = zip(*(s.tolist() for s in parting(np.random.default_rng(1), 80, 40)), strict=True)
    rows = [f"{START + timedelta(weeks=i)},{a!r},{b!r}" for i, (a, b) in enumerate(pairs)]
    path = tmp_path / "history.csv"
    path.write_text("week,clicks,retention\n" + "\n".join(rows))
    return path


def test_the_json_holds_the_points_the_correlations_and_since_when(ripplemap, system, table):
    """Everything that the small plot shows."""
    (one,) = ripplemap("histories", system, "--history", table, "--json").json["comparisons"]
    assert (one["metric"], one["objective"], one["course"]) == ("clicks", "retention", "parted")
    assert one["earliest"] <= one["since"] <= one["latest"]
    assert len(one["points"]) == 80
    assert all(c["low"] <= c["rho"] <= c["high"] for c in (*one["of_changes"], *one["of_values"]))


def test_people_read_sentences_and_ask_holds_the_same(ripplemap, system, table):
    """As observed."""
    told = ripplemap("histories", system, "--history", table).out
    assert told.startswith("clicks and retention: parted\n")
    assert "clicks has parted from retention since" in told
    (answer,) = ripplemap("ask", "2", system, "--history", table, "--json").json["answers"]
    observed = [s for s in answer["sentences"] if s["sureness"] == "observed"]
    assert any("has parted from" in s["text"] for s in observed)
    assert {tuple(s["nodes"]) for s in observed} == {("clicks", "retention")}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("histories", "{system}", "--history", "{table}", "--metric", "clicks"), "go together"),
        (("ask", "1", "{system}", "--history", "{table}"), "belongs to question 2"),
        (("ask", "2", "{system}", "--query", "SELECT 1"), "goes with --history"),
        (("ask", "2", "{system}", "--history", "{table}", "-o", "a.md"), "printed"),
        (("histories", "{system}", "--history", "nothing.csv"), "nothing.csv"),
    ],
)
def test_what_makes_no_sense_is_refused(ripplemap, system, table, arguments, told):
    """With what to do instead."""
    ran = ripplemap(*(a.format(system=system, table=table) for a in arguments))
    assert ran.status == 2
    assert told in ran.err
