"""The team's server as the screens know it: how the store stands with it, and what may be asked.

Screens know no server. `BaseApp.team` is None where the store has none; else it is a `TeamDesk`,
whose work is done in a thread of its own, so that no key waits for a line. Whatever it was asked
for comes by a callback, in the thread of the screens, or not at all where the app has been left.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

from deals.errors import UserError
from deals.model import Project

if TYPE_CHECKING:
    from deals.edits.hand_over import HandOverOrder, HandOverWork
    from deals.numbers.branches import BranchReport
    from deals.shared_deals import SharedReport


class TeamStatus(NamedTuple):
    """How the store stands with the team's server, as last known.

    `server` is its name without a password, `person` who one is for it, empty until it was reached
    once. It is `trying` as long as this session has neither reached it nor failed to. `synced` is
    when all was last in sync, `pending` how many changes wait to be sent. `refused` and `overtaken`
    count changes that did not stand and that nobody has dismissed. `scope` says of whom projects
    are here, `under` of which branch alone summaries are, and `followed` holds the owners whose
    projects come here, also those who have none yet. `offline` is since when there has been no
    line, `why` what is in the way. `stopped` is why it is not tried any more until
    somebody asks for it, and `resting` why this session does not sync at all. `again` is when the
    next try is, where there is no sync just now.
    """

    server: str
    person: str = ""
    trying: bool = False
    synced: datetime | None = None
    pending: int = 0
    refused: int = 0
    overtaken: int = 0
    scope: str = ""
    under: str = ""
    followed: frozenset[str] = frozenset()
    offline: datetime | None = None
    why: UserError | None = None
    stopped: UserError | None = None
    resting: UserError | None = None
    again: datetime | None = None


class TeamFailure(NamedTuple):
    """A change that did not stand: `refused` by the server, or `overtaken` by a later one.

    `record` is it as it was sent, with `value`, and with what the server said: `reason`, `by`,
    `theirs`. `name` is that of the project, `at` when the change was made. One that was `dismissed`
    is kept, and not counted; so is one whose value was put back, as long as that is not undone.
    """

    kind: Literal["refused", "overtaken"]
    record: Mapping[str, Any]
    name: str
    at: datetime
    dismissed: bool = False

    @property
    def id(self) -> str:
        """What it goes by: of a path of a project there is one that was refused, and as many that
        were overtaken as were written.
        """
        path = self.record.get("path") or self.record["kind"]
        stamp = self.record.get("stamp", "") if self.kind == "overtaken" else ""
        return f"{self.kind} {self.record['project']} {path} {stamp}"

    @property
    def is_put_back(self) -> bool:
        """Whether its value was put back."""
        return self.dismissed and bool(self.record.get("put_back"))

    @property
    def project(self) -> str:
        """The id of the project."""
        return str(self.record["project"])


Settling = Literal["resend", "dismiss", "put-back", "recall"]
"""What is done about changes that did not stand: sent again, dismissed, put back by an edit, or
taken back from that.
"""


class TeamDesk(Protocol):
    """The team's server. Where `then` is given nothing waits: it is called once there is an answer,
    and `failed` with why there is none: `team-offline` and whatever else a sync is refused by.
    """

    @property
    def status(self) -> TeamStatus | None:
        """How the store stands with the server; None until that is known."""

    def failures(self) -> Sequence[TeamFailure]:
        """Return what did not stand, the latest first."""

    def sync_now(self) -> None:
        """Sync at once, also where it was not tried any more."""

    def settle_failures(
        self, failures: Sequence[TeamFailure], how: Settling, then: Callable[[], None]
    ) -> None:
        """Settle changes that did not stand."""

    def open_projects(
        self, ids: Sequence[str], then: Callable[[], None], failed: Callable[[UserError], None]
    ) -> None:
        """Fetch projects whole of which only summaries are here, and have them in the book."""

    def note_opened(self, project: str) -> None:
        """Take notice that a project is looked at: one that was fetched stays a while longer."""

    def put_back(self, failure: TeamFailure, project: Project) -> Project:
        """Return a project with the value that was overtaken; refused where it cannot be.

        Refusal: `team-not-put-back`: what it was of is gone.
        """

    def branches(
        self,
        under: str,
        then: Callable[[BranchReport, bool], None],
        failed: Callable[[UserError], None],
    ) -> None:
        """Fetch the figures of the branches under a person; of none, one's own.

        What was kept of them is given first, and whether what is given is fresh.
        """

    def bring_branch(
        self,
        person: str,
        path: Sequence[str],
        then: Callable[[], None],
        failed: Callable[[UserError], None],
    ) -> None:
        """Have the copy hold the summaries of a person's branch, to whom the line leads by `path`;
        in place of those of others only where those of all are too many.
        """

    def shared_deals(
        self,
        then: Callable[[SharedReport, bool], None],
        failed: Callable[[UserError], None],
    ) -> None:
        """Fetch the projects that may be twins among all that one sees; as `branches`."""

    def plan_hand_over(
        self,
        order: HandOverOrder,
        then: Callable[[HandOverWork], None],
        failed: Callable[[UserError], None],
    ) -> None:
        """Count what would go along with projects that are handed over."""

    def hand_over(
        self,
        order: HandOverOrder,
        then: Callable[[Sequence[str]], None],
        failed: Callable[[UserError], None],
    ) -> None:
        """Hand projects over, all of it or nothing; `then` is told the ids of those that went."""
