"""Project files from strangers, damaged in every way: read as they were meant, told of, or refused; never a crash."""

import gzip
import json

import pytest

from explorer.errors import StorageError
from explorer.session.loading import open_sources
from explorer.storage.decoding import decode_project
from explorer.storage.encoding import encode_project, packed
from tests.storage.projects import contents, small_project

DATA = encode_project(small_project())
MEANT = contents(small_project())


def outcome(data):
    """ "same" when it reads as it was meant without a word, "told" when it reads with one, else "refused"."""
    try:
        stored = decode_project(data, "p")
    except StorageError as error:
        assert str(error).startswith("p")
        assert error.__cause__ is None
        return "refused"
    if stored.faults:
        return "told"
    assert contents(stored.project) == MEANT
    return "same"


def test_cut_anywhere_it_is_refused():
    """At every single byte: nobody mistakes a part for the whole. Only the last line's end may be missing."""
    outcomes = {length: outcome(DATA[:length]) for length in range(len(DATA))}
    assert set(outcomes.values()) == {"refused"}


def test_every_bit_flipped_is_noticed():
    """Whatever single bit of the file is turned, it is refused or told of, and never read as if nothing was."""
    for i in range(len(DATA)):
        for bit in range(8):
            data = DATA[:i] + bytes([DATA[i] ^ 1 << bit]) + DATA[i + 1 :]
            assert outcome(data) in {"refused", "told"}, (i, bit)


def test_every_byte_of_a_packed_copy_turned_is_refused():
    """The checksum of the packing sees it; its own header's name and time may differ."""
    small = packed(DATA)
    harmless = range(4, 10)  # time, hints and the operating system, in gzip's header
    for i in range(len(small)):
        data = small[:i] + bytes([small[i] ^ 255]) + small[i + 1 :]
        assert outcome(data) == ("same" if i in harmless else "refused"), i
    assert {outcome(small[:length]) for length in range(len(small))} == {"refused"}


@pytest.mark.parametrize("position", [0, 1, 2, 50])
def test_zeros_and_noise_in_the_middle_are_refused(position):
    """A block of the disk that came back empty."""
    start = len(DATA) * position // 60
    assert outcome(DATA[:start] + bytes(64) + DATA[start + 64 :]) == "refused"


def test_a_bomb_within_a_bomb_stays_packed():
    """Only one layer is ever unpacked, and that one is bounded."""
    assert outcome(gzip.compress(gzip.compress(bytes(50_000_000)))) == "refused"
    assert outcome(gzip.compress(bytes(50_000_000))) == "refused"


def test_depth_without_end_is_refused():
    """A hundred thousand lists within one another, in the header, an identity and a body."""
    deep = "[" * 100_000 + "]" * 100_000
    header = DATA.split(b"\n", 1)[0].decode()
    for line in (f'["node",{deep},{{}}]', f'["node","a",{{"x":{deep}}}]', deep):
        assert outcome(f"{header}\n{line}\n".encode()) == "refused"
    assert outcome(f'{{"format":"ripplemap","x":{deep}}}\n'.encode()) == "refused"


@pytest.mark.parametrize(
    "value", ["null", "true", "0", "-1", "1e308", '""', '"\\u0000"', "[]", "{}", '[[["a"]]]', '{"a":{"b":1}}']
)
def test_wrong_types_everywhere_are_refused_or_kept(value):
    """Each value of each record replaced: no crash, and what is refused names its line."""
    header, *lines = DATA.decode().splitlines()
    for number, line in enumerate(lines):
        tag, identity, body = json.loads(line)
        odd = json.loads(value)
        variants = [[odd, identity, body], [tag, odd, body], [tag, identity, odd]]
        variants += [[tag, identity, {**body, key: odd}] for key in body]
        for variant in variants:
            changed = [*lines[:number], json.dumps(variant), *lines[number + 1 :]]
            text = "".join(f"{each}\n" for each in [header, *changed])
            assert outcome(text.encode()) in {"refused", "told"}


def test_a_line_longer_than_any_record_is_refused():
    """9 MB in one value."""
    header = DATA.split(b"\n", 1)[0]
    line = b'["node","a",{"kind":"model","description":"' + b"x" * 9_000_000 + b'"}]\n'
    assert outcome(header + b"\n" + line) == "refused"


def test_a_project_among_other_sources_that_is_damaged_stops_the_opening(tmp_path):
    """A damaged project is not left out in silence when it was asked for by name."""
    (tmp_path / "a.ripplemap").write_bytes(DATA[:500])
    (tmp_path / "b.yaml").write_text("ripplemap: 1\nsystem: b\nmodels: {m: {}}\n")
    with pytest.raises(StorageError, match=r"a\.ripplemap"):
        open_sources([str(tmp_path / "a.ripplemap"), str(tmp_path / "b.yaml")])
