"""JSON that is broken, foreign, huge or malicious: one sentence, a line, and the process lives."""

import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.errors import InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.dbt import entries, manifest
from explorer.importers.dbt.reading import ADAPTER

GOOD = {
    "metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json"},
    "nodes": {
        "model.a.x": {"name": "x", "resource_type": "model", "depends_on": {"nodes": []}},
        "model.a.y": {"name": "y", "resource_type": "model", "depends_on": {"nodes": ["model.a.x"]}},
    },
}
TEXT = json.dumps(GOOD, indent=1).encode()


@pytest.fixture
def read(tmp_path):
    """Reads bytes as a manifest."""

    def reading(data):
        path = tmp_path / "manifest.json"
        path.write_bytes(data)
        return ADAPTER.read(Location("manifest.json", path), Task())

    return reading


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "manifest.json:1: It is empty."),
        (b" \n\n", "manifest.json:3: It is empty."),
        (TEXT[:-2], "manifest.json:22: It ends in the middle: the file is cut short."),
        (b'{\n"nodes": {}\n x}', "manifest.json:3: It is not valid JSON at byte 15: "),
        (b"[1, 2]", "manifest.json: It is JSON, but not a dbt manifest."),
        (b'"text"', "manifest.json: It is JSON, but not a dbt manifest."),
        (b'{"nodes": {}}', "manifest.json: It is JSON, but not a dbt manifest."),
        (b'{"metadata": 5}', "manifest.json: Its metadata cannot be read: it should be a mapping"),
        (
            b'{"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/run-results/v6.json"}}',
            "manifest.json: It is dbt's run-results file, but not a dbt manifest.",
        ),
        (
            TEXT.decode().encode("utf-16")[:-1],
            "manifest.json: The text begins as UTF-16 but is not valid UTF-16.",
        ),
        (
            TEXT.replace(b'"x"', b'"\xe9"', 1),
            "manifest.json:7: The text is not UTF-8: it holds the byte 0xE9.",
        ),
        (b'{"metadata":' + b"[" * 100_000, "manifest.json: It is nested far more deeply than dbt nests."),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "manifest.json: It is nested far more deeply"),
    ],
)
def test_what_cannot_be_read_at_all_is_one_sentence_with_its_place(read, data, sentence):
    """Empty, truncated, foreign, wrongly encoded or endlessly nested: what, where, and what to try."""
    with pytest.raises(InputError) as caught:
        read(data)
    assert str(caught.value).startswith(sentence)
    assert "\n" not in str(caught.value)


def test_a_byte_order_mark_is_no_fault(read):
    """Some editors put one in front of UTF-8."""
    assert len(read(b"\xef\xbb\xbf" + TEXT).nodes) == 2


def test_what_json_forbids_but_python_writes_is_read_as_unknown(read):
    """NaN, Infinity and half characters cost a warning, and neither a text that names them nor a real pair."""
    entry = b'{"name": "NaN \\ud83d\\ude00 \\ud83d \\\\ud83d", "meta": {"a": NaN, "b": -Infinity}, "version": NaN}'
    said = read(TEXT.replace(b'"nodes": {', b'"nodes": {"model.a.z": ' + entry + b", ", 1))
    assert [n.name for n in said.nodes] == ["NaN \N{GRINNING FACE} \ufffd \\ud83d", "x", "y"]
    assert [p.message for p in said.problems] == [
        "It holds NaN, Infinity or half a character, which JSON does not allow; they are read as unknown."
    ]


def test_a_truncated_file_with_nan_in_it_is_still_truncated(read):
    """Repairing one fault does not hide the other."""
    with pytest.raises(InputError, match="cut short"):
        read(TEXT.replace(b'"y"', b"NaN", 1)[:-2])


def test_a_key_stated_twice_is_said(read):
    """Two sections or two entries of one name: the last counts, as for other readers, but not in silence."""
    twice = b'{"metadata": %s, "nodes": {"model.a.q": {"name": "q"}}, "nodes": {"model.a.x": {"name": "x"},'
    twice += b' "model.a.x": {"name": "second"}}}'
    said = read(twice % json.dumps(GOOD["metadata"]).encode())
    assert [n.name for n in said.nodes] == ["second"]
    assert ["“nodes” is stated" in said.problems[0].message, "“model.a.x”" in said.problems[1].message] == [
        True,
        True,
    ]


def test_a_thousand_broken_entries_are_not_a_thousand_problems_and_more(read):
    """Two hundred are named, the rest counted, so that the list stays readable."""
    nodes = {f"model.a.n{i}": {"name": i} for i in range(1000)}
    said = read(json.dumps({**GOOD, "nodes": nodes}).encode())
    assert len(said.problems) == 201
    assert said.problems[-1].message == "800 more entries are left out for the like."


def test_a_bomb_in_meta_costs_only_the_owner_it_hides(read):
    """Nesting that fits the file's limit but not a second decoding is no crash."""
    deep = b'{"owner": ' + b"[" * 300 + b"]" * 300 + b"}"
    said = read(TEXT.replace(b'"name": "x",', b'"name": "x", "meta": ' + deep + b",", 1))
    assert [(n.name, n.owner) for n in said.nodes] == [("x", None), ("y", None)]


def test_a_fifo_a_folder_and_what_is_missing_are_refused_at_once(tmp_path):
    """Nothing that could wait for ever is waited for."""
    fifo = tmp_path / "fifo.json"
    os.mkfifo(fifo)
    for path, sentence in [
        (fifo, "not a regular file"),
        (tmp_path, "cannot be opened|not a regular file"),
        (tmp_path / "none.json", "There is no such file"),
        (tmp_path / "a\0b", "cannot be opened"),
    ]:
        with pytest.raises(InputError, match=sentence):
            ADAPTER.read(Location("x", path), Task())


def test_a_file_beyond_the_limit_is_refused(tmp_path):
    """The size is said in MB."""
    path = tmp_path / "manifest.json"
    with path.open("wb") as file:
        file.truncate(manifest.MAX_BYTES + 1)
    with pytest.raises(InputError, match="larger than 200 MB"):
        ADAPTER.read(Location("manifest.json", path), Task())


def test_every_prefix_of_a_manifest_is_refused_in_one_sentence(read):
    """Wherever a download breaks off."""
    for end in range(len(TEXT)):
        with pytest.raises(InputError):
            read(TEXT[:end])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from(list(entries.Entry.__struct_fields__))
SECTIONS = st.sampled_from([*manifest.SECTIONS, "groups", "disabled"])


@given(
    st.dictionaries(
        SECTIONS,
        JSON
        | st.dictionaries(
            st.sampled_from(["model.a.x", "metric.a.m", "test.a.t", "semantic_model.a.s", "", "x"]),
            JSON | st.dictionaries(KEYS, JSON | st.just({"nodes": ["model.a.x"]}), max_size=8),
        ),
    )
)
def test_any_json_in_any_place_is_problems_and_never_a_crash(tmp_path_factory, content):
    """Wrong types everywhere: the readable rest comes out, and every node has a name to show."""
    path = tmp_path_factory.mktemp("any") / "manifest.json"
    path.write_text(json.dumps({"nodes": {}, **content, "metadata": GOOD["metadata"]}))
    said = ADAPTER.read(Location("manifest.json", path), Task())
    assert all(isinstance(n.name, str) for n in said.nodes)
    assert len({n.id for n in said.nodes}) == len(said.nodes)
