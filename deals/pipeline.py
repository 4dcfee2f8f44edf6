"""The pipeline as it is looked at: orders, built-in views, the choice of rows, totals."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Literal, NamedTuple

from deals.customer_owners import CustomerOwners
from deals.errors import UserError
from deals.filters import ProjectFilter
from deals.model import Book, Project, SavedView
from deals.network.relationship import project_cr
from deals.numbers.day_rates import DayRates, most_first, rank_currencies
from deals.numbers.list_sums import CountedProject, ListSums, MoneyRule, MoneyTally
from deals.own_columns import OwnColumns, own_text, read_own_name
from deals.owners import owner_key
from deals.playbook import Playbook
from deals.rules.triage import NO_MARK, Assessment, Assessments
from deals.search import spell_out

Rank = tuple[float, ...] | float | str
"""What projects are ordered by; the ranks of one order are all of one kind."""


class Order(NamedTuple):
    """A way to order projects: the rank of each, None for unknown; the highest first or last.

    What is ranked by `money` is compared within one currency, or at rates (`MoneyScale`).
    """

    rank: Callable[[Project, Assessment, Playbook], Rank | None]
    descending: bool = False
    money: bool = False


ATTENTION = "attention"
"""The id of the order in which projects want looking at."""


@lru_cache(maxsize=10_000)
def _rank_owner(name: str) -> str | None:
    """Return where an owner stands: all projects of one stand together, however it is written."""
    key = owner_key(name)
    return f"{spell_out(key)}\0{key}" if key else None


ORDERS: Mapping[str, Order] = {
    ATTENTION: Order(lambda _project, found, _playbook: found.order),
    "name": Order(lambda project, *_: spell_out(project.name)),
    "owner": Order(lambda project, *_: _rank_owner(project.owner)),
    "customer": Order(lambda project, *_: spell_out(project.customer) or None),
    "stage": Order(lambda project, _, playbook: playbook.order.get(project.stage), descending=True),
    "amount": Order(
        lambda project, *_: project.amount.expected if project.amount else None,
        descending=True,
        money=True,
    ),
    "signs": Order(lambda project, *_: project.signs.latest.toordinal() if project.signs else None),
    "left": Order(lambda _, found, __: found.days_left),
    "cr": Order(lambda project, *_: project_cr(project)),
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
        SavedView(name="shared-customers", filter="owners>1", sort="customer"),
        SavedView(name="ended", filter="status:ended", sort="updated", descending=True),
    )


def select_project_ids(
    projects: Iterable[Project],
    assess: Callable[[Project], Assessment],
    chosen: ProjectFilter,
    playbook: Playbook,
    sort: str = ATTENTION,
    descending: bool = False,
    rates: DayRates | None = None,
) -> tuple[str, ...]:
    """Select the projects to show, and return their ids in order, as `PipelineIndex.select` does.

    UserError `sort-unknown` (sort).
    """
    index = PipelineIndex()
    by_id = {project.id: project for project in projects}
    index.update(by_id, None, assess, MoneyRule(playbook, rates))
    return index.select(chosen, playbook, sort, descending)


def group_currencies(
    projects: Iterable[Project], rates: DayRates | None = None
) -> Mapping[str, int]:
    """Return the place of each currency of open projects, that of most of them first.

    Money of two currencies has no order of its own, so it is compared within each; those that have
    a rate are compared in the home currency, and so have the place of it.
    """
    return rank_currencies(
        Counter(
            project.amount.currency for project in projects if project.amount and _is_open(project)
        ),
        rates or DayRates(),
    )


def _is_open(project: Project) -> bool:
    return project.status == "open"


def team_assessments() -> Assessments:
    """Return an empty memory of assessments that compares money at the rates that the team set."""
    return Assessments(lambda book, day: DayRates.of(book, "", day))


@dataclass(frozen=True, slots=True)
class MoneyScale:
    """How the money of projects is compared: currency by currency in `groups`, and at `rates`."""

    groups: Mapping[str, int] = field(default_factory=dict)
    rates: DayRates = field(default_factory=DayRates)

    def group_of(self, project: Project) -> int:
        """Return the place of the currency of a project: none comes last."""
        if project.amount is None:
            return len(self.groups) + 1
        return self.groups.get(project.amount.currency, len(self.groups))

    def money_of(self, project: Project) -> float:
        """Return the money of a project as it is compared within its place; 0 for none."""
        return self.rates.measure(project.amount) if project.amount else 0.0


AttentionKey = tuple[float, bool, int, tuple[float, ...]]


def attention_key(found: Assessment, scale: MoneyScale) -> AttentionKey:
    """Return the place of a project in triage: the worst first, of these what is signed last,
    then currency by currency the money at stake, then the days left.
    """
    severity, signed, money, left = found.order
    project = found.project
    if project.amount and project.amount.currency in scale.rates.rates:
        money = -scale.money_of(project)
    return severity, signed, scale.group_of(project), (severity, money, left)


def _ordered_ids(
    rows: Sequence[Assessment],
    playbook: Playbook,
    order: Order,
    descending: bool,
    scale: MoneyScale,
) -> tuple[str, ...]:
    """Put rows that stand in the order of attention into another order; return their ids."""
    ranked = [(order.rank(found.project, found, playbook), found.project) for found in rows]
    known = [(key, project) for key, project in ranked if key is not None]
    if order.money:
        known = [(scale.money_of(project), project) for _key, project in known]
    known.sort(key=lambda row: row[0], reverse=descending)
    if order.money:
        known.sort(key=lambda row: scale.group_of(row[1]))
    return tuple(
        project.id for _key, project in (*known, *(row for row in ranked if row[0] is None))
    )


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
        for currency, _count in sorted(counts.items(), key=most_first)
    }
    return totals, len(every) - len(known)


class ProjectGroup(NamedTuple):
    """The listed projects of an owner or customer, and what they come to; of nobody no key.

    Those of a customer have the names of their `owners`.
    """

    key: str
    name: str
    ids: tuple[str, ...]
    flagged: int
    sums: ListSums
    owners: tuple[str, ...] = ()


Grouping = Literal["owner", "customer"]
_owner_group = lru_cache(maxsize=10_000)(owner_key)


@lru_cache(maxsize=10_000)
def _customer_group(name: str) -> str:
    from deals.customers import customer_key  # which brings along all that edits do

    return customer_key(name)


MOST_CHANGED = 100
"""Of how many changed projects on all are put in order again, rather than one by one."""


class PipelineIndex:
    """What a list of projects asks of the whole book: their order of attention, flags and money.

    It is kept from book to book: only the projects that changed, or that triage sees otherwise, are
    looked at again. `scale` says how money is compared.
    """

    def __init__(self) -> None:
        self.scale = MoneyScale()
        self._rule: MoneyRule | None = None
        self._rates: tuple[object, ...] = ()
        self._counted: dict[str, CountedProject] = {}
        self._mark = NO_MARK
        self._projects: Mapping[str, Project] = {}
        self._known: dict[str, Assessment] = {}
        # In the order of attention, ties in the order of the book.
        self._keys: list[AttentionKey] = []
        self._ids: list[str] = []
        self._open, self._flagged = set[str](), set[str]()
        self._tally = MoneyTally(DayRates())
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

    @property
    def groups(self) -> Mapping[str, int]:
        """The place of each currency, as `group_currencies` gives it."""
        return self.scale.groups

    @property
    def rates(self) -> DayRates:
        """The rates at which currencies are compared and told together."""
        return self.scale.rates

    @property
    def customers(self) -> CustomerOwners:
        """Who leads open projects at each customer."""
        return CustomerOwners(self._projects.values())

    @property
    def sums(self) -> ListSums:
        """What the open projects come to, as `sum_projects` gives it."""
        return self._tally.sums()

    def add_up(self, ids: Iterable[str]) -> ListSums:
        """Add up some projects of the book, as `sum_projects` does."""
        if self._rule is None:
            return ListSums()
        return self._rule.add_up(self._counted[id_] for id_ in ids if id_ in self._counted)

    def count_flagged(self, ids: Collection[str]) -> tuple[int, int]:
        """Count those of some projects that need attention, and those that are open."""
        return len(self._flagged.intersection(ids)), len(self._open.intersection(ids))

    def group_by(self, grouping: Grouping, ids: Iterable[str]) -> Sequence[ProjectGroup]:
        """Group listed projects by owner or customer, in the order in which they stand.

        However the name of one is written it is one group, named as it is met first.
        """
        groups: dict[str, list[str]] = {}
        for id_ in ids:
            project = self._projects[id_]
            by_owner = grouping == "owner"
            key = _owner_group(project.owner) if by_owner else _customer_group(project.customer)
            groups.setdefault(key, []).append(id_)
        return [self._make_group(grouping, key, members) for key, members in groups.items()]

    def _make_group(self, grouping: Grouping, key: str, ids: Sequence[str]) -> ProjectGroup:
        projects, sums = [self._projects[id_] for id_ in ids], self.add_up(ids)
        flagged = len(self._flagged.intersection(ids))
        if grouping == "owner":
            return ProjectGroup(key, projects[0].owner, tuple(ids), flagged, sums)
        owners = {_owner_group(each.owner): each.owner for each in reversed(projects) if each.owner}
        names = tuple(sorted(owners.values(), key=spell_out))
        return ProjectGroup(key, projects[0].customer, tuple(ids), flagged, sums, names)

    def shared_names(self, ids: Collection[str]) -> frozenset[str]:
        """Return the names that several of these projects have."""
        listed = set(ids) if self._shared else set[str]()
        return frozenset(name for name in self._shared if len(self._named[name] & listed) > 1)

    def follow(
        self,
        assessments: Assessments,
        playbook: Playbook,
        today: date,
        book: Book,
        currency: str = "",
    ) -> None:
        """Take in what changed, in the book or by the day, since this was last done.

        `currency` is that of the user's settings, empty for none.
        """
        assess = assessments.assessor(playbook, today, book)
        rule = self._rule_of(playbook, today, book, currency)
        if assessments.mark != self._mark or rule is not self._rule:
            changed = assessments.changed_since(self._mark)
            self.update(book.projects, changed, assess, rule)
            self._mark = assessments.mark

    def _rule_of(self, playbook: Playbook, today: date, book: Book, currency: str) -> MoneyRule:
        """Return the rule that money goes by: that of before, unless playbook or rates changed."""
        basis = (playbook, today, currency, book.exchange_rates)
        known = self._rule
        if known is not None and basis == self._rates:
            return known
        self._rates, rates = basis, DayRates.of(book, currency, today)
        same = known is not None and known.playbook is playbook and known.rates == rates
        return known if known is not None and same else MoneyRule(playbook, rates)

    def update(
        self,
        projects: Mapping[str, Project],
        changed: Collection[str] | None,
        assess: Callable[[Project], Assessment],
        rule: MoneyRule,
    ) -> None:
        """Take in the projects of a book, whose money goes by a rule.

        Of those that are not `changed` the assessments are what they were; None if any may be
        others.
        """
        if changed is None or self._rule is not rule:
            self._forget_all(rule)
            changed = projects
        self._projects = projects
        gone = [self._known[id_] for id_ in changed if id_ in self._known]
        new = [assess(projects[id_]) for id_ in changed if id_ in projects]
        for found in gone:
            self._forget(found)
        for found in new:
            self._learn(found)
        scale = MoneyScale(rank_currencies(+self._counts, rule.rates), rule.rates)
        if scale != self.scale or len(changed) > MOST_CHANGED:
            self.scale = scale
            self._sort_all()
        else:
            self._move(gone, new)

    def _forget_all(self, rule: MoneyRule) -> None:
        self._known, self._named, self._shared = {}, {}, set()
        self._open, self._flagged, self._keys, self._ids = set(), set(), [], []
        self._rule, self._tally = rule, MoneyTally(rule.rates)
        self._counted, self._counts = {}, Counter()

    def _forget(self, found: Assessment) -> None:
        project, same = found.project, self._named[found.project.name]
        del self._known[project.id]
        self._open.discard(project.id)
        self._flagged.discard(project.id)
        self._count_money(project, self._counted.pop(project.id), -1)
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
        if self._rule is not None:
            counted = self._counted[project.id] = self._rule.count_project(project)
            self._count_money(project, counted, 1)
        same = self._named.setdefault(project.name, set())
        same.add(project.id)
        if len(same) > 1:
            self._shared.add(project.name)

    def _count_money(self, project: Project, counted: CountedProject, sign: int) -> None:
        if _is_open(project):
            self._tally.add(counted, sign)
            if counted.currency:
                self._counts[counted.currency] += sign

    def _sort_all(self) -> None:
        keyed = [(attention_key(self._known[id_], self.scale), id_) for id_ in self._projects]
        keyed.sort(key=itemgetter(0))
        self._keys = [key for key, _id in keyed]
        self._ids = [id_ for _key, id_ in keyed]

    def _move(self, gone: Sequence[Assessment], new: Sequence[Assessment]) -> None:
        """Take rows out and put others in, each where sorting all would put it."""
        for found in gone:
            start = bisect_left(self._keys, attention_key(found, self.scale))
            at = self._ids.index(found.project.id, start)
            del self._ids[at], self._keys[at]
        places = {id_: place for place, id_ in enumerate(self._projects)}
        for found in new:
            id_, key = found.project.id, attention_key(found, self.scale)
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
        return _ordered_ids(rows, playbook, order, descending, self.scale)
