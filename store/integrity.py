"""Checksums of the data file: what stands in it is what was written, or it is known which is not.

Two kinds stand in the table `sums`. The last document has one over all bytes of the file before it:
where it agrees, nobody but us has touched the file, and that is known for the cost of one hash.
Where it does not, an 8-byte BLAKE2b of each record tells which: it is over canonical JSON, so that
a file that another program has only laid out anew agrees. The list of these has one of its own.

A record that differs is a `Doubt`, kept in `meta` until somebody accepts it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from hashlib import blake2b
from threading import Thread
from typing import Any, Literal, NamedTuple

import orjson
from pydantic import ValidationError

from deals.errors import UserError
from deals.model.base import Frozen
from store.metadata import META, SUMMED, StoreHead, with_fields

SUMS = "sums"

Checksums = Mapping[str, Mapping[str, str]]
"""Table name -> document number -> checksum."""

MismatchKind = Literal["changed", "added", "gone"]

_RECORD_BYTES, _FILE_BYTES = 8, 16
_UNSUMMED = "0" * (2 * _FILE_BYTES)
_ENDING = b'"}\n}\n}'
_TAIL = len(_UNSUMMED) + len(_ENDING)
# orjson takes an integer of more than 64 bits for a float: such a number must not be rounded here.
_LONG = 19
_LONG_INTEGER = re.compile(rb"\d{%d}" % _LONG)
_WORTH_A_THREAD = 2**20


class Mismatch(NamedTuple):
    """A document that is not what was written: its table and number; number "" for the sums."""

    table: str
    number: str
    what: MismatchKind


# Over the bytes of the file ----------------------------------------------------------------------


def with_file_sum(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the pieces of a file, its last document filled with the checksum of all before.

    A file that does not end in that document is left as it is. What comes before the last piece is
    hashed in a thread while its bytes are written: the hash leaves the interpreter free.
    """
    from concurrent.futures import ThreadPoolExecutor  # only who writes needs it

    digest, held = blake2b(digest_size=_FILE_BYTES), b""
    with ThreadPoolExecutor(1) as hashing:
        hashed = None
        for piece in pieces:
            if held and len(piece) >= _TAIL:
                if hashed is not None:
                    hashed.result()  # no more than one piece waits in memory
                hashed = hashing.submit(digest.update, held)
                yield held
                held = b""
            held += piece
    body, tail = held[:-_TAIL], held[-_TAIL:]
    if tail == _UNSUMMED.encode() + _ENDING:
        digest.update(body)
        tail = digest.hexdigest().encode() + _ENDING
    if body:
        yield body
    yield tail


class FileChecksum:
    """Whether the bytes of a file are what was written; found out in a thread of its own.

    The hash leaves the interpreter free, so a large file is read meanwhile.
    """

    def __init__(self, data: bytes) -> None:
        """Begin to hash the bytes, in a thread if they are many."""
        self._data = data
        self._agrees = False
        self._thread: Thread | None = None
        if len(data) > _WORTH_A_THREAD:
            self._thread = Thread(target=self._verify)
            self._thread.start()
        else:
            self._verify()

    def agrees(self) -> bool:
        """Whether it agrees; waits until that is known. False for a file without a checksum."""
        if self._thread is not None:
            self._thread.join()
        return self._agrees

    def _verify(self) -> None:
        body = memoryview(self._data)[:-_TAIL]
        wanted = blake2b(body, digest_size=_FILE_BYTES).hexdigest().encode() + _ENDING
        self._agrees = self._data.endswith(wanted)


# Over records ------------------------------------------------------------------------------------


def sum_of(document: bytes | Mapping[str, Any]) -> str:
    """Return the checksum of a document over its canonical JSON, in hex."""
    return _hash(canonical(document), _RECORD_BYTES)


def canonical(document: bytes | Mapping[str, Any]) -> bytes:
    """Return a document as JSON with its keys in order; what is no JSON, as it stands."""
    try:
        if isinstance(document, bytes):
            exact = _LONG_INTEGER.search(document) is not None
            document = _parse_exactly(document) if exact else orjson.loads(document)
        return orjson.dumps(document, option=orjson.OPT_SORT_KEYS)
    except (ValueError, TypeError):
        return document if isinstance(document, bytes) else repr(document).encode()


def _parse_exactly(text: bytes) -> Any:
    import json  # rarely needed

    def whole(digits: str) -> Any:
        return int(digits) if len(digits) < _LONG else {"integer": digits}

    return json.loads(text, parse_int=whole)


def _hash(text: bytes, size: int) -> str:
    return blake2b(text, digest_size=size).hexdigest()


def sums_table(sums: Checksums, head: StoreHead) -> dict[str, bytes]:
    """Make the documents of the table `sums`, the last one of a file that stands at `head`."""
    lists: list[dict[str, Any]] = [
        {"table": name, "sums": records} for name, records in sums.items()
    ]
    place: dict[str, Any] = {"sequence": head.sequence, "link": head.link}
    place["sum"] = _list_sum(lists, place)
    documents = [*lists, place, {"file": _UNSUMMED}]
    return {str(number): orjson.dumps(document) for number, document in enumerate(documents, 1)}


def _list_sum(lists: list[dict[str, Any]], place: Mapping[str, Any]) -> str:
    whole = [*lists, {"sequence": place["sequence"], "link": place["link"]}]
    return _hash(orjson.dumps(whole, option=orjson.OPT_SORT_KEYS), _FILE_BYTES)


class ChecksumTable(NamedTuple):
    """What a table `sums` tells: the checksums, and at which commit they were written."""

    sums: Checksums
    sequence: int
    link: str


def read_sums(tables: Mapping[str, Mapping[str, Any]]) -> ChecksumTable | None:
    """Return what the table `sums` tells; None where it is not there or not as it was written."""
    try:
        documents = [
            orjson.loads(document) if isinstance(document, bytes) else document
            for document in tables[SUMS].values()
        ]
        lists = [document for document in documents if "table" in document]
        place = next(document for document in documents if "sum" in document)
        dicts = all(isinstance(list_["sums"], dict) for list_ in lists)
        if not dicts or place["sum"] != _list_sum(lists, place):
            return None
        return ChecksumTable(
            {list_["table"]: list_["sums"] for list_ in lists}, place["sequence"], place["link"]
        )
    except (KeyError, TypeError, ValueError, StopIteration):
        return None


def mismatches(
    tables: Mapping[str, Mapping[str, Any]], listed: ChecksumTable | None
) -> tuple[Mismatch, ...]:
    """Find the documents that differ from what was written, as the table `sums` lists it.

    None are found in a file without checksums, or that a version of Netloft has written since which
    knows of none: that one has gone on in the sequence and left the sums as they were.
    """
    meta: Mapping[str, Any] = next(
        (document for document in tables.get(META, {}).values() if "schema_version" in document), {}
    )
    if listed is None:
        broken = SUMS in tables or SUMMED in meta
        return (Mismatch(SUMS, "", "changed"),) if broken else ()
    if meta.get("sequence", 0) > listed.sequence and meta.get("link") != listed.link:
        return ()
    return tuple(
        mismatch
        for name, sums in listed.sums.items()
        for mismatch in _compare_table(name, tables, sums)
    )


def _compare_table(
    name: str, tables: Mapping[str, Mapping[str, Any]], sums: Mapping[str, str]
) -> Iterator[Mismatch]:
    table = tables.get(name, {})
    for number, document in table.items():
        if number not in sums:
            yield Mismatch(name, number, "added")
        elif sum_of(document) != sums[number]:
            yield Mismatch(name, number, "changed")
    for number in sums:
        if number not in table:
            yield Mismatch(name, number, "gone")


def lost_table(tables: Mapping[str, Mapping[str, Any]], listed: ChecksumTable | None) -> str | None:
    """Return the name of a missing table that held records; None if there is none."""
    sums = listed.sums if listed else {}
    return next(
        (name for name, listed_sums in sums.items() if listed_sums and name not in tables), None
    )


DOUBTFUL = "doubtful"


class Doubt(Frozen):
    """A document that was changed, added or taken away by something else than Netloft.

    `id` and `name` are the record's, where it has any. `fields` are those that differ from the
    backup named `backup`, the newest in which all was right; `since` is the time of the file that
    it was found in, None until it was compared.
    """

    table: str
    number: str
    what: MismatchKind
    id: str = ""
    name: str = ""
    fields: tuple[str, ...] = ()
    backup: str = ""
    since: datetime | None = None

    @property
    def place(self) -> str:
        """Where it stands, as `check --accept` takes it: `projects/3`."""
        return f"{self.table}/{self.number}" if self.number else self.table

    def is_meant(self, wanted: str) -> bool:
        """Whether somebody means it who names a place, an id or a name."""
        return wanted in {self.place, self.id, self.name} - {""}


def read_doubts(meta: Mapping[str, Any]) -> tuple[Doubt, ...]:
    """Read the doubts from the documents of `meta`; what does not read is none."""
    found = []
    for document in meta.values():
        doubtful = document.get(DOUBTFUL, ())
        for listed in doubtful if isinstance(doubtful, list) else ():
            try:
                found.append(Doubt.model_validate(listed))
            except ValidationError:
                # The checksum of `meta` itself has noticed.
                continue
    return tuple(found)


def with_doubts(meta: Mapping[str, Any], doubts: Iterable[Doubt]) -> dict[str, Any]:
    """Return the documents of `meta` with just these doubts."""
    listed = [doubt.model_dump(mode="json") for doubt in doubts]
    rest = {
        number: {key: value for key, value in document.items() if key != DOUBTFUL}
        for number, document in meta.items()
    }
    return with_fields(rest, {DOUBTFUL: listed}) if listed else rest


def join_doubts(old: Iterable[Doubt], new: Iterable[Doubt]) -> tuple[Doubt, ...]:
    """Join doubts, one for each document: the newer, with the fields of both."""
    found = {doubt.place: doubt for doubt in old}
    for doubt in new:
        before = found.get(doubt.place)
        fields = tuple(dict.fromkeys((*(before.fields if before else ()), *doubt.fields)))
        found[doubt.place] = doubt.model_copy(update={"fields": fields})
    return tuple(found.values())


def doubt_refusal(doubt: Doubt) -> UserError:
    """Return the message of a doubt.

    It is `doubt-changed`, `doubt-added`, `doubt-gone` (record, name), `doubt-differs` (record,
    name, differs, against) or `doubt-sums`.
    """
    if doubt.table == SUMS:
        return UserError("doubt-sums")
    record, name = doubt.place, doubt.name or doubt.table
    if doubt.what == "added":
        return UserError("doubt-added", record=record, name=name)
    if doubt.what == "gone":
        return UserError("doubt-gone", record=record, name=name)
    if not doubt.fields:
        return UserError("doubt-changed", record=record, name=name)
    differs, against = ",".join(doubt.fields), doubt.backup
    return UserError("doubt-differs", record=record, name=name, differs=differs, against=against)


def doubts_notice(doubts: tuple[Doubt, ...]) -> UserError | None:
    """Return one message for all doubts; None where there are none."""
    if not doubts:
        return None
    name = next((doubt.name for doubt in doubts if doubt.name), doubts[0].place)
    if len(doubts) == 1:
        return UserError("store-outside", name=name)
    return UserError("store-outside-many", name=name, count=len(doubts))
