"""Bringing in people whom another project of the same account knows already."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from deals.accounts import account_people, bring_in
from deals.fields import Reading
from deals.model import Contact, Project
from deals.standing import cr_text
from screens.kit.canvas import LETTERS
from screens.kit.deeds import done
from screens.kit.wording import N_, _

if TYPE_CHECKING:
    from screens.people.screen import PeopleScreen


def bring(screen: PeopleScreen) -> None:
    """Offers the account's people who are not in this project, at a key each."""
    begun = screen.project
    known = account_people(screen.host.book, begun)
    if not known:
        screen.tell(_("no other project of this account knows anybody else"))
        return

    def bringing(person: Contact) -> Callable[[], None]:
        def edit(one: Project, reading: Reading) -> Project:
            return bring_in(one, person, reading.stamp)

        def run() -> None:
            if done(screen, N_("contact"), edit, person.name, begun):
                screen.go(person.id)

        return run

    options = [
        (key, f"{one.name} {cr_text(one.cr)}", bringing(one))
        for key, one in zip(LETTERS, known, strict=False)
    ]
    screen.choose(_("bring in"), options)
