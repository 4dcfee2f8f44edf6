"""The fishbone of a project alone: the drawn fish, and what is done about each cause."""

from __future__ import annotations

from deals.fishbone import Bone, CauseOnBone, fishbone
from deals.model import PlanRow, Project
from deals.planning import group_rows, row_lateness, row_numbers
from reports.drawings.board import WIDE_PAGE
from reports.parts.planning_parts import define_late, fish_block, fish_goal, fish_legend
from reports.parts.report_part import asked_project, join_words, stack_texts
from reports.report import Block, Report, ReportParagraph, ReportRow, ReportTable
from reports.report_cells import text_cell, titled_columns
from reports.report_context import ReportContext
from reports.report_facts import list_facts
from reports.report_texts import write_day_cell
from views.cause_notes import source_text
from wording import _, language
from wording.names import field_name, standing_name
from wording.record_names import workstream_title


def build_fishbone_report(context: ReportContext) -> Report:
    """Make the fishbone of a project, as a page that is printed across."""
    project = asked_project(context)
    bones = fishbone(project, context.playbook)
    blocks: list[Block] = [fish_block(project, bones, WIDE_PAGE)]
    if project.causes:
        blocks += [fish_legend(), _cause_table(project, bones, context)]
    else:
        text = _("The fishbone is empty: in the app 4 opens it, a adds a cause.")
        blocks.append(ReportParagraph(text, "dim"))
    facts = ((field_name("name"), project.name), *list_facts(context, rates=False))
    title = _("Fishbone: {goal}").format(goal=fish_goal(project))
    return Report("fishbone", title, language(), facts, tuple(blocks), (define_late(),), wide=True)


def _cause_table(project: Project, bones: tuple[Bone, ...], context: ReportContext) -> ReportTable:
    titles = ((_("Cause"), 4), (_("Where it comes from"), 7), (_("What is done about it"), 7))
    rows, heads = list[ReportRow](), set[int]()
    for bone in bones:
        if bone.ribs:
            heads.add(len(rows))
            rows.append((text_cell(workstream_title(bone), columns=3),))
            rows += (_cause_row(rib, project, context) for rib in bone.ribs)
    columns = titled_columns(*titles)
    return ReportTable(columns, tuple(rows), groups=frozenset(heads))


def _cause_row(rib: CauseOnBone, project: Project, context: ReportContext) -> ReportRow:
    numbers = row_numbers(group_rows(project, context.playbook))
    work = [_work_words(row, numbers[row.id], context) for row in rib.rows]
    text = f"– {rib.cause.text}" if rib.depth else rib.cause.text
    source = source_text(rib.cause.source, project, context.playbook)
    done = text_cell(stack_texts(*work)) if work else text_cell(_("! nothing planned"), "red")
    return text_cell(text), text_cell(source, "dim"), done


def _work_words(row: PlanRow, number: str, context: ReportContext) -> str:
    state = standing_name(row_lateness(row, context.today))
    return join_words((f"{number} {row.content}", row.responsible, write_day_cell(row.end), state))
