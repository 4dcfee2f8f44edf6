"""Names of files: what stays from week to week, and what is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from deals.edits.own_columns import drop_own, rename_own
from deals.edits.store_settings import recall_source_files, remember_names
from deals.model import Book
from deals.own_columns import own_text
from store.tables.results import ImportOptions, ImportResult
from store.tables.source_names import former_stem, read_stem
from tests.deals.readings import reading
from tests.store.tables import sheets

STAMP = reading().stamp


def bring(
    path: Path, text: str, book: Book | None = None, mapping: dict[str, str] | None = None
) -> ImportResult:
    """Import a text as a file into a book."""
    path.write_text(text, "utf-8")
    return sheets.bring(path, book, ImportOptions(mapping=mapping or {}))


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("周敏_W49", "周敏"),
        ("周报12月5日", "周报"),
        ("周经理_W2", "周经理"),
        ("第49周-刘强", "刘强"),
        ("第四十九周-刘强", "刘强"),
        ("dave_w48", "dave"),
        ("周", "周"),
        ("周周_W1", "周周"),
        ("华北1", "华北1"),
        ("华北2", "华北2"),
        ("华东2区", "华东2区"),
        ("Region 2", "region 2"),
        ("boss 47", "boss"),
        ("boss_02", "boss"),
        ("Net 60", "net 60"),
        ("刘强11.29", "刘强"),
        ("刘强1129", "刘强"),
        ("刘强20261129", "刘强"),
        ("张三_20261129_1530", "张三"),
        ("刘强2026年11月29日", "刘强"),
        ("deals-2026-11-29-1", "deals"),
        ("Deals (1)", "deals"),
        ("deals - Copy", "deals"),
        ("Copy of deals", "deals"),
        ("项目表 副本", "项目表"),
        ("项目表_最终版", "项目表"),
        ("pipeline_v2", "pipeline"),
        ("pipeline_final", "pipeline"),
        ("Pipeline_Nov_2026", "pipeline"),
        ("Maya", "maya"),
        ("三峡项目", "三峡项目"),
        ("2026-11-29", "-"),
        ("48", "-"),
    ],
)
def test_what_stays_of_the_name_of_a_file(name: str, stem: str) -> None:
    assert read_stem(name) == stem


HEAD = "项目名称,项目状态,负责人"


def test_a_source_is_shown_by_its_last_file_and_gone_rows_are_found(tmp_path: Path) -> None:
    book = bring(tmp_path / "周敏_W49.csv", f"{HEAD}\n北辰,P2,周敏\n远山,P2,周敏\n").book
    result = bring(tmp_path / "周敏_W50.csv", f"{HEAD}\n北辰,P3,周敏\n", book)
    assert [each.source for each in result.gone] == ["周敏_W50"]
    assert recall_source_files(result.book) == {"周敏": "周敏_W50"}


def test_numbered_files_are_different_sources(tmp_path: Path) -> None:
    book = bring(tmp_path / "华北1.csv", f"{HEAD}\n北辰,P2,周敏\n").book
    result = bring(tmp_path / "华北2.csv", f"{HEAD}\n远山,P2,周敏\n", book)
    assert result.gone == ()


def test_a_source_goes_on_by_what_it_was_known_by(tmp_path: Path) -> None:
    former = former_stem("周敏_w49")
    book = remember_names(Book(), "column", former, {"备用": "product"})
    result = bring(tmp_path / "周敏_W50.csv", f"{HEAD},备用\n北辰,P2,周敏,X\n", book)
    (project,) = result.book.projects.values()
    assert (project.product, project.sources[0].source) == ("X", former)
    again = bring(tmp_path / "周敏_W51.csv", f"{HEAD},备用\n北辰,P3,周敏,X\n", result.book)
    (project,) = again.book.projects.values()
    assert [ref.source for ref in project.sources] == [former]


OWN = f"{HEAD},行业,邮箱\n北辰,P2,周敏,{{}},a@b.c\n"


def test_a_column_renamed_or_removed_here_is_so_in_later_tables(tmp_path: Path) -> None:
    book = bring(tmp_path / "周敏_W49.csv", OWN.format("电力")).book
    book = drop_own(rename_own(book, "行业", "所属行业", STAMP), "邮箱", STAMP)
    result = bring(tmp_path / "周敏_W50.csv", OWN.format("水电"), book)
    (project,) = result.book.projects.values()
    assert {each.name: each.value for each in project.own} == {"所属行业": "水电"}
    assert [(each.code, each.text) for each in result.remarks] == [("removed-column", "邮箱")]
    renamed = rename_own(result.book, "所属行业", "大类", STAMP)
    named = bring(
        tmp_path / "周敏_W51.csv", OWN.format("风电"), renamed, mapping={"邮箱": "own:邮箱"}
    )
    (project,) = named.book.projects.values()
    assert (own_text(project, "大类"), own_text(project, "邮箱")) == ("风电", "a@b.c")
    (project,) = bring(
        tmp_path / "周敏_W52.csv", OWN.format("x"), named.book
    ).book.projects.values()
    assert {each.name: each.value for each in project.own} == {"大类": "x", "邮箱": "a@b.c"}
