"""Cells that name several contacts: their names, and what stands beside each.

The ways in which people write them are many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from deals.errors import UserError
from deals.parsing.contact_titles import TitledName, read_lone_post, read_titled_name
from deals.parsing.text import fold_text
from store.tables.contact_phones import is_phone, mark_phones, part_mark, take_phone
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
_STROKES = re.compile(f"[{_WEAK}]")
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_BRACKETED = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_WHOLE = rf"{_QUOTED.pattern}|{_BRACKETED.pattern}"
_NUMBERING = re.compile(
    rf"(?:^|(?<=[\s{_STRONG}]))[0-9]{{1,2}}[.．)）](?=[^0-9\s{_STRONG}])|^[0-9]{{1,2}}、", re.M
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_MARKED = re.compile(
    rf"{_QUOTED.pattern}|(?<=[)）\]】])\s*(?P<part>[{_WEAK}&＆]|and\b|[和与及])\s*(?=[^\W\d])|"
    rf"(?<={_HAN.pattern})[^\S\n]*(?P<stroke>[-–—/／|｜:：])[^\S\n]*(?={_HAN.pattern})",
    re.IGNORECASE,
)
"""What parts people behind a bracket, as in `Ann Lee (CTO) / Bob Ray (CFO)`; and a stroke between
Chinese words with the blanks around it, for 张三 - 总工 is one person. Not within quotes.
"""
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


def split_contacts(text: str, count: int | None = None) -> tuple[TitledName, ...]:
    """Split the contacts that a cell names; `count` is how many levels stand beside it.

    They part at line breaks, commas, 、 and semicolons; blanks part Chinese names where nothing
    stronger does, and any names where only that gives `count` of them. A blank inside a Chinese
    name of two characters only pads it. Quotes keep a name whole, brackets what is in them.
    A title belongs to the name that it stands beside, however it is parted from that.
    """
    if says_unknown(text):
        return ()
    plain = _MARKED.sub(_settle_mark, _NUMBERING.sub("", text))
    ways = _contact_splits(plain)
    likeliest = next(ways)
    if count is None or len(likeliest) == count:
        return likeliest
    return next((way for way in ways if len(way) == count), likeliest)


def _settle_mark(found: re.Match[str]) -> str:
    return "; " if found["part"] else found["stroke"] or found[0]


def split_names(text: str, count: int | None = None) -> tuple[str, ...]:
    """Split the names of the contacts that a cell names, as `split_contacts` does."""
    return tuple(contact.name for contact in split_contacts(text, count))


def joined_names(names: tuple[str, ...], separator: str) -> str:
    """Join the names to one cell, quoted where `split_names` would not find them again."""
    return separator.join(name if _stands_bare(name) else _quote_name(name) for name in names)


def take_person_phone(person: TitledName, phones: Sequence[str]) -> tuple[TitledName, str | None]:
    """Return a person without the mark of a phone behind the name, and that phone."""
    if not phones:
        return TitledName(
            person.name, person.title or None, person.department or None, person.text
        ), None
    texts = (person.name, person.title or "", person.department or "", person.text)
    taken = [take_phone(text, phones) for text in texts]
    bare = [text for text, _phone in taken]
    phone = next((phone for _text, phone in taken if phone), None)
    return TitledName(bare[0], bare[1] or None, bare[2] or None, bare[3]), phone


def settle_post(
    person: TitledName, title: str, department: str
) -> tuple[str, str | None, str | None]:
    """Return name, title and department of a person, whose own columns go before.

    Where they say something else than stands beside the name, that stays in the name.
    """
    pairs = ((title, person.title), (department, person.department))
    if any(own and part and fold_text(part) not in fold_text(own) for own, part in pairs):
        return person.text, title or None, department or None
    return person.name, title or person.title, department or person.department


def split_levels(text: str) -> tuple[int | None, ...]:
    """Split the relationship levels of a cell (`2`, `CR2、cr3`, `3级`), None for an unknown one.

    Raises the refusals `cr-range` and `cr-unreadable`.
    """
    plain = _CR_BLANKS.sub("", fold_text(text.replace("\n", ";")))
    if plain in UNKNOWN:
        return (None,)
    return tuple(_level(word, text) for word in re.split(r"[\s,、;/|]+", plain) if word)


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


def _level(word: str, cell: str) -> int | None:
    """Read one level of a cell; refused, it is named as it stands there."""
    if word in UNKNOWN or word == "cr?":
        return None
    found = _CR.fullmatch(word)
    if found is None:
        written = re.search(re.escape(word), cell, re.IGNORECASE)
        raise UserError("cr-unreadable", text=written[0] if written else word)
    level = _NUMERALS.find(found["word"]) if found["word"] else int(found["digits"])
    if not 1 <= level <= 5:
        raise UserError("cr-range", text=found["digits"])
    return level


def _contact_splits(text: str) -> Iterator[tuple[TitledName, ...]]:
    """Yield the ways to split a cell of contacts, the likeliest first.

    Last come those that take each title for somebody, as when only that gives enough of them.
    """
    strong = _split(text, _STRONG)
    weak = _split(text, _STRONG + _WEAK) if _STROKES.search(text) else strong
    titled = [_read_piece(piece) for piece in weak] if len(weak) > len(strong) else []
    if titled and all(len(some) == 1 and some[0].has_post for some in titled):
        yield tuple(some[0] for some in titled)  # 张三 处长/李四 科长
    if len(strong) > 1:
        yield _join_titles([each for piece in strong for each in _read_piece(piece)])
    words = [_join_words(_split_chinese(piece)) for piece in strong]
    yield _join_titles([each for some in words for each in some])
    spaced = _split(text, rf"\s{_STRONG}")
    yield _join_titles(list(map(_read_name, spaced)))
    if len(weak) > len(strong):
        yield _join_titles(list(map(_read_name, weak)))
    if len(strong) > 1:
        yield tuple(map(_read_name, strong))
    yield tuple(_read_name(name) for piece in strong for name in _split_chinese(piece))
    yield tuple(map(_read_name, spaced))
    if len(weak) > len(strong):
        yield tuple(map(_read_name, weak))


def _read_piece(piece: str) -> list[TitledName]:
    """Read what stands between strong marks: one name, unless titles at blanks tell of several."""
    words = _split_chinese(piece)
    joined = _join_words(words) if len(words) > 1 else []
    return joined if joined and len(joined) < len(words) else [_read_name(piece)]


def _join_words(words: Sequence[str]) -> list[TitledName]:
    """Read words with blanks between, each title and department with the name beside it."""
    people = [_read_name(word) for word in words]
    if len(words) < 2:
        return people
    posts = [_read_post(word) for word in words]
    if posts[0] and not posts[-1]:  # 技术部 张三: in front of the names
        return _join_posts(people[::-1], posts[::-1])[::-1]
    return _join_posts(people, posts)


def _join_titles(people: list[TitledName]) -> tuple[TitledName, ...]:
    """Give each title that stands as somebody to the name before it.

    A department in Chinese may as well be whom we deal with.
    """
    behind = [_sure_post(person) for person in people[1:]]
    if not any(behind):
        return tuple(people)
    return tuple(_join_posts(people, [_sure_post(people[0]), *behind]))


def _sure_post(person: TitledName) -> TitledName | None:
    post = None if person.has_post else _read_post(person.text)
    return post if post and (post.title or post.text.isascii()) else None


def _join_posts(
    people: Sequence[TitledName], posts: Sequence[TitledName | None]
) -> list[TitledName]:
    """Give each post to the person before it who has none of the kind; else it is somebody."""
    joined: list[TitledName] = []
    open_to_posts = False
    for person, post in zip(people, posts, strict=True):
        known = joined[-1] if joined and open_to_posts else None
        if post and known and not (known.title and post.title):
            joined[-1] = known.with_post(post)
            continue
        joined.append(person)
        open_to_posts = post is None
    return joined


def _read_post(word: str) -> TitledName | None:
    if _QUOTED.fullmatch(word):
        return None
    bare, mark = part_mark(word)
    post = read_lone_post(bare)
    return post._replace(name=mark) if post else None


def _read_name(piece: str) -> TitledName:
    """Read a name and the title in it; one in quotes is all name."""
    if _QUOTED.fullmatch(piece):
        return TitledName(_plain(piece), text=piece)
    bare, mark = part_mark(_plain(piece))
    person = read_titled_name(bare)
    return person._replace(name=f"{person.name}{mark}", text=f"{person.text}{mark}")


def _split(text: str, marks: str) -> list[str]:
    pieces = (found[0].strip() for found in _pieces_between(marks).finditer(text))
    return [piece for piece in pieces if piece]


@cache
def _pieces_between(marks: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{_WHOLE}|[^{marks}])+")


def _split_chinese(piece: str) -> list[str]:
    """Split a piece at its blanks behind Chinese words; two single characters are one name."""
    if piece.isascii() and not any(mark in piece for mark in '")]'):
        return [" ".join(piece.split())]  # nothing in it ends a name
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
    if read_lone_post(name):
        return False
    risky = name[:1].isdigit() or clean_cell(name) != name or re.search(r'["()（）\[\]【】]', loose)
    return (
        not risky
        and not mark_phones(name)[1]
        and split_contacts(name) == (TitledName(name, text=name),)
    )


def _quote_name(name: str) -> str:
    return '"{}"'.format(name.replace('"', '""'))
