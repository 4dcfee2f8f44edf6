"""Who of our own people meets a contact, as it is typed and read back. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deals.fields import allowed_level
from deals.model import Contact, Level, Member
from deals.person_words import LEVEL_WORDS
from deals.playbook import Playbook
from deals.text import folded

_SPLIT = re.compile(r"\s*[;；,，、\n]\s*")


def read_cover(text: str, playbook: Playbook) -> list[tuple[str, Level | None]]:
    """Our people that a line names, each with the level written behind; Refusal `level-fine`."""
    found = []
    for part in filter(None, _SPLIT.split(text.strip())):
        name, _blank, word = part.rpartition(" ")
        level = LEVEL_WORDS.get(folded(word)) if name else None
        allowed_level(level, playbook)
        found.append((name.strip() if level else part, level))
    return [one for one in found if one[0] != "-"]


def written_cover(person: Contact, team: Sequence[Member]) -> str:
    """The line that read_cover reads back."""
    levels = {one.name: one.level for one in team}
    return "; ".join(f"{name} {levels.get(name) or ''}".strip() for name in person.covered_by)
