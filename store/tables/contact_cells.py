"""Cells that name several contacts: their names, and what stands beside each.

The ways in which people write them are many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from deals.errors import UserError
from deals.parsing.text import fold_text
from store.tables.contact_phones import is_phone, mark_phones
from store.tables.grid import clean_cell

_UNKNOWN = (
    "? ?? ??? - -- --- – — —— / \\ … ... n/a n.a. n.a na none unknown tbd tba tbc t.b.d. t.b.c. "
    "未知 不详 不明 无 待定 未定 暂无 待确认 未确定 待补充 待议 面议"
)
_UNKNOWN_PHRASES = ("to be confirmed", "to be defined", "to be decided", "to be determined")
UNKNOWN = frozenset((*_UNKNOWN.split(), *_UNKNOWN_PHRASES, "not known", "not yet known"))
"""What people write, in folded text, where nothing is known."""
_LONGEST_UNKNOWN = 16

_STRONG = r"、,，;；\n"
_WEAK = r"/／|｜"
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_BRACKETED = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_WHOLE = rf"{_QUOTED.pattern}|{_BRACKETED.pattern}"
_NUMBERING = re.compile(
    rf"(?:^|(?<=[\s{_STRONG}]))[0-9]{{1,2}}[.．)）](?=[^0-9\s{_STRONG}])|^[0-9]{{1,2}}、", re.M
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_ENDS_NAME = re.compile(rf'{_HAN.pattern}|[)）\]】"]')
_CR_BLANKS = re.compile(r"(?<=cr)[ :-]+(?=[0-9?])|(?<=[0-9]) (?=级)")
_CR = re.compile(r"(?:cr)?(?P<digits>[0-9]{1,9})(?:\.0+)?级?|(?P<word>[一二三四五])级")
_NUMERALS = "零一二三四五"

_ADDRESS = re.compile(
    r"\s*(?:[(（<\[](?:mailto:)?[^\s()（）<>\[\]@]+@[^\s()（）<>\[\]@]+[)）>\]]|"
    r"[(（](?:https?://)?(?:[\w-]+\.)+[a-z]{2,}/?[)）]|[(（]https?://[^\s()（）]+[)）])$",
    re.IGNORECASE,
)


_CLOSING = (")", "）", ">", "]")


def without_address(name: str) -> str:
    """Return a name without the address behind it: `Ann Lee (ann@a.example)`, `X Inc (x.com)`."""
    if not name.endswith(_CLOSING):
        return name
    return _ADDRESS.sub("", name) or name


@lru_cache(maxsize=4096)  # of cells, which say the same again and again
def says_unknown(text: str) -> bool:
    """Whether a cell only says that nothing is known, as a dash or 待定 does."""
    return len(text) <= _LONGEST_UNKNOWN and fold_text(text) in UNKNOWN


def split_names(text: str, count: int | None = None) -> tuple[str, ...]:
    """Split the contacts that a cell names; `count` is how many levels stand beside it.

    They part at line breaks, commas, 、 and semicolons; blanks part Chinese names where nothing
    stronger does, and any names where only that gives `count` of them. A blank inside a Chinese
    name of two characters only pads it. Quotes keep a name whole, brackets what is in them.
    """
    if says_unknown(text):
        return ()
    plain = _NUMBERING.sub("", text)
    ways = _name_splits(plain)
    likeliest = next(ways)
    if count is None or len(likeliest) == count:
        return likeliest
    return next((way for way in ways if len(way) == count), likeliest)


def joined_names(names: tuple[str, ...], separator: str) -> str:
    """Join the names to one cell, quoted where `split_names` would not find them again."""
    return separator.join(name if _stands_bare(name) else _quote_name(name) for name in names)


def split_levels(text: str) -> tuple[int | None, ...]:
    """Split the relationship levels of a cell (`2`, `CR2、cr3`, `3级`), None for an unknown one.

    Raises the refusals `cr-range` and `cr-unreadable`.
    """
    plain = _CR_BLANKS.sub("", fold_text(text.replace("\n", ";")))
    if plain in UNKNOWN:
        return (None,)
    return tuple(_level(word) for word in re.split(r"[\s,、;/|]+", plain) if word)


def split_items(text: str, count: int) -> tuple[str, ...] | None:
    """Split the titles or departments of `count` contacts, None where there are not as many."""
    if count == 1:
        return (text,)
    for marks in (r"\n", _STRONG, _STRONG + _WEAK, rf"\s{_STRONG}"):
        items = tuple(item.strip() for item in re.split(f"[{marks}]+", text))
        if len(items) == count:
            return items
    return None


def split_phones(text: str, count: int) -> tuple[str, ...] | None:
    """Split the phones that stand beside `count` contacts, None where they are not as many.

    Several of one contact stay together; a blank among several keeps the place of who has none.
    """
    items = split_items(text, count) if count else None
    if items is None:
        return None
    every = [part for item in items for part in re.split(rf"[/{_STRONG}]+", item) if part.strip()]
    return items if every and all(map(is_phone, every)) else None


def _level(word: str) -> int | None:
    if word in UNKNOWN or word == "cr?":
        return None
    found = _CR.fullmatch(word)
    if found is None:
        raise UserError("cr-unreadable", text=word)
    level = _NUMERALS.find(found["word"]) if found["word"] else int(found["digits"])
    if not 1 <= level <= 5:
        raise UserError("cr-range", text=found["digits"])
    return level


def _name_splits(text: str) -> Iterator[tuple[str, ...]]:
    """Yield the ways to split a cell of names, the likeliest first."""
    strong = _split(text, _STRONG)
    if len(strong) > 1:
        yield tuple(map(_plain, strong))
    yield tuple(_plain(name) for piece in strong for name in _split_chinese(piece))
    yield tuple(map(_plain, _split(text, rf"\s{_STRONG}")))
    if len(weak := _split(text, _STRONG + _WEAK)) > len(strong):
        yield tuple(map(_plain, weak))


def _split(text: str, marks: str) -> list[str]:
    pieces = (found[0].strip() for found in _pieces_between(marks).finditer(text))
    return [piece for piece in pieces if piece]


@cache
def _pieces_between(marks: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{_WHOLE}|[^{marks}])+")


def _split_chinese(piece: str) -> list[str]:
    """Split a piece at its blanks behind Chinese words; two single characters are one name."""
    names: list[str] = []
    for word in _split(piece, r"\s"):
        padded = len(word) == 1 and names and len(names[-1]) == 1
        if names and (padded or not _ENDS_NAME.match(names[-1][-1])):
            names[-1] = f"{names[-1]} {word}"
        else:
            names.append(word)
    return names


def _plain(piece: str) -> str:
    """Return a name without its quotes, or the blank that pads two characters to three."""
    if quoted := _QUOTED.fullmatch(piece):
        return quoted[1].replace('""', '"')
    piece = without_address(piece)
    words = piece.split()
    padded = len(words) == 2 and all(len(word) == 1 and _HAN.match(word) for word in words)
    return "".join(words) if padded else piece


def _stands_bare(name: str) -> bool:
    loose = _BRACKETED.sub("", name)
    risky = name[:1].isdigit() or clean_cell(name) != name or re.search(r'["()（）\[\]【】]', loose)
    return not risky and not mark_phones(name)[1] and split_names(name) == (name,)


def _quote_name(name: str) -> str:
    return '"{}"'.format(name.replace('"', '""'))
