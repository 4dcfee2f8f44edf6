"""The words that a contact's line is read by: levels, roles, stances, titles, relations, labels.

Every word that the app shows of these is here, in both languages; a test holds it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, TypedDict

from deals.model import ApprovalLine, Function, Level, Role, Stance
from deals.parsing.text import LatePattern, by_word

Label = Literal[
    "name",
    "title",
    "department",
    "level",
    "lines",
    "role",
    "function",
    "cr",
    "stance",
    "boss",
    "staff",
    "sways",
    "swayed_by",
    "competitor",
    "phone",
    "email",
]
"""What a piece of a contact's line may be named as; `staff` are who reports to the person."""


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
    phone: str
    email: str
    staff: tuple[str, ...]
    sways: tuple[Sway, ...]
    swayed_by: tuple[Sway, ...]


class Sway(NamedTuple):
    """Whom an influence ties the person to, how strong it is and for whom, where that is said."""

    name: str
    strength: int | None = None
    favour: bool | None = None


# How departments and titles end in Chinese: in `吴处长 技术部` the second word is not the name's.
# Compiled when first used: a set as wide as Chinese takes a millisecond, and no start needs one.
DEPARTMENT = (
    r"[\u4e00-\u9fff]{2,}(?:部|部门|处|科|室|局|院|所|组|中心|公司|办|司|厂|段|队|委|"
    r"班|站|车间|集团|工会)"
)
TITLE = (
    r"[\u4e00-\u9fff]*(?:长|总|总裁|把手|代表|顾问|专家|负责人|联系人|经办人|干部|"
    r"理|任|员|师|工|书记|监|主管|董事|教授|助理|秘书|专责|主席|首席[\u4e00-\u9fff]{2,4}官)"
)
# What stands behind a department in one word: 技术部主管.
OFFICE = (
    r"副?(?:主管|主任|经理|总监|部长|处长|科长|局长|院长|所长|室主任|组长|队长|厂长|段长|总工|工程师|"
    r"班长|站长|专责|专工|书记|负责人|领导|助理|秘书|总经理)"
)
GROUP = (
    r"[\u4e00-\u9fff]+专业|总部|本部|厂部|工厂|电厂|分厂|集团|[\u4e00-\u9fff]*领导|领导班子|"
    r"采购|财务|信息|市场|销售|生产|运维|设计|基建|法务|人事|行政|研发|"
    r"工程|质量"
)
# 李工 and 吴处长 are people, 技术主管 and 高级工程师 are not.
SURNAMED = (
    r"(?!高级|安全|党委|党支|项目经|项目主|项目总|项目负|方案|程序|计划|平台|万能|明星|全国|后勤|"
    r"成本|管理|施工|江苏|任务|支部|董事|车间|车队|项目部|项目组|常务|金融|安环|安监|向导)"
    r"[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任"
    r"沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔"
    r"向汤常温康施文牛樊葛邢安齐伍庞颜倪庄聂章鲁岳翟申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂"
    r"成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁房滕屈饶牟艾尤时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫]"
    r"[\u4e00-\u9fff]{1,3}"
)
# What names one person among others: `李工` and `王副总`, not `段长` (a title) or `高工`.
SURNAME = SURNAMED[SURNAMED.index("[") : SURNAMED.index("]") + 1]
HONORIFIC = (
    r"副?(?:总工?|工|处长?|科长?|局长?|所长?|院长?|"
    r"部长?|董|书记|主任|经理|主管|总监|队长|组长|班长|厂长|站长|会计|老师)"
)
PERSON = rf"(?!高工|段长|车长|单位){SURNAME}{HONORIFIC}"
NICKNAME = rf"(?:{PERSON}|[老小]{SURNAME})"
"""What is a person for sure behind a department: `信息中心 陈主任`."""
_HOUSE = rf"{DEPARTMENT}|{GROUP}|[A-Z]{{2,3}}部?|技术|商务|品质|安全|设备|仓库|物流|后勤|工艺|运营"
HOUSED = LatePattern(
    rf"(?:(?P<title>(?:{_HOUSE}){OFFICE})|(?P<house>{_HOUSE}))(?P<name>{NICKNAME})"
)
"""A person behind their department or title, in one word: `采购老唐`, 采购经理老唐."""
ENGLISH_TITLE = LatePattern(
    r"\b(?:head|director|manager|mgr|v\.?p|svp|evp|avp|vice|president|chief|c[efitomsp]o|cio|ciso|"
    r"officer|engineer|buyer|lead|supervisor|analyst|consultant|specialist|coordinator|secretary|"
    r"assistant|chair(?:man|woman)?|partner|gm|md|principal|architect|administrator|controller|"
    r"treasurer|executive|minister|professor|procurement|owner|founder|purchaser|advisor|counsel|"
    r"leiter(?:in)?|einkauf|geschäftsführer(?:in)?|direktor(?:in)?|directeur|directrice|directora?|"
    r"gerente|jefe|responsable|ingénieur|ingeniero|ingenieur|acheteu(?:r|se)|comprador)\b",
    re.IGNORECASE,
)
_FIELD_WORDS = """
    it ot ict mis eng engineering purchasing procurement sourcing sales finance financial operations
    operating ops technical technology tech plant project projects product production
    quality maintenance supply chain logistics hr r&d research development marketing
    commercial legal security safety data digital facility facilities information systems
    network infrastructure software hardware process electrical mechanical automation energy
    business strategy corporate contracts contract commodity category accounts accounting
    compliance audit risk customer service services administration planning construction
    design qa qc ehs hse r&d pmo erp crm
    emea apac apj latam americas europe asia dach nordics
"""
FIELDS = frozenset(_FIELD_WORDS.split())
"""The fields of work that English titles and departments are made of."""
_RANKS_WORDS = """
    senior sr sr. snr junior jr. vice deputy assistant asst associate chief head lead
    principal general group global regional area national executive managing line site
    acting interim
"""
RANKS = frozenset(_RANKS_WORDS.split())
"""The words that stand before the noun of an English title, beside the fields."""
_TITLE_NOUNS_WORDS = """
    director manager mgr buyer engineer officer president supervisor analyst consultant
    specialist coordinator secretary chairman chairwoman controller treasurer administrator
    architect purchaser advisor vp svp evp avp gm md ceo cfo cto cio coo cmo cpo cso cro cdo
     ciso counsel
    leiter leiterin geschäftsführer direktor directeur directrice directora
"""
TITLE_NOUNS = frozenset(_TITLE_NOUNS_WORDS.split())
"""The nouns that an English title ends in, or before its field."""
# Nouns only before `of`, for they are names too.
SUFFIXES = frozenset(["jr", "jr.", "sr", "sr."])
"""What stands behind a name, or says the rank of a title: `John Smith Jr. CEO`."""
_TOP_WORDS = """
    ceo cfo cto cio coo cmo cpo cso cro cdo ciso vp svp evp president chairman chairwoman chief
    director gm md head
"""
TOP_NOUNS = frozenset(_TOP_WORDS.split())
"""The nouns of titles that nobody holds as a junior."""
HEADS = frozenset(["head", "director", "manager", "chief", "president", "vp", "svp", "evp", "lead"])
_TITLE_LINKS_WORDS = "of for and & the de del des du la der für"
TITLE_LINKS = frozenset(_TITLE_LINKS_WORDS.split())
_PARTICLES_WORDS = """
    de del della der den des di da do dos du van von vom zu zur zum af av la le los las el
    al bin ibn ben y e ter ten te st jr sr ii iii iv phd
"""
PARTICLES = frozenset(_PARTICLES_WORDS.split())
"""The small words of names: `Jan van der Berg`."""
ARTICLES = frozenset(["the", "a", "an", "some", "somebody", "someone", "unknown", "new"])
"""The words that a place without a name is told by: `the purchasing head`."""
HOUSE_PARTS = frozenset(["dept", "dept.", "department", "division", "team", "unit"])
"""The words that an English department ends in."""
NAMELESS = LatePattern(
    r"name (?:is )?(?:unknown|tbd|tbc|not known|open)|unknown name|no name(?: yet)?|"
    r"(?:姓名|名字)(?:不详|未知|不明|待定|不知道?)|(?:未知|不知)姓名"
)
CHINESE = r"[\u4e00-\u9fff]{2,}"
CHINESE_NAME = r"[\u4e00-\u9fff]{2,4}"
_LEVELS: Mapping[Level, str] = {
    "high": "high high_level top_level c_level top_management executive exec c-level "
    "executive_level high-level top-level 高 高层 高管 高层领导",
    "upper": "upper upper_middle_level upper_middle upper_mid senior upper-middle upper-mid "
    "senior_level 中高 中高层",
    "middle": "middle middle_level mid mid_level middle_management mid-level 中 中层 中层干部",
    "low": "low low_level junior junior_level low-level 低 低层 基层",
}
_ROLES: Mapping[Role, str] = {
    "decides": "decides decider decision-maker decision_maker economic_buyer 决策 决定 拍板 决策者 "
    "决策人 决定人 拍板人 最终决策 最终决策人 "
    "关键决策人 主要决策人",
    "approves": "approves approver 审批 审批者 审批人 签字 签字人",
    "evaluates": "evaluates evaluator technical_buyer 评估 评估者 评估人 技术评估",
    "uses": "uses user end-user end_user 使用 使用者 使用人 用户 最终用户",
    "influences": "influences influencer 影响 影响者 影响人",
    "coach": "coach champion 教练 内线 线人",
}
_FUNCTIONS: Mapping[Function, str] = {
    "technical": "technical tech 技术 技术口 技术侧",
    "commercial": "commercial 商务 商务口 商务侧",
    "using": "using 使用 使用方 使用单位 用户单位",
    "other": "other others 其他",
}
_STANCE_TEXTS: Mapping[Stance, str] = {
    "supports": "supports supports_us for_us with_us on_our_side support supporter supportive "
    "支持 支持我方 支持我们 支持我司 支持者 赞成 "
    "友好 倾向我方 倾向我们 偏向我方 偏向我们",
    "neutral": "neutral 中立 中立者 观望",
    "competitor": "competitor supports_a_competitor 竞争对手 支持对手 支持竞争对手 支持友商 "
    "倾向对手 倾向竞争对手 "
    "偏向对手 偏向竞争对手",
    "opposes": "opposes opposes_us oppose opposed opponent against against_us blocker "
    "detractor 反对 反对我方 反对我们 反对者 "
    "抵制 不支持 不支持我们 不支持我方 敌对",
    "unknown": "unknown stance_unknown 立场不明 态度不明 立场未知",
}
STANCE_WORDS = by_word(_STANCE_TEXTS)
STANCE_MARKS: Mapping[Stance, str] = {"supports": "+", "opposes": "-", "neutral": "="}
BACKS = "x"
"""The sign of whoever backs a competitor, whose name may follow; `!` is read too, as it was."""
STANCES_ALONE: Mapping[str, Stance] = dict.fromkeys(
    ("?", "stance?", "未知", "不明", "不详"), "unknown"
)
"""What is said for a stance where nothing else can stand."""
_LINE_TEXTS: Mapping[tuple[ApprovalLine, ...], str] = {
    ("technical",): "technical_approval 技术审批 t线 技术线 技术审批线 技术决策线 技术审批决策线",
    ("commercial",): "commercial_approval 商务审批 b线 商务线 商务审批线 商务决策线 商务审批决策线",
    ("technical", "commercial"): "双线 两线 两条线 both both_lines t_and_b t_&_b "
    "technical_and_commercial",
}
LINE_WORDS = by_word(_LINE_TEXTS)
LEVEL_WORDS, ROLE_WORDS = by_word(_LEVELS), by_word(_ROLES)
LEVELS_ALONE: Mapping[str, Level] = {
    **LEVEL_WORDS,
    **by_word({"high": "top h 高级", "middle": "m 中级", "low": "l 底层"}),
}
"""What is said for a level where nothing else can stand."""
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
PHRASES: Mapping[str, ContactClaims] = {
    **{text: LIKELY[text] for text in LIKELY if " " in text},
    "cr unknown": {"cr": None},
    **dict.fromkeys(("name unknown", "name tbd", "unknown name"), ContactClaims()),
}
"""What is said in several words, which no name has."""

_LABELS: Mapping[Label, str] = {
    "name": "name 姓名 名字 客户姓名",
    "title": "title position 职务 职位 职称 头衔 岗位",
    "department": "dept department division 部门 所在部门 所属部门 科室",
    "level": "level 层级 层次 级别",
    "lines": "line lines 审批线 决策线",
    "role": "role 角色 决策角色 采购角色",
    "function": "function 职能",
    "cr": "cr relationship 关系程度 客户关系程度 客户关系 关系 关系等级 关系级别",
    "stance": "stance attitude 立场 态度",
    "boss": "boss superior 上级 直属上级 直接上级 上级领导 直接领导 直属领导 汇报对象 汇报给",
    "staff": "subordinate subordinates 下属 下级",
    "sways": "influences sways 影响",
    "swayed_by": "受影响于",
    "competitor": "competitor 对手 竞争对手",
    "phone": "phone tel mobile cell 电话 手机 手机号 联系电话",
    "email": "email e-mail mail 邮箱 邮件 电子邮箱",
}
LABELS = by_word(_LABELS)
"""What a colon may stand behind: `职务：副经理`."""
RELATION_WORDS: Mapping[str, Label] = {
    "reports to": "boss",
    "reporting to": "boss",
    "reports into": "boss",
    "works for": "boss",
    "boss of": "staff",
    "manages": "staff",
    "supervises": "staff",
    "influences": "sways",
    "sways": "sways",
    "influenced by": "swayed_by",
    "swayed by": "swayed_by",
    **dict.fromkeys(("汇报给", "上级", "直接上级", "直属上级", "直接领导", "直属领导"), "boss"),
    **dict.fromkeys(("下属", "下级"), "staff"),
    "影响": "sways",
    "受影响于": "swayed_by",
}
"""The words before the name of whom the person is tied to."""
RELATIONS: Sequence[tuple[Label, LatePattern]] = (
    (
        "boss",
        LatePattern(
            r"(?:汇报(?:给|于)|(?:(?:直接|直属)(?:上级|领导)|上级)(?:是|为)?|领导(?:是|为))(?P<name>.+)"
        ),
    ),
    ("boss", LatePattern(r"(?:向(?P<name>.+)汇报|归(?P<other>.+)管)")),
    ("boss", LatePattern(r"(?P<name>.+?)的?(?:下属|下级|部下)")),
    ("staff", LatePattern(rf"(?:(?:下属|下级)(?:有|是|为)?|分?管(?={PERSON}$))(?P<name>.+)")),
    ("swayed_by", LatePattern(r"(?:[受被](?P<name>.+?)的?影响|听(?P<other>.+)的)")),
    ("sways", LatePattern(r"能?影响(?P<name>.+)")),
)
"""The same written in one word of Chinese: `汇报给王处`, `何总下属`, `受何总影响`."""
_BACKING_WORDS = "supports backs likes prefers favours favors 支持 倾向 偏向 力挺"
BACKING = frozenset(_BACKING_WORDS.split())
BACKING_CHINESE = LatePattern(
    r"(?:支持|力挺|倾向于?|偏向于?)(?:竞争对手|对手|友商)?(?P<name>(?!.*(?:部|中心|组|处|科|室)$).+)"
)
"""Whom else than us the person supports: `支持锐川`, `supports Oracle`."""
