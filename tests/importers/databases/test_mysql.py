"""Logging in to servers of MySQL 8, of which a small one stands here that knows only the first words."""

import hashlib
import socket
import struct
import threading
from contextlib import contextmanager, suppress

import pytest

from explorer.errors import InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.databases import mysql
from explorer.importers.databases.mysql import may_do_anything
from explorer.importers.databases.reading import read_database

SALT = b"0123456789abcdefghij"
SECRET = "s3cr3t-of-ann"
OK = b"\x00\x00\x00\x02\x00\x00\x00"
_ABILITIES = 0x0008_A209  # long passwords, a database, protocol 4.1, safe passwords, plug-ins; no encryption


class Line:
    """The server's end of a connection."""

    def __init__(self, line):
        self._line = line
        self.heard = b""
        self._number = 0

    def say(self, packet):
        """Send one packet."""
        self._line.sendall(struct.pack("<I", len(packet))[:3] + bytes([self._number]) + packet)
        self._number += 1

    def hear(self):
        """What the other end says next."""
        head = self._line.recv(4, socket.MSG_WAITALL)
        if len(head) < 4:
            return b""
        self._number = head[3] + 1
        packet = self._line.recv(int.from_bytes(head[:3], "little"), socket.MSG_WAITALL)
        self.heard += packet
        return packet


def refusal(number, text):
    """A packet by which a server refuses."""
    return b"\xff" + struct.pack("<H", number) + b"#HY000" + text.encode()


@contextmanager
def mysql8(answers):
    """A server that greets as MySQL 8 does, hears who comes, and goes on as `answers` says; gives its address."""
    lines = []

    def serve(listening):
        while True:
            try:
                line, _ = listening.accept()
            except OSError:
                return
            with line:
                lines.append(Line(line))
                greeting = b"\x0a8.0.36\0" + struct.pack("<I", 7) + SALT[:8] + b"\0"
                greeting += struct.pack("<HBHH", _ABILITIES & 0xFFFF, 255, 2, _ABILITIES >> 16)
                lines[-1].say(greeting + bytes([21]) + b"\0" * 10 + SALT[8:] + b"\0caching_sha2_password\0")
                with suppress(ConnectionError):  # whoever came may have had enough
                    if lines[-1].hear():
                        answers(lines[-1])

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, args=(listening,), daemon=True).start()
        yield f"mysql://ann:{SECRET}@127.0.0.1:{listening.getsockname()[1]}/shop", lines


def refused(url):
    """What is said where such a server is read."""
    with pytest.raises(InputError) as caught:
        read_database(Location("x", url=url), Task(), lambda reader: None)
    assert SECRET not in repr(caught.value) and "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (1045, "It refused the user name or the password."),
        (1049, "It has no such database for this user."),
        (1040, "It takes no more connections at present."),
        (1129, "It takes nobody from this machine."),
        (1862, "The password has expired."),
        (3118, "It has locked this user."),
        (3159, "It takes encrypted connections only. Add ?sslmode=require to the address."),
        (9999, "The server cannot be reached."),
    ],
)
def test_why_a_server_refuses_is_told_in_plain_words(number, sentence):
    """By the number that MySQL gives it; the server's own text may repeat anything."""
    with mysql8(lambda line: line.say(refusal(number, f"Access denied: {SECRET}"))) as (url, _):
        assert sentence in refused(url)


@pytest.mark.parametrize("way", [b"mysql_clear_password", b"dialog"])
def test_no_server_is_told_the_password_in_the_clear(way):
    """Whatever stands at the port could ask for it; over an open line it gets nothing."""

    def ask(line):
        line.say(b"\xfe" + way + b"\0Password: \0")
        line.hear()

    with mysql8(ask) as (url, lines):
        assert "only an encrypted line allows. Add ?sslmode=require" in refused(url)
    assert all(SECRET.encode() not in line.heard for line in lines)


def test_a_way_to_log_in_that_is_not_known_is_told():
    """Such as Kerberos or LDAP."""
    with mysql8(lambda line: line.say(b"\xfeauthentication_kerberos_client\0x\0")) as (url, _):
        assert "a way to log in that is not known here" in refused(url)


def test_the_way_that_mysql_8_logs_in_by_itself_is_known():
    """First a hash, then, as the server has not seen this user yet, the password under the server's own key."""
    rsa = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.rsa")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import padding

    key = rsa.generate_private_key(65537, 2048)
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    told = []

    def log_in(line):
        line.say(b"\x01\x04")
        assert line.hear() == b"\x02"
        line.say(b"\x01" + public)
        sha1 = hashes.SHA1()  # noqa: S303 - MySQL's choice
        hidden = key.decrypt(line.hear(), padding.OAEP(padding.MGF1(sha1), sha1, None))
        told.append(bytes(c ^ SALT[n % len(SALT)] for n, c in enumerate(hidden)))
        line.say(OK)

    with mysql8(log_in) as (url, lines):
        refused(url)  # it says no more than this
    assert told[0] == SECRET.encode() + b"\0"
    first = hashlib.sha256(SECRET.encode()).digest()
    second = hashlib.sha256(hashlib.sha256(first).digest() + SALT).digest()
    assert bytes(a ^ b for a, b in zip(first, second, strict=True)) in lines[0].heard


def test_a_server_that_promises_nothing_is_not_read():
    """One that cannot begin a transaction that only reads is left at once."""

    def speak(line):
        line.say(b"\x01\x03")
        line.say(OK)
        while asked := line.hear():
            line.say(refusal(1064, "You have an error in your SQL syntax") if b"READ ONLY" in asked else OK)

    with mysql8(speak) as (url, _):
        assert (
            "It does not promise that nothing is changed: You have an error in your SQL syntax."
            in refused(url)
        )


@pytest.mark.parametrize(
    ("grants", "everything"),
    [
        (["GRANT SELECT, INSERT, UPDATE, SUPER, CREATE ROLE ON *.* TO `root`@`localhost` WITH GRANT OPTION"], True),
        (["GRANT ALL PRIVILEGES ON *.* TO `root`@`%`"], True),
        (["GRANT USAGE ON *.* TO `ann`@`%`", "GRANT SELECT ON `shop`.* TO `ann`@`%`"], False),
        (["GRANT USAGE ON *.* TO `ann`@`%`", "GRANT `SUPER`@`%` TO `ann`@`%`"], False),
    ],
)  # fmt: skip
def test_who_may_do_anything_is_known_by_what_the_server_lists(grants, everything):
    """MySQL 8 lists every right of its root one by one; a role is not what it is called."""

    class Connection:
        """One that is asked for rights."""

        def exec_driver_sql(self, statement):
            assert statement == "SHOW GRANTS"
            return self

        def scalars(self):
            return grants

    assert may_do_anything(Connection()) is everything


def test_what_waits_to_be_spoken_to_is_no_mysql(monkeypatch):
    """PostgreSQL at the port says nothing first: it is left after the time for connecting, not for reading."""
    monkeypatch.setattr(mysql, "_CONNECT_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"mysql://ann:{SECRET}@127.0.0.1:{silent.getsockname()[1]}/shop"
        assert "It did not answer within 10 seconds. Check host and port" in refused(url)


def test_mysql_is_no_postgresql():
    """Nor one that refused a password, whatever words the driver takes."""
    with mysql8(lambda line: None) as (url, _):
        for mode in ("", "?sslmode=disable"):
            told = refused(url.replace("mysql://", "postgresql://") + mode)
            assert "What answers there is no PostgreSQL. Check the port, and which engine it is." in told


def test_a_server_without_encryption_is_told_where_the_address_demands_it():
    """What to try is not what the address says already."""
    with mysql8(lambda line: None) as (url, _):
        assert "It does not encrypt, which the address demands. Take sslmode out" in refused(
            f"{url}?sslmode=require"
        )
