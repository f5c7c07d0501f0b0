"""What is written: harmless to a terminal, readable on every one, and JSON that stays JSON."""

import io
import json

import pytest

from explorer.cli import console as module
from explorer.cli.console import Console, json_text


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def __init__(self, encoding="utf-8", tty=True):
        super().__init__(io.BytesIO(), encoding=encoding, write_through=True)
        self.tty = tty

    def isatty(self):
        return self.tty

    def shown(self):
        return self.buffer.getvalue().decode(self.encoding)


def on(**options):
    out, err = Terminal(**options), Terminal(**options)
    return Console(out, err), out, err


def test_nothing_that_a_terminal_obeys_reaches_it():
    """A name that would set the window's title, ring the bell, go back a line or turn the text round."""
    console, out, err = on()
    hostile = "a\x1b]0;owned\x07b\rc\nd\u202ee\x9bf"
    console.line(hostile)
    console.tell(hostile)
    console.table([(hostile, "x")])
    console.paragraph(hostile)
    for shown in (out.shown(), err.shown()):
        assert not {"\x1b", "\x07", "\r", "\u202e", "\x9b"} & set(shown)
    assert out.shown().startswith("a⟨U+001B⟩]0;owned⟨U+0007⟩b")
    assert err.shown().count("\n") == 1


@pytest.mark.parametrize(
    ("encoding", "shown"), [("ascii", '"a" -> b >= 2 ? ...\n'), ("cp1252", "“a” -> b >= 2 ? …\n")]
)
def test_an_old_terminal_gets_plain_signs(encoding, shown):
    """No crash over an arrow; what has no stand-in is a question mark."""
    console, out, _ = on(encoding=encoding)
    console.line("“a” → b ≥ 2 日 …")
    assert out.shown().replace("\r\n", "\n") == shown


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252", "latin-1"])
def test_json_is_the_same_value_on_every_terminal(encoding):
    """Escaped where the terminal lacks a letter; controls and turning marks are always escaped."""
    value = {"schema": 1, "names": ["é→日😀", "\x1b[2J", "\u202e\x9b\u2028\x7f", 'q"\\']}
    console, out, _ = on(encoding=encoding)
    console.json(value)
    assert json.loads(out.shown()) == value
    assert not {"\x1b", "\u202e", "\x9b", "\u2028", "\x7f"} & set(out.shown())


def test_json_holds_half_a_character_as_an_escape():
    """The name of a file that is no UTF-8 does not end the run."""
    assert json.loads(json_text({"written": "\udcff.yaml"})) == {"written": "\udcff.yaml"}


def test_json_is_indented():
    """For eyes and for diffs."""
    assert json_text({"a": [1]}) == '{\n  "a": [\n    1\n  ]\n}\n'


def test_tables_line_up_and_long_cells_push_nothing_far():
    """Cells begin below one another; the last may be as long as it likes."""
    console, out, _ = on()
    console.table([("a", "1", "x"), ("long name", "22", "y" * 200), ("b", "3", "")], indent="")
    assert out.shown().splitlines() == ["a          1   x", f"long name  22  {'y' * 200}", "b          3"]
    console.table([])


def test_paragraphs_keep_to_the_width():
    """With a mark before the first line only."""
    console, out, _ = on(tty=False)
    console.paragraph("word " * 60, first="  · ")
    lines = out.shown().splitlines()
    assert len(lines) > 2
    assert all(len(line) <= console.width for line in lines)
    assert [line[:4] for line in lines[:2]] == ["  · ", "    "]


def test_progress_shows_on_a_terminal_and_goes_away(monkeypatch):
    """In one line on standard error, gone before the next real line; short work shows none."""
    console, _, err = on()
    task = console.task()
    task.progress("reading", 0.5)
    assert err.shown() == ""
    monkeypatch.setattr(module, "_PROGRESS_AFTER", 0)
    monkeypatch.setattr(module, "_PROGRESS_EVERY", 0)
    task.progress("reading \x1b[2J", 0.5)
    assert err.shown() == "\rreading ⟨U+001B⟩[2J  50%\x1b[K"
    console.tell("done")
    assert err.shown().endswith("\r\x1b[Kdone\n")


def test_work_that_tells_of_itself_as_it_begins_is_told_of_once_it_takes_long(monkeypatch):
    """One word at the beginning is enough; it is not told of again and again."""
    console, _, err = on()
    task = console.task()
    task.progress("Looking for debts", None)
    task.check()
    assert err.shown() == ""
    monkeypatch.setattr(module, "_PROGRESS_AFTER", 0)
    task.check()
    task.check()
    assert err.shown() == "\rLooking for debts\x1b[K"


def test_progress_is_silent_where_nobody_looks(monkeypatch):
    """A log of a pipeline is not filled with it."""
    monkeypatch.setattr(module, "_PROGRESS_AFTER", 0)
    console, out, err = on(tty=False)
    console.task().progress("reading", None)
    assert (out.shown(), err.shown()) == ("", "")
