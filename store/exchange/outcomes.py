"""What an import did, or would do, row by row, as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from deals.fields import field_text
from deals.model import Book, Project
from deals.refusal import Refusal
from store.exchange.facts import CONTACT_FACTS, FACTS
from store.exchange.passing import Pass

Kind = Literal["added", "changed", "unchanged", "refused", "passed"]
Unit = Literal["row", "card"]


class Remark(NamedTuple):
    """What to know of an outcome besides.

    `copied`: a row that says the id of another, so it is new; `new-field`: its field of work
    (text) is new to the project; `other-project`: a form of another project (text).
    """

    code: Literal["copied", "new-field", "other-project"]
    text: str = ""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field's text before and after; of a contact's fields, `contact` is the person's name.

    A contact who is new is a change of the field `contacts` from nothing to the name.
    """

    field: str
    old: str
    new: str
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one project of a table, of rows passed over, or of a file that was refused.

    `row` to `last` are the rows as the spreadsheet counts them, 0 for a whole file; `sheet` is
    empty where a file has none. `refusals` are all that was found wrong, each with its place;
    `reason` says why rows were passed over and `project` then is the text they begin with. `id` is
    the project's, where it is known. Of people, `project` is the name; an address card has a number
    in place of rows.
    """

    file: str
    sheet: str
    row: int
    last: int
    project: str
    kind: Kind
    changes: tuple[FieldChange, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    reason: Pass | None = None
    id: str | None = None
    unit: Unit = "row"
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The book after an import, what became of each row, and the headers that said nothing to us.

    `ignored` is a pair of file and header for each column left alone, `whole` the ids of the
    projects that came out of an export, as they stand there.
    """

    book: Book
    outcomes: tuple[Outcome, ...]
    ignored: tuple[tuple[str, str], ...] = ()
    whole: frozenset[str] = frozenset()

    @property
    def named(self) -> frozenset[str]:
        """The ids of the projects that the files speak of."""
        return frozenset(one.id for one in self.outcomes if one.id is not None)

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """Everything that was refused, in the order of files and rows."""
        return tuple(one for outcome in self.outcomes for one in outcome.refusals)


def changes(before: Project, after: Project) -> Iterator[FieldChange]:
    """What differs between two states of a project, of what a table can say."""
    if after is before:
        return
    for field_id in FACTS:
        old, new = field_text(before, field_id), field_text(after, field_id)
        if old != new:
            yield FieldChange(field_id, old, new)
    known = {one.id: one for one in before.contacts}
    for one in after.contacts:
        if one.id not in known:
            yield FieldChange("contacts", "", one.name, one.name)
            continue
        for field_id in CONTACT_FACTS:
            was, now = getattr(known[one.id], field_id), getattr(one, field_id)
            if was != now:
                yield FieldChange(field_id, f"{was or ''}", f"{now or ''}", one.name)
