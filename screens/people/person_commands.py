"""What can be done to the person under the cursor, one class a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.kit.commands import Command
from screens.kit.deeds import edit_field
from screens.kit.touching import ask_touch
from screens.kit.wording import N_
from screens.people import account, choices, deeds, planning
from screens.people.bond_commands import Cover, Reports, Sway, SwayAgainst
from screens.people.on_person import OnPerson

if TYPE_CHECKING:
    from deals.model import Contact
    from screens.people.screen import PeopleScreen


class Add(Command):
    """Add people, a line each: Ann Lee (CTO) @IT high T decides cr2 +; Enter alone ends."""

    id = "add"
    keys = ("a", "insert")
    label = N_("add")
    footer = True
    changes = True

    @staticmethod
    def run(screen: PeopleScreen) -> None:
        """Takes the lines."""
        deeds.add(screen)


class BringIn(Command):
    """Bring in somebody whom another project of the same account knows."""

    id = "bring-in"
    keys = ("A", "ctrl+a")
    label = N_("bring in")
    changes = True

    @staticmethod
    def run(screen: PeopleScreen) -> None:
        """Offers them."""
        account.bring(screen)


class Edit(OnPerson):
    """Edit the person field by field; Tab goes on, shift+Tab back, Enter ends."""

    id = "edit"
    keys = ("e", "f2")
    label = N_("edit")

    @staticmethod
    def act(screen: PeopleScreen, person: Contact) -> None:
        """Starts at the name."""
        deeds.type_field(screen, person, "name", walk=True)


class Plan(Command):
    """Make the way or finding shown the next action; where there is neither, edit the person."""

    id = "plan"
    keys = ("enter",)
    label = N_("plan it")
    changes = True

    @staticmethod
    def applies(screen: PeopleScreen) -> bool:
        """There is a way, a finding or a person."""
        ask = screen.drawn.ask(screen.current)
        return bool(screen.ways or ask) or screen.person is not None

    @staticmethod
    def run(screen: PeopleScreen) -> None:
        """Plans, or edits."""
        if screen.ways:
            planning.plan(screen, screen.ways)
        elif ask := screen.drawn.ask(screen.current):
            planning.ask_next(screen, ask)
        elif screen.person is not None:
            deeds.type_field(screen, screen.person, "name", walk=True)


class Closer(OnPerson):
    """Raise the CR by one, with what shows it."""

    id = "cr-up"
    keys = ("plus", "equals_sign", "ctrl+right", "fullwidth_plus_sign")
    label = N_("CR +")
    footer = True

    @staticmethod
    def act(screen: PeopleScreen, person: Contact) -> None:
        """One rung up."""
        choices.bump(screen, person, 1)


class Farther(OnPerson):
    """Lower the CR by one."""

    id = "cr-down"
    keys = ("minus", "ctrl+left", "fullwidth_hyphen_minus")
    label = N_("CR -")

    @staticmethod
    def act(screen: PeopleScreen, person: Contact) -> None:
        """One rung down."""
        choices.bump(screen, person, -1)


class Stance(OnPerson):
    """Choose whose side the person is on."""

    id = "stance"
    keys = ("s", "ctrl+s")
    label = N_("stance")
    footer = True

    @staticmethod
    def act(screen: PeopleScreen, person: Contact) -> None:
        """Offers the sides."""
        choices.choose_stance(screen, person)


class Role(OnPerson):
    """Choose the person's part in the decision."""

    id = "role"
    keys = ("o", "f6")
    label = N_("role")

    @staticmethod
    def act(screen: PeopleScreen, person: Contact) -> None:
        """Offers the roles."""
        choices.choose_role(screen, person)


class Lines(OnPerson):
    """Type the places on the approval lines: T, B, TB, or with their order T2B1; - for none."""

    id = "lines"
    keys = ("t", "f7")
    label = N_("lines")

    @staticmethod
    def act(screen: PeopleScreen, person: Contact) -> None:
        """Takes them."""
        deeds.type_field(screen, person, "lines", "T, B, TB, T2B1, -")


class Level(OnPerson):
    """Type the level: high, middle or low."""

    id = "level"
    keys = ("w", "ctrl+w")
    label = N_("level")

    @staticmethod
    def act(screen: PeopleScreen, person: Contact) -> None:
        """Takes it."""
        deeds.type_field(screen, person, "level", "high, middle, low, -")


class Delete(OnPerson):
    """Take the person out; who reported to them reports to their superior."""

    id = "delete"
    keys = ("D", "ctrl+delete", "delete")
    label = N_("delete")

    @staticmethod
    def act(screen: PeopleScreen, person: Contact) -> None:
        """Takes them out."""
        deeds.delete(screen, person)


class Touch(Command):
    """Log a touch in a line: dinner Ann: what came of it 480 -> next step fri."""

    id = "touch"
    keys = ("y", "ctrl+l")
    label = N_("touch")
    changes = True

    @staticmethod
    def run(screen: PeopleScreen) -> None:
        """Asks what came of it."""
        ask_touch(screen, [screen.project.id], lambda: None, screen.person)


class Next(Command):
    """Type the next action and its day: call Ann +3d, visit fri, proposal 03-20."""

    id = "next"
    keys = ("n", "f5")
    label = N_("next")
    changes = True

    @staticmethod
    def run(screen: PeopleScreen) -> None:
        """Takes it."""
        edit_field(screen, [screen.project.id], "next", lambda: None)


ON_PEOPLE: tuple[type[Command], ...] = (
    Add,
    BringIn,
    Edit,
    Plan,
    Closer,
    Farther,
    Stance,
    Role,
    Lines,
    Level,
    Sway,
    SwayAgainst,
    Reports,
    Cover,
    Delete,
    Touch,
    Next,
)
