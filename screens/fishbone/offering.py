"""Taking causes from what offers itself: weak answers and holes of the net, by letter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events

from deals.edits.causes import add_cause
from deals.fields import Reading
from deals.fishbone import Offer
from deals.model import Cause, Project
from deals.playbook import Playbook
from screens.fishbone.words import offer_text
from screens.kit.cells import fit
from screens.kit.deeds import done
from screens.kit.fish import cause_knot
from screens.kit.picture import Knot, Picture, Way
from screens.kit.spans import Span, line
from screens.kit.takers import half_width
from screens.kit.wording import N_, _, ngettext
from screens.kit.wording.thread import answer_text

if TYPE_CHECKING:
    from screens.fishbone.screen import FishboneScreen

_MOVES: dict[str, Way] = {"up": "up", "down": "down"}
_PAGES = {"pageup": -1, "pagedown": 1}


class Offering:
    """Has the keys while causes are offered; what is taken leaves the list."""

    def __init__(self, screen: FishboneScreen) -> None:
        self._screen = screen
        self._taken: str | None = None

    def key(self, event: events.Key) -> None:
        """A letter or Enter takes one, `*` all, arrows move; anything else ends it."""
        screen, char = self._screen, half_width(event.character or "")
        if event.key in _MOVES:
            screen.move(_MOVES[event.key])
        elif event.key in _PAGES:
            screen.page(_PAGES[event.key])
        elif char == "*":
            self._take(screen.offers())
        elif event.key == "enter":
            self._take(_by_knot(screen, screen.current))
        elif char.isalnum() and (knot := screen.canvas.lettered(char)) is not None:
            self._take(_by_knot(screen, knot))
        else:
            self.leave()

    def paste(self, text: str) -> None:
        """Nothing to paste into."""

    def _take(self, chosen: Sequence[Offer]) -> None:
        screen = self._screen
        playbook = screen.host.context.playbook

        def edit(project: Project, reading: Reading) -> Project:
            for one in chosen:
                text = offer_text(one, project, playbook)
                fresh = Cause(id=reading.new_id(), bone=one.bone, text=text, source=one.source)
                project = add_cause(project, fresh, reading.stamp)
            return project

        said = _told([offer_text(one, screen.project, playbook) for one in chosen])
        before = {one.id for one in screen.project.causes}
        if done(screen, N_("cause"), edit, said):
            new = [one.id for one in screen.project.causes if one.id not in before]
            self._taken = new[-1] if new else self._taken
        if not screen.offers():
            self.leave()

    def leave(self) -> None:
        """Back to the fish, the cursor on what was taken last."""
        screen = self._screen
        screen.taker = None
        screen.canvas.letters = False
        screen.current = cause_knot(self._taken) if self._taken else None
        screen.paint()


def _told(texts: Sequence[str]) -> str:
    if len(texts) == 1:
        return texts[0]
    return ngettext("{count} cause", "{count} causes", len(texts)).format(count=len(texts))


def _by_knot(screen: FishboneScreen, knot: str | None) -> tuple[Offer, ...]:
    return tuple(one for one in screen.offers() if f"offer:{one.source}" == knot)


def offer(screen: FishboneScreen) -> None:
    """Shows what could be a cause, a letter at each."""
    if not screen.offers():
        screen.tell(_("no weak answer and no hole that is not a cause already"))
        return
    screen.taker = Offering(screen)
    screen.canvas.letters = True
    screen.current = None
    screen.paint()


def offer_picture(
    offered: Sequence[Offer], project: Project, playbook: Playbook, cells: int
) -> Picture:
    """The offers a row each, behind it what was asked if its words are evidence.

    Knots are `offer:SOURCE`.
    """
    lines, knots = [], {}
    half = max(20, cells * 3 // 5)
    for y, one in enumerate(offered):
        text = offer_text(one, project, playbook)
        shown = one.answer if one.answer is not None and one.answer.evidence else None
        told = answer_text(shown.question, shown.value, playbook) if shown else ""
        first = Span(fit(f"  {text}", half), "amber" if one.hole is not None else "")
        label = line(first, Span(fit(f" {told}", cells - half), "dim"))
        knot = f"offer:{one.source}"
        lines.append(label)
        knots[knot] = Knot(knot, 0, y, cells, label)
    head = line(Span(fit("  " + _("These could be causes"), cells), "strong"))
    return Picture(tuple(lines), knots, (head,), cells)
