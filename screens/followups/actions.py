"""The actions on a person who is due: a touch, another follow-up, done; and the filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deals.edits.contacts import clear_follow_up, write_contact_field
from deals.followups import DueContact
from deals.model import Project
from deals.parsing.next_actions import next_text
from deals.parsing.reading_context import ReadingContext
from deals.unsaved import InputPlace
from screens.base.contact_actions import ask_touch
from screens.base.finder import filter_rows
from screens.base.project_actions import commit_edit, report_outcome
from screens.base.record_editor import TextEditor, read_action
from views.day_off import dated_action
from views.field_values import echo_value
from views.styled_text import TextLine
from wording import N_, _

if TYPE_CHECKING:
    from screens.followups.screen import FollowupsScreen

LABEL = N_("follow-up")


def log_due_touch(screen: FollowupsScreen, due: DueContact) -> None:
    """Log a touch with the person; it settles what is due with them on any project."""
    ask_touch(screen, _places(due), _nothing, [due.contact])


def ask_follow_up(screen: FollowupsScreen, due: DueContact) -> None:
    """Ask what follows with the person, and when."""
    person = due.contact

    def echo(text: str) -> TextLine:
        return echo_value("next", text, screen.host.context.reading())

    def write(project: Project, text: str, reading: ReadingContext) -> Project:
        if project.id == due.project.id:
            return write_contact_field(project, person.id, "follow_up", text, reading)
        return clear_follow_up(project, person.id, reading.stamp, reading.stamp.today)

    TextEditor(
        screen=screen,
        ids=_places(due),
        about=(due.project.id,),
        change=LABEL,
        write=write,
        label=_("follow up {name}").format(name=person.name),
        place=InputPlace("follow_up", due.project.id, person.id),
        text=next_text(person.follow_up),
        echo=echo,
        dated=lambda text: dated_action(read_action(screen, text)),
        message=lambda text: " ".join([person.name, *(span.text.strip() for span in echo(text))]),
        select_all=True,
    ).ask()


def clear(screen: FollowupsScreen, due: DueContact) -> None:
    """Take the follow-up off every project that has it due."""

    def edit(project: Project, reading: ReadingContext) -> Project:
        return clear_follow_up(project, due.contact.id, reading.stamp, done=True)

    outcome = commit_edit(screen, _places(due), LABEL, edit)
    message = _("{name}: done").format(name=due.contact.name)
    report_outcome(screen, [due.project.id], outcome, message, _nothing)


def ask_filter(screen: FollowupsScreen) -> None:
    """Filter with every key typed; Enter keeps it, Esc brings the old one back."""
    projects = {due.project.id: due.project for due in screen.due}
    filter_rows(screen, screen.words, screen.show_words, projects.values())


def _places(due: DueContact) -> tuple[str, ...]:
    """Return the projects that it is about, its own first."""
    return (due.project.id, *(each for each in due.places if each != due.project.id))


def _nothing() -> None:
    """Do nothing: the list follows the book by itself."""
