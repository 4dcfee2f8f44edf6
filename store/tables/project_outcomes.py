"""The outcome of the rows of a project: what they change, and what else is to be told of them."""

from __future__ import annotations

from collections.abc import Iterator

from deals.fields import PROJECT
from deals.market import rivals_of
from deals.model import Project
from deals.own_columns import own_field, own_text
from store.tables.pipeline_columns import CONTACT_FACTS
from store.tables.project_rows import WRITTEN
from store.tables.results import FieldChange, ImportOutcome, ImportRemark, OutcomeKind
from store.tables.row_grouping import ProjectRows


def project_outcome(
    group: ProjectRows, before: Project | None, after: Project | None
) -> ImportOutcome:
    """Return what came of the rows of a project."""
    kind: OutcomeKind = "added"
    if after is None:
        kind = "refused"
    elif before is not None:
        kind = "unchanged" if after is before else "changed"
    return ImportOutcome(
        group.table.grid.file,
        group.table.grid.sheet,
        min(group.rows),
        max(group.rows),
        group.name,
        kind,
        tuple(project_changes(before, after)) if before and after else (),
        tuple(group.refusals),
        id=after.id if after else None,
        remarks=tuple(_remarks(group, before, after, kind)),
        owner=f"{group.facts.get('owner') or (after.owner if after else '')}",
    )


_MAY_BE_BLANK = ("customer", "owner", "stage", "amount", "signs", "contacts", "product", "next")
"""The fields of which it is told that a blank cell changes nothing."""


def _remarks(
    group: ProjectRows, before: Project | None, after: Project | None, kind: OutcomeKind
) -> Iterator[ImportRemark]:
    """Yield what else is to be told of a group: of its rows, and what it leaves blank."""
    unsaid = "stage" in group.table.columns and "stage" not in group.facts
    if kind == "added" and after and after.status == "open" and unsaid:
        yield ImportRemark("no-stage", after.stage)
    if kind in ("added", "changed"):
        yield from dict.fromkeys(group.remarks)
    elif kind == "unchanged":
        yield from (each for each in group.remarks if each.code == "renumbered")
    if before is None or kind == "refused":
        return
    named = {*group.facts, *(["contacts"] if group.people else [])}
    kept = [
        field_id
        for field_id in _MAY_BE_BLANK
        if field_id in group.table.columns and field_id not in named
        if PROJECT[field_id].text(before)
    ]
    if kept:
        yield ImportRemark("kept", " ".join(kept))


def project_changes(before: Project, after: Project) -> Iterator[FieldChange]:
    """Yield the differences between two states of a project in all that a table can say."""
    if after is before:
        return
    for field_id in WRITTEN:
        old, new = PROJECT.specs[field_id].text(before), PROJECT.specs[field_id].text(after)
        if old != new and (new or field_id != "end_reason"):  # which goes with its status
            yield FieldChange(field_id, old, new)
    yield from _loose_changes(before, after)
    known = {contact.id: contact for contact in before.contacts}
    for contact in after.contacts:
        if contact.id not in known:
            yield FieldChange("contacts", "", contact.name, contact.name)
            continue
        for field_id in (*CONTACT_FACTS, "phone"):
            was, now = getattr(known[contact.id], field_id), getattr(contact, field_id)
            if was != now:
                yield FieldChange(field_id, f"{was or ''}", f"{now or ''}", contact.name)


def _loose_changes(before: Project, after: Project) -> Iterator[FieldChange]:
    """Yield the differences in competitors, since when it is known, and own columns."""
    ends = [
        ("rivals", *(", ".join(rivals_of(side)) for side in (before, after))),
        ("created", *(f"{side.created_at.date()}" for side in (before, after))),
    ]
    if before.own != after.own:
        names = dict.fromkeys(each.name for side in (before, after) for each in side.own)
        ends += [(own_field(name), own_text(before, name), own_text(after, name)) for name in names]
    yield from (FieldChange(*end) for end in ends if end[1] != end[2])
