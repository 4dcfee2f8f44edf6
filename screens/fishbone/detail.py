"""What is told of the head, a bone or a cause in the pane under the fish. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from deals.fishbone import Bone, Rib
from deals.model import PlanRow, Project
from deals.plan import late_checks, standing
from deals.playbook import Playbook
from screens.fishbone.words import source_text, state_tone
from screens.kit.spans import Line, Span, line
from screens.kit.wording import _, ngettext
from screens.kit.wording.planning import field_title, standing_name


@dataclass(frozen=True, slots=True)
class Seen:
    """What is needed to speak of what the cursor is on."""

    project: Project
    playbook: Playbook
    today: date
    head: str

    def lines(self, bone: Bone | None, rib: Rib | None) -> list[Line]:
        """The cause where there is one, else the bone, else the head; whole."""
        if rib is not None and bone is not None:
            return list(self._cause(bone, rib))
        return list(self._bone(bone) if bone is not None else self._head())

    def _head(self) -> Iterator[Line]:
        yield line(Span(self.head, "strong"))
        if not self.project.head:
            yield line(Span(_("e writes the goal that the fish heads for"), "dim"))
        yield line(Span(_("s shows weak answers and holes of the net as causes"), "dim"))

    def _bone(self, bone: Bone) -> Iterator[Line]:
        count = ngettext("{count} cause", "{count} causes", len(bone.ribs))
        said = count.format(count=len(bone.ribs))
        title = field_title(bone)
        yield line(Span(title, "strong"), f"  {said}")
        bare = [one.cause.text for one in bone.ribs if not one.rows]
        if bare:
            yield line(Span(_("not in the plan: "), "amber"), "; ".join(bare))
        yield line(Span(_("a adds causes, a line each; A one behind a cause"), "dim"))
        if bone.own:
            yield line(Span(_("a bone of its own: e renames it, D takes it out"), "dim"))

    def _cause(self, bone: Bone, rib: Rib) -> Iterator[Line]:
        yield line(Span(rib.cause.text, "strong"), Span(f"  {self._place(bone, rib)}", "dim"))
        source = source_text(rib.cause.source, self.project, self.playbook)
        yield line(Span(_("from: "), "dim"), source or _("typed here"))
        for row in rib.rows:
            yield from self._row(row)
        goals = [one for one in self.project.goals if one.cause == rib.cause.id]
        for goal in goals:
            reached = Span(_("reached"), "good") if goal.reached else Span("")
            yield line(Span(_("goal: "), "dim"), f"{goal.text} ", reached)
        if not rib.rows:
            yield line(Span("! ", "amber"), Span(_("nobody works on it: ! plans it"), "amber"))

    def _place(self, bone: Bone, rib: Rib) -> str:
        title = field_title(bone)
        parent = next((one for one in self.project.causes if one.id == rib.cause.parent), None)
        return f"{title} < {parent.text}" if parent is not None and rib.depth else title

    def _row(self, row: PlanRow) -> Iterator[Line]:
        stands = standing(row, self.today)
        days = "..".join(str(one) for one in (row.start, row.end) if one)
        facts = "  ".join(one for one in (days, row.responsible) if one)
        state = Span(standing_name(stands), state_tone(stands))
        yield line(Span(_("plan: "), "dim"), f"{row.content}  ", state, Span(f"  {facts}", "dim"))
        late = {one.id for one in late_checks(row, self.today)}
        for check in row.checkpoints:
            found = check.result or (_("late") if check.id in late else _("not looked at yet"))
            tone = Span(found, "amber" if check.id in late else "good" if check.done else "dim")
            yield line("  ", _("checkpoint"), f" {check.what}: ", tone)
