"""A team's server that answers when the test says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from deals.edits.hand_over import HandOverOrder, HandOverWork
from deals.errors import UserError
from deals.model import Project
from deals.numbers.branches import BranchReport, BranchRow
from deals.reporting_line import LinePerson, ReportingLine
from deals.shared_deals import SharedDeal, SharedReport
from screens.base.team_desk import Settling, TeamFailure, TeamStatus
from tests.deals.makers import amount

AT = datetime(2026, 3, 2, 9, 30).astimezone()
"""When it was asked last: half past nine in whichever zone."""
THIS, LAST, NEXT = date(2026, 1, 1), date(2025, 10, 1), date(2026, 4, 1)
PEOPLE = (
    LinePerson("Ann Lindqvist"),
    LinePerson("Ben Okafor", "Ann Lindqvist"),
    LinePerson("欧阳修竹", "Ann Lindqvist"),
    LinePerson("Dan Wu", "Ben Okafor"),
    LinePerson("何冰", "欧阳修竹", revoked=True),
)
LINE = ReportingLine.of("Ann Lindqvist", PEOPLE)


def row(branch: str, stage: str, status: str, currency: str, *rest: Any) -> BranchRow:
    """Return a row, which is due or late by its quarter."""
    made = BranchRow(branch, stage, status, currency, *rest)
    late, due = made.quarter == LAST, made.quarter == THIS
    twice = made.low + made.high
    return made._replace(
        late=made.deals * late, late_twice=twice * late, due=made.deals * due, due_twice=twice * due
    )


ROWS = (
    row("Ann Lindqvist", "P1", "open", "CNY", THIS, 2, 1_000_000, 2_000_000),
    row("Ben Okafor", "P2", "open", "CNY", THIS, 3, 3_000_000, 3_000_000, 1, 1),
    row("Ben Okafor", "P4", "open", "CNY", LAST, 2, 800_000, 1_200_000, 2, 0),
    row("Ben Okafor", "P4", "open", "USD", NEXT, 1, 500_000, 500_000, 0, 1),
    row("Ben Okafor", "P7", "open", "CNY", LAST, 1, 900_000, 900_000),
    row("欧阳修竹", "P3", "open", "CNY", None, 12, 40_000_000, 60_000_000, 3, 4),
    row("欧阳修竹", "P3", "open", "", None, 1, 0, 0),
    row("欧阳修竹", "P3", "lost", "CNY", THIS, 4, 1, 1),
)
BELOW = (
    row("Ben Okafor", "P2", "open", "CNY", THIS, 3, 3_000_000, 3_000_000),
    row("Dan Wu", "P4", "open", "CNY", LAST, 2, 800_000, 1_200_000),
)
REPORTS = {
    "": BranchReport("Ann Lindqvist", ROWS, LINE, AT),
    "Ben Okafor": BranchReport("Ben Okafor", BELOW, LINE, AT),
    "欧阳修竹": BranchReport("欧阳修竹", (), LINE, AT),
}
SHARED = SharedReport(
    (
        SharedDeal("d1", "Harbour net", "Port of Maren", "Dan Wu", "P2", "CNY", 100_000, 100_000),
        SharedDeal("o1", "harbour net", "Port of Maren", "欧阳修竹", "P4", "USD", 50_000, 90_000),
        SharedDeal("b1", "北辰扩容", "北辰电力", "Ben Okafor", "P1"),
        SharedDeal("b2", "北辰扩容", "北辰电力", "何冰", "P1"),
        SharedDeal("x1", "Only here", "Port of Maren", "Dan Wu", "P1"),
    ),
    AT,
)
WORK = HandOverWork(4, 3, 1, 2, 1, 5, (amount(300_000),))
OFFLINE = UserError("team-offline", server="db", detail="no route")


@dataclass
class FakeDesk:
    """Answers at once, or where it is `held` by `answer`; what it did is in `done`.

    With a `refusal` nothing is fresh: what was `kept` before is given, and that refusal.
    """

    reports: dict[str, BranchReport] = field(default_factory=lambda: dict(REPORTS))
    shared: SharedReport = SHARED
    kept: bool = False
    held: bool = False
    refusal: UserError | None = None
    done: list[object] = field(default_factory=list)
    waiting: list[Callable[[], None]] = field(default_factory=list)
    status: TeamStatus | None = None

    def answer(self) -> None:
        """Give the answers that are held."""
        while self.waiting:
            self.waiting.pop(0)()

    def _give(self, act: Callable[[], None], failed: Callable[[UserError], None]) -> None:
        refusal = self.refusal
        self.waiting.append(act if refusal is None else lambda: failed(refusal))
        if not self.held:
            self.answer()

    def branches(
        self,
        under: str,
        then: Callable[[BranchReport, bool], None],
        failed: Callable[[UserError], None],
    ) -> None:
        """Gives the report of a person."""
        if self.kept:
            then(self.reports[under], False)
        self._give(lambda: then(self.reports[under], True), failed)

    def shared_deals(
        self, then: Callable[[SharedReport, bool], None], failed: Callable[[UserError], None]
    ) -> None:
        """Gives the deals that stand twice."""
        self._give(lambda: then(self.shared, True), failed)

    def bring_branch(
        self,
        person: str,
        path: Sequence[str],
        then: Callable[[], None],
        failed: Callable[[UserError], None],
    ) -> None:
        """Notes whose branch was asked for."""
        self.done.append(person)
        self._give(then, failed)

    def plan_hand_over(
        self,
        order: HandOverOrder,
        then: Callable[[HandOverWork], None],
        failed: Callable[[UserError], None],
    ) -> None:
        """Gives what goes along."""
        self._give(lambda: then(WORK), failed)

    def hand_over(
        self,
        order: HandOverOrder,
        then: Callable[[Sequence[str]], None],
        failed: Callable[[UserError], None],
    ) -> None:
        """Notes who gave what to whom."""
        self.done.append(order)
        ids = order.projects or tuple(f"{at}" for at in range(WORK.projects))
        self._give(lambda: then(ids), failed)

    def open_projects(
        self, ids: Sequence[str], then: Callable[[], None], failed: Callable[[UserError], None]
    ) -> None:
        """Notes which projects were asked for."""
        self.done += ids
        self._give(then, failed)

    def note_opened(self, project: str) -> None:
        """Takes no notice."""

    def failures(self) -> Sequence[TeamFailure]:
        """Nothing was refused."""
        return ()

    def sync_now(self) -> None:
        """Notes that a sync was asked for."""
        self.done.append("sync")

    def settle_failures(
        self, failures: Sequence[TeamFailure], how: Settling, then: Callable[[], None]
    ) -> None:
        """Settles nothing."""

    def put_back(self, failure: TeamFailure, project: Project) -> Project:
        """Puts nothing back."""
        return project
