"""The recognition of a file by its content: a store, a journal, or a packed copy of either."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Any

import orjson

from store.compression import UnpackLimitError, gunzip
from store.encryption import is_sealed
from store.metadata import META

_GZIP = b"\x1f\x8b"
_VERSION = "schema_version"
_OBJECT = re.compile(rb"\s*\{")
# What is left of a store whose JSON does not read any more.
_REMAINS = (re.compile(rb'"meta"\s*:\s*\{'), re.compile(rb'"schema_version"\s*:\s*\d'))
_LINE = re.compile(rb'\{"seq":\d+,"store":"|\d+:[0-9A-Za-z+/]{60,}={0,2}\r?(?:\n|$)')
_EXPORT = re.compile(rb'\s*\{\s*"netloft"\s*:\s*\d')


def is_store(data: bytes) -> bool:
    """Whether these are the bytes of a data file: sealed, plain, or plain and damaged."""
    if is_sealed(data):
        return True
    if not _OBJECT.match(data):
        return False
    try:
        return any(True for _head in _heads(orjson.loads(data)))
    except orjson.JSONDecodeError:
        return all(part.search(data) for part in _REMAINS)


def is_journal(data: bytes) -> bool:
    """Whether these are lines of a journal, plain or sealed."""
    return bool(_LINE.match(data))


def is_export(data: bytes) -> bool:
    """Whether these are the bytes of an export of everything (`.json`)."""
    return bool(_EXPORT.match(data))


def is_ours(data: bytes) -> bool:
    """Whether these are the bytes of a store or a journal, packed or not."""
    if data.startswith(_GZIP):
        try:
            data = gunzip(data)
        except (zlib.error, EOFError, UnpackLimitError):
            return False
    return is_store(data) or is_journal(data)


def store_ids(data: bytes) -> tuple[str, ...]:
    """Return the ids that a plain data file, or the first line of a plain journal, goes by: its own
    first, then those of the stores that it was restored over. Empty for whatever else.
    """
    try:
        if is_journal(data):
            heads = iter([orjson.loads(data.partition(b"\n")[0])])
        else:
            heads = _heads(orjson.loads(data))
        head: dict[str, Any] = next(heads, {})
    except orjson.JSONDecodeError:
        return ()
    replaced = head.get("replaces")
    known = [head.get("store"), *(replaced if isinstance(replaced, list) else ())]
    return tuple(key for key in known if isinstance(key, str))


def _heads(tables: object) -> Iterator[dict[str, Any]]:
    """Yield the documents of `meta` that tell a schema version."""
    meta = tables.get(META) if isinstance(tables, dict) else None
    for document in meta.values() if isinstance(meta, dict) else ():
        if isinstance(document, dict) and _VERSION in document:
            yield document
