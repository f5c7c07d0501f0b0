"""What README tells people to type is right."""

import re

import pytest

from explorer.domain.assembly import assemble
from explorer.importers.manifest import read_manifest


@pytest.fixture
def readme(root):
    """The text of README.md."""
    return (root / "README.md").read_text("utf-8")


def test_the_manifest_shown_is_one_without_a_problem(readme):
    """Whoever copies the example gets the system it describes."""
    (example,) = re.findall(r"^```yaml\n(.*?)^```", readme, re.M | re.S)
    statements = read_manifest(example, "README.md")
    graph, problems = assemble([statements])
    assert [*statements.problems, *problems] == []
    assert len(graph.nodes) == 7


def test_every_path_named_is_there(readme, root):
    """No path in README leads nowhere."""
    named = set(re.findall(r"\b(?:explorer|packaging|resources|tests)/[\w./-]*", readme))
    assert {path for path in named if not (root / path).exists()} == set()
    assert "packaging/start.py" in named
