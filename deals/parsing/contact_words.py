"""The words that a contact's line is read by: levels, roles, stances, titles, departments.

Every word that the app shows of these is here, in both languages; a test holds it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypedDict

from deals.model import ApprovalLine, Function, Level, Role, Stance
from deals.parsing.text import LatePattern, by_word


class ContactClaims(TypedDict, total=False):
    """The claims of an entry about a contact, by field; what is absent was not mentioned."""

    title: str | None
    department: str | None
    level: Level | None
    lines: Mapping[ApprovalLine, int | None]
    function: Function
    role: Role
    outside: bool
    boss: str | None
    cr: int | None
    stance: Stance
    competitor: str | None


# How departments and titles end in Chinese: in `吴处长 技术部` the second word is not the name's.
# Compiled when first used: a set as wide as Chinese takes a millisecond, and no start needs one.
DEPARTMENT = r"[\u4e00-\u9fff]{2,}(?:部|部门|处|科|室|局|院|所|组|中心|公司|办|司|厂|段|队|委)"
TITLE = r"[\u4e00-\u9fff]*(?:长|总|理|任|员|师|工|书记|监|主管|董事|教授|助理|秘书|专责)"
# What stands behind a department in one word: 技术部主管.
OFFICE = (
    r"副?(?:主管|主任|经理|总监|部长|处长|科长|局长|院长|所长|室主任|组长|队长|厂长|段长|总工|工程师|"
    r"专责|书记|负责人|领导|助理|秘书|总经理)"
)
GROUP = (
    r"[\u4e00-\u9fff]*领导|领导班子|采购|财务|信息|市场|销售|生产|运维|设计|基建|法务|人事|行政|研发|"
    r"工程|质量"
)
# 李工 and 吴处长 are people, 技术主管 and 高级工程师 are not.
SURNAMED = (
    r"(?!高级|安全|党委|党支|项目经|项目主|项目总|项目负|方案|程序|计划|平台|万能|明星|全国|后勤|"
    r"成本|管理|施工|江苏|任务|支部)"
    r"[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任"
    r"沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔"
    r"向汤常温康施文牛樊葛邢安齐伍庞颜倪庄聂章鲁岳翟申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂"
    r"成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁房滕屈饶牟艾尤时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫]"
    r"[\u4e00-\u9fff]{1,3}"
)
ENGLISH_TITLE = LatePattern(
    r"\b(?:head|director|manager|v\.?p|svp|evp|avp|vice|president|chief|c[efitomsp]o|cio|ciso|officer|"
    r"engineer|buyer|lead|supervisor|analyst|consultant|specialist|coordinator|secretary|assistant|"
    r"chair(?:man|woman)?|partner|gm|md|principal|architect|administrator|controller|treasurer|"
    r"executive|minister|professor|procurement|owner|founder|purchaser|advisor|counsel)\b",
    re.IGNORECASE,
)
# Where an English title begins among the words of a name: `Luis Ortega Head of Procurement`.
TITLE_START = LatePattern(
    r"(?:C[A-Z]O|CISO|[SEA]?VP|GM|MD)\b|"
    r"(?:Head|Director|Manager|Chief|President|Vice President) of\b|Chief \w+ Officer\b"
)
CHINESE = r"[\u4e00-\u9fff]{2,}"
CHINESE_NAME = r"[\u4e00-\u9fff]{2,4}"
_LEVELS: Mapping[Level, str] = {
    "high": "high high_level executive exec c-level 高 高层",
    "upper": "upper upper_middle_level senior 中高 中高层",
    "middle": "middle middle_level mid mid_level mid-level 中 中层",
    "low": "low low_level junior 低 低层 基层",
}
_ROLES: Mapping[Role, str] = {
    "decides": "decides decider decision-maker decision_maker 决策 拍板 决策者 决策人 拍板人",
    "approves": "approves approver 审批 审批者 审批人",
    "evaluates": "evaluates evaluator 评估 评估者 评估人",
    "uses": "uses user end-user 使用 使用者 使用人 用户",
    "influences": "influences influencer 影响 影响者 影响人",
    "coach": "coach champion 教练 内线 线人",
}
_FUNCTIONS: Mapping[Function, str] = {
    "technical": "technical tech 技术",
    "commercial": "commercial 商务",
    "using": "using 使用 使用方",
    "other": "other others 其他",
}
_STANCE_TEXTS: Mapping[Stance, str] = {
    "supports": "supports supports_us support supporter supportive "
    "支持 支持我方 支持我们 支持者 赞成",
    "neutral": "neutral 中立 中立者",
    "competitor": "competitor supports_a_competitor 竞争对手 支持对手 支持竞争对手",
    "opposes": "opposes opposes_us oppose opposed opponent against against_us blocker "
    "反对 反对我方 反对我们 反对者 抵制",
    "unknown": "unknown stance_unknown 立场不明 态度不明",
}
STANCE_WORDS = by_word(_STANCE_TEXTS)
STANCE_MARKS: Mapping[Stance, str] = {"supports": "+", "opposes": "-", "neutral": "="}
STANCES_ALONE: Mapping[str, Stance] = dict.fromkeys(
    ("?", "stance?", "未知", "不明", "不详"), "unknown"
)
"""What is said for a stance where nothing else can stand."""
_LINE_TEXTS: Mapping[tuple[ApprovalLine, ...], str] = {
    ("technical",): "technical_approval 技术审批 技术线",
    ("commercial",): "commercial_approval 商务审批 商务线",
    ("technical", "commercial"): "both both_lines 双线 两线",
}
LINE_WORDS = by_word(_LINE_TEXTS)
LEVEL_WORDS, ROLE_WORDS = by_word(_LEVELS), by_word(_ROLES)
FUNCTION_WORDS = by_word(_FUNCTIONS)
LIKELY: Mapping[str, ContactClaims] = {
    **{word: {"function": function} for word, function in FUNCTION_WORDS.items()},
    **{word: {"role": role} for word, role in ROLE_WORDS.items()},
    **{word: {"level": level} for word, level in LEVEL_WORDS.items()},
    **{word: {"lines": dict.fromkeys(lines)} for word, lines in LINE_WORDS.items()},
    **{word: {"stance": stance} for word, stance in STANCE_WORDS.items()},
    **{word: {"outside": True} for word in ("outside", "外部")},
}
"""What a word claims that could be part of a name too."""
PHRASES: Mapping[str, ContactClaims] = {text: LIKELY[text] for text in LIKELY if " " in text}
"""What is said in several words, which no name has."""
