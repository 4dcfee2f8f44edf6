"""The journal beside the data file: a line for each commit since the file was last written whole.

A line is JSON: `seq` one more than the line's before; the id of the `store`; when (`at`), `by` whom
and under which `label`; `projects` changed, by id, null for a deleted one; each list that all
projects share (`views`, `competitors`, `products`), whole, where it changed; `prev`, the `sum` of
the line before; and `sum`, a BLAKE2b-128 over the rest of the line. So a line that is missing,
damaged or another store's is noticed.

A journal of a store that was replaced (Head.replaces) is *stale*: its lines count for nothing, but
they are kept as a backup before the next writer takes them away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

import orjson

from deals.model import SHARED
from deals.refusal import Refusal
from store.codec import Codec
from store.head import Head

_SUM = b',"sum":"'
_SUM_BYTES = 16
_BREAK = b"\n"
_TAIL = len(_SUM) + 2 * _SUM_BYTES + len(b'"}')


def journal_path(file: Path) -> Path:
    """The journal of a data file."""
    return file.with_name(f"{file.name}.journal")


@dataclass(frozen=True, slots=True)
class Entry:
    """One commit: the records that it put, by id, None for a deleted one; the shared `lists` that
    it changed. `at` is in ISO 8601, `head` where the store stands after it, and `prev` the link of
    the commit before.
    """

    head: Head
    at: str
    by: str
    label: str
    projects: Mapping[str, Any]
    lists: Mapping[str, list[Any]] = field(default_factory=dict)
    prev: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """What was read of a journal: the commits that are not in the data file, and the number of
    bytes up to the end of the last of them. `torn` is the number of a last line that is not whole.

    `end` is 0 where all lines are in the data file: whoever writes next begins anew. `stale` says
    that the lines are those of a store that was replaced, to be kept elsewhere before that.
    """

    entries: tuple[Entry, ...]
    end: int
    count: int
    torn: int | None = None
    stale: bool = False


def encoded(
    before: Head,
    at: str,
    said: tuple[str, str],
    projects: Mapping[str, bytes | None],
    lists: Mapping[str, Iterable[bytes]],
) -> tuple[bytes, Head]:
    """The line of a commit, without its line break, and where the store stands after it.

    `said` is by whom and under which label; `projects` and the shared `lists` hold JSON.
    """
    by, label = said
    line = {
        "seq": before.sequence + 1,
        "store": before.store,
        "at": at,
        "by": by.encode(errors="replace").decode(),
        "label": label,
        "projects": {key: one and orjson.Fragment(one) for key, one in projects.items()},
        **{name: [orjson.Fragment(one) for one in some] for name, some in lists.items()},
        "prev": before.link,
    }
    text = orjson.dumps(line)
    link = _summed(text)
    whole = text[:-1] + _SUM + link.encode() + b'"}'
    return whole, replace(before, sequence=before.sequence + 1, link=link)


def mark_of(journal: bytes) -> str:
    """What tells a journal by its first line, for one whose lines nobody can unseal any more."""
    return f"line:{_summed(journal.partition(_BREAK)[0])}"


def read_lines(data: bytes, head: Head, codec: Codec, journal: Path, start: int = 0) -> Lines:
    """What is in the bytes of a journal from `start` on, where the store stands at `head`.

    Refusals, `file` being the journal: `journal-damaged` (file, line) for a line that is not as it
    was written and is not the last, `journal-foreign` (file) for lines of another store or another
    course of this one, `journal-gap` (file, line, found, wanted) where lines are missing.
    """
    lines = data.split(_BREAK)
    rest = lines.pop()
    if start == 0 and head.replaces and mark_of(data) in head.replaces:
        return Lines((), 0, 0, stale=True)
    torn = len(lines) + 1 if rest else None
    entries: list[Entry] = []
    end = 0
    reader = _Reader(head, codec, journal)
    for number, line in enumerate(lines, 1):
        end += len(line) + 1
        entry = reader.read(line)
        if entry is None:
            if number < len(lines) or rest:
                raise Refusal("journal-damaged", file=str(journal), line=number)
            torn, end = number, end - len(line) - 1
        elif reader.follows(entry, number):
            entries.append(entry)
    good = len(lines) - (torn is not None and not rest)
    if reader.stale:
        return Lines((), 0, good, stale=True)
    new = bool(entries) or start > 0
    return Lines(tuple(entries), start + end if new else 0, good, torn)


def as_kept(journal: bytes, codec: Codec) -> bytes:
    """The bytes of a journal as a backup keeps them: under the codec as a whole, so that it can be
    opened by whoever opens a sealed store's other backups; as they are where a line does not read.
    """
    lines = journal.removesuffix(_BREAK).split(_BREAK)
    try:
        plain = [codec.decode_line(line) for line in lines]
    except ValueError:
        return journal
    return codec.encode(_BREAK.join((*plain, b"")))


def stores_in(journal: bytes, codec: Codec) -> tuple[str, ...]:
    """The ids of the stores whose lines are in a journal; its mark where none can be read."""
    found = [read_line(line, codec) for line in journal.split(_BREAK)]
    return tuple(dict.fromkeys(one.head.store for one in found if one)) or (mark_of(journal),)


def read_line(line: bytes, codec: Codec) -> Entry | None:
    """The commit that a line holds, without its break; None where it is not as it was written."""
    try:
        return read_entry(codec.decode_line(line))
    except ValueError:
        return None


def read_entry(text: bytes) -> Entry | None:
    """The commit that a line tells, unsealed and without its line break; None where it is not as
    it was written.
    """
    try:
        link = text[len(text) - _TAIL + len(_SUM) : -2].decode()
        if text[-_TAIL : -_TAIL + len(_SUM)] != _SUM or _summed(text[:-_TAIL] + b"}") != link:
            return None
        return _entry(orjson.loads(text), link)
    except (ValueError, KeyError, TypeError):
        return None


class _Reader:
    """Reads one line after the other, and sees that each follows the one before."""

    def __init__(self, head: Head, codec: Codec, journal: Path) -> None:
        self._head = head
        self._codec = codec
        self._file = str(journal)
        self._last: Head | None = None
        self.stale = False

    def read(self, line: bytes) -> Entry | None:
        """The commit that a line holds; None where it is not as it was written."""
        return read_line(line, self._codec)

    def follows(self, entry: Entry, number: int) -> bool:
        """Whether the commit is not in the data file yet; refused where it does not follow."""
        now, last = entry.head, self._last
        if now.store in self._head.replaces and last is None:
            self.stale = True
            return False
        if now.store != self._head.store or self.stale:
            raise Refusal("journal-foreign", file=self._file)
        if last is None and now.sequence <= self._head.sequence:
            # Where in the past the journal begins does not matter.
            last = Head(now.store, now.sequence - 1, entry.prev)
        last = last or self._head
        if now.sequence != last.sequence + 1:
            found, wanted = now.sequence, last.sequence + 1
            raise Refusal("journal-gap", file=self._file, line=number, found=found, wanted=wanted)
        same = now.sequence == self._head.sequence
        if entry.prev != last.link or (same and now.link != self._head.link):
            raise Refusal("journal-foreign", file=self._file)
        self._last = now
        return now.sequence > self._head.sequence


def _entry(told: dict[str, Any], link: str) -> Entry:
    projects = told["projects"]
    lists = {name: told[name] for name in SHARED if told.get(name) is not None}
    if not isinstance(projects, dict) or not all(isinstance(one, list) for one in lists.values()):
        raise TypeError("no such line")
    head = Head(told["store"], told["seq"], link)
    prev = told["prev"]
    return Entry(head, told["at"], told["by"], told["label"], projects, lists, prev)


def _summed(text: bytes) -> str:
    return blake2b(text, digest_size=_SUM_BYTES).hexdigest()
