"""The finder of a goal, row, member or field of work by its words, in Chinese also by pinyin."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from deals.model import PlanRow
from screens.base.prompts import LinePrompt
from screens.plan.view import PlanView
from views.gantt import FIELD, GOAL, MEMBER, ROW
from views.styled_text import StyledText, TextLine, line
from wording import _
from wording.record_names import field_title

if TYPE_CHECKING:
    from screens.plan.screen import PlanScreen


class FinderEntry(NamedTuple):
    """An item that can be found: its node, its name, and each of its texts, case folded."""

    node_id: str
    name: str
    texts: tuple[str, ...]


def find(screen: PlanScreen) -> None:
    """Take some words; the cursor goes to the first match, Up and Down walk through the others."""
    entries = tuple(_entries(screen))
    _learn(screen, entries)
    _Finder(screen, entries, screen.view, screen.current).ask("")


def find_row(screen: PlanScreen, label: str, chosen: Callable[[PlanRow], None]) -> None:
    """Take part of the words of a row, in sight or not, and give it to `chosen`."""
    entries = tuple(_rows(screen))
    _learn(screen, entries)

    def first(text: str) -> FinderEntry | None:
        return next(iter(_matches(screen, entries, text)), None)

    def echo(text: str) -> TextLine:
        return _echo_matches([found] if (found := first(text)) else [], 0) if text.strip() else ()

    def accept(text: str) -> bool:
        found = first(text)
        row = screen.item_of(found.node_id) if found else None
        if not isinstance(row, PlanRow):
            screen.refuse(_("nothing like that"))
            return False
        screen.release()
        chosen(row)
        return True

    screen.ask(label, "", accept, echo=echo, place=None)


@dataclass(frozen=True, slots=True)
class _Finder:
    """Words being typed: what there is, where to go back to, and which match of `text` is shown."""

    screen: PlanScreen
    entries: tuple[FinderEntry, ...]
    view: PlanView
    start: str | None
    text: str = ""
    at: int = 0

    def ask(self, text: str) -> None:
        """Take the words."""
        self.screen.ask(
            _("find"),
            text,
            self.accept,
            echo=self.echo,
            cancel=self.cancel,
            on_arrow=self.on_arrow,
            place=None,
        )

    def echo(self, text: str) -> TextLine:
        """Go to the match, and tell which it is."""
        if not text.strip():
            return ()
        found = _matches(self.screen, self.entries, text)
        # Another text begins at its first match; the same one stays at the match walked to.
        at = self.at % len(found) if found and text == self.text else 0
        if found:
            self.screen.go(found[at].node_id)
        return _echo_matches(found, at)

    def on_arrow(self, step: int) -> None:
        """Go on to the next match, or back."""
        key_handler = self.screen.key_handler
        text = key_handler.edit.text if isinstance(key_handler, LinePrompt) else ""
        at = self.at + step if text == self.text else step
        replace(self, text=text, at=at).ask(text)

    def accept(self, _text: str) -> bool:
        """Stay there."""
        self.screen.release()
        return True

    def cancel(self) -> None:
        """Go back to where the cursor was."""
        self.screen.look(self.view)
        self.screen.to(self.start)


def _matches(screen: PlanScreen, entries: tuple[FinderEntry, ...], text: str) -> list[FinderEntry]:
    if not text.strip():
        return []
    word = screen.host.search.word(text.strip())
    return [entry for entry in entries if any(map(word.within, entry.texts))]


def _learn(screen: PlanScreen, entries: tuple[FinderEntry, ...]) -> None:
    for entry in entries:
        for text in entry.texts:
            screen.host.search.learn(text)


def _echo_matches(found: list[FinderEntry], at: int) -> TextLine:
    if not found:
        return line(StyledText(_("nothing like that"), "amber"))
    place = f"{at + 1}/{len(found)}  " if len(found) > 1 else ""
    return line(StyledText(place, "dim"), StyledText(found[at].name, "good"))


def _entries(screen: PlanScreen) -> Iterator[FinderEntry]:
    """Yield all that is in the room, what is on the side of the cursor first."""
    sides = {"goals": _goals, "plan": _plan, "team": _team}
    side = screen.view.side
    for name in sorted(sides, key=lambda name: name != side):
        yield from sides[name](screen)


def _goals(screen: PlanScreen) -> Iterator[FinderEntry]:
    for node in screen.outline.goals:
        goal = node.goal
        texts = (goal.text, goal.measure, goal.target, goal.accepted_by, goal.serves)
        yield _entry(f"{GOAL}{goal.id}", goal.text, *texts, goal.responsible, goal.resources)


def _plan(screen: PlanScreen) -> Iterator[FinderEntry]:
    for group in screen.outline.groups:
        title = field_title(group)
        yield _entry(f"{FIELD}{group.bone}", title, title)
    yield from _rows(screen)


def _rows(screen: PlanScreen) -> Iterator[FinderEntry]:
    for row in (row for group in screen.outline.groups for row in group.rows):
        checks = [
            text
            for checkpoint in row.checkpoints
            for text in (checkpoint.what, checkpoint.by, checkpoint.result)
        ]
        texts = (row.content, row.responsible, row.resources, row.aim, *checks)
        yield _entry(f"{ROW}{row.id}", row.content, *texts)


def _team(screen: PlanScreen) -> Iterator[FinderEntry]:
    for member in screen.project.team:
        yield _entry(f"{MEMBER}{member.name}", member.name, member.name, member.duties or "")


def _entry(node_id: str, name: str, *texts: str) -> FinderEntry:
    return FinderEntry(node_id, name, tuple(text.casefold() for text in texts if text))
