"""The line that a task is typed in, in the plan and on the fishbone: what it is read as."""

from __future__ import annotations

from deals.errors import UserError
from deals.model import Book, PlanRow, Project
from deals.owners import list_colleagues
from deals.planning import span_text, unknown_names
from deals.planning.plan_lines import end_row, read_row_line, task_line
from screens.base.project_screen import ProjectScreen
from screens.base.record_editor import echo_understood
from views.day_off import DatedText
from views.plan_fields import unread_text
from views.styled_text import StyledText, TextLine, line
from wording import N_, _

TASK_HINT = N_("task; dates; who, such as: joint test; mon 5d; Lin")


def echo_task(screen: ProjectScreen, text: str) -> TextLine:
    """Return what a line of a task is read as, and what of it is not; the owner does the rest."""
    calendar = screen.host.context.reading().calendar
    content, days, who = read_row_line(text, screen.project, calendar, list_others(screen))
    shown = (content, span_text(*days), who or screen.project.owner)
    return (*echo_parts(shown), *warn_unread(content, shown[1]), *warn_unknown(screen, who))


def say_task(screen: ProjectScreen, text: str) -> str:
    """Return what a task read of a line is called."""
    calendar = screen.host.context.reading().calendar
    return read_row_line(text, screen.project, calendar, list_others(screen))[0]


def find_task_day(screen: ProjectScreen, text: str) -> DatedText | None:
    """Return the last day of a task as its line says it, and the line with another one."""
    calendar = screen.host.context.reading().calendar
    try:
        content, days, who = read_row_line(text, screen.project, calendar, list_others(screen))
    except UserError:
        return None
    if days.end is None or not content:
        return None
    row = PlanRow(id="", content=content, start=days.start, end=days.end, responsible=who)
    return DatedText(days.end, lambda day: task_line(end_row(row, day)))


def list_others(screen: ProjectScreen) -> tuple[str, ...]:
    """List the owners and teams of the book, who may stand behind the days of a line."""
    return list_colleagues(screen.host.book.projects.values())


def echo_parts(shown: tuple[str, str, str]) -> TextLine:
    """Return an echo of what, days and who; that there are no days, or nobody, is said."""
    what, days, who = shown
    if not what:
        return ()
    lacking = [
        text for text, part in ((_("no dates"), days), (_("nobody responsible"), who)) if not part
    ]
    dim = StyledText("  " + _(", ").join(lacking), "dim")
    understood = echo_understood("  ".join(filter(None, (what, days, who))))
    return (*understood, dim) if lacking else understood


def warn_unread(content: str, days: str) -> TextLine:
    """Return a warning about days within the words, which stay words."""
    warning = unread_text(content, days)
    return line(StyledText("  " + warning, "amber")) if warning else ()


def warn_unknown(screen: ProjectScreen, names: str) -> TextLine:
    """Return a warning about names that nobody knows; they are taken all the same."""
    return warn_unknown_people(names, screen.project, screen.host.book, screen.host.context.me)


def warn_unknown_people(text: str, project: Project, book: Book, me: str) -> TextLine:
    """Return a warning about names that nobody knows; they are taken all the same."""
    found = unknown_names(text, project, book.projects.values())
    new = [name for name in found if name != me]
    if not new:
        return ()
    warning = _("not on the team: {names}; kept as typed").format(names=_(", ").join(new))
    return line(StyledText("  " + warning, "amber"))
