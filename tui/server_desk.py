"""The team's server as the app's screens are given it; loaded only where the store knows one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from deals.errors import UserError
from deals.model import Book, Project
from deals.numbers.branches import BranchReport, DueDays, report_here
from deals.numbers.fiscal_periods import year_starts
from deals.numbers.states import signed_stages
from deals.reporting_line import LinePerson, ReportingLine
from deals.team_copy import recall_line
from screens.base.team_desk import Settling, TeamFailure, TeamStatus
from team.branch_reports import (
    fetch_branches,
    fetch_shared_deals,
    recall_branches,
    recall_shared_deals,
)
from team.glance_sync import GlanceBasis, keep_opened, open_whole
from team.put_back import put_values_back
from team.scope import bring_summaries
from team.server_hand_over import give_projects, plan_hand_over
from team.sync_report import SyncReport
from team.sync_session import TeamPlace
from team.sync_state import SyncState
from tui.team_failures import FailureBook, mark_settled, settle_all
from tui.team_messages import report_texts, wrong_clock_text
from tui.team_store import AppStore, ScreenTurns
from tui.team_thread import TeamLine, TeamNews, TeamRequest, TeamThread
from wording import _
from wording.team_words import path_words

if TYPE_CHECKING:
    from deals.book_change import BookChange, Committed
    from deals.edits.hand_over import HandOverOrder, HandOverWork
    from deals.shared_deals import SharedReport
    from screens.base.context import AppContext
    from screens.base.messages import WaitingMessages
    from store.encryption import PassphraseKey
    from store.store import Store

LEAVE_SECONDS = 2.0
"""How long leaving waits at most for a last sync."""
LEAVE_WITHOUT_LINE = 0.3
"""The same where there is no line: what was edited last is only noted."""

DeskAnswer = TypeVar("DeskAnswer")


class SyncedApp(Protocol):
    """The app, as far as it is synced."""

    team_status: TeamStatus | None

    @property
    def book(self) -> Book:
        """The book as it is shown."""

    @property
    def messages(self) -> WaitingMessages:
        """What waits to be told."""

    @property
    def context(self) -> AppContext:
        """What the app was started with."""

    def call_later(self, callback: Callable[[], None]) -> bool:
        """Do something in the thread of the screens; called from any thread."""

    def take_in_others(self) -> None:
        """Take in what other sessions did to the store."""

    def commit_pulled(self, change: BookChange, label: str) -> Committed:
        """Commit what others did, as a sync brings it."""

    def note(self, text: str, *, result: bool = False) -> None:
        """Tell something once there is room for it, a `result` of what was done here first."""

    def tell_edits(self, told_else: Collection[str]) -> None:
        """Tell what others edited by what was committed; not of projects of which that is told in
        another way, by their ids.
        """

    def tell_refusal(self, refusal: UserError, *, result: bool = False) -> None:
        """Say why something was refused, as soon as there is room for it."""


class AppTeamDesk:
    """The team's server: asks the thread that syncs, and tells the app what became of it."""

    def __init__(
        self, app: SyncedApp, store: Store, key: PassphraseKey | None, rest: UserError | None
    ) -> None:
        """Make it of an app and its store, opened by `key`; `rest` is why it does not sync."""
        self._app = app
        self._turns = ScreenTurns(app.call_later)
        self._store = AppStore(store, self._turns, app.take_in_others, app.commit_pulled, rest)
        self._place = TeamPlace(store.path, key, self._find_basis)
        self._thread = TeamThread(self._place, self._store, self._hear)
        self._failures: Sequence[TeamFailure] = ()
        self._by_now = FailureBook()
        self._owes_answer = True  # a sync was asked for, or it began: nothing was told of it yet
        self._is_clock_wrong = False  # and that was told

    def start(self) -> None:
        """Begin to sync."""
        self._thread.start()

    def book_changed(self) -> None:
        """Have what was committed sent, a moment from now."""
        self._thread.edited()

    @property
    def is_idle(self) -> bool:
        """Whether there is nothing to do but to wait for edits, for the server or for a line."""
        return self._thread.is_idle

    def leave(self) -> int:
        """Sync a last time; return how many changes wait to be sent."""
        self._turns.end()
        self._thread.leave(LEAVE_SECONDS, LEAVE_WITHOUT_LINE)
        status = self._thread.status
        return 0 if status is None or status.resting is not None else status.pending

    @property
    def stopped(self) -> UserError | None:
        """Why nothing is sent any more until that is settled; None where the next sync may."""
        status = self._thread.status
        return None if status is None else status.stopped

    def ask(
        self,
        work: Callable[[TeamLine], DeskAnswer],
        then: Callable[[DeskAnswer], None],
        failed: Callable[[UserError], None],
    ) -> None:
        """Have something asked of the server, and be told the answer, or why there is none."""

        def do(line: TeamLine) -> None:
            answer = work(line)
            self._turns.post(lambda: then(answer))

        self._thread.ask(TeamRequest(do, self._in_turn(failed), needs_line=True))

    def _in_turn(self, failed: Callable[[UserError], None]) -> Callable[[UserError], None]:
        return lambda refusal: self._turns.post(lambda: failed(refusal))

    # What screens know it by ---------------------------------------------------------------------

    @property
    def status(self) -> TeamStatus | None:
        """How the store stands with the server; None until that is known."""
        return self._app.team_status

    def failures(self) -> Sequence[TeamFailure]:
        """Return what did not stand, the latest first."""
        me = (self.status.person if self.status else "") or self._app.context.me
        return tuple(self._by_now.refresh(self._failures, self._app.book.projects, me))

    def sync_now(self) -> None:
        """Sync at once, also where it was not tried any more."""
        self._owes_answer = True
        self._thread.hurry(asked=True)

    def settle_failures(
        self, failures: Sequence[TeamFailure], how: Settling, then: Callable[[], None]
    ) -> None:
        """Settle changes that did not stand."""

        def settle(state: SyncState) -> None:
            settle_all(state, failures, how)
            self._turns.post(then)
            if how == "resend":
                self._thread.hurry()

        # What is settled is shown at once: the thread may be held up by the line.
        before = self._failures
        self._failures = [mark_settled(each, how) if each in failures else each for each in before]

        def stay(refusal: UserError) -> None:
            self._failures = before
            self._app.tell_refusal(refusal)

        self._thread.ask(TeamRequest(settle, self._in_turn(stay), needs_line=False))

    def _find_basis(self) -> GlanceBasis:
        context = self._app.context
        return GlanceBasis(context.playbook, context.today())

    def open_projects(
        self, ids: Sequence[str], then: Callable[[], None], failed: Callable[[UserError], None]
    ) -> None:
        """Fetch projects whole of which only summaries are here, and have them in the book."""
        today = self._app.context.today()

        def fetch(line: TeamLine) -> None:
            for project in ids:
                open_whole(line.store, line.state, line.connection, project, today)

        self.ask(fetch, lambda _nothing: then(), failed)

    def note_opened(self, project: str) -> None:
        """Take notice that a project is looked at: one that was fetched stays a while longer."""
        status = self.status
        if status is None or status.resting is not None:
            return
        today = self._app.context.today()

        def note(state: SyncState) -> None:
            if project in state.read("opened", {}):
                keep_opened(state, project, today)

        self._thread.ask(TeamRequest(note, lambda _refusal: None, needs_line=False))

    def put_back(self, failure: TeamFailure, project: Project) -> Project:
        """Return a project with the value that was overtaken; refused where it cannot be."""
        record = failure.record
        if failure.kind != "overtaken" or record["kind"] != "field":
            raise UserError("team-not-put-back")
        stamp = self._app.context.stamp()
        return put_values_back(project, {record["path"]: record.get("value")}, stamp)

    # The line ------------------------------------------------------------------------------------

    def branches(
        self,
        under: str,
        then: Callable[[BranchReport, bool], None],
        failed: Callable[[UserError], None],
    ) -> None:
        """Fetch the figures of the branches under a person; what was kept of them comes first."""
        name, due, kept = under or None, self._find_due(), list[BranchReport]()

        def take(report: BranchReport, fresh: bool) -> None:
            kept.append(report)
            then(report, fresh)

        def add_up(offline: bool) -> None:
            if offline and not kept:
                take(self._add_up_here(name, due), False)

        def fail(refusal: UserError) -> None:
            add_up(refusal.code == "team-offline")
            failed(refusal)

        def fetch(line: TeamLine) -> BranchReport:
            return self._add_makers(fetch_branches(line.state, line.connection, name, due))

        # Whoever knows that there is no line does not wait for it once more.
        recall = partial(self._recall_branches, name)
        self._recall(recall, take, lambda: add_up(self._is_offline))
        self.ask(fetch, lambda report: then(report, True), fail)

    @property
    def _is_offline(self) -> bool:
        return self.status is not None and self.status.offline is not None

    def _recall_branches(self, name: str | None, state: SyncState) -> BranchReport | None:
        report = recall_branches(state, name)
        return None if report is None else self._add_makers(report)

    def _find_due(self) -> DueDays:
        today = self._app.context.today()
        return DueDays.of(today, year_starts(self._store.book, today))

    def _add_up_here(self, name: str | None, due: DueDays) -> BranchReport:
        """Add up what is here, by the line as the last sync brought it; by who has projects where
        that is not known.
        """
        status, context, book = self.status, self._app.context, self._store.book
        there, line = book.projects.values(), recall_line(book)
        if line is None:
            me = (status.person if status else "") or context.me
            owners = {project.owner for project in there if project.owner} - {me}
            line = ReportingLine.of(me, [LinePerson(owner, me) for owner in sorted(owners)])
        at = (status.synced if status else None) or datetime.now(UTC)
        return report_here(name or line.top, there, line, at, due)

    def _add_makers(self, report: BranchReport) -> BranchReport:
        """Say in a report with whom projects are whose owner is nobody of the line, as the last
        sync found.
        """
        known = recall_line(self._store.book)
        return replace(report, line=replace(report.line, makers=known.makers if known else {}))

    def bring_branch(
        self,
        person: str,
        path: Sequence[str],
        then: Callable[[], None],
        failed: Callable[[UserError], None],
    ) -> None:
        """Have the copy hold the summaries of a person's branch too."""

        def choose(line: TeamLine) -> None:
            bring_summaries(line.state, line.connection, person, path)
            self._thread.hurry()

        self.ask(choose, lambda _nothing: then(), failed)

    def shared_deals(
        self,
        then: Callable[[SharedReport, bool], None],
        failed: Callable[[UserError], None],
    ) -> None:
        """Fetch the projects that may be twins; what was kept of them comes first."""
        self._recall(recall_shared_deals, then)
        self.ask(
            lambda line: fetch_shared_deals(line.state, line.connection),
            lambda report: then(report, True),
            failed,
        )

    def _recall(
        self,
        recall: Callable[[SyncState], DeskAnswer | None],
        then: Callable[[DeskAnswer, bool], None],
        missing: Callable[[], None] = lambda: None,
    ) -> None:
        """Give what was kept of what is asked for, or say that nothing is there; whatever the
        thread that syncs is at just then.
        """

        def read() -> None:
            # What keeps it from being read is told by whatever is asked of the server next.
            with (
                suppress(UserError, ValueError),
                SyncState.peek(self._place.path, self._place.key) as state,
            ):
                kept = recall(state)
                self._turns.post(missing if kept is None else lambda: then(kept, False))

        Thread(target=read, name="netloft-kept", daemon=True).start()

    def plan_hand_over(
        self,
        order: HandOverOrder,
        then: Callable[[HandOverWork], None],
        failed: Callable[[UserError], None],
    ) -> None:
        """Count what would go along with projects that are handed over."""
        context = self._app.context
        about = order.source, order.projects, context.today(), signed_stages(context.playbook)
        self.ask(lambda line: plan_hand_over(line.connection, *about), then, failed)

    def hand_over(
        self,
        order: HandOverOrder,
        then: Callable[[Sequence[str]], None],
        failed: Callable[[UserError], None],
    ) -> None:
        """Hand projects over, all of it or nothing, and have the copy told at once."""
        stamp = self._app.context.stamp()

        def give(line: TeamLine) -> Sequence[str]:
            ends = order.source, order.target
            given = give_projects(line.connection, *ends, order.projects, stamp, back=order.back)
            self._thread.hurry()
            return given

        self.ask(give, then, failed)

    # What the thread tells -----------------------------------------------------------------------

    def _hear(self, news: TeamNews) -> None:
        self._turns.post(lambda: self._take_news(news))

    def _take_news(self, news: TeamNews) -> None:
        self._failures = news.failures
        self._app.team_status = self._count_overtaken(news.status)
        report = news.report or SyncReport()
        self._app.tell_edits({str(each["project"]) for each in report.overtaken})
        untold = replace(report, overtaken=self._list_untold(report.overtaken))
        texts = [*self._list_clock_texts(news.report), *report_texts(untold, news.names)]
        is_told = bool(texts or report.overtaken)
        for text in texts:
            self._app.note(text, result=self._owes_answer)
        if news.refusal is not None:
            self._app.tell_refusal(news.refusal, result=news.asked)
        elif news.asked and self._owes_answer and not is_told:
            self._app.note(_("in sync with the team's server"), result=True)
        self._owes_answer = self._owes_answer and not (is_told or news.asked)

    def _count_overtaken(self, status: TeamStatus | None) -> TeamStatus | None:
        """Count what was overtaken as it stands in the book by now."""
        if status is None or not status.overtaken:
            return status
        listed = self.failures()
        count = sum(each.kind == "overtaken" and not each.dismissed for each in listed)
        return status._replace(overtaken=count)

    def _list_untold(self, overtaken: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """List what was overtaken that is not told yet, with both values, as the edit of others."""
        mention = self._app.messages.mention
        return [
            each for each in overtaken if not mention(str(each["project"]), path_words(each, {}))
        ]

    def _list_clock_texts(self, report: SyncReport | None) -> Sequence[str]:
        """Return that the clock here is wrong once it is: edits may be refused by it later."""
        if report is None or report.ahead is None:
            return ()
        text, known = wrong_clock_text(report), self._is_clock_wrong
        self._is_clock_wrong = bool(text)
        return [text] if text and not known else []
