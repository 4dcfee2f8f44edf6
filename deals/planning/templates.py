"""Rows for a plan out of a playbook's template, filled with the project's names and days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from deals.errors import UserError
from deals.model import Checkpoint, PlanRow, Project
from deals.parsing.reading_context import ReadingContext
from deals.planning.date_ranges import DateRange
from deals.playbook import BilingualText, PlanTemplate, Playbook, fill_template
from deals.playbook.model import TemplateRow

TemplateFit = Literal["dates", "squeeze", "shift"]
"""How a template's days are laid: as it says; the time before signing squeezed into what is left;
or as long as it says, beginning today."""


def sort_templates(project: Project, playbook: Playbook) -> tuple[PlanTemplate, ...]:
    """Return all templates, first those for the stage being worked on and the project's market."""
    working = playbook.after(project.stage)
    stage = working.id if working else None

    def strange(candidate: PlanTemplate) -> bool:
        for_stage = candidate.stage is not None and candidate.stage == stage
        return not (
            for_stage or (candidate.market is not None and candidate.market == project.market.kind)
        )

    return tuple(sorted(playbook.templates, key=strange))


def find_template(playbook: Playbook, template_id: str) -> PlanTemplate:
    """Return the template of that id; refusal `template-unknown`."""
    for candidate in playbook.templates:
        if candidate.id == template_id:
            return candidate
    raise UserError("template-unknown", template=template_id)


def apply_template(
    project: Project,
    chosen: PlanTemplate,
    reading: ReadingContext,
    lang: str,
    fit: TemplateFit = "dates",
) -> tuple[PlanRow, ...]:
    """Return the rows that a template gives this project, to be put with `put_rows`.

    Names are filled in where they are known, otherwise as words. Fitted by `dates`, raises
    `template-no-signing` where days count from signing and no window is known, and
    `template-too-late` where such a row would begin before today; `fits` says what is left then.
    """
    today = reading.stamp.today
    if fit == "dates":
        _check_dates(project, chosen, today)
    ids = [reading.new_id() for _row in chosen.rows]
    days = _TemplateDays(today, *_signing_day(project, chosen, today, fit))
    filling = _TemplateValues(project, reading, lang, _names(project, lang), ids, days)
    return tuple(filling.row(at, row) for at, row in enumerate(chosen.rows))


def template_ranges(
    project: Project, chosen: PlanTemplate, today: date
) -> Mapping[TemplateFit, DateRange]:
    """Return, by each way there is to fit a template, the first and last day it would have.

    One that fits by its dates needs no other way.
    """
    try:
        _check_dates(project, chosen, today)
    except UserError:
        ways: tuple[TemplateFit, ...] = ("squeeze", "shift")
    else:
        ways = ("dates",)
    left = project.signs is not None and project.signs.latest > today
    return {
        way: _template_range(project, chosen, today, way)
        for way in ways
        if way != "squeeze" or left
    }


def _check_dates(project: Project, chosen: PlanTemplate, today: date) -> None:
    """Check that the template's own days can be kept; refusals as in `apply_template`."""
    if not _offsets_from_signing(chosen):
        return
    if project.signs is None:
        raise UserError("template-no-signing")
    first = project.signs.latest + timedelta(min(_offsets_from_signing(chosen)))
    if first < today:
        raise UserError("template-too-late", day=f"{first}")


def _offsets_from_signing(chosen: PlanTemplate) -> list[int]:
    """List, in days from signing, the offsets of rows and checkpoints that count from it."""
    rows = [row.start for row in chosen.rows]
    checks = [check.on for row in chosen.rows for check in row.checks if check.on is not None]
    return [_read_offset(offset) for offset in (*rows, *checks) if offset.startswith("D")]


def _read_offset(offset: str) -> int:
    return int(offset.removeprefix("D").removesuffix("d") or 0)


def _template_range(
    project: Project, chosen: PlanTemplate, today: date, fit: TemplateFit
) -> DateRange:
    days = _TemplateDays(today, *_signing_day(project, chosen, today, fit))
    spans = [days.span(row.start, row.days) for row in chosen.rows]
    return DateRange(min(start for start, _end in spans), max(end for _start, end in spans))


def _signing_day(
    project: Project, chosen: PlanTemplate, today: date, fit: TemplateFit
) -> tuple[date, int]:
    """Return the day that stands for signing, and for how many days before it work is squeezed."""
    first = min(_offsets_from_signing(chosen), default=0)
    if project.signs is None or fit == "shift":
        return today - timedelta(first), 0
    return project.signs.latest, -first if fit == "squeeze" else 0


class _TemplateDays(NamedTuple):
    """The days that a template's offsets mean, given today and the day of signing.

    Where the time before signing is squeezed into what is left, `squeezed` is how many days it
    takes in the template.
    """

    today: date
    signing: date
    squeezed: int

    def day(self, offset: str) -> date:
        """Return the day that an offset means."""
        if not offset.startswith("D"):
            return self.today + timedelta(_read_offset(offset))
        return self._from_signing(_read_offset(offset))

    def span(self, offset: str, days: int) -> tuple[date, date]:
        """Return the first and last day of work that begins there and takes so many days."""
        start = self.day(offset)
        if not (self.squeezed and offset.startswith("D")):
            return start, start + timedelta(days - 1)
        after = self._from_signing(_read_offset(offset) + days)
        return start, max(start, after - timedelta(1))

    def _from_signing(self, count: int) -> date:
        # Days before signing shrink in proportion, so that the rows keep their order.
        if self.squeezed and count < 0:
            left = (self.signing - self.today).days
            return self.today + timedelta((count + self.squeezed) * left // self.squeezed)
        return self.signing + timedelta(count)


class _TemplateValues(NamedTuple):
    """The values that the rows of a template are filled with."""

    project: Project
    reading: ReadingContext
    lang: str
    names: Mapping[str, str]
    ids: Sequence[str]
    days: _TemplateDays

    def row(self, at: int, row: TemplateRow) -> PlanRow:
        """Return a row of the template as one of the plan."""
        start, end = self.days.span(row.start, row.days)
        return PlanRow(
            id=self.ids[at],
            content=self.fill_names(row.content),
            bone=row.field,
            aim=self.fill_names(row.aim) if row.aim else "",
            start=start,
            end=end,
            responsible=_responsible(self.project, row),
            after=self.ids[row.after - 1] if row.after else None,
            checkpoints=tuple(
                Checkpoint(
                    id=self.reading.new_id(),
                    what=self.fill_names(checkpoint.what),
                    on=self.days.day(checkpoint.on) if checkpoint.on else None,
                )
                for checkpoint in row.checks
            ),
        )

    def fill_names(self, text: BilingualText) -> str:
        """Return a text in the template's language with its names filled in."""
        return fill_template(text.of(self.lang), self.names)


def _names(project: Project, lang: str) -> Mapping[str, str]:
    chinese = lang.startswith("zh")
    decider = next((contact.name for contact in project.contacts if contact.role == "decides"), "")
    return {
        "customer": project.customer or ("客户" if chinese else "the customer"),
        "decider": decider or ("决策人" if chinese else "the decider"),
    }


def _responsible(project: Project, row: TemplateRow) -> str:
    leader = next((member.name for member in project.team if member.part == "leader"), "")
    return (leader if row.responsible == "leader" else "") or project.owner
