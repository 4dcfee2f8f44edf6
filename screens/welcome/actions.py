"""What is done in the welcome: answers are taken and kept, and an offer is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from textual import events

from deals.errors import UserError
from deals.parsing.amounts import currency_code
from deals.unsaved import InputPlace
from screens.base.closed_prompt import CANCEL_KEYS
from screens.base.context import AnswerKey
from screens.base.import_table import ask_file
from screens.base.prompts import LineEdit, LinePrompt, StatusBar, message_bar, typed_text
from screens.base.screen import BaseScreen
from screens.welcome.screen import WelcomeScreen
from screens.welcome.view import CURRENCY, FIELDS, HINTS, LABELS, LANG, NAME, TypedField
from views.styled_text import fit
from wording import LANGUAGES, N_, _, language, say
from wording.language import LANGUAGE_NAMES

KEPT = N_("{label}: {answer}, kept in {file}")
UNKEPT = N_("{answer} until you leave; not kept: {reason}")


def go_to_field(screen: WelcomeScreen, name: str | None) -> None:
    """Give the keys to a field, or back to the offers."""
    kept, before = screen.status_bar, screen.typed_field
    if before is not None and kept == _make_hint(screen, before.name, ""):
        kept = StatusBar()  # what the field is for that was left says nothing of the next
    if name is None:
        screen.typed_field = None
        screen.release()
        screen.set_status(kept)
    elif name == LANG:
        screen.typed_field = TypedField(LANG)
        screen.key_handler = LanguageField(screen)
    else:
        AnswerField(screen, name).open()
    if name is not None:
        screen.set_status(kept if kept.line else _make_hint(screen, name, ""))
    screen.paint_face()


def field_beside(name: str | None, step: int) -> str | None:
    """Return the field before or after one, None for the offers: they come after the last."""
    ring = (None, *FIELDS)
    return ring[(ring.index(name) + step) % len(ring)]


@dataclass
class AnswerField:
    """A field of the welcome that is typed: the name or the currency; `step` is where Tab goes."""

    screen: WelcomeScreen
    name: str
    step: int = 1

    def open(self) -> None:
        """Give the keys to it, with what is known selected."""
        edit = LineEdit.of(self.screen.answers[self.name].text, select_all=True)
        prompt = LinePrompt(edit, self.show, self.accept, self.cancel, self.press_tab)
        prompt.place, prompt.label = InputPlace(self.name), _(LABELS[self.name])
        self.screen.take(prompt)

    def show(self, edit: LineEdit) -> None:
        """Show what is typed, and what the field is for."""
        self.screen.typed_field = TypedField(self.name, edit)
        self.screen.set_status(_make_hint(self.screen, self.name, edit.text))
        self.screen.paint_face()

    def accept(self, typed: str) -> bool:
        """Keep what is typed and go on to the next field; whether it was good."""
        if not settle_text(self.screen, self.name, typed):
            return False
        go_to_field(self.screen, field_beside(self.name, self.step))
        return True

    def press_tab(self, typed: str, step: int) -> None:
        """Take it as Enter does, and go on or back."""
        self.step = step
        if isinstance(prompt := self.screen.key_handler, LinePrompt):
            prompt.accept(typed)
        self.step = 1

    def cancel(self) -> None:
        """Leave the answer as it was."""
        self.screen.typed_field = None
        self.screen.paint_face()


def _make_hint(screen: WelcomeScreen, name: str, typed: str) -> StatusBar:
    """Return what a field is for; of a currency how it is understood."""
    code = currency_code(" ".join(typed.split())) if name == CURRENCY else None
    return message_bar(f"= {code}" if code else _(HINTS[name]), "dim", screen.size.width)


def settle_text(screen: WelcomeScreen, name: str, typed: str) -> bool:
    """Keep a name or a currency; whether it is one. With nothing typed it stays as it was."""
    text = " ".join(typed.split())
    if not text:
        return True
    if name == CURRENCY:
        code = currency_code(text)
        if code is None:
            screen.tell(say(UserError("currency-unknown", text=text)), "red")
            return False
        text = code
    settle_answer(screen, cast("AnswerKey", name), text)
    return True


def settle_answer(screen: WelcomeScreen, name: AnswerKey, text: str) -> None:
    """Go by an answer from now on, keep it, and say where; also where it cannot be kept."""
    reason = screen.host.settle_answer(name, text)
    if name != LANG:
        screen.take_answer(name, text)
    figures = {"label": _(LABELS[name]), "answer": LANGUAGE_NAMES.get(text, text)}
    if reason:
        words = _(UNKEPT).format(**figures, reason=reason)
    else:
        words = _(KEPT).format(**figures, file=screen.host.settings_file)
    cells = screen.size.width
    screen.set_status(message_bar(fit(words, cells - 2), "amber" if reason else "", cells))


def turn_language(screen: WelcomeScreen) -> None:
    """Speak the next language from now on."""
    after = (LANGUAGES.index(language()) + 1) % len(LANGUAGES)
    settle_answer(screen, "lang", LANGUAGES[after])
    screen.paint()


@dataclass(frozen=True, slots=True)
class LanguageField:
    """The field of the language, which is turned and not typed."""

    screen: WelcomeScreen

    def key(self, event: events.Key) -> None:
        """Turn the language, or go to another field or back; what is typed goes into the name."""
        if event.key in {"tab", "enter", "shift+tab"}:
            step = -1 if event.key == "shift+tab" else 1
            go_to_field(self.screen, field_beside(LANG, step))
        elif event.key in CANCEL_KEYS:
            go_to_field(self.screen, None)
        elif event.key in {"space", "ideographic_space", "left", "right", "l"}:
            turn_language(self.screen)
        elif typed_text(event):
            go_to_field(self.screen, NAME)
            if isinstance(prompt := self.screen.key_handler, LinePrompt):
                prompt.key(event)


def take_sample(screen: WelcomeScreen) -> None:
    """Put the sample into the book unless it is there, and begin the tour on the pipeline."""
    host = screen.host
    there = host.samples()
    put_in = bool(there.untouched or there.touched)
    try:
        failed = None if put_in else host.commit(host.sample(), N_("sample"))
    except UserError as refusal:
        failed = say(refusal)
    if failed:
        screen.tell(failed, "red")
        return
    if host.tour is None:
        host.begin_tour()
    open_pipeline(screen)


def take_table(screen: WelcomeScreen) -> None:
    """Ask for a table and open the pipeline with what was good in it."""
    ask_file(screen, lambda: open_pipeline(screen))


def open_pipeline(screen: WelcomeScreen, *, adding: bool = False) -> None:
    """Open the pipeline in the place of the welcome, `adding` with the line of a new project; where
    it stands below already, go back there.
    """
    if not screen.close():
        screen.host.open_screen("pipeline", None, adding, instead=True)
        return
    below = screen.host.screen
    if adding and isinstance(below, BaseScreen) and below is not screen:
        below.soon(below.action_command, "add")
