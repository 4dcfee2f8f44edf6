"""The quarterly report (季报): forecast against target, what moved, slips, losses, shape, asks."""

from __future__ import annotations

from reports.parts.ask_parts import make_ask_part
from reports.parts.forecast_parts import make_forecast_part
from reports.parts.movement_parts import make_movement_part, make_slip_part
from reports.parts.outcome_parts import make_judged_part, make_loss_part
from reports.parts.owner_parts import make_owner_part
from reports.parts.report_part import assemble_parts
from reports.parts.shape_parts import make_shape_part
from reports.parts.sign_off import sign_off_form
from reports.parts.target_parts import make_target_part
from reports.report import Report
from reports.report_context import ReportContext
from reports.report_facts import define_shown, list_facts
from reports.report_period import find_report_period
from reports.report_texts import write_fiscal
from wording import _, language

_ASKS = 10
_FIGURES = (
    *("in-play", "completion", "signed", "target", "gap", "expected", "odds", "buckets"),
    *("movement", "within", "lines", "slips", "success", "shape", "judged", "attention", "signs"),
    "together",
)


def build_quarter_report(context: ReportContext) -> Report:
    """Build the report of the quarter so far."""
    period = find_report_period(context, "quarter")
    parts = (
        make_target_part(context, ("quarter", "year")),
        make_owner_part(context, period),
        make_forecast_part(context, "quarter"),
        make_movement_part(context, period, period.fiscal),
        make_movement_part(context, period, named=False),
        make_slip_part(context, period),
        make_loss_part(context, period),
        make_shape_part(context),
        make_judged_part(context),
        make_ask_part(context, _ASKS, period.fiscal),
    )
    title = _("Quarterly report, {period}").format(period=write_fiscal(period.fiscal))
    blocks = (*assemble_parts(parts), sign_off_form(context))
    return Report(
        kind="quarter",
        title=title,
        language=language(),
        facts=list_facts(context, period=(period.first, period.until)),
        blocks=blocks,
        definitions=define_shown(blocks, *_FIGURES),
        wide=True,
    )
