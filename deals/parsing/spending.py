"""Gifts and hospitality as people say them, whatever the touch is called (method, section 3).

    请何总吃饭  陪吴处长打高尔夫  送何总购物卡  took Ann to lunch  gave Ann a voucher

What counts under compliance is what was done, not the word that the line begins with: a visit with
a dinner in its note is hospitality too.
"""

from __future__ import annotations

import re

from deals.parsing.text import LatePattern

SPENT = frozenset({"gift", "dinner", "hospitality"})
"""The kinds of touch that cost money for the customer's people."""

_MEAL = (
    r"吃[^\s，,。；;]{0,4}[饭餐]|用[^\s，,。；;]{0,2}餐|[早午晚中便正]餐|[早午晚中便]饭|饭局|宴请|设宴|"
    r"赴宴|晚宴|午宴|酒席|聚餐|餐叙|工作餐|宵夜|夜宵|吃火锅|吃烧烤|撸串|请客|做东|"
    r"\b(?:dinners?|lunch(?:es|eon)?|breakfasts?|brunch|suppers?|banquet|wined and dined)\b"
)
_OUTING = (
    r"高尔夫|打[^\s，,。；;]{0,3}球|喝[^\s，,。；;]{0,4}[茶酒]|喝[^\s，,。；;]{0,3}咖啡|喝[^\s，,。；;]{0,2}一杯|"
    r"茶叙|下午茶|酒吧|ktv|卡拉ok|唱歌|唱k|k歌|足浴|足疗|泡脚|按摩|桑拿|温泉|洗浴|会所|夜总会|钓鱼|"
    r"球票|门票|演唱会|旅游|度假|招待|"
    r"\b(?:golf(?:ing)?|drinks|beers?|wine|cocktails?|coffees?|karaoke|massage|sauna|hospitality|"
    r"entertain(?:ed|ment|ing)|concert|(?:a|some) (?:drink|tea)|afternoon tea|fishing trip|"
    r"(?:match|game|concert|theat(?:er|re)) tickets?)\b"
)
_GIFT = (
    r"购物[卡券]|礼[品物金盒券]|礼品卡|送礼|赠礼|伴手礼|厚礼|红包|消费卡|加油卡|储值卡|代金券|提货券|"
    r"月饼|茶叶|烟酒|茅台|特产|纪念品|"
    r"\b(?:gift(?:s|ed)?|vouchers?|hampers?|souvenirs?|"
    r"(?:a|the|some|birthday|christmas) presents?)\b"
)
_GIVEN = r"(?:赠送|[送赠])(?:了|给)*|gifted"
_INVITED = (
    r"(?:[早午晚]上|中午|下午|今晚|昨晚)?(?:宴请|邀请|招待|接待|[请约陪带邀])(?:了|同)?|"
    r"(?:took|take|treated|invited|hosted|entertained|had|with)\s+|(?:bought|gave|sent)\s+"
)
_SAID = {
    kind: LatePattern(words, re.I)
    for kind, words in (("gift", _GIFT), ("dinner", _MEAL), ("hospitality", _OUTING))
}
_OPENING = LatePattern(rf"(?:{_INVITED}|{_GIVEN}|给)\s*", re.I)
_GIVING = LatePattern(rf"(?:^|[\s日天])(?:{_GIVEN})", re.I)
_PAPERS = LatePattern(
    r"资料|方案|样[品机]|标书|合同|报价|文件|图纸|货|quote|proposal|offer|sample|contract"
)
_PAID = LatePattern(r"花|消费|买单|结账|付|费用|\b(?:paid|spent|costs?|bill)\b", re.I)
_CLAUSE = LatePattern(r"[，。；;!！\n]|,(?![0-9])")


def find_spending(text: str) -> str | None:
    """Find the kind of spending that a text says, None where it says none."""
    return next((kind for kind, words in _SAID.items() if words.search(text)), None)


def spending_kind(how: str, note: str) -> str | None:
    """Return what a touch counts as under compliance: its kind, else what its note says."""
    return how if how in SPENT else find_spending(note)


def opening_end(text: str, at: int) -> int:
    """Return where the word that opens such a line ends (`请`, `took`, `送`); `at` for none."""
    found = _OPENING.match(text, at)
    return found.end() if found else at


def is_giving(text: str) -> bool:
    """Whether a text says giving something that is no paper of the project."""
    return bool(_GIVING.search(text)) and not _PAPERS.search(text)


def same_clause(text: str, start: int, end: int) -> bool:
    """Whether the clause around the money in a text says that it was spent."""
    marks = [(found.start(), found.end()) for found in _CLAUSE.finditer(text)]
    first = max((behind for _mark, behind in marks if behind <= start), default=0)
    last = min((mark for mark, _behind in marks if mark >= end), default=len(text))
    clause = text[first:last]
    return find_spending(clause) is not None or _PAID.search(clause) is not None
