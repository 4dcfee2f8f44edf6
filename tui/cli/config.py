"""The command that shows the settings, and writes a file to set them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from tui.cli.localized_click import command, complete_choices, json_option
from wording import N_, _

if TYPE_CHECKING:
    from tui.session import Session

INIT = "init"
NO_ACTION = N_('"{word}" is not what netloft config does; netloft config init writes a file')
ONLY_INIT = N_("option {option} goes with netloft config init")
NOT_INIT = N_("option {option} does not go with netloft config init")
FORCE = N_("With init: replace the file that there is, which is kept beside.")
WRITTEN = N_("Settings to fill in: {file}")


@command(
    "config",
    N_("Show every setting, its value and who said so; init writes a file to set them in."),
)
@click.argument("action", required=False, metavar="[init]", shell_complete=complete_choices(INIT))
@click.option("--force", is_flag=True, help=FORCE)
@json_option
@click.pass_context
def show_config(
    ctx: click.Context, session: Session, action: str | None, force: bool, as_json: bool
) -> None:
    """Print the settings as they hold, for programs too, or write the file."""
    if action not in (None, INIT):
        raise click.UsageError(_(NO_ACTION).format(word=action))
    if force and action is None:
        raise click.UsageError(_(ONLY_INIT).format(option="--force"))
    if as_json and action is not None:
        raise click.UsageError(_(NOT_INIT).format(option="--json"))
    if action == INIT:
        write_config(session, force=force)
    else:
        print_settings(session, ctx.find_root(), as_json=as_json)


def print_settings(session: Session, front: click.Context, *, as_json: bool) -> None:
    """Print every setting as it holds for this call."""
    from tui.cli.look import print_json
    from tui.output import console
    from tui.output.setting_table import setting_cells, setting_columns, setting_records
    from tui.settings_in_force import find_settings

    settings = list(find_settings(session, given_options(front)))
    if as_json:
        print_json(setting_records(settings))
    else:
        console.table(setting_columns(), [setting_cells(setting) for setting in settings])


def given_options(front: click.Context) -> set[str]:
    """Return the names of the options that were given in front of the command."""
    names = {name for param in front.command.params if (name := param.name)}
    return {
        name for name in names if front.get_parameter_source(name) is ParameterSource.COMMANDLINE
    }


def write_config(session: Session, *, force: bool) -> None:
    """Write the file to fill in; one that is there stays unless forced, and then beside it."""
    from store.config_file import write_config_text
    from tui.cli.import_export import written_lines
    from tui.output import console
    from tui.output.setting_table import config_text

    file, kept = write_config_text(config_text(), force=force, stores=(session.store_path,))
    console.print_lines(written_lines(_(WRITTEN).format(file=file), kept))
