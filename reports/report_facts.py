"""What stands under the title of every paper, and what its figures mean: one place for both."""

from __future__ import annotations

from collections.abc import Mapping

from reports.report_context import ReportContext
from reports.report_texts import plain_sign, write_day
from views.money_texts import rates_text
from wording import N_, _, pgettext

ReportFact = tuple[str, str]

_DEFINITIONS: Mapping[str, tuple[str, str]] = {
    "in-play": (
        N_("In play"),
        N_(
            "Open projects that are not signed yet. A range counts with its middle, each project "
            "once, rounded half up to whole units."
        ),
    ),
    "completion": (
        N_("By degree of completion"),
        N_(
            "What is in play, each project weighed by how much of the selling work its stage has "
            "completed. It is no chance of winning."
        ),
    ),
    "signed": (
        N_("Signed"),
        N_("Projects past signing, with their whole amount; they are in no sum in play."),
    ),
    "expected": (
        N_("Expected"),
        N_("What is in play, each project weighed by the win rate of its stage."),
    ),
    "together": (
        N_("Together"),
        N_(
            "Each project converted at the exchange rate above and rounded half up. A currency "
            "without a rate stays out and is named."
        ),
    ),
    "cr": (
        N_("CR"),
        N_(
            "How close we are to a person, from CR1 (known, not met) to CR5 (tells unasked, can "
            "carry the deal); CR? where nobody has said."
        ),
    ),
    "stage": (
        N_("Stage"),
        N_("The last stage of the selling work that is completed."),
    ),
}


def list_facts(context: ReportContext, *, rates: bool = True) -> tuple[ReportFact, ...]:
    """List what every figure of a paper rests on: the day, whose it is, the filter, the rates.

    A paper about one project has no owner and filter. `rates` are left out by papers that have no
    sum of money.
    """
    facts = [(pgettext("paper", "As of"), write_day(context.today))]
    if context.project is None:
        whose = context.owner or pgettext("paper", "all")
        facts.append((pgettext("paper", "Owner"), whose))
    if context.filter:
        facts.append((pgettext("paper", "Filter"), context.filter))
    if rates and (used := describe_rates(context)):
        facts.append((pgettext("paper", "Exchange rates"), used))
    if context.me:
        facts.append((pgettext("paper", "Prepared by"), context.me))
    return tuple(facts)


def describe_rates(context: ReportContext) -> str:
    """Return the exchange rates of the day with the day that each is of; empty for none."""
    found = context.figures.exchange_rates_on(context.today)
    if not found:
        return ""
    home = context.figures.basis.home
    text = _("in {currency}: {rates}")
    return text.format(currency=home, rates=plain_sign(rates_text([*found.values()])))


def define_figures(*names: str) -> tuple[tuple[str, str], ...]:
    """Return the definitions of some figures, in this order, by their keys above."""
    return tuple((_(title), _(text)) for title, text in map(_DEFINITIONS.__getitem__, names))
