"""The table of what is read of real systems, on a small one of our own."""

import pytest

from tests.benchmarks import corpus_table

MANIFEST = "ripplemap: 1\nsystem: {name}\ndatasets: {{a: , b: {{inputs: [a]}}, c: {{inputs: [b]}}}}\n"
PIPELINE = "stages:\n  one: {cmd: x, deps: [a], outs: [b]}\n  two: {cmd: x, deps: [b], outs: [c]}\n"


@pytest.fixture
def folder(tmp_path):
    """A pipeline, two versions of a manifest, and a folder of nothing, with a page that counts them."""
    for name, text in (
        ("dvc/bank-churn/dvc.yaml", PIPELINE),
        ("versions/1.yaml", MANIFEST.format(name="S")),
        ("versions/2.yaml", MANIFEST.format(name="S")),
        ("nothing/x.txt", "hello"),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def lines(folder, capsys):
    """The table as lines of words, and whether all is as it was counted."""
    status = corpus_table.main(folder)
    return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()], status


def test_what_a_readme_counts_is_compared(folder, capsys):
    """Each source in a row, versions of one system apart, and each count with ok or what was read."""
    page = "| dvc/bank-churn | DVC | 2 stages, 4 stage-to-stage edges |\n| versions | | |\n| nothing | | |\n"
    (folder / "README.md").write_text(page)
    said, status = lines(folder, capsys)
    assert status == 1
    assert said[1].startswith("dvc/bank-churn/dvc.yaml dvc 0 –")
    assert said[1].endswith("3 dataset, 2 job; 2 feeds, 2 produces")
    assert said[2:4] == ["2 stages: ok", "4 stage-to-stage edges: differs: 1 read"]
    assert [line.split()[0] for line in said[4:6]] == ["versions/1.yaml", "versions/2.yaml"]
    assert said[6:] == ["nothing –", "1 of the README's counts differ."]


def test_without_a_readme_every_folder_is_read(folder, capsys):
    """Nothing is compared, and nothing differs."""
    said, status = lines(folder, capsys)
    assert (status, said[-1]) == (0, "None of the README's counts differs.")
    assert [line.split()[0] for line in said[1:-1]] == [
        "dvc/bank-churn/dvc.yaml",
        "nothing",
        "versions/1.yaml",
        "versions/2.yaml",
    ]
