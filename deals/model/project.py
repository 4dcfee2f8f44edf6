"""A deal with everything that belongs to it, and its history."""

from __future__ import annotations

from datetime import date, datetime

from deals.model.base import Frozen, Record, Status, rare
from deals.model.contacts import Contact, Influence, Member, NextAction, Touch
from deals.model.glance import Glance
from deals.model.money import Amount, SigningPeriod
from deals.model.planning import Goal, PlanRow, TeamForm
from deals.model.strategy import Answer, Cause, Comparison, Market, Note, Review, Strategy, SwotItem


class Snooze(Frozen):
    """A flag put to sleep: the rule `rule` is silent until the day `until`, then speaks again."""

    rule: str
    until: date
    reason: str = ""


class SourceRef(Frozen):
    """A table that holds a project, and what it says of it otherwise than we do.

    `source` names the kind of table, a CRM or a file's name without its day, `sheet` its sheet.
    `owner` is whose the table says the project is, `id` what the record has there, `gone` the day
    since when the table no longer holds it, `seen` of what day the last one was that did, and
    `kept` that the project stays all the same. `says` are the fields, with the text, in which the
    table still stands by what was changed here since; `marks` are fingerprints of all that it said.
    `part` tells apart two records of one table that became one project here.
    """

    source: str
    sheet: str = rare("")
    owner: str = rare("")
    id: str = rare("")
    gone: date | None = rare(None)
    seen: str = rare("")
    kept: bool = rare(False)
    says: tuple[tuple[str, str], ...] = rare(())
    marks: str = rare("")
    part: str = rare("")

    @property
    def key(self) -> str:
        """What it goes by in its project."""
        place = f"{self.source}\n{self.sheet}"
        return f"{place}\n{self.part}" if self.part else place


class OwnValue(Frozen):
    """What a project has in a column of the user's own: the column's name, and a text."""

    name: str
    value: str


class Change(Frozen):
    """A tracked field's move, kept with its project: stage, amount, owner, cr, stance and others.

    `old` and `new` are in the form that the field's parser reads back; `subject` is a contact's id
    where the field is a contact's; `note` says what else mattered, such as an open gate.
    """

    at: datetime
    by: str
    field: str
    old: str | None = None
    new: str | None = None
    subject: str | None = None
    note: str | None = None

    @property
    def on(self) -> date:
        """The day of the move as its writer's calendar had it: `at` keeps the writer's offset."""
        return self.at.date()


class Project(Record):
    """One concrete deal with one customer.

    `stage` is the last stage completed (P0 counts as reached from the start); a project that ended
    keeps it. `head` is the goal at the fish's head, `bones` are bones of its own beside the
    playbook's. `remarks` are free notes of several lines, `tender` the day on which a tender
    closes, `key` says that it is a key project and `key_strategy` how it is to be won, in a line,
    which stays with a project that is none any more. `own` holds what is known in columns of the
    user's own, each name once. `absent` are the places of approval lines, as `technical low`, that
    the customer was said to have nobody for. `updated_at` moves with every edit but a snooze,
    `history` with the tracked ones.
    `sources` are the tables that hold it, `apart` the ids of projects of one name and customer that
    are deals of their own, `also` the ids of other records that became one with it. Where there is
    a `glance`, the project is not here but for what a list shows: what has no value is not known.
    """

    id: str
    name: str
    customer: str = ""
    owner: str = ""
    product: str | None = None
    status: Status = "open"
    end_reason: str | None = None
    stage: str = "P0"
    amount: Amount | None = None
    signs: SigningPeriod | None = None
    tender: date | None = rare(None)
    key: bool = rare(False)
    key_strategy: str = rare("")
    tags: tuple[str, ...] = rare(())
    remarks: str = rare("")
    own: tuple[OwnValue, ...] = rare(())
    contacts: tuple[Contact, ...] = ()
    influences: tuple[Influence, ...] = ()
    absent: tuple[str, ...] = rare(())
    team: tuple[Member, ...] = rare(())
    next_action: NextAction | None = None
    answers: tuple[Answer, ...] = rare(())
    notes: tuple[Note, ...] = rare(())
    market: Market = rare(Market())
    swot: tuple[SwotItem, ...] = rare(())
    strategies: tuple[Strategy, ...] = rare(())
    comparisons: tuple[Comparison, ...] = rare(())
    head: str = rare("")
    bones: tuple[str, ...] = rare(())
    causes: tuple[Cause, ...] = rare(())
    goals: tuple[Goal, ...] = rare(())
    plan: tuple[PlanRow, ...] = rare(())
    form: TeamForm = rare(TeamForm())
    review: Review = rare(Review())
    touches: tuple[Touch, ...] = ()
    snoozes: tuple[Snooze, ...] = ()
    sources: tuple[SourceRef, ...] = rare(())
    apart: tuple[str, ...] = rare(())
    also: tuple[str, ...] = rare(())
    glance: Glance | None = rare(None)
    history: tuple[Change, ...] = ()
    created_at: datetime
    updated_at: datetime
    updated_by: str = ""

    @property
    def missing_from(self) -> tuple[SourceRef, ...]:
        """The tables that hold it no longer, if none does and as long as nobody said it stays."""
        if any(ref.gone is None for ref in self.sources):
            return ()
        return tuple(ref for ref in self.sources if not ref.kept)
