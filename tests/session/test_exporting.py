"""The sheet as a file: with what histories said, and with what was wrong in them."""

from dataclasses import replace

from explorer.analysis.histories.parting import Course
from explorer.domain.project import Project
from explorer.domain.provenance import Problem, Source
from explorer.session.exporting import write_sheet
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
