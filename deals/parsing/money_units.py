"""Units of money that a size and a currency are written together in: `k€`, `$ '000`, `MSEK`, `T€`.

Headers have them, and cells.
"""

from __future__ import annotations

import re

from deals.parsing.currencies import CODES
from deals.parsing.text import LatePattern, fold_text

_ANY_CODE = "|".join(map(str.casefold, CODES))
_CODE = rf"(?:{_ANY_CODE})(?![a-z])"
_SIGN = r"(?:[a-z]{1,2})?\$|[€£¥₩₹₽]"
_SIZE_WORDS = {
    "k": r"thousands?|thsd|tsd|t(?=(?: ?(?:€|\$|£)| ?(?:eur|usd|gbp|chf)(?![a-z])))",
    "m": r"millions?|mio|mill|mln|mm|mn",
    "bn": r"billions?|mrd|bln",
}
_ZEROS = LatePattern(
    r"(?<![0-9.,])(?:['’‘´`]? ?|(?:x ?)?1[., ]?)000(?P<more>[., ]?['’]?000)? ?(?:['’‘]?s)?(?![0-9])"
)
_SIZES = LatePattern(
    "|".join(
        rf"(?P<{size}>(?<![a-z])(?:{words})(?![a-z])\.?)" for size, words in _SIZE_WORDS.items()
    )
)
_AHEAD = LatePattern(rf"(?<![a-z])(?P<size>[kmt]) ?(?P<money>{_SIGN}|{_CODE})")
_BEHIND = LatePattern(
    rf"(?<![a-z])(?P<money>{_SIGN}|(?:{_ANY_CODE})) ?(?P<size>k|mm?|mn|bn)(?![a-z])"
)
_OF = LatePattern(r"(?<![a-z])(k|m|bn) (?:of|in) ")
_KR = LatePattern(r"(?<![a-z])(?P<size>[tkm]?)kr(?:onor|oner)?(?![a-z])\.?")
_CELL = LatePattern(rf"(?<![a-z])(?P<size>[kmt])(?P<money>{_CODE})(?P<number> ?[0-9][0-9.,'’ ]*)?")


_TAX = (
    r"(?:(?:不含|含|未)[税稅]|[税稅][前后後]|"
    r"(?:plus|zzgl\.?|ex(?:cl?)?\.?|excluding|w/o|without|net of|before|incl?\.?|including|"
    r"inkl\.?|with|exkl\.?|\+) ?(?:vat|tax|gst|btw|mwst\.?|ust\.?|iva|tva|moms)|"
    r"(?:net|netto|gross|brutto|bruto|htva|ht|ttc)(?![a-z]))"
)
_PHASES = (
    r"分[0-9一二两兩三四五六七八九十多几幾]+(?:期|批|次|年|阶段|階段|笔)(?:付款|支付|实施|建设|执行|交付)?|"
    r"in (?:[2-9]|two|three|four|several) (?:phases|stages|instal?lments|lots|parts)"
)
_ASIDE = LatePattern(
    rf"(?P<amount>.*?[^ (\[,，、;+]) ?[,，、;]? ?"
    rf"(?:\((?:{_TAX}|{_PHASES})价?\)|(?:{_TAX}|{_PHASES})价?)"
)


def drop_aside(folded: str) -> str:
    """Return an amount, folded, without what it says of taxes or of phases, as `120k ex VAT`."""
    found = _ASIDE.fullmatch(folded)
    return found["amount"] if found else folded


def spread_units(header: str) -> str:
    """Return a header, folded, with the size and the currency of its unit apart.

    `k€` becomes `k €`, `€ '000` and `T€` likewise; a text without such a unit stays as it is.
    """
    text = fold_text(header)
    for pattern, put in (
        (_ZEROS, lambda found: " m " if found["more"] else " k "),
        (_SIZES, lambda found: f"{found.lastgroup} "),
        (_KR, lambda found: f" {_size(found['size'])} kr "),
        (_AHEAD, lambda found: f" {_size(found['size'])} {found['money']} "),
        (_BEHIND, lambda found: f" {found['money']} {_size(found['size'])} "),
    ):
        text = pattern.compiled.sub(put, text)
    text = re.sub(r" +(?=[)\]】])", "", re.sub(" +", " ", text)).strip()
    return _OF.sub(r"\1 ", text)


def part_cell_units(folded: str) -> str:
    """Return an amount, folded, with the size of its unit at its figure: `3 msek`, `keur 120`."""
    return _CELL.compiled.sub(
        lambda found: (
            f"{found['money']} {found['number'].strip()}{_size(found['size'])}"
            if found["number"]
            else f"{_size(found['size'])} {found['money']}"
        ),
        folded,
    )


def _size(letters: str) -> str:
    return {"t": "k", "mm": "m", "mn": "m"}.get(letters, letters)
