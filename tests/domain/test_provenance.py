"""Where a statement comes from, in short."""

import pytest

from explorer.domain.provenance import Source


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("recs.yaml", "recs.yaml"),
        ("/home/ada/systems/recs.yaml", "recs.yaml"),
        (r"C:\systems\recs.yaml", "recs.yaml"),
        ("target/manifest.json: models/marts/sessions.yml", "manifest.json"),
        ("sqlite:///runs/mlflow.db: runs", "sqlite:///runs/mlflow.db"),
        ("postgresql://shop/mlflow", "postgresql://shop/mlflow"),
        ("systems/", "systems/"),
    ],
)
def test_a_source_is_told_in_short_by_its_document(name, document):
    """Folders of one person's machine say nothing to the reader of an answer; an address is what it is."""
    assert Source(name, 3).document == document
