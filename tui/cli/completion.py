"""Completion of a call in bash, zsh and fish: the script for a shell, and what completes a word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from os import environ
from typing import TYPE_CHECKING

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    shell_complete,
    split_arg_string,
)

from deals.errors import UserError
from tui.cli.localized_click import COMPLETE, command, complete_choices, did_you_mean
from tui.session import GlobalOptions, Session
from wording import N_, _

if TYPE_CHECKING:
    from deals.model import Book, Project

PROGRAM = "netloft"
SHELLS = ("bash", "zsh", "fish")
COMPLETION = N_("Print the script that completes calls in a shell, project names too.")
EXAMPLES = N_(
    """\
eval "$(netloft completion bash)"
eval "$(netloft completion zsh)"
netloft completion fish > ~/.config/fish/completions/netloft.fish"""
)
NO_SHELL = N_('no completion for the shell "{text}"; it is one of {known}')
_SPECIAL = re.compile(r"[^\w%+,./:@=-]")
_MARKS = frozenset({"=", ":"})
_TERM = re.compile(r"(?P<head>(?:.*\s)?-?)(?P<key>[^\W\d]+)(?P<sign><=|>=|!=|[:=<>])(?P<value>\S*)")
_STEERING = re.compile(r"[\x00-\x1f\x7f]")


@add_completion_class
class QuotingBash(BashComplete):
    """Bash, which puts a name into the line as it is given: blanks have to be quoted in it.

    The script is made to leave backslashes and wildcards of names alone, and to put no blank behind
    a field whose value is to follow. Bash takes `=` and `:` for words of their own: they are put
    together again, and what it is given is what stands behind the last of them.
    """

    source_template = (
        BashComplete.source_template.replace("read type value", "read -r type value")
        .replace("($value)", '("$value")')
        .replace(
            "    return 0\n",
            "    [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=:] ]] && compopt -o nospace\n\n"
            "    return 0\n",
        )
    )

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one at the cursor, and that word."""
        given = split_arg_string(environ["COMP_WORDS"])[1:]
        at = int(environ["COMP_CWORD"])
        words = join_marks([*given, ""][:at])
        return words[:-1], words[-1] if words else ""

    def format_completion(self, item: CompletionItem[str]) -> str:
        """Return the item as the script reads it, quoted unless the word begins with a quote."""
        words, at = environ["COMP_WORDS"].split("\n"), int(environ["COMP_CWORD"])
        typed = words[at] if at < len(words) else ""
        value = item.value
        if at > 0 and {typed, words[at - 1]} & _MARKS:
            whole = self.get_completion_args()[1]
            before = whole if typed in _MARKS else whole.removesuffix(typed)
            # What completes an option's value does not have the option's name in front.
            if value.casefold().startswith(before.casefold()):
                value = value[len(before) :]
        quoted = typed[:1] in ("'", '"')
        value = value if quoted else _SPECIAL.sub(lambda found: f"\\{found[0]}", value)
        return f"{item.type},{value}"


@add_completion_class
class OpenZsh(ZshComplete):
    """Zsh, its script made to put no blank behind a field whose value is to follow."""

    source_template = ZshComplete.source_template.replace(
        "        compadd -U -V unsorted -a completions\n",
        "        local -a unfinished\n"
        "        unfinished=(${(M)completions:#*[=:]})\n"
        "        completions=(${completions:#*[=:]})\n"
        "        compadd -U -S '' -V unsorted -a unfinished\n"
        "        compadd -U -V unsorted -a completions\n",
    )


@add_completion_class
class WholeFish(FishComplete):
    """Fish, its script made to part the kind of a completion from a value that has commas."""

    source_template = FishComplete.source_template.replace(
        'string split ","', 'string split -m 1 ","'
    )


def join_marks(words: Sequence[str]) -> list[str]:
    """Return the words as they were typed where `=` and `:` parted them."""
    joined: list[str] = []
    behind = False
    for word in words:
        if joined and (behind or word in _MARKS):
            joined[-1] += word
        else:
            joined.append(word)
        behind = word in _MARKS
    return joined


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
    kinds = {"bash": QuotingBash, "zsh": OpenZsh, "fish": WholeFish}
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
    names = (project.name for project in stored_projects(ctx.find_root()))
    return match_prefix(names, incomplete)


def complete_assignment(
    ctx: click.Context, words: Sequence[str], incomplete: str
) -> list[CompletionItem[str]]:
    """Return the fields that may be set besides those of `words`, or the values of the last."""
    from deals.fields import PROJECT
    from tui.cli.edit import settable_fields

    field, equals, begun = incomplete.partition("=")
    if equals:
        values = field_values(ctx, field.strip().casefold())
        return [prefixed(f"{field}=", value) for value in match_prefix(values, begun)]
    set_already = {word.partition("=")[0] for word in words}
    names = (*settable_fields(), *own_names(ctx, PROJECT.find))
    return match_prefix((f"{name}=" for name in names if name not in set_already), field)


def own_names(ctx: click.Context, known: Callable[[str], object]) -> list[str]:
    """Return the own columns as they are typed: behind `own.` where something of ours is `known`
    by that name.
    """
    from deals.own_columns import OwnColumns

    names = OwnColumns(stored_projects(ctx.find_root())).names
    return [f"own.{name}" if known(name) else name for name in names]


def complete_filter_word(ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
    """Return the keys that a filter's last word may be, or the values of the key that it has."""
    from deals.filters import READERS, find_filter_key

    found = _TERM.fullmatch(incomplete)
    if found is None:
        word = incomplete.split(" ")[-1].removeprefix("-")
        head = incomplete.removesuffix(word) if word else incomplete
        keys = (*READERS, *own_names(ctx, find_filter_key))
        plain = (f"{key}:" for key in keys if not set(key) & set(" <>=:"))
        return [prefixed(head, key) for key in match_prefix(plain, word)]
    key, value = found["key"].casefold(), found["value"]
    known = (*field_values(ctx, key), *FILTER_WORDS.get(key, ()))
    plain = (word for word in known if " " not in word)
    head = incomplete[: found.start("value")]
    return [prefixed(head, item) for item in match_prefix(plain, value)]


FILTER_WORDS: Mapping[str, Sequence[str]] = {
    "owner": ("me",),
    "status": ("ended", "any"),
    "severity": ("red", "amber", "info", "none"),
}
"""What else a filter compares with, by its key."""


def field_values(ctx: click.Context, field: str) -> Iterable[str]:
    """Return what a field may well be: stages, statuses, or what it is in other projects."""
    front = ctx.find_root()
    if field in _CONSTANTS:
        return _CONSTANTS[field]
    if field in ("stage", "flag"):
        with Session(GlobalOptions(playbook=front.params.get("playbook"))) as session:
            return list(session.playbook.order if field == "stage" else session.playbook.rules)
    every = stored_projects(front)
    if field == "tags":
        return dict.fromkeys(tag for project in every for tag in project.tags)
    if field == "under":
        return stored_people(front)
    if field in ("owner", "customer", "product"):
        values = (getattr(project, field) for project in every)
        return dict.fromkeys(value for value in values if isinstance(value, str) and value)
    from deals.own_columns import OwnColumns, read_own_name

    own = OwnColumns(every)
    name = own.find(read_own_name(field) or field)
    return own.column(name).values if name else ()


_CONSTANTS: Mapping[str, Sequence[str]] = {
    "status": ("open", "on_hold", "won", "lost", "abandoned"),
    "key": ("yes", "no"),
}


def match_prefix(words: Iterable[str], incomplete: str) -> list[CompletionItem[str]]:
    """Return the words that begin with what is typed, in any case."""
    begun = incomplete.casefold()
    fit = (word for word in dict.fromkeys(words) if word.casefold().startswith(begun))
    return [CompletionItem(word) for word in fit if not _STEERING.search(word)]


def prefixed(head: str, item: CompletionItem[str]) -> CompletionItem[str]:
    """Return a completion behind what stands before it in the word."""
    return CompletionItem(f"{head}{item.value}", type=item.type, help=item.help)


def stored_projects(front: click.Context) -> Sequence[Project]:
    """Return the projects in the store that the line means, the open ones first."""
    return sorted(stored_book(front).projects.values(), key=lambda each: each.status != "open")


def stored_people(front: click.Context) -> Sequence[str]:
    """Return whom the store that the line means knows of the team's reporting line."""
    from deals.team_copy import recall_line

    line = recall_line(stored_book(front))
    return ("me", *line.people) if line else ()


def stored_book(front: click.Context) -> Book:
    """Return the book in the store that the line means; empty if it is locked or not there."""
    from deals.model import Book

    with Session(GlobalOptions(store=front.params.get("store"))) as session:
        path = session.store_path
        if not path.exists() or is_locked(session):
            return Book()
        from store.store import Store

        try:
            store = Store.open(path, create=False)
        except (UserError, OSError):
            return Book()
        session.held.callback(store.close)
        return store.book


def is_locked(session: Session) -> bool:
    """Whether a passphrase would have to be asked for."""
    from store.encryption import store_is_sealed

    return store_is_sealed(session.store_path)


def playbook_questions(ctx: click.Context) -> list[str]:
    """Return the ids of the strategy questions of the playbook that the line means."""
    options = ctx.find_root().params
    with Session(GlobalOptions(playbook=options.get("playbook"))) as session:
        return list(session.playbook.asked)
