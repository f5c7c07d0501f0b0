"""Where a text of SQL stops being understood, in our own words."""

import pytest

from explorer.importers.sql.faults import Fault
from explorer.importers.sql.statements import parse_text


@pytest.mark.parametrize(
    ("text", "dialect", "told"),
    [
        ("select a b c from x", "", "the parser stops at “c”, line 1, column 12"),
        ("select *\nfrom a\n where x = = 3", "", "the parser stops at “=”, line 3, column 12"),
        ("select a from t where a = $1 and b = $1 whre", "postgres", "the parser stops at “whre”, line 1, column 41"),
        ("begin if x then\n select 1 frm y z; end", "bigquery", "the parser stops at “y”, line 2, column 15"),
        ("explain select a b c", "postgres", "the parser stops at “c”, line 1, column 20"),
        ("select 1,\n 'it''s' || 'never", "postgres", "what begins with ' is not closed, line 2, column 13"),
        ("select 'it\\'s' || \"never", "bigquery", "what begins with \" is not closed, line 1, column 19"),
        ("select 1 /* never", "postgres", "what begins with /* is not closed, line 1, column 10"),
        ("do $body$ begin", "postgres", "what begins with $body$ is not closed, line 1, column 4"),
        ("select " + "(" * 5_000, "", "it is nested too deep"),
        ("create tabel x from y", "", "the parser knows no statement of this form that begins with CREATE"),
    ],
)  # fmt: skip
def test_the_word_and_its_place_are_told(text, dialect, told):
    """Line and column are those of the text as it was written, however the parser was handed it."""
    assert parse_text(text, dialect).fault.told_with_place() == told


def test_the_words_before_tell_the_place_where_columns_do_not():
    """As in a log, of whose statement values and comments were taken out; a parameter is written as it was."""
    long = "select " + ", ".join(f"column_{n}" for n in range(50)) + "\nfrom a\twhere b = $1 whre"
    assert parse_text(long, "postgres").fault.told_with_words() == (
        "the parser stops at “whre”, after “column_49 from a where b = $1”"
    )
    assert Fault("it is nested too deep", 1).told_with_words() == "it is nested too deep"


def test_what_cannot_be_seen_is_shown():
    """A word of a stranger's text is told so that a person sees what is in it."""
    assert (
        Fault("the parser stops at “{word}”", 1, 5, "a\u202eb").told() == "the parser stops at “a⟨U+202E⟩b”"
    )
