"""Key projects and candidates in a row each, owner by owner, for the screen and the shell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from deals.key_candidates import KeyCandidate, OwnerKeys
from views.marks import KEY_SIGN
from views.styled_text import Tone
from wording import N_, _
from wording.candidate_texts import candidate_text
from wording.errors import one_line

KeyKind = Literal["starred", "proposed", "unmet"]
KIND_SIGNS: dict[KeyKind, tuple[str, Tone]] = {
    "starred": (KEY_SIGN, "strong"),
    "proposed": ("+", "good"),
    "unmet": ("!", "red"),
}
LEGEND = N_("* key project, + proposed, ! meet or drop")


class KeyRow(NamedTuple):
    """A project that is key, might be, or is to be met or dropped, and its owner."""

    owner: str
    kind: KeyKind
    candidate: KeyCandidate


def list_key_rows(owners: Iterable[OwnerKeys]) -> Iterator[KeyRow]:
    """Yield the rows of each owner: what is starred, then what is proposed, then the leads."""
    for keys in owners:
        yield from (KeyRow(keys.owner, "starred", each) for each in keys.starred)
        yield from (KeyRow(keys.owner, "proposed", each) for each in keys.proposed)
        yield from (KeyRow(keys.owner, "unmet", each) for each in keys.unmet)


def why_key_text(row: KeyRow) -> str:
    """Return the strategy of a key project; why another might be one, or is none."""
    if row.kind == "starred":
        return one_line(row.candidate.project.key_strategy) or _("no strategy written yet")
    return candidate_text(row.candidate)
