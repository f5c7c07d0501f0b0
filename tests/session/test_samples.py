"""The samples are found in a checkout and in an installed program."""

import shutil
import subprocess
import sys

import pytest

from explorer.errors import InputError
from explorer.session.loading import open_sources
from explorer.session.samples import resources, samples


def test_the_samples_open_without_a_problem():
    """Both, the big one first; what is shown to somebody new must be in order."""
    assert [s.path.name for s in samples()] == ["streamly.yaml", "tidy.yaml"]
    for sample in samples():
        assert open_sources([str(sample.path)]).problems == ()


def test_an_installed_program_has_them_inside_of_the_package(tmp_path, root):
    """As the wheel lays them: explorer/_resources."""
    shutil.copytree(root / "explorer", tmp_path / "explorer", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(root / "resources", tmp_path / "explorer" / "_resources")
    code = "from explorer.session.samples import samples; print(*(s.path for s in samples()), sep='\\n')"
    result = subprocess.run(
        [sys.executable, "-P", "-c", code],
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    folder = tmp_path / "explorer" / "_resources" / "samples"
    assert result.stdout.split() == [str(folder / "streamly.yaml"), str(folder / "tidy.yaml")]


def test_a_program_without_its_files_says_so(monkeypatch, tmp_path):
    """One sentence with what to do."""
    monkeypatch.setattr("explorer.resources._PLACES", (tmp_path / "nowhere",))
    with pytest.raises(InputError, match=r"missing.*Install it again"):
        resources()
