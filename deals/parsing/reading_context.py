"""The context in which typed text is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from deals.errors import UserError
from deals.model import Contact, Level, Project, SigningPeriod, Stamp
from deals.parsing.amounts import HOME
from deals.parsing.time_words import Calendar, DateOrder
from deals.playbook import Playbook


class ReadingContext(NamedTuple):
    """The context in which typed text is read: the playbook, the stamp, and the defaults.

    `currency` is meant where an amount names none, unless `usual` is what most amounts of the store
    are in, which a figure in Chinese (350万) is not; and figures under 10,000 with neither size nor
    currency stand as written where there may be `bare_amounts`. `contacts` are those that a name
    may mean, days may count from `signs` and `tender`; `dates` is the order of days in figures
    where the settings name one, `year_start` the month in which the store's fiscal year starts,
    which `year_said` somebody, January too, and `new_id` makes the id of a record that is new.
    """

    playbook: Playbook
    stamp: Stamp
    new_id: Callable[[], str]
    currency: str = HOME
    usual: str = ""
    bare_amounts: bool = True
    contacts: Sequence[Contact] = ()
    signs: SigningPeriod | None = None
    tender: date | None = None
    dates: DateOrder | None = None
    year_start: int = 1
    year_said: bool = False

    @property
    def calendar(self) -> Calendar:
        """What days and windows are read against."""
        return Calendar(self.stamp.today, self.dates, self.year_start)

    def on(self, project: Project) -> ReadingContext:
        """Return the context of an edit to this project: its people, window, and known currency."""
        about = self._replace(contacts=project.contacts, signs=project.signs, tender=project.tender)
        if project.amount:
            about = about._replace(currency=project.amount.currency, usual="")
        return about


def check_level(level: Level | None, playbook: Playbook) -> None:
    """Raise the refusal `level-fine` for the finer fourth level where the playbook has none."""
    if level == "upper" and not playbook.net.upper:
        raise UserError("level-fine")
