"""The closing review of a project (项目总结): result, reasons, lessons, the other side."""

from __future__ import annotations

from collections.abc import Iterator

from deals.lessons import review_text
from deals.model import Project
from deals.numbers.journeys import Journey
from reports.parts.element_part import make_element_part
from reports.parts.prospect_parts import make_history_part, make_outlook_part
from reports.parts.report_part import ReportPart, asked_project, assemble_parts
from reports.report import Block, Report, ReportParagraph, ReportRow, ReportTable
from reports.report_cells import form_columns, label_cell, text_cell
from reports.report_context import ReportContext
from reports.report_facts import define_figures, list_facts
from reports.report_texts import write_day
from views.review_fields import GOING_ON, list_review_parts, review_name
from wording import _, language, ngettext


def build_review_report(context: ReportContext) -> Report:
    """Make the closing review of a project."""
    project = asked_project(context)
    parts = [make_element_part(context), _make_course(project, context)]
    parts += _make_review_parts(project, context)
    parts += [make_outlook_part(context), make_history_part(context)]
    notes: tuple[Block, ...] = ()
    if project.status in GOING_ON:
        text = _("This project has not ended: what stands here is how it looks by now.")
        notes = (ReportParagraph(text, "amber"),)
    return Report(
        "review",
        _("Closing review: {project}").format(project=project.name),
        language(),
        list_facts(context, rates=False),
        (*notes, *assemble_parts(parts)),
        define_figures("stage", "cr"),
    )


def _make_course(project: Project, context: ReportContext) -> ReportPart:
    """Make the course of the project: how it ended, since when it ran, and how far it came."""
    journey = context.figures.journey_on(project, context.today)
    rows = tuple(_list_course(project, journey, context))
    return ReportPart(_("How it went"), (ReportTable(form_columns(2, (2, 7)), rows, form=True),))


def _list_course(
    project: Project, journey: Journey | None, context: ReportContext
) -> Iterator[ReportRow]:
    begun = project.created_at.date()
    yield label_cell(_("Begun")), text_cell(write_day(begun))
    ended = journey.ended_on if journey else None
    if ended:
        yield label_cell(_("Ended")), text_cell(write_day(ended))
    days = ((ended or context.today) - begun).days
    text = ngettext("{count} day", "{count} days", days).format(count=days)
    yield label_cell(_("Days from first to last")), text_cell(text)


def _make_review_parts(project: Project, context: ReportContext) -> Iterator[ReportPart]:
    """Yield the parts of the review that something is written in."""
    missing = _("Nothing is reviewed: in the app 6 opens the review, e writes.")
    written = False
    for title, names in list_review_parts(project, context.playbook):
        texts = [(name, review_text(project, name)) for name in names]
        rows = tuple(
            (label_cell(review_name(name, context.playbook)), text_cell(text))
            for name, text in texts
            if text
        )
        if rows:
            written = True
            yield ReportPart(title, (ReportTable(form_columns(2, (3, 7)), rows, form=True),))
    if not written:
        yield ReportPart(_("Review"), (), missing)
