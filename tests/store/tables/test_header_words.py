from __future__ import annotations

from pathlib import Path

import pytest

from deals.model import Amount
from tests.store.tables.sheets import bring, lines, only, projects, refusal, separated
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
        ("联系人电话", None),
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
        ("金额", ("120万", "$350"), False),
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
