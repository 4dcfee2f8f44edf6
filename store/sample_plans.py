"""What a project of the sample has thought out and planned: answers, causes, goals, plan, review.

In a list each entry stands under its key, in a text of its own or with facts beside it; days are
counted from today, and persons and competitors stand by their keys. An answer is the day it was
given: `{ yes = -12 }`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, get_args

from deals.market import STANDING
from deals.model import Answered

Table = Mapping[str, Any]

LISTS: Mapping[str, tuple[str, str]] = {
    "answers": ("question", "evidence"),
    "notes": ("key", "text"),
    "swot": ("id", "text"),
    "strategies": ("id", "text"),
    "causes": ("id", "text"),
    "goals": ("id", "text"),
    "plan": ("id", "content"),
}
"""The lists, and where an entry's key and text go."""

_SIGNED = ("answers", "notes")
_DAYS = frozenset({"on", "start", "end", "filled_on", "plan_start"})
_NAMED = frozenset({"by", "owner", "responsible", "accepted_by", "filled_by", "rival"})


@dataclass(frozen=True, slots=True)
class Thoughts:
    """How the tables of one project are read: its names by key, who signs, and the day."""

    names: Mapping[str, str]
    signer: str
    today: date

    def fields(self, table: Table) -> dict[str, Any]:
        """The fields of the project that the table tells of."""
        told: dict[str, Any] = {name: one for name, one in table.items() if name not in LISTS}
        for name in ("form", "review"):
            if name in table:
                told[name] = self.entry(table[name])
        if "comparisons" in table:
            told["comparisons"] = [
                {"dimension": STANDING, **self.entry(one, "note")} for one in table["comparisons"]
            ]
        for name in LISTS.keys() & table.keys():
            told[name] = list(self._listed(name, table[name]))
        if "review" in table:
            told["review"].setdefault("by", self.signer)
        return told

    def entry(self, said: Table | str, text: str = "text") -> dict[str, Any]:
        """An entry, its text under that name."""
        if isinstance(said, str):
            return {text: said}
        entry: dict[str, Any] = {}
        for name, value in said.items():
            if name in get_args(Answered):
                entry |= {"value": name, "on": self.today + timedelta(value)}
            else:
                entry[text if name == "text" else name] = self._value(name, value)
        return entry

    def _listed(self, name: str, said: Table) -> Iterator[dict[str, Any]]:
        key_field, text = LISTS[name]
        for key, one in said.items():
            entry = {key_field: key, **self.entry(one, text)}
            if name in _SIGNED:
                entry.setdefault("by", self.signer)
            if "checkpoints" in entry:
                looks = enumerate(entry["checkpoints"], 1)
                entry["checkpoints"] = [{"id": f"{key}-{at}", **look} for at, look in looks]
            yield entry

    def _value(self, name: str, value: Any) -> Any:
        if name in _DAYS:
            return self.today + timedelta(value)
        if name in _NAMED:
            return self.names[value]
        return [self.entry(one, "what") for one in value] if name == "checkpoints" else value
