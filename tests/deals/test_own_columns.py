"""Own columns: kept as texts, ordered and compared by what all their values are."""

from __future__ import annotations

import pytest

from deals.edits.own_columns import drop_own, move_own, rename_own, set_own
from deals.errors import UserError
from deals.filters import FilterContext, parse_filter
from deals.model import Book
from deals.own_columns import OwnColumns, own_text, read_own_name
from deals.pipeline import select_project_ids
from deals.rules.triage import assess
from deals.search import SearchIndex
from tests.deals.makers import DEFAULT, TODAY, project
from tests.deals.readings import reading

STAMP = reading().stamp


def book(*rows: dict[str, str]) -> Book:
    """Return a book of projects a, b, c … with these values in own columns."""
    made = []
    for at, row in enumerate(rows):
        own = [{"name": name, "value": value} for name, value in row.items()]
        made.append(project(id=chr(ord("a") + at), name=f"N{at}", own=own))
    return Book().with_projects(*made)


BOOK = book(
    {"行业": "电力", "人数": "1,200", "拜访": "2026-03-02", "Status": "hot", "Deal Score": "7"},
    {"行业": "金融", "人数": "95", "拜访": "2025-12", "Status": "cold", "所属（大区）": "华东"},
    {"行业": "电力", "人数": "-", "所属（大区）": "华南"},
)


def found(text: str, within: Book = BOOK) -> str:
    """Return the ids of the projects that a filter lets through."""
    projects = within.projects.values()
    context = FilterContext(DEFAULT, "林", SearchIndex(), own=OwnColumns(projects))
    chosen = parse_filter(text, context)
    let = chosen.select([assess(each, DEFAULT, TODAY) for each in projects])
    return "".join(each.project.id for each in let)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("行业:电力", "ac"),
        ("行业:dl", "ac"),
        ("行业=电", ""),
        ("行业!=电力", "b"),
        ("-行业:电力", "b"),
        ("人数>100", "a"),
        ("人数<=1200", "ab"),
        ("人数=1200", "a"),
        ("人数:none", ""),
        ("拜访>2026", ""),
        ("拜访>=2026", "a"),
        ("拜访<2026-01", "b"),
        ("拜访:无", "c"),
        ("own.Status:hot", "a"),
        ("own:Status:hot", "a"),
        ("自定义.Status:cold", "b"),
        ('"Deal Score">5', "a"),
        ('own."deal score"=7', "a"),
        ('"deal score":7 行业:电力', "a"),
        ("所属(大区):华南", "c"),
        ("own:华", "bc"),
    ],
)
def test_a_filter_compares_an_own_column_by_its_values(text: str, ids: str) -> None:
    assert found(text) == ids


@pytest.mark.parametrize("text", ["行业>电力", "行业>3", "行业<2026-01"])
def test_words_are_not_compared(text: str) -> None:
    with pytest.raises(UserError, match="filter-own-words"):
        found(text)


@pytest.mark.parametrize(
    ("values", "text", "ids"),
    [
        (["0.4", "40%", "20%"], "c>30%", "ab"),
        (["0.4", "40%", "20%"], "c>30", "ab"),
        (["0.4", "0.2", "0"], "c>30%", "a"),
        (["0.4", "0.2", "1"], "c>0.3", "ac"),
        (["32.5%", "1,200%", "-"], "c>30%", "ab"),
        (["1,200", "900", "约1000"], "c>=1,000", "ac"),
    ],
)
def test_shares_are_compared_however_they_are_written(
    values: list[str], text: str, ids: str
) -> None:
    projects = book(*({"c": value} for value in values)).projects.values()
    context = FilterContext(DEFAULT, "", SearchIndex(), own=OwnColumns(projects))
    chosen = parse_filter(text, context)
    kept = select_project_ids(projects, lambda each: assess(each, DEFAULT, TODAY), chosen, DEFAULT)
    assert "".join(sorted(kept)) == ids


def test_what_is_no_column_is_refused() -> None:
    for text in ("own.地区:x", "地区:x"):
        with pytest.raises(UserError):
            found(text)


@pytest.mark.parametrize(
    ("sort", "ids"),
    [("own:人数", "bac"), ("own:拜访", "bac"), ("own:行业", "acb"), ("own:gone", "abc")],
)
def test_a_list_is_ordered_by_an_own_column(sort: str, ids: str) -> None:
    projects = BOOK.projects.values()
    chosen = parse_filter("", FilterContext(DEFAULT, "", SearchIndex()))
    ordered = select_project_ids(
        projects, lambda each: assess(each, DEFAULT, TODAY), chosen, DEFAULT, sort
    )
    assert "".join(ordered) == ids


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["1", "2.5", "1,300", "35%", "80万", "-"], "number"),
        (["2026-03-02", "2026年5月", "2026.3.1", "2026-01-02 10:30"], "day"),
        (["A", "B", "A", "A"], "choice"),
        (["1", "x"], "text"),
        (["-"], "text"),
    ],
)
def test_what_a_column_is_comes_of_all_its_values(values: list[str], kind: str) -> None:
    columns = OwnColumns(book(*({"c": value} for value in values)).projects.values())
    assert columns.column("C").kind == kind
    assert columns.names == ("c",)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("own.Status", "Status"),
        ("Own：区域", "区域"),
        ("own: a  b", "a b"),
        ("自定义列.级别", "级别"),
    ]
    + [(text, None) for text in ("own", "own.", "owner.x", "down.x", "x own.y")],
)
def test_an_own_column_is_named_behind_own(text: str, name: str | None) -> None:
    assert read_own_name(text) == name


def test_a_value_is_set_changed_and_taken_away() -> None:
    before = project()
    after = set_own(set_own(before, "区域", " 华东 ", STAMP), " Sector ", "power", STAMP)
    assert [(each.name, each.value) for each in after.own] == [
        ("区域", "华东"),
        ("Sector", "power"),
    ]
    assert set_own(after, "sector", "power", STAMP) is after
    changed = set_own(after, "SECTOR", "", STAMP)
    assert [each.name for each in changed.own] == ["区域"]
    for name in ("", "x" * 61):
        with pytest.raises(UserError):
            set_own(before, name, "x", STAMP)


def values(of: Book, name: str) -> list[str]:
    """Return what projects have in a column."""
    return [own_text(each, name) for each in of.projects.values()]


def test_a_column_is_renamed_and_removed_everywhere() -> None:
    renamed = rename_own(BOOK, "行业", "所属行业", STAMP)
    assert values(renamed, "所属行业") == ["电力", "金融", "电力"]
    assert values(renamed, "行业") == ["", "", ""]
    assert values(drop_own(renamed, "所属行业", STAMP), "所属行业") == ["", "", ""]
    merged = rename_own(BOOK, "Deal Score", "所属（大区）", STAMP)
    assert values(merged, "所属（大区）") == ["7", "华东", "华南"]
    assert values(rename_own(BOOK, "status", "STATUS", STAMP), "Status")[:2] == ["hot", "cold"]


@pytest.mark.parametrize(("old", "new"), [("gone", "x"), ("行业", "Status"), ("行业", " ")])
def test_a_rename_that_would_lose_something_is_refused(old: str, new: str) -> None:
    with pytest.raises(UserError):
        rename_own(BOOK, old, new, STAMP)


def test_a_value_moves_to_a_field_that_is_empty() -> None:
    some = list(
        book({"型号": "A1"}, {"型号": "B2"}, {"金额": "80万"}, {"金额": "much"}).projects.values()
    )
    some = [some[0], some[1].model_copy(update={"product": "C3"}), *some[2:]]
    moved = [move_own(each, "型号", "product", reading()) for each in some]
    assert [each.product for each in moved] == ["A1", "C3", None, None]
    assert [own_text(each, "型号") for each in moved] == ["", "B2", "", ""]
    amounts = [
        move_own(each.model_copy(update={"amount": None}), "金额", "amount", reading())
        for each in some[2:]
    ]
    assert [each.amount and each.amount.low for each in amounts] == [800_000, None]
    assert [own_text(each, "金额") for each in amounts] == ["", "much"]
