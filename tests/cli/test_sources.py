"""The sources of a command: the password of a server is asked for where somebody is there to type it."""

import sys

import pytest

from explorer.cli import sources
from explorer.importers.databases import passwords


@pytest.fixture
def typed(monkeypatch):
    """Somebody sits at the terminal, has no keyring, and types a password; what was asked is noted."""
    asked = []
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(passwords, "_keyring", lambda: None)
    monkeypatch.setattr(sources, "getpass", lambda words: asked.append(words) or "p@ss")
    monkeypatch.setattr(sources, "keep_for_good", lambda: None)
    monkeypatch.setattr(sources, "open_sources", lambda texts, **_: tuple(texts))
    return asked


class Silent:
    """A console that shows nothing."""

    def task(self):
        """No progress."""


def test_a_password_is_asked_for_and_shown_nowhere(typed):
    """Only of a server that names a user and no password."""
    given = ["a.yaml", "postgresql://ann@h/d", "mysql://bob:x@h/d", "sqlite:///a.db", "postgresql://h/d"]
    read = sources.load(Silent(), given, None)
    assert read == ("a.yaml", "postgresql://ann:p%40ss@h/d", *given[2:])
    assert typed == ["Password of ann at h: "]


def test_nobody_is_asked_where_nobody_is_there(typed, monkeypatch):
    """In a script the server says itself that a password is missing."""
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    assert sources.load(Silent(), ["postgresql://ann@h/d"], None) == ("postgresql://ann@h/d",)
    assert typed == []
