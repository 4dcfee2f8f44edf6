"""What a file cannot hold as it stands, or would be run for: escaped on the way out, and back."""

from __future__ import annotations

import re

from store.exchange.grid import clean

_NOT_XML = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x((?![Dd][89A-Fa-f])[0-9A-Fa-f]{4})_")
_SIGNS = "=+\\-@＝＋－＠"  # OWASP, CSV injection: what makes a spreadsheet compute
_FORMULA = re.compile(rf"'*[{_SIGNS}].", re.DOTALL)
_GUARDED = re.compile(rf"'+[{_SIGNS}].", re.DOTALL)


def xml_escaped(text: str) -> str:
    """`text` as a workbook holds it: each character that XML 1.0 forbids as `_xHHHH_`.

    So too the break of a line that XML would change, and what would be read as such an escape.
    """
    return _NOT_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def xml_unescaped(text: str) -> str:
    """What a text of a workbook says; half a character alone is left escaped, for it is none."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def utf_16(text: str) -> int:
    """How long a text is as spreadsheets count: a character beyond U+FFFF is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def guarded(text: str) -> str:
    """`text` behind an apostrophe where a spreadsheet that opens a .csv would compute it."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """What `guarded` was given."""
    return text[1:] if _GUARDED.match(text) else text


def text_cell(text: str) -> str:
    """`text` as a cell of a .csv that nothing computes and any reader reads."""
    return guarded(clean(text))


def leaves(cell: str, stored: str) -> bool:
    """Whether a cell says what an export of `stored` would, and so leaves it as it is.

    The apostrophe of a .csv is still there when a spreadsheet has saved that as a workbook.
    """
    return cell in (clean(stored), text_cell(stored))
