"""Unpacking what was packed, never into more memory than anything of ours would take."""

from __future__ import annotations

import zlib
from contextlib import suppress

MOST_UNPACKED = 2**30
"""Bytes that a file may unpack to at most."""
SMALL, RATIO = 2**26, 200
"""What packs better than `RATIO` to one, to more than `SMALL` bytes, is a bomb: books pack 10 to 30
to one."""

_GZIP_MARK = 31  # window bits of zlib with the head and the sum of gzip
_ZLIB = 15
_PIECE = 2**20
_BITE = 256  # bytes: what is unpacked of one in which the damage is found is lost


class UnpackLimitError(ValueError):
    """What unpacks to more than is looked at; `limit` in bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"more than {limit} bytes")
        self.limit = limit


def gunzip(packed: bytes) -> bytes:
    """Return the bytes of a gzip file, of all its members. zlib.error or EOFError where it is
    damaged, UnpackLimitError for a bomb.
    """
    whole, rest, left = [], packed, _limit_for(packed)
    while rest:
        data, rest = _unpack_member(rest, _GZIP_MARK, left)
        whole.append(data)
        left -= len(data)
        rest = rest.lstrip(b"\0")  # members may be padded
    return whole[0] if len(whole) == 1 else b"".join(whole)


def gunzip_part(packed: bytes) -> bytes:
    """Return what can be unpacked of the first member of a damaged gzip file; nothing of a bomb."""
    unpacking, whole, left = zlib.decompressobj(_GZIP_MARK), list[bytes](), _limit_for(packed)
    with suppress(zlib.error):
        for start in range(0, len(packed), _BITE):
            whole.append(unpacking.decompress(packed[start : start + _BITE], left + 1))
            left -= len(whole[-1])
            if left < 0:
                return b""
    return b"".join(whole)


def unpacks_to(packed: bytes, data: bytes) -> bool:
    """Whether a gzip file of one member holds just these bytes; they are never held twice."""
    unpacking, at = zlib.decompressobj(_GZIP_MARK), 0
    with suppress(zlib.error):
        while piece := unpacking.decompress(packed, _PIECE):
            if not data.startswith(piece, at):
                return False
            at += len(piece)
            packed = unpacking.unconsumed_tail
        return unpacking.eof and at == len(data) and not unpacking.unused_data
    return False


def inflate(packed: bytes) -> bytes:
    """Return the bytes that zlib packed; refused as by gunzipped."""
    return _unpack_member(packed, _ZLIB, _limit_for(packed))[0]


def _limit_for(packed: bytes) -> int:
    return min(MOST_UNPACKED, max(SMALL, RATIO * len(packed)))


def _unpack_member(packed: bytes, kind: int, most: int) -> tuple[bytes, bytes]:
    """Return the content of the first member, and what follows it."""
    unpacking = zlib.decompressobj(kind)
    data = unpacking.decompress(packed, most + 1)
    if len(data) > most:
        raise UnpackLimitError(_limit_for(packed))
    if not unpacking.eof:
        raise EOFError("cut short")
    return data, unpacking.unused_data
