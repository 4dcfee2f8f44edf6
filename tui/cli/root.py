"""The command `netloft` itself: its global options and the commands below it."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.decorators import FC

from tui.cli.edit import add, set_fields
from tui.cli.import_export import export, import_files
from tui.cli.localized_click import Group, command, former
from tui.cli.look import followups, list_projects, log, people, plan, questions, show, triage
from tui.cli.upkeep import backup, check_store, lock, restore_backup, salvage_files, unlock
from tui.session import GlobalOptions, Session
from tui.tty import is_attended, settle_keys
from wording import LANGUAGES, N_, _, language
from wording.language import known_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.store import Store

TO_OPEN = N_("To open the app, run {command} in a terminal.")


def open_app(session: Session) -> int:
    """Open the app on the user's store; without a terminal, print the pipeline instead."""
    new = not session.store_path.exists()
    # The app itself says what opening the store found.
    store = session.opened if is_attended() else session.store
    return _open(session, store, "netloft", first_start=new)


@command("demo", N_("Try the app on made-up projects that are not kept."))
def demo(session: Session) -> int:
    """Open the app on a fresh copy of the sample, in a private folder that vanishes at the end."""
    from tempfile import TemporaryDirectory

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
    if not is_attended():
        from tui.output import console
        from tui.select_projects import choose_projects

        shown = choose_projects(store.book, session.playbook, session.today, session.me)
        console.pipeline(shown, session.playbook)
        console.print_line(_(TO_OPEN).format(command=command))
        return 0
    settle_keys(os.environ)
    if session.settings.keys:
        from tui.keys import refuse_bad_keys

        refuse_bad_keys(session.settings)
    from tui.app import run_app

    return run_app(session.launch(store, first_start=first_start))


def read_day(ctx: click.Context, param: click.Parameter, text: str | None) -> date | None:
    """Read a day given as YYYY-MM-DD and no other way, so that scripts are unambiguous."""
    if text is None:
        return None
    with suppress(ValueError):
        # Python reads more than that, such as 20270331.
        if (found := date.fromisoformat(text)).isoformat() == text:
            return found
    raise click.UsageError(_('"{text}" is not a day like 2027-03-31').format(text=text))


def read_path(ctx: click.Context, param: click.Parameter, path: Path | None) -> Path | None:
    """Return a path that has a name; an empty one is a slip, most likely of a script."""
    if path == Path():
        raise click.BadOptionUsage(param.opts[0], "", ctx)
    return path


def check_language(ctx: click.Context, param: click.Parameter, text: str | None) -> None:
    """Refuse what is no language of ours; the one to speak is settled before options are read."""
    if text is not None and known_language(text) is None:
        words = _('"{text}" is not a language that Netloft speaks; it is one of {known}')
        raise click.UsageError(words.format(text=text, known=", ".join(LANGUAGES)))


def file_option(name: str, help: str) -> Callable[[FC], FC]:
    """Return an option that takes the path of a file."""
    path = click.Path(path_type=Path)
    return click.option(name, type=path, callback=read_path, metavar="FILE", help=help)


HELP = N_(
    "Run key-account deals from the keyboard. Without a command, the app opens on your projects."
)


@click.group("netloft", cls=Group, invoke_without_command=True, help=HELP)
@file_option("--store", N_("The file with your projects; NETLOFT_STORE names it too."))
@click.option(
    "--as-of", callback=read_day, metavar="YYYY-MM-DD", help=N_("The day to take for today.")
)
@click.option(
    "--lang",
    callback=check_language,
    expose_value=False,
    metavar="|".join(LANGUAGES),
    help=N_("The language to speak."),
)
@click.option("--ascii", is_flag=True, help=N_("Show no signs but ASCII."))
@click.option("--mouse", is_flag=True, help=N_("Let the app use the mouse."))
@file_option("--playbook", N_("Your team's stages, limits and texts, in place of ours."))
@click.version_option(
    package_name="netloft",
    message="%(prog)s %(version)s",
    help=N_("Show the version and exit."),
)
@click.pass_context
def netloft(ctx: click.Context, /, **given: Any) -> int | None:
    """Settle what the commands share; without a command, open the app."""
    ctx.obj = ctx.with_resource(Session(GlobalOptions(**given)))
    return open_app(ctx.obj) if ctx.invoked_subcommand is None else None


EVERYDAY = (
    *(list_projects, triage, followups, show, people, questions, plan),
    *(log, add, set_fields, import_files, export),
)
UPKEEP = (check_store, backup, restore_backup, salvage_files, lock, unlock, demo)

FORMER_NAMES = {"checks": questions}

for known in (*EVERYDAY, *UPKEEP):
    netloft.add_command(known)
for name, known in FORMER_NAMES.items():
    netloft.add_command(former(known, name))
