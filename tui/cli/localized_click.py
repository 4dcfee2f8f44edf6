"""Click commands with help and complaints in the language spoken now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from copy import copy
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

import click

from wording import N_, _
from wording.errors import one_line

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

LEAST_CELLS = 20
MOST_HELP = 40
"""Of how many cells a line of help is at least, and of how many lines a paragraph is at most."""
COMPLETE = "_NETLOFT_COMPLETE"
"""The variable that is set by the script of a shell which asks what completes a word."""
HELP_OPTION = N_("Show this message and exit.")
AS_JSON = N_("Print JSON.")
BOM = N_(
    "Start a text file with a byte order mark, so that Excel reads it as UTF-8; default in Chinese."
)
FORCE = N_("Replace the file whatever it holds; a store is never replaced.")
DRY_RUN = N_("Say what would be done, and write nothing.")


class CellFormatter(click.HelpFormatter):
    """Help in lines of cells, of which a Chinese character takes two; click counts characters."""

    def write_text(self, text: str) -> None:
        """Write paragraphs, a blank line between them."""
        indent = " " * self.current_indent
        cells = max(self.width - self.current_indent, LEAST_CELLS)
        paragraphs = [wrap_help(paragraph, cells) for paragraph in text.split("\n\n")]
        self.write("\n\n".join("\n".join(indent + each for each in lines) for lines in paragraphs))
        self.write("\n")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write what there is and what each is for, side by side where the first is short."""
        listed = list(rows)
        first = min(max(len(name) for name, _text in listed), col_max) + col_spacing
        indent = " " * self.current_indent
        for name, text in listed:
            lines = wrap_help(text, max(self.width - first - 2, LEAST_CELLS)) or [""]
            if len(name) > first - col_spacing:
                self.write(f"{indent}{name}\n")
                name = ""
            self.write(f"{indent}{name:{first}}{lines[0]}".rstrip() + "\n")
            for line in lines[1:]:
                self.write(f"{indent}{'':{first}}{line}\n")


def wrap_help(text: str, cells: int) -> list[str]:
    """Return a paragraph in lines of so many cells, each broken where that reads."""
    if text.isascii():
        return click.wrap_text(text, cells).splitlines()
    from views.styled_text import wrap

    return wrap(" ".join(text.split("\n")), cells, MOST_HELP)


class LocalizedContext(click.Context):
    """A context whose help is laid out by cells."""

    formatter_class = CellFormatter


class LocalizedCommand(click.Command):
    """A command whose help texts are messages of the catalogue, looked up when they are shown.

    `examples` is a message of calls, a line each, as one types them in the language spoken.
    """

    context_class = LocalizedContext

    def __init__(self, *args: Any, examples: str = "", **settings: Any) -> None:
        settings.setdefault("context_settings", {}).setdefault("allow_extra_args", True)
        super().__init__(*args, **settings)
        self.examples = examples

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; every complaint knows the command that it is about."""
        try:
            rest = super().parse_args(ctx, args)
        except click.UsageError as wrong:
            wrong.ctx = wrong.ctx or ctx
            raise
        self.refuse_extra(ctx, rest)
        return rest

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what it complains of about its arguments knows the command too."""
        try:
            return super().invoke(ctx)
        except click.UsageError as wrong:
            wrong.ctx = wrong.ctx or ctx
            raise

    def refuse_extra(self, ctx: click.Context, rest: list[str]) -> None:
        """Complain about arguments that nothing takes."""
        if rest and not ctx.resilient_parsing:
            raise click.UsageError(_(TOO_MANY).format(word=rest[0]), ctx)

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the first line of the help, whole: it is written to fit."""
        words = self.help or ""
        return _(words).partition("\n")[0]

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=_("Usage: "))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command is for."""
        words = self.help or ""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_(words))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of options."""
        shown = [param.get_help_record(ctx) for param in self.get_params(ctx)]
        records = [(spec, _(text)) for spec, text in filter(None, shown) if text]
        with formatter.section(_("Options")):
            formatter.write_dl(records)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, each on a line of its own however long, so that it can be copied."""
        if self.examples:
            with formatter.section(_("Examples")):
                for call in _(self.examples).splitlines():
                    formatter.write(f"{' ' * formatter.current_indent}{call}\n")


def command(
    name: str, help: str, examples: str = "", cls: type[LocalizedCommand] = LocalizedCommand
) -> Callable[[Callable[..., int | None]], LocalizedCommand]:
    """Return the decorator that makes a function of the session a command; it gives the exit code,
    None for 0.
    """

    def make_command(action: Callable[..., int | None]) -> LocalizedCommand:
        made = click.command(name, cls=cls, help=help)(click.pass_obj(action))
        made.examples = examples
        return made

    return make_command


def complete_project(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem[str]]:
    """Return the projects whose names begin so, for a shell that completes a word."""
    from tui.cli.completion import complete_project_name

    return complete_project_name(ctx, incomplete)


def complete_filter(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem[str]]:
    """Return how the last word of a filter may go on, for a shell that completes a word."""
    from tui.cli import completion

    return completion.complete_filter_word(ctx, incomplete)


def complete_field(
    field: str,
) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem[str]]]:
    """Return what completes an option for a field of a project."""

    def complete(
        ctx: click.Context, _param: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        from tui.cli.completion import field_values, match_prefix

        return match_prefix(field_values(ctx, field), incomplete)

    return complete


def project_words(
    metavar: str, *second: str, fields: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return the argument that takes all words of a call that begins with a project, unless there
    is a filter; the word behind it may be one of `second`, those behind it set `fields`.
    """

    def complete(
        ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]] | list[str]:
        words = ctx.params.get("words") or ()
        there = len(words) + (ctx.params.get("text") is not None)
        if there and fields:
            from tui.cli.completion import complete_assignment

            return complete_assignment(ctx, words, incomplete)
        if there:
            return [word for word in second if there == 1 and word.startswith(incomplete)]
        return complete_project(ctx, param, incomplete)

    return click.argument("words", nargs=-1, metavar=metavar, shell_complete=complete)


def complete_choices(
    *choices: str,
) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """Return what completes an argument that is one of `choices`."""

    def complete(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
        return [choice for choice in choices if choice.startswith(incomplete)]

    return complete


project_argument = click.argument("project", shell_complete=complete_project)
json_option = click.option("--json", "as_json", is_flag=True, help=AS_JSON)
force_option = click.option("--force", is_flag=True, help=FORCE)
mark_option = click.option("--bom/--no-bom", default=None, help=BOM)
dry_run_option = click.option("--dry-run", is_flag=True, help=DRY_RUN)


def former(command: click.Command, name: str) -> click.Command:
    """Return the command under a name that it once had: it is obeyed, and shown nowhere."""
    again = copy(command)
    again.name, again.hidden = name, True
    return again


class LateCommands(MutableMapping[str, click.Command]):
    """Commands by name, in the everyday ones' order; a module is loaded for the first that it has.

    `places` says where each is, as `module:name`, and `former` what old names it answers to.
    """

    def __init__(self, places: Mapping[str, str], former: Mapping[str, str]) -> None:
        self._places = dict(places)
        self._former = dict(former)
        self._loaded: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._loaded:
            self._loaded[name] = self._load(name)
        return self._loaded[name]

    def _load(self, name: str) -> click.Command:
        if name in self._former:
            return former(self[self._former[name]], name)
        module, _colon, attribute = self._places[name].partition(":")
        found: click.Command = getattr(import_module(module), attribute)
        return found

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._places.setdefault(name, "")
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        del self._places[name]
        self._loaded.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        return iter((*self._places, *self._former))

    def __len__(self) -> int:
        return len(self._places) + len(self._former)


class Group(LocalizedCommand, click.Group):
    """The front command: its own options, and the commands in the order they were added."""

    def refuse_extra(self, ctx: click.Context, rest: list[str]) -> None:
        """Leave the arguments to the command that they name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands as they were added, the everyday ones first."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments name; a name nothing has is wrong usage."""
        if self.get_command(ctx, args[0]) is None and not ctx.resilient_parsing:
            self.refuse_command(ctx, args[0])
        return super().resolve_command(ctx, args)

    def refuse_command(self, ctx: click.Context, word: str) -> NoReturn:
        """Complain about a command that there is none of, and name what it may have meant."""
        names = [name for name, command in self.commands.items() if not command.hidden]
        words = _('there is no command "{word}"').format(word=word)
        raise click.UsageError(words + did_you_mean(word, names), ctx)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of options, then the table of commands."""
        super().format_options(ctx, formatter)
        rows = [
            (name, command.get_short_help_str())
            for name, command in self.commands.items()
            if not command.hidden
        ]
        with formatter.section(_("Commands")):
            formatter.write_dl(rows)


MEANT = N_("; did you mean {names}?")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the question whether something alike was meant; empty where nothing is."""
    from deals.parsing.text import find_near_words

    near = find_near_words(word, known)
    return _(MEANT).format(names=_(", ").join(near)) if near else ""


TOO_MANY = N_('unexpected argument "{word}"')
NEEDS_VALUE = N_("option {option} needs a value")
TAKES_NO_VALUE = N_("option {option} takes no value")
UNKNOWN_OPTION = N_("there is no option {option}")
GLOBAL_OPTION = N_("option {option} goes in front of the command")
MISSING = N_("{name} is missing")


def complaint(wrong: click.UsageError) -> str:
    """Return the lines about a wrong call: the usage of the command, and what was wrong."""
    words = one_line(sentence(wrong))
    if wrong.ctx is None:
        return words
    pieces = wrong.ctx.command.collect_usage_pieces(wrong.ctx)
    call = " ".join([wrong.ctx.command_path, *pieces])
    return _("Usage: ") + f"{call}\n{words}"


def sentence(wrong: click.UsageError) -> str:
    """Return what is wrong with a call as one sentence; our own complaints are already in words."""
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
    known = wrong.ctx.command.get_params(wrong.ctx) if wrong.ctx else []
    names = [name for param in known for name in param.opts if name.startswith("--")]
    words = _(UNKNOWN_OPTION).format(option=wrong.option_name)
    return words + did_you_mean(wrong.option_name, names)


def _option(ctx: click.Context | None, name: str) -> click.Option | None:
    params = ctx.command.get_params(ctx) if ctx else []
    return next(
        (param for param in params if isinstance(param, click.Option) and name in param.opts), None
    )
