"""What a folder says of the files in it of which nothing is read."""

import pytest

from explorer.domain.kinds import Severity
from explorer.errors import InputError
from tests.importers.imported import import_sources

MANIFEST = "ripplemap: 1\nsystem: shop\ndatasets: {orders: {}}\n"


@pytest.fixture
def folder(tmp_path):
    """A folder with one manifest in it; texts may be put beside it."""

    def made(**texts):
        (tmp_path / "shop.yaml").write_text(MANIFEST)
        for name, text in texts.items():
            path = tmp_path / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        return [(p.severity, p.message) for p in import_sources([str(tmp_path)]).problems]

    return made


def test_a_folder_that_is_read_in_whole_says_nothing(folder):
    """Nor does one with files that nobody takes for a source: prose, code, pictures, the settings of tools."""
    beside = {
        "README_md": "read me",
        "code_py": "",
        "LICENSE": "free",
        "picture_png": "?",
        "pyproject_toml": "[",
    }
    assert folder(**beside) == []


def test_empty_files_are_told_once(folder):
    """Blank ones too; the first of them by their names."""
    files = {f"log{n}_csv": "\n \n" if n else "" for n in range(5)}
    assert folder(**files) == [
        (Severity.WARNING, "5 files of this folder are empty: log0.csv, log1.csv, log2.csv and 2 more.")
    ]


def test_files_that_nobody_recognises_are_told_once(folder):
    """Counted, with examples that end differently, by their paths in the folder."""
    files = {f"in__table{n}_csv": "day,value\n" for n in range(3)}
    assert folder(**files, x_json="{}", shop_ripplemap="?") == [
        (
            Severity.INFO,
            "4 files of this folder were not recognised and are passed over: in/table0.csv, x.json, in/table1.csv "
            "and 1 more.",
        )
    ]


def test_what_is_read_along_with_another_file_is_not_passed_over(tmp_path):
    """The settings beside the stages of DVC are read with them; a file that no stage names is not."""
    (tmp_path / "dvc.yaml").write_text(
        "stages:\n  a:\n    cmd: run\n    params: [rate]\n    outs: [out.csv]\n"
    )
    (tmp_path / "params.yaml").write_text("rate: 1\n")
    (tmp_path / "other.yaml").write_text("rate: 1\n")
    (problem,) = import_sources([str(tmp_path)]).problems
    assert problem.message == "1 file of this folder was not recognised and is passed over: other.yaml."


def test_a_folder_without_any_source_names_what_is_in_it(tmp_path):
    """So that a person sees whether it is the right folder."""
    (tmp_path / "log.csv").write_text("")
    with pytest.raises(InputError) as caught:
        import_sources([str(tmp_path)])
    assert caught.value.hint.startswith("1 file of this folder is empty: log.csv. There are: ")
