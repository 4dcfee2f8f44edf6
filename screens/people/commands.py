"""The commands of the people screen, most of them on the person under the cursor."""

from __future__ import annotations

from deals.model import Contact
from deals.network.findings import ApprovalPlace
from screens.base.commands import Commands, lacks
from screens.base.contact_actions import ask_touch
from screens.base.record_editor import edit_field
from screens.base.shared_commands import DIAGRAM_COMMANDS, SCREEN_COMMANDS
from screens.people import actions, vacancies
from screens.people.import_file import ask_contacts
from screens.people.screen import PeopleScreen
from screens.registry import ROOM_COMMANDS
from views.network.placement import is_cell
from wording import N_, _

PEOPLE: Commands[PeopleScreen] = Commands(ROOM_COMMANDS, DIAGRAM_COMMANDS, SCREEN_COMMANDS)


def person_at_cursor(screen: PeopleScreen) -> Contact | None:
    """Return the person under the cursor."""
    return screen.person


@lacks(N_("no department"))
def department_at_cursor(screen: PeopleScreen) -> str | None:
    """Return the department under the cursor."""
    return screen.drawn.department(screen.current)


@lacks(N_("somebody is named here"))
def empty_place_at_cursor(screen: PeopleScreen) -> ApprovalPlace | None:
    """Return the approval level under the cursor where nobody is named, or nobody is."""
    return vacancies.empty_place(screen)


@lacks(N_("not on one approval line alone"))
def approval_line_at_cursor(screen: PeopleScreen) -> ApprovalPlace | None:
    """Return a level of the approval line under the cursor: of an empty place, or a person's."""
    place, person = vacancies.empty_place(screen), screen.person
    if place is None and person is not None and len(person.lines) == 1:
        return ApprovalPlace(person.level or "high", person.lines[0])
    return place


def has_plan(screen: PeopleScreen) -> bool:
    """Return whether there is a way, a finding, a person or a cell to show all of."""
    ask = screen.ways or screen.drawn.ask(screen.current)
    return bool(ask) or screen.person is not None or is_cell(screen.current)


@PEOPLE.command("add", "a", "insert", label=N_("add"), footer=True, changes=True)
def add_people(screen: PeopleScreen) -> None:
    """Add people, one per line: Ann Lee (CTO) @IT executive T decides cr2 +."""
    actions.add(screen)


@PEOPLE.command("unnamed", "U", "ctrl+u", label=N_("must exist"), changes=True)
def add_unnamed(screen: PeopleScreen) -> None:
    """Add somebody who must exist, name unknown: where the cursor is, or at a level you choose."""
    vacancies.add_somebody(screen)


@PEOPLE.command("purchasing-head", "H", "ctrl+up", label=N_("purchasing"), changes=True)
def add_purchasing_head(screen: PeopleScreen) -> None:
    """Add the head of purchasing, name unknown: commercial approval, mid-level."""
    vacancies.add_buyer(screen)


@PEOPLE.command(
    "none-here", "x", "ctrl+x", label=N_("none here"), on=empty_place_at_cursor, changes=True
)
def mark_none_here(screen: PeopleScreen, place: ApprovalPlace) -> None:
    """Say that the customer has nobody at this approval level, or take that back."""
    vacancies.toggle_absent(screen, place)


@PEOPLE.command(
    "no-line", "X", "ctrl+k", label=N_("no such line"), on=approval_line_at_cursor, changes=True
)
def mark_no_line(screen: PeopleScreen, place: ApprovalPlace) -> None:
    """Say so of all levels of this approval line where nobody is named, or take that back."""
    vacancies.toggle_absent(screen, place, whole=True)


@PEOPLE.command("bring-in", "A", "ctrl+a", label=N_("from account"), changes=True)
def bring_in(screen: PeopleScreen) -> None:
    """Add somebody from another project of the same account."""
    actions.offer_people(screen)


@PEOPLE.command("import-contacts", "M", "ctrl+d", label=N_("import"), changes=True)
def import_contacts(screen: PeopleScreen) -> None:
    """Import the contacts of a file (.vcf .xlsx .csv) into the project."""
    ask_contacts(screen)


@PEOPLE.command("edit", "e", "f2", label=N_("edit"), on=person_at_cursor, changes=True)
def edit_person(screen: PeopleScreen, person: Contact) -> None:
    """Edit the person field by field; Tab goes on, shift+Tab back, Enter ends."""
    actions.type_field(screen, person, "name", walk=True)


@PEOPLE.command("plan", "enter", label=N_("make it next"), when=has_plan, changes=True)
def plan_next(screen: PeopleScreen) -> None:
    """Make the advice shown the next step, else edit the person; of a full cell show all."""
    if is_cell(screen.current):
        screen.turn_cell(screen.current)
    elif screen.ways:
        actions.plan_way(screen, screen.ways)
    elif ask := screen.drawn.ask(screen.current):
        actions.ask_next(screen, ask)
    elif screen.person is not None:
        actions.type_field(screen, screen.person, "name", walk=True)


@PEOPLE.command(
    "cr-up",
    "plus",
    "equals_sign",
    "ctrl+right",
    label=N_("CR +"),
    on=person_at_cursor,
    footer=True,
    changes=True,
)
def raise_cr(screen: PeopleScreen, person: Contact) -> None:
    """Raise the CR by one, with the evidence."""
    actions.step_cr(screen, person, 1)


@PEOPLE.command(
    "cr-down", "minus", "ctrl+left", label=N_("CR -"), on=person_at_cursor, changes=True
)
def lower_cr(screen: PeopleScreen, person: Contact) -> None:
    """Lower the CR by one."""
    actions.step_cr(screen, person, -1)


@PEOPLE.command(
    "stance", "s", "ctrl+s", label=N_("stance"), on=person_at_cursor, footer=True, changes=True
)
def set_stance(screen: PeopleScreen, person: Contact) -> None:
    """Choose whose side the person is on."""
    actions.choose_stance(screen, person)


@PEOPLE.command("role", "o", "f6", label=N_("role"), on=person_at_cursor, changes=True)
def set_role(screen: PeopleScreen, person: Contact) -> None:
    """Choose the person's buying role."""
    actions.choose_role(screen, person)


@PEOPLE.command("lines", "t", "f7", label=N_("lines"), on=person_at_cursor, changes=True)
def set_lines(screen: PeopleScreen, person: Contact) -> None:
    """Type the approval lines, T technical, B commercial: T, B, TB, in order T2B1; - for none."""
    actions.type_field(screen, person, "lines", "T, B, TB, T2B1, -")


@PEOPLE.command("level", "w", "ctrl+w", label=N_("level"), on=person_at_cursor, changes=True)
def set_level(screen: PeopleScreen, person: Contact) -> None:
    """Type the level: executive, senior, mid-level or junior."""
    actions.type_field(screen, person, "level", _("executive, senior, mid-level, junior, -"))


@PEOPLE.command(
    "influence", "i", "f3", label=N_("influences"), on=person_at_cursor, footer=True, changes=True
)
def draw_influence(screen: PeopleScreen, person: Contact) -> None:
    """Draw an influence in our favour: how strong, then the letter of whom it reaches."""
    actions.ask_influence(screen, person, favour=True)


@PEOPLE.command(
    "influence-against", "I", "ctrl+n", label=N_("influences -"), on=person_at_cursor, changes=True
)
def draw_influence_against(screen: PeopleScreen, person: Contact) -> None:
    """Draw an influence against us: how strong, then the letter of whom it reaches."""
    actions.ask_influence(screen, person, favour=False)


@PEOPLE.command("reports", "r", "f4", label=N_("reports to"), on=person_at_cursor, changes=True)
def set_superior(screen: PeopleScreen, person: Contact) -> None:
    """Set whom the person reports to, by a letter; - for nobody."""
    actions.ask_superior(screen, person)


@PEOPLE.command("cover", "b", "ctrl+e", label=N_("our contact"), on=person_at_cursor, changes=True)
def set_cover(screen: PeopleScreen, person: Contact) -> None:
    """Type our contact for the person, with their level: Lin; VP Wang executive."""
    actions.ask_cover(screen, person)


@PEOPLE.command(
    "delete", "D", "ctrl+delete", "delete", label=N_("delete"), on=person_at_cursor, changes=True
)
def delete_person(screen: PeopleScreen, person: Contact) -> None:
    """Remove the person; their reports move to the person's own boss."""
    actions.delete(screen, person)


@PEOPLE.command("touch", "y", "ctrl+l", label=N_("touch"), changes=True)
def log_touch(screen: PeopleScreen) -> None:
    """Log activity in a line: dinner Ann: outcome 480 -> follow-up fri."""
    ask_touch(screen, [screen.project.id], lambda: None, [screen.person] if screen.person else ())


@PEOPLE.command("next", "n", "f5", label=N_("next"), changes=True)
def set_next_action(screen: PeopleScreen) -> None:
    """Type the next step and its date: call Ann +3d, visit fri, proposal 03-20."""
    edit_field(screen, [screen.project.id], "next", lambda: None)


@PEOPLE.command("project-notes", label=N_("notes"))
def open_project_notes(screen: PeopleScreen) -> None:
    """Read and write the notes of the project, whoever is under the cursor."""
    screen.host.open_screen("notes", screen.project)


@PEOPLE.command("view", "v", "f9", "ctrl+v", label=N_("view"), footer=True)
def turn_view(screen: PeopleScreen) -> None:
    """Switch to the next view: net, tree, decision chain, list."""
    screen.look(screen.view.next_view())


@PEOPLE.command("findings", "m", "ctrl+t", label=N_("findings"), footer=True)
def show_findings(screen: PeopleScreen) -> None:
    """Show all findings of the net, worst first; again to come back."""
    screen.look(screen.view.findings())


@PEOPLE.command("fold", "f", "f12", label=N_("fold"), on=department_at_cursor)
def fold_department(screen: PeopleScreen, department: str) -> None:
    """Fold the department under the cursor into one node, or unfold it."""
    screen.look(screen.view.fold(department))


@PEOPLE.command("find", "slash", "f8", label=N_("find"))
def find_person(screen: PeopleScreen) -> None:
    """Find somebody by part of the name, title or department; Up and Down go on."""
    actions.find(screen)
