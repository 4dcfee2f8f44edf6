"""The plan as a table with its Gantt strip: rows x days -> picture. Pure.

Signs of the strip: `=` work done or being done, `.` work still to come, `-` work dropped, `o` a
checkpoint to come, `x` one looked at, `!` one past its day, `|` today, `<` `>` a bar out of sight.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby

from deals.model import PlanRow
from deals.plan import Group, is_late, late_checks, numbers
from screens.kit.cells import fit, width
from screens.kit.picture import Knot, Picture
from screens.kit.spans import Line, Span, Tone, crop
from screens.kit.wording import _, language, ngettext
from screens.plan.knots import FIELD, ROW
from screens.plan.scale import Scale, Zoom, starting

NUMBER, DATES, TAIL = 6, 11, 9
LEAST = 8
_KEPT = 2000


@dataclass(frozen=True, slots=True)
class Sight:
    """How the plan is looked at: the day, the zoom, how far the strip is moved, in its cells, and
    which rows are to stand out.
    """

    today: date
    zoom: Zoom = "day"
    shift: int = 0
    lit: Collection[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Widths:
    """The cells of the columns that are not the same at every width."""

    content: int
    person: int
    strip: int


@dataclass(frozen=True, slots=True)
class _Look:
    """What the picture of every row depends on."""

    today: date
    scale: Scale
    widths: _Widths
    language: str


def gantt(groups: tuple[Group, ...], sight: Sight, cells: int) -> Picture:
    """The plan in so many cells: a heading and its rows for each field of work."""
    widths, scale = _widths(cells), strip_scale(groups, sight, cells)
    number, lines, knots = numbers(groups), list[Line](), dict[str, Knot]()
    # The cursor covers what a row is called, not its strip: that stays readable, and costs less.
    lead = min(cells, 2 + NUMBER + widths.content)
    look = _Look(sight.today, scale, widths, language())
    for at, group in enumerate(groups, 1):
        head = _heading(at, group, sight.today)
        one = f"{FIELD}{group.bone}"
        knots[one] = Knot(one, 0, len(lines), lead, crop(head, lead))
        lines.append(head)
        for row in group.rows:
            called = (number[row.id], number.get(row.after or "", ""))
            name, rest = _row(row, called, row.id in sight.lit, look)
            one = f"{ROW}{row.id}"
            knots[one] = Knot(one, 0, len(lines), lead, name)
            lines.append((*name, *rest))
    return Picture(tuple(lines), knots, _head(scale, widths, sight), cells)


def strip_scale(groups: tuple[Group, ...], sight: Sight, cells: int) -> Scale:
    """The days that the strip shows."""
    days = [day for group in groups for row in group.rows for day in _days(row)]
    scale = starting(sight.zoom, days, sight.today, max(1, _widths(cells).strip))
    return scale.moved(sight.shift) if sight.shift else scale


def field_title(group: Group) -> str:
    """What a field of work is called."""
    return group.title(language()) or _("Other work")


def _days(row: PlanRow) -> Iterator[date]:
    yield from (day for day in (row.start, row.end) if day is not None)
    yield from (one.on for one in row.checkpoints if one.on is not None)


def _widths(cells: int) -> _Widths:
    person = 8 if cells >= 100 else 6
    room = max(0, cells - 2 - NUMBER - DATES - TAIL - person - 4)
    content = max(LEAST, room * 9 // 20)
    return _Widths(content, person, max(0, room - content))


def _heading(at: int, group: Group, today: date) -> Line:
    rows, name = group.rows, f"{at} {field_title(group)}"
    late = sum(is_late(row, today) or bool(late_checks(row, today)) for row in rows)
    count = ngettext("{count} row", "{count} rows", len(rows)).format(count=len(rows))
    parts = [Span("v " if rows else "  ", "strong"), Span(name, "strong" if rows else "dim")]
    parts.append(Span(f"  {count}" if rows else "", "dim"))
    if late:
        parts.append(Span("  " + _("{count} late").format(count=late), "red"))
    return tuple(parts)


@lru_cache(maxsize=_KEPT)
def _row(row: PlanRow, called: tuple[str, str], lit: bool, look: _Look) -> tuple[Line, Line]:
    """The name of a row, under the cursor if it is there, and what stands behind it.

    Kept, so that a change of one row of many costs that row; `called` is what the row and the one
    that it waits for are called.
    """
    today, widths = look.today, look.widths
    late, checks = is_late(row, today), late_checks(row, today)
    tone: Tone = "red" if late else "dim" if row.state in ("done", "dropped") else ""
    own: Tone = "strong" if not tone and lit else tone
    sign = "!" if late or checks else "*" if lit else " "
    told = fit(called[0], NUMBER) + fit(row.content, widths.content)
    name = (Span(f"{sign} ", "red" if sign == "!" else own), Span(told, own))
    facts = f" {fit(dates_text(row), DATES)} {fit(row.responsible, widths.person)} "
    strip = _toned(_strip(row, today, look.scale, widths.strip), tone)
    return name, (Span(facts, tone), *strip, Span(" ", tone), *_tail(row, called[1], tone, today))


def _toned(strip: list[str], tone: Tone) -> Iterator[Span]:
    """What is missed in red, all else in the tone of the row: each change of tone costs bytes."""
    for missed, chars in groupby(strip, lambda char: char == "!"):
        yield Span("".join(chars), "red" if missed else tone)


def _strip(row: PlanRow, today: date, scale: Scale, cells: int) -> list[str]:
    """One character a cell."""
    strip, now = [" "] * cells, scale.cell(today)
    if 0 <= now < cells:
        strip[now] = "|"
    first, last = row.start or row.end, row.end or row.start
    if first is not None and last is not None and cells:
        _bar(strip, row, (scale.cell(first), scale.cell(last)), now)
    missed = {one.id for one in late_checks(row, today)}
    for check in row.checkpoints:
        at = scale.cell(check.on) if check.on is not None else -1
        if 0 <= at < cells and strip[at] != "!":
            strip[at] = "x" if check.done else "!" if check.id in missed else "o"
    return strip


def _bar(strip: list[str], row: PlanRow, bar: tuple[int, int], now: int) -> None:
    first, last = bar
    if last < 0:
        strip[0] = "<"
    elif first >= len(strip):
        strip[-1] = ">"
    for cell in range(max(0, first), min(len(strip) - 1, last) + 1):
        done = row.state == "done" or (row.state == "doing" and cell <= now)
        strip[cell] = "-" if row.state == "dropped" else "=" if done else "."


def _tail(row: PlanRow, before: str, own: Tone, today: date) -> Iterator[Span]:
    """What the row waits for and how it stands, as far as there is room."""
    after = f"<{before}" if before else ""
    word, tone = state_word(row, today)
    room = TAIL - width(word)
    if after and width(after) < room:
        yield Span(after + " ", own)
    yield Span(word, tone)


def state_word(row: PlanRow, today: date) -> tuple[str, Tone]:
    """How a row stands in a word; nothing for one that is simply to come."""
    if is_late(row, today):
        return _("late"), "red"
    if late_checks(row, today):
        return _("check"), "red"
    words: Mapping[str, tuple[str, Tone]] = {
        "doing": (_("doing"), "info"),
        "done": (_("done"), "good"),
        "dropped": (_("dropped"), "dim"),
    }
    return words.get(row.state, ("", ""))


def dates_text(row: PlanRow) -> str:
    """First and last day in as few cells as can be, without the year."""
    first, last = row.start, row.end
    if first is None and last is None:
        return ""
    start = f"{first:%m-%d}" if first else ".."
    if first == last:
        return start
    return f"{start}/{last:%m-%d}" if last else f"{start}/.."


def _head(scale: Scale, widths: _Widths, sight: Sight) -> tuple[Line, Line]:
    over, under = scale.heads(sight.today)
    before = 2 + NUMBER + widths.content + DATES + widths.person + 3
    now = scale.cell(sight.today)
    titles = "".join(
        fit(text, size)
        for text, size in (
            ("", 2),
            (_("No."), NUMBER),
            (_("Content"), widths.content + 1),
            (_("Days"), DATES + 1),
            (_("Who"), widths.person + 1),
        )
    )
    top = (Span(" " * before + over, "dim"),)
    if not 0 <= now < widths.strip:
        return top, (Span(titles + under, "dim"),)
    marked = (Span(titles + under[:now], "dim"), Span("v", "key"), Span(under[now + 1 :], "dim"))
    return top, marked
