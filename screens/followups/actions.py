"""What is done about the person under the cursor: touched, put off, taken off the list."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

from deals.edits import clear_follow_up, write_person
from deals.followups import Due
from deals.model import Project
from deals.parsing.days import next_text
from deals.parsing.project_fields import Reading
from deals.unsaved import InputPlace
from screens.base.log_touch import ask_touch
from screens.base.project_actions import change, finish
from views.field_values import understood
from views.styled_text import StyledText, TextLine, line
from wording import N_, _

if TYPE_CHECKING:
    from screens.followups.screen import FollowupsScreen

LABEL = N_("follow-up")


def touched(screen: FollowupsScreen) -> None:
    """Logs a touch with the person; it settles what is due with them on any project."""
    one = screen.chosen
    if one is not None:
        ask_touch(screen, _places(one), _nothing, one.contact)


def ask_follow_up(screen: FollowupsScreen) -> None:
    """Asks what follows with the person, and when."""
    one = screen.chosen
    if one is None:
        return
    host, person = screen.host, one.contact

    def echo(text: str) -> TextLine:
        return understood("next", text, host.context.reading())

    def accept(text: str) -> bool:
        def edit(project: Project, reading: Reading) -> Project:
            if project.id == one.project.id:
                return write_person(project, person.id, "follow_up", text, reading)
            return clear_follow_up(project, person.id, reading.stamp, due_only=True)

        outcome = change(screen, _places(one), LABEL, edit)
        said = " ".join([person.name, *(span.text.strip() for span in echo(text))])
        return finish(screen, [one.project.id], outcome, said, _nothing)

    label = _("follow up {name}").format(name=person.name)
    place = InputPlace("follow_up", one.project.id, person.id)
    screen.ask(label, next_text(person.follow_up), accept, echo=echo, select_all=True, place=place)


def clear(screen: FollowupsScreen) -> None:
    """Takes the follow-up off every project that has it due."""
    one = screen.chosen
    if one is None:
        return

    def edit(project: Project, reading: Reading) -> Project:
        return clear_follow_up(project, one.contact.id, reading.stamp)

    outcome = change(screen, _places(one), LABEL, edit)
    told = _("{name}: done").format(name=one.contact.name)
    finish(screen, [one.project.id], outcome, told, _nothing)


def ask_filter(screen: FollowupsScreen) -> None:
    """Filters with every key typed; Enter keeps it, Esc brings the old one back."""
    before = screen.words
    projects = tuple(
        {due_contact.project.id: due_contact.project for due_contact in screen.due}.values()
    )
    Thread(target=screen.host.search.warm, args=(projects,), daemon=True).start()

    def echo(text: str) -> TextLine:
        screen.show_words(text)
        return line(StyledText(str(len(screen.selection.ids)), "good"))

    def accept(text: str) -> bool:
        screen.show_words(text.strip())
        screen.tell("")
        return True

    def on_arrow(step: int) -> None:
        screen.select(screen.selection.move(step))

    screen.ask(
        _("filter"),
        before + " " if before else "",
        accept,
        echo=echo,
        cancel=lambda: screen.show_words(before),
        on_arrow=on_arrow,
        place=None,
    )


def _places(one: Due) -> tuple[str, ...]:
    """The projects that it is about, its own first."""
    return (one.project.id, *(each for each in one.places if each != one.project.id))


def _nothing() -> None:
    """The list follows the book by itself."""
