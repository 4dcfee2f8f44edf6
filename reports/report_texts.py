"""Days, periods and money as they are written on paper, in the language of the paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from deals.model import Amount, NextAction, SigningPeriod
from deals.numbers.fiscal_periods import FiscalPeriod
from deals.parsing.amounts import amount_text, currency_mark
from wording import _, language, pgettext
from wording.names import name_month


def write_day(day: date) -> str:
    """Write a day out, as in running text and above forms: `30 Nov 2026`, `2026年11月30日`."""
    text = pgettext("a day on paper", "{day} {month} {year}")
    return text.format(day=day.day, month=_short_month(day), year=day.year)


def write_day_cell(day: date | None) -> str:
    """Write a day for a cell of a table: `30 Nov 2026`, in Chinese `2026-11-30`; none is empty."""
    if day is None:
        return ""
    return f"{day}" if language().startswith("zh") else write_day(day)


def write_days(first: date, last: date) -> str:
    """Write a span of days."""
    if first == last:
        return write_day_cell(first)
    text = pgettext("days on paper", "{first} – {last}")
    return text.format(first=write_day_cell(first), last=write_day_cell(last))


def write_window(window: SigningPeriod | None) -> str:
    """Write a signing window as precisely as it is known; none is empty."""
    if window is None:
        return ""
    text = _write_period(window)
    return _("about {time}").format(time=text) if window.about else text


def _write_period(window: SigningPeriod) -> str:
    first, month = window.earliest, window.earliest.month
    match window.precision:
        case "day" | "range":
            return write_days(first, window.latest)
        case "month":
            text = pgettext("a month on paper", "{month} {year}")
            return text.format(month=_short_month(first), year=first.year)
        case "quarter":
            names = pgettext("quarters on paper", "Q1 Q2 Q3 Q4").split()
            name = names[(month - 1) // 3]
        case "half":
            name = pgettext("halves on paper", "H1 H2").split()[month > 6]
        case _:
            name = ""
    return pgettext("a period on paper", "{part} {year}").format(part=name, year=first.year).strip()


def write_fiscal(period: FiscalPeriod) -> str:
    """Write a month, quarter or year out; one of a fiscal year goes by its label."""
    if period.cut or period.year_start != 1 or period.unit == "half":
        return period.label
    first, last = period.earliest, period.latest
    return _write_period(SigningPeriod(text="", earliest=first, latest=last, precision=period.unit))


def _short_month(day: date) -> str:
    """Return a month as it stands within a day: its number in Chinese, else three letters."""
    return f"{day.month}" if language().startswith("zh") else name_month(day.month)[:3]


def write_next(action: NextAction | None) -> str:
    """Write a next step with its day; none is empty."""
    if action is None or action.on is None:
        return action.text if action else ""
    text = pgettext("a next step on paper", "{text} · {day}")
    return text.format(text=action.text, day=write_day_cell(action.on))


def write_amount(amount: Amount | None) -> str:
    """Write an amount to the last unit with its currency; none is empty."""
    return "" if amount is None else plain_sign(amount_text(amount, language(), marked=True))


def write_money(value: int, currency: str) -> str:
    """Write a sum in plain digits, to the last unit, with its currency."""
    mark = currency_mark(currency) or "¥"
    return plain_sign(f"{'-' if value < 0 else ''}{mark}{abs(value):,}")


def write_change(value: int, currency: str) -> str:
    """Write a change of a sum with its sign, to the last unit."""
    return f"{'+' if value > 0 else ''}{write_money(value, currency)}"


def write_sums(sums: Mapping[str, int]) -> str:
    """Write sums of several currencies, a line each: there is no total of them."""
    return "\n".join(write_money(value, currency) for currency, value in sums.items())


def plain_sign(text: str) -> str:
    """Put `CNY` in the place of its sign in English, where that is the yen's too."""
    return text.replace("¥", "CNY ") if language() == "en" else text
