"""The thread that keeps the app's store in sync with the team's server, while nobody waits for it.

It syncs when it begins, a moment after each commit, whenever the server calls a change out, and a
last time when the app is left. Without a line it tries again, at first soon and then each minute.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event, Lock, Thread
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from deals.errors import UserError
from screens.base.team_desk import TeamFailure, TeamStatus
from store.files import sync_file
from team.connection import connect, name_errors, server_name
from team.incoming import list_failures, list_names
from team.local_edits import count_waiting
from team.server import LISTS
from team.stamps import stamp_time
from team.sync import collect
from team.sync_report import SyncReport
from team.sync_session import (
    LONGEST_PAUSE,
    PASSING,
    REST_SECONDS,
    TeamPlace,
    find_url,
    list_followed,
    name_missing_url,
    sync_listening,
)
from team.sync_state import SyncState
from tui.crash import fault_text
from tui.wake_up import WakeUp

if TYPE_CHECKING:
    from team.connection import Connection
    from tui.team_store import AppStore

GATHER_SECONDS = 1.0
"""How long edits are gathered before they are sent together."""
STATE_SECONDS = 5.0
"""How long another session is waited for that syncs the same store."""
NAME_SECONDS = 5.0
"""How often it is looked whether a server has been named, be it another one than before."""
SHORT_PAUSE = 12.0
"""Seconds between two tries to reach a server that does not answer, in the end: whoever sits
before the app sees that the network is back."""
PASSING_HERE = PASSING | {"store-busy", "store-unwritable", "team-state-unwritable"}
"""Refusals that may be over the next time."""
REACHED: dict[str, Any] = {
    "trying": False,
    **dict.fromkeys(("offline", "why", "stopped", "resting", "again")),
}
"""What is so of a status once the server was reached."""
TRIED_ON = {"team-stranger", "team-role-missing", "team-rights"}
"""Refusals that are told as what stops it, and yet may be over the next time."""
NO_LINE = {"team-offline", "team-busy", "team-read-only", "team-disk-full"}


@dataclass(frozen=True, slots=True)
class TeamLine:
    """What there is to work with for who asks something of the server."""

    store: AppStore
    state: SyncState
    connection: Connection


@dataclass(frozen=True, slots=True)
class TeamNews:
    """How the store stands with the server, and what there is to tell once: what a sync did, the
    names of projects by id, or why none was made. `asked` where somebody asked for that sync.
    """

    status: TeamStatus | None
    failures: tuple[TeamFailure, ...] = ()
    report: SyncReport | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    refusal: UserError | None = None
    asked: bool = False


@dataclass(frozen=True, slots=True)
class TeamRequest:
    """Something that is asked of the thread: of the server, or of the state beside the store."""

    work: Callable[[TeamLine], None] | Callable[[SyncState], None]
    failed: Callable[[UserError], None]
    needs_line: bool


class TeamThread:
    """Syncs the store of a place; `hear` is told what became of it, in this thread."""

    def __init__(self, place: TeamPlace, store: AppStore, hear: Callable[[TeamNews], None]) -> None:
        self._place, self._store, self._hear = place, store, hear
        self._status: TeamStatus | None = None
        self._failures: tuple[TeamFailure, ...] = ()
        self._failures_mark: object = None
        self._telling = Lock()
        self._heard: object = None
        self._wake = WakeUp()
        self._requests = deque[TeamRequest]()
        self._edited: float | None = None  # when the first edit was made that is not sent yet
        self._hurry = self._asked = False
        self._waiting = False
        self._leaving = Event()
        self._pause = 1.0
        self._is_lost = False  # the address, and that was told
        self._ended: UserError | None = None  # why the thread does nothing any more
        self._url = ""
        self._mark: object = None  # of the state's file when its address was last looked at
        self._connected: float | None = None
        self._thread = Thread(target=self._run, name="netloft-team", daemon=True)

    # Called by others ----------------------------------------------------------------------------

    @property
    def status(self) -> TeamStatus | None:
        """How the store stands with the server, as last known."""
        return self._status

    @property
    def is_idle(self) -> bool:
        """Whether there is nothing to do but to wait."""
        asked = self._hurry or self._requests or self._edited is not None
        return self._waiting and not asked

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def edited(self) -> None:
        """Take notice that the store was committed to, and count that as waiting at once: the line
        may hold this thread up for long. How much it really is, is counted as it is noted.
        """
        if not self._store.has_more:
            return
        status = self._status
        if status is not None and status.resting is None:
            self._show(pending=status.pending + 1)
        self._expect_edits()

    def _expect_edits(self) -> None:
        if self._edited is None and self._store.has_more:
            self._edited = monotonic()
            self._wake.ring()

    def hurry(self, *, asked: bool = False) -> None:
        """Sync at once, whatever was in the way before; where somebody `asked` for that, tell what
        came of it.
        """
        self._hurry, self._asked = True, self._asked or asked
        self._wake.ring()
        self._refuse_rest()

    def ask(self, request: TeamRequest) -> None:
        """Have a request dealt with."""
        self._requests.append(request)
        self._wake.ring()
        self._refuse_rest()

    def leave(self, seconds: float, without_line: float) -> None:
        """Have a last sync made, and wait for it: so long, or less where there is no line."""
        self._leaving.set()
        self._wake.ring()
        self._thread.join(seconds if self._connected is not None else without_line)

    # The thread ----------------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            while not self._leaving.is_set():
                self._go_round()
        except Exception as error:
            if not self._leaving.is_set():
                self._ended = name_fault(error)
                self._keep_fault(str(self._ended.figures["kind"]))
                self._stop(self._ended)
                self._refuse_rest()
        finally:
            self._wake.close()

    def _keep_fault(self, text: str) -> None:
        """Keep what stopped it beside the store, for `team doctor`; gone with the next sync."""
        with suppress(UserError), SyncState.open(self._place.path, self._place.key) as state:
            state.write(fault=text, fault_at=datetime.now(UTC).isoformat(timespec="seconds"))

    def _refuse_rest(self) -> None:
        """Refuse what is asked for where the thread has ended; called by whoever asks, too."""
        while self._ended is not None and self._requests:
            with suppress(IndexError):  # the other thread was quicker
                self._requests.popleft().failed(self._ended)
        if self._ended is not None:
            self._answer_asked(self._ended)

    def _go_round(self) -> None:
        """Stay connected as long as that goes well; then wait until another try is worth while."""
        refusal: UserError | None = None
        try:
            if not self._note_edits():
                self._await_name()
                return
            with connect(self._url, terminal=False) as connection:
                self._stay(connection)
        except UserError as error:
            refusal = error
        if refusal is None and not self._leaving.is_set():
            self._connected = None
            return  # another address was named
        lasted = self._connected is not None and monotonic() - self._connected > LONGEST_PAUSE
        self._pause = 1.0 if lasted else self._pause
        self._take_refusal(refusal)
        self._connected = None
        if not self._leaving.is_set():
            self._rest()

    def _await_name(self) -> None:
        """Wait a while for a server to be named, in the shell: no store knows one yet."""
        refusal, self._hurry = name_missing_url(self._store.book), False
        if not self._is_lost and refusal.code == "team-url-lost":
            self._is_lost = True
            self._hear(TeamNews(None, refusal=refusal))
        while self._requests:
            self._requests.popleft().failed(refusal)
        self._answer_asked(refusal)
        if not self._leaving.is_set():
            self._wait(NAME_SECONDS)

    def _stay(self, connection: Connection) -> None:
        """Sync whenever there is reason to, until the app is left or the line goes."""
        listened, called, began = set[str](), True, 0.0
        while not (self._leaving.is_set() or self._has_moved()):
            if called or self._is_due():
                began = monotonic()
                listened = self._sync(connection, listened)
            self._answer(connection)
            called = self._await_call(connection)
            if called and (left := began + REST_SECONDS - monotonic()) > 0:
                self._wake.wait(left)
        if self._leaving.is_set() and self._store.has_more:
            self._sync(connection, listened)

    def _has_moved(self) -> bool:
        """Whether another address was named in the shell; a state that was lost is built anew."""
        file = sync_file(self._place.path)
        try:
            found = file.stat()
        except OSError:
            self._hurry = True
            return False
        mark = found.st_ino, found.st_mtime_ns
        if mark == self._mark:
            return False
        self._mark = mark
        with suppress(UserError), SyncState.peek(self._place.path, self._place.key) as state:
            return state.read("url") not in (None, self._url)
        return False

    def _await_call(self, connection: Connection) -> bool:
        """Wait for the server's call or for what is asked here; whether it was the server's."""
        if list(connection.notifies(timeout=0)):  # what came while another call was answered
            return True
        if not (self._requests or self._hurry or self._leaving.is_set()):
            left = self._seconds_left()
            self._wait(NAME_SECONDS if left is None else left, connection.fileno())
        return bool(list(connection.notifies(timeout=0)))

    def _rest(self) -> None:
        """Wait a while, noting what is edited meanwhile, so that it keeps its time."""
        stopped = self._status.stopped if self._status is not None else None
        # Whoever is nobody of the team may be added any time, and has not to ask for a sync then.
        ended = stopped is not None and stopped.code not in TRIED_ON
        pause, self._pause = find_pauses(self._pause, stopped)
        until = None if ended else monotonic() + pause
        self._show_next(None if ended else pause)
        while not (self._leaving.is_set() or self._hurry or self._needs_line()):
            left = None if until is None else until - monotonic()
            if (left is not None and left <= 0) or self._has_moved():
                return
            waits = [
                each for each in (left, self._seconds_left(), NAME_SECONDS) if each is not None
            ]
            self._wait(min(waits))
            self._answer(None)
            if self._is_due():
                with suppress(UserError):
                    self._note_edits()
        if self._leaving.is_set() and self._store.has_more:
            with suppress(UserError):
                self._note_edits()

    def _show_next(self, pause: float | None) -> None:
        """Show when it is tried again, where there is no sync just now."""
        status = self._status
        if status is not None and (status.offline or status.stopped):
            again = None if pause is None else datetime.now(UTC) + timedelta(seconds=pause)
            self._show(again=again)

    def _wait(self, seconds: float | None, beside: int | None = None) -> None:
        self._waiting = True
        self._wake.wait(seconds, beside)
        self._waiting = False

    def _needs_line(self) -> bool:
        return any(request.needs_line for request in self._requests)

    def _seconds_left(self) -> float | None:
        """Return how long edits are still to be gathered; None where there are none."""
        edited = self._edited
        return None if edited is None else max(0.0, edited + GATHER_SECONDS - monotonic())

    def _is_due(self) -> bool:
        return self._hurry or self._seconds_left() == 0

    # What it does --------------------------------------------------------------------------------

    @contextmanager
    def _open_state(self) -> Iterator[SyncState]:
        """Open the state; where another session has it, wait for that a while."""
        until = monotonic() + STATE_SECONDS
        while True:
            try:
                opened = SyncState.open(self._place.path, self._place.key)
                state = opened.__enter__()
                break
            except UserError as refusal:
                late = monotonic() > until or self._leaving.is_set()
                if refusal.code != "team-sync-runs" or late:
                    raise
                if self._status is None or self._status.trying:
                    self._peek()
            self._leaving.wait(0.2)
        try:
            self._keep_address(state)
            self._catch_up(state)
            yield state
        finally:
            opened.__exit__(None, None, None)

    def _keep_address(self, state: SyncState) -> None:
        """Keep the address, and of whom projects come, where what was remembered was lost."""
        status = self._status
        if self._url and state.read("url") is None:
            scope = {"scope": status.scope} if status is not None and status.scope else {}
            under = {"under": status.under} if status is not None and status.under else {}
            state.write(url=self._url, **scope, **under)

    def _catch_up(self, state: SyncState) -> None:
        """See the store at least as it was when another session synced it last: what that has
        synced would else look as if it had been taken back here.
        """
        until = monotonic() + STATE_SECONDS
        while (
            state.read("store") == self._store.identity
            and state.read("sequence", 0) > self._store.sequence
            and monotonic() < until
        ):
            sleep(0.05)
            self._look()

    def _note_edits(self) -> bool:
        """Note what was edited, with its time, whether or not there is a line; whether a server is
        remembered.
        """
        self._look()
        if (trouble := self._store.trouble) is not None:
            return self._show_rest(trouble)
        with self._open_state() as state:
            if state.read("url") is None:
                return False
            if self._status is None:
                self._publish(state)
            report = SyncReport()
            collect(self._store, state, report)
            self._publish(state, report)
            if (url := find_url(state)) != self._url:
                self._url = url
                self._show(server=name_server(state))
            return True

    def _show_rest(self, trouble: UserError) -> bool:
        """Show how the store stood where nothing may be written, and refuse by that; False where no
        server is remembered.
        """
        with suppress(UserError), SyncState.peek(self._place.path, self._place.key) as state:
            if state.read("url") is None:
                return False
            self._publish(state)
        raise trouble

    def _sync(self, connection: Connection, listened: set[str]) -> set[str]:
        self._hurry = False
        self._look()
        with self._open_state() as state:
            self._collect(state)
            basis = self._place.find_basis()
            report, listened = sync_listening(self._store, state, connection, listened, basis)
            self._connected = self._connected or monotonic()
            self._publish(state, report, **REACHED)
        self._answer_asked(None)
        self._expect_edits()
        return listened

    def _collect(self, state: SyncState) -> None:
        """Note what was edited, and show how much that is before the line is waited for."""
        if self._store.trouble is None and state.read("collected") != self._store.sequence:
            report = SyncReport()
            collect(self._store, state, report)
            self._publish(state, report)

    def _look(self) -> None:
        self._edited = None
        self._store.look()

    def _answer(self, connection: Connection | None) -> None:
        """Deal with what was asked for; without a line with what needs none."""
        kept = list[TeamRequest]()
        while self._requests:
            request = self._requests.popleft()
            if request.needs_line and connection is None:
                kept.append(request)
                continue
            try:
                errors = nullcontext() if connection is None else name_errors(self._url)
                with self._open_state() as state, errors:
                    about: Any = state
                    if connection is not None and request.needs_line:
                        about = TeamLine(self._store, state, connection)
                    request.work(about)
                    self._publish(state)
            except UserError as refusal:
                request.failed(refusal)
                if request.needs_line and refusal.code == "team-offline":
                    raise
            except Exception as error:
                request.failed(name_fault(error))
                raise
        self._requests.extend(kept)

    # What is told of it --------------------------------------------------------------------------

    def _take_refusal(self, refusal: UserError | None) -> None:
        """Say why there is no sync just now."""
        waiting = [request for request in self._requests if request.needs_line]
        self._hurry = False
        if refusal is None:
            return
        self._answer_asked(refusal)
        for request in waiting:
            self._requests.remove(request)
            request.failed(refusal)
        trouble = self._store.trouble
        if trouble is not None and refusal.code == trouble.code:
            self._show(resting=refusal, trying=False)
        elif refusal.code == "team-sync-runs":
            self._peek()
        elif refusal.code in PASSING_HERE:
            if refusal.code in NO_LINE:
                known = None if self._status is None else self._status.why
                same = known is not None and known.code == refusal.code
                why = known if same else refusal
                self._show(**{**REACHED, "offline": self._offline_since(), "why": why})
            else:
                self._show(why=refusal)
        else:
            self._stop(refusal)

    def _offline_since(self) -> datetime:
        """Return since when there has been no line: before this start, since the last sync."""
        status = self._status
        if status is not None and status.offline is not None:
            return status.offline
        now = datetime.now(UTC)
        before = None if status is None or self._connected is not None else status.synced
        return before or now

    def _stop(self, refusal: UserError) -> None:
        known = None if self._status is None else self._status.stopped
        again = known is not None and known.code == refusal.code
        self._show(**{**REACHED, "stopped": refusal})
        if not again:
            self._hear(TeamNews(self._status, self._failures, refusal=refusal))

    def _answer_asked(self, refusal: UserError | None) -> None:
        """Tell who asked for a sync what came of it."""
        if self._asked:
            self._asked = False
            self._hear(TeamNews(self._status, self._failures, refusal=refusal, asked=True))

    def _peek(self) -> None:
        """Show how another session that syncs the store stands with the server."""
        with suppress(UserError), SyncState.peek(self._place.path, self._place.key) as state:
            self._publish(state, trying=False)

    def _publish(self, state: SyncState, report: SyncReport | None = None, **changes: Any) -> None:
        """Tell how the store stands by now, and what a sync did."""
        mark = state.failures_mark()
        if mark != self._failures_mark:
            self._failures_mark = mark
            self._failures = tuple(read_failures(state, self._store))
        server = (self._status and self._status.server) or name_server(state)
        figures = read_figures(state, self._failures)
        figures["pending"] += self._store.has_more  # edited since what is noted
        self._show(report, server=server, **figures, **changes)

    def _show(self, report: SyncReport | None = None, **changes: Any) -> None:
        with self._telling:  # the thread of the screens counts edits
            after = (self._status or TeamStatus("", trying=True))._replace(**changes)
            news = (after, self._failures) != self._heard
            if news or (report is not None and report.did_something):
                self._status, self._heard = after, (after, self._failures)
                names = {failure.project: failure.name for failure in self._failures}
                self._hear(TeamNews(after, self._failures, report, names))


def find_pauses(pause: float, stopped: UserError | None) -> tuple[float, float]:
    """Return how many seconds to wait until the next try, and until the one after that: soon where
    it is a matter of the line, in a minute where somebody has to let one in first.
    """
    if stopped is not None:
        return LONGEST_PAUSE, pause
    return pause, min(pause * 2, SHORT_PAUSE)


def name_fault(error: Exception) -> UserError:
    """Name a fault of the program that nothing here can mend."""
    return UserError("team-fault", kind=fault_text(error))


def name_server(state: SyncState) -> str:
    """Name the server of a state, as far as it can be named."""
    try:
        return server_name(find_url(state))
    except UserError:
        return ""


def read_figures(state: SyncState, failures: tuple[TeamFailure, ...]) -> dict[str, Any]:
    """Return what a state says of how a store stands with the server."""
    synced = state.read("synced")
    counted = [each.kind for each in failures if not each.dismissed]
    tried = {
        (each.project, each.record.get("path") or each.record["kind"])
        for each in failures
        if each.kind == "refused" and not each.dismissed
    }
    return {
        "person": state.read("person") or "",
        "synced": None if synced is None else datetime.fromtimestamp(synced, UTC),
        "pending": count_waiting(state, tried),
        "refused": counted.count("refused"),
        "overtaken": counted.count("overtaken"),
        "scope": state.read("scope") or "",
        "under": state.read("under") or "",
        "followed": frozenset(list_followed(state)) - {LISTS},
    }


def read_failures(state: SyncState, store: AppStore) -> list[TeamFailure]:
    """Return what did not stand, the latest first."""
    refused, overtaken = list_failures(state, "refused"), list_failures(state, "overtaken")
    names = list_names(state, store, (str(each["project"]) for each in (*refused, *overtaken)))
    made = [
        *(make_failure("refused", each, names) for each in refused),
        *(make_failure("overtaken", each, names) for each in overtaken),
    ]
    return sorted(made, key=lambda failure: failure.at, reverse=True)


def make_failure(kind: Any, record: dict[str, Any], names: dict[str, str]) -> TeamFailure:
    """Return a change that did not stand."""
    name = names.get(record["project"]) or str(record.get("name") or record["project"])
    at = datetime.fromtimestamp(stamp_time(record.get("stamp") or "0") / 1000, UTC)
    return TeamFailure(kind, record, name, at, bool(record.get("dismissed")))
