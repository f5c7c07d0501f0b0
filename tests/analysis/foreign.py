"""A language of a few texts, to test what another language than English changes."""

from collections.abc import Mapping
from gettext import NullTranslations


class Foreign(NullTranslations):
    """These texts, by their English; of a text in two numbers both forms. Any other stays English."""

    def __init__(self, texts: Mapping[str, str | tuple[str, str]]) -> None:
        super().__init__()
        self._texts = texts

    def gettext(self, message: str) -> str:
        """One text."""
        return str(self._texts.get(message, message))

    def ngettext(self, one: str, many: str, n: int) -> str:
        """The form for this number."""
        forms = self._texts.get(one, (one, many))
        return forms[0 if n == 1 else 1]

    def pgettext(self, context: str, message: str) -> str:
        """A text that is several; its context and a bar stand before it."""
        return str(self._texts.get(f"{context}|{message}", message))
