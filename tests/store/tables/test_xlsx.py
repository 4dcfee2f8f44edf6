"""Sheets of workbooks as they are seen, their number formats included."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from deals.errors import UserError
from store.tables.source_files import open_source
from store.tables.xlsx import LAST_ROW, number_format
from tests.store.tables.sheets import grid, repacked, texts, workbook

SHEET = "xl/worksheets/sheet1.xml"


OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = b"http://purl.oclc.org/ooxml/officeDocument/relationships"
KINDS = {
    "/book/main.xml": "sheet.main",
    "/sheets/one.xml": "worksheet",
    "/texts.xml": "sharedStrings",
    "/styles.xml": "styles",
}
PLAIN = '<cellXfs><xf numFmtId="0"/></cellXfs>'


def by_hand(path: Path, sheet: str, texts: str = "", styles: str = PLAIN) -> Path:
    """Return the least workbook there can be, its parts in places of their own.

    Given are the contents of the sheet, the shared texts and the style sheet.
    """

    def links(*targets: tuple[str, str]) -> str:
        link = '<Relationship Id="r{0}" Type="{1}/{2}" Target="{3}"/>'
        every = (link.format(number, OFFICE, *target) for number, target in enumerate(targets))
        return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(every)}</Relationships>'

    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    kinds = (
        f'<Override PartName="{part}" ContentType="{kind}.{name}+xml"/>'
        for part, name in KINDS.items()
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">{"".join(kinds)}</Types>',
        "_rels/.rels": links(("officeDocument", "book/main.xml")),
        "book/main.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="r0"/></sheets></workbook>',
        "book/_rels/main.xml.rels": links(("worksheet", "../sheets/one.xml")),
        "sheets/one.xml": sheet,
        "texts.xml": f'<sst xmlns="{MAIN}">{texts}</sst>',
        "styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
    }
    with ZipFile(path, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return path


def sheet_of(path: Path, cells: str, texts: str = "", styles: str = PLAIN) -> Path:
    """Return a workbook whose sheet has exactly these rows."""
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'
    return by_hand(path, sheet, texts, styles)


def test_values_of_every_kind(tmp_path: Path) -> None:
    def dress(sheet: Worksheet) -> None:
        sheet["C1"].number_format = "0.00"
        sheet["E1"].number_format = "mmm-yy"

    rows = [[" 北辰\r\n扩容 ", 13.6, 2013.1, date(2013, 5, 30), datetime(2013, 5, 30), True, None]]
    path = workbook(tmp_path / "a.xlsx", rows, dress)
    assert texts(path) == [["北辰\n扩容", "13.6", "2013.10", "2013-05-30", "2013-05", "TRUE"]]


def test_rows_and_columns_are_those_of_the_spreadsheet(tmp_path: Path) -> None:
    def dress(sheet: Worksheet) -> None:
        sheet["AB7"] = "far"

    lines = grid(workbook(tmp_path / "a.xlsx", [["near"]], dress)).lines
    assert [(line.number, list(line.cells)) for line in lines] == [(1, [1]), (7, [28])]


def test_cells_without_an_address_are_counted(tmp_path: Path) -> None:
    first = '<row><c t="str"><v>a</v></c><c r="D1"><v>4</v></c><c><v>5</v></c></row>'
    cells = f"{first}<row><c><v>6</v></c></row>"
    lines = grid(sheet_of(tmp_path / "a.xlsx", cells)).lines
    shown = {
        (line.number, column): cell.text for line in lines for column, cell in line.cells.items()
    }
    assert shown == {(1, 1): "a", (1, 4): "4", (1, 5): "5", (2, 1): "6"}


def test_text_in_pieces_without_the_sounds_beside_it(tmp_path: Path) -> None:
    rich = '<r><t>北</t></r><r><rPr/><t>辰</t></r><rPh sb="0" eb="1"><t>bei</t></rPh>'
    cells = f'<row r="1"><c r="A1" t="inlineStr"><is>{rich}</is></c></row>'
    assert texts(sheet_of(tmp_path / "a.xlsx", cells)) == [["北辰"]]


def test_shared_texts(tmp_path: Path) -> None:
    cells = '<row><c t="s"><v>1</v></c><c t="s"><v>0</v></c></row>'
    strings = "<si><t>zero</t></si><si><r><t>one_x000D_\n</t></r><r><t>two_xD800_</t></r></si>"
    assert texts(sheet_of(tmp_path / "a.xlsx", cells, strings)) == [["one\ntwo_xD800_", "zero"]]


@pytest.mark.parametrize(
    ("cell", "text", "problem"),
    [
        ('<c r="A1"><f>1+1</f><v>2</v></c>', "2", ""),
        ('<c r="A1"><f>1+1</f><v/></c>', "", "formula-uncomputed"),
        ('<c r="A1"><f>1+1</f></c>', "", "formula-uncomputed"),
        ('<c r="A1" t="str"><f>B1</f><v>P2</v></c>', "P2", ""),
        ('<c r="A1" t="e"><f>B1</f><v>#REF!</v></c>', "#REF!", "cell-error"),
        ('<c r="A1" t="e"><v>#N/A</v></c>', "#N/A", "cell-error"),
        ('<c r="A1" t="d"><v>2013-05-30T00:00:00</v></c>', "2013-05-30", ""),
        ('<c r="A1" t="d"><v>2013-05-30T09:30:00</v></c>', "2013-05-30", ""),
        ('<c r="A1" s="0"><v>41424</v></c>', "41424", ""),
    ],
)
def test_formulas_count_by_their_last_value(
    tmp_path: Path, cell: str, text: str, problem: str
) -> None:
    found = grid(sheet_of(tmp_path / "a.xlsx", f'<row r="1">{cell}</row>')).lines[0].cells[1]
    assert (found.text, found.problem) == (text, problem)


@pytest.mark.parametrize("cell", ['<c r="A1" t="str"><f>""</f><v></v></c>', '<c r="A1" s="0"/>'])
def test_a_formula_that_gives_nothing_is_blank(tmp_path: Path, cell: str) -> None:
    assert grid(sheet_of(tmp_path / "a.xlsx", f'<row r="1">{cell}</row>')).lines == ()


def test_dates_that_are_saved_by_number_only(tmp_path: Path) -> None:
    def dress(sheet: Worksheet) -> None:
        sheet["A1"].number_format = "mm-dd-yy"

    path = workbook(tmp_path / "a.xlsx", [[date(2013, 5, 30)]], dress)
    data = path.read_bytes()
    assert texts(path) == [["2013-05-30"]]
    path.write_bytes(repacked(data, "xl/styles.xml", lambda old: old.replace(b'"14"', b'"57"')))
    assert texts(path) == [["2013-05"]]


def test_odd_fonts_cost_nothing(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [[date(2013, 5, 30)]])
    data = path.read_bytes()
    path.write_bytes(repacked(data, "xl/styles.xml", lambda old: old.replace(b'"2"', b'"99"')))
    with pytest.raises(ValueError, match="styles"):
        load_workbook(path)
    assert texts(path) == [["2013-05-30"]]


@pytest.mark.parametrize(
    ("styles", "shown"),
    [
        ("", "41424"),
        (PLAIN, "41424"),
        ('<cellXfs><xf numFmtId="14"/></cellXfs>', "2013-05-30"),
        (f'<numFmts><numFmt numFmtId="9" formatCode="0.0"/></numFmts>{PLAIN}', "41424"),
        (
            '<numFmts><numFmt numFmtId="176" formatCode="0&quot;万&quot;"/></numFmts>'
            '<cellXfs><xf numFmtId="176"/></cellXfs>',
            "41424万",
        ),
    ],
)
def test_number_formats(tmp_path: Path, styles: str, shown: str) -> None:
    cells = '<row r="1"><c r="A1"><v>41424</v></c></row>'
    assert texts(sheet_of(tmp_path / "a.xlsx", cells, styles=styles)) == [[shown]]


def test_days_counted_from_1904(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [[date(2013, 5, 30)]])
    path.write_bytes(
        repacked(
            path.read_bytes(),
            "xl/workbook.xml",
            lambda old: old.replace(b"<workbookPr ", b'<workbookPr date1904="1" '),
        )
    )
    assert texts(path) == [["2017-05-31"]]


def test_merged_cells_show_in_the_rows_they_cover(tmp_path: Path) -> None:
    def dress(sheet: Worksheet) -> None:
        sheet.merge_cells("A1:C1")
        sheet.merge_cells("A2:A4")
        sheet.merge_cells("A5:B6")

    rows: list[list[str | None]] = [
        ["title"],
        ["北辰", "a"],
        [None, "b"],
        [None, "c"],
        ["wide", None, "d"],
        [None, None, "e"],
    ]
    lines = grid(workbook(tmp_path / "a.xlsx", rows, dress)).lines
    first = [line.cells[1] for line in lines]
    assert [cell.text for cell in first] == ["title", "北辰", "北辰", "北辰", "wide", "wide"]
    assert [cell.covered for cell in first] == [False, False, True, True, False, True]
    assert [cell.wide for cell in first] == [True, False, False, False, True, True]
    assert all(2 not in line.cells for line in (lines[0], lines[4]))


def test_a_merge_over_a_whole_sheet_costs_nothing(tmp_path: Path) -> None:
    def dress(sheet: Worksheet) -> None:
        sheet["A2"] = "x"

    path = workbook(tmp_path / "a.xlsx", [["title", "b"]], dress)
    merge = b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells><pageMargins'
    path.write_bytes(
        repacked(path.read_bytes(), SHEET, lambda old: old.replace(b"<pageMargins", merge, 1))
    )
    assert texts(path) == [["title", "b"], ["title"]]


def test_hidden_sheets_come_last(tmp_path: Path) -> None:
    book = Workbook()
    book.create_sheet("second")
    book["Sheet"].sheet_state = "hidden"
    book.active = 1
    book.save(tmp_path / "a.xlsx")
    assert open_source(tmp_path / "a.xlsx").sheets == ("second", "Sheet")


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="0"><c><v>1</v></c></row>',
        f'<row r="{LAST_ROW + 1}"><c><v>1</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        '<row r="1"><c r="1A"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>nan</v></c></row>',
        '<row r="1"><c r="A1"><v>many</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>7</v></c></row>',
        '<row r="1"><c r="A1" s="9"><v>7</v></c></row>',
        "<row>",
    ],
)
def test_a_damaged_sheet_is_refused(tmp_path: Path, cells: str) -> None:
    path = sheet_of(tmp_path / "a.xlsx", cells)
    with pytest.raises(UserError) as refused:
        grid(path)
    assert (refused.value.code, refused.value.figures) == ("xlsx-damaged", {"file": str(path)})


def test_a_workbook_in_the_strict_format_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["x"]])
    data = path.read_bytes()
    for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", SHEET):
        data = repacked(data, part, lambda old: old.replace(OFFICE.encode(), STRICT))
    path.write_bytes(data)
    with pytest.raises(UserError, match="xlsx-sheetless"):
        open_source(path)


def test_an_entity_bomb_is_refused(tmp_path: Path) -> None:
    levels = "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' if n else '<!ENTITY e0 "ha">' for n in range(12)
    )
    bomb = (
        f'<!DOCTYPE worksheet [{levels}]><worksheet xmlns="{MAIN}"><sheetData><row>'
        '<c t="inlineStr"><is><t>&e11;</t></is></c></row></sheetData></worksheet>'
    )
    with pytest.raises(UserError, match="xlsx-damaged"):
        grid(by_hand(tmp_path / "a.xlsx", bomb))


@pytest.mark.parametrize(
    ("code", "value", "shown", "exact"),
    [
        ("General", 13.6, "13.6", "13.6"),
        ("General", 500000, "500000", "500000"),
        ("General", 0.1 + 0.2, "0.3", "0.3"),
        ("General", 1e-7, "0.0000001", "0.0000001"),
        ("General", 1.5e20, "150000000000000000000", "150000000000000000000"),
        ("G/通用格式", 13.1, "13.1", "13.1"),
        ('General"万"', 350, "350万", "350万"),
        ("0.00", 2013.1, "2013.10", "2013.1"),
        ("0.00_ ", 2013.1, "2013.10", "2013.1"),
        ("0.0#", 13.25, "13.25", "13.25"),
        ("0.0#", 13.0, "13.0", "13"),
        ("0.0", 0.25, "0.3", "0.25"),
        ("#,##0", 1234567.4, "1234567", "1234567.4"),
        ("@", 2013, "2013", "2013"),
        ('0"万元"', 350, "350万元", "350万元"),
        ('"P"0', 2, "P2", "P2"),
        ("0万", 350, "350万", "350万"),
        ("[$¥-804]#,##0.00", 350, "¥350.00", "¥350"),
        ('_-"¥"* #,##0.00_-;-"¥"* #,##0.00_-', 350, "¥350.00", "¥350"),
        ("[$USD] #,##0", 350, "USD350", "USD350"),
        ("\\$0.0", 2, "$2.0", "$2"),
        ("[Red]0;[Blue]0", 3, "3", "3"),
        ("0;-0;;@", 3, "3", "3"),
        # What shows another number than there is tells the number.
        ('0!.0,"万"', 3500000, "3500000", "3500000"),
        ('0.0,"k"', 3500, "3500", "3500"),
        ("#,##0,,", 3500000, "3500000", "3500000"),
        ("0%", 0.5, "0.5", "0.5"),
        ("0.00E+00", 1234.5, "1234.5", "1234.5"),
        ("# ?/?", 0.5, "0.5", "0.5"),
        ("", 7, "7", "7"),
        (";;;", 7, "7", "7"),
        ("0." + "0" * 40, 0.5, "0.5000000000", "0.5"),
        ("0.00", 1e300, f"1{'0' * 300}", f"1{'0' * 300}"),
        ("0", -3.5, "-4", "-3.5"),
    ],
)
def test_a_number_as_its_cell_shows_it(code: str, value: float, shown: str, exact: str) -> None:
    form = number_format(code)
    assert (form.display(value), form.exact(value)) == (shown, exact)
    assert form.date(value, from_1904=False) is None


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("yyyy/m/d", "2013-05-30"),
        ("yyyy-mm-dd hh:mm:ss", "2013-05-30"),
        ("[$-804]yyyy/m/d aaaa", "2013-05-30"),
        ('yyyy"年"m"月"d"日"', "2013-05-30"),
        ('m"月"d"日"', "2013-05-30"),
        ("mmm-yy", "2013-05"),
        ('yyyy"年"m"月"', "2013-05"),
        ("yyyy\\.m", "2013-05"),
        ("m月", "2013-05"),
        ("yyyy", "2013"),
        ("[DBNum1]yyyy年m月", "2013-05"),
        ("h:mm", None),
        ("[h]:mm:ss", None),
        ("General", None),
        ("0.00", None),
    ],
)
def test_a_date_is_as_precise_as_it_is_shown(code: str, shown: str | None) -> None:
    assert number_format(code).date(41424.75, from_1904=False) == shown


@pytest.mark.parametrize(
    ("serial", "from_1904", "day"),
    [
        (1, False, "1900-01-01"),
        (59, False, "1900-02-28"),
        (61, False, "1900-03-01"),
        (2958465, False, "9999-12-31"),
        (2958466, False, None),
        (0, False, None),
        (-5, False, None),
        (39962, True, "2013-05-30"),
        (1e300, False, None),
    ],
)
def test_serial_numbers_of_days(serial: float, from_1904: bool, day: str | None) -> None:
    assert number_format("yyyy-mm-dd").date(serial, from_1904) == day


WEIRD = (
    b'<conditionalFormatting sqref="A1:A2"><cfRule type="cellIs" operator="weird" priority="1">'
    b"<formula>1</formula></cfRule></conditionalFormatting>"
    b'<dataValidations count="1"><dataValidation type="odd" sqref="!"/></dataValidations>'
    b'<hyperlinks><hyperlink odd="1"/></hyperlinks><pageMargins left="wide"/><pageMargins'
)


def test_decoration_does_not_stop_the_cells(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["x", 1]])
    data = repacked(path.read_bytes(), SHEET, lambda old: old.replace(b"<pageMargins", WEIRD, 1))
    odd = b'<definedNames><definedName name="">#</definedName></definedNames><calcPr odd="1"'
    path.write_bytes(repacked(data, "xl/workbook.xml", lambda old: old.replace(b"<calcPr", odd, 1)))
    assert texts(path) == [["x", "1"]]


def test_folders_parted_by_backslashes_are_read(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["x", "y"]])
    old = ZipFile(BytesIO(path.read_bytes()))
    with ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name.replace("/", "\\"), old.read(name))
    assert texts(path) == [["x", "y"]]


def test_what_a_sheet_hides_is_known(tmp_path: Path) -> None:
    def dress(sheet: Worksheet) -> None:
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True

    found = grid(workbook(tmp_path / "a.xlsx", [["x", "y"], ["a", "b"], ["c", "d"]], dress))
    assert [line.hidden for line in found.lines] == [False, True, False]
    assert found.hidden_columns == {2}


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("#,##0 [$kr-41D]", "3500SEK"),
        ("[$kr-414] #,##0", "NOK3500"),
        ("[$kr.-406]#,##0", "DKK3500"),
        ("[$¥-411]#,##0", "JPY3500"),
        ("[$¥-804]#,##0", "¥3500"),
        ("[$$-409]#,##0", "$3500"),
        ("[$$-1009]#,##0", "CAD3500"),
        ("[$$-en-AU]#,##0", "AUD3500"),
        ("[$¥-409]#,##0", "¥3500"),
        ("[$kr]#,##0", "kr3500"),
        ("[$EUR] #,##0", "EUR3500"),
    ],
)
def test_a_sign_is_that_of_its_place(code: str, shown: str) -> None:
    assert number_format(code).display(3500) == shown
