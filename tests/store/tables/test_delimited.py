from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path

import pytest

from deals.errors import UserError
from tests.store.tables.sheets import HEADER, ROW, bring, grid, lines, only, separated, texts


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
    "text", ["Project,Owner\nMüller Netz,Groß\n", "Projet,État\nRéseau Orléans,P1\n"]
)
def test_western_accents_are_not_taken_for_chinese(tmp_path: Path, text: str) -> None:
    assert len(texts(separated(tmp_path / "a.csv", text))) == 2
    with pytest.raises(UserError, match="file-encoding"):
        texts(separated(tmp_path / "b.csv", text, "cp1252"))


def test_single_characters_of_gb18030(tmp_path: Path) -> None:
    path = separated(tmp_path / "a.csv", "Project,Owner\nA,林\n", "gb18030")
    assert texts(path)[1] == ["A", "林"]


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
