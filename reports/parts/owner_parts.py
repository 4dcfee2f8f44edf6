"""The owners side by side: target, signed, in play and expected of a period, and what slipped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from deals.numbers.figures import NumbersScope
from deals.numbers.forecast import Forecast
from deals.numbers.forecast_groups import find_grouping
from deals.numbers.record import count_success
from deals.numbers.targets import TargetFigure, sum_targets
from deals.owners import owner_key
from deals.team_copy import recall_line
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
from reports.report import ReportCell, ReportColumn, ReportRow, ReportTable, ReportTone
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
    keys = list(dict.fromkeys([*map(owner_key, groups), *targets]))
    rows = list[ReportRow]()
    for head, inside in _group_by_branch(context, keys):
        if head:
            target = sum_targets(targets[key] for key in inside if key in targets)
            rows.append(_branch_row(head, inside, target, counts, context, period))
        for key in inside:
            name = named.get(key, key)
            about = groups.get(name), targets.get(key), counts
            rows.append(_owner_row(name, "" if head else "strong", *about, context, period))
    title = _("Owners in {period}").format(period=fiscal.label)
    table = ReportTable(_columns(), tuple(rows), empty=_("No projects here."))
    return ReportPart(title, (table,))


def _group_by_branch(
    context: ReportContext, keys: Sequence[str]
) -> Sequence[tuple[str, Sequence[str]]]:
    """Group owners, by their keys, by the direct branches of the line that have several of them.

    Each group has its head's name, or none where it has no sum of its own. Where all are of one
    branch, its own are meant.
    """
    line = recall_line(context.book)
    branches = list[tuple[str, list[str]]]()
    head = line.top if line is not None else ""
    while line is not None:
        found = ((name, {*map(owner_key, line.branch(name))}) for name in line.reports_of(head))
        every = ((name, [key for key in keys if key in people]) for name, people in found)
        branches = [(name, inside) for name, inside in every if inside]
        if len(branches) != 1 or len(branches[0][1]) < len(keys):
            break
        head = branches[0][0]
    several = [(name, inside) for name, inside in branches if len(inside) > 1]
    held = {key for _name, inside in several for key in inside}
    return [("", [key for key in keys if key not in held]), *several]


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


def _branch_row(
    head: str,
    keys: Sequence[str],
    target: TargetFigure | None,
    counts: Mapping[str, Counter[str]],
    context: ReportContext,
    period: ReportPeriod,
) -> ReportRow:
    """Return the sums of a branch; its target is that of its people."""
    there = frozenset(each.id for each in context.projects if owner_key(each.owner) in keys)
    forecast = context.figures.forecast(NumbersScope(ids=there), period.fiscal.unit)
    whole = {
        what: Counter({head: sum(found[key] for key in keys)}) for what, found in counts.items()
    }
    name = text_cell(_("{name} and below").format(name=head), "strong")
    return name, *_figure_cells(forecast, target, head, whole, context, period)


def _owner_row(
    name: str,
    tone: ReportTone,
    forecast: Forecast | None,
    target: TargetFigure | None,
    counts: Mapping[str, Counter[str]],
    context: ReportContext,
    period: ReportPeriod,
) -> ReportRow:
    cells = _figure_cells(forecast, target, owner_key(name), counts, context, period)
    return text_cell(owner_text(name), tone), *cells


def _figure_cells(
    forecast: Forecast | None,
    target: TargetFigure | None,
    key: str,
    counts: Mapping[str, Counter[str]],
    context: ReportContext,
    period: ReportPeriod,
) -> Iterator[ReportCell]:
    figures = context.figures
    bucket = forecast.find(period.fiscal) if forecast else None
    joined = forecast is not None and is_joined(forecast)
    lanes = list_bucket_lanes(bucket, joined=joined) if bucket else []
    found = figures.find_bucket(bucket) if bucket else None
    share = (found.signed if found else 0) / target.amount if target and target.amount else None
    yield maybe_money(target.amount if target else None, figures.basis.home)
    yield sums_cell(lanes, lambda sums: sums.signed)
    yield share_cell(share, "good" if share is not None and share >= 1 else "")
    yield sums_cell(lanes, lambda sums: sums.sum.expected)
    yield sums_cell(lanes, lambda sums: sums.weighted.expected if sums.weighted else None)
    yield from (count_cell(counts[what][key]) for what in ("won", "lost", "slips"))
