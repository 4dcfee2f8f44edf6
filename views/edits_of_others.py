"""What others did to a project of one's own, and what of theirs one has just written over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from deals.history import KEPT, OUTSIDE, PARTED, history_key
from deals.merging.overwrites import Overwritten, changed_values, project_paths
from deals.model import Book, Change, Project
from deals.owners import owner_key
from deals.playbook import Playbook
from views.changes import history_value_text, what_moved
from wording import _, draw_arrow
from wording.names import field_name

UNTOLD = frozenset({KEPT, PARTED, OUTSIDE})
"""The fields of entries that note something about a project, and are no edit of it."""
MOST_FIELDS = 3
MOST_EDITS = 3
"""Of so many projects it is told one by one what somebody edited; of more, which they are."""
Sides = tuple[Project, Project]


def list_edits_of_own(
    pulled: Iterable[tuple[Project | None, Project | None]], told_else: Collection[str], me: str
) -> Iterator[Sides]:
    """Yield of what was pulled the projects of one's own (`me`) that somebody else edited, before
    and after; less those `told_else`, by id.
    """
    mine = owner_key(me)
    for before, after in pulled:
        if before is None or after is None or after.id in told_else:
            continue
        if before.glance or after.glance or before.updated_at == after.updated_at:
            continue
        by_other = after.updated_by and owner_key(after.updated_by) != mine
        if by_other and owner_key(before.owner) == owner_key(after.owner) == mine:
            yield before, after


def edited_texts(
    edited: Iterable[Sides], playbook: Playbook, since: datetime | None = None
) -> list[str]:
    """Return what others edited of some projects, each before and after: a line each, or one for
    all where somebody edited many. What was edited before `since` is known.
    """
    by_editor = defaultdict[str, list[tuple[str, str]]](list)
    for before, after in edited:
        if since is not None:
            if after.updated_at <= since:
                continue
            before = _with_moves_until(before, after, since)
        if text := edited_text(before, after, playbook):
            by_editor[_find_editor(before, after)].append((after.name, text))
    texts = list[str]()
    for by, edits in by_editor.items():
        if len(edits) <= MOST_EDITS:
            texts += [text for _name, text in edits]
            continue
        names = _(", ").join([*(name for name, _text in edits[:MOST_FIELDS]), "..."])
        summary = _("{by} edited {count} of your projects: {names}")
        texts.append(summary.format(by=by, count=len(edits), names=names))
    return texts


def _with_moves_until(before: Project, after: Project, since: datetime) -> Project:
    """Return a project that knows the moves which were made until then."""
    moves = (move for move in after.history if move.at <= since)
    return before.model_copy(update={"history": tuple(dict.fromkeys((*before.history, *moves)))})


def _find_editor(before: Project, after: Project) -> str:
    moves = _list_new_moves(before, after)
    return next((move.by for move in moves if move.by), after.updated_by) or _("someone else")


def edited_text(before: Project, after: Project, playbook: Playbook) -> str:
    """Return what somebody else edited of a project, in a line; empty where that is nothing to
    tell of: a new owner is told as such.
    """
    moves = _list_new_moves(before, after)
    if any(move.field == "owner" for move in moves):
        return ""
    by = _find_editor(before, after)
    if len(moves) == 1:
        (move,) = moves
        old, new = (
            history_value_text(history_key(move), text, playbook) for text in (move.old, move.new)
        )
        text = draw_arrow(_("{by} changed the {what} of {name}: {old} -> {new}"))
        what = what_moved(move.field, move.subject, after)
        return text.format(by=by, what=what, name=after.name, old=old, new=new)
    names = [what_moved(move.field, move.subject, after) for move in moves]
    names += [field_name(path[0]) for path in changed_values(*project_paths(before, after))]
    every = list(dict.fromkeys(names))
    if not every:
        return ""
    shown = _(", ").join([*every[:MOST_FIELDS], *(["..."] if len(every) > MOST_FIELDS else [])])
    return _("{by} edited {name}: {what}").format(by=by, name=after.name, what=shown)


def _list_new_moves(before: Project, after: Project) -> list[Change]:
    known = set(before.history)
    return [move for move in after.history if move not in known and move.field not in UNTOLD]


def overwrote_text(lost: Iterable[Overwritten], book: Book, playbook: Playbook) -> str:
    """Return which newer values of others an edit has just written over; empty for none."""
    texts = []
    for edit in lost:
        key = edit.field, edit.subject
        old, new = (history_value_text(key, text, playbook) for text in (edit.old, edit.new))
        text = _("{by} had just put {old} there; {what} is {new} now, undo puts theirs back")
        what = what_moved(edit.field, edit.subject, book.projects.get(edit.project))
        texts.append(text.format(by=edit.by or _("someone else"), old=old, new=new, what=what))
    return _("; ").join(texts[:MOST_FIELDS])
