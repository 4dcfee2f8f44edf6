"""Calling rows, goals and causes by their words in a table, and finding them again by these."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from deals.text import folded
from store.exchange.grid import clean


class Words:
    """Records by what they are called: their id, or words that are one record's alone."""

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        self._texts = {key: clean(text) for key, text in named}
        self._by_words: dict[str, list[str]] = defaultdict(list)
        for key, text in self._texts.items():
            self._by_words[folded(text)].append(key)

    def name(self, key: str | None) -> str:
        """What a record is called: its words where these are clear, else its id."""
        text = self._texts.get(key or "", "")
        alone = text and text not in self._texts and len(self._by_words[folded(text)]) == 1
        return text if alone else key or ""

    def find(self, text: str) -> str | None:
        """The id of the record that `text` calls, None where it calls none or several."""
        if text in self._texts:
            return text
        same = self._by_words.get(folded(text), [])
        return same[0] if len(same) == 1 else None
