"""Search in projects: their folded texts, and pinyin and initials for Chinese ones.

A commit replaces the records it changes and shares the others, so asking after a commit folds
again only what changed.
"""

from __future__ import annotations

import os
import re
import threading
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from deals.model import Project
from deals.parsing.text import fold_text

_fold = lru_cache(maxsize=1 << 16)(fold_text)


class ProjectTexts(NamedTuple):
    """A project's searchable texts, folded.

    A bare word is looked for in `everything`, by its spelling too, and as it stands in `written`:
    the notes of the project and its people, with the strategies and whatever else was written of
    it, are long, and any two letters are the initials of something in them.
    """

    name: str
    customer: str
    owner: str
    contacts: str
    product: str
    next: str
    tags: tuple[str, ...]
    notes: str
    written: str
    everything: str


class SearchWord:
    """A word or phrase to look for: as written, and in Chinese text by initials or pinyin."""

    def __init__(self, text: str, alphabet: Alphabet) -> None:
        self.text = _fold(text)
        self._alphabet = alphabet
        self._size = -1
        self._spelling: re.Pattern[str] | None = None

    def within(self, text: str) -> bool:
        """Whether the word occurs in `text`, a field of `ProjectTexts`."""
        if self.text in text:
            return True
        spelling = self.spelling
        return spelling is not None and spelling.search(text) is not None

    def whole(self, text: str) -> bool:
        """Whether `text` is the word and nothing else."""
        if self.text == text:
            return True
        spelling = self.spelling
        return spelling is not None and spelling.fullmatch(text) is not None

    @property
    def spelling(self) -> re.Pattern[str] | None:
        """What finds the word in Chinese text by its readings; None where no such text can."""
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
        self._kept: dict[str, tuple[Project, ProjectTexts]] = {}

    def texts(self, project: Project) -> ProjectTexts:
        """Return the texts of this very record."""
        kept = self._kept.get(project.id)
        if kept is not None and kept[0] is project:
            return kept[1]
        texts = _fold_texts(project)
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

    def word(self, text: str) -> SearchWord:
        """Return the word that looks for `text` in the texts of this index."""
        return SearchWord(text, self._alphabet)


def _fold_texts(project: Project) -> ProjectTexts:
    name, customer, owner = _fold(project.name), _fold(project.customer), _fold(project.owner)
    contacts = "\n".join([_fold(contact.name) for contact in project.contacts])
    tags = tuple(map(_fold, project.tags))
    # Not by `_fold`, which would keep them all.
    notes = [project.remarks, *(contact.note or "" for contact in project.contacts)]
    folded = "\n".join([fold_text(note) for note in notes if note])
    strategies = [project.key_strategy, *(note.text for note in project.notes)]
    written = "\n".join([folded, *(fold_text(text) for text in strategies if text)])
    return ProjectTexts(
        name=name,
        customer=customer,
        owner=owner,
        contacts=contacts,
        product=_fold(project.product or ""),
        next=_fold(project.next_action.text if project.next_action else ""),
        tags=tags,
        notes=folded,
        written=written if len(written) > len(folded) + 1 else folded,
        everything="\n".join((name, customer, owner, contacts, *tags)),
    )


# Compiled when first used: a set as wide as this takes milliseconds, and no start needs it.
_HAN = "[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_COMMON = 3  # readings kept of a character; those after the third are archaic
_SYLLABLE = 6  # letters of the longest syllable, zhuang
_LARGEST = 20_000  # a spelling that can be cut in more ways than this is only taken literally
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0304\u030c"))


def has_han(text: str) -> bool:
    """Whether there is a Chinese character in `text`; asks nothing of pypinyin."""
    return not text.isascii() and re.search(_HAN, text) is not None


@cache
def _spellings() -> dict[int, str]:
    """Return code point to readings with tone marks, the commonest first, separated by commas."""
    # Its dictionary of phrases, which nothing here asks for, is two hundred thousand lists: a third
    # of a second to load, and again and again to be gone through by the garbage collector.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin.pinyin_dict import pinyin_dict

    table: dict[int, str] = pinyin_dict
    return table


def _strip_tones(reading: str) -> str:
    plain = unicodedata.normalize("NFD", reading).translate(_TONES)
    return plain.replace("u\u0308", "v")


@cache
def readings(char: str) -> tuple[str, ...]:
    """Return the common readings of one character, toneless, ü as v; none if it is not Chinese."""
    known = _spellings().get(ord(char), "")
    toneless = (_strip_tones(reading) for reading in known.split(",") if reading)
    distinct = tuple(dict.fromkeys(toneless))[:_COMMON]
    typed_as = tuple(reading.replace("v", "u") for reading in distinct if reading in ("lve", "nve"))
    return distinct + typed_as


@cache
def spell_out(text: str) -> str:
    """Return `text` in lower case with Chinese characters spelled out, to put names in order."""
    folded = text.casefold()
    if not has_han(folded):
        return folded
    return "".join((readings(char) or (char,))[0] if has_han(char) else char for char in folded)


class Alphabet:
    """The characters that a set of texts is written in, and which of them a spelling may mean.

    It only grows; `size`, how many there are, tells when what was worked out from it is out of
    date. Learning and asking may happen in different threads.
    """

    def __init__(self) -> None:
        self.size = 0
        self._known: frozenset[str] = frozenset()
        self._sorted: tuple[int, dict[str, str]] = (0, {})
        self._growing = threading.Lock()

    def learn(self, text: str) -> None:
        """Take in the characters of `text`."""
        if not self._known.issuperset(text):
            # Without the lock two threads could each add to the old set, and one set would be lost.
            with self._growing:
                self._known |= frozenset(text)
                self.size = len(self._known)

    def warm(self) -> None:
        """Look up the readings of all characters known, if any are Chinese, ahead of the asking."""
        if self._has_chinese():
            self._by_syllable()

    def spelling(self, word: str) -> re.Pattern[str] | None:
        """Compile what finds `word` in Chinese text.

        The word is lower-case latin, read as initials or as whole syllables, the last in part.
        `hz`, `hezong` and `hezo` find 何总. Initials may run on through latin letters and digits;
        None where no Chinese text can answer.
        """
        letters = word.replace("ü", "v").replace("'", "")
        if not letters.isascii() or not letters.isalnum() or letters.isdigit():
            return None
        if not self._has_chinese():
            return None
        ways = [self._initials_pattern(letters), self._syllables_pattern(letters)]
        return re.compile("|".join(way for way in ways if way))

    def _has_chinese(self) -> bool:
        return any(map(has_han, self._known))

    def _by_syllable(self) -> dict[str, str]:
        """Return the known characters by the syllables they are read as."""
        # The set is read once: another thread may replace it while the table is being made.
        known = self._known
        if self._sorted[0] != len(known):
            table: defaultdict[str, str] = defaultdict(str)
            for char in filter(has_han, known):
                for reading in readings(char):
                    table[reading] += char
            self._sorted = (len(known), dict(table))
        return self._sorted[1]

    def _characters_starting(self, prefix: str) -> str:
        table = self._by_syllable()
        return "".join(chars for reading, chars in table.items() if reading.startswith(prefix))

    def _initials_pattern(self, letters: str) -> str:
        return "".join(f"[{letter}{self._characters_starting(letter)}]" for letter in letters)

    def _syllables_pattern(self, letters: str) -> str:
        """Return all ways of cutting `letters` into syllables, "" if there is none or too many."""
        table = self._by_syllable()
        # `rest[at]` matches letters[at:]. Made from the end, each is built of those behind it; only
        # the last syllable may be typed in part.
        rest: list[str] = [""] * len(letters)
        for at in range(len(letters) - 1, -1, -1):
            tail = self._characters_starting(letters[at:]) if len(letters) - at <= _SYLLABLE else ""
            ways = [f"[{tail}]"] if tail else []
            for end in range(at + 1, min(at + _SYLLABLE, len(letters) - 1) + 1):
                if rest[end] and letters[at:end] in table:
                    ways.append(f"[{table[letters[at:end]]}]{rest[end]}")
            rest[at] = f"(?:{'|'.join(ways)})" if ways else ""
            if len(rest[at]) > _LARGEST:
                return ""
        return rest[0]
