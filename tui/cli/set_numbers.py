"""The commands that set what numbers are held against and told in: set-target, set-rate."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from tui.cli.localized_click import command, complete_field, json_option
from tui.cli.root import read_day
from wording import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deals.model import Book, ExchangeRate, SalesTarget
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
OWNER = N_("Whose target it is; the team's, if left out.")
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
SPLIT = N_("split evenly, {amount} a quarter")
NEW_OWNER = N_("{owner} leads no project")


@command("set-target", TARGET, TARGET_EXAMPLES)
@click.argument("given", nargs=-1, metavar="[PERIOD=AMOUNT]...")
@click.option("--owner", metavar="NAME", help=OWNER, shell_complete=complete_field("owner"))
@click.option("--currency", metavar="CODE", help=CURRENCY)
@json_option
def set_target(
    session: Session, given: tuple[str, ...], owner: str | None, currency: str | None, as_json: bool
) -> None:
    """Set targets, all of them or none, or print those that there are."""
    from deals.edits import number_settings
    from tui.cli.edit import code_of
    from tui.cli.look import print_json
    from tui.output import console

    whose = session.me if owner == "me" else (owner or "").strip()
    reading = session.reading(code_of(currency) if currency else None)
    after = session.store.book
    for text in given:
        period_text, amount = number_settings.split_setting(text)
        period = number_settings.read_target_period(period_text, reading.calendar)
        after = number_settings.set_target(after, period, amount, reading.currency, whose)
    if after is not session.store.book:
        session.commit(after, "target")
    book = session.store.book
    shown = [each for each in list_targets(book) if owner is None or each.owner == whose]
    if as_json:
        print_json({"targets": [target_record(each, book) for each in shown]})
        return
    console.print_lines(target_lines(shown, book) if shown else [_(NO_TARGET)])
    if given and whose and whose not in {each.owner for each in book.projects.values()}:
        console.complain(_(NEW_OWNER).format(owner=whose))


def list_targets(book: Book) -> list[SalesTarget]:
    """List the targets by period, the longest first, the team's before its owners'."""
    return sorted(
        book.targets, key=lambda each: (each.first, -each.months, each.owner, each.currency)
    )


def target_lines(targets: Sequence[SalesTarget], book: Book) -> Iterator[str]:
    """Yield a line for each target; of a year without quarters, what it comes to in each."""
    from deals.model import Amount
    from deals.numbers.targets import period_label, share_evenly, target_table
    from wording import add_note
    from wording.names import amount_words

    def words(figure: int, currency: str) -> str:
        return amount_words(Amount(low=figure, high=figure, currency=currency, text=f"{figure}"))

    for each in targets:
        text = OWNERS_TARGET if each.owner else TARGET_LINE
        line = _(text).format(
            period=period_label(each.first, each.months, book.year_start),
            owner=each.owner,
            amount=words(each.amount, each.currency),
        )
        if target_table(book, each.owner, each.currency).is_split(each):
            quarter = words(share_evenly(each.amount, 4)[0], each.currency)
            line = add_note(line, _(SPLIT).format(amount=quarter))
        yield line


def target_record(target: SalesTarget, book: Book) -> dict[str, Any]:
    """Return a target for programs."""
    from deals.numbers.targets import period_label

    return {
        "period": period_label(target.first, target.months, book.year_start),
        "first": f"{target.first}",
        "months": target.months,
        "owner": target.owner or None,
        "currency": target.currency,
        "amount": target.amount,
    }


@command("set-rate", RATE, RATE_EXAMPLES)
@click.argument("given", nargs=-1, metavar="[CURRENCY=RATE]...")
@click.option("--on", "day", callback=read_day, metavar="YYYY-MM-DD", help=ON)
@json_option
def set_rate(session: Session, given: tuple[str, ...], day: date | None, as_json: bool) -> None:
    """Set exchange rates, all of them or none, or print those that there are."""
    from deals.edits import number_settings
    from deals.numbers.exchange import home_currency
    from tui.cli.look import print_json
    from tui.output import console

    after = session.store.book
    home = home_currency(after, session.settings.currency)
    for text in given:
        typed = number_settings.read_rate(text, home)
        after = number_settings.set_rate(after, typed, day or session.today)
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
