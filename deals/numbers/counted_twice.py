"""Deals that sums may count twice: twins, all of which are in the sums of a scope."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from deals.model import Amount, Project
from deals.numbers.day_rates import DayRates, sort_by_money
from deals.numbers.memo import NumbersMemo
from deals.numbers.states import ProjectState
from deals.twins import TwinKey, deal_key, find_twins

TwinGroup = tuple[Project, ...]


def find_counted_twice(
    states: Iterable[ProjectState], memo: NumbersMemo, rates: DayRates
) -> tuple[TwinGroup, ...]:
    """Find among projects the open ones with an amount that may be one deal, those of one together.

    The deal of most money comes first, as it is compared at the rates.
    """
    keys = memo.kept("deal keys", deal_key)
    alike = defaultdict[TwinKey, list[Project]](list)
    for state in states:
        if state.status == "open" and state.amount is not None and state.owner:
            alike[keys.get(state.id, state.project)].append(state.project)
    groups = [group for same in alike.values() if len(same) > 1 for group in find_twins(same)]

    def most_money(group: Iterable[Project]) -> Amount | None:
        return sort_by_money(group, lambda project: project.amount, rates)[0].amount

    return tuple(map(tuple, sort_by_money(groups, most_money, rates)))
