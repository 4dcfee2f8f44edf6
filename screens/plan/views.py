"""What is looked at: the face, the side that the cursor is on, zoom and shift. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from screens.kit.wording import N_, _
from screens.plan.scale import ZOOM_NAMES, ZOOMS, Zoom

Side = Literal["goals", "plan", "team"]
BOTH_FROM = 120
TREE_CELLS = 46
SIDES = {"goals": N_("goals"), "plan": N_("plan"), "team": N_("team form")}

HINTS: dict[Side, str] = {
    "goals": N_("a adds a goal, A one that serves it; then W adds the work"),
    "plan": N_("a adds a row here: content; 9-13 Feb; who    m takes a template"),
    "team": N_("a adds a member, e edits what is under the cursor"),
}


@dataclass(frozen=True, slots=True)
class View:
    """The side that the cursor is on, whether goals and plan stand beside each other, how the days
    of the strip are shown, the side to come back to from the team form, and the knots that are
    folded: goals and fields of work.
    """

    side: Side = "plan"
    both: bool = False
    zoom: Zoom = "day"
    shift: int = 0
    before: Side = "plan"
    folded: frozenset[str] = frozenset()

    def beside(self, cells: int) -> bool:
        """Whether goals and plan are both shown in so many cells."""
        return self.both and self.side != "team" and cells >= BOTH_FROM

    def turned(self, cells: int) -> View:
        """The next face round: plan, goals, and both where there is room."""
        if self.side == "team":
            return replace(self, side=self.before)
        if self.beside(cells):
            return replace(self, both=False, side="plan")
        if self.side == "plan":
            return replace(self, both=False, side="goals")
        return replace(self, side="plan", both=cells >= BOTH_FROM)

    def across(self) -> View:
        """The cursor on the other side."""
        return self.on("plan" if self.side == "goals" else "goals")

    def on(self, side: Side) -> View:
        """The cursor on this side."""
        return replace(self, side=side)

    def team(self) -> View:
        """The team form, or back from it."""
        if self.side == "team":
            return replace(self, side=self.before)
        return replace(self, side="team", before=self.side)

    def zoomed(self, step: int) -> View:
        """With longer units a cell, or shorter ones; never past the ends."""
        at = max(0, min(len(ZOOMS) - 1, ZOOMS.index(self.zoom) + step))
        return replace(self, zoom=ZOOMS[at], shift=0)

    def title(self, cells: int) -> str:
        """What is looked at, in words."""
        zoom = _(ZOOM_NAMES[self.zoom])
        if self.beside(cells):
            return _("goals and plan, {zoom}").format(zoom=zoom)
        name = _(SIDES[self.side])
        return f"{name}, {zoom}" if self.side == "plan" else name
