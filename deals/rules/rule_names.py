"""What the triage rules are called where somebody types one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from deals.parsing.text import by_word
from deals.playbook import BilingualText, Playbook

_FLAGS = by_word(
    {
        "overdue": "逾期 过期 超期 已过 已过期",
        "cr-stage": "关系",
        "blocker": "反对",
        "holes": "破洞 漏洞 渔网有 渔网有洞",
        "stalled": "没有进展",
        "slipping": "推迟 延期",
        "vague": "不确定",
        "plan-late": "拖期 计划拖 计划拖期",
        "no-next": "没有下一步",
        "checks": "策划 策划未 策划未答 检核题",
        "missing": "缺金额 缺时间 无金额 无时间 没有金额 没有时间 要素不全 缺要素",
        "no-coach": "教练 无教练 缺教练 没教练 无内线",
        "big-bet": "集中 过于集中 占比过高 重注",
        "tender": "截标 截标已过 投标",
        "twin": "重复 重复项 重复项目 撞单项目",
        "gone": "消失 已无 缺失",
    }
)
"""What rules are called besides their ids and what the playbook calls them."""
_FLAGS_BEGIN: Mapping[str, Sequence[str]] = {
    "no-next": ("no next action", "no next step", "next step late"),
    "checks": ("checks open",),
}
"""What the playbook called them earlier, or calls them in part."""


def find_rules(start: str, playbook: Playbook) -> frozenset[str]:
    """Find the rules that a folded text means: by a word for one, or as its name begins."""
    return frozenset(
        rule
        for rule, texts in playbook.rules.items()
        if _FLAGS.get(start) == rule
        or any(name.startswith(start) for name in _names(rule, texts.name))
    )


def _names(id: str, name: BilingualText) -> Iterator[str]:
    """Yield the names that a rule goes by, ready to be compared."""
    return (text.casefold() for text in (id, *name.every, *_FLAGS_BEGIN.get(id, ())))
