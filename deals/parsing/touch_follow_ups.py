"""What follows with the people of a touch, split off its note: behind `->`, a key, or in words."""

from __future__ import annotations

import re
from datetime import date

from deals.parsing.day_search import find_days
from deals.parsing.text import LatePattern
from deals.parsing.time_words import DateOrder

ARROW = r"(?:[-－—]+[>＞]|→)"
"""A pattern that takes the arrow before what follows."""

# Between letters or figures the arrow is part of the note: P2->P3.
_FOLLOWS = LatePattern(
    rf"(?<![0-9A-Za-z]){ARROW}|{ARROW}(?![0-9A-Za-z])|"
    r"(?:^|(?<=[\s,，;；。.]))(?:next(?: steps?| actions?)?|to-?do|下一?步|后续)\s*[:：]",
    re.I,
)
_COMING = LatePattern(
    r"(?:we |i |i'll |we'll |will |to )*(?:follow(?:ing)?[- ]?up|f/u|call(?:ing)? back|"
    r"check(?:ing)? in|"
    r"(?:meet|call|visit|talk|try|speak)(?:ing)? again|retry|next (?:call|meeting|visit|demo))\b|"
    r".*(?:再(?:次)?(?:[联约谈聊访去来打跟见碰议]|拜访|沟通|回访|电话|碰头|确认)|下次)",
    re.I,
)
_CLAUSE = LatePattern(r"[,，。;；:：]")


def split_off_follow_up(rest: str) -> tuple[str, str | None]:
    """Split the note from what follows behind the arrow; None where there is none."""
    found = _FOLLOWS.search(rest)
    if found is None:
        return rest, None
    return rest[: found.start()].strip().rstrip(",，;；"), rest[found.end() :]


def split_off_coming(
    note: str, today: date, dates: DateOrder | None = None
) -> tuple[str, str | None]:
    """Split off a last clause that says when we go on: `..., follow up Dec 10`, 周三再联系."""
    start = max((found.end() for found in _CLAUSE.finditer(note)), default=0)
    clause = note[start:].strip()
    if not _COMING.match(clause) or len(find_days(clause, today, dates)) != 1:
        return note, None
    return note[:start].rstrip(" ,，;；:："), clause
