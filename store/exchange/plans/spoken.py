"""What a table says of a plan, line by line, and where it says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from deals.refusal import Refusal
from store.exchange.people.spoken import Place


@dataclass(slots=True)
class Said:
    """A line of the table: its texts by column, and where each column of it stands.

    A column that is in `places` and not in `texts` is blank; one in neither is not in the table.
    `last` is the number of the last line that it takes.
    """

    number: int
    last: int
    texts: dict[str, str]
    places: dict[str, Place]
    place: Place
    refusals: list[Refusal] = field(default_factory=list)

    def at(self, column: str, refused: Refusal) -> Refusal:
        """The refusal with the place where the column's text stands."""
        return Refusal(refused.code, **{**self.places.get(column, self.place), **refused.figures})

    def refuse(self, column: str, refused: Refusal) -> None:
        """Notes a refusal of what stands in a column."""
        self.refusals.append(self.at(column, refused))


@dataclass(slots=True)
class SaidRow:
    """A row of the plan as a table says it, with the lines of its checkpoints."""

    line: Said
    checks: list[Said]

    @property
    def refusals(self) -> list[Refusal]:
        """What is wrong with any of its lines."""
        return [one for line in self.checks for one in line.refusals]

    @property
    def last(self) -> int:
        """The number of its last line."""
        return max(one.last for one in self.checks)


class Rest(NamedTuple):
    """The lines below the table that are none of it, such as a signature."""

    first: int
    last: int
    text: str


class PlanTable(NamedTuple):
    """The rows of a table, what is around them, and the headers that say nothing to us.

    `head` is what is said above the table, by the keys of `HEAD`.
    """

    file: str
    sheet: str
    rows: Sequence[SaidRow]
    head: Said | None
    rest: Rest | None
    ignored: tuple[str, ...]
