"""What the branches of a reporting line have signed this period, held against their targets.

A server's sums know no day of signing: what is signed is added up out of the projects that are
here, by the rule of the forecast, and only for branches of which the server has the same signed
projects. The target of a branch is what those of its people add up to; that of the whole team is
the team's own where it has one, for whoever has nobody above.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from deals.numbers.branches import (
    WHOLE,
    BranchReport,
    BranchRow,
    BranchTarget,
    DueDays,
    TeamFigures,
    make_row,
)
from deals.numbers.figures import TEAM, Figures, NumbersScope
from deals.numbers.forecast import CurrencyBucket
from deals.numbers.states import is_signed
from deals.numbers.targets import TargetFigure, sum_targets, target_owners
from deals.owners import owner_key

if TYPE_CHECKING:
    from deals.model import Project
    from deals.numbers.fiscal_periods import FiscalPeriod

BranchMap = Mapping[str, str]
"""The branch that each owner's projects are in, by `owner_key`."""
RowKind = tuple[str, str, str]
"""A stage, a status and a currency."""


def hold_targets(figures: Figures, report: BranchReport, found: TeamFigures) -> TeamFigures:
    """Return the figures of the branches under a person with what is signed in the day's quarter
    and what is to be.
    """
    period = figures.years.period_of(figures.today, "quarter")
    branches = map_branches(report)
    names = {owner_key(name): name for name in target_owners(figures.book.targets)}
    signed = _add_signed(figures, report, branches, period)
    targets = dict[tuple[str, str | None], BranchTarget]()
    for currency in found.currencies:
        owed = figures.owner_targets(period, currency)
        theirs = defaultdict[str, dict[str, TargetFigure]](dict)
        for key, target in owed.items():
            if key in branches:
                theirs[branches[key]][names[key]] = target
        for branch in {*branches.values()}:
            targets[branch, currency] = _hold(signed.get(branch), currency, theirs[branch])
        whole = _find_whole(figures, report, period, currency)
        targets[WHOLE, currency] = _add_up(targets, currency, whole)
    return replace(found, targets=targets)


def map_branches(report: BranchReport) -> BranchMap:
    """Return which branch under a person each one of them is in, the person's own theirs."""
    line, under = report.line, report.under
    below = {owner_key(name): head for head in line.reports_of(under) for name in line.branch(head)}
    return below | {owner_key(under): under}


def _place_projects(
    projects: Iterable[Project], report: BranchReport, branches: BranchMap
) -> Iterator[tuple[Project, str]]:
    """Yield the projects of the branches with their branch: that of whom the server has it with."""
    for project in projects:
        if (branch := branches.get(report.line.find_holder(project))) is not None:
            yield project, branch


def _add_signed(
    figures: Figures, report: BranchReport, branches: BranchMap, period: FiscalPeriod
) -> Mapping[str, Counter[str | None]]:
    """Add up what each branch has signed in a period by currency, and (None) together; of those
    alone of which the same is signed here and on the server: no more, no less, and nothing else.
    """
    stages, due = figures.basis.signed_stages, DueDays.of(figures.today, figures.years)
    signed, rows = dict[str, str](), list[BranchRow]()
    for project, branch in _place_projects(figures.book.projects.values(), report, branches):
        if is_signed(project, stages):
            signed[project.id] = branch
            rows.append(make_row(branch, project, due))
    here = _mark_branches(rows)
    there = _mark_branches(row for row in report.rows if is_signed(row, stages))
    known = (name for name in branches.values() if here.get(name) == there.get(name))
    sums = {branch: Counter[str | None]() for branch in known}
    bucket = figures.forecast(NumbersScope(ids=frozenset(signed)), "quarter").find(period)
    moneys: list[tuple[str | None, CurrencyBucket | None]] = list(bucket.currencies.items())
    for code, money in (*moneys, (None, figures.find_bucket(bucket))):
        for part in money.signed_parts if money else ():
            if (branch := signed[part.state.project.id]) in sums:
                sums[branch][code] += part.amount
    return sums


def _mark_branches(rows: Iterable[BranchRow]) -> Mapping[str, Mapping[RowKind, Counter[str]]]:
    """Return of each branch what tells its projects from others: how many there are of each stage,
    status and currency, and their money.
    """
    marks = defaultdict[str, dict[RowKind, Counter[str]]](lambda: defaultdict(Counter))
    for row in rows:
        mark = marks[row.branch][row.stage, row.status, row.currency]
        mark.update(deals=row.deals, low=row.low, high=row.high)
    return marks


def _hold(
    signed: Counter[str | None] | None, currency: str | None, theirs: Mapping[str, TargetFigure]
) -> BranchTarget:
    target = sum_targets(theirs.values())
    money = None if signed is None else signed[currency]
    return BranchTarget(money, target.amount if target else None, tuple(theirs))


def _find_whole(
    figures: Figures, report: BranchReport, period: FiscalPeriod, currency: str | None
) -> TargetFigure | None:
    """Find the target that the whole team has of its own, for whoever leads it."""
    top = report.line.people[report.line.top]
    if report.under != report.line.top or top.reports_to is not None:
        return None
    found = figures.target_money(period, TEAM, currency).figure
    return found if found is not None and found.source != "owners" else None


def _add_up(
    targets: Mapping[tuple[str, str | None], BranchTarget],
    currency: str | None,
    whole: TargetFigure | None,
) -> BranchTarget:
    """Return what all branches have signed and are to sign; `whole` is the team's own target."""
    parts = [each for (_branch, code), each in targets.items() if code == currency]
    signed = [each.signed for each in parts if each.signed is not None]
    owed = [each.target for each in parts if each.target is not None]
    target = whole.amount if whole is not None else sum(owed) if owed else None
    owners = () if whole is not None else tuple(name for each in parts for name in each.owners)
    return BranchTarget(sum(signed) if len(signed) == len(parts) else None, target, owners)
