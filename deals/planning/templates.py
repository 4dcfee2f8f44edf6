"""Rows for a plan out of a playbook's template, filled with the project's names and days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from deals.errors import UserError
from deals.model import Checkpoint, PlanRow, Project
from deals.parsing.reading_context import ReadingContext
from deals.planning.date_ranges import DateRange, PlanMarks
from deals.playbook import BilingualText, PlanTemplate, Playbook, fill_template
from deals.playbook.model import TemplateRow

_A_CUSTOMER = BilingualText(en="the customer", zh_CN="客户")
_A_DECIDER = BilingualText(en="the decider", zh_CN="决策人")

TemplateFit = Literal["dates", "squeeze", "shift"]
"""The way to lay a template's days: as it says; the time before signing squeezed into what is left;
or as long as it says, beginning today."""


def sort_templates(project: Project, playbook: Playbook) -> tuple[PlanTemplate, ...]:
    """Put those templates first that are for the stage being worked on or the project's market."""
    working = playbook.after(project.stage)
    stage = working.id if working else None

    def strange(candidate: PlanTemplate) -> bool:
        for_stage = candidate.stage is not None and candidate.stage == stage
        return not (
            for_stage or (candidate.market is not None and candidate.market == project.market.kind)
        )

    return tuple(sorted(playbook.templates, key=strange))


def apply_template(
    project: Project,
    chosen: PlanTemplate,
    reading: ReadingContext,
    lang: str,
    fit: TemplateFit = "dates",
) -> tuple[PlanRow, ...]:
    """Make the rows that a template gives this project, to be put with `put_rows`.

    Names are filled in where they are known, otherwise as words. Fitted by `dates`, raises
    `template-no-signing` where days count from signing and no window is known,
    `template-no-tender` where they count from the tender and no day is set, and
    `template-too-late` where such a row would begin before today; then `template_ranges` says which
    ways are left.
    """
    today = reading.stamp.today
    if fit == "dates":
        _check_dates(project, chosen, today)
    ids = [reading.new_id() for _row in chosen.rows]
    days = _TemplateDays(today, _marked_days(project, chosen, today, fit))
    filling = _TemplateValues(project, reading, lang, _names(project, lang), ids, days)
    return tuple(filling.row(at, row) for at, row in enumerate(chosen.rows))


def template_ranges(
    project: Project, chosen: PlanTemplate, today: date
) -> Mapping[TemplateFit, DateRange]:
    """Find the first and last day that a template would have, by each way to fit it.

    One that fits by its dates needs no other way.
    """
    try:
        _check_dates(project, chosen, today)
    except UserError:
        ways: tuple[TemplateFit, ...] = ("squeeze", "shift")
    else:
        ways = ("dates",)
    marks = PlanMarks(project.signs, project.tender)
    known = [marks.day(tender=mark == TENDER) for mark in _offsets(chosen)]
    left = all(day is not None and day > today for day in known)
    return {
        way: _template_range(project, chosen, today, way)
        for way in ways
        if way != "squeeze" or (left and known)
    }


SIGNING, TENDER = "D", "T"
"""What an offset begins with that counts from signing, or from the tender day."""


def _check_dates(project: Project, chosen: PlanTemplate, today: date) -> None:
    """Check that the template's own days can be kept; refusals as in `apply_template`."""
    marks = PlanMarks(project.signs, project.tender)
    for mark, offsets in _offsets(chosen).items():
        day = marks.day(tender=mark == TENDER)
        if day is None:
            raise UserError("template-no-tender" if mark == TENDER else "template-no-signing")
        first = day + timedelta(min(offsets))
        if first < today:
            raise UserError("template-too-late", day=f"{first}")


def _offsets(chosen: PlanTemplate) -> dict[str, list[int]]:
    """List, in days, the offsets of rows and checkpoints that count from signing, or the tender."""
    rows = [row.start for row in chosen.rows]
    checks = [check.on for row in chosen.rows for check in row.checks if check.on is not None]
    found: dict[str, list[int]] = {}
    for offset in (*rows, *checks):
        if offset[0] in (SIGNING, TENDER):
            found.setdefault(offset[0], []).append(_read_offset(offset))
    return found


def _read_offset(offset: str) -> int:
    return int(offset.removeprefix(SIGNING).removeprefix(TENDER).removesuffix("d") or 0)


def _template_range(
    project: Project, chosen: PlanTemplate, today: date, fit: TemplateFit
) -> DateRange:
    days = _TemplateDays(today, _marked_days(project, chosen, today, fit))
    spans = [days.span(row.start, row.days) for row in chosen.rows]
    return DateRange(min(start for start, _end in spans), max(end for _start, end in spans))


def _marked_days(
    project: Project, chosen: PlanTemplate, today: date, fit: TemplateFit
) -> Mapping[str, tuple[date, int]]:
    """Find the days that stand for signing and for the tender, and how many days of work before
    each are squeezed.
    """
    marks = PlanMarks(project.signs, project.tender)
    found: dict[str, tuple[date, int]] = {}
    for mark, offsets in _offsets(chosen).items():
        first, day = min(offsets), marks.day(tender=mark == TENDER)
        if day is None or fit == "shift":
            found[mark] = (today - timedelta(first), 0)
        else:
            found[mark] = (day, -first if fit == "squeeze" else 0)
    return found


class _TemplateDays(NamedTuple):
    """The days that a template's offsets mean, given today and the days of signing and the tender.

    Where the time before such a day is squeezed into what is left, the number beside it is how many
    days it takes in the template; else 0.
    """

    today: date
    marks: Mapping[str, tuple[date, int]]

    def day(self, offset: str) -> date:
        """Find the day that an offset means."""
        if offset[0] not in self.marks:
            return self.today + timedelta(_read_offset(offset))
        return self._count_from(offset[0], _read_offset(offset))

    def span(self, offset: str, days: int) -> tuple[date, date]:
        """Find the first and last day of work that begins there and takes so many days."""
        start = self.day(offset)
        if not self.marks.get(offset[0], (start, 0))[1]:
            return start, start + timedelta(days - 1)
        after = self._count_from(offset[0], _read_offset(offset) + days)
        return start, max(start, after - timedelta(1))

    def _count_from(self, mark: str, count: int) -> date:
        day, squeezed = self.marks[mark]
        # Days before signing shrink in proportion, so that the rows keep their order.
        if squeezed and count < 0:
            left = (day - self.today).days
            return self.today + timedelta((count + squeezed) * left // squeezed)
        return day + timedelta(count)


class _TemplateValues(NamedTuple):
    """The values that the rows of a template are filled with."""

    project: Project
    reading: ReadingContext
    lang: str
    names: Mapping[str, str]
    ids: Sequence[str]
    days: _TemplateDays

    def row(self, at: int, row: TemplateRow) -> PlanRow:
        """Make a row of the plan from one of the template."""
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
        """Fill the names into a text, in the language of the template."""
        return fill_template(text.of(self.lang), self.names)


def _names(project: Project, lang: str) -> Mapping[str, str]:
    decider = next((contact.name for contact in project.contacts if contact.role == "decides"), "")
    return {
        "customer": project.customer or _A_CUSTOMER.of(lang),
        "decider": decider or _A_DECIDER.of(lang),
    }


def _responsible(project: Project, row: TemplateRow) -> str:
    leader = next((member.name for member in project.team if member.part == "leader"), "")
    return (leader if row.responsible == "leader" else "") or project.owner
