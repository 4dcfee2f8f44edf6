"""What a face of the numbers room consists of: lines, and those that the cursor stands on. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from deals.numbers.states import ProjectState
from deals.parsing.amounts import HOME, money
from views.glyphs import glyphs
from views.marks import titled_rule
from views.styled_text import StyledText, TextLine, fit, line, width, wrap
from wording import _, language

AboutLines = Callable[[int], Sequence[TextLine]]
LABEL_CELLS = 12
NARROW = 50
"""In fewer cells, as beside a face, a label has a line of its own."""
MOST_WRAPPED, RANGE_END = 6, 6


def _say_nothing(_cells: int) -> Sequence[TextLine]:
    return ()


class NamedDeals(NamedTuple):
    """Deals by their ids, with what they are: `fewest Grid dispatch (71%)`."""

    text: str
    ids: tuple[str, ...]


class UrgentDeals(NamedTuple):
    """The deals behind a line that need somebody, as `find` gives them in the `order` it tells."""

    find: Callable[[], Sequence[ProjectState]]
    order: str


@dataclass(frozen=True, slots=True)
class NumbersRow:
    """A line of a face; with an `id` the cursor stands on it.

    Enter opens its `projects`; the pane has `title` and, in so many cells, `about`; `sums` says how
    the figure came about. `stars` are the sets of deals that would close a gap; `urgent` are those
    that triage goes through in an order of their own.
    """

    text: TextLine
    id: str = ""
    title: TextLine = ()
    projects: Sequence[str] = ()
    about: AboutLines = _say_nothing
    sums: AboutLines = _say_nothing
    stars: tuple[NamedDeals, ...] = ()
    urgent: UrgentDeals | None = None


NumbersFace = Sequence[NumbersRow]


def short_money(amount: int) -> str:
    """Return a sum in about three digits, without its currency."""
    text = money(abs(amount), HOME, language())
    return f"-{text}" if amount < 0 else text


def plus_text(amount: int) -> str:
    """Return a change of a sum, with its sign."""
    return short_money(amount) if amount < 0 else f"+{short_money(amount)}"


def range_text(low: int, high: int) -> str:
    """Return from what to what, so that ranges below one another line up."""
    return f"{short_money(low)} .. {fit(short_money(high), RANGE_END, 'right')}"


def whole_text(amount: int) -> str:
    """Return a sum to the last unit."""
    return f"{amount:,}"


def percent_text(share: float) -> str:
    """Return a share as a whole percent; what is above 0 is not called 0, nor below 1 all."""
    percent = 100 * share
    if 0 < percent < 1:
        return "<1%"
    if 99 < percent < 100:
        return ">99%"
    return f"{int(percent + 0.5)}%"


def rule_row(title: str, cells: int) -> NumbersRow:
    """Return a rule with a title in it."""
    return NumbersRow(titled_rule(line(StyledText(title, "strong")), cells))


def text_rows(text: str, cells: int, indent: int = 0) -> list[NumbersRow]:
    """Return a quiet sentence as lines, so many cells in."""
    parts = wrap(text, max(1, cells - indent - 1), MOST_WRAPPED)
    return [NumbersRow(line(StyledText(" " * indent + part, "dim"))) for part in parts]


def labelled_lines(label: str, texts: Iterable[str], cells: int) -> list[TextLine]:
    """Return texts behind a quiet label, each from a line of its own on."""
    lines, start = list[TextLine](), label
    if cells < NARROW and label:
        lines.append(line(StyledText(label, "dim")))
        return [*lines, *labelled_lines("", texts, cells)]
    room = 2 if cells < NARROW else max(LABEL_CELLS, width(label)) + 1
    for text in texts:
        for part in wrap(text, max(1, cells - room), MOST_WRAPPED):
            head = start + " " * (room - width(start))
            lines.append(line(StyledText(head, "dim"), part))
            start = ""
    return lines


def waiting_text() -> str:
    """Return what stands for a figure that is still being worked out."""
    return glyphs().cut


def cases_text(wins: int, cases: int) -> str:
    """Return how many of how many."""
    return _("{count} of {total}").format(count=wins, total=cases)
