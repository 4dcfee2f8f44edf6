"""One of several processes that edit a store at once: run by test_sessions.

    python -m tests.store.writer FILE NAME EDITS

Each edit renames the writer's own project, and adds one more.
"""

from __future__ import annotations

import sys
from pathlib import Path

from store.store import Store
from tests.store import commit, project, renamed


def edit(path: Path, name: str, edits: int) -> None:
    """Make so many commits, each from the book that the last one gave."""
    store = Store.open(path)
    book = commit(store, store.book, store.book.with_projects(project(name)), "begin", name)
    for number in range(edits):
        after = renamed(book, name, f"{name} {number}").with_projects(project(f"{name}-{number}"))
        book = commit(store, book, after, "edit", name)
    store.close()


if __name__ == "__main__":
    edit(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
