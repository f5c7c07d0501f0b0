"""Counts and names in sentences."""

import ast
from pathlib import Path

import pytest

import explorer
from explorer.domain.kinds import Severity
from explorer.domain.rule_titles import RULES, VARIANTS
from explorer.domain.wording import counted, listed, severities_told, severity_word, spoken


@pytest.mark.parametrize(
    ("count", "told"), [(0, "0 nodes"), (1, "1 node"), (4, "4 nodes"), (12_345, "12,345 nodes")]
)
def test_a_count_is_told_with_its_noun(count, told):
    """One is singular, all others are plural, and large numbers are in groups of three."""
    assert counted(count, "node") == told


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ([], "nothing"),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (["a", "b", "c", "d"], "a, b, c and 1 more"),
    ],
)
def test_names_are_listed_up_to_a_number(names, told):
    """More names than are wanted end in how many there are besides."""
    assert listed(names, most=3) == told


def test_a_name_with_braces_is_listed_as_it_is():
    """A stranger's name is no template."""
    assert listed(["{names}", "{0}"]) == "{names} and {0}"


def test_every_noun_that_is_counted_anywhere_is_known():
    """A noun outside the table has no plural and no translation, and would fail where it is told."""
    nouns = set()
    for path in Path(explorer.__file__).parent.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(call, ast.Call)
                and getattr(call.func, "id", "") == "counted"
                and len(call.args) > 1
            ):
                noun = call.args[1]
                nouns |= {noun.value} if isinstance(noun, ast.Constant) else set()
    assert {counted(1, noun) for noun in nouns} == {f"1 {noun}" for noun in nouns}


def test_every_rule_has_a_title():
    """A rule or variant outside the table of titles would be told in English whatever is spoken."""
    codes = set()
    for path in Path(explorer.__file__).parent.rglob("*.py"):
        for part in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(part, ast.keyword) and part.arg in ("rule", "variant"):
                codes |= {c.value for c in ast.walk(part.value) if isinstance(c, ast.Constant) and c.value}
            elif isinstance(part, ast.Assign) and any(getattr(t, "id", "") == "RULE" for t in part.targets):
                codes.add(part.value.value)
    assert {spoken(code) for code in codes} <= {*RULES, *VARIANTS}
    assert "No owner" in {spoken(code) for code in codes}


def test_findings_are_counted_by_severity():
    """Worst first, each with its own plural; what people call the mildest is a note."""
    assert severities_told([Severity.INFO, Severity.ERROR, Severity.INFO]) == "1 error, 2 notes"
    assert severity_word(Severity.INFO) == "note"
    assert severities_told([]) == ""
