"""Which row of the plan each row of a table is about: by its id, else by field and content."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from deals.model import PlanRow, Project
from deals.text import folded
from store.exchange.grid import clean
from store.exchange.plans.bones import Bones
from store.exchange.plans.spoken import SaidRow


class Meant(NamedTuple):
    """A row of a table: its field of work and the row of the plan that it is about, if any.

    `id` is its own id, where it says one that is no other line's; `copied` is set where it says
    one that is, as a row does that was copied in a spreadsheet.
    """

    said: SaidRow
    bone: str
    old: PlanRow | None
    id: str
    copied: bool

    @property
    def known(self) -> bool:
        """Whether it names the row of the plan by id, so that a blank cell of it says something."""
        return self.old is not None and bool(self.id)


def whom(rows: Sequence[SaidRow], project: Project, bones: Bones) -> list[Meant]:
    """What the rows of a table are about; no two of them the same row."""
    stored = {row.id: row for row in project.plan}
    owners = _owners(rows, stored)
    free: dict[str, list[PlanRow]] = defaultdict(list)
    for row in project.plan:
        if row.id not in owners:
            free[_content(row.content)].append(row)
    found: list[Meant] = []
    bone = ""
    for said in rows:
        key = said.line.texts.get("id", "")
        own = owners.get(key) is said
        old = stored.get(key) if own else None
        if text := said.line.texts.get("bone"):
            bone = bones.find(text, old.bone if old else None)
        if not own:
            old = _same(free[_content(said.line.texts.get("content", ""))], said, bone)
        found.append(Meant(said, bone, old, key if own else "", bool(key) and not own))
    return found


def _owners(rows: Sequence[SaidRow], stored: dict[str, PlanRow]) -> dict[str, SaidRow]:
    """Whose each id is: of several lines the one with the row's words, else the first."""
    owners: dict[str, SaidRow] = {}
    for said in rows:
        key = said.line.texts.get("id", "")
        words = _content(stored[key].content) if key in stored else None
        first = owners.setdefault(key, said) if key else None
        if first is not None and _says(said) == words != _says(first):
            owners[key] = said
    return owners


def _same(free: list[PlanRow], said: SaidRow, bone: str) -> PlanRow | None:
    """Takes from `free` the first row that the line could be about."""
    anywhere = "bone" not in said.line.places
    for row in free:
        if anywhere or row.bone == bone:
            free.remove(row)
            return row
    return None


def _says(said: SaidRow) -> str:
    return _content(said.line.texts.get("content", ""))


def _content(text: str) -> str:
    return folded(clean(text))
