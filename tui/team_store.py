"""The app's store as the thread sees it that syncs it with the team's server.

It reads a state of the store that nobody changes any more, and commits in the thread of the
screens, which show at once what came.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from threading import Lock
from typing import TypeVar

from deals.book_change import BookChange, Committed
from deals.errors import UserError
from deals.model import Book
from store.documents import StoredBook
from store.metadata import StoreHead
from store.store import Store

TurnAnswer = TypeVar("TurnAnswer")
CommitPulled = Callable[[BookChange, str], Committed]


class ScreenTurns:
    """Has things done in the thread of the screens for another thread, as long as there is one."""

    def __init__(self, post: Callable[[Callable[[], None]], object]) -> None:
        """Make it of a call that has something done there as soon as its turn comes."""
        self._post = post
        self._ended = False
        self._open = set[Future[None]]()
        self._lock = Lock()

    def do(self, act: Callable[[], TurnAnswer]) -> TurnAnswer:
        """Return what comes of it there; CancelledError where the screens have ended before."""
        answers = list[TurnAnswer]()
        turn: Future[None] = Future()

        def take_turn() -> None:
            if not turn.set_running_or_notify_cancel():
                return
            try:
                answers.append(act())
            except BaseException as error:
                turn.set_exception(error)
            else:
                turn.set_result(None)

        with self._lock:
            if self._ended:
                raise CancelledError
            self._open.add(turn)
        try:
            self.post(take_turn)
            turn.result()
        finally:
            self._open.discard(turn)
        return answers[0]

    def post(self, act: Callable[[], None]) -> None:
        """Have something done there, or not at all where the screens have ended."""
        if not self._ended:
            try:
                self._post(act)
            except RuntimeError:  # the loop closed just now
                return

    def end(self) -> None:
        """Take notice, in the thread of the screens, that nothing is done there any more."""
        with self._lock:
            self._ended = True
            for turn in tuple(self._open):
                turn.cancel()


class AppStore:
    """A store that is read as it stood when last looked at, for one thread.

    `take_in` and `commit_pulled` are the app's, called in the thread of the screens; once that has
    ended the store's own are. `rest` is why this session does not sync at all.
    """

    def __init__(
        self,
        store: Store,
        turns: ScreenTurns,
        take_in: Callable[[], None],
        commit_pulled: CommitPulled,
        rest: UserError | None = None,
    ) -> None:
        self._store, self._turns = store, turns
        self._take_in, self._commit_pulled = take_in, commit_pulled
        self._rest = rest
        self._seen: StoredBook = store.stored
        self._expected = self.sequence

    def look(self) -> None:
        """See the store as it stands by now, what other sessions did to it taken in."""
        try:
            self._turns.do(self._take_in)
        except CancelledError:
            self._store.take_in()
        self._seen = self._store.stored
        self._expected = self.sequence

    @property
    def has_more(self) -> bool:
        """Whether more was done to the store since it was looked at than what was committed here;
        to be asked in any thread.
        """
        return self._store.sequence != self._expected

    @property
    def book(self) -> Book:
        """The book as it was seen last."""
        return self._seen.book

    @property
    def identity(self) -> str:
        """The id of the store."""
        return self._seen.head.store

    @property
    def sequence(self) -> int:
        """The number of the last commit that was seen."""
        return self._seen.head.sequence

    @property
    def head(self) -> StoreHead:
        """The last commit that was seen."""
        return self._seen.head

    @property
    def trouble(self) -> UserError | None:
        """Why nothing can be synced; None where it can."""
        return self._rest or self._store.trouble or self._store.read_only

    def checksums(self) -> dict[str, str]:
        """Return the checksums of all projects by id."""
        return self._seen.checksums()

    def commit(self, change: BookChange, label: str) -> Committed:
        """Make durable what others did, merged with what was edited here meanwhile."""
        try:
            done = self._turns.do(lambda: self._commit_pulled(change, label))
        except CancelledError:
            done = self._store.commit(change, label, own=False)
        self._seen = self._store.stored
        self._expected += bool(done.patch)
        return done
