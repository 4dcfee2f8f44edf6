"""The digest that a written workbook carries, by which it is known as nobody else's since.

It stands in the document property `identifier`, which no program shows, and covers all parts of
the package but that of the properties. Whoever opens the workbook and saves it writes other parts.
"""

from __future__ import annotations

import zlib
from contextlib import suppress
from hashlib import sha256
from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

PLACE = "netloft:" + "0" * 64
"""The identifier of a workbook until its digest is known."""

_PROPERTIES = "docProps/core.xml"
_MOST_BYTES = 2**16
_DAMAGE = (BadZipFile, KeyError, OSError, RuntimeError, ValueError, zlib.error)


def add_digest(data: bytes) -> bytes:
    """Return the bytes of a workbook, whose identifier is `PLACE`, with its digest there."""
    written = BytesIO()
    with ZipFile(BytesIO(data)) as package, ZipFile(written, "w", ZIP_DEFLATED) as after:
        identifier = _identifier(package)
        for part in package.infolist():
            content = package.read(part)
            if part.filename == _PROPERTIES:
                content = content.replace(PLACE.encode(), identifier)
            after.writestr(part, content, ZIP_DEFLATED)
    return written.getvalue()


def has_own_digest(data: bytes) -> bool:
    """Whether a file is a workbook as we wrote it, saved by nobody since."""
    with suppress(*_DAMAGE), ZipFile(BytesIO(data)) as package:
        if package.getinfo(_PROPERTIES).file_size <= _MOST_BYTES:
            return _identifier(package) in package.read(_PROPERTIES)
    return False


def is_own_paper(data: bytes, kind: str) -> bool:
    """Whether a file is a paper of a kind as we wrote it, saved by nobody since."""
    with suppress(*_DAMAGE), ZipFile(BytesIO(data)) as package:
        return has_own_digest(data) and f">{kind}</".encode() in package.read(_PROPERTIES)
    return False


def _identifier(package: ZipFile) -> bytes:
    """Return the identifier that the parts of a package make, by their names and checksums."""
    parts = sorted(
        f"{part.filename} {part.CRC:08x} {part.file_size}"
        for part in package.infolist()
        if part.filename != _PROPERTIES
    )
    return b"netloft:" + sha256("\n".join(parts).encode()).hexdigest().encode()
