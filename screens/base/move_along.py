"""The question whether tasks that wait for one that gets other days move along."""

from __future__ import annotations

from functools import partial

from deals.edits.planning import move_row
from deals.model import Goal, PlanRow, Project
from deals.parsing.reading_context import ReadingContext
from deals.planning import RescheduledRow, shift_checks, span_text
from screens.base.record_editor import EditChoice, EditQuestion
from views.styled_text import fit
from wording import _, ngettext


def say_moved_checks(row: PlanRow, new: PlanRow | Goal) -> str:
    """Return where the open checkpoints of a row go with its new days; empty where they stay."""
    moved = shift_checks(row, new.start, new.end)
    going = [
        _("checkpoint {what} moves to {day}").format(
            what=fit(after.what, 16).rstrip(), day=after.on
        )
        for before, after in zip(row.checkpoints, moved, strict=True)
        if before.on != after.on
    ]
    return _("; ").join(going)


def ask_moved(row: PlanRow, moved: RescheduledRow) -> EditQuestion | None:
    """Ask whether what waits for a row that was moved moves along; None where nothing does."""

    def move(project: Project, reading: ReadingContext, *, along: bool) -> Project:
        return move_row(project, moved, reading.stamp, along=along)

    new, count = moved.row, len(moved.others)
    parts = (span_text(new.start, new.end) or "-", say_moved_checks(row, new))
    days = row.content + _(": ") + _("; ").join(filter(None, parts))
    along = ngettext("{count} task moved too", "{count} tasks moved too", count)
    choices = (
        EditChoice(
            "y",
            _("move too"),
            partial(move, along=True),
            days + _("; ") + along.format(count=count),
        ),
        EditChoice("n", _("only this"), partial(move, along=False), days),
    )
    return EditQuestion(_ask_whether(moved), choices) if count else None


def _ask_whether(moved: RescheduledRow) -> str:
    count = len(moved.others)
    names = _("; ").join(other.content for other in moved.others[:3])
    return ngettext(
        "{count} task waits for it ({names}): move it too, by {days} days?",
        "{count} tasks wait for it ({names}): move them too, by {days} days?",
        count,
    ).format(count=count, names=names, days=f"{moved.days:+}")
