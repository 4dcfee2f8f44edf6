"""What a deal is made of: frozen models, shared between the books of one session.

Money is in whole currency units, days are plain dates. Instants are aware and keep the offset of
who made them, so that their date is that person's day. Every constant is an English id; labels
belong to the playbook and the wording room.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field, model_validator

from deals.frozen import Frozen, Record

Severity = Literal["red", "amber", "info"]
Status = Literal["open", "on_hold", "won", "lost", "abandoned"]
Precision = Literal["day", "month", "quarter", "half", "year", "range"]
Level = Literal["high", "middle", "low"]
Function = Literal["technical", "commercial", "using", "other"]
Line = Literal["technical", "commercial"]
Role = Literal["decides", "approves", "evaluates", "uses", "influences", "coach"]
Stance = Literal["supports", "neutral", "competitor", "opposes", "unknown"]
CR = Annotated[int, Field(ge=1, le=5)]


class Amount(Frozen):
    """The expected amount, a figure or a range, `text` as it was written (method, section 1)."""

    low: Annotated[int, Field(ge=0)]
    high: Annotated[int, Field(ge=0)]
    currency: str = "CNY"
    text: str

    @model_validator(mode="after")
    def _ordered(self) -> Amount:
        if self.low > self.high:
            raise ValueError("low is above high")
        return self

    @property
    def expected(self) -> float:
        """The middle of the range."""
        return (self.low + self.high) / 2

    def same(self, other: Amount | None) -> bool:
        """Whether both mean the same money, however it was written."""
        return other is not None and self == other.model_copy(update={"text": self.text})


class Window(Frozen):
    """When signing is expected: earliest and latest day, and how precisely it was said."""

    earliest: date
    latest: date
    precision: Precision
    text: str

    @model_validator(mode="after")
    def _ordered(self) -> Window:
        if self.earliest > self.latest:
            raise ValueError("earliest is after latest")
        return self

    @property
    def days(self) -> int:
        """How many days the window spans, a single day being 1."""
        return (self.latest - self.earliest).days + 1

    def same(self, other: Window | None) -> bool:
        """Whether both mean the same days to the same precision, however written."""
        return other is not None and self == other.model_copy(update={"text": self.text})


class Contact(Record):
    """A person at the customer, or somebody we only know must exist (method, section 3).

    `cr` is None while unknown, which is not CR1. `reports_to` is another contact's id.
    """

    id: str
    name: str
    title: str | None = None
    department: str | None = None
    function: Function | None = None
    level: Level | None = None
    lines: tuple[Line, ...] = ()
    role: Role | None = None
    reports_to: str | None = None
    cr: CR | None = None
    evidence: str | None = None
    stance: Stance = "unknown"
    competitor: str | None = None
    work_needs: str | None = None
    personal_needs: str | None = None
    outside: bool = False


class Influence(Frozen):
    """Who sways whom, by contact ids: how strongly (1-3) and whether in our favour."""

    source: str
    target: str
    strength: Annotated[int, Field(ge=1, le=3)]
    favour: bool


class NextAction(Frozen):
    """What is done next on a project, and on which day."""

    text: str
    on: date | None = None


class Touch(Record):
    """One contact with the customer's people: when, with whom (contact ids), what came of it."""

    on: date
    contacts: tuple[str, ...] = ()
    how: str = ""
    note: str = ""


class Snooze(Frozen):
    """A flag put to sleep: the rule `rule` is silent until the day `until`, then speaks again."""

    rule: str
    until: date
    reason: str = ""


class Change(Frozen):
    """A tracked field's move, kept with its project: stage, amount, signs, status, cr, stance.

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


class Project(Record):
    """One concrete deal with one customer.

    `stage` is the last stage completed (P0 counts as reached from the start); a project that ended
    keeps it. `updated_at` moves with every edit but a snooze, `history` with the tracked ones.
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
    signs: Window | None = None
    contacts: tuple[Contact, ...] = ()
    influences: tuple[Influence, ...] = ()
    next_action: NextAction | None = None
    touches: tuple[Touch, ...] = ()
    snoozes: tuple[Snooze, ...] = ()
    history: tuple[Change, ...] = ()
    created_at: datetime
    updated_at: datetime
    updated_by: str = ""


class SavedView(Frozen):
    """A named way to look at the pipeline: a filter and an order."""

    name: str
    filter: str = ""
    sort: str = "attention"
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Stamp:
    """When, by whom and as of which day an edit is made; the caller looks at the clock.

    `at` keeps the offset of the user's own clock.
    """

    at: datetime
    by: str
    today: date


STEPS_KEPT = 8
"""How many steps back a book knows what changed."""


@dataclass(frozen=True, slots=True)
class Book:
    """The whole portfolio at one instant: immutable, sharing every unchanged project with the last.

    A plain dataclass, not a pydantic model: validating ten thousand projects again at each edit
    would cost what the book costs instead of what the change costs.
    """

    projects: Mapping[str, Project] = field(default_factory=lambda: MappingProxyType({}))
    views: tuple[SavedView, ...] = ()
    _mark: object = field(default_factory=object, repr=False, compare=False)
    _steps: tuple[tuple[object, tuple[str, ...]], ...] = field(
        default=(), repr=False, compare=False
    )

    def with_projects(self, *changed: Project) -> Book:
        """The book with `changed` put in by id, new ones at the end."""
        projects = self._copied()
        projects.update((one.id, one) for one in changed)
        return self._next(projects, tuple(one.id for one in changed))

    def without(self, *ids: str) -> Book:
        """The book less the projects of these ids."""
        projects = self._copied()
        for key in ids:
            projects.pop(key, None)
        return self._next(projects, ids)

    def with_views(self, *views: SavedView) -> Book:
        """The book with just these saved views."""
        return Book(self.projects, views, _steps=self._stepped(()))

    def changed_since(self, before: Book) -> tuple[str, ...] | None:
        """The ids of projects that may differ from `before`, a book that this one was made from by
        no more than a few steps; None where it was not, so that all would have to be compared.
        """
        marks = [mark for mark, _ids in self._steps] + [self._mark]
        if before._mark not in marks:
            return None
        steps = self._steps[marks.index(before._mark) :]
        return tuple(dict.fromkeys(key for _mark, ids in steps for key in ids))

    def _copied(self) -> dict[str, Project]:
        # The proxy's own `copy` is many times faster than going through its items.
        same = self.projects
        return same.copy() if isinstance(same, MappingProxyType) else dict(same)

    def _next(self, projects: dict[str, Project], changed: tuple[str, ...]) -> Book:
        return Book(MappingProxyType(projects), self.views, _steps=self._stepped(changed))

    def _stepped(self, changed: tuple[str, ...]) -> tuple[tuple[object, tuple[str, ...]], ...]:
        return (*self._steps[1 - STEPS_KEPT :], (self._mark, changed))


@dataclass(frozen=True, slots=True)
class Flag:
    """What a triage rule found on a project.

    `case` picks the sentence among the rule's in the playbook, `figures` fill its placeholders;
    `severity` is the playbook's for the rule.
    """

    rule: str
    severity: Severity
    case: str
    figures: Mapping[str, str | int] = field(default_factory=dict)
