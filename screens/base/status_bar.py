"""The status bar of a screen: the line above the footer, and what it lays over the pane. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from deals.errors import UserError
from screens.base.prompts import LineEdit
from views.styled_text import (
    StyledText,
    TextLine,
    Tone,
    cells_of,
    clean,
    cut,
    flow,
    head,
    line,
    tail,
    width,
    wrap,
)
from wording import N_, _, ngettext

MOST_LINES = 4
ROOM_TO_TYPE = 20


@dataclass(frozen=True, slots=True)
class StatusBar:
    """The status line, the lines over the pane, and the caret's cell while something is typed.

    An empty one leaves the status line to the screen's standing ends.
    """

    line: TextLine = ()
    above: tuple[TextLine, ...] = ()
    caret: int | None = None


def message_bar(text: str, tone: Tone, cells: int) -> StatusBar:
    """Return a message in as many lines as it needs."""
    if not text.strip():
        return StatusBar()
    *above, last = [
        line(StyledText(f" {part}", tone)) for part in wrap(text, cells - 2, MOST_LINES)
    ]
    return StatusBar(last, tuple(above))


def typing_bar(label: str, edit: LineEdit, echo: TextLine, cells: int) -> StatusBar:
    """Return a line being typed in the status line, what it means above it."""
    head = (
        *cut(line(StyledText(f" {label}", "key")), cells - ROOM_TO_TYPE),
        StyledText(" ", "key"),
    )
    typed, caret = edit.view(max(10, cells - cells_of(head) - 1))
    return StatusBar((*head, *typed), tuple(wrap_spans(echo, cells)), cells_of(head) + caret)


def echo_bar(label: str, echo: TextLine, cells: int) -> StatusBar:
    """Return what a text typed elsewhere means."""
    *above, last = wrap_spans(line(StyledText(f"{label} ", "strong"), *echo), cells) or [()]
    return StatusBar(last, tuple(above))


def choice_bar(label: str, options: Iterable[tuple[str, str]], cells: int) -> StatusBar:
    """Return a few things at one key each, (key, name)."""
    *lines, end = wrap(label, cells - 2, MOST_LINES - 1)
    pieces = [line(StyledText(f" {end} ", "strong"))]
    pieces += [line(StyledText(f" {key}", "key"), f" {name} ") for key, name in options]
    *over, last = flow(pieces, cells - 1)
    return StatusBar(last, (*(line(StyledText(f" {text}", "strong")) for text in lines), *over))


def wrap_spans(spans: TextLine, cells: int) -> list[TextLine]:
    """Return the spans as they are where they fit.

    Else in several lines of the tone most of it has.
    """
    if not cells_of(spans):
        return []
    if cells_of(spans) < cells - 1:
        return [(StyledText(" "), *spans)]
    tone = max(spans, key=lambda span: len(span.text)).tone
    text = "".join(span.text for span in spans)
    return [line(StyledText(f" {part}", tone)) for part in wrap(text, cells - 2, MOST_LINES)]


_SHORT: Mapping[str, str] = {
    "store-vanished": N_("the store is gone, nothing is saved (: write-held): {file}"),
    "store-older": N_("an older copy stands here, nothing is saved (: write-held): {file}"),
    "store-other": N_("another store stands here, nothing is saved (: write-held): {file}"),
}
_ELSE = N_("the store does not read, nothing is saved (: write-held): {file}")
_SHORTEST_PLACE = 12


def trouble_line(trouble: UserError, cells: int) -> str:
    """Return the line of so many cells that stands while the trouble lasts.

    The meaning comes first and is kept whole, the file last; of its path the middle goes.
    """
    text, file = _(_SHORT.get(trouble.code, _ELSE)), clean(str(trouble.figures.get("file", "")))
    room = max(_SHORTEST_PLACE, cells - width(text.format(file="")))
    return text.format(file=shorten_middle(file, room))


def leaving_text(trouble: UserError, count: int) -> str:
    """Return what is said to who leaves while the trouble lasts: how many projects are held and not
    written, and what the same key does if it comes again.
    """
    if trouble.code == "store-vanished":
        return ngettext(
            "not saved: {count} project is held here, and the store is gone; the same key again "
            "leaves and keeps it as a file, if the disk is there (: write-held writes it now)",
            "not saved: {count} projects are held here, and the store is gone; the same key again "
            "leaves and keeps them as a file, if the disk is there (: write-held writes them now)",
            count,
        ).format(count=count)
    return ngettext(
        "not saved: {count} project is held here, and something else is in the store's place; "
        "the same key again leaves and keeps it as a file (: write-held writes it now)",
        "not saved: {count} projects are held here, and something else is in the store's place; "
        "the same key again leaves and keeps them as a file (: write-held writes them now)",
        count,
    ).format(count=count)


def unkept_text(reason: str) -> str:
    """Return what is said to who leaves where even the file of what is held cannot be written."""
    return _(
        "not left, or what is held here would be lost: {reason}. Free space and press the key "
        "again, or bring the store back (: write-held); : leave-anyway leaves all the same"
    ).format(reason=reason)


def shorten_middle(text: str, cells: int) -> str:
    """Return a text that fits so many cells, its middle left out where it is longer."""
    if width(text) <= cells:
        return text
    end = tail(text, (cells - 3) * 2 // 3)
    return f"{head(text, cells - 3 - width(end))}...{end}"
