"""Opening of files that people bring, and refusals for those that are no tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from errno import EIO, errorcode
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from deals.errors import UserError
from store.tables.delimited import read_delimited
from store.tables.grid import Grid, GridProgress

MAX_BYTES = 50 * 2**20
"""The size beyond which no file is read."""

_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BOOKS = (".xlsx", ".xlsm", ".xls")
_TEXTS = (".csv", ".tsv", ".txt")
CARDS = (".vcf", ".vcard")
"""How files of address cards end; what they hold belongs to one project."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """An opened file: the names of its sheets (for .csv one without a name), and its reader."""

    file: str
    sheets: tuple[str, ...]
    grid: Callable[[str, GridProgress], Grid]


def open_source(path: Path) -> SourceFile:
    """Open the table file at `path`.

    Raises a refusal for what is not there (`file-missing`), cannot be read (`file-directory`,
    `file-unreadable`, `file-too-large`, `file-empty`), holds contacts of a project that is not
    named (`contacts-projectless`), or is of another kind (`file-kind`,
    `file-xls`, `file-locked`, `file-binary`, `xlsx-damaged`, `xlsx-sheetless`).
    """
    file, ending = str(path), path.suffix.lower()
    if ending in CARDS:
        raise UserError("contacts-projectless", file=file)
    if ending not in _BOOKS + _TEXTS:
        raise UserError("file-kind", file=file, ending=ending)
    data = read_bytes(path)
    if not data.strip():
        raise UserError("file-empty", file=file)
    if data.startswith(_OLE):
        raise UserError("file-locked" if _ENCRYPTED in data else "file-xls", file=file)
    if data.startswith(_ZIP):
        from store.tables.xlsx import Workbook  # and openpyxl, slow to load

        book = Workbook(file, data)
        return SourceFile(file, book.sheets, book.grid)
    if ending in _BOOKS:
        raise UserError("file-xls" if ending == ".xls" else "xlsx-damaged", file=file)
    tabs = ending == ".tsv"
    return SourceFile(file, ("",), lambda _, progress: read_delimited(file, data, tabs, progress))


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
