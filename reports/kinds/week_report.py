"""The weekly report (周报): done, due by day, what moved, what is asked for, by owner."""

from __future__ import annotations

from reports.parts.ask_parts import make_ask_part
from reports.parts.movement_parts import make_movement_part
from reports.parts.report_part import assemble_parts
from reports.parts.sign_off import sign_off_form
from reports.parts.target_parts import make_target_part
from reports.parts.work_parts import make_done_part, make_due_part, make_week_owner_part
from reports.report import Report
from reports.report_context import ReportContext
from reports.report_facts import define_shown, list_facts
from reports.report_period import find_report_period
from wording import _, language

_ASKS = 5


def build_week_report(context: ReportContext) -> Report:
    """Build the report of a week."""
    period = find_report_period(context, "week")
    parts = (
        make_done_part(_("Done this week"), context, period),
        make_due_part(_("Due next"), context, period.ahead),
        make_movement_part(context, period),
        make_target_part(context, ("month", "quarter", "year")),
        make_ask_part(context, _ASKS),
        make_week_owner_part(context, period),
    )
    blocks = (*assemble_parts(parts), sign_off_form(context))
    return Report(
        kind="week",
        title=_("Weekly report"),
        language=language(),
        facts=list_facts(context, period=(period.first, period.until)),
        blocks=blocks,
        definitions=define_shown(
            blocks,
            *("in-play", "movement", "lines", "signed", "target", "gap", "expected", "odds"),
            *("due", "attention", "signs"),
        ),
    )
