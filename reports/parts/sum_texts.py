"""What a list of projects comes to, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from deals.numbers.list_sums import ListSums
from reports.report_texts import write_money
from wording import _, ngettext


def describe_sums(sums: ListSums) -> Iterator[str]:
    """Yield what there is to say beside the money in play."""
    found = sums.currencies.items()
    if weighted := {code: each.weighted for code, each in found if each.count}:
        yield _("by degree of completion {sums}").format(sums=join_sums(weighted))
    if signed := {code: each.signed for code, each in found if each.signed_count}:
        yield _("signed {sums}").format(sums=join_sums(signed))
    if sums.together is not None:
        money = write_money(sums.together.sum, sums.home)
        yield _("in play, together {sum}").format(sum=money)
    if sums.without_rate:
        yield _("without a rate: {codes}").format(codes=_(", ").join(sums.without_rate))
    if count := sums.unpriced:
        text = ngettext("{count} without amount", "{count} without amount", count)
        yield text.format(count=count)


def join_sums(sums: Mapping[str, int]) -> str:
    """Return sums of several currencies on a line."""
    return " + ".join(write_money(value, currency) for currency, value in sums.items())
