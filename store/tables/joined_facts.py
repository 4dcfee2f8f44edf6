"""Notes, tags and competitors: what a table says of them is joined with what stands here.

A list is merged three-way against what its table said last. Notes are replaced where nobody wrote
in them here since; else theirs come first, and each line of ours that they lack behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce

from deals.market import STANDING, rivals_of
from deals.model import Project
from deals.parsing.text import fold_text
from store.tables.row_grouping import join_lines
from store.tables.said_values import SaidValues

Saying = tuple[SaidValues, object]
"""What a table said last, and what it says of a field now."""
Items = tuple[str | tuple[str, str], ...]
"""A list as a fact: tags, or competitors with what is said of each."""


def join_fact(project: Project | None, field_id: str, sayings: Sequence[Saying]) -> object:
    """Return what stands in notes, tags or competitors once tables have said theirs."""
    if field_id == "notes":
        texts = [(marks, f"{theirs}") for marks, theirs in sayings]
        return _join_notes(project.remarks if project else "", texts)
    lists = [(marks, fact_items(theirs)) for marks, theirs in sayings]
    if field_id == "tags":
        return tuple(_join_items(field_id, project.tags if project else (), lists))
    return tuple(_join_items(field_id, _list_rivals(project) if project else (), lists))


def fact_items(fact: object) -> Items:
    """Return a fact that is a list."""
    return fact if isinstance(fact, tuple) else ()


def rival_notes(fact: object) -> dict[str, str]:
    """Return what a fact of competitors says of each."""
    return dict(item for item in fact_items(fact) if not isinstance(item, str))


def item_name(item: str | tuple[str, str]) -> str:
    """Return what an item of a list goes by."""
    return item if isinstance(item, str) else item[0]


def item_keys(fact: object) -> set[str]:
    """Return what the items of a list go by in any case and width; notes have none."""
    return {fold_text(item_name(item)) for item in fact_items(fact)}


def mark_items(marks: SaidValues, field_id: str, items: Items) -> None:
    """Take note of what a table says in a list, and of what it says of each competitor."""
    notes = (_note_of(item) for item in items if not isinstance(item, str) and item[1])
    marks.put_items(field_id, (*map(item_name, items), *notes))


def _note_of(item: tuple[str, str]) -> str:
    return "\n".join(item)


def _join_notes(ours: str, sayings: Sequence[tuple[SaidValues, str]]) -> str:
    fresh = [theirs for marks, theirs in sayings if ("notes", theirs) not in marks]
    if not fresh:
        return ours
    theirs = reduce(join_lines, fresh)
    unchanged = all(("notes", ours) in marks for marks, _theirs in sayings)
    if not ours or (unchanged and len(fresh) == len(sayings)):
        return theirs
    return join_lines(theirs, ours) if set(theirs.split("\n")) - set(ours.split("\n")) else ours


def _join_items(field_id: str, ours: Items, sayings: Sequence[tuple[SaidValues, Items]]) -> Items:
    """Return our items less those that a table has dropped, and those that are new in one."""
    new: dict[str, str | tuple[str, str]] = {}
    dropped: set[str] = set()
    for marks, theirs in sayings:
        now = {fold_text(item_name(item)): item for item in theirs}
        for key, item in now.items():
            if not marks.has_item(field_id, key):
                new.setdefault(key, item)
        dropped |= {
            key
            for item in ours
            if (key := fold_text(item_name(item))) not in now and _is_said(marks, field_id, item)
        }
    known = {fold_text(item_name(item)): item for item in ours}
    kept = {key: item for key, item in known.items() if key not in dropped - new.keys()}
    return (*kept.values(), *(item for key, item in new.items() if key not in kept))


def _is_said(marks: SaidValues, field_id: str, item: str | tuple[str, str]) -> bool:
    """Whether a table said an item and nobody has added anything to that here."""
    if isinstance(item, str):
        return marks.has_item(field_id, item)
    return marks.has_item(field_id, item[0]) and marks.has_item(field_id, _note_of(item))


def _list_rivals(project: Project) -> Items:
    """Return the competitors of a project; of one of whom more is known than tables say, all."""
    return tuple((name, " ".join(_known_of(project, name))) for name in rivals_of(project))


def _known_of(project: Project, name: str) -> Iterable[str]:
    """Yield what is known of a competitor: that people back them, and each comparison."""
    key = name.casefold()
    yield from (each.name for each in project.contacts if _folds_to(each.competitor, key))
    for comparison in project.comparisons:
        if _folds_to(comparison.rival, key):
            dimension = comparison.dimension if comparison.dimension != STANDING else ""
            yield from filter(None, (dimension, comparison.mark, comparison.note))


def _folds_to(name: str | None, key: str) -> bool:
    return (name or "").strip().casefold() == key
