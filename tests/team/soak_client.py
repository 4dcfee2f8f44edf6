"""A person at work on one machine, to be killed at any time; what it is told is its argument.

What it edits is written down beside the store, a line each, before and after the store has
acknowledged it; so is what each sync did.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from time import monotonic, sleep, time
from typing import Any, TextIO
from uuid import uuid4

from deals.accounts import ContactSharing
from deals.book_change import BookChange
from deals.errors import UserError
from deals.model import Stamp
from store.store import Store
from team.connection import connect
from team.glance_sync import GlanceBasis, open_whole
from team.scope import set_scope
from team.sync import sync
from team.sync_state import SyncState
from tests.deals import makers
from tests.team.soak_edits import SoakPerson

NOTES = "notes"
"""The file beside the store."""


@dataclass(frozen=True)
class SoakTask:
    """Who works where, on which server; `ahead` are the seconds that the machine's clock is. With
    the scope `glances` summaries of all below are here, a few of which are opened.
    """

    person: str
    folder: str
    url: str
    ahead: float
    team: Sequence[str]
    pace: float
    scope: str

    def call(self) -> list[str]:
        """Return the command that does it."""
        return [sys.executable, "-m", "tests.team.soak_client", json.dumps(asdict(self))]


@dataclass
class SoakClient:
    """A client at work."""

    task: SoakTask
    notes: TextIO
    random: Random = field(default_factory=Random)
    offline_until: float = 0.0

    def work(self) -> None:
        """Edit and sync as long as whoever began it is there."""
        parent = os.getppid()
        while os.getppid() == parent:
            store = Store.open(Path(self.task.folder) / "store.json", author=self.task.person)
            for _edit in range(self.random.randrange(1, 6)):
                self._edit(store)
            if self.random.random() < 0.1:
                self.offline_until = monotonic() + self.random.uniform(2, 12)
            if monotonic() > self.offline_until:
                self._sync(store)
            store.close()
            sleep(self.random.uniform(0, 2 * self.task.pace))

    def _clock(self) -> float:
        return time() + self.task.ahead

    def _edit(self, store: Store) -> None:
        name = uuid4().hex[:12]
        at = datetime.fromtimestamp(self._clock(), UTC)
        stamp = Stamp(at, self.task.person, at.date())
        person = SoakPerson(self.task.person, self.task.team, self.random)
        edit = person.edit(store.book, stamp, name)
        self._note(["try", name, edit.project, edit.path, edit.value])
        store.commit(BookChange.between(store.book, edit.book, ContactSharing(stamp)), "edit")
        self._note(["done", name])

    def _sync(self, store: Store) -> None:
        path = Path(self.task.folder) / "store.json"
        today = datetime.fromtimestamp(self._clock(), UTC).date()
        basis = GlanceBasis(makers.DEFAULT, today)
        glances = [key for key, each in store.book.projects.items() if each.glance is not None]
        try:
            with SyncState.open(path) as state, connect(self.task.url) as connection:
                if state.read("scope") != self.task.scope:
                    set_scope(state, self.task.scope)
                report = sync(store, state, connection, now=self._clock, basis=basis)
                if glances and self.random.random() < 0.2:
                    chosen = self.random.choice(glances)
                    report.join(open_whole(store, state, connection, chosen, today))
        except UserError as refusal:
            self._note(["failed", refusal.code, refusal.figures])
            return
        refused = [each["reason"] for each in report.refused]
        done = [report.pushed, report.pulled, len(report.overtaken), refused, len(report.purged)]
        self._note(["sync", *done])

    def _note(self, line: list[Any]) -> None:
        self.notes.write(f"{json.dumps(line)}\n")
        self.notes.flush()


def read_notes(folder: Path) -> list[list[Any]]:
    """Return what a client has written down; a line that a kill cut is passed over."""
    found = list[list[Any]]()
    notes = folder / NOTES
    for line in notes.read_text("utf-8").splitlines() if notes.exists() else ():
        with suppress(ValueError):
            found.append(json.loads(line))
    return [line for line in found if line]


if __name__ == "__main__":
    task = SoakTask(**json.loads(sys.argv[1]))
    with (Path(task.folder) / NOTES).open("a", encoding="utf-8") as notes:
        notes.write("\n[]\n")  # the last line may have been cut
        SoakClient(task, notes).work()
