"""YAML that was written to harm, or that merely happened: each is refused or read, in a sentence with its line."""

import threading
import tracemalloc
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.value_types import Literal, plain_value
from explorer.errors import InputError
from explorer.importers import yaml_events
from explorer.importers.manifest import read_manifest
from explorer.importers.reading import decode_text
from explorer.importers.yaml_events import MAX_DEPTH, read_documents


def plain(text):
    """The one document of a text as plain values."""
    [(root, _)] = read_documents(text, "m.yaml")
    return plain_value(root)


def bomb(levels=9, width=9):
    """Lists of lists by alias; 9 levels of 9 stand for 387 million items."""
    lines = ["a0: &a0 [x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * width)}]" for n in range(1, levels)]
    return "\n".join(lines)


REFUSED = {
    "alias bomb": (bomb(), "m.yaml:5: Aliases stand for more than 10,000 items."),
    "merge keys": (
        "a: &a {x: 1}\nb:\n  <<: [" + ", ".join(["*a"] * 500) + "]",
        "m.yaml:3: Merge keys (<<) are not read; write the keys out.",
    ),
    "deep": ("[" * 30_000, "m.yaml:1: This is nested more than 64 deep."),
    "deep block": (
        "\n".join(" " * n + f"k{n}:" for n in range(100)),
        "m.yaml:65: This is nested more than 64 deep.",
    ),
    "deep braces": ("{a: " * 30_000, "m.yaml:1: This is nested more than 64 deep."),
    "duplicate key": ("a: 1\nb: 2\na: 3", "m.yaml:3: “a” stands here and in line 1."),
    "duplicate key, quoted": ('a: 1\n"a": 3', "m.yaml:2: “a” stands here and in line 1."),
    "python tag": (
        "x: 1\ny: !!python/object/apply:os.system [ls]",
        "m.yaml:2: Tags such as tag:yaml.org,2002:python/object/apply:os.system are not read; leave it out.",
    ),
    "tag on text": ("x: !!str 1", "m.yaml:1: Tags such as tag:yaml.org,2002:str are not read; leave it out."),
    "tag on mapping": ("x:\n  !mine {}", "m.yaml:2: Tags such as !mine are not read; leave it out."),
    "self-containing": ("&x [*x]", "m.yaml:1: *x refers to what it stands in."),
    "self-containing by a ring": ("a: &x\n  b: [c, *x]", "m.yaml:2: *x refers to what it stands in."),
    "alias of nothing": ("a: *x", "m.yaml:1: Nothing above is marked &x."),
    "a key that is a list": ("[a, b]: c", "m.yaml:1: A key must be plain text, not a list, mapping or alias."),
    "a key that is an alias": ("&k a: 1\n*k : 2", "m.yaml:2: A key must be plain text,"),
    "huge number": ("a: " + "9" * 100_000, "m.yaml:1: A text of 100,000 characters; at most 65,536 are read."),
    "huge text": ("a: b\nc: " + "x" * 70_000, "m.yaml:2: A text of 70,000 characters; at most 65,536 are read."),
    "many documents": ("--- a\n" * 100_000, "m.yaml:10001: There are more than 10,000 documents."),
    "NUL": ("a: 1\nb: \0", "m.yaml:2: The character U+0000 may not stand in YAML."),
    "escape": ("a: é\nb: \x1b]0;x\x07", "m.yaml:2: The character U+001B may not stand in YAML."),
    "not a character": ("a: \ufffe", "m.yaml:1: The character U+FFFE may not stand in YAML."),
    "unclosed": ("a: [1, 2\nb: 3", "m.yaml:2: This cannot be read as YAML: did not find expected ',' or ']'"),
    "truncated": ('a: "bc', "m.yaml:1: This cannot be read as YAML: found unexpected end of stream"),
    "tab": ("a:\n\tb: 1", "m.yaml:2: This cannot be read as YAML: found character that cannot start any token"),
    "lone surrogate by escape": (
        'a: "\\ud800"',
        "m.yaml:1: This cannot be read as YAML: found invalid Unicode character escape code",
    ),
}  # fmt: skip


@pytest.mark.parametrize("text, message", REFUSED.values(), ids=REFUSED.keys())
def test_refused_with_a_sentence_and_a_line(text, message):
    """What goes beyond the limits, or is no YAML, is an InputError that names file and line."""
    with pytest.raises(InputError) as caught:
        read_documents(text, "m.yaml")
    assert str(caught.value).startswith(message)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        (
            '{"ripplemap": 1, "datasets": {"a": ',
            "The file may be cut short, or something in it is left open.",
        ),
        ('a: "bc\nd: e\n', "The file may be cut short, or something in it is left open."),
        ("a:\n\tb: 1", "Indent with spaces, not with tabs."),
        ("a: b: c", "Put a text that holds a colon in quotes."),
        ("a: [1, 2\nb: 3", "Look at this line and the one above it."),
        ("a: 1\na: 2", "Keep one."),
        ("a: \0", "Delete it."),
    ],
)
def test_what_to_try_is_said(text, advice):
    """A fault of writing comes with the likeliest way to mend it."""
    with pytest.raises(InputError) as caught:
        read_documents(text, "m.yaml")
    assert caught.value.hint == advice


def test_where_something_left_open_begins_is_said():
    """The parser only gives up at the end of the file; the quote that was forgotten stands above."""
    with pytest.raises(InputError, match="while scanning a quoted scalar, begun in line 2"):
        read_documents('a: 1\nb: "c\nd: e\n', "m.yaml")


def test_more_events_than_allowed(monkeypatch):
    """A flat list without end stops at the limit."""
    monkeypatch.setattr(yaml_events, "MAX_ENTRIES", 3_000)
    assert len(plain("[" + "a," * 2_900 + "]")) == 2_900
    with pytest.raises(InputError, match="more than 3,000 keys, items"):
        read_documents("[" + "a," * 3_000 + "]", "m.yaml")


@pytest.mark.parametrize(
    "text", ["[" * 30_000, "[" * 2_000, "[" * 60 + "]" * 60, "{a: " * 30_000, "- " * 3_000]
)
def test_depth_costs_no_stack(text):
    """Depth is seen before anything recurses, so a thread with a small stack lives."""
    outcome = []

    def read():
        try:
            read_documents(text, "m.yaml")
            outcome.append("read")
        except InputError:
            outcome.append("refused")

    before = threading.stack_size(512 * 1024)
    try:
        thread = threading.Thread(target=read)
        thread.start()
        thread.join(60)
    finally:
        threading.stack_size(before)
    assert outcome == ["read" if text.startswith("[" * 60 + "]") else "refused"]


def test_the_greatest_depth_is_read():
    """Exactly at the limit nothing is refused."""
    assert plain("[" * MAX_DEPTH + "]" * MAX_DEPTH)


def test_scalars_are_those_of_yaml_1_2():
    """What YAML 1.1 took for booleans, sexagesimals and octals is text or a plain number."""
    text = """{a: no, b: 1_000, c: 12:30:45, d: 017, e: 2026-13-45, f: 2026-11-20, g: yes, h: on, i: 0o17, j: 0x1F,
        k: ~, l: null, m: true, n: False, o: 1.5e3, p: .5, q: -.inf, r: "1", s: 'true', t: 1e5, u: +12, v: 1., w: y,
        x: 0b11, y: 1:2, z: }"""
    assert plain(text) == {
        "a": "no", "b": "1_000", "c": "12:30:45", "d": 17, "e": "2026-13-45", "f": "2026-11-20", "g": "yes",
        "h": "on", "i": 15, "j": 31, "k": None, "l": None, "m": True, "n": False, "o": 1500.0, "p": 0.5,
        "q": float("-inf"), "r": "1", "s": "true", "t": 1e5, "u": 12, "v": 1.0, "w": "y", "x": "0b11", "y": "1:2",
        "z": None,
    }  # fmt: skip


def test_numbers_remember_how_they_were_written():
    """A version 1.10 is not 1.1, and an id 007 is not 7."""
    [(root, _)] = read_documents("[1.10, 007]", "m.yaml")
    assert root == [Literal(1.1, "1.10"), Literal(7, "007")]


def test_long_numbers_stay_text():
    """Five thousand digits are no number, and reading them costs nothing."""
    assert plain("a: " + "9" * 5_000) == {"a": "9" * 5_000}


def test_few_aliases_are_read():
    """An alias stands for what was marked, as often as the budget allows."""
    assert plain("a: &t [x, {y: 1}]\nb: *t\nc: &s text\nd: [*s, *s]\n&k e: *k") == {
        "a": ["x", {"y": 1}], "b": ["x", {"y": 1}], "c": "text", "d": ["text", "text"], "e": "e",
    }  # fmt: skip


def test_quoted_merge_sign_is_a_key():
    """Only the bare << merges elsewhere; in quotes it is a word."""
    assert plain('"<<": 1') == {"<<": 1}


def test_lines_of_keys_and_items():
    """Every key and item knows its line, from 1, in block and flow style and across documents."""
    [(first, _), (second, start)] = read_documents("a:\n- x\n-  - y\n---\n\nb: {c: 1,\n d: 2}\n", "m.yaml")
    assert (first.lines, first["a"].lines) == ([1], [2, 3])
    assert (start, second.lines, second["b"].lines) == (6, [6], [6, 7])
    assert (second.line_of("b"), second["b"].line_of("d")) == (6, 7)


def test_many_keys_take_little_room():
    """300,000 keys in one mapping stay under 100 MB: measured on a tenth, as room grows with the number."""
    text = "".join(f"key{n}: {n % 10}\n" for n in range(30_000))
    tracemalloc.start()
    try:
        [(root, _)] = read_documents(text, "m.yaml")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(root) == 30_000
    assert most < 10_000_000


def test_text_longer_than_the_parser_takes_at_once_is_read_whole():
    """Wherever a piece ends, and however many bytes its characters take."""
    words = [f"{'é' * (n % 7)}{chr(0x1F600 + n % 50)}{'x' * (n % 5)}w{n}" for n in range(6_000)]
    assert plain("[" + ", ".join(words) + "]") == words


def test_json_pairs_of_escapes():
    """JSON writes an emoji as two escapes; a backslash before such text is none."""
    assert plain('{"a": "\\ud83d\\ude00", "b": "\\\\ud83d\\\\ude00", "c": "\\/\\u00e9"}') == {
        "a": "\U0001f600", "b": "\\ud83d\\ude00", "c": "/é",
    }  # fmt: skip


def test_reading_can_be_stopped():
    """The check is asked again and again, whether the file is one large list or many small ones."""
    for text in ("[" + "word," * 40_000 + "]", "- [a, b, {c: d}]\n" * 12_000):
        asked = []
        read_documents(text, "m.yaml", asked.append)
        assert len(asked) >= 12
        assert asked == sorted(asked)
        assert 0 == asked[0] < asked[-1] <= 1


MANIFEST = "ripplemap: 1\nsystem: café\ndatasets:\n  a: {}\n"


@pytest.mark.parametrize(
    "data",
    [
        MANIFEST.encode(),
        b"\xef\xbb\xbf" + MANIFEST.encode(),
        MANIFEST.encode("utf-16"),
        MANIFEST.encode("utf-16-le"),
        b"\xfe\xff" + MANIFEST.encode("utf-16-be"),
        MANIFEST.encode("utf-16-be"),
        MANIFEST.encode("utf-32"),
        MANIFEST.replace("\n", "\r\n").encode(),
        MANIFEST.replace("\n", "\r").encode(),
    ],
    ids=["utf-8", "bom", "utf-16", "utf-16-le", "utf-16-be bom", "utf-16-be", "utf-32", "crlf", "cr"],
)
def test_encodings_that_are_read(data):
    """UTF-8, UTF-16 and UTF-32, with and without a mark, and every way to end a line give the same."""
    statements = read_manifest(decode_text(data, "m.yaml"), "m.yaml")
    assert statements.name == "café"
    assert [(n.id, n.source.line) for n in statements.nodes] == [("a", 4)]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("a: 1\nb: é".encode("latin-1"), "m.yaml:2: The text is not UTF-8: it holds the byte 0xE9."),
        (b"a: \xed\xa0\x80", "m.yaml:1: The text holds half a character (a lone surrogate)"),
        (b"\xff\xfea\x00\x00\xd8a\x00", "m.yaml: The text begins as UTF-16 but is not valid UTF-16."),
        (b"\xff\xfea\x00b", "m.yaml: The text begins as UTF-16 but is not valid UTF-16."),
        (b"\x80\x81", "m.yaml:1: The text is not UTF-8: it holds the byte 0x80."),
    ],
)
def test_encodings_that_are_refused(data, message):
    """What cannot be decoded is refused with the encoding named, and how to mend it."""
    with pytest.raises(InputError) as caught:
        decode_text(data, "m.yaml")
    assert str(caught.value).startswith(message)
    assert "UTF-8." in str(caught.value)


def test_every_cut_of_a_manifest_is_read_or_refused():
    """A file cut off anywhere is a shorter manifest or a sentence, never another error."""
    text = MANIFEST + 'jobs: {j: {inputs: [a, {from: a, fields: ["x"]}]}}\n'
    for end in range(len(text)):
        with suppress(InputError):
            read_manifest(text[:end], "m.yaml")


@given(st.binary(max_size=200))
def test_random_bytes_are_read_or_refused(data):
    """Noise is a sentence."""
    with suppress(InputError):
        read_manifest(decode_text(data, "m.yaml"), "m.yaml")


@given(st.text("[]{}:,-&*!|>'\"%@`#? \n\tabn1.<~", max_size=60))
def test_random_marks_are_read_or_refused(text):
    """Whatever YAML's own marks make together is a value or a sentence."""
    with suppress(InputError):
        read_documents(text, "m.yaml")
