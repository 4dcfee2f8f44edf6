"""The project team form (项目组构成), to be filled in and signed: ruled boxes, its headings."""

from __future__ import annotations

from collections.abc import Iterator

from deals.model import Member, Project, TeamPart
from reports.parts.element_part import pair_row, stage_words, standing_words, wide_row
from reports.parts.report_part import asked_project, head_of
from reports.report import Report, ReportRow, ReportTable
from reports.report_cells import form_columns, label_cell, text_cell
from reports.report_context import ReportContext
from reports.report_facts import define_figures, list_facts
from reports.report_texts import write_amount, write_day, write_window
from views.plan_fields import member_text
from wording import _, add_note, language
from wording.names import field_name, part_name, plan_field_name

_SHARES = (3, 4, 3, 6)
_PARTS: tuple[TeamPart, ...] = ("leader", "member", "monitor", "sponsor")
_BLANK_MEMBERS = 2
"""How many lines are left for members to be written in by hand where none is named."""


def build_team_form_report(context: ReportContext) -> Report:
    """Make the team form of a project."""
    project = asked_project(context)
    rows = (*_list_head(project, context), *_list_members(project), *_list_end(project))
    return Report(
        "team-form",
        _("Project team"),
        language(),
        list_facts(context, rates=False),
        (ReportTable(form_columns(4, _SHARES), rows, form=True),),
        define_figures("stage", "cr"),
    )


def _list_head(project: Project, context: ReportContext) -> Iterator[ReportRow]:
    form = project.form
    yield pair_row(
        (head_of(plan_field_name("filled_by")), form.filled_by),
        (
            head_of(plan_field_name("filled_on")),
            write_day(form.filled_on) if form.filled_on else "",
        ),
    )
    name, customer = project.name, project.customer
    yield wide_row(field_name("name"), add_note(name, customer) if customer else name)
    amount, signs = write_amount(project.amount), write_window(project.signs)
    yield pair_row((field_name("amount"), amount), (field_name("signs"), signs))
    yield wide_row(_("Customer standing"), standing_words(project))
    yield pair_row(
        (field_name("product"), project.product or ""),
        (field_name("stage"), stage_words(project, context)),
    )


def _list_members(project: Project) -> Iterator[ReportRow]:
    fields = ("part", "name", "level", "duties")
    yield tuple(label_cell(head_of(plan_field_name(field))) for field in fields)
    for part in _PARTS:
        mine = [member for member in project.team if member.part == part]
        if part == "member":
            mine += [member for member in project.team if member.part is None]
        if part == "leader" and not mine and project.owner:
            known = {member.name for member in project.team}
            mine = [Member(name=project.owner)] if project.owner not in known else []
        blanks = _BLANK_MEMBERS if part == "member" else 1
        for member in mine or [Member(name="")] * blanks:
            yield _member_row(part, member)


def _member_row(part: TeamPart, member: Member) -> ReportRow:
    texts = (member.name, member_text(member, "level"), member.duties or "")
    return label_cell(head_of(part_name(part))), *map(text_cell, texts)


def _list_end(project: Project) -> Iterator[ReportRow]:
    yield wide_row(head_of(plan_field_name("remarks")), project.form.remarks)
    yield (
        label_cell(_("Signed by the project leader")),
        text_cell(""),
        label_cell(_("Signed by the senior sponsor")),
        text_cell(""),
    )
    yield pair_row((_("Date"), ""), (_("Date"), ""))
