"""What is whole in a data file that is damaged, record by record, wherever it still stands in it.

Nothing of the layout is relied on: a record is looked for wherever a number and a brace stand. The
table `sums` says of each whether it is as it was written, and then also which it is, whatever
became of its number and of the head of its table. Where no checksum is left, as in a file that was
cut short, the record's text has to do.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from json import JSONDecoder
from typing import NamedTuple

from deals.model import SHARED
from store.documents import PROJECTS, TOMBSTONES
from store.head import META
from store.integrity import SUMS, sum_of

RECORDS = (PROJECTS, *SHARED, TOMBSTONES)
"""The tables of which single records are worth something."""

_START = re.compile(
    r'"(?:(?P<number>\d{1,18})"\s*:\s*(?=\{)'
    rf'|(?P<table>{"|".join((META, *RECORDS, SUMS))})"\s*:\s*\{{(?=\s*(?:"\d|\}}))'
    r'|(?P<other>[^"\\\n]*)"\s*:\s*\{(?=\s*?\n\s*"\d))'
)
_SUM = re.compile(rb'"\d{1,18}":\s*(\{)|"table":\s*"(\w+)"|"(\d{1,18})":\s*"([0-9a-f]{16})"')
_DECODER = JSONDecoder()


class Place(NamedTuple):
    """Where a record stands: its table and number, and the line of the file, 0 for nowhere."""

    table: str
    number: str
    line: int = 0


@dataclass(slots=True)
class Pieces:
    """The documents that are whole, by table and number, and those of them that are `intact`, as
    their checksum says; and the `lost`: what does not read, or has a checksum and is not there.

    `told` says that there are checksums, and so that nothing else is lost.
    """

    told: bool
    tables: dict[str, dict[str, bytes]] = field(default_factory=dict)
    intact: set[tuple[str, str]] = field(default_factory=set)
    lost: list[Place] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many records are whole."""
        return sum(len(self.tables.get(name, ())) for name in RECORDS)

    @property
    def proven(self) -> int:
        """How many of these have a checksum that agrees."""
        return sum(number in self.tables[name] for name, number in self.intact if name in RECORDS)

    @property
    def missing(self) -> int:
        """How many records are lost."""
        return sum(one.table in RECORDS for one in self.lost)

    def take(self, place: Place, text: bytes) -> bool:
        """Whether a document could be taken: another may have its number."""
        table = self.tables.setdefault(place.table, {})
        return table.setdefault(place.number, text) is text

    def drop(self, table: str, number: str) -> None:
        """Count a document that was whole as lost."""
        self.tables[table].pop(number)
        self.lost.append(Place(table, number))


class _Document(NamedTuple):
    """What looks like a document of a table: where, its JSON (nothing if it does not read), and
    from where to where it goes.
    """

    place: Place
    text: bytes
    start: int
    end: int


def pieces_in(data: bytes) -> Pieces | None:
    """What is whole in the bytes of a data file; None where no record of a store is."""
    known = _checksums(data)
    found = Pieces(told=bool(known))
    documents = list(_documents(data.decode("utf-8", "surrogateescape")))
    whole = {one.start: told for one in documents if (told := known.get(sum_of(one.text)))}
    _take_whole([one for one in documents if one.start in whole], whole, found)
    for one in _others(documents, whole):
        if not (one.text and found.take(one.place, one.text)) and one.place.table in RECORDS:
            found.lost.append(one.place)
    there = {(name, number) for name, table in found.tables.items() for number in table}
    found.lost = [one for one in found.lost if one[:2] not in there]
    missed = {*there, *whole.values(), *(one[:2] for one in found.lost)}
    found.lost += [Place(*one) for one in known.values() if one[0] and one not in missed]
    return found if found.count else None


def _take_whole(
    documents: Sequence[_Document], whole: Mapping[int, tuple[str, str]], found: Pieces
) -> None:
    """Take the documents whose checksum agrees, each in its place.

    The table is that of the checksum: the head of its own may have been damaged. The number is its
    own, but for that of another, which was damaged then.
    """
    for one in sorted(documents, key=lambda one: one.place.number != whole[one.start][1]):
        table, number = whole[one.start]
        for place in (Place(table or one.place.table, key) for key in (one.place.number, number)):
            if (place.table, place.number) not in found.intact:
                found.take(place, one.text)
                found.intact.add((place.table, place.number))
                break


def _checksums(data: bytes) -> dict[str, tuple[str, str]]:
    """Of which record each checksum is that can be read in a file, whether the table of them is
    whole or not: that one agrees is no accident. The table is "" where it is not told.
    """
    table, found = "", dict[str, tuple[str, str]]()
    for begun, name, number, known in _SUM.findall(data):
        if begun or name:
            table = name.decode()
        elif not table or table in (META, *RECORDS):
            found[known.decode()] = table, number.decode()
    return found


def _others(documents: Sequence[_Document], whole: Collection[int]) -> Iterator[_Document]:
    """The documents without a checksum that agrees, but what stands within another one; one within
    which a whole one stands is none, for the brace at its end was lost.
    """
    starts, end = sorted(whole), 0
    for one in documents:
        if one.start < end:
            continue
        if one.start in whole:
            end = one.end
            continue
        at = bisect_right(starts, one.start)
        if at < len(starts) and starts[at] < one.end:
            yield one._replace(text=b"")
            continue
        yield one
        end = one.end


def _documents(text: str) -> Iterator[_Document]:
    table, line, seen = "", 1, 0
    for found in _START.finditer(text):
        if not found["number"]:
            table = found["table"] or found["other"]
        elif table != SUMS:
            line, seen = line + text.count("\n", seen, found.start()), found.start()
            whole, end = _document(text, found.end())
            yield _Document(Place(table, found["number"], line), whole, found.start(), end)


def _document(text: str, start: int) -> tuple[bytes, int]:
    """The JSON of the document that begins there, and where it ends; nothing if it does not read,
    or holds what is no text.
    """
    try:
        end = _DECODER.raw_decode(text, start)[1]
        return text[start:end].encode(), end
    except (ValueError, RecursionError):
        return b"", start
