"""What is asked of a new user, in one line: language, name and currency. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from screens.base.prompts import LineEdit
from views.glyphs import glyphs
from views.styled_text import StyledText, TextLine, Tone, cells_of, cut, fit, line
from wording import N_, _, language
from wording.language import LANGUAGE_NAMES

LANG, NAME, CURRENCY = FIELDS = ("lang", "me", "currency")
"""What is asked, by the settings that the answers are kept as, in the order of Tab."""
LABELS = {LANG: N_("language"), NAME: N_("your name"), CURRENCY: N_("currency")}
HINTS = {
    LANG: N_("space or an arrow turns the language at once; Tab goes on"),
    NAME: N_("signs your edits, and owner:me finds your deals; Enter takes it, Tab goes on"),
    CURRENCY: N_("of amounts that name none: CNY, USD, EUR or a sign; Enter takes it"),
}
"""What is said while a field has the keys."""
CURRENCY_CELLS, MOST_NAME, LEAST_NAME = 8, 24, 6
WIDE = 72
"""From so many cells on the languages have a label, and fields stand wider apart."""


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """The answer to a question: its text, and whether it is a guess that nobody has agreed to."""

    text: str
    guess: bool = False


@dataclass(frozen=True, slots=True)
class TypedField:
    """The field that has the keys, and what is typed into it, None where nothing can be."""

    name: str
    edit: LineEdit | None = None


def draw_first_answers(
    answers: Mapping[str, FirstAnswer], at: TypedField | None, cells: int
) -> tuple[TextLine, int | None]:
    """Return the line of the answers in so many cells, and the cell of the caret where one types.

    The name gives way where there is little room.
    """
    gap = " " * (3 if cells >= WIDE else 1)
    languages = _draw_languages(cells, at)
    ahead = line(StyledText(" "), *languages, gap, *_label(NAME, at))
    behind = line(gap, *_label(CURRENCY, at))
    room = cells - cells_of(ahead) - cells_of(behind) - CURRENCY_CELLS - 1
    name, name_caret = _draw_field(NAME, answers, at, max(LEAST_NAME, min(MOST_NAME, room)))
    before = (*ahead, *name, *behind)
    currency, currency_caret = _draw_field(CURRENCY, answers, at, CURRENCY_CELLS)
    caret = None
    if name_caret is not None:
        caret = cells_of(ahead) + name_caret
    elif currency_caret is not None:
        caret = cells_of(before) + currency_caret
    return (*before, *currency), caret


def _label(name: str, at: TypedField | None) -> TextLine:
    """Return what a field is called, marked where it has the keys."""
    here = at is not None and at.name == name
    mark = glyphs().cursor if here else " "
    return line(
        StyledText(mark, "key"), StyledText(f"{_(LABELS[name])} ", "key" if here else "dim")
    )


def _draw_languages(cells: int, at: TypedField | None) -> TextLine:
    label = _label(LANG, at)
    if cells < WIDE:
        label = label[:1]
    spans = list[StyledText]()
    for lang, name in LANGUAGE_NAMES.items():
        here = lang == language()
        sign = glyphs().settled if here else glyphs().open
        tone: Tone = "strong" if here else "dim"
        spans.append(StyledText(f"{'  ' if spans else ''}{sign} {name}", tone))
    return (*label, *spans)


def _draw_field(
    name: str, answers: Mapping[str, FirstAnswer], at: TypedField | None, cells: int
) -> tuple[TextLine, int | None]:
    if at is not None and at.name == name and at.edit is not None:
        return at.edit.view(cells)
    answer = answers[name]
    text = f"{answer.text}?" if answer.guess else answer.text
    tone: Tone = "dim" if answer.guess else "strong"
    shown = cut(line(StyledText(text, tone)), cells)
    return (*shown, StyledText(fit("", cells - cells_of(shown)))), None
