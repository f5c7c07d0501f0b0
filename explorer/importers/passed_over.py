"""The files of a folder that say nothing: an export that came out empty, and what no importer recognises.

Told once for a folder, and only of files that look like a source: nobody expects a README or a picture to be read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from explorer.domain.ids import shown_plainly
from explorer.domain.kinds import Severity
from explorer.domain.provenance import Problem, Source
from explorer.domain.wording import listed
from explorer.importers.adapter import Location
from explorer.importers.reading import Identity, identity_of
from explorer.language import tr_n

_LIKE_SOURCES = frozenset((
    ".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".yaml", ".yml", ".toml", ".sql", ".log", ".ddl", ".dvc", ".db",
    ".sqlite", ".sqlite3", ".duckdb", ".parquet", ".avro", ".orc", ".xlsx", ".gz", ".bz2", ".xz", ".zst", ".zip",
))  # fmt: skip
_SETTINGS = frozenset((
    "dbt_project.yml", "packages.yml", "profiles.yml", "selectors.yml", "dependencies.yml", "pyproject.toml",
    "package.json", "package-lock.json", "tsconfig.json", "compose.yaml", "compose.yml", "docker-compose.yaml",
    "docker-compose.yml", "mkdocs.yml",
))  # fmt: skip
"""Files by which tools are set up: they end as sources do, and nobody expects anything of them."""
_BLANK = b"\xef\xbb\xbf \t\r\n"
_MOST_NAMED = 3
_LONGEST_NAME = 80


class PassedOver:
    """Files of one folder of which nothing is read, as they are met."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._empty: list[Path] = []
        self._unknown: dict[Path, Identity] = {}

    def add(self, path: Path, head: bytes) -> None:
        """A file that none of the importers takes, and its beginning."""
        if path.suffix.lower() not in _LIKE_SOURCES or path.name.lower() in _SETTINGS:
            return
        if not head.strip(_BLANK):
            self._empty.append(path)
            return
        with suppress(OSError):  # gone meanwhile
            self._unknown[path] = identity_of(path.stat())

    def problems(self, read: Collection[Identity] = ()) -> list[Problem]:
        """One for the empty files and one for the others. read: the files that were read along with others."""
        place = Source(Location(str(self._folder)).shown)
        unknown = [path for path, identity in self._unknown.items() if identity not in read]
        told = []
        if self._empty:
            message = tr_n(
                "{count:,} file of this folder is empty: {files}.",
                "{count:,} files of this folder are empty: {files}.",
                len(self._empty),
                files=self._named(self._empty),
            )
            told.append(Problem(message, place, Severity.WARNING))
        if unknown:
            message = tr_n(
                "{count:,} file of this folder was not recognised and is passed over: {files}.",
                "{count:,} files of this folder were not recognised and are passed over: {files}.",
                len(unknown),
                files=self._named(unknown),
            )
            told.append(Problem(message, place, Severity.INFO))
        return told

    def _named(self, paths: Sequence[Path]) -> str:
        shown = (Location(path.relative_to(self._folder).as_posix()).shown for path in _varied(paths))
        return listed([shown_plainly(name[-_LONGEST_NAME:]) for name in shown], _MOST_NAMED)


def _varied(paths: Iterable[Path]) -> list[Path]:
    """In an order in which the first ones end differently."""
    met: Counter[str] = Counter()
    turns = []
    for path in paths:
        met[path.suffix] += 1
        turns.append((met[path.suffix], path))
    return [path for _, path in sorted(turns)]
