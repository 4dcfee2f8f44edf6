"""What the keys of filters are called beside the names of fields."""

from __future__ import annotations

from deals.parsing.text import by_word

KEY_NAMES = by_word(
    {
        "owners": "客户负责人数 负责人数",
        "under": "branch 下属 手下 下级 汇报线",
        "contact": "contacts 客户名单 联系人 客户联系人 人员",
        "cr": "best_cr 最高CR 客户关系程度 客户关系 关系程度",
        "left": "days_left 剩余天数 剩余",
        "severity": "提醒级别 严重程度",
        "flag": "flags 提醒",
        "next": "下一步",
        "signs": "close",
        "tags": "tag",
        "created": "立项时间 创建时间 建立时间",
        "own": "自定义列 自定义",
        "rivals": "rival competitor competitors 竞争对手 对手",
    }
)
"""What keys are called that are no field of a project, or not as that is."""
