"""The records that are kept in lists: what each goes by, what it points at, what in it is one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from deals.model.base import Frozen
from deals.model.book import SHARED, SavedView
from deals.model.contacts import Contact, Influence, Touch
from deals.model.planning import Checkpoint, Goal, PlanRow
from deals.model.strategy import Answer, Cause, Competitor, MarketCell, Note, Review, Strategy

KeyFunction = Callable[[Any], str]


def _id(record: Any) -> str:
    return str(record.id)


def _name(record: Any) -> str:
    return str(record.name)


def _folded(record: Any) -> str:
    return _name(record).strip().casefold()


KEYS: Mapping[str, KeyFunction] = {
    "team": _name,
    "answers": lambda note: note.question,
    "notes": lambda comparison: comparison.key,
    "swot": _id,
    "strategies": _id,
    "comparisons": lambda record: f"{record.rival.strip().casefold()}\n{record.dimension}",
    "causes": _id,
    "goals": _id,
    "plan": _id,
}
"""The lists of a project's records by field, and what each record goes by."""

LOOSE: Mapping[str, KeyFunction] = {
    "influences": lambda influence: f"{influence.source} {influence.target}",
    # Touches of old stores have no id.
    "touches": lambda touch: touch.id or f"{touch.on} {touch.how} {touch.note}",
    "bones": str,
}
"""The lists whose values are merged as they stand, and what each goes by when its loss is told."""

RECORDS = ("market", "form", "review")
"""The fields of a project that are a record of their own."""

SHARED_KEYS: Mapping[str, KeyFunction] = {
    "views": _name,
    "competitors": _folded,
    "products": _folded,
}
"""The lists that all projects share, and what each record goes by: names in any case, but those of
views, which are the users' own.
"""

LISTED = frozenset({*KEYS, *LOOSE, *RECORDS, *SHARED})
"""The fields that hold records, of a project or of the book: what is told of one says which."""

WITHIN: Mapping[type[Frozen], Mapping[str, KeyFunction]] = {
    PlanRow: {"checkpoints": _id},
    Strategy: {"uses": str},
    Competitor: {"notes": lambda note: note.dimension},
}
"""The lists within a record, by its kind, and what each value in them goes by."""

TOGETHER: Mapping[type[Frozen], tuple[tuple[str, ...], ...]] = {
    Contact: (("cr", "evidence", "cr_on", "cr_touch"), ("stance", "competitor")),
    Answer: (("value", "evidence"),),
    Goal: (("start", "end"),),
    PlanRow: (("start", "end"),),
    Checkpoint: (("result", "done"),),
    Influence: (("strength", "favour"),),
    SavedView: (("filter", "sort", "descending"),),
}
"""The fields of a record that are decided as one, by its kind: one of them without the other would
say what nobody said.
"""

SIGNED: frozenset[type[Frozen]] = frozenset({Answer, Note, Review, MarketCell})
"""The kinds of record that say in SIGNATURE who wrote them last and when."""

SIGNATURE = ("by", "on")

POINTS: Mapping[type[Frozen], Mapping[str, str]] = {
    Cause: {"parent": "causes"},
    Goal: {"parent": "goals", "cause": "causes"},
    PlanRow: {"after": "plan", "goal": "goals", "cause": "causes"},
    Strategy: {"uses": "swot"},
    Contact: {"reports_to": "contacts", "cr_touch": "touches"},
    Influence: {"source": "contacts", "target": "contacts"},
    Touch: {"contacts": "contacts"},
}
"""The fields that hold ids, by kind of record, and the list of the project that they point into."""

BEHIND: Mapping[str, str] = {"causes": "parent", "goals": "parent", "plan": "after"}
"""The lists whose records stand in lines, and the field that says behind which a record stands."""
