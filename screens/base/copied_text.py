"""Copying what stands on a screen as text, through the terminal or into a file.

The terminal is asked by OSC 52 to put a text into the clipboard of whoever sits before it, so that
it works over SSH too. Nothing says whether it did; what is told is how to go on if not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Protocol, runtime_checkable

from deals.errors import UserError
from screens.base.commands import lacks
from screens.base.path_prompt import ask_path
from screens.base.screen import BaseScreen
from screens.base.threaded_work import ThreadedWork
from views.glyphs import ASCII, glyphs, use_glyphs
from views.styled_text import TextLine, disarm_text
from wording import N_, _, drawn_arrow, ngettext, say, use_arrow
from wording.errors import short_path

MOST_BYTES = 74_994
"""The bytes of a text that terminals take at most: 100,000 of the sequence, in base64."""
COPIED_CELLS = 1000
"""The cells of a line: what is pasted is broken where it is pasted, and not before."""
FILE_NAME = N_("copy-{day}.txt")


@runtime_checkable
class CopySource(Protocol):
    """A screen that has something to copy."""

    def copied_lines(self, cells: int) -> Sequence[TextLine]:
        """Return what stands there, in lines of so many cells at most."""


@lacks(N_("nothing to copy here"))
def copy_source(screen: BaseScreen) -> CopySource | None:
    """Return the screen if it has something to copy."""
    return screen if isinstance(screen, CopySource) else None


@contextmanager
def _plain_signs() -> Iterator[None]:
    """Have pictures drawn in signs that every program shows: `CR3` in the place of dots."""
    alphabet, arrow = glyphs(), drawn_arrow()
    use_glyphs(ASCII)
    use_arrow(ASCII.arrow)
    try:
        yield
    finally:
        use_glyphs(alphabet)
        use_arrow(arrow)


def list_copied_texts(source: CopySource) -> list[str]:
    """Return what is copied, line by line, no blanks at the ends and no two blank lines."""
    with _plain_signs():
        lines = source.copied_lines(COPIED_CELLS)
        texts = ["".join(disarm_text(span.text) for span in each).rstrip() for each in lines]
    kept = list[str]()
    for text in texts:
        if text or (kept and kept[-1]):
            kept.append(text)
    while kept and not kept[-1]:
        kept.pop()
    return kept


def copy_text(source: CopySource) -> None:
    """Copy what stands on a screen; what is too long for a terminal goes into a file."""
    assert isinstance(source, BaseScreen)
    texts = list_copied_texts(source)
    text = "\n".join(texts) + "\n"
    size = len(text.encode("utf-8"))
    if size > MOST_BYTES:
        ask_copy_file(source)
        reason = _("{size} bytes are too much for a terminal, which takes {most}: name a file")
        source.refuse(reason.format(size=f"{size:,}", most=f"{MOST_BYTES:,}"))
        return
    source.host.copy_to_clipboard(text)
    copied = ngettext("copied {count} line", "copied {count} lines", len(texts))
    hint = _("nothing arrives? tmux: set -g set-clipboard on; or : copy-file")
    source.tell(_("; ").join((copied.format(count=len(texts)), hint)))


def ask_copy_file(source: CopySource, text: str = "", *, replacing: str = "") -> None:
    """Ask for a file and write what stands on a screen to it; Enter on `replacing` replaces."""
    assert isinstance(source, BaseScreen)
    screen: BaseScreen = source
    texts = list_copied_texts(source)
    data = "".join(f"{each}\n" for each in texts).encode("utf-8")

    def accept(path: Path, typed: str) -> None:
        ThreadedWork(
            screen,
            _("writing {file}").format(file=short_path(f"{path}")),
            lambda: screen.host.write_file(data, path, _knows_nothing, force=typed == replacing),
            lambda _kept: screen.tell(_("Wrote {file}").format(file=short_path(f"{path}"))),
            partial(_ask_again, source, typed),
        ).start()

    label = ngettext("file for {count} line", "file for {count} lines", len(texts))
    proposed = not text
    text = text or _(FILE_NAME).format(day=screen.host.context.today())
    label = label.format(count=len(texts))
    ask_path(screen, label, accept, place="copy", text=text, select_all=proposed)


def _knows_nothing(_content: bytes) -> bool:
    """Whether a file holds an earlier copy: a plain text does not say where it is from."""
    return False


def _ask_again(source: CopySource, typed: str, refusal: UserError) -> None:
    """Ask for the file again with what was typed, and say why; or for Enter once more."""
    assert isinstance(source, BaseScreen)
    there = refusal.code == "output-exists"
    ask_copy_file(source, typed, replacing=typed if there else "")
    text = _("this file exists and is not as Netloft left it; Enter again replaces it")
    source.refuse(text if there else say(refusal))
