"""The one finder: words are typed, the cursor goes to the first match, Up and Down walk the others.

In Chinese a word may be pinyin or initials. `filter_rows` leaves only the rows that match instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from threading import Thread
from typing import NamedTuple

from deals.model import Project
from deals.parsing.text import fold_text
from screens.base.project_actions import Finished
from screens.base.prompts import LinePrompt
from screens.base.row_list import RowScreen
from screens.base.screen import BaseScreen
from views.styled_text import StyledText, TextLine, line
from wording import _

NONE = "-"
"""What is typed to choose none of the entries, where that is an answer."""


class FinderEntry(NamedTuple):
    """What can be found: its id on the screen, what it is called, and the text looked through."""

    id: str
    name: str
    text: str


def make_entry(id: str, name: str, *more: str | None) -> FinderEntry:
    """Return an entry that is found by its name and by `more` texts."""
    return FinderEntry(id, name, "\n".join(fold_text(text) for text in (name, *more) if text))


def _name_entry(entry: FinderEntry) -> TextLine:
    return line(StyledText(entry.name, "good"))


@dataclass(slots=True, kw_only=True)
class Finder:
    """Words being typed, and which of the entries that have them all is the one meant.

    `take` gets that entry, or None, and the text on Enter, and says whether it was taken; `show`
    gets the same at every key, `back` is called on Esc, and `echo` is what is said of the entry.
    With `start`, Up and Down walk through all entries while nothing is typed, from that place on;
    -1 is before the first. With `none`, its name, `-` is an answer too: no entry. With `new` a text
    that no entry has is one as well, and that is said. A `text` to be `replaced` goes with the
    first key that is typed.
    """

    screen: BaseScreen
    label: str
    entries: Sequence[FinderEntry]
    take: Callable[[FinderEntry | None, str], bool]
    show: Callable[[FinderEntry | None, str], None] = lambda _entry, _text: None
    back: Finished = lambda: None
    echo: Callable[[FinderEntry], TextLine] = _name_entry
    start: int | None = None
    none: str = ""
    new: str = ""
    hint: str = ""
    text: str = ""
    replaced: bool = False
    _looked: str | None = field(default=None, init=False)
    _at: int = field(default=0, init=False)
    _found: Sequence[FinderEntry] = field(default=(), init=False)

    def ask(self) -> None:
        """Take the words."""
        for entry in self.entries:
            self.screen.host.search.learn(entry.text)
        self.screen.ask(
            self.label,
            self.text,
            self._accept,
            echo=self._echo,
            select_all=self.replaced,
            cancel=self.back,
            on_arrow=self._walk,
            place=None,
        )

    def _look(self, text: str) -> FinderEntry | None:
        """Return the entry meant: of another text the first that has its words."""
        if text != self._looked:
            words = [self.screen.host.search.word(word).within for word in text.split()]
            self._found = [each for each in self.entries if all(has(each.text) for has in words)]
            self._looked, self._at = text, 0
            if not words:
                self._found, self._at = (
                    (self.entries, self.start) if self.start is not None else ((), 0)
                )
        return self._found[self._at] if self._found and self._at >= 0 else None

    def _walk(self, step: int) -> None:
        if self._found:
            first = self._at < 0 and step < 0
            self._at = (self._at + step + first) % len(self._found)
            self.screen.paint_typed()

    def _echo(self, text: str) -> TextLine:
        found = self._look(text)
        self.show(found, text)
        if found is not None:
            count = len(self._found)
            place = f"{self._at + 1}/{count}  " if count > 1 else ""
            return (StyledText(place, "dim"), *self.echo(found))
        if self.none and text.strip() == NONE:
            return line(StyledText(self.none, "good"))
        if not text.strip():
            return line(StyledText(self.hint, "dim")) if self.hint else ()
        if self.new:
            return line(StyledText(self.new.format(text=text.strip()), "good"))
        miss = StyledText(_("no match"), "amber")
        return line(miss, StyledText(f"  {self.hint}", "dim")) if self.none else line(miss)

    def _accept(self, text: str) -> bool:
        return self.take(self._look(text), text)


def open_finder(
    screen: BaseScreen, entries: Iterable[FinderEntry], go: Callable[[str], object], back: Finished
) -> None:
    """Take words: the cursor goes to what has them; Enter leaves it there, Esc takes it back."""

    def show(entry: FinderEntry | None, _text: str) -> None:
        if entry is not None:
            go(entry.id)

    def stay(_entry: FinderEntry | None, _text: str) -> bool:
        screen.release()
        return True

    Finder(
        screen=screen, label=_("find"), entries=tuple(entries), take=stay, show=show, back=back
    ).ask()


def find_row(screen: RowScreen, entries: Iterable[FinderEntry]) -> None:
    """Take words: the cursor goes to the row that has them."""
    start = screen.selection
    open_finder(
        screen,
        entries,
        lambda row: screen.select(screen.selection.go(row)),
        lambda: screen.select(screen.selection.go(start.current)),
    )


def pick(
    screen: BaseScreen, label: str, entries: Iterable[FinderEntry], chosen: Callable[[str], None]
) -> None:
    """Take words and give the id of what has them to `chosen`, in sight or not."""
    take = take_found(screen, chosen)
    Finder(screen=screen, label=label, entries=tuple(entries), take=take).ask()


def take_found(
    screen: BaseScreen, chosen: Callable[[str], None]
) -> Callable[[FinderEntry | None, str], bool]:
    """Return what gives the id of what was found to `chosen`, and refuses that nothing was."""

    def take(entry: FinderEntry | None, _text: str) -> bool:
        if entry is None:
            screen.refuse(_("no match"))
            return False
        screen.release()
        chosen(entry.id)
        return True

    return take


def filter_rows(
    screen: RowScreen,
    before: str,
    show: Callable[[str], None],
    projects: Iterable[Project],
    refuse: Callable[[str], str] = lambda _text: "",
    complete: Callable[[str], Sequence[str]] = lambda _text: (),
    why_nothing: Callable[[str], str] = lambda _text: "",
) -> None:
    """Filter with every key typed, from what was there `before`; Enter keeps it, Esc takes it back.

    `refuse` says why a text cannot be read; what stands before the term still being typed then can.
    Tab walks through what `complete` makes of the text; `why_nothing` says why none is left.
    """
    Thread(target=screen.host.search.warm, args=(tuple(projects),), daemon=True).start()
    screen.ask(
        _("filter"),
        f"{before} " if before else "",
        partial(_accept_filter, screen, show, refuse),
        echo=partial(_echo_filter, screen, show, refuse, why_nothing),
        cancel=partial(show, before),
        on_arrow=lambda step: screen.select(screen.selection.move(step)),
        on_tab=Completer(screen, complete).turn,
        place=None,
    )


@dataclass(slots=True)
class Completer:
    """Puts what a text may go on to be in its place, one after the other."""

    screen: BaseScreen
    complete: Callable[[str], Sequence[str]]
    _texts: Sequence[str] = ()

    def turn(self, text: str, way: int) -> None:
        """Put the next one in the place of `text`, or the one before it."""
        entry = self.screen.key_handler
        if text in self._texts and len(self._texts) > 1:
            at = self._texts.index(text) + way
        else:
            self._texts, at = self.complete(text), 0
        if self._texts and isinstance(entry, LinePrompt):
            entry.fill(self._texts[at % len(self._texts)])


def _echo_filter(
    screen: RowScreen,
    show: Callable[[str], None],
    refuse: Callable[[str], str],
    why_nothing: Callable[[str], str],
    text: str,
) -> TextLine:
    reason = refuse(text)
    readable = _without_last_word(text) if reason else text
    if not reason or not refuse(readable):
        show(readable)
    count = len(screen.selection.listed)
    if not reason and not count and (why := why_nothing(text)):
        reason = f"0  {why}"
    return line(StyledText(reason, "amber") if reason else StyledText(f"{count}", "good"))


def _without_last_word(text: str) -> str:
    found = re.match(r"(.*)\s", text, re.DOTALL)
    return found[1] if found else ""


def _accept_filter(
    screen: RowScreen, show: Callable[[str], None], refuse: Callable[[str], str], text: str
) -> bool:
    if reason := refuse(text):
        screen.refuse(reason)
        return False
    screen.release()
    show(text.strip())
    return True
