"""The plan as a table with its Gantt strip: rows x days -> picture. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from deals.model import PlanRow
from deals.plan import Group, is_late, late_checks, numbers
from screens.kit.cells import fit, width
from screens.kit.picture import Knot, Picture
from screens.kit.spans import Line, Span, Tone, cells_of, crop
from screens.kit.wording import _, language, ngettext
from screens.kit.wording.planning import field_title
from screens.plan.knots import FIELD, ROW
from screens.plan.scale import Scale, Zoom, opening, starting
from screens.plan.strip import bar_of, dates_text, days_of, laid_over, strip_of, toned

NUMBER, DATES, TAIL = 6, 11, 9
LEAST = 8
_KEPT = 2000


@dataclass(frozen=True, slots=True)
class Sight:
    """How the plan is looked at: the day, the zoom, how far the strip is moved, in its cells, which
    rows are to stand out, and the knots that are folded.
    """

    today: date
    zoom: Zoom = "day"
    shift: int = 0
    lit: Collection[str] = frozenset()
    folded: Collection[str] = frozenset()


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
        one = f"{FIELD}{group.bone}"
        folded = bool(group.rows) and one in sight.folded
        head = _heading(at, group, sight.today, folded=folded)
        knots[one] = Knot(one, 0, len(lines), lead, crop(head, lead))
        lines.append((*head, *_sum(group, head, look, cells)) if folded else head)
        for row in () if folded else group.rows:
            called = (number[row.id], number.get(row.after or "", ""))
            name, rest = _row(row, called, row.id in sight.lit, look)
            one = f"{ROW}{row.id}"
            knots[one] = Knot(one, 0, len(lines), lead, name)
            lines.append((*name, *rest))
    return Picture(tuple(lines), knots, _head(scale, widths, sight), cells)


def strip_scale(groups: tuple[Group, ...], sight: Sight, cells: int) -> Scale:
    """The days that the strip shows."""
    days = [day for group in groups for row in group.rows for day in days_of(row)]
    scale = starting(sight.zoom, days, sight.today, max(1, _widths(cells).strip))
    return scale.moved(sight.shift) if sight.shift else scale


def opening_view(groups: tuple[Group, ...], today: date, cells: int) -> tuple[Zoom, int]:
    """The zoom and the shift that a plan is first seen with."""
    rows = [row for group in groups for row in group.rows]
    bars = [bar for row in rows if (bar := bar_of(row)) is not None]
    days = [day for row in rows for day in days_of(row)]
    return opening(bars, days, today, max(1, _widths(cells).strip))


def _widths(cells: int) -> _Widths:
    person = 8 if cells >= 100 else 6
    room = max(0, cells - 2 - NUMBER - DATES - TAIL - person - 4)
    content = max(LEAST, room * 9 // 20)
    return _Widths(content, person, max(0, room - content))


def _heading(at: int, group: Group, today: date, *, folded: bool) -> Line:
    rows, name = group.rows, f"{at} {field_title(group)}"
    late = sum(is_late(row, today) or bool(late_checks(row, today)) for row in rows)
    count = ngettext("{count} row", "{count} rows", len(rows)).format(count=len(rows))
    sign = "> " if folded else "v " if rows else "  "
    parts = [Span(sign, "strong"), Span(name, "strong" if rows else "dim")]
    parts.append(Span(f"  {count}" if rows else "", "dim"))
    if late:
        parts.append(Span("  " + _("{count} late").format(count=late), "red"))
    return tuple(parts)


def _sum(group: Group, head: Line, look: _Look, cells: int) -> Line:
    """Behind the heading of a folded field, the strips of its rows laid over each other."""
    before = 2 + NUMBER + look.widths.content + DATES + look.widths.person + 3
    strip = laid_over(group.rows, look.today, look.scale, look.widths.strip)
    gap = before - cells_of(head)
    return (Span(" " * gap), *toned(strip, "")) if gap > 0 and before < cells else ()


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
    strip = toned(strip_of(row, today, look.scale, widths.strip), tone)
    return name, (Span(facts, tone), *strip, Span(" ", tone), *_tail(row, called[1], tone, today))


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
