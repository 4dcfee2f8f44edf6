"""The base of every screen: title, body, status bar and footer, commands, and prompts.

It gives each key to a command, or to the prompt that has the keys for a while.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any, ClassVar, Unpack

from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

from deals.edits.patches import Patch
from screens.base.app import BaseApp
from screens.base.closed_prompt import CANCEL_KEYS, UNUSED_CELLS
from screens.base.commands import (
    Command,
    Commands,
    find_keys,
    key_name,
    map_keys_to_commands,
    pressed_key_name,
    shown_keys,
    works_while_typing,
)
from screens.base.day_keys import settle_days
from screens.base.footer import draw_screen_footer
from screens.base.frame import draw_title, store_marks
from screens.base.lines import LinesView
from screens.base.pane import SplitBody
from screens.base.prompts import (
    MOST_LINES,
    UNSHOWN_KEYS,
    Accept,
    ChoicePrompt,
    GoneRoom,
    HeldKeys,
    KeyHandler,
    LetterPrompt,
    LineEdit,
    LineOptions,
    LinePrompt,
    LinesAbove,
    StatusBar,
    choice_bar,
    echo_nothing,
    half_width,
    message_bar,
    no_lines,
    number_options,
    trouble_line,
    typing_bar,
    wrap_spans,
)
from views.day_off import no_due_day
from views.styled_text import StyledText, TextLine, Tone, disarm_text, ends, fit, head, line
from wording import _, say

LetterOption = tuple[str, str, Callable[[], object]]
BACK, ESCAPE, HELP = "back", "escape", "help"


class BaseScreen(Screen[None]):
    """A screen whose keys are commands until a prompt has them.

    Nothing has the focus: the app gives every key to the screen on top. Keys wait until it has been
    painted and has done all that it put off with `soon`: only then do they find what the keys
    before them have led to.
    """

    commands: ClassVar[Commands[Any]] = Commands()
    pane: ClassVar[str | None] = None
    own_signs: ClassVar[Sequence[tuple[str, str]]] = ()
    named_views: ClassVar[Mapping[str, str]] = MappingProxyType({})
    # In `CSS` it would be scoped to what stands within the screen, and not be the screen's own.
    DEFAULT_CSS = "BaseScreen { layout: vertical; background: $background; overflow: hidden; }"

    def __init__(self) -> None:
        super().__init__()
        self._key_handler: KeyHandler | None = None
        self._draw_choice: Callable[[int], StatusBar] = lambda _cells: StatusBar()
        self.status_bar = StatusBar()
        self.painted = False
        self.asking = ""  # the command run last, which asks for what is typed
        self.footer_ids: Sequence[str] = ()  # what the footer shows instead of the usual
        self._painting = False
        self._due = set[object]()  # what was put off and not yet done
        self._laid_out: Size | None = None
        self.split: SplitBody | None = None  # of a body with a pane about what is under the cursor

    @property
    def host(self) -> BaseApp:
        """The app."""
        app = self.app
        assert isinstance(app, BaseApp)
        return app

    @property
    def key_handler(self) -> KeyHandler | None:
        """The prompt that has the keys; without one the commands have them."""
        return self._key_handler

    @key_handler.setter
    def key_handler(self, prompt: KeyHandler | None) -> None:
        before, self._key_handler = self._key_handler, prompt
        if line := isinstance(before, LinePrompt):
            closed = not isinstance(prompt, LinePrompt)
        else:
            # One choice may lead to the next, and what is only held back was never typed into.
            closed = not isinstance(before, HeldKeys | None) and isinstance(prompt, HeldKeys | None)
        if closed:
            self.host.closed_prompt.close(line=line)

    @property
    def size(self) -> Size:
        """What the strip of a tour leaves of `full_size`."""
        return self.full_size - Size(0, self.host.count_tour_rows(self.full_size))

    @property
    def full_size(self) -> Size:
        """The size that all is laid out for; another one counts from `on_resize` on."""
        self._laid_out = self._laid_out or super().size
        return self._laid_out

    @property
    def is_active(self) -> bool:
        """Whether it is the one on top of an app that goes on.

        Once the app is being left, a screen that was just opened gets no widgets any more.
        """
        return super().is_active and not self.host.leaving

    def on_mount(self) -> None:
        """Watch whether the store can still be written."""
        self.watch(self.app, "read_only", self._show_store_state, init=False)
        self.watch(self.app, "trouble", self._show_store_state, init=False)

    def _show_store_state(self, reason: object) -> None:
        if reason is not None and self.key_handler is None:
            # What was told before must not hide it.
            self.status_bar = StatusBar()
        if self.is_active:
            self.paint()

    def compose(self) -> ComposeResult:
        """Yield title, body, status line and footer."""
        yield LinesView(id="title", raised=True)
        # What is told over the pane goes on in the status: nothing may come between them.
        yield from (*self.body(), LinesView(id="status"), *self.host.list_strips(self.full_size))
        yield LinesView(id="footer", raised=True)

    def body(self) -> Iterable[Widget]:
        """Return the widgets between title and status line."""
        return ()

    @property
    def main_cells(self) -> int:
        """The cells of what the screen lists or draws."""
        return self.split.main_cells if self.split else self.size.width

    @property
    def body_rows(self) -> int:
        """The lines that are left to it."""
        return self.size.height - 3 - (self.split.taken_rows if self.split else 0)

    def title_line(self) -> tuple[TextLine, TextLine]:
        """Return the two ends of the title."""
        return (), ()

    def heading(self, where: str) -> TextLine:
        """Return the start of a title: where we are, and that nothing can be changed if so."""
        return (StyledText(f"Netloft  {where}", "strong"), *self.store_marks())

    def store_marks(self) -> TextLine:
        """Return that nothing can be changed, or that it is not saved, if so."""
        return store_marks(self.host.read_only, self.host.trouble)

    def status_ends(self) -> tuple[TextLine, TextLine]:
        """Return the two ends of the status line while nothing is told or typed."""
        return (), ()

    @property
    def undo_text(self) -> str:
        """What undo would take back, in half of the status line at the most; empty for nothing."""
        label, key = self.host.describe_last(), self.key_of(self.commands.find("undo"))
        text = _("{key} undo: {label}").format(key=key, label=label) if label else ""
        return fit(text, self.size.width // 2).rstrip()

    def legend(self) -> Sequence[TextLine]:
        """Return what the signs of this screen mean, for its help: a sign and a meaning each."""
        from views.legend import legend_lines
        from wording.legends import COMMON_LEGEND

        return legend_lines(self.own_signs, COMMON_LEGEND)

    # When it is painted ------------------------------------------------------------------------

    def on_resize(self, event: events.Resize) -> None:
        """Lay everything out again for the new size."""
        self._laid_out = event.size
        if self.is_mounted and not self.host.leaving:
            self.paint()
            self.paint_typed()
            self._check_ready()

    def on_screen_resume(self) -> None:
        """Come to the top: what it shows may have changed meanwhile."""
        self.paint_soon()

    def paint_soon(self) -> None:
        """Paint when what is laid out now stands: once, however often it is asked for until then,
        and not where the screen has left by then or another one is over it.
        """
        if not self._painting:
            self._painting = True
            self.soon(self._paint_now)

    def _paint_now(self) -> None:
        self._painting = False
        self.paint()

    def soon(self, act: Callable[..., object], *about: object) -> None:
        """Do something when what is laid out now stands, on the terms of `paint_soon`."""
        task = partial(act, *about)
        self._due.add(task)
        self.call_after_refresh(self._do_due, task)

    def _do_due(self, task: Callable[[], object]) -> None:
        if self.is_active:
            task()
        self._due.discard(task)
        self._check_ready()

    def await_paint(self) -> None:
        """Begin anew: what was put off when it was last on top may never have its turn."""
        self.painted = self._painting = False
        self._due.clear()

    def _check_ready(self) -> None:
        if self.painted and not self._due:
            self.host.screen_ready(self)

    def _on_timer_update(self) -> None:
        # With a layout and a repaint due Textual would write the whole screen twice.
        if self._layout_required and self._repaint_required:
            self._dirty_widgets.add(self)
            self._repaint_required = False
        super()._on_timer_update()

    # What is shown ---------------------------------------------------------------------------

    def paint(self) -> None:
        """Repaint what this class shows: title, status, footer."""
        self.lines("title").show([draw_title(self.title_line(), self.full_size)])
        self.paint_status()
        self.paint_footer()
        self.host.paint_tour(self)
        self.painted = True

    def paint_footer(self) -> None:
        """Repaint the keys, and how the store stands with the team's server."""
        self.lines("footer").show([draw_screen_footer(self)])

    def lines(self, id: str) -> LinesView:
        """Return the LinesView of that id."""
        return self.query_one(f"#{id}", LinesView)

    def paint_status(self) -> None:
        """Repaint the status bar: what is asked or told, else the two standing ends."""
        cells, bar, status = self.size.width, self.status_bar, self.lines("status")
        if self.pane is not None:
            self._cover_pane(self.split or self.lines(self.pane), bar.above)
        if bar.line:
            status.show([bar.line], caret=None if bar.caret is None else (bar.caret, 0))
        elif self.host.trouble is not None:
            standing = trouble_line(self.host.trouble, cells - 2)
            status.show([line(StyledText(f" {standing}", "red"))])
        else:
            start, finish = self.status_ends()
            status.show([ends((StyledText(" "), *start), (*finish, StyledText(" ")), cells)])

    def _cover_pane(self, pane: SplitBody | LinesView, above: Sequence[TextLine]) -> None:
        """Lay `above` over the pane, and the offer while it has room or nothing is typed."""
        unsaved = self.host.unsaved
        offer = unsaved.offer(self.key_handler, self.size.width)
        if unsaved.untouched or len(offer) + len(above) <= pane.room_over:
            above = (*offer, *above)
        pane.lay_over(above, MOST_LINES)

    def paint_typed(self) -> None:
        """Lay the line being typed, or the choice, out for the size that the screen has now."""
        if isinstance(self.key_handler, LinePrompt):
            self.key_handler.changed(self.key_handler.edit)
        elif isinstance(self.key_handler, ChoicePrompt | LetterPrompt):
            self._paint_choice()

    def set_status(self, status_bar: StatusBar) -> None:
        """Set what the status bar shows."""
        self.status_bar = status_bar
        if self.is_mounted:
            self.paint_status()

    def key_of(self, command: Command[Any]) -> str:
        """Return the first key that runs a command, as the user's settings may have rebound it."""
        keys = find_keys(command, self.commands, self.host.context.keys)
        return next(iter(shown_keys(keys)), ":")

    def tell(self, text: str, tone: Tone = "") -> None:
        """Say something in the status bar; it stands until the next key."""
        self.set_status(message_bar(text, tone, self.size.width))

    @property
    def listening(self) -> bool:
        """Whether the status line is free and on the screen."""
        return self.key_handler is None and self.is_mounted and self.size.width > 0

    # Keys --------------------------------------------------------------------------------------

    def press_key(self, event: events.Key) -> bool:
        """Give the key to the prompt that has the keys; without one, run its command.

        A command that is `always` there is run even so. What was told has been read by now.
        """
        command, prompt = self._command_of(event), self.key_handler
        if not self._goes_back(command) and self._is_typed_on(event, command):
            return True
        if prompt is not None and not works_while_typing(command, event):
            self.host.closed_prompt.press(event)
            if not settle_days(self, event.key):
                prompt.key(event)
        else:
            if shown := prompt is None and bool(self.status_bar.line):
                self.tell("")
            if command is None:
                self._tell_unbound(event)
            elif not shown or command.id != ESCAPE:  # "never mind" to what was told leaves nothing
                self._run_by_key(command, event)
        if prompt is not None and event.key in CANCEL_KEYS:
            self.host.closed_prompt.forget()
        return prompt is not None or command is not None

    def _run_by_key(self, command: Command[Any], event: events.Key) -> None:
        """Run a command; where it finds nothing to change, what is typed behind it runs nothing."""
        if command.changes and not command.applies(self):
            self.host.closed_prompt.miss(event)
        self.action_command(command.id)

    def _tell_unbound(self, event: events.Key) -> None:
        """Say that a key means nothing on this screen, and which one lists those that do."""
        for listing in (each for each in self.commands if each.id == HELP):
            if key := pressed_key_name(event.key, event.character):
                reason = _("{key} does nothing here; {help} lists the keys")
                self.tell(reason.format(key=key, help=self.key_of(listing)))

    def _goes_back(self, command: Command[Any] | None) -> bool:
        """Whether a key goes back at once, as the first behind a prompt and not out of the app."""
        back = command is not None and command.id == BACK and self.key_handler is None
        return back and not self.host.closed_prompt.text and len(self.host.screen_stack) > 2

    def _is_typed_on(self, event: events.Key, command: Command[Any] | None) -> bool:
        """Whether a key goes on with what was typed into a prompt that has closed; it says so."""
        prompt, closed = self.key_handler, self.host.closed_prompt
        if isinstance(prompt, LinePrompt | GoneRoom):
            return False
        if event.key == "escape":
            return prompt is None and closed.settles(event)
        about = {
            "choosing": not isinstance(prompt, HeldKeys | None),
            "warned": self.status_bar.warns,
        }
        if not closed.keeps(event, command=command.id if command else None, **about):
            return False
        if closed.text.strip():
            self._tell_unused(closed.text, words=closed.took_words)
        return True

    def _tell_unused(self, text: str, *, words: bool = True) -> None:
        """Tell of a text that came while no line was there to take it; the next line may."""
        self.host.unsaved.keep_unused(text, words=words)
        shown = head(disarm_text(" ".join(text.split())), UNUSED_CELLS)
        reason = _("nothing is being typed here, so this was not used: {text}").format(text=shown)
        self.refuse_choice(reason)

    def means(self, event: events.Key) -> bool:
        """Whether the key, which is no character, edits a line or runs a command here."""
        command, prompt = self._command_of(event), self.key_handler
        if prompt is None or works_while_typing(command, event):
            return command is not None
        return isinstance(prompt, LinePrompt) and prompt.edit.press(event.key) is not None

    def _command_of(self, event: events.Key) -> Command[Any] | None:
        keys = map_keys_to_commands(self.commands, self.host.context.keys)
        pressed = (event.key, half_width(event.key), *event.aliases)
        found = next((keys[key] for key in pressed if key in keys), None)
        return None if found is None else self.commands.find(found)

    def paste_text(self, text: str) -> None:
        """Give a pasted text to the line being typed."""
        if isinstance(self.key_handler, LinePrompt):
            self.key_handler.paste(text)
        elif text.strip():
            self._tell_unused(text)

    def action_command(self, id: str) -> None:
        """Run the command of that id where it applies."""
        command = self.commands.find(id)
        if refused := self.refusal_of(command):
            self.tell(refused, "amber")
        elif why := self.why_not(command):
            self.tell(_("{label}: {why}").format(label=command.name(), why=why))
        else:
            self.asking = f"{type(self).__module__.split('.')[1]}.{id}"
            self.host.hints.use(self.asking)
            command.run(self)

    def why_not(self, command: Command[Any]) -> str:
        """Return why a command would do nothing now, empty where it would."""
        return self.refusal_of(command) or ("" if command.applies(self) else command.why())

    def refusal_of(self, command: Command[Any]) -> str:
        """Return why a command that changes the book cannot; nothing if it can."""
        reason = self.host.store.read_only
        return say(reason) if reason is not None and command.changes else ""

    def release(self) -> None:
        """Give the keys back to the commands."""
        self.key_handler = None
        self.set_status(StatusBar())
        self.rest()

    def rest(self) -> None:
        """Put the caret back where it stands while nothing is typed."""

    def take(self, entry: LinePrompt) -> None:
        """Give the keys to a line being typed, which is let go of once it was good."""
        accept, cancel = entry.accept, entry.cancel

        def accepted(typed: str) -> bool:
            good = accept(typed)
            if good and typed.strip():
                self.host.hints.use_line(self.asking)
            if good and self.key_handler is entry:
                self.key_handler = None
            if good and not isinstance(self.key_handler, ChoicePrompt):
                self._drop_used(entry)  # a choice may still go back to what was typed
            return good

        def cancelled() -> None:
            self.host.unsaved.end_entry(entry)
            self.release()
            cancel()

        entry.accept, entry.cancel = accepted, cancelled
        self.key_handler = entry
        self.host.unsaved.begin(entry)
        entry.changed(entry.edit)

    def _drop_used(self, entry: LinePrompt) -> None:
        """Drop what was kept of a line that was taken, and what was offered beside it."""
        self.host.unsaved.end_entry(entry)
        if self.is_mounted:
            self.paint_status()

    def ask(self, label: str, text: str, accept: Accept, **how: Unpack[LineOptions]) -> None:
        """Ask for a line in the status line; `accept` says whether it was good."""
        echo = how.get("echo", echo_nothing)

        def changed(edit: LineEdit) -> None:
            bar = typing_bar(label, edit, echo(edit.text), self.size.width)
            above = how.get("above", no_lines)(self.size.width)
            self.set_status(bar._replace(above=(*above, *bar.above)))

        self.take(
            LinePrompt(
                LineEdit.of(text, select_all=how.get("select_all", False)),
                changed,
                accept,
                how.get("cancel", lambda: None),
                on_tab=how.get("on_tab"),
                on_arrow=how.get("on_arrow"),
                paste_separator=how.get("paste_separator", " "),
                place=how["place"],
                label=label,
                amend=how.get("amend", lambda text: text),
                dated=how.get("dated", no_due_day),
            )
        )

    def input(
        self, column: str, label: str, text: str, accept: Accept, **how: Unpack[LineOptions]
    ) -> None:
        """Take a text; screens with a row for it take it there, over its column."""
        self.ask(label, text, accept, **how)

    def type(self, text: str) -> None:
        """Put a text where a line is being typed."""
        if isinstance(self.key_handler, LinePrompt):
            self.key_handler.paste(text)

    def refuse(self, reason: str) -> None:
        """Say why what is being typed was not taken; what was typed stays as it is."""
        if isinstance(self.key_handler, LinePrompt) and self.status_bar.caret is not None:
            above = wrap_spans(line(StyledText(reason, "red")), self.size.width)
            self.set_status(self.status_bar._replace(above=tuple(above)))
        else:
            self.tell(reason, "red")

    def choose(
        self, label: str, options: Sequence[LetterOption], above: LinesAbove = no_lines
    ) -> None:
        """Offer a few things at one key each: (key, name, what it does), under what explains.

        What has no name works and is not shown.
        """
        named = {key: name for key, name, _ in options if name and key not in UNSHOWN_KEYS}
        acts = number_options([(key, partial(self._take_option, act)) for key, _, act in options])
        prompt = ChoicePrompt(acts, self.release, self.refuse_key, tuple(named), self._paint_choice)
        draw = partial(choice_bar, label, named.items())
        self.offer(prompt, lambda cells: draw(cells, prompt.marked, above(cells)))

    def _take_option(self, act: Callable[[], object]) -> None:
        self.host.unsaved.end()  # what led to the choice was used by it
        self.release()
        act()

    def offer(self, prompt: ChoicePrompt | LetterPrompt, draw: Callable[[int], StatusBar]) -> None:
        """Give the keys to a choice that is asked for as is drawn for so many cells."""
        self.key_handler, self._draw_choice = prompt, draw
        self._paint_choice()

    def _paint_choice(self) -> None:
        self.set_status(self._draw_choice(self.size.width))

    def refuse_key(self, event: events.Key) -> None:
        """Say that a key is none of those to choose from; the choice stays."""
        char = event.character if event.is_printable else None
        name = pressed_key_name(event.key, char) or key_name(event.key)
        reason = _("{key} is none of these; press the key in front of what you want; Esc closes")
        self.refuse_choice(reason.format(key=name))
        if char and char.isalpha():
            self.host.closed_prompt.begin_text(event)

    def refuse_choice(self, reason: str) -> None:
        """Say something beside the choice that there is; without one, in the status line."""
        if isinstance(self.key_handler, ChoicePrompt | LetterPrompt):
            above = wrap_spans(line(StyledText(reason, "amber")), self.size.width)
            bar = self._draw_choice(self.size.width)
            self.set_status(bar._replace(above=(*above, *bar.above)))
        else:
            self.tell(reason, "amber")

    def ask_next(self, remark: TextLine = ()) -> None:
        """Keep the line open for the next entry, and say what became of the one taken."""
        self.host.hints.use_line(self.asking)
        if isinstance(self.key_handler, LinePrompt):
            self.key_handler.clear()
            if remark:
                above = wrap_spans(remark, self.size.width)
                self.set_status(self.status_bar._replace(above=(*above, *self.status_bar.above)))

    def show_replay(self, text: str, change: Patch | None, *, again: bool) -> None:
        """Say what an undo or redo (`again`) did; screens with a cursor also go there."""
        self.tell(text, "" if change else "amber")

    def back(self) -> None:
        """Leave a page within this screen, else close it; the first one closes the app."""
        if not (self.leave_page() or self.close()):
            self.leave()

    def turn_view(self, view: str) -> None:
        """Turn to one of the views, by its name in `named_views`."""

    def leave_page(self) -> bool:
        """Go back from a page shown within this screen; whether there was one."""
        return False

    def leave(self) -> None:
        """Leave the app, or say in red why it does not yet."""
        if why := self.host.leave():
            self.refuse(why)

    def step_back(self) -> None:
        """Leave a page within this screen, else close it; the first one stays."""
        if not self.leave_page():
            self.close()

    def close(self) -> bool:
        """Close this screen unless it is the first; whether it did."""
        if len(self.host.screen_stack) <= self.host.FIRST_DEPTH:
            return False
        self.host.pop_screen()
        return True
