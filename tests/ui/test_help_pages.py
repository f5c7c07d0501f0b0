"""The pages of the help: whole, of our own making, and found by what a person would look for."""

import re

import pytest
from PySide6.QtGui import QKeySequence

from explorer.errors import InputError
from explorer.language import LANGUAGES, speak, tr
from explorer.ui import help_pages
from explorer.ui.action_specs import SPECS
from explorer.ui.actions import MENUS, SUBMENUS
from explorer.ui.help_pages import find
from explorer.ui.help_pages import help_pages as all_pages

pytestmark = pytest.mark.usefixtures(
    "qapp"
)  # Qt writes keys as the platform does, which it asks the application


def headings(query):
    """Where a search leads."""
    return [(hit.page.name, hit.section.heading) for hit in find(all_pages(), query)]


def test_every_page_that_lies_in_the_folder_is_shown(root):
    """A page that is written is a page that can be read, and none is named that is not there."""
    there = {path.stem for path in (root / "resources" / "help").glob("*.md")}
    assert {page.name for page in all_pages()} == there
    assert all(page.title and page.markdown.startswith(f"# {page.title}\n") for page in all_pages())


def test_links_lead_to_pages_of_the_help_only():
    """Nothing is loaded from elsewhere, and no link is dead."""
    names = {f"{page.name}.md" for page in all_pages()}
    for page in all_pages():
        assert set(re.findall(r"\]\(([^)]*)\)", page.markdown)) <= names
        # an address of a database in code is a text, and no link
        assert "://" not in re.sub(r"```.*?```|`[^`]*`", "", page.markdown, flags=re.DOTALL)
        assert "![" not in page.markdown


def test_every_action_of_the_menus_has_its_key_on_the_page_of_keys():
    """The page is made from the actions themselves."""
    keys = next(page for page in all_pages() if page.name == "keys")
    headings = [section.heading for section in keys.sections]
    assert [title.replace("&", "") for title, _ in MENUS] == headings[2:]
    for spec in SPECS:
        rows = [
            line
            for line in keys.markdown.splitlines()
            if line.endswith(f"| {help_pages._escaped(spec.tip)} |")
        ]
        assert len(rows) == 1, spec.name
        shown = rows[0].replace("\\", "").split(" | ")[1].strip()
        assert shown == ("" if spec.key is None else QKeySequence(spec.key).toString(QKeySequence.NativeText))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_help_names_in_bold_as_a_menu_path_is_in_that_menu(language):
    """A page does not send anybody to an action that has another name, or is gone."""
    speak(language)
    texts = {spec.name: tr(spec.text).replace("&", "") for spec in SPECS}
    texts |= {name: tr(title).replace("&", "") for name, (title, _) in SUBMENUS.items()}
    menus = {tr(title).replace("&", ""): {texts.get(name) for name in names} for title, names in MENUS}
    menus |= {
        f"{menu} → {texts[name]}": {texts[inner] for inner in SUBMENUS[name][1] if inner}
        for menu, (_, names) in zip(list(menus), MENUS, strict=True)
        for name in names
        if name in SUBMENUS
    }
    named = 0
    for page in all_pages():
        for path in re.findall(r"\*\*(\w[^*]* →[^*]+)\*\*", page.markdown):
            menu, action = re.sub(r"\s+", " ", path).rsplit(" → ", 1)
            assert action in menus[menu], page.name
            named += 1
    assert named > 20


@pytest.fixture(autouse=True)
def english_again():
    """What one test speaks, the next does not hear."""
    yield
    speak("en")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("dbt", ("importing", "What can be read")),
        ("silently wrong", ("what-if", "The effects")),
        ("SUSPECT playbook", ("faults", "Reading the suspects")),
        ("present full screen", ("picture", "Views to come back to")),
        ("Ctrl+B", ("faults", "Step by step")),
    ],
)
def test_words_are_found_wherever_they_stand(query, expected):
    """All words must be in one section, in any order and any case."""
    assert expected in headings(query)


def test_a_heading_with_the_word_comes_first():
    """Who looks for a thing wants the place that is about it."""
    assert headings("loops")[0] == ("findings", "Loops, with numbers")


def test_nothing_is_found_for_nothing_and_for_nonsense():
    """Spaces are no search, and words apart in different sections do not count."""
    assert headings("  ") == []
    assert headings("qwertz") == []
    assert headings("dbt playbook") == []


def test_an_incomplete_installation_says_so(tmp_path, monkeypatch):
    """What to try is part of the message."""
    monkeypatch.setattr(help_pages, "resources", lambda: tmp_path)
    with pytest.raises(InputError, match="help pages"):
        all_pages()
