"""A path as it is typed: asked for in the status line, completed by Tab."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from deals.errors import UserError
from deals.unsaved import InputPlace
from screens.base.prompts import Accept, LineEdit, LinePrompt
from screens.base.screen import BaseScreen
from views.styled_text import StyledText, TextLine, line
from wording import _, say

MOST_OFFERED = 12
"""How many ways to go on a typed path are shown at once."""


def ask_path(
    screen: BaseScreen,
    label: str,
    accept: Callable[[Path, str], None],
    *,
    place: str,
    text: str = "",
    cancel: Callable[[], None] = lambda: None,
    select_all: bool = False,
) -> None:
    """Ask for a path, which Tab completes; `place` is what it is asked for.

    With `select_all` the first key typed takes the place of the `text` that is proposed.

    `accept` gets the path and what was typed for it; what it refuses is told, and asked for on.
    """
    completion = PathCompletion(screen)
    screen.ask(
        label,
        text,
        _take_path(screen, accept),
        cancel=cancel,
        echo=completion.echo,
        on_tab=completion.press_tab,
        amend=completion.narrow,
        place=InputPlace(place),
        select_all=select_all,
    )


def _take_path(screen: BaseScreen, accept: Callable[[Path, str], None]) -> Accept:
    def take(typed: str) -> bool:
        if not typed.strip():
            return False
        try:
            accept(unquote_path(typed), typed)
        except UserError as refusal:
            screen.refuse(say(refusal))
            return False
        return True

    return take


def unquote_path(typed: str) -> Path:
    """Return the path that was typed, pasted or dropped.

    Quoted, with escaped blanks, or under `~`.
    """
    text = typed.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1]
    try:
        return Path(text.replace("\\ ", " ")).expanduser()
    except RuntimeError:  # nobody of that name has a home
        raise UserError("file-missing", file=text) from None


@dataclass
class PathCompletion:
    """Completion of a path being typed: Tab goes on as far as is certain, then from name to name.

    What there is to choose from is shown above the line as long as nothing else is typed. `base` is
    what the names have in common that Tab goes through.
    """

    screen: BaseScreen
    offered: Sequence[str] = ()
    text: str = field(default="", init=False)
    base: str = field(default="", init=False)

    def press_tab(self, typed: str, step: int) -> None:
        """Complete what is typed; Tab again goes through what it may be."""
        if not self.offered or typed != self.text:
            self.offered = self.screen.host.complete_path(typed.lstrip().lstrip("'\""))
            self.base = _common_start(self.offered) or typed
            self._put(self.base)
            return
        at = self.offered.index(typed) + step if typed in self.offered else min(0, step)
        self._put(self.offered[at % len(self.offered)])

    def narrow(self, typed: str) -> str:
        """Return what a character makes of the path that is typed.

        Behind a name that Tab has only tried out it goes on from what the names have in common.
        """
        tried, begun = self.text, self.base
        if not (self.offered and typed[:-1] == tried != begun) or tried.endswith("/"):
            return typed
        narrower = begun + typed[-1]
        longer = self.screen.host.complete_path(typed)
        return narrower if self.screen.host.complete_path(narrower) and not longer else typed

    def _put(self, text: str) -> None:
        self.text = text
        if len(self.offered) == 1:
            self.offered = ()  # a folder: Tab again goes into it
        entry = self.screen.key_handler
        if isinstance(entry, LinePrompt):
            entry.edit = LineEdit.of(text)
            entry.changed(entry.edit)

    def echo(self, typed: str) -> TextLine:
        """Return what there is to choose from."""
        if typed != self.text or not self.offered:
            return ()
        names = [name[name.rstrip("/").rfind("/") + 1 :] for name in self.offered]
        more = _(" and {count} more").format(count=len(names) - MOST_OFFERED)
        rest = more if len(names) > MOST_OFFERED else ""
        return line(StyledText("  ".join(names[:MOST_OFFERED]) + rest, "dim"))


def _common_start(names: Sequence[str]) -> str:
    """Return what all names begin with."""
    first, last = min(names, default=""), max(names, default="")
    same = (at for at, (char, other) in enumerate(zip(first, last, strict=False)) if char != other)
    return first[: next(same, min(len(first), len(last)))]
