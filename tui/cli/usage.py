"""What a wrong call of the command line is told: click's complaints in our words and languages."""

from __future__ import annotations

import click

from screens.kit.wording import N_, _
from screens.kit.wording.say import one_line

NEEDS_VALUE = N_("option {option} needs a value")
TAKES_NO_VALUE = N_("option {option} takes no value")
UNKNOWN_OPTION = N_("there is no option {option}")
GLOBAL_OPTION = N_("option {option} goes in front of the command")
MISSING = N_("{name} is missing")


def complaint(wrong: click.UsageError) -> str:
    """The lines to show for a wrong call: how the command is called, and what was wrong."""
    words = one_line(sentence(wrong))
    if wrong.ctx is None:
        return words
    pieces = wrong.ctx.command.collect_usage_pieces(wrong.ctx)
    call = " ".join([wrong.ctx.command_path, *pieces])
    return _("Usage: ") + f"{call}\n{words}"


def sentence(wrong: click.UsageError) -> str:
    """What is wrong with a call, in one sentence; our own complaints are already in words."""
    match wrong:
        case click.NoSuchOption():
            return _unknown_option(wrong)
        case click.BadOptionUsage():
            takes = _option(wrong.ctx, wrong.option_name)
            valued = takes is not None and not takes.is_flag
            return _(NEEDS_VALUE if valued else TAKES_NO_VALUE).format(option=wrong.option_name)
        case click.MissingParameter():
            param = wrong.param
            name = param.human_readable_name if param else ""
            return _(MISSING).format(name=name.removesuffix("..."))  # of several not even one
        case _:
            return wrong.message


def _unknown_option(wrong: click.NoSuchOption) -> str:
    front = wrong.ctx.find_root() if wrong.ctx else None
    if front is not wrong.ctx and _option(front, wrong.option_name):
        return _(GLOBAL_OPTION).format(option=wrong.option_name)
    return _(UNKNOWN_OPTION).format(option=wrong.option_name)


def _option(ctx: click.Context | None, name: str) -> click.Option | None:
    params = ctx.command.get_params(ctx) if ctx else []
    return next((one for one in params if isinstance(one, click.Option) and name in one.opts), None)
