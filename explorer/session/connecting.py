"""One door to what is behind connecting to a database: trying one, and keeping its password."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from explorer.domain.wording import counted
from explorer.errors import InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.databases.address import (
    FILES,
    SERVERS,
    DatabaseUrl,
    is_database_url,
    parse_database_url,
)
from explorer.importers.databases.passwords import keep_password, kept_password
from explorer.importers.databases.reader import Limits, Reader
from explorer.importers.databases.reading import read_database
from explorer.importers.databases.tables import table_count
from explorer.importers.mlflow import is_mlflow
from explorer.language import tr

ENGINES = (*SERVERS, *FILES)
_TRYING = Limits(seconds=20.0)


@dataclass(frozen=True, slots=True)
class Reached:
    """What was seen of a database that was tried: how many tables, and whether they are MLflow's."""

    tables: int
    is_mlflow: bool
    warnings: tuple[str, ...]

    def __str__(self) -> str:
        if self.is_mlflow:
            told = tr("Reached: MLflow's database, {tables}.", tables=counted(self.tables, "table"))
        else:
            told = tr("Reached: {tables}.", tables=counted(self.tables, "table"))
        return " ".join((told, *self.warnings))


def try_database(address: DatabaseUrl, task: Task) -> Reached:
    """Open a database, look which tables there are, and leave; InputError says why it cannot be reached."""
    task.progress(tr("Trying {name}", name=address.shown), None)

    def look(reader: Reader) -> Reached:
        warnings = tuple(problem.message for problem in reader.problems)
        return Reached(table_count(reader), is_mlflow(reader.tables), warnings)

    return read_database(Location(address.shown, url=address.written), task, look, _TRYING)


def reach(address: DatabaseUrl, task: Task, *, keeps: bool = False) -> str:
    """Make sure that a server lets us in, and keep its password where that is wished; what is then to be opened.

    InputError: it does not, or the keyring did not take the password.
    """
    try_database(address, task)
    if not (keeps and address.password):
        return address.written
    task.progress(tr("Keeping the password"), None)
    keep_password(address.place, address.password)
    return address.shown


def is_kept(address: DatabaseUrl) -> bool:
    """Whether the desktop's keyring holds the password of this address."""
    return kept_password(address.place) is not None


def asks_for_password(text: str) -> DatabaseUrl | None:
    """The address of a server that names a user and no password; None for anything else."""
    if not is_database_url(text.strip()):
        return None
    try:
        url = parse_database_url(text)
    except InputError:
        return None  # what is wrong with it is told where it is read
    return url if url.dialect in SERVERS and url.user and not url.password else None


def servers_asking(texts: Sequence[str]) -> tuple[DatabaseUrl, ...]:
    """Those of several sources that are servers of which a password may be needed."""
    return tuple(address for text in texts if (address := asks_for_password(text)))


def to_be_asked(addresses: Sequence[DatabaseUrl], task: Task) -> tuple[DatabaseUrl, ...]:
    """Those whose password the desktop's keyring does not hold; asking it may wait for the desktop."""
    task.progress(tr("Asking the keyring"), None)
    return tuple(address for address in dict.fromkeys(addresses) if not is_kept(address))


def with_passwords(texts: Sequence[str], passwords: Mapping[str, str]) -> list[str]:
    """The sources, each server with the password that was typed for its place."""
    written = []
    for text in texts:
        address = asks_for_password(text)
        typed = passwords.get(address.place) if address else None
        written.append(replace(address, password=typed).written if address and typed else text)
    return written
