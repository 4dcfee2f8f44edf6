"""The form of the numbers room: targets, exchange rates, the fiscal year, measures of success."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from deals.edits.number_settings import (
    find_targets,
    read_exchange_rate,
    replace_targets,
    set_measure,
    set_rate,
)
from deals.edits.store_settings import read_month, set_year_start
from deals.model import (
    MEASURES,
    Amount,
    Book,
    FormerTarget,
    MeasureKind,
    MeasureYear,
    SalesTarget,
    TargetMonths,
    TargetPeriod,
)
from deals.numbers.exchange import CurrencyConverter
from deals.numbers.fiscal_periods import FiscalPeriod, PeriodUnit, year_starts
from deals.numbers.record import find_measures, measure_year
from deals.numbers.targets import TargetSource, find_held_amount, find_sales_target
from deals.parsing.amounts import amount_text
from screens.numbers.view import NumbersLook
from views.money_texts import money_text
from views.numbers.face_rows import NumbersRow, rule_row
from views.numbers.success import name_year
from views.short_days import short_day
from views.styled_text import StyledText, TextLine, fit, line, width, wrap
from wording import N_, _, language
from wording.names import amount_words, measure_name, name_month

BookWrite = Callable[[Book, str], Book]
MONTHS: Mapping[PeriodUnit, TargetMonths] = {"month": 1, "quarter": 3, "year": 12}
PERCENT_HINT = N_("in percent, and behind a ; where that stands: 31.5%; industry report")
MEASURE_HINTS: Mapping[MeasureKind, str] = {
    "share": PERCENT_HINT,
    "growth": PERCENT_HINT,
    "customers": N_("names between commas, behind a ; where they are from: Acme, Globex; plan"),
    "standing": N_("how you stand among those who offer the same; behind a ; who says so"),
}
FOLLOWS: Mapping[TargetSource, str] = {
    "set": N_("{amount}"),
    "split": N_("{amount}, split evenly"),
    "sum": N_("{amount}, the sum of its parts"),
    "owners": N_("{amount}, the sum of the owners"),
}
"""How a target is known that nobody set for the period itself."""
LABEL_CELLS = 24


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of the form: its label and text, how it is typed, and what a text makes of it.

    `group` is the rule it stands under, `change` the id of the message that names its change; `now`
    is what holds where nothing is typed, `past` what held before. `echo` says what stands in a book
    where that is more than what was typed.
    """

    id: str
    group: str
    label: str
    text: str
    hint: str
    change: str
    write: BookWrite
    now: str = ""
    past: str = ""
    echo: Callable[[Book], str] | None = None


def list_fields(
    book: Book, look: NumbersLook, home: str, currencies: Sequence[str], today: date
) -> list[FormField]:
    """List the fields for the year and the owner looked at."""
    return [
        *_list_targets(book, look, home, today),
        *_list_rates(book, home, currencies, today),
        FormField(
            "year-start",
            _("rates and year"),
            _("fiscal year starts in"),
            name_month(book.year_start),
            _("a month, as April or 4; quarters and years of all figures follow"),
            N_("fiscal year"),
            lambda book, typed: set_year_start(book, read_month(typed), today),
            past=_tell_year_starts(book, today),
        ),
        *_list_measures(book, look, today),
    ]


def _tell_year_starts(book: Book, today: date) -> str:
    """Return in which months fiscal years started before, and until when; the latest first."""
    text = _("was {amount} until {day}")
    former = reversed(book.former_year_starts)
    shown = (text.format(amount=name_month(at), day=short_day(day, today)) for day, at in former)
    return _("; ").join(shown)


# Targets -----------------------------------------------------------------------------------------


def _list_targets(book: Book, look: NumbersLook, home: str, today: date) -> Iterator[FormField]:
    year = year_starts(book, today).year_of(look.period)
    periods = [year, *year.split("quarter")]
    if look.period.unit == "month":
        periods += year.split("month")
    for period in (each for each in periods if not each.cut):  # what was cut has no target
        yield _target_field(book, period, home, look.owner or "", today)


def find_target_id(period: FiscalPeriod) -> str:
    """Return the id of the field of a period's target; of a half, of that of its first quarter."""
    return f"target:{(period.split('quarter')[0] if period.unit == 'half' else period).id}"


def _target_field(
    book: Book, period: FiscalPeriod, home: str, owner: str, today: date
) -> FormField:
    target = TargetPeriod(period.earliest, MONTHS[period.unit], period.label)

    def echo(book: Book) -> str:
        there = [each for each in find_targets(book, target, owner) if each.stands]
        return _(", ").join(_marked_text(each.amount, each.currency) for each in there) or "-"

    there = find_targets(book, target, owner)
    texts = [_amount_text(each.amount, each.currency) for each in there if each.stands]
    return FormField(
        find_target_id(period),
        _("targets"),
        period.label,
        ", ".join(texts),
        _("what is to be signed, as 40M or USD 2M; - takes it away"),
        N_("target"),
        lambda book, typed: replace_targets(book, target, typed, home, owner, on=today),
        _kept_text(there) or ("" if texts else _follow_text(book, period, home, owner)),
        _past_text(there, today),
        echo,
    )


def _follow_text(book: Book, period: FiscalPeriod, home: str, owner: str) -> str:
    """Return how the target of a period follows from what was set around it; empty for none."""
    codes = dict.fromkeys([home, *sorted({target.currency for target in book.targets})])
    sums = dict[TargetSource, dict[str, int]]()
    for code in codes:
        if found := find_sales_target(book, period, code, owner):
            sums.setdefault(found.source, {})[code] = found.amount
    texts = (_(FOLLOWS[at]).format(amount=money_text(money)) for at, money in sums.items())
    return _("; ").join(texts)


def _kept_text(targets: Sequence[SalesTarget]) -> str:
    """Return what counts of an ended period where another amount stands now; empty for none."""
    kept = [
        _marked_text(amount, each.currency)
        for each in targets
        if (amount := find_held_amount(each)) is not None
        and (amount != each.amount or not each.stands)
    ]
    return _("{amounts} counts, as at its end").format(amounts=_(", ").join(kept)) if kept else ""


def _past_text(targets: Sequence[SalesTarget], today: date) -> str:
    """Return what targets were before, and until when; the latest first."""
    texts = list[str]()
    for each in targets:
        stood: list[FormerTarget | SalesTarget] = [*each.former, each]
        ends = [at.gone or after.on for at, after in pairwise(stood)] + [each.gone]
        for at, end in reversed([*zip(stood, ends, strict=True)]):
            if end is not None:
                shown = _marked_text(at.amount, each.currency)
                day = short_day(end, today)
                texts.append(_("was {amount} until {day}").format(amount=shown, day=day))
    return _("; ").join(texts)


def _amount_text(amount: int, currency: str) -> str:
    return amount_text(_plain_amount(amount, currency), language())


def _marked_text(amount: int, currency: str) -> str:
    return amount_words(_plain_amount(amount, currency))


def _plain_amount(amount: int, currency: str) -> Amount:
    return Amount(low=amount, high=amount, currency=currency, text=f"{amount}")


# Rates -------------------------------------------------------------------------------------------


def _list_rates(
    book: Book, home: str, currencies: Sequence[str], today: date
) -> Iterator[FormField]:
    known = CurrencyConverter.of(book, home).rates_at(today)
    for code in sorted({*known, *currencies} - {home}):
        rate = known.get(code)
        yield FormField(
            f"rate:{code}",
            _("rates and year"),
            _("{currency} in {home}").format(currency=code, home=home),
            f"{rate.rate.normalize():f}" if rate else "",
            _("from today on; - takes back what was set today"),
            N_("exchange rate"),
            _rate_writer(code, home, today),
            _("since {day}").format(day=rate.on) if rate else _("none, left out of sums"),
        )
    yield FormField(
        "rate",
        _("rates and year"),
        _("another currency"),
        "",
        _("what one of it is worth in yours: USD=7.2, 100 JPY=4.8"),
        N_("exchange rate"),
        lambda book, typed: set_rate(book, read_exchange_rate(typed, home), today),
    )


def _rate_writer(currency: str, home: str, today: date) -> BookWrite:
    def write(book: Book, typed: str) -> Book:
        return set_rate(book, read_exchange_rate(f"{currency}={typed}", home), today)

    return write


# Measures ----------------------------------------------------------------------------------------


def _list_measures(book: Book, look: NumbersLook, today: date) -> Iterator[FormField]:
    years, owner = year_starts(book, today), look.owner or ""
    year, shown = measure_year(look.period, years), name_year(years.year_of(look.period))
    there = find_measures(book.measures, year, owner)
    for kind in MEASURES:
        each = there.get(kind)
        value = each.value.replace("\n", ", ") if each else ""
        yield FormField(
            f"measure:{kind}",
            _("measures of success {year}").format(year=shown),
            measure_name(kind),
            "; ".join(filter(None, [value, each.source])) if each else "",
            _(MEASURE_HINTS[kind]),
            N_("measure of success"),
            _measure_writer(year, kind, owner),
        )


def _measure_writer(year: MeasureYear, kind: MeasureKind, owner: str) -> BookWrite:
    def write(book: Book, typed: str) -> Book:
        text, _sign, source = typed.replace("；", ";").partition(";")
        about = {"owner": owner, "source": source.strip()}
        return set_measure(book, year.year, kind, text.strip(), first=year.first, **about)

    return write


# How it is drawn ---------------------------------------------------------------------------------


def draw_form(fields: Sequence[FormField], cells: int) -> list[NumbersRow]:
    """Draw the form in so many cells: a rule for each group, and its fields."""
    rows, group = list[NumbersRow](), ""
    label = min(LABEL_CELLS, max(width(each.label) for each in fields)) + 2
    for each in fields:
        if each.group != group:
            group = each.group
            rows.append(rule_row(group, cells))
        text = each.text or "-"
        spans = [
            StyledText(fit(each.label, label)),
            StyledText(text, "strong" if each.text else "dim"),
        ]
        if each.now:
            spans.append(StyledText(f"  {each.now}", "dim"))
        rows.append(NumbersRow(_fit_line(spans, cells), each.id, line(each.label), (), _tell(each)))
    return rows


def _fit_line(spans: Sequence[StyledText], cells: int) -> TextLine:
    text = spans[1].text
    room = cells - width(spans[0].text)
    rest = spans[2:] if width(text) + sum(width(each.text) for each in spans[2:]) <= room else ()
    return line(spans[0], StyledText(fit(text, min(width(text), room)), spans[1].tone), *rest)


def _tell(field: FormField) -> Callable[[int], Sequence[TextLine]]:
    def tell(cells: int) -> Sequence[TextLine]:
        texts = [*filter(None, (field.text, field.past)), field.hint]
        return [line(StyledText(part, "dim")) for text in texts for part in wrap(text, cells, 4)]

    return tell
