"""Stops a writer at each step of what it does, and looks at what is left: run by test_kill."""

from __future__ import annotations

import os
import pickle
import random
import shutil
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, tzinfo
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple, Self
from unittest.mock import patch

from deals.model import Book
from store import files
from store.check import inspect_store
from store.store import Store
from tests.store import book_of, commit, documents, journal_of, names, renamed, saved
from tests.store.faults import Call, Disk, hasty

KILLED, KILLED_WRITING = 9, 10
VERSION_1 = Path(__file__).parent / "versions" / "1.json"
BULK = [f"p{number}" for number in range(600)]

Act = Callable[[Path, Disk], object]
State = frozenset[tuple[str, int, bytes]]
"""All that a folder holds."""
Leave = Callable[[Path, Act], Iterator[tuple[State, Path]]]
"""Does an act on a store that is ready for it, and yields what being stopped leaves, and where."""


class Action(NamedTuple):
    """What a store is before, what is done to it, and the book that it then holds.

    `ready` is what the session that does it has gone through before, out of harm's way.
    """

    prepare: Callable[[Path], object]
    do: Callable[[Store], object]
    goal: Callable[[Book], Book]
    ready: Callable[[Store], object] | None = None


def killing(number: int, *, halfway: bool = False) -> Disk:
    """Return a disk on which the process ends before its nth step, or halfway through it if that is
    a write. After a step is before the next one. Nothing is flushed: what was written outlives who
    wrote it.
    """
    steps = 0

    def hook(name: str, real: Call) -> Any:
        nonlocal steps
        steps += 1
        if steps != number:
            return None if name == "fsync" else real()
        if name != "write" or not isinstance(real, partial):
            os._exit(KILLED)
        if halfway:
            os.write(real.args[0], real.args[1][: len(real.args[1]) // 2])
        os._exit(KILLED_WRITING)

    return Disk(hook)


def photographing(take: Callable[[], object]) -> Disk:
    """Return a disk that is photographed where `killing` ends the process: before each step, and
    halfway through each write.
    """

    def hook(name: str, real: Call) -> Any:
        take()
        if name != "write" or not isinstance(real, partial):
            return None if name == "fsync" else real()
        handle, data = real.args
        half = len(data) // 2
        os.write(handle, data[:half])
        take()
        return half + os.write(handle, data[half:])

    return Disk(hook)


def settle_chance(at: datetime) -> None:
    """Have the clock of the store's writers stand at an instant, and chance come out as ever; for a
    process that ends with what it does.
    """

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls.fromtimestamp(at.timestamp(), tz)

    drawn = random.Random(0).randbytes
    for module in ("backups", "documents", "journaled_file", "restore"):
        patch(f"store.{module}.datetime", Clock).start()
    patch("store.metadata.time_ns", lambda: int(at.timestamp() * 10**9)).start()
    patch.object(os, "urandom", drawn).start()
    patch.object(random, "_urandom", drawn).start()


def run_in_child(do: Callable[[], object], at: datetime) -> int:
    """Do it in a process of its own: 0 where it came to its end, else how it was killed."""
    child = os.fork()
    if child == 0:
        try:
            settle_chance(at)
            do()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, KILLED, KILLED_WRITING), code
    return code


def state_of(folder: Path) -> State:
    """Return all that a folder holds."""
    return frozenset(
        (
            str(place.relative_to(folder)),
            place.lstat().st_mode,
            place.read_bytes() if place.is_file() else b"",
        )
        for place in folder.rglob("*")
    )


def kill_at_each_step(ready: Path, act: Act) -> Iterator[tuple[State, Path]]:
    """Have it done, each time on a copy of a store: killed before each step, and halfway through
    each write; at last, after its last step, not killed at all. Yield what each left, and where.

    That the writers draw the same and tell the same time makes equal what is alike.
    """
    at = datetime.now().astimezone()

    def attempted(name: str, disk: Disk) -> tuple[int, Path]:
        path = copied_store(ready, name)
        return run_in_child(lambda: act(path, disk), at), path

    number, code = 1, KILLED
    while code:
        code, path = attempted(f"{number}", killing(number))
        yield state_of(path.parent), path
        if code == KILLED_WRITING:
            half, path = attempted(f"{number}-halfway", killing(number, halfway=True))
            assert half == code
            yield state_of(path.parent), path
        number += 1


def stop_at_each_step(ready: Path, act: Act) -> Iterator[tuple[State, Path]]:
    """Yield the same as `kill_at_each_step`, from one process that is photographed at each step.

    The photographs are looked at when it has ended, each in the place where it was taken.
    """
    path = copied_store(ready, "work")
    album = ready.parent.with_name("album")
    album.mkdir()
    taken: list[State] = []

    def take() -> None:
        taken.append(state_of(path.parent))
        if path.parent.exists() and taken[-1] not in taken[:-1]:
            shutil.copytree(path.parent, album / f"{len(taken)}")

    def done() -> None:
        act(path, photographing(take))
        take()
        (album / "taken").write_bytes(pickle.dumps(taken))

    assert run_in_child(done, datetime.now().astimezone()) == 0
    for number, state in enumerate(pickle.loads((album / "taken").read_bytes()), 1):
        if (photograph := album / f"{number}").exists() or number == 1:
            shutil.rmtree(path.parent, ignore_errors=True)
            if photograph.exists():
                photograph.rename(path.parent)
        yield state, path


def copied_store(ready: Path, name: str) -> Path:
    """Return the place of a copy of the folder of a store, under a name; there may be none yet."""
    folder = ready.parent.with_name(name)
    if ready.parent.exists():
        shutil.copytree(ready.parent, folder)
    return folder / ready.name


def judge_all(left: Iterable[tuple[State, Path]], judge: Callable[[Path], str]) -> list[str]:
    """Return each of what was left, as judged.

    Many steps change no byte on the disk: what was left there is judged once.
    """
    known: dict[State, str] = {}
    found: list[str] = []
    for state, path in left:
        if state not in known:
            with patch.object(files, "os", hasty()):
                known[state] = judge(path)
        found.append(known[state])
    return found


def same(book: Book) -> Book:
    """Return the book as it is."""
    return book


def longer(book: Book) -> Book:
    """Return the book with a name that makes a long line."""
    return renamed(book, "a", "x" * 20_000)


def marked(book: Book) -> Book:
    """Return the book after a bulk command."""
    return book.with_projects(
        *(book.projects[key].model_copy(update={"owner": "林"}) for key in BULK)
    )


def committing(goal: Callable[[Book], Book]) -> Callable[[Store], object]:
    """Makes one commit."""
    return lambda store: commit(store, store.book, goal(store.book), "edit", "me")


def journaled(path: Path) -> None:
    """A store with two lines in its journal."""
    store = saved(path, book_of("a", "b"))
    for name in ("一", "二"):
        commit(store, store.book, renamed(store.book, "b", name), "edit", "me")


def overtaken(store: Store) -> None:
    """A checkpoint while another session commits."""
    disk, there = store._disk, Store.open(store.path)
    draw = disk.storage.draft

    def drawn() -> files.FileDraft:
        draft = draw()
        disk.storage._lock.release()
        commit(there, there.book, longer(there.book), "edit", "they")
        disk.storage._lock.acquire(1)
        return draft

    with patch.object(disk.storage, "draft", drawn):
        store.checkpoint()


def overlaid(store: Store) -> None:
    """A session that has committed when an older copy of the store is put in its place."""
    older = store.path.read_bytes()
    committing(longer)(store)
    store.checkpoint()
    store.path.write_bytes(older)
    store.take_in()
    assert store.trouble is not None


def parted(store: Store) -> None:
    """A session that has committed when a journal without that comes back, with another's line."""
    journal = journal_of(store.path)
    theirs = journal.read_bytes()
    journal.write_bytes(theirs[: theirs.index(b"\n") + 1])
    there = Store.open(store.path)
    committing(longer)(there)
    store.__dict__.update(there.__dict__)
    journal.write_bytes(theirs)


def copied(path: Path) -> None:
    """A store of the first version."""
    path.parent.mkdir(parents=True)
    shutil.copy(VERSION_1, path)


def left(store: Store) -> None:
    """Commits and leaves."""
    committing(longer)(store)
    store.close()


ACTIONS = {
    "first": Action(
        lambda path: None,
        committing(lambda book: book_of("a", "b", "c")),
        lambda book: book_of("a", "b", "c"),
    ),
    "next": Action(journaled, committing(longer), longer),
    "bulk": Action(lambda path: saved(path, book_of(*BULK)), committing(marked), marked),
    "checkpoint": Action(journaled, Store.checkpoint, same),
    "between": Action(journaled, overtaken, longer),
    "migrate": Action(copied, committing(longer), longer),
    "close": Action(journaled, left, longer),
    "held": Action(lambda path: saved(path, book_of("a", "b")), Store.write_held, longer, overlaid),
    "joined": Action(journaled, Store.take_in, longer, parted),
}


def done(path: Path, action: Action, disk: Disk) -> None:
    """Do it on this disk, once the session is ready for it."""
    store = Store.open(path)
    if action.ready is not None:
        action.ready(store)
    with patch.object(files, "os", disk):
        action.do(store)


def found(path: Path, old: Book, new: Book) -> str:
    """Return which of the two books the store now opens with, is sound with, and goes on from."""
    if path.exists():
        assert {problem.code for problem in inspect_store(path).problems} <= {"journal-torn"}
        documents(path)
    store = Store.open(path)
    book = store.book
    if path.exists():
        assert inspect_store(path).sound
        after = book.with_projects(*book_of("more").projects.values())
        assert commit(store, book, after, "more", "me") == after
        assert Store.open(path).book == after
        store.close()
        assert not journal_of(path).exists()
        assert [document["id"] for document in documents(path)] == list(after.projects)
        kept = {path.name, *(f"{path.name}.{end}" for end in ("lock", "backups"))}
        assert names(path) == kept
    return "old" if book == old else "new" if book == new else "neither"


def walk(folder: Path, which: str, leave: Leave) -> Counter[str]:
    """Stop at every step there is; how often what was found."""
    action, ready = ACTIONS[which], folder / "ready" / "netloft.json"
    action.prepare(ready)
    old = Store.open(ready).book
    new = action.goal(old)
    left = leave(ready, lambda path, disk: done(path, action, disk))
    came = judge_all(left, lambda path: found(path, old, new))
    # What once is on the disk stays there.
    assert old == new or ("new", "old") not in pairwise(came)
    return Counter(came)
