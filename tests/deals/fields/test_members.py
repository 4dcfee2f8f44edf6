"""A member of the team in one line: the name, the part and the level behind it."""

from __future__ import annotations

import pytest

from deals.errors import UserError
from deals.fields.planning_fields import read_member
from tests.deals.parsing.test_days_everywhere import reading


@pytest.mark.parametrize(
    ("text", "name", "part", "level"),
    [
        ("Lin", "Lin", None, None),
        ("Lin leader high", "Lin", "leader", "high"),
        ("Lin executive level sponsor", "Lin", "sponsor", "high"),
        ("Sam Low", "Sam Low", None, None),
        ("小李 组长", "小李", "leader", None),
        ("小李，组长，高层", "小李", "leader", "high"),
        ("王 五 监控人", "王 五", "monitor", None),
        ("组长", "组长", None, None),
    ],
)
def test_the_part_and_the_level_are_no_part_of_the_name(
    text: str, name: str, part: str | None, level: str | None
) -> None:
    member = read_member(text, reading())
    assert (member.name, member.part, member.level) == (name, part, level)


def test_a_member_has_a_name() -> None:
    with pytest.raises(UserError) as refused:
        read_member("  ", reading())
    assert refused.value.code == "member-nameless"


@pytest.mark.parametrize(
    ("line", "name", "part", "level", "duties"),
    [
        ("王芳 成员 写标书", "王芳", "member", None, "写标书"),
        ("赵敏 (monitor) - check costs", "赵敏", "monitor", None, "check costs"),
        ("赵敏（监控人）看成本", "赵敏", "monitor", None, "看成本"),
        ("王芳；成员；写标书", "王芳", "member", None, "写标书"),
        ("Lin leader high keeps the price", "Lin", "leader", "high", "keeps the price"),
        ("Ann Low, senior sponsor: sees the chair", "Ann Low", "sponsor", None, "sees the chair"),
        ("小李 组长 高层", "小李", "leader", "high", None),
        ("Sam Low", "Sam Low", None, None, None),
    ],
)
def test_duties_stand_behind_the_part(
    line: str, name: str, part: str | None, level: str | None, duties: str | None
) -> None:
    member = read_member(line, reading())
    assert (member.name, member.part, member.level, member.duties) == (name, part, level, duties)
