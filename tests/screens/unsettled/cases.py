"""Changes that did not stand, and a desk that remembers what it was asked to do about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from deals.errors import UserError
from deals.model import Project
from screens.base.app import BaseApp
from screens.base.team_desk import Settling, TeamFailure, TeamStatus
from team.put_back import put_values_back
from tests.deals.makers import amount, contact, project
from tests.deals.readings import LATER
from tests.screens.team.desk import FakeDesk
from tui.team_failures import FailureBook, mark_settled

AT = datetime(2026, 3, 1, 14, 5, tzinfo=UTC)
PORT = project(
    "P3",
    id="port",
    name="港区视频专网",
    customer="咸滩码头",
    amount=amount(800_000).model_copy(update={"text": "80万"}),
    contacts=[contact("何总", 2, id="he", title="总工程师")],
)
METRO = project("P2", id="metro", name="Tidewater Metro line 3 backbone")
STATUS = TeamStatus("db.example.com/sales", "Dan", synced=AT, refused=2, overtaken=2)


def make_failure(
    kind: Literal["refused", "overtaken"], about: Project, path: str, value: Any, **record: Any
) -> TeamFailure:
    """Return a change of a project's field that did not stand."""
    made = {"op": path, "kind": "field", "project": about.id, "path": path, "value": value}
    return TeamFailure(kind, {**made, **record}, about.name, AT)


AMOUNT = {"low": 640_000, "high": 640_000, "currency": "CNY", "text": "64万"}
THEIRS = {**AMOUNT, "low": 800_000, "high": 800_000, "text": "80万"}
FAILURES = (
    make_failure("overtaken", PORT, "amount", AMOUNT, theirs=THEIRS, by="周"),
    make_failure("overtaken", PORT, "contacts/he/title", "CTO", theirs="总工程师", by="周"),
    make_failure("refused", METRO, "stage", "P5", verdict="denied", reason="project"),
    make_failure("refused", METRO, "remarks", "x" * 40, verdict="invalid", reason="size"),
)


@dataclass
class SettlingDesk(FakeDesk):
    """A desk with changes that did not stand, of an app without a server."""

    host: BaseApp | None = None
    listed: list[TeamFailure] = field(default_factory=lambda: list(FAILURES))
    asked: list[tuple[str, list[str]]] = field(default_factory=list)

    def failures(self) -> Sequence[TeamFailure]:
        """What did not stand."""
        assert self.host is not None
        projects = self.host.book.projects
        return FailureBook().refresh(self.listed, projects, "Dan")

    def settle_failures(
        self, failures: Sequence[TeamFailure], how: Settling, then: Callable[[], None]
    ) -> None:
        """Does it at once."""
        ids = [each.id for each in failures]
        self.asked.append((how, ids))
        if how == "resend":
            self.listed = [each for each in self.listed if each.id not in ids]
        else:
            self.listed = [
                mark_settled(each, how) if each.id in ids else each for each in self.listed
            ]
        left = [each.kind for each in self.listed if not each.dismissed]
        refused, overtaken = left.count("refused"), left.count("overtaken")
        assert self.host is not None
        self.host.team_status = STATUS._replace(refused=refused, overtaken=overtaken)
        then()

    def put_back(self, failure: TeamFailure, about: Project) -> Project:
        """As the real one does."""
        if failure.kind != "overtaken":
            raise UserError("team-not-put-back")
        return put_values_back(about, {failure.record["path"]: failure.record["value"]}, LATER)


def seat_desk(host: BaseApp) -> SettlingDesk:
    """Give an app a desk without a server."""
    host.team = desk = SettlingDesk(host=host, status=STATUS)
    host.team_status = STATUS
    return desk
