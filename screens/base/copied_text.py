"""Copying what stands on a screen as text, through the terminal or into a file.

The terminal is asked by OSC 52 to put a text into the clipboard of whoever sits before it, so that
it works over SSH too. Nothing says whether it did; what is told is how to go on if not.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from screens.base.copy_source import CopySource
from screens.base.output_prompt import OutputPrompt
from screens.base.screen import BaseScreen
from views.glyphs import ASCII, glyphs, use_glyphs
from views.styled_text import disarm_text
from wording import N_, _, drawn_arrow, ngettext, use_arrow
from wording.errors import short_path

MOST_BYTES = 74_994
"""The bytes of a text that terminals take at most: 100,000 of the sequence, in base64."""
COPIED_CELLS = 1000
"""The cells of a line: what is pasted is broken where it is pasted, and not before."""
FILE_NAME = N_("copy-{day}.txt")


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


def ask_copy_file(source: CopySource) -> None:
    """Ask for a file and write what stands on a screen to it."""
    assert isinstance(source, BaseScreen)
    host, texts = source.host, list_copied_texts(source)
    data = "".join(f"{each}\n" for each in texts).encode("utf-8")
    label = ngettext("file for {count} line", "file for {count} lines", len(texts))
    OutputPrompt(
        source,
        "copy",
        label.format(count=len(texts)),
        lambda path, force: host.write_file(data, path, _is_earlier_copy, force=force),
        lambda path, _kept: _("Wrote {file}").format(file=short_path(f"{path}")),
    ).propose(_(FILE_NAME).format(day=host.context.today()))


def _is_earlier_copy(_content: bytes) -> bool:
    """Whether a file holds an earlier copy: a plain text does not say where it is from."""
    return False
