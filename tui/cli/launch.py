"""The commands that open the app: `netloft` itself and `netloft demo`."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from tui.cli.localized_click import LocalizedCommand
from tui.tty import attended, settle_keys
from wording import N_, _, language

if TYPE_CHECKING:
    from store.store import Store
    from tui.session import Session

TO_OPEN = N_("To open the app, run {command} in a terminal.")


def open_app(session: Session) -> int:
    """Open the app on the user's store; without a terminal, print the pipeline instead."""
    new = not session.store_path.exists()
    # The app itself says what opening the store found.
    store = session.opened if attended() else session.store
    return _open(session, store, "netloft", first_start=new)


@click.command(
    "demo", cls=LocalizedCommand, help=N_("Try the app on made-up projects that are not kept.")
)
@click.pass_obj
def demo(session: Session) -> int:
    """Open the app on a fresh copy of the sample, in a private folder that vanishes at the end."""
    from deals.book_change import BookChange
    from store.sample import sample_book
    from store.store import Store

    folder = session.held.enter_context(
        TemporaryDirectory(prefix="netloft-", ignore_cleanup_errors=True)
    )
    store = Store.open(Path(folder) / "demo.json", author=session.me)
    session.held.callback(store.close)
    sample = sample_book(language(), session.stamp(), session.me)
    store.commit(BookChange.between(store.book, sample), "sample")
    return _open(session, store, "netloft demo")


def _open(session: Session, store: Store, command: str, *, first_start: bool = False) -> int:
    if not attended():
        from tui.output import console
        from tui.select_projects import choose_projects

        shown = choose_projects(store.book, session.playbook, session.today, session.me)
        console.pipeline(shown, session.playbook)
        console.line(_(TO_OPEN).format(command=command))
        return 0
    settle_keys(os.environ)
    if session.settings.keys:
        from tui.keys import check

        check(session.settings)
    from tui.app import run

    return run(session.launch(store, first_start=first_start))
