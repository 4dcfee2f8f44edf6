"""What moved in a period: the waterfall, the lines that add up, and the deals behind them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from deals.edits.store_settings import source_name
from deals.model import Amount
from deals.numbers.book_basis import first_day
from deals.numbers.fiscal_periods import FiscalPeriod
from deals.numbers.movement import (
    CurrencyMovement,
    MoveKind,
    Movement,
    MovementLine,
    MovementPart,
    StagePart,
    list_owner_slips,
)
from deals.numbers.slips import WindowSlip
from deals.numbers.states import ProjectState, list_unpriced
from reports.drawings.waterfall import draw_waterfall, list_waterfall_lines
from reports.parts.currency_lanes import CurrencyLane, list_movement_lanes, pick_drawn
from reports.parts.forecast_parts import name_some
from reports.parts.report_part import ReportPart, join_words
from reports.report import (
    Block,
    ReportCell,
    ReportColumn,
    ReportHeading,
    ReportList,
    ReportParagraph,
    ReportPicture,
    ReportRow,
    ReportTable,
)
from reports.report_cells import change_cell, count_cell, money_cell, text_cell
from reports.report_context import ReportContext
from reports.report_period import ReportPeriod
from reports.report_texts import write_change, write_day, write_money, write_window
from views.numbers.move_names import MOVE_NAMES, name_moves
from views.numbers.movement import first_import_text
from views.numbers.twin_rows import counted_twice_text
from wording import _, ngettext, pgettext
from wording.candidate_texts import owner_text

LaneMovement = CurrencyLane[CurrencyMovement]
_MOST_MOVES, _MOST_SLIPS, _MOST_STAGES, _ACROSS = 6, 15, 8, 3


def find_report_movement(
    context: ReportContext, period: ReportPeriod, within: FiscalPeriod | None = None
) -> Movement:
    """Find what moved in a report's period, of all or of what falls to a fiscal one."""
    return context.figures.movement(period.since, period.until, context.scope, within)


def make_movement_part(
    context: ReportContext,
    period: ReportPeriod,
    within: FiscalPeriod | None = None,
    *,
    named: bool = True,
) -> ReportPart:
    """Make what moved: the waterfall and its lines, and if `named` the deals behind them."""
    movement = find_report_movement(context, period, within)
    title = pgettext("paper", "What moved") if named else _("What moved in the whole pipeline")
    if within is not None:
        title = _("What moved in {period}").format(period=within.label)
    lanes = list_movement_lanes(movement)
    blocks: list[Block] = [ReportParagraph(_span_text(movement), "dim")]
    if not lanes:
        blocks.append(ReportParagraph(_("Nothing was in play then and nothing is now.")))
        return ReportPart(title, (*blocks, *_list_beside(movement, context)))
    for lane in pick_drawn([lane for lane in lanes if lane.sums.lines]):
        text = tuple(list_waterfall_lines(lane.sums))
        blocks.append(ReportPicture(lane.label, draw_waterfall(lane.sums), text))
    blocks += _list_line_tables(lanes)
    if named:
        blocks += _list_named(lanes)
    return ReportPart(title, (*blocks, *_list_beside(movement, context)))


def _span_text(movement: Movement) -> str:
    since, until = write_day(movement.since), write_day(movement.until)
    text = _("From the end of {since} to the end of {until}: then and the lines are now.")
    return text.format(since=since, until=until)


def _list_line_tables(lanes: Sequence[LaneMovement]) -> Iterator[ReportTable]:
    """Yield then, the lines and now, a few currencies side by side in a table."""
    for at in range(0, len(lanes), _ACROSS):
        yield _line_table(lanes[at : at + _ACROSS])


def _line_table(lanes: Sequence[LaneMovement]) -> ReportTable:
    kinds = [kind for kind in MOVE_NAMES if any(lane.sums.line(kind).count for lane in lanes)]
    then, now = pgettext("sum", "then"), pgettext("sum", "now")
    rows: list[ReportRow] = [
        (text_cell(then), *(cell for lane in lanes for cell in _end_cells(lane, last=False)))
    ]
    for kind in kinds:
        cells = (cell for lane in lanes for cell in _line_cells(lane, kind))
        name = name_moves(lane.sums.line(kind) for lane in lanes)
        rows.append((text_cell(name), *cells))
    rows.append((text_cell(now), *(cell for lane in lanes for cell in _end_cells(lane, last=True))))
    columns = [ReportColumn(pgettext("paper", "Line"), share=4)]
    for lane in lanes:
        deals = pgettext("paper", "Deals")
        columns += [ReportColumn(deals, "number", 2), ReportColumn(lane.label, "money", 4)]
    return ReportTable(tuple(columns), tuple(rows), sums=1)


def _end_cells(lane: LaneMovement, *, last: bool) -> tuple[ReportCell, ReportCell]:
    moved = lane.sums
    count, money = (moved.now_count, moved.now) if last else (moved.then_count, moved.then)
    return count_cell(count), money_cell(money, lane.currency)


def _line_cells(lane: LaneMovement, kind: MoveKind) -> tuple[ReportCell, ReportCell]:
    line = lane.sums.line(kind)
    if not line.count:
        return text_cell(""), text_cell("")
    return count_cell(line.count), change_cell(line.amount, lane.currency)


# The deals behind it ----------------------------------------------------------------------------


def _list_named(lanes: Sequence[LaneMovement]) -> Iterator[Block]:
    """Yield the deals of each line, in their own currencies."""
    lines = defaultdict[str, list[tuple[str, MovementLine]]](list)
    for lane in lanes:
        if not lane.together:
            for line in lane.sums.lines:
                lines[line.kind].append((lane.currency, line))
    rows, groups = list[ReportRow](), set[int]()
    for kind in MOVE_NAMES:
        if kind in lines:
            groups.add(len(rows))
            rows.append((_head_cell(lines[kind]),))
            for code, line in lines[kind]:
                rows += _part_rows(line, code)
    if rows:
        columns = (
            ReportColumn(pgettext("paper", "Project"), share=6),
            ReportColumn(pgettext("paper", "Owner"), share=3),
            ReportColumn(pgettext("paper", "State"), share=2),
            ReportColumn(_("What moved"), share=6),
            ReportColumn(pgettext("paper", "Money"), "money", 4),
        )
        yield ReportTable(columns, tuple(rows), title=_("By name"), groups=frozenset(groups))


def _head_cell(lines: Iterable[tuple[str, MovementLine]]) -> ReportCell:
    every = list(lines)
    count = sum(line.count for _code, line in every)
    deals = ngettext("{count} deal", "{count} deals", count).format(count=count)
    sums = join_words(write_change(line.amount, code) for code, line in every)
    name = name_moves(line for _code, line in every)
    return text_cell(f"{name}  {deals}  {sums}", columns=5)


def _part_rows(line: MovementLine, code: str) -> Iterator[ReportRow]:
    """Yield the largest moves of a line, and the rest of them together."""
    parts = sorted(line.parts, key=lambda part: -abs(part.amount))
    for part in parts[:_MOST_MOVES]:
        yield (
            text_cell(part.state.name, "strong"),
            text_cell(owner_text(part.owner)),
            text_cell(part.state.stage),
            text_cell(_move_words(part)),
            change_cell(part.amount, code),
        )
    if rest := parts[_MOST_MOVES:]:
        text = ngettext("{count} more", "{count} more", len(rest)).format(count=len(rest))
        money = change_cell(sum(part.amount for part in rest), code)
        yield text_cell(text, "dim", columns=4), money


def _move_words(part: MovementPart) -> str:
    """Say what moved of a deal: its window, its amount, or until when it was to be signed."""
    then, state = part.then, part.state
    if part.kind in ("pulled_in", "slipped") and then is not None:
        return _from_to(write_window(then.signs), write_window(state.signs))
    if part.kind in ("grown", "shrunk") and then is not None:
        return _from_to(_middle_text(then.amount), _middle_text(state.amount))
    if part.kind in ("lost", "abandoned", "on_hold") and state.project.end_reason:
        return state.project.end_reason
    return write_window(state.signs)


def _middle_text(amount: Amount | None) -> str:
    return write_money(amount.counted, amount.currency) if amount else ""


def _from_to(before: str, after: str) -> str:
    return f"{before or '–'} → {after or '–'}"


# Slips, stages, and what is in no line ----------------------------------------------------------


def make_slip_part(context: ReportContext, period: ReportPeriod) -> ReportPart:
    """Make the windows that moved later in the period, by owner and by name."""
    movement = find_report_movement(context, period)
    lanes = [lane for lane in list_movement_lanes(movement) if not lane.together]
    title, slips = _("Slips by owner"), [(lane, slip) for lane in lanes for slip in lane.sums.slips]
    if not slips:
        text = _("No close date moved later in this period.")
        return ReportPart(title, (ReportParagraph(text, "dim"),))
    owners = [
        (
            text_cell(owner_text(each.owner), "strong"),
            count_cell(each.count),
            money_cell(each.amount, lane.currency),
        )
        for lane in lanes
        for each in list_owner_slips(lane.sums)
    ]
    columns = (
        ReportColumn(pgettext("paper", "Owner"), share=3),
        ReportColumn(_("Slips"), "number", 2),
        ReportColumn(pgettext("paper", "Money"), "money", 3),
    )
    return ReportPart(title, (ReportTable(columns, tuple(owners)), *_list_slips(slips)))


def _list_slips(slips: Sequence[tuple[LaneMovement, WindowSlip]]) -> Iterator[Block]:
    ordered = sorted(slips, key=lambda each: (-each[1].nth, -each[1].amount))
    rows = tuple(_slip_row(lane, slip) for lane, slip in ordered[:_MOST_SLIPS])
    columns = (
        ReportColumn(pgettext("paper", "Project"), share=6),
        ReportColumn(pgettext("paper", "Owner"), share=3),
        ReportColumn(_("Close date moved"), share=6),
        ReportColumn(_("Which time"), "number", 2),
        ReportColumn(pgettext("paper", "Money"), "money", 4),
    )
    yield ReportTable(columns, rows, title=_("By name"))
    if (left := len(slips) - _MOST_SLIPS) > 0:
        text = ngettext("and {count} more slip", "and {count} more slips", left)
        yield ReportParagraph(text.format(count=left), "dim")


def _slip_row(lane: LaneMovement, slip: WindowSlip) -> ReportRow:
    moved = _from_to(write_window(slip.before), write_window(slip.after))
    return (
        text_cell(slip.state.name, "strong"),
        text_cell(owner_text(slip.state.owner)),
        text_cell(moved),
        count_cell(slip.nth, "amber" if slip.nth > 1 else ""),
        money_cell(slip.amount, lane.currency),
    )


def _list_beside(movement: Movement, context: ReportContext) -> Iterator[Block]:
    """Yield what is in no line: moves of stages, no amount, no rate, handed over, gone."""
    items = [*_list_stage_moves(movement), *_list_outside(movement, context)]
    if items:
        yield ReportHeading(_("Beside it"), 2)
        yield ReportList(tuple(items))


def _list_stage_moves(movement: Movement) -> Iterator[str]:
    for lane in list_movement_lanes(movement):
        if lane.together:
            continue
        for text, parts in (
            (_("advanced: {what}"), lane.sums.advanced),
            (_("fell back: {what}"), lane.sums.fell_back),
        ):
            if parts:
                yield text.format(what=_stage_words(parts, lane.currency))


def _stage_words(parts: Sequence[StagePart], code: str) -> str:
    count = ngettext("{count} project", "{count} projects", len(parts)).format(count=len(parts))
    largest = sorted(parts, key=lambda part: -part.amount)
    names = name_some(
        [f"{part.state.name} {part.then.stage} → {part.state.stage}" for part in largest],
        _MOST_STAGES,
    )
    money = write_money(sum(part.amount for part in parts), code)
    return _("{count}, {money}: {names}").format(count=count, money=money, names=names)


def _list_outside(movement: Movement, context: ReportContext) -> Iterator[str]:
    figures, within = context.figures, movement.scope.period
    for lane in list_movement_lanes(movement):
        known = first_import_text(movement, lane.sums, first_day(context.book))
        if known and not lane.together:
            yield known
    if within is None and (twins := counted_twice_text(figures.counted_twice(context.scope))):
        yield twins
    states = figures.states(context.scope, movement.until)
    unpriced: list[ProjectState] = list_unpriced(states, figures.basis.signed_stages, within)
    if unpriced:
        names = name_some([state.name for state in unpriced])
        yield _("no amount, in no line: {names}").format(names=names)
    if movement.without_rate:
        codes = join_words(movement.without_rate)
        yield _("no exchange rate, not in what is together: {sums}").format(sums=codes)
    for each in movement.handed:
        people = {"old": owner_text(each.then.owner), "new": owner_text(each.state.owner)}
        text = _("handed over, in no line: {name}, {old} to {new}")
        yield text.format(name=each.state.name, **people)
    for gone in movement.gone:
        text = _("gone from its table, still in play: {name} ({source}, {day})")
        yield text.format(
            name=gone.state.name,
            source=source_name(context.book, gone.source),
            day=write_day(gone.on),
        )
