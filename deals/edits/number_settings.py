"""Edits of what a team sets for its numbers: targets, exchange rates, win rates, measures.

They are typed as people write them, `2026-Q4=4000万`, `USD=7.2`. Whatever is set goes by the name
of what it is about, so setting it again replaces it, and two people's settings are merged as all
shared lists are.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple, cast

from deals.edits.records import put_by_key
from deals.errors import UserError
from deals.model import (
    SHARED_KEYS,
    Book,
    ExchangeRate,
    Measure,
    MeasureKind,
    SalesTarget,
    StageRate,
    TargetMonths,
    WinRates,
)
from deals.model.base import Frozen
from deals.parsing.amounts import currency_code, parse_amount
from deals.parsing.periods import add_months
from deals.parsing.text import LatePattern, fold_text, is_nothing
from deals.parsing.time_words import Calendar
from deals.parsing.windows import parse_window
from deals.playbook import Playbook

# Targets -----------------------------------------------------------------------------------------

_MONTHS_OF_TARGETS = (1, 3, 12)


class TargetPeriod(NamedTuple):
    """A month, quarter or year: its first day, and how many months it has."""

    first: date
    months: TargetMonths

    @property
    def text(self) -> str:
        """The months that it has, as records go by them: `2026-10..2026-12`."""
        last = add_months(self.first, self.months - 1)
        return f"{last:%Y-%m}" if self.months == 1 else f"{self.first:%Y-%m}..{last:%Y-%m}"


def split_setting(text: str) -> tuple[str, str]:
    """Split `2026-Q4=40M` at its sign; refusal `setting-unreadable` (text)."""
    name, sign, value = text.replace("＝", "=").partition("=")
    if not (sign and name.strip()):
        raise UserError("setting-unreadable", text=text.strip())
    return name.strip(), value.strip()


def read_target_period(text: str, calendar: Calendar) -> TargetPeriod:
    """Read the period of a target: a month, or a quarter or year that begins as fiscal ones do.

    A quarter is as typed windows are, so `2026-Q4` is October to December wherever the fiscal year
    starts, and `FY2026-Q4` its last quarter. Refusals: those of `parse_window`, `target-period`
    (text) for another length, `target-fiscal` (text, month, year) for months that lie across the
    fiscal year's quarters or years.
    """
    window = parse_window(text, calendar)
    first, last = window.earliest, window.latest
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    whole = first.day == 1 and add_months(first, months).toordinal() == last.toordinal() + 1
    if window.about or not whole or months not in _MONTHS_OF_TARGETS:
        raise UserError("target-period", text=text.strip())
    if (first.month - calendar.year_start) % months:
        figures = {"month": calendar.year_start, "year": first.year}
        raise UserError("target-fiscal", text=text.strip(), **figures)
    return TargetPeriod(first, cast("TargetMonths", months))


def set_target(
    book: Book, period: TargetPeriod, amount: str, currency: str, owner: str = ""
) -> Book:
    """Return the book with the target of a period, for an owner or (empty) the team.

    An amount that names no currency is in `currency`; nothing, or `-`, takes the target of that
    currency away. Refusals: those of `parse_amount`, `target-range` (text) for a range, and
    `target-missing` (period) where there is none to take away.
    """
    if is_nothing(amount):
        name = _target_name(period, currency, owner)
        return _drop(book, "targets", name, UserError("target-missing", period=period.text))
    read = parse_amount(amount, currency=currency)
    if read.low != read.high:
        raise UserError("target-range", text=amount.strip())
    target = SalesTarget(
        name=_target_name(period, read.currency, owner),
        first=period.first,
        months=period.months,
        amount=read.low,
        currency=read.currency,
        owner=owner,
    )
    return _put(book, "targets", target)


def _target_name(period: TargetPeriod, currency: str, owner: str) -> str:
    return f"{period.text} {currency} {owner}".rstrip()


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


def read_rate(text: str, home: str) -> TypedRate:
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


def set_rate(book: Book, typed: TypedRate, on: date) -> Book:
    """Return the book with an exchange rate that holds from a day on; what held before stays.

    A rate that is None takes away what was set on that very day; refusal `rate-missing` (currency,
    day) where nothing was.
    """
    currency, home, rate = typed
    name = f"{currency}/{home} {on}"
    if rate is None:
        missing = UserError("rate-missing", currency=currency, day=f"{on}")
        return _drop(book, "exchange_rates", name, missing)
    record = ExchangeRate(name=name, currency=currency, home=home, on=on, rate=rate)
    return _put(book, "exchange_rates", record)


# Win rates ---------------------------------------------------------------------------------------


def win_rates_at(book: Book, day: date) -> Mapping[str, float]:
    """Return the win rates that were known at the end of a day, by stage; empty for none."""
    known = [record for record in book.win_rates if record.on <= day]
    if not known:
        return {}
    return {each.stage: each.win for each in max(known, key=lambda record: record.on).rates}


def record_win_rates(book: Book, playbook: Playbook, today: date) -> Book:
    """Return the book that knows the playbook's win rates, dated today; the same where it does.

    A past forecast is replayed with the rates that were known then, so each change is kept.
    """
    if win_rates_at(book, today) == playbook.win_rates:
        return book
    rates = tuple(StageRate(stage=stage, win=win) for stage, win in playbook.win_rates.items())
    return _put(book, "win_rates", WinRates(name=f"{today}", on=today, rates=rates))


# Measures of success -----------------------------------------------------------------------------

_PERCENT = LatePattern(r"(?P<figure>[+-]?[0-9]{1,4}(?:[.,][0-9]{1,2})?) ?%?")
_LEAST_GROWTH, _WHOLE = -100, 100
_BETWEEN_NAMES = str.maketrans("、，;；", ",,,,")


def set_measure(
    book: Book, year: int, kind: MeasureKind, text: str, *, owner: str = "", source: str = ""
) -> Book:
    """Return the book with what the team says of a year, of an owner or (empty) of all.

    A share (0 to 100) and a growth are in percent, target customers are names between commas or
    lines. Nothing takes it away. Refusals `measure-percent` (text, least, most), `measure-source`
    where a figure says not where it is from.
    """
    name = f"{year} {kind} {owner}".rstrip()
    if is_nothing(text):
        kept = tuple(record for record in book.measures if record.name != name)
        return book if len(kept) == len(book.measures) else book.with_lists(measures=kept)
    if kind in ("share", "growth") and not source.strip():
        raise UserError("measure-source")
    value = _read_measure(kind, text)
    record = Measure(
        name=name, year=year, kind=kind, value=value, owner=owner, source=source.strip()
    )
    return _put(book, "measures", record)


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
