"""The notes of a project that go by constant keys: strategies of sections, parts of the outlook.

Source: method, sections 6, 8 and 9. Those of the market page and of the review have the keys that
`deals.market` and `deals.lessons` know.
"""

from __future__ import annotations

from deals.model import Note, Project

STRATEGY, OUTLOOK = "strategy.", "outlook."
"""The starts of the keys; a section of the playbook follows, or a part of the outlook."""
OUTLOOK_PARTS = ("project", "customer", "market", "resources", "policy")
"""How project, customer and market will develop, and what is asked for accordingly."""
OUTLOOK_KEYS = tuple(OUTLOOK + part for part in OUTLOOK_PARTS)
"""The keys of the outlook's notes, in the order they are written."""


def strategy_key(section: str) -> str:
    """Write the key of the note that is the strategy of a section."""
    return STRATEGY + section


def find_note(project: Project, key: str) -> Note | None:
    """Find the note of that key, if anything is written under it."""
    return next((note for note in project.notes if note.key == key and note.text), None)
