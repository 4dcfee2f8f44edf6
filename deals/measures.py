"""The measures that a contingency question asks for, as a list."""

from __future__ import annotations

from deals.parsing.text import LatePattern

_CIRCLED = "①②③④⑤⑥⑦⑧⑨"
_FIRST = LatePattern(r"(?:^|[:：])\s*(?:[(（]?1(?:[.、)）:：](?!\d)|\s)|①)\s*")
_NEXT = LatePattern(r"(?:(?<=[\s；;。，,、])[(（]?([2-9])(?:[.、)）:：](?!\d)|\s)|([②③④⑤⑥⑦⑧⑨]))\s*")
_ENDS = " \t；;，,、"


def list_measures(text: str) -> tuple[str, ...]:
    """List the measures of an answer: one a line, or numbered from 1 in a line (`1 … 2 …`).

    What is written without either is one measure. What stands before the first number belongs to
    it, so that nothing written is left out.
    """
    return tuple(measure for row in text.splitlines() for measure in _split_row(row) if measure)


def _split_row(row: str) -> list[str]:
    first = _FIRST.search(row)
    if first is None:
        return [row.strip()]
    parts, at = list[str](), first.end()
    for found in _NEXT.finditer(row, first.end()):
        number = int(found[1]) if found[1] else _CIRCLED.index(found[2]) + 1
        if number == len(parts) + 2:
            parts.append(row[at : found.start()].strip(_ENDS))
            at = found.end()
    if not parts:
        return [row.strip()]
    before = row[: first.start()].strip()
    parts[0] = f"{before}: {parts[0]}" if before else parts[0]
    return [*parts, row[at:].strip(_ENDS)]
