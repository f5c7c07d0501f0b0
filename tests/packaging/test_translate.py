"""The catalogues of the translations: they follow the code, and are finished."""

import ast
import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def loaded():
    """packaging/translate.py as a module."""
    spec = importlib.util.spec_from_file_location("translate", ROOT / "packaging/translate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


translate = loaded()
RENEW = "run `python packaging/translate.py`"


@pytest.fixture(scope="module")
def parts():
    """The texts of the code."""
    return translate.extracted()


@pytest.fixture(params=translate.LANGUAGES)
def language(request):
    """Each language that comes along."""
    return request.param


def messages(language, parts):
    """Every text of the code, with its translation."""
    for part, template in parts.items():
        yield from (m for m in translate.current(language, part, template) if m.id)


def test_every_text_is_translated(language, parts):
    """A language that comes along is finished."""
    assert list(translate.untranslated(language, parts)) == []


def test_what_lies_in_the_folder_is_what_the_code_and_the_catalogues_give(language, parts):
    """No text that the code has no more, and what the program reads is made from what translators wrote."""
    files = translate.files(language, parts)
    there = {*(translate.PLACE / language).iterdir(), translate.PLACE / f"{language}.mo"}
    assert there == files.keys(), RENEW
    assert [path.name for path, content in files.items() if path.read_bytes() != content] == [], RENEW


def test_no_text_is_translated_in_two_ways(language, parts):
    """Where one English word is two in the language, the code says in which sense it is meant."""
    assert list(translate.told_twice(language, parts)) == []


def test_every_gap_of_a_text_is_in_its_translation_and_no_other(language, parts):
    """A gap that is gone would lose what the sentence is about; one too many would fail when it is told."""
    wrong = []
    for message in filter(lambda m: translate.is_translated(m.string), messages(language, parts)):
        ids, strings = (
            (message.id, message.string)
            if isinstance(message.id, tuple)
            else ((message.id,), (message.string,))
        )
        wanted = {gap for text in ids for gap in gaps(text)} | ({"count"} if len(ids) > 1 else set())
        needed = set(gaps(ids[-1]))
        for text in strings:
            if not set(gaps(text)) <= wanted:
                wrong.append(text)
        if not needed <= set(gaps(strings[-1])):
            wrong.append(strings[-1])
    assert wrong == []


def test_the_help_has_the_same_pages_and_headings(language):
    """A page that is changed in English is changed in the other language too."""
    for page in sorted((ROOT / "resources/help").glob("*.md")):
        other = ROOT / "resources/help" / language / page.name
        assert shape(page) == shape(other), page.name


def gaps(text):
    """The names of the gaps in a text."""
    return re.findall(r"(?<!\{)\{([A-Za-z_]\w*)[^{}]*\}", text)


def shape(page):
    """How a page is made: the level of its headings, and how many points, rows and links it has."""
    text = page.read_text("utf-8")
    return (
        re.findall(r"^#+", text, re.MULTILINE),
        *(len(re.findall(mark, text, re.MULTILINE)) for mark in (r"^- ", r"^\d+\. ", r"^\|", r"\]\(")),
    )


def test_what_the_help_prints_bold_is_called_so_in_the_window(language, parts):
    """A button or page that the English help names is named in the other language as it is there."""
    words = {}
    for message in messages(language, parts):
        if isinstance(message.id, str):
            words.setdefault(bare(message.id), set()).add(bare(message.string))
    wrong = {}
    for page in sorted((ROOT / "resources/help").glob("*.md")):
        english, other = bold(page), bold(ROOT / "resources/help" / language / page.name)
        assert len(english) == len(other), page.name
        for term, told in zip(english, other, strict=True):
            if told not in words.get(term, {told}):
                wrong[f"{page.name}: {term}"] = (told, words[term])
    assert wrong == {}


def bold(page):
    """The bold words of a page, in their order."""
    return [bare(term) for term in re.findall(r"\*\*([^*]+)\*\*", page.read_text("utf-8"))]


def bare(text):
    """A text without the marks of keys and the ends that sentences and lists give it."""
    return re.sub(r"\s+", " ", text.replace("&", "")).rstrip("….:?").strip()


def test_no_text_is_asked_for_where_it_would_not_be_found(parts):
    """A text inside of another's gap, in an f-string, is overlooked when texts are searched for."""
    found = {
        (m.context, m.id if isinstance(m.id, str) else m.id[0]) for c in parts.values() for m in c if m.id
    }
    lost = []
    for path in sorted((ROOT / "explorer").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = getattr(call.func, "id", "") if isinstance(call, ast.Call) else ""
            if name in translate.KEYWORDS and name.startswith(("tr", "marked")):
                texts = [each.value for each in call.args if isinstance(each, ast.Constant)]
                key = tuple(texts[:2]) if name.endswith("_in") else (None, *texts[:1])
                if len(key) > 1 and key not in found:
                    lost.append(f"{path.name}:{call.lineno}: {key[-1]}")
    assert lost == []
