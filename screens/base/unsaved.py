"""The lines left half typed, which outlive the app: kept as they are typed, offered again later.

`BaseScreen.take` tells of every line that begins and ends. Nothing is done as it is typed: once a
second the app looks whether the text is another one, and has it written in a thread.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Protocol

from deals.errors import UserError
from deals.model import Book
from deals.unsaved import InputPlace, UnsavedLine, join_draft, place_is_gone
from screens.base.prompts import KeyHandler, LinePrompt
from views.styled_text import StyledText, TextLine, crop
from wording import _, ngettext

SHORTEST_UNUSED = 4
"""The characters from which on a text that no line took is worth keeping."""
_UNUSED = InputPlace("unused")
SHOWN_PLACES = 3
"""How many places of lines left half typed are named at the start."""


class UnsavedStore(Protocol):
    """Where the lines that a user left half typed are kept."""

    def read(self) -> Sequence[UnsavedLine]:
        """Return the lines that are left, the newest first, at the cost of a glance."""

    @property
    def has_old(self) -> bool:
        """Whether `change` would drop some for their age."""

    def new_line(self, place: InputPlace, label: str, text: str) -> UnsavedLine:
        """Return a line typed just now."""

    def change(self, put: Sequence[UnsavedLine], drop: Collection[str]) -> None:
        """Keep some, in the place of those of the same ids, and drop others. Slow, and called in
        a thread; OSError or UserError where it cannot.
        """


@dataclass
class _UnsavedTurn:
    """What can stand in the line: what was typed there (`at` None), or a line that was left.

    `kept` is its text in the file, None where it was not written; `tried` says that it may have
    been written since, `joined` that it was joined with what others wrote meanwhile.
    """

    line: UnsavedLine
    at: datetime | None
    kept: str | None
    tried: bool = False
    joined: bool = False

    @property
    def filed(self) -> bool:
        """Whether the file may hold it."""
        return self.tried or self.kept is not None


@dataclass
class _TypedLine:
    """A line being typed: what stood there at first, and what can be put there in turn."""

    entry: LinePrompt
    start: str
    turns: list[_UnsavedTurn]
    index: int = 0

    @property
    def turn(self) -> _UnsavedTurn:
        """What stands in the line now."""
        return self.turns[self.index]

    @property
    def place(self) -> InputPlace:
        """Where it is typed."""
        return self.turns[0].line.place


@dataclass
class UnsavedLines:
    """The line being typed and those left half typed before, of one user."""

    unsaved_store: UnsavedStore
    find_book: Callable[[], Book] = Book
    _typing: _TypedLine | None = None
    _put: dict[str, UnsavedLine] = field(default_factory=dict)
    _drop: set[str] = field(default_factory=set)
    _carried: str = ""
    _once: str = ""
    _unused: UnsavedLine | None = None
    _passing: UnsavedLine | None = None
    _mutex: Lock = field(default_factory=Lock)

    def list_left(self) -> list[UnsavedLine]:
        """Return the lines that were left, the newest first; not the one in the line just now."""
        now = self._typing.turn.line.id if self._typing else ""
        kept = [line for line in self.unsaved_store.read() if line.id not in self._put]
        found = [*self._put.values(), *kept]
        return [line for line in found if line.id not in self._drop and line.id != now]

    # What is typed -------------------------------------------------------------------------------

    def begin(self, entry: LinePrompt) -> None:
        """Begin a line that has the keys.

        The same place again goes on with what is typed there; at another one, what was typed
        before has been used.
        """
        if self._typing is not None and self._typing.place == entry.place:
            self._typing.entry = entry
        else:
            self.end()
            if entry.place is not None:
                self._typing = self._start_typing(entry, entry.place)
        entry.recall = self.recall

    def _start_typing(self, entry: LinePrompt, place: InputPlace) -> _TypedLine:
        start, offered = entry.edit.text, dict[tuple[InputPlace, str], UnsavedLine]()
        passing = [self._passing] if self._passing is not None else []
        carried = {self._carried, self._once, *(each.id for each in passing)}
        for kept in (*passing, *self.list_left()):
            if kept.id in carried or (kept.place == place and kept.text != start):
                offered.setdefault((kept.place, kept.text), kept)
        line = self.unsaved_store.new_line(place, entry.label, start)
        project = self.find_book().projects.get(place.project)
        line = line._replace(project=project.name if project is not None else "")
        own = _UnsavedTurn(line, None, None)
        return _TypedLine(
            entry,
            start,
            [own, *(_UnsavedTurn(kept, kept.at, kept.text) for kept in offered.values())],
        )

    def recall(self) -> None:
        """Put the next of the lines left into the line, and after the last what was typed."""
        typing = self._typing
        if typing is None or len(typing.turns) == 1:
            return
        turn = typing.turn
        turn.line = turn.line._replace(text=typing.entry.edit.text)
        typing.index = (typing.index + 1) % len(typing.turns)
        self._join_with_stored(typing)
        typing.entry.fill(typing.turn.line.text)
        if (filled := typing.entry.edit.text) != typing.turn.line.text:
            # Put into one line: that is no reason to write it so before something is typed.
            typing.turn.line = typing.turn.line._replace(text=filled)
            typing.turn.kept = filled

    def _join_with_stored(self, typing: _TypedLine) -> None:
        """Join a text with what is stored by now, where that is another than it was made from."""
        turn, start = typing.turn, typing.start
        here = typing.entry.several_lines and turn.line.place == typing.place
        if here and turn.at is not None and turn.line.start != start:
            text = join_draft(turn.line.start, turn.line.text, start)
            turn.joined = text != turn.line.text
            turn.line = turn.line._replace(text=text, start=start)

    def end(self) -> None:
        """Drop what was kept of the line: it was used or let go of."""
        if self._typing is None:
            return
        if self._typing.turn.filed:
            self._drop.add(self._typing.turn.line.id)
        self._typing, self._passing, self._once = None, None, ""  # what was typed ahead is past

    def end_entry(self, entry: LinePrompt) -> None:
        """Call `end`, if it is this line that is being typed."""
        if self._typing is not None and self._typing.entry is entry:
            self.end()

    def leave(self) -> None:
        """Keep what is typed where the place has gone: it is no more typed there."""
        line = self._line_to_keep()
        if line is not None:
            self._put[line.id] = line
        self._typing = None

    def carry(self, id: str) -> None:
        """Offer a line in every place, until it is used."""
        self._carried = id

    def keep_unused(self, text: str, *, words: bool = True) -> None:
        """Keep a text that no line was open for, and offer it to the next line alone; what goes on
        from the last one takes its place.

        Without `words` it was keys that came too fast behind a choice: nothing is written of them.
        """
        if len(text.strip()) < SHORTEST_UNUSED:
            return
        line = self.unsaved_store.new_line(_UNUSED, _("typed with no line open"), text)
        if not words:
            self._passing = line
            return
        if (last := self._unused) is not None and text.startswith(last.text):
            line = line._replace(id=last.id)
        self._unused = self._put[line.id] = line
        self._once = line.id

    def drop(self, id: str) -> None:
        """Let go of a line that was left."""
        self._put.pop(id, None)
        self._drop.add(id)

    # What is kept --------------------------------------------------------------------------------

    def _line_to_keep(self) -> UnsavedLine | None:
        """Return the line being typed, unless it is what is kept or what stood there at first."""
        typing = self._typing
        if typing is None:
            return None
        text = typing.entry.edit.text
        if text in (typing.start, typing.turn.kept) or not text.strip():
            return None
        fresh = self.unsaved_store.new_line(typing.place, typing.entry.label, text)
        start = typing.start if typing.entry.several_lines else ""
        named = typing.turns[0].line.project  # it may have gone meanwhile
        return fresh._replace(id=typing.turn.line.id, project=named, start=start)

    def _id_to_withdraw(self) -> str:
        """Return the id of the line being typed if it is as at first again, but is kept."""
        typing = self._typing
        if typing is None or not typing.turn.filed:
            return ""
        text = typing.entry.edit.text
        return "" if text.strip() and text != typing.start else typing.turn.line.id

    @property
    def due(self) -> bool:
        """Whether `keep` would do anything."""
        return bool(
            self._put
            or self._drop
            or self._line_to_keep()
            or self._id_to_withdraw()
            or (self._typing is None and self.unsaved_store.has_old)
        )

    def keep(self) -> None:
        """Write what is to be kept and dropped. Slow; in a thread while the app runs.

        A failure is no reason to disturb who types: it is tried again.
        """
        with self._mutex, suppress(OSError, UserError):
            typing, line, withdrawn = self._typing, self._line_to_keep(), self._id_to_withdraw()
            left, drop = tuple(self._put.values()), frozenset(self._drop)
            turn = typing.turn if typing is not None else None
            if turn is not None and line is not None:
                turn.tried = True  # before it is written: who ends the line meanwhile drops it
            self.unsaved_store.change([*left, *([line] if line else [])], drop | {withdrawn})
            for kept in left:
                self._put.pop(kept.id, None)
            self._drop -= drop
            if turn is not None and line is not None:
                turn.kept = line.text
            elif turn is not None and withdrawn == turn.line.id:
                turn.kept, turn.tried = None, False

    # What is offered -----------------------------------------------------------------------------

    @property
    def untouched(self) -> bool:
        """Whether nothing was typed since the line stands there as it does."""
        typing = self._typing
        return typing is not None and typing.entry.edit.text == typing.turn.line.text

    def offer(self, key_handler: KeyHandler | None, cells: int) -> tuple[TextLine, ...]:
        """Return what can be put into the line being typed, and by which key.

        Nothing where nothing is.
        """
        typing = self._typing
        if typing is None or typing.entry is not key_handler or len(typing.turns) == 1:
            return ()
        count = len(typing.turns) - 1
        if typing.turn.at is not None:
            message = (
                _("left half typed at {time}, others wrote since: lines of both stand here")
                if typing.turn.joined
                else _turn_message(last=typing.index == count, kept=typing.entry.several_lines)
            )
            message = message.format(time=clock_text(typing.turn.at), at=typing.index, count=count)
            return (crop([StyledText(f" {message}", "dim")], cells),)
        line = typing.turns[1].line
        message = _("ctrl+r takes what was left half typed at {time}{more}:").format(
            time=clock_text(line.at), more=f" (1/{count})" if count > 1 else ""
        )
        return (crop([StyledText(f" {message} ", "key"), StyledText(line.text)], cells),)


def _turn_message(*, last: bool, kept: bool) -> str:
    """Return what is said of a line put into what is typed; `kept` if Esc does not drop it."""
    if kept:
        return _("left half typed at {time} ({at}/{count}); ctrl+r: on")
    if last:
        return _("left half typed at {time} ({at}/{count}); ctrl+r: back, Esc drops it")
    return _("left half typed at {time} ({at}/{count}); ctrl+r: next, Esc drops it")


def clock_text(at: datetime) -> str:
    """Return the time of day where the user is."""
    return f"{at.astimezone():%H:%M}"


def place_text(line: UnsavedLine, book: Book) -> str:
    """Return where a line was typed.

    The project's name if there is one, as it was called last, and the line's label there.
    """
    if line.place == _UNUSED:
        return _("typed with no line open")
    project = book.projects.get(line.place.project)
    name = project.name if project is not None else line.project
    return _("{project}: {text}").format(project=name, text=line.label) if name else line.label


def start_text(lines: Sequence[UnsavedLine], book: Book) -> str:
    """Return what is said at the start of the lines left half typed.

    Nothing where there are none.
    """
    if not lines:
        return ""
    every = list(dict.fromkeys(place_text(line, book) for line in lines))
    names = [*every[:SHOWN_PLACES], *(["..."] if len(every) > SHOWN_PLACES else [])]
    message = ngettext(
        "{count} line was left half typed ({places}): offered there, and under `: unsaved`",
        "{count} lines were left half typed ({places}): offered there, and under `: unsaved`",
        len(lines),
    ).format(count=len(lines), places=_("; ").join(names))
    gone = [line for line in lines if place_is_gone(line.place, book)]
    if gone:
        message = _("{message}. The place is gone of: {text}").format(
            message=message, text=" | ".join(line.text for line in gone)
        )
    return message
