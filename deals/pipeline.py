"""The pipeline as it is looked at: orders, built-in views, the choice of rows, totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from deals.errors import UserError
from deals.filters import ProjectFilter
from deals.model import Project, SavedView
from deals.network.relationship import best_cr, insiders
from deals.own_columns import OwnColumns, own_text, read_own_name
from deals.playbook import Playbook
from deals.rules.triage import Assessment
from deals.search import spell_out

Rank = tuple[float, ...] | float | str
"""What projects are ordered by; the ranks of one order are all of one kind."""


@dataclass(frozen=True, slots=True)
class Order:
    """A way to order projects: the rank of each, None for unknown; the highest first or last.

    What is ranked by `money` is compared within one currency only.
    """

    rank: Callable[[Project, Assessment, Playbook], Rank | None]
    descending: bool = False
    money: bool = False


ATTENTION = "attention"
"""The id of the order in which projects want looking at."""

ORDERS: Mapping[str, Order] = {
    ATTENTION: Order(lambda _project, found, _playbook: found.order),
    "name": Order(lambda project, *_: spell_out(project.name)),
    "owner": Order(lambda project, *_: spell_out(project.owner) or None),
    "customer": Order(lambda project, *_: spell_out(project.customer) or None),
    "stage": Order(lambda project, _, playbook: playbook.order.get(project.stage), descending=True),
    "amount": Order(
        lambda project, *_: project.amount.expected if project.amount else None,
        descending=True,
        money=True,
    ),
    "signs": Order(lambda project, *_: project.signs.latest.toordinal() if project.signs else None),
    "left": Order(lambda _, found, __: found.days_left),
    "cr": Order(lambda project, *_: best_cr(insiders(project))),
    "next": Order(
        lambda project, *_: (
            action.on.toordinal() if (action := project.next_action) and action.on else None
        )
    ),
    "updated": Order(lambda project, *_: project.updated_at.timestamp(), descending=True),
}
"""The orders by id. Chinese is ordered by its pinyin, which loads the table of readings."""


def find_order(sort: str, projects: Iterable[Project] = ()) -> Order:
    """Find the order of this id, be it that of an own column (`own:行业`) of the projects.

    UserError `sort-unknown` (sort).
    """
    if sort in ORDERS:
        return ORDERS[sort]
    name = read_own_name(sort)
    if name is None:
        raise UserError("sort-unknown", sort=sort)
    rank = OwnColumns(projects).column(name).rank
    return Order(lambda project, *_: rank(own_text(project, name)))


def builtin_views(today: date) -> tuple[SavedView, ...]:
    """List the built-in views as of `today`, `name` being an id that the wording names."""
    quarter = f"{today.year}-Q{(today.month + 2) // 3}"
    return (
        SavedView(name="all-open"),
        SavedView(name="needs-attention", filter="severity>=amber"),
        SavedView(name="this-quarter", filter=f"signs={quarter}", sort="signs"),
        SavedView(name="mine", filter="owner:me"),
        SavedView(name="no-next", filter="flag:no-next"),
        SavedView(name="stale", filter="flag:stalled"),
        SavedView(name="by-owner", sort="owner"),
        SavedView(name="ended", filter="status:ended", sort="updated", descending=True),
    )


def select_project_ids(
    projects: Collection[Project],
    assess: Callable[[Project], Assessment],
    chosen: ProjectFilter,
    playbook: Playbook,
    sort: str = ATTENTION,
    descending: bool = False,
) -> tuple[str, ...]:
    """Select the projects to show, and return their ids in order.

    Only open projects are shown unless the filter has a term of its own on `status` (`status:any`
    for all): those on hold are out of the pipeline as much as those that ended. Ties go by
    attention and then by the order given; what an order does not know comes last either way.
    UserError `sort-unknown` (sort).
    """
    order = find_order(sort, projects)
    scope = [project for project in projects if chosen.names_status or project.status == "open"]
    chosen.prepare(scope)
    rows = [
        (project, assessment)
        for project in scope
        if chosen.matches(project, assessment := assess(project))
    ]
    groups = group_currencies(projects)
    rows.sort(key=lambda row: attention_key(row[1], groups))
    return _ordered_ids(rows, playbook, order, descending, groups)


def group_currencies(projects: Iterable[Project]) -> Mapping[str, int]:
    """Return the place of each currency of open projects, that of most of them first.

    Money of two currencies has no order of its own, so it is compared within each.
    """
    counts = Counter(
        project.amount.currency for project in projects if project.amount and _is_open(project)
    )
    return {
        currency: place
        for place, (currency, _count) in enumerate(sorted(counts.items(), key=_most_first))
    }


def _is_open(project: Project) -> bool:
    return project.status == "open"


def _most_first(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]


AttentionKey = tuple[float, int, tuple[float, ...]]


def attention_key(found: Assessment, groups: Mapping[str, int]) -> AttentionKey:
    """Return the place of a project in triage: the worst first, then currency by currency the
    money at stake, then the days left.
    """
    order = found.order
    return order[0], _group_of(found.project, groups), order


def _group_of(project: Project, groups: Mapping[str, int]) -> int:
    return groups.get(project.amount.currency, len(groups)) if project.amount else len(groups) + 1


def _ordered_ids(
    rows: Sequence[tuple[Project, Assessment]],
    playbook: Playbook,
    order: Order,
    descending: bool,
    groups: Mapping[str, int],
) -> tuple[str, ...]:
    """Put rows that stand in the order of attention into another order; return their ids."""
    if order is ORDERS[ATTENTION]:
        return tuple(project.id for project, _ in (reversed(rows) if descending else rows))
    ranked = [(order.rank(project, assessment, playbook), project) for project, assessment in rows]
    known = [(key, project) for key, project in ranked if key is not None]
    known.sort(key=lambda row: row[0], reverse=descending)
    if order.money:
        known.sort(key=lambda row: _group_of(row[1], groups))
    return tuple(
        project.id for _key, project in (*known, *(row for row in ranked if row[0] is None))
    )


@dataclass(frozen=True, slots=True)
class Total:
    """The total of one currency: number of projects, expected amounts, and those by completion."""

    count: int = 0
    sum: float = 0.0
    weighted: float = 0.0


def sum_by_currency(projects: Iterable[Project], playbook: Playbook) -> Mapping[str, Total]:
    """Add up the open projects by currency, the one with most projects first.

    A project without an amount has no currency either and is in none of them.
    """
    amounts: dict[str, list[tuple[float, float]]] = {}
    weights = {stage.id: stage.weight for stage in playbook.stages}
    for project in projects:
        amount = project.amount
        if amount is not None and _is_open(project):
            money = amount.expected
            weighted = money * weights.get(project.stage, 0.0)
            amounts.setdefault(amount.currency, []).append((money, weighted))
    found = {
        currency: Total(len(each), *map(sum, zip(*each, strict=True)))
        for currency, each in amounts.items()
    }
    return dict(sorted(found.items(), key=lambda item: _most_first((item[0], item[1].count))))


def add_amounts(projects: Iterable[Project]) -> tuple[Mapping[str, float], int]:
    """Add up the expected amounts by currency, open or not, the one with most projects first.

    Also returned: how many projects have no amount.
    """
    every = [project.amount for project in projects]
    known = [amount for amount in every if amount is not None]
    counts = Counter(amount.currency for amount in known)
    totals = {
        currency: sum(amount.expected for amount in known if amount.currency == currency)
        for currency, _count in sorted(counts.items(), key=_most_first)
    }
    return totals, len(every) - len(known)
