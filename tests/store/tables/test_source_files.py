"""What is opened as a table and what is refused, and how text files are read."""

from __future__ import annotations

import os
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl.xml.constants import SHARED_STRINGS

from deals.errors import UserError
from store.tables import grid as grids
from store.tables import source_files, xlsx
from store.tables.results import ImportOptions
from store.tables.source_files import open_source
from tests.store.tables.sheets import (
    HEADER,
    ROW,
    bring,
    grid,
    lines,
    only,
    refusal,
    separated,
    texts,
    workbook,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.xls", OLE, "file-xls"),
        ("a.xls", b"<html><table>", "file-xls"),
        ("a.xlsx", OLE, "file-xls"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "file-locked"),
        ("a.xlsx", b"Project State", "xlsx-damaged"),
        ("a.xlsx", b"PK\x03\x04 cut off", "xlsx-damaged"),
        ("a.csv", b"PK\x03\x04 cut off", "xlsx-damaged"),
        ("a.csv", b"", "file-empty"),
        ("a.xlsx", b"", "file-empty"),
        ("a.csv", b" \r\n ", "file-empty"),
        ("a.pdf", b"%PDF", "file-kind"),
        ("a", b"Project,State", "file-kind"),
    ],
)
def test_files_of_another_kind_are_refused(
    tmp_path: Path, name: str, data: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UserError) as refused:
        open_source(path)
    assert (refused.value.code, refused.value.figures["file"]) == (code, str(path))


def test_a_workbook_is_known_by_its_content(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["x"]]).rename(tmp_path / "A.XLS")
    assert open_source(path).sheets == ("Sheet",)


@pytest.mark.parametrize("name", ["gone.csv", "file.csv/a.csv", "nul\0.csv"])
def test_a_missing_file(tmp_path: Path, name: str) -> None:
    separated(tmp_path / "file.csv", "x")
    with pytest.raises(UserError, match="file-missing"):
        open_source(tmp_path / name)


def test_a_folder_and_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(UserError, match="file-directory"):
        open_source(tmp_path / "folder.csv")
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(UserError, match="file-irregular"):
        open_source(tmp_path / "pipe.csv")


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = separated(tmp_path / "a.csv", "x")

    def denied(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(UserError) as refused:
        open_source(path)
    assert refused.value.code == "file-unreadable"
    assert refused.value.figures == {"file": str(path), "why": "EACCES"}


def test_a_file_over_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_files, "MAX_BYTES", 2**20)
    with pytest.raises(UserError) as refused:
        open_source(separated(tmp_path / "a.csv", "x" * (2**20 + 1)))
    assert (refused.value.code, refused.value.figures["limit"]) == ("file-too-large", 1)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("limit", ["MAX_ROWS", "MAX_CELLS"])
def test_a_table_that_is_too_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, ending: str
) -> None:
    monkeypatch.setattr(grids, limit, 3)
    if ending == "csv":
        path = separated(tmp_path / "a.csv", "x,\n\n,\n" * 4)
    else:
        path = workbook(tmp_path / "a.xlsx", [["x"], [], []] * 4)
    with pytest.raises(UserError, match="table-too-long"):
        grid(path)


def test_blank_rows_do_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grids, "MAX_ROWS", 3)
    path = separated(tmp_path / "a.csv", "x\n" + "\n" * 50 + "y\n")
    assert len(grid(path).lines) == 2


def test_a_crowd_of_shared_texts_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, crowd = workbook(tmp_path / "a.xlsx", [HEADER, ROW]), tmp_path / "crowd.xlsx"
    part = f'<Override PartName="/xl/texts.xml" ContentType="{SHARED_STRINGS}"/></Types>'
    with ZipFile(path) as old, ZipFile(crowd, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"</Types>", part.encode()))
        new.writestr("xl/texts.xml", f"<sst>{'<si/>' * 999}</sst>")
    assert grid(crowd).lines
    monkeypatch.setattr(xlsx, "MAX_STRINGS", 999)
    with pytest.raises(UserError, match="file-too-large"):
        grid(crowd)
    assert grid(path).lines


@pytest.mark.parametrize(
    ("limit", "size", "code"), [(2**16, 2**20, "file-too-large"), (2**24, 2**22, "xlsx-damaged")]
)
def test_a_zip_bomb_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int, size: int, code: str
) -> None:
    path = workbook(tmp_path / "a.xlsx", [HEADER, ROW])
    monkeypatch.setattr(xlsx, "MAX_PART", limit)
    assert grid(path).lines
    with ZipFile(path) as old, ZipFile(tmp_path / "bomb.xlsx", "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            blown_up = name.endswith("sheet1.xml")
            new.writestr(
                name, data.replace(b"</row>", b"</row>" + b" " * size) if blown_up else data
            )
    with pytest.raises(UserError, match=code):
        grid(tmp_path / "bomb.xlsx")


def test_progress_is_told(tmp_path: Path) -> None:
    reports: list[tuple[str, int, int]] = []
    rows = [HEADER, *[ROW] * 2_500]
    for path in (
        separated(tmp_path / "a.csv", lines(*rows)),
        workbook(tmp_path / "a.xlsx", rows),
    ):
        source = open_source(path)
        source.grid(source.sheets[0], lambda *report: reports.append(report))
        assert {file for file, _, _ in reports} == {str(path)}
        assert len(reports) >= 2
        assert all(0 < done <= total for _, done, total in reports)
        reports.clear()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_separators(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = separated(tmp_path / "a.csv", lines(HEADER, ROW, delimiter=delimiter), encoding)
    assert texts(path) == [list(HEADER), list(ROW)]
    assert only(bring(path)).name == "北辰扩容"


@pytest.mark.parametrize(
    ("bom", "name"), [(BOM_UTF16_LE, "utf-16-le"), (BOM_UTF16_BE, "utf-16-be")]
)
def test_the_text_that_excel_calls_unicode(tmp_path: Path, bom: bytes, name: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(bom + lines(HEADER, ROW, delimiter="\t").encode(name))
    assert texts(path) == [list(HEADER), list(ROW)]


def test_the_ending_tsv_means_tabs(tmp_path: Path) -> None:
    path = separated(tmp_path / "a.tsv", "项目名称\t客户名单\nA,b;c\t,,,;;;\n")
    assert texts(path) == [["项目名称", "客户名单"], ["A,b;c", ",,,;;;"]]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("a,b;c\nd,e", [["a", "b;c"], ["d", "e"]]),
        ("a;b,c;d\ne;f;g", [["a", "b,c", "d"], ["e", "f", "g"]]),
        ('a;"b,,,,c";d', [["a", "b,,,,c", "d"]]),
        ("sep=;\na,b;c", [["sep="], ["a,b", "c"]]),
        ('a,"b ""q"" c","d\r\ne"', [["a", 'b "q" c', "d\ne"]]),
        ('a,5" pipe\rb,c', [["a", '5" pipe'], ["b", "c"]]),
        ("\u200ba\u3000,\xa0b ", [["a", "b"]]),
        ("a\n\n , ,\nb", [["a"], ["b"]]),
    ],
)
def test_records_as_they_are_written(tmp_path: Path, text: str, cells: list[list[str]]) -> None:
    assert texts(separated(tmp_path / "a.csv", text)) == cells


def test_a_long_cell_is_read_whole(tmp_path: Path) -> None:
    assert texts(separated(tmp_path / "a.csv", f"a,{'b' * 200_000}")) == [["a", "b" * 200_000]]


def test_a_record_is_a_row_however_many_lines_it_takes(tmp_path: Path) -> None:
    path = separated(tmp_path / "a.csv", '"x\ny",1\n\nz,2\n')
    assert [line.number for line in grid(path).lines] == [1, 3]


def test_many_contacts_do_not_pass_for_columns(tmp_path: Path) -> None:
    names, levels = ";".join(f"何{n}" for n in range(9)), ";".join("123451234")
    path = separated(tmp_path / "a.csv", lines(HEADER, (*ROW[:6], names, levels)))
    assert len(only(bring(path)).contacts) == 9


def test_headers_of_several_lines_are_known_too(tmp_path: Path) -> None:
    path = separated(tmp_path / "a.csv", '"项目\n名称";"客户,名单"\n"A";"b,c,d,e,f"\n')
    assert len(texts(path)[0]) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Project,Owner\nMüller Netz,Groß\n",
        "Projet,État\nRéseau Orléans,P1\n",
        "Project,Owner\nRail,Åsa Norén\n",
        "Project,Owner\nPorto,São João\n",
        "Project,Owner\nÜbung Größe,Ångström\n",
        "Project,Amount\nGrid,350.000 €\n",
        "Project,Amount\nGrid,£450k\n",
        "Project,Owner\n“Grid” – two,Ann\n",
    ],
)
def test_western_accents_are_not_taken_for_chinese(tmp_path: Path, text: str) -> None:
    assert len(texts(separated(tmp_path / "a.csv", text))) == 2
    with pytest.raises(UserError, match="encoding-western"):
        texts(separated(tmp_path / "b.csv", text, "cp1252"))


@pytest.mark.parametrize("name", ["林", "朱镕基", "a·b 李", "囧 é 喆", "“一期” – 二期"])
def test_single_characters_of_gb18030(tmp_path: Path, name: str) -> None:
    path = separated(tmp_path / "a.csv", f"Project,Owner\nA,{name}\n", "gb18030")
    assert texts(path)[1] == ["A", name]


def test_utf_8_with_a_damaged_byte_is_not_taken_for_gb18030(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("Project,Owner\n北辰扩容,林\n".encode().replace("扩".encode(), b"\xe6\x89"))
    with pytest.raises(UserError, match="file-encoding"):
        texts(path)


@pytest.mark.parametrize(
    ("data", "code", "row"),
    [
        (b"\x81\x00\xff\xff\xff\xfe\x9d\x80", "file-encoding", None),
        ("项目,A".encode("utf-16-le"), "file-binary", None),
        (b"a,b\x00c", "file-binary", None),
        (b"\xff\xfea", "file-encoding", None),
        (b'a,b\nc,"d\ne,f\n', "csv-damaged", 2),
        (b'a,b\nc,"d"e\n', "csv-damaged", 2),
    ],
)
def test_what_is_no_table_is_refused(
    tmp_path: Path, data: bytes, code: str, row: int | None
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    with pytest.raises(UserError) as refused:
        grid(path)
    assert refused.value.code == code
    assert refused.value.figures == {"file": str(path)} | ({"row": row} if row else {})


@pytest.mark.parametrize("delimiter", list("|;\t,"))
def test_what_parts_the_cells_is_found(tmp_path: Path, delimiter: str) -> None:
    text = lines(("Project", "Customer", "State"), ("Alpha & B", "A", "P2"), delimiter=delimiter)
    assert only(bring(separated(tmp_path / "a.csv", text))).customer == "A"
    marked = separated(tmp_path / "b.csv", f"sep={delimiter}\r\n{text}")
    assert only(bring(marked)).name == "Alpha & B"


@pytest.mark.parametrize(
    ("name", "encoding"),
    [("a.xls", "gb18030"), ("a.xls", "utf-16"), ("a.xlsx", "utf-8"), ("a.xls", "utf-8-sig")],
)
def test_text_that_is_called_a_workbook_is_read_as_text(
    tmp_path: Path, name: str, encoding: str
) -> None:
    text = lines(("项目名称", "客户公司", "项目状态"), ("一期", "北辰", "P2"), delimiter="\t")
    project = only(bring(separated(tmp_path / name, text, encoding)))
    assert (project.name, project.customer, project.stage) == ("一期", "北辰", "P2")


@pytest.mark.parametrize("text", ["#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#REF!", "#WERT!"])
def test_errors_of_a_spreadsheet_are_refused_in_text_too(tmp_path: Path, text: str) -> None:
    rows = ("Project", "Customer", "State", "Owner"), ("Beta", text, "P2", "Lin")
    refused = refusal(bring(separated(tmp_path / "a.csv", lines(*rows))))
    assert (refused.code, refused.figures["text"], refused.figures["cell"]) == (
        *("cell-error", text),
        "B2",
    )
    kept = ("Project", "Customer", "State"), ("#1 Plant", "#A", "P2")
    assert only(bring(separated(tmp_path / "b.csv", lines(*kept)))).customer == "#A"


ENGLISH = "Project,Customer,State\r\n"


@pytest.mark.parametrize(
    ("encoding", "row"),
    [
        ("big5", "電網擴容,臺北電力,P2"),
        ("big5", "高雄捷運,中華電信,P3"),
        ("euc_kr", "전력망 확장,한국전력,P2"),
        ("euc_kr", "삼성 서버 구축,삼성전자,P2"),
        ("shift_jis", "サーバー更新,日本電力株式会社,P2"),
        ("shift_jis", "設備更新,東京電力,P2"),
        ("euc_jp", "サーバー更新,日本電力,P2"),
    ],
)
def test_an_encoding_that_is_not_what_it_seems_is_asked_for(
    tmp_path: Path, encoding: str, row: str
) -> None:
    path = separated(tmp_path / "a.csv", f"{ENGLISH}{row}\r\n", encoding)
    refused = refusal(bring(path))
    assert (refused.code, refused.figures["encoding"]) == ("encoding-unsure", encoding)
    assert f"{refused.figures['other']}".startswith(row[:2])
    project = only(bring(path, options=ImportOptions(encoding=encoding)))
    assert project.name == row.split(",")[0]


@pytest.mark.parametrize(
    "row",
    [
        *("北辰扩容,北辰电力,P2", "一期,北辰,P2", "何建国,A,P2", "鑫淼机房,晟煜集团,P2"),
        *("电网,国家电网,P2", "服务器更新,北京银行,P3", "Müller 项目,德国公司,P2", "二期,甲,P2"),
        *("电网扩容改造,可控硅,P1", "国家管网,广东电力,P2", "機房擴容,北辰電力,P2"),
    ],
)
def test_simplified_chinese_is_in_no_doubt(tmp_path: Path, row: str) -> None:
    path = separated(tmp_path / "a.csv", f"{ENGLISH}{row}\r\n", "gb18030")
    assert only(bring(path)).name == row.split(",")[0]
