"""The owners side by side: target, signed, in play and expected of a period, and what slipped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from deals.numbers.forecast import Forecast
from deals.numbers.forecast_groups import find_grouping
from deals.numbers.record import count_success
from deals.numbers.targets import TargetFigure
from deals.owners import owner_key
from reports.parts.currency_lanes import (
    is_joined,
    list_bucket_lanes,
    list_movement_lanes,
    sums_cell,
)
from reports.parts.movement_parts import find_report_movement
from reports.parts.outcome_parts import list_ended
from reports.parts.report_part import ReportPart
from reports.parts.target_parts import maybe_money
from reports.report import ReportColumn, ReportRow, ReportTable
from reports.report_cells import count_cell, share_cell, text_cell
from reports.report_context import ReportContext
from reports.report_period import ReportPeriod
from wording import _, pgettext
from wording.candidate_texts import owner_text


def make_owner_part(context: ReportContext, period: ReportPeriod) -> ReportPart:
    """Make a row for each owner who has anything in the month or quarter, or a target."""
    figures, fiscal, grouping = context.figures, period.fiscal, find_grouping("owner")
    groups: Mapping[str, Forecast] = {}
    if grouping is not None:
        groups = figures.forecast_groups(grouping, context.scope, fiscal.unit)
    targets = {} if context.scope.ids is not None else figures.owner_targets(fiscal)
    if context.owner is not None:
        key = owner_key(context.owner)
        targets = {name: target for name, target in targets.items() if name == key}
    named = {owner_key(name): name for name in (*figures.owners, *groups)}
    counts = _count_moves(context, period)
    keys = dict.fromkeys([*map(owner_key, groups), *targets])
    rows = tuple(
        _owner_row(named.get(key, key), groups, targets.get(key), counts, context, period)
        for key in keys
    )
    title = _("Owners in {period}").format(period=fiscal.label)
    empty = _("No projects here.")
    return ReportPart(title, (ReportTable(_columns(), rows, empty=empty),))


def _columns() -> tuple[ReportColumn, ...]:
    return (
        ReportColumn(pgettext("paper", "Owner"), share=4),
        ReportColumn(pgettext("paper", "Target"), "money", 4),
        ReportColumn(pgettext("paper", "Signed"), "money", 4),
        ReportColumn(pgettext("paper", "Attained"), "percent", 2),
        ReportColumn(pgettext("paper", "In play"), "money", 4),
        ReportColumn(pgettext("paper", "Expected"), "money", 4),
        ReportColumn(_("Won"), "number", 2),
        ReportColumn(_("Lost"), "number", 2),
        ReportColumn(_("Slips"), "number", 2),
    )


def _count_moves(context: ReportContext, period: ReportPeriod) -> Mapping[str, Counter[str]]:
    """Count what was won and lost in the period, and what slipped, by owner's key."""
    ended = list_ended(context, period)
    found, owners = count_success(ended), {each.id: owner_key(each.owner) for each in ended}
    movement = find_report_movement(context, period)
    lanes = [lane for lane in list_movement_lanes(movement) if not lane.together]
    slips = (owner_key(slip.state.owner) for lane in lanes for slip in lane.sums.slips)
    return {
        "won": Counter(owners[id_] for id_ in found.won),
        "lost": Counter(owners[id_] for id_ in found.lost),
        "slips": Counter(slips),
    }


def _owner_row(
    name: str,
    groups: Mapping[str, Forecast],
    target: TargetFigure | None,
    counts: Mapping[str, Counter[str]],
    context: ReportContext,
    period: ReportPeriod,
) -> ReportRow:
    figures, key = context.figures, owner_key(name)
    forecast = groups.get(name)
    bucket = forecast.find(period.fiscal) if forecast else None
    joined = forecast is not None and is_joined(forecast)
    lanes = list_bucket_lanes(bucket, joined=joined) if bucket else []
    found = figures.find_bucket(bucket) if bucket else None
    share = (found.signed if found else 0) / target.amount if target and target.amount else None
    return (
        text_cell(owner_text(name), "strong"),
        maybe_money(target.amount if target else None, figures.basis.home),
        sums_cell(lanes, lambda sums: sums.signed),
        share_cell(share, "good" if share is not None and share >= 1 else ""),
        sums_cell(lanes, lambda sums: sums.sum.expected),
        sums_cell(lanes, lambda sums: sums.weighted.expected if sums.weighted else None),
        count_cell(counts["won"][key]),
        count_cell(counts["lost"][key]),
        count_cell(counts["slips"][key]),
    )
