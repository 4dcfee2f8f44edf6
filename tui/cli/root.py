"""The command `netloft` itself: its global options and the commands below it."""

from __future__ import annotations

import os
from contextlib import nullcontext, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

import click
from click.decorators import FC

from tui.cli.localized_click import Group, LateCommands, command, complete_choices
from tui.session import GlobalOptions, LaunchFlags, Session
from tui.tty import is_attended, settle_colors, settle_keys
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


@command("demo", N_("Try the app on sample projects that are not kept."))
@click.option("--tour", is_flag=True, help=N_("Begin with the tour of six steps."))
def demo(session: Session, tour: bool) -> int:
    """Open the app on a fresh copy of the sample, in a private folder that vanishes at the end."""
    from tempfile import TemporaryDirectory

    from deals.book_change import BookChange
    from store.sample import sample_book
    from store.store import Store

    folder = session.held.enter_context(
        TemporaryDirectory(prefix="netloft-", ignore_cleanup_errors=True)
    )
    store = session.opened = Store.open(Path(folder) / "demo.json", author=session.settings.me)
    session.held.callback(store.close)
    sample = sample_book(language(), session.stamp(), session.me)
    store.commit(BookChange.between(store.book, sample), "sample")
    return _open(session, store, "netloft demo", demo=True, tour=tour)


def _open(session: Session, store: Store, command: str, **flags: Unpack[LaunchFlags]) -> int:
    if not is_attended():
        from tui.output import console
        from tui.select_projects import choose_projects

        context = session.filter_context(store.book)
        shown = choose_projects(store.book, context, session.today)
        console.pipeline(shown, context.playbook, context.rates)
        console.print_line(_(TO_OPEN).format(command=command))
        return 0
    settle_keys(os.environ)
    settle_colors(os.environ)
    if session.settings.keys:
        from tui.keys import refuse_bad_keys

        refuse_bad_keys(session.settings)
    with session.start_probe() or nullcontext() as probe:
        from tui.app import run_app

        return run_app(session.launch(store, probe, **flags))


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
        words = _('Netloft has no language "{text}"; it is one of {known}')
        raise click.UsageError(words.format(text=text, known=", ".join(LANGUAGES)))


def file_option(name: str, help: str) -> Callable[[FC], FC]:
    """Return an option that takes the path of a file."""
    path = click.Path(path_type=Path)
    return click.option(name, type=path, callback=read_path, metavar="FILE", help=help)


HELP = N_(
    "Run key-account deals from the keyboard. Without a command, the app opens on your projects."
)
COMMANDS = {
    "list": "tui.cli.look:list_projects",
    "triage": "tui.cli.look:triage",
    "week": "tui.cli.show_due:week",
    "due": "tui.cli.show_due:due",
    "ics": "tui.cli.show_due:ics",
    "followups": "tui.cli.look:followups",
    "key-projects": "tui.cli.look:key_projects",
    "forecast": "tui.cli.show_numbers:forecast",
    "movement": "tui.cli.show_numbers:movement",
    "shape": "tui.cli.show_numbers:shape",
    "record": "tui.cli.show_numbers:record",
    "show": "tui.cli.look:show",
    "brief": "tui.cli.visit:brief",
    "people": "tui.cli.look:people",
    "questions": "tui.cli.look:questions",
    "plan": "tui.cli.look:plan",
    "log": "tui.cli.look:log",
    "add": "tui.cli.edit:add",
    "set": "tui.cli.edit:set_fields",
    "touch": "tui.cli.edit_rooms:touch",
    "person": "tui.cli.edit_rooms:person",
    "answer": "tui.cli.edit_rooms:answer_question",
    "task": "tui.cli.edit_rooms:task",
    "end": "tui.cli.edit:end",
    "delete": "tui.cli.edit:delete",
    "merge": "tui.cli.merge:merge",
    "customers": "tui.cli.merge:customers",
    "keep": "tui.cli.merge:keep",
    "import": "tui.cli.import_export:import_files",
    "export": "tui.cli.import_export:export",
    "report": "tui.cli.report_command:report",
    "sync": "tui.cli.team_server:sync",
    "team": "tui.cli.team_deals:team",
    "own": "tui.cli.own_columns:edit_own_columns",
    "set-target": "tui.cli.set_numbers:set_target",
    "set-rate": "tui.cli.set_numbers:set_rate",
    "set-measure": "tui.cli.set_numbers:set_measure",
    "set-year-start": "tui.cli.set_store:set_year_start",
    "remembered": "tui.cli.set_store:remembered_names",
    "check": "tui.cli.upkeep:check_store",
    "backup": "tui.cli.upkeep:backup",
    "restore": "tui.cli.upkeep:restore_backup",
    "salvage": "tui.cli.upkeep:salvage_files",
    "lock": "tui.cli.upkeep:lock",
    "unlock": "tui.cli.upkeep:unlock",
    "demo": "tui.cli.root:demo",
    "config": "tui.cli.config:show_config",
    "playbook": "tui.cli.playbook:show_playbook",
    "doctor": "tui.cli.doctor:doctor",
    "method": "tui.cli.method:show_method",
    "keys": "tui.cli.key_list:show_keys",
    "completion": "tui.cli.completion:completion",
    "help": "tui.cli.root:help_command",
}
"""Where each command is, the everyday ones first; only the one that is called is loaded."""
FORMER_NAMES = {"checks": "questions", "stages": "remembered"}


def complete_command(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Return the commands that begin so, for a shell that completes a word."""
    front = ctx.find_root().command
    names = front.list_commands(ctx) if isinstance(front, Group) else []
    return [name for name in names if name.startswith(incomplete) and name not in FORMER_NAMES]


@command("help", N_("Show what a command does."))
@click.argument("word", required=False, metavar="[COMMAND]", shell_complete=complete_command)
@click.pass_context
def help_command(ctx: click.Context, session: Session, word: str | None) -> None:
    """Print the help of a command; of Netloft itself without one."""
    front = ctx.find_root()
    about = front.command
    if word is None:
        click.echo(front.get_help())
    elif isinstance(about, Group):
        found = about.get_command(front, word) or about.refuse_command(ctx, word)
        with found.make_context(word, [], front, resilient_parsing=True) as call:
            click.echo(call.get_help())


@click.group(
    "netloft",
    cls=Group,
    commands=LateCommands(COMMANDS, FORMER_NAMES),
    invoke_without_command=True,
    help=HELP,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@file_option("--store", N_("The file with your projects; NETLOFT_STORE names it too."))
@click.option("--as-of", callback=read_day, metavar="YYYY-MM-DD", help=N_("Date to use as today."))
@click.option(
    "--lang",
    callback=check_language,
    expose_value=False,
    metavar="|".join(LANGUAGES),
    help=N_("Language of the app and its messages."),
    shell_complete=complete_choices(*LANGUAGES),
)
@click.option("--ascii", is_flag=True, help=N_("Use ASCII characters only."))
@click.option("--mouse", is_flag=True, help=N_("Let the app use the mouse."))
@file_option("--playbook", N_("Your team's stages, limits and texts, in place of ours."))
@click.version_option(
    None,
    "-V",
    "--version",
    package_name="netloft",
    message="%(prog)s %(version)s",
    help=N_("Show the version and exit."),
)
@click.pass_context
def netloft(ctx: click.Context, /, **given: Any) -> int | None:
    """Settle what the commands share; without a command, open the app."""
    ctx.obj = ctx.with_resource(Session(GlobalOptions(**given)))
    return open_app(ctx.obj) if ctx.invoked_subcommand is None else None
