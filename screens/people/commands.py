"""The commands of the people screen, most of them on the person under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.base.commands import Command
from screens.base.global_commands import COMMON
from screens.base.log_touch import ask_touch
from screens.base.navigation import OVER
from screens.base.project_screen import ROOMS
from screens.base.record_editor import edit_field
from screens.people import actions
from wording import N_

if TYPE_CHECKING:
    from deals.model import Contact
    from screens.people.screen import PeopleScreen


class OnPerson(Command):
    """A command that changes the person under the cursor, so there has to be one."""

    changes = True

    @staticmethod
    def applies(screen: PeopleScreen) -> bool:
        """Whether there is a person."""
        return screen.person is not None

    @classmethod
    def run(cls, screen: PeopleScreen) -> None:
        """Act on the person."""
        if screen.person is not None:
            cls.act(screen, screen.person)

    @staticmethod
    def act(screen: PeopleScreen, person: Contact) -> None:
        """Act on it."""
        raise NotImplementedError


class Sway(OnPerson):
    """Draw an influence for us: how strong, then the letter of whom the person sways."""

    id = "influence"
    keys = ("i", "f3")
    label = N_("sways")
    footer = True

    @staticmethod
    def act(screen: PeopleScreen, person: Contact) -> None:
        """Take strength and target."""
        actions.ask_influence(screen, person, favour=True)


class SwayAgainst(OnPerson):
    """Draw an influence against us: how strong, then the letter of whom the person sways."""

    id = "influence-against"
    keys = ("I", "ctrl+n")
    label = N_("sways -")

    @staticmethod
    def act(screen: PeopleScreen, person: Contact) -> None:
        """Take strength and target."""
        actions.ask_influence(screen, person, favour=False)


class Reports(OnPerson):
    """Set whom the person reports to, by a letter; - for nobody."""

    id = "reports"
    keys = ("r", "f4")
    label = N_("superior")

    @staticmethod
    def act(screen: PeopleScreen, person: Contact) -> None:
        """Take the superior."""
        actions.ask_superior(screen, person)


class Cover(OnPerson):
    """Type who of ours meets the person, with how senior they are: Lin; VP Wang high."""

    id = "cover"
    keys = ("b", "ctrl+e")
    label = N_("cover")

    @staticmethod
    def act(screen: PeopleScreen, person: Contact) -> None:
        """Take the names."""
        actions.ask_cover(screen, person)


class Add(Command):
    """Add people, a line each: Ann Lee (CTO) @IT high T decides cr2 +; Enter alone ends."""

    id = "add"
    keys = ("a", "insert")
    label = N_("add")
    footer = True
    changes = True

    @staticmethod
    def run(screen: PeopleScreen) -> None:
        """Take the lines."""
        actions.add(screen)


class BringIn(Command):
    """Bring in somebody whom another project of the same account knows."""

    id = "bring-in"
    keys = ("A", "ctrl+a")
    label = N_("bring in")
    changes = True

    @staticmethod
    def run(screen: PeopleScreen) -> None:
        """Offer them."""
        actions.offer_people(screen)


class Edit(OnPerson):
    """Edit the person field by field; Tab goes on, shift+Tab back, Enter ends."""

    id = "edit"
    keys = ("e", "f2")
    label = N_("edit")

    @staticmethod
    def act(screen: PeopleScreen, person: Contact) -> None:
        """Start at the name."""
        actions.type_field(screen, person, "name", walk=True)


class Plan(Command):
    """Make the way or finding shown the next action; where there is neither, edit the person."""

    id = "plan"
    keys = ("enter",)
    label = N_("plan it")
    changes = True

    @staticmethod
    def applies(screen: PeopleScreen) -> bool:
        """Whether there is a way, a finding or a person."""
        ask = screen.drawn.ask(screen.current)
        return bool(screen.ways or ask) or screen.person is not None

    @staticmethod
    def run(screen: PeopleScreen) -> None:
        """Plan the first step, or edit the person."""
        if screen.ways:
            actions.plan_way(screen, screen.ways)
        elif ask := screen.drawn.ask(screen.current):
            actions.ask_next(screen, ask)
        elif screen.person is not None:
            actions.type_field(screen, screen.person, "name", walk=True)


class Closer(OnPerson):
    """Raise the CR by one, with what shows it."""

    id = "cr-up"
    keys = ("plus", "equals_sign", "ctrl+right", "fullwidth_plus_sign")
    label = N_("CR +")
    footer = True

    @staticmethod
    def act(screen: PeopleScreen, person: Contact) -> None:
        """Move one rung up."""
        actions.step_cr(screen, person, 1)


class Farther(OnPerson):
    """Lower the CR by one."""

    id = "cr-down"
    keys = ("minus", "ctrl+left", "fullwidth_hyphen_minus")
    label = N_("CR -")

    @staticmethod
    def act(screen: PeopleScreen, person: Contact) -> None:
        """Move one rung down."""
        actions.step_cr(screen, person, -1)


class SetStance(OnPerson):
    """Choose whose side the person is on."""

    id = "stance"
    keys = ("s", "ctrl+s")
    label = N_("stance")
    footer = True

    @staticmethod
    def act(screen: PeopleScreen, person: Contact) -> None:
        """Offer the sides."""
        actions.choose_stance(screen, person)


class SetRole(OnPerson):
    """Choose the person's part in the decision."""

    id = "role"
    keys = ("o", "f6")
    label = N_("role")

    @staticmethod
    def act(screen: PeopleScreen, person: Contact) -> None:
        """Offer the roles."""
        actions.choose_role(screen, person)


class Lines(OnPerson):
    """Type the places on the approval lines: T, B, TB, or with their order T2B1; - for none."""

    id = "lines"
    keys = ("t", "f7")
    label = N_("lines")

    @staticmethod
    def act(screen: PeopleScreen, person: Contact) -> None:
        """Take them."""
        actions.type_field(screen, person, "lines", "T, B, TB, T2B1, -")


class SetLevel(OnPerson):
    """Type the level: high, middle or low."""

    id = "level"
    keys = ("w", "ctrl+w")
    label = N_("level")

    @staticmethod
    def act(screen: PeopleScreen, person: Contact) -> None:
        """Take it."""
        actions.type_field(screen, person, "level", "high, middle, low, -")


class Delete(OnPerson):
    """Take the person out; who reported to them reports to their superior."""

    id = "delete"
    keys = ("D", "ctrl+delete", "delete")
    label = N_("delete")

    @staticmethod
    def act(screen: PeopleScreen, person: Contact) -> None:
        """Take them out."""
        actions.delete(screen, person)


class LogTouch(Command):
    """Log a touch in a line: dinner Ann: what came of it 480 -> next step fri."""

    id = "touch"
    keys = ("y", "ctrl+l")
    label = N_("touch")
    changes = True

    @staticmethod
    def run(screen: PeopleScreen) -> None:
        """Ask what came of it."""
        ask_touch(screen, [screen.project.id], lambda: None, screen.person)


class Next(Command):
    """Type the next action and its day: call Ann +3d, visit fri, proposal 03-20."""

    id = "next"
    keys = ("n", "f5")
    label = N_("next")
    changes = True

    @staticmethod
    def run(screen: PeopleScreen) -> None:
        """Take it."""
        edit_field(screen, [screen.project.id], "next", lambda: None)


ON_PEOPLE: tuple[type[Command], ...] = (
    Add,
    BringIn,
    Edit,
    Plan,
    Closer,
    Farther,
    SetStance,
    SetRole,
    Lines,
    SetLevel,
    Sway,
    SwayAgainst,
    Reports,
    Cover,
    Delete,
    LogTouch,
    Next,
)


class Turn(Command):
    """Turn to the next view: net, tree, decision chain, list."""

    id = "view"
    keys = ("v", "f9", "ctrl+v")
    label = N_("view")
    footer = True

    @staticmethod
    def run(screen: PeopleScreen) -> None:
        """Take the next view."""
        screen.look(screen.view.next_view())


class Findings(Command):
    """Show all that the net finds, the worst first; again to come back."""

    id = "findings"
    keys = ("m", "ctrl+t")
    label = N_("findings")
    footer = True

    @staticmethod
    def run(screen: PeopleScreen) -> None:
        """Show the findings, or go back from them."""
        screen.look(screen.view.findings())


class Fold(Command):
    """Fold the department under the cursor into one knot, or unfold it."""

    id = "fold"
    keys = ("f", "f12")
    label = N_("fold")

    @staticmethod
    def applies(screen: PeopleScreen) -> bool:
        """Whether there is a department."""
        return screen.drawn.department(screen.current) is not None

    @staticmethod
    def run(screen: PeopleScreen) -> None:
        """Fold or unfold it."""
        department = screen.drawn.department(screen.current)
        if department is not None:
            screen.look(screen.view.fold(department))


class Find(Command):
    """Find somebody by part of the name, title or department; Up and Down go on."""

    id = "find"
    keys = ("slash", "f8", "fullwidth_solidus", "ideographic_comma")
    label = N_("find")

    @staticmethod
    def run(screen: PeopleScreen) -> None:
        """Take the word."""
        actions.find(screen)


PEOPLE: tuple[type[Command], ...] = (
    *ON_PEOPLE,
    Turn,
    Findings,
    Fold,
    Find,
    *ROOMS,
    *OVER,
    *COMMON,
)
