"""The week: days down the left, what is due on each or was done, and how the targets stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from deals.agenda import DoneItem, DueItem, list_done, list_due
from deals.edits.patches import Patch
from deals.model import Project
from deals.numbers.attainment import Attainment, list_attainments
from deals.numbers.figures import NumbersScope
from deals.owners import list_own_names, list_owner_names, owner_key
from screens.base import finder
from screens.base.about_screen import AboutScreen
from screens.base.empty import draw_empty
from screens.base.figure_lane import FigureLane, FigureSource
from screens.base.multiline_rows import LaidRow
from screens.base.row_list import RowText
from screens.base.summaries import tell_summaries
from screens.week.view import (
    ABOUT_LINES,
    WeekItem,
    WeekLook,
    about_done,
    about_due,
    columns,
    name_days,
    project_title,
    row_text,
    title_counts,
)
from views.day_off import say_day_off
from views.due_texts import attainment_line, attainment_notes, say_done, say_due
from views.glyphs import glyphs
from views.styled_text import StyledText, TextLine, cells_of, fit, line, width, wrap
from wording import _, pgettext

PATIENCE = 0.02
LEAST_UNDO = 8
"""The cells in which it is at least said that there is something to undo."""
DONE_FOOTER = ("touch", "open", "owner", "views", "more-weeks", "fewer-weeks", "find", "help")
"""The keys of what was done, which cannot be done or moved again."""


class WeekScreen(AboutScreen):
    """What is due across projects by day, or what was done of it."""

    about_lines: ClassVar[int] = ABOUT_LINES

    def __init__(self) -> None:
        super().__init__()
        self._look: WeekLook | None = None
        self._due_items: tuple[DueItem, ...] = ()
        self._done: tuple[DoneItem, ...] = ()
        self._listed: WeekLook | None = None
        self._shown: dict[str, WeekItem] = {}
        self._before: frozenset[str] = frozenset()
        self._place = 0  # where the cursor was before the list was last put anew
        self._lane = FigureLane[tuple[Attainment, ...]](PATIENCE, self._figures_came, yields=True)

    @property
    def look(self) -> WeekLook:
        """What is looked at: mine at first, where I lead something."""
        if self._look is None:
            mine = list_own_names(self.host.context.me)
            owners = {project.owner for project in self.host.book.projects.values()}
            self._look = WeekLook(mine=not mine.isdisjoint(map(owner_key, owners)))
        return self._look

    @property
    def item(self) -> WeekItem | None:
        """What is under the cursor."""
        return self._shown.get(self.selection.current or "")

    @property
    def project(self) -> Project | None:
        """The project of what is under the cursor."""
        return self.host.book.projects.get(self.item.project.id) if self.item else None

    @property
    def edited_ids(self) -> Sequence[str]:
        """The project of what is under the cursor, by id."""
        return [self.item.project.id] if self.item else ()

    @property
    def due(self) -> DueItem | None:
        """What is under the cursor where it is due; None for what was done."""
        return self.item if isinstance(self.item, DueItem) else None

    def on_mount(self) -> None:
        """Say what of theirs is not here whose week it is."""
        super().on_mount()
        tell_summaries(self, self._owners())

    def show_look(self, look: WeekLook) -> None:
        """Look at something else."""
        before, self._look = self._owners(), look
        self.paint()
        if self._owners() != before:
            tell_summaries(self, self._owners())

    # What is shown ---------------------------------------------------------------------------

    def paint(self) -> None:
        """List what is due or was done, looking anew only if book, day or look changed."""
        if self.looks_anew() or self._listed != self.look:
            self._find()
        self.footer_ids = DONE_FOOTER if self.look.done else ()
        super().paint()
        items = tuple(self._shown.values())
        today, beside = self.host.context.today(), self.main_cells < self.size.width
        self.rows.columns = columns(self.main_cells, items, today, beside=beside)
        self.rows.empty = self._empty()
        self._place = self.selection.index
        self.select(self.selection.with_ids(tuple(self._shown)))
        self._lane.release()

    def _find(self) -> None:
        look, context, book = self.look, self.host.context, self.host.book
        today, owners = context.today(), self._owners()
        found = list_due(book, context.playbook, today, look.until(today), owners)
        self._due_items = self._keep_due(found)
        done = list_done(book, context.playbook, look.since(today), today, owners)
        self._done = tuple(item for item in done if self._is_theirs(item))
        self._before = frozenset(self._shown)
        items: Sequence[WeekItem] = self._done if look.done else self._due_items
        self._shown = {item.key: item for item in items}
        self._listed = look

    def _owners(self) -> frozenset[str]:
        return list_owner_names(self.owner, self.host.context.me)

    @property
    def owner(self) -> str | None:
        """Whose week it is, None for the team's: its list, its targets, its papers."""
        return self.host.context.me if self.look.mine else self.look.owner

    def list_every_due(self) -> tuple[DueItem, ...]:
        """List all that has a day, of whose week it is, without the kinds that are hidden."""
        context = self.host.context
        found = list_due(self.host.book, context.playbook, context.today(), owners=self._owners())
        return self._keep_due(found)

    def _keep_due(self, items: Sequence[DueItem]) -> tuple[DueItem, ...]:
        """Return what of this is of the kinds that are shown, and of whom is looked at."""
        hidden = self.look.hidden
        return tuple(item for item in items if item.kind not in hidden and self._is_theirs(item))

    def _is_theirs(self, item: WeekItem) -> bool:
        """Whether an item is theirs to do, where only that is looked at."""
        owners = self._owners()
        return not (self.look.doing and owners) or not owners.isdisjoint(item.names)

    def _wrap_rows(self, ids: Sequence[str], room: int) -> Mapping[str, LaidRow]:
        """Let every row have one line: the pane says all of it."""
        return {}

    def row_text(self, row_id: str) -> RowText:
        """Return the row of an item; the first of a day, and the first in sight, say the day."""
        ids, item, today = self.selection.ids, self._shown[row_id], self.host.context.today()
        at = ids.index(row_id)
        first = at in (0, self.selection.top) or self._shown[ids[at - 1]].on != item.on
        return row_text(item, self._say(item), self.rows.columns, today, first=first)

    def _say(self, item: WeekItem) -> str:
        if isinstance(item, DueItem):
            return say_due(item)
        return say_done(item, self.host.context.playbook)

    def _empty(self) -> tuple[TextLine, ...]:
        look, today = self.look, self.host.context.today()
        first, last = look.days(today)
        if look.done:
            text = _("Nothing was done since {day}.").format(day=first)
            return draw_empty(self, "week.done", text)
        text = _("Nothing is due up to {day}.").format(day=last)
        if look.hidden or look.mine or look.owner is not None:
            keys = {id_: self.key_of(self.commands.find(id_)) for id_ in ("owner", "kinds")}
            hidden = _("{text} Some may be hidden: {owner} shows the team, {kinds} the kinds.")
            text = hidden.format(text=text, **keys)
        return draw_empty(self, "week.due", text)

    def title_line(self) -> tuple[TextLine, TextLine]:
        """Return which days are shown, how much is due and done, and whose it is."""
        today = self.host.context.today()
        name = pgettext("week", "Done") if self.look.done else _("Week")
        days = name_days(*self.look.days(today), today, cells=self.size.width)
        counts = title_counts(self._due_items, len(self._done), cells=self.size.width)
        whose = line(StyledText(f" {glyphs().upright} ", "line"), self.look.whose())
        return (*self.heading(name), StyledText(f"  {days}", "dim")), (*counts, *whose)

    def pane_title(self) -> TextLine:
        """Return the project of what is under the cursor: stage, amount and close date."""
        if self.item is None:
            return ()
        return project_title(self.item.project, self.host.context.playbook)

    def pane_lines(self, cells: int, rows: int) -> Sequence[TextLine]:
        """Return in full what is under the cursor, and in a pane with room what targets are of."""
        item, today = self.item, self.host.context.today()
        if item is None:
            return []
        if isinstance(item, DoneItem):
            return about_done(item, self._say(item), cells)
        others = [
            each
            for each in self._due_items
            if each.project.id == item.project.id and each.key != item.key
        ]
        calendar = self.host.context.work_calendar
        off = "" if item.overdue else say_day_off(item.on, calendar, today)
        hinted = self.host.hints.shows_key("week.finish")
        return [
            *about_due(item, others, off, today, cells, hinted=hinted)[:rows],
            *self._target_notes(cells, rows),
        ]

    def _target_notes(self, cells: int, rows: int) -> Sequence[TextLine]:
        """Return what stands beside the targets of the last line, where there is room for it."""
        notes = attainment_notes(self._ask_targets() or ()) if rows > ABOUT_LINES * 2 else []
        shown = [line(StyledText(part, "dim")) for note in notes for part in wrap(note, cells, 3)]
        return [(), *shown] if shown else []

    def status_ends(self) -> tuple[TextLine, TextLine]:
        """Return how the targets stand, and what undo takes back, in the cells that are left."""
        undo, room = self.undo_text, self.size.width - 3
        found = self._ask_targets()
        whole = attainment_line(found, room) if found is not None else ()
        rest = room - cells_of(whole) - 2
        if rest < LEAST_UNDO and undo:
            rest = min(LEAST_UNDO, width(undo))
            whole = attainment_line(found or (), room - rest - 2)
        return whole, line(StyledText(fit(undo, max(0, min(rest, width(undo)))), "dim"))

    # The targets -------------------------------------------------------------------------------

    def _ask_targets(self) -> tuple[Attainment, ...] | None:
        owner, scope = self.owner, NumbersScope(self.owner)
        source = FigureSource.of(self.host.book, self.host.context)
        names = self._owners()
        return self._lane.ask(source, owner, lambda each: list_attainments(each, scope, names))

    def _figures_came(self) -> None:
        """Have the targets shown; called from a thread."""
        self.call_later(self._show_figures)

    def _show_figures(self) -> None:
        if self.is_active:
            self.paint_status()

    @property
    def waiting(self) -> bool:
        """Whether the targets are still being worked out."""
        return self._lane.waiting

    # What is done ------------------------------------------------------------------------------

    def stay(self) -> None:
        """Leave the cursor where what it was on has gone to another day: the next one is there."""
        self.select(self.selection.to(self._place))

    def show_replay(self, text: str, change: Patch | None, *, again: bool) -> None:
        """Go to what an undo or redo brought back, else to the project that it changed."""
        if change is not None:
            there = [key for key, each in self._shown.items() if each.project.id in change.projects]
            back = [key for key in there if key not in self._before]
            self.select(self.selection.go(next(iter((*back, *there)), None)))
        super().show_replay(text, change, again=again)

    def find(self) -> None:
        """Take words; the cursor goes to the lines that have them."""
        entries = (
            finder.make_entry(
                key, item.project.name, item.project.customer, item.who, self._say(item)
            )
            for key, item in self._shown.items()
        )
        finder.find_row(self, entries)
