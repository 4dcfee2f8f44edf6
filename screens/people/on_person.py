"""What every command on the person under the cursor is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.kit.commands import Command

if TYPE_CHECKING:
    from deals.model import Contact
    from screens.people.screen import PeopleScreen


class OnPerson(Command):
    """A command that changes the person under the cursor, so there has to be one."""

    changes = True

    @staticmethod
    def applies(screen: PeopleScreen) -> bool:
        """There is a person."""
        return screen.person is not None

    @classmethod
    def run(cls, screen: PeopleScreen) -> None:
        """Does it to the person."""
        if screen.person is not None:
            cls.act(screen, screen.person)

    @staticmethod
    def act(screen: PeopleScreen, person: Contact) -> None:
        """Does it."""
        raise NotImplementedError
