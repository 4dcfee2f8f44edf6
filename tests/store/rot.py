"""Random changes to a data file, as failing disks, cables and hasty hands make them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from random import Random

Change = Callable[[Random, bytes], bytes]


def _at(random: Random, data: bytes, pattern: bytes | None = None) -> int:
    """Return the place of something in the file, of any byte if nothing is said; its end where
    there is no such thing.
    """
    places = range(len(data)) if pattern is None else _places(data, pattern)
    return random.choice(places) if places else len(data)


@lru_cache(8)
def _places(data: bytes, pattern: bytes) -> Sequence[int]:
    return [found.start() for found in re.finditer(pattern, data)]


def _put(data: bytes, at: int, new: bytes, length: int = 1) -> bytes:
    return data[:at] + new + data[at + length :]


def _flipped(random: Random, data: bytes) -> bytes:
    at = _at(random, data)
    return _put(data, at, bytes([data[at] ^ 1 << random.randrange(8)]))


def _deleted(random: Random, data: bytes) -> bytes:
    return _put(data, _at(random, data), b"", random.randrange(1, 9))


def _doubled(random: Random, data: bytes) -> bytes:
    at, length = _at(random, data), random.randrange(1, 9)
    return _put(data, at, data[at : at + length], 0)


def _swapped_digits(random: Random, data: bytes) -> bytes:
    at = _at(random, data, rb"\d\d")
    return _put(data, at, data[at : at + 2][::-1], 2)


def _other_digit(random: Random, data: bytes) -> bytes:
    return _put(data, _at(random, data, rb"\d"), b"%d" % random.randrange(10))


def _other_letter(random: Random, data: bytes) -> bytes:
    return _put(data, _at(random, data, rb"[a-z]"), random.choice(b"abcdefghij").to_bytes())


def _in_text(random: Random, data: bytes) -> bytes:
    place = _at(random, data, rb'(?<=:")[^"\n]{3,}')
    return _put(data, place + 1, random.choice((b"x", b"7", b" ", "林".encode())))


def _renamed_key(random: Random, data: bytes) -> bytes:
    return _put(data, _at(random, data, rb'(?<=")\w+(?=":)'), b"X")


def _renamed_table(random: Random, data: bytes) -> bytes:
    place = _at(random, data, rb'(?<=\n")[a-z]+(?=":)')
    return _put(data, place + random.randrange(4), b"q")


def _renumbered(random: Random, data: bytes) -> bytes:
    return _put(data, _at(random, data, rb'(?<=\n")\d+(?=":)'), b"%d" % random.randrange(1, 10))


def _lost_line(random: Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    del lines[random.randrange(len(lines))]
    return b"\n".join(lines)


def _doubled_line(random: Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    at = random.randrange(len(lines))
    return b"\n".join((*lines[:at], lines[at], *lines[at:]))


def _zeroed(random: Random, data: bytes) -> bytes:
    at, length = _at(random, data), random.randrange(1, 600)
    return _put(data, at, b"\0" * length, length)


def _cut(random: Random, data: bytes) -> bytes:
    return data[: _at(random, data)]


CHANGES: Mapping[str, Change] = {
    "bit": _flipped,
    "deleted": _deleted,
    "doubled": _doubled,
    "swapped": _swapped_digits,
    "digit": _other_digit,
    "letter": _other_letter,
    "text": _in_text,
    "key": _renamed_key,
    "table": _renamed_table,
    "number": _renumbered,
    "lost line": _lost_line,
    "doubled line": _doubled_line,
    "zeroes": _zeroed,
    "cut": _cut,
}


def changed(data: bytes, times: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """So many changed files, kinds of change in turn, each with what was done to it."""
    random = Random(seed)
    names = list(CHANGES)
    for time in range(times):
        name = names[time % len(names)]
        yield f"{name} ({seed}, {time})", CHANGES[name](random, data)
