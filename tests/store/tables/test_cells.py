from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.errors import UserError
from store.tables.contact_cells import (
    joined_names,
    split_contacts,
    split_items,
    split_levels,
    split_names,
)
from tests.strategies import names, texts


@pytest.mark.parametrize(
    ("text", "count", "expected"),
    [
        ("何总、李工", 2, ["何总", "李工"]),
        ("何总，李工;王处；赵科", None, ["何总", "李工", "王处", "赵科"]),
        ("何总\n李工\n", 2, ["何总", "李工"]),
        ("何总 李工", None, ["何总", "李工"]),
        ("何总　李工", 2, ["何总", "李工"]),
        ("何总 李工", 1, ["何总", "李工"]),
        ("何总 李工、王处", 2, ["何总 李工", "王处"]),
        ("何总 李工、王处", 3, ["何总", "李工", "王处"]),
        ("王　伟", 1, ["王伟"]),
        ("王 伟 李小龙", None, ["王伟", "李小龙"]),
        ("王 伟、李 明", 2, ["王伟", "李明"]),
        ("王 李", 2, ["王", "李"]),
        ("Anna Smith", None, ["Anna Smith"]),
        ("Anna Smith", 1, ["Anna Smith"]),
        ("Anna Bob", 2, ["Anna", "Bob"]),
        ("Anna Smith, Bob Lee", 2, ["Anna Smith", "Bob Lee"]),
        ("Anna Smith, Bob Lee", None, ["Anna Smith", "Bob Lee"]),
        ("Anna Smith, Bob Lee", 3, ["Anna Smith", "Bob Lee"]),
        ("David 李", 1, ["David 李"]),
        ("何总 Anna Smith", None, ["何总", "Anna Smith"]),
        ("1、何总\n2、李工", 2, ["何总", "李工"]),
        ("1.何总 2.李工", None, ["何总", "李工"]),
        ("（1）何总", None, ["（1）何总"]),
        ("何总（技术、商务） 李工", 2, ["何总（技术、商务）", "李工"]),
        ("何总/李工", 2, ["何总", "李工"]),
        ("何总/李工", None, ["何总/李工"]),
        ('"Smith, John"; Lee', 2, ["Smith, John", "Lee"]),
        ('"he said ""no"""', 1, ['he said "no"']),
        ("、，", 1, []),
        ("", None, []),
        ("-", None, []),
        ("未知", None, []),
    ],
)
def test_the_contacts_of_a_cell(text: str, count: int | None, expected: list[str]) -> None:
    assert list(split_names(text, count)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Karen Wu (CIO); Tom Reilly (Plant manager)", "Karen Wu=CIO Tom Reilly=Plant manager"),
        ("李四（处长）", "李四=处长"),
        ("李四【信息中心主任】", "李四=主任@信息中心"),
        ("张建国 处长", "张建国=处长"),
        ("赵六/总工、钱七/处长", "赵六=总工 钱七=处长"),
        ("张三-副总经理", "张三=副总经理"),
        ("张三 - 副总经理", "张三=副总经理"),
        ("张三：总工", "张三=总工"),
        ("Ann Lee, CTO; Bob Ray, CFO", "Ann Lee=CTO Bob Ray=CFO"),
        ("Ann Lee - Head of IT", "Ann Lee=Head of IT"),
        ("Ann Lee\nCTO", "Ann Lee=CTO"),
        ("陈立 总工", "陈立=总工"),
        ("陈立 总工 李工", "陈立=总工 李工"),
        ("陈立 董事长、王总", "陈立=董事长 王总"),
        ("技术部 张三", "张三@技术部"),
        ("处长 张三 科长 李四", "张三=处长 李四=科长"),
        ("张处 李工", "张处 李工"),
        ("张三 处长/李四 科长", "张三=处长 李四=科长"),
        ("王强(副总)/李明(处长)", "王强=副总 李明=处长"),
        ("Ann Lee (CTO) / Bob Ray", "Ann Lee=CTO Bob Ray"),
        ("Ann Lee (CTO) and Bob Ray (CFO)", "Ann Lee=CTO Bob Ray=CFO"),
        ('"Ann (X) / Bob - 张三 - 李四"', "Ann (X) / Bob - 张三 - 李四"),
        ("项目部 张工", "张工@项目部"),
        ("王总、李工（总工程师）", "王总 李工=总工程师"),
        ("Ann Lee (new)", "Ann Lee (new)"),
        ("李四（已离职）", "李四（已离职）"),
        ("Li Si (李四)", "Li Si (李四)"),
        ("CIO, CFO", "CIO CFO"),
        ("Grace Head", "Grace Head"),
        ('"李四（处长）"', "李四（处长）"),
    ],
)
def test_a_title_stands_apart_from_the_name(text: str, expected: str) -> None:
    found = (
        "".join((name, f"={title}" if title else "", f"@{department}" if department else ""))
        for name, title, department, _text in split_contacts(text)
    )
    assert " ".join(found) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2", [2]),
        ("2.0", [2]),
        ("CR2", [2]),
        ("cr2、cr3", [2, 3]),
        ("CR 2, CR: 3", [2, 3]),
        ("CR-4", [4]),
        ("3级", [3]),
        ("2 级 3 级", [2, 3]),
        ("三级", [3]),
        ("３　２", [3, 2]),
        ("2\n3;4；5，1", [2, 3, 4, 5, 1]),
        ("2/3", [2, 3]),
        ("2、？、3", [2, None, 3]),
        ("2 - 3", [2, None, 3]),
        ("cr? 未知", [None, None]),
        ("?", [None]),
        ("—", [None]),
        ("N/A", [None]),
        ("", []),
    ],
)
def test_the_levels_of_a_cell(text: str, expected: list[int | None]) -> None:
    assert list(split_levels(text)) == expected


@pytest.mark.parametrize(
    ("text", "code", "named"),
    [
        ("0", "cr-range", "0"),
        ("CR6", "cr-range", "6"),
        ("2、23", "cr-range", "23"),
        ("good", "cr-unreadable", "good"),
        ("2、B", "cr-unreadable", "B"),
        ("2-3", "cr-unreadable", "2-3"),
        ("2.5", "cr-unreadable", "2.5"),
        ("2013-02-03", "cr-unreadable", "2013-02-03"),
    ],
)
def test_levels_that_are_none(text: str, code: str, named: str) -> None:
    with pytest.raises(UserError) as refused:
        split_levels(text)
    assert (refused.value.code, refused.value.figures) == (code, {"text": named})


@pytest.mark.parametrize(
    ("text", "count", "expected"),
    [
        ("VP, Sales", 1, ["VP, Sales"]),
        ("总经理、总工", 2, ["总经理", "总工"]),
        ("VP, Sales\nCTO", 2, ["VP, Sales", "CTO"]),
        ("总经理 总工", 2, ["总经理", "总工"]),
        ("总经理/总工", 2, ["总经理", "总工"]),
        ("总经理", 2, None),
    ],
)
def test_what_stands_beside_contacts(text: str, count: int, expected: list[str] | None) -> None:
    items = split_items(text, count)
    assert (None if items is None else list(items)) == expected


people = names() | st.sampled_from(
    ["王 伟", "何总 李工", "-", "3", "3、b", "1.a", '"', "(a", "b)", "a 3."]
)


@given(st.lists(people, max_size=4).map(tuple), st.sampled_from(["、", "\n", ", "]))
def test_joined_names_are_found_again(some: tuple[str, ...], separator: str) -> None:
    joined = joined_names(some, separator)
    assert split_names(joined, len(some) or None) == some


@given(texts(), st.none() | st.integers(1, 4))
def test_any_cell_names_somebody_or_nobody(text: str, count: int | None) -> None:
    assert isinstance(split_names(text, count), tuple)


@given(texts())
def test_any_cell_is_levels_or_refused(text: str) -> None:
    try:
        assert all(level in (None, 1, 2, 3, 4, 5) for level in split_levels(text))
    except UserError as refused:
        assert refused.code in ("cr-range", "cr-unreadable")
