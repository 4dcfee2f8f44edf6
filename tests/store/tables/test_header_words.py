from __future__ import annotations

from pathlib import Path

import pytest

from deals.model import Amount
from tests.store.tables.sheets import bring, lines, only, projects, refusal, separated, workbook
from tests.store.tables.test_headers import fields


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("商机主题", "name"),
        ("專案名稱", "name"),
        ("甲方单位", "customer"),
        ("客户全称", "customer"),
        ("客戶", "customer"),
        ("客户编码", None),
        ("主责人", "owner"),
        ("跟进销售", "owner"),
        ("負責業務", "owner"),
        ("负责同事", "owner"),
        ("所属部门", None),
        ("跟进阶段", "stage"),
        ("推进状态", "stage"),
        ("狀態", "stage"),
        ("阶段停留天数", None),
        ("商机金额", "amount"),
        ("销售金额（万元）", "amount"),
        ("成交金额", "amount"),
        ("预估合同额(元)", "amount"),
        ("预计签约金额万元", "amount"),
        ("預估金額(NT$)", "amount"),
        ("回款金额", None),
        ("预计回款金额", None),
        ("本位币金额", None),
        ("拟签约时间", "signs"),
        ("预计结案日", "signs"),
        ("计划签订日期", "signs"),
        ("预计交付日期", None),
        ("关键联系人", "contacts"),
        ("甲方对接人", "contacts"),
        ("聯絡人", "contacts"),
        ("联系人电话", "phone"),
        ("关系(1-5)", "cr"),
        ("关系", None),
        ("下一步动作", "next"),
    ],
)
def test_headers_put_together(tmp_path: Path, header: str, field: str | None) -> None:
    others = {"name": "项目名称", "contacts": "联系人"}
    own = [text for known, text in others.items() if known != field]
    found = fields(tmp_path, *own, header)
    assert [known for known, at in found.items() if at > len(own)] == ([field] if field else [])


@pytest.mark.parametrize(
    ("first", "second", "counts"),
    [
        ("商机金额", "预计金额", "预计金额"),
        ("成交金额", "预估合同额", "预估合同额"),
        ("跟进状态", "推进阶段", "推进阶段"),
        ("对接人", "关键联系人", "关键联系人"),
    ],
)
def test_the_surer_of_two_headers_counts(
    tmp_path: Path, first: str, second: str, counts: str
) -> None:
    found = fields(tmp_path, "项目名称", first, second)
    assert list(found.values()) == [1, 2 + (first, second).index(counts)]


def test_two_columns_of_amounts_are_asked_about(tmp_path: Path) -> None:
    text = lines(("项目", "商机金额", "合同总额"), ("A", "100万", "90万"))
    refused = refusal(bring(separated(tmp_path / "a.csv", text)))
    assert (refused.code, refused.figures["field"]) == ("header-twice", "amount")


def test_a_traditional_table(tmp_path: Path) -> None:
    rows = [
        ("專案名稱", "客戶名稱", "狀態", "預估金額(HK$)"),
        ("水錶更換", "水務署", "擱置", "80萬"),
    ]
    project = only(bring(separated(tmp_path / "a.csv", lines(*rows))))
    assert (project.name, project.customer, project.status) == ("水錶更換", "水務署", "on_hold")
    assert project.amount is not None
    assert (project.amount.low, project.amount.currency) == (800_000, "HKD")


@pytest.mark.parametrize(
    ("header", "cells", "unsized"),
    [
        ("金额", ("120万", "350"), True),
        ("Amount", ("1.2M", "350"), True),
        ("金额", ("120万", "350000"), False),
        ("金额", ("120万", "0"), False),
        ("金额", ("120", "350"), False),
        ("金额(万元)", ("120万", "350"), False),
        ("金额", ("¥120万", "$350"), False),
    ],
)
def test_a_small_figure_beside_those_with_a_size(
    tmp_path: Path, header: str, cells: tuple[str, str], unsized: bool
) -> None:
    rows = [("项目名称", header), *zip("AB", cells, strict=True)]
    result = bring(separated(tmp_path / "a.csv", lines(*rows)))
    assert [refused.code for refused in result.refusals] == ["amount-unsized"] * unsized


def test_a_small_figure_with_its_currency_beside_it(tmp_path: Path) -> None:
    rows = [("项目名称", "金额", "币种"), ("A", "120万", "CNY"), ("B", "350", "CNY")]
    amounts = [each.amount for each in projects(bring(separated(tmp_path / "a.csv", lines(*rows))))]
    assert amounts[1] == Amount(low=350, high=350, currency="CNY", text="350")


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("我司预计合同额", "amount"),
        ("经营负责人", "owner"),
        ("技术负责人", None),
        ("跟踪阶段", "stage"),
        ("预签日", "signs"),
        ("预计签单", "signs"),
        ("拜访对象", "contacts"),
        ("客戶窗口", "contacts"),
        ("招标方联系人及电话", "contacts"),
    ],
)
def test_further_headers_put_together(tmp_path: Path, header: str, field: str | None) -> None:
    found = fields(tmp_path, "项目名称", header)
    assert found == ({"name": 1, field: 2} if field else {"name": 1})


@pytest.mark.parametrize(
    ("header", "cells", "levels"),
    [
        ("关系", ("3", "2、4"), [3, 2, 4]),
        ("关系度", ("3", "2、4"), [3, 2, 4]),
        ("关系", ("好", "2、4"), [None, None, None]),
        ("关系", ("A", "B"), [None, None, None]),
        ("关系(1-5)", ("3", "2、4"), [3, 2, 4]),
    ],
)
def test_a_column_of_levels_is_proved_by_its_cells(
    tmp_path: Path, header: str, cells: tuple[str, str], levels: list[int | None]
) -> None:
    rows = [("项目名称", "联系人", header), ("A", "何总", cells[0]), ("B", "李工、赵工", cells[1])]
    found = projects(bring(separated(tmp_path / "a.csv", lines(*rows))))
    assert [contact.cr for project in found for contact in project.contacts] == levels


@pytest.mark.parametrize("line", ["币种：新台币", "幣別：新台幣", "Currency: TWD", "單位：台幣"])
def test_the_currency_may_stand_above_the_table(tmp_path: Path, line: str) -> None:
    text = lines((line, ""), ("项目名称", "金额"), ("A", "680000"))
    amount = only(bring(separated(tmp_path / "a.csv", text))).amount
    assert amount is not None
    assert (amount.low, amount.currency) == (680_000, "TWD")


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("王工 13911110001", [("王工", "13911110001")]),
        ("张伟13800138000", [("张伟", "13800138000")]),
        ("张伟（138-0013-8000）", [("张伟", "138-0013-8000")]),
        ("张伟/13800138000", [("张伟", "13800138000")]),
        ("张伟 电话：13800138000", [("张伟", "13800138000")]),
        (
            "李科长 0714-6200001、王工 139 1111 0001",
            [("李科长", "0714-6200001"), ("王工", "139 1111 0001")],
        ),
        ("张伟 13800138000 李四 13900000000", [("张伟", "13800138000"), ("李四", "13900000000")]),
        ("Ann Lee +44 20 7946 0958", [("Ann Lee", "+44 20 7946 0958")]),
        ("何总、李工", [("何总", None), ("李工", None)]),
        ('"何总 13800138000"', [("何总 13800138000", None)]),
    ],
)
def test_a_phone_behind_a_name_is_no_name(
    tmp_path: Path, cell: str, people: list[tuple[str, str | None]]
) -> None:
    path = workbook(tmp_path / "a.xlsx", [["项目名称", "联系人"], ["A", cell]])
    result = bring(path)
    assert [(contact.name, contact.phone) for contact in only(result).contacts] == people
    again = bring(path, result.book)
    assert [outcome.kind for outcome in again.outcomes] == ["unchanged"]
