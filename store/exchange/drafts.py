"""Gathering the rows of a table into projects: one row each, or one row a contact."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from deals.fields import Reading
from deals.model import Amount, Window
from deals.refusal import Refusal
from deals.text import folded
from store.exchange.facts import Person, Row, cell_place, read_row
from store.exchange.grid import Line, Step, clean
from store.exchange.headers import Table
from store.exchange.passing import Pass, passed_over

Key = tuple[str, str]
"""A project's name and customer without differences of width, capitals and blanks."""


@dataclass(frozen=True, slots=True)
class Passed:
    """Rows that are no project's, from the first to the last, and why."""

    first: int
    last: int
    reason: Pass
    text: str = ""


@dataclass(slots=True)
class Draft:
    """A project as one table has it, from its rows together.

    `facts` holds what is said, `told` the row that said it first; nothing of a draft that has
    `refusals` is to be taken.
    """

    table: Table
    name: str
    customer: str
    rows: list[int] = field(default_factory=list)
    facts: dict[str, object] = field(default_factory=dict)
    told: dict[str, int] = field(default_factory=dict)
    people: dict[tuple[str, int], Person] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)

    def refuse(self, refused: Refusal, field_id: str) -> None:
        """Note a refusal of what the draft says of a field, at the row that says it."""
        place = cell_place(self.table, self.told.get(field_id, self.rows[0]), field_id)
        self.refusals.append(Refusal(refused.code, **{**place, **refused.figures}))

    @property
    def key(self) -> Key:
        """What the draft is matched by."""
        return project_key(self.name, self.customer)

    def add(self, row: Row) -> None:
        """Take in one more row; where it contradicts an earlier one, both are refused."""
        self.rows.append(row.line.number)
        for field_id, value in row.facts.items():
            if field_id not in self.facts:
                self.facts[field_id] = value
                self.told[field_id] = row.line.number
            elif not same(self.facts[field_id], value):
                row.refuse("row-contradicts", field_id, other=self.told[field_id], name=self.name)
        self._meet(row)
        self.refusals += row.refusals

    def _meet(self, row: Row) -> None:
        """Take in a row's contacts: one named again is known, unless it is twice in one row."""
        seen: dict[str, int] = {}
        for person in row.people:
            name = folded(person.name)
            slot = name, seen.get(name, 0)
            seen[name] = slot[1] + 1
            known = self.people.get(slot)
            if known is None:
                self.people[slot] = person
            elif column := known.differs(person):
                row.refuse("contact-contradicts", column, name=person.name, other=self.rows[0])
            else:
                self.people[slot] = known.with_more(person)


def project_key(name: str, customer: str) -> Key:
    """What is the same in two ways to write a project's name and customer."""
    return folded(clean(name)), folded(clean(customer))


def gather(table: Table, reading: Reading, step: Step) -> tuple[list[Draft], list[Passed]]:
    """The projects of a table in its order, and the rows that were passed over."""
    gathering = _Gathering(table, reading)
    passed = [Passed(line.number, line.number, "title", _first(line)) for line in table.above]
    after_total = False
    for before, line in pairwise((table.header, *table.body)):
        step()
        if line.number > before.number + 1:
            passed.append(Passed(before.number + 1, line.number - 1, "blank"))
        if reason := passed_over(table, line, after_total):
            passed.append(Passed(line.number, line.number, reason, _first(line)))
            if reason == "total":
                after_total = True
                gathering.break_off()
        else:
            gathering.take(line)
    return gathering.drafts, passed


class _Gathering:
    """The projects met so far, and the one that a row without a name goes on with."""

    def __init__(self, table: Table, reading: Reading) -> None:
        self.drafts: list[Draft] = []
        self._table = table
        self._reading = reading
        self._known: dict[Key, Draft] = {}
        self._current: Draft | None = None

    def take(self, line: Line) -> None:
        """Read a row and put it where it belongs."""
        row = read_row(self._table, line, self._reading)
        draft = self._further(row) or self._known.get(_key(row))
        if draft is None:
            draft = Draft(self._table, row.text("name"), row.text("customer"))
            self.drafts.append(draft)
            if draft.name:
                self._known[draft.key] = draft
            elif not row.refusals:
                row.refuse("row-nameless", "name")
        draft.add(row)
        self._current = draft

    def break_off(self) -> None:
        """Let no row from here on go on with a project above."""
        self._current = None

    def _further(self, row: Row) -> Draft | None:
        """The project that the row before was of, if this one goes on with it.

        A merged name does. So does a row without a name that has contacts and nothing else that is
        new, and one that leaves the customer out where the name is the same.
        """
        current, cell = self._current, row.cell("name")
        if current is None:
            return None
        if cell and cell.covered:
            return current
        agrees = all(
            field_id in current.facts and same(current.facts[field_id], value)
            for field_id, value in row.facts.items()
        )
        if not row.text("name"):
            return current if agrees and not (cell and cell.problem) else None
        named_alike = folded(row.text("name")) == folded(current.name)
        return current if named_alike and agrees and not row.text("customer") else None


def same(one: object, other: object) -> bool:
    """Whether two facts say the same, however they were written."""
    if isinstance(one, Amount) and isinstance(other, Amount):
        return one.same(other)
    if isinstance(one, Window) and isinstance(other, Window):
        return one.same(other)
    if isinstance(one, str) and isinstance(other, str):
        return clean(one) == clean(other)
    return one == other


def _key(row: Row) -> Key:
    return project_key(row.text("name"), row.text("customer"))


def _first(line: Line) -> str:
    return line.cells[min(line.cells)].text
