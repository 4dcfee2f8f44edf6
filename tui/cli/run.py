"""One call of the command line; whatever goes wrong becomes a line and an exit code."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

import click

from deals.errors import UserError
from tui import crash
from tui.cli.localized_click import COMPLETE, complaint
from tui.tty import nobody_reads
from wording import LANGUAGES, _, choose_language, say_in_full, use_language
from wording.errors import trouble_of, whole_path
from wording.language import asked_language

DONE, REFUSED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130


def run(arguments: Sequence[str]) -> int:
    """Carry out the call and give its exit code: 0 done, 1 refused, 2 wrong usage, 130 stopped."""
    _settle_streams()
    use_language(choose_language(asked_language(arguments), _preferred_language(), os.environ))
    try:
        return _run_command(arguments)
    except click.UsageError as wrong:
        return _complain(complaint(wrong), WRONG_USAGE)
    except UserError as refusal:
        return _complain(say_in_full(refusal), REFUSED)
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        return _complain(os_error_line(error), REFUSED)
    except Exception as error:
        if crash.is_debugging():
            raise
        return _complain(crash.crash_line(error), REFUSED)
    finally:
        _flush()


def os_error_line(error: OSError) -> str:
    """Return what the system would not do, in a line that names the file."""
    if error.filename is None:
        return trouble_of(error)
    place = whole_path(os.fsdecode(error.filename))
    return _("{place}: {sentence}").format(place=place, sentence=trouble_of(error))


def _run_command(arguments: Sequence[str]) -> int:
    from tui.cli.root import netloft

    if any("\udc80" <= char <= "\udcff" for word in arguments for char in word):
        raise click.UsageError(_("an argument is not valid text in this terminal's encoding"))
    if asked := os.environ.get(COMPLETE):
        from tui.cli.completion import answer_shell

        return answer_shell(netloft, asked)
    # Not click's own `main`, which has a mind of its own about broken pipes and interrupts.
    try:
        with netloft.make_context("netloft", list(arguments)) as call:
            return netloft.invoke(call) or DONE
    except click.exceptions.Exit as left:
        return left.exit_code
    except BrokenPipeError:
        # Of either stream: whoever looks on has seen enough, which is no failure.
        nobody_reads(sys.stdout, sys.stderr)
        return DONE


def _complain(line: str, code: int) -> int:
    try:
        sys.stderr.write(line + "\n")
    except BrokenPipeError:
        nobody_reads(sys.stderr)
    return code


def _preferred_language() -> str | None:
    """Return the language of the user's settings; faults in them are told by who needs them."""
    from store.settings import load_settings

    try:
        return load_settings(LANGUAGES).lang
    except (UserError, OSError):
        return None


def _settle_streams() -> None:
    """Let neither a character that the terminal lacks nor a closed stream end the program."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, io.TextIOWrapper(io.BytesIO(), "utf-8"))
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _flush() -> None:
    """Print what is still held back; a reader that has seen enough is no failure."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            nobody_reads(stream)
