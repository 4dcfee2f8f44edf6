"""The movement as a table: then, the lines that lead over to now, and now, by currency."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import accumulate

from deals.numbers.movement import CurrencyMovement, Movement, StagePart, list_owner_slips
from deals.numbers.signed_beside import NOTHING_BESIDE, SignedBeside
from deals.numbers.states import ProjectState
from tui.output.number_sheets import NumberSheet, SheetBars, SheetCell, SheetColumn
from views.charts import ChartBar, ChartLine, find_scale_start
from views.numbers.face_rows import whole_text
from views.numbers.move_names import name_moves, turns_text
from views.numbers.movement import first_import_text, signed_beside_texts
from wording import N_, _, ngettext, pgettext
from wording.candidate_texts import owner_text

SCALE = N_("scale starts at {amount}")
MONEY = N_("{currency} {amount}")
SPAN = N_("From the end of {since} to the end of {until}, {period}.")
SPAN_ALL = N_("From the end of {since} to the end of {until}.")
ADVANCED, FELL_BACK = N_("advanced: {what}"), N_("fell back: {what}")
SLIPS = N_("slips: {what}")
GONE = N_("gone from table, still in play: {name} ({source}, {day})")
WITHOUT = N_("Without a rate and left out: {currencies}")


def movement_sheet(found: Movement) -> NumberSheet:
    """Return all of a movement by currency, and together where rates bring that."""
    rows = [row for moved in found.currencies.values() for row in _rows(moved, together=False)]
    if has_home(found) and found.home is not None:
        rows += _rows(found.home, together=True)
    return NumberSheet(_columns(), rows)


def movement_table(moved: CurrencyMovement) -> NumberSheet:
    """Return the table of a movement in one currency, with its bars."""
    return NumberSheet(_columns(), list(_rows(moved, together=False)), _find_bars(moved))


def has_home(found: Movement) -> bool:
    """Whether money of another currency than the home currency moved at rates."""
    return found.home is not None and bool({*found.currencies} - {found.home.currency})


def _columns() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn(pgettext("column", "Currency"), "text"),
        SheetColumn(pgettext("column", "Line"), "text"),
        SheetColumn(pgettext("column", "Deals")),
        SheetColumn(pgettext("column", "Money")),
        SheetColumn(_("together"), "text", printed=False),
    )


def _rows(moved: CurrencyMovement, *, together: bool) -> Iterator[Sequence[SheetCell]]:
    code, mark = moved.currency, _("yes") if together else None
    yield code, pgettext("sum", "then"), moved.then_count, moved.then, mark
    for line in moved.lines:
        yield code, name_moves([line]), line.count, line.amount, mark
    yield code, pgettext("sum", "now"), moved.now_count, moved.now, mark


def _find_bars(moved: CurrencyMovement) -> SheetBars:
    """Return the bars of then and now, and between them how far each line goes."""
    levels = list(accumulate([moved.then, *(line.amount for line in moved.lines)]))
    least, most = min(levels), max(levels)
    first = min(0, least) or find_scale_start(least, most)
    steps = [
        ChartLine((ChartBar(before, before + line.amount, "solid" if line.amount > 0 else "lost"),))
        for before, line in zip(levels, moved.lines, strict=False)
    ]
    ends = (ChartLine((ChartBar(first, level),)) for level in (moved.then, moved.now))
    then, now = ends
    title = _(SCALE).format(amount=whole_text(first)) if first else ""
    return SheetBars(first, max(most, first + 1), [then, *steps, now], title=title)


def movement_remarks(
    found: Movement,
    unpriced: Sequence[ProjectState] = (),
    first_day: date | None = None,
    beside: SignedBeside = NOTHING_BESIDE,
) -> Iterator[str]:
    """Yield what stands beside the lines: days, stages, slips, no amount, what left its table."""
    period = found.scope.period
    yield _(SPAN if period else SPAN_ALL).format(
        since=found.since, until=found.until, period=period.label if period else ""
    )
    for moved in found.currencies.values():
        if first := first_import_text(found, moved, first_day):
            yield _("{currency}: {text}").format(currency=moved.currency, text=first)
        yield from _currency_remarks(moved)
    yield from signed_beside_texts(beside)
    yield from _beside_remarks(found, unpriced)


def _beside_remarks(found: Movement, unpriced: Sequence[ProjectState]) -> Iterator[str]:
    """Yield what is in no line: without a rate or an amount, handed over, gone from its table."""
    if found.without_rate:
        yield _(WITHOUT).format(currencies=_(", ").join(found.without_rate))
    if unpriced:
        names = _(", ").join(state.name for state in unpriced)
        yield _("no amount, in no line: {names}").format(names=names)
    for each in found.handed:
        people = {"old": owner_text(each.then.owner), "new": owner_text(each.state.owner)}
        yield _("handed over, in no line: {name}, {old} to {new}").format(
            name=each.state.name, **people
        )
    for gone in found.gone:
        yield _(GONE).format(name=gone.state.name, source=gone.source, day=gone.on)


def _currency_remarks(moved: CurrencyMovement) -> Iterator[str]:
    """Yield which way windows moved, what advanced and fell back, and whose windows slipped."""
    for line in moved.lines:
        if turns := turns_text(line):
            name = f"{name_moves([line])} ({moved.currency})"
            yield _("{currency}: {text}").format(currency=name, text=turns)
    yield from _stage_remarks(moved)
    slips = [
        _(MONEY).format(
            currency=f"{owner_text(each.owner)} {each.count} {moved.currency}",
            amount=whole_text(each.amount),
        )
        for each in list_owner_slips(moved)
    ]
    if slips:
        yield _(SLIPS).format(what=_(", ").join(slips))


def _stage_remarks(moved: CurrencyMovement) -> Iterator[str]:
    for text, parts in ((ADVANCED, moved.advanced), (FELL_BACK, moved.fell_back)):
        if parts:
            yield _(text).format(what=_stages_text(parts, moved.currency))


def _stages_text(parts: Sequence[StagePart], currency: str) -> str:
    count = ngettext("{count} project", "{count} projects", len(parts)).format(count=len(parts))
    amount = whole_text(sum(part.amount for part in parts))
    return _(", ").join((count, _(MONEY).format(currency=currency, amount=amount)))
