"""Runner of a program in a pseudo-terminal, with answers to what it asks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.terminal.pty import Terminal, environment, python

LIMIT = 120.0
"""After how many seconds a program that neither asks nor ends is taken to hang, and killed."""


def ran_in_terminal(
    folder: Path,
    arguments: Sequence[str],
    *answers: tuple[str, str],
    preloaded: bool = True,
    **more: str,
) -> tuple[int, str]:
    """Return the exit code of a Python run in a terminal, and all that it wrote there.

    Each of the `answers` is what to wait for and what to type then. Store and settings are in the
    folder; `more` goes into the environment. Who asks what is loaded is not to be `preloaded`.
    """
    places = {
        "NETLOFT_STORE": str(folder / "book" / "netloft.json"),
        "NETLOFT_CONFIG": str(folder / "config"),
    }
    world = environment(folder, **{**places, **more})
    with Terminal(python(*arguments), world, preloaded=preloaded) as terminal:
        heard = 0
        for question, answer in answers:
            wanted = question.encode()
            terminal.wait_written(wanted, since=heard, patience=LIMIT)
            heard = terminal.written.index(wanted, heard) + len(wanted)
            terminal.send(f"{answer}\n")
        code = terminal.wait_exit(patience=LIMIT)
        return code, terminal.written.decode(errors="replace")
