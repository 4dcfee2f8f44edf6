"""Two or three sessions on one file, doing anything in any order, against a model."""

from __future__ import annotations

import errno
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch as patched

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from deals.edits.patches import Patch, diff_books, invert
from deals.errors import UserError
from deals.merging.records import merge_patch
from deals.model import Book, Project, SavedView, Touch
from deals.parsing.amounts import parse_amount
from store import files
from store.check import inspect_store
from store.restore import back_up, restore
from store.store import Store
from tests.store import THEN, commit, documents, journal_of, project
from tests.store.faults import failing, halving, hasty
from tests.store.machine import FIELDS, OF_PEOPLE, Turn, World, Written, world

KEYS = ("a", "b", "c", "d")
VALUES: dict[str, tuple[Any, ...]] = {
    "name": ("北辰", "Harbour", "远山"),
    "owner": ("林", "周", ""),
    "product": ("switch", "router", None),
    "amount": (parse_amount("64万"), parse_amount("80-150万"), None),
    "cr": (1, 4, None),
    "title": ("GM", "处长", None),
}

who = st.integers(0, 2)
which = st.sampled_from(KEYS)
edits = st.sampled_from([(name, value) for name, found in VALUES.items() for value in found])


@dataclass
class Session:
    """A store that somebody has open, what it would undo, and what it is to be told of."""

    store: Store
    name: str
    done: list[tuple[Patch, Turn]] = field(default_factory=list)
    undone: list[tuple[Patch, Turn]] = field(default_factory=list)
    own: Written = field(default_factory=Written)


class Sessions(RuleBasedStateMachine):
    """The store on the disk beside what it should hold."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="netloft-machine-"))
        self.path = self.folder / "here" / "netloft.json"
        self.truth = World()
        self.copies: list[tuple[Path, World]] = []
        self.torn = False
        self.ticks = 0
        self.shown: tuple[tuple[bytes | None, ...], World, bool] | None = None
        self.sessions = [self.opened(f"s{number}") for number in range(3)]

    def opened(self, name: str) -> Session:
        """Somebody opens the store, and sees all that was acknowledged."""
        store = Store.open(self.path)
        assert world(store.book) == self.truth
        self.torn = False
        return Session(store, name)

    # Editing -------------------------------------------------------------------------------------

    def commit(self, session: Session, after: Book, disk: Any = None) -> None:
        """Commit what was made of the book that the session has, which may be an old one."""
        store, before = session.store, session.store.book
        turn = Turn.between(world(before), world(after))
        news = store.take_in()
        self.check_news(session, news)
        now = store.book
        overwriting = turn.overwriting(self.truth)
        try:
            with patched.object(files, "os", disk or hasty()):
                merged = commit(store, before, after, "edit", session.name)
        except UserError as refusal:
            assert disk is not None
            assert refusal.code == "store-unwritable"
            assert store.book is now
            return
        old, self.truth = self.truth, turn.onto(self.truth, "ours")
        assert world(merged) == self.truth
        self.kept(merged, overwriting)
        made = Turn.between(old, self.truth)
        session.own.wrote(made)
        if made.projects or made.views:
            session.done.append((diff_books(now, merged), made))
            session.undone.clear()

    def kept(self, book: Book, overwriting: set[tuple[str, str, str | None]]) -> None:
        """What somebody else had written stays in the history of the record."""
        for key, name, text in overwriting:
            stored = book.projects[key]
            subject = stored.contacts[0].id if name in OF_PEOPLE else None
            moves = [
                move for move in stored.history if (move.field, move.subject) == (name, subject)
            ]
            assert moves[-1].old == text, (key, name, text, stored.history)

    def edit_field(self, project: Project, name: str, value: Any) -> Project:
        """Return the project with one field of another value."""
        self.ticks += 1
        update: dict[str, Any] = {"updated_at": THEN + timedelta(seconds=self.ticks)}
        if name in OF_PEOPLE:
            (boss,) = project.contacts
            update["contacts"] = (boss.model_copy(update={name: value}),)
        else:
            update[name] = value
        return project.model_copy(update=update)

    @rule(number=who, key=which, edit=edits)
    def edit(self, number: int, key: str, edit: tuple[str, Any]) -> None:
        """One field of one project; added if it is not there."""
        session = self.sessions[number]
        book = session.store.book
        found = book.projects.get(key) or project(key)
        self.commit(session, book.with_projects(self.edit_field(found, *edit)))

    @rule(number=who, edit=edits)
    def bulk(self, number: int, edit: tuple[str, Any]) -> None:
        """One field of every project, in one commit."""
        session = self.sessions[number]
        book = session.store.book
        changed = [self.edit_field(project, *edit) for project in book.projects.values()]
        self.commit(session, book.with_projects(*changed))

    @rule(number=who, key=which)
    def touch(self, number: int, key: str) -> None:
        """A touch more on one project."""
        session = self.sessions[number]
        book = session.store.book
        if (found := book.projects.get(key)) is not None:
            touch = Touch(on=THEN.date(), note=f"{self.ticks}")
            self.commit(
                session,
                book.with_projects(self.edit_field(found, "touches", (*found.touches, touch))),
            )

    @rule(number=who, key=which)
    def delete(self, number: int, key: str) -> None:
        """A project less."""
        session = self.sessions[number]
        self.commit(session, session.store.book.without(key))

    @rule(number=who, name=st.sampled_from("vw"), text=st.sampled_from(["red", "P4", None]))
    def view(self, number: int, name: str, text: str | None) -> None:
        """A saved view made, changed or dropped."""
        session = self.sessions[number]
        book = session.store.book
        views = [saved_view for saved_view in book.views if saved_view.name != name]
        views += [] if text is None else [SavedView(name=name, filter=text)]
        self.commit(session, book.with_views(*views))

    @rule(
        number=who,
        key=which,
        edit=edits,
        step=st.sampled_from(["open", "write", "fsync", "short"]),
        error=st.sampled_from([errno.ENOSPC, errno.EIO, errno.EDQUOT]),
        again=st.booleans(),
    )
    def fault(
        self, number: int, key: str, edit: tuple[str, Any], step: str, error: int, again: bool
    ) -> None:
        """A commit on a disk that fails: refused and nothing changed; tried again perhaps."""
        session = self.sessions[number]
        book = session.store.book
        found = book.projects.get(key) or project(key)
        after = book.with_projects(self.edit_field(found, *edit))
        self.commit(session, after, halving() if step == "short" else failing(step, 1, error))
        if again and session.store.book is book:
            self.commit(session, after)

    # Undoing -------------------------------------------------------------------------------------

    @rule(number=who)
    def undo(self, number: int) -> None:
        """The last change taken back, as far as it is nobody else's."""
        session = self.sessions[number]
        self.replay(session, session.done, session.undone)

    @rule(number=who)
    def redo(self, number: int) -> None:
        """The last undone change made again."""
        session = self.sessions[number]
        self.replay(session, session.undone, session.done)

    def replay(
        self,
        session: Session,
        source: list[tuple[Patch, Turn]],
        target: list[tuple[Patch, Turn]],
    ) -> None:
        """Both lists hold changes as they were made; the last of the one is turned round."""
        if not source:
            return
        change, turn = source[-1]
        self.take_in(session)
        if not source:
            return
        source.pop()
        now = session.store.book
        replayed = merge_patch(invert(change), now, prefer="theirs").book
        old, self.truth = self.truth, turn.back().onto(self.truth, "theirs")
        made = Turn.between(old, self.truth)
        if replayed is not now:
            merged = commit(session.store, now, replayed, "undo", session.name, prefer="theirs")
            session.own.wrote(made)
            target.append((diff_books(now, merged), made))
        assert world(session.store.book) == self.truth

    # Others, the end of things, and the disk -----------------------------------------------------

    @rule(number=who)
    def look(self, number: int) -> None:
        """The once-a-second look at what others did."""
        self.take_in(self.sessions[number])

    def take_in(self, session: Session) -> None:
        """After it the session has the truth, and was told what others overwrote."""
        self.check_news(session, session.store.take_in())
        assert world(session.store.book) == self.truth

    def check_news(self, session: Session, news: Any) -> None:
        """What was told of is what was lost; of another book put back, only that it was."""
        if news is not None and news.restored:
            session.own, news = Written(), None
            session.done.clear()
            session.undone.clear()
        own = session.own
        own.looked(self.truth)
        # What all projects share is told of as well; tests/deals/merging holds that.
        losses = () if news is None else news.overwritten
        heard = {
            (loss.project, loss.field) for loss in losses if loss.field in (*FIELDS, "project")
        }
        assert heard == own.lost
        own.lost = set()

    @rule(number=who)
    def checkpoint(self, number: int) -> None:
        """The data file brought up to date: stock TinyDB reads all of it."""
        store = self.sessions[number].store
        self.take_in(self.sessions[number])
        store.checkpoint()
        assert self.torn or not store.dirty
        if self.path.exists():
            assert self.torn or not self.journaled()
            assert {document["id"] for document in documents(self.path)} == set(self.truth.projects)
            self.torn = self.torn and self.journaled()

    def journaled(self) -> bool:
        """Whether there is anything in the journal."""
        journal = journal_of(self.path)
        return journal.exists() and journal.stat().st_size > 0

    @rule(number=who)
    def crash(self, number: int) -> None:
        """A session ends without a word, and somebody else opens the store."""
        self.sessions[number] = self.opened(f"s{number}")

    @rule(number=who, text=st.sampled_from([b"{", b'{"seq":1,"store":"x"', b"\x00\xff"]))
    def tear(self, number: int, text: bytes) -> None:
        """A session is killed in the middle of its line."""
        if self.path.exists():
            with journal_of(self.path).open("ab") as journal:
                journal.write(text)
            journal_of(self.path).chmod(0o600)
            self.torn = True

    @rule(number=who)
    def leave(self, number: int) -> None:
        """A session ends well, and another begins."""
        self.sessions[number].store.close()
        self.sessions[number] = self.opened(f"s{number}")

    @precondition(lambda self: self.path.exists())
    @rule()
    def back_up(self) -> None:
        """A copy of the store as it is."""
        self.copies.append((back_up(self.path), self.truth))
        self.torn = False

    @precondition(lambda self: self.copies)
    @rule(number=st.integers(0, 20))
    def restore(self, number: int) -> None:
        """An earlier copy put back, under the sessions that are open."""
        copy, then = self.copies[number % len(self.copies)]
        if copy.exists():
            restore(self.path, copy)
            self.truth, self.torn = then, False

    # What always holds ---------------------------------------------------------------------------

    @invariant()
    def everything_acknowledged_is_on_the_disk(self) -> None:
        """Shown on a copy, as on another machine: the store itself is not reviewed."""
        if not self.path.exists():
            assert self.truth == World()
            return
        files_now = tuple(
            file.read_bytes() if file.exists() else None
            for file in (self.path, journal_of(self.path))
        )
        if self.shown == (files_now, self.truth, self.torn):
            return  # nobody wrote since
        problems = {problem.code for problem in inspect_store(self.path).problems}
        assert problems <= ({"journal-torn"} if self.torn else set())
        there = self.folder / "there"
        shutil.rmtree(there, ignore_errors=True)
        there.mkdir(mode=0o700)
        for file in (self.path, journal_of(self.path)):
            if file.exists():
                shutil.copy2(file, there)
        assert world(Store.open(there / self.path.name).book) == self.truth
        self.shown = files_now, self.truth, self.torn

    def teardown(self) -> None:
        """In the end all sessions agree, and the last to leave leaves one sound file."""
        try:
            self.agree()
        finally:
            shutil.rmtree(self.folder)

    def agree(self) -> None:
        """All look, all leave, and one file is left."""
        for session in self.sessions:
            self.take_in(session)
        for session in self.sessions:
            if session.store.dirty:  # as the app does when it is left
                session.store.checkpoint()
            session.store.close()
        if self.path.exists():
            assert self.torn or not self.journaled()
            assert world(Store.open(self.path).book) == self.truth
            assert inspect_store(self.path).sound


def run(examples: int, steps: int) -> None:
    """So many runs of so many steps."""
    machine: Callable[..., None] = Sessions.TestCase().runTest
    Sessions.TestCase.settings = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    # Flushing shows in nothing that is looked at here; test_power sees to it.
    with patched.object(files, "os", hasty()):
        machine()


def test_sessions_agree_with_the_model() -> None:
    run(25, 30)


@pytest.mark.soak
def test_sessions_agree_with_the_model_for_long() -> None:
    run(1000, 60)
