"""The histories of both sides in one, so that each field's changes still follow one another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from deals.fields import CONTACT, PROJECT
from deals.history import NOTES, HistoryKey, history_key, thin_history
from deals.merging.labels import field_words
from deals.merging.primitives import FieldConflict, Prefer, drop_counted, same_text
from deals.model import Change, Project
from deals.own_columns import FIELD, own_text

OVERWRITTEN = "overwritten"
"""The note of a move that was made while somebody else had just moved the same field."""
EXPORTED = "export"
"""The note of a move that merging an export found: another value had been set elsewhere."""
UNITED = "merged"
"""The note of a move that made one of two projects: the value of the other one."""
BY_TABLE = "table "
"""What the note of a move begins with by which a table, named behind it, overwrote a value."""
_NOTES: HistoryKey = (NOTES, None)
"""Whose moves are of lines, so that none begins where the one before it ended."""


@dataclass(frozen=True, slots=True)
class HistoryMerge:
    """A merge of two histories: both sides, the merged fields, and what clashed in them."""

    base: Project
    ours: Project
    theirs: Project
    merged: Project
    conflicts: Sequence[FieldConflict]
    prefer: Prefer

    def history(self) -> tuple[Change, ...]:
        """Return their history, then our changes, made to start where theirs ended.

        Of a field that both touched, nothing of theirs is taken away. What we overwrote is the old
        value of our move; where we gave way, our move was not made.
        """
        # The same change may stand in a history twice, so histories are compared as bags.
        old, mine, other = (Counter(side.history) for side in (self.base, self.ours, self.theirs))
        both = _keys((mine - old) + (old - mine)) & _keys((other - old) + (old - other))
        both |= self._clashing_keys()
        gone = (old - mine) - (old - other)
        kept = drop_counted(
            self.theirs.history,
            {change: n for change, n in gone.items() if history_key(change) not in both},
        )
        inner, last = self._split_added((mine - old) - (other - old))
        kept = _weave_changes(
            kept, self.ours.history, [change for change in inner if history_key(change) not in both]
        )
        kept += self._rebase_moves(last, both, {history_key(change): change.new for change in kept})
        kept += self._note_overwritten(kept)
        return thin_history((*kept, *self._close_gaps(kept, both)))

    def _clashing_keys(self) -> set[HistoryKey]:
        """Return the fields that clash; of a contact removed by one side, all that is tracked."""
        keys = {(conflict.field, conflict.subject) for conflict in self.conflicts}
        keys |= {("next", None)} if ("next_on", None) in keys else set()
        people = {conflict.subject for conflict in self.conflicts if conflict.field == "contacts"}
        return keys | {(field, subject) for field in CONTACT.tracked for subject in people}

    def _split_added(self, added: Mapping[Change, int]) -> tuple[list[Change], list[Change]]:
        """Split what we added: amid the changes that stood there (undoing does that), and after."""
        known = [place for place, change in enumerate(self.ours.history) if not added.get(change)]
        end = known[-1] + 1 if known else 0
        amid = [change for change in self.ours.history[:end] if added.get(change)]
        return amid, [change for change in self.ours.history[end:] if added.get(change)]

    def _rebase_moves(
        self, moves: Iterable[Change], both: set[HistoryKey], now: dict[HistoryKey, str | None]
    ) -> Iterable[Change]:
        clashing = self._clashing_keys()
        for move in moves:
            key = history_key(move)
            if self.prefer == "theirs" and key in clashing:
                continue
            if key not in both or key == _NOTES:
                yield move
            elif not same_text(move.field, now.get(key), move.new):
                note = move.note or (OVERWRITTEN if key in clashing else None)
                yield move.model_copy(update={"old": now.get(key, move.old), "note": note})
                now[key] = move.new

    def _note_overwritten(self, kept: Sequence[Change]) -> Iterable[Change]:
        """Yield a change for each value that we overwrote and that no change of ours mentions."""
        if self.prefer == "theirs":
            return
        for conflict in self.conflicts:
            key = conflict.field, conflict.subject
            old = field_words(self.theirs, key, conflict.theirs)
            new = field_words(self.ours, key, conflict.ours)
            known = (move for move in kept if history_key(move) == key)
            if not any(_is_move(move, old, new) for move in known):
                yield make_move(self.ours, key, old, new, OVERWRITTEN)

    def _close_gaps(self, kept: Sequence[Change], both: set[HistoryKey]) -> Iterable[Change]:
        """Yield a change to a field's value wherever its merged changes end at another one."""
        ends = {history_key(change): change.new for change in kept}
        for key in sorted(both, key=str):
            field, subject = key
            if key == _NOTES:
                continue
            if subject is None and field in PROJECT.tracked:
                now = PROJECT.history_text(self.merged, field)
            elif field.startswith(FIELD):
                now = own_text(self.merged, field.removeprefix(FIELD)) or None
            elif subject is not None and field in CONTACT.tracked:
                people = (contact for contact in self.merged.contacts if contact.id == subject)
                now = next((CONTACT.history_text(contact, field) for contact in people), None)
            else:
                continue
            if key in ends and not same_text(field, ends[key], now):
                yield make_move(self.ours, key, ends[key], now, None)


def make_move(
    project: Project, key: HistoryKey, old: str | None, new: str | None, note: str | None
) -> Change:
    """Make a move that merging found, as whoever wrote the project last would have made it then."""
    field, subject = key
    at, by = project.updated_at, project.updated_by
    return Change(at=at, by=by, field=field, subject=subject, old=old, new=new, note=note)


def _is_move(move: Change, old: str | None, new: str | None) -> bool:
    return same_text(move.field, move.old, old) and same_text(move.field, move.new, new)


def _keys(changes: Iterable[Change]) -> set[HistoryKey]:
    return {history_key(change) for change in changes}


def _weave_changes(
    kept: list[Change], order: Sequence[Change], inner: Sequence[Change]
) -> list[Change]:
    """Put `inner` into `kept`, each change before what follows it in `order`."""
    if not inner:
        return kept
    put, result, place = Counter(inner), list(kept), len(kept)
    for change in reversed(order):
        if put[change] > 0:
            put[change] -= 1
            result.insert(place, change)
        elif change in result[:place]:
            place = result.index(change)
    return result
