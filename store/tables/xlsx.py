"""Reader of the sheets of an .xlsx file by openpyxl; slow to load, so import it late.

Of openpyxl only the steps that a table needs are taken, down to its parser of a sheet. Opening the
whole workbook would stop at any odd font, chart or link, spread merged cells out in memory or
leave them out, and not tell a formula that was never computed from a blank cell.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from io import BytesIO
from itertools import islice
from typing import IO, Any, Literal, NamedTuple, cast
from warnings import catch_warnings, simplefilter
from xml.etree.ElementTree import Element, fromstring, iterparse
from zipfile import ZipFile

from openpyxl.packaging.relationship import get_dependents
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.cell import column_index_from_string, range_boundaries
from openpyxl.worksheet import _reader
from openpyxl.worksheet._reader import FORMULA_TAG, INLINE_STRING, WorkSheetParser
from openpyxl.xml.constants import (
    ARC_WORKBOOK,
    REL_NS,
    SHARED_STRINGS,
    STYLES_TYPE,
    XLSM,
    XLSX,
    XLTM,
    XLTX,
)

from deals.errors import ReadingStopped, UserError
from deals.parsing.amounts import currency_code
from store.tables.grid import (
    Grid,
    GridCell,
    GridProgress,
    GridRow,
    check_limits,
    clean_cell,
    unescape_xml,
)

MAX_PART = 200 * 2**20
"""The bytes that a part of a file may unpack to; no file with a larger one is read."""
MAX_STRINGS = 64 * 2**20
"""The same of the texts that its cells share: they take seven times as much memory."""
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""Where Excel's own sheets end."""

_TRUE = ("1", "true")
_DECORATION = (_reader.CF_TAG, _reader.VALIDATION_TAG, _reader.HYPERLINK_TAG)
_TAGS = frozenset((_reader.ROW_TAG, _reader.MERGE_TAG, _reader.COL_TAG, *_DECORATION))
_PLAIN_TEXT = INLINE_STRING.removesuffix("is") + "t"
_SMALL_PART, _MAX_RATIO = 4 * 2**20, 100  # of what is no zip bomb
_STEP = 200


class Workbook:
    """An .xlsx file held in memory, whose sheets are read one at a time.

    `hidden` are the names of the sheets that it does not show.

    Every way in which its bytes can be damaged is the one refusal `xlsx-damaged`; others are
    `file-too-large` and, where openpyxl sees no sheet of cells, `xlsx-sheetless`.
    """

    def __init__(self, file: str, data: bytes) -> None:
        self._file = file
        with _refusing_damage(file):
            reader = _open_package(file, data)
            reader.read_manifest()
            _check_strings(file, reader)
            reader.read_strings()
            index = _read_index(reader)
            self._parts, self.hidden, self._from_1904 = index.parts, index.hidden, index.from_1904
            self._formats = _number_formats(reader)
            self._reader = reader
        if not self._parts:
            raise UserError("xlsx-sheetless", file=file)

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of the sheets, the hidden ones last."""
        return tuple(self._parts)

    def grid(self, name: str, progress: GridProgress) -> Grid:
        """Read the filled cells of the sheet `name`; progress is told in bytes."""
        rows, part = _SheetRows(self._file), self._parts[name]
        read_cell = cache(self._cell)  # cells say the same again and again
        with self._open_part(part) as (parser, source):
            for number, cells in parser.rows():
                if parser.take_hidden(number):
                    rows.hidden.add(number)
                for parsed in cells:
                    cell = read_cell(parsed["value"], parsed["data_type"], parsed["style_id"])
                    if cell.text or cell.problem:
                        rows.put(number, parsed["column"], cell)
                if number % _STEP == 0:
                    total = self._reader.archive.getinfo(part).file_size
                    progress(self._file, source.tell(), total)
            rows.spread(parser.merged_areas)
        lines = (
            GridRow(number, cells, number in rows.hidden)
            for number, cells in sorted(rows.filled.items())
        )
        return Grid(self._file, name, tuple(lines), hidden_columns=frozenset(parser.hidden_columns))

    def first_rows(self, count: int) -> list[list[str]]:
        """Read the texts of the first filled rows of the first sheet, and nothing below."""
        with self._open_part(next(iter(self._parts.values()))) as (parser, _source):
            return [
                [
                    self._cell(parsed["value"], parsed["data_type"], parsed["style_id"]).text
                    for parsed in cells
                ]
                for _number, cells in islice(parser.rows(), count)
            ]

    @contextmanager
    def _open_part(self, part: str) -> Iterator[tuple[_SheetParser, IO[bytes]]]:
        with _refusing_damage(self._file), self._reader.archive.open(part) as source:
            yield _SheetParser(source, self._reader.shared_strings), source

    def _cell(self, value: Any, kind: str, style: int) -> GridCell:
        if kind == "f":
            return GridCell("", problem="formula-uncomputed")
        if kind == "e":
            return GridCell(value or "", problem="cell-error")
        if value is None:
            return GridCell("")
        if kind == "n":
            return self._number(float(value), self._formats[style])
        if kind == "d":  # a date in words, its time of day is dropped
            shown = f"{value}".removesuffix(":00").removesuffix(" 00:00")
            return GridCell(f"{value}".partition(" ")[0], full=shown)
        text = f"{value}".upper() if kind == "b" else f"{value}"
        return GridCell(clean_cell(unescape_xml(text)))

    def _number(self, value: float, form: NumberFormat) -> GridCell:
        if day := form.date(value, self._from_1904):
            return GridCell(day, full=f"{day} {form.time(value)}".rstrip())
        return GridCell(form.display(value), form.exact(value), full=form.share(value))


class _SheetParser(WorkSheetParser):
    """openpyxl's parser of rows, telling a formula never computed (kind `f`) from a blank.

    What decorates a sheet (conditional formats, validations, links, views) is not looked at: one
    odd rule would stop it. Only which rows and columns are hidden, and what is merged, counts.
    """

    def __init__(self, source: IO[bytes], strings: Sequence[str]) -> None:
        super().__init__(source, strings, data_only=True)
        self.merged_areas: list[tuple[int, int, int, int]] = []
        self.hidden_columns: set[int] = set()

    def rows(self) -> Iterator[tuple[int, list[dict[str, Any]]]]:
        """Yield the number and the cells of each row."""
        for _event, element in iterparse(self.source):
            if element.tag not in _TAGS:
                continue
            match element.tag:
                case _reader.ROW_TAG:
                    yield self.parse_row(cast("Any", element))
                case _reader.MERGE_TAG:
                    self.merged_areas += (_area_bounds(area.attrib["ref"]) for area in element)
                case _reader.COL_TAG:
                    self._note_columns(element)
            element.clear()

    def _note_columns(self, element: Element) -> None:
        if element.get("hidden") in _TRUE:
            first, last = (int(element.get(end, "0")) for end in ("min", "max"))
            self.hidden_columns.update(range(first, min(last, LAST_COLUMN) + 1))

    def take_hidden(self, row: int) -> bool:
        """Whether the sheet hides the row just parsed, of which nothing is kept.

        A sheet formatted down to its end would fill memory otherwise.
        """
        hidden = self.row_dimensions.get(f"{row}", {}).get("hidden") in _TRUE
        self.row_dimensions.clear()
        return hidden

    def parse_cell(self, element: Element) -> dict[str, Any]:
        """Return the row, column, value, kind and style of a cell.

        A text that stands in the cell itself, all in one style, is taken as it is: openpyxl would
        make a record of it, which takes longer than all else.
        """
        inline = element.find(INLINE_STRING) if element.get("t") == "inlineStr" else None
        if inline is not None and len(inline) == 1 and inline[0].tag == _PLAIN_TEXT:
            return self._plain_cell(element, inline[0].text)
        cell: dict[str, Any] = super().parse_cell(element)
        computed = cell["value"] is not None or cell["data_type"] in ("str", "e")
        if not computed and element.find(FORMULA_TAG) is not None:
            cell["data_type"] = "f"
        return cell

    def _plain_cell(self, element: Element, text: str | None) -> dict[str, Any]:
        """Return a cell that holds its own text."""
        kind = "s"
        if text is None and element.find(FORMULA_TAG) is not None:
            kind = "f"
        row, column = self.row_counter, self.col_counter + 1
        if place := element.get("r"):
            letters = place.rstrip("0123456789")
            row, column = int(place[len(letters) :]), column_index_from_string(letters)
        self.col_counter = column
        style = int(element.get("s", "0"))
        return {"row": row, "column": column, "value": text, "data_type": kind, "style_id": style}


class _SheetRows:
    """The filled cells of a sheet by row and column, never more than a table may have."""

    def __init__(self, file: str) -> None:
        self.filled: dict[int, dict[int, GridCell]] = {}
        self.hidden: set[int] = set()
        self._file = file
        self._cells = 0

    def put(self, row: int, column: int, cell: GridCell) -> None:
        """Fill a cell."""
        if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
            raise ValueError("no sheet has such a cell")
        self.filled.setdefault(row, {})[column] = cell
        self._cells += 1
        check_limits(self._file, len(self.filled), self._cells)

    def spread(self, merged: Sequence[tuple[int, int, int, int]]) -> None:
        """Let each merged cell show in every filled row that it covers, in its first column."""
        numbers = sorted(self.filled)
        for left, top, right, bottom in merged:
            if anchor := self.filled.get(top, {}).get(left):
                anchor = self.filled[top][left] = anchor._replace(wide=right > left)
                below = anchor._replace(covered=True)
                for row in numbers[bisect_right(numbers, top) : bisect_right(numbers, bottom)]:
                    self.put(row, left, below)


def _area_bounds(area: str) -> tuple[int, int, int, int]:
    """Return the first column and row, and the last ones, of a merged area such as `A1:B2`."""
    left, top, right, bottom = range_boundaries(area)
    if left is None or top is None or right is None or bottom is None:
        raise ValueError("no merged area is a whole row or column")
    return left, top, right, bottom


def _open_package(file: str, data: bytes) -> ExcelReader:
    """Open the parts of a file; some programs part the folders in their names by a backslash."""
    reader = ExcelReader(BytesIO(data), data_only=True, keep_links=False)
    _check_sizes(file, reader.archive)
    if not any("\\" in name for name in reader.archive.namelist()):
        return reader
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name in reader.archive.namelist():
            archive.writestr(name.replace("\\", "/"), reader.archive.read(name))
    return ExcelReader(packed, data_only=True, keep_links=False)


class _WorkbookIndex(NamedTuple):
    """The part of each sheet of cells, the hidden ones last, and where days are counted from."""

    parts: Mapping[str, str]
    hidden: frozenset[str]
    from_1904: bool


def _workbook_part(reader: ExcelReader) -> str:
    """Return the name of the part that lists the sheets, the usual one where none is declared."""
    parts = {part.ContentType: part.PartName for part in reader.package.Override}
    found = next((parts[kind] for kind in (XLSX, XLSM, XLTX, XLTM) if kind in parts), ARC_WORKBOOK)
    return found.removeprefix("/")


def _read_index(reader: ExcelReader) -> _WorkbookIndex:
    """Read which sheets there are; names, views and links of a workbook do not matter."""
    name = _workbook_part(reader)
    root = fromstring(reader.archive.read(name))
    folder, _, file = name.rpartition("/")
    related = get_dependents(reader.archive, f"{folder}/_rels/{file}.rels".lstrip("/")).to_dict()
    visible: dict[str, str] = {}
    hidden: dict[str, str] = {}
    for sheet in root.iterfind("{*}sheets/{*}sheet"):
        part = related.get(sheet.get(f"{{{REL_NS}}}id", ""))
        if part is not None and part.Type.endswith("/worksheet"):
            sheets = visible if sheet.get("state", "visible") == "visible" else hidden
            sheets[sheet.attrib["name"]] = part.target
    properties = root.find("{*}workbookPr")
    from_1904 = properties is not None and properties.get("date1904") in _TRUE
    return _WorkbookIndex({**visible, **hidden}, frozenset(hidden), from_1904)


def _check_sizes(file: str, archive: ZipFile) -> None:
    """Refuse (`file-too-large`) parts that unpack to more than is looked at."""
    for part in archive.infolist():
        if part.file_size > MAX_PART:
            raise UserError("file-too-large", file=file, limit=MAX_PART // 2**20)
        if part.file_size > max(part.compress_size * _MAX_RATIO, _SMALL_PART):
            raise ValueError("no workbook packs so well, only zip bombs do")


def _check_strings(file: str, reader: ExcelReader) -> None:
    """Refuse (`file-too-large`) more of the texts that cells share than is read."""
    sizes = {part.filename: part.file_size for part in reader.archive.infolist()}
    for part in reader.package.Override:
        shared = part.ContentType == SHARED_STRINGS
        if shared and sizes.get(part.PartName.removeprefix("/"), 0) > MAX_STRINGS:
            raise UserError("file-too-large", file=file, limit=MAX_STRINGS // 2**20)


def _number_formats(reader: ExcelReader) -> list[NumberFormat]:
    """Return the number formats of the cell styles, in their order."""
    parts = {part.ContentType: part.PartName for part in reader.package.Override}
    if STYLES_TYPE not in parts:
        return [NumberFormat()]
    styles = fromstring(reader.archive.read(parts[STYLES_TYPE].removeprefix("/")))
    codes = dict(BUILT_IN)
    for form in styles.iterfind("{*}numFmts/{*}numFmt"):
        codes[int(form.attrib["numFmtId"])] = form.attrib["formatCode"]
    ids = (int(style.get("numFmtId", "0")) for style in styles.iterfind("{*}cellXfs/{*}xf"))
    return [number_format(codes.get(id_, "General")) for id_ in ids] or [NumberFormat()]


@contextmanager
def _refusing_damage(file: str) -> Iterator[None]:
    """Turn whatever openpyxl raises at bytes that it cannot read to one refusal."""
    with catch_warnings():
        simplefilter("ignore")
        try:
            yield
        except (UserError, ReadingStopped, MemoryError):
            raise
        except Exception:
            raise UserError("xlsx-damaged", file=file) from None


_NUMBERS_BY_CODE = {
    "0": (1,),
    "0.00": (2,),
    "#,##0": (3, 37, 38, 41, 42),
    "#,##0.00": (4, 39, 40, 43, 44),
    "0%": (9,),
    "0.00%": (10,),
    "yyyy/m/d": (14,),
    "d-mmm-yy": (15,),
    "d-mmm": (16,),
    "mmm-yy": (17,),
    "yyyy/m/d h:mm": (22,),
    "m-d-yy": (30,),
    'yyyy"年"m"月"': (27, 36, 50, 52, 57),
    'm"月"d"日"': (28, 29, 51, 53, 54, 58),
    'yyyy"年"m"月"d"日"': (31,),
}
BUILT_IN = {number: code for code, numbers in _NUMBERS_BY_CODE.items() for number in numbers}
"""The formats that files name by number only, 27 to 58 as a Chinese Excel means them."""

_TOKEN = re.compile(
    r'"([^"]*)"|[\\!](.)|[_*].|\[\$([^\]-]*)(?:-([^\]]*))?\]|(\[[^\]]*\])|(.)', re.DOTALL
)
_DIGITS = re.compile(r"[0#?][0#?,]*(?:\.(?P<decimals>[0#?]*))?(?P<scale>,*)")
_GENERAL = re.compile(r"general|g/通用格式", re.IGNORECASE)
_SHARED_SIGN = re.compile(r"\$|[¥￥£]|kr\.?|R|Rp|RM|zł|Kč|Ft|₪|лв\.?|lei|Fr\.?", re.IGNORECASE)
_WINDOWS_PLACE = re.compile(r"[0-9A-Fa-f]{3,8}")
_REGIONS = {
    **{0x409: "US", 0x1009: "CA", 0xC0C: "CA", 0xC09: "AU", 0x1409: "NZ", 0x404: "TW"},
    **{0xC04: "HK", 0x3C04: "HK", 0x1004: "SG", 0x4809: "SG", 0x804: "CN", 0x411: "JP"},
    **{0x41D: "SE", 0x414: "NO", 0x814: "NO", 0x406: "DK", 0x40F: "IS", 0x809: "GB"},
    **{0x1C09: "ZA", 0x436: "ZA", 0x421: "ID", 0x43E: "MY", 0x4409: "MY", 0x415: "PL"},
    **{0x405: "CZ", 0x40E: "HU", 0x40D: "IL", 0x402: "BG", 0x418: "RO", 0x807: "CH"},
}
_CURRENCIES = {
    **{"US": "USD", "CA": "CAD", "AU": "AUD", "NZ": "NZD", "TW": "TWD", "HK": "HKD"},
    **{"SG": "SGD", "CN": "CNY", "JP": "JPY", "SE": "SEK", "NO": "NOK", "DK": "DKK"},
    **{"IS": "ISK", "GB": "GBP", "ZA": "ZAR", "ID": "IDR", "MY": "MYR", "PL": "PLN"},
    **{"CZ": "CZK", "HU": "HUF", "IL": "ILS", "BG": "BGN", "RO": "RON", "CH": "CHF"},
}
"""The currencies of the places that are known by name, and by the numbers of Windows."""
_LAST_SERIAL = 2_958_465  # 9999-12-31
_SURE_DIGITS = 15
_MOST_DECIMALS = 10


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How a number is shown: as a date, with so many decimals, between a prefix and a suffix.

    `decimals` is the least and the most shown, None for as many as there are. `scaled` formats show
    something else than the number itself (thousands, a percentage), `percent` ones the latter.
    `timed` ones of days show the time of day.
    """

    kind: Literal["number", "day", "month", "year"] = "number"
    prefix: str = ""
    suffix: str = ""
    decimals: tuple[int, int] | None = None
    scaled: bool = False
    timed: bool = False
    percent: bool = False

    def time(self, value: float) -> str:
        """Return the time of day of a serial number, empty where none is shown or it is none."""
        minutes = round(value % 1 * 24 * 60)
        return f"{minutes // 60:02}:{minutes % 60:02}" if self.timed and 0 < minutes < 1440 else ""

    def share(self, value: float) -> str:
        """Return a number that is shown as a percentage as one in full, empty for another."""
        return f"{_plain(float(_plain(value * 100)))}%" if self.percent else ""

    def display(self, value: float) -> str:
        """Return the number as the cell shows it, without thousands separators."""
        plain = _plain(value)
        if self.scaled:
            return plain
        if self.decimals is not None and abs(value) < 10**_SURE_DIGITS:
            plain = _round_decimals(plain, *self.decimals)
        return f"{self.prefix}{plain}{self.suffix}"

    def exact(self, value: float) -> str:
        """Return the number in full, with the currency or unit that its format puts around it."""
        return _plain(value) if self.scaled else f"{self.prefix}{_plain(value)}{self.suffix}"

    def date(self, value: float, from_1904: bool) -> str | None:
        """Return the date of a serial number, as precise as it is shown, None where it is none."""
        serial = value + 1462 if from_1904 else value
        if self.kind == "number" or not 1 <= serial < _LAST_SERIAL + 1:
            return None
        if serial < 60:  # Excel believes in 1900-02-29
            serial += 1
        day = datetime(1899, 12, 30) + timedelta(days=int(serial))
        return f"{day:%Y-%m-%d}"[: {"day": 10, "month": 7, "year": 4}[self.kind]]


def number_format(code: str) -> NumberFormat:
    """Read the format that `code` describes; only its section for positive numbers counts."""
    written = _tokens(code)
    letters = {char.lower() for char, literal in written if not literal}
    if not _GENERAL.search(code) and letters & set("ymd"):
        return NumberFormat(kind=_precision(letters), timed="h" in letters)
    pattern = "".join("\0" if literal else char for char, literal in written)
    text = "".join(char for char, _ in written)
    found = _GENERAL.search(pattern)
    if found:
        return NumberFormat(prefix=text[: found.start()], suffix=text[found.end() :])
    found = _DIGITS.search(pattern)
    if not found or letters & set("e%/"):
        return NumberFormat(scaled=True, percent=bool(found) and "%" in letters)
    prefix, suffix = text[: found.start()].strip(), text[found.end() :].strip()
    inside = bool(_DIGITS.search(pattern, found.end()))
    grouped = found[0].partition(".")[0].endswith(",")
    decimals = (found["decimals"] or "")[:_MOST_DECIMALS]
    return NumberFormat(
        prefix=prefix,
        suffix=suffix,
        decimals=(decimals.count("0"), len(decimals)),
        scaled=inside or grouped or bool(found["scale"]),
    )


def _local_currency(sign: str, place: str) -> str:
    """Return the currency that a sign is at a place: a code of Windows, or a name such as en-US.

    Many signs mean another currency at another place, as ¥, $ and kr do.
    """
    if not _SHARED_SIGN.fullmatch(sign.strip()):
        return sign
    number = int(place, 16) & 0xFFFF if _WINDOWS_PLACE.fullmatch(place) else 0
    region = _REGIONS.get(number) or place.rpartition("-")[2].upper()
    code = _CURRENCIES.get(region, "")
    # A place alone may be that of who formats: a sign that is none of its own stays.
    fits = code[-1:] in {"$": "D", "¥": "Y", "£": "P"}.get(sign.strip(), code[-1:])
    if not code or not fits or currency_code(sign) == code:
        return sign
    return sign.replace(sign.strip(), f"{code} ")


def _tokens(code: str) -> list[tuple[str, bool]]:
    """Return the characters of the first section, each with whether it only stands for itself."""
    written: list[tuple[str, bool]] = []
    for found in _TOKEN.finditer(code):
        quoted, escaped, currency, place, _bracket, char = found.groups()
        if char == ";":
            break
        if currency and place:
            currency = _local_currency(currency, place)
        for literal in (quoted, escaped, currency):
            written += [(letter, True) for letter in literal or ""]
        if char is not None:
            written.append((char, False))
    return written


def _precision(letters: set[str]) -> Literal["day", "month", "year", "number"]:
    if "d" in letters:
        return "day"
    if "y" in letters:
        return "month" if "m" in letters else "year"
    return "number" if letters & set("hs") else "month"


def _plain(value: float) -> str:
    """Return all digits that a double holds for sure, without an exponent."""
    digits = f"{Decimal(f'{value:.{_SURE_DIGITS}g}'):f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _round_decimals(plain: str, least: int, most: int) -> str:
    rounded = f"{Decimal(plain).quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP):f}"
    while "." in rounded and rounded.endswith("0") and len(rounded.partition(".")[2]) > least:
        rounded = rounded[:-1]
    return rounded.rstrip(".")
