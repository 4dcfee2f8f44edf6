"""Phones behind the names in a cell of contacts: 王工 13911110001、李科长（0714-6200001）."""

from __future__ import annotations

import re
from collections.abc import Sequence

_PHONE = re.compile(
    r'"(?:[^"]|"")*"|'
    r"(?P<name>[^\W\d_]|[)）\]】])[-\s:：/]*[(（]?(?:(?:tel|mob(?:ile)?|电话|手机)[.:：]?)?\s*"
    r"(?P<phone>(?!20[0-9]{2}[-./])\+?[0-9][0-9 ()-]{5,17}[0-9])[)）]?(?![0-9])",
    re.IGNORECASE,
)
_FEWEST = 7  # digits of a phone
_FIRST = 0xE000  # characters of private use stand for phones while a cell is split
_NUMBERS_LINE = re.compile(r"(?:^|[\s、,，;；])[0-9]{1,2}[)）]$")  # `2)` names nobody
_MARK = re.compile("[\ue000-\uf8ff]")


_LONE_PHONE = re.compile(
    r"\+?[0-9(（][0-9 ()（）./-]{4,22}(?:(?:ext?\.?|转|x|#) ?[0-9]{1,6})?", re.I
)


def is_phone(text: str) -> bool:
    """Whether a text is a phone and nothing else."""
    return bool(_LONE_PHONE.fullmatch(text.strip()))


def mark_phones(text: str) -> tuple[str, Sequence[str]]:
    """Put a mark behind each name for the phone that follows it; return the phones too."""
    phones: list[str] = []

    def put(found: re.Match[str]) -> str:
        phone = found["phone"]
        if phone is None or sum(map(str.isdigit, phone)) < _FEWEST:
            return found[0]
        if _NUMBERS_LINE.search(text[: found.end("name")]):
            return found[0]
        phones.append(phone)
        return f"{found['name']}{chr(_FIRST + len(phones) - 1)}、"

    if sum(map(str.isdigit, text)) < _FEWEST or _MARK.search(text):
        return text, ()
    return _PHONE.sub(put, text), phones


def part_mark(text: str) -> tuple[str, str]:
    """Part the mark of a phone at the end of a text; it may be empty."""
    found = _MARK.search(text[-1:])
    return (text[:-1], text[-1:]) if found else (text, "")


def take_phone(name: str, phones: Sequence[str]) -> tuple[str, str | None]:
    """Return a name without its mark, and the phone that stood there."""
    found = _MARK.search(name) if phones else None
    if found is None:
        return name, None
    return _MARK.sub("", name), phones[ord(found[0]) - _FIRST]
