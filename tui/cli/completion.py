"""Completion of a call in bash, zsh and fish: the script for a shell, and what completes a word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from os import environ

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    shell_complete,
)

from deals.errors import UserError
from tui.cli.localized_click import COMPLETE, command, complete_choices, did_you_mean
from tui.session import GlobalOptions, Session
from wording import N_, _

PROGRAM = "netloft"
SHELLS = ("bash", "zsh", "fish")
COMPLETION = N_("Print the script that completes calls in a shell, project names too.")
EXAMPLES = N_(
    """\
eval "$(netloft completion bash)"
eval "$(netloft completion zsh)"
netloft completion fish > ~/.config/fish/completions/netloft.fish"""
)
NO_SHELL = N_('"{text}" is not a shell that is completed in; it is one of {known}')
_SPECIAL = re.compile(r"[^\w%+,./:@=-]")
_STEERING = re.compile(r"[\x00-\x1f\x7f]")


@add_completion_class
class QuotingBash(BashComplete):
    """Bash, which puts a name into the line as it is given: blanks have to be quoted in it.

    The script is made to leave backslashes and wildcards of names alone.
    """

    source_template = BashComplete.source_template.replace(
        "read type value", "read -r type value"
    ).replace("($value)", '("$value")')

    def format_completion(self, item: CompletionItem[str]) -> str:
        """Return the item as the script reads it, quoted unless the word begins with a quote."""
        words, at = environ["COMP_WORDS"].split("\n"), int(environ["COMP_CWORD"])
        quoted = at < len(words) and words[at][:1] in ("'", '"')
        value = item.value if quoted else _SPECIAL.sub(lambda found: f"\\{found[0]}", item.value)
        return f"{item.type},{value}"


@add_completion_class
class WholeFish(FishComplete):
    """Fish, its script made to part the kind of a completion from a value that has commas."""

    source_template = FishComplete.source_template.replace(
        'string split ","', 'string split -m 1 ","'
    )


def read_shell(ctx: click.Context, param: click.Parameter, text: str) -> str:
    """Return the shell of this name."""
    if text not in SHELLS:
        words = _(NO_SHELL).format(text=text, known=_(", ").join(SHELLS))
        raise click.UsageError(words + did_you_mean(text, SHELLS), ctx)
    return text


@command("completion", COMPLETION, EXAMPLES)
@click.argument("shell", callback=read_shell, shell_complete=complete_choices(*SHELLS))
def completion(session: Session, shell: str) -> None:
    """Print the script; nothing is installed."""
    from tui.output import console

    kinds: dict[str, type[ShellComplete]]
    kinds = {"bash": QuotingBash, "zsh": ZshComplete, "fish": WholeFish}
    front = click.get_current_context().find_root().command
    made = kinds[shell](front, {}, PROGRAM, COMPLETE)
    # Not bash's own, which would start a shell to ask for its version.
    console.sheet(ShellComplete.source(made).encode())


def answer_shell(front: click.Command, instruction: str) -> int:
    """Print what completes the word at the cursor; nothing, and no complaint, if anything fails.

    The shell has the line half typed: whatever is said now would stand in the middle of it.
    """
    with suppress(Exception):
        return shell_complete(front, {}, PROGRAM, COMPLETE, instruction)
    return 1


def complete_project_name(ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
    """Return the projects whose names begin as the word does, the open ones first."""
    begun = incomplete.casefold()
    return [
        CompletionItem(name)
        for name in project_names(ctx.find_root())
        if name.casefold().startswith(begun)
    ]


def project_names(front: click.Context) -> Iterator[str]:
    """Yield the names in the store that the line means; none if it is locked or not there."""
    with Session(GlobalOptions(store=front.params.get("store"))) as session:
        path = session.store_path
        if not path.exists() or is_locked(session):
            return
        from store.store import Store

        try:
            store = Store.open(path, create=False)
        except (UserError, OSError):
            return
        session.held.callback(store.close)
        projects = sorted(store.book.projects.values(), key=lambda each: each.status != "open")
        for name in dict.fromkeys(project.name for project in projects):
            if not _STEERING.search(name):
                yield name


def is_locked(session: Session) -> bool:
    """Whether a passphrase would have to be asked for."""
    from store.encryption import store_is_sealed

    return store_is_sealed(session.store_path)


def playbook_questions(ctx: click.Context) -> list[str]:
    """Return the ids of the strategy questions of the playbook that the line means."""
    options = ctx.find_root().params
    with Session(GlobalOptions(playbook=options.get("playbook"))) as session:
        return list(session.playbook.asked)
