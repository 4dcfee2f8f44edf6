"""The commands that set what numbers are held against and told in: targets, rates, measures."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from tui.cli.localized_click import command, complete_field, json_option
from tui.cli.root import read_day
from wording import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from deals.edits.number_settings import OverfullTarget
    from deals.model import Book, ExchangeRate, Measure, MeasureYear, SalesTarget
    from deals.numbers.fiscal_periods import YearStarts
    from tui.session import Session

TARGET = N_(
    "Set what is to be signed in a month, quarter or year; without a target, print them.\n\n"
    "Without --owner it is the team's. A year whose quarters are not set is split evenly over "
    "them, a quarter over its months. Nothing behind the = takes the target away."
)
TARGET_EXAMPLES = N_(
    """\
netloft set-target 2026-Q4=40M
netloft set-target 2026=150M 2026-12=20M --owner Wu
netloft set-target 2026-Q4="""
)
OWNER = N_("Whose target it is, by part of the name; the team's, if left out.")
ALWAYS = N_("It always was so: what was set before was wrong, for a period that is over, too.")
FORCE_TARGET = N_("Take a target that is far under the others.")
FORCE = N_("Take a rate that is far from those before it.")
CURRENCY = N_("The currency where the amount names none.")
RATE = N_(
    "Set what a currency is worth in yours, from today on; without a rate, print them.\n\n"
    "A rate changes nothing that has ended: the rate of a day is the last that was set on or "
    "before it. A currency without a rate stays out of sums and is named. Nothing behind the = "
    "takes back what was set for that day."
)
RATE_EXAMPLES = N_(
    """\
netloft set-rate USD=7.2 EUR=7.8
netloft set-rate '100 JPY=4.8' --on 2026-11-01"""
)
ON = N_("The day from which the rate holds; today, if left out.")
NO_TARGET = N_("No target is set.")
NO_RATE = N_("No exchange rate is set.")
WITHOUT_RATE = N_("{currencies}: no rate, left out of sums")
RATE_LINE = N_("1 {currency} = {rate} {home}, since {day}")
RATE_LATER = N_("1 {currency} = {rate} {home}, from {day}")
RATE_FORMER = N_("{rate} from {day}")
TARGET_LINE = N_("{period}: {amount}")
OWNERS_TARGET = N_("{period}, {owner}: {amount}")
TAKEN = N_("taken away on {day}, after its end: it stays what there was to reach")
LATE = N_("{amount} was set on {day}, after its end: not counted; --always mends it")
OVERFULL = N_("{period}: {amount}, and its parts have {parts} together")
SPLIT = N_("split evenly, {amount} a quarter")
NEW_OWNER = N_("{owner} leads no project")

MEASURE = N_(
    "Say what your team knows of a year's success: market share, growth, target customers, "
    "standing; without one, print them.\n\n"
    "A share and a growth are in percent and need --source. Target customers are names between "
    "commas, of whom those with an open or won project count as covered. Nothing behind the = "
    "takes it away."
)
MEASURE_EXAMPLES = N_(
    """\
netloft set-measure share=31.5% --source 'industry report' --year 2026
netloft set-measure 'customers=Acme, Globex' --owner Wu
netloft set-measure 'standing=second in rail'"""
)
MEASURE_OWNER = N_("Whose it is; the team's, if left out.")
YEAR = N_("The fiscal year, by the year in which it begins; this one, if left out.")
SOURCE = N_("Who says so, or where it stands.")
NO_MEASURE = N_("No measure of success is entered.")
MEASURE_LINE = N_("{year}: {measure} {value}")
OWNERS_MEASURE = N_("{year}, {owner}: {measure} {value}")


@command("set-target", TARGET, TARGET_EXAMPLES)
@click.argument("given", nargs=-1, metavar="[PERIOD=AMOUNT]...")
@click.option("--owner", metavar="NAME", help=OWNER, shell_complete=complete_field("owner"))
@click.option("--currency", metavar="CODE", help=CURRENCY)
@click.option("--always", is_flag=True, help=ALWAYS)
@click.option("--force", is_flag=True, help=FORCE_TARGET)
@json_option
def set_target(session: Session, /, given: tuple[str, ...], as_json: bool, **how: Any) -> None:
    """Set targets, all of them or none, or print those that there are."""
    from deals.edits.number_settings import list_overfull
    from tui.cli.look import print_json
    from tui.output import console

    owner = how["owner"]
    whose = read_target_owner(session, (owner or "").strip())
    after = write_targets(session, given, whose, how)
    if after is not session.store.book:
        session.commit(after, "target")
    book = session.store.book
    shown = [each for each in list_targets(book) if owner is None or each.owner == whose]
    if as_json:
        print_json({"targets": [target_record(each, book) for each in shown]})
        return
    console.print_lines(target_lines(shown, book) if shown else [_(NO_TARGET)])
    for each in list_overfull(shown):
        console.complain(overfull_text(each, book))
    if given and whose and whose not in {each.owner for each in book.projects.values()}:
        console.complain(_(NEW_OWNER).format(owner=whose))


def write_targets(
    session: Session, given: Sequence[str], whose: str, how: Mapping[str, Any]
) -> Book:
    """Return the book with these targets of an owner or the team.

    Refusals: those of the targets, and `target-far` without --force.
    """
    from deals.edits import number_settings
    from deals.numbers.fiscal_periods import year_starts
    from deals.numbers.targets import read_target_period
    from tui.cli.edit import code_of

    reading = session.reading(code_of(how["currency"]) if how["currency"] else None)
    after, years = session.store.book, year_starts(session.store.book, session.today)
    for text in given:
        period_text, amount = number_settings.split_setting(text)
        period = read_target_period(period_text, reading.calendar, years)
        about = period, amount, reading.currency, whose
        if how["always"]:
            after = number_settings.correct_target(after, *about)
        else:
            after = number_settings.set_target(after, *about, on=session.today)
    if not how["force"]:
        number_settings.check_target(session.store.book, after)
    return after


def read_target_owner(session: Session, text: str) -> str:
    """Return the owner who is meant by part of a name, or me; the text itself where nobody is.

    Refusal `owner-several` (text, names) where several are.
    """
    from deals.errors import UserError
    from deals.numbers.targets import target_owners
    from deals.owners import match_owners

    book = session.store.book
    leads = [each.owner for each in book.projects.values()]
    found = (
        [session.me]
        if text == "me"
        else match_owners(text, filter(None, [*leads, *target_owners(book.targets)]))
    )
    if len(found) > 1:
        raise UserError("owner-several", text=text, names=_(", ").join(found))
    return found[0] if found else text


def list_targets(book: Book) -> list[SalesTarget]:
    """List the targets by period, the longest first, the team's before its owners'.

    One that was taken away is there as long as a period that was over by then keeps it.
    """
    from deals.numbers.targets import find_held_amount

    return sorted(
        (each for each in book.targets if each.stands or find_held_amount(each) is not None),
        key=lambda each: (each.first, -each.months, each.owner, each.currency),
    )


def target_lines(targets: Sequence[SalesTarget], book: Book) -> Iterator[str]:
    """Yield a line for each target; of a year without quarters, what it comes to in each."""
    from deals.numbers.fiscal_periods import year_starts
    from deals.numbers.targets import (
        find_held_amount,
        share_evenly,
        target_period,
        target_table,
    )
    from wording import add_note

    years = year_starts(book)
    for each in targets:
        period, held = target_period(each, years), find_held_amount(each)
        text = OWNERS_TARGET if each.owner else TARGET_LINE
        line = _(text).format(
            period=period.label,
            owner=each.owner,
            amount=_("none") if held is None else target_words(held, each.currency),
        )
        if target_table(book, each.owner, each.currency).is_split(period):
            quarter = target_words(share_evenly(each.amount, 4)[0], each.currency)
            line = add_note(line, _(SPLIT).format(amount=quarter))
        past = past_text(each, held)
        yield add_note(line, past) if past else line


def target_words(figure: int, currency: str) -> str:
    """Return the amount of a target with its currency."""
    from deals.model import Amount
    from wording.names import amount_words

    return amount_words(Amount(low=figure, high=figure, currency=currency, text=f"{figure}"))


def overfull_text(found: OverfullTarget, book: Book) -> str:
    """Return that more is set for the parts of a period than for all of it."""
    from deals.numbers.fiscal_periods import year_starts
    from deals.numbers.targets import target_period

    target = found.target
    return _(OVERFULL).format(
        period=target_period(target, year_starts(book)).label,
        amount=target_words(target.amount, target.currency),
        parts=target_words(found.parts, target.currency),
    )


def past_text(target: SalesTarget, held: int | None) -> str:
    """Return since when a target is what it is, or that it was taken away; empty for neither.

    Of a period that was over by then what counts is `held`, and the text says what does not.
    """
    if target.gone is not None:
        return _(TAKEN).format(day=target.gone)
    if held != target.amount:
        amount = target_words(target.amount, target.currency)
        return _(LATE).format(amount=amount, day=target.on)
    if not target.former:
        return ""
    last = target.former[-1]
    before = _("none") if last.gone else target_words(last.amount, target.currency)
    return _("since {day}, before {amount}").format(day=target.on, amount=before)


def target_record(target: SalesTarget, book: Book) -> dict[str, Any]:
    """Return a target for programs."""
    from deals.numbers.fiscal_periods import year_starts
    from deals.numbers.targets import find_held_amount, target_period

    years = year_starts(book)
    return {
        "period": target_period(target, years).label,
        "first": f"{target.first}",
        "months": target.months,
        "owner": target.owner or None,
        "currency": target.currency,
        "amount": target.amount,
        "held": find_held_amount(target),
        "on": f"{target.on}" if target.on else None,
        "gone": f"{target.gone}" if target.gone else None,
        "former": [
            {
                "amount": each.amount,
                "on": f"{each.on}" if each.on else None,
                "gone": f"{each.gone}" if each.gone else None,
            }
            for each in target.former
        ],
    }


@command("set-rate", RATE, RATE_EXAMPLES)
@click.argument("given", nargs=-1, metavar="[CURRENCY=RATE]...")
@click.option("--on", "day", callback=read_day, metavar="YYYY-MM-DD", help=ON)
@click.option("--force", is_flag=True, help=FORCE)
@json_option
def set_rate(
    session: Session, given: tuple[str, ...], day: date | None, force: bool, as_json: bool
) -> None:
    """Set exchange rates, all of them or none, or print those that there are."""
    from deals.edits import number_settings
    from deals.numbers.exchange import home_currency
    from tui.cli.look import print_json
    from tui.output import console

    after = session.store.book
    home = home_currency(after, session.settings.currency)
    for text in given:
        typed = number_settings.read_exchange_rate(text, home)
        after = number_settings.set_rate(after, typed, day or session.today, force=force)
    if after is not session.store.book:
        session.commit(after, "exchange rate")
    book = session.store.book
    if as_json:
        print_json({"home": home, "rates": [rate_record(each) for each in list_rates(book)]})
        return
    lines = [*rate_lines(book, session.today), *lacking_lines(book, home, session.today)]
    console.print_lines(lines or [_(NO_RATE)])


def list_rates(book: Book) -> list[ExchangeRate]:
    """List the rates by currency, the newest first."""
    newest = sorted(book.exchange_rates, key=lambda each: each.on, reverse=True)
    return sorted(newest, key=lambda each: (each.home, each.currency))


def rate_lines(book: Book, today: date) -> Iterator[str]:
    """Yield a line for each currency: the rate that holds, and those before it."""
    from itertools import groupby

    from views.changes import join_some
    from wording import add_note

    for _pair, group in groupby(list_rates(book), key=lambda each: (each.home, each.currency)):
        rates = list(group)
        for each in rates:
            if each.on > today:
                yield _(RATE_LATER).format(**rate_words(each))
        former = [each for each in rates if each.on <= today]
        if not former:
            continue
        line = _(RATE_LINE).format(**rate_words(former[0]))
        earlier = [_(RATE_FORMER).format(**rate_words(each)) for each in former[1:]]
        yield add_note(line, join_some(earlier)) if earlier else line


def rate_words(rate: ExchangeRate) -> dict[str, str]:
    """Return what the lines on a rate name."""
    figure = f"{rate.rate.normalize():f}"
    return {"currency": rate.currency, "home": rate.home, "rate": figure, "day": f"{rate.on}"}


def lacking_lines(book: Book, home: str, today: date) -> Iterator[str]:
    """Yield the currencies of projects that have no rate, where any is needed."""
    from deals.numbers.exchange import CurrencyConverter

    rates = CurrencyConverter.of(book, home)
    used = {each.amount.currency for each in book.projects.values() if each.amount}
    lacking = sorted(
        currency for currency in used - {home} if rates.rate_at(currency, today) is None
    )
    if lacking and (len(used) > 1 or book.exchange_rates):
        yield _(WITHOUT_RATE).format(currencies=_(", ").join(lacking))


def rate_record(rate: ExchangeRate) -> dict[str, Any]:
    """Return an exchange rate for programs."""
    figure = float(rate.rate)
    return {"currency": rate.currency, "home": rate.home, "rate": figure, "on": f"{rate.on}"}


@command("set-measure", MEASURE, MEASURE_EXAMPLES)
@click.argument("given", nargs=-1, metavar="[MEASURE=VALUE]...")
@click.option("--year", type=click.IntRange(2000, 2099), metavar="YEAR", help=YEAR)
@click.option("--owner", metavar="NAME", help=MEASURE_OWNER, shell_complete=complete_field("owner"))
@click.option("--source", default="", metavar="TEXT", help=SOURCE)
@json_option
def set_measure(
    session: Session,
    given: tuple[str, ...],
    year: int | None,
    owner: str | None,
    source: str,
    as_json: bool,
) -> None:
    """Enter measures of success, all of them or none, or print those that there are."""
    from deals.numbers.fiscal_periods import year_starts
    from deals.numbers.record import measure_year
    from tui.cli.look import print_json
    from tui.output import console

    years = year_starts(session.store.book, session.today)
    period = years.find_year(year) if year else years.period_of(session.today, "year")
    after = write_measures(session, given, measure_year(period, years), owner, source)
    if after is not session.store.book:
        session.commit(after, "measure")
    shown = sorted(session.store.book.measures, key=lambda each: (each.year, each.owner, each.kind))
    if as_json:
        print_json({"measures": [measure_record(each) for each in shown]})
        return
    console.print_lines([measure_line(each, years) for each in shown] or [_(NO_MEASURE)])


def write_measures(
    session: Session, given: Sequence[str], year: MeasureYear, owner: str | None, source: str
) -> Book:
    """Return the book with these measures of a year, of an owner or the team."""
    from deals.edits import number_settings

    after, whose = session.store.book, session.me if owner == "me" else (owner or "").strip()
    for text in given:
        name, value = number_settings.split_setting(text)
        kind = number_settings.read_measure_kind(name)
        about = {"owner": whose, "source": source}
        after = number_settings.set_measure(
            after, year.year, kind, value, first=year.first, **about
        )
    return after


def measure_line(measure: Measure, years: YearStarts) -> str:
    """Return a line on a measure of success, with its source."""
    from wording import add_note
    from wording.names import measure_name

    text = OWNERS_MEASURE if measure.owner else MEASURE_LINE
    percent = "%" if measure.kind in ("share", "growth") else ""
    year = years.period_of(measure.first, "year").label if measure.first else measure.year
    line = _(text).format(
        year=year,
        owner=measure.owner,
        measure=measure_name(measure.kind),
        value=_(", ").join(measure.value.split("\n")) + percent,
    )
    return add_note(line, measure.source) if measure.source else line


def measure_record(measure: Measure) -> dict[str, Any]:
    """Return a measure of success for programs: percents as figures, customers as a list."""
    value: Any = measure.value
    if measure.kind in ("share", "growth"):
        value = float(value)
    elif measure.kind == "customers":
        value = value.split("\n")
    begins = {"first": f"{measure.first}"} if measure.first else {}
    return {
        "year": measure.year,
        **begins,
        "owner": measure.owner or None,
        "measure": measure.kind,
        "value": value,
        "source": measure.source or None,
    }
