"""The money of projects in words: sums by currency with their labels, rates, what edits touch."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from deals.model import ExchangeRate, Project
from deals.numbers.day_rates import DayRates
from deals.numbers.list_sums import ListSums
from deals.parsing.amounts import money
from deals.pipeline import add_amounts
from deals.playbook import Playbook
from wording import _, language, ngettext

if TYPE_CHECKING:
    from deals.numbers.targets import TargetMoney


def money_text(sums: Mapping[str, int], most: int | None = None, *, marked: bool = False) -> str:
    """Return sums side by side, `¥25.6M + $2M`: of two currencies there is no total.

    One alone is `marked` where others are beside it. Beyond the first `most` it is said of how many
    more currencies there is money.
    """
    several, lang = marked or len(sums) > 1, language()
    texts = [money(value, currency, lang, marked=several) for currency, value in sums.items()]
    left = len(texts[most:]) if most is not None else 0
    if left:
        rest = ngettext("{count} more currency", "{count} more currencies", left)
        texts = [*texts[:most], rest.format(count=left)]
    return " + ".join(texts)


def target_text(money: TargetMoney) -> str:
    """Say which amounts went into a target and which stay beside it; empty for a plain one."""
    texts = []
    amount = money.figure.amount if money.figure else None
    if money.parts and [*money.parts.values()] != [amount]:
        texts.append(_("target set as {money}").format(money=money_text(money.parts, marked=True)))
    if money.beside:
        texts.append(
            _("not in it: a target of {money}").format(money=money_text(money.beside, marked=True))
        )
    return "; ".join(texts)


def count_signed(projects: Iterable[Project], playbook: Playbook) -> int:
    """Count the signed ones among projects that are open: lists have these, sums in play do not."""
    return sum(
        each.status == "open" and playbook.reached(each.stage, playbook.signed) for each in projects
    )


def touched_text(projects: Collection[Project], playbook: Playbook, *, marked: bool = False) -> str:
    """Return how many projects an edit touches and what they come to, whatever their status.

    Those that are signed are counted: their money is in no sum in play.
    """
    count, signed = len(projects), count_signed(projects, playbook)
    text = ngettext("{count} project", "{count} projects", count).format(count=count)
    sums, unknown = add_amounts(projects)
    parts = [_("{count} signed").format(count=signed)] if signed else []
    parts += [money_text(sums, marked=marked)] if sums else []
    if sums and unknown:
        parts.append(unpriced_text(unknown))
    return _(", ").join([text, *parts])


def unpriced_text(count: int) -> str:
    """Return how many projects have no amount."""
    text = ngettext("{count} without amount", "{count} without amount", count)
    return text.format(count=count)


def sums_in_play(sums: ListSums) -> Mapping[str, int]:
    """Return what is in play, by currency."""
    return {code: total.sum for code, total in sums.currencies.items() if total.count}


def in_play_text(sums: ListSums, *, marked: bool = False) -> str:
    """Return what is in play; empty for nothing."""
    found = sums_in_play(sums)
    return _("in play {sums}").format(sums=money_text(found, marked=marked)) if found else ""


def completion_text(sums: ListSums, *, marked: bool = False) -> str:
    """Return what is in play by the degree of completion; empty for nothing."""
    found = {code: each.weighted for code, each in sums.currencies.items() if each.count}
    return _("by completion {sums}").format(sums=money_text(found, marked=marked)) if found else ""


def signed_text(sums: ListSums, *, marked: bool = False) -> str:
    """Return what is signed, which is no part of what is in play; empty for nothing."""
    found = {code: each.signed for code, each in sums.currencies.items() if each.signed_count}
    return _("signed {sums}").format(sums=money_text(found, marked=marked)) if found else ""


def together_text(sums: ListSums, *, short: bool = False) -> str:
    """Return what is in play in all currencies that have a rate, in the home currency.

    The rates and their days are said; a currency that has none is named with what it comes to, in
    `short` by its code alone. Empty where there are no rates or nothing to add up by them.
    """
    if sums.together is None:
        return ""
    figure = money(sums.together.sum, sums.home, language(), marked=True)
    if short:
        text = _("together {sum}, rates of {days}").format(sum=figure, days=_rate_days(sums.rates))
        parts = [text, *([_("without {codes}")] if sums.without_rate else [])]
        return _(", ").join(parts).format(codes=", ".join(sums.without_rate))
    text = _("together {sum} at {rates}").format(sum=figure, rates=rates_text(sums.rates))
    left = {
        code: sums.currencies[code].sum for code in sums.without_rate if sums.currencies[code].count
    }
    if not left:
        return text
    return _("{text}, and {sums} without a rate").format(
        text=text, sums=money_text(left, marked=True)
    )


def rates_text(rates: Sequence[ExchangeRate]) -> str:
    """Return exchange rates with the day of each, `USD 7.2 of 2026-11-29`."""
    text = _("{currency} {rate} of {day}")
    return _(", ").join(
        text.format(currency=each.currency, rate=f"{each.rate.normalize():f}", day=each.on)
        for each in rates
    )


def _rate_days(rates: Sequence[ExchangeRate]) -> str:
    first, last = (pick(each.on for each in rates) for pick in (min, max))
    return f"{first}" if first == last else f"{first}..{last}"


def comparison_text(currencies: Collection[str], rates: DayRates) -> str:
    """Return how amounts of these currencies are compared; empty where all are of one."""
    if len(currencies) < 2:
        return ""
    used = [rates.rates[code] for code in currencies if code in rates.rates]
    if not used:
        return _("amounts sorted within each currency")
    text = _("amounts compared at {rates}").format(rates=rates_text(used))
    left = rates.without_rate(currencies)
    if not left:
        return text
    apart = ngettext(
        "{codes} has no rate and stays apart", "{codes} have no rate and stay apart", len(left)
    )
    return _("; ").join((text, apart.format(codes=", ".join(left))))


def list_sum_texts(sums: ListSums, *, marked: bool = False) -> list[str]:
    """Return all that a list comes to, each part with its label, the most important first."""
    marked = marked or len(sums.currencies) > 1
    parts = [
        in_play_text(sums, marked=marked),
        together_text(sums),
        completion_text(sums, marked=marked),
        signed_text(sums, marked=marked),
        unpriced_text(sums.unpriced) if sums.unpriced else "",
        out_text(sums.out) if sums.out else "",
    ]
    return [part for part in parts if part]


def out_text(count: int) -> str:
    """Return how many projects are in no sum, being on hold, lost or abandoned."""
    text = ngettext(
        "{count} on hold or lost, in no sum", "{count} on hold or lost, in no sum", count
    )
    return text.format(count=count)
