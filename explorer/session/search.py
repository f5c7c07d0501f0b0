"""What a person types, found among everything that has a name, while it is typed: 100,000 nodes at each letter.

All texts of one kind stand one after another in one array of letters, where numpy finds a word in a millisecond; what
is found is put in order only as far as it is shown. Case and accents do not count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from unicodedata import combining, normalize

import numpy as np
from numpy.typing import NDArray

from explorer.domain.entities import Node
from explorer.domain.system_graph import SystemGraph
from explorer.session.filtering import kind_words

Check = Callable[[], None]
Ints = NDArray[np.int64]
LONGEST = 200
"""Letters of a text, and of what is typed, that are looked at: a name of a megabyte is found by how it begins."""
SHORTEST_LOOSE = 3
"""Letters from which on they may lie apart; of two, nearly every name would have them in order."""
_A_WHILE = 2_000
_BREAK = re.compile(r"[\W_]")
_CODES = 0x110000
_SET_BITS = 64
_BITS = np.left_shift(np.uint64(1), np.arange(_SET_BITS, dtype=np.uint64))
_NO_PLACES = np.zeros(0, np.int64)


class Fit(IntEnum):
    """How well something fits what was typed, best first."""

    SAME = 0
    """Its name, or its id, is just that."""
    START = 1
    """Its name starts with it."""
    WORD = 2
    """A word of its name starts with it."""
    WITHIN = 3
    """It stands somewhere in its name."""
    ID = 4
    """It stands somewhere in its id."""
    ABOUT = 5
    """Every word of it starts a word of the name, the id, or what else is said of it (kind, team)."""
    LETTERS = 6
    """Its letters stand in the name, in order."""


_NONE = len(Fit)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found. about: what it is besides its name; weight: of two alike, the heavier is first."""

    id: str
    name: str
    about: str = ""
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found: its place among the entries, and how well it fits."""

    row: int
    fit: Fit


@dataclass(frozen=True, slots=True)
class Hits:
    """The best of what was found, best first, and how many there are in all."""

    best: tuple[Hit, ...] = ()
    total: int = 0


class SearchIndex:
    """Entries made ready to be found; never changed, so that threads may share it."""

    def __init__(self, entries: Sequence[Entry], check: Check = lambda: None) -> None:
        """check: called now and then, and may raise to stop it."""
        self.entries = tuple(entries)
        self._names = _Texts([entry.name for entry in entries], check)
        self._ids = _Texts([entry.id for entry in entries], check)
        self._about = _Texts([entry.about for entry in entries], check)
        self._row_of = {entry.id: row for row, entry in enumerate(entries)}
        self._letter_sets = self._names.letter_sets()
        check()
        names = self._names.folded
        order = sorted(range(len(names)), key=lambda row: (-entries[row].weight, names[row], entries[row].id))
        self._place = np.empty(len(order), np.int64)
        self._place[order] = np.arange(len(order))

    def row_of(self, entry_id: str) -> int | None:
        """The place of an entry among all; None where there is none with that id."""
        return self._row_of.get(entry_id)

    def find(self, typed: str, most: int, first: Sequence[int] = ()) -> Hits:
        """The `most` entries that fit best; of those that fit alike, the rows in `first` come before all others."""
        sought = folded(typed)
        if not sought or not self.entries:
            return Hits()
        fits = self._fits(sought)
        found = np.flatnonzero(fits != _NONE)
        count = len(self.entries)
        ahead = self._place.copy()
        ahead[list(first)] = np.arange(len(first)) - count
        keys = fits[found].astype(np.int64) * (2 * count) + ahead[found]
        if len(found) > most:
            near = np.argpartition(keys, most)[:most]
            rows, keys = found[near], keys[near]
        else:
            rows = found
        best = rows[np.argsort(keys)].tolist()
        return Hits(tuple(Hit(row, Fit(int(fits[row]))) for row in best), len(found))

    def _fits(self, sought: str) -> NDArray[np.uint8]:
        """Per entry how well it fits; the better overwrites the worse."""
        names, ids = self._names, self._ids
        fits = np.full(len(self.entries), _NONE, np.uint8)
        fits[self._loose(sought.replace(" ", ""))] = Fit.LETTERS
        fits[self._told_of(sought.split())] = Fit.ABOUT
        in_ids, in_names = ids.places(sought), names.places(sought)
        fits[ids.rows_at(in_ids)] = Fit.ID
        fits[names.rows_at(in_names)] = Fit.WITHIN
        fits[names.rows_at(in_names[names.starts_word[in_names]])] = Fit.WORD
        fits[names.rows_at(in_names[names.starts_text[in_names]])] = Fit.START
        for texts, places in ((ids, in_ids), (names, in_names)):
            whole = texts.starts_text[places] & (texts.letters[places + len(sought)] == 0)
            fits[texts.rows_at(places[whole])] = Fit.SAME
        return fits

    def _told_of(self, words: Sequence[str]) -> NDArray[np.bool_]:
        """Which entries have all of these words in what is said of them."""
        fitting = np.ones(len(self.entries), np.bool_)
        # what has a single word in its name or id fits better anyhow
        looked_at = (self._about,) if len(words) == 1 else (self._names, self._ids, self._about)
        for word in dict.fromkeys(words):
            having = np.zeros(len(self.entries), np.bool_)
            for texts in looked_at:
                places = texts.places(word)
                having[texts.rows_at(places[texts.starts_word[places]])] = True
            fitting &= having
        return fitting

    def _loose(self, sought: str) -> Ints:
        """The entries in whose names these letters stand in order, others between them or not."""
        if len(sought) < SHORTEST_LOOSE:
            return _NO_PLACES
        wanted = self._names.letter_set(sought)
        if wanted is None:
            return _NO_PLACES
        rows = np.flatnonzero((self._letter_sets & wanted) == wanted)
        return self._names.having_in_order(sought, rows)


class _Texts:
    """One text an entry, all in one array: letters as numbers of an alphabet of their own, and 0 after each text."""

    def __init__(self, texts: Sequence[str], check: Check) -> None:
        self.folded: list[str] = []
        for turn, text in enumerate(texts):
            if not turn % _A_WHILE:
                check()
            self.folded.append(folded(text))
        lengths = np.fromiter(map(len, self.folded), np.int64, len(self.folded))
        self._ends = np.cumsum(lengths + 1) - 1
        self._begins = self._ends - lengths
        self._code_of, self.letters = _coded(self.folded, self._ends)
        self.starts_text = np.zeros(len(self.letters), np.bool_)
        self.starts_text[self._begins] = True
        breaks = [code for letter, code in self._code_of.items() if _BREAK.match(letter)]
        self.starts_word = self.starts_text.copy()
        self.starts_word[1:] |= np.isin(self.letters[:-1], breaks)
        self._counts = np.bincount(self.letters, minlength=len(self._code_of) + 1)

    def places(self, sought: str) -> Ints:
        """Where `sought` begins, in order."""
        codes = self._codes(sought)
        if codes is None:
            return _NO_PLACES
        rarest = min(range(len(codes)), key=lambda i: int(self._counts[codes[i]]))
        places = self._places_of(codes[rarest]) - rarest
        places = places[(places >= 0) & (places + len(codes) <= len(self.letters))]
        for offset, code in enumerate(codes):
            if offset != rarest:
                places = places[self.letters[places + offset] == code]
        return places

    def rows_at(self, places: Ints) -> Ints:
        """The entries in whose texts these places lie, which are in order."""
        if len(places) < len(self._ends):
            return np.searchsorted(self._ends, places)
        up_to = np.searchsorted(places, self._ends)  # of as many as there are letters, only the first counts
        return np.flatnonzero(np.diff(up_to, prepend=0))

    def having_in_order(self, sought: str, rows: Ints) -> Ints:
        """Of these entries those whose texts have these letters in order."""
        after = self._begins[rows]
        for code in self._codes(sought) or ():
            where = self._places_of(code)
            following = np.searchsorted(where, after)
            after = where[np.minimum(following, len(where) - 1)]
            kept = (following < len(where)) & (after < self._ends[rows])
            rows, after = rows[kept], after[kept] + 1
        return rows

    def letter_set(self, sought: str) -> np.uint64 | None:
        """Which letters these are, as bits; None where no text has one of them."""
        codes = self._codes(sought)
        return None if codes is None else np.bitwise_or.reduce(_BITS[np.array(codes) % _SET_BITS])

    def letter_sets(self) -> NDArray[np.uint64]:
        """Per entry which letters it has, as bits; where there are many letters, some share a bit."""
        if not self.folded:
            return np.zeros(0, np.uint64)
        return np.bitwise_or.reduceat(_BITS[self.letters % _SET_BITS], self._begins)

    def _codes(self, sought: str) -> list[int] | None:
        codes = [self._code_of.get(letter, 0) for letter in sought]
        return None if 0 in codes else codes

    def _places_of(self, code: int) -> Ints:
        return np.flatnonzero(self.letters == code)


def node_index(graph: SystemGraph, check: Check = lambda: None) -> SearchIndex:
    """The nodes of a system, ready to be found by name, id, kind and team; those with more edges come first."""
    arrays = graph.arrays
    degrees = (np.diff(arrays.out_start) + np.diff(arrays.in_start)).tolist()
    check()
    kinds = kind_words()
    nodes = zip(graph.nodes.values(), degrees, strict=True)
    return SearchIndex([_entry(node, degree, kinds) for node, degree in nodes], check)


def _entry(node: Node, degree: int, kinds: Mapping[str, str]) -> Entry:
    subtype = kinds[node.subtype] if node.subtype else None
    return Entry(node.id, node.name, " ".join(filter(None, (kinds[node.kind], subtype, node.owner))), degree)


def folded(text: str) -> str:
    """`text` as it is compared: without case and accents, one space for every kind of blank, not endless."""
    text = text[:LONGEST].casefold()
    if not text.isascii():
        text = "".join(c for c in normalize("NFKD", normalize("NFKD", text).casefold()) if not combining(c))
    return " ".join(text.split())[:LONGEST]


def _coded(texts: Sequence[str], ends: Ints) -> tuple[dict[str, int], NDArray[np.unsignedinteger]]:
    """The number of each letter, from 1, and all texts in these numbers: most systems need one byte a letter."""
    joined = "".join(f"{text}\0" for text in texts).encode("utf-32-le", "surrogatepass")
    points = np.frombuffer(joined, "<u4")
    seen = np.zeros(_CODES, np.bool_)
    seen[points] = True
    alphabet = np.flatnonzero(seen)
    code_of = np.zeros(_CODES, np.uint8 if len(alphabet) < 256 else np.uint32)
    code_of[alphabet] = np.arange(1, len(alphabet) + 1)
    letters = code_of[points]
    letters[ends] = 0
    return {chr(point): code for code, point in enumerate(alphabet.tolist(), start=1)}, letters
