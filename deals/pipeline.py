"""The pipeline as it is looked at: orders, built-in views, the choice of rows, totals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from deals.errors import UserError
from deals.filters import ProjectFilter
from deals.model import Project, SavedView
from deals.network.relationship import best_cr, insiders
from deals.playbook import Playbook
from deals.rules.triage import Assessment
from deals.search import spell_out

Rank = tuple[float, ...] | float | str
"""What projects are ordered by; the ranks of one order are all of one kind."""


@dataclass(frozen=True, slots=True)
class Order:
    """A way to order projects: the rank of each, None while unknown, and whether people look for
    the highest first.
    """

    rank: Callable[[Project, Assessment, Playbook], Rank | None]
    descending: bool = False


def _name(project: Project, *_: object) -> Rank | None:
    return spell_out(project.name)


def _owner(project: Project, *_: object) -> Rank | None:
    return spell_out(project.owner) or None


def _customer(project: Project, *_: object) -> Rank | None:
    return spell_out(project.customer) or None


def _stage(project: Project, _: Assessment, playbook: Playbook) -> Rank | None:
    return playbook.order.get(project.stage)


def _amount(project: Project, *_: object) -> Rank | None:
    return project.amount.expected if project.amount else None


def _signs(project: Project, *_: object) -> Rank | None:
    return project.signs.latest.toordinal() if project.signs else None


def _left(_: Project, assessment: Assessment, __: Playbook) -> Rank | None:
    return assessment.days_left


def _cr(project: Project, *_: object) -> Rank | None:
    return best_cr(insiders(project))


def _next(project: Project, *_: object) -> Rank | None:
    action = project.next_action
    return action.on.toordinal() if action and action.on else None


def _updated(project: Project, *_: object) -> Rank | None:
    return project.updated_at.timestamp()


ATTENTION = "attention"
"""The id of the order in which projects want looking at."""

ORDERS: Mapping[str, Order] = {
    ATTENTION: Order(lambda _project, found, _: found.order),
    "name": Order(_name),
    "owner": Order(_owner),
    "customer": Order(_customer),
    "stage": Order(_stage, descending=True),
    "amount": Order(_amount, descending=True),
    "signs": Order(_signs),
    "left": Order(_left),
    "cr": Order(_cr),
    "next": Order(_next),
    "updated": Order(_updated, descending=True),
}
"""The orders by id. Chinese is ordered by its pinyin, which loads the table of readings."""


def builtin_views(today: date) -> tuple[SavedView, ...]:
    """Return the built-in views as of `today`, `name` being an id that the wording names."""
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
    projects: Iterable[Project],
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
    if sort not in ORDERS:
        raise UserError("sort-unknown", sort=sort)
    scope = [project for project in projects if chosen.names_status or project.status == "open"]
    chosen.prepare(scope)
    rows = [
        (project, assessment)
        for project in scope
        if chosen.matches(project, assessment := assess(project))
    ]
    rows.sort(key=lambda row: row[1].order)
    return _ordered_ids(rows, playbook, sort, descending)


def _ordered_ids(
    rows: Sequence[tuple[Project, Assessment]], playbook: Playbook, sort: str, descending: bool
) -> tuple[str, ...]:
    """Return the ids of rows that stand in the order of attention, in another order."""
    if sort == ATTENTION:
        return tuple(project.id for project, _ in (reversed(rows) if descending else rows))
    rank = ORDERS[sort].rank
    ranked = [(rank(project, assessment, playbook), project.id) for project, assessment in rows]
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
    weights = {stage: playbook.weight(stage) for stage in playbook.order}
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
