"""Prompts, which take the keys for a while instead of the commands: a line, a choice, a letter.

`StatusBar` is how they and messages show: the line above the footer, and what lies over the pane.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, Required, TypedDict
from unicodedata import category

from textual import events

from deals.errors import UserError
from deals.parsing.time_words import DateOrder
from deals.unsaved import InputPlace
from screens.base.closed_prompt import CANCEL_KEYS
from views.day_off import ReadDated, no_due_day
from views.styled_text import (
    StyledText,
    TextLine,
    Tone,
    cells_of,
    cut,
    disarm_text,
    flow,
    head,
    line,
    tail,
    width,
    wrap,
)
from wording import N_, _, ngettext


class LineEdit(NamedTuple):
    """A text and the caret's place in it, counted in characters from the start.

    With `select_all` the whole text counts as selected: what is typed takes its place, and any key
    that moves keeps it.
    """

    text: str = ""
    caret: int = 0
    select_all: bool = False

    @classmethod
    def of(cls, text: str, *, select_all: bool = False) -> LineEdit:
        """Return an edit of `text` with the caret at its end."""
        return cls(text, len(text), select_all and bool(text))

    def insert(self, typed: str) -> LineEdit:
        """Insert `typed` at the caret."""
        if self.select_all:
            return LineEdit.of(typed)
        return LineEdit(
            self.text[: self.caret] + typed + self.text[self.caret :], self.caret + len(typed)
        )

    def press(self, key: str) -> LineEdit | None:
        """Return what an editing key makes of it; None if the key is not one."""
        act = _KEYS.get(key)
        if act is None:
            return None
        if self.select_all and key in _CUTS:
            return LineEdit()
        return act(self._replace(select_all=False))

    def left(self) -> LineEdit:
        """Move the caret one character back, over its combining marks."""
        caret = max(0, self.caret - 1)
        while caret > 0 and width(self.text[caret]) == 0:
            caret -= 1
        return self._replace(caret=caret)

    def right(self) -> LineEdit:
        """Move the caret one character on, over its combining marks."""
        caret = min(len(self.text), self.caret + 1)
        while caret < len(self.text) and width(self.text[caret]) == 0:
            caret += 1
        return self._replace(caret=caret)

    def home(self) -> LineEdit:
        """Move the caret to the start."""
        return self._replace(caret=0)

    def end(self) -> LineEdit:
        """Move the caret to the end."""
        return self._replace(caret=len(self.text))

    def word_left(self) -> LineEdit:
        """Move the caret to the start of the word before it."""
        before = self.text[: self.caret].rstrip()
        word = "".join(before.rsplit(maxsplit=1)[-1:])
        return self._replace(caret=len(before) - len(word))

    def word_right(self) -> LineEdit:
        """Move the caret behind the word after it."""
        rest = self.text[self.caret :]
        blanks = len(rest) - len(rest.lstrip())
        word = re.match(r"\S*", rest[blanks:])
        return self._replace(caret=self.caret + blanks + (word.end() if word else 0))

    def _without(self, other: LineEdit) -> LineEdit:
        low, high = sorted((self.caret, other.caret))
        return LineEdit(self.text[:low] + self.text[high:], low)

    def backspace(self) -> LineEdit:
        """Delete the character before the caret."""
        return self._without(self.left())

    def delete(self) -> LineEdit:
        """Delete the character after the caret."""
        return self._without(self.right())

    def cut_word(self) -> LineEdit:
        """Delete the word before the caret."""
        return self._without(self.word_left())

    def cut_start(self) -> LineEdit:
        """Delete all before the caret."""
        return self._without(self.home())

    def cut_end(self) -> LineEdit:
        """Delete all after the caret."""
        return self._without(self.end())

    def view(self, cells: int) -> tuple[TextLine, int]:
        """Return the part around the caret in exactly `cells` cells, and the caret's cell in it."""
        if self.select_all:
            text = head(disarm_text(self.text), cells)
            rest = " " * (cells - width(text))
            return (StyledText(text, "caret"), StyledText(rest, "field")), min(
                width(text), cells - 1
            )
        # A line is at most `cells` characters long on either side, however long the text.
        before = tail(
            disarm_text(self.text[max(0, self.caret - 4 * cells) : self.caret]), cells - 2
        )
        after = disarm_text(self.text[self.caret : self.caret + 4 * cells])
        at = after[:1] or " "
        rest = head(after[1:], cells - width(before) - width(at))
        pad = " " * (cells - width(before) - width(at) - width(rest))
        return (
            StyledText(before, "field"),
            StyledText(at, "caret"),
            StyledText(rest + pad, "field"),
        ), width(before)


_KEYS = {
    "left": LineEdit.left,
    "ctrl+b": LineEdit.left,
    "right": LineEdit.right,
    "home": LineEdit.home,
    "ctrl+a": LineEdit.home,
    "end": LineEdit.end,
    "ctrl+e": LineEdit.end,
    "ctrl+left": LineEdit.word_left,
    "alt+b": LineEdit.word_left,
    "ctrl+right": LineEdit.word_right,
    "alt+f": LineEdit.word_right,
    "backspace": LineEdit.backspace,
    "ctrl+h": LineEdit.backspace,
    "delete": LineEdit.delete,
    "ctrl+w": LineEdit.cut_word,
    "alt+backspace": LineEdit.cut_word,
    "ctrl+u": LineEdit.cut_start,
    "ctrl+k": LineEdit.cut_end,
}
_CUTS = frozenset({"backspace", "ctrl+h", "delete", "ctrl+w", "alt+backspace", "ctrl+u", "ctrl+k"})


_WIDE = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}


QUIT_LETTER = "q"
"""What also closes a choice: Esc comes late on slow lines."""


class KeyHandler(Protocol):
    """Who has the keys: gets every key until it gives them back."""

    def key(self, event: events.Key) -> None:
        """Act on a key."""


def typed_text(event: events.Key) -> str:
    """Return the text that a key types, nothing for one that does something else.

    A full-width or no-break blank is no printable sign to Textual.
    """
    char = event.character or ""
    blank = len(char) == 1 and category(char) == "Zs"
    return char if event.is_printable or blank else ""


def half_width(char: str) -> str:
    """Return the ASCII twin of a full-width character, itself otherwise."""
    return char.translate(_WIDE)


@dataclass
class LinePrompt:
    """A line being typed.

    `changed` gets every new state, `accept` the text on Enter and says whether it was taken (if
    not, the line stays as typed), `cancel` ends it. Where given, `on_tab` gets the text and +1 for
    Tab, -1 for shift+Tab, and `on_arrow` +1 for Down, -1 for Up. The lines of a pasted text are
    joined by `paste_separator`. A line with a `place` outlives the app (screens.base.unsaved):
    `label` is its name there, and `recall` is called for ctrl+r; with `several_lines` it may take
    back a text that has them. `amend` is given the text with the character just typed and returns
    what it becomes. `dated` finds the due day that the text says, if it does.
    """

    edit: LineEdit
    changed: Callable[[LineEdit], None]
    accept: Callable[[str], bool]
    cancel: Callable[[], None]
    on_tab: Callable[[str, int], None] | None = None
    on_arrow: Callable[[int], None] | None = None
    paste_separator: str = " "
    place: InputPlace | None = None
    label: str = ""
    recall: Callable[[], None] | None = None
    several_lines: bool = False
    amend: Callable[[str], str] = lambda text: text
    dated: ReadDated = no_due_day

    def fill(self, text: str) -> None:
        """Put another text in the place of what is typed; in one line where that is all there is
        room for.
        """
        if not self.several_lines:
            text = self.paste_separator.join(text.splitlines())
        self.edit = LineEdit.of(text)
        self.changed(self.edit)

    def key(self, event: events.Key) -> None:
        """Type, move, accept or cancel."""
        if event.key == "enter":
            self.accept(self.edit.text)
        elif event.key in CANCEL_KEYS:
            self.cancel()
        elif event.key in {"tab", "shift+tab"}:
            if self.on_tab is not None:
                self.on_tab(self.edit.text, 1 if event.key == "tab" else -1)
        elif event.key in {"up", "down"}:
            if self.on_arrow is not None:
                self.on_arrow(1 if event.key == "down" else -1)
        else:
            self._type(event)

    def _type(self, event: events.Key) -> None:
        if event.key == "ctrl+r" and self.recall is not None:
            self.recall()
            return
        pressed = self.edit.press(event.key)
        if pressed is None and (typed := typed_text(event)):
            pressed = self.edit.insert(typed)
            if (amended := self.amend(pressed.text)) != pressed.text:
                pressed = LineEdit.of(amended)
        if pressed is not None and pressed != self.edit:
            self.edit = pressed
            self.changed(pressed)

    def clear(self) -> None:
        """Begin anew with an empty line: what is typed ahead goes on into it."""
        self.edit = LineEdit()
        self.changed(self.edit)

    def paste(self, text: str) -> None:
        """Put a pasted text in at the caret."""
        self.edit = self.edit.insert(self.paste_separator.join(filter(None, text.splitlines())))
        self.changed(self.edit)


_STEPS = {"down": 1, "right": 1, "up": -1, "left": -1}


@dataclass
class ChoicePrompt:
    """One key out of a few: `refuse` is given any other one, and the choice stays.

    A letter counts in the other case too where that is no option of its own.
    Those that close a prompt leave with nothing chosen, as does `q` where it is no option.
    Where they have an `order`, the arrows go through the options, `show` shows which one is
    `marked`, and Enter takes it.
    """

    options: Mapping[str, Callable[[], None]]
    cancel: Callable[[], None]
    refuse: Callable[[events.Key], None]
    order: Sequence[str] = ()
    show: Callable[[], None] = lambda: None
    marked: int | None = None

    def key(self, event: events.Key) -> None:
        """Run the option of this key, or of the one marked."""
        if self.order and (step := _STEPS.get(event.key)):
            before = -1 if self.marked is None and step > 0 else self.marked or 0
            self.marked = (before + step) % len(self.order)
            self.show()
        elif event.key == "enter" and self.marked is not None:
            self.options[self.order[self.marked]]()
        else:
            self._choose(event)

    def _choose(self, event: events.Key) -> None:
        char = half_width(event.character or "")
        names = (char or event.key, event.key, char.swapcase())
        chosen = next((self.options[name] for name in names if name in self.options), None)
        if chosen is not None:
            chosen()
        elif event.key in CANCEL_KEYS or char == QUIT_LETTER:
            self.cancel()
        else:
            self.refuse(event)


@dataclass
class LetterPrompt:
    """The letter of something on the screen, given as its ASCII twin where there is one.

    `chosen` says whether there is something that it means; if not, `refuse` is given the key and
    the prompt stays. Enter and the keys that close a prompt end it, as does `q` where it means
    nothing. `others` are keys that are no letters and what they do; the prompt stays.
    """

    chosen: Callable[[str], bool]
    cancel: Callable[[], None]
    refuse: Callable[[events.Key], None]
    others: Mapping[str, Callable[[], None]] = field(default_factory=dict)

    def key(self, event: events.Key) -> None:
        """Give the character of the key."""
        char = half_width(event.character or "")
        if (act := self.others.get(event.key)) is not None:
            act()
        elif event.key in CANCEL_KEYS or event.key == "enter":
            self.cancel()
        elif not (char.strip() and self.chosen(char)):
            if char == QUIT_LETTER:
                self.cancel()
            else:
                self.refuse(event)


@dataclass(frozen=True, slots=True)
class HeldKeys:
    """A prompt that keeps the keys back while something is done; Esc stops it, where that can be.

    They act once it is done.
    """

    stop: Callable[[], None] | None = None
    typed: list[events.Key] = field(default_factory=list)

    def key(self, event: events.Key) -> None:
        """Stop by Esc; keep any other key."""
        if event.key != "escape":
            self.typed.append(event)
        elif self.stop is not None:
            self.stop()


@dataclass
class GoneRoom:
    """A prompt of a room whose project others took away: it takes all keys, which were meant for
    the room, and does nothing with them; Esc leaves with what was typed.

    Were the room closed, they would be commands of the screen below.
    """

    show: Callable[[], None]
    leave: Callable[[str], None]
    typed: list[str] = field(default_factory=list)

    def key(self, event: events.Key) -> None:
        """Leave by Esc; keep what is typed."""
        if event.key in CANCEL_KEYS:
            self.leave("".join(self.typed).strip())
        else:
            self.typed.append(" " if event.key == "enter" else typed_text(event))
            self.show()


Echo = Callable[[str], TextLine]
LinesAbove = Callable[[int], Sequence[TextLine]]
"""The lines of so many cells that explain what is asked."""


Accept = Callable[[str], bool]


ORDER_KEYS: Mapping[str, DateOrder] = {"f7": "mdy", "f8": "dmy"}
"""The keys that settle the order of days in figures where a line is refused for it: they are no
text, and mean nothing else while a line is typed.
"""

# Fields that are mostly typed anew rather than amended.
RETYPED = frozenset({"owner", "stage", "status", "amount", "signs", "tender", "next", "next_on"})


class LineOptions(TypedDict, total=False):
    """The options of a LinePrompt; with `select_all` the first key typed replaces the text.

    `place` is where it is typed, so that it can be offered there again if the app ends meanwhile;
    None for what is not worth keeping: words to find something by. `above` explains what is asked.
    """

    place: Required[InputPlace | None]

    echo: Echo
    cancel: Callable[[], None]
    on_tab: Callable[[str, int], None] | None
    on_arrow: Callable[[int], None] | None
    select_all: bool
    paste_separator: str
    amend: Callable[[str], str]
    above: LinesAbove
    dated: ReadDated


def no_lines(_cells: int) -> Sequence[TextLine]:
    """Return the lines above a question that explains itself."""
    return ()


def echo_nothing(_text: str) -> TextLine:
    """Return an echo for texts that need no interpreting."""
    return ()


MOST_LINES = 4
ROOM_TO_TYPE = 20


class StatusBar(NamedTuple):
    """The status line, the lines over the pane, and the caret's cell while something is typed.

    An empty one leaves the status line to the screen's standing ends.
    """

    line: TextLine = ()
    above: tuple[TextLine, ...] = ()
    caret: int | None = None

    @property
    def warns(self) -> bool:
        """Whether some of it says that something cannot be."""
        return any(
            span.tone in ("amber", "red") for part in (self.line, *self.above) for span in part
        )


def message_bar(text: str, tone: Tone, cells: int) -> StatusBar:
    """Return a message in as many lines as it needs."""
    if not text.strip():
        return StatusBar()
    *above, last = [
        line(StyledText(f" {part}", tone)) for part in wrap(text, cells - 2, MOST_LINES)
    ]
    return StatusBar(last, tuple(above))


def typing_bar(label: str, edit: LineEdit, echo: TextLine, cells: int) -> StatusBar:
    """Return a line being typed in the status line, what it means above it."""
    head = (
        *cut(line(StyledText(f" {label}", "key")), cells - ROOM_TO_TYPE),
        StyledText(" ", "key"),
    )
    typed, caret = edit.view(max(10, cells - cells_of(head) - 1))
    return StatusBar((*head, *typed), tuple(wrap_spans(echo, cells)), cells_of(head) + caret)


def echo_bar(label: str, echo: TextLine, cells: int) -> StatusBar:
    """Return what a text typed elsewhere means."""
    *above, last = wrap_spans(line(StyledText(f"{label} ", "strong"), *echo), cells) or [()]
    return StatusBar(last, tuple(above))


def choice_bar(
    label: str,
    options: Iterable[tuple[str, str]],
    cells: int,
    marked: int | None = None,
    above: Sequence[TextLine] = (),
) -> StatusBar:
    """Return a few things at one key each, (key, name), one of them marked, under what explains."""
    *lines, end = wrap(label, cells - 2, MOST_LINES - 1)
    pieces = [line(StyledText(f" {end} ", "strong"))]
    pieces += [
        line(StyledText(f" {key}", "key"), StyledText(f" {name} ", "caret" if at == marked else ""))
        for at, (key, name) in enumerate(options)
    ]
    *over, last = flow(pieces, cells - 1)
    asked = (line(StyledText(f" {text}", "strong")) for text in lines)
    return StatusBar(last, (*above, *asked, *over))


FORMER_BACKS = "!"
"""What `x` for whoever backs a competitor was before: pressed out of habit, it still is."""
UNSHOWN_KEYS = frozenset(FORMER_BACKS)
"""The keys of choices that work, and are not offered."""


def number_options(
    options: Sequence[tuple[str, Callable[[], None]]],
) -> Mapping[str, Callable[[], None]]:
    """Return what keys do in a choice; digits do as well, unless some are keys themselves.

    They are for who types Chinese, and delete nothing.
    """
    numbered = [] if any(key.isdigit() for key, _act in options) else enumerate(options[:9], 1)
    return {**{f"{at}": act for at, (key, act) in numbered if key != "D"}, **dict(options)}


def wrap_spans(spans: TextLine, cells: int) -> list[TextLine]:
    """Return the spans as they are where they fit.

    Else in several lines of the tone most of it has.
    """
    if not cells_of(spans):
        return []
    if cells_of(spans) < cells - 1:
        return [(StyledText(" "), *spans)]
    tone = max(spans, key=lambda span: len(span.text)).tone
    text = "".join(span.text for span in spans)
    return [line(StyledText(f" {part}", tone)) for part in wrap(text, cells - 2, MOST_LINES)]


_SHORT: Mapping[str, str] = {
    "store-vanished": N_("the store is gone, nothing is saved (: write-held): {file}"),
    "store-older": N_("an older copy stands here, nothing is saved (: write-held): {file}"),
    "store-other": N_("another store stands here, nothing is saved (: write-held): {file}"),
}
_ELSE = N_("the store does not read, nothing is saved (: write-held): {file}")
_SHORTEST_PLACE = 12


def trouble_line(trouble: UserError, cells: int) -> str:
    """Return the line of so many cells that stands while the trouble lasts.

    The meaning comes first and is kept whole, the file last; of its path the middle goes.
    """
    text, file = (
        _(_SHORT.get(trouble.code, _ELSE)),
        disarm_text(str(trouble.figures.get("file", ""))),
    )
    room = max(_SHORTEST_PLACE, cells - width(text.format(file="")))
    return text.format(file=shorten_middle(file, room))


def leaving_text(trouble: UserError, count: int) -> str:
    """Return what is said to who leaves while the trouble lasts: how many projects are held and not
    written, and what the same key does if it comes again.
    """
    if trouble.code == "store-vanished":
        return ngettext(
            "not saved: {count} project is held here, and the store is gone; the same key again "
            "leaves and keeps it as a file, if the disk is there (: write-held writes it now)",
            "not saved: {count} projects are held here, and the store is gone; the same key again "
            "leaves and keeps them as a file, if the disk is there (: write-held writes them now)",
            count,
        ).format(count=count)
    return ngettext(
        "not saved: {count} project is held here, and something else is in the store's place; "
        "the same key again leaves and keeps it as a file (: write-held writes it now)",
        "not saved: {count} projects are held here, and something else is in the store's place; "
        "the same key again leaves and keeps them as a file (: write-held writes them now)",
        count,
    ).format(count=count)


def unkept_text(reason: str) -> str:
    """Return what is said to who leaves where even the file of what is held cannot be written."""
    return _(
        "not left, or what is held here would be lost: {reason}. Free space and press the key "
        "again, or bring the store back (: write-held); : leave-anyway leaves all the same"
    ).format(reason=reason)


def shorten_middle(text: str, cells: int) -> str:
    """Return a text that fits so many cells, its middle left out where it is longer."""
    if width(text) <= cells:
        return text
    end = tail(text, (cells - 3) * 2 // 3)
    return f"{head(text, cells - 3 - width(end))}...{end}"
