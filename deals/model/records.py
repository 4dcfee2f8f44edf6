"""Tables about the records that a project and the book keep in lists.

Edits, merging, exports and the questions after a conflict go over all lists in the same way. They
learn here by which key a record of a list is recognised, which fields hold ids of other records,
and which fields of a record are only decided together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from deals.model.base import Frozen
from deals.model.book import SHARED, SavedView
from deals.model.contacts import Contact, Influence, Touch
from deals.model.number_settings import SalesTarget
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
    "own": _folded,
}
"""The lists of a project's records by field, with the function that gives a record's key."""

LOOSE: Mapping[str, KeyFunction] = {
    "influences": lambda influence: f"{influence.source} {influence.target}",
    # Touches of old stores have no id.
    "touches": lambda touch: touch.id or f"{touch.on} {touch.how} {touch.note}",
    "absent": str,
    "bones": str,
    "apart": str,
    "also": str,
}
"""The lists whose values are merged as they stand, and the key by which a lost one is reported."""

RECORDS = ("market", "form", "review")
"""The fields of a project that are a record of their own."""

SHARED_KEYS: Mapping[str, KeyFunction] = {
    "views": _name,
    "competitors": _folded,
    "products": _folded,
    "store_settings": _name,
    "targets": _name,
    "exchange_rates": _name,
    "win_rates": _name,
    "measures": _name,
    "deleted": _id,
}
"""The lists that all projects share, with the function that gives a record's key: its name, whose
case counts only for views, which are the users' own. A deleted project goes by its id.
"""

LISTED = frozenset({*KEYS, *LOOSE, *RECORDS, *SHARED})
"""The fields that hold records, of a project or of the book: a change in one names the record."""

WITHIN: Mapping[type[Frozen], Mapping[str, KeyFunction]] = {
    PlanRow: {"checkpoints": _id},
    Strategy: {"uses": str},
    Competitor: {"notes": lambda note: note.dimension},
}
"""The lists within a record, by its kind, with the function that gives the key of a value."""

TOGETHER: Mapping[type[Frozen], tuple[tuple[str, ...], ...]] = {
    Contact: (("cr", "evidence", "cr_on", "cr_touch"), ("stance", "competitor")),
    Answer: (("value", "evidence", "former"),),
    Goal: (("start", "end"),),
    PlanRow: (("start", "end"), ("state", "done_on")),
    Checkpoint: (("result", "done", "done_on"),),
    Influence: (("strength", "favour"),),
    SavedView: (("filter", "sort", "descending"),),
    SalesTarget: (("amount", "on", "former", "gone"),),
}
"""The fields of a record that are merged as one, by its kind: two sessions' halves put together
would make a value that nobody wrote.
"""

UNDIVIDED: frozenset[type[Frozen]] = frozenset({SalesTarget})
"""The kinds of record that are one value to people: a clash in one is told of the whole."""

SIGNED: frozenset[type[Frozen]] = frozenset({Answer, Note, Review, MarketCell})
"""The kinds of record whose SIGNATURE fields hold who wrote them last and when."""

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
"""The lists whose records form chains or trees, and the field that holds the record in front."""
