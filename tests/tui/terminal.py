"""Runner of a process in a pseudo-terminal, with answers to what it asks."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

LIMIT = 120.0
"""After how many seconds a program that still waits for an answer is taken to hang, and killed."""


def ran_in_terminal(
    folder: Path, arguments: Sequence[str], *answers: tuple[str, str], **more: str
) -> tuple[int, str]:
    """Return the exit code of a Python run in a terminal, and all that it wrote there.

    Each of the `answers` is what to wait for and what to type then. Store and settings are in the
    folder; `more` goes into the environment.
    """
    ours, theirs = pty.openpty()
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("LC_")},
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "NETLOFT_STORE": str(folder / "book" / "netloft.json"),
        "NETLOFT_CONFIG": str(folder / "config"),
        "COLUMNS": "80",
        "LINES": "24",
        **more,
    }
    process = subprocess.Popen(
        [sys.executable, *arguments],
        stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    hanging = threading.Timer(LIMIT, process.kill)
    hanging.start()
    output, left = bytearray(), list(answers)
    # The terminal of a process that has ended reads as an error.
    with suppress(OSError):
        while piece := os.read(ours, 65536):
            output += piece
            if left and left[0][0].encode() in output[heard_before(output, answers, left) :]:
                os.write(ours, left.pop(0)[1].encode() + b"\n")
    os.close(ours)
    hanging.cancel()
    return process.wait(60), output.decode(errors="replace")


def heard_before(
    output: bytearray, answers: Sequence[tuple[str, str]], left: Sequence[tuple[str, str]]
) -> int:
    """Return the length of the output up to the end of the question answered last."""
    at = 0
    for question, _answer in answers[: len(answers) - len(left)]:
        at = output.index(question.encode(), at) + len(question.encode())
    return at
