"""SQL in Python scripts, read and never run."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.importers.sql.scripts import GAP, script_of


def texts(source):
    """The SQL that a script asks, without spaces at its ends."""
    return [asked.text.strip() for asked in script_of(source).texts]


def test_a_text_is_followed_to_where_it_was_given():
    """A name stands for the text it was given last above, pieces are put together, known names are filled in."""
    source = """
SCHEMA = "mart"
q = "select a from x.one"
first = pd.read_sql(q, engine)
q = f"select b from {SCHEMA}.two "
q += "where b > %s"
cur.execute(q, (1,))
con.execute(text("insert into {0}.three " "select 1".format(name)))
"""
    assert texts(source) == [
        "select a from x.one",
        "select b from mart.two where b > '\x1f'",
        f"insert into {GAP}.three select 1",
    ]


def test_what_only_a_run_can_tell_has_its_line():
    """A query that is handed over, a table whose name is: told, and not guessed."""
    script = script_of("def load(query, table):\n    pd.read_sql(query, con)\n    df.to_sql(table, con)\n")
    assert (script.texts, script.tables, script.computed) == ([], [], [2, 3])


def test_tables_that_calls_name():
    """pandas and Spark name tables without SQL; the schema is another argument."""
    script = script_of(
        'df.to_sql("scores", con, schema="mart")\n'
        'pd.read_sql_table("orders", con, "raw")\n'
        'pd.read_sql("raw.customers", con)\n'
        'spark.table("lake.events").write.saveAsTable("lake.out")\n'
        'html.table("rows")\n'
    )
    assert sorted((".".join(t.table), t.line, t.writes) for t in script.tables) == [
        ("lake.events", 4, False),
        ("lake.out", 4, True),
        ("mart.scores", 1, True),
        ("raw.customers", 3, False),
        ("raw.orders", 2, False),
    ]


def test_what_is_no_sql_is_left_alone():
    """Docstrings, messages and questions to a data frame ask no database; capitals show a text that stands alone."""
    assert texts('def f():\n    "SELECT a FROM docs"\n    print("select a file from the list")\n') == []
    assert texts('df.query("a > 3 and b < 2")\n') == []
    assert texts('QUERY = """\nSELECT a FROM t\n"""\nload(QUERY)\n') == ["SELECT a FROM t"]


def test_files_of_sql_that_it_names():
    """A query out of a file is no secret: the file is named."""
    script = script_of('pd.read_sql(open("sql/load.sql").read(), con)\n')
    assert (script.files, script.computed) == (["sql/load.sql"], [])


@pytest.mark.parametrize(
    "source",
    [
        "-" * 200_000 + "1",
        "(" * 200_000,
        "a" + ".b" * 200_000,
        "a\0b",
        "def",
        "x = " + "+".join(['"a"'] * 100_000),
    ],
)
def test_hostile_scripts_end_in_an_error_that_readers_expect(source):
    """Also in a thread, whose stack is small, nothing but these errors comes."""
    found = []

    def read():
        try:
            script_of(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            found.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert len(found) == 1


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_any_text_is_a_script_or_none(source):
    """Whatever stands in a file, it is read or refused."""
    try:
        script = script_of(source)
    except (SyntaxError, ValueError):
        return
    assert all(asked.line >= 1 for asked in script.texts)


def test_letters_after_a_backslash_warn_nobody(recwarn):
    """Old patterns such as a backslash and d are not the reader's business."""
    assert texts("import re\nx = re.compile('\\d')\ncur.execute('select a from b')\n") == ["select a from b"]
    assert list(recwarn) == []
