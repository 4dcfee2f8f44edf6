"""Cuts the power at each step of what is done to a store, and looks at every state that the disk
may then be in: run by test_power.

    python -m tests.store.power FOLDER DEED [EXTRA [SEED]]

prints how many cuts and states there were, and how often the store was found as before and as
after. EXTRA states more for each cut are drawn at random by SEED. The model is told in trace.py.
"""

from __future__ import annotations

import gzip
import shutil
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from unittest.mock import patch

from deals.book_change import Committed
from deals.model import Book
from store import files
from store.backups import KEPT, all_backups, is_good, make_backup
from store.store import Store
from tests.store import book_of, journal_of, kill, kill_upkeep, saved
from tests.store.faults import hasty
from tests.store.keys import quick_keys
from tests.store.trace import (
    Pending,
    Recorder,
    State,
    Trace,
    Word,
    found_in,
    lay_out,
    signature,
    states,
)

STORE = Path("desk") / "netloft.json"
"""Where the store is, below the folder that is watched."""


class Books(NamedTuple):
    """What a store may hold after a cut: what was acknowledged, or what was just being done.

    `done` says that the action itself was acknowledged; `backups` are those that have to be there,
    and `first` is the book from before it.
    """

    first: Book
    old: Book
    new: Book
    done: bool
    backups: frozenset[str]


class Action(NamedTuple):
    """What is there before, what is done to the store at a path, and which of its books is found
    after a cut, `before` or `after`; the last looks at all else, too.
    """

    prepare: Callable[[Path], Book]
    do: Callable[[Path], object]
    judge: Callable[[Path, Books], str]


def of_kill(action: kill.Action) -> Action:
    """Return an action of an open store, as kill does them; one that has gone through something is
    opened before it is watched, and says in the end which book it has then.
    """
    sessions: dict[Path, Store] = {}

    def prepare(path: Path) -> Book:
        action.prepare(path)
        store = Store.open(path)
        if action.ready is None:
            return store.book
        action.ready(store)
        sessions[path] = store
        return Store.open(path).book

    def do(path: Path) -> object:
        store = sessions.pop(path, None)
        if store is None:
            return action.do(Store.open(path))
        action.do(store)
        return store.book

    def judge(path: Path, books: Books) -> str:
        found = kill.found(path, books.old, books.new)
        assert found in ("old", "new"), found
        return "before" if found == "old" else "after"

    return Action(prepare, do, judge)


def of_upkeep(which: str) -> Action:
    """Return an action done to a whole store, as kill_upkeep does them."""

    def judge(path: Path, books: Books) -> str:
        after = kill_upkeep.is_after(path, which, books.first)
        assert after or not books.done, "what was acknowledged is not there"
        kill_upkeep.finish(path, which)
        return "after" if after else "before"

    return Action(lambda path: kill_upkeep.before(path, which), kill_upkeep.ACTIONS[which], judge)


def unkept(path: Path) -> None:
    """A store without a backup of today whose journal has lines."""
    kill.journaled(path)
    Store.open(path).checkpoint()
    shutil.rmtree(path.with_name(f"{path.name}.backups"))
    kill.committing(kill.longer)(Store.open(path))


def torn_off(path: Path) -> Book:
    """Return a store whose journal ends in a line that was cut off, longer than the next one will
    be.
    """
    kill.journaled(path)
    book = Store.open(path).book
    with journal_of(path).open("ab") as journal:
        journal.write(b'{"seq":' + b"9" * 30_000)
    return book


def anew(store: Store) -> None:
    """A checkpoint, and then a commit: the journal goes and comes again."""
    store.checkpoint()
    kill.committing(kill.longer)(store)


def crowded(path: Path) -> Book:
    """Return a store with as many backups of a kind as are kept."""
    book = kill_upkeep.prepared(path, "backup")
    for _number in range(KEPT):
        make_backup(path, path.read_bytes())
    return book


ACTIONS = {
    **{name: of_kill(action) for name, action in kill.ACTIONS.items()},
    "daily": of_kill(kill.Action(unkept, Store.back_up, kill.same)),
    "anew": of_kill(kill.Action(kill.journaled, anew, kill.longer)),
    "torn": of_kill(kill.ACTIONS["next"])._replace(prepare=torn_off),
    "rotate": of_upkeep("backup")._replace(prepare=crowded),
    **{name: of_upkeep(name) for name in kill_upkeep.ACTIONS},
}


def good_backups(path: Path) -> list[Path]:
    """Return the backups of a store that read."""
    return [backup for backup in all_backups(path) if is_good(backup)]


def record(root: Path, action: Action) -> tuple[Trace, Book]:
    """Do it, and note what is done to the disk; the trace, and the book from before.

    A file that was written past store.files is not in the trace, which is then refused.
    """
    path = root / STORE
    old = action.prepare(path)
    recorder = Recorder(root)
    recorder.acknowledge(good_backups(path))
    commit = Store.commit

    def committed(store: Store, *change: Any) -> Committed:
        done = commit(store, *change)
        recorder.acknowledge(good_backups(path), done.book)
        return done

    with patch.object(files, "os", recorder.disk()), patch.object(Store, "commit", committed):
        done = action.do(path)
    recorder.acknowledge(good_backups(path), done if isinstance(done, Book) else None)
    last = Pending.at(recorder.trace, len(recorder.trace.steps))
    kept = last.state([unit[0] for unit in last.units(loose=True)])
    assert kept == found_in(root), "something was written past store.files"
    return recorder.trace, old


def books_at(words: list[Word], old: Book, cut: int) -> Books:
    """Return what the store may hold after a cut."""
    books = [old, *(word.book for word in words if word.book and word.after <= cut)]
    coming = [word.book for word in words if word.book and word.after > cut]
    # What is just being done may take an old backup away.
    last = max(number for number, word in enumerate(words) if word.after <= cut)
    backups = words[last].backups & words[min(last + 1, len(words) - 1)].backups
    new = coming[0] if coming else books[-1]
    return Books(old, books[-1], new, cut >= words[-1].after, backups)


@dataclass
class Walk:
    """The states that were looked at."""

    root: Path
    action: Action
    trace: Trace
    old: Book
    seen: Counter[str]
    faults: list[str]

    def look(self, state: State, cut: int) -> None:
        """Lay a state out, and see that the store is whole in it."""
        shutil.rmtree(self.root, ignore_errors=True)
        self.root.mkdir(parents=True)
        lay_out(state, self.root)
        books = books_at(self.trace.words, self.old, cut)
        try:
            with patch.object(files, "os", hasty()):
                kept = good_backups(self.root / STORE)
                good = {str(file.relative_to(self.root)) for file in kept}
                assert books.backups <= good, f"lost {books.backups - good}"
                self.seen[self.action.judge(self.root / STORE, books)] += 1
        except Exception as error:
            self.faults.append(self._describe_fault(state, cut, error))

    def _describe_fault(self, state: State, cut: int, error: Exception) -> str:
        first = max(0, cut - 8)
        steps = [
            f"{first + number:4} {short(step)}"
            for number, step in enumerate(self.trace.steps[first:cut])
        ]
        there = [f"     {name}: {short(data)}" for name, data in state.items()]
        wrong = f"{type(error).__name__}: {short(error)}"
        return "\n".join((f"cut after step {cut}: {wrong}", *steps, "  left:", *there))


def short(value: object) -> str:
    """Return a value in a line."""
    text = str(value) if isinstance(value, Exception) else repr(value)
    return text if len(text) < 120 else f"{text[:80]} … {text[-40:]} ({len(text)})"


def walk(folder: Path, which: str, extra: int = 0, seed: int = 0) -> tuple[str, list[str]]:
    """Cut at every step there is; the figures, and what was found wrong."""
    root = folder / "run"
    root.mkdir(parents=True)
    saved(root / "other.json", book_of("c")).close()
    packed = gzip.compress((root / "other.json").read_bytes())
    (root / "other.json.gz").write_bytes(packed)
    (root / "other.json").unlink()
    shutil.rmtree(root / "other.json.backups", ignore_errors=True)
    action = ACTIONS[which]
    trace, old = record(root, action)
    walked = Walk(folder / "cut", action, trace, old, Counter(), [])
    random, every = Random(seed), 0
    looked = set[object]()
    for cut in range(len(trace.steps) + 1):
        disk = Pending.at(trace, cut)
        books = books_at(trace.words, old, cut)
        for state in states(disk, extra, random):
            every += 1
            key = hash((signature(state), id(books.old), id(books.new), books.done, books.backups))
            if key not in looked:
                looked.add(key)
                walked.look(state, cut)
    seen = walked.seen
    figures = (
        f"cuts {len(trace.steps) + 1} drawn {every} states {len(looked)} "
        f"before {seen['before']} after {seen['after']}"
    )
    return figures, walked.faults


if __name__ == "__main__":
    more = [int(argument) for argument in sys.argv[3:]]
    with quick_keys():
        counts, wrong = walk(Path(sys.argv[1]), sys.argv[2], *more)
    sys.stdout.write(f"{counts} wrong {len(wrong)}\n")
    sys.stdout.write("\n\n".join(wrong[:5]))
    sys.exit(bool(wrong))
