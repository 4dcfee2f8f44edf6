"""Typing the fields of a goal or a row; new days offer to move what waits for the row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from deals.edits.planning import move_row
from deals.fields import Reading
from deals.model import Goal, PlanRow, Project
from deals.plan import move, span_text
from deals.plan.moving import Moved
from deals.refusal import Refusal
from deals.unsaved import Place
from screens.kit.deeds import done
from screens.kit.spans import Line
from screens.kit.takers import Choice
from screens.kit.wording import N_, _, ngettext, say
from screens.plan.deeds import label_of, put_item, tried, unheard_of, why
from screens.plan.fields import DAYS, fields_of, text_of, title, written
from screens.plan.knots import ref_of, short_name

if TYPE_CHECKING:
    from screens.plan.screen import PlanScreen


def type_field(
    screen: PlanScreen, item: Goal | PlanRow, field: str = "", *, walk: bool = False
) -> None:
    """Types one field, the first where none is named; to walk, Tab goes on to the next one."""
    _Typing(screen, item, field or fields_of(item)[0], screen.project, walk).ask()


@dataclass(frozen=True, slots=True)
class _Typing:
    """A field of an item being typed, on the project as it was when the typing began."""

    screen: PlanScreen
    item: Goal | PlanRow
    field: str
    begun: Project
    walk: bool

    def ask(self, text: str | None = None) -> None:
        """Takes the line, starting from what is there or from `text`."""
        label = _("{who}: {field}").format(who=short_name(self.item), field=title(self.field))
        start = text_of(self.item, self.field) if text is None else text
        fresh = not self.walk and text is None
        step = self.step if self.walk else None
        place = Place(f"{label_of(self.item)}:{self.field}", self.begun.id, self.item.id)
        self.screen.ask(
            label, start, self.accept, echo=self.echo, fresh=fresh, step=step, place=place
        )

    def edited(self, typed: str, one: Project, reading: Reading) -> Project:
        """The project with the field typed anew."""
        today = reading.stamp.today
        return put_item(one, written(self.item, self.field, typed, one, today), reading)

    def echo(self, typed: str) -> Line:
        """What was understood, or why it cannot be."""
        try:
            new = written(self.item, self.field, typed, self.begun, self.screen.today)
        except Refusal as refusal:
            return why(refusal)
        shown = text_of(new, DAYS) or "-" if self.field == DAYS else ""
        told = tried(self.screen, self.begun, partial(self.edited, typed), shown)
        if self.field == "responsible" and not told:
            return unheard_of(self.screen, new.responsible)
        return told

    def accept(self, typed: str) -> bool:
        """Takes the text."""
        return self._take(typed, lambda: None)

    def step(self, typed: str, way: int) -> None:
        """Takes the text if it is another one, and goes on to the next field."""
        on = partial(self._next, way)
        if text_of(self.item, self.field) == typed:
            on()
        else:
            self._take(typed, on)

    def _next(self, way: int) -> None:
        fields, now = fields_of(self.item), self.screen.item_of(ref_of(self.item))
        if isinstance(now, Goal | PlanRow):
            after = fields[(fields.index(self.field) + way) % len(fields)]
            type_field(self.screen, now, after, walk=True)

    def _take(self, typed: str, then: Callable[[], None]) -> bool:
        if self.field == DAYS and isinstance(self.item, PlanRow):
            return self._redate(self.item, typed, then)
        said = f"{short_name(self.item)}: {title(self.field)} {typed.strip() or '-'}"
        label, edit = label_of(self.item), partial(self.edited, typed)
        good = done(self.screen, label, edit, said, self.begun)
        if good:
            then()
        return good

    def _redate(self, row: PlanRow, typed: str, then: Callable[[], None]) -> bool:
        """Gives a row its days; where others wait for it, asks first whether they move along."""
        try:
            new = written(row, DAYS, typed, self.begun, self.screen.today)
            moved = move(self.begun, row.id, new.start, new.end)
        except Refusal as refusal:
            self.screen.refuse(say(refusal))
            return False
        settle = partial(self._settle, moved, then)
        if not moved.others:
            return settle(along=False)
        self.screen.choose(
            _question(moved),
            [
                ("y", _("move along"), partial(_run, settle, along=True)),
                ("n", _("only this"), partial(_run, settle, along=False)),
            ],
        )
        if isinstance(self.screen.taker, Choice):
            # Any other key goes back to what was typed.
            self.screen.taker.cancel = partial(replace(self).ask, typed)
        return True

    def _settle(self, moved: Moved, then: Callable[[], None], *, along: bool) -> bool:
        said = f"{moved.row.content}: {span_text(moved.row.start, moved.row.end) or '-'}"
        if along:
            count = len(moved.others)
            told = ngettext("{count} row moved along", "{count} rows moved along", count)
            said = f"{said}; {told.format(count=count)}"

        def edit(one: Project, reading: Reading) -> Project:
            return move_row(one, moved, reading.stamp, along=along)

        good = done(self.screen, N_("days"), edit, said, self.begun)
        if good:
            then()
        return good


def _run(settle: Callable[..., bool], *, along: bool) -> None:
    settle(along=along)


def _question(moved: Moved) -> str:
    count = len(moved.others)
    names = "; ".join(one.content for one in moved.others[:3])
    return ngettext(
        "{count} row waits for it ({names}): move it too, by {days} days?",
        "{count} rows wait for it ({names}): move them too, by {days} days?",
        count,
    ).format(count=count, names=names, days=f"{moved.days:+}")
