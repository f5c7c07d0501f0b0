"""`findings`: debts and gaps, and a check for a pipeline."""

import pytest


def test_the_json_has_the_shape_of_the_contract(ripplemap, samples):
    """Rule, severity, where, why, what to do, on what evidence; and what was cut short."""
    ran = ripplemap("findings", samples / "streamly.yaml", "--json")
    assert (ran.status, ran.json.keys()) == (0, {"schema", "findings", "bounds", "suppressed"})
    severities = ["error", "warning", "info"]
    for finding in ran.json["findings"]:
        needed = {"rule", "severity", "nodes", "edges", "reason", "remedy", "evidence"}
        assert finding.keys() == needed | {"variant", "clears"}
        assert all(e.keys() == {"from", "to", "kind"} for e in finding["edges"])
    order = [severities.index(f["severity"]) for f in ran.json["findings"]]
    assert order == sorted(order)
    assert {"feedback-loop", "undeclared-consumer"} <= {f["rule"] for f in ran.json["findings"]}


def test_a_clean_system_has_none_and_every_check_holds(ripplemap, samples):
    """The small sample is in order."""
    ran = ripplemap("findings", samples / "tidy.yaml", "--fail-on", "info")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("No findings.")


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_check_that_does_not_hold_is_exit_status_1(ripplemap, samples, options):
    """With all findings printed as ever, and the reason on standard error."""
    ran = ripplemap("findings", samples / "streamly.yaml", "--fail-on", "error", *options)
    assert ran.status == 1
    assert "The check does not hold" in ran.err
    assert ran.out


def test_only_what_is_as_bad_fails(ripplemap, shop):
    """--fail-on names the mildest that fails."""
    found = [f["severity"] for f in ripplemap("findings", shop, "--json").json["findings"]]
    levels = ["error", "warning", "info"]
    for number, level in enumerate(levels, start=1):
        expected = 1 if set(levels[:number]) & set(found) else 0
        assert ripplemap("findings", shop, "--fail-on", level).status == expected


def test_people_read_where_why_and_what_to_do(ripplemap, samples):
    """Each finding by itself, worst first, the count before."""
    out = ripplemap("findings", samples / "streamly.yaml").out
    assert " findings: " in out.splitlines()[0]
    assert "\n  Cleared by: " in out
    assert "error: feedback loop" in out
    for word in ("  At: ", "  Path: ", "  Evidence: ", "  Remedy: "):
        assert word in out


def test_what_is_suppressed_is_told_with_its_reason_and_fails_nothing(ripplemap, tmp_path):
    """Until its day is over; then it is a finding again."""
    manifest = tmp_path / "system.yaml"
    text = """
ripplemap: 1
owner: recs
datasets:
  open-table:
    access: none
    suppress: [{rule: open-access, reason: public data, until: UNTIL}]
consumers:
  page: {inputs: [open-table]}
"""
    manifest.write_text(text.replace("UNTIL", "2999-01-01"))
    quiet = ripplemap("findings", manifest, "--json", "--fail-on", "warning")
    assert (quiet.status, quiet.err) == (0, "")
    (suppressed,) = quiet.json["suppressed"]
    assert suppressed["rule"] == "open-access"
    assert suppressed["suppressed"] == {"by": "open-table", "reason": "public data", "until": "2999-01-01"}
    assert "open access, until 2999-01-01, by open-table: public data." in ripplemap("findings", manifest).out
    manifest.write_text(text.replace("UNTIL", "2020-01-01"))
    assert ripplemap("findings", manifest, "--fail-on", "warning").status == 1
