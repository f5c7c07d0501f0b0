"""Durations read as people write them."""

from datetime import timedelta
from gettext import NullTranslations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.durations import describe_duration, format_duration, parse_duration
from explorer.language import speak


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("90s", timedelta(seconds=90)),
        ("10m", timedelta(minutes=10)),
        ("24h", timedelta(hours=24)),
        ("7d", timedelta(days=7)),
        ("2w", timedelta(weeks=2)),
        (" 1d 12H ", timedelta(days=1, hours=12)),
        ("1.5h", timedelta(minutes=90)),
        ("0.1s", timedelta(milliseconds=100)),
        ("0s", timedelta()),
    ],
)
def test_reads_what_people_write(text, expected):
    """A number and a unit, or several; spaces and capitals do not matter."""
    assert parse_duration(text) == expected


@pytest.mark.parametrize(
    "text", ["", "10", "m", "-5m", "10 y", "1h x", "٣h", "1e3s", "9" * 100_000 + "s", "1:30"]
)
def test_refuses_what_is_none(text):
    """Anything else is refused with a sentence that shows how to write it."""
    with pytest.raises(ValueError, match="not a duration; write a number and a unit"):
        parse_duration(text)


def test_refuses_what_is_too_long():
    """More than a calendar can hold is refused, not an overflow."""
    with pytest.raises(ValueError, match="longer than a duration can be"):
        parse_duration("9999999999999d")


@given(st.timedeltas(min_value=timedelta(0)))
def test_text_reads_back(duration):
    """Every duration comes back from its text, to the microsecond."""
    assert parse_duration(format_duration(duration)) == duration


@pytest.mark.parametrize(
    ("text", "shown"),
    [("10m", "10 minutes"), ("24h", "1 day"), ("14d", "2 weeks"), ("8d", "8 days"), ("36h", "1 day 12 hours"),
     ("1m", "1 minute"), ("0s", "0 seconds"), ("0.5s", "0.5 seconds"), ("1.5s", "1.5 seconds")],
)  # fmt: skip
def test_said_in_words(text, shown):
    """People read words with their number, singular and plural."""
    assert describe_duration(parse_duration(text)) == shown


def test_less_than_zero_is_no_duration():
    """A negative duration cannot be written."""
    with pytest.raises(ValueError, match="less than zero"):
        format_duration(timedelta(seconds=-1))


def test_a_duration_is_written_as_the_spoken_language_writes_numbers():
    """Part of a second has the decimal mark of the language; one of a unit is singular there too."""
    speak("de", _Germanish())
    try:
        assert describe_duration(timedelta(seconds=1.5)) == "1,5 Sekunden"
        assert describe_duration(timedelta(seconds=1)) == "1 Sekunde"
    finally:
        speak("en")


class _Germanish(NullTranslations):
    """A language that knows the second."""

    def ngettext(self, one, many, count):
        return one.replace("second", "Sekunde") if count == 1 else many.replace("seconds", "Sekunden")
