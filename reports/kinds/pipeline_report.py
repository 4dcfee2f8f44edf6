"""The statistics table (项目统计一览表): what every rep keeps, and what meetings begin with.

The columns are those of the method (section 4) in its order; key projects stand first (section 9),
on a table of their own and before the others of their owner.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from deals.model import Project
from deals.network.relationship import cr_text
from deals.numbers.list_sums import ListSums, sum_projects
from deals.owners import owner_key
from deals.playbook.model import Stage
from deals.search import spell_out
from reports.parts.sum_texts import describe_sums
from reports.report import Report, ReportCell, ReportColumn, ReportRow, ReportTable
from reports.report_cells import amount_cell, count_cell, text_cell
from reports.report_context import ReportContext
from reports.report_facts import define_figures, list_facts
from reports.report_texts import write_money, write_next, write_sums, write_window
from views.field_values import stage_text
from views.marks import KEY_SIGN
from views.money_texts import sums_in_play
from wording import _, language, ngettext, pgettext
from wording.errors import one_line

_BEFORE_MONEY = 5
_BEHIND_MONEY = 3


def build_pipeline_report(context: ReportContext) -> Report:
    """Build the table of the listed projects by owner, with the key projects before it."""
    projects = sorted(context.listed, key=lambda each: _rank_project(each, context))
    tables = (
        _list_key_projects(projects),
        _list_projects(projects, context),
        _add_up_stages(projects, context),
    )
    sums = sum_projects(projects, context.playbook, context.rates)
    together = ("together",) if sums.together else ()
    return Report(
        kind="pipeline",
        title=_("Pipeline table"),
        language=language(),
        facts=list_facts(context),
        blocks=tuple(table for table in tables if table is not None),
        definitions=define_figures("stage", "cr", "in-play", "completion", "signed", *together),
        wide=True,
    )


def _rank_project(project: Project, context: ReportContext) -> tuple[object, ...]:
    """Return the place of a project: by owner, key ones first, then by stage and money."""
    key, stage = owner_key(project.owner), context.playbook.order.get(project.stage, -1)
    money = context.rates.measure(project.amount) if project.amount else 0
    return not key, spell_out(key), key, not project.key, -stage, -money, project.name


def _list_key_projects(projects: Sequence[Project]) -> ReportTable | None:
    """Return the key projects with the strategy of each; None where there are none."""
    rows = [
        (
            text_cell(each.name, "strong"),
            text_cell(each.owner),
            text_cell(stage_text(each)),
            amount_cell(each.amount),
            text_cell(write_window(each.signs)),
            text_cell(one_line(each.key_strategy)),
            text_cell(write_next(each.next_action)),
        )
        for each in projects
        if each.key
    ]
    if not rows:
        return None
    columns = (
        ReportColumn(pgettext("paper", "Project"), share=4),
        ReportColumn(pgettext("paper", "Owner"), share=2),
        ReportColumn(pgettext("paper", "State"), share=2),
        ReportColumn(pgettext("paper", "Expected amount"), "money", share=2),
        ReportColumn(pgettext("paper", "Expected signing"), share=2),
        ReportColumn(pgettext("paper", "Strategy"), share=6),
        ReportColumn(pgettext("paper", "Next step"), share=4),
    )
    return ReportTable(columns, tuple(rows), title=_("Key projects"))


def _list_projects(projects: Sequence[Project], context: ReportContext) -> ReportTable:
    """Return all projects, a subtotal below those of each owner and the total at the end."""
    rows, number = list[ReportRow](), 0
    groups = [[*group] for _key, group in groupby(projects, key=lambda each: owner_key(each.owner))]
    subtotals = set[int]()
    for group in groups:
        for each in group:
            number += 1
            rows.append(_project_row(number, each))
        if len(groups) > 1:
            subtotals.add(len(rows))
            owner = group[0].owner or pgettext("paper", "no owner")
            rows.append(_sum_row(_("Subtotal {owner}").format(owner=owner), group, context))
    rows += [_sum_row(_("Total"), projects, context)] if rows else []
    return ReportTable(
        _list_columns(),
        tuple(rows),
        title=_("All projects"),
        sums=1 if rows else 0,
        subtotals=frozenset(subtotals),
        empty=_("No projects here."),
    )


def _list_columns() -> tuple[ReportColumn, ...]:
    """Return the columns of the method in its order, in the language spoken."""
    return (
        ReportColumn(pgettext("paper", "No."), "number", share=2),
        ReportColumn(pgettext("paper", "Project"), share=7),
        ReportColumn(pgettext("paper", "Customer"), share=6),
        ReportColumn(pgettext("paper", "Owner"), share=4),
        ReportColumn(pgettext("paper", "State"), share=3),
        ReportColumn(pgettext("paper", "Expected amount"), "money", share=5),
        ReportColumn(pgettext("paper", "Expected signing"), share=6),
        ReportColumn(pgettext("paper", "Contacts, relationship"), share=10),
        ReportColumn(pgettext("paper", "Next step"), share=8),
    )


def _project_row(number: int, project: Project) -> ReportRow:
    comma = _(", ")
    name = f"{KEY_SIGN} {project.name}" if project.key else project.name
    return (
        count_cell(number),
        text_cell(name, "strong" if project.key else ""),
        text_cell(project.customer),
        text_cell(project.owner),
        text_cell(stage_text(project)),
        amount_cell(project.amount),
        text_cell(write_window(project.signs)),
        text_cell(comma.join(f"{each.name} {cr_text(each.cr)}" for each in project.contacts)),
        text_cell(write_next(project.next_action)),
    )


def _sum_row(label: str, projects: Sequence[Project], context: ReportContext) -> ReportRow:
    """Return what projects come to: in play under the amounts, the rest beside it."""
    sums = sum_projects(projects, context.playbook, context.rates)
    count = len(projects)
    text = ngettext("{label}: {count} project", "{label}: {count} projects", count)
    return (
        text_cell(text.format(label=label, count=count), columns=_BEFORE_MONEY),
        _sums_cell(sums_in_play(sums)),
        text_cell("\n".join(describe_sums(sums)), columns=_BEHIND_MONEY),
    )


def _sums_cell(sums: Mapping[str, int]) -> ReportCell:
    (currency, value), *more = sums.items() or (("", 0),)
    if more or not currency:
        return ReportCell(write_sums(sums))
    return ReportCell(write_money(value, currency), value, currency=currency)


def _add_up_stages(projects: Sequence[Project], context: ReportContext) -> ReportTable | None:
    """Return what stands at each stage; None where nothing is listed."""
    if not projects:
        return None
    rows = [_stage_row(stage, projects, context) for stage in context.playbook.stages]
    total = sum_projects(projects, context.playbook, context.rates)
    total_row = (
        text_cell(_("Total")),
        text_cell(""),
        count_cell(len(projects)),
        *_stage_sums(total),
    )
    columns = (
        ReportColumn(pgettext("paper", "Stage"), share=5),
        ReportColumn(pgettext("paper", "Degree of completion"), "percent", share=2),
        ReportColumn(pgettext("paper", "Projects"), "number", share=1),
        ReportColumn(pgettext("paper", "In play"), "money", share=3),
        ReportColumn(pgettext("paper", "By degree of completion"), "money", share=3),
        ReportColumn(pgettext("paper", "Signed"), "money", share=3),
    )
    return ReportTable(columns, (*rows, total_row), title=_("By stage"), sums=1)


def _stage_row(stage: Stage, projects: Sequence[Project], context: ReportContext) -> ReportRow:
    there = [each for each in projects if each.stage == stage.id]
    weight = ReportCell(f"{stage.weight:.0%}", stage.weight)
    name = f"{stage.id} {stage.name.of(language())}"
    sums = sum_projects(there, context.playbook, context.rates)
    return text_cell(name), weight, count_cell(len(there)), *_stage_sums(sums)


def _stage_sums(sums: ListSums) -> tuple[ReportCell, ...]:
    found = sums.currencies.items()
    return (
        _sums_cell({code: each.sum for code, each in found if each.count}),
        _sums_cell({code: each.weighted for code, each in found if each.count}),
        _sums_cell({code: each.signed for code, each in found if each.signed_count}),
    )
