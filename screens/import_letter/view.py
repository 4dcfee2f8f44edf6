"""The rows of an import letter, and one in full. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from screens.base.row_list import RowGroups, RowText, head_id
from views.glyphs import glyphs
from views.import_letter import LetterItem, LetterKind, OwnerLetter
from views.import_report import counts_text
from views.styled_text import StyledText, TextLine, Tone, line, wrap
from views.table import GUTTER, TableCell, TableColumn, group_head
from wording import N_, _, ngettext, pgettext
from wording.errors import one_line, whole_path

ABOUT_LINES, ROOMY = 6, 76
SIGNS: dict[LetterKind, tuple[str, Tone]] = {
    "contradicts": ("~", "amber"),
    "handed-over": (">", "good"),
    "twin": ("=", "amber"),
    "gone": ("-", "amber"),
    "refused": ("x", "red"),
    "near": ("?", "amber"),
    "added": ("+", "dim"),
    "changed": ("~", "dim"),
}
NOBODY = N_("no owner")
ASK = N_("ask {owners}")
SETTLED: Mapping[LetterKind, str] = {
    "contradicts": N_("Enter opens the project: set there what is right, or correct the table"),
    "handed-over": N_("Enter opens the project; o on the pipeline sets another owner"),
    "gone": N_("d on the pipeline settles it: it stays, ask its owner, end it"),
    "twin": N_("d on the pipeline settles it: one deal, or two"),
    "refused": N_("correct the cell in the table and import it again"),
    "near": N_("if so, : customer in the pipeline makes them one customer"),
}
"""By which key or command each of these is settled."""


class LetterRow(NamedTuple):
    """A line of the letter: an owner, or one thing that is said to them."""

    letter: OwnerLetter
    item: LetterItem | None = None


def list_rows(letters: Sequence[OwnerLetter]) -> dict[str, LetterRow]:
    """Return the lines of a letter by their ids: each owner with what is said to them behind.

    Owners to whom nothing is said are left out, unless they are the only one.
    """
    rows: dict[str, LetterRow] = {}
    for at, letter in enumerate(letters):
        if letter.items or len(letters) == 1:
            rows[head_id(f"{at}") if letter.items else f"{at}"] = LetterRow(letter)
            rows.update(
                (f"{at}.{place}", LetterRow(letter, item))
                for place, item in enumerate(letter.items)
            )
    return rows


def group_by_owner(rows: Mapping[str, LetterRow]) -> RowGroups | None:
    """Return what is said under the owners; none where nothing is."""
    items = [id_ for id_, row in rows.items() if row.item]
    return RowGroups.by_key(items, lambda id_: id_.partition(".")[0]) if items else None


def columns(cells: int, rows: Iterable[LetterRow]) -> tuple[TableColumn, ...]:
    """Return the columns for so many cells; what is said takes what is left.

    Who is to be asked has a column where a line has somebody.
    """
    name, most = (30, 22) if cells >= 110 else (26, 12) if cells >= ROOMY else (20, 12)
    asked = any(row.item is not None and row.item.ask for row in rows)
    rest = cells - GUTTER - name - (most + 1 if asked else 0) - 2
    shown = (
        TableColumn("name", pgettext("import", "Owner, project"), name),
        TableColumn("what", pgettext("import", "What to know"), max(10, rest)),
    )
    return (*shown, TableColumn("ask", pgettext("import", "Ask"), most)) if asked else shown


def row_text(row: LetterRow, shown: Sequence[TableColumn]) -> RowText:
    """Return the cells of a line; owners stand out, and what is only told is dim."""
    if row.item is None:
        cells = (
            TableCell(_owner(row.letter), "strong"),
            TableCell(_summary(row.letter), "dim"),
            TableCell(""),
        )
        head = group_head(_owner(row.letter), _summary(row.letter), "strong")
        return RowText(cells[: len(shown)], head=head)
    sign, tone = _sign(row.item.kind)
    text: Tone = tone if tone in ("red", "dim") else ""
    cells = (
        TableCell(one_line(row.item.project), "dim" if tone == "dim" else ""),
        TableCell(whole_path(row.item.text), text),
        TableCell(_join(row.item.ask), "dim"),
    )
    return RowText(cells[: len(shown)], sign, tone)


def _sign(kind: LetterKind) -> tuple[str, Tone]:
    sign, tone = SIGNS[kind]
    return (glyphs().onward if kind == "handed-over" else sign), tone


def _owner(letter: OwnerLetter) -> str:
    return one_line(letter.owner) or _(NOBODY)


def _join(names: Sequence[str]) -> str:
    return _(", ").join(map(one_line, names))


def _summary(letter: OwnerLetter) -> str:
    asked = questions_text(len(letter.questions))
    return _("; ").join(filter(None, (asked, counts_text(letter.counts))))


def letter_title(row: LetterRow | None) -> TextLine:
    """Return what a line of the letter is about: an owner or a project."""
    if row is None:
        return ()
    if row.item is None:
        return line(StyledText(_owner(row.letter), "strong"))
    sign, tone = _sign(row.item.kind)
    return line(StyledText(f"{sign} ", tone), StyledText(one_line(row.item.project), "strong"))


def about(row: LetterRow | None, cells: int, rows: int) -> list[TextLine]:
    """Return a line of the letter in full."""
    if row is None:
        return []
    if row.item is None:
        return [line(part) for part in wrap(_summary(row.letter), cells, rows)]
    asked = _(ASK).format(owners=_join(row.item.ask)) if row.item.ask else ""
    ends = "  ".join(filter(None, (row.item.place, asked)))
    hint = SETTLED.get(row.item.kind)
    after = [
        line(StyledText(part, "dim"))
        for text in (ends, _(hint) if hint else "")
        for part in wrap(text, cells, 2)
    ]
    text = wrap(row.item.text, cells, max(1, rows - len(after)))
    return [*(line(part) for part in text), *after]


def questions_text(count: int) -> str:
    """Return how many things want an answer, empty for none."""
    return ngettext("{count} to ask", "{count} to ask", count).format(count=count) if count else ""
