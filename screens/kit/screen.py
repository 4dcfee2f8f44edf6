"""What every screen is: title, body, status line, footer, commands, and who takes the keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.widget import Widget

from deals.edits import Patch
from screens.kit.cells import wrap
from screens.kit.commands import Command, bindings, key_name
from screens.kit.host import Hosted
from screens.kit.lineedit import LineEdit
from screens.kit.lines import Lines
from screens.kit.spans import Line, Span, Tone, cells_of, crop, ends, flow, line
from screens.kit.takers import Choice, Taker, TextEntry
from screens.kit.wording import _

Echo = Callable[[str], Line]
FOOTER_KEYS = 7
# Fields that are mostly typed anew rather than amended.
RETYPED = frozenset({"owner", "stage", "status", "amount", "signs", "next", "next_on"})


def nothing(_text: str) -> Line:
    """An echo for texts that need no interpreting."""
    return ()


class KitScreen(Hosted):
    """A screen whose keys are commands until a taker has them.

    Nothing has the focus: every key comes here first. A taker (a line being typed, a choice) gets
    it while there is one, otherwise the bindings made from commands do.
    """

    commands: ClassVar[Sequence[type[Command]]] = ()
    pane: ClassVar[str | None] = None
    CSS = """
    KitScreen { layout: vertical; background: $background; overflow: hidden; }
    """

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if "commands" in cls.__dict__:
            cls.BINDINGS = [*bindings(cls.commands)]
        super().__init_subclass__(**kwargs)

    def __init__(self) -> None:
        super().__init__()
        self.taker: Taker | None = None
        self._told: Line = ()
        self._typing: tuple[str, LineEdit, Line] | None = None

    def compose(self) -> ComposeResult:
        """Title, body, status line, footer."""
        yield Lines(id="title")
        yield from self.body()
        yield Lines(id="status")
        yield Lines(id="footer")

    def body(self) -> Iterable[Widget]:
        """The widgets between title and status line."""
        return ()

    def title_line(self) -> tuple[Line, Line]:
        """The two ends of the title."""
        return (), ()

    def status_ends(self) -> tuple[Line, Line]:
        """The two ends of the status line while nothing is told or typed."""
        return (), ()

    # What is shown ---------------------------------------------------------------------------

    def paint(self) -> None:
        """Repaints what this class shows: title, status, footer."""
        cells = self.size.width
        start, finish = self.title_line()
        self.lines("title").show([ends((Span(" "), *start), (*finish, Span(" ")), cells)])
        self.paint_status()
        self.lines("footer").show([self._footer(cells)])

    def lines(self, id: str) -> Lines:
        """The Lines widget of that id."""
        return self.query_one(f"#{id}", Lines)

    def paint_status(self) -> None:
        """Repaints the status line: what is typed, else what was told, else the standing ends."""
        cells, status = self.size.width, self.lines("status")
        if self._typing is not None:
            label, edit, echo = self._typing
            head = line(Span(f" {label} ", "key"))
            echo = crop(echo, cells // 2)
            room = max(10, cells - cells_of(head) - cells_of(echo) - 2)
            typed, caret = edit.view(room)
            status.show([(*head, *typed, Span(" "), *echo)], caret=(cells_of(head) + caret, 0))
            return
        start, finish = self.status_ends()
        status.show([ends((Span(" "), *(self._told or start)), (*finish, Span(" ")), cells)])

    def _footer(self, cells: int) -> Line:
        spans = list[Span]()
        for one in [one for one in self.commands if one.footer][:FOOTER_KEYS]:
            live = one.applies(self)
            spans.append(Span(f" {self.key_of(one)}", "key" if live else "dim"))
            spans.append(Span(f" {one.name()} ", "" if live else "dim"))
        return crop(spans, cells)

    def key_of(self, command: type[Command]) -> str:
        """The first key of a command, as the user's settings may have rebound it."""
        bound = self.host.context.keys.get(command.id)
        return key_name((bound.split(",") if bound else command.keys)[0])

    def tell(self, text: str, tone: Tone = "") -> None:
        """Says something in the status line; it stands until the next key."""
        self._told = line(Span(text, tone)) if text else ()
        if self.is_mounted:
            self.paint_status()

    # Keys --------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Gives the key to the taker, if there is one; otherwise clears what was told."""
        if self.taker is not None:
            event.stop()
            event.prevent_default()
            self.taker.key(event)
        elif self._told:
            self.tell("")

    def on_paste(self, event: events.Paste) -> None:
        """Gives a pasted text to the taker."""
        event.stop()
        if self.taker is not None:
            self.taker.paste(event.text)

    def action_command(self, id: str) -> None:
        """Runs the command of that id where it applies."""
        command = next(one for one in self.commands if one.id == id)
        if command.applies(self):
            command.run(self)
        else:
            self.tell(_("{label}: nothing here to do that with").format(label=command.name()))

    def release(self) -> None:
        """Gives the keys back to the commands."""
        self.taker = None
        self._typing = None
        self.paint_status()

    def ask(
        self,
        label: str,
        text: str,
        accept: Callable[[str], bool],
        *,
        echo: Echo = nothing,
        cancel: Callable[[], None] | None = None,
        rove: Callable[[int], None] | None = None,
        fresh: bool = False,
    ) -> None:
        """Takes a line typed in the status line; `accept` says whether it was good."""

        def changed(edit: LineEdit) -> None:
            self._typing = (label, edit, echo(edit.text))
            self.paint_status()

        def accepted(typed: str) -> bool:
            before = self.taker
            good = accept(typed)
            if good and self.taker is before:
                self.release()
            return good

        def cancelled() -> None:
            self.release()
            if cancel is not None:
                cancel()

        start = LineEdit.of(text, fresh=fresh)
        self.taker = TextEntry(start, changed, accepted, cancelled, rove=rove)
        changed(start)

    def input(
        self,
        field_id: str,
        label: str,
        text: str,
        accept: Callable[[str], bool],
        echo: Echo,
    ) -> None:
        """Takes a field's text; screens with a row for it take it there."""
        self.ask(label, text, accept, echo=echo, fresh=field_id in RETYPED)

    def refuse(self, reason: str) -> None:
        """Shows beside the line being typed why it was not taken."""
        if self._typing is not None:
            label, edit, _echo = self._typing
            self._typing = (label, edit, line(Span(reason, "red")))
            self.paint_status()
        else:
            self.tell(reason, "red")

    def choose(self, label: str, options: Sequence[tuple[str, str, Callable[[], None]]]) -> None:
        """Offers a few things at one key each in the status line: (key, name, what it does)."""

        def taking(act: Callable[[], None]) -> Callable[[], None]:
            def run() -> None:
                self.taker = None
                self.cover(())
                self.tell("")
                act()

            return run

        def cancelled() -> None:
            self.taker = None
            self.cover(())
            self.tell("")

        self.taker = Choice({key: taking(act) for key, _name, act in options}, cancelled)
        self._typing = None
        *told, end = wrap(f"{label}:", self.size.width - 2, 3)
        pieces = [line(Span(f" {end} ", "strong"))]
        pieces += [line(Span(f" {key}", "key"), f" {name} ") for key, name, _act in options]
        *over, last = flow(pieces, self.size.width - 1)
        self.cover([*(line(Span(f" {one}", "strong")) for one in told), *over])
        self._told = last
        self.paint_status()

    def cover(self, lines: Sequence[Line]) -> None:
        """Shows lines over the end of the screen's lowest pane, or takes them away again."""
        if self.pane is not None:
            self.lines(self.pane).cover(lines)

    def open_commands(self, *, typing: bool) -> None:
        """Opens the list of this screen's commands, its filter open if `typing`."""
        from screens.kit.help import CommandsScreen  # a screen itself: it needs this module

        self.host.push_screen(CommandsScreen(self, typing=typing))

    def replayed(self, text: str, change: Patch | None) -> None:
        """Says what an undo or redo did; screens with a cursor also go there."""
        self.tell(text, "" if change else "amber")

    def back(self) -> None:
        """Closes this screen; the first one closes the app."""
        if len(self.host.screen_stack) > 2:
            self.host.pop_screen()
        else:
            self.host.exit()

    def on_resize(self) -> None:
        """Lays everything out again for the new size."""
        if self.is_mounted:
            self.paint()
