"""Rows for a plan out of a playbook's template, filled with the project's names and days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from deals.fields import Reading
from deals.model import Checkpoint, PlanRow, Project
from deals.playbook import Playbook, Template, Text, fill
from deals.playbook.planning import TemplateRow
from deals.refusal import Refusal


def fitting(project: Project, playbook: Playbook) -> tuple[Template, ...]:
    """All templates, first those for the stage being worked on and for the project's market."""
    working = playbook.after(project.stage)
    stage = working.id if working else None

    def strange(one: Template) -> bool:
        for_stage = one.stage is not None and one.stage == stage
        return not (for_stage or (one.market is not None and one.market == project.market.kind))

    return tuple(sorted(playbook.templates, key=strange))


def template(playbook: Playbook, template_id: str) -> Template:
    """The template of that id; Refusal `template-unknown`."""
    for one in playbook.templates:
        if one.id == template_id:
            return one
    raise Refusal("template-unknown", template=template_id)


def apply_template(
    project: Project, chosen: Template, reading: Reading, lang: str
) -> tuple[PlanRow, ...]:
    """The rows that a template gives this project, to be put with `put_rows`.

    Names are filled in where they are known, otherwise as words. Raises `template-no-signing`
    where days count from signing and no window is known, and `template-too-late` where such a row
    would begin before today.
    """
    today, names = reading.stamp.today, _names(project, lang)
    ids = [reading.new_id() for _row in chosen.rows]

    def made(at: int, row: TemplateRow) -> PlanRow:
        start = _day(row.start, project, today)
        if row.start.startswith("D") and start < today:
            raise Refusal("template-too-late", day=f"{start}")
        return PlanRow(
            id=ids[at],
            content=_said(row.content, names, lang),
            bone=row.field,
            aim=_said(row.aim, names, lang) if row.aim else "",
            start=start,
            end=start + timedelta(row.days - 1),
            responsible=_responsible(project, row),
            after=ids[row.after - 1] if row.after else None,
            checkpoints=tuple(
                Checkpoint(
                    id=reading.new_id(),
                    what=_said(one.what, names, lang),
                    on=_day(one.on, project, today) if one.on else None,
                )
                for one in row.checks
            ),
        )

    return tuple(made(at, row) for at, row in enumerate(chosen.rows))


def _day(offset: str, project: Project, today: date) -> date:
    days = int(offset.removeprefix("D").removesuffix("d") or 0)
    if not offset.startswith("D"):
        return today + timedelta(days)
    if project.signs is None:
        raise Refusal("template-no-signing")
    return project.signs.latest + timedelta(days)


def _names(project: Project, lang: str) -> Mapping[str, str]:
    chinese = lang.startswith("zh")
    decider = next((one.name for one in project.contacts if one.role == "decides"), "")
    return {
        "customer": project.customer or ("客户" if chinese else "the customer"),
        "decider": decider or ("决策人" if chinese else "the decider"),
    }


def _said(text: Text, names: Mapping[str, str], lang: str) -> str:
    return fill(text.of(lang), names)


def _responsible(project: Project, row: TemplateRow) -> str:
    leader = next((one.name for one in project.team if one.part == "leader"), "")
    return (leader if row.responsible == "leader" else "") or project.owner
