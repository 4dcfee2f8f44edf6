"""Rows for a plan out of a playbook's template, filled with the project's names and days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

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
    ids = [reading.new_id() for _row in chosen.rows]
    filling = _Filling(project, reading, lang, _names(project, lang), ids)
    return tuple(filling.row(at, row) for at, row in enumerate(chosen.rows))


class _Filling(NamedTuple):
    """What the rows of a template are filled with."""

    project: Project
    reading: Reading
    lang: str
    names: Mapping[str, str]
    ids: Sequence[str]

    def row(self, at: int, row: TemplateRow) -> PlanRow:
        """A row of the template as one of the plan."""
        start = self.day(row.start)
        if row.start.startswith("D") and start < self.reading.stamp.today:
            raise Refusal("template-too-late", day=f"{start}")
        return PlanRow(
            id=self.ids[at],
            content=self.said(row.content),
            bone=row.field,
            aim=self.said(row.aim) if row.aim else "",
            start=start,
            end=start + timedelta(row.days - 1),
            responsible=_responsible(self.project, row),
            after=self.ids[row.after - 1] if row.after else None,
            checkpoints=tuple(
                Checkpoint(
                    id=self.reading.new_id(),
                    what=self.said(one.what),
                    on=self.day(one.on) if one.on else None,
                )
                for one in row.checks
            ),
        )

    def day(self, offset: str) -> date:
        """The day that an offset means for this project."""
        days = int(offset.removeprefix("D").removesuffix("d") or 0)
        if not offset.startswith("D"):
            return self.reading.stamp.today + timedelta(days)
        if self.project.signs is None:
            raise Refusal("template-no-signing")
        return self.project.signs.latest + timedelta(days)

    def said(self, text: Text) -> str:
        """A text with its names."""
        return fill(text.of(self.lang), self.names)


def _names(project: Project, lang: str) -> Mapping[str, str]:
    chinese = lang.startswith("zh")
    decider = next((one.name for one in project.contacts if one.role == "decides"), "")
    return {
        "customer": project.customer or ("客户" if chinese else "the customer"),
        "decider": decider or ("决策人" if chinese else "the decider"),
    }


def _responsible(project: Project, row: TemplateRow) -> str:
    leader = next((one.name for one in project.team if one.part == "leader"), "")
    return (leader if row.responsible == "leader" else "") or project.owner
