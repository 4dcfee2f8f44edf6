"""The words of the one-line form of contacts, taken apart and put in quotes where they need it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypedDict

from deals.model import Function, Level, Line, Role, Stance
from deals.person_words import FUNCTION_WORDS, LEVEL_WORDS, ROLE_WORDS, read_lines
from deals.refusal import Refusal
from deals.text import folded


class Said(TypedDict, total=False):
    """What an entry says of a contact; a key that is absent was not spoken of."""

    title: str | None
    department: str | None
    level: Level | None
    lines: Mapping[Line, int | None]
    function: Function
    role: Role
    outside: bool
    boss: str | None
    cr: int | None
    stance: Stance
    competitor: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One contact as written: the name, and what is said of the person."""

    name: str
    said: Said = field(default_factory=Said)


@dataclass(slots=True)
class _Piece:
    """A part of an entry: what it says for certain, or text that may be the name's."""

    text: str
    said: Said | None = None
    quoted: bool = False


_OUTSIDE = frozenset({"outside", "外部"})
# How departments and titles end in Chinese: in `吴处长 技术部` the second word is not the name's.
# Compiled when first used: a set as wide as Chinese takes a millisecond, and no start needs one.
_DEPARTMENT = r"[\u4e00-\u9fff]{2,}(?:部|处|科|室|局|院|所|组|中心|公司|办|司|厂|段|队|委)"
_TITLE = r"[\u4e00-\u9fff]+(?:长|总|理|任|员|师|工|书记|监|主管|董事|教授|助理|秘书|专责)"
_CHINESE = r"[\u4e00-\u9fff]{2,}"
_CHINESE_NAME = r"[\u4e00-\u9fff]{2,4}"
_CERTAIN: Mapping[str, Said] = {
    "+": {"stance": "supports"},
    "-": {"stance": "opposes"},
    "=": {"stance": "neutral"},
    "?": {"stance": "unknown"},
    "stance?": {"stance": "unknown"},
    "level?": {"level": None},
    "line?": {"lines": {}},
    "boss?": {"boss": None},
    "cr?": {"cr": None},
}
_LOOSE = r'[^\s;；,，、"()（）@＠!！^]'
_INSIDE = r'(?:[^"]|"")*'
_PIECES = re.compile(
    rf"""
      (?P<blank> [^\S\n]+)
    | (?P<end> [;；,，、\n])
    | "(?P<quoted> {_INSIDE})"
    | [(（] (?: \s*"(?P<title_quoted> {_INSIDE})"\s* | (?P<title> [^"()（）]*) ) [)）]
    | (?P<mark> [@＠!！^]) (?: "(?P<marked_quoted> {_INSIDE})" | (?P<marked> {_LOOSE}*) )
    | (?P<word> {_LOOSE}+)
    """,
    re.VERBOSE,
)
_CR = re.compile(r"cr(?P<cr>[0-9]+)(?P<stance>[+=?-])?")
_NAME_CR = re.compile(r"(?P<name>.*[^\x00-\x7f])(?P<cr>cr[0-9?]\S*)", re.IGNORECASE)
_PLAIN = {
    "title": re.compile(r'[^\s"()（）]+(?:\s+[^\s"()（）]+)*'),
    "mark": re.compile(rf"{_LOOSE}+"),
}


def entries(text: str) -> list[Entry]:
    """Every contact that `text` names; see `deals.people` for the form and the refusals."""
    found: list[Entry] = []
    pieces: list[_Piece] = []
    for piece in (*_pieces(text), None):
        if piece is not None:
            pieces.append(piece)
        elif pieces:
            found.append(_entry(pieces))
            pieces = []
    return found


def plainly(text: str, place: str) -> str:
    """A name, `title` or marked word as it is where that reads back, else in double quotes."""
    plain = _is_name(text) if place == "name" else _PLAIN[place].fullmatch(text)
    return text if plain else '"{}"'.format(text.replace('"', '""'))


def _is_name(text: str) -> bool:
    try:
        return entries(text) == [Entry(text)]
    except Refusal:
        return False


def _pieces(text: str) -> Iterator[_Piece | None]:
    """The pieces of all entries, None where an entry ends."""
    at = 0
    while at < len(text):
        found = _PIECES.match(text, at)
        if found is None:
            raise Refusal("contact-unreadable", text=text[at:])
        at = found.end()
        if found["end"]:
            yield None
        elif not found["blank"]:
            yield from _read(found)


def _read(found: re.Match[str]) -> Iterator[_Piece]:
    whole, quoted = found[0], found["quoted"]
    if quoted is not None:
        yield _Piece(_unquoted(quoted), quoted=True)
    elif found["mark"]:
        yield _Piece(whole, _marked(found["mark"], _content(found, "marked")))
    elif found["word"]:
        glued = _NAME_CR.fullmatch(whole)
        for word in glued.group("name", "cr") if glued else (whole,):
            yield _Piece(word, _certain(folded(word)))
    else:
        yield _Piece(whole, {"title": _content(found, "title")})


def _content(found: re.Match[str], group: str) -> str | None:
    quoted = found[f"{group}_quoted"]
    return found[group].strip() or None if quoted is None else _unquoted(quoted)


def _unquoted(text: str) -> str:
    return text.replace('""', '"')


def _marked(mark: str, text: str | None) -> Said:
    if mark in "@＠":
        return {"department": text}
    if mark == "^":
        return {"boss": text}
    return {"stance": "competitor", "competitor": text}


def _certain(word: str) -> Said | None:
    """What a word says wherever it stands after the name."""
    found = _CR.fullmatch(word)
    if found is None:
        return _CERTAIN.get(word)
    said: Said = {"cr": _cr(found["cr"])}
    return {**said, **_CERTAIN[found["stance"]]} if found["stance"] else said


def _likely(word: str) -> Said | None:
    """What a word says that could also be part of a name, and is where more of the name follows."""
    if word in LEVEL_WORDS:
        return {"level": LEVEL_WORDS[word]}
    if word in ROLE_WORDS:
        return {"role": ROLE_WORDS[word]}
    if word in FUNCTION_WORDS:
        return {"function": FUNCTION_WORDS[word]}
    if word in _OUTSIDE:
        return {"outside": True}
    lines = read_lines(word)
    if lines:
        return {"lines": lines}
    return {"cr": _cr(word)} if re.fullmatch("[0-9]", word) else None


def _cr(digits: str) -> int:
    if digits not in ("1", "2", "3", "4", "5"):
        raise Refusal("cr-range", text=digits)
    return int(digits)


def _entry(pieces: list[_Piece]) -> Entry:
    """The name up to the first certain word less what is likely at its end; the rest is said."""
    name = 0
    while name < len(pieces) and pieces[name].said is None:
        name += 1
    if pieces[0].quoted:
        name = 1
    while name > 0 and not pieces[name - 1].quoted and _likely(folded(pieces[name - 1].text)):
        name -= 1
    name = _less_posts(pieces, name)
    written = " ".join(piece.text for piece in pieces)
    words = pieces[:name]
    if not words or not words[0].text.strip():
        raise Refusal("contact-nameless", text=written)
    if len(words) > 1 and any(piece.quoted for piece in words):
        raise Refusal("contact-unreadable", text=written)
    return Entry(" ".join(piece.text for piece in words), _together(pieces[name:]))


def _less_posts(pieces: list[_Piece], name: int) -> int:
    """How many pieces are the name, once departments and titles behind it have been told apart."""
    while name > 1 and not pieces[name - 1].quoted:
        said = _post(pieces[name - 1].text, named=_is_person(pieces[0].text))
        if said is None:
            break
        name -= 1
        pieces[name] = _Piece(pieces[name].text, said)
    return name


def _is_person(word: str) -> bool:
    return bool(re.fullmatch(_CHINESE_NAME, word)) and not re.fullmatch(_DEPARTMENT, word)


def _post(word: str, *, named: bool) -> Said | None:
    """What a Chinese word behind a name says: a department by how it ends; behind a Chinese name
    any other word is a title, by how it ends, or a department too.
    """
    if re.fullmatch(_DEPARTMENT, word):
        return {"department": word}
    if not named or not re.fullmatch(_CHINESE, word):
        return None
    return {"title": word} if re.fullmatch(_TITLE, word) else {"department": word}


def _together(pieces: list[_Piece]) -> Said:
    said = Said()
    for piece in pieces:
        one = piece.said or (None if piece.quoted else _likely(folded(piece.text)))
        if one is None:
            raise Refusal("contact-unreadable", text=piece.text)
        lines = {**said.get("lines", {}), **one.get("lines", {})}
        said = {**said, **one}
        if one.get("lines"):
            said["lines"] = lines
    return said
