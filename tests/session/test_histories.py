"""Histories as evidence: read from their sources, and compared."""

import pytest

from explorer.analysis.histories.parting import Course
from explorer.errors import UsageError
from explorer.session.histories import ask_histories, require_answerable
from tests.analysis.histories.series import table_of_parting
from tests.analysis.success.cases import sound


@pytest.fixture
def table(tmp_path):
    """A CSV file in which clicks leave retention after 40 weeks."""
    return str(table_of_parting(tmp_path))


def test_a_pair_is_compared_by_name_and_the_same_as_by_its_chain(table):
    """Whoever names two gets those two; the seed is the same, so are the numbers."""
    by_chain = ask_histories(sound(), [table])
    by_name = ask_histories(sound(), [table], pair=("clicks", "retention"))
    assert by_name.comparisons == by_chain.comparisons
    assert by_name.pairs == by_chain.pairs
    assert by_name.comparisons[0].course is Course.PARTED


def test_histories_that_fit_nothing_are_said_not_to(tmp_path):
    """A problem that names them, and never silence."""
    path = tmp_path / "other.csv"
    path.write_text("day,klicks\n2026-01-01,1\n")
    compared = ask_histories(sound(), [str(path)])
    assert compared.comparisons == ()
    assert len(compared.problems) == 1


def test_histories_belong_to_the_second_question():
    """Asking them of another is a misunderstanding."""
    require_answerable((1, 2, 3))
    with pytest.raises(UsageError, match="question 2"):
        require_answerable((1, 3))
