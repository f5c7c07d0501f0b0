"""Which importer reads what, and many sources as one system."""

from pathlib import Path

import pytest

from explorer.errors import Cancelled, InputError, UsageError
from explorer.importers import folder
from explorer.importers.adapter import Task
from explorer.importers.registry import adapters, choose, locate
from tests.importers.imported import import_sources

MANIFEST = "ripplemap: 1\nsystem: {name}\ndatasets:\n  {id}: {{inputs: [{input}]}}\n"


def write(path, name="S", node="a", reads="a"):
    """A manifest of one dataset that is made from another."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(MANIFEST.format(name=name, id=node, input=reads))
    return str(path)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgresql://me:secret@db.example.com:5432/ml", "postgresql://me@db.example.com:5432/ml"),
        ("postgresql://me:secret@db/ml?password=secret", "postgresql://db/ml"),
        ("postgresql://me:se@cret@db/ml", "postgresql://…"),
        ("oracle://secret@db/ml", "oracle://db/ml"),
        ("oracle://me:sec/ret@db/ml", "oracle://…"),
        ("oracle://me:12/secret@db/ml", "oracle://…"),
        ("oracle://me:12?secret@db/ml", "oracle://…"),
        ("oracle://me:sec#ret@db/ml", "oracle://…"),
        ("mysql://db/ml?password=secret&x=1", "mysql://db/ml"),
        ("mysql://db/ml;password=secret", "mysql://db/ml"),
        ("mysql://db/password=secret", "mysql://…"),
        ("mysql://me:sec/ret@db/ml", "mysql://me@db/ml"),
        ("mssql+pyodbc:///?odbc_connect=PWD%3Dsecret", "mssql+pyodbc:///"),
        ("sqlite:///runs/mlflow.db", "sqlite:///runs/mlflow.db"),
    ],
)
def test_addresses_are_shown_without_secrets(text, shown):
    """Only parts that are surely no secret are repeated; the whole address is kept for the reader alone."""
    location = locate(text)
    assert location.shown == shown
    assert location.url == text
    assert "secret" not in location.shown


@pytest.mark.parametrize(
    "text", ["a.yaml", "C:a.yaml", "C:\\x\\a.yaml", "../x", "//host/share", "a:b", "con.yaml"]
)
def test_all_else_is_a_path(text):
    """A path is shown as it was typed."""
    location = locate(text)
    assert (location.shown, location.url) == (text, None)


def test_the_built_in_adapters():
    """They are listed by name, each with a line of what it takes; SQLAlchemy is not needed for that."""
    assert [a.name for a in adapters()][:4] == ["manifest", "dbt", "feast", "database"]
    assert all(a.recognises for a in adapters())


def test_a_file_finds_its_adapter(tmp_path):
    """By its beginning, or by force."""
    path = write(tmp_path / "m.yaml")
    assert choose(locate(path)).name == "manifest"
    assert choose(locate(path), "dbt").name == "dbt"
    assert choose(locate(str(tmp_path))).name == "folder"


def test_no_adapter_fits(tmp_path):
    """The error lists what there is; a misspelt name gets the nearest."""
    (tmp_path / "x.txt").write_text("hello")
    with pytest.raises(
        InputError, match=r"No importer recognises this source\. There are: Ripplemap manifest.*dbt"
    ):
        choose(locate(str(tmp_path / "x.txt")))
    with pytest.raises(UsageError, match=r"There is no importer “manifets”\. Did you mean manifest\?"):
        choose(locate("x"), "manifets")
    with pytest.raises(UsageError, match=r"There is no importer “zzz”\. There are: manifest, dbt"):
        choose(locate("x"), "zzz")
    with pytest.raises(InputError, match="No importer recognises this source"):
        choose(locate("ftp://host/x"))


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("dbt_project.yml", "name: shop\nprofile: x\n", "These are the settings of a dbt project"),
        (
            "run_results.json",
            '{"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/run-results/v6.json"}}',
            "It is dbt's run-results file",
        ),
        (
            "meta.yaml",
            "artifact_location: x\nexperiment_id: '0'\n",
            "This belongs to MLflow's folder of files",
        ),
        ("meta.yaml", "id: 1\n", "No importer recognises this source"),
    ],
)
def test_a_file_of_a_known_tool_says_what_to_open_instead(tmp_path, name, text, sentence):
    """Settings, and what is read beside another file: by themselves they say nothing of a system."""
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(InputError, match=sentence):
        choose(locate(str(path)))
    (tmp_path / "manifest.json").write_text("{}")
    with pytest.raises(InputError) as caught:
        choose(locate(str(path)))
    assert ("Open manifest.json beside it" in str(caught.value)) is (name == "run_results.json")


def test_a_manifest_without_header_must_be_forced(tmp_path):
    """Without ripplemap: 1 it is not recognised; by force it is read, and the missing line is told."""
    path = tmp_path / "m.yaml"
    path.write_text("datasets: {a: }")
    with pytest.raises(InputError, match="No importer recognises"):
        import_sources([str(path)])
    imported = import_sources([str(path)], forced="manifest")
    assert list(imported.graph.nodes) == ["a"]
    assert [str(p) for p in imported.problems] == [
        f"{path}:1: warning: The first line, ripplemap: 1, is missing."
    ]


def test_sources_become_one_system(tmp_path):
    """Ids meet across files, however these are named."""
    one, two = write(tmp_path / "1.yaml", "One", "a", "b"), write(tmp_path / "2.yaml", "Two", "b", "c")
    imported = import_sources([one, two])
    assert imported.graph.name == "One + Two"
    assert [tuple(k) for k in imported.graph.edges] == [("b", "a", "derives"), ("c", "b", "feeds")]
    assert [str(p) for p in imported.problems] == [
        f"{two}:4: warning: Nothing declares “c”. Declare it, or correct the name."
    ]
    assert [(s.location, s.adapter) for s in imported.sources] == [(one, "manifest"), (two, "manifest")]


def test_a_folder_is_one_source(tmp_path):
    """Every manifest beneath it, in order, with its path as typed; what is none is passed over."""
    write(tmp_path / "f" / "b" / "2.yml", "Two", "b", "a")
    write(tmp_path / "f" / "a.yaml", "One", "a", "b")
    (tmp_path / "f" / "c.json").write_text('{"ripplemap": 1, "datasets": {"c": {"inputs": ["b"]}}}')
    (tmp_path / "f" / "compose.yaml").write_text("services: {}")
    (tmp_path / "f" / "README.md").write_text("ripplemap: 1")
    (tmp_path / "f" / "old.ripplemap").write_text('{"ripplemap": 1}')
    imported = import_sources([str(tmp_path / "f")])
    assert imported.graph.name == "One + Two"
    assert {i: n.source.name for i, n in imported.graph.nodes.items()} == {
        "a": str(tmp_path / "f" / "a.yaml"),
        "b": str(tmp_path / "f" / "b" / "2.yml"),
        "c": str(tmp_path / "f" / "c.json"),
    }
    assert imported.problems == ()
    assert [s.adapter for s in imported.sources] == ["folder"]


def test_a_folder_without_anything(tmp_path):
    """It is named, with what was looked for."""
    (tmp_path / "x.yaml").write_text("a: 1")
    with pytest.raises(InputError) as caught:
        import_sources([str(tmp_path)])
    assert str(caught.value).startswith(
        f"{tmp_path}: Nothing in this folder is a source that can be read. 1 file of this folder was not recognised "
        "and is passed over: x.yaml. There are: Ripplemap manifest, dbt, "
    )
    assert len(str(caught.value).removeprefix(str(tmp_path))) < 500


def test_a_folder_without_what_was_asked_for(tmp_path):
    """One importer alone says all of what it recognises."""
    (tmp_path / "x.yaml").write_text("a: 1")
    with pytest.raises(InputError) as caught:
        place = locate(str(tmp_path))
        choose(place, "manifest").read(place, Task())
    assert "Looked for: Ripplemap manifest: " in str(caught.value)
    assert "ripplemap: 1" in str(caught.value)


def test_a_folder_in_which_nothing_was_found_says_what_was_not_looked_at(tmp_path, monkeypatch):
    """Else nobody would know that the manifest lies behind the limit."""
    (tmp_path / "a.txt").write_text("hello")
    write(tmp_path / "z.yaml")
    monkeypatch.setattr(folder, "MAX_FILES", 1)
    with pytest.raises(InputError) as caught:
        import_sources([str(tmp_path)])
    assert caught.value.hint.startswith("Only the first 1 files of this folder were looked at. There are: ")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty. Check which file was meant."),
        (b"\xef\xbb\xbf\r\n \n", "The file is empty. Check which file was meant."),
        (b" " * 100_000, "The first 64 KB of the file are blank. Check which file was meant."),
    ],
)
def test_a_file_with_nothing_in_it(tmp_path, data, sentence):
    """It is called empty, not unknown."""
    path = tmp_path / "x.yaml"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        import_sources([str(path)])
    assert str(caught.value) == f"{path}: {sentence}"


def test_one_broken_file_in_a_folder(tmp_path):
    """It is an error with its line; the rest is read. Alone it is the error."""
    good = write(tmp_path / "good.yaml")
    (tmp_path / "bad.yaml").write_text("ripplemap: 1\na: [\n")
    imported = import_sources([str(tmp_path)])
    assert list(imported.graph.nodes) == ["a"]
    [problem] = imported.problems
    assert (problem.source.name, problem.source.line, str(problem.severity)) == (
        str(tmp_path / "bad.yaml"),
        3,
        "error",
    )
    Path(good).unlink()
    with pytest.raises(InputError, match=r"bad\.yaml:3: This cannot be read as YAML"):
        import_sources([str(tmp_path)])


def test_one_source_of_several_cannot_be_read(tmp_path):
    """A problem when another can; an error when none can, which says how many there were."""
    good, gone = write(tmp_path / "good.yaml"), str(tmp_path / "gone.yaml")
    imported = import_sources([gone, good])
    assert [str(p) for p in imported.problems] == [f"{gone}: error: There is no such file. Check the path."]
    with pytest.raises(
        InputError, match=r"There is no such file\. Check the path\. Nor could 1 other source be read\."
    ):
        import_sources([gone, str(tmp_path / "lost.yaml")])
    with pytest.raises(InputError, match=r"There is no such file\. Check the path\.$"):
        import_sources([gone])


def test_a_folder_too_large(tmp_path, monkeypatch):
    """What lies beyond the limits is left out and told."""
    for n in range(4):
        write(tmp_path / f"{n}.yaml", node=f"n{n}", reads=f"n{n}")
    monkeypatch.setattr(folder, "MAX_RECOGNISED", 2)
    imported = import_sources([str(tmp_path)])
    assert list(imported.graph.nodes) == ["n0", "n1"]
    assert "the folder holds too much to read at once" in imported.problems[0].message
    monkeypatch.setattr(folder, "MAX_FILES", 1)
    imported = import_sources([str(tmp_path)])
    assert list(imported.graph.nodes) == ["n0"]
    assert imported.problems[0].message == "Only the first 1 files of this folder were looked at."


def test_look_alikes_are_told(tmp_path):
    """Two ids that a person takes for one are a warning that names both places."""
    (tmp_path / "m.yaml").write_text(
        "ripplemap: 1\ndatasets:\n  sessions: {}\n  s\u0435ssions: {}\n", "utf-8"
    )
    [problem] = import_sources([str(tmp_path / "m.yaml")]).problems
    assert "looks like “sessions”" in problem.message
    assert str(problem.severity) == "warning"
    many = "".join(f"  a{n}: \n  A{n}: \n" for n in range(30))
    (tmp_path / "m.yaml").write_text("ripplemap: 1\ndatasets:\n" + many)
    problems = import_sources([str(tmp_path / "m.yaml")]).problems
    assert len(problems) == 21
    assert problems[-1].message == "10 more pairs of ids look alike."


def test_cancelling_passes_through(tmp_path):
    """A person's Cancel is no fault of the source."""
    write(tmp_path / "m.yaml")

    def stop():
        raise Cancelled

    with pytest.raises(Cancelled):
        import_sources([str(tmp_path)], task=Task(check=stop))
