"""Writing what was edited by hand as a manifest, to be laid beside what it changes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from explorer.domain.project import Project
from explorer.errors import UsageError
from explorer.export.manifest_patch import manifest_patch
from explorer.language import tr
from explorer.session.whole_files import write_whole

MANIFESTS = (".yaml", ".yml")
"""The endings of a manifest's file."""


def require_edits(project: Project) -> None:
    """UsageError where nothing was edited by hand, so that there is nothing to write."""
    if not project.originals:
        raise UsageError(
            tr("Nothing was changed by hand in this system, so there is nothing to write."),
            hint=tr("A what-if changes nothing; nodes and edges are edited in the window."),
        )


def write_edits(path: Path, project: Project, *, instead: bool = False) -> tuple[str, ...]:
    """Write the edits as a manifest, and give a sentence for each thing that it does not hold.

    instead: put it in the place of a file that is there. UsageError where there is nothing to write, or no place.
    """
    require_edits(project)
    if path.exists() and not instead:
        raise UsageError(
            tr("There is a file of that name; it was left as it is."),
            where=str(path),
            hint=tr("Choose another name, or remove it first."),
        )
    patch = manifest_patch(project.graph, project.originals, _besides(project))
    write_whole(path, patch.text.encode())
    return patch.unsaid


def _besides(project: Project) -> str:
    """What people added to the system beside its parts, which only the project's file holds."""
    parts: Sequence[tuple[int, str]] = (
        (len(project.positions), tr("the places of nodes that were moved")),
        (len(project.notes), tr("notes")),
        (len(project.scenarios), tr("scenarios")),
        (len(project.views), tr("saved views")),
        (len(project.identities.decisions), tr("what was merged or split by hand")),
    )
    there = [words for count, words in parts if count]
    if not there:
        return ""
    return tr(
        "A manifest holds the system alone; only the project's file holds {parts}.", parts=", ".join(there)
    )
