"""What binds the person under the cursor to others, one class a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.kit.wording import N_
from screens.people import bonds
from screens.people.on_person import OnPerson

if TYPE_CHECKING:
    from deals.model import Contact
    from screens.people.screen import PeopleScreen


class Sway(OnPerson):
    """Draw an influence for us: how strong, then the letter of whom the person sways."""

    id = "influence"
    keys = ("i", "f3")
    label = N_("sways")
    footer = True

    @staticmethod
    def act(screen: PeopleScreen, person: Contact) -> None:
        """Takes strength and target."""
        bonds.influence(screen, person, favour=True)


class SwayAgainst(OnPerson):
    """Draw an influence against us: how strong, then the letter of whom the person sways."""

    id = "influence-against"
    keys = ("I", "ctrl+n")
    label = N_("sways -")

    @staticmethod
    def act(screen: PeopleScreen, person: Contact) -> None:
        """Takes strength and target."""
        bonds.influence(screen, person, favour=False)


class Reports(OnPerson):
    """Set whom the person reports to, by a letter; - for nobody."""

    id = "reports"
    keys = ("r", "f4")
    label = N_("superior")

    @staticmethod
    def act(screen: PeopleScreen, person: Contact) -> None:
        """Takes the superior."""
        bonds.lead(screen, person)


class Cover(OnPerson):
    """Type who of ours meets the person, with how senior they are: Lin; VP Wang high."""

    id = "cover"
    keys = ("b", "ctrl+e")
    label = N_("cover")

    @staticmethod
    def act(screen: PeopleScreen, person: Contact) -> None:
        """Takes the names."""
        bonds.ask_cover(screen, person)
