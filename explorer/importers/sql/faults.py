"""Why a statement could not be understood, in our own words: what the parser says is English and speaks of itself."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.domain.ids import shown_plainly
from explorer.language import marked, tr

STOPPED = marked("the parser stops at “{word}”")
UNCLOSED = marked("what begins with {word} is not closed")
UNREADABLE = marked("it cannot be divided into words")
UNKNOWN = marked("the parser knows no statement of this form that begins with {word}")
BROKEN_DOWN = marked("the parser broke down")
TOO_DEEP = marked("it is nested too deep")
NO_MEMORY = marked("there is not memory enough")
MADE_AS_IT_RUNS = marked("EXECUTE IMMEDIATE: the SQL is made as it runs")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a statement could not be understood, and where in the text."""

    reason: str
    """One of the texts above, with a gap for the word, or one that is told already."""
    line: int | None = None
    column: int | None = None
    """Of the word's first letter, from 1; known only with the line."""
    word: str = ""
    before: str = ""
    """The words that stand in front of it."""

    def told(self) -> str:
        """The reason alone, without where it is."""
        return tr(self.reason, word=shown_plainly(self.word))

    def told_with_place(self) -> str:
        """The reason, and where in the text it is."""
        if self.column is None:
            return self.told()
        return tr(
            "{reason}, line {line}, column {column}", reason=self.told(), line=self.line, column=self.column
        )

    def told_with_words(self) -> str:
        """The reason, and what stands before: where lines and columns are not those of the text that was written."""
        if not self.before:
            return self.told()
        return tr("{reason}, after “{words}”", reason=self.told(), words=shown_plainly(self.before))
