"""The lines of a block that is run: where one ends, and what of it is ours."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import click

from tui.cli.root import demo
from tui.cli.root import netloft as root

NETLOFT = "netloft"
_PIECE = re.compile(r"""'[^']*'|"(?:\\.|[^"\\])*"|\\.|\s#.*|[|&;<>()]|.""", re.DOTALL)
_OPERATORS = frozenset("|&;<>()")
_CALLED = re.compile(
    r"(?:^|[|&;(])\s*(?:[A-Z_]+=\S*\s+)*"  # where a command may stand, with its variables
    # as another user, or elsewhere
    r"(?:sudo\s+(?:-\w+(?:\s+[\w.-]+)?\s+)*|ssh\s+(?:-\w+\s+)*[\w.@-]+\s+)?"
    r"(netloft(?:\s[^\n]*)?)$"
)


@dataclass(frozen=True, slots=True)
class CommandLine:
    """A line to type, with the line of the page where it begins."""

    line: int
    text: str


def command_lines(content: str, first: int) -> Iterator[CommandLine]:
    """Yield what is to be typed in a block whose content begins at the line `first`."""
    number, begun = first, ""
    for offset, line in enumerate(content.splitlines()):
        number = number if begun else first + offset
        begun += line
        if begun.endswith("\\"):
            begun = begun[:-1]
            continue
        if begun.strip() and not begun.lstrip().startswith("#"):
            yield CommandLine(number, begun.strip())
        begun = ""
    if begun.strip():
        yield CommandLine(number, begun.strip())


def part_operator(text: str) -> tuple[str, str]:
    """Part a line at the first operator of the shell that is not quoted; a remark is dropped."""
    kept = ""
    for piece in _PIECE.finditer(text):
        if piece[0] in _OPERATORS:
            return kept.strip(), text[piece.start() :]
        if not piece[0][1:].startswith("#"):
            kept += piece[0]
    return kept.strip(), ""


def is_ours(text: str) -> bool:
    """Whether a line calls us, first."""
    return text.split()[:1] == [NETLOFT]


def calls_within(text: str) -> list[str]:
    """Return the calls of ours in a line, also those for another user or machine."""
    calls = []
    for start in [0, *(found.start() for found in re.finditer(r"[|&;(]+", text))]:
        if found := _CALLED.search(text[start:].split("\n")[0].lstrip("|&;( ")):
            calls.append(part_operator(found[1])[0])
    return list(dict.fromkeys(calls))


def expand_words(call: str, env: dict[str, str], folder: str) -> list[str]:
    """Return the words of a call as the shell hands them over: unquoted, `~` and `*` resolved."""
    plain = re.fullmatch(r"[\w\s./:=+@%,-]*", call)
    if plain:
        return call.split()
    script = f"printf '%s\\0' {call}"
    run = subprocess.run(
        ["bash", "-c", script], env=env, cwd=folder, capture_output=True, check=False
    )
    if run.returncode or run.stderr:
        raise ValueError(run.stderr.decode(errors="replace").strip())
    return run.stdout.decode().split("\0")[:-1]


def parse_call(arguments: Sequence[str]) -> click.Command | None:
    """Parse a call without carrying it out; return its command, None for the app itself.

    Raises click.UsageError where it is no call of ours.
    """
    with root.make_context(NETLOFT, list(arguments)) as call:
        _options, rest, _order = root.make_parser(call).parse_args(list(arguments))
        if not rest:
            return None
        name, command, words = root.resolve_command(call, rest)
        if command is None:
            raise click.UsageError(f"there is no command {rest[0]}")
        with command.make_context(name, words, parent=call):
            return command


def opens_app(arguments: Sequence[str]) -> bool:
    """Whether a call opens the app."""
    if {"--help", "-h", "--version", "-V"}.intersection(arguments):
        return False
    try:
        return parse_call(arguments) in (None, demo)
    except click.UsageError:
        return False
