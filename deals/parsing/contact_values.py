"""What is typed, or stands in a cell, for one thing alone that is known of a contact."""

from __future__ import annotations

import re
from collections.abc import Mapping

from deals.model import ApprovalLine, Stance
from deals.parsing.contact_claims import read_lines
from deals.parsing.contact_words import BACKS, LINE_WORDS, STANCE_MARKS, STANCE_WORDS, STANCES_ALONE
from deals.parsing.text import LatePattern, fold_text

_BY_MARK = {mark: stance for stance, mark in STANCE_MARKS.items()}
_BACKED = LatePattern(
    r"(?:(?:supports )?competitor|(?:支持)?(?:竞争)?对手)[ :：(（]*(?P<rival>[^ :：(（].*?)[)）]?",
    re.IGNORECASE,
)
_MARKED = LatePattern(rf"(?i:{BACKS})(?:\s.*)?|{BACKS}(?=[^a-z\x00-\x1f]).+")
_PLACE_WORD = LatePattern(
    r"(?P<line>技术|商务|technical|commercial)(?:审批|approval)?(?:决策)?(?:线|line)?(?P<step>[1-9]?)"
)
_BETWEEN = LatePattern(r"[,、;/+和与]|\band\b|\s+(?=[技商]|technical|commercial)")
_LINE_IN: Mapping[str, ApprovalLine] = {
    **dict.fromkeys(("技术", "technical"), "technical"),
    **dict.fromkeys(("商务", "commercial"), "commercial"),
}


def read_stance(text: str) -> tuple[Stance, str | None] | None:
    """Read the stance that `+` `-` `=` `x华为` `!华为` `?` or a word says, with its competitor.

    None for none. Competitors may hold blanks here, need no quotes, and may stand behind the word
    for them: `competitor Globex`, `支持对手 华为`.
    """
    plain = text.strip()
    if (plain[:1] in "!！" and plain) or _MARKED.fullmatch(plain):
        return "competitor", plain[1:].strip().strip('"') or None
    words = fold_text(plain)
    found = _BY_MARK.get(words) or STANCE_WORDS.get(words) or STANCES_ALONE.get(words)
    if found is None and (backed := _BACKED.fullmatch(plain)):
        return "competitor", backed["rival"].strip()
    return None if found is None else (found, None)


def read_places(text: str) -> Mapping[ApprovalLine, int | None] | None:
    """Read places by their letters or in words: `T2B1`, `both lines`, `技术审批线1、商务`.

    None for none. Here nothing else can stand, so that `商务` is the line and no function.
    """
    letters, plain = read_lines(text), fold_text(text)
    if letters is not None:
        return letters
    if plain in LINE_WORDS:
        return dict.fromkeys(LINE_WORDS[plain])
    parts = ["".join(part.split()) for part in _BETWEEN.sub(";", plain).split(";")]
    found = [_PLACE_WORD.fullmatch(part) for part in parts if part]
    places = {
        _LINE_IN[place["line"]]: int(place["step"]) if place["step"] else None
        for place in found
        if place
    }
    return places if places and all(found) else None
