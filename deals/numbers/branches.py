"""The figures of a reporting line, branch by branch, out of sums that a server makes.

A manager over thousands of projects has none of them at hand, but for each branch how many there
are, by stage, status, currency and the quarter in which signing is due, with their money. From that
come the figures of the numbers room: in play is what is open and below the stage of signing, by
completion what the degree of completion makes of it, expected what the win rates do (method,
section 8). Each sum is taken to its rate and rounded half up once.

The win rates are those of the team (`team_win_rates`), by which its copies reckon too: rates
measured on cases would hang on how many of the projects whoever looks has at hand.

Late and due go by the rule of the forecast: late is what is past its window, due what may be signed
from today to the end of this quarter, its money shared out over the days left of the window. Of a
project that is shared the half units are rounded by themselves, not month by month.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from fractions import Fraction
from typing import NamedTuple

from deals.model import Book, Project
from deals.numbers.basis import NumbersBasis
from deals.numbers.book_basis import basis_at, team_win_rates
from deals.numbers.exact_rates import exact_rate, multiply_half_up
from deals.numbers.fiscal_periods import YearStarts
from deals.numbers.states import is_signed
from deals.playbook import Playbook
from deals.reporting_line import ReportingLine

_SAME = Fraction(1)


class BranchRow(NamedTuple):
    """What a branch has of one stage, status, currency and quarter.

    `branch` is its head's name, `quarter` the first day of the one in which signing is due at the
    latest; without an amount there is no `currency`. So many of the `deals` have a red flag, or an
    amber one at worst; None where the server does not know. So many are `late` or `due` this
    quarter, with twice the middle of what is.
    """

    branch: str
    stage: str
    status: str
    currency: str
    quarter: date | None
    deals: int
    low: int
    high: int
    red: int | None = None
    amber: int | None = None
    late: int = 0
    late_twice: int = 0
    due: int = 0
    due_twice: int = 0


class DueDays(NamedTuple):
    """From which day until which something is due, and what that period is called."""

    today: date
    until: date
    label: str

    @classmethod
    def of(cls, today: date, years: YearStarts) -> DueDays:
        """Return those of a day: up to the end of its quarter."""
        quarter = years.period_of(today, "quarter")
        return cls(today, quarter.latest, quarter.label)


def make_row(branch: str, project: Project, due: DueDays) -> BranchRow:
    """Return what a project adds to a branch, as the server has it."""
    amount, window = project.amount, project.signs
    twice = amount.low + amount.high if amount else 0
    latest = window.latest if window else None
    quarter = date(latest.year, (latest.month - 1) // 3 * 3 + 1, 1) if latest else None
    late = window is not None and window.latest < due.today
    share = Fraction(0)
    if window is not None and not late:
        first = max(window.earliest, due.today)
        days = (min(window.latest, due.until) - first).days + 1
        share = Fraction(max(0, days), (window.latest - first).days + 1)
    return BranchRow(
        branch,
        project.stage,
        project.status,
        amount.currency if amount else "",
        quarter,
        1,
        amount.low if amount else 0,
        amount.high if amount else 0,
        late=int(late),
        late_twice=twice * late,
        due=int(share > 0),
        due_twice=multiply_half_up(twice, share, 1),
    )


@dataclass(frozen=True, slots=True)
class BranchReport:
    """What the server said of the branches under a person, and of the line, at a time.

    `due` is what the quarter is called in which something is due.
    """

    under: str
    rows: tuple[BranchRow, ...]
    line: ReportingLine
    at: datetime
    due: str = ""


def report_here(
    under: str, projects: Iterable[Project], line: ReportingLine, at: datetime, due: DueDays
) -> BranchReport:
    """Report on the branches under a person by the projects that are here; those whose owner is
    nobody of the line are with who looks.
    """
    heads = {under: under} if under in line.people else {}
    for head in line.reports_of(under):
        heads |= dict.fromkeys(line.branch(head), head)
    owned = (
        (project.owner if project.owner in line.people else line.top, project)
        for project in projects
    )
    rows = (make_row(heads[owner], project, due) for owner, project in owned if owner in heads)
    return BranchReport(under, tuple(rows), line, at, due.label)


@dataclass(slots=True)
class BranchMoney:
    """The money of a branch in one currency, in whole units.

    `sum` and what follows is of projects in play, so many as `count`; `expected` is None where
    a stage of theirs has no win rate.
    """

    count: int = 0
    sum: int = 0
    completion: int = 0
    expected: int | None = 0
    due: int = 0
    late: int = 0
    signed: int = 0


@dataclass(slots=True)
class BranchFigures:
    """The figures of a branch.

    `deals` are in play, of which so many are `unpriced`, `due` this quarter and `late`; `signed`
    and `out` (on hold, lost, abandoned) stand apart. `home` is all that has a rate in the home
    currency. `red` and `amber` count projects in play by their worst flag, None if not known.
    """

    deals: int = 0
    unpriced: int = 0
    due: int = 0
    late: int = 0
    signed: int = 0
    out: int = 0
    red: int | None = None
    amber: int | None = None
    stages: dict[str, int] = field(default_factory=dict)
    currencies: dict[str, BranchMoney] = field(default_factory=dict)
    home: BranchMoney = field(default_factory=BranchMoney)

    def money(self, currency: str | None) -> BranchMoney:
        """Return the money in a currency, or (None) all that has a rate together."""
        if currency is None:
            return self.home
        return self.currencies.get(currency) or BranchMoney()

    def has_more(self, currency: str | None, rated: Iterable[str]) -> bool:
        """Whether there is money in play that is not in `money` of a currency."""
        inside = set(rated) if currency is None else {currency}
        return any(each.count for code, each in self.currencies.items() if code not in inside)


class BranchTarget(NamedTuple):
    """What a branch has signed in the day's quarter and what it is to sign, in whole units.

    `signed` is None where what is here is not what is there, `target` where nobody of it has one;
    it is what those of the `owners` add up to, or where none is named the team's own.
    """

    signed: int | None = None
    target: int | None = None
    owners: tuple[str, ...] = ()

    @property
    def gap(self) -> int | None:
        """What is left to sign; None where that is not known."""
        if self.signed is None or self.target is None:
            return None
        return max(0, self.target - self.signed)


WHOLE = ""
"""What stands for all branches together in the place of a head's name."""


@dataclass(frozen=True, slots=True)
class TeamFigures:
    """The figures of all branches under a person by their heads' names, and of them together.

    `due` is what the quarter is called in which something is due. `rated` are the currencies that
    are in what is together, `joins` says that these are several. `targets` are those of each branch
    and of the `WHOLE`, by head and currency.
    """

    branches: Mapping[str, BranchFigures]
    total: BranchFigures
    basis: NumbersBasis
    rated: tuple[str, ...]
    due: str
    targets: Mapping[tuple[str, str | None], BranchTarget] = field(default_factory=dict)

    @property
    def joins(self) -> bool:
        """Whether what is together is more than one currency."""
        return len(self.rated) > 1

    @property
    def several(self) -> bool:
        """Whether there is money of more than one currency, so that each has to say its own."""
        return len(self.total.currencies) > 1

    @property
    def currencies(self) -> Sequence[str | None]:
        """What money may be told in: together (None) where that joins several, then each."""
        ranked = sorted(
            self.total.currencies, key=lambda code: (-self.total.currencies[code].count, code)
        )
        return [*([None] if self.joins else []), *ranked]


def line_basis(book: Book, playbook: Playbook, today: date, home: str | None) -> NumbersBasis:
    """Return what the figures of a line are reckoned by, whoever looks at it."""
    rates = team_win_rates(book, playbook, today)
    return replace(basis_at(book, playbook, today, home=home), win_rates=rates)


def add_up_branches(rows: Iterable[BranchRow], basis: NumbersBasis, due: str = "") -> TeamFigures:
    """Add the rows of a roll-up up, by branch and together; `due` is what the quarter is called in
    which something is due, by default that of the day.
    """
    adder = _RowAdder(basis)
    branches, total = defaultdict[str, BranchFigures](BranchFigures), BranchFigures()
    for row in rows:
        adder.add(branches[row.branch], row)
        adder.add(total, row)
    rated = tuple(code for code in total.currencies if basis.exchange_rate(code) is not None)
    due = due or DueDays.of(basis.today, basis.years).label
    return TeamFigures(dict(branches), total, basis, rated, due)


class _RowAdder:
    """Adds rows to figures; rates are looked up once."""

    def __init__(self, basis: NumbersBasis) -> None:
        self._basis = basis
        self._signed = basis.signed_stages
        self._weights = {stage.id: exact_rate(stage.weight) for stage in basis.playbook.stages}

    def add(self, figures: BranchFigures, row: BranchRow) -> None:
        """Add a row."""
        if is_signed(row, self._signed):
            figures.signed += row.deals
            for money, rate in self._moneys(figures, row):
                money.signed += multiply_half_up(row.low + row.high, rate, 2)
        elif row.status != "open":
            figures.out += row.deals
        else:
            self._add_in_play(figures, row)

    def _add_in_play(self, figures: BranchFigures, row: BranchRow) -> None:
        figures.deals += row.deals
        figures.due += row.due
        figures.late += row.late
        figures.stages[row.stage] = figures.stages.get(row.stage, 0) + row.deals
        if row.red is not None:
            figures.red = (figures.red or 0) + row.red
            figures.amber = (figures.amber or 0) + (row.amber or 0)
        if not row.currency:
            figures.unpriced += row.deals
        for money, rate in self._moneys(figures, row):
            self._add_money(money, row, rate)

    def _moneys(self, figures: BranchFigures, row: BranchRow) -> list[tuple[BranchMoney, Fraction]]:
        """Return the sums that a row's money goes to, and at which rate."""
        if not row.currency:
            return []
        own = figures.currencies.setdefault(row.currency, BranchMoney())
        rate = self._basis.exchange_rate(row.currency)
        return [(own, _SAME), *([(figures.home, rate)] if rate is not None else [])]

    def _add_money(self, money: BranchMoney, row: BranchRow, rate: Fraction) -> None:
        twice, win = row.low + row.high, self._basis.win_rate(row.stage)
        money.count += row.deals
        money.sum += multiply_half_up(twice, rate, 2)
        money.due += multiply_half_up(row.due_twice, rate, 2)
        money.late += multiply_half_up(row.late_twice, rate, 2)
        weight = self._weights.get(row.stage, Fraction(0))
        money.completion += multiply_half_up(twice, rate * weight, 2)
        if win is None:
            money.expected = None
        elif money.expected is not None:
            money.expected += multiply_half_up(twice, rate * win, 2)
