"""Kills a writer at each step of a commit, and looks at what is left: run by test_kill.

    python -m tests.store.kill FOLDER first|next

prints how many times a writer was killed, and how often the old and the new book were found.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from deals.model import Book
from store import files
from store.door import Store
from tests.store import book_of, documents, renamed, saved
from tests.store.faults import Call, Disk

KILLED = 9
WHEN = ("before", "during", "after")


def killing(number: int, when: str) -> Disk:
    """A disk on which the process ends at its nth step; `during` a write half of it is done."""
    steps = 0

    def hook(name: str, real: Call) -> Any:
        nonlocal steps
        steps += 1
        if steps != number:
            return real()
        if when == "during" and name == "write" and isinstance(real, partial):
            os.write(real.args[0], real.args[1][: len(real.args[1]) // 2])
        elif when == "after":
            real()
        os._exit(KILLED)

    return Disk(hook)


def killed(path: Path, before: Book, after: Book, number: int, when: str) -> bool:
    """Commit in a child that ends at the nth step; False where it came to its end unharmed."""
    child = os.fork()
    if child == 0:
        store = Store.open(path)
        with patch.object(files, "os", killing(number, when)):
            store.commit(before, after, "edit", "me")
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED


def found(path: Path, old: Book, new: Book) -> str:
    """Which of the two books the store now opens with; stock TinyDB must read the same."""
    book = Store.open(path).book
    if path.exists():
        assert [one["name"] for one in documents(path)] == [
            one.name for one in book.projects.values()
        ]
    if path.parent.exists():
        assert {one.name for one in path.parent.iterdir()} <= {path.name, f"{path.name}.lock"}
    return "old" if book == old else "new" if book == new else "neither"


def walk(folder: Path, old: Book, new: Book) -> Counter[str]:
    """Kill at every step there is; how often what was found."""
    seen: Counter[str] = Counter()
    for when in WHEN:
        number = 1
        while True:
            path = folder / f"{when}-{number}" / "netloft.json"
            store = saved(path, old) if old.projects else Store.open(path)
            if not killed(path, store.book, new, number, when):
                break
            seen[found(path, store.book, new)] += 1
            number += 1
    return seen


if __name__ == "__main__":
    base = Book() if sys.argv[2] == "first" else book_of("a", "b")
    goal = book_of("a", "b", "c") if sys.argv[2] == "first" else renamed(base, "a", "x" * 20_000)
    counted = walk(Path(sys.argv[1]), base, goal)
    sys.stdout.write(f"killed {counted.total()} old {counted['old']} new {counted['new']}\n")
