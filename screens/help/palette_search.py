"""Search in what help and palette hold: by key, name, id, other words, pinyin, with one slip.

Pure. Commands, settings and the like are a few hundred `PaletteEntry`s, each looked at; of projects
and people, of which there may be many thousands, all names are one text that is gone through once.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from deals.model import Project
from deals.parsing.text import find_slip, fold_text
from deals.search import SearchIndex, SearchWord, has_han
from screens.base.commands import key_name

EntryKind = Literal[
    "command", "screen", "view", "paper", "setting", "project", "contact", "elsewhere"
]
KINDS: tuple[EntryKind, ...] = (
    "command", "screen", "view", "paper", "setting", "project", "contact", "elsewhere",
)  # fmt: skip
"""What there is to be found; of what is found equally well, the first of these comes first."""
BEHIND: tuple[EntryKind, ...] = ("setting", "elsewhere")
MOST_RECORDS = 30
"""The projects, and the people, that are listed at the most: who wants others types on."""
LONGEST_WORD = 8
"""The signs of a Chinese word of which more make it no nearer to a sentence."""
LEAST_SLIP = 4
"""The letters of a word in which a slip is looked for: one of fewer is near to too many."""

# How near an entry is to what was typed, 0 the nearest.
KEY, NAME, ID, WORD, START, SPELLED, WITHIN, SPELLED_WITHIN, ABOUT, SLIP, PARTLY = range(11)
FILLERS = frozenset((
    "a", "an", "and", "as", "at", "by", "do", "for", "from", "how", "i", "in", "is", "it", "me",
    "my", "of", "on", "or", "please", "the", "this", "to", "want", "with",
))  # fmt: skip
"""The words of a sentence that say nothing of what is meant."""


@dataclass(frozen=True, slots=True)
class PaletteEntry:
    """Something that can be found and run, with the texts that it is found by.

    `names` are what it is called in the language spoken and in others, `words` what else people
    call it, all folded as `about` is, which is looked through last; `spelled` has both, for pinyin.
    `key_names` are its keys as people write them.
    """

    id: str
    kind: EntryKind
    names: tuple[str, ...]
    words: tuple[str, ...] = ()
    about: str = ""
    spelled: str = field(default="", compare=False)
    key_names: frozenset[str] = field(default=frozenset(), compare=False)

    @classmethod
    def of(
        cls,
        id: str,
        kind: EntryKind,
        names: Iterable[str],
        words: Iterable[str] = (),
        keys: Iterable[str] = (),
        about: str = "",
    ) -> PaletteEntry:
        """Return an entry of texts as they are shown."""
        known = [fold_text(name) for name in names if name]
        bare = [_strip_marks(name) for name in known if not name.isascii()]
        folded = tuple(dict.fromkeys([*known, *bare]))
        others = tuple(dict.fromkeys(fold_text(word) for word in words))
        spelled = "\n".join((*folded, *others))
        names_of_keys = frozenset(spell_keys(keys))
        return cls(id, kind, folded, others, fold_text(about), spelled, names_of_keys)


def _strip_marks(name: str) -> str:
    """Return a name without the marks in it, which nobody types among pinyin."""
    return "".join(char for char in name if char.isalnum())


def spell_keys(keys: Iterable[str]) -> set[str]:
    """Return all ways in which people write keys: `ctrl+r`, `^R`, `C-r`, `PgUp`, `pageup`.

    A letter alone stands as it is, for `D` is another key than `d`; all else is folded.
    """
    return {each if len(each) == 1 else each.lower() for key in keys for each in _spell_key(key)}


def _spell_key(key: str) -> Iterator[str]:
    yield from (key, key_name(key))
    prefix, plus, last = key.rpartition("+")
    if plus:
        name = key_name(last)
        short = prefix[:1]
        yield from (f"{prefix}-{name}", f"{short}-{name}", f"{prefix} {name}", f"{prefix}+{name}")
        if prefix == "ctrl" and len(last) == 1:
            yield from (f"^{last}", f"strg+{last}", f"control+{last}")
        if prefix == "alt":
            yield from (f"meta-{name}", f"m-{name}", f"option+{name}")
    yield from {"pageup": ["pgup"], "escape": ["esc"], "delete": ["del"]}.get(key, [])


def key_typed(text: str) -> set[str]:
    """Return what a typed text says as a key: a sign of an input method by its name too."""
    stripped = text.strip()
    if len(stripped) != 1:
        return {stripped.lower()}
    name = unicodedata.name(stripped, "").lower().replace(" ", "_").replace("-", "_")
    return {stripped, name} - {""}


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed: folded, the keys that it may name, and how its words are looked for."""

    text: str
    keys: frozenset[str]
    words: tuple[SearchWord, ...]
    whole: SearchWord

    @classmethod
    def of(cls, typed: str, index: SearchIndex) -> Query:
        """Return what was typed, to be looked for in the texts that `index` has learned."""
        folded = fold_text(typed)
        words = tuple(index.word(word) for word in folded.split())
        joined = index.word(folded.replace(" ", ""))
        return cls(folded, frozenset(key_typed(typed)), words, joined)

    @property
    def is_sign(self) -> bool:
        """Whether it may be a key and no word: `delete` is both, `D` and `^R` are not."""
        return len(self.text) == 1 or not self.text.isalpha()

    def within(self, text: str) -> bool:
        """Whether all words stand in a text, or are the pinyin of something in it."""
        return all(word.within(text) for word in self.words)

    def plainly_within(self, text: str) -> bool:
        """Whether all words stand in a text as they were typed."""
        return all(word.text in text for word in self.words)


def rank_entry(entry: PaletteEntry, query: Query) -> int | None:
    """Rank how near an entry is to what was typed, 0 the nearest; None where it is not meant."""
    return next((rank for rank, is_near in NEARNESS if is_near(entry, query)), None)


def _has_key(entry: PaletteEntry, query: Query) -> bool:
    return bool(query.keys & entry.key_names)


def _spells_words(entry: PaletteEntry, query: Query) -> bool:
    return any(map(query.whole.whole, entry.words)) or query.within(entry.spelled)


NEARNESS: tuple[tuple[int, Callable[[PaletteEntry, Query], bool]], ...] = (
    (
        KEY,
        lambda entry, query: entry.kind == "command" and query.is_sign and _has_key(entry, query),
    ),
    # Ids, and names of settings that are ids too, come behind what is called so here: `hints` is
    # a command and a setting, `plan` a screen and the id by which a command is bound.
    (NAME, lambda entry, query: entry.kind not in BEHIND and query.text in entry.names[:1]),
    (ID, lambda entry, query: query.text in (*entry.names[:1], entry.id)),
    (WORD, lambda entry, query: query.text in (*entry.names, *entry.words)),
    (WORD, lambda entry, query: entry.kind == "command" and _has_key(entry, query)),
    (START, lambda entry, query: any(name.startswith(query.text) for name in entry.names)),
    (SPELLED, lambda entry, query: any(map(query.whole.whole, entry.names))),
    (WITHIN, lambda entry, query: query.plainly_within(f"{entry.spelled}\n{entry.id}")),
    (WITHIN, _has_key),
    (SPELLED_WITHIN, _spells_words),
    (ABOUT, lambda entry, query: query.plainly_within(f"{entry.spelled}\n{entry.about}")),
)
"""How near an entry may be to what was typed, the nearest first."""


def rank_slip(entry: PaletteEntry, text: str) -> int | None:
    """Rank an entry that a word means by a slip of the finger; None where none does."""
    if len(text) < LEAST_SLIP or not text.isascii():
        return None
    words = {word for name in (*entry.names, *entry.words, entry.id) for word in _split(name)}
    ends = (len(text) - 1, len(text), len(text) + 1)
    near = any(
        find_slip(text, word[:end]) is not None
        for word in words
        if word.isascii() and len(word) >= LEAST_SLIP - 1
        for end in ends
    )
    return SLIP if near else None


def _split(name: str) -> list[str]:
    return [name, *re.split(r"[\s:-]+", name)]


class Hit(NamedTuple):
    """Something found: how near it is, 0 the nearest, whether it applies, and its id."""

    rank: int
    idle: bool
    kind: int
    place: int
    id: str


def find_entries(
    entries: Sequence[PaletteEntry], query: Query, applies: Callable[[PaletteEntry], bool]
) -> list[Hit]:
    """Find the entries that are meant; those near by a slip only where nothing else is."""
    found = list(_rank_all(entries, lambda entry: rank_entry(entry, query), applies))
    text = query.text
    return found or list(_rank_all(entries, lambda entry: rank_slip(entry, text), applies))


def find_by_some_words(
    entries: Sequence[PaletteEntry], query: Query, applies: Callable[[PaletteEntry], bool]
) -> list[Hit]:
    """Find what most words of a sentence mean, for whoever asks in one: `delete a deal`.

    Of entries that as many words mean, those that its first words mean come first.
    """
    if has_han(query.text):
        return list(_rank_all(entries, lambda entry: _rank_unspaced(entry, query.text), applies))
    meaning = [word for word in query.words if word.text not in FILLERS]
    if len(query.words) < 2 or not meaning:
        return []
    parts = [Query(word.text, frozenset(), (word,), word) for word in meaning]
    meant = {entry.id: _rank_words(entry, parts) for entry in entries}
    most = max((len(ranks) for ranks in meant.values()), default=0)

    def rank(entry: PaletteEntry) -> int | None:
        ranks = meant[entry.id]
        return PARTLY + min(ranks) if most and len(ranks) == most else None

    return list(_rank_all(entries, rank, applies))


def _rank_unspaced(entry: PaletteEntry, text: str) -> int | None:
    """Rank an entry by the longest of its Chinese words in a sentence, which has no blanks.

    Of words as long a name comes before what else people call it: 删除商机 is to delete.
    """
    found = [
        2 * max(0, LONGEST_WORD - len(word)) + (place >= len(entry.names))
        for place, word in enumerate((*entry.names, *entry.words))
        if len(word) > 1 and has_han(word) and word in text
    ]
    return PARTLY + min(found) if found else None


def _rank_words(entry: PaletteEntry, parts: Sequence[Query]) -> list[int]:
    """Rank an entry by each of the words that mean it, by their place before all else."""
    ranks = ((at, rank_entry(entry, part)) for at, part in enumerate(parts))
    return [at * ABOUT + rank for at, rank in ranks if rank is not None and rank < ABOUT]


def _rank_all(
    entries: Sequence[PaletteEntry],
    rank: Callable[[PaletteEntry], int | None],
    applies: Callable[[PaletteEntry], bool],
) -> Iterator[Hit]:
    for place, entry in enumerate(entries):
        nearness = rank(entry)
        if nearness is not None:
            yield Hit(nearness, not applies(entry), KINDS.index(entry.kind), place, entry.id)


class NamedRecords:
    """Names of many records as one text, a line each, the most wanted first."""

    def __init__(self, kind: EntryKind, named: Iterable[tuple[str, str]]) -> None:
        ids, lines = list[str](), list[str]()
        for id, line in named:
            ids.append(id)
            lines.append(line)
        self.kind, self.ids, self.lines = kind, ids, lines
        self.text = "\n".join(["", *lines, ""])
        starts, at = list[int](), 1
        for line in lines:
            starts.append(at)
            at += len(line) + 1
        self._starts = starts

    def find(self, query: Query) -> list[Hit]:
        """Find the records that are meant, the nearest and most wanted first."""
        ranks = dict[int, int]()
        for rank, places in self._find_places(query):
            for place in places:
                if place not in ranks and (rank == WORD or query.within(self.lines[place])):
                    ranks[place] = rank
                if len(ranks) >= MOST_RECORDS:
                    break
            if len(ranks) >= MOST_RECORDS:
                break
        kind = KINDS.index(self.kind)
        return [Hit(rank, False, kind, place, self.ids[place]) for place, rank in ranks.items()]

    def _find_places(self, query: Query) -> Iterator[tuple[int, Iterable[int]]]:
        """Yield the lines that may be meant, by how near they are: one way after the other, so that
        with enough of the nearest the others need not be looked for.
        """
        if not query.words:
            return
        longest = max(query.words, key=lambda word: len(word.text))
        yield WORD, self._find_text(f"\n{query.text}\t")
        yield START, self._find_text(f"\n{query.text}")
        if (whole := query.whole.spelling) is not None:
            yield SPELLED, self._find_pattern(re.compile(f"\n(?:{whole.pattern})\t"), 1)
        yield WITHIN, self._find_text(longest.text)
        if longest.spelling is not None:
            yield SPELLED_WITHIN, self._find_pattern(longest.spelling, 0)

    def _find_text(self, text: str) -> Iterator[int]:
        """Yield the lines that have a text, each once; a break before it is no part of them."""
        before = text.startswith("\n")
        at = self.text.find(text)
        while at >= 0:
            place = bisect_right(self._starts, at + before) - 1
            yield place
            at = self.text.find(text, self._starts[place] + len(self.lines[place]))

    def _find_pattern(self, pattern: re.Pattern[str], before: int) -> Iterator[int]:
        for found in pattern.finditer(self.text):
            yield bisect_right(self._starts, found.start() + before) - 1


@dataclass(frozen=True, slots=True)
class RecordIndex:
    """The names of a book's projects and people, those edited last first, and their readings."""

    projects: NamedRecords
    people: NamedRecords
    index: SearchIndex


def index_records(projects: Mapping[str, Project], index: SearchIndex) -> RecordIndex:
    """Return the names of projects and people ready to be searched; `index` learns them."""
    recent = sorted(projects.values(), key=lambda each: each.updated_at, reverse=True)
    made = RecordIndex(
        NamedRecords("project", ((f"project:{each.id}", _project_line(each)) for each in recent)),
        NamedRecords(
            "contact",
            (
                (f"contact:{each.id}/{person.id}", f"{fold_text(person.name)}\t")
                for each in recent
                for person in each.contacts
            ),
        ),
        index,
    )
    index.learn(made.projects.text)
    index.learn(made.people.text)
    return made


def _project_line(project: Project) -> str:
    parts = (project.name, project.customer, project.owner)
    return "\t".join(fold_text(part) for part in parts if part) + "\t"
