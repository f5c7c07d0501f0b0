"""`import`: sources into a project file, with a summary."""

import pytest


def test_a_summary_counts_kinds_and_lists_problems(ripplemap, shop, tmp_path):
    """And the file holds what the source said."""
    target = tmp_path / "shop.ripplemap"
    ran = ripplemap("import", shop, "-o", target)
    assert (ran.status, ran.err) == (0, "")
    lines = [" ".join(line.split()) for line in ran.out.splitlines()]
    assert lines[0] == "shop: 8 nodes, 8 edges"
    assert {"dataset 2", "unknown 1", "feeds 3", "watches 1", "Problems (1)"} <= set(lines)
    assert lines[-1] == f"Written to {target}."
    assert f"{shop}:12: warning: Nothing declares" in " ".join(lines)
    assert ripplemap("graph", target, "--json").json == ripplemap("graph", shop, "--json").json


def test_what_was_there_is_kept(ripplemap, shop, tmp_path):
    """A second import says where the project of before is."""
    target = tmp_path / "shop.ripplemap"
    ripplemap("import", shop, "-o", target)
    assert "kept as shop.ripplemap.bak" in ripplemap("import", shop, "-o", target).out
    assert (tmp_path / "shop.ripplemap.bak").is_file()


def test_the_summary_as_json(ripplemap, shop, tmp_path):
    """For scripts."""
    ran = ripplemap("import", shop, "-o", tmp_path / "a.ripplemap", "--json")
    assert ran.json["nodes"] == {
        "consumer": 1, "dataset": 2, "metric": 1, "model": 1, "monitor": 1, "unknown": 1, "world": 1,
    }  # fmt: skip
    assert ran.json["written"] == str(tmp_path / "a.ripplemap")
    assert [p["line"] for p in ran.json["problems"]] == [12]


def test_a_file_of_another_name_or_place_is_refused_and_nothing_written(ripplemap, shop, tmp_path):
    """The manifest itself is safe from a slip."""
    before = shop.read_text()
    for target, part in [
        (shop, "ends in .ripplemap"),
        (tmp_path / "a.json", "ends in .ripplemap"),
        (tmp_path / "missing" / "a.ripplemap", "no such folder"),
    ]:
        ran = ripplemap("import", shop, "-o", target)
        assert (ran.status, ran.out) == (2, "")
        assert part in ran.err
    assert shop.read_text() == before
    assert [p.name for p in tmp_path.iterdir()] == ["shop.yaml"]


def test_a_file_whose_name_is_no_utf_8_is_imported_like_any_other(ripplemap, shop, tmp_path):
    """Its name is shown with marks, and the project can be saved."""
    folder = tmp_path / "folder"
    folder.mkdir()
    odd = folder / "\udcff.yaml"
    try:
        odd.write_bytes(shop.read_bytes())
    except OSError:
        pytest.skip("This file system takes no such name.")
    for number, source in enumerate((odd, folder)):
        ran = ripplemap("import", source, "-o", tmp_path / f"{number}.ripplemap", "--json")
        assert ran.status == 0
        assert ran.json["problems"][0]["source"] == str(folder / "\ufffd\ufffd\ufffd.yaml")
