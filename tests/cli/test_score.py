"""`score`: the shape of the answer, what people read, and the check for a pipeline."""

ATTESTED = """\
ripplemap: 1
owner: recs
models:
  ranker:
    attested:
      - {test: model-1, at: 2999-01-01, link: "https://example.org/later"}
      - {test: model-2, at: 2020-01-01, until: 2999-01-01, link: "https://example.org/review"}
      - {test: model-99, at: 2020-01-01, link: "https://example.org/nothing"}
"""


def test_the_json_holds_every_test_of_every_model_the_weakest_first(ripplemap, samples):
    """Four sections, the score is the least of them, and each test says on what it rests."""
    ran = ripplemap("score", samples / "streamly.yaml", "--json")
    assert (ran.status, ran.json["schema"]) == (0, 1)
    models = ran.json["models"]
    assert {m["name"] for m in models} == {"ranker", "churn-model", "duplicate-detector"}
    for model in models:
        assert model["score"] == min(model["sections"].values())
        assert len(model["tests"]) == 28
        assert {t["ground"] for t in model["tests"]} <= {"computed", "attested", "unknown"}
        assert all(t["why"] for t in model["tests"])
    assert [m["score"] for m in models] == sorted(m["score"] for m in models)


def test_people_read_the_least_of_the_models_and_one_line_each(ripplemap, samples):
    """Never a mean."""
    lines = ripplemap("score", samples / "streamly.yaml").out.splitlines()
    assert lines[0].startswith("ML Test Score: 0 of 7, the least of 3 models")
    assert next(line for line in lines if line.startswith("  ranker")).split() == [
        "ranker",
        "0",
        "0",
        "0",
        "1",
        "0",
    ]


def test_one_model_is_told_test_by_test(ripplemap, tmp_path):
    """An attestation with its date and link; one that is still to come counts nothing; one of no test is named."""
    path = tmp_path / "a.yaml"
    path.write_text(ATTESTED)
    out = ripplemap("score", path).out
    assert "Model: ½ of 7" in out
    assert "model-1  attested for other days: " in out
    assert "model-2  attested: " in out
    assert "Attested on 2020-01-01, until 2999-01-01: https://example.org/review (by hand)." in out
    assert "Attested, but no test: model-99." in out


def test_a_score_that_is_too_low_is_exit_status_1(ripplemap, samples):
    """With the models that fail; a limit that nobody could reach is refused, and so is what is no model."""
    source = samples / "streamly.yaml"
    ran = ripplemap("score", source, "--model", "ranker", "--fail-under", "1")
    assert ran.status == 1
    assert "1 model (ranker) under 1 of 7" in ran.err
    assert ripplemap("score", source, "--fail-under", "0").status == 0
    assert ripplemap("score", source, "--fail-under", "8").status == 2
    refused = ripplemap("score", source, "--model", "sessions")
    assert refused.status == 2
    assert "“sessions” is a dataset; only models are scored." in refused.err


def test_a_system_without_models_says_so(ripplemap, tmp_path):
    """There is nothing to score, which is no score."""
    path = tmp_path / "a.yaml"
    path.write_text("ripplemap: 1\ndatasets: {a: {}}\n")
    ran = ripplemap("score", path)
    assert ran.status == 0
    assert "No model is known" in ran.out
