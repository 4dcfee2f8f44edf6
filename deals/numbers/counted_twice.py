"""Deals that sums may count twice: twins, all of which are in the sums of a scope."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from deals.model import Project
from deals.numbers.memo import NumbersMemo
from deals.numbers.states import ProjectState
from deals.twins import TwinKey, deal_key, find_twins

TwinGroup = tuple[Project, ...]


def find_counted_twice(states: Iterable[ProjectState], memo: NumbersMemo) -> tuple[TwinGroup, ...]:
    """Find among projects the open ones with an amount that may be one deal, those of one together.

    Which is of more money comes first.
    """
    keys = memo.kept("deal keys", deal_key)
    alike = defaultdict[TwinKey, list[Project]](list)
    for state in states:
        if state.status == "open" and state.amount is not None and state.owner:
            alike[keys.get(state.id, state.project)].append(state.project)
    groups = [group for same in alike.values() if len(same) > 1 for group in find_twins(same)]
    return tuple(map(tuple, sorted(groups, key=_most_money)))


def _most_money(group: Iterable[Project]) -> int:
    return -max(project.amount.counted if project.amount else 0 for project in group)
