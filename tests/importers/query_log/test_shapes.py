"""Statements as shapes with values."""

from hypothesis import given
from hypothesis import strategies as st

from explorer.importers.query_log.shapes import Shaper, Values, place_of, without_marks


def statement_of(text, dialect="postgres", parameters=None):
    """A statement as a shape and values."""
    return Shaper(dialect).statement(text, parameters or {})


def shape(text, dialect="postgres", parameters=None):
    """The text of a shape."""
    return statement_of(text, dialect, parameters).shape.text


def test_statements_that_differ_in_values_are_one_shape():
    """Numbers, texts, lengths of lists, comments and rows that are inserted make no other shape."""
    assert shape("select a from t where b = 1 -- x") == shape("/* y */ select a from t where b = 250.5")
    assert shape("select a from t where b in (1, 2, 3)") == shape("select a from t where b in (7)")
    assert shape("insert into t (a) values (1), (2)") == shape("insert into t (a) values ($1),($2),($3)")
    assert shape("select a from t1 where b = 'it''s'") == shape("select a from t1 where b = ''")


def test_names_columns_and_order_stay_as_they_are():
    """Digits in names, quoted names, dollar quotes and positions in GROUP BY are no values."""
    for text in ('select "x 1" from t1 group by 1, 2', "select $f$ 7 $f$ from s2.t3 order by 2 desc"):
        assert shape(text) == text
    assert "rmv" in shape('select "x 1" from t1', "bigquery")


def test_a_threshold_is_found_again_by_its_place():
    """Each value that something is compared with keeps its place: the mark in the shape leads back to it."""
    said = statement_of("select 5 from t where s >= -0.5 and n = 'x' and .25 < u limit 10", "postgres", {})
    assert said.values == ("-0.5", "x", ".25")
    marks = said.shape.text.split()
    assert [place_of(marks[i].strip("'")) for i in (7, 11, 13)] == list(said.shape.compared)


def test_a_parameter_has_the_value_that_the_log_tells():
    """Or none."""
    text = "select * from t where s > $1 and n < $2"
    assert statement_of(text, "postgres", {1: "0.7"}).values == ("0.7", None)


def test_who_sent_a_statement_is_read_from_its_comment():
    """As dbt and others write it."""
    assert statement_of('/* {"app": "dbt", "x": 1} */ select 1', "postgres", {}).shape.origin == "dbt"
    assert statement_of("/* dbt */ select 1", "postgres", {}).shape.origin == ""


def test_a_backslash_ends_no_text_where_it_means_nothing():
    """In standard SQL it is a letter like any other; in BigQuery it escapes."""
    assert shape(r"select 'C:\' from t where a = 'b'").startswith("select 'rmv0' from t")
    assert shape(r"select 'it\'s' from t", "bigquery") == "select 'rmv0' from t"
    assert shape(r"select e'it\'s' from t") == "select 'rmv0' from t"


@given(st.lists(st.floats(-1e6, 1e6).map(lambda x: round(x, 3)), min_size=1, max_size=60), st.randoms())
def test_of_many_values_the_least_and_the_most_are_kept(numbers, random):
    """However many there are, in whatever order and however they are split in two."""
    values, other = Values(), Values()
    for each in numbers:
        (values if random.random() < 0.5 else other).add(str(each))
    values.join(other)
    assert (values.least, values.most) == (min(numbers), max(numbers))
    assert values.many or {float(v) for v in values.seen} == set(numbers)


@given(st.text(alphabet="'\"`$;-/*\\ \nabc012.()=<>,{}[]?:@%_é", max_size=120))
def test_any_text_has_a_shape(text):
    """Whatever stands in a log, it comes to an end and marks only what it keeps."""
    for dialect in ("postgres", "bigquery"):
        said = statement_of(text, dialect, {})
        assert len(said.values) == len(said.shape.compared)


def test_a_very_long_statement_keeps_its_end():
    """Where its tables are named: what is past the part that is shaped stays as it is."""
    assert shape("select " + "x, " * 100_000 + "y from s.t").endswith("y from s.t")


def test_marks_are_not_shown():
    """They stand for no value that anybody wrote; numbers and names of the text stay."""
    shaped = shape("select a1 fro t where s > 0.5 and p = 'secret' and d = 7")
    assert without_marks(shaped) == "select a1 fro t where s > … and p = '…' and d = …"
