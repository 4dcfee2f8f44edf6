"""What a project of the sample has thought out and planned: answers, causes, goals, plan rows.

Each stands in the project's table as a list of tables; the text of an entry is its main field, and
its days are counted from today.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

Table = Mapping[str, Any]

TEXTS = {
    "answers": "evidence",
    "causes": "text",
    "goals": "text",
    "plan": "content",
    "swot": "text",
    "strategies": "text",
    "checkpoints": "what",
}
"""The lists, and where the text of each one's entries goes."""

_DAYS = frozenset({"on", "start", "end"})


def listed(table: Table, today: date) -> dict[str, list[dict[str, Any]]]:
    """The lists of a project's table as its fields."""
    return {name: _entries(name, table[name], today) for name in TEXTS if name in table}


def _entry(name: str, said: Table, today: date) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    for key, value in said.items():
        if key == "text":
            entry[TEXTS[name]] = value
        elif key == "checkpoints":
            entry[key] = _entries(key, value, today)
        else:
            entry[key] = today + timedelta(value) if key in _DAYS else value
    return entry


def _entries(name: str, said: Sequence[Table], today: date) -> list[dict[str, Any]]:
    return [_entry(name, one, today) for one in said]
