"""The plan as a table with its Gantt strip: rows x days -> diagram. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Literal, TypeVar

from deals.model import Checkpoint, Goal, Member, PlanRow, Project
from deals.planning import (
    WorkstreamGroup,
    awaited_row,
    days_late,
    is_late,
    late_checks,
    names_in,
    row_numbers,
)
from views.days_left import late_text
from views.diagram import Diagram, Node
from views.glyphs import current_speech, glyphs
from views.person_names import fit_name
from views.short_days import short_days
from views.styled_text import StyledText, TextLine, Tone, cells_of, crop, fit, width
from views.time_scale import SIGNING, TENDER, TODAY, Bar, TimeScale, Zoom, choose_zoom, fit_scale
from wording import _, ngettext, pgettext
from wording.record_names import workstream_title

SIGNS, DATES, TAIL = 2, 12, 9
LEAST = 8
_KEPT = 2000


@dataclass(frozen=True, slots=True)
class GanttView:
    """How the plan is looked at: the day, the zoom, how far the strip is moved, in its cells, which
    rows are to stand out, the nodes that are folded, and the days of the tender and of signing;
    `undated` without the columns of what the strip shows by itself.
    """

    today: date
    zoom: Zoom = "day"
    shift: int = 0
    highlighted: Collection[str] = frozenset()
    folded: Collection[str] = frozenset()
    tender: date | None = None
    signing: date | None = None
    undated: bool = False


PlanColumn = Literal["aim", "resources", "checkpoint"]
_COLUMNS: Sequence[PlanColumn] = ("aim", "resources", "checkpoint")
COLUMNS_FROM, READABLE, MOST = 120, 20, 44
"""The cells from which there may be more columns; what one has at the least to be read, unless all
that stands in it is shorter; and at the most."""
WIDE_STRIP = 64
"""The cells of a strip that is wide enough."""
WHO_FROM, WHO, WHO_MOST = 72, 6, 12
"""The cells from which it is shown who has a row, the least and the most that this is given."""


@dataclass(frozen=True, slots=True)
class _Widths:
    """The cells of the columns that are not the same at every width."""

    number: int
    content: int
    person: int
    strip: int
    dates: int = DATES
    columns: tuple[tuple[PlanColumn, int], ...] = ()

    @property
    def lead(self) -> int:
        """The cells of what a row is called, with the signs before it."""
        return SIGNS + self.number + self.content

    @property
    def before(self) -> int:
        """The cells before the strip."""
        extra = sum(size + 1 for _column, size in self.columns) + bool(self.person)
        return self.lead + self.dates + bool(self.dates) + self.person + 1 + extra


_Wording = tuple[str, str]
"""The language and the alphabet that it is drawn in."""


@dataclass(frozen=True, slots=True)
class _GanttStyle:
    """What the picture of every row depends on."""

    today: date
    scale: TimeScale
    widths: _Widths
    wording: _Wording


def draw_gantt(groups: tuple[WorkstreamGroup, ...], view: GanttView, cells: int) -> Diagram:
    """Draw the plan in so many cells: a heading and its rows for each workstream."""
    widths = _widths(groups, cells, undated=view.undated)
    scale = _fit_strip(groups, view, widths.strip)
    number, lines, nodes = row_numbers(groups), list[TextLine](), dict[str, Node]()
    by_id = {row.id: row for group in groups for row in group.rows}
    # The cursor covers what a row is called, not its strip: that stays readable, and costs less.
    lead = min(cells, widths.lead)
    style = _GanttStyle(view.today, scale, widths, current_speech())
    for at, group in enumerate(groups, 1):
        node_id = f"{WORKSTREAM_PREFIX}{group.bone}"
        folded = bool(group.rows) and node_id in view.folded
        head = _heading(at, group, view.today, folded=folded)
        size = min(cells, max(lead, cells_of(head)))
        label = crop((*head, StyledText(" " * (size - cells_of(head)))), size)
        nodes[node_id] = Node(node_id, 0, len(lines), size, label)
        lines.append((*head, *_heading_strip(group, head, style, cells, folded=folded)))
        for row in () if folded else group.rows:
            before = awaited_row(by_id, row)
            called = (number[row.id], number[before.id] if before else "")
            name, rest = _row(row, called, row.id in view.highlighted, style)
            node_id = f"{ROW_PREFIX}{row.id}"
            nodes[node_id] = Node(node_id, 0, len(lines), lead, name)
            lines.append((*name, *rest))
    return Diagram(tuple(lines), nodes, _head(scale, widths, view), cells)


def strip_scale(groups: tuple[WorkstreamGroup, ...], view: GanttView, cells: int) -> TimeScale:
    """Return the days that the strip shows."""
    return _fit_strip(groups, view, _widths(groups, cells, undated=view.undated).strip)


def _fit_strip(groups: tuple[WorkstreamGroup, ...], view: GanttView, strip: int) -> TimeScale:
    days = list_days([row for group in groups for row in group.rows])
    scale = fit_scale(view.zoom, days, view.today, max(1, strip))
    return scale.shift_by(view.shift) if view.shift else scale


def opening_view(groups: tuple[WorkstreamGroup, ...], today: date, cells: int) -> tuple[Zoom, int]:
    """Return the zoom and the shift that a plan is first seen with."""
    rows = [row for group in groups for row in group.rows]
    bars = [bar for row in rows if (bar := bar_of(row)) is not None]
    return choose_zoom(bars, list_days(rows), today, max(1, _widths(groups, cells).strip))


def _widths(groups: tuple[WorkstreamGroup, ...], cells: int, *, undated: bool = False) -> _Widths:
    """Return the cells of the columns: names have what they need, the strip grows with the screen.

    What is left is for more columns, of those that some row fills, while each can be read.
    """
    rows = [row for group in groups for row in group.rows]
    number = 1 + _longest((_("No."), *row_numbers(groups).values()))
    dates = 0 if undated else DATES
    room = max(0, cells - SIGNS - number - dates - TAIL - WHO - 5)
    content = max(LEAST, min(_longest(row.content for row in rows), room * 9 // 20))
    strip = max(0, min(room - content, cells * 2 // 5))
    spare = max(0, room - content - strip)
    who = min(_longest(row.responsible for row in rows), WHO_MOST, WHO + spare)
    person = max(WHO, who) if cells >= WHO_FROM else 0
    spare += WHO - person if person else WHO + 1
    whole = _column_needs(rows)
    # A strip that is wide enough gives what it has more of to columns that would be cut.
    missing = sum(size + 1 for size in whole.values()) - spare
    given = max(0, min(missing, strip - max(WIDE_STRIP, cells * 3 // 10)))
    strip, spare = strip - given, spare + given
    fills = {column: sum(bool(plan_column_text(row, column)) for row in rows) for column in whole}
    columns = _fit_columns(whole if cells >= COLUMNS_FROM else {}, spare, fills)
    spare -= sum(size + 1 for size in columns.values())
    if person and columns == whole:
        return _Widths(number, content, person, strip + spare, dates, tuple(columns.items()))
    return _Widths(number, content + spare, person, strip, dates, tuple(columns.items()))


def _longest(texts: Iterable[str]) -> int:
    return max(map(width, texts), default=0)


def _column_needs(rows: Iterable[PlanRow]) -> dict[PlanColumn, int]:
    """Return the cells that the columns need which some row fills."""
    listed = list(rows)
    needs: dict[PlanColumn, int] = {}
    for column in _COLUMNS:
        if longest := _longest(plan_column_text(row, column) for row in listed):
            needs[column] = min(MOST, max(longest, width(_column_name(column))))
    return needs


def _fit_columns(
    needs: Mapping[PlanColumn, int], spare: int, fills: Mapping[PlanColumn, int]
) -> dict[PlanColumn, int]:
    """Return the columns that can be read in the cells to spare, none cut while there are more.

    What is left goes first to the one that most rows fill.
    """
    given: dict[PlanColumn, int] = {}
    for column, need in needs.items():
        if min(need, READABLE) < spare:
            given[column] = min(need, READABLE)
            spare -= given[column] + 1
    for column in sorted(given, key=lambda column: fills[column], reverse=True):
        more = min(needs[column] - given[column], spare)
        given[column] += more
        spare -= more
    return given


def plan_column_text(row: PlanRow, column: PlanColumn) -> str:
    """Return what a row says in a column: of its checkpoints the next one, else the last."""
    if column != "checkpoint":
        return row.aim if column == "aim" else row.resources
    checks = sorted(row.checkpoints, key=lambda check: (check.done, check.on or date.max))
    if not checks:
        return ""
    check = checks[0] if not checks[0].done else checks[-1]
    day = f"{check.on:%m-%d}" if check.on else ""
    return " ".join(filter(None, (check_sign(check, missed=False), day, check.what)))


def _column_name(column: PlanColumn) -> str:
    names = {"aim": _("aim"), "resources": _("resources"), "checkpoint": _("checkpoint")}
    return names[column][:1].upper() + names[column][1:]


def _heading(at: int, group: WorkstreamGroup, today: date, *, folded: bool) -> TextLine:
    rows, name = group.rows, f"{at} {workstream_title(group)}"
    late = sum(is_late(row, today) or bool(late_checks(row, today)) for row in rows)
    count = ngettext("{count} task", "{count} tasks", len(rows)).format(count=len(rows))
    sign = glyphs().folded if folded else glyphs().unfolded if rows else " "
    parts = [StyledText(f"{sign} {name}", "strong" if rows else "dim")]
    parts += [StyledText(f"  {count}", "dim")] if rows else []
    if late:
        parts.append(
            StyledText("  ! " + pgettext("plan", "{count} late").format(count=late), "red")
        )
    return tuple(parts)


def _heading_strip(
    group: WorkstreamGroup, head: TextLine, style: _GanttStyle, cells: int, *, folded: bool
) -> TextLine:
    """Return what stands behind a heading: today, and of a folded one its rows' strips as one."""
    before = style.widths.before
    rows = group.rows if folded else ()
    strip = merge_strips(rows, style.today, style.scale, style.widths.strip)
    gap = before - cells_of(head)
    if gap <= 0 or before >= cells:
        return ()
    return StyledText(" " * gap, "dim"), *tone_strip(strip, "" if folded else "dim")


@lru_cache(maxsize=_KEPT)
def _row(
    row: PlanRow, called: tuple[str, str], highlighted: bool, style: _GanttStyle
) -> tuple[TextLine, TextLine]:
    """Return the name of a row, under the cursor if it is there, and what stands behind it.

    Kept, so that a change of one row of many costs that row; `called` is what the row and the one
    that it waits for are called.
    """
    today, widths = style.today, style.widths
    name, facts, tail = _facts(row, called, highlighted, today, widths, style.wording)
    strip = tone_strip(draw_strip(row, today, style.scale, widths.strip), facts.tone)
    return name, (facts, *strip, *tail)


@lru_cache(maxsize=_KEPT)
def _facts(
    row: PlanRow,
    called: tuple[str, str],
    highlighted: bool,
    today: date,
    widths: _Widths,
    _wording: _Wording,
) -> tuple[TextLine, StyledText, TextLine]:
    """Return the name of a row and what stands before and behind its strip.

    Kept, so that scrolling the days costs no more than the strips.
    """
    late, checks = is_late(row, today), late_checks(row, today)
    tone: Tone = "red" if late else "dim" if row.state in ("done", "dropped") else ""
    own: Tone = "strong" if not tone and highlighted else tone
    sign, mark = "!" if late or checks else " ", "*" if highlighted else " "
    text = mark + fit(called[0], widths.number) + fit(row.content, widths.content)
    name = (StyledText(sign, "red" if sign == "!" else own), StyledText(text, own))
    facts = f" {fit(dates_text(row, today), widths.dates)} " if widths.dates else " "
    facts += f"{_fit_people(row.responsible, widths.person)} " if widths.person else ""
    facts += "".join(fit(plan_column_text(row, name), size) + " " for name, size in widths.columns)
    return (
        name,
        StyledText(facts, tone),
        (StyledText(" ", tone), *_tail(row, called[1], tone, today)),
    )


def _fit_people(text: str, cells: int) -> str:
    """Return who is responsible in so many cells; a person alone keeps the surname."""
    return fit_name(text, cells) if len(names_in(text)) == 1 else fit(text, cells)


def _tail(row: PlanRow, before: str, own: Tone, today: date) -> Iterator[StyledText]:
    """Yield what the row waits for and how it stands, as far as there is room."""
    word, tone = state_word(row, today)
    after = pgettext("narrow column", "after {row}").format(row=before) if not word else ""
    after = after if before else ""
    if before and (word or width(after) > TAIL):
        after = f"{glyphs().backward}{before}"
    if after and width(f"{after} {word}".rstrip()) <= TAIL:
        yield StyledText(f"{after} " if word else after, own)
    yield StyledText(word, tone)


def state_word(row: PlanRow, today: date) -> tuple[str, Tone]:
    """Return how a row stands in a word; nothing for one that is simply to come."""
    if late := days_late(row, today):
        text = late_text(late)
        return text if width(text) <= TAIL else _("late"), "red"
    if late_checks(row, today):
        return _("to review"), "red"
    words: Mapping[str, tuple[str, Tone]] = {
        "doing": (_("doing"), "info"),
        "done": (_("done"), "good"),
        "dropped": (_("dropped"), "dim"),
    }
    return words.get(row.state, ("", ""))


def _head(scale: TimeScale, widths: _Widths, view: GanttView) -> tuple[TextLine, TextLine]:
    """Return the two lines over the plan: titles of columns, days, and what stands over these."""
    marks = list_marks(view)
    over, under = scale.heads(view.today, marks)
    left, right = scale.edges(view.today, marks)
    middle = over[len(left) : len(over) - len(right)]
    top = (
        StyledText(" " * widths.before, "dim"),
        StyledText(left),
        StyledText(middle, "dim"),
        StyledText(right),
    )
    signs = {TODAY, TENDER, SIGNING}
    marked = tuple(
        StyledText("".join(chars).replace(TODAY, glyphs().today_head), "key" if signed else "dim")
        for signed, chars in groupby(under, lambda char: char in signs)
    )
    state = StyledText(" " + fit(_("state"), TAIL), "dim")
    return tuple(part for part in top if part.text), (_titles(widths), *marked, state)


def _titles(widths: _Widths) -> StyledText:
    titles = (
        ("", SIGNS),
        (_("No."), widths.number),
        (_("Task"), widths.content + 1),
        *(((_("Dates"), widths.dates + 1),) if widths.dates else ()),
        *(((_("Who"), widths.person + 1),) if widths.person else ()),
        *((_column_name(column), size + 1) for column, size in widths.columns),
    )
    return StyledText("".join(fit(text, size - 1) + " " for text, size in titles), "dim")


def list_marks(view: GanttView) -> tuple[tuple[str, date], ...]:
    """Return the days that stand over the strip by their signs, those that there are."""
    days = ((SIGNING, view.signing), (TENDER, view.tender))
    return tuple((sign, day) for sign, day in days if day is not None)


# Of what several rows show in one cell, the first of these is seen; `_draw_cell` has their signs.
_RANKS = "!ox~=.-|<> "


def bar_of(row: PlanRow) -> Bar | None:
    """Return the first and last day that a row's bar stands on."""
    first, last = row.start or row.end, row.end or row.start
    return None if first is None or last is None else (min(first, last), max(first, last))


def list_days(rows: Iterable[PlanRow]) -> Sequence[date]:
    """Return every day that rows name."""
    named = [(row.start, row.end, *(check.on for check in row.checkpoints)) for row in rows]
    return [day for days in named for day in days if day is not None]


def merge_strips(rows: Iterable[PlanRow], today: date, scale: TimeScale, cells: int) -> list[str]:
    """Return the strips of several rows in one."""
    strips = [_empty_strip(today, scale, cells)]
    strips += [draw_strip(row, today, scale, cells) for row in rows]
    return [min(cell, key=_RANKS.index) for cell in zip(*strips, strict=True)]


def tone_strip(strip: list[str], tone: Tone) -> Iterator[StyledText]:
    """Yield a strip in the alphabet in use: what is missed or late in red, all else in the tone of
    the row.

    Each change of tone costs bytes.
    """
    for red, cells in groupby(strip, lambda cell: cell in "!~"):
        yield StyledText("".join(map(_draw_cell, cells)), "red" if red else tone)


def _draw_cell(cell: str) -> str:
    """Return the sign of a cell of a strip in the alphabet in use."""
    signs = glyphs()
    drawn = {
        "o": signs.open,
        "x": signs.settled,
        "~": signs.lost,
        "=": signs.worked,
        ".": signs.planned,
        "-": signs.rule,
        "|": signs.today,
        "<": signs.backward,
        ">": signs.onward,
    }
    return drawn.get(cell, cell)


def _empty_strip(today: date, scale: TimeScale, cells: int) -> list[str]:
    strip, now = [" "] * cells, scale.cell(today)
    if 0 <= now < cells:
        strip[now] = "|"
    return strip


def draw_strip(row: PlanRow, today: date, scale: TimeScale, cells: int) -> list[str]:
    """Return the strip of a row, one character a cell: `=` worked, `.` to come, `~` late, `-`
    dropped, `x o !` a checkpoint done, to come, missed, `< >` it goes on there, `|` today.
    """
    strip, now = _empty_strip(today, scale, cells), scale.cell(today)
    if (bar := bar_of(row)) is not None and cells:
        late = now if is_late(row, today) else None
        _bar(strip, row, (scale.cell(bar[0]), scale.cell(bar[1])), now, late)
    missed = {checkpoint.id for checkpoint in late_checks(row, today)}
    for check in row.checkpoints:
        at = scale.cell(check.on) if check.on is not None else -1
        if 0 <= at < cells and strip[at] != "!":
            strip[at] = "x" if check.done else "!" if check.id in missed else "o"
    return strip


def _bar(strip: list[str], row: PlanRow, bar: tuple[int, int], now: int, late: int | None) -> None:
    """Draw the days of a row, those since its end if it is `late`, and where it goes on."""
    first, last = bar
    cells = len(strip)
    for cell in range(max(0, first), min(cells - 1, last) + 1):
        strip[cell] = _bar_sign(row, cell <= now, late=late is not None)
    if late is not None:
        for cell in range(max(0, last + 1), min(cells, late)):
            strip[cell] = "~"
    if first < 0:
        strip[0] = "<"
    if max(first, last) >= cells:
        strip[-1] = ">"


def _bar_sign(row: PlanRow, begun: bool, *, late: bool) -> str:
    if row.state in ("done", "dropped"):
        return "=" if row.state == "done" else "-"
    if row.state == "doing" and begun:
        return "="
    return "~" if late else "."


def check_sign(check: Checkpoint, *, missed: bool) -> str:
    """Return the sign of a checkpoint: looked at, missed, to come."""
    return glyphs().settled if check.done else "!" if missed else glyphs().open


def dates_text(row: PlanRow, today: date) -> str:
    """Return first and last day in as few cells as can be, without the year but far off."""
    return short_days(row.start, row.end, today, DATES)


SHORT = 24
GOAL_PREFIX, ROW_PREFIX, WORKSTREAM_PREFIX, FORM_PREFIX, MEMBER_PREFIX, PART_PREFIX = (
    "goal:",
    "row:",
    "field:",
    "form:",
    "member:",
    "part:",
)
PlanItem = Goal | PlanRow | Member
KeyedItem = TypeVar("KeyedItem", Goal, PlanRow)


def find_item(project: Project, ref: str | None) -> PlanItem | None:
    """Return the goal, row or member that a node stands for, as it is now.

    None for anything else.
    """
    kind, _colon, key = (ref or "").partition(":")
    match kind:
        case "goal":
            return _keyed(project.goals, key)
        case "row":
            return _keyed(project.plan, key)
        case "member":
            return next((member for member in project.team if member.name == key), None)
    return None


def _keyed(items: Iterable[KeyedItem], key: str) -> KeyedItem | None:
    return next((item for item in items if item.id == key), None)


def make_ref(item: Goal | PlanRow) -> str:
    """Return the node of a goal or a row."""
    return f"{GOAL_PREFIX if isinstance(item, Goal) else ROW_PREFIX}{item.id}"


def name_of(item: Goal | PlanRow) -> str:
    """Return what a goal or a row is called."""
    return item.text if isinstance(item, Goal) else item.content


def short_name(item: Goal | PlanRow) -> str:
    """Return what it is called, cut to leave room for a line being typed."""
    return fit(name_of(item), SHORT).rstrip()
