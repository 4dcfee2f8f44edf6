"""The line that a member of the team is typed in: name, part and level, then the duties.

The part may stand behind the name or before it, as the paper form has it: `Lin leader high`,
王芳 成员 写标书, `Zhao (monitor) - watches the costs`, 监控人：赵敏，管成本. Without a part, what
stands behind a dash or a colon is the duties.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from deals.fields.planning_fields import PART_WORDS, read_member_name
from deals.model import Level, Member, TeamPart
from deals.parsing.contact_words import LEVEL_WORDS
from deals.parsing.reading_context import ReadingContext
from deals.parsing.text import LatePattern, fold_text, split_off_word

_LOOSE = " \t,，、;；:：-–—"
_OPEN, _CLOSE = ("(", "（"), (")", "）")
_MARKS = r"[,，、;；:：()（）]|(?<=\s)[-–—]+(?=\s)"
_TOKEN = LatePattern(rf"(?P<mark>{_MARKS})|(?:(?!{_MARKS})\S)+")
_DASH = LatePattern(r"\s[-–—]+\s|[:：]")
_IN_BRACKETS = LatePattern(r"(?P<name>.+?)\s*[(（](?P<level>[^()（）]+)[)）]")
_LINKS = frozenset(["as", "is", "the", "our", "是", "为", "任", "担任"])
_HAN_NAME = r"[\u4e00-\u9fff]{2,3}"


class _Token(NamedTuple):
    """A word of the line, or a mark between words, and where it stands."""

    text: str
    start: int
    end: int
    mark: bool


class _FoundPart(NamedTuple):
    """What stands before the part that somebody has, the part, and what stands behind it."""

    before: str
    part: TeamPart
    behind: str


def read_member(text: str, reading: ReadingContext, part: TeamPart | None = None) -> Member:
    """Read a member of the team from a line; refusal `member-nameless`.

    A line that names no part is read as if `part` stood before it.
    """
    found = _find_part(text) or _find_glued_part(text)
    if found is None and part is not None:
        found = _FoundPart("", part, text)
    if found is None:
        before, behind = _split_at_dash(text)
    elif found.before:
        before, behind = found.before, found.behind
    else:
        before, behind = _split_name(found.behind)
    name, level = _split_level(before)
    duties = _strip_marks(behind)
    if level is None:
        level, duties = _take_level(duties)
    plain = _strip_marks(name) if found or duties or level else name
    name = read_member_name(plain, reading)
    part = found.part if found else None
    return Member(name=name, part=part, level=level, duties=duties or None)


def _strip_marks(text: str) -> str:
    """Strip marks off both ends, and brackets that stand around all or lack their other half."""
    before = None
    while text != before:
        before, text = text, text.strip(_LOOSE)
        opened, closed = (sum(map(text.count, marks)) for marks in (_OPEN, _CLOSE))
        wrapped = opened == closed == 1 and text.startswith(_OPEN) and text.endswith(_CLOSE)
        if wrapped:
            text = text[1:-1]
        elif text.startswith(_CLOSE) or (opened > closed and text.startswith(_OPEN)):
            text = text[1:]
        elif text.endswith(_OPEN) or (closed > opened and text.endswith(_CLOSE)):
            text = text[:-1]
    return text


def _find_part(text: str) -> _FoundPart | None:
    """Find the part that stands directly behind the name, or before it with a name behind."""
    tokens = [
        _Token(each[0], each.start(), each.end(), each["mark"] is not None)
        for each in _TOKEN.finditer(text)
    ]
    first = next((at for at, token in enumerate(tokens) if not token.mark), 0)
    for at in range(first, len(tokens)):
        past = _is_past_name(tokens[first:at])
        for size in (2, 1):
            words = tokens[at : at + size]
            part = PART_WORDS.get(fold_text(" ".join(word.text for word in words)))
            if part is None or len(words) < size:
                continue
            if past and not _stands_alone(tokens, at, at + size):
                return None
            behind = text[words[-1].end :]
            if at > first:
                return _FoundPart(_strip_links(text[: words[0].start]), part, behind)
            if _strip_marks(behind):
                return _FoundPart("", part, behind)
    return None


def _stands_alone(tokens: list[_Token], start: int, end: int) -> bool:
    """Whether marks part these words from what is before and behind them."""
    return tokens[start - 1].mark and (end == len(tokens) or tokens[end].mark)


def _is_past_name(tokens: list[_Token]) -> bool:
    """Whether words stand behind a mark that are no level: what follows these is duties.

    What brackets hold belongs to the name.
    """
    kept, opened = list[_Token](), list[int]()
    for token in tokens:
        if token.text in _OPEN:
            opened.append(len(kept))
        elif token.text in _CLOSE and opened:
            del kept[opened.pop() :]
            continue
        kept.append(token)
    marks = [at for at, token in enumerate(kept) if token.mark]
    behind = (token for token in kept[marks[0] :] if not token.mark) if marks else ()
    return any(fold_text(token.text) not in (*LEVEL_WORDS, *_LINKS) for token in behind)


def _strip_links(text: str) -> str:
    """Strip the words off that lead from a name to a part: Zhao as the, 赵敏 担任."""
    words = _strip_marks(text).split()
    while len(words) > 1 and words[-1].strip("(（").casefold() in _LINKS:
        words.pop()
    return _strip_marks(" ".join(words))


def _find_glued_part(text: str) -> _FoundPart | None:
    """Find the part at either end of a Chinese name without a blank between: 赵敏监控人.

    One character alone is a surname with a title: 王组长.
    """
    words = "|".join(sorted((word for word in PART_WORDS if not word.isascii()), key=len)[::-1])
    head, behind = _split_at_dash(text)
    if found := re.fullmatch(rf"({_HAN_NAME})({words})", head.strip()):
        return _FoundPart(found[1], PART_WORDS[found[2]], behind)
    if found := re.fullmatch(rf"({words})({_HAN_NAME})", head.strip()):
        return _FoundPart("", PART_WORDS[found[1]], f"{found[2]} {behind}")
    return None


def _split_at_dash(text: str) -> tuple[str, str]:
    """Part a line at its first dash or colon, where something stands on both sides."""
    found = _DASH.search(text)
    if found and text[: found.start()].strip() and text[found.end() :].strip():
        return text[: found.start()], text[found.end() :]
    return text, ""


def _split_name(text: str) -> tuple[str, str]:
    """Part a name from the duties behind it: at a mark, else by how names are written."""
    text = _strip_marks(text)
    for token in _TOKEN.finditer(text):
        if token["mark"]:
            return text[: token.start()], text[token.end() :]
    words = text.split()
    names = [at for at, word in enumerate(words) if not word[:1].isupper()]
    size = names[0] if names else len(words)
    if words and not words[0].isascii():
        size = 1
    return " ".join(words[: size or len(words)]), " ".join(words[size or len(words) :])


def _split_level(text: str) -> tuple[str, Level | None]:
    """Part a name from the level behind it."""
    # In capitals a level may be a surname: Sam Low.
    plain = text.rstrip(_LOOSE)
    if found := _IN_BRACKETS.fullmatch(plain):
        level = LEVEL_WORDS.get(fold_text(found["level"]))
        return (found["name"], level) if level else (plain, None)
    last = plain.split()[-1:]
    if last and last[0] == last[0].lower():
        return split_off_word(plain, LEVEL_WORDS)
    return text, None


def _take_level(duties: str) -> tuple[Level | None, str]:
    """Take the level that stands before the duties."""
    token = _TOKEN.match(duties)
    level = LEVEL_WORDS.get(fold_text(token[0])) if token else None
    return (level, _strip_marks(duties[token.end() :])) if token and level else (None, duties)
