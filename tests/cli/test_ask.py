"""`ask`: the answers to the three questions."""

import pytest

from explorer.domain.answers import QUESTIONS, Sureness, Verdict


def test_the_json_answers_every_question_in_the_shape_of_the_contract(ripplemap, samples):
    """Verdict, sentences with what they rest on, and what is missing."""
    ran = ripplemap("ask", samples / "streamly.yaml", "--json")
    assert (ran.status, ran.json["schema"]) == (0, 1)
    known = {n["id"] for n in ripplemap("graph", samples / "streamly.yaml", "--json").json["nodes"]}
    assert [a["question"] for a in ran.json["answers"]] == [1, 2, 3]
    for answer in ran.json["answers"]:
        assert answer.keys() == {"question", "verdict", "sentences", "missing"}
        assert answer["verdict"] in set(Verdict)
        assert answer["sentences"]
        for sentence in answer["sentences"]:
            assert sentence.keys() == {"text", "nodes", "edges", "sureness"}
            assert sentence["sureness"] in set(Sureness)
            assert set(sentence["nodes"]) <= known
            assert all(e.keys() == {"from", "to", "kind"} for e in sentence["edges"])
        assert all(m.keys() == {"field", "nodes"} for m in answer["missing"])


def test_one_question_is_asked_by_its_number(ripplemap, shop):
    """The first word is the question."""
    assert [a["question"] for a in ripplemap("ask", "2", shop, "--json").json["answers"]] == [2]


def test_a_file_that_is_called_1_is_a_source(ripplemap, shop, tmp_path, monkeypatch):
    """Where there is such a file, it is meant."""
    monkeypatch.chdir(tmp_path)
    shop.rename(tmp_path / "1")
    all_three, second = (
        [a["question"] for a in ripplemap("ask", *words, "--as", "manifest", "--json").json["answers"]]
        for words in (["1"], ["2", "1"])
    )
    assert (all_three, second) == ([1, 2, 3], [2])


def test_people_read_question_verdict_sentences_and_gaps(ripplemap, shop):
    """Problems of the source are told beside, because they may change the answer."""
    ran = ripplemap("ask", "3", shop)
    assert ran.status == 0
    lines = ran.out.splitlines()
    assert lines[0] == f"3. {QUESTIONS[3]}"
    assert lines[1].strip() in {v.value.upper() for v in Verdict}
    assert "   What is missing:" in lines
    assert "Nothing declares “prices”" in ran.err


@pytest.mark.parametrize("ending", [".html", ".md", ".HTML"])
def test_the_answers_are_written_as_a_sheet(ripplemap, shop, tmp_path, ending):
    """By the file's ending; nothing on standard output, and the source's problems on the page too."""
    path = tmp_path / f"sheet{ending}"
    ran = ripplemap("ask", shop, "-o", path)
    assert (ran.status, ran.out) == (0, "")
    assert f"Wrote {path}." in ran.err
    text = path.read_text("utf-8")
    assert all(question in text for question in QUESTIONS.values())
    assert "Findings" in text
    assert "which may change every answer" in text
    assert "shop.yaml:" in text
    assert ("<svg" in text) == (ending.lower() == ".html")


def test_a_sheet_of_one_question_holds_that_answer_only(ripplemap, shop, tmp_path):
    """Findings and coverage belong to the third."""
    ripplemap("ask", "2", shop, "-o", tmp_path / "two.md")
    ripplemap("ask", "3", shop, "-o", tmp_path / "three.md")
    two, three = ((tmp_path / f"{name}.md").read_text("utf-8") for name in ("two", "three"))
    assert [(QUESTIONS[n] in two, QUESTIONS[n] in three) for n in QUESTIONS] == [
        (False, False),
        (True, False),
        (False, True),
    ]
    assert ("## Findings" in two, "## Findings" in three) == (False, True)


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["-o", "a.pdf"], "The ending of a.pdf says no kind of sheet. Choose .html or .md."),
        (["-o", "a"], "The ending of a says no kind of sheet."),
        (["-o", "a.html", "--json"], "Choose one of them."),
        (["-o", "missing/a.md"], "could not be written"),
    ],
)
def test_what_can_be_no_sheet_is_told_and_nothing_written(
    ripplemap, shop, tmp_path, monkeypatch, words, part
):
    """A sentence and exit status 2."""
    monkeypatch.chdir(tmp_path)
    ran = ripplemap("ask", shop, *words)
    assert (ran.status, ran.out) == (2, "")
    assert part in ran.err
    assert [p.name for p in tmp_path.iterdir()] == ["shop.yaml"]
