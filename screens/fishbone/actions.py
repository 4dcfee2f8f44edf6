"""What can be done to the fish: each deed asks at the foot and makes one commit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import events

from deals.edits.causes import (
    add_bone,
    add_cause,
    aim_at_cause,
    drop_bone,
    move_cause,
    plan_cause,
    rename_bone,
    shift_bone,
    shift_cause,
    write_cause,
)
from deals.edits.planning import drop_cause
from deals.edits.records import set_value
from deals.fishbone import Bone, SuggestedCause
from deals.model import Cause, Project
from deals.parsing.project_fields import Reading
from deals.playbook import Playbook
from deals.thread import outcomes_of, source_of
from deals.unsaved import InputPlace
from screens.base.project_actions import done, pick_field
from screens.base.project_screen import choose_along
from screens.base.prompts import half_width
from screens.fishbone.view import offer_text, what_to_do
from views.diagram import Diagram, Direction, Node
from views.fishbone import bone_knot, cause_knot
from views.styled_text import StyledText, TextLine, fit, line
from wording import N_, _, ngettext
from wording.record_names import answer_text, field_title

if TYPE_CHECKING:
    from screens.fishbone.screen import FishboneScreen

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def add(screen: FishboneScreen) -> None:
    """Takes causes for the bone under the cursor, a line each; at the head asks for the bone."""
    bone = screen.bone
    if bone is None:
        pick_field(screen, _("a cause on"), partial(_add, screen, parent=None))
    else:
        _add(screen, bone, parent=None)


def add_behind(screen: FishboneScreen) -> None:
    """Takes causes that lie behind the one under the cursor."""
    rib, bone = screen.rib, screen.bone
    if rib is not None and bone is not None:
        _add(screen, bone, parent=rib.cause.parent if rib.depth else rib.cause.id)


def _add(screen: FishboneScreen, bone: Bone, parent: str | None) -> None:
    begun = screen.project
    behind = next((one.text for one in begun.causes if one.id == parent), "")
    label = _("behind {cause}").format(cause=behind[:12]) if behind else field_title(bone)

    def echo(text: str) -> TextLine:
        return (
            () if text.strip() else line(StyledText(_("a cause a line; Enter alone ends"), "dim"))
        )

    def accept(text: str) -> bool:
        if not text.strip():
            screen.release()
            return True

        def edit(project: Project, reading: Reading) -> Project:
            fresh = Cause(id=reading.new_id(), bone=bone.id, text=text, parent=parent)
            return add_cause(project, fresh, reading.stamp)

        before = {one.id for one in screen.project.causes}
        if not done(screen, N_("cause"), edit, text.strip(), begun):
            return False
        new = [one.id for one in screen.project.causes if one.id not in before]
        if new:
            screen.to(cause_knot(new[-1]))
        _add(screen, bone, parent)
        return True

    place = InputPlace(f"new cause:{bone.id}", begun.id, parent or "")
    screen.ask(label, "", accept, echo=echo, paste_separator="; ", place=place)


def edit(screen: FishboneScreen) -> None:
    """Words the cause, the own bone or the head under the cursor anew."""
    rib, bone = screen.rib, screen.own_bone
    if rib is not None:
        _edit_cause(screen, rib.cause)
    elif bone is not None:
        edit_bone(screen, bone)
    elif screen.bone is None:
        _edit_head(screen)
    else:
        screen.tell(_("this bone is the playbook's; b adds one of your own"))


def _edit_cause(screen: FishboneScreen, cause: Cause) -> None:
    begun = screen.project

    def accept(text: str) -> bool:
        def write(project: Project, reading: Reading) -> Project:
            return write_cause(project, cause.id, text, reading.stamp)

        return done(screen, N_("cause"), write, text.strip(), begun)

    screen.ask(_("cause"), cause.text, accept, place=InputPlace("cause", begun.id, cause.id))


def _edit_head(screen: FishboneScreen) -> None:
    begun = screen.project

    def accept(text: str) -> bool:
        def write(project: Project, reading: Reading) -> Project:
            return set_value(project, "head", text.strip(), reading.stamp)

        return done(screen, N_("head of the fishbone"), write, text.strip() or "-", begun)

    start, place = begun.head or screen.head, InputPlace("head", begun.id)
    screen.ask(_("what the fish heads for"), start, accept, place=place)


def delete(screen: FishboneScreen) -> None:
    """Takes the cause or the own bone out; what lay behind or on it goes to its neighbour."""
    rib, bone = screen.rib, screen.own_bone
    if rib is not None:
        cause = rib.cause
        said = _("{cause} is gone; u brings it back").format(cause=cause.text)
        place = screen.picture.knots.get(cause_knot(cause.id))
        done(
            screen,
            N_("delete"),
            lambda one, reading: drop_cause(one, cause.id, reading.stamp),
            said,
        )
        screen.near(place)
    elif bone is not None:
        there = [one.id for one in screen.bones]
        onto = there[max(0, there.index(bone.id) - 1)] if len(there) > 1 else ""
        said = _("{bone} is gone, what stood on it moved; u brings it back").format(bone=bone.id)
        done(
            screen,
            N_("delete"),
            lambda one, reading: drop_bone(one, bone.id, onto, reading.stamp),
            said,
        )
        screen.to(bone_knot(onto))


def shift(screen: FishboneScreen, step: int) -> None:
    """Moves the cause among its kind, or the own bone among its own, by one."""
    rib, bone = screen.rib, screen.own_bone
    if rib is not None:
        cause = rib.cause.id
        done(
            screen,
            N_("order"),
            lambda one, reading: shift_cause(one, cause, step, reading.stamp),
            _("moved"),
        )
    elif bone is not None:
        done(
            screen,
            N_("order"),
            lambda one, reading: shift_bone(one, bone.id, step, reading.stamp),
            _("moved"),
        )


def move(screen: FishboneScreen) -> None:
    """Takes the cause, and what lies behind it, to another bone."""
    rib = screen.rib
    if rib is None:
        return
    cause = rib.cause

    def chosen(bone: Bone) -> None:
        said = f"{cause.text} > {field_title(bone)}"
        done(
            screen,
            N_("cause"),
            lambda one, reading: move_cause(one, cause.id, bone.id, reading.stamp),
            said,
        )
        screen.to(cause_knot(cause.id))

    pick_field(screen, _("to the bone"), chosen)


def plan(screen: FishboneScreen) -> None:
    """Makes a row of the plan of the cause, in words that may be changed first."""
    rib = screen.rib
    if rib is None:
        return
    begun, cause = screen.project, rib.cause

    def accept(text: str) -> bool:
        def write(project: Project, reading: Reading) -> Project:
            return plan_cause(project, cause.id, text, reading)

        return done(screen, N_("plan row"), write, text.strip(), begun)

    start = what_to_do(cause, begun, screen.host.context.playbook)
    place = InputPlace("plan cause", begun.id, cause.id)
    screen.ask(_("what is done about it"), start, accept, place=place)


def aim(screen: FishboneScreen) -> None:
    """Makes a goal that answers the cause, in words of its own."""
    rib = screen.rib
    if rib is None:
        return
    begun, cause = screen.project, rib.cause

    def accept(text: str) -> bool:
        def write(project: Project, reading: Reading) -> Project:
            return aim_at_cause(project, cause.id, text, reading)

        return done(screen, N_("goal"), write, text.strip(), begun)

    hint = line(
        StyledText(_("what is so once the cause is gone, such as: he meets us monthly"), "dim")
    )
    place = InputPlace("goal of cause", begun.id, cause.id)
    screen.ask(_("goal"), "", accept, echo=lambda text: () if text.strip() else hint, place=place)


def along(screen: FishboneScreen) -> None:
    """Follows the thread: back to where the cause came from, or on to what came of it."""
    rib = screen.rib
    if rib is None:
        return
    project, ref = screen.project, cause_knot(rib.cause.id)
    source, nothing = source_of(project, ref), _("the thread ends here: ! makes a row of the plan")
    choose_along(screen, [source] if source else [], outcomes_of(project, ref), nothing)


_BONE_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def new_bone(screen: FishboneScreen) -> None:
    """Takes the name of a bone of the project's own; the cursor goes there."""
    begun, playbook = screen.project, screen.host.context.playbook

    def accept(text: str) -> bool:
        def write(project: Project, reading: Reading) -> Project:
            return add_bone(project, text, playbook, reading.stamp)

        good = done(screen, N_("bone"), write, text.strip(), begun)
        if good:
            screen.to(bone_knot(text.strip()))
        return good

    screen.ask(_("a bone of your own"), "", accept, place=InputPlace("new bone", begun.id))


def edit_bone(screen: FishboneScreen, bone: Bone) -> None:
    """Calls a bone of the project's own otherwise."""
    begun, playbook = screen.project, screen.host.context.playbook

    def accept(text: str) -> bool:
        def write(project: Project, reading: Reading) -> Project:
            return rename_bone(project, bone.id, text, playbook, reading.stamp)

        good = done(screen, N_("bone"), write, text.strip(), begun)
        if good:
            screen.to(bone_knot(text.strip()))
        return good

    screen.ask(
        _("name of the bone"), bone.id, accept, place=InputPlace(f"bone:{bone.id}", begun.id)
    )


_MOVES: dict[str, Direction] = {"up": "up", "down": "down"}
_PAGES = {"pageup": -1, "pagedown": 1}


class SuggestionPrompt:
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

    def _take(self, chosen: Sequence[SuggestedCause]) -> None:
        screen = self._screen
        playbook = screen.host.context.playbook

        def edit(project: Project, reading: Reading) -> Project:
            for one in chosen:
                text = offer_text(one, project, playbook)
                fresh = Cause(id=reading.new_id(), bone=one.bone, text=text, source=one.source)
                project = add_cause(project, fresh, reading.stamp)
            return project

        said = _told([offer_text(one, screen.project, playbook) for one in chosen])
        before = {cause.id for cause in screen.project.causes}
        if done(screen, N_("cause"), edit, said):
            new = [cause.id for cause in screen.project.causes if cause.id not in before]
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


def _by_knot(screen: FishboneScreen, knot: str | None) -> tuple[SuggestedCause, ...]:
    return tuple(offer for offer in screen.offers() if f"offer:{offer.source}" == knot)


def offer(screen: FishboneScreen) -> None:
    """Shows what could be a cause, a letter at each."""
    if not screen.offers():
        screen.tell(_("no weak answer and no hole that is not a cause already"))
        return
    screen.taker = SuggestionPrompt(screen)
    screen.canvas.letters = True
    screen.current = None
    screen.paint()


def offer_picture(
    offered: Sequence[SuggestedCause], project: Project, playbook: Playbook, cells: int
) -> Diagram:
    """The offers a row each, behind it what was asked if its words are evidence.

    Knots are `offer:SOURCE`.
    """
    lines, knots = [], {}
    half = max(20, cells * 3 // 5)
    for y, one in enumerate(offered):
        text = offer_text(one, project, playbook)
        shown = one.answer if one.answer is not None and one.answer.evidence else None
        told = answer_text(shown.question, shown.value, playbook) if shown else ""
        first = StyledText(fit(f"  {text}", half), "amber" if one.hole is not None else "")
        label = line(first, StyledText(fit(f" {told}", cells - half), "dim"))
        knot = f"offer:{one.source}"
        lines.append(label)
        knots[knot] = Node(knot, 0, y, cells, label)
    head = line(StyledText(fit("  " + _("These could be causes"), cells), "strong"))
    return Diagram(tuple(lines), knots, (head,), cells)
