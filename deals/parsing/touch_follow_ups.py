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
_CLAUSES = LatePattern(
    r"[,，、。;；:：.!！?？…\n]+|\s[-–—]+\s|——|"
    r"\b(?:and|but|so(?! far)|then|because)\b|但是?|于是|所以",
    re.I,
)
# A title or a word for somebody whose name is left out.
_SOMEBODY = (
    r"(?:[\u4e00-\u9fff]{1,2}(?:总监?|处长?|工|科长?|局长?|主任|董事?长?|经理?|老师|部长|院长|书记)|"
    r"他们?|她们?|对方|本人|人家?|客户|领导|老板)"
)
_NAME = r"(?:(?:mr|mrs|ms|dr)\.? )?(?-i:[A-Z][\w'’-]*)"
_WHOM = (
    r"(?:him|her|them|anyone|anybody|(?:the|his|her|their) (?:assistant|secretary|boss|office)|"
    rf"{_NAME}(?: {_NAME})?)"
)
_WHEN = (
    r"(?:again|today|yet|still|so far|at all|twice|(?:two|three|\d+) ?(?:times|x)|"
    r"(?:this|all) (?:morning|afternoon|day|week)|yesterday|either|now|sorry)"
)
_WHERE = (
    r"(?:(?:on|by|over|from|at|to|in) )?(?:(?:his|her|their|the) )?"
    r"(?:tele|cell|mobile )?(?:phone|mobile|cell|line|landline|desk|office|call|calls|number)"
)
_BEFORE = (
    r"(?:i|we|he|she|they|it|there|was|is|had|have|got|just|still|again|yet|sadly|unfortunately|"
    r"rang|called|phoned|tried(?: to call| calling)?|call|phone|line|mobile|number|went|"
    rf"(?:his|her|their|the) (?:phone|line|mobile|number)|{_WHEN}|him|her|them)"
)
_AFTER = rf"(?:{_WHEN}|{_WHERE}|(?:from|with|for|by|to) {_WHOM}|to call (?:me |us )?back)"
# A slip in the word does not matter: `no answr`.
_UNREACHED_EN = (
    r"(?:no (?:ans\w*|repl\w*|respon\w*|pick[- ]?up|show|luck|joy|contact)|"
    r"no ?(?:one|body) (?:answer\w*|picked up|there|in|home)|unreach\w*|"
    r"(?:(?:did|was|could|is|can|does|would|has|have) ?n[o'’]?t|not|never|cannot|didnt|couldnt|"
    r"failed to|unable to) (?:answer\w*|repl(?:y|ied)|respond\w*|pick(?:ed|ing)? up|"
    r"g[eo]t through|call(?:ed)? back|in|there|available|at (?:his|her|their) desk|"
    rf"(?:reach\w*|get (?:hold of|through to)|get hold|catch|find|see|meet|met)(?: {_WHOM})?)|"
    rf"missed {_WHOM}|busy|engaged|rang out|(?:went )?(?:straight )?to (?:vm|voice ?mail)|"
    rf"voice ?mail|vm|answering machine|unavailable|not in|(?:an? )?(?:left )?(?:{_WHOM} )?"
    r"(?:an? )?(?:message|msg|vm|voice ?mail))"
)
_UNREACHED_ZH = (
    r"(?:[没無无未][有能]?人?(?:接[听通]?|应答|应|打通|联系[上到]|联络[上到]|找到|见[到着上]|"
    r"碰[到上]|回[复电]?)|打不通|打没通|不接|拒接|占线|忙线|关机|停机|扑空|扑了个?空|没碰上|语音信箱|"
    r"爽约|放鸽子|没来电话|联[系络]不上|找不到人|不在|没人在?|无人)"
)
_BEFORE_ZH = (
    rf"(?:{_SOMEBODY}|打了?|[一二两三四五几多\d]+[次遍个通]|电话|手机|座机|微信|连续|一直|都|还是|还|又|"
    r"仍然?|也|今天|昨天|上午|下午|早上|晚上|刚才?|去了?|上门|拜访|过去|暂时|可能|的|\s)"
)
_AFTER_ZH = (
    rf"(?:{_SOMEBODY}|电话|手机|微信|消息|短信|办公室|单位|公司|家|了|啊|过|呢|又?挂了?|"
    r"今天|上午|下午|\s)"
)
# Atomic, word by word: a long note is read in one go, not in every way there is.
_LEAD = rf"(?>(?:{_BEFORE}|{_NAME})(?![\w'’]))"
_TAIL = rf"(?>{_AFTER}(?![\w'’]))"
_TRY = rf"(?>(?:{_BEFORE}|{_AFTER})(?![\w'’]))"
_NOBODY = LatePattern(
    rf"(?:{_LEAD} )*{_UNREACHED_EN}(?: {_TAIL})*|"
    rf"(?>{_BEFORE_ZH})*{_UNREACHED_ZH}(?>{_AFTER_ZH})*",
    re.I,
)
# What may stand beside it without anything being said: a try, an excuse, that we try again.
_BESIDE = LatePattern(
    rf"(?:{_TRY}|\d{{1,2}} ?(?:am|pm)?)(?: {_TRY})*|"
    r"(?:(?:i|we|i['’]ll|we['’]ll|will|to|let['’]s|maybe) )*(?:re-?try|try|call|ring|phone) ?"
    r"(?:again|back|later|him|her|them|tomorrow|tmrw|next|on|\w+day|week|morning|afternoon|\s)*|"
    r"(?:(?:probably|he['’]s|she['’]s|(?:he|she) is|maybe) )*(?:in|at|on|out|away|off)"
    r"(?: (?:in|at|on|an?|the|of|for|of office|office|town|sick))*"
    r"(?: (?:meetings?|lunch|holidays?|leave|vacation|trip|travel\w*|business|sick|office|town|"
    r"till|until|\w+day))*|travel(?:l?ing)|"
    rf"(?>{_BEFORE_ZH})*(?:在|正)*(?:开会|出差|休假|请假|忙|外出|外地)(?:了|中|去)*|"
    r"(?:[改明后今]天|[上下中]午|晚点|回头|稍后|过[几两]天|下?周[一二三四五六日末]?|等会儿?|\s)*"
    r"(?:(?:再|继续)(?:试试?|打|联系|拨|约|去|找|跟进|说|看看?)|试试?|打|联系|拨)?(?:一[次下])?(?:电话)?(?:吧|了)?|"
    rf"(?>{_BEFORE_ZH})+",
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
    """Whether a note says that nobody was reached, and nothing else: `no answer`, 没接.

    What was to be asked is then still to be asked. Another clause may tell of a try, an excuse or
    that we try again; where anything more was said, somebody was reached.
    """
    clauses = [
        clause for part in _CLAUSES.compiled.split(note) if (clause := " ".join(part.split()))
    ]
    nobody = [clause for clause in clauses if _NOBODY.fullmatch(clause)]
    return bool(nobody) and all(clause in nobody or _BESIDE.fullmatch(clause) for clause in clauses)
