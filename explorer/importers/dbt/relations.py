"""The tables that the entries of a manifest are in the warehouse: by these names logs, SQL and other tools know them.

A project may know one table twice, as a seed that it loads and as a source that it reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from explorer.domain.engines import engine_of, written
from explorer.importers.dbt.entries import Entry
from explorer.importers.dbt.nodes import resource_of
from explorer.importers.sql.parsed import TableName

_PART = re.compile(r'"((?:[^"]|"")+)"|`([^`]+)`|\[([^\[\]]+)\]|([^\s."`\[\]]+)')
_MADE = ("model", "seed", "snapshot")


@dataclass(slots=True)
class Relations:
    """The tables of a project, and the entries that each of them is: first what makes it, then what reads it."""

    adapter: str
    by_entry: dict[str, str] = field(default_factory=dict)
    """Entry id → the name as other sources write it."""
    _by_name: dict[TableName, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Mapping[str, Entry], adapter: str) -> Relations:
        """Those of all entries that are a table; adapter: dbt's word for the sort of warehouse."""
        made = cls(adapter)
        for entry_id, entry in entries.items():
            parts = _parts(entry_id, entry)
            if parts:
                made.by_entry[entry_id] = ".".join(made._written(*part) for part in parts)
                made._by_name.setdefault(_folded(text for text, _ in parts), []).append(entry_id)
        for known in made._by_name.values():
            known.sort(key=lambda i: not i.startswith(_MADE))
        return made

    def at(self, table: TableName) -> tuple[str, ...]:
        """The entries that a table of this name is; a name need not say in which database, where one alone fits."""
        short = _folded(table)
        known = self._by_name.get(short)
        if known is None and len(short) > 1:
            ending = [ids for name, ids in self._by_name.items() if name[-len(short) :] == short]
            known = ending[0] if len(ending) == 1 else None
        return tuple(known or ())

    def aliases(self) -> dict[str, str]:
        """Entry id → the name under which other sources know it; for each table that of one entry only."""
        first = (ids[0] for name, ids in self._by_name.items() if len(name) > 1)
        return {i: self._elsewhere(self.by_entry[i]) for i in first}

    def foreign(self, table: TableName) -> str:
        """What other sources call a table of no entry."""
        return self._elsewhere(".".join(self._written(part, is_quoted=True) for part in table))

    def shared(self) -> list[tuple[str, ...]]:
        """The entries that are one table, each group in its order."""
        return [tuple(ids) for ids in self._by_name.values() if len(ids) > 1]

    def _elsewhere(self, name: str) -> str:
        engine = engine_of(self.adapter)
        return f"{engine}/{name}" if engine else name

    def _written(self, text: str, is_quoted: bool) -> str:
        return written(text, engine_of(self.adapter), is_quoted=is_quoted)


def _parts(entry_id: str, entry: Entry) -> list[tuple[str, bool]]:
    """The parts of its table's name, and whether each is quoted; none where it is no table."""
    if resource_of(entry_id, entry) not in (*_MADE, "source") or entry.is_ephemeral:
        return []
    if entry.relation_name:
        found = _PART.findall(entry.relation_name)
        return [(next(filter(None, part)).replace('""', '"'), not part[3]) for part in found]
    # Before v7 what was not compiled had no name of its own.
    own = entry.identifier or entry.alias or entry.name
    return [(part, False) for part in (entry.database, entry.schema, own) if part]


def _folded(name: Iterable[str]) -> TableName:
    return tuple(part.casefold() for part in name)
