"""The customer's people, what binds them, and who of ours meets them (method, section 3)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from deals.model.base import CR, ApprovalLine, Frozen, Function, Level, Record, Role, Stance, rare


class NextAction(Frozen):
    """The next thing to do on a project, and the day for it."""

    text: str
    on: date | None = None


CRStep = Annotated[int, Field(ge=1, le=9)]
TeamPart = Literal["leader", "member", "monitor", "sponsor"]


class Contact(Record):
    """A person at the customer, or somebody we only know must exist (method, section 3).

    `cr` is None while unknown, which is not CR1; `cr_on` is the day it was set and `cr_touch` the
    id of the touch that shows it, beside the words in `evidence`. `reports_to` is another contact's
    id. A step is the place on an approval line, 1 being the first to approve. `covered_by` names
    our people who meet this one. Which fields an account's projects share is in deals/fields.
    """

    id: str
    name: str
    title: str | None = None
    department: str | None = None
    function: Function | None = None
    level: Level | None = None
    lines: tuple[ApprovalLine, ...] = ()
    technical_step: CRStep | None = rare(None)
    commercial_step: CRStep | None = rare(None)
    role: Role | None = None
    reports_to: str | None = None
    cr: CR | None = None
    evidence: str | None = None
    cr_on: date | None = rare(None)
    cr_touch: str | None = rare(None)
    stance: Stance = "unknown"
    competitor: str | None = None
    work_needs: str | None = None
    personal_needs: str | None = None
    price_view: str | None = rare(None)
    rival_view: str | None = rare(None)
    outside: bool = False
    covered_by: tuple[str, ...] = rare(())
    follow_up: NextAction | None = rare(None)
    phone: str | None = rare(None)
    email: str | None = rare(None)
    note: str | None = rare(None)

    def step(self, line: ApprovalLine) -> int | None:
        """Return the place on an approval line, None where the order is not known."""
        return self.technical_step if line == "technical" else self.commercial_step


class Influence(Frozen):
    """The sway of one contact over another, by ids: how strong (1-3), and whether in our favour."""

    source: str
    target: str
    strength: Annotated[int, Field(ge=1, le=3)]
    favour: bool


class Member(Record):
    """One of our own people on a project: how senior, in which part, with which duties.

    `level` is on the customer's scale: a customer's top is met by one of ours who is `high`.
    """

    name: str
    level: Level | None = None
    part: TeamPart | None = None
    duties: str | None = None


class Touch(Record):
    """One contact with the customer's people: when, with whom (contact ids), what came of it.

    `how` is an id of `TOUCH_KINDS` or free text; `worth` is what was given or spent on them, in
    whole units of `currency` (compliance, method section 3). Touches of old stores have no `id`.
    """

    id: str = ""
    on: date
    contacts: tuple[str, ...] = ()
    how: str = ""
    note: str = ""
    worth: Annotated[int, Field(ge=0)] | None = None
    currency: str = rare("CNY")
    by: str = rare("")


TOUCH_KINDS: tuple[str, ...] = (
    *("meeting", "visit", "call", "message", "dinner", "gift"),
    *("hospitality", "exchange", "survey", "event"),
)
"""The ways of meeting people that have names in both languages."""

TOUCH_NOTE = "touch "
"""What a note of the history begins with that names a touch, before its id."""
