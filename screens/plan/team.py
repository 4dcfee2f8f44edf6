"""The actions on the team form: its head and its members, and what part each has."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from deals.edits import planning
from deals.edits.planning import write_form_field, write_member_field
from deals.fields import FORM, MEMBER
from deals.fields.member_line import read_member
from deals.model import Member, Project, TeamForm
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


def choose_part(screen: PlanScreen, member: Member) -> None:
    """Take the part somebody has in the team, by its letter or number."""
    options: list[LetterOption] = [
        (key, part_name(part), partial(_set_part, screen, member, part, part_name(part)))
        for key, part in PART_KEYS.items()
    ]
    none = ("-", _("none"), partial(_set_part, screen, member, "-", _("none")))
    screen.choose(_("part of {who} in the team").format(who=member.name), [*options, none])


def _set_part(screen: PlanScreen, member: Member, part: str, name: str) -> None:
    def edit(project: Project, reading: ReadingContext) -> Project:
        now = next((each for each in project.team if each.name == member.name), None)
        return write_member_field(project, now, "part", part, reading) if now else project

    edit_project(screen, N_("team"), edit, f"{member.name} {name}")
