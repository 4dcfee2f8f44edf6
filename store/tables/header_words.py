"""Chinese headers as offices put them together: 预计 and 合同额 and 万元, 甲方 and 单位.

What a list of headers names goes before these: a word here only counts where no other column is
surer to be of its field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from deals.fields.spec import header_key
from deals.parsing.amounts import CURRENCY
from deals.parsing.text import LatePattern, fold_text

_EXPECTED = "(?:预计|预期|预估|估计|预测|预签|预|拟|计划|暂估|意向)"
_DEAL = "(?:项目|商机|机会|销售|专案|案件|业务|工程)"
_CLOSING = "(?:签约|签单|签订|签署|签合同|落单|下单|成单)"
_UNIT = rf"(?:单位)?(?:{CURRENCY})?(?:百|千|十)?[万亿]?(?:元|{CURRENCY})?"
_OURS = "(?:我[司方]|本公司|我公司)?"
_MONEY = (
    rf"(?:{_DEAL}|{_CLOSING}|成交|合同|订单|标的|报价|投标|中标|采购|结案|总|含税)*"
    r"(?:金额|总金额|合同额|签约额|成交额|签单额|订单额|销售额|总额|总价)"
)
_DAY = "(?:时间|日期|日|月份|月|时点|节点)"
_SIDE = "(?:客户|甲方|业主|对方|用户|买方)"

_TIERS: tuple[Mapping[str, str], ...] = (
    {
        "name": rf"{_DEAL}(?:名称?|主题|标题|简称|全称)",
        "customer": (
            rf"(?:最终|终端|签约)?(?:{_SIDE}|建设|采购|招标|使用|需方)(?:单位|公司|企业|名称|全称|简称|机构)"
        ),
        "owner": (
            r"(?:我方|我司|内部|主要|区域|经营|营销|跟进|负责|项目|商机|业务|商务|销售|市场)*"
            r"(?:负责人员?|责任人|主责人?|跟进人员?|跟单人员?|经办人员?|承办人员?|归属人|"
            r"业务员|业务人员|业务代表|业务经理|销售员|销售代表|销售顾问|销售工程师|销售主管)|"
            r"负责(?:同事|业务|销售|业代)|(?:跟进|主责|所属|对接|责任|主办|负责)(?:销售|业务)"
        ),
        "stage": rf"(?:{_DEAL}|跟进|跟踪|推进|进展|所处|目前|当前|现)*阶段",
        "amount": rf"{_OURS}{_EXPECTED}{_MONEY}{_UNIT}",
        "signs": (
            rf"{_EXPECTED}{_DEAL}?(?:{_CLOSING}|成交|结单|关单|关闭|结案|赢单|中标){_DAY}|"
            rf"预签{_DAY}"
        ),
        "contacts": (
            rf"(?:关键|主要|核心|{_SIDE}|招标)+方?"
            r"(?:联系人|联络人|对接人|决策人|负责人|接口人|经办人)(?:姓名|名单|[及和与]?(?:联系)?(?:电话|方式))?|"
            r"联系人[及和与](?:联系)?(?:电话|方式)"
        ),
        "cr": rf"(?:{_SIDE}|联系人)?关系(?:程度|等级|级别|评级|评分|度|深度)?15[分级]?",
        "next": r"(?:下一?步)(?:的?(?:工作|行动))?(?:动作|措施|安排|打算|行动|计划|工作|方案)",
    },
    {
        "name": "专案|案名|案件",
        "customer": "甲方|业主|采购人|最终用户|最终客户|业主方|建设方|需方",
        "owner": "负责|主责|业务|跟进",
        "stage": rf"(?:{_DEAL}|跟进|跟踪|推进|进展|目前|当前|最新)状态",
        "amount": rf"{_OURS}{_MONEY}{_UNIT}",
        "signs": rf"(?:{_DEAL}|合同)?{_CLOSING}{_DAY}|{_EXPECTED}{_CLOSING}",
        "contacts": "联络人(?:姓名)?|对接人(?:姓名)?|接口人(?:姓名)?|拜访对象|(?:客户|联络)?窗口",
    },
)
_PATTERNS = tuple(
    tuple((field, LatePattern(pattern)) for field, pattern in tier.items()) for tier in _TIERS
)
_LONGEST = 20
_HAN = re.compile(r"[\u3400-\u9fff]")
_IN_BRACKETS = re.compile(r"[(\[【].*?[)\]】]")


def composed_fields(texts: Mapping[int, str]) -> Iterator[dict[int, str]]:
    """Yield which columns are of which fields by the words of their headers, the surest first."""
    keys = {number: _keys(text) for number, text in texts.items()}
    for patterns in _PATTERNS:
        yield {
            number: field
            for number, forms in keys.items()
            for field, pattern in patterns
            if any(pattern.fullmatch(form) for form in forms)
        }


def _keys(header: str) -> tuple[str, ...]:
    """Return what a header is known by: the whole of it, then without what is in brackets."""
    if len(header) > _LONGEST or not _HAN.search(header):
        return ()
    plain = fold_text(header)
    return header_key(plain), header_key(_IN_BRACKETS.sub("", plain))
