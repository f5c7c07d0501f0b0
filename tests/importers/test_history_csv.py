"""Histories from CSV: layouts, days, numbers, and every fault with its line."""

from datetime import date

import pytest

from explorer.errors import Cancelled, InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.history_cells import MOST_PROBLEMS, MOST_SERIES, read_number
from explorer.importers.history_csv import MOST_ROWS, histories_of_csv, read_history_csv


def read(text):
    """The histories of a text as (name, days, values), and the problems as text."""
    found = histories_of_csv(text, "h.csv", Task())
    return [(h.name, h.days, h.values) for h in found.found], [str(p) for p in found.problems]


DAYS = (date(2026, 1, 5), date(2026, 1, 12))


def test_one_column_a_metric():
    """Rows in any order; empty cells are no values."""
    found, problems = read("date,clicks,retention\n2026-01-12,0.07,\n2026-01-05,0.06,41\n\n")
    assert found == [("clicks", DAYS, (0.06, 0.07)), ("retention", DAYS[:1], (41.0,))]
    assert problems == []


def test_one_row_a_value():
    """Columns for day, metric and value, in any order."""
    found, problems = read(
        "metric,value,day\nclicks,1,2026-01-05\nclicks,2,2026-01-12\norders,3,2026-01-12\n"
    )
    assert found == [("clicks", DAYS, (1.0, 2.0)), ("orders", DAYS[1:], (3.0,))]
    assert problems == []


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-01-05", date(2026, 1, 5)),
        ("2026-01-05T23:59:00+02:00", date(2026, 1, 5)),
        ("2026-01-05 07:00:00", date(2026, 1, 5)),
        ("2026-01", date(2026, 1, 1)),
        ("2026-W02", date(2026, 1, 5)),
    ],
)
def test_days_are_read_as_people_write_them(written, day):
    """Days, times, months and weeks; a period is its first day."""
    assert read(f"week,m\n{written},1\n") == ([("m", (day,), (1.0,))], [])


def test_other_separators():
    """Semicolons with decimal commas, tabs, a mark at the beginning, line ends of other systems."""
    assert read("\ufeffdate;m\r\n2026-01-05;0,5\r\n")[0] == [("m", DAYS[:1], (0.5,))]
    assert read("date\tm\r2026-01-05\t1.5\r")[0] == [("m", DAYS[:1], (1.5,))]
    assert read('date,"a, b"\n2026-01-05,1e-3\n')[0] == [("a, b", DAYS[:1], (0.001,))]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (
            "05/01/2026,1",
            "“05/01/2026” may be day or month first; write it as 2026-11-20. The row is left out.",
        ),
        ("soon,1", "“soon” is no day; write it as 2026-11-20, 2026-11 or 2026-W47. The row is left out."),
        (
            "2026-02-30,1",
            "“2026-02-30” is no day; write it as 2026-11-20, 2026-11 or 2026-W47. The row is left out.",
        ),
        (",1", "“” is no day; write it as 2026-11-20, 2026-11 or 2026-W47. The row is left out."),
        ("2026-01-05,many", "m: “many” is no number; write it as 1234.5. The value is left out."),
        ("2026-01-05,1_000", "m: “1_000” is no number; write it as 1234.5. The value is left out."),
        ("2026-01-05,inf", "m: “inf” is no number; write it as 1234.5. The value is left out."),
        ("2026-01-05,1e999", "m: it is larger than any number that can be kept. The value is left out."),
        ('2026-01-05,"1,234"', "m: “1,234” is no number; write it as 1234.5. The value is left out."),
        ("2026-01-05,٣", "m: “٣” is no number; write it as 1234.5. The value is left out."),
        ("2026-01-05,1,2", "The row has 3 cells, the header 2; it is left out."),
        ("2026-01-05", "The row has 1 cells, the header 2; it is left out."),
    ],
)
def test_a_broken_row_is_a_problem_with_its_line(row, problem):
    """The rest is read."""
    found, problems = read(f"date,m\n2026-01-12,2\n{row}\n")
    assert found == [("m", DAYS[1:], (2.0,))]
    assert problems == [f"h.csv:3: error: {problem}"]


def test_lines_are_those_of_the_file():
    """A cell over several lines does not shift them."""
    _, problems = read('date,"a\nb"\n2026-01-05,1\nx,1\n')
    assert [p.split(" ")[0] for p in problems] == ["h.csv:4:"]


def test_two_values_for_one_day_are_not_chosen_from():
    """What disagrees is not known; the same value twice is one."""
    found, problems = read("date,m\n2026-01-05,1\n2026-01-05,2\n2026-01-05,1\n2026-01-12,3\n2026-01-12,3\n")
    assert found == [("m", DAYS[1:], (3.0,))]
    assert problems == ["h.csv:3: error: m is 2 on 2026-01-05 here and 1 in line 2; neither is used."]


def test_headers_that_say_too_little():
    """Columns without a name or with one that comes twice are left out, and said."""
    found, problems = read("date,m,,m\n2026-01-05,1,2,3\n")
    assert found == [("m", DAYS[:1], (1.0,))]
    assert problems == [
        "h.csv:1: warning: A column has no name in the header; it is left out.",
        "h.csv:1: error: The column “m” comes twice; the second is left out.",
    ]


@pytest.mark.parametrize("text", ["", "hello", "date\n2026-01-05\n", "a\0b,c\n"])
def test_what_is_no_table(text):
    """One sentence that says what was expected."""
    with pytest.raises(InputError):
        histories_of_csv(text, "h.csv", Task())


def test_limits():
    """Problems, metrics and rows come to an end, which is said."""
    _, problems = read("date,m\n" + "x,1\n" * 500)
    assert len(problems) == MOST_PROBLEMS + 1
    assert problems[-1].endswith("There are more problems after this one.")
    found, problems = read(
        "day,metric,value\n" + "".join(f"2026-01-05,m{i},1\n" for i in range(MOST_SERIES + 1))
    )
    assert len(found) == MOST_SERIES
    assert "Only 500 metrics are read" in problems[0]
    _, problems = read("date,m\n" + "\n" * 3 + "2026-01-05,1\n" * (MOST_ROWS + 1))
    assert problems[-1].endswith("Only the first 500,000 rows are read.")
    found, problems = read('date,m\n2026-01-05,1\n2026-01-12,"' + "x" * 200_000 + "\n")
    assert found == [("m", DAYS[:1], (1.0,))]
    assert "perhaps a quotation mark is not closed" in problems[0]


def test_a_file_is_read_and_can_be_cancelled(tmp_path):
    """From disk, in its encoding; Cancel is heard."""
    path = tmp_path / "h.csv"
    path.write_bytes("date;Zufriedenheit für alle\n2026-01-05;4,5\n".encode("utf-16"))
    found = read_history_csv(Location("h.csv", path), Task())
    assert found.named("Zufriedenheit für alle").values == (4.5,)
    assert found.named("other") is None

    def stop():
        raise Cancelled

    with pytest.raises(Cancelled):
        read_history_csv(Location("h.csv", path), Task(check=stop))
    with pytest.raises(InputError, match="There is no such file"):
        read_history_csv(Location("none.csv", tmp_path / "none.csv"), Task())


def test_numbers_of_a_driver():
    """Decimals and whole numbers are numbers, NULL and NaN none, a truth is a fault."""
    from decimal import Decimal

    assert [read_number(v) for v in (Decimal("1.5"), 3, None, float("nan"))] == [1.5, 3.0, None, None]
    for wrong in (True, object(), float("inf"), b"1"):
        with pytest.raises(ValueError, match=r"number|larger"):
            read_number(wrong)
