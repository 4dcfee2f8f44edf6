"""Finding projects by what is written in them: folded texts, kept by the record they were made of.

A commit replaces the records it changes and shares the others, so asking after a commit folds
again only what changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from deals.model import Project
from deals.pinyin import Alphabet
from deals.text import folded

_fold = lru_cache(maxsize=1 << 16)(folded)


@dataclass(frozen=True, slots=True)
class Texts:
    """A project's searchable texts, folded; `everything` is what a bare word is looked for in."""

    name: str
    customer: str
    owner: str
    contacts: str
    product: str
    next: str
    everything: str


class Word:
    """A word or phrase to look for: as written, and in Chinese text by initials or pinyin."""

    def __init__(self, text: str, alphabet: Alphabet) -> None:
        self.text = _fold(text)
        self._alphabet = alphabet
        self._size = -1
        self._spelling: re.Pattern[str] | None = None

    def within(self, text: str) -> bool:
        """Whether the word occurs in `text` (a field of `Texts`)."""
        if self.text in text:
            return True
        spelling = self._current()
        return spelling is not None and spelling.search(text) is not None

    def whole(self, text: str) -> bool:
        """Whether `text` is the word and nothing else."""
        if self.text == text:
            return True
        spelling = self._current()
        return spelling is not None and spelling.fullmatch(text) is not None

    def _current(self) -> re.Pattern[str] | None:
        if self._size != self._alphabet.size:
            self._size = self._alphabet.size
            self._spelling = self._alphabet.spelling(self.text)
        return self._spelling


class SearchIndex:
    """The folded texts of every project asked about, one for each id and made again if it changed.

    It may be warmed in one thread while another asks: entries are only ever swapped in whole.
    """

    def __init__(self) -> None:
        self._alphabet = Alphabet()
        self._kept: dict[str, tuple[Project, Texts]] = {}

    def texts(self, project: Project) -> Texts:
        """The texts of this very record."""
        kept = self._kept.get(project.id)
        if kept is not None and kept[0] is project:
            return kept[1]
        texts = _texts(project)
        self._alphabet.learn(texts.everything)
        self._alphabet.learn(texts.product)
        self._alphabet.learn(texts.next)
        self._kept[project.id] = (project, texts)
        return texts

    def fold(self, projects: Iterable[Project]) -> None:
        """Fold all of `projects` at once: a word tried on them then meets no new characters."""
        for project in projects:
            kept = self._kept.get(project.id)
            if kept is None or kept[0] is not project:
                self.texts(project)

    def warm(self, projects: Iterable[Project]) -> None:
        """Make ready for the first search, from whatever thread: texts, and readings if Chinese."""
        self.fold(projects)
        self._alphabet.warm()

    def learn(self, text: str) -> None:
        """Make ready to look for words in a text that is not a project's."""
        self._alphabet.learn(text)

    def word(self, text: str) -> Word:
        """What looks for `text` in the texts of this index."""
        return Word(text, self._alphabet)


def _texts(project: Project) -> Texts:
    name, customer, owner = _fold(project.name), _fold(project.customer), _fold(project.owner)
    contacts = "\n".join([_fold(one.name) for one in project.contacts])
    return Texts(
        name=name,
        customer=customer,
        owner=owner,
        contacts=contacts,
        product=_fold(project.product or ""),
        next=_fold(project.next_action.text if project.next_action else ""),
        everything="\n".join((name, customer, owner, contacts)),
    )
