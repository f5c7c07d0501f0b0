"""`histories`, and `ask --history`: what two courses say of one another."""

import pytest

from tests.analysis.histories.series import CHAIN, table_of_parting


@pytest.fixture
def system(tmp_path):
    """A system of one chain."""
    path = tmp_path / "system.yaml"
    path.write_text(CHAIN)
    return path


@pytest.fixture
def table(tmp_path):
    """A CSV file in which clicks leave retention after 40 weeks."""
    return table_of_parting(tmp_path)


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


@pytest.mark.parametrize("ending", [".html", ".md"])
def test_the_sheet_tells_what_they_say(ripplemap, system, table, tmp_path, ending):
    """By either command the same page: since when they have parted, and in which file that stands."""
    first, second, without = (tmp_path / f"{name}{ending}" for name in "abc")
    assert ripplemap("export", system, "-o", first, "--history", table).status == 0
    assert ripplemap("ask", system, "-o", second, "--history", table).status == 0
    assert first.read_bytes() == second.read_bytes()
    text = first.read_text("utf-8")
    (one,) = ripplemap("histories", system, "--history", table, "--json").json["comparisons"]
    assert f"since {one['since']} (between {one['earliest']} and {one['latest']})" in text
    assert "clicks has parted from retention." in text
    assert "history.csv:1" in text.replace("\\", "")
    ripplemap("export", system, "-o", without)
    said = without.read_text("utf-8")
    assert ("No histories were compared" in text, said.count("No histories were compared")) == (False, 1)


def test_what_is_wrong_in_a_history_is_on_the_sheet(ripplemap, system, table, tmp_path):
    """It may change the answer, so whoever reads the page is told, and not only who wrote it."""
    table.write_text(table.read_text().replace("clicks", "klicks"))
    ran = ripplemap("export", system, "-o", tmp_path / "a.md", "--history", table)
    told = "“klicks” is no metric or objective of this system."
    text = (tmp_path / "a.md").read_text("utf-8")
    assert (told in ran.err, told in text) == (True, True)
    assert "No metric with a history leads to an objective with one." in text


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("histories", "{system}", "--history", "{table}", "--metric", "clicks"), "go together"),
        (("ask", "1", "{system}", "--history", "{table}"), "belongs to question 2"),
        (("ask", "2", "{system}", "--query", "SELECT 1"), "goes with --history"),
        (
            ("export", "{system}", "--history", "{table}", "-o", "a.svg"),
            ".svg holds no answers. Choose .html",
        ),
        (("export", "{system}", "--query", "SELECT 1", "-o", "a.md"), "goes with --history"),
        (("histories", "{system}", "--history", "nothing.csv"), "nothing.csv"),
    ],
)
def test_what_makes_no_sense_is_refused(ripplemap, system, table, arguments, told):
    """With what to do instead."""
    ran = ripplemap(*(a.format(system=system, table=table) for a in arguments))
    assert ran.status == 2
    assert told in ran.err
