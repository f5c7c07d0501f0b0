"""Search as you type: what fits, in which order, against a ranking spelt out letter by letter."""

from unicodedata import combining, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.entities import Edge, Node
from explorer.domain.kinds import EdgeKind, NodeKind
from explorer.domain.system_graph import SystemGraph
from explorer.errors import Cancelled
from explorer.session.search import LONGEST, Entry, Fit, SearchIndex, folded, node_index

LETTERS = st.text("abAB é_-ßİ\0Ǆ", max_size=7)
ENTRIES = st.lists(st.builds(Entry, LETTERS, LETTERS, LETTERS, st.integers(0, 2)), max_size=8)


def plain(text):
    """Without case, accents and more than one blank."""
    text = normalize("NFKD", normalize("NFKD", text.casefold()).casefold())
    return " ".join("".join(c for c in text if not combining(c)).split())


def word_starts(text):
    """Where words begin."""
    return [i for i in range(len(text)) if i == 0 or not text[i - 1].isalnum()]


def in_order(letters, text):
    """Whether the letters stand in the text one after another."""
    rest = iter(text)
    return all(letter in rest for letter in letters)


def fit_of(entry, sought):
    """How an entry fits, by the words of the definition."""
    id, name, about = plain(entry.id), plain(entry.name), plain(entry.about)
    if sought in (name, id):
        return Fit.SAME
    if name.startswith(sought):
        return Fit.START
    if any(name.startswith(sought, i) for i in word_starts(name)):
        return Fit.WORD
    if sought in name:
        return Fit.WITHIN
    if sought in id:
        return Fit.ID
    texts = (id, name, about)
    if all(any(t.startswith(w, i) for t in texts for i in word_starts(t)) for w in sought.split()):
        return Fit.ABOUT
    letters = sought.replace(" ", "")
    return Fit.LETTERS if len(letters) >= 3 and in_order(letters, name) else None


def ranked(entries, typed, first):
    """Every row that fits, best first."""
    sought = plain(typed)
    rows = []
    for row, entry in enumerate(entries):
        fit = fit_of(entry, sought) if sought else None
        if fit is not None:
            recent = first.index(row) if row in first else len(first)
            rows.append((fit, recent, -entry.weight, plain(entry.name), entry.id, row))
    return [(row, fit) for fit, *_, row in sorted(rows)]


@given(ENTRIES, LETTERS, st.integers(1, 9), st.data())
def test_the_best_come_first_as_spelt_out(entries, typed, most, data):
    """Same, start, word, within, id, about, letters in order; then the recent, the weight, the name, the id."""
    first = data.draw(
        st.lists(st.integers(0, len(entries) - 1), unique=True, max_size=3) if entries else st.just([])
    )
    expected = ranked(entries, typed, first)
    hits = SearchIndex(entries).find(typed, most, first)
    assert hits.total == len(expected)
    assert [(hit.row, hit.fit) for hit in hits.best] == expected[:most]


def index(*names):
    """An index of things that have only a name."""
    return SearchIndex([Entry(f"{i}", name) for i, name in enumerate(names)])


def names(index, typed, most=10):
    """The names found."""
    return [index.entries[hit.row].name for hit in index.find(typed, most).best]


def test_the_seven_ways_to_fit_in_order():
    """A name, its start, a word of it, a part of it, the id, what is said of it, its letters."""
    entries = [
        Entry("7", "r-a-n-k-i-n-g"),
        Entry("6", "scores", "rank and file"),
        Entry("teams/ranking/5", "model"),
        Entry("4", "frankness"),
        Entry("3", "page rank"),
        Entry("2", "ranker"),
        Entry("1", "Rank"),
    ]
    hits = SearchIndex(entries).find("rank", 10)
    assert [(entries[hit.row].id[-1], hit.fit) for hit in hits.best] == [
        (str(n), fit) for n, fit in enumerate(Fit, start=1)
    ]


def test_case_and_accents_do_not_count():
    """Neither in the names nor in what is typed; wide letters and ligatures are letters."""
    found = index("Größe", "crème brûlée", "ＡＢＣ", "ﬁlter")
    assert names(found, "GROSSE") == ["Größe"]
    assert names(found, "brulee") == ["crème brûlée"]
    assert names(found, "abc") == ["ＡＢＣ"]
    assert names(found, "fil") == ["ﬁlter"]


def test_several_words_are_looked_for_each():
    """A kind and a name, a team and a kind, in any order."""
    graph = SystemGraph.of(
        [
            Node(id="a", kind=NodeKind.MODEL, name="ranker", owner="recs"),
            Node(id="b", kind=NodeKind.DATASET, name="ranker-scores", owner="recs"),
            Node(id="c", kind=NodeKind.MODEL, name="scorer", owner="web"),
        ],
        [Edge(from_id="a", to_id="b", kind=EdgeKind.PRODUCES)],
    )
    found = node_index(graph)
    assert [found.entries[hit.row].id for hit in found.find("model rank", 5).best] == ["a"]
    assert [found.entries[hit.row].id for hit in found.find("recs dataset", 5).best] == ["b"]
    assert [found.entries[hit.row].id for hit in found.find("model", 5).best] == ["a", "c"]


def test_no_more_are_given_than_asked_for_but_all_are_counted():
    """Nothing is silently cut off."""
    hits = index(*(f"table {i}" for i in range(300))).find("tab", 12)
    assert (len(hits.best), hits.total) == (12, 300)


def test_nothing_typed_finds_nothing():
    """Blanks and bare accents are nothing."""
    for typed in ("", "  \t", "\u0301"):
        assert index("a").find(typed, 5).total == 0


def test_an_empty_system_finds_nothing():
    """And does not fail."""
    assert SearchIndex([]).find("a", 5).total == 0


def test_an_endless_name_is_found_by_how_it_begins():
    """A name of a megabyte costs no more than another."""
    assert names(index("ab" * 500_000, "c"), "aba") == ["ab" * 500_000]
    assert len(folded("x" * 1_000_000)) == LONGEST


def test_a_broken_letter_is_a_letter():
    """Half a pair of surrogates, which a file can hold, breaks nothing."""
    assert names(index("bad \ud800 name"), "\ud800") == ["bad \ud800 name"]


def test_making_ready_can_be_stopped():
    """The check may raise."""

    def stop():
        raise Cancelled

    with pytest.raises(Cancelled):
        SearchIndex([Entry("a", "a")], stop)
