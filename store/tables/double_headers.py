"""Headers in two rows: 预签 over 金额(万元) and 时间 means 预签金额(万元) and 预签时间."""

from __future__ import annotations

import re
from collections.abc import Callable

from deals.parsing.text import fold_text
from store.tables.grid import GridCell, GridRow

_SAYS_ALL = re.compile(r"total|full|gross|all|sum|100 ?%|unweighted|nominal|合计|总计|总额|全额|总")
_HAN = re.compile(r"[\u3400-\u9fff]")


def join_headers(upper: GridRow, lower: GridRow, names: Callable[[str], bool]) -> GridRow | None:
    """Join two rows to the one that they mean as headers; None where the lower is none.

    A cell of the lower row is read with the one above that spans its column; alone where only that
    `names` a field. Below a cell that spans its own column alone only its continuation may stand.
    """
    children = {number: cell for number, cell in lower.cells.items() if not cell.covered}
    parents = {number: _parent(upper, number) for number in children}
    spans = [parent for parent in parents.values() if parent is not None]
    if not spans or None in parents.values():
        return None
    for parent in spans:
        if spans.count(parent) == 1 and not upper.cells[parent].wide:
            return None
    joined = {number: cell for number, cell in upper.cells.items() if number not in spans}
    texts = [cell.text for cell in children.values()]
    for number, cell in children.items():
        above = upper.cells[parents[number] or 0]
        alone = texts.count(cell.text) == 1
        joined[number] = GridCell(_join_texts(above.text, cell.text, names, alone=alone))
    return GridRow(lower.number, joined, lower.hidden)


def _parent(upper: GridRow, column: int) -> int | None:
    """Return the column of the upper cell that reaches to a column; blank cells go on with it."""
    return max((number for number in upper.cells if number <= column), default=None)


def _join_texts(above: str, below: str, names: Callable[[str], bool], *, alone: bool) -> str:
    """Return what names a field, the whole or the text below; else that below if it is `alone`."""
    apart = "" if _HAN.search(above) or _HAN.search(below) else " "
    whole = f"{above}{apart}{below}"
    if names(above) and _SAYS_ALL.fullmatch(fold_text(below)):
        return above
    return whole if names(whole) or not (names(below) or alone) else below
