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
# A slip in the word does not matter: `no answr`.
_UNREACHED = LatePattern(
    r"\bno (?:ans\w*|repl\w*|respon\w*|pick[- ]?up|show|luck|joy)\b|\bunreach\w*|"
    r"(?:\bnot|\bnever|n['’]t|\bdidnt) (?:reach\w*|answer\w*|repl(?:y|ied)|respond\w*|"
    r"pick(?:ed)? up|get through|got through|get hold|call(?:ed)? back)\b|"
    r"\b(?:couldn'?t|couldn’t|could not|didn'?t|didn’t|did not|failed to|unable to|can'?t|cannot) "
    r"(?:reach|get (?:hold|through)|catch|find|see|meet)\b|"
    r"\b(?:voice ?mail|answering machine|missed (?:him|her|them)|(?:line|was|is) (?:busy|engaged)|"
    r"not (?:in|there|at (?:his|her|their) desk)(?=\s*(?:$|[,.;]))|"
    r"left (?:an? )?(?:message|msg|vm)|rang out|went to vm)\b|"
    r"[没無无未][有能]?人?(?:接[听通]?|应答|打通|联系[上到]|联络[上到]|找到|见[到着上]|碰[到上]|回[复电]?)"
    r"(?!受|纳|触|待|绝|避|款|来)|"
    r"打不通|打没通|不接|拒接|占线|忙线|关机|停机|扑空|扑了个?空|没碰上|语音信箱|爽约|放鸽子|没来电话|"
    r"(?:^|[\s,，、:：;；])(?:人)?不在(?:$|[\s,，。;；]|办公室|单位|公司)|没人$",
    re.I,
)


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


def says_unreached(note: str) -> bool:
    """Whether a note says that nobody was reached: `no answer`, 没接.

    What was to be asked is then still to be asked.
    """
    return _UNREACHED.search(note) is not None
