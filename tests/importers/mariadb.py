"""A real MariaDB for the tests that need one: Debian's server, in a folder and on a port of its own."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pymysql

OWNER = "owner"
PASSWORD = "p@ss/wörd?1"
TABLES = Path("/usr/share/mysql")
_SCRIPTS = ("mysql_system_tables.sql", "mysql_performance_tables.sql", "mysql_system_tables_data.sql")
# One statement to a line is all that the server understands before it has its own tables.
_FIRST = "CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket=NULL;\nSET @skip_auth_anonymous=1;\n"
_USERS = f"CREATE USER {OWNER}@'%' IDENTIFIED BY '{PASSWORD}';\nGRANT ALL ON *.* TO {OWNER}@'%' WITH GRANT OPTION;\n"


@dataclass(frozen=True)
class MariaServer:
    """A running server on 127.0.0.1 that asks for passwords."""

    port: int
    process: subprocess.Popen

    def url(self, database="things", user=OWNER, password=PASSWORD):
        """An address a person could type."""
        return f"mysql://{user}:{quote(password, safe='')}@127.0.0.1:{self.port}/{database}"

    def run(self, *statements, database=None):
        """Runs SQL as the owner; the rows of the last statement."""
        connection = pymysql.connect(
            host="127.0.0.1",
            port=self.port,
            user=OWNER,
            password=PASSWORD.encode(),
            database=database,
            autocommit=True,
        )
        with connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return cursor.fetchall() if statements else ()

    def fresh(self, *statements, database="things"):
        """A database that holds what these statements make, and nothing else."""
        self.run(f"DROP DATABASE IF EXISTS {database}", f"CREATE DATABASE {database}")
        self.run(*statements, database=database)
        return self


def mariadb_program() -> str | None:
    """Where the server's program is, if it is there with what it needs to make its tables."""
    found = shutil.which("mariadbd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    return found if found and all((TABLES / name).exists() for name in _SCRIPTS) else None


@contextmanager
def running_mariadb() -> Iterator[MariaServer]:
    """A server that is gone afterwards; OSError where it does not start."""
    folder = Path(tempfile.mkdtemp(prefix="ripplemap-maria-"))
    user = "nobody" if os.geteuid() == 0 else None  # it refuses to run as root
    (folder / "data").mkdir()
    (folder / "users.sql").write_text(_USERS, "utf-8")
    if user:
        for path in (folder, folder / "data", folder / "users.sql"):
            shutil.chown(path, user)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    base = [mariadb_program(), "--no-defaults", f"--datadir={folder / 'data'}", f"--tmpdir={folder}"]
    given = {"user": user, "cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    script = _FIRST + "".join((TABLES / name).read_text("utf-8") for name in _SCRIPTS)
    process = None
    try:
        subprocess.run([*base, "--bootstrap"], input=script.encode(), check=True, **given)
        here = [f"--port={port}", "--bind-address=127.0.0.1", f"--socket={folder / 'socket'}"]
        quick = ["--innodb-flush-log-at-trx-commit=0", f"--init-file={folder / 'users.sql'}"]
        more = [f"--pid-file={folder / 'pid'}", "--character-set-server=utf8mb4"]
        process = subprocess.Popen([*base, *here, *quick, *more], **given)
        server = MariaServer(port, process)
        _await(server)
        yield server
    finally:
        if process is not None:
            process.kill()
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _await(server: MariaServer) -> None:
    end = time.monotonic() + 60
    while server.process.poll() is None and time.monotonic() < end:
        try:
            server.run("SELECT 1")
        except pymysql.Error:
            time.sleep(0.1)
        else:
            return
    raise OSError("it does not answer")
