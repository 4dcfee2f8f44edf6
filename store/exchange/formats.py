"""Excel's number formats, as far as they decide what a table's reader saw in a cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    36: 'yyyy"年"m"月"',
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    41: "#,##0",
    42: "#,##0",
    43: "#,##0.00",
    44: "#,##0.00",
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: 'm"月"d"日"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}
"""The formats that files name by number only, 27 to 58 as a Chinese Excel means them."""

_TOKEN = re.compile(r'"([^"]*)"|[\\!](.)|[_*].|\[\$([^\]-]*)[^\]]*\]|(\[[^\]]*\])|(.)', re.DOTALL)
_DIGITS = re.compile(r"[0#?][0#?,]*(?:\.(?P<decimals>[0#?]*))?(?P<scale>,*)")
_GENERAL = re.compile(r"general|g/通用格式", re.IGNORECASE)
_LAST_SERIAL = 2_958_465  # 9999-12-31
_SURE_DIGITS = 15
_MOST_DECIMALS = 10


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How a number is shown: as a date, with so many decimals, between a prefix and a suffix.

    `decimals` is the least and the most shown, None for as many as there are. `scaled` formats show
    something else than the number itself (thousands, a percentage).
    """

    kind: Literal["number", "day", "month", "year"] = "number"
    prefix: str = ""
    suffix: str = ""
    decimals: tuple[int, int] | None = None
    scaled: bool = False

    def shown(self, value: float) -> str:
        """The number as the cell shows it, without thousands separators."""
        plain = _plain(value)
        if self.scaled:
            return plain
        if self.decimals is not None and abs(value) < 10**_SURE_DIGITS:
            plain = _rounded(plain, *self.decimals)
        return f"{self.prefix}{plain}{self.suffix}"

    def exact(self, value: float) -> str:
        """The number in full, with the currency or unit that its format puts around it."""
        return _plain(value) if self.scaled else f"{self.prefix}{_plain(value)}{self.suffix}"

    def date(self, value: float, from_1904: bool) -> str | None:
        """The date of a serial number, as precise as it is shown, None where it is none."""
        serial = value + 1462 if from_1904 else value
        if self.kind == "number" or not 1 <= serial < _LAST_SERIAL + 1:
            return None
        if serial < 60:  # Excel believes in 1900-02-29
            serial += 1
        day = datetime(1899, 12, 30) + timedelta(days=int(serial))
        return f"{day:%Y-%m-%d}"[: {"day": 10, "month": 7, "year": 4}[self.kind]]


def number_format(code: str) -> NumberFormat:
    """The format that `code` describes; only its section for positive numbers is looked at."""
    written = _tokens(code)
    letters = {char.lower() for char, literal in written if not literal}
    if not _GENERAL.search(code) and letters & set("ymd"):
        return NumberFormat(kind=_precision(letters))
    pattern = "".join("\0" if literal else char for char, literal in written)
    text = "".join(char for char, _ in written)
    found = _GENERAL.search(pattern)
    if found:
        return NumberFormat(prefix=text[: found.start()], suffix=text[found.end() :])
    found = _DIGITS.search(pattern)
    if not found or letters & set("e%/"):
        return NumberFormat(scaled=True)
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


def _tokens(code: str) -> list[tuple[str, bool]]:
    """The characters of the first section, each with whether it only stands for itself."""
    written: list[tuple[str, bool]] = []
    for found in _TOKEN.finditer(code):
        quoted, escaped, currency, _bracket, char = found.groups()
        if char == ";":
            break
        for literal in (quoted, escaped, currency):
            written += [(one, True) for one in literal or ""]
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
    """All that a double holds for sure, without an exponent."""
    digits = f"{Decimal(f'{value:.{_SURE_DIGITS}g}'):f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _rounded(plain: str, least: int, most: int) -> str:
    rounded = f"{Decimal(plain).quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP):f}"
    while "." in rounded and rounded.endswith("0") and len(rounded.partition(".")[2]) > least:
        rounded = rounded[:-1]
    return rounded.rstrip(".")
