"""The pipeline as it is looked at: orders, built-in views, the choice of rows, totals."""

from __future__ import annotations

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
    """A way to order projects: the rank of each, None for unknown; the highest first or last."""

    rank: Callable[[Project, Assessment, Playbook], Rank | None]
    descending: bool = False


ATTENTION = "attention"
"""The id of the order in which projects want looking at."""

ORDERS: Mapping[str, Order] = {
    ATTENTION: Order(lambda _project, found, _playbook: found.order),
    "name": Order(lambda project, *_: spell_out(project.name)),
    "owner": Order(lambda project, *_: spell_out(project.owner) or None),
    "customer": Order(lambda project, *_: spell_out(project.customer) or None),
    "stage": Order(lambda project, _, playbook: playbook.order.get(project.stage), descending=True),
    "amount": Order(
        lambda project, *_: project.amount.expected if project.amount else None, descending=True
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
    rows.sort(key=lambda row: row[1].order)
    return _ordered_ids(rows, playbook, order, descending)


def _ordered_ids(
    rows: Sequence[tuple[Project, Assessment]], playbook: Playbook, order: Order, descending: bool
) -> tuple[str, ...]:
    """Put rows that stand in the order of attention into another order; return their ids."""
    if order is ORDERS[ATTENTION]:
        return tuple(project.id for project, _ in (reversed(rows) if descending else rows))
    ranked = [
        (order.rank(project, assessment, playbook), project.id) for project, assessment in rows
    ]
    known = [(key, id) for key, id in ranked if key is not None]
    known.sort(key=lambda row: row[0], reverse=descending)
    return tuple(id for _, id in known) + tuple(id for key, id in ranked if key is None)


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
        if amount is not None and project.status == "open":
            money = amount.expected
            weighted = money * weights.get(project.stage, 0.0)
            amounts.setdefault(amount.currency, []).append((money, weighted))
    found = {
        currency: Total(len(each), *map(sum, zip(*each, strict=True)))
        for currency, each in amounts.items()
    }
    return dict(sorted(found.items(), key=lambda item: (-item[1].count, item[0])))
