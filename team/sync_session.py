"""Syncs of a store by the address that it remembers: once, or as long as somebody watches."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from deals.errors import UserError
from deals.team_copy import recall_team_person
from team.connection import connect
from team.glance_sync import GlanceBasis, open_whole
from team.server import list_channels
from team.sync import collect, sync
from team.sync_report import SyncReport
from team.sync_state import SyncState

if TYPE_CHECKING:
    from deals.model import Book
    from store.encryption import PassphraseKey
    from store.store import Store
    from team.connection import Connection
    from team.synced_store import SyncedStore

LONGEST_PAUSE = 60.0
"""Seconds between two tries to reach a server that does not answer, in the end."""
REST_SECONDS = 0.5
"""From one sync to the next that is called for: anybody may call, however often."""
LOOK_SECONDS = 1.0
"""How often a watcher looks whether something was edited here."""
PASSING = {
    "team-day-full",
    "team-day-projects",
    "team-offline",
    "team-busy",
    "team-read-only",
    "team-disk-full",
    "team-sync-runs",
}
"""Refusals that may be over the next time."""


@dataclass(frozen=True, slots=True)
class TeamPlace:
    """Which store syncs with which server: the store's file, its key where it is sealed, and what
    summaries are made by, asked anew each time for the day.
    """

    path: Path
    key: PassphraseKey | None = None
    find_basis: Callable[[], GlanceBasis | None] = lambda: None


def remember_server(place: TeamPlace, url: str) -> None:
    """Remember the address of the server; one with a password in it is refused.

    Raises:
        UserError: team-url-password, team-url-invalid (url), and those of `SyncState.open`.

    """
    check_url(url)
    with SyncState.open(place.path, place.key) as state, state.change():
        state.write(url=url)


def check_url(url: str) -> None:
    """Refuse an address that is none, or that has a password in it, which belongs elsewhere."""
    if "://" not in url and "=" not in url:
        raise UserError("team-url-invalid", url=url)
    if "://" in url:
        try:
            parts = urlsplit(url)
            words = {name for name, _value in parse_qsl(parts.query)}
            secret = parts.password is not None or "password" in words
        except ValueError:
            raise UserError("team-url-invalid", url=url) from None
        if parts.scheme not in {"postgresql", "postgres"}:
            raise UserError("team-url-invalid", url=url)
    else:
        secret = any(part.strip().startswith("password") for part in url.split())
    if secret:
        raise UserError("team-url-password")


def sync_store(store: Store, place: TeamPlace) -> SyncReport:
    """Sync a store once with the server that it remembers.

    What was edited is noted first, with its time, whether or not there is a line.

    Raises:
        UserError: why the store cannot be written, team-url-missing, those of `collect`,
            `connect` and `sync`.

    """
    if store.read_only is not None:
        raise store.read_only
    with SyncState.open(place.path, place.key) as state:
        if not state.read("url"):
            raise name_missing_url(store.book)
        url = find_url(state)
        collect(store, state, SyncReport())
        with connect(url) as connection:
            return sync(store, state, connection, basis=place.find_basis())


def open_in_store(store: Store, place: TeamPlace, project: str, today: date) -> SyncReport:
    """Fetch a project whole into a store, from the server that it remembers.

    Raises:
        UserError: project-not-there (name), team-url-missing, those of `connect`.

    """
    with SyncState.open(place.path, place.key) as state, connect(find_url(state)) as connection:
        return open_whole(store, state, connection, project, today)


def name_missing_url(book: Book) -> UserError:
    """Return that no address is remembered: none was given yet, or it was lost with what was
    remembered, for the book knows that it is of a team.
    """
    return UserError("team-url-lost" if recall_team_person(book) else "team-url-missing")


def find_url(state: SyncState) -> str:
    """Return the remembered address; `team-url-missing` where there is none."""
    url = state.read("url")
    if not url:
        raise UserError("team-url-missing")
    return str(url)


def sync_listening(
    store: SyncedStore,
    state: SyncState,
    connection: Connection,
    listened: set[str],
    basis: GlanceBasis | None = None,
) -> tuple[SyncReport, set[str]]:
    """Sync, and listen to all whom one follows; what is called out meanwhile is not missed.

    `listened` are the channels that are listened to by now; those of afterwards are given.
    """
    listened = _listen(connection, list_followed(state), listened)
    report = sync(store, state, connection, basis=basis)
    again = _listen(connection, list_followed(state), listened)
    if again != listened:
        report.join(sync(store, state, connection, basis=basis))
    return report, again


def list_followed(state: SyncState) -> list[str]:
    """Return the owners whose projects are pulled, whole or as summaries."""
    return [*state.read("cursors", {}), *state.read("glance_cursors", {})]


def _listen(connection: Connection, owners: Iterable[str], listened: set[str]) -> set[str]:
    """Listen to the channels of owners, and to no other; in one call, for they may be thousands."""
    channels = set(list_channels(connection, list(owners)).values())
    calls = [f'listen "{channel}"' for channel in channels - listened]
    calls += [f'unlisten "{channel}"' for channel in listened - channels]
    if calls:
        connection.execute("; ".join(calls).encode())
    return channels


@dataclass
class Watcher:
    """Syncs a store whenever something was edited here, or the server calls a change out.

    `tell` is given what each sync did, and what kept one from being made. Where there is no line
    it is tried again, at first soon and then once a minute.
    """

    store: Store
    place: TeamPlace
    tell: Callable[[SyncReport | UserError], None]
    goes_on: Callable[[], bool] = lambda: True
    pause: Callable[[float], None] = sleep

    def run(self) -> None:
        """Watch until `goes_on` says no.

        Raises:
            UserError: what does not pass by itself, such as team-login.

        """
        wait = 1.0
        while self.goes_on():
            began = monotonic()
            try:
                self._watch_connection()
            except UserError as refusal:
                if refusal.code not in PASSING:
                    raise
                self.tell(refusal)
                wait = 1.0 if monotonic() - began > LONGEST_PAUSE else wait
                self.pause(wait)
                wait = min(wait * 2, LONGEST_PAUSE)

    def _watch_connection(self) -> None:
        with self._open() as state:
            collect(self.store, state, SyncReport())
            url = find_url(state)
        with connect(url) as connection:
            listened = set[str]()
            called, began = True, 0.0
            while self.goes_on():
                if called or self._is_edited():
                    began = monotonic()
                    listened = self._sync(connection, listened)
                notices = connection.notifies(timeout=LOOK_SECONDS, stop_after=1)
                called = bool(list(notices))  # all: one that is left open keeps the line busy
                if called and (left := began + REST_SECONDS - monotonic()) > 0:
                    self.pause(left)

    def _sync(self, connection: Connection, listened: set[str]) -> set[str]:
        with self._open() as state:
            basis = self.place.find_basis()
            report, listened = sync_listening(self.store, state, connection, listened, basis)
        self.tell(report)
        return listened

    def _is_edited(self) -> bool:
        """Whether the store has been written since the last sync."""
        self.store.take_in()
        with self._open() as state:
            return bool(state.read("collected") != self.store.sequence)

    def _open(self) -> AbstractContextManager[SyncState]:
        return SyncState.open(self.place.path, self.place.key)
