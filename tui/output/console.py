"""The one writer to the standard streams: styled on a terminal, plain lines everywhere else."""

from __future__ import annotations

import re
import sys
import unicodedata
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import compress
from shutil import get_terminal_size

from deals.errors import UserError
from deals.numbers.day_rates import DayRates
from deals.playbook import Playbook
from tui.output.plain_text import (
    CardLine,
    ListedProject,
    OutputColumn,
    brief,
    past_cells,
    past_columns,
    past_summary,
    pipeline_cells,
    pipeline_columns,
    pipeline_summary,
)
from tui.tty import nobody_reads
from views.changes import LogLine
from views.styled_text import disarm_text, fit, width, wrap
from wording import say_in_full

TONES = {"!": "bold red", "~": "yellow"}
RULE = "    \n    \n -- \n    \n    \n    \n    \n    \n"
WHEN = 16  # cells of 2026-03-02 09:00
MOST_LINES = 40  # of one wrapped text; longer ones are cut


def shows_styles() -> bool:
    """Whether a person looks on: standard output is a terminal."""
    return sys.stdout.isatty()


def print_line(text: str = "") -> None:
    """Print one line, whatever user text it holds made harmless."""
    _print(disarm_text(text) + "\n")


def print_lines(texts: Iterable[str]) -> None:
    """Print texts, a line each."""
    for text in texts:
        print_line(text)


def complain(text: str) -> None:
    """Print one line on the error stream."""
    try:
        sys.stderr.write(disarm_text(text) + "\n")
    except BrokenPipeError:
        nobody_reads(sys.stderr)


def refuse(refusals: Iterable[UserError]) -> int:
    """Print why something is refused, a line each; the exit code that goes with it."""
    for refusal in refusals:
        complain(say_in_full(refusal))
    return 1


def json(content: bytes) -> None:
    """Print JSON in UTF-8, for programs to read, whatever the locale says.

    On a terminal what could steer or mislead it is escaped; it is the same value, and in a pipe the
    same bytes.
    """
    _raw(escaped_json(content) if shows_styles() else content)


def sheet(content: bytes) -> None:
    """Print separated values, or a drawing, in UTF-8 for other programs, whatever the locale says.

    On a terminal what could steer or mislead it is shown by its number, as in `<U+202E>`.
    """
    _raw(shown_marks(content.removeprefix(BOM_UTF8)) if shows_styles() else content)


def _raw(content: bytes) -> None:
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        nobody_reads()


def parts(card: Iterable[CardLine]) -> None:
    """Print the lines of a card, long ones wrapped under their beginning on a terminal."""
    for text, indent, following in card:
        if not shows_styles():
            print_line(indent + text)
            continue
        room = max(20, terminal_width() - width(following or indent))
        for number, piece in enumerate(wrap(text, room, MOST_LINES) or [""]):
            print_line((following if number else indent) + piece)


def sentences(texts: Iterable[str]) -> None:
    """Print sentences, each wrapped on a terminal."""
    parts(CardLine(text) for text in texts)


def entries(log: Sequence[LogLine]) -> None:
    """Print a project's log, an entry a line, what happened under one another."""
    who = max((width(entry.by) for entry in log), default=0)
    heads = (f"{fit(entry.when, WHEN)}  {fit(entry.by, who)}  " for entry in log)
    parts(
        CardLine(entry.text, head, " " * width(head))
        for entry, head in zip(log, heads, strict=True)
    )


def pipeline(shown: Sequence[ListedProject], playbook: Playbook, rates: DayRates) -> None:
    """Print the projects shown as a table, with their summary below."""
    if shown:
        table(pipeline_columns(), [pipeline_cells(project, playbook) for project in shown])
        print_line()
    print_line(pipeline_summary(shown, playbook, rates))


def past_pipeline(
    shown: Sequence[ListedProject], playbook: Playbook, rates: DayRates, day: date
) -> None:
    """Print the projects as they stood at the end of a day, with their summary below."""
    if shown:
        table(past_columns(), [past_cells(project, playbook) for project in shown])
        print_line()
    print_line(past_summary(shown, playbook, rates, day))


def briefs(shown: Sequence[ListedProject], playbook: Playbook, rates: DayRates) -> None:
    """Print the projects shown with their reasons, with their summary below."""
    for project in shown:
        parts(brief(project, playbook))
        print_line()
    print_line(pipeline_summary(shown, playbook, rates))


def terminal_width() -> int:
    """Return the columns of the terminal on standard output, 80 where it does not tell."""
    return get_terminal_size().columns


def table(columns: Sequence[OutputColumn], rows: Sequence[Sequence[str]]) -> None:
    """Print a table: fitted to a terminal by Rich, aligned and whole in a pipe."""
    if shows_styles():
        _rich_table(columns, rows)
        return
    headings = [column.heading for column in columns]
    for text in align_cells(headings, rows, [column.figures for column in columns]):
        _print(text + "\n")


def _print(text: str) -> None:
    try:
        sys.stdout.write(text)
    except BrokenPipeError:
        nobody_reads()


def _rich_table(columns: Sequence[OutputColumn], rows: Sequence[Sequence[str]]) -> None:
    from rich.box import Box
    from rich.console import Console
    from rich.table import Table

    from tui.output.cell_text import CellText

    console = Console(markup=False, highlight=False, emoji=False, force_terminal=True)
    shown = [column.room <= console.width for column in columns]
    sheet = Table(box=Box(RULE, ascii=True), show_edge=False, padding=0, header_style="bold")
    for column in compress(columns, shown):
        sheet.add_column(
            column.heading,
            justify="right" if column.figures else "left",
            no_wrap=not column.least,
            min_width=column.least,
            max_width=column.most,
            overflow="fold",
        )
    for row in rows:
        style = TONES.get(row[0], "")
        sheet.add_row(*(CellText(disarm_text(cell), style=style) for cell in compress(row, shown)))
    console.print(sheet)


# C0 but for tab and line feed, DEL and C1; all else that is harmful is not ASCII.
_SUSPECT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]|[^\x00-\x7f]")
_HARMFUL = frozenset({"Cc", "Cf", "Zl", "Zp"})


def escaped_json(content: bytes) -> bytes:
    """Return JSON of the same value with each such character as its UTF-16 units: `\\uXXXX`."""
    return _replace_marks(content, lambda char: "".join(f"\\u{unit:04x}" for unit in _utf_16(char)))


def shown_marks(content: bytes) -> bytes:
    """Return the text with `<U+XXXX>` in the place of each such character."""
    return _replace_marks(content, lambda char: f"<U+{ord(char):04X}>")


def _replace_marks(content: bytes, written: Callable[[str], str]) -> bytes:
    def harmless(found: re.Match[str]) -> str:
        char = found[0]
        return written(char) if unicodedata.category(char) in _HARMFUL else char

    return _SUSPECT.sub(harmless, content.decode("utf-8")).encode("utf-8")


def _utf_16(char: str) -> tuple[int, ...]:
    units = char.encode("utf-16-be")
    return tuple(int.from_bytes(units[at : at + 2]) for at in range(0, len(units), 2))


GAP = "  "


def align_cells(
    headings: Sequence[str], rows: Sequence[Sequence[str]], figures: Sequence[bool]
) -> Iterator[str]:
    """Yield the lines of the table, headings first; columns line up in cells and nothing is cut.

    `figures` tells which columns are set to the right. User text is made harmless.
    """
    lines = [headings, *rows]
    widths = [max(map(width, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = [
            fit(text, wide, "right" if number else "left")
            for text, wide, number in zip(line, widths, figures, strict=True)
        ]
        yield GAP.join(cells).rstrip()
