"""The movement since a day: how one sum became another, and the deals behind it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from deals.model import Amount, SigningPeriod
from deals.numbers.counted_twice import TwinGroup
from deals.numbers.forecast import CurrencyBucket, Forecast, ForecastBucket
from deals.numbers.movement import (
    CurrencyMovement,
    Movement,
    MovementLine,
    MovementPart,
    StagePart,
    list_owner_slips,
)
from deals.numbers.signed_beside import NOTHING_BESIDE, SignedBeside, SignedProject
from deals.numbers.slips import WindowSlip
from deals.numbers.states import ProjectState
from deals.parsing.amounts import money
from deals.parsing.windows import short_window
from views.charts import ChartBar, ChartLine, ChartScale, draw_chart_line, find_scale_start
from views.glyphs import glyphs
from views.numbers.arithmetic import movement_line_sums, movement_sums
from views.numbers.face_rows import (
    AboutLines,
    NumbersRow,
    plus_text,
    rule_row,
    short_money,
    text_rows,
    whole_text,
)
from views.numbers.move_names import name_moves, turns_text
from views.numbers.twin_rows import counted_twice_rows
from views.person_names import fit_name, shorten_name, surname_cells
from views.styled_text import StyledText, TextLine, Tone, crop, fit, line, width
from wording import N_, _, language, ngettext, pgettext
from wording.candidate_texts import owner_text

LABEL, COUNT, MONEY = 15, 5, 9
OWNER, OWNER_MOST, LEAST_NAME, MOST_NAME = 6, 9, 12, 28
OWN_MONEY = 7
SIGNS_OF_MOVES = "+-"
BREAK = "//"
"""What a bar begins with that leaves out the most of itself."""
IN_NO_LINE = N_("{deals}, in no line: signed on coming in, or with a window of other months")
ELSEWHERE = N_("{deals} of the won: signed on a day outside this period")
NOTHING = N_("Nothing was in play then and nothing is now: projects with an amount stand here.")
SeverityOf = Callable[[str], tuple[str, Tone]]


@dataclass(frozen=True, slots=True)
class MovementFigures:
    """What the face shows: a movement in a currency, and the forecast that it leads to.

    `ids` are the projects in play `then` and `now`, `idle` those without a next step, `sign_of`
    gives the sign of a project's worst flag. Of the idle ones the last `idle_signed` are signed:
    no sum in play holds these. `first_day` is the first day that the book knows of, `unpriced` is
    in play without an amount, `twins` are deals that may count twice; `beside` is what is signed
    and in no line, or on a day of another period.
    """

    movement: Movement
    currency: str | None
    forecast: Forecast
    ids: Mapping[str, tuple[str, ...]]
    idle: Sequence[ProjectState]
    sign_of: SeverityOf
    idle_signed: int = 0
    first_day: date | None = None
    unpriced: Sequence[ProjectState] = ()
    twins: Sequence[TwinGroup] = ()
    beside: SignedBeside = NOTHING_BESIDE

    @property
    def moved(self) -> CurrencyMovement | None:
        """What moved in the currency, or together at the rates."""
        if self.currency is None and self.movement.home is not None:
            return self.movement.home
        code = self.currency or self.forecast.basis.home
        return self.movement.currencies.get(code)


def draw_movement(shown: MovementFigures, cells: int) -> list[NumbersRow]:
    """Draw the face in so many cells."""
    moved = shown.moved
    if moved is None or not (moved.then or moved.now or moved.lines):
        return []
    return [*_draw_waterfall(shown, moved, cells), *_draw_behind(shown, moved, cells)]


# The waterfall -----------------------------------------------------------------------------------


def _draw_waterfall(
    shown: MovementFigures, moved: CurrencyMovement, cells: int
) -> Iterator[NumbersRow]:
    scale = _find_scale(moved, max(8, cells - LABEL - COUNT - MONEY - 3))
    titles = fit("", LABEL) + fit(pgettext("column", "deals"), COUNT, "right")
    titles += fit(pgettext("column", "money"), MONEY, "right")
    yield NumbersRow(line(StyledText(titles, "dim")))
    yield _end_row(shown, "then", pgettext("movement", "then"), moved, scale)
    level = moved.then
    for each in moved.lines:
        bar = ChartBar(level, level + each.amount, "solid" if each.amount > 0 else "lost")
        level += each.amount
        drawn = draw_chart_line(scale, ChartLine((bar,)))
        yield _move_row(shown, moved, each, drawn)
    yield _end_row(shown, "now", pgettext("movement", "now"), moved, scale)
    if scale.first:
        yield NumbersRow(_scale_line(scale))


def _find_scale(moved: CurrencyMovement, cells: int) -> ChartScale:
    levels = [moved.then]
    for each in moved.lines:
        levels.append(levels[-1] + each.amount)
    least, most = min(levels), max(levels)
    return ChartScale(min(0, least) or find_scale_start(least, most), max(most, 1), cells)


def _scale_line(scale: ChartScale) -> TextLine:
    """Return from where the bars are counted, where that is not 0."""
    first = short_money(scale.first)
    start = f"{glyphs().last_branch} {first}"
    text = _("scale starts at {amount}").format(amount=first)
    room = scale.cells - width(start)
    shown = (
        f"{start}{text:>{max(0, room - width(text) + len(text))}}" if room > width(text) else start
    )
    return line(StyledText(" " * (LABEL + COUNT + MONEY + 3) + shown, "dim"))


def _start(label: str, count: int, money: str, sign: str = " ") -> str:
    name = fit(f"{sign} {label}", LABEL)
    return f"{name}{count:>{COUNT}}{fit(money, MONEY, 'right')}   "


def _end_row(
    shown: MovementFigures, id_: str, label: str, moved: CurrencyMovement, scale: ChartScale
) -> NumbersRow:
    first = id_ == "then"
    count = moved.then_count if first else moved.now_count
    amount = moved.then if first else moved.now
    drawn = draw_chart_line(scale, ChartLine((), amount, rule=True, ends=True))
    drawn = _break_bar(drawn) if scale.first > 0 else drawn
    return NumbersRow(
        line(_start(label, count, short_money(amount)), *drawn),
        id_,
        line(StyledText(label, "strong"), f"  {short_money(amount)}"),
        shown.ids.get(id_, ()),
        sums=lambda _cells: _all_sums(moved),
        about=lambda _cells: _all_sums(moved),
    )


def _break_bar(drawn: TextLine) -> TextLine:
    """Return a bar that does not begin at 0 with a break at its start, as it is drawn on paper."""
    first, *rest = drawn
    if width(first.text) <= len(BREAK):
        return drawn
    return (StyledText(BREAK + first.text[len(BREAK) :], first.tone), *rest)


def _all_sums(moved: CurrencyMovement) -> list[TextLine]:
    return movement_sums(moved, [(name_moves([each]), each.amount) for each in moved.lines])


def _move_row(
    shown: MovementFigures, moved: CurrencyMovement, each: MovementLine, drawn: TextLine
) -> NumbersRow:
    name, sign = name_moves([each]), SIGNS_OF_MOVES[each.amount < 0]
    money, turns = plus_text(each.amount), turns_text(each)
    parts = sorted(each.parts, key=lambda part: -abs(part.amount))
    nth = {slip.state.id: slip.nth for slip in moved.slips}
    return NumbersRow(
        line(_start(name, each.count, money, sign), *drawn),
        each.kind,
        line(
            StyledText(name, "strong"),
            *(f"  {text}" for text in (_count_deals(each.count), money, turns) if text),
        ),
        tuple(part.state.id for part in parts),
        _tell_deals(
            shown,
            (
                _Deal(part.state, part.owner, abs(part.amount), _what_moved(part, nth))
                for part in parts
            ),
        ),
        lambda cells: movement_line_sums(each, moved.currency, cells),
    )


def _row_label(label: str) -> str:
    """Return what a row behind the lines begins with, a blank at its end."""
    return fit(label, max(LABEL, width(label) + 1))


def _count_deals(count: int) -> str:
    return ngettext("{count} deal", "{count} deals", count).format(count=count)


class _Deal(NamedTuple):
    """A deal behind a line: whose it is, its money, and in a few words what moved.

    `money` is the amount as it is written, where the face has not brought it into its currency.
    """

    state: ProjectState
    owner: str
    amount: int
    moved: str
    money: str = ""


def _tell_deals(shown: MovementFigures, deals: Iterable[_Deal]) -> AboutLines:
    """Return what lists deals, each with the sign of its worst flag.

    They are gone through when the pane first asks: it shows those of one line of many.
    """
    kept = list[_Deal]()

    def tell(cells: int) -> list[TextLine]:
        kept.extend(deals if not kept else ())
        owners = surname_cells((owner_text(deal.owner) for deal in kept), OWNER_MOST)
        widest = max((width(deal.moved) for deal in kept), default=0), max(OWNER, owners)
        return [each for deal in kept for each in _deal_lines(shown, deal, widest, cells)]

    return tell


def _deal_lines(
    shown: MovementFigures, deal: _Deal, widest: tuple[int, int], cells: int
) -> list[TextLine]:
    """Return a deal in a line, or in two where what moved has no room beside its name.

    `widest` are the cells of what moved in any of the lines, and of owners.
    """
    moved, owners = widest
    sign, tone = shown.sign_of(deal.state.id)
    owner = fit_name(owner_text(deal.owner), owners)
    worth = fit(deal.money, OWN_MONEY, "right") if deal.money else f"{short_money(deal.amount):>6}"
    rest = f" {owner} {deal.state.stage} {worth}"
    what = f"  {deal.moved}" if deal.moved else ""
    room = cells - 2 - width(rest)
    beside = moved + 2 <= room - LEAST_NAME
    taken = moved + 2 if beside else 0
    name = fit(deal.state.name, max(8, min(MOST_NAME, room - taken)))
    start = StyledText(f"{sign} ", tone)
    first = crop(line(start, f"{name}{rest}{what if beside else ''}"), cells)
    return [first] if beside or not what else [first, crop(line(StyledText(what, "dim")), cells)]


def _what_moved(part: MovementPart, nth: Mapping[str, int]) -> str:
    then, state = part.then, part.state
    if part.kind in ("pulled_in", "slipped") and then is not None:
        text = _move_text(_window(then.signs), _window(state.signs))
        count = nth.get(state.id, 0)
        if part.kind == "slipped" and count > 1:
            text += "  " + ngettext("{count} time", "{count} times", count).format(count=count)
        return text
    if part.kind in ("currency_in", "currency_out") and then is not None:
        sums = (_own_money(each.amount, marked=True) for each in (then, state))
        return _move_text(*sums)
    if part.kind in ("grown", "shrunk") and then is not None:
        return _move_text(_amount(then.amount), _amount(state.amount))
    return _window(state.signs)


def _move_text(before: str, after: str) -> str:
    return f"{before} {glyphs().onward} {after}"


def _window(window: SigningPeriod | None) -> str:
    return short_window(window) if window else "-"


def _amount(amount: Amount | None) -> str:
    return short_money(amount.counted) if amount else "-"


# What is behind it -------------------------------------------------------------------------------


def _draw_behind(
    shown: MovementFigures, moved: CurrencyMovement, cells: int
) -> Iterator[NumbersRow]:
    yield from text_rows(_bridge_text(shown, moved), cells, 2)
    if first := first_import_text(shown.movement, moved, shown.first_day):
        yield from text_rows(first, cells, 2)
    yield from text_rows(_rates_text(shown), cells, 2)
    yield rule_row(_("behind it"), cells)
    slips = list_owner_slips(moved)
    texts = [f"{_owner(each.owner)} {each.count} {short_money(each.amount)}" for each in slips]
    if slips:
        ordered = sorted(moved.slips, key=lambda slip: -slip.amount)
        ids = tuple(slip.state.id for slip in ordered)
        yield _people_row("slips", _("slips"), texts, cells, ids, _tell_slips(shown, ordered))
    yield from _idle_row(shown, cells)
    for id_, label, parts in (
        ("advanced", _("advanced"), moved.advanced),
        ("fell_back", _("fell back"), moved.fell_back),
    ):
        if parts:
            yield _stage_row(shown, id_, label, parts, cells)
    yield from _signed_rows(shown, cells)
    yield from _unpriced_row(shown, cells)
    if shown.movement.handed:
        yield _handed_row(shown, cells)
    if shown.movement.gone:
        yield _gone_row(shown, cells)
    yield from counted_twice_rows(shown.twins, cells)


def _idle_row(shown: MovementFigures, cells: int) -> Iterator[NumbersRow]:
    """Yield who has deals without a next step or with a late one, of whatever period.

    Those that are signed are counted beside.
    """
    if not shown.idle:
        return
    in_play = len(shown.idle) - shown.idle_signed
    idle = Counter(state.owner for state in shown.idle[:in_play])
    texts = [f"{_owner(owner)} {count}" for owner, count in idle.most_common()]
    counts = {"open": in_play, "signed": shown.idle_signed}
    text = _("{open} in play, {signed} signed") if shown.idle_signed else _("{open} in play")
    if shown.movement.scope.period is not None:
        text = _("{counts}, all periods").format(counts=text)
    texts.insert(0, text.format(**counts) + _(": ").rstrip())
    ids = tuple(state.id for state in shown.idle)
    title = _("no next step, or a late one")
    yield _people_row("idle", _("no/late step"), texts, cells, ids, _tell_idle(shown), title)


def first_import_text(movement: Movement, moved: CurrencyMovement, first_day: date | None) -> str:
    """Say what of the new is only known since the book began; empty where it had begun before."""
    if first_day is None or movement.since >= first_day:
        return ""
    known = [
        part
        for part in moved.line("new").parts
        if part.state.project.created_at.date() == first_day
    ]
    if not known:
        return _("nothing is known before {day}").format(day=first_day)
    text = ngettext(
        "nothing is known before {day}: {count} of the new, {amount}, is known since then",
        "nothing is known before {day}: {count} of the new, {amount}, are known since then",
        len(known),
    )
    amount = short_money(sum(part.amount for part in known))
    return text.format(day=first_day, count=len(known), amount=amount)


def _owner(owner: str) -> str:
    return shorten_name(owner_text(owner), 12)


def _bridge_text(shown: MovementFigures, moved: CurrencyMovement) -> str:
    """Lead from what is there now, by windows as written, to the forecast by the days left.

    Both are of one scope and period: what is overdue leaves it, and the rest is shared out again.
    """
    forecast, scope = shown.forecast, shown.movement.scope
    bucket = forecast.find(scope.period) if scope.period else forecast.total
    late, due = _figures_of(shown, forecast.overdue), _figures_of(shown, bucket)
    parts = late.parts if late else ()
    overdue = sum(scope.value(part.share.expected, part.state) for part in parts)
    total = due.sum.expected if due else 0
    if scope.period is None:
        text = _(
            "then + lines = now, to the last unit; it is the forecast's total, {overdue} overdue"
        )
        return text.format(overdue=short_money(overdue))
    text = _(
        "then + lines = now, to the last unit; now {now}, overdue {overdue}, by the days left "
        "{days} = {sum} forecast for {period}"
    )
    return text.format(
        now=whole_text(moved.now),
        overdue=_signed_text(-overdue),
        days=_signed_text(total - moved.now + overdue),
        sum=whole_text(total),
        period=scope.period.label,
    )


def _signed_text(amount: int) -> str:
    """Return a change to the last unit with its sign."""
    return f"{amount:+,}" if amount else "0"


def _rates_text(shown: MovementFigures) -> str:
    """Return by which day's rates all currencies stand together: one rate for both ends."""
    if shown.currency is not None or shown.movement.home is None:
        return ""
    day = f"{shown.movement.until}"
    text = _("together: at the exchange rates of {day}, what has ended at those of its own day")
    return text.format(day=day)


def _unpriced_row(shown: MovementFigures, cells: int) -> Iterator[NumbersRow]:
    """Yield what is in play without an amount, which is in no line."""
    if not shown.unpriced:
        return
    label, deals = _("no amount"), _count_deals(len(shown.unpriced))
    text = _row_label(label) + _("{deals}, in no line").format(deals=deals)
    there = (_Deal(each, each.owner, 0, _window(each.signs)) for each in shown.unpriced)
    yield NumbersRow(
        crop(line(text), cells),
        "unpriced",
        line(StyledText(label, "strong")),
        tuple(each.id for each in shown.unpriced),
        _tell_deals(shown, there),
    )


def _signed_rows(shown: MovementFigures, cells: int) -> Iterator[NumbersRow]:
    """Yield what is signed beside the lines: in none, or on a day of another period."""
    for id_, label, text, there in (
        ("signed", _("signed too"), IN_NO_LINE, shown.beside.in_no_line),
        ("elsewhere", _("signed outside"), ELSEWHERE, shown.beside.elsewhere),
    ):
        if there:
            shows = _row_label(label) + _(text).format(deals=_count_deals(len(there)))
            deals = (
                _Deal(
                    each.state,
                    each.state.owner,
                    each.state.expected,
                    _signing_text(each),
                    _own_money(each.state.amount, marked=True),
                )
                for each in there
            )
            yield NumbersRow(
                crop(line(shows), cells),
                id_,
                line(StyledText(label, "strong")),
                tuple(each.state.id for each in there),
                _tell_deals(shown, deals),
            )


def _signing_text(signed: SignedProject) -> str:
    if signed.on is None:
        return _("day not known")
    return _("signed {day}").format(day=signed.on)


def signed_beside_texts(beside: SignedBeside) -> Iterator[str]:
    """Yield what is signed beside the lines in sentences, with the names."""
    for text, there in ((IN_NO_LINE, beside.in_no_line), (ELSEWHERE, beside.elsewhere)):
        if there:
            names = (
                f"{each.state.name} {_own_money(each.state.amount, marked=True)} "
                f"({_signing_text(each)})"
                for each in there
            )
            head = _(text).format(deals=_count_deals(len(there)))
            yield _("{currency}: {text}").format(currency=head, text=_(", ").join(names))


def _figures_of(shown: MovementFigures, bucket: ForecastBucket) -> CurrencyBucket | None:
    if shown.currency is None and bucket.home is not None:
        return bucket.home
    return bucket.currencies.get(shown.currency or shown.forecast.basis.home)


def _people_row(
    id_: str,
    label: str,
    texts: Iterable[str],
    cells: int,
    ids: tuple[str, ...],
    about: AboutLines,
    title: str = "",
) -> NumbersRow:
    """Return a row that says of whom there is most, as many as there is room for."""
    text, left = _row_label(label), list(texts)
    shown = list[str]()
    while left and width(text + "   ".join([*shown, left[0]])) <= cells - 5:
        shown.append(left.pop(0))
    more = f"   +{len(left)}" if left else ""
    body = line(text + "   ".join(shown) + more)
    return NumbersRow(body, id_, line(StyledText(title or label, "strong")), ids, about)


def _tell_slips(shown: MovementFigures, slips: Iterable[WindowSlip]) -> AboutLines:
    return _tell_deals(
        shown,
        (
            _Deal(
                slip.state,
                slip.state.owner,
                slip.amount,
                _move_text(_window(slip.before), _window(slip.after)),
            )
            for slip in slips
        ),
    )


def _tell_idle(shown: MovementFigures) -> AboutLines:
    several = len({each.amount.currency for each in shown.idle if each.amount}) > 1
    idle = (
        _Deal(
            each,
            each.owner,
            each.expected,
            _window(each.signs),
            _own_money(each.amount, marked=several),
        )
        for each in shown.idle
    )
    return _tell_deals(shown, idle)


def _own_money(amount: Amount | None, *, marked: bool) -> str:
    """Return an amount in its own currency; of a deal without one that there is none."""
    if amount is None:
        return "-"
    return money(amount.counted, amount.currency, language(), marked=marked)


def _stage_row(
    shown: MovementFigures, id_: str, label: str, parts: Sequence[StagePart], cells: int
) -> NumbersRow:
    ordered = sorted(parts, key=lambda part: -part.amount)
    amount = sum(part.amount for part in parts)
    deals = (
        _Deal(
            part.state,
            part.state.owner,
            part.amount,
            _move_text(part.then.stage, part.state.stage),
        )
        for part in ordered
    )
    text = f"{_row_label(label)}{_count_deals(len(parts))}  {short_money(amount)}"
    return NumbersRow(
        crop(line(text), cells),
        id_,
        line(StyledText(label, "strong")),
        tuple(part.state.id for part in ordered),
        _tell_deals(shown, deals),
    )


def _handed_row(shown: MovementFigures, cells: int) -> NumbersRow:
    """Return what was handed over: in no line of the team, which has it as before."""
    handed = shown.movement.handed
    label = _("handed over")
    text = _("{deals} within the team, in no line").format(deals=_count_deals(len(handed)))
    deals = (
        _Deal(
            each.state,
            each.state.owner,
            each.state.expected,
            _move_text(_owner(each.then.owner), _owner(each.state.owner)),
            _own_money(each.state.amount, marked=True),
        )
        for each in handed
    )
    return NumbersRow(
        crop(line(fit(label, LABEL) + text), cells),
        "handed",
        line(StyledText(label, "strong")),
        tuple(each.state.id for each in handed),
        _tell_deals(shown, deals),
    )


def _gone_row(shown: MovementFigures, cells: int) -> NumbersRow:
    """Return what tables no longer hold: in no line, as it is in play until somebody ends it."""
    gone = shown.movement.gone
    label = _("gone from table")
    still = _("{deals}, still in play").format(deals=_count_deals(len(gone)))
    text = f"{_row_label(label)}{still}"
    deals = (_Deal(each.state, each.state.owner, each.state.expected, each.source) for each in gone)
    return NumbersRow(
        crop(line(text), cells),
        "gone",
        line(StyledText(label, "strong")),
        tuple(each.state.id for each in gone),
        _tell_deals(shown, deals),
    )
