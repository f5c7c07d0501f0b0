"""The lists of exact packages hold what pyproject.toml asks for, by hash, and nothing of their maker's machine."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

NAMES = ["requirements.lock", "requirements-test.lock"]


def locked(root, name: str) -> dict[str, Version]:
    """Package → version, of one list."""
    lines = (root / "packaging" / name).read_text("utf-8").splitlines()
    pins = [Requirement(line.rstrip(" \\")) for line in lines if line and line[0] not in "# "]
    assert len({pin.name for pin in pins}) == len(pins), "one version for every Python"
    return {canonicalize_name(pin.name): Version(str(pin.specifier).removeprefix("==")) for pin in pins}


@pytest.fixture
def project(root):
    """What pyproject.toml says."""
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("name", "groups"), [("requirements.lock", ["build"]), ("requirements-test.lock", ["build", "test"])]
)
def test_the_list_satisfies_the_project(root, project, name, groups):
    """Every dependency is there in a version that pyproject.toml allows."""
    wanted = [
        *project["project"]["dependencies"],
        *(each for group in groups for each in project["dependency-groups"][group]),
    ]
    held = locked(root, name)
    unmet = [
        each
        for each in map(Requirement, wanted)
        if not each.specifier.contains(held.get(canonicalize_name(each.name), Version("0")))
    ]
    assert unmet == []


def test_the_tests_list_holds_the_other_in_the_same_versions(root):
    """What is tested is what runs."""
    run, test = (locked(root, name) for name in NAMES)
    assert run.items() <= test.items()


def test_the_qt_binding_that_kills_python_is_excluded_and_not_held(root, project):
    """PySide6 6.12.0 gives None away; 6.11 is what we stand on."""
    (binding,) = [
        each for each in map(Requirement, project["project"]["dependencies"]) if "PySide6" in each.name
    ]
    assert not binding.specifier.contains("6.12.0")
    assert {locked(root, name)["pyside6-essentials"].release[:2] for name in NAMES} == {(6, 11)}


@pytest.mark.parametrize("name", NAMES)
def test_every_package_has_hashes_and_no_place_is_named(root, name):
    """A list made on one machine serves on every other: no address, no path, no option but the hashes."""
    text = "\n".join(
        line for line in (root / "packaging" / name).read_text("utf-8").splitlines() if line[0] != "#"
    )
    for pin in re.split(r"\n(?=\S)", text):
        assert re.fullmatch(r"[a-z0-9-]+==[\w.]+( ; [^\\]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+", pin), pin
