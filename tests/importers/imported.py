"""What all importers read of some sources, put together at once: the program lets a person stop in between."""

from explorer.importers.adapter import Task
from explorer.importers.registry import Imported, joined, read_sources


def import_sources(texts, *, forced=None, task=None, onto=()) -> Imported:
    """One system of all these sources; a source that fails is a problem while another can be read."""
    task = task or Task()
    return joined(read_sources(texts, forced=forced, task=task), onto, task=task)
