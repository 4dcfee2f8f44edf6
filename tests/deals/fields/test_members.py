"""A member of the team in one line: the name, the part and the level behind it."""

from __future__ import annotations

import pytest

from deals.errors import UserError
from deals.fields.member_line import read_member
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


@pytest.mark.parametrize(
    ("line", "name", "part", "level", "duties"),
    [
        ("赵敏", "赵敏", "monitor", None, None),
        ("赵敏，管成本", "赵敏", "monitor", None, "管成本"),
        ("赵敏 高层 管成本", "赵敏", "monitor", "high", "管成本"),
        ("Zhao Min", "Zhao Min", "monitor", None, None),
        ("Zhao Min; watches costs", "Zhao Min", "monitor", None, "watches costs"),
        ("赵敏 组长，管成本", "赵敏", "leader", None, "管成本"),
    ],
)
def test_a_part_that_is_given_is_as_if_it_stood_before_the_line(
    line: str, name: str, part: str, level: str | None, duties: str | None
) -> None:
    member = read_member(line, reading(), "monitor")
    assert (member.name, member.part, member.level, member.duties) == (name, part, level, duties)


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
        ("赵敏 (监控人) 管成本", "赵敏", "monitor", None, "管成本"),
        ("赵敏 monitor - check costs", "赵敏", "monitor", None, "check costs"),
        ("赵敏（监控人）：管成本", "赵敏", "monitor", None, "管成本"),
        ("赵敏监控人：管成本", "赵敏", "monitor", None, "管成本"),
        ("监控人：赵敏，管成本", "赵敏", "monitor", None, "管成本"),
        ("监控人 赵敏 管成本", "赵敏", "monitor", None, "管成本"),
        ("组长 王芳", "王芳", "leader", None, None),
        ("组长王芳：全面负责", "王芳", "leader", None, "全面负责"),
        ("王组长", "王组长", None, None, None),
        ("Monitor: Zhao Min - watches costs", "Zhao Min", "monitor", None, "watches costs"),
        ("monitor Zhao Min watches costs", "Zhao Min", "monitor", None, "watches costs"),
        ("Team leader: Lin", "Lin", "leader", None, None),
        ("Zhao (monitor, costs)", "Zhao", "monitor", None, "costs"),
        ("Zhao (the monitor) watches", "Zhao", "monitor", None, "watches"),
        ("赵敏 担任 项目监控人", "赵敏", "monitor", None, None),
        ("赵敏（财务部）监控人 管成本", "赵敏（财务部）", "monitor", None, "管成本"),
        ("王总 高层 高层支持 协调资源", "王总", "sponsor", "high", "协调资源"),
        ("高层支持 王总 高层 协调资源", "王总", "sponsor", "high", "协调资源"),
        ("王五，北区；成员；写标书", "王五，北区", "member", None, "写标书"),
        ("赵敏 - check member list", "赵敏", None, None, "check member list"),
        ("Ann (member): tests (lab)", "Ann", "member", None, "tests (lab)"),
    ],
)
def test_duties_stand_behind_the_part(
    line: str, name: str, part: str | None, level: str | None, duties: str | None
) -> None:
    member = read_member(line, reading())
    assert (member.name, member.part, member.level, member.duties) == (name, part, level, duties)
