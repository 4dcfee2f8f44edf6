"""A text edited by the user's own editor, as `$VISUAL` or `$EDITOR` names it."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from deals.errors import UserError
from store.lent_file import lend_file

EDITOR = "vi"
"""What edits where the user's settings name nothing."""
_SIGNALS = (signal.SIGINT, signal.SIGTSTP, signal.SIGCONT)


def edit_text(text: str, suspend: Callable[[], AbstractContextManager[None]]) -> str:
    """Have a text edited, the app suspended meanwhile, and return what was made of it.

    Refusals `editor-missing` (editor), `editor-failed` (editor, code) and those of `lend_file`.
    """
    editor = choose_editor()

    def edit(file: Path) -> None:
        # Nothing may be raised meanwhile: Textual would not take the terminal back.
        with suspend(), _signals_left_to_the_editor():
            code = _run_editor(editor, file)
        if code is None:
            raise UserError("editor-missing", editor=editor)
        if code != 0:
            raise UserError("editor-failed", editor=editor, code=code)

    return lend_file(text, edit)


def choose_editor() -> str:
    """Return the call of the user's editor, as typed in a shell."""
    return next(filter(None, map(_setting, ("VISUAL", "EDITOR"))), EDITOR)


def _setting(name: str) -> str:
    return os.environ.get(name, "").strip()


def _run_editor(editor: str, file: Path) -> int | None:
    """Run the editor until it ends and return its exit code; None where there is none such."""
    try:
        return subprocess.call([*shlex.split(editor), str(file)])
    except (OSError, ValueError):
        return None


@contextmanager
def _signals_left_to_the_editor() -> Iterator[None]:
    """Have Ctrl+C end nothing here, and Ctrl+Z stop us with the editor, as the shell expects."""
    before = [signal.getsignal(number) for number in _SIGNALS]
    # No SIG_IGN: the editor would inherit it.
    signal.signal(signal.SIGINT, lambda *_: None)
    signal.signal(signal.SIGTSTP, signal.SIG_DFL)
    signal.signal(signal.SIGCONT, signal.SIG_DFL)
    try:
        yield
    finally:
        for number, handler in zip(_SIGNALS, before, strict=True):
            signal.signal(number, handler)
