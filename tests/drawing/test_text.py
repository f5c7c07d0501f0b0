"""Text is measured as the font draws it, and nothing in a name acts unseen."""

import unicodedata

import pytest
from fontTools.ttLib import TTFont
from fontTools.varLib.models import normalizeLocation, piecewiseLinearMap
from fontTools.varLib.varStore import VarStoreInstancer
from hypothesis import given
from hypothesis import strategies as st

from explorer.drawing.advances import WEIGHTS, font_file
from explorer.drawing.text import LONGEST, MARK, _marked, fitting, shown, width, widths, wrapped

SAMPLES = ["metadata-scrape", "WAVE Tö ßpin_7", "confidence ≥ 0.5", "", "model · v12", "\u0416 \u03a9"]


@pytest.mark.parametrize("weight", WEIGHTS)
def test_a_text_is_as_wide_as_the_advances_of_the_font_at_that_weight(weight):
    """Our reading of the variable font agrees with that of fontTools."""
    font = TTFont(font_file())
    axes = font["fvar"].axes
    place = normalizeLocation(
        {"wght": weight}, {a.axisTag: (a.minValue, a.defaultValue, a.maxValue) for a in axes}
    )
    place = {tag: piecewiseLinearMap(at, font["avar"].segments[tag]) for tag, at in place.items()}
    table = font["HVAR"].table
    differences = VarStoreInstancer(table.VarStore, axes, place)
    cmap, metrics, em = font.getBestCmap(), font["hmtx"].metrics, font["head"].unitsPerEm

    def advance(character):
        name = cmap[ord(character)]
        return metrics[name][0] + differences[table.AdvWidthMap.mapping[name]]

    expected = [sum(map(advance, text)) * 12 / em for text in SAMPLES]
    assert expected == pytest.approx(widths(SAMPLES, 12, weight).tolist(), abs=0.01)


def test_characters_that_the_font_lacks_have_a_width():
    """Chinese is counted a square each, a combining accent nothing."""
    assert pytest.approx(width("日本", 12)) == 24.0
    assert width("e", 12) == pytest.approx(width("e\u0334", 12))


def test_nothing_has_no_width():
    """No texts give no widths, and an empty text is 0 wide among others."""
    assert widths([], 12).tolist() == []
    assert widths(["a", "", "b"], 12)[1] == 0.0


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("plain-name", "plain-name"),
        ("a\u202eb", f"a{MARK}b"),
        ("zero\u200bwidth", f"zero{MARK}width"),
        ("\x1b]0;x\x07", f"{MARK}]0;x{MARK}"),
        ("two\nlines\tand a tab", "two lines and a tab"),
        ("\ufffe\ud800", MARK + MARK),
        ("é日本Ω", "é日本Ω"),
        ("\u0301x", f"{MARK}x"),
        ("e" + "\u0301" * 100, "e\u0301\u0301" + MARK),
    ],
)
def test_a_name_shows_what_is_in_it(name, expected):
    """Controls, bidi, zero-width and heaped characters become marks; ordinary letters of any script stay."""
    assert expected == shown(name)


def test_a_huge_name_is_drawn_to_its_first_two_hundred_characters():
    """A megabyte of name costs no more than two hundred characters, and says that it goes on."""
    drawn = shown("x" * 1_000_000)
    assert len(drawn) == LONGEST
    assert drawn.endswith("x…")


@given(st.text(max_size=300))
def test_what_is_shown_can_be_written_anywhere(name):
    """Whatever the name, the drawn text is short, has no controls, and showing it again changes nothing."""
    drawn = shown(name)
    assert len(drawn) <= LONGEST
    assert not [c for c in drawn if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
    assert drawn == shown(drawn)


def test_a_sentence_is_wrapped_at_its_spaces():
    """Every line fits, a word too long for it stands alone, and no word is lost."""
    text = "a sentence that is longer than one line, and a wordthatislongerthanthewholelineitself"
    lines = wrapped(text, 120, 12)
    assert text == " ".join(lines)
    assert all(width(line, 12) <= 120 or " " not in line for line in lines)


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30), st.floats(0, 200))
def test_a_text_is_shortened_as_little_as_its_room_asks_for(text, room):
    """Whole where it fits; else the longest beginning that does, and never less than one character of it."""
    given = fitting(text, room, 11, spacing=0.4)
    wide = [width(each, 11) + 0.4 * len(each) for each in (given, text)]
    if wide[1] <= room:
        assert given == text
        return
    ends = [end for end in range(1, len(text)) if given == text[:end].rstrip() + "…"]
    assert ends or given == "…"
    assert wide[0] <= room + 1e-3 or ends[:1] in ([], [1])
    longer = [text[:end].rstrip() + "…" for end in range(max(ends, default=1) + 1, len(text))]
    assert not [each for each in longer if width(each, 11) + 0.4 * len(each) <= room - 1e-3]


@given(st.text(st.characters(max_codepoint=0x3000), max_size=LONGEST))
def test_the_short_way_shows_what_the_long_way_shows(name):
    """A text that is shown as it is has nothing in it that would be marked."""
    if shown(name) == name:
        assert _marked(name) == name
