"""The forecast by owner, stage, customer, product, competitor, or a column of the user's own.

Each group has a forecast of its own. Their sums are those of all, but for competitors: a project
that has several is in the group of each. Names count as the same in any case and width, customers
with and without their legal form too; a group goes by the name that is met first. What has no
owner, product and so on is the group of the empty name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from deals.customers import customer_key
from deals.market import rivals_of
from deals.numbers.basis import NumbersBasis
from deals.numbers.fiscal_periods import PeriodUnit
from deals.numbers.forecast import Forecast, ForecastEntry, add_up_entries, enter_projects
from deals.numbers.memo import NumbersMemo
from deals.numbers.states import ProjectState
from deals.own_columns import own_text, read_own_name
from deals.owners import owner_key
from deals.parsing.text import fold_text


@dataclass(frozen=True, slots=True)
class ForecastGrouping:
    """A way to group projects: the names of a project's groups, and what makes two names one."""

    names: Callable[[ProjectState], tuple[str, ...]]
    key: Callable[[str], str] = fold_text


GROUPINGS: Mapping[str, ForecastGrouping] = {
    "owner": ForecastGrouping(lambda state: (state.owner,), owner_key),
    "stage": ForecastGrouping(lambda state: (state.stage,), str),
    "customer": ForecastGrouping(lambda state: (state.customer,), customer_key),
    "product": ForecastGrouping(lambda state: (state.product or "",)),
    "competitor": ForecastGrouping(lambda state: rivals_of(state.project) or ("",)),
}
"""The groupings by id, beside those of own columns (`own:NAME`)."""


def find_grouping(text: str) -> ForecastGrouping | None:
    """Find a grouping by its id, or that of an own column; None for none."""
    if found := GROUPINGS.get(fold_text(text)):
        return found
    name = read_own_name(text)
    return ForecastGrouping(lambda state: (own_text(state.project, name),)) if name else None


def group_forecasts(
    states: Iterable[ProjectState],
    grouping: ForecastGrouping,
    basis: NumbersBasis,
    by: PeriodUnit = "quarter",
    memo: NumbersMemo | None = None,
) -> dict[str, Forecast]:
    """Forecast the projects of each group by its name.

    Stages come in their order; other groups by money, the most first, then by name, and that of
    the empty name last. What is in no sum makes no group.
    """
    names: dict[str, str] = {}
    groups: dict[str, list[ForecastEntry]] = {}
    for entry in enter_projects(states, basis, by, memo):
        if entry.rows:
            for name in dict.fromkeys(grouping.names(entry.state)):
                key = grouping.key(name)
                groups.setdefault(names.setdefault(key, name), []).append(entry)
    found = {name: add_up_entries(entries, basis, by) for name, entries in groups.items()}
    order = basis.playbook.order if grouping is GROUPINGS["stage"] else {}

    def rank(name: str) -> tuple[bool, int, int, str]:
        return not name, order.get(name, len(order)), -_count_money(found[name]), name

    return {name: found[name] for name in sorted(found, key=rank)}


def _count_money(forecast: Forecast) -> int:
    """Return what is signed and in play: together where there are rates, else in most projects'."""
    total = forecast.total
    figures = total.home or total.currencies.get(forecast.basis.home)
    figures = figures or next(iter(total.currencies.values()), None)
    return figures.signed + figures.sum.expected if figures else 0
