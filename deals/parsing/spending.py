"""Gifts and hospitality as people say them, whatever the touch is called (method, section 3).

    请何总吃饭  陪吴处长打高尔夫  送何总购物卡  took Ann to lunch  gave Ann a voucher

What counts under compliance is what was done, not the word that the line begins with: a visit with
a dinner in its note is hospitality too. Words that are as often the customer's business (a hotel,
flowers, tickets) count where money was spent, or where something was given.
"""

from __future__ import annotations

import re

from deals.parsing.text import LatePattern

SPENT = frozenset({"gift", "dinner", "hospitality"})
"""The kinds of touch that cost money for the customer's people."""

_MEAL = (
    r"吃[^\s，,。；;]{0,4}[饭餐]|用[^\s，,。；;]{0,2}餐|[早午晚中便正]餐|[早午晚中便]饭|饭局|宴请|设宴|"
    r"赴宴|晚宴|午宴|酒席|聚餐|餐叙|工作餐|宵夜|夜宵|吃火锅|吃烧烤|撸串|请客|做东|"
    r"\b(?:dinners?|lunch(?:es|eon)?|breakfasts?|brunch|suppers?|banquet|wined and dined|"
    r"ate out|dined)\b"
)
_OUTING = (
    r"高尔夫|打[^\s，,。；;]{0,3}球|喝[^\s，,。；;]{0,4}[茶酒]|喝[^\s，,。；;]{0,3}咖啡|喝[^\s，,。；;]{0,2}一杯|"
    r"茶叙|下午茶|酒吧|ktv|卡拉ok|唱歌|唱k|k歌|足浴|足疗|泡脚|按摩|桑拿|温泉|洗浴|会所|夜总会|钓鱼|"
    r"球票|门票|演唱会|旅游|度假|招待|"
    r"\b(?:golf(?:ing)?|drinks|beers?|wine|cocktails?|coffees?|karaoke|ktv|massage|sauna|"
    r"hospitality|entertain(?:ed|ment|ing)|concert|happy hour|(?:a|some) (?:drink|tea)|"
    r"afternoon tea|fishing trip|"
    r"(?:match|game|concert|theat(?:er|re)|opera|show|football|soccer) (?:tickets?|tix))\b"
)
_GIFT = (
    r"购物[卡券]|礼[品物金盒券]|礼品卡|送礼|赠礼|伴手礼|厚礼|红包|消费卡|加油卡|储值卡|代金券|提货券|"
    r"月饼|茶叶|烟酒|茅台|特产|纪念品|"
    r"\b(?:gift(?:s|ed)?|vouchers?|hampers?|souvenirs?|"
    r"(?:a|the|some|birthday|christmas|xmas|new year|wedding) presents?)\b"
)
# These count only with money that was spent on them.
_PAID_TREAT = (
    r"酒店|住宿|机票|车票|船票|打车|打的|接送|景区|景点|水果|电影|夜宵|餐费|饭钱|酒水|游玩|爬山|滑雪|"
    r"\b(?:hotels?|flights?|taxis?|cabs?|uber|limo|transfers?|airfare|accommodation|"
    r"restaurants?|bistro|steak ?(?:house)?|sushi|pizzas?|bbq|barbecue|tapas|dim sum|hot ?pot|"
    r"buffet|meals?|snacks?|tea|bar|pub|club|match|game|opera|theat(?:er|re)|movie|cinema|museum|"
    r"tickets?|tix|spa|ski(?:ing)?|boat|cruise|tour|outing|party|catering|food)\b"
)
_PRESENT = (
    r"鲜?花(?![费了销])|花篮|果篮|巧克力|手表|香烟|红酒|白酒|洋酒|茶具|丝巾|钢笔|手机|香水|土特产|[条盒包箱]烟|[瓶箱]酒|"
    r"\b(?:flowers|bouquet|chocolates?|wine|whisk(?:e?y)|champagne|brandy|cognac|cigars?|perfume|"
    r"watch|pen|basket|fruit|scarf|book|toys?|headphones|ipad|iphone|"
    r"tea set|presents?|mooncakes?)\b"
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
_PAID_FOR = {
    "gift": LatePattern(rf"{_PRESENT}", re.I),
    "hospitality": LatePattern(_PAID_TREAT, re.I),
}
_GIVEN_PRESENT = LatePattern(
    rf"(?:\b(?:gave|sent|bought|brought|got|presented)\b|[送赠])[^,，。;；]{{0,40}}?(?:{_PRESENT})",
    re.I,
)
_TREATED = LatePattern(
    r"\b(?:had|bought|paid|treated|hosted|invited|took|joined|shared|went)\b|[请陪邀]|[吃喝打]了",
    re.I,
)
_OPENING = LatePattern(rf"(?:{_INVITED}|{_GIVEN}|给)\s*", re.I)
_GIVING = LatePattern(
    rf"(?:^|[\s日天]|给[^\s，,]{{1,6}})(?:{_GIVEN})|\b(?:gave|bought|brought|presented|sponsored|treated)\b",
    re.I,
)
_PAPERS = LatePattern(
    r"资料|方案|样[品机]|标书|合同|报价|文件|图纸|货|quote|quotation|proposal|offer|sample|contract|"
    r"invoice|order|deck|\bnda\b|\bspecs?\b|licen[cs]e|\bpo\b|bid\b",
    re.I,
)
_OCCASION = LatePattern(
    r"生日|蛋糕|结婚|满月|中秋|春节|过年|端午|送|\b(?:birthday|wedding|christmas|xmas|cake|present)\b",
    re.I,
)
_TICKETS = LatePattern(r"球票|门票|\b(?:tickets?|tix)\b", re.I)
_PAID = LatePattern(
    r"花|消费|买单|结账|付|费用|\b(?:paid|pay|spent|costs?|bill|treat(?:ed)?|sponsored|expensed)\b",
    re.I,
)
_TALKED = LatePattern(
    r"要求|便宜|降价|砍价|预算|报价|价格|单价|总价|金额|标价|投资额|合同|\b(?:budget|price[ds]?|pricing|quoted?|bid|offer(?:ed)?|"
    r"proposal|deal|contract|value|worth|revenue|discount|competitor|off|asks?|asked|"
    r"wants?|needs?|owes?)\b",
    re.I,
)
_CLAUSE = LatePattern(r"[，。；;!！\n]|,(?![0-9])")


def find_spending(text: str) -> str | None:
    """Find the kind of spending that a text says, None where it says none."""
    kind = next((kind for kind, words in _SAID.items() if words.search(text)), None)
    if kind == "hospitality" and _TICKETS.search(text) and is_giving(text):
        return "gift"
    return kind


def kind_of_cost(text: str) -> str | None:
    """Choose the kind of a touch that cost money where no word says it; None for money talked of.

    What was spent on somebody is hospitality, unless it was for an occasion of presents.
    """
    if speaks_of_money(text) or _PAPERS.search(text):
        return None
    return "gift" if is_giving(text) or _OCCASION.search(text) else "hospitality"


def find_paid(text: str) -> str | None:
    """Find the kind of spending of a text with money in it, by words that count only with such."""
    if _PAPERS.search(text):
        return None
    if kind := next((kind for kind, words in _PAID_FOR.items() if words.search(text)), None):
        return kind
    return "gift" if is_giving(text) else None


def says_present(text: str) -> bool:
    """Whether a text says that something was given which is a present (`sent Ann flowers`)."""
    return _GIVEN_PRESENT.search(text) is not None and not _PAPERS.search(text)


def says_treat(text: str) -> bool:
    """Whether a text says that somebody was treated, and does not only speak of lunch."""
    first = _CLAUSE.compiled.split(text, maxsplit=1)[0]
    return find_spending(first) is not None and _TREATED.search(first) is not None


def speaks_of_money(text: str) -> bool:
    """Whether the money in a text is what was talked about: a budget, a price."""
    return _TALKED.search(text) is not None


def spending_kind(how: str, note: str) -> str | None:
    """Return what a touch that cost money counts as under compliance.

    Its kind, else what its note says.
    """
    if how in SPENT:
        return how
    return find_spending(note) or (None if speaks_of_money(note) else find_paid(note))


def opening_end(text: str, at: int) -> int:
    """Return where the word that opens such a line ends (`请`, `took`, `送`); `at` for none."""
    found = _OPENING.match(text, at)
    return found.end() if found else at


def is_giving(text: str) -> bool:
    """Whether a text says giving something that is no paper of the project."""
    return bool(_GIVING.search(text)) and not _PAPERS.search(text)


def same_clause(text: str, start: int, end: int) -> bool:
    """Whether the clause around the money in a text says that it was spent."""
    clause = text[slice(*clause_around(text, start, end))]
    return (
        find_spending(clause) is not None
        or _PAID.search(clause) is not None
        or (find_paid(clause) is not None and not speaks_of_money(clause))
    )


def clause_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the clause around a place in a text begins and ends."""
    marks = [(found.start(), found.end()) for found in _CLAUSE.finditer(text)]
    first = max((behind for _mark, behind in marks if behind <= start), default=0)
    last = min((mark for mark, _behind in marks if mark >= end), default=len(text))
    return first, last
