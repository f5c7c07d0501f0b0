"""What is remembered between two runs: a convenience that never stands in the way."""

import json

import pytest

from explorer.session.settings import (
    Settings,
    change_settings,
    load_settings,
    save_settings,
    settings_path,
    with_recent,
    without_recent,
)


def test_settings_are_remembered(tmp_path):
    """In a folder that is made when it is needed; the file is readable JSON."""
    path = tmp_path / "new" / "settings.json"
    settings = Settings(recent=(("a.yaml", "b.yaml"),), theme="dark", folder="/x", window="AAA=")
    save_settings(settings, path)
    assert load_settings(path) == settings
    assert json.loads(path.read_text())["theme"] == "dark"
    assert [p.name for p in path.parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b"null", b'{"theme":"pink"}', b'{"recent":[1]}', b"\xff\xfe", b"[" * 100_000, b'{"a":1}' * 9,
     b" " * 2_000_000],
    ids=lambda data: repr(data[:12]),
)  # fmt: skip
def test_a_damaged_file_means_the_defaults(tmp_path, data):
    """And is written over by the next change."""
    path = tmp_path / "settings.json"
    path.write_bytes(data)
    assert load_settings(path) == Settings()
    changed = change_settings(lambda s: with_recent(s, ["a.yaml"]), path)
    assert load_settings(path) == changed != Settings()


def test_what_a_newer_version_remembers_does_not_harm(tmp_path):
    """Unknown keys are passed over."""
    path = tmp_path / "settings.json"
    path.write_text('{"theme":"light","mood":"good"}')
    assert load_settings(path) == Settings(theme="light")


def test_a_place_that_cannot_be_written_is_passed_over(tmp_path):
    """No settings is no error: a file where the folder should be, or a folder where the file should be."""
    (tmp_path / "file").touch()
    save_settings(Settings(), tmp_path / "file" / "settings.json")
    save_settings(Settings(), tmp_path)
    assert load_settings(tmp_path) == Settings()


def test_recent_sources_are_whole_paths_each_once_the_last_first(tmp_path, monkeypatch):
    """So that they open from any folder; ten of them."""
    monkeypatch.chdir(tmp_path)
    settings = Settings()
    for number in range(12):
        settings = with_recent(settings, [f"{number}.yaml"])
    settings = with_recent(settings, ["5.yaml"])
    assert [r[0] for r in settings.recent[:2]] == [str(tmp_path / "5.yaml"), str(tmp_path / "11.yaml")]
    assert len(settings.recent) == 10


def test_an_address_with_a_password_is_not_remembered():
    """Alone it is, without its password, which is asked for again; among several it would not open."""
    among = with_recent(Settings(), ["a.yaml", "postgresql://me:hunter2@host/db"])
    alone = with_recent(Settings(), ["postgresql://me:hunter2@host/db"])
    plain = with_recent(Settings(), ["postgresql://me@host/db"])
    smuggled = with_recent(Settings(), ["postgresql://me:hun@ter2@host/db"])
    assert (among.recent, smuggled.recent) == ((), ())
    assert alone.recent == plain.recent == (("postgresql://me@host/db",),)


def test_what_does_not_open_any_more_is_forgotten(tmp_path, monkeypatch):
    """However it was written when it was opened."""
    monkeypatch.chdir(tmp_path)
    settings = with_recent(with_recent(Settings(), ["a.yaml"]), ["b.yaml"])
    assert without_recent(settings, ["b.yaml"]).recent == without_recent(settings, settings.recent[0]).recent
    assert [r[0] for r in without_recent(settings, ["b.yaml"]).recent] == [str(tmp_path / "a.yaml")]


def test_settings_lie_where_the_system_keeps_them(monkeypatch, tmp_path):
    """Or where RIPPLEMAP_SETTINGS says."""
    assert settings_path().name == "settings.json"
    assert "ripplemap" in settings_path().parts
    monkeypatch.setenv("RIPPLEMAP_SETTINGS", str(tmp_path / "s.json"))
    assert settings_path() == tmp_path / "s.json"
