"""The pipeline as it is looked at: orders, built-in views, the choice of rows, totals."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from deals.errors import UserError
from deals.filters import ProjectFilter
from deals.model import Book, Project, SavedView
from deals.network.relationship import best_cr, insiders
from deals.numbers.exact_rates import exact_rate, multiply_half_up
from deals.own_columns import OwnColumns, own_text, read_own_name
from deals.playbook import Playbook
from deals.rules.triage import NO_MARK, Assessment, Assessments
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
        SavedView(name="key-projects", filter="key:yes"),
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
    """Select the projects to show, and return their ids in order, as `PipelineIndex.select` does.

    UserError `sort-unknown` (sort).
    """
    index = PipelineIndex()
    index.update({project.id: project for project in projects}, None, assess, playbook)
    return index.select(chosen, playbook, sort, descending)


def group_currencies(projects: Iterable[Project]) -> Mapping[str, int]:
    """Return the place of each currency of open projects, that of most of them first.

    Money of two currencies has no order of its own, so it is compared within each.
    """
    return _rank_currencies(
        Counter(
            project.amount.currency for project in projects if project.amount and _is_open(project)
        )
    )


def _rank_currencies(counts: Mapping[str, int]) -> Mapping[str, int]:
    ranked = sorted(counts.items(), key=_most_first)
    return {currency: place for place, (currency, _count) in enumerate(ranked)}


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
    rows: Sequence[Assessment],
    playbook: Playbook,
    order: Order,
    descending: bool,
    groups: Mapping[str, int],
) -> tuple[str, ...]:
    """Put rows that stand in the order of attention into another order; return their ids."""
    ranked = [(order.rank(found.project, found, playbook), found.project) for found in rows]
    known = [(key, project) for key, project in ranked if key is not None]
    known.sort(key=lambda row: row[0], reverse=descending)
    if order.money:
        known.sort(key=lambda row: _group_of(row[1], groups))
    return tuple(
        project.id for _key, project in (*known, *(row for row in ranked if row[0] is None))
    )


@dataclass(frozen=True, slots=True)
class Total:
    """The total of one currency: number of projects, expected amounts, and those by completion.

    Money is in whole units.
    """

    count: int = 0
    sum: int = 0
    weighted: int = 0


class AmountSums:
    """What the projects in play come to, those open and not signed yet, by currency.

    Each project's figures are rounded half up by themselves, so that the parts of any list add up.
    Whole numbers: added to and taken from in any order, they are what adding up anew would give.
    """

    def __init__(self, playbook: Playbook) -> None:
        self.playbook = playbook
        self._weights = {stage.id: exact_rate(stage.weight) for stage in playbook.stages}
        self._signed = {id_ for id_ in playbook.order if playbook.reached(id_, playbook.signed)}
        self._sums: dict[str, Total] = {}

    def add(self, project: Project, sign: int = 1) -> None:
        """Add a project; or take it away, where the sign is -1."""
        amount = project.amount
        if amount is None or not _is_open(project) or project.stage in self._signed:
            return
        total = self._sums.get(amount.currency, Total())
        weight = self._weights.get(project.stage)
        weighted = multiply_half_up(amount.low + amount.high, weight, 2) if weight else 0
        self._sums[amount.currency] = Total(
            total.count + sign,
            total.sum + sign * amount.counted,
            total.weighted + sign * weighted,
        )

    def totals(self) -> Mapping[str, Total]:
        """Return the totals by currency, the one with most projects first."""
        ranked = sorted((-total.count, code) for code, total in self._sums.items())
        return {code: self._sums[code] for count, code in ranked if count}


def sum_by_currency(projects: Iterable[Project], playbook: Playbook) -> Mapping[str, Total]:
    """Add up the projects in play by currency, the one with most projects first.

    A project without an amount has no currency either and is in none of them.
    """
    sums = AmountSums(playbook)
    for project in projects:
        sums.add(project)
    return sums.totals()


def add_amounts(projects: Iterable[Project]) -> tuple[Mapping[str, int], int]:
    """Add up the expected amounts by currency, open or not, the one with most projects first.

    Each is rounded half up by itself, in whole units.

    Also returned: how many projects have no amount.
    """
    every = [project.amount for project in projects]
    known = [amount for amount in every if amount is not None]
    counts = Counter(amount.currency for amount in known)
    totals = {
        currency: sum(amount.counted for amount in known if amount.currency == currency)
        for currency, _count in sorted(counts.items(), key=_most_first)
    }
    return totals, len(every) - len(known)


MOST_CHANGED = 100
"""Of how many changed projects on all are put in order again, rather than one by one."""


class PipelineIndex:
    """What a list of projects asks of the whole book: their order of attention, flags and money.

    It is kept from book to book: only the projects that changed, or that triage sees otherwise, are
    looked at again. `groups` has the place of each currency, as `group_currencies` gives it.
    """

    def __init__(self) -> None:
        self.groups: Mapping[str, int] = {}
        self._mark = NO_MARK
        self._projects: Mapping[str, Project] = {}
        self._known: dict[str, Assessment] = {}
        # In the order of attention, ties in the order of the book.
        self._keys: list[AttentionKey] = []
        self._ids: list[str] = []
        self._open, self._flagged = set[str](), set[str]()
        self._sums: AmountSums | None = None
        self._counts = Counter[str]()
        self._named: dict[str, set[str]] = {}
        self._shared = set[str]()

    @property
    def flagged(self) -> int:
        """How many projects want looking at."""
        return len(self._flagged)

    @property
    def count(self) -> int:
        """How many projects are open."""
        return len(self._open)

    @property
    def rows(self) -> Sequence[Assessment]:
        """The assessments of all projects, open or not, in the order of attention."""
        return [self._known[id_] for id_ in self._ids]

    def totals(self) -> Mapping[str, Total]:
        """Add up the projects in play by currency, as `sum_by_currency` does."""
        return self._sums.totals() if self._sums else {}

    def shared_names(self, ids: Collection[str]) -> frozenset[str]:
        """Return the names that several of these projects have."""
        listed = set(ids) if self._shared else set[str]()
        return frozenset(name for name in self._shared if len(self._named[name] & listed) > 1)

    def follow(self, assessments: Assessments, playbook: Playbook, today: date, book: Book) -> None:
        """Take in what changed, in the book or by the day, since this was last done."""
        assess = assessments.assessor(playbook, today, book)
        if assessments.mark != self._mark:
            changed = assessments.changed_since(self._mark)
            self.update(book.projects, changed, assess, playbook)
            self._mark = assessments.mark

    def update(
        self,
        projects: Mapping[str, Project],
        changed: Collection[str] | None,
        assess: Callable[[Project], Assessment],
        playbook: Playbook,
    ) -> None:
        """Take in the projects of a book.

        Of those that are not `changed` the assessments are what they were; None if any may be
        others.
        """
        if changed is None or self._sums is None or self._sums.playbook is not playbook:
            self._known, self._named, self._shared = {}, {}, set()
            self._open, self._flagged, self._keys, self._ids = set(), set(), [], []
            self._sums, self._counts = AmountSums(playbook), Counter()
            changed = projects
        self._projects = projects
        gone = [self._known[id_] for id_ in changed if id_ in self._known]
        new = [assess(projects[id_]) for id_ in changed if id_ in projects]
        for found in gone:
            self._forget(found)
        for found in new:
            self._learn(found)
        groups = _rank_currencies(+self._counts)
        if groups != self.groups or len(changed) > MOST_CHANGED:
            self.groups = groups
            self._sort_all()
        else:
            self._move(gone, new)

    def _forget(self, found: Assessment) -> None:
        project, same = found.project, self._named[found.project.name]
        del self._known[project.id]
        self._open.discard(project.id)
        self._flagged.discard(project.id)
        self._count_amount(project, -1)
        same.discard(project.id)
        if len(same) < 2:
            self._shared.discard(project.name)
        if not same:
            del self._named[project.name]

    def _learn(self, found: Assessment) -> None:
        project = found.project
        self._known[project.id] = found
        if found.attention:
            self._flagged.add(project.id)
        if _is_open(project):
            self._open.add(project.id)
        self._count_amount(project, 1)
        same = self._named.setdefault(project.name, set())
        same.add(project.id)
        if len(same) > 1:
            self._shared.add(project.name)

    def _count_amount(self, project: Project, sign: int) -> None:
        if self._sums is not None:
            self._sums.add(project, sign)
        if project.amount and _is_open(project):
            self._counts[project.amount.currency] += sign

    def _sort_all(self) -> None:
        keyed = [(attention_key(self._known[id_], self.groups), id_) for id_ in self._projects]
        keyed.sort(key=itemgetter(0))
        self._keys = [key for key, _id in keyed]
        self._ids = [id_ for _key, id_ in keyed]

    def _move(self, gone: Sequence[Assessment], new: Sequence[Assessment]) -> None:
        """Take rows out and put others in, each where sorting all would put it."""
        for found in gone:
            start = bisect_left(self._keys, attention_key(found, self.groups))
            at = self._ids.index(found.project.id, start)
            del self._ids[at], self._keys[at]
        places = {id_: place for place, id_ in enumerate(self._projects)}
        for found in new:
            id_, key = found.project.id, attention_key(found, self.groups)
            start, stop = bisect_left(self._keys, key), bisect_right(self._keys, key)
            at = bisect_left(self._ids, places[id_], start, stop, key=places.__getitem__)
            self._ids.insert(at, id_)
            self._keys.insert(at, key)

    def select(
        self,
        chosen: ProjectFilter,
        playbook: Playbook,
        sort: str = ATTENTION,
        descending: bool = False,
    ) -> tuple[str, ...]:
        """Select the projects to show, and return their ids in order.

        Only open projects are shown unless the filter has a term of its own on `status`
        (`status:any` for all): those on hold are out of the pipeline as much as those that ended.
        Ties go by attention and then by the order of the book; what an order does not know comes
        last either way. UserError `sort-unknown` (sort).
        """
        order = find_order(sort, self._projects.values())
        ids = self._ids
        if not chosen.names_status and len(self._open) < len(ids):
            ids = [id_ for id_ in ids if id_ in self._open]
        if chosen.terms:
            kept = chosen.select([self._known[id_] for id_ in ids])
            ids = [found.project.id for found in kept]
        if order is ORDERS[ATTENTION]:
            return tuple(reversed(ids) if descending else ids)
        rows = [self._known[id_] for id_ in ids]
        return _ordered_ids(rows, playbook, order, descending, self.groups)
