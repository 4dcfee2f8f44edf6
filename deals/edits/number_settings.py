"""Edits of what a team sets for its numbers: targets, exchange rates, win rates, measures.

They are typed as people write them, `2026-Q4=4000万`, `USD=7.2`. Whatever is set goes by the name
of what it is about, so setting it again replaces it, and two people's settings are merged as all
shared lists are.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from deals.edits.records import put_by_key
from deals.errors import UserError
from deals.model import (
    MEASURES,
    SHARED_KEYS,
    Book,
    ExchangeRate,
    FormerTarget,
    Measure,
    MeasureKind,
    SalesTarget,
    StageRate,
    TargetPeriod,
    WinRates,
    win_rates_at,
)
from deals.model.base import Frozen
from deals.parsing.amounts import HOME, currency_code, parse_amount
from deals.parsing.periods import add_months
from deals.parsing.text import LatePattern, by_word, fold_text, is_nothing
from deals.playbook import Playbook

# Targets -----------------------------------------------------------------------------------------


def split_setting(text: str) -> tuple[str, str]:
    """Split `2026-Q4=40M` at its sign; refusal `setting-unreadable` (text)."""
    name, sign, value = text.replace("＝", "=").partition("=")
    if not (sign and name.strip()):
        raise UserError("setting-unreadable", text=text.strip())
    return name.strip(), value.strip()


def set_target(
    book: Book,
    period: TargetPeriod,
    amount: str,
    currency: str,
    owner: str = "",
    *,
    on: date | None = None,
) -> Book:
    """Return the book with the target of a period, for an owner or (empty) the team.

    It holds from the day `on`; what was set before that day is kept with its own.
    An amount that names no currency is in `currency`; nothing, or `-`, takes the target of that
    currency away, from that day on. Refusals: those of `parse_amount`, `target-range` (text) for a
    range, and `target-missing` (period) where there is none to take away.
    """
    if is_nothing(amount):
        name = _target_name(period, currency, owner)
        there = next((each for each in book.targets if each.name == name and each.stands), None)
        if there is None:
            raise UserError("target-missing", period=period.label)
        return _take_target(book, there, on)
    return _put_target(book, _read_target(period, amount, currency, owner, on))


def _read_target(
    period: TargetPeriod, amount: str, currency: str, owner: str, on: date | None
) -> SalesTarget:
    read = parse_amount(amount, currency=currency)
    if read.low != read.high:
        raise UserError("target-range", text=amount.strip())
    return SalesTarget(
        name=_target_name(period, read.currency, owner),
        first=period.first,
        months=period.months,
        amount=read.low,
        currency=read.currency,
        owner=owner,
        on=on,
    )


def _put_target(book: Book, target: SalesTarget) -> Book:
    """Return the book with a target that keeps what it was before its day, the last of each day."""
    before = next((each for each in book.targets if each.name == target.name), None)
    if before is None:
        return _put(book, "targets", target)
    if before.amount == target.amount and before.stands:
        return book
    former = before.former
    if before.on != target.on:
        gone = None if before.gone == target.on else before.gone
        former = (*former, FormerTarget(amount=before.amount, on=before.on, gone=gone))
    return _put(book, "targets", target.model_copy(update={"former": former}))


def _take_target(book: Book, target: SalesTarget, on: date | None) -> Book:
    """Return the book without a target from the day `on`; one that never saw the end of a day goes.

    What was set on that very day is not kept, as where it is typed over.
    """
    update: dict[str, object] = {"gone": on}
    if target.on == on:
        if on is None or not target.former:
            others = tuple(each for each in book.targets if each.name != target.name)
            return book.with_lists(targets=others)
        *former, last = target.former
        update = {"amount": last.amount, "on": last.on, "gone": last.gone or on}
        update["former"] = tuple(former)
    return _put(book, "targets", target.model_copy(update=update))


def correct_target(
    book: Book, period: TargetPeriod, amount: str, currency: str, owner: str = ""
) -> Book:
    """Return the book whose target of a period always was this: what was set before was wrong.

    So a period that is over is held against it, too. Refusals are those of `set_target`.
    """
    taken = is_nothing(amount)
    typed = None if taken else _read_target(period, amount, currency, owner, None)
    name = typed.name if typed else _target_name(period, currency, owner)
    others = tuple(each for each in book.targets if each.name != name)
    if typed is None and len(others) == len(book.targets):
        raise UserError("target-missing", period=period.label)
    return book.with_lists(targets=(*others, typed) if typed else others)


MOST_UNDER = 100
"""By what factor a target may be under all others without being a likely slip: `40` for `40M`."""


def check_target(before: Book, after: Book) -> None:
    """Refuse targets that are new or changed and far under all others, by month.

    Refusal `target-far` (period, amount, least), the least other amount for so many months.
    """
    known = {each.name: each for each in before.targets}
    for target in after.targets:
        if not target.amount or not target.stands or known.get(target.name) == target:
            continue
        others = [
            each.amount * target.months // each.months
            for each in before.targets
            if (each.currency, each.stands) == (target.currency, True) and each.amount
        ]
        if others and target.amount * MOST_UNDER < min(others):
            figures = {"amount": f"{target.amount:,}", "least": f"{min(others):,}"}
            raise UserError("target-far", currency=target.currency, **figures)


class OverfullTarget(NamedTuple):
    """A target, and what was set for parts of its period, where that is more."""

    target: SalesTarget
    parts: int


def list_overfull(targets: Iterable[SalesTarget]) -> list[OverfullTarget]:
    """List the targets of which more is set for their months or quarters than for the whole."""
    there, found = [each for each in targets if each.stands], list[OverfullTarget]()
    for whole in there:
        end, sums = add_months(whole.first, whole.months), dict[int, int]()
        for part in there:
            same = (part.owner, part.currency) == (whole.owner, whole.currency)
            if same and part.months < whole.months and whole.first <= part.first < end:
                sums[part.months] = sums.get(part.months, 0) + part.amount
        if sums and max(sums.values()) > whole.amount:
            found.append(OverfullTarget(whole, max(sums.values())))
    return found


def find_targets(book: Book, period: TargetPeriod, owner: str) -> list[SalesTarget]:
    """Find the targets of a period and an owner, those that were taken away among them."""
    months = (period.first, period.months, owner)
    return [each for each in book.targets if (each.first, each.months, each.owner) == months]


_BETWEEN_TARGETS = str.maketrans("；，、", ";;;")


def replace_targets(
    book: Book,
    period: TargetPeriod,
    text: str,
    currency: str,
    owner: str = "",
    *,
    on: date | None = None,
) -> Book:
    """Return the book in which a text says all targets of a period and an owner, from the day `on`.

    An amount that names no currency stays in that of the target it is typed over, else it is in
    `currency`; one that names another moves the target there. Several stand between commas, those
    without a currency in `HOME`, as they are shown. Refusals are those of `set_target`.
    """
    there = [each for each in find_targets(book, period, owner) if each.stands]
    if there:
        currency = there[0].currency if len(there) == 1 else HOME
    if is_nothing(text) and not there:
        raise UserError("target-missing", period=period.label)
    parts = () if is_nothing(text) else _split_amounts(text)
    typed = [_read_target(period, part, currency, owner, on) for part in parts]
    names = {target.name for target in typed}
    changed = book
    for target in (each for each in there if each.name not in names):
        changed = _take_target(changed, target, on)
    for target in typed:
        changed = _put_target(changed, target)
    return book if set(changed.targets) == set(book.targets) else changed


def _split_amounts(text: str) -> list[str]:
    """Split amounts that stand between commas, those within a figure left as they are."""
    parts = text.translate(_BETWEEN_TARGETS).replace(", ", ";").split(";")
    return [part.strip() for part in parts if part.strip()]


def _target_name(period: TargetPeriod, currency: str, owner: str) -> str:
    """Return what a target goes by: its months, and not its label, which another start changes."""
    last = add_months(period.first, period.months - 1)
    ends = dict.fromkeys(f"{day:%Y-%m}" for day in (period.first, last))
    return f"{'..'.join(ends)} {currency} {owner}".rstrip()


# Exchange rates ----------------------------------------------------------------------------------

_RATE = LatePattern(
    r"(?P<figure>[0-9]{1,9}(?:\.[0-9]{1,9})?|\.[0-9]{1,9}|[0-9]{1,9},(?:[0-9]{1,2}|[0-9]{4,9}))"
    r" ?(?P<home>[^0-9.,\s].*)?"
)
_UNITS = LatePattern(r"(?P<units>10{0,4})? ?(?P<currency>[^0-9\s].*)")


class TypedRate(NamedTuple):
    """A rate as it was typed: one unit of a currency in the home currency, None to drop it."""

    currency: str
    home: str
    rate: Decimal | None


def read_exchange_rate(text: str, home: str) -> TypedRate:
    """Read `USD=7.2`, `100 JPY=4.8` or `USD=0.92 EUR`; `home` where no other currency is named.

    Refusals: `setting-unreadable`, `currency-unknown` (text), `rate-unreadable` (text) for what is
    no figure above 0, and `rate-itself` (currency).
    """
    name, value = split_setting(text)
    found = _UNITS.fullmatch(name)
    currency = _read_currency(found["currency"] if found else name)
    units = int(found["units"] or 1) if found else 1
    if is_nothing(value):
        return TypedRate(currency, home, None)
    figures = _RATE.fullmatch(fold_text(value))
    rate = Decimal(figures["figure"].replace(",", ".")) / units if figures else Decimal(0)
    if figures is None or not rate:
        raise UserError("rate-unreadable", text=value)
    home = _read_currency(figures["home"]) if figures["home"] else home
    if currency == home:
        raise UserError("rate-itself", currency=currency)
    return TypedRate(currency, home, rate)


def _read_currency(text: str) -> str:
    code = currency_code(text)
    if code is None:
        raise UserError("currency-unknown", text=text)
    return code


MOST_CHANGE = 5
"""By what factor a rate may differ from all that were set before without being a likely slip."""

SMALL_UNITS = frozenset(
    ("JPY", "KRW", "VND", "IDR", "HUF", "CLP", "COP", "IRR", "LAK", "MMK", "KHR", "UZS")
)
"""Currencies that are quoted by the hundred or more: one is worth far less than one of others."""


def set_rate(book: Book, typed: TypedRate, on: date, *, force: bool = False) -> Book:
    """Return the book with an exchange rate that holds from a day on; what held before stays.

    A rate that is None takes away what was set on that very day. Refusals: `rate-missing`
    (currency, day) where nothing was, and unless `force` is given `rate-far` (currency, rate,
    before) for one that differs from all before it by more than `MOST_CHANGE`, most likely a slip
    of the point, and `rate-units` (currency, rate, home) for one of a hundred units. Such a one
    says nothing of what comes behind it, which may correct it.
    """
    currency, home, rate = typed
    name = f"{currency}/{home} {on}"
    if rate is None:
        missing = UserError("rate-missing", currency=currency, day=f"{on}")
        return _drop(book, "exchange_rates", name, missing)
    if not force and _is_of_many(typed):
        raise UserError("rate-units", currency=currency, rate=f"{rate:f}", home=home)
    known = [
        each
        for each in book.exchange_rates
        if (each.currency, each.home) == typed[:2]
        and not _is_of_many(TypedRate(currency, home, each.rate))
    ]
    near = any(
        rate <= MOST_CHANGE * each.rate and each.rate <= MOST_CHANGE * rate for each in known
    )
    if known and not near and not force:
        before = f"{max(known, key=lambda each: each.on).rate.normalize():f}"
        raise UserError("rate-far", currency=currency, rate=f"{rate:f}", before=before)
    record = ExchangeRate(name=name, currency=currency, home=home, on=on, rate=rate)
    return _put(book, "exchange_rates", record)


def _is_of_many(typed: TypedRate) -> bool:
    """Whether a rate makes a unit of a small currency worth one of another, or more."""
    small = typed.currency in SMALL_UNITS, typed.home in SMALL_UNITS
    return small == (True, False) and typed.rate is not None and typed.rate >= 1


# Win rates ---------------------------------------------------------------------------------------


def record_win_rates(book: Book, playbook: Playbook, today: date) -> Book:
    """Return the book that knows the playbook's win rates, dated today; the same where it does.

    A past forecast is replayed with the rates that were known then, so each change is kept.
    """
    if win_rates_at(book.win_rates, today) == playbook.win_rates:
        return book
    rates = tuple(StageRate(stage=stage, win=win) for stage, win in playbook.win_rates.items())
    return _put(book, "win_rates", WinRates(name=f"{today}", on=today, rates=rates))


# Measures of success -----------------------------------------------------------------------------

_MEASURES: dict[MeasureKind, str] = {
    "share": "share market_share 份额 市场份额 市场占有率",
    "growth": "growth 增长 增长率",
    "customers": "customers target_customers 目标客户",
    "standing": "standing 地位 市场地位 行业地位",
}
MEASURE_WORDS = by_word(_MEASURES)
"""What people call the measures that they enter, folded."""
_PERCENT = LatePattern(r"(?P<figure>[+-]?[0-9]{1,4}(?:[.,][0-9]{1,2})?) ?%?")
_LEAST_GROWTH, _WHOLE = -100, 100
_BETWEEN_NAMES = str.maketrans("、，;；", ",,,,")


def read_measure_kind(text: str) -> MeasureKind:
    """Read which measure is meant; refusal `measure-unknown` (text, kinds)."""
    kind = MEASURE_WORDS.get(fold_text(text))
    if kind is None:
        raise UserError("measure-unknown", text=text, kinds=" ".join(MEASURES))
    return kind


def set_measure(
    book: Book,
    year: int,
    kind: MeasureKind,
    text: str,
    *,
    owner: str = "",
    source: str = "",
    first: date | None = None,
) -> Book:
    """Return the book with what the team says of a year, of an owner or (empty) of all.

    `first` is the first day of a year whose number the one before has as well.
    A share (0 to 100) and a growth are in percent, target customers are names between commas or
    lines. Nothing takes it away. Refusals `measure-percent` (text, least, most), `measure-source`
    where a figure says not where it is from.
    """
    name = f"{first or year} {kind} {owner}".rstrip()
    if is_nothing(text):
        return _take_measure(book, name)
    if kind in ("share", "growth") and not source.strip():
        raise UserError("measure-source")
    value, source = _read_measure(kind, text), source.strip()
    record = Measure(name=name, year=year, kind=kind, value=value, owner=owner, source=source)
    return _put(book, "measures", record.model_copy(update={"first": first}))


def _take_measure(book: Book, name: str) -> Book:
    kept = tuple(record for record in book.measures if record.name != name)
    return book if len(kept) == len(book.measures) else book.with_lists(measures=kept)


def _read_measure(kind: MeasureKind, text: str) -> str:
    if kind == "standing":
        return " ".join(text.split())
    if kind == "customers":
        names = (
            part.strip() for part in text.translate(_BETWEEN_NAMES).replace(",", "\n").split("\n")
        )
        return "\n".join(dict.fromkeys(filter(None, names)))
    found = _PERCENT.fullmatch(fold_text(text))
    value = Decimal(found["figure"].replace(",", ".")) if found else None
    least, most = (0, _WHOLE) if kind == "share" else (_LEAST_GROWTH, 9999)
    if value is None or not least <= value <= most:
        raise UserError("measure-percent", text=text.strip(), least=least, most=most)
    return f"{value.normalize():f}"


# The lists ---------------------------------------------------------------------------------------


def _put(book: Book, name: str, record: Frozen) -> Book:
    """Return the book with a record in one of its lists; the same book where it stands there."""
    there: tuple[Frozen, ...] = getattr(book, name)
    after = put_by_key(there, record, SHARED_KEYS[name])
    return book if after == there else book.with_lists(**{name: after})


def _drop(book: Book, name: str, key: str, missing: UserError) -> Book:
    """Return the book without a record of one of its lists; raise `missing` where it has none."""
    there = getattr(book, name)
    kept = tuple(record for record in there if SHARED_KEYS[name](record) != key)
    if len(kept) == len(there):
        raise missing
    return book.with_lists(**{name: kept})
