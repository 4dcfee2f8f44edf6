"""The command `netloft` itself: its global options and the commands below it."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import click

from tui.cli.backup import backup, restore, salvage
from tui.cli.check import check
from tui.cli.edit import add, set_fields
from tui.cli.import_export import export, import_files
from tui.cli.launch import demo, open_app
from tui.cli.localized_click import Group, former
from tui.cli.lock import lock, unlock
from tui.cli.look import followups, list_projects, log, plan, questions, show, triage
from tui.cli.people import people
from tui.session import GlobalOptions, Session
from wording import LANGUAGES, N_, _


def day(ctx: click.Context, param: click.Parameter, text: str | None) -> date | None:
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


def read_language(ctx: click.Context, param: click.Parameter, text: str | None) -> None:
    """Return a language of ours, which is settled already when options are read."""
    if text is None or text in LANGUAGES:
        return
    words = _('"{text}" is not a language that Netloft speaks; it is one of {known}')
    raise click.UsageError(words.format(text=text, known=", ".join(LANGUAGES)))


HELP = N_(
    "Run key-account deals from the keyboard. Without a command, the app opens on your projects."
)


@click.group("netloft", cls=Group, invoke_without_command=True, help=HELP)
@click.option(
    "--store",
    type=click.Path(path_type=Path),
    callback=read_path,
    metavar="FILE",
    help=N_("The file with your projects; NETLOFT_STORE names it too."),
)
@click.option("--as-of", callback=day, metavar="YYYY-MM-DD", help=N_("The day to take for today."))
@click.option(
    "--lang",
    callback=read_language,
    expose_value=False,
    metavar="|".join(LANGUAGES),
    help=N_("The language to speak."),
)
@click.option("--ascii", is_flag=True, help=N_("Show no signs but ASCII."))
@click.option("--mouse", is_flag=True, help=N_("Let the app use the mouse."))
@click.option(
    "--playbook",
    type=click.Path(path_type=Path),
    callback=read_path,
    metavar="FILE",
    help=N_("Your team's stages, limits and texts, in place of ours."),
)
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
UPKEEP = (check, backup, restore, salvage, lock, unlock, demo)

FORMER_NAMES = {"checks": questions}

for command in (*EVERYDAY, *UPKEEP):
    netloft.add_command(command)
for name, command in FORMER_NAMES.items():
    netloft.add_command(former(command, name))
