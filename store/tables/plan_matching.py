"""Which row of a plan each row of its table is about: by id, else by its words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from deals.model import PlanRow, Project
from deals.parsing.text import fold_text
from store.tables.grid import clean_cell
from store.tables.plan_rows import PlanTableRow, WorkstreamNames


class RowReference(NamedTuple):
    """A row of a table: its workstream and the row of the plan that it is about, if any.

    `id` is its own id, where it says one that is no other line's; `copied` is set where it says
    one that is, as a row does that was copied in a spreadsheet.
    """

    table_row: PlanTableRow
    workstream: str
    old: PlanRow | None
    id: str
    copied: bool

    @property
    def known(self) -> bool:
        """Whether it names the row of the plan by id, so that a blank cell of it says something."""
        return self.old is not None and bool(self.id)

    @property
    def took_match(self) -> bool:
        """Whether it got its row of the plan by its words, which another line may have too."""
        return self.old is not None and not self.id

    @property
    def refused(self) -> bool:
        """Whether anything in its lines was refused."""
        return bool(self.table_row.refusals)


def match_rows(
    rows: Sequence[PlanTableRow], project: Project, workstreams: WorkstreamNames
) -> list[RowReference]:
    """Match the rows of a table with the rows of the plan; no two get the same one.

    What is refused already is matched by its id alone.
    """
    stored = {row.id: row for row in project.plan}
    owners = _owners(rows, stored)
    free: dict[str, list[PlanRow]] = defaultdict(list)
    for row in project.plan:
        if row.id not in owners:
            free[_content_key(row.content)].append(row)
    found: list[RowReference] = []
    workstream = ""
    for table_row in rows:
        key = table_row.line.texts.get("id", "")
        own = owners.get(key) is table_row
        old = stored.get(key) if own else None
        if text := table_row.line.texts.get("bone"):
            workstream = workstreams.find(text, old.bone if old else None)
        if not (own or table_row.refusals):
            old = _take_match(
                free[_content_key(table_row.line.texts.get("content", ""))], table_row, workstream
            )
        found.append(
            RowReference(table_row, workstream, old, key if own else "", bool(key) and not own)
        )
    return found


def _owners(rows: Sequence[PlanTableRow], stored: dict[str, PlanRow]) -> dict[str, PlanTableRow]:
    """Return the row that each id belongs to: of several the one with the stored words."""
    owners: dict[str, PlanTableRow] = {}
    for table_row in rows:
        key = table_row.line.texts.get("id", "")
        words = _content_key(stored[key].content) if key in stored else None
        first = owners.setdefault(key, table_row) if key else None
        # Who copies a row rewords the copy: the line with the stored words is the original.
        if first is not None and _row_content(table_row) == words != _row_content(first):
            owners[key] = table_row
    return owners


def _take_match(free: list[PlanRow], table_row: PlanTableRow, workstream: str) -> PlanRow | None:
    """Take from `free` the first row that the line could be about."""
    anywhere = "bone" not in table_row.line.places
    for row in free:
        if anywhere or row.bone == workstream:
            free.remove(row)
            return row
    return None


def _row_content(table_row: PlanTableRow) -> str:
    return _content_key(table_row.line.texts.get("content", ""))


def _content_key(text: str) -> str:
    return fold_text(clean_cell(text))
