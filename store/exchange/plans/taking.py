"""Taking the plan that a table holds into a project: each row whole or not at all; pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deals.edits.record import edited
from deals.fields import Reading
from deals.model import PlanRow, Project
from deals.plan import span_text
from deals.refusal import Refusal
from store.exchange.outcomes import FieldChange, Kind, Outcome, Remark
from store.exchange.plans.bones import Bones
from store.exchange.plans.checks import Checks
from store.exchange.plans.facts import PLAIN, Facts
from store.exchange.plans.head import take_head
from store.exchange.plans.linking import Links, Taken
from store.exchange.plans.spoken import PlanTable
from store.exchange.plans.who import Meant, whom
from store.exchange.plans.writing import Names


def take_in(
    table: PlanTable, project: Project, reading: Reading
) -> tuple[Project, Sequence[Outcome]]:
    """The project with the plan of one table, and what became of each part of that.

    Fields of work that nobody knew become bones of the project's own.
    """
    bones, names = Bones(project, reading.playbook), Names(project)
    meant = whom(table.rows, project, bones)
    taken = _read(meant, project, names, reading)
    rows = Links(project, meant, names.rows).made(taken)
    ids = {id(one.meant.said): one.row.id for one in taken if not one.meant.said.refusals}
    fresh = [rows[key].bone for key in ids.values() if bones.new(rows[key].bone)]
    after = _with(project, tuple(rows.values()), fresh, reading)
    told, now = list[Outcome](), Names(after)
    for one in meant:
        row = rows.get(ids.get(id(one.said), ""))
        changes = _changes(one.old, row, names, now) if one.old and row else ()
        told.append(_outcome(one, row, tuple(changes), project.id, bones))
    if table.head:
        after, head = take_head(table.head, after, reading)
        if head.kind != "unchanged" or head.remarks:
            told.insert(0, head)
    if rest := table.rest:
        where = (table.file, table.sheet, rest.first, rest.last)
        told.append(Outcome(*where, rest.text, "passed", reason="note"))
    return after, told


def _read(
    meant: Sequence[Meant], project: Project, names: Names, reading: Reading
) -> Sequence[Taken]:
    """The rows that the lines make; what is wrong with one is noted at it."""
    facts, checks = Facts(project, names, reading), Checks(project, reading)
    taken: list[Taken] = []
    for one in meant:
        line = one.said.line
        if one.said.refusals:
            continue
        try:
            update = {**facts.read(one), "checkpoints": checks.read(one)}
        except Refusal as wrong:
            line.refusals.append(wrong)
            continue
        base = one.old or PlanRow(id=one.id or reading.new_id(), content=line.texts["content"])
        taken.append(Taken(one, base.model_copy(update=update)))
    return taken


def _with(
    project: Project, plan: tuple[PlanRow, ...], bones: Sequence[str], reading: Reading
) -> Project:
    """The project with its plan and bones; the same project where nothing changes."""
    if plan == project.plan:
        return project
    new = tuple(dict.fromkeys((*project.bones, *bones)))
    return edited(project, reading.stamp, {"plan": plan, "bones": new})


def _outcome(
    meant: Meant,
    row: PlanRow | None,
    changes: tuple[FieldChange, ...],
    project: str,
    bones: Bones,
) -> Outcome:
    said, place = meant.said, meant.said.line.place
    kind: Kind = "changed" if changes else "unchanged"
    if row is None:
        kind = "refused"
    elif meant.old is None:
        kind = "added"
    remarks = list[Remark]()
    if row and not meant.old and meant.copied:
        remarks.append(Remark("copied"))
    if row and bones.new(row.bone):
        remarks.append(Remark("new-field", row.bone))
    where = (f"{place['file']}", f"{place.get('sheet', '')}", said.line.number, said.last)
    return Outcome(
        *(*where, said.line.texts.get("content", ""), kind, changes, tuple(said.refusals)),
        remarks=tuple(remarks),
        id=project,
    )


def _changes(before: PlanRow, after: PlanRow, was: Names, now: Names) -> Iterator[FieldChange]:
    for one in (*PLAIN, "bone", "state"):
        if getattr(before, one) != getattr(after, one):
            yield FieldChange(f"plan.{one}", getattr(before, one), getattr(after, one))
    old, new = (span_text(one.start, one.end) for one in (before, after))
    if old != new:
        yield FieldChange("plan.span", old, new)
    for one in ("after", "goal", "cause"):
        if getattr(before, one) != getattr(after, one):
            yield FieldChange(f"plan.{one}", was.row(before)[one], now.row(after)[one])
    if before.checkpoints != after.checkpoints:
        old, new = (", ".join(each.what for each in one.checkpoints) for one in (before, after))
        yield FieldChange("plan.checkpoints", old, new)
