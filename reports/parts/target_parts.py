"""What is signed and expected, held against the targets: month, quarter and year (section 8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from deals.numbers.figures import TargetGap
from deals.numbers.fiscal_periods import FiscalPeriod, PeriodUnit
from deals.numbers.forecast import CurrencyBucket, ForecastBucket
from deals.numbers.forecast_odds import distribute_bucket
from deals.rounding import round_whole
from reports.drawings.bar_chart import TargetBar, draw_target_bars, list_target_lines
from reports.parts.currency_lanes import is_joined, list_bucket_lanes, name_lane
from reports.parts.report_part import ReportPart
from reports.report import (
    Block,
    ReportCell,
    ReportColumn,
    ReportParagraph,
    ReportPicture,
    ReportRow,
    ReportTable,
)
from reports.report_cells import money_cell, share_cell, text_cell
from reports.report_context import ReportContext
from views.numbers.face_rows import percent_text
from views.numbers.forecast_remarks import explain_target, signed_rates_text
from wording import _, pgettext


@dataclass(frozen=True, slots=True)
class HeldPeriod:
    """A period in one currency, or together: what is signed, in play and expected, its target."""

    period: FiscalPeriod
    currency: str
    together: bool
    bucket: ForecastBucket
    figures: CurrencyBucket | None
    gap: TargetGap | None

    @property
    def signed(self) -> int:
        """What is signed in it."""
        return self.figures.signed if self.figures else 0

    @property
    def target(self) -> int | None:
        """What was to be signed in it; None where nobody set that."""
        return self.gap.target.amount if self.gap and self.gap.target else None

    @property
    def left(self) -> int | None:
        """What is lacking of the target, beyond what is signed and expected; none below 0."""
        if self.gap is None or self.gap.gap is None:
            return None
        return max(0, round_whole(self.gap.gap.amount))


def list_held_periods(context: ReportContext, units: Sequence[PeriodUnit]) -> list[HeldPeriod]:
    """Hold the day's periods against their targets, by currency, then together at the rates."""
    return [held for unit in units for held in _hold_unit(context, unit)]


def _hold_unit(context: ReportContext, unit: PeriodUnit) -> Iterator[HeldPeriod]:
    figures, scope = context.figures, context.scope
    period = figures.years.period_of(context.today, unit)
    forecast = figures.forecast(scope, unit)
    bucket = forecast.find(period)
    gaps = {(gap.currency, joined): gap for gap, joined in figures.list_gaps(bucket, scope)}
    joined = is_joined(forecast) or any(code != figures.basis.home for code, _joined in gaps)
    lanes = list_bucket_lanes(bucket, joined=joined)
    there = {(lane.currency, lane.together): lane.sums for lane in lanes}
    keys = dict.fromkeys([*there, *(key for key in gaps if joined or not key[1])])
    keys = keys or {(figures.basis.home, False): None}
    for code, together in sorted(keys, key=lambda key: key[1]):
        found, gap = there.get((code, together)), gaps.get((code, together))
        yield HeldPeriod(period, code, together, bucket, found, gap)


def make_target_part(context: ReportContext, units: Sequence[PeriodUnit]) -> ReportPart:
    """Make the part that holds the periods of the day against their targets."""
    held = list_held_periods(context, units)
    title = _("Signed against target")
    bars = [_make_bar(each) for each in _pick_main(held)]
    drawn = ReportPicture("", draw_target_bars(bars), tuple(list_target_lines(bars)))
    table = ReportTable(_columns(), tuple(_held_row(each) for each in held))
    return ReportPart(title, (drawn, table, *_list_remarks(held, context)))


def _pick_main(held: Sequence[HeldPeriod]) -> list[HeldPeriod]:
    """Pick what is drawn: of each period all together if that is known, else by currency."""
    joined = {each.period for each in held if each.together}
    return [each for each in held if each.together == (each.period in joined)]


def _make_bar(held: HeldPeriod) -> TargetBar:
    found = held.figures
    odds = distribute_bucket(held.bucket, found) if found else None
    low, high = (odds.percentile(at) + held.signed for at in (10, 90)) if odds else (None, None)
    in_play = found.sum.expected if found else 0
    label = f"{held.period.label}  {name_lane(held.currency, together=held.together)}"
    return TargetBar(label, held.currency, held.signed, in_play, low, high, held.target)


def _columns() -> tuple[ReportColumn, ...]:
    return (
        ReportColumn(pgettext("paper", "Period"), share=3),
        ReportColumn(pgettext("paper", "Currency"), share=3),
        ReportColumn(pgettext("paper", "Target"), "money", 4),
        ReportColumn(pgettext("paper", "Signed"), "money", 4),
        ReportColumn(pgettext("paper", "Attained"), "percent", 2),
        ReportColumn(pgettext("paper", "Expected"), "money", 4),
        ReportColumn(pgettext("paper", "Gap"), "money", 4),
        ReportColumn(pgettext("paper", "Odds"), "percent", 2),
    )


def _held_row(held: HeldPeriod) -> ReportRow:
    code, target = held.currency, held.target
    weighted = held.figures.weighted if held.figures else None
    share = held.signed / target if target else None
    chance = held.gap.chance if held.gap else None
    return (
        text_cell(held.period.label, "strong"),
        text_cell(name_lane(code, together=held.together)),
        maybe_money(target, code),
        money_cell(held.signed, code),
        share_cell(share, "good" if share is not None and share >= 1 else ""),
        maybe_money(weighted.expected if weighted else None, code),
        maybe_money(held.left, code),
        ReportCell("", None) if chance is None else ReportCell(percent_text(chance), chance),
    )


def maybe_money(value: int | None, currency: str) -> ReportCell:
    """Return the cell of a sum; blank where it is not known."""
    return text_cell("") if value is None else money_cell(value, currency)


def _list_remarks(held: Sequence[HeldPeriod], context: ReportContext) -> Iterator[Block]:
    if not any(each.gap for each in held):
        if context.branch and not context.filter:
            text = _("A branch has no target of its own.")
        elif context.scope.ids is not None:
            text = _("A filter has no target.")
        else:
            text = _(
                "No target is set for these periods: in the app N opens the numbers, e sets "
                "targets."
            )
        yield ReportParagraph(text, "dim")
    for each in held:
        notes = explain_target(each.gap, each.bucket, together=each.together)
        if notes:
            label = f"{each.period.label} {name_lane(each.currency, together=each.together)}"
            yield ReportParagraph(_("{label}: {text}").format(label=label, text="; ".join(notes)))
    texts = (signed_rates_text(each.figures, context.figures.basis) for each in held)
    for text in dict.fromkeys(filter(None, texts)):
        yield ReportParagraph(text, "dim")
    if all(rate.used is None for rate in context.figures.win_rates.values()):
        yield ReportParagraph(no_rates_text(), "dim")


def no_rates_text() -> str:
    """Say why nothing is expected and no odds are known."""
    return _(
        "No win rates are set, so nothing is expected and there are no odds: in the app N opens "
        "the numbers, e sets win rates."
    )
