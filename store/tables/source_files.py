"""Opening of files that people bring, and refusals for those that are no tables."""

from __future__ import annotations

import csv
import re
from bisect import bisect_left
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from errno import EIO, errorcode
from functools import cache
from io import StringIO
from itertools import islice
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from deals.errors import UserError
from deals.parsing.text import fold_text
from store.files import refuse_os_errors
from store.tables.encodings import find_doubt, find_western, list_readings
from store.tables.grid import (
    Grid,
    GridCell,
    GridProgress,
    GridRow,
    check_limits,
    clean_cell,
    is_error,
    unguard_formula,
)
from store.tables.headers import SEARCHED
from store.tables.pipeline_columns import count_fields

MAX_BYTES = 50 * 2**20
"""The size beyond which no file is read."""

_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BOOKS = (".xlsx", ".xlsm", ".xls")
TABLES = (".csv", ".tsv", ".txt", *_BOOKS)
"""How files of tables end."""
CARDS = (".vcf", ".vcard")
"""How files of address cards end; what they hold belongs to one project."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """An opened file: the names of its sheets (for .csv one without a name), and its reader.

    Those that the workbook hides are in `hidden` too. `encoding` is what a text was found to be in.
    """

    file: str
    sheets: tuple[str, ...]
    grid: Callable[[str, GridProgress], Grid]
    hidden: frozenset[str] = frozenset()
    encoding: str = ""

    def choose_sheets(self, wanted: Sequence[str]) -> Sequence[str]:
        """Return the sheets to look through: those of the wanted ones that it has, else all.

        Refusal `sheet-missing` where it has none of them. A file that has no sheets is looked
        through whichever are wanted.
        """
        if not wanted or self.sheets == ("",):
            return self.sheets
        named = {fold_text(sheet): sheet for sheet in reversed(self.sheets)}
        chosen = dict.fromkeys(named[key] for key in map(fold_text, wanted) if key in named)
        if not chosen:
            sheets = ", ".join(self.sheets)
            raise UserError("sheet-missing", file=self.file, sheet=wanted[0], sheets=sheets)
        return list(chosen)


def open_source(path: Path, encoding: str | None = None) -> SourceFile:
    """Open the table file at `path`; a text is in `encoding`, None to find out.

    Raises a refusal for what is not there (`file-missing`), cannot be read (`file-directory`,
    `file-unreadable`, `file-too-large`, `file-empty`), holds contacts of a project that is not
    named (`contacts-projectless`), or is of another kind (`file-kind`,
    `file-xls`, `file-locked`, `file-binary`, `xlsx-damaged`, `xlsx-sheetless`), or in another
    encoding (`file-encoding`, `encoding-wrong`).
    """
    file, ending = str(path), path.suffix.lower()
    if ending in CARDS:
        raise UserError("contacts-projectless", file=file)
    if ending not in TABLES:
        raise UserError("file-kind", file=file, ending=ending)
    data = read_bytes(path)
    if not data.strip():
        raise UserError("file-empty", file=file)
    if data.startswith(_OLE):
        raise UserError("file-locked" if _ENCRYPTED in data else "file-xls", file=file)
    if data.startswith(_ZIP):
        from store.tables.xlsx import Workbook  # and openpyxl, slow to load

        book = Workbook(file, data)
        return SourceFile(file, book.sheets, book.grid, book.hidden)
    if ending in _BOOKS and _is_no_text(data):
        raise UserError("file-xls" if ending == ".xls" else "xlsx-damaged", file=file)
    return _open_text(file, data, encoding, tabs=ending == ".tsv")


def _open_text(file: str, data: bytes, encoding: str | None, *, tabs: bool) -> SourceFile:
    encoding = find_encoding(file, data, encoding)
    text = data.decode(encoding).removeprefix("\ufeff")

    def grid(_sheet: str, progress: GridProgress) -> Grid:
        return read_delimited(file, text, tabs, progress)

    return SourceFile(file, ("",), grid, encoding=encoding)


class OpenedFiles:
    """The files of an import, each opened once: read by other options, they are not read anew.

    One that has changed since then is.
    """

    def __init__(self) -> None:
        self._files: dict[tuple[Path, str | None], tuple[object, SourceFile]] = {}

    def open(self, path: Path, encoding: str | None = None) -> SourceFile:
        """Open a file as `open_source` does, or give it as it was opened; it keeps its grids."""
        stamp = _file_stamp(path)
        known, source = self._files.get((path, encoding), (None, None))
        if source is None or stamp is None or known != stamp:
            source = _keep_grids(open_source(path, encoding))
            self._files[path, encoding] = stamp, source
        return source

    def recall_row(
        self, path: Path, encoding: str | None, sheet: str, number: int
    ) -> Mapping[int, GridCell]:
        """Return the cells of a row by column, as it was read; none of what was not read so."""
        _stamp, source = self._files.get((path, encoding), (None, None))
        if source is None or sheet not in source.sheets:
            return {}
        lines = source.grid(sheet, lambda *_of: None).lines
        at = bisect_left(lines, number, key=lambda row: row.number)
        found = at < len(lines) and lines[at].number == number
        return lines[at].cells if found else {}

    def list_sheets(self, path: Path) -> tuple[str, ...]:
        """List the sheets of a workbook; none for what has no sheets or cannot be opened."""
        if path.suffix.lower() in _BOOKS and path.is_file():
            with suppress(UserError):
                return tuple(filter(None, self.open(path).sheets))
        return ()

    def find_encoding(self, path: Path, encoding: str | None) -> str:
        """Find what a text is read in; empty for what is no text, or cannot be read."""
        with suppress(UserError):
            return "" if path.is_dir() else self.open(path, encoding).encoding
        return ""


def list_encodings(path: Path) -> list[tuple[str, str]]:
    """List the encodings that a text may be in, and how its first words read in each.

    None for what is no text of a table, or can be read in one way only. Of a folder it is the first
    text in doubt that counts.
    """
    with suppress(UserError):
        if path.is_dir():
            texts = (each for each in list_folder(path) if not is_unicode(each))
            return next(filter(None, map(list_encodings, texts)), [])
        data = read_bytes(path) if path.suffix.lower() in TABLES else b""
        if not data.startswith((_OLE, _ZIP, *_BOMS)) and b"\0" not in data:
            return list_readings(data)
    return []


def is_unicode(path: Path) -> bool:
    """Whether a file is a text in an encoding that needs no telling."""
    with suppress(UserError, UnicodeError):
        return find_encoding(f"{path}", read_bytes(path)).startswith("utf")
    return False


def _file_stamp(path: Path) -> object:
    """Return what tells a file from one that was written since; None where it cannot be seen."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def _keep_grids(source: SourceFile) -> SourceFile:
    """Return the file with each of its sheets read only once."""
    grids: dict[str, Grid] = {}

    def grid(sheet: str, progress: GridProgress) -> Grid:
        if sheet not in grids:
            grids[sheet] = source.grid(sheet, progress)
        return grids[sheet]

    return replace(source, grid=grid)


def _is_no_text(data: bytes) -> bool:
    """Whether a file that is called a workbook, and is none, is no text of cells either.

    Many programs write values parted by tabs and call them .xls; others write pages.
    """
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return False
    start = data[:_SNIFFED].removeprefix(BOM_UTF8).lstrip()
    first = start.partition(b"\n")[0]
    parted = any(mark.encode() in first for mark in _DELIMITERS)
    return start.startswith(b"<") or b"\0" in start or not parted


def list_folder(folder: Path) -> list[Path]:
    """List the files in a folder by name, but for hidden ones and the locks of open workbooks.

    Refusal `file-unreadable`.
    """
    with refuse_os_errors("file-unreadable", folder):
        files = sorted(path for path in folder.iterdir() if path.is_file())
    return [path for path in files if not path.name.startswith((".", "~$"))]


def read_bytes(path: Path) -> bytes:
    """Read a whole file that people bring; refusals as those of open_source."""
    file = f"{path}"
    try:
        mode = path.stat().st_mode
        if S_ISDIR(mode):
            raise UserError("file-directory", file=file)
        if not S_ISREG(mode):
            raise UserError("file-irregular", file=file)
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise UserError("file-missing", file=file) from None
    except OSError as failed:
        raise UserError(
            "file-unreadable", file=file, why=errorcode.get(failed.errno or EIO, "EIO")
        ) from None
    except ValueError:  # a name that no file can have
        raise UserError("file-missing", file=file) from None
    if len(data) > MAX_BYTES:
        raise UserError("file-too-large", file=file, limit=MAX_BYTES // 2**20)
    return data


_SNIFFED = 65_536
_STEP = 1_000
_HAN_WORD = re.compile(r"[\u3400-\u9fff]{2}")
_HAN_IN_WORD = re.compile(r"[A-Za-z][\u3400-\u9fff][a-z]")
_DELIMITERS = (",", ";", "\t", "|")
csv.field_size_limit(2**31 - 1)  # a long note is no damage
_BOMS = {BOM_UTF8: "utf-8-sig", BOM_UTF16_LE: "utf-16", BOM_UTF16_BE: "utf-16"}


def read_delimited(file: str, text: str, tabs: bool, progress: GridProgress) -> Grid:
    """Read the filled records of a file of separated values; `tabs` where its ending means tabs.

    A record is a row, however many lines its quoted cells take. Raises the refusals `csv-damaged`
    and `table-too-long`.
    """
    delimiter = "\t" if tabs else _delimiter(text[:_SNIFFED])
    records = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    read_cell = cache(_text_cell)  # cells say the same again and again
    lines: list[GridRow] = []
    number = cells = 0
    total = text.count("\n")
    try:
        for number, record in enumerate(records, 1):
            cells_read = enumerate(map(read_cell, record), 1)
            filled = {column: cell for column, cell in cells_read if cell.text}
            if filled:
                lines.append(GridRow(number, filled))
                cells += len(filled)
                check_limits(file, len(lines), cells)
            if number % _STEP == 0:
                progress(file, number, max(total, number))
    except csv.Error:
        raise UserError("csv-damaged", file=file, row=number + 1) from None
    return Grid(file, "", tuple(lines), delimiter)


def _text_cell(written: str) -> GridCell:
    text = clean_cell(written)
    return GridCell(unguard_formula(text), problem="cell-error" if is_error(text) else "")


def check_encoding(encoding: str | None) -> None:
    """Refuse (`encoding-unknown`) an encoding of no text."""
    try:
        "".encode(encoding or "utf-8")
    except LookupError:
        raise UserError("encoding-unknown", text=encoding or "") from None


def decode_text(file: str, data: bytes, encoding: str | None = None) -> str:
    """Decode a file in the encoding given, else in UTF-8, UTF-16 or GB18030.

    Refusals are those of `find_encoding`.
    """
    return data.decode(find_encoding(file, data, encoding)).removeprefix("\ufeff")


def find_encoding(file: str, data: bytes, encoding: str | None = None) -> str:
    """Find what a text is in: the encoding given, else UTF-8, UTF-16 or GB18030.

    Refusals `file-encoding`, `file-binary`, `encoding-wrong` (encoding) for the one given,
    `encoding-unsure` (sample, other, encoding) where another reads better than GB18030, and
    `encoding-western` (sample, encoding) where the text is likely that of a Western office.
    """
    if encoding:
        try:
            data.decode(encoding)
        except UnicodeError:
            raise UserError("encoding-wrong", file=file, encoding=encoding) from None
        return encoding
    marked = next((name for bom, name in _BOMS.items() if data.startswith(bom)), None)
    for likely in [marked] if marked else ["utf-8", "gb18030"]:
        with suppress(UnicodeDecodeError):
            text = data.decode(likely)
            if "\0" in text:
                raise UserError("file-binary", file=file)
            if likely != "gb18030":
                return likely
            if _is_chinese(data, text) and not find_western(_whole_lines(data)):
                _check_doubt(file, data)
                return likely
    if western := None if marked else find_western(_whole_lines(data)):
        figures = {"sample": western.sample, "encoding": western.encoding}
        raise UserError("encoding-western", file=file, **figures)
    raise UserError("file-encoding", file=file)


def _check_doubt(file: str, data: bytes) -> None:
    if doubt := find_doubt(_whole_lines(data)):
        figures = {"sample": doubt.sample, "other": doubt.other, "encoding": doubt.encoding}
        raise UserError("encoding-unsure", file=file, **figures)


def _whole_lines(data: bytes) -> bytes:
    """Return a file, of a long one the lines at its start, the last of which is whole."""
    if len(data) <= _SNIFFED:
        return data
    return data[:_SNIFFED].rpartition(b"\n")[0]


def _is_chinese(data: bytes, text: str) -> bool:
    """Whether bytes that decode as GB18030 were meant so; nearly all bytes decode.

    UTF-8 with a few bytes damaged is not, nor are the accents of a Western encoding, which come out
    as single Chinese characters inside words.
    """
    utf8 = data.decode("utf-8", "replace")
    broken = utf8.count("\ufffd")
    whole = len(utf8) - len(utf8.encode("ascii", "ignore")) - broken
    # Of damaged UTF-8 most characters beyond ASCII are still whole; GB18030 read so has hardly any.
    return whole <= broken and bool(_HAN_WORD.search(text) or not _HAN_IN_WORD.search(text))


def _delimiter(text: str) -> str:
    """Return the separator that the first line names, or that makes the most headers known.

    Counting alone would be led astray by cells with many contacts; it decides where all are equal.
    """
    if text.startswith("sep=") and text[4:5] in _DELIMITERS:
        return text[4]
    bare = "".join(text.split('"')[::2])
    return max(
        _DELIMITERS, key=lambda delimiter: (_headers_with(text, delimiter), bare.count(delimiter))
    )


def _headers_with(text: str, delimiter: str) -> int:
    records = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    most = 0
    with suppress(csv.Error):
        for record in islice(records, SEARCHED):
            most = max(most, count_fields(record))
    return most
