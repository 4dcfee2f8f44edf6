"""The words of a table of contacts, to and from the form that an editor of a field reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from deals.model import Contact
from deals.person_fields import person_text
from deals.person_words import FUNCTION_WORDS, LEVEL_WORDS, ROLE_WORDS, read_lines
from deals.text import folded
from store.exchange.cells import split_levels

_STANCES = {
    "+": "supports us 支持 支持我方 supports support supporter",
    "-": "opposes us 反对 反对我方 opposes opposed against",
    "=": "neutral 中立",
    "?": "unknown 未知 不明 不详",
    "!": "competitor 竞争对手 支持竞争对手 支持对手",
}
_STANCE_OF = {word: mark for mark, words in _STANCES.items() for word in words.split()}
_STANCE_OF |= {"supports us": "+", "opposes us": "-", "supports a competitor": "!"}
_RIVAL = re.compile(r"(?:competitor|竞争对手|支持(?:竞争)?对手) ?[:(]? ?(.+?)\)?")
_LINE = re.compile(
    r"(技术|商务|technical|commercial)(?:审批|approval)?(?:决策)?(?:线|line)? ?([1-9]?)"
)
_LINES = {"技术": "T", "technical": "T", "商务": "B", "commercial": "B"}
_HAN = re.compile("[\u4e00-\u9fff]")
_SAID: Mapping[str, tuple[str, str]] = {
    "+": ("supports", "支持"),
    "-": ("opposes", "反对"),
    "=": ("neutral", "中立"),
    "!": ("competitor", "竞争对手"),
    "yes": ("yes", "是"),
}


def typed(field: str, text: str) -> str:
    """What a cell says, as an editor of the field would have it; what is no such word as it is."""
    return _TYPED[field](text) if field in _TYPED else text


def written(contact: Contact, field: str, people: Sequence[Contact], chinese: bool) -> str:
    """A field of a contact as a cell of a table, such that reading it back gives the same."""
    if field in _WORDS:
        return _word(getattr(contact, field), _WORDS[field], chinese)
    text = person_text(contact, field, people)
    if field == "stance" and text.startswith("!") and contact.competitor:
        return f"{_SAID['!'][chinese]} {contact.competitor}"
    return _SAID[text][chinese] if field in ("stance", "outside") and text in _SAID else text


def _stance(text: str) -> str:
    said = folded(text)
    rival = _RIVAL.fullmatch(said)
    if said not in _STANCE_OF and rival:
        return "!" + text.strip()[said.index(rival[1]) :].rstrip(")）").strip()
    return _STANCE_OF.get(said, text)


def _lines(text: str) -> str:
    """Lines in words (技术审批线1、商务) as the letters that stand for them."""
    parts = [one for one in re.split(r"[\s,、;/+和与]+", folded(text)) if one]
    found = [_LINE.fullmatch(one) for one in parts]
    if read_lines(text) or not all(found):
        return text
    return "".join(f"{_LINES[one[1]]}{one[2]}" for one in found if one)


def _level(text: str) -> str:
    """One relationship level, as a pipeline table may write it; Refusals `cr-range` and others."""
    levels = split_levels(text)
    return text if len(levels) != 1 else f"{levels[0] or '?'}"


_TYPED: Mapping[str, Callable[[str], str]] = {"stance": _stance, "lines": _lines, "cr": _level}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "level": LEVEL_WORDS,
    "function": FUNCTION_WORDS,
    "role": ROLE_WORDS,
}


def _word(value: str | None, words: Mapping[str, str], chinese: bool) -> str:
    """The longest Chinese word for a constant, or the constant, which is an English word."""
    if value is None or not chinese:
        return value or ""
    named = [word for word, meant in words.items() if meant == value and _HAN.search(word)]
    return max(named, key=len, default=value)
