"""What stands where there is nothing yet: what will be there, how it comes, lines to begin with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from screens.base.empty_hints import EMPTY_HINTS, FIRST_PROJECT, EmptyHint
from screens.base.screen import BaseScreen
from views.styled_text import StyledText, TextLine, line, width, wrap
from wording import _

MARGIN, MOST = "   ", 3


def draw_empty(
    screen: BaseScreen, hint_id: str, opening: str = "", cells: int = 0
) -> tuple[TextLine, ...]:
    """Return what stands in an empty list, under the names of its columns: an `opening` sentence,
    what belongs there, how that comes, and lines to copy. Where it is low, blank lines go.
    """
    hint = EMPTY_HINTS[hint_id]
    if hint.of_projects and not screen.host.book.projects:
        hint = replace(FIRST_PROJECT, purpose=hint.purpose)
    room = max(1, (cells or screen.main_cells) - len(MARGIN) - 1)
    text = _(hint.purpose)
    text = _("{opening} {purpose}").format(opening=opening, purpose=text) if opening else text
    sentence = [line(StyledText(f"{MARGIN}{part}", "dim")) for part in wrap(text, room, MOST)]
    how = [line(f"{MARGIN}{part}") for part in wrap(say_how(screen, hint), room, 2)]
    copied = [
        line(StyledText(f"{MARGIN}  {part}", "strong"))
        for each in list_examples(screen, hint)
        for part in wrap(each, max(1, room - 2), 2)
    ]
    blocks: tuple[list[TextLine], ...] = ([], sentence, [*how, *copied])
    apart = [each for at, block in enumerate(blocks) for each in (*([()] if at else []), *block)]
    if len(apart) > screen.body_rows - 1:
        apart = [*sentence, *how, *copied]
    return tuple(apart)


def draw_empty_pane(screen: BaseScreen, hint_id: str, purpose: str = "") -> list[TextLine]:
    """Return the same for the few lines of a pane: how it comes, with an example, goes first.

    A `purpose` of what is under the cursor goes in place of that of all such.
    """
    about = wrap(purpose or _(EMPTY_HINTS[hint_id].purpose), _count_pane_cells(screen), MOST)
    return [*draw_how(screen, hint_id), *(line(StyledText(part, "dim")) for part in about)]


def draw_how(screen: BaseScreen, hint_id: str) -> list[TextLine]:
    """Return for a pane how it comes and an example, which is not broken where it has room."""
    hint, cells = EMPTY_HINTS[hint_id], _count_pane_cells(screen)
    how = say_how(screen, hint)
    lines = [line(part) for part in wrap(how, cells, MOST)]
    for example in list_examples(screen, hint)[:1]:
        if width(how) + 1 + width(example) <= cells:
            return [line(how, StyledText(f" {example}", "strong"))]
        lines += [line(StyledText(part, "strong")) for part in wrap(example, cells, MOST)]
    return lines


def _count_pane_cells(screen: BaseScreen) -> int:
    return (screen.split.pane_cells if screen.split else screen.size.width) - 2


def begin_lines(text: str, examples: Sequence[str], cells: int) -> tuple[TextLine, ...]:
    """Return a sentence, and below it lines to copy, where no screen's own hint is meant."""
    room = max(1, cells - len(MARGIN) - 1)
    sentence = [line(StyledText(f"{MARGIN}{part}", "dim")) for part in wrap(text, room, MOST)]
    copied = [
        line(f"{MARGIN}  {part}") for each in examples for part in wrap(each, max(1, room - 2), 2)
    ]
    return ((), *sentence, *([()] if copied else []), *copied)


def say_how(screen: BaseScreen, hint: EmptyHint) -> str:
    """Return how something comes there, by the keys that are in force; no colon where nothing
    follows it.
    """
    keys = [screen.host.find_command_key(each) for each in hint.commands]
    text = _(hint.how).format(key=keys[0], other=keys[-1])
    return text if list_examples(screen, hint) else text.rstrip(":：")


def list_examples(screen: BaseScreen, hint: EmptyHint) -> tuple[str, ...]:
    """Return the lines to copy; none once enough such lines were typed."""
    shown = screen.host.hints.shows_line(hint.line_command)
    return tuple(_(each) for each in hint.examples) if shown else ()
