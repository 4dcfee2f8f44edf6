"""The monthly report (月报): targets, what moved, what was reached, the next months, asks."""

from __future__ import annotations

from reports.parts.ask_parts import make_ask_part
from reports.parts.forecast_parts import make_forecast_part
from reports.parts.movement_parts import make_movement_part, make_slip_part
from reports.parts.outcome_parts import make_loss_part
from reports.parts.owner_parts import make_owner_part
from reports.parts.report_part import assemble_parts
from reports.parts.sign_off import sign_off_form
from reports.parts.target_parts import make_target_part
from reports.parts.work_parts import LANDMARKS, MILESTONES, make_done_part, make_due_part
from reports.report import Report
from reports.report_context import ReportContext
from reports.report_facts import define_shown, list_facts
from reports.report_period import find_report_period
from reports.report_texts import write_fiscal
from wording import _, language

_ASKS = 10


def build_month_report(context: ReportContext) -> Report:
    """Build the report of the month so far."""
    period = find_report_period(context, "month")
    parts = (
        make_target_part(context, ("month", "quarter", "year")),
        make_owner_part(context, period),
        make_done_part(_("Reached this month"), context, period, MILESTONES),
        make_movement_part(context, period),
        make_slip_part(context, period),
        make_loss_part(context, period),
        make_forecast_part(context, "month"),
        make_due_part(_("Tender and close dates to come"), context, period.ahead, LANDMARKS),
        make_ask_part(context, _ASKS),
    )
    title = _("Monthly report, {period}").format(period=write_fiscal(period.fiscal))
    blocks = (*assemble_parts(parts), sign_off_form(context))
    return Report(
        kind="month",
        title=title,
        language=language(),
        facts=list_facts(context, period=(period.first, period.until)),
        blocks=blocks,
        definitions=define_shown(
            blocks,
            *("in-play", "completion", "signed", "target", "gap", "expected", "odds", "buckets"),
            *("movement", "lines", "slips", "success", "attention", "signs", "together"),
        ),
        wide=True,
    )
