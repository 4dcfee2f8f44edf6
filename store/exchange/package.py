"""The parts of an .xlsx file that say where its sheets are and what their cells refer to.

Read here rather than by openpyxl, which cannot tell a formula that was never calculated from a
blank cell, does not know the dates that Chinese Excel saves by number only, spreads merged cells
out in memory and stops at styles that it finds odd. No other parts of a file are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from posixpath import dirname, join, normpath
from typing import Literal
from xml.etree.ElementTree import Element, iterparse
from zipfile import ZipFile

from store.exchange.formats import BUILT_IN, NumberFormat, number_format

MAX_PART = 200 * 2**20
"""The bytes that a part of a file may unpack to; none of more is opened."""

_ESCAPE = re.compile(r"_x((?![Dd][89A-Fa-f])[0-9A-Fa-f]{4})_")


class PartTooLarge(Exception):
    """A part of the file unpacks to more than is looked at."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's name and where it lies in the file."""

    name: str
    part: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Package:
    """What all sheets of a workbook share: texts by number, number formats by style."""

    parts: ZipFile
    sheets: tuple[Sheet, ...]
    texts: tuple[str, ...]
    formats: tuple[NumberFormat, ...]
    from_1904: bool


def open_package(parts: ZipFile) -> Package:
    """The workbook in this archive; a damaged one raises whatever its reading raises."""
    book = next(iter(_related(parts, "", "officeDocument").values()), "")
    places = _related(parts, book, "worksheet")
    sheets: list[Sheet] = []
    from_1904 = False
    for element in _ended(parts, book):
        if element.tag == "workbookPr":
            from_1904 = element.get("date1904") in ("1", "true")
        if element.tag == "sheet" and (part := places.get(element.get("id", ""))):
            hidden = element.get("state", "visible") != "visible"
            sheets.append(Sheet(element.get("name", ""), part, hidden))
    texts = [
        one
        for part in _related(parts, book, "sharedStrings").values()
        for one in _texts(parts, part)
    ]
    formats = [
        one for part in _related(parts, book, "styles").values() for one in _formats(parts, part)
    ]
    return Package(parts, tuple(sheets), tuple(texts), tuple(formats), from_1904)


def elements(parts: ZipFile, part: str) -> Iterator[tuple[Literal["start", "end"], Element]]:
    """The elements of a part as they start and end, all names without their namespaces."""
    if parts.getinfo(part).file_size > MAX_PART:
        raise PartTooLarge
    with parts.open(part) as stream:
        for event, element in iterparse(stream, ("start", "end")):
            if event == "start":
                element.tag = element.tag.rpartition("}")[2]
                for name in [name for name in element.attrib if "}" in name]:
                    element.attrib[name.rpartition("}")[2]] = element.attrib.pop(name)
                yield "start", element
            else:
                yield "end", element


def rich_text(element: Element) -> str:
    """The text of a string that may be in pieces, without the sounds noted beside it."""
    pieces: list[str] = []
    for child in element:
        if child.tag == "t":
            pieces.append(child.text or "")
        elif child.tag == "r":
            pieces.extend(piece.text or "" for piece in child if piece.tag == "t")
    return unescaped("".join(pieces))


def unescaped(text: str) -> str:
    """`text` with the characters that XML cannot hold put back from their `_x000D_` form."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _ended(parts: ZipFile, part: str) -> Iterator[Element]:
    return (element for event, element in elements(parts, part) if event == "end")


def _related(parts: ZipFile, part: str, kind: str) -> Mapping[str, str]:
    """The parts of this kind that `part` refers to, by the id it refers to them with."""
    folder, name = dirname(part), part.rpartition("/")[2]
    found: dict[str, str] = {}
    for element in _ended(parts, join(folder, "_rels", f"{name}.rels")):
        if element.tag == "Relationship" and element.get("Type", "").endswith(f"/{kind}"):
            target = normpath(join("/", folder, element.get("Target", ""))).lstrip("/")
            found[element.get("Id", "")] = target
    return found


def _texts(parts: ZipFile, part: str) -> Iterator[str]:
    for element in _ended(parts, part):
        if element.tag == "si":
            yield rich_text(element)
            element.clear()


def _formats(parts: ZipFile, part: str) -> list[NumberFormat]:
    """The number formats of the workbook's cell styles, in their order."""
    codes = dict(BUILT_IN)
    styles: list[NumberFormat] = []
    for element in _ended(parts, part):
        if element.tag == "numFmt" and "formatCode" in element.attrib:
            codes[int(element.get("numFmtId", "0"))] = element.attrib["formatCode"]
        elif element.tag == "cellXfs":
            ids = (int(style.get("numFmtId", "0")) for style in element if style.tag == "xf")
            styles = [number_format(codes.get(one, "General")) for one in ids]
    return styles
