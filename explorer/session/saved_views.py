"""Keeping, renaming, ordering and removing saved views: each gives the change that does it, so that undo knows it."""

from __future__ import annotations

from dataclasses import replace

from explorer.domain.changes import SetViews
from explorer.domain.names import nearest
from explorer.domain.saved_views import SavedView
from explorer.errors import UsageError
from explorer.language import tr

Views = tuple[SavedView, ...]


def keep_view(views: Views, view: SavedView) -> SetViews:
    """Save a view, in the place of the one that has its name already; UsageError where it has none."""
    view = replace(view, name=_named(view.name))
    if any(known.name == view.name for known in views):
        kept = tuple(view if known.name == view.name else known for known in views)
        return SetViews(tr("Change the view {name}", name=view.name), kept)
    return SetViews(tr("Keep the view {name}", name=view.name), (*views, view))


def rename_view(views: Views, name: str, new: str) -> SetViews:
    """Give a view another name; UsageError where there is none, or where another has that name."""
    place, new = place_of(views, name), _named(new)
    if any(known.name == new for known in views if known.name != name):
        raise UsageError(tr("There is a view “{name}” already.", name=new), hint=tr("Choose another name."))
    renamed = replace(views[place], name=new)
    return SetViews(tr("Rename the view {name}", name=name), (*views[:place], renamed, *views[place + 1 :]))


def move_view(views: Views, name: str, by: int) -> SetViews:
    """Put a view `by` places later among the others, or earlier where negative, as far as there are places."""
    place = place_of(views, name)
    others = [*views[:place], *views[place + 1 :]]
    others.insert(max(0, place + by), views[place])
    return SetViews(tr("Move the view {name}", name=name), tuple(others))


def remove_view(views: Views, name: str) -> SetViews:
    """Remove a view; UsageError where there is none of that name."""
    place = place_of(views, name)
    return SetViews(tr("Remove the view {name}", name=name), (*views[:place], *views[place + 1 :]))


def place_of(views: Views, name: str) -> int:
    """Where the view of that name stands; UsageError with the nearest name where there is none."""
    names = [view.name for view in views]
    if name not in names:
        near = nearest(name, names, 1)
        raise UsageError(
            tr("There is no view “{name}”.", name=name),
            hint=tr("Did you mean “{name}”?", name=near[0]) if near else None,
        )
    return names.index(name)


def _named(name: str) -> str:
    if not name.strip():
        raise UsageError(tr("A view needs a name."))
    return name.strip()
