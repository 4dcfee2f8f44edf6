"""The kinds of touch in people's words, at a place of a line or anywhere in what it begins with."""

from __future__ import annotations

import re

from deals.parsing.spending import SPENT
from deals.parsing.text import LatePattern, by_word

KIND_WORDS = by_word(
    {
        "meeting": "meeting mtg f2f catch-up 会议 会面 见面 开会 面谈 见了面 开了会 座谈 碰头 碰面 "
        "视频会议 电话会议 线上会议 腾讯会议 视频会 座谈会 碰头会 启动会 协调会 评审会",
        "visit": "visit visited 拜访 走访 上门 上门拜访 登门拜访 去拜访 回访 到访",
        "call": "call called phone phoned rang tel vm voicemail zoom webex skype "
        "电话 通话 致电 打电话 打了电话 打了个电话 通了电话 通电话 来电 来电话 回电 "
        "回电话 电话沟通 电话联系",
        "message": "message messaged msg text email emailed mail mailed sms texted wechat "
        "whatsapp linkedin 消息 微信 短信 邮件 发邮件 发了邮件 发微信 发了微信 发短信 发了短信 "
        "发消息 发了消息 微信沟通 微信联系",
        "dinner": "dinner dinners lunch meal breakfast brunch supper 饭局 宴请 吃饭 聚餐 用餐 "
        "午餐 晚餐 早餐 午饭 晚饭 早饭 便饭 工作餐 餐叙 宵夜",
        "gift": "gift gifts voucher vouchers hamper 礼品 礼物 送礼 购物卡 礼品卡 红包 礼金 伴手礼",
        "hospitality": "hospitality golf golfing drinks beers coffee karaoke ktv 招待 接待 高尔夫 "
        "打高尔夫 打球 喝茶 喝酒 喝咖啡 咖啡 茶叙 下午茶 唱歌 足浴",
        "exchange": "exchange demo demoed demo'd presented workshop 技术交流 交流 演示",
        "survey": "survey 调研 考察",
        "event": "event fair 活动 展会",
    }
)
"""Every word that names a kind of touch."""

_KIND = LatePattern("|".join(sorted(map(re.escape, KIND_WORDS), key=len, reverse=True)), re.I)
# What may stand behind a word in latin letters: `call-back` and `Wu's` are other words.
_ENDED = LatePattern(r"(?![A-Za-z0-9_'’]|-(?!>))")
_WORD = LatePattern(r"\w")


_PAST = (
    r"called|phoned|rang|emailed|mailed|texted|messaged|visited|demoed|demo'd|presented|"
    r"(?:called|rang) back"
)
PAST_KIND = LatePattern(rf"(?:{_PAST})(?![A-Za-z0-9_'’-])(?: back\b)?", re.I)
"""A word that says a touch that took place, and is no other word behind a name."""

# What kind of call or meeting it was: `site visit`, `intro mtg`.
_OF_WHAT = (
    "site|plant|factory|office|customer|client|intro|introductory|first|1st|2nd|second|third|quick|short|"
    "long|brief|follow-up|followup|kick-off|kickoff|review|status|weekly|monthly|video|phone|conference|"
    "teams|zoom|webex|skype|online|virtual|remote|linkedin|whatsapp|wechat|onsite|on-site|team|project|"
    "sales|tech|technical|product|business|budget|pricing|missed|cold|return|joint|another|new|good|great"
)
_NOUNS = "|".join(word for word, kind in KIND_WORDS.items() if word.isascii() and kind not in SPENT)
_COMPOUND = LatePattern(rf"(?:(?:{_OF_WHAT})\s+){{1,2}}(?P<kind>{_NOUNS})(?![A-Za-z0-9_'’-])", re.I)
MEETING_TOO = LatePattern(r"\s+(?:meeting|mtg|meet|chat|session|catch-up)(?![A-Za-z0-9_'’-])", re.I)
"""What a lunch or coffee may be called as well, without being another kind."""

_HAD = LatePattern(
    rf"(?:\S+\s+){{0,2}}?(?:(?:had|did|gave|held|made|joined|attended|left|got|sent|"
    rf"received)\s+(?:an?\s+|the\s+)?"
    rf"(?:(?:{_OF_WHAT})\s+){{0,2}}(?P<had>{_NOUNS})|(?P<past>{_PAST}))(?![A-Za-z0-9_'’-])",
    re.I,
)
_NOT_YET = (
    "约|准备|计划|打算|想|要|下周|下月|明天|后天|改天|待|再|安排|需要|希望|"
    "答应|拟|将|说|如果|等|没|未|取消|推迟"
)
_HAN_KIND = {
    kind: LatePattern(words)
    for kind, words in (
        (
            "call",
            r"打[了过通]*(?:一?个|几个)?电话|通[了过]*(?:一?个)?(?:电话|话)|[来去回]了?个?电|致电|"
            r"^电话(?=[沟联没未里中告确回约问聊说通])",
        ),
        (
            "message",
            r"[发回][了过]*(?:一?[个封条])?(?:邮件|微信|短信|消息|信息)|微信[沟联聊上里问说回]|邮件[沟联回]",
        ),
        ("visit", r"拜访|走访|登门|上门|到访|回访|参观"),
        ("exchange", r"技术交流|[做了]交流|演示|宣讲"),
        (
            "meeting",
            r"见[了过]*面|会面|会谈|开[了过]*(?:一?个)?[^\s，,]{0,4}会|面谈|座谈|碰头|碰[了过]*面",
        ),
        ("survey", r"调研|考察|踏勘|勘察"),
        ("event", r"展会|论坛|研讨会"),
    )
}
_NOT_DONE = LatePattern(_NOT_YET)
_CLAUSE = LatePattern(r"[,，。;；:：!！?？\n]")
_LONGEST_HEAD = 24


def compound_at(text: str, at: int) -> tuple[str, int] | None:
    """Find a kind with words before it that say which (`site visit`), and where it ends."""
    found = _COMPOUND.match(text, at)
    return (KIND_WORDS[found["kind"].lower()], found.end()) if found else None


def find_kind(note: str) -> str:
    """Find the kind of touch that a note's first words say took place; empty where none."""
    clause = _CLAUSE.compiled.split(note, maxsplit=1)[0]
    if found := _HAD.match(clause):
        word = (found["had"] or found["past"]).lower()
        return KIND_WORDS.get(word) or KIND_WORDS.get(word.split()[0], "")
    for kind, words in _HAN_KIND.items():
        found = words.search(clause[:_LONGEST_HEAD])
        if found and not _NOT_DONE.search(clause[: found.start()]):
            return kind
    return ""


def kind_at(text: str, at: int) -> tuple[str, int, bool] | None:
    """Find the kind named at a place, where its word ends, and whether that is sure.

    In Chinese another word may go on without a blank.
    """
    found = _KIND.match(text, at)
    if found is None:
        return None
    word, end = found[0], found.end()
    if word.isascii():
        return (KIND_WORDS[word.lower()], end, True) if _ENDED.match(text, end) else None
    return KIND_WORDS[word], end, not _WORD.match(text, end)
