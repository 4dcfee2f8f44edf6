"""The actions on the team form: its head and its members, and what part each has."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from deals.edits import planning
from deals.edits.planning import write_form_field, write_member_field
from deals.fields import FORM, MEMBER
from deals.fields.member_line import read_member
from deals.fields.planning_fields import PART_WORDS
from deals.model import Member, Project, TeamForm, TeamPart
from deals.parsing.reading_context import ReadingContext
from deals.unsaved import InputPlace
from screens.base.project_actions import edit_project
from screens.base.record_editor import RecordEditor, TextEditor
from screens.base.screen import LetterOption
from views.gantt import FORM_PREFIX, MEMBER_PREFIX
from views.plan_fields import PART_KEYS, chosen_part, echo_member, echo_part, member_text, title
from wording import N_, _
from wording.names import part_name

if TYPE_CHECKING:
    from screens.plan.screen import PlanScreen


def ask_new_member(screen: PlanScreen) -> None:
    """Take members a line at a time, until an empty one."""

    def go_to(text: str) -> None:
        screen.go(f"{MEMBER_PREFIX}{read_member(text, screen.host.context.reading()).name}")

    TextEditor(
        screen,
        N_("team"),
        planning.add_member,
        _("member"),
        InputPlace("member", screen.project.id),
        then=go_to,
        echo=lambda text: echo_member(text, screen.host.context.reading()),
    ).ask_each()


def type_member(screen: PlanScreen, name: str, field: str) -> None:
    """Type a field of a member; Tab goes on to the next, shift+Tab back."""

    def find_named(name: str) -> Member | None:
        return next((member for member in screen.project.team if member.name == name), None)

    fields: RecordEditor[Member] = RecordEditor(
        screen,
        names=lambda _member: MEMBER.typed,
        label=lambda member, field: _("{who}: {field}").format(who=member.name, field=title(field)),
        text=member_text,
        write=lambda project, member, field, typed, reading: write_member_field(
            project, member, field, _typed_text(field, typed), reading
        ),
        change=lambda _member, _field: N_("team"),
        place=lambda member, field: (f"member:{member.name}:{field}", ""),
        now=lambda member, field, typed: find_named(
            typed.strip() if field == "name" else member.name
        ),
        go=lambda member, _field: screen.go(f"{MEMBER_PREFIX}{member.name}"),
        echo=lambda _member, field, typed: echo_part(typed) if field == "part" else (),
    )
    member = find_named(name)
    if member is not None:
        fields.edit(member, field)


def type_form(screen: PlanScreen, field: str) -> None:
    """Type a field of the form's head; Tab goes on."""
    # What goes without saying: who is filling in the form, today.
    start = {"filled_by": screen.host.context.me, "filled_on": f"{screen.today}"}
    fields: RecordEditor[TeamForm] = RecordEditor(
        screen,
        names=lambda _form: FORM.typed,
        label=lambda _form, field: title(field),
        text=lambda form, field: f"{getattr(form, field) or ''}",
        write=lambda project, _form, field, typed, reading: write_form_field(
            project, field, typed, reading
        ),
        change=lambda _form, _field: N_("team"),
        place=lambda _form, field: (f"form:{field}", ""),
        now=lambda _form, _field, _typed: screen.project.form,
        go=lambda _form, field: screen.go(f"{FORM_PREFIX}{field}"),
        start=lambda field: start.get(field, ""),
    )
    fields.edit(screen.project.form, field)


def _typed_text(field: str, typed: str) -> str:
    """Return what is written of a line: of a part its letter or number does too."""
    return chosen_part(typed) if field == "part" else typed


def choose_part(screen: PlanScreen, member: Member | None) -> None:
    """Take a part in the team by its letter or number, then who has it, if not known, and duties.

    Without a member whoever is typed then is added.
    """
    if member is None:
        options: list[LetterOption] = [
            (key, part_name(part), partial(ask_who_has, screen, part))
            for key, part in PART_KEYS.items()
        ]
        screen.choose(_("part in the team"), options)
        return
    options = [
        (key, part_name(part), partial(_set_part, screen, member.name, part))
        for key, part in PART_KEYS.items()
    ]
    none = ("-", _("none"), partial(_set_part, screen, member.name, None))
    screen.choose(_("part of {who} in the team").format(who=member.name), [*options, none])


def _set_part(screen: PlanScreen, name: str, part: TeamPart | None) -> None:
    """Give somebody a part and ask for the duties; without a part there is nothing to ask."""

    def edit(project: Project, reading: ReadingContext) -> Project:
        now = next((each for each in project.team if each.name == name), None)
        return write_member_field(project, now, "part", part or "-", reading) if now else project

    called = part_name(part) if part else _("none")
    edit_project(screen, N_("team"), edit, f"{name} {called}")
    if part is not None and (name, part) in (
        (each.name, each.part) for each in screen.project.team
    ):
        type_member(screen, name, "duties")


def ask_who_has(screen: PlanScreen, part: str) -> None:
    """Take the name of somebody who has a part, then the duties unless the line says them."""
    known = PART_WORDS[part]

    def ask_duties(text: str) -> None:
        new = _read(text)
        screen.go(f"{MEMBER_PREFIX}{new.name}")
        if new.duties is None:
            type_member(screen, new.name, "duties")

    def _read(text: str) -> Member:
        return read_member(text, screen.host.context.reading(), known)

    TextEditor(
        screen,
        N_("team"),
        lambda project, text, reading: planning.add_member(project, text, reading, known),
        part_name(known),
        InputPlace("member", screen.project.id, known),
        example=_("name; then the duties"),
        echo=lambda text: echo_member(text, screen.host.context.reading(), known),
        message=lambda text: f"{_read(text).name} {part_name(_read(text).part or known)}",
        then=ask_duties,
    ).ask()
