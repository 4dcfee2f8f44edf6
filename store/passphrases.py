"""Where scripts keep the passphrase of a sealed store: in a file, or with a command that prints it.

The environment names them: NETLOFT_PASSPHRASE_FILE or NETLOFT_PASSPHRASE_COMMAND, and for a new
passphrase NETLOFT_NEW_PASSPHRASE_FILE or NETLOFT_NEW_PASSPHRASE_COMMAND.
"""

from __future__ import annotations

import errno
import os
import select
import shlex
import stat
import subprocess
from pathlib import Path
from time import monotonic
from typing import Literal

from deals.errors import UserError
from store.files import read_whole, refuse_os_errors

COMMAND_SECONDS = 60.0
"""How long the command may take: whoever keeps the passphrase may first ask for another."""
LONGEST = 2**16
"""Bytes that the command may print, or the file hold."""

PassphraseSlot = Literal["", "NEW_"]
"""The passphrase that opens the store, or the one that it is to have."""


def kept_passphrase(which: PassphraseSlot = "") -> str | None:
    """Return the passphrase that the environment leads to; None where it names nothing.

    Refusals: `passphrase-both` (first, second) where it names a file and a command, and those of
    read_passphrase and printed_passphrase.
    """
    names = (f"NETLOFT_{which}PASSPHRASE_FILE", f"NETLOFT_{which}PASSPHRASE_COMMAND")
    file, command = map(os.environ.get, names)
    if file and command:
        raise UserError("passphrase-both", first=names[0], second=names[1])
    if file:
        return read_passphrase(Path(file))
    return printed_passphrase(command) if command else None


def read_passphrase(file: Path) -> str:
    """Return the first line of the file, without its line break.

    Refusals: `passphrase-unreadable` (file, why), `passphrase-open` (file, mode) where others than
    the user have any right to it, `passphrase-long` (file, limit: KB), `passphrase-encoding` (file)
    where it is not UTF-8, and `passphrase-empty`.
    """
    with refuse_os_errors("passphrase-unreadable", file):
        about = file.stat()
        mode = stat.S_IMODE(about.st_mode)
        if mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise UserError("passphrase-open", file=str(file), mode=f"{mode:04o}")
        if about.st_size > LONGEST:
            raise UserError("passphrase-long", file=str(file), limit=LONGEST // 2**10)
        found = read_whole(file)
    try:
        line = _first_line(found[0] if found else b"")
    except UnicodeDecodeError:
        raise UserError("passphrase-encoding", file=str(file)) from None
    if not line:
        raise UserError("passphrase-empty")
    return line


def printed_passphrase(command: str) -> str:
    """Return the first line that a command prints, without its line break. No shell reads the
    command: it is split into words as a shell would, and its first word run.

    The command may hold the passphrase itself, so no refusal names it: `passphrase-command-quotes`,
    `passphrase-command-missing` (why), `passphrase-command-failed` (status),
    `passphrase-command-late` (seconds), `passphrase-command-long` (limit),
    `passphrase-command-encoding` and `passphrase-command-empty`.
    """
    try:
        words = shlex.split(command)
    except ValueError:
        raise UserError("passphrase-command-quotes") from None
    try:
        line = _first_line(_run_command(words))
    except UnicodeDecodeError:
        raise UserError("passphrase-command-encoding") from None
    if not line:
        raise UserError("passphrase-command-empty")
    return line


def _first_line(data: bytes) -> str:
    return data.partition(b"\n")[0].removesuffix(b"\r").decode("utf-8-sig")


def _run_command(words: list[str]) -> bytes:
    """Return all that a command prints; its own complaints and questions go where ours go."""
    if not words:
        raise UserError("passphrase-command-empty")
    try:
        process = subprocess.Popen(words, stdout=subprocess.PIPE)
    except (OSError, ValueError) as error:
        number = error.errno if isinstance(error, OSError) else None
        why = errno.errorcode.get(number or errno.EINVAL, "EINVAL")
        raise UserError("passphrase-command-missing", why=why) from None
    with process:
        try:
            data = _read_output(process)
            status = process.wait(COMMAND_SECONDS)
        except (TimeoutError, subprocess.TimeoutExpired):
            seconds = int(COMMAND_SECONDS)
            raise UserError("passphrase-command-late", seconds=seconds) from None
        finally:
            process.kill()
    if status:
        raise UserError("passphrase-command-failed", status=status)
    return data


def _read_output(process: subprocess.Popen[bytes]) -> bytes:
    """Return what a process prints to the end of its output; TimeoutError where that does not come.

    Not by `communicate`: a child of the command that goes on would be waited for, and an endless
    output kept.
    """
    until, data = monotonic() + COMMAND_SECONDS, bytearray()
    pipe = process.stdout
    while pipe is not None:
        ready, _, _ = select.select([pipe], [], [], max(0.0, until - monotonic()))
        if not ready:
            raise TimeoutError
        piece = os.read(pipe.fileno(), LONGEST)
        data += piece
        if len(data) > LONGEST:
            raise UserError("passphrase-command-long", limit=LONGEST // 2**10)
        if not piece:
            break
    return bytes(data)
