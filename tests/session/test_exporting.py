"""The sheet as a file: with what histories said, and with what was wrong in them."""

from dataclasses import replace

import pytest

from explorer.analysis.histories.parting import Course
from explorer.domain.project import Project
from explorer.domain.provenance import Problem, Source
from explorer.drawing.theme import LIGHT
from explorer.errors import Cancelled
from explorer.importers.adapter import Task
from explorer.session.exporting import write_picture, write_sheet
from explorer.session.views import view_of
from tests.drawing.systems import parcels
from tests.export.sheets import compared


def test_the_sheet_holds_the_comparison_and_what_was_wrong_in_its_source(tmp_path):
    """Beside what was wrong in the system's own; without histories it says that none were compared."""
    project = Project(id="p", graph=parcels())
    own, other = (Problem(f"{name} thing.", Source(f"{name}.csv", 1)) for name in ("One", "Another"))
    seen = replace(compared(Course.PARTED), problems=(other,))
    write_sheet(tmp_path / "with.md", project, [own], histories=seen)
    write_sheet(tmp_path / "without.md", project, [own])
    told, silent = ((tmp_path / f"{name}.md").read_text("utf-8") for name in ("with", "without"))
    assert "late-share has parted from repeat-orders." in told
    assert "2 problems in what was read" in told
    assert "Another thing." in told
    assert ("parted from" in silent, silent.count("No histories were compared")) == (False, 1)


@pytest.mark.parametrize(
    ("suffix", "looks"), [(".svg", 0), (".svg", 1), (".png", 0), (".png", 5), (".pdf", 0), (".pdf", 5)]
)
def test_a_picture_that_is_given_up_leaves_no_file(qapp, tmp_path, suffix, looks):
    """Whoever asks to stop is heard while the picture is made, and what was there stays as it was."""
    picture = view_of(parcels(), {}).picture(LIGHT)
    path = tmp_path / f"picture{suffix}"
    path.write_bytes(b"before")
    left = [looks]

    def check() -> None:
        left[0] -= 1
        if left[0] < 0:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_picture(path, picture, task=Task(check=check))
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]
