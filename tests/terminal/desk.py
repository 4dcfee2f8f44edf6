"""Netloft at a rep's desk: a store of a few projects, opened in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from deals.model import Book, Contact, Project
from deals.parsing.amounts import parse_amount
from deals.parsing.windows import parse_window
from store.store import Store
from tests.store import commit
from tests.terminal.glass import Glass
from tests.terminal.pty import Terminal, environment, python

TODAY = date(2026, 3, 2)
LEAVE = "\x11"
SIZES = [(80, 24), (120, 40)]
LANGUAGES = ["en", "zh_CN"]


def project(number: int, name: str, **fields: Any) -> Project:
    """Return a red project at P4, owned by `ow` and its number, that the fields given may alter."""
    values = {
        "id": f"{number:026d}",
        "name": name,
        "customer": "北辰电力",
        "owner": owner(number),
        "stage": "P4",
        "amount": parse_amount("64万"),
        "signs": parse_window("2026-03-14"),
        "contacts": (Contact(id=f"{number:026d}", name="何总", cr=2),),
        "created_at": datetime(2026, 3, 1, tzinfo=UTC),
        "updated_at": datetime(2026, 3, 1, tzinfo=UTC),
    }
    return Project.model_validate(values | fields)


def owner(number: int) -> str:
    """Return the owner by whom a project's row is known on the screen."""
    return f"ow{number:02}"


def save(path: Path, projects: Sequence[Project]) -> None:
    """Make a new store with these projects."""
    store = Store.open(path)
    try:
        commit(store, store.book, Book().with_projects(*projects), "made for a test", "test")
    finally:
        store.close()


def stored(path: Path) -> Mapping[str, Project]:
    """Return the projects that the store holds, by name."""
    store = Store.open(path, create=False)
    try:
        return {project.name: project for project in store.book.projects.values()}
    finally:
        store.close()


@contextmanager
def netloft(
    home: Path,
    projects: Sequence[Project],
    *,
    lang: str = "en",
    size: tuple[int, int] = (80, 24),
    flags: Sequence[str] = (),
    under: Sequence[str] = (),
    anew: bool = False,
    **env: str,
) -> Iterator[Terminal]:
    """Yield the app on a store of these projects, its first screen settled.

    It is started `anew`, as users start it, where the test asks for that or runs it `under` some
    command; otherwise it is preloaded.
    """
    path = home / "netloft.json"
    if not path.exists():
        save(path, projects)
    argv = ["-m", "tui", "--store", str(path), "--as-of", TODAY.isoformat(), "--lang", lang]
    columns, rows = size
    with Terminal(
        [*under, *python(*argv, *flags)],
        environment(home, **env),
        columns=columns,
        rows=rows,
        preloaded=not (under or anew),
    ) as terminal:
        terminal.wait_until(_complete, "first screen")
        terminal.settle()
        yield terminal


def _complete(glass: Glass) -> bool:
    """Whether the list and, last of all, the footer are there."""
    return glass.shows(owner(0)) and " ? " in glass.text()[-1]


def leave(terminal: Terminal) -> None:
    """Leave the app as users do, and see that it ends well."""
    terminal.send(LEAVE)
    assert terminal.wait_exit() == 0
